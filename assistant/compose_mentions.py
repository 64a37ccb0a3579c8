"""mention: who says it, quoted, near wordings apart; and who does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.compose_parts import SHOWN_ROWS, line_name, population
from assistant.compose_texts import filtered, quoted, reports_of
from assistant.compose_whether import names_of, verdict
from assistant.compose_without import without_it
from assistant.draft import Draft
from assistant.evidence import Mentions, Passage, ReportRef, Row, percent
from assistant.plan import Topic


def mentions(draft: Draft, found: Mentions) -> None:
    """Who says it, one quote each; near wordings apart; where negated, who does not."""
    plan = draft.plan
    draft.add(filtered(draft, found.rows) if found.rows else "")
    if found.whole:
        _otherwise(draft, found)
        return
    lone = plan.topics[0] if len(plan.topics) == 1 else None
    if plan.whether is not None and lone is not None and lone.negated and not found.silent:
        draft.add(draft.text("whether.any.not", what=_contrary(draft, lone)))
    elif plan.whether is not None:
        what = draft.name(draft.say.topics(plan))
        if plan.whether.asks == "any" and not found.silent and (found.alike or found.nearest):
            key = "whether.any.unsaid" if found.alike else "whether.any.unfound"
            draft.add(draft.text(key, what=what, judged=found.population.readable))
            against = []
        else:
            held = found.population
            against = verdict(draft, plan.whether, what, found.silent, found.others, held)
        draft.add(names_of(draft, against) if plan.whether.asks in ("all", "only") else "")
        said = found.silent and plan.whether.asks in ("all", "only")
        draft.add(draft.text("whether.said") if said and against else "")
    _listed(draft, found)
    exact = [passage for passage in found.passages if not passage.near]
    same = [term for topic in plan.topics if not topic.negated for term in topic.shown[1:]]
    if same:
        names = [draft.name(term) for term in dict.fromkeys(same)]
        draft.add(draft.text("mention.same", terms=draft.say.list(names)))
    reports = (*found.silent, *found.more, *(passage.report for passage in exact))
    listed = {report.rid for report in reports}
    _near(draft, found, listed, "mention.apart", True)
    _near(draft, found, listed, "mention.near", False)
    if found.alike:
        draft.rows_of(reports_of(found.alike))
        _alike(draft, found)
    if found.nearest:
        draft.add(draft.text("text.nearest"), quoted(draft, found.nearest))
    population(draft, found.population)


def _otherwise(draft: Draft, found: Mentions) -> None:
    """Who says all of a phrase in other words, as the answer; who most of it behind them."""
    rows = reports_of(found.whole)
    reports = [row.report for row in rows if row.report]
    terms = draft.name(draft.plan.topics[0].terms[0])
    there = draft.plan.whether is not None and draft.plan.whether.asks == "any"
    key = "whether.any.whole" if there else "mention.whole"
    draft.add(draft.text(key, count=len(rows), terms=terms))
    draft.rows_of(reports_of((*found.whole, *found.alike)))
    _asked_of(draft, reports, found)
    draft.add(quoted(draft, found.whole, 0, draft.plan.aspect == "section"))
    if found.alike:
        _alike(draft, found)
    population(draft, replace(found.population, matched=len(rows)))


def _alike(draft: Draft, found: Mentions) -> None:
    count = len(reports_of(found.alike))
    draft.add(draft.text("mention.alike", count=count), quoted(draft, found.alike))


def _listed(draft: Draft, found: Mentions) -> None:
    """The reports that meet the plan: their number, their names, and what they say."""
    plan, topics = draft.plan, draft.plan.topics
    exact = [passage for passage in found.passages if not passage.near]
    without = any(topic.negated or topic.part for topic in topics)
    said = [*reports_of(exact), *(Row((), report) for report in found.more)]
    rows = [Row((), report) for report in found.silent] if without else said
    exceptions = plan.whether is not None and plan.whether.asks == "all"
    draft.rows_of([Row((), report) for report in found.others] if exceptions else rows)
    reports = [row.report for row in rows if row.report]
    if plan.whether is None:
        draft.add(_head(draft, len(rows)))
        _asked_of(draft, reports, found)
    if without:
        draft.add(_by_report(draft, found.silent, exact))
    elif len(topics) > 1:
        draft.add(_by_report(draft, reports, exact))
        if plan.together == "any" and plan.whether is None:
            draft.add(_saying_all(draft, reports, found))
    else:
        draft.add(quoted(draft, exact, len(found.more), plan.aspect == "section"))
        draft.add(without_it(draft, topics[0], exact))


def _asked_of(draft: Draft, reports: Sequence[ReportRef], found: Mentions) -> None:
    """What is asked of the reports listed: their number, their years, how often they say it."""
    plan = draft.plan
    if plan.function == "count" and (reports or not found.alike):
        bodies = len({report.body_key for report in reports})
        draft.value = bodies if plan.aspect == "bodies" else len(reports)
        if plan.aspect == "bodies" and bodies != len(reports):
            draft.add(draft.text("mention.bodies", count=bodies))
    if plan.function == "share" and found.population.held and (reports or not found.alike):
        share = percent(len(reports), found.population.held)
        draft.value = share
        draft.add(draft.text("mention.share", held=found.population.held, share=share))
    years = sorted({report.year for report in reports if report.year is not None})
    if plan.aspect == "years" and years:
        shown = draft.say.list([draft.name(str(year)) for year in years])
        key = "mention.years.not" if plan.topics[0].negated else "mention.years"
        draft.add(draft.text(key, years=shown, first=years[0]))
    if plan.aspect == "times" and reports:
        draft.value = sum(found.times.values())
        names = [
            draft.text("mention.times.of", name=line_name(draft, report), year=report.year,
                       count=found.times[report.rid])
            for report in reports[:SHOWN_ROWS]
        ]  # fmt: skip
        total = sum(found.times.values())
        draft.add(draft.text("mention.times", count=total, names=draft.say.list(names)))


def _head(draft: Draft, count: int) -> str:
    """How many reports say it; for one word in the words that go with it."""
    topics = draft.plan.topics
    if len(topics) == 1 and topics[0].terms:
        terms = draft.name(topics[0].terms[0])
        said, none = ("mention.not", "mention.all") if topics[0].negated else _SAID
        return draft.text(said if count else none, count=count, terms=terms)
    if len(topics) == 1 and not count:
        return draft.text("mention.every", what=_contrary(draft, topics[0]))
    what = draft.name(draft.say.topics(draft.plan))
    mixed = any(topic.negated for topic in topics)
    none = "mention.several.none" if mixed else "mention.no_one"
    return draft.text("mention.several" if count else none, count=count, what=what)


def _contrary(draft: Draft, topic: Topic) -> str:
    """What all reports do where none meets the topic."""
    every = topic.model_copy(update={"negated": not topic.negated})
    return draft.name(draft.say.topic(every))


_SAID = ("mention.head", "mention.none")


def _by_report(draft: Draft, reports: Sequence[ReportRef], quotes: Sequence[Passage]) -> str:
    """One line a report: its name and what it says of each topic."""
    lines = []
    for report in reports[:SHOWN_ROWS]:
        own = [draft.quote(p.citation) for p in quotes if p.report.report_id == report.report_id]
        name = draft.text("name_year", name=line_name(draft, report), year=report.year)
        said = draft.say.semicolon.join(own)
        lines.append("- " + (draft.say.join([name, said]) if own else name))
    if len(reports) > SHOWN_ROWS:
        lines.append(draft.text("more_rows", shown=SHOWN_ROWS, count=len(reports)))
    return "\n".join(lines)


def _saying_all(draft: Draft, reports: Sequence[ReportRef], found: Mentions) -> str:
    """Of the reports that say one of several topics, those that say all."""
    said: dict[int, set[int]] = {report.rid: set() for report in reports}
    for one in found.sayings():
        if not one.near:
            said[one.rid].add(one.topic)
    every = [report for report in reports if len(said[report.rid]) == len(draft.plan.topics)]
    if not every:
        return ""
    shown = [
        draft.text("name_year", name=line_name(draft, report), year=report.year)
        for report in every[:SHOWN_ROWS]
    ]
    return draft.text("mention.together", count=len(every), names=draft.say.list(shown))


def _near(draft: Draft, found: Mentions, listed: set[int], key: str, negated: bool) -> None:
    """Near wordings: of reports that are not listed, or of what listed ones do not say."""
    near = [p for p in found.passages if p.near and (p.report.rid in listed) == negated]
    if near:
        more = [one for one in found.unquoted if one.near and (one.rid in listed) == negated]
        asked = (t for t in draft.plan.topics if negated in (False, t.negated))
        words = dict.fromkeys(term for topic in asked for term in topic.near_terms)
        terms = draft.say.list([draft.name(term) for term in words])
        count = len({passage.report.rid for passage in near} | {one.rid for one in more})
        draft.add(draft.text(key, count=count, terms=terms), quoted(draft, near, len(more)))
