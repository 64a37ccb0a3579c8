"""aggregate, and compare by group: one figure over the scope, or one a group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, not_, select

from assistant.evidence import Figure, Population, Row, Total, ValueAt, percent, tidy
from assistant.grouping import UNSETTLED, columns_of, label, labels, names_of
from assistant.lookup_lists import (
    COUNTS,
    Selection,
    by_place,
    counts,
    is_pooled,
    population,
    selection,
    shown_measures,
)
from assistant.lookup_measure import Frame, express
from assistant.lookup_read import Texts, read_values
from assistant.lookup_reasons import NO_WHOLE, STATE_NAMES
from assistant.lookup_scope import reach, ref, ref_columns
from assistant.lookup_values import values
from assistant.measures import is_of_handled
from assistant.plan import Body, Function, Measure, Plan, Scope
from index.report import Number

_REGIONS = ("province", "city", "county")
ALL_ROWS = 200  # a figure over up to this many reports lists every one of them
_FEW_AREAS = 3  # reports on a whole area that are shown beside a sum
_ASKED_AREAS = 20  # that come first where they are asked for
_LARGEST = 20  # otherwise the largest contributions


def totals(connection: Connection, plan: Plan, texts: Texts) -> Total:
    """The plan's function over its scope, by group where it has one."""
    function: Function = plan.function or ("sum" if plan.kind == "rank" else "mean")
    scope = plan.scope
    plan = plan.model_copy(update={"function": function})
    if _may_lead(plan):  # what whole areas report stands apart, never added
        plan = plan.model_copy(update={"scope": scope.model_copy(update={"area": False})})
    chosen = selection(plan)
    counted: Sequence[Any] | None = None
    if plan.group:
        groups = [Row((), None, label, figure) for label, figure in _by_group(connection, plan)]
    elif len(plan.measures) > 1:
        groups = [_of_measure(connection, plan, measure) for measure in plan.measures]
    else:
        recipe = _recipe(plan, chosen)
        counted = counts(connection, chosen, *recipe.columns)
        groups = [Row((), None, "", recipe.figure(counted[COUNTS:]))]
        if function == "median":
            groups = [Row((), None, "", _medians(connection, chosen, ())[()])]
    rows, complete = _contributions(connection, plan, chosen, texts)
    found = population(connection, plan, chosen, counted)
    ungrouped = _ungrouped(connection, plan, chosen)
    total = Total(tuple(groups), rows, found, complete, ungrouped)
    areas = _areas(connection, plan, scope, found, texts) if _may_lead(plan) else ()
    if plan.part is not None:
        total = replace(total, areas=areas)
        return _with_part(connection, plan, plan.part, total, texts)
    difference = _difference(groups) if plan.kind == "compare" else None
    return replace(total, areas=areas, difference=difference)


def _difference(groups: Sequence[Row]) -> Figure | None:
    """First less second, of two groups that both have a figure."""
    known = [g.figure.value for g in groups if g.figure is not None and g.figure.value is not None]
    if len(known) != 2 or len(groups) != 2:
        return None
    first, second = known
    return Figure("difference", tidy(first - second), (first, second))


def behind_groups(total: Total, plan: Plan) -> dict[str, list[Row]]:
    """Group label → the rows behind its figure; for an extreme those that have it."""
    names = names_of(str(plan.group))
    by_place: dict[str, list[Row]] = defaultdict(list)
    for row in total.rows:
        if row.report is not None:
            by_place[label(getattr(row.report, name) for name in names)].append(row)
    found = {group.label: by_place[group.label.removesuffix(UNSETTLED)] for group in total.groups}
    if plan.function in ("max", "min"):
        for group in total.groups:
            extreme = group.figure.value if group.figure else None
            rows = found[group.label]
            found[group.label] = [r for r in rows if r.values and r.values[0].value == extreme]
    return found


def _with_part(connection: Connection, plan: Plan, body: Body, total: Total, texts: Texts) -> Total:
    """The total with the body's own value and its share of it, where both are known."""
    scope = Scope(bodies=(body,), years=plan.scope.years, latest_only=plan.scope.latest_only)
    asked = Plan(kind="value", scope=scope, measures=plan.measures[:1])
    rows = values(connection, asked, texts).rows
    part = rows[-1].values[0] if rows else None
    whole = total.groups[0].figure
    total = replace(total, area_shares=_of_areas(part, total.areas))
    if part is None or part.value is None or whole is None or not whole.value:
        return replace(total, part=part)
    operands = (part.value, whole.value)
    share = Figure("share", percent(part.value, whole.value), operands)
    return replace(total, part=part, share=share)


def _of_areas(part: ValueAt | None, areas: Sequence[Row]) -> tuple[Figure, ...]:
    """The share of the body's value in what each report on a whole area says."""
    wholes = [row.values[0].value for row in areas if row.values]
    if part is None or part.value is None or part.measure.is_ratio:
        return ()
    if len(wholes) != len(areas) or any(not whole or whole < part.value for whole in wholes):
        return ()
    pairs = ((part.value, whole) for whole in wholes if whole)
    return tuple(Figure("share", percent(*pair), pair) for pair in pairs)


def _may_lead(plan: Plan) -> bool:
    """Whether what reports on whole areas say may stand before or beside the figure: sums of a
    scope, or of counties side by side."""
    grouped = plan.group if plan.kind == "aggregate" else plan.group not in _REGIONS
    return plan.kind in ("aggregate", "compare") and plan.function == "sum" and not grouped


def _areas(
    connection: Connection, plan: Plan, scope: Scope, found: Population, texts: Texts
) -> tuple[Row, ...]:
    """What a region's own reports on its whole area print: 全县 may mean either."""
    plain = len(plan.measures) == 1 and not plan.group  # beside them; before them any
    asked = scope.area or (scope.regions and plain)
    most = _ASKED_AREAS if scope.area else _FEW_AREAS
    if not (plan.measures and asked and 0 < found.area_excluded <= most):
        return ()
    frame = Frame()
    chosen = select(*ref_columns()).where(reach(frame, plan.scope), frame.reports.c.scope != "body")
    refs = [ref(row) for row in connection.execute(chosen)]
    named = {region.name for region in scope.regions}
    refs = [r for r in refs if (r.county or r.city or r.province) in named] or refs
    read = read_values(connection, refs, plan.measures, texts)
    return tuple(Row(line, report) for line, report in zip(read, refs, strict=True))


def _ungrouped(connection: Connection, plan: Plan, chosen: Selection) -> int:
    """Reports that a ranking of groups leaves out because their group is not known."""
    if plan.kind != "rank" or not plan.group:
        return 0
    unknown = chosen.frame.reports.c[plan.group].is_(None)
    counted = select(func.count()).select_from(chosen.source).where(chosen.scope, unknown)
    return int(connection.scalar(counted) or 0)


def _of_measure(connection: Connection, plan: Plan, measure: Measure) -> Row:
    """The figure of one of several measures, over the reports that have it."""
    found = alone(connection, plan.model_copy(update={"measures": (measure,)}))
    return Row((), None, measure.label, found)


def alone(connection: Connection, plan: Plan) -> Figure:
    """The plan's figure without its rows and population."""
    chosen = selection(plan)
    if plan.function == "median":
        return _medians(connection, chosen, ())[()]
    recipe = _recipe(plan, chosen)
    return recipe.figure(counts(connection, chosen, *recipe.columns)[COUNTS:])


def _by_group(connection: Connection, plan: Plan) -> list[tuple[str, Figure]]:
    """(group label, figure), the largest first, years in their order; "" where it is unknown."""
    chosen = selection(plan)
    group = _columns(plan, chosen)
    if plan.function == "median":
        figures = _medians(connection, chosen, group)
    else:
        recipe = _recipe(plan, chosen)
        statement = select(*group, *recipe.columns).select_from(chosen.source)
        rows = connection.execute(statement.where(chosen.scope).group_by(*group)).all()
        size = len(group)
        figures = {tuple(row[:size]): recipe.figure(row[size:]) for row in rows}
    names = labels(figures)
    found = [(names[key], figure) for key, figure in figures.items()]
    if plan.group == "year" and plan.kind != "rank":
        return sorted(found, key=lambda item: item[0])
    sign = 1 if plan.order and not plan.order.descending else -1
    found.sort(
        key=lambda item: (not item[0], item[1].value is None, sign * (item[1].value or 0), item[0])
    )
    if plan.kind == "rank":
        return _limited([item for item in found if item[0]], plan.limit)
    return found


def _columns(plan: Plan, chosen: Selection) -> list[Any]:
    return columns_of(chosen.frame.reports, str(plan.group))


def by_year(
    connection: Connection, plan: Plan, chosen: Selection, conditions: Sequence[Any]
) -> list[tuple[str, Figure]]:
    """(year, figure) over the reports that meet `conditions`, years in their order."""
    year = chosen.frame.reports.c.year
    if plan.function == "median":
        found = _medians(connection, chosen, [year], conditions)
        return sorted((str(key[0]), figure) for key, figure in found.items())
    recipe = _recipe(plan, chosen)
    statement = select(year, *recipe.columns).select_from(chosen.source).where(*conditions)
    rows = connection.execute(statement.group_by(year).order_by(year))
    return [(str(row[0]), recipe.figure(row[1:])) for row in rows]


def _limited(found: list[tuple[str, Figure]], limit: int | None) -> list[tuple[str, Figure]]:
    """The first groups, and those that tie with the last of them."""
    if limit is None or len(found) <= limit:
        return found
    last = found[limit - 1][1].value
    return [item for n, item in enumerate(found) if n < limit or item[1].value == last]


@dataclass(frozen=True, slots=True)
class Recipe:
    """What to select for a figure, and how the row becomes one."""

    columns: tuple[Any, ...]
    figure: Callable[[Sequence[Any]], Figure]


def _recipe(plan: Plan, chosen: Selection) -> Recipe:
    entering = and_(chosen.own, chosen.matched)
    matched = func.count().filter(entering)
    if is_pooled(plan):
        ratio = express(chosen.frame, plan.measures[0])
        sums = (func.sum(part).filter(entering) for part in (ratio.numerator, ratio.denominator))
        return Recipe((matched, *sums), _pooled(plan.measures[0]))
    if plan.function in ("count", "share"):
        decided = func.count().filter(and_(chosen.own, not_(chosen.undecided)))
        return Recipe((matched, decided), _count if plan.function == "count" else _share)
    computing: dict[str, Any] = {"mean": func.avg, "max": func.max, "min": func.min}
    computed = computing.get(str(plan.function), func.sum)(_required(chosen))
    columns = (matched, computed.filter(entering))
    return Recipe(columns, lambda row: _computed(plan.function or "sum", *row))


def _pooled(rate: Measure) -> Callable[[Sequence[Any]], Figure]:
    nothing = STATE_NAMES["no_cases"] if is_of_handled(rate) else NO_WHOLE

    def figure(row: Sequence[Any]) -> Figure:
        count, top, bottom = row
        if not count and rate.claim_over:
            return Figure("share", None, (), 0, "没有可用的数字")
        operands = (tidy(top or 0), tidy(bottom or 0))
        if not bottom:
            return Figure("share", None, operands, count, nothing)
        return Figure("share", percent(top, bottom), operands, count)

    return figure


def _count(row: Sequence[Any]) -> Figure:
    count, decided = row
    return Figure("count", count, (count, decided), count)


def _share(row: Sequence[Any]) -> Figure:
    count, decided = row
    if not decided:
        return Figure("share", None, (count, decided), 0, "没有可以判断的报告，占比无意义")
    return Figure("share", percent(count, decided), (count, decided), decided)


def _computed(function: Function, count: int, number: float | None) -> Figure:
    if number is None:
        return Figure(function, None, (), 0, "没有可用的数字")
    return Figure(function, tidy(round(number, 6 if function == "sum" else 2)), (), count)


def _largest_of_each(
    connection: Connection, plan: Plan, chosen: Selection, order: Sequence[Any]
) -> Sequence[Any]:
    """The first reports of every group, as many of each as keep all of them below the limit."""
    group = _columns(plan, chosen)
    scope = (chosen.scope, chosen.matched)
    groups = select(*group).select_from(chosen.source).where(*scope).distinct().subquery()
    many = int(connection.scalar(select(func.count()).select_from(groups)) or 1)
    nth = func.row_number().over(partition_by=group, order_by=[*order, *by_place(chosen.frame)])
    inner = select(*ref_columns(), nth.label("nth")).select_from(chosen.source).where(*scope)
    ranked = inner.subquery()
    first = select(ranked).where(ranked.c.nth <= max(1, ALL_ROWS // many)).order_by(ranked.c.nth)
    return connection.execute(first).all()


def _medians(
    connection: Connection, chosen: Selection, group: Sequence[Any], conditions: Sequence[Any] = ()
) -> dict[tuple[Any, ...], Figure]:
    """Values of the columns `group` → median; SQL has none that every database knows."""
    statement = select(_required(chosen), *group).select_from(chosen.source)
    by_group: dict[tuple[Any, ...], list[Number]] = {}
    for row in connection.execute(statement.where(chosen.scope, chosen.matched, *conditions)):
        by_group.setdefault(tuple(row[1:]), []).append(row[0])
    if not group and not by_group:
        return {(): Figure("median", None, (), 0, "没有可用的数字")}
    return {
        key: Figure("median", tidy(median(numbers)), (), len(numbers))
        for key, numbers in by_group.items()
    }


def _required(chosen: Selection) -> ColumnElement[float]:
    if chosen.value is None:
        raise TypeError("an aggregate other than a count needs a measure")
    return chosen.value


def _contributions(
    connection: Connection,
    plan: Plan,
    chosen: Selection,
    texts: Texts,
) -> tuple[tuple[Row, ...], bool]:
    """The reports behind the figure: all of them, or the largest where they are many; those at the
    extreme for a maximum or minimum."""
    extreme = plan.function in ("max", "min") and not plan.group
    columns = [] if chosen.value is None else [chosen.value]
    order = [column.asc() if plan.function == "min" else column.desc() for column in columns]
    statement = select(*ref_columns(), *columns).select_from(chosen.source)
    statement = statement.where(chosen.scope, chosen.matched).order_by(
        *order, *by_place(chosen.frame)
    )
    found = connection.execute(statement.limit(ALL_ROWS + 1)).all()
    if extreme:
        found = [row for row in found if row[-1] == found[0][-1]]
    complete = len(found) <= ALL_ROWS
    if plan.group and not complete:
        found = _largest_of_each(connection, plan, chosen, order)
    kept = [ref(row) for row in (found if complete or plan.group else found[:_LARGEST])]
    read = read_values(connection, kept, shown_measures(plan), texts)
    return tuple(Row(line, report) for line, report in zip(read, kept, strict=True)), complete
