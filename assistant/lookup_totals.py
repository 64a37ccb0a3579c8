"""aggregate, and compare by group: one figure over the scope, or one a group."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from assistant.evidence import Figure, Row, Total, tidy
from assistant.lookup_lists import (
    Selection,
    by_place,
    is_pooled,
    population,
    selection,
    shown_measures,
)
from assistant.lookup_measure import express
from assistant.lookup_read import Texts, read_values
from assistant.lookup_scope import ref, ref_columns
from assistant.plan import Function, Plan
from index.report import Number

ALL_ROWS = 200  # a figure over up to this many reports lists every one of them
_LARGEST = 20  # otherwise the largest contributions


def totals(connection: Connection, plan: Plan, texts: Texts) -> Total:
    """The plan's function over its scope, by group where it has one."""
    chosen = selection(plan)
    function: Function = plan.function or ("sum" if plan.kind == "rank" else "mean")
    if len(plan.measures) > 1 and not plan.group:
        groups = tuple(_of_each_measure(connection, plan, function))
    else:
        groups = tuple(
            Row((), None, label, figure)
            for label, figure in _figures(connection, plan, chosen, function)
        )
    rows, complete = _contributions(connection, plan, chosen, function, texts)
    return Total(groups, rows, population(connection, plan, chosen), complete)


def _of_each_measure(connection: Connection, plan: Plan, function: Function) -> Iterator[Row]:
    """One figure a measure, each over the reports that have it."""
    for measure in plan.measures:
        alone = plan.model_copy(update={"measures": (measure,)})
        _, figure = _figures(connection, alone, selection(alone), function)[0]
        yield Row((), None, measure.label, figure)


def _figures(
    connection: Connection, plan: Plan, chosen: Selection, function: Function
) -> list[tuple[str, Figure]]:
    """(group label, figure), the largest first; without a group one with an empty label."""
    group = chosen.frame.reports.c[plan.group] if plan.group else None
    if is_pooled(plan):
        found = _pooled(connection, plan, chosen, group)
    elif function in ("count", "share"):
        found = _counted(connection, chosen, group, function)
    else:
        found = _computed(connection, chosen, group, function)
    if plan.group == "year" and plan.kind != "rank":
        return sorted(found, key=lambda item: item[0])
    sign = 1 if plan.order and not plan.order.descending else -1
    found.sort(key=lambda item: (item[1].value is None, sign * (item[1].value or 0), item[0]))
    return _limited(found, plan.limit)


def _limited(found: list[tuple[str, Figure]], limit: int | None) -> list[tuple[str, Figure]]:
    """The first groups, and those that tie with the last of them."""
    if limit is None or len(found) <= limit:
        return found
    last = found[limit - 1][1].value
    return [item for n, item in enumerate(found) if n < limit or item[1].value == last]


def _grouped(statement: Any, chosen: Selection, group: Any, condition: Any) -> Any:
    statement = statement.select_from(chosen.source).where(chosen.scope, condition)
    return statement if group is None else statement.group_by(group)


def _label(row: Any, group: Any) -> str:
    return "" if group is None else str(row[0] if row[0] is not None else "（未知）")


def _select(group: Any, *columns: Any) -> Any:
    return select(*columns) if group is None else select(group, *columns)


def _counted(
    connection: Connection, chosen: Selection, group: Any, function: Function
) -> list[tuple[str, Figure]]:
    matched = func.count().filter(chosen.matched)
    decided = func.count().filter(~chosen.undecided)
    statement = _grouped(_select(group, matched, decided), chosen, group, chosen.scope)
    found = []
    for row in connection.execute(statement):
        count, of = row[-2], row[-1]
        if function == "count":
            figure = Figure("count", count, (count, of), count)
        elif of:
            figure = Figure("share", tidy(round(100 * count / of, 2)), (count, of), of)
        else:
            figure = Figure("share", None, (count, of), of, "没有可以判断的报告，占比无意义")
        found.append((_label(row, group), figure))
    return found


def _pooled(
    connection: Connection, plan: Plan, chosen: Selection, group: Any
) -> list[tuple[str, Figure]]:
    ratio = express(chosen.frame, plan.measures[0])
    statement = _select(group, func.count(), func.sum(ratio.numerator), func.sum(ratio.denominator))
    found = []
    for row in connection.execute(_grouped(statement, chosen, group, chosen.matched)):
        count, top, bottom = row[-3:]
        operands = (tidy(top or 0), tidy(bottom or 0))
        if bottom:
            figure = Figure("share", tidy(round(100 * top / bottom, 2)), operands, count)
        else:
            figure = Figure("share", None, operands, count, "无办结件，比率无意义")
        found.append((_label(row, group), figure))
    return found


def _computed(
    connection: Connection, chosen: Selection, group: Any, function: Function
) -> list[tuple[str, Figure]]:
    value = _required(chosen)
    if function == "median":
        return _medians(connection, chosen, group, value)
    computing: dict[str, Any] = {
        "sum": func.sum,
        "mean": func.avg,
        "max": func.max,
        "min": func.min,
    }
    result = computing[function](value)
    statement = _select(group, func.count(value), result)
    found = []
    for row in connection.execute(_grouped(statement, chosen, group, chosen.matched)):
        count, number = row[-2], row[-1]
        why = "" if count else "没有可用的数字"
        computed = None if number is None else tidy(round(number, 6 if function == "sum" else 2))
        found.append((_label(row, group), Figure(function, computed, (), count, why)))
    return found


def _medians(
    connection: Connection, chosen: Selection, group: Any, value: ColumnElement[float]
) -> list[tuple[str, Figure]]:
    statement = _select(group, value).select_from(chosen.source)
    by_group: dict[str, list[Number]] = {}
    for row in connection.execute(statement.where(chosen.scope, chosen.matched)):
        by_group.setdefault(_label(row, group), []).append(row[-1])
    if group is None and not by_group:
        return [("", Figure("median", None, (), 0, "没有可用的数字"))]
    return [
        (label, Figure("median", tidy(median(numbers)), (), len(numbers)))
        for label, numbers in by_group.items()
    ]


def _required(chosen: Selection) -> ColumnElement[float]:
    if chosen.value is None:
        raise TypeError("an aggregate other than a count needs a measure")
    return chosen.value


def _contributions(
    connection: Connection,
    plan: Plan,
    chosen: Selection,
    function: Function,
    texts: Texts,
) -> tuple[tuple[Row, ...], bool]:
    """The reports behind the figure: all of them, or the largest where they are many; those at the
    extreme for a maximum or minimum."""
    extreme = function in ("max", "min") and not plan.group
    columns = [] if chosen.value is None else [chosen.value]
    order = [column.asc() if function == "min" else column.desc() for column in columns]
    statement = select(*ref_columns(), *columns).select_from(chosen.source)
    statement = statement.where(chosen.scope, chosen.matched).order_by(
        *order, *by_place(chosen.frame)
    )
    found = connection.execute(statement.limit(ALL_ROWS + 1)).all()
    if extreme:
        found = [row for row in found if row[-1] == found[0][-1]]
    complete = len(found) <= ALL_ROWS
    kept = [ref(row) for row in (found if complete else found[:_LARGEST])]
    read = read_values(connection, kept, shown_measures(plan), texts)
    return tuple(Row(line, report) for line, report in zip(read, kept, strict=True)), complete
