"""The names a document gives its issuer: metadata, title, running text, page title, file name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from index.document import SourceDocument
from index.identity.bodies import GOVERNMENTS, BodyName, read_body
from index.identity.mentions import printed_near
from index.sections.titles import squeeze, title_lead
from index.text import fold

NEARBY = frozenset({"publisher", "page", "file", "folder"})
"""Rules whose words stand beside the report, not in it."""

_YEARS = re.compile(r"(?:20\d\d|二[〇零○][一二三四五六七八九〇零○]{2})年?度?|[\d_\-—.]+")
_BESIDE_NAME = re.compile(
    r"^(?:关于|公布|公开|发布|印发|附件\d?|[的《》:、]+)+|(?:关于|公布|公开|的|[《》()、]+)+$"
)
_REPORT_WORDS = re.compile(r"(?:政府|政务)?信息公开.*|政务公开.*|年度报告.*|年报.*|工作报告.*")
_AUTHOR = re.compile(
    r"(?:请与|与|向)(?P<asked>[\u4e00-\u9fff]{2,30}?)(?:联系|咨询)"
    r"|地址:(?P<address>[\u4e00-\u9fff]{2,30}?(?:镇|乡|街道|苏木|农场))(?![镇乡街])"
    r"|(?:由|[,。;:\n]|^)(?P<author>[\u4e00-\u9fff]{2,30}?)(?:负责)?编[制写](?:本|了|的|,|。|\()"
)
_BEFORE_NAME = re.compile(r"^本(?:年度)?报告由?|^[请由与向]+")
_SUB_OFFICE = re.compile(r"(?<=[镇乡道木场])[\u4e00-\u9fff]{1,8}(?:办|办公室|科|中心|站|所)$")
_SUBJECT = re.compile(
    r"(?:^|[。;,:\n])(?:20\d\d年(?:度|以来)?,?)?(?P<name>[\u4e00-\u9fff]{1,10}?(?:镇|乡|街道|苏木|农场))"
    r"(?=党委|人民政府|政府|办事处|党工委|[在共,]|认真|严格|坚持|按照|积极|始终|紧紧|围绕|高度|深入|全面|主动)"
)
_SELF = re.compile(r"[我本该](?:镇|乡|街道|街|苏木|农场|县|市|区|局)(?:人民政府|政府|办事处)?")
_NOT_A_NAME = re.compile(r"^[我各本该乡]|^全[镇乡街县市区]|等|乡镇|城镇|村镇|集镇|建制镇")
_ZONE = re.compile(r"(?:景|园|度假|开发|新|管理|示范|保税)区$")
_PLACE_FOLDER = re.compile(r"[\u3400-\u9fff]{1,12}[省市县区旗州盟镇乡]")
_SIGNATURE_LINES = 6
_LONGEST_SIGNATURE = 30


@dataclass(frozen=True, slots=True)
class Named:
    """A body's name with the rule that found it."""

    rule: str
    name: BodyName


def names_in(document: SourceDocument, title: str | None, text: str) -> Iterator[Named]:
    """The issuer's names by falling weight; the first decides, later ones help to place it.

    `title` is the title as printed, `text` the squeezed text. A page's publisher gives way to a
    township named in the title (县政府办公室 publishes for its towns) and then only places it.
    """
    given = read_name(document.metadata.get("issuer", ""))
    titled = read_name(title_lead(squeeze(title)) or "") if title else None
    publisher = given if given and titled and titled.township and not given.township else None
    if given and not publisher:
        yield Named("metadata", given)
    if titled:
        yield Named("title", titled)
    body = text.replace(squeeze(title), "", 1) if title else text
    stated = None if titled or given else _stated(document, body)
    if stated:
        yield Named("text", stated)
    first = (given if not publisher else None) or titled or stated
    if first and first.township:
        for name in printed_near(first.township, body):
            yield Named("text" if name.office != name.township else "address", name)
    if publisher:
        yield Named("publisher", publisher)
    yield from _beside(document)


def read_name(words: str) -> BodyName | None:
    """The body named by `words` once years and words around the name are cut away.

    Where damage or advertisement stands beside the year, the name is sought on one side of it.
    """
    squeezed = squeeze(words)
    for part in (_YEARS.sub("", squeezed), *_YEARS.split(squeezed)):
        bare = _BESIDE_NAME.sub("", part)
        name = read_body(bare) if bare and not _SELF.fullmatch(bare) else None
        if name:
            return name
    return None


def trail_of(document: SourceDocument) -> Iterator[Named]:
    """The place that a page's breadcrumb names: 首页 > 青禾市 > 临溪县 > 柳浦镇 > 年报."""
    steps = document.metadata.get("trail", "").split("/")
    places = "".join(
        step
        for step in map(squeeze, steps)
        if _PLACE_FOLDER.fullmatch(step) and not _ZONE.search(step)
    )
    if name := read_body(places):
        yield Named("trail", name)


def folders_of(document: SourceDocument) -> Iterator[Named]:
    """The place that the folders alone name: 青禾市/临溪县/report.docx."""
    folders = _folders(document)
    for first in range(len(folders)):
        name = read_body("".join(folders[first:]))
        if name and name.body_type in GOVERNMENTS:
            yield Named("folder", name)
            return


def _stated(document: SourceDocument, text: str) -> BodyName | None:
    """The body as author, as signature, or as what sentences begin with (twice, or beside 我镇)."""
    authors = (next(group for group in m.groups() if group) for m in _AUTHOR.finditer(text))
    lines = [line for line in document.text.splitlines() if line.strip()]
    signatures = (ln for ln in lines[-_SIGNATURE_LINES:] if len(ln.strip()) <= _LONGEST_SIGNATURE)
    for words in (*authors, *signatures):
        own = _BEFORE_NAME.sub("", words)
        name = read_name(_SUB_OFFICE.sub("", own))
        if name and name.body_type not in GOVERNMENTS and not _NOT_A_NAME.search(name.body):
            return name
    subjects = Counter(m["name"] for m in _SUBJECT.finditer(fold(document.text).replace(" ", "")))
    for words, count in subjects.most_common():
        name = None if _NOT_A_NAME.search(words) else read_body(words)
        if name and (count >= 2 or "我" + words[-1] in text or "我" + words[-2:] in text):
            return name
    return None


def _beside(document: SourceDocument) -> Iterator[Named]:
    """Names in the page's title and in the file's name, with its folders before it."""
    for words in re.split(r"[-_—|–]", document.metadata.get("page_title", "")):
        name = read_name(_REPORT_WORDS.sub("", squeeze(words)))
        if name:
            yield Named("page", name)
    own = _YEARS.sub("", _REPORT_WORDS.sub("", squeeze(PurePath(document.file).stem)))
    folders = [folder for folder in _folders(document) if folder not in own]
    for first in range(len(folders) + 1 if own else 0):
        name = read_name("".join(folders[first:]) + own)
        if name and (name.township or first == len(folders)):
            yield Named("file", name)
            return


def _folders(document: SourceDocument) -> list[str]:
    """The folders that are named like places, outermost first."""
    parts = (_YEARS.sub("", squeeze(part)) for part in PurePath(document.file).parts[:-1])
    return [part for part in parts if _PLACE_FOLDER.fullmatch(part)]
