"""trend: a value a year, its steps, and the change asked for."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.compose_parts import (
    absences,
    body,
    change_unit,
    figure,
    label,
    marks,
    name_year_of,
    population,
    set_rows,
    short_value,
    with_unit,
)
from assistant.compose_values import Conflicts, flags
from assistant.draft import Draft
from assistant.evidence import (
    Figure,
    Row,
    Series,
    is_one_body,
)
from assistant.markdown import number


def trend(draft: Draft, found: Series, conflicts: Conflicts) -> None:
    """A value a year with the step from the year before, and the change asked for."""
    draft.rows_of(found.rows)
    several = len(draft.plan.measures) > 1 and draft.plan.change is None
    several = several and bool(found.rows) and all(row.values for row in found.rows)
    if several:
        draft.add(_table(draft, found.rows))
    else:
        _series(draft, found)
    if found.same_bodies:
        draft.add(draft.text("same_bodies", count=found.same_bodies))
    elif found.population is not None and len(found.rows) > 1:
        draft.add(draft.text("bodies_differ"))
    forms = {row.report.form for row in found.rows if row.report}
    if len(forms) > 1:
        draft.add(draft.text("forms_differ"))
    absences(draft, found.absent)
    if found.population is not None:
        population(draft, found.population, "population.readable")
    for said in found.said if not found.stated else ():
        draft.add(draft.text("text.prior", quote=draft.quote(said.citation)))
    flags(draft, conflicts)


def _table(draft: Draft, rows: Sequence[Row]) -> str:
    """Several measures: a column each."""
    names = [label(draft, measure) for measure in draft.plan.measures]
    lines = []
    for row in rows:
        shown = [short_value(draft, value) for value in row.values]
        lines.append([_row_name(draft, row, rows), *shown])
    return set_rows(draft, [*draft.say.header("year"), *names], lines)


def _series(draft: Draft, found: Series) -> None:
    """One measure: its change, then a line a year."""
    alike = found.same_bodies or found.population is None or draft.plan.change is not None
    if found.change is not None and alike:
        verdict = _steady(draft, found)
        draft.value = None if verdict else found.change.value
        draft.add(verdict, _by_statement(draft, found), _change(draft, found))
    elif len(found.rows) == 1 and found.rows[0].values and len(draft.plan.scope.years) < 2:
        draft.value = found.rows[0].values[0].value
    lines = _yearly(draft, found.rows)
    draft.add(set_rows(draft, draft.say.header("year", "value", "step"), lines))


def _by_statement(draft: Draft, found: Series) -> str:
    """Said first where the earlier year's number is only what the later report states."""
    cited = tuple(dict.fromkeys(said.citation for said in found.stated))
    quotes = list(dict.fromkeys(draft.quote(citation) for citation in cited))
    given = {"base": found.span[0], "year": found.span[1], "quotes": draft.say.list(quotes)}
    return draft.text("change.stated", **given) if cited else ""


def _change(draft: Draft, found: Series) -> str:
    change = found.change
    if change is None:
        return ""
    unit = draft.plan.measures[0].unit
    given = {
        "label": label(draft, draft.plan.measures[0]),
        "name": _series_name(draft, found),
        "base": found.span[0],
        "year": found.span[1],
    }
    if change.value is None:
        return draft.text("change.none", reason=figure(draft, change, unit), **given)
    kind = "same" if change.value == 0 else "up" if change.value > 0 else "down"
    after, before = change.operands
    ratio = draft.plan.measures[0].is_ratio  # its parts are cited beside it in the rows
    marked = {
        row.report.year: marks(draft, row.values[0])
        for row in found.rows
        if row.report and not ratio
    }
    return draft.text(
        f"change.{kind}",
        number=figure(draft, _absolute(change), change_unit(draft.plan.measures[0])),
        after=number(after) + marked.get(found.span[1], ""),
        before=number(before) + marked.get(found.span[0], ""),
        **given,
    )


def _steady(draft: Draft, found: Series) -> str:
    """是不是一年比一年多: yes or no first, with the steps that go against it."""
    way = draft.plan.change.direction if draft.plan.change else None
    steps = [(row, row.step.value if row.step else None) for row in found.rows[1:]]
    if way is None or not steps:
        return ""
    sign = 1 if way == "rising" else -1
    against = [row for row, step in steps if step is not None and sign * step <= 0]
    if not against:
        open_ = found.absent or any(step is None for _, step in steps)
        return draft.text(f"steady.{way}.{'unknown' if open_ else 'yes'}")
    years = [draft.name(_year(row)) for row in against]
    return draft.text(f"steady.{way}.no", years=draft.say.list(years))


def _year(row: Row) -> str:
    return row.label if row.report is None or row.figure is not None else str(row.report.year)


def _absolute(change: Figure) -> Figure:
    return Figure(change.kind, abs(change.value or 0), change.operands)


def _series_name(draft: Draft, found: Series) -> str:
    report = found.rows[0].report if found.rows else None
    return body(draft, report) if report else draft.name(draft.say.scope(draft.plan.scope))


def _yearly(draft: Draft, rows: Sequence[Row]) -> list[list[str]]:
    measure, lines = draft.plan.measures[0], []
    for row in rows:
        if row.report is None or row.figure is not None:
            name, shown = row.label, figure(draft, row.figure, measure.unit) if row.figure else "—"
        else:
            name, shown = _row_name(draft, row, rows), short_value(draft, row.values[0])
        lines.append([name, shown, _step(draft, row.step, change_unit(measure))])
    return lines


def _row_name(draft: Draft, row: Row, rows: Sequence[Row]) -> str:
    """The year, with the body where there are several."""
    if row.report is None:
        return row.label
    year = str(row.report.year)
    if is_one_body([other.report for other in rows if other.report]):
        return year
    return name_year_of(draft, row.report)


def _step(draft: Draft, step: Figure | None, unit: str) -> str:
    if step is None or step.value is None:
        return "—"
    return ("+" if step.value > 0 else "") + with_unit(draft, step.value, unit)
