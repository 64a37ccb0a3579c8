"""mention: which reports say the plan's topics; every report in scope is read, none is sampled.

A topic is a word in all its wordings, or a part of the form that has something under it. Near
wordings never count; the reports that only come near, and the near wordings of what a report is
listed for not saying, are marked as such.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from sqlalchemy import Connection, select

from assistant.evidence import Mentions, Passage, ReportRef, Row
from assistant.lookup_lists import by_place, population, selection, shown_measures
from assistant.lookup_read import Texts, batches, read_refs, read_values
from assistant.mentions import find_terms, narrative, sentence_citation, sentences_of
from assistant.plan import Plan, Topic
from assistant.written import written

_QUOTES_OF_FEW = 6  # sentences of one report where the scope is a few reports; else one each
_FEW_REPORTS = 3


@dataclass(slots=True)
class _Heard:
    """What the reports say of one topic: row id → its sentences, and those with a near wording of
    the reports that do not say it. A table under the part asked for is said without a sentence."""

    exact: dict[int, list[Passage]] = field(default_factory=dict)
    times: dict[int, int] = field(default_factory=dict)
    near: dict[int, list[Passage]] = field(default_factory=dict)


_Said = tuple[dict[int, list[Passage]], dict[int, int]]  # row id → sentences, and how often


def mentions(connection: Connection, plan: Plan, texts: Texts) -> Mentions:
    """The reports that say what the plan looks for, by place, with the sentences that say it."""
    chosen = selection(plan)
    statement = (
        select(chosen.frame.reports.c.rid)
        .select_from(chosen.source)
        .where(chosen.scope, chosen.matched)
        .order_by(*by_place(chosen.frame))
    )
    if plan.aspect == "years":
        statement = statement.order_by(None).order_by(
            chosen.frame.reports.c.year, *by_place(chosen.frame)
        )
    rids = list(connection.scalars(statement))
    heard = [_Heard() for _ in plan.topics]
    for some in batches(rids):
        texts.load(some)
        for topic, one in zip(plan.topics, heard, strict=True):
            _hear(connection, some, plan, topic, one, texts, len(rids))
        spoken = {rid for one in heard for rid in (*one.exact, *one.near)}
        texts.forget(rid for rid in some if rid not in spoken)
    met = [rid for rid in rids if _meets(rid, plan, heard)]
    times = Counter({rid: sum(one.times.get(rid, 0) for one in heard) for rid in met})
    close = [rid for rid in rids if _comes_near(rid, plan, heard)]
    listed = met if any(t.negated or t.part for t in plan.topics) or plan.whether else []
    unmet = [rid for rid in rids if rid not in set(met)] if plan.whether else []
    counted = replace(population(connection, plan, chosen), matched=len(met))
    return Mentions(
        (*_quoted(met, plan, heard), *_quoted(close, plan, heard, near=True)),
        counted,
        tuple(_refs(connection, listed)),
        _rows(connection, plan, rids, texts),
        others=tuple(_refs(connection, unmet)),
        times=times if plan.aspect == "times" else {},
    )


def _rows(connection: Connection, plan: Plan, rids: Sequence[int], texts: Texts) -> tuple[Row, ...]:
    """The numbers by which a mixed plan chose its reports."""
    if not plan.conditions:
        return ()
    refs = _refs(connection, rids)
    read = read_values(connection, refs, shown_measures(plan), texts)
    return tuple(Row(line, report) for line, report in zip(read, refs, strict=True))


def _meets(rid: int, plan: Plan, heard: Sequence[_Heard]) -> bool:
    pairs = zip(plan.topics, heard, strict=True)
    told = [(rid in one.exact) != topic.negated for topic, one in pairs]
    return all(told) if plan.together == "all" else any(told)


def _comes_near(rid: int, plan: Plan, heard: Sequence[_Heard]) -> bool:
    """Whether a report that does not meet the plan would if near wordings counted as said."""
    pairs = list(zip(plan.topics, heard, strict=True))
    asked = [(topic, one) for topic, one in pairs if not topic.negated]
    if _meets(rid, plan, heard) or not any(rid in one.near for _, one in asked):
        return False
    told = [rid in one.exact or rid in one.near for _, one in asked]
    told += [rid not in one.exact for topic, one in pairs if topic.negated]
    return all(told) if plan.together == "all" else any(told)


def _quoted(
    rids: Sequence[int], plan: Plan, heard: Sequence[_Heard], near: bool = False
) -> Iterator[Passage]:
    """The sentences of reports, by report; a negated topic has only near ones to show."""
    for rid in rids:
        for n, (topic, one) in enumerate(zip(plan.topics, heard, strict=True)):
            exact = one.exact.get(rid, []) if not topic.negated else []
            yield from (replace(passage, near=near, topic=n) for passage in exact)
            close = one.near.get(rid, []) if near or topic.negated else []
            yield from (replace(passage, topic=n) for passage in close)


def _hear(
    connection: Connection,
    rids: Sequence[int],
    plan: Plan,
    topic: Topic,
    heard: _Heard,
    texts: Texts,
    in_scope: int,
) -> None:
    """Read the texts of `rids` for one topic."""
    if topic.part is not None:
        under = written(connection, rids, topic.part, texts)
        refs = read_refs(connection, list(under))
        for rid, citation in under.items():
            said = [Passage(refs[rid], citation.section, citation)] if citation else []
            heard.exact[rid] = said
        return
    found, times = _said(connection, rids, plan.section, topic.terms, texts, in_scope)
    heard.exact |= found
    heard.times |= times
    if topic.near_terms:
        others = [rid for rid in rids if rid not in found]
        close, _ = _said(connection, others, plan.section, topic.near_terms, texts, in_scope)
        for rid, passages in close.items():
            heard.near[rid] = [replace(passage, near=True) for passage in passages]


def _refs(connection: Connection, rids: Sequence[int]) -> list[ReportRef]:
    """The reports in the order of `rids`."""
    known = read_refs(connection, rids)
    return [known[rid] for rid in rids]


def _said(
    connection: Connection,
    rids: Sequence[int],
    section: str | None,
    terms: tuple[str, ...],
    texts: Texts,
    in_scope: int,
) -> _Said:
    """The sentences of reports that say any of `terms`, all of a few reports, else one of each;
    and how many times each report does."""
    hits = {rid: at for rid in rids if (at := find_terms(texts[rid], terms))}
    places = narrative(connection, list(hits), section)
    each = _QUOTES_OF_FEW if in_scope <= _FEW_REPORTS else 1
    quoted = {
        rid: spans
        for rid, at in hits.items()
        if (spans := list(islice(sentences_of(texts[rid], at, places[rid]), each)))
    }
    refs: Mapping[int, ReportRef] = read_refs(connection, list(quoted))
    said = {rid: [_passage(texts, refs[rid], *span) for span in quoted[rid]] for rid in quoted}
    times = {
        rid: sum(any(start <= at < end for _, start, end in places[rid]) for at in hits[rid])
        for rid in quoted
    }
    return said, times


def _passage(texts: Texts, report: ReportRef, section: str, start: int, end: int) -> Passage:
    return Passage(report, section, sentence_citation(texts, report, section, start, end))
