"""Where a text says a term, and the sentences around it.

A term matches in traditional or simplified script, in any width and case, and across the line
breaks that page layout puts into words. Tables and titles do not count as saying something.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from sqlalchemy import JSON, Connection, Integer, bindparam, column, exists, func, select

from assistant.evidence import Citation, ReportRef
from assistant.lookup_read import Texts, batches
from index.search.chunks import sentences
from index.store.queries import among
from index.store.schema import sections
from index.text import fold, squash

_GAP = r"[^。！？]{0,40}?"
_NEAR_GAP = r"[^。！？，,；;：:]{0,6}?"

SECTIONS = {
    "overview": "总体情况|概述|引言",
    "proactive": "主动公开",
    "requests": "申请",
    "disputes": "复议|诉讼",
    "problems": "问题|不足|改进|下一步|打算",
    "other": "其他|事项|处理费|建议提案|创新",
}
"""A plan's section → what its headings say, folded."""

_SCRIPTS = (  # Latin, symbols, Han, compatibility forms: what reports and questions are written in
    (0x21, 0x250),
    (0x2000, 0x2600),
    (0x3000, 0xA000),
    (0xF900, 0xFB00),
    (0xFE30, 0xFE70),
    (0xFF00, 0xFFF0),
)
Placed = tuple[str, int, int]  # section path, start, end


def in_section(path: str, section: str) -> bool:
    """Whether a section path is, or lies under, a section as plans name it."""
    return re.search(SECTIONS[section], fold(path)) is not None


@cache
def _variants() -> dict[str, str]:
    """Folded character → every character that folds to it."""
    every = "".join(chr(code) for first, last in _SCRIPTS for code in range(first, last))
    found: defaultdict[str, list[str]] = defaultdict(list)
    for char, folded in zip(every, fold(every), strict=True):
        found[folded].append(char)
    return {folded: "".join(chars) for folded, chars in found.items()}


@lru_cache(maxsize=256)
def pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    """Matches any of `terms`, the longest first; 前…后 both parts in this order in a sentence,
    前‥后 with hardly a word between them."""
    ordered = sorted(_folded(terms), key=len, reverse=True)
    return re.compile("|".join(_GAP.join(map(_near, term.split("…"))) for term in ordered))


def _near(part: str) -> str:
    return _NEAR_GAP.join(map(_spelled, part.split("‥")))


def _folded(terms: Sequence[str]) -> set[str]:
    return {"".join(fold(term).split()) for term in terms} - {""}


@lru_cache(maxsize=256)
def _beginnings(terms: tuple[str, ...]) -> str:
    """Every character that a match of `pattern` can begin with; "" where any can."""
    begins = [_variants().get(term[0], term[0]) for term in _folded(terms)]
    return "" if "…" in begins else "".join(dict.fromkeys("".join(begins)))


@lru_cache(maxsize=256)
def _needed(terms: tuple[str, ...]) -> tuple[str, ...]:
    """The characters that every match of `pattern` holds, each as a string of its variants."""
    shared = set.intersection(*map(set, _folded(terms))) - {"…", "‥"} if _folded(terms) else set()
    return tuple(_variants().get(char, char) for char in sorted(shared))


def find_terms(text: str, terms: tuple[str, ...]) -> list[int]:
    """Where `pattern(terms)` matches in `text`: tried where a match can begin, in a fraction of
    the time that the pattern takes alone."""
    for variants in _needed(terms):
        for char in variants:
            if char in text:
                break
        else:
            return []
    wanted, begins = pattern(terms), _beginnings(terms)
    if not begins:
        return [match.start() for match in wanted.finditer(text)]
    places: list[int] = []
    for char in begins:
        at = text.find(char)
        while at >= 0:
            places.append(at)
            at = text.find(char, at + 1)
    found: list[int] = []
    end = 0
    for at in sorted(places):
        if at >= end and (match := wanted.match(text, at)):
            found.append(at)
            end = match.end()
    return found


def _spelled(part: str) -> str:
    return r"\s*".join(map(_any_variant, part))


def _any_variant(char: str) -> str:
    known = _variants().get(char, char)
    return re.escape(char) if len(known) == 1 else f"[{re.escape(known)}]"


def spoken_hits(
    connection: Connection, hits: Mapping[int, Sequence[int]], section: str | None
) -> dict[int, list[int]]:
    """The hits that lie in a narrative section, under one heading where a section is asked for,
    for the reports that have any."""
    found: dict[int, list[int]] = {}
    if section is None:
        bound = {"places": [_TEXT * rid + hit for rid, own in hits.items() for hit in own]}
        for place in connection.scalars(_SPOKEN, bound):
            found.setdefault(place // _TEXT, []).append(place % _TEXT)
        return found
    for rid, placed in narrative(connection, list(hits), section).items():
        spans = [(start, end) for _, start, end in placed]
        inside = [hit for hit in hits[rid] if any(start <= hit < end for start, end in spans)]
        if inside:
            found[rid] = inside
    return found


def narrative(
    connection: Connection, rids: Sequence[int], section: str | None
) -> dict[int, list[Placed]]:
    """The narrative sections of reports, those under one heading where a section is asked for."""
    found: dict[int, list[Placed]] = {rid: [] for rid in rids}
    for some in batches(rids):
        for rid, start, end, path in connection.execute(_SECTIONS, {"rids": some}).all():
            if section is None or in_section(path, section):
                found[rid].append((path, start, end))
    return found


_SECTIONS = (
    select(sections.c.rid, sections.c.start, sections.c.end, sections.c.path)
    .where(among(sections.c.rid, "rids"), sections.c.kind == "narrative")
    .order_by(sections.c.rid, sections.c.start)
)
_TEXT = 1 << 32  # longer than any text: an offset in a report as one number, and back
_PLACE = (
    func.json_each(bindparam("places", type_=JSON))
    .table_valued(column("value", Integer), name="place")
    .c.value
)
_SPOKEN = select(_PLACE).where(
    exists().where(
        sections.c.rid == _PLACE // _TEXT,
        sections.c.kind == "narrative",
        sections.c.start <= _PLACE % _TEXT,
        sections.c.end > _PLACE % _TEXT,
    )
)
"""Tried in the database: reading where thousands of reports speak took a quarter of an answer."""


_HEADING = 24  # characters
_ENDS = re.compile(r"[\n。；;：:，,]")
_NUMBERED = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[一二三四五六七八九十]+是)\s*([^。；;，,：:]{2,16})[。：:]?\s*"
)


_LABEL_BEGUN = re.compile(
    r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[一二三四五六七八九十]是)[^。；;，,：:]{0,16}$"
)


def may_be_heading(text: str, hit: int) -> bool:
    """Whether a numbered label stands around a hit: to be looked at by `not_of_headings`, which
    needs the names of the sections, slow to read for thousands."""
    begun = _LABEL_BEGUN.search(text, max(0, hit - 20), hit) is not None
    return begun and bool(_label_around(text, hit))


def not_of_headings(
    text: str, hits: Sequence[int], terms: tuple[str, ...], narrative: Sequence[Placed]
) -> list[int]:
    """The hits less those that are a part of a heading only: 监督 of （五）监督保障 says nothing of
    supervision; a heading named whole (平台建设) stays."""
    wanted = pattern(terms)
    kept = []
    for hit in hits:
        heading = _heading_around(text, hit, narrative)
        match = wanted.match(text, hit) if heading else None
        if match is None or _label(match[0]) == heading:
            kept.append(hit)
    return kept


def _heading_around(text: str, hit: int, narrative: Sequence[Placed]) -> str:
    """The label of the heading that a hit stands in (（五）监督保障。); "" in none."""
    found = _label_around(text, hit)
    path = next((path for path, start, end in narrative if start <= hit < end), "")
    return found if found and found in squash(path) else ""


def _label_around(text: str, hit: int) -> str:
    """The words of the numbered label that a hit stands in, of a heading or not; "" in none."""
    start = max(hit - _HEADING, 0)
    left = max(start + text[start:hit].rfind(char) + 1 for char in "\n。；;")
    rest = _ENDS.search(text, hit, hit + _HEADING)
    label = _NUMBERED.fullmatch(text[left : rest.end()]) if rest else None
    return _label(label[1]) if label else ""


def _label(words: str) -> str:
    return squash(words).removesuffix("情况")


def sentences_of(text: str, hits: Sequence[int], narrative: Sequence[Placed]) -> Iterator[Placed]:
    """The narrative sentences around `hits`, each once; a heading with the sentence under it."""
    ends: set[int] = set()
    for path, start, end in narrative:
        inside = [hit for hit in hits if start <= hit < end]
        if inside:
            spoken = sentences(text, start, end)
            for n, (left, right) in enumerate(spoken):
                if any(left <= hit < right for hit in inside):
                    is_heading = squash(text[left:right]) in squash(path) and n + 1 < len(spoken)
                    right = spoken[n + 1][1] if is_heading else right
                    if right not in ends:
                        ends.add(right)
                        yield path, left, right


def sentence_citation(
    texts: Texts, report: ReportRef, section: str, start: int, end: int
) -> Citation:
    """A span of a report's text as a citation."""
    return Citation(
        report_id=report.report_id,
        file=report.file,
        issuer=report.full_name,
        year=report.year,
        section=section,
        kind="text",
        quote=texts[report.rid][start:end],
        start=start,
        end=end,
    )
