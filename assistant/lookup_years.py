"""trend: one body, or the same bodies, over years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, func, select

from assistant.evidence import (
    Absent,
    Figure,
    ReportRef,
    Row,
    Series,
    Statement,
    is_one_body,
    percent,
    tidy,
)
from assistant.lookup_lists import population, selection
from assistant.lookup_measure import Frame
from assistant.lookup_read import (
    Texts,
    read_statements,
    read_values,
)
from assistant.lookup_scope import (
    absent,
    in_order_of,
    ref,
    ref_columns,
    within,
)
from assistant.lookup_totals import by_year
from assistant.plan import Change, Measure, Plan, Scope
from index.claims.fields import FIELDS
from index.report import Number


def change_of(change: Change, before: Number | None, after: Number | None) -> Figure:
    """The difference, or the growth in percent; none from a base of 0."""
    if before is None or after is None:
        return Figure(change.kind, None, (), 0, "缺少其中一年的数字")
    if change.kind == "difference":
        return Figure("difference", tidy(round(after - before, 6)), (after, before))
    if before == 0:
        return Figure("growth", None, (after, before), 0, "基数为0，不计算增长率")
    return Figure("growth", percent(after - before, before), (after, before))


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
    missing = _missing(absent(connection, scope), refs)
    said = _said_of_absent(connection, plan.measures[0], rows, missing, texts)
    change, span = _change(plan, rows)
    stated = _stated(plan, rows, missing, said)
    if plan.change and stated and is_one_body(refs):
        before, rests = stated
        change = change_of(plan.change, before.value, _number(rows[-1]))
        return Series(rows, missing, change, span, said=said, stated=rests, before=before)
    return Series(rows, missing, change, span, said=said)


def _stated(
    plan: Plan, rows: Sequence[Row], missing: Sequence[Absent], said: Sequence[Statement]
) -> tuple[Figure, tuple[Statement, ...]] | None:
    """The number of the year before the last, not held, as the last year's report compares with it
    (较2023年的297条增加44条); None where it states none, or roughly, or two that do not agree."""
    asked, now = plan.change, _number(rows[-1]) if rows else None
    if asked is None or now is None or asked.year != asked.base + 1:
        return None
    if _year(rows[-1]) != asked.year or asked.base not in {item.year for item in missing}:
        return None
    exact = [s for s in said if s.value is not None and not s.approx and s.unit != "%"]
    found = [_before(s, now) for s in exact]
    if len({figure.value for figure in found}) != 1 or len(exact) != len(said):
        return None
    return found[0], tuple(exact)


def _before(stated: Statement, now: Number) -> Figure:
    """The number of the year before: what a comparison leaves of this year's, or as stated."""
    value = stated.value or 0
    if stated.relative:
        return Figure("difference", tidy(now - value), (now, value))
    return Figure("sum", value, (value,))


def _missing(missing: Sequence[Absent], refs: Sequence[ReportRef]) -> tuple[Absent, ...]:
    """Of one body known by several keys (some reports print no county), a year is missing once,
    and only where no key has it."""
    if not is_one_body(refs):
        return tuple(missing)
    held = tuple(sorted({ref.year for ref in refs if ref.year is not None}))
    once = {item.year: replace(item, held_years=held) for item in missing if item.year not in held}
    return tuple(once.values())


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
    return _said_of_last_year(connection, measure, later, texts)


def said_of_absent_years(connection: Connection, plan: Plan, texts: Texts) -> tuple[Statement, ...]:
    """What the reports of the next year say of the years asked, none of which is held."""
    scope = plan.scope
    if not (scope.bodies and scope.years and len(plan.measures) == 1):
        return ()
    frame = Frame()
    next_years = scope.model_copy(update={"years": tuple(year + 1 for year in scope.years)})
    chosen = select(*ref_columns()).where(within(frame, next_years))
    later = in_order_of(next_years, [ref(row) for row in connection.execute(chosen)])
    return _said_of_last_year(connection, plan.measures[0], later, texts)


def _said_of_last_year(
    connection: Connection, measure: Measure, later: Sequence[ReportRef], texts: Texts
) -> tuple[Statement, ...]:
    fields = (
        [measure.claim]
        if measure.claim and not measure.claim_over
        else [
            field.code for field in FIELDS if field.cells and set(field.cells) == set(measure.cells)
        ]
    )
    if not later or not fields:
        return ()
    found = read_statements(connection, later, fields, texts)
    return tuple(s for line in found.values() for s in line if s.relative or s.period == "prior")


def _overall(connection: Connection, plan: Plan, scope: Scope) -> Series:
    """A total a year over the bodies that have the number in every year, else over all."""
    asked = plan.model_copy(update={"scope": scope, "function": plan.function or "sum"})
    chosen = selection(asked)
    c = chosen.frame.reports.c
    conditions: tuple[Any, ...] = (chosen.scope, chosen.matched, c.year.is_not(None))
    counted = select(c.year).select_from(chosen.source).where(*conditions)
    held: set[int] = set(connection.scalars(counted.group_by(c.year)))
    constant = (
        select(c.body_key)
        .select_from(chosen.source)
        .where(*conditions)
        .group_by(c.body_key)
        .having(func.count(c.year.distinct()) == len(held))
        .subquery()
    )
    same = int(connection.scalar(select(func.count()).select_from(constant)) or 0)
    if same:
        conditions += (c.body_key.in_(select(constant.c.body_key)),)
    rows = _with_steps(
        [
            Row((), None, year, figure)
            for year, figure in by_year(connection, asked, chosen, conditions)
        ],
        one_body=True,
    )
    missing = tuple(Absent("", year) for year in scope.years if year not in held)
    change, span = _change(plan, rows)
    return Series(
        rows, missing, change, span, same, population=population(connection, asked, chosen)
    )
