"""mention: which reports say a term; every report in scope is read, none is sampled.

A term matches in traditional or simplified script, in any width and case, and across the line
breaks that page layout puts into words. Tables and titles do not count as saying something.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache

from sqlalchemy import Connection, bindparam, select

from assistant.evidence import Citation, Mentions, Passage, ReportRef, Row
from assistant.lookup_lists import by_place, population, selection, shown_measures
from assistant.lookup_read import Texts, batches, read_values
from assistant.lookup_scope import ref, ref_columns
from assistant.plan import Plan
from index.search.chunks import sentences
from index.store.schema import sections
from index.text import fold, squash

_QUOTES_OF_FEW = 6  # sentences of one report where the scope is a few reports; else one each
_FEW_REPORTS = 3
_GAP = r"[^。！？]{0,40}?"

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
    """Matches any of `terms`, the longest first; 前…后 both parts in this order in a sentence."""
    spelled = sorted({"".join(fold(term).split()) for term in terms} - {""}, key=len, reverse=True)
    return re.compile("|".join(_GAP.join(map(_spelled, term.split("…"))) for term in spelled))


def _spelled(part: str) -> str:
    return r"\s*".join(map(_any_variant, part))


def _any_variant(char: str) -> str:
    known = _variants().get(char, char)
    return re.escape(char) if len(known) == 1 else f"[{re.escape(known)}]"


def mentions(connection: Connection, plan: Plan, texts: Texts) -> Mentions:
    """The sentences that say the plan's terms, by place; near terms after them, marked as such."""
    chosen = selection(plan)
    statement = (
        select(*ref_columns())
        .select_from(chosen.source)
        .where(chosen.scope, chosen.matched)
        .order_by(*by_place(chosen.frame))
    )
    refs = [ref(row) for row in connection.execute(statement)]
    said: list[Passage] = []
    near: list[Passage] = []
    for some in batches(refs):
        texts.load(report.rid for report in some)
        said += _said(connection, some, plan, plan.terms, texts, len(refs))
        known = {passage.report.rid for passage in said}
        others = [report for report in some if report.rid not in known]
        if plan.near_terms:
            close = _said(connection, others, plan, plan.near_terms, texts, len(refs))
            near += [replace(passage, near=True) for passage in close]
            known |= {passage.report.rid for passage in near}
        texts.forget(report.rid for report in some if report.rid not in known)
    with_term = {passage.report.rid for passage in said}
    rest = [report for report in refs if report.rid not in with_term]
    silent = tuple(rest) if plan.negated else ()
    matched = len(rest) if plan.negated else len(with_term)
    counted = replace(population(connection, plan, chosen), matched=matched)
    rows: tuple[Row, ...] = ()
    if plan.conditions:
        read = read_values(connection, refs, shown_measures(plan), texts)
        rows = tuple(Row(line, report) for line, report in zip(read, refs, strict=True))
    return Mentions((*said, *near), counted, silent, rows)


def _said(
    connection: Connection,
    refs: Sequence[ReportRef],
    plan: Plan,
    terms: tuple[str, ...],
    texts: Texts,
    in_scope: int,
) -> list[Passage]:
    """The sentences of `refs` that say any of `terms`; all of a few reports, else one of each."""
    wanted = pattern(terms)
    hits = {
        report.rid: [match.start() for match in wanted.finditer(texts[report.rid])]
        for report in refs
    }
    hits = {rid: found for rid, found in hits.items() if found}
    narrative = _narrative(connection, list(hits), plan.section)
    each = _QUOTES_OF_FEW if in_scope <= _FEW_REPORTS else 1
    found = []
    for report in refs:
        spans = _sentences_of(texts, report, hits.get(report.rid, []), narrative)
        found += [_passage(texts, report, *span) for span in spans[:each]]
    return found


def _narrative(
    connection: Connection, rids: Sequence[int], section: str | None
) -> dict[int, list[Placed]]:
    """The narrative sections of reports, those under one heading where a section is asked for."""
    chosen = (
        select(sections.c.rid, sections.c.path, sections.c.start, sections.c.end)
        .where(
            sections.c.rid.in_(bindparam("rids", expanding=True)), sections.c.kind == "narrative"
        )
        .order_by(sections.c.rid, sections.c.start)
    )
    found: dict[int, list[Placed]] = {rid: [] for rid in rids}
    for some in batches(rids):
        for rid, path, start, end in connection.execute(chosen, {"rids": some}):
            if section is None or in_section(path, section):
                found[rid].append((path, start, end))
    return found


def _sentences_of(
    texts: Texts, report: ReportRef, hits: Sequence[int], narrative: dict[int, list[Placed]]
) -> list[Placed]:
    """The narrative sentences around `hits`, each once; a heading with the sentence under it."""
    text = texts[report.rid]
    found: dict[int, Placed] = {}  # by where the sentence ends
    for path, start, end in narrative.get(report.rid, []):
        inside = [hit for hit in hits if start <= hit < end]
        if inside:
            spoken = sentences(text, start, end)
            for n, (left, right) in enumerate(spoken):
                if any(left <= hit < right for hit in inside):
                    is_heading = squash(text[left:right]) in squash(path) and n + 1 < len(spoken)
                    right = spoken[n + 1][1] if is_heading else right
                    found.setdefault(right, (path, left, right))
    return list(found.values())


def _passage(texts: Texts, report: ReportRef, section: str, start: int, end: int) -> Passage:
    return Passage(report, section, sentence_citation(texts, report, section, start, end))


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
