"""narrative, mixed, definition, refusal: quotes first, nothing said beyond them."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.compose_parts import (
    SHOWN_ROWS,
    body,
    name_year_of,
    none_listed,
    population,
    short_value,
)
from assistant.definitions import Definition
from assistant.draft import Draft
from assistant.evidence import Mentions, Passage, Passages, Row, Statement, ValueAt
from assistant.plan import Choice, Measure, Refusal
from index.form import TABLES, split_key

_NAMED = 10  # silent reports that are named


def passages(draft: Draft, found: Passages) -> None:
    """The sentences that answer, quoted with their section; or that the reports do not say it."""
    said = [passage for passage in found.passages if not passage.near]
    draft.rows_of(found.rows or reports_of(said))
    if found.rows:
        draft.add(filtered(draft, found.rows))
    if draft.plan.kind == "mixed" and not found.population.matched:
        draft.add(none_listed(draft, found.population))
    elif not said:
        count = len(found.rows) or found.population.held
        draft.add(draft.text("text.none", query=draft.name(draft.plan.query), count=count))
    if said and found.untold:
        parts = draft.say.list([draft.name(part) for part in found.untold])
        draft.add(draft.text("text.untold", parts=parts))
    if found.older:
        draft.add(draft.text("text.older"))
    draft.add(*_by_report(draft, said))
    if said and found.unsaid:
        parts = draft.say.list([draft.name(f"“{part}”") for part in found.unsaid])
        draft.add(draft.text("text.unsaid", parts=parts))
    near = [passage for passage in found.passages if passage.near]
    checked = draft.plan.then is not None and draft.plan.then.kind == "quality"
    if near and (said or not checked):  # 为什么空着: what the checks find is the answer then
        lead = draft.text("text.also_near" if said else "text.nearest")
        draft.add(lead, *_by_report(draft, near))
    if said and found.silent:
        names = [name_year_of(draft, report) for report in found.silent[:_NAMED]]
        silent = len(found.silent)
        more = draft.text("and_more", count=silent) if silent > _NAMED else ""
        draft.add(draft.text("text.silent", names=draft.say.list(names) + more))
    if found.population.held > 1 or found.rows:
        population(draft, found.population)
    else:
        draft.population = found.population


def told_beside(draft: Draft, found: Passages) -> None:
    """The sentences of the text beside cells that are missing or blank."""
    draft.add(draft.text("told"), *_by_report(draft, found.passages))


def come_near(draft: Draft, found: Sequence[Passage]) -> None:
    """What comes near to the words of a question that is refused."""
    draft.add(draft.text("text.nearest"), *_by_report(draft, found))


def reports_of(found: Sequence[Passage]) -> list[Row]:
    """The reports that are quoted, as rows."""
    reports = {passage.report.report_id: passage.report for passage in found}
    return [Row((), report) for report in reports.values()]


def filtered(draft: Draft, rows: Sequence[Row]) -> str:
    """The reports that the conditions of a mixed plan chose, with their numbers."""
    names = []
    for row in rows[:SHOWN_ROWS]:
        if row.report is not None:
            values = [short_value(draft, value) for value in row.values]
            name = name_year_of(draft, row.report)
            names.append(f"{name}（{'，'.join(values)}）" if values else name)
    return draft.text(
        "filtered",
        count=len(rows),
        scope=draft.name(draft.say.scope(draft.plan.scope)),
        condition=draft.name(_chosen_by(draft)),
        names=draft.say.list(names),
    )


def _chosen_by(draft: Draft) -> str:
    """What chose the reports of a mixed plan: its conditions, else its measure and their order."""
    plan = draft.plan
    if plan.conditions:
        return draft.say.conditions(plan)
    return draft.say.order(plan)


def _by_report(draft: Draft, found: Sequence[Passage]) -> list[str]:
    """One paragraph a report: its name, then its sentences in the order of their worth."""
    by_report: dict[str, list[Passage]] = {}
    for passage in found:
        by_report.setdefault(passage.report.report_id, []).append(passage)
    paragraphs = []
    for group in by_report.values():
        report = group[0].report
        head = draft.text("text.of", body=body(draft, report), year=report.year)
        lines = [f"- {draft.quote(p.citation)}{_section(draft, p.section)}" for p in group]
        paragraphs.append("\n".join([head, "", *lines]))
    return paragraphs


def _section(draft: Draft, path: str) -> str:
    shown = path.split("/")[-1].split("。")[0].strip()[:24]
    return draft.text("section", section=draft.name(shown)) if shown else ""


def quoted(draft: Draft, found: Sequence[Passage], more: int = 0, placed: bool = False) -> str:
    """One line a sentence: who says it, the quote, and with `placed` its section; `more` are not
    among them."""
    lines = []
    for passage in found[:SHOWN_ROWS]:
        name = name_year_of(draft, passage.report)
        where = _section(draft, passage.section) if placed else ""
        lines.append("- " + draft.say.join([name, draft.quote(passage.citation) + where]))
    if len(found) + more > SHOWN_ROWS:
        lines.append(draft.text("more_rows", shown=SHOWN_ROWS, count=len(found) + more))
    return "\n".join(lines)


def definition(draft: Draft, found: Definition | None, said: Mentions | None) -> None:
    """What a term means and what that rests on; then how reports use it, quoted. Of a figure asked
    where it is from: its cells, or the text."""
    if draft.plan.aspect == "source":
        draft.add(*(_where_from(draft, measure) for measure in draft.plan.measures))
        return
    if found is not None:
        meaning, source = draft.name(found.text), draft.name(found.source)
        term = draft.name(found.term)
        draft.add(draft.text("definition", term=term, meaning=meaning, source=source))
    else:
        draft.add(draft.text("definition.none", term=draft.name(draft.plan.term)))
        if said is None or not said.passages:
            draft.status = "out_of_scope"
    if said is not None and said.passages:
        exact = [passage for passage in said.passages if not passage.near]
        reports = len(reports_of(exact)) + len(said.more)
        draft.add(draft.text("definition.said", count=reports, term=draft.name(draft.plan.term)))
        draft.add(quoted(draft, exact[:3]))


def _where_from(draft: Draft, measure: Measure) -> str:
    """主动公开信息条数: of the text, the tables have no such cell."""
    label = draft.name(measure.label)
    if measure.claim:
        return draft.text("definition.from_text", label=label)
    places = []
    for key in measure.cells[:SHOWN_ROWS]:
        table, row, col = split_key(key)
        shown = TABLES[table]
        names = {"row": shown.row(row).printed, "col": shown.col(col).label}
        places.append(draft.name(draft.text("cell", table=shown.number, **names)))
    return draft.text("definition.from_table", label=label, places=draft.say.list(places))


def refusal(
    draft: Draft,
    why: Refusal,
    known: Sequence[tuple[Choice, ValueAt | None]],
    said: Sequence[Statement] = (),
) -> None:
    """Why there is no answer and what can be asked; a choice with its number where it has one;
    what later reports say (`said`) of a year that is not held."""
    draft.status = why.status
    draft.add(draft.name(why.reason))
    if draft.plan.query:  # looked for in the text before it was refused
        draft.add(draft.text("told.none"))
    for statement in said:
        quote = draft.quote(statement.citation)
        draft.add(draft.text("text.prior.year", quote=quote, year=statement.citation.year))
    lines = []
    for choice, value in known:
        shown = f"（{short_value(draft, value)}）" if value is not None else ""
        lines.append(f"- {draft.name(choice.label)}{shown}")
    draft.add("\n".join(lines))
