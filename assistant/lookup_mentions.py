"""mention: which reports say the plan's topics; every report in scope is read, none is sampled.

A topic is a word in all its wordings, or a part of the form that has something under it. Near
wordings never count; the reports that only come near, and the near wordings of what a report is
listed for not saying, are marked as such.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from sqlalchemy import Connection, select

from assistant.evidence import Mentions, Passage, ReportRef, Row, Saying
from assistant.lookup_lists import Selection, by_place, population, selection, shown_measures
from assistant.lookup_read import Texts, batches, read_refs, read_values
from assistant.mentions import (
    find_terms,
    may_be_heading,
    narrative,
    not_of_headings,
    sentence_citation,
    sentences_of,
    spoken_hits,
)
from assistant.plan import Plan, Topic
from assistant.written import written
from index.store.grams import candidates
from index.store.queries import among

_QUOTES_OF_FEW = 6  # sentences of one report where the scope is a few reports; else one each
_FEW_REPORTS = 3


QUOTED_REPORTS = 200  # as many as an answer shows


@dataclass(slots=True)
class _Heard:
    """What the reports say of one topic: row id → where, and where with a near wording in reports
    that do not say it; `under`, the first sentence of the part asked for, null where a table alone
    is there. Null instead of the terms that a report can hold: not known, any may hold all."""

    topic: Topic
    likely: Mapping[int, tuple[str, ...]] | None
    likely_near: Mapping[int, tuple[str, ...]] | None
    exact: dict[int, list[int]] = field(default_factory=dict)
    near: dict[int, list[int]] = field(default_factory=dict)
    under: dict[int, Passage | None] = field(default_factory=dict)

    def able(self, rids: Sequence[int]) -> set[int]:
        """The reports that can say the topic, or come near: no other of `rids` can."""
        if self.topic.part is not None or self.likely is None or self.likely_near is None:
            return set(rids)
        return {*self.likely, *self.likely_near}

    def says(self, rid: int) -> bool:
        """Whether a report says the topic."""
        return rid in self.exact or rid in self.under

    def rids(self) -> set[int]:
        """The reports that say the topic, or come near."""
        return {*self.exact, *self.near, *self.under}

    def speaks(self, rid: int) -> bool:
        """Whether it says it in a sentence, not in a table alone."""
        return rid in self.exact or self.under.get(rid) is not None


def mentions(
    connection: Connection, plan: Plan, texts: Texts, most: int | None = QUOTED_REPORTS
) -> Mentions:
    """The reports that say what the plan looks for, by place, with the sentences that say it.

    Of more than `most` reports the first are quoted; null quotes all.
    """
    chosen = selection(plan)
    heard = [
        _Heard(topic, candidates(connection, topic.terms), candidates(connection, topic.near_terms))
        for topic in plan.topics
    ]
    rids = _in_scope(connection, chosen, plan, _nameable(plan, heard))
    _read(connection, rids, heard, plan.section, texts, most)
    spoken = set[int]().union(*(one.rids() for one in heard))
    silent_meet = _together(plan, [topic.negated for topic in plan.topics])  # often thousands
    met = [rid for rid in rids if (_meets(rid, plan, heard) if rid in spoken else silent_meet)]
    times = {rid: sum(len(one.exact.get(rid, ())) for one in heard) for rid in met}
    close = [rid for rid in rids if rid in spoken and _comes_near(rid, plan, heard)]
    is_met = set(met)
    without = any(topic.negated or topic.part for topic in plan.topics)
    listed = met if without or plan.whether else []
    unmet = [rid for rid in rids if rid not in is_met] if plan.whether else []
    counted = population(connection, plan, chosen)
    passages: list[Passage] = []
    unquoted: list[Saying] = []
    for said in (_said(met, heard), _apart(met, heard), _close(close, heard)):
        shown = set(islice(dict.fromkeys(one.rid for one in said), most))
        some = [one for one in said if one.rid in shown]
        passages += _quoted(connection, some, heard, plan.section, texts, counted.matched)
        unquoted += [one for one in said if one.rid not in shown]
    more = () if without else dict.fromkeys(one.rid for one in unquoted if one.rid in is_met)
    return Mentions(
        tuple(passages),
        replace(counted, matched=len(met)),
        tuple(_refs(connection, list(more))),
        tuple(unquoted),
        tuple(_refs(connection, listed)),
        _rows(connection, plan, rids, texts),
        others=tuple(_refs(connection, unmet)),
        times=times if plan.aspect == "times" else {},
    )


def _nameable(plan: Plan, heard: Sequence[_Heard]) -> set[int] | None:
    """The reports that an answer can name, so that no others are put in order; null where it may
    name any: those that do not say it, or those that the plan's conditions chose."""
    without = any(topic.negated or topic.part for topic in plan.topics)
    if not plan.topics or without or plan.whether or plan.conditions:
        return None
    found: set[int] = set()
    for one in heard:
        if one.likely is None or one.likely_near is None:
            return None
        found |= one.likely.keys() | one.likely_near.keys()
    return found


def _in_scope(
    connection: Connection, chosen: Selection, plan: Plan, nameable: set[int] | None
) -> list[int]:
    """The row ids of all that is looked into, by place, or by year where years are asked for."""
    c = chosen.frame.reports.c
    by_year = (c.year,) if plan.aspect == "years" else ()
    statement = (
        select(c.rid)
        .select_from(chosen.source)
        .where(chosen.scope, chosen.matched)
        .order_by(*by_year, *by_place(chosen.frame))
    )
    if nameable is None:
        return list(connection.scalars(statement))
    some = statement.where(among(c.rid + 0, "some"))  # + 0: the scope is what to search by
    return list(connection.scalars(some, {"some": list(nameable)}))


def _rows(connection: Connection, plan: Plan, rids: Sequence[int], texts: Texts) -> tuple[Row, ...]:
    """The numbers by which a mixed plan chose its reports."""
    if not plan.conditions:
        return ()
    refs = _refs(connection, rids)
    read = read_values(connection, refs, shown_measures(plan), texts)
    return tuple(Row(line, report) for line, report in zip(read, refs, strict=True))


def _meets(rid: int, plan: Plan, heard: Sequence[_Heard]) -> bool:
    return _together(plan, [one.says(rid) != one.topic.negated for one in heard])


def _together(plan: Plan, told: Iterable[bool]) -> bool:
    """Whether a report meets the plan, of which each topic's part is so or not."""
    return all(told) if plan.together == "all" else any(told)


def _comes_near(rid: int, plan: Plan, heard: Sequence[_Heard]) -> bool:
    """Whether a report that does not meet the plan would if near wordings counted as said."""
    asked = [one for one in heard if not one.topic.negated]
    if not any(rid in one.near for one in asked) or _meets(rid, plan, heard):
        return False
    told = [one.says(rid) or rid in one.near for one in asked]
    told += [not one.says(rid) for one in heard if one.topic.negated]
    return _together(plan, told)


def _said(met: Sequence[int], heard: Sequence[_Heard]) -> list[Saying]:
    """What reports that meet the plan say of it."""
    asked = [(n, one) for n, one in enumerate(heard) if not one.topic.negated]
    return [Saying(rid, n, False) for rid in met for n, one in asked if one.speaks(rid)]


def _apart(met: Sequence[int], heard: Sequence[_Heard]) -> list[Saying]:
    """Near wordings of what they are listed for not saying."""
    unsaid = [(n, one) for n, one in enumerate(heard) if one.topic.negated]
    return [Saying(rid, n, True) for rid in met for n, one in unsaid if rid in one.near]


def _close(close: Sequence[int], heard: Sequence[_Heard]) -> list[Saying]:
    """What reports say that only come near."""
    asked = [(n, one, one.topic.negated) for n, one in enumerate(heard)]
    return [
        Saying(rid, n, True)
        for rid in close
        for n, one, negated in asked
        if rid in one.near or (one.speaks(rid) and not negated)
    ]


def _read(
    connection: Connection,
    rids: Sequence[int],
    heard: Sequence[_Heard],
    section: str | None,
    texts: Texts,
    most: int | None,
) -> None:
    """Hear what the reports say of each topic; texts of the first that say something stay."""
    kept = 0
    able = set[int]().union(*(one.able(rids) for one in heard))
    for some in batches([rid for rid in rids if rid in able]):
        texts.load(some)
        for one in heard:
            _hear(connection, some, one, section, texts)
        spoken = {rid for rid in some if any(one.speaks(rid) or rid in one.near for one in heard)}
        kept += len(spoken)
        texts.forget(rid for rid in some if rid not in spoken or (most and kept > most))


def _hear(
    connection: Connection, rids: Sequence[int], heard: _Heard, section: str | None, texts: Texts
) -> None:
    """Read the texts of `rids` for one topic."""
    topic = heard.topic
    if topic.part is not None:
        under = written(connection, rids, topic.part, texts)
        refs = read_refs(connection, list(under))
        for rid, cited in under.items():
            heard.under[rid] = Passage(refs[rid], cited.section, cited) if cited else None
        return
    heard.exact |= _find(connection, rids, topic.terms, heard.likely, section, texts)
    if topic.near_terms:
        others = [rid for rid in rids if rid not in heard.exact]
        near = _find(connection, others, topic.near_terms, heard.likely_near, section, texts)
        heard.near |= near


def _find(
    connection: Connection,
    rids: Sequence[int],
    terms: tuple[str, ...],
    likely: Mapping[int, tuple[str, ...]] | None,
    section: str | None,
    texts: Texts,
) -> dict[int, list[int]]:
    """Where reports say any of `terms`, for those that do."""
    known = likely if likely is not None else dict.fromkeys(rids, terms)
    hits = {rid: at for rid in rids if rid in known and (at := find_terms(texts[rid], known[rid]))}
    found = spoken_hits(connection, hits, section)
    headed = [rid for rid, at in found.items() if any(may_be_heading(texts[rid], h) for h in at)]
    for rid, places in narrative(connection, headed, section).items():
        found[rid] = not_of_headings(texts[rid], found[rid], known[rid], places)
    return {rid: at for rid, at in found.items() if at}


def _refs(connection: Connection, rids: Sequence[int]) -> list[ReportRef]:
    """The reports in the order of `rids`."""
    known = read_refs(connection, rids)
    return [known[rid] for rid in rids]


def _quoted(
    connection: Connection,
    said: Sequence[Saying],
    heard: Sequence[_Heard],
    section: str | None,
    texts: Texts,
    in_scope: int,
) -> Iterator[Passage]:
    """The sentences that say what is `said`: all of a few reports, else one of each."""
    rids = list(dict.fromkeys(one.rid for one in said))
    texts.load(rids)
    places, refs = narrative(connection, rids, section), read_refs(connection, rids)
    each = _QUOTES_OF_FEW if in_scope <= _FEW_REPORTS else 1
    for one in said:
        rid, own = one.rid, heard[one.topic]
        if (under := own.under.get(rid)) is not None:
            yield replace(under, near=one.near, topic=one.topic)
            continue
        hits = own.exact.get(rid) or own.near[rid]
        for place in islice(sentences_of(texts[rid], hits, places[rid]), each):
            cited = sentence_citation(texts, refs[rid], *place)
            yield Passage(refs[rid], place[0], cited, near=one.near, topic=one.topic)
