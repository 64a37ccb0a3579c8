"""Who reports, where and for which year, each with the words that say so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.document import SourceDocument
from index.identity.bodies import GOVERNMENTS
from index.identity.locate import Hint, Place, locate
from index.identity.names import NEARBY, Named, folders_of, names_in, trail_of
from index.identity.recognise import looks_like_report
from index.identity.years import find_year
from index.report import Evidence, Identity, Scope, Section
from index.sections.titles import squeeze

_NAMING = {"metadata", "title", "text"}  # rules whose words name the body, not only its place
_TAILS = ("人民政府", "街道办事处", "办事处", "管理委员会")
_SELF = re.compile(r"[我本](镇|乡|街道|苏木|场|局|办事处)")
_SELF_KIND = {"场": "农场", "办事处": "街道"}
_ALL = "全[县市区省州旗]"
_AREA = re.compile(
    rf"(?:汇总|合计)[^。]{{0,20}}(?:{_ALL}|各)|{_ALL}合计"
    rf"|{_ALL}[^。,]{{0,8}}(?:受理|收到|新收|接收|未|无|没有|收取|公开(?:各类)?(?:政府)?信息)"
    rf"|{_ALL}[^。,]{{0,24}}\d+[余多]?[件宗条项起例]"
    rf"|{_ALL}[^。,]{{0,8}}信息处理费"
    r"|各乡镇[^。]{0,30}(?:部门|单位)[^。]{0,40}(?:汇总|编制|数据)"
)


def identify(document: SourceDocument, sections: Sequence[Section]) -> Identity:
    """The issuer, its place and the year of `document`, with evidence for every field found.

    Names come folded to simplified script without white space, places as the division table
    spells them. A report that names no issuer has `issuer` and `body` "" (`body_type` may still
    be known from 我镇); one that names no year has `year` None.
    """
    titled = sections and sections[0].kind == "title"
    title = document.text[sections[0].start : sections[0].end] if titled else None
    text = squeeze(document.text)
    year = find_year(document, title)
    names = list(names_in(document, title, text))
    if not names:
        return _nameless(document, text, year)
    first = names[0].name
    own = first.township or first.body
    same = [named for named in names if (named.name.township or named.name.body) == own]
    place = _place(document, names, same, text)
    issuer, source = _issuer(same, text)
    scope, words = _scope(first.body_type, text)
    found = {
        "issuer": source,
        "body_type": Evidence(names[0].rule, first.office or first.printed),
        **place.evidence,
        **({"year": year[1]} if year else {}),
        **({"scope": Evidence("text", words)} if words else {}),
    }
    return Identity(
        issuer=place.respell(issuer),
        body=place.respell(first.body),
        body_type=first.body_type,
        province=place.province,
        city=place.city,
        county=place.county,
        township=place.township or first.township,
        place_confidence=place.confidence,
        candidates=place.candidates,
        year=year[0] if year else None,
        scope=scope,
        evidence=found,
    )


def _place(
    document: SourceDocument, names: Sequence[Named], same: Sequence[Named], text: str
) -> Place:
    """Where the body is: from names in the report first, then from those beside it."""
    printed = [Hint.of(n.rule, n.name) for n in same if n.rule not in NEARBY]
    publisher = [named for named in names if named.rule == "publisher"]
    beside = (n for n in same if n.rule in NEARBY)
    nearby = [*publisher, *trail_of(document), *beside, *folders_of(document)]
    hints = [Hint.of(named.rule, named.name) for named in nearby]
    return locate(names[0].name.township, [_given(document), *printed], hints, text)


def _given(document: SourceDocument) -> Hint:
    """Places that metadata.csv gives."""
    province, city, county = (
        squeeze(document.metadata.get(key, "")) or None for key in ("province", "city", "county")
    )
    quote = "/".join(name for name in (province, city, county) if name)
    return Hint("metadata", quote, province, city, county)


def _issuer(same: Sequence[Named], text: str) -> tuple[str, Evidence]:
    """The name in full as the report prints it: with its places, and the office if printed."""
    printed = [named for named in same if named.rule in _NAMING] or same
    placed = next((named for named in printed if named.name.county), printed[0])
    places = placed.name.printed.removesuffix(placed.name.office)
    office = max((named.name.office for named in printed), key=len)
    formal = next((office + tail for tail in _TAILS if office + tail in text), office)
    return places + formal, Evidence(placed.rule, placed.name.printed)


def _nameless(document: SourceDocument, text: str, year: tuple[int, Evidence] | None) -> Identity:
    """The identity of a report that names no body; folders and metadata may still place it."""
    self_name = _SELF.search(text)
    kind = self_name[1] if self_name else ""
    hints = [Hint.of(named.rule, named.name) for named in folders_of(document)]
    place = locate(None, [_given(document), *hints], [], text)
    found = {
        **place.evidence,
        **({"body_type": Evidence("text", self_name[0])} if self_name else {}),
        **({"year": year[1]} if year else {}),
    }
    return Identity(
        issuer="",
        body="",
        body_type=_SELF_KIND.get(kind, kind),
        province=place.province,
        city=place.city,
        county=place.county,
        place_confidence=place.confidence,
        candidates=place.candidates,
        year=year[0] if year else None,
        evidence=found,
    )


def _scope(body_type: str, text: str) -> tuple[Scope, str]:
    """Whether the figures are the body's own or those of its whole area, with the words."""
    match = _AREA.search(text) if body_type in GOVERNMENTS | {"办公室"} else None
    return ("area", match.group()) if match else ("body", "")


__all__ = ["identify", "looks_like_report"]
