"""list, rank: every report that meets the conditions, in order, with ties at a limit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    False_,
    True_,
    and_,
    case,
    func,
    not_,
    or_,
    select,
    true,
)

from assistant.evidence import Figure, Listing, Population, ReportRef, Row, Unjudged, percent, tidy
from assistant.lookup_measure import Frame, Truth, express, holds
from assistant.lookup_read import Texts, read_values
from assistant.lookup_reasons import unjudged
from assistant.lookup_scope import own, reach, ref, ref_columns, unplaced
from assistant.plan import Condition, Measure, Plan

CITED_ROWS = 200  # rows past those that are shown carry no citations; the page looks them up
COUNTS = 4  # the columns of `counts` itself
TIED_ROWS = 200  # ties at a limit that are still listed
AREA_ROWS = 20  # reports on whole areas that are named beside a list


def shown_measures(plan: Plan) -> tuple[Measure, ...]:
    """The measures a list shows: those asked for, else those of its conditions."""
    asked = plan.measures or tuple(m for c in plan.conditions for m in _both_sides(c))
    return tuple({measure.code: measure for measure in asked}.values())


def _both_sides(condition: Condition) -> tuple[Measure, ...]:
    than = condition.than.measure if condition.than else None
    return (condition.measure, than) if than else (condition.measure,)


@dataclass(frozen=True, slots=True)
class Selection:
    """The SQL of a list: its source, the scope, and three-valued membership."""

    frame: Frame
    source: Any
    reach: Truth  # the scope with the reports on whole areas that `own` leaves out
    own: Truth
    matched: Truth
    undecided: Truth
    value: ColumnElement[float] | None
    splits: bool = False  # every report looked at is matched or undecided: there is no condition

    @property
    def scope(self) -> Truth:
        """The reports looked at."""
        return and_(self.reach, self.own)


def selection(plan: Plan) -> Selection:
    """Reports in scope split into matched, undecided and the rest."""
    frame = Frame()
    measures = shown_measures(plan)
    cond = holds(frame, plan.conditions, plan.combine)
    value = express(frame, measures[0]).value if measures else None
    known = _known(frame, plan, measures)
    matched, undecided = split(cond, known)
    inside, apart = reach(frame, plan.scope), own(frame, plan.scope)
    splits = isinstance(cond, True_)
    return Selection(frame, frame.source(), inside, apart, matched, undecided, value, splits)


def split(condition: Truth, known: Truth) -> tuple[Truth, Truth]:
    """A three-valued condition, and whether the needed number is known, as two plain truths:
    matched, and undecided."""
    if isinstance(condition, True_):
        return known, not_(known)
    met = case((condition, 1), else_=0) == 1
    open_ = case((condition, 0), (condition.is_(None), 1), else_=0) == 1
    return and_(met, known), or_(open_, and_(met, not_(known)))


def is_pooled(plan: Plan) -> bool:
    """A ratio summed over many reports is Σ numerator ÷ Σ denominator, not a mean of ratios."""
    ratio = bool(plan.measures) and plan.measures[0].is_ratio
    return ratio and plan.function in ("sum", "share")


def _known(frame: Frame, plan: Plan, measures: Sequence[Measure]) -> Truth:
    """Whether a report has the number that the plan cannot do without."""
    counts_only = plan.function in ("count", "share") and bool(plan.conditions)
    if not measures or counts_only or (plan.kind in ("list", "mixed") and plan.conditions):
        return true()
    expression = express(frame, measures[0])
    top, bottom = expression.numerator, expression.denominator
    if is_pooled(plan) and top is not None and bottom is not None:
        return and_(top.is_not(None), bottom.is_not(None))
    return expression.value.is_not(None)


def listing(connection: Connection, plan: Plan, texts: Texts) -> Listing:
    """The rows of a list or a ranking with their population."""
    chosen = selection(plan)
    found, tied_out = matched(connection, plan, chosen)
    listed = len(found) if plan.limit is None else None
    met: tuple[ReportRef, ...] = ()
    if plan.whether is not None and plan.whether.asks == "all":
        met, found = tuple(found), _exceptions(connection, plan, chosen)
    measures = shown_measures(plan)
    read = _read(connection, found, measures, texts)
    rows = [Row(line, report) for line, report in zip(read, found, strict=True)]
    together = _together(connection, plan, chosen, rows)
    counted = population(connection, plan, chosen, matched=listed)
    areas = _areas(connection, plan, chosen, texts) if counted.area_excluded else ()
    return Listing(tuple(rows), counted, tied_out, together, met=met, areas=areas)


def _areas(connection: Connection, plan: Plan, chosen: Selection, texts: Texts) -> tuple[Row, ...]:
    """The reports on whole areas that meet the conditions: named beside a list, never in it."""
    if plan.kind != "list" or not plan.conditions or plan.whether is not None:
        return ()
    statement = (
        select(*ref_columns())
        .select_from(chosen.source)
        .where(chosen.reach, not_(chosen.own), chosen.matched)
        .order_by(*by_place(chosen.frame))
        .limit(AREA_ROWS)
    )
    found = [ref(row) for row in connection.execute(statement).all()]
    read = read_values(connection, found, shown_measures(plan), texts)
    return tuple(Row(line, report) for line, report in zip(read, found, strict=True))


def _exceptions(connection: Connection, plan: Plan, chosen: Selection) -> list[ReportRef]:
    """The reports that surely do not meet the conditions."""
    rest = and_(not_(chosen.matched), not_(chosen.undecided))
    return matched(connection, plan, replace(chosen, matched=rest))[0]


def _together(
    connection: Connection, plan: Plan, chosen: Selection, rows: Sequence[Row]
) -> Figure | None:
    """What the rows of a ranking make together, or their share of the whole scope."""
    if plan.kind != "rank" or plan.function not in ("sum", "share") or chosen.value is None:
        return None
    part = tidy(sum(row.values[0].value or 0 for row in rows))
    if plan.function == "sum":
        return Figure("sum", part, (), len(rows))
    every = select(func.sum(chosen.value)).select_from(chosen.source)
    whole = tidy(connection.scalar(every.where(chosen.scope, chosen.matched)) or 0)
    if not whole:
        return Figure("share", None, (part, whole), len(rows), "合计为0，占比无意义")
    return Figure("share", percent(part, whole), (part, whole), len(rows))


def _read(
    connection: Connection, found: Sequence[ReportRef], measures: Sequence[Measure], texts: Texts
) -> list[Any]:
    head, tail = found[:CITED_ROWS], found[CITED_ROWS:]
    read = read_values(connection, head, measures, texts)
    return read + (read_values(connection, tail, measures, None) if tail else [])


def population(
    connection: Connection,
    plan: Plan,
    chosen: Selection,
    counted: Sequence[Any] | None = None,
    matched: int | None = None,
) -> Population:
    """Held, readable and matched counts, and every report that cannot be judged with its reason.

    `counted` is what `counts` gave, `matched` how many reports are, where either is known already.
    """
    if counted is None and matched is None and not chosen.splits:
        counted = counts(connection, chosen)
    if counted is None:
        none = isinstance(chosen.undecided, False_)  # no number is asked for
        open_ = () if none else _unjudged(connection, plan, chosen)
        held, excluded = _held(connection, chosen)
        matched = held - len(open_) if matched is None else matched
    else:
        held, matched, undecided, excluded = counted[:COUNTS]
        open_ = _unjudged(connection, plan, chosen) if undecided else ()
    outside = unplaced(connection, plan.scope)
    return Population(held, held - len(open_), matched, open_, excluded, outside)


def _held(connection: Connection, chosen: Selection) -> Sequence[int]:
    """Reports in scope, and those on areas left out: the first and last of `counts`, of an index
    alone."""
    statement = select(func.count().filter(chosen.own), func.count().filter(not_(chosen.own)))
    found = statement.select_from(chosen.frame.reports).where(chosen.reach)
    return connection.execute(found).one()


def counts(connection: Connection, chosen: Selection, *columns: Any) -> Sequence[Any]:
    """Reports in scope, those matched, those undecided, those on areas left out; then `columns`,
    which must filter by `chosen.own`."""
    statement = select(
        func.count().filter(chosen.own),
        func.count().filter(and_(chosen.own, chosen.matched)),
        func.count().filter(and_(chosen.own, chosen.undecided)),
        func.count().filter(not_(chosen.own)),
        *columns,
    ).select_from(chosen.source)
    return connection.execute(statement.where(chosen.reach)).one()


def _unjudged(connection: Connection, plan: Plan, chosen: Selection) -> tuple[Unjudged, ...]:
    statement = (
        select(*ref_columns())
        .select_from(chosen.source)
        .where(chosen.scope, chosen.undecided)
        .order_by(*by_place(chosen.frame))
    )
    refs = [ref(row) for row in connection.execute(statement).all()]
    measures = [m for c in plan.conditions for m in _both_sides(c)] + list(plan.measures)
    return unjudged(connection, read_values(connection, refs, measures, None))


def by_place(frame: Frame) -> list[Any]:
    """The order of reports that no number orders."""
    c = frame.reports.c
    return [c.province, c.city, c.county, c.body, c.year]


def _order(plan: Plan, chosen: Selection) -> list[Any]:
    by = plan.order.by if plan.order else "value"
    descending = plan.order.descending if plan.order else True
    key: Any = chosen.frame.reports.c.year if by == "year" else chosen.value
    if key is None:
        return by_place(chosen.frame)
    ordered = key.desc() if descending else key.asc()
    return [ordered.nulls_last(), *by_place(chosen.frame)]


def matched(connection: Connection, plan: Plan, chosen: Selection) -> tuple[list[ReportRef], int]:
    """The matched reports in order, and how many more tie with the last one."""
    extra = [] if chosen.value is None else [chosen.value]
    statement = (
        select(*ref_columns(), *extra)
        .select_from(chosen.source)
        .where(chosen.scope, chosen.matched)
        .order_by(*_order(plan, chosen))
    )
    if plan.limit is None or chosen.value is None:
        statement = statement.limit(plan.limit) if plan.limit else statement
        return [ref(row) for row in connection.execute(statement).all()], 0
    rows = connection.execute(statement.limit(plan.limit + TIED_ROWS)).all()
    if len(rows) <= plan.limit or rows[plan.limit][-1] != rows[plan.limit - 1][-1]:
        return [ref(row) for row in rows[: plan.limit]], 0
    return _with_ties(connection, chosen, rows, plan.limit)


def _with_ties(
    connection: Connection, chosen: Selection, rows: Sequence[Any], limit: int
) -> tuple[list[ReportRef], int]:
    """Rows to the limit and all that tie with the last, unless they are too many to list."""
    last = rows[limit - 1][-1]
    above = [row for row in rows[:limit] if row[-1] != last]
    tied = sum(row[-1] == last for row in rows)
    if len(above) + tied == limit + TIED_ROWS:  # there may be more
        same = chosen.value == last
        counted = select(func.count()).select_from(chosen.source)
        tied = int(connection.scalar(counted.where(chosen.scope, chosen.matched, same)) or 0)
    if tied > TIED_ROWS:
        return [ref(row) for row in (above or rows[:limit])], tied - (0 if above else limit)
    return [ref(row) for row in rows[: len(above) + tied]], 0
