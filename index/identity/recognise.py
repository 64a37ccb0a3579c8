"""Is this a 政府信息公开工作年度报告 at all? If not, say what it looks like."""

from __future__ import annotations

import re

from index.document import SourceDocument
from index.sections.headings import part_of_title, read_heading
from index.sections.tablelines import is_strong
from index.sections.titles import find_title, squeeze
from index.text import fold

_OTHER_DOCUMENTS = (
    ("法治政府建设年度报告", re.compile(r"法治政府建设|依法行政工作|法治建设")),
    ("预算或决算公开", re.compile(r"预算|决算|三公经费")),
    ("政府工作报告", re.compile(r"政府工作报告")),
    ("绩效报告", re.compile(r"绩效(?:自?评|报告)")),
    ("网站工作年度报表", re.compile(r"网站(?:监管)?(?:工作)?(?:年度(?:工作)?报表|年报)")),
    ("方案、要点、计划或制度", re.compile(r"(?:方案|要点|计划|通知|制度|办法)(?:\(.*\))?$")),
    ("政府信息公开指南或目录", re.compile(r"(?:指南|目录)(?:\(.*\))?$")),
)
_REPORT_TITLE = re.compile(r"(?:政府)?信息公开(?:工作)?(?:年度)?(?:工作)?(?:报告|年报)")
_OPENING = 8  # lines in which a title can stand
_LONGEST_TITLE = 60
_ENOUGH_LABELS = 5
_OWN_PARTS = {"proactive", "requests", "disputes", "other"}  # other reports have the rest too
_ENOUGH_PARTS = 2
_SHORTEST = 150  # characters; a title and no part in less is a page that only links to a report


def looks_like_report(document: SourceDocument) -> str | None:
    """Why this is no 政府信息公开工作年度报告, in Chinese; None if it is one, however damaged.

    Its title, the labels of its tables or two of its own parts are each enough.
    """
    if _has_labels(document):
        return None
    parts = _parts(document)
    if len(parts & _OWN_PARTS) >= _ENOUGH_PARTS:
        return None
    title = find_title(document)
    page = squeeze(document.metadata.get("page_title", ""))
    if (title and title.strict) or _REPORT_TITLE.search(page):
        empty = not parts and len(squeeze(document.text)) < _SHORTEST
        return "只有标题，没有正文和表格；正文可能在附件里" if empty else None
    lines = [squeeze(line) for line in document.text.splitlines() if line.strip()]
    for line in lines[:_OPENING]:
        for kind, pattern in _OTHER_DOCUMENTS:
            if len(line) <= _LONGEST_TITLE and pattern.search(line):
                return f"从标题“{line}”看，这是{kind}，不是政府信息公开工作年度报告"
    return "没有政府信息公开工作年度报告的标题，也找不到它的各部分或三张统计表"


def _has_labels(document: SourceDocument) -> bool:
    """Whether enough different labels of the form stand on lines or in cells of their own."""
    found: set[str] = set()
    for line in document.text.splitlines():
        for part in line.split("\t"):
            words = part.strip()
            if 4 <= len(words) <= 60 and "。" not in words and is_strong(words):
                found.add(words)
        if len(found) >= _ENOUGH_LABELS:
            return True
    return False


def _parts(document: SourceDocument) -> set[str]:
    """The statutory parts whose titles the text prints."""
    text = fold(document.text)
    found: set[str] = set()
    at = 0
    for line in document.text.splitlines(keepends=True):
        heading = read_heading(text, at, at + len(line.rstrip("\r\n")))
        if heading and (part := heading.part or part_of_title(heading.words)):
            found.add(part)
        at += len(line)
    return found
