"""The title: which of the first lines say whose report for which year this is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.document import Grid, GridCell, Paragraph, SourceDocument
from index.sections.headings import INSERTED
from index.text import fold

_FIRST_LINES = 40
_MOST_LINES = 3  # a title is wrapped over at most this many
_LONGEST = 70
_BLANKS = re.compile(r"[\s#*　]+")
_TOPIC = re.compile(r"政府信息公开|政务信息公开|政务公开|信息公开|政府信息")
# After the topic only these characters may follow: 年度报告 in any order or damage (工作告年度报).
_TAIL = re.compile(
    r"[政府务信息公开工作年度报告情况总结的和及汇编稿\d〇零○一二三四五六七八九十()—_-]*"
)
_REPORT = re.compile(r"[年年度作告]报|报告|告年度|工作总结")
_LOOSE = re.compile(r".{4,40}(?:年度报告|年度工作报告|工作年报|年报)(?:\(\d{4}年?度?\))?")
_NOT_TITLE = re.compile(
    r"[,。;:?!>》|]|首页|位置|栏目|来源|发布|浏览|根据|按照|现将|如下|编制|本报告"
)
_HEADING = re.compile(r"[一1]\s*[、.,]|第一部分|[(]一[)]")
_BODY = re.compile(r"[镇乡街道村场局委办会区县市省旗州]|人民政府")
_REPORT_NAME = re.compile(r"年度报告|年度工作报告|工作年报|年报")
_YEAR_ONLY = re.compile(r"[(\[]?\d{4}年?度?[)\]]?")


@dataclass(frozen=True, slots=True)
class Title:
    """The title as one folded string without blanks; `lead` is what stands before its topic.

    `strict` tells a title that speaks of 信息公开 from one known only as some annual report.
    """

    start: int
    end: int
    text: str
    lead: str
    strict: bool


def squeeze(text: str) -> str:
    """Folded text without white space, bookmarks and inserted pinyin: 鎮(zhèn) → 镇."""
    return INSERTED.sub("", _BLANKS.sub("", fold(text)))


def find_title(document: SourceDocument) -> Title | None:
    """The report's title, wrapped or damaged; None if the text does not print one."""
    best: tuple[float, int, Title] | None = None
    for run in _opening(document):
        for first in range(len(run)):
            for last in range(first, min(first + _MOST_LINES, len(run))):
                scored = _title(run[first : last + 1])
                if scored and (best is None or (scored[0], run[last].start) >= best[:2]):
                    best = scored[0], run[last].start, scored[1]
    return best[2] if best else None


def _opening(document: SourceDocument) -> list[list[Paragraph | GridCell]]:
    """The first lines up to the first heading, in runs that a title can span; cells stand alone."""
    runs: list[list[Paragraph | GridCell]] = [[]]
    count = 0
    for block in document.blocks:
        if isinstance(block, Grid):
            for cell in block.cells:
                runs.append([cell])
            runs.append([])
            count += len(block.cells)
        elif _HEADING.match(squeeze(block.text)):
            break
        else:
            runs[-1].append(block)
            count += 1
        if count >= _FIRST_LINES:
            break
    return runs


def _title(lines: Sequence[Paragraph | GridCell]) -> tuple[float, Title] | None:
    """The lines read as one title with a score, None if they are not one."""
    if sum(len(line.text) for line in lines) > 2 * _LONGEST:
        return None
    text = squeeze("".join(line.text for line in lines)).strip("《》。")
    if len(text) > _LONGEST or _NOT_TITLE.search(text):
        return None
    lead = title_lead(text)
    if lead is None:
        return None
    strict = _TOPIC.search(text) is not None
    score = 10.0 * strict - (len(lines) - 1)
    score += 2 * bool(re.search(r"\d{4}|二[〇零○]", text)) + 3 * bool(_BODY.search(lead))
    if len(lines) > 1 and not _adds(squeeze(lines[-1].text), squeeze(lines[0].text)):
        return None
    return score, Title(lines[0].start, lines[-1].end, text, lead, strict)


def title_lead(text: str) -> str | None:
    """What stands before the topic (issuer and year) if the squeezed `text` is a title."""
    text = text.strip("《》。")
    for topic in _TOPIC.finditer(text):
        tail = text[topic.end() :]
        if _TAIL.fullmatch(tail) and _REPORT.search(text[topic.start() :]):
            lead = text[: topic.start()]
            return lead + "政府" if lead.endswith("人民") else lead
    if _LOOSE.fullmatch(text) and re.search(r"\d{4}", text) and _BODY.search(text):
        return _REPORT_NAME.split(text)[0]
    return None


def _adds(last: str, first: str) -> bool:
    """Whether the outer lines of a group belong to the title rather than stand beside it."""
    opens = bool(_BODY.search(first) or re.search(r"\d{4}", first) or _TOPIC.search(first))
    closes = bool(_TOPIC.search(last) or _REPORT.search(last) or _YEAR_ONLY.fullmatch(last))
    return opens and closes
