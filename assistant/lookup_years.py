"""trend, and lists by change: one body, or the same bodies, over years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, select

from assistant.evidence import (
    Absent,
    Figure,
    Listing,
    Population,
    ReportRef,
    Row,
    Series,
    Statement,
    Unjudged,
    ValueAt,
    is_one_body,
    tidy,
)
from assistant.lookup_lists import Selection, by_place, counts, split
from assistant.lookup_measure import Frame, express, holds
from assistant.lookup_read import (
    Texts,
    batches,
    read_refs,
    read_statements,
    read_values,
    reason,
)
from assistant.lookup_scope import (
    absent,
    area_excluded,
    in_order_of,
    ref,
    ref_columns,
    within,
)
from assistant.plan import Change, Measure, Plan, Scope
from index.claims.fields import FIELDS
from index.errors import PlanError
from index.report import Number
from index.schema import reports


def change_of(change: Change, before: Number | None, after: Number | None) -> Figure:
    """The difference, or the growth in percent; none from a base of 0."""
    if before is None or after is None:
        return Figure(change.kind, None, (), 0, "缺少其中一年的数字")
    if change.kind == "difference":
        return Figure("difference", tidy(after - before), (after, before))
    if before == 0:
        return Figure("growth", None, (after, before), 0, "基数为0，不计算增长率")
    return Figure("growth", tidy(round(100 * (after - before) / before, 2)), (after, before))


def _years(plan: Plan) -> tuple[int, ...]:
    if plan.scope.years:
        return tuple(sorted(plan.scope.years))
    if plan.change:
        return tuple(range(plan.change.base, plan.change.year + 1))
    return ()


def trend(connection: Connection, plan: Plan, texts: Texts) -> Series:
    """Each year's value of the named bodies, or of all bodies that report in every year."""
    years = _years(plan)
    scope = plan.scope.model_copy(update={"years": years, "latest_only": False})
    if not scope.bodies:
        return _overall(connection, plan, scope)
    frame = Frame()
    chosen = select(*ref_columns()).where(within(frame, scope))
    refs = in_order_of(scope, [ref(row) for row in connection.execute(chosen)])
    read = read_values(connection, refs, plan.measures, texts)
    rows = tuple(Row(line, report) for line, report in zip(read, refs, strict=True))
    rows = _with_steps(rows, is_one_body(refs))
    missing = absent(connection, scope)
    said = _said_of_absent(connection, plan.measures[0], rows, missing, texts)
    change, span = _change(plan, rows)
    return Series(rows, missing, change, span, said=said)


def _with_steps(rows: Sequence[Row], one_body: bool) -> tuple[Row, ...]:
    """Each row with its difference to the one before, where both are of one body."""
    stepped = list(rows[:1])
    for before, row in pairwise(rows):
        same = one_body or _same_body(before, row)
        step = change_of(_STEP, _number(before), _number(row)) if same else None
        stepped.append(replace(row, step=step))
    return tuple(stepped)


_STEP = Change(base=0, year=1)


def _number(row: Row) -> Number | None:
    return row.figure.value if row.figure else row.values[0].value


def _same_body(one: Row, other: Row) -> bool:
    keys = [row.report.body_key if row.report else "" for row in (one, other)]
    return keys[0] == keys[1]


def _change(plan: Plan, rows: Sequence[Row]) -> tuple[Figure | None, tuple[int, int]]:
    """The change asked for, else that between the first and the last year with a number; null
    where the rows are of several bodies, or where there are not two years."""
    by_year = {_year(row): _number(row) for row in rows}
    refs = [row.report for row in rows if row.report]
    if len(plan.scope.bodies) > 1 and not is_one_body(refs):
        return None, (0, 0)
    known = [year for year, value in by_year.items() if value is not None]
    if plan.change is None and len(known) < 2:
        return None, (0, 0)
    asked = plan.change or Change(base=min(known), year=max(known))
    change = change_of(asked, by_year.get(asked.base), by_year.get(asked.year))
    return change, (asked.base, asked.year)


def _year(row: Row) -> int:
    return (row.report.year or 0) if row.report else int(row.label)


def _said_of_absent(
    connection: Connection,
    measure: Measure,
    rows: Sequence[Row],
    missing: Sequence[Absent],
    texts: Texts,
) -> tuple[Statement, ...]:
    """What a held report says of the year before it, where that year's report is not held."""
    gone = {item.year for item in missing if item.year is not None}
    later = [row.report for row in rows if row.report and (row.report.year or 0) - 1 in gone]
    fields = (
        [measure.claim]
        if measure.claim
        else [
            field.code for field in FIELDS if field.cells and set(field.cells) == set(measure.cells)
        ]
    )
    if not later or not fields:
        return ()
    found = read_statements(connection, later, fields, texts)
    return tuple(s for line in found.values() for s in line if s.relative or s.period == "prior")


def _overall(connection: Connection, plan: Plan, scope: Scope) -> Series:
    """A total a year over the bodies that have the number in every year."""
    frame = Frame()
    measure = plan.measures[0]
    value = express(frame, measure).value
    c = frame.reports.c
    conditions = (within(frame, scope), value.is_not(None), c.year.is_not(None))
    counted = select(c.year).select_from(frame.source()).where(*conditions)
    held: set[int] = set(connection.scalars(counted.group_by(c.year)))
    years = sorted(year for year in held if not scope.years or year in scope.years)
    constant = (
        select(c.body_key)
        .select_from(frame.source())
        .where(*conditions, c.year.in_(years))
        .group_by(c.body_key)
        .having(func.count(c.year.distinct()) == len(years))
        .subquery()
    )
    same = int(connection.scalar(select(func.count()).select_from(constant)) or 0)
    figure = func.avg(value) if plan.function == "mean" else func.sum(value)
    found = select(c.year, func.count(), figure).select_from(frame.source()).where(*conditions)
    if same:
        found = found.where(c.body_key.in_(select(constant.c.body_key)))
    kind: Any = "mean" if plan.function == "mean" else "sum"
    rows = _with_steps(
        [
            Row((), None, str(year), Figure(kind, tidy(round(number, 6)), (), count))
            for year, count, number in connection.execute(found.group_by(c.year).order_by(c.year))
        ],
        one_body=True,
    )
    missing = tuple(Absent("", year) for year in scope.years if year not in held)
    change, span = _change(plan, rows)
    return Series(rows, missing, change, span, same)


# --- lists by change


def changed(connection: Connection, plan: Plan, texts: Texts) -> Listing:
    """Bodies by their change from one year to another, or those that rose or fell each year.

    A row's values are the later year's, then the base year's; its figure is the change.
    """
    change = _asked_change(plan)
    scope = plan.scope.model_copy(update={"years": (change.year,), "latest_only": False})
    chosen, result, base = _joined(plan.model_copy(update={"scope": scope}), change)
    order = result.asc() if _ascending(plan, change) else result.desc()
    statement = (
        select(*ref_columns(), base.reports.c.rid, result)
        .select_from(chosen.source)
        .where(chosen.scope, chosen.matched)
        .order_by(order, *by_place(chosen.frame))
    )
    found = list(connection.execute(statement))
    if plan.limit is not None and len(found) > plan.limit:
        last = found[plan.limit - 1][-1]
        found = found[: plan.limit] + [row for row in found[plan.limit :] if row[-1] == last]
    rows = _changed_rows(connection, plan.measures, change, found, texts)
    held, matched, undecided = counts(connection, chosen)
    open_ = _undecided(connection, plan.measures, chosen, change) if undecided else ()
    excluded = area_excluded(connection, scope)
    return Listing(rows, Population(held, held - undecided, matched, open_, excluded))


def _asked_change(plan: Plan) -> Change:
    if plan.change is None or not plan.measures:
        raise PlanError("按变化列出需要一个指标和起止两个年份，请补充。")
    return plan.change


def _ascending(plan: Plan, change: Change) -> bool:
    return not plan.order.descending if plan.order else change.direction == "falling"


def _joined(plan: Plan, change: Change) -> tuple[Selection, Any, Frame]:
    """The later year's reports joined to the same bodies' earlier ones."""
    main, measure = Frame(), plan.measures[0]
    value = express(main, measure).value
    first = change.base if not change.direction else min(change.base, change.year)
    between = range(first, change.year) if change.direction else (change.base,)
    others = {year: Frame(f"y{year}") for year in between}
    by_year = {year: express(frame, measure).value for year, frame in others.items()}
    by_year[change.year] = value
    steps = [holds(main, plan.conditions, plan.combine)]
    for year in between if change.direction else ():
        rose = by_year[year + 1] > by_year[year]
        fell = by_year[year + 1] < by_year[year]
        steps.append(rose if change.direction == "rising" else fell)
    source = main.source()
    for year, frame in others.items():
        c = frame.reports.c
        # "+ 0" keeps the database from walking the whole year instead of one body's reports
        same = and_(c.body_key == main.reports.c.body_key, c.year + 0 == year)
        source = frame.join_to(source, same)
    result: Any = value - by_year[change.base]
    if change.kind == "growth":
        result = 100.0 * result / func.nullif(by_year[change.base], 0)
    matched, undecided = split(and_(*steps), result.is_not(None))
    chosen = Selection(main, source, within(main, plan.scope), matched, undecided, result)
    return chosen, result, others[change.base]


def _changed_rows(
    connection: Connection,
    measures: Sequence[Measure],
    change: Change,
    found: Sequence[Any],
    texts: Texts,
) -> tuple[Row, ...]:
    later = [ref(row) for row in found]
    by_rid = read_refs(connection, [row[-2] for row in found])
    earlier = [by_rid[row[-2]] for row in found]
    now = read_values(connection, later, measures[:1], texts)
    before = read_values(connection, earlier, measures[:1], texts)
    return tuple(
        Row((*new, *old), report, figure=change_of(change, old[0].value, new[0].value))
        for report, new, old in zip(later, now, before, strict=True)
    )


def _undecided(
    connection: Connection, measures: Sequence[Measure], chosen: Selection, change: Change
) -> tuple[Unjudged, ...]:
    """Why a body's change cannot be told: a year not held, or a year without the number."""
    statement = select(*ref_columns()).select_from(chosen.source)
    statement = statement.where(chosen.scope, chosen.undecided).order_by(*by_place(chosen.frame))
    later = [ref(row) for row in connection.execute(statement)]
    keys = [report.body_key for report in later]
    years = sorted({change.year, *range(change.base, change.year)})
    held: dict[tuple[str, int], ReportRef] = {}
    for some in batches(keys):
        for row in connection.execute(_YEARS_OF, {"keys": some, "years": years}):
            held[row.body_key, row.year] = ref(row)
    values = read_values(connection, list(held.values()), measures[:1], None)
    by_rid = {line[0].report.rid: line[0] for line in values}
    wanted = years if change.direction else [change.base, change.year]
    return tuple(Unjudged(report, _why_open(report, wanted, held, by_rid)) for report in later)


def _why_open(
    report: ReportRef,
    years: Sequence[int],
    held: Mapping[tuple[str, int], ReportRef],
    values: Mapping[int, ValueAt],
) -> str:
    for year in years:
        found = held.get((report.body_key, year))
        if found is None:
            return f"没有{year}年的报告"
        if values[found.rid].value is None:
            return f"{year}年：{reason(values[found.rid])}"
    return "基数为0，不计算增长率"


_YEARS_OF = select(*ref_columns()).where(
    reports.c.body_key.in_(bindparam("keys", expanding=True)),
    reports.c.year.in_(bindparam("years", expanding=True)),
)
