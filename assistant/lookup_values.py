"""value, compare: the measures of named bodies, and what stands beside a single value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, select

from assistant.evidence import (
    Figure,
    Related,
    ReportRef,
    Row,
    Statement,
    ValueAt,
    Values,
    tidy,
)
from assistant.lookup_measure import Frame
from assistant.lookup_read import Texts, read_statements, read_values
from assistant.lookup_scope import absent, in_order_of, ref, ref_columns, within
from assistant.plan import Measure, Plan
from index.claims.fields import FIELD, FIELDS
from index.form import TABLES

_RECEIVED = "requests.received.total"


def reports_in(connection: Connection, plan: Plan) -> list[ReportRef]:
    """The reports of the plan's scope, as the question names them."""
    frame = Frame()
    chosen = select(*ref_columns()).where(within(frame, plan.scope))
    return in_order_of(plan.scope, [ref(row) for row in connection.execute(chosen)])


def values(connection: Connection, plan: Plan, texts: Texts) -> Values:
    """Every measure of the plan in every report of its scope."""
    refs = reports_in(connection, plan)
    read = read_values(connection, refs, (*plan.measures, *plan.also), texts)
    rows = tuple(
        Row(tuple(_with_printed_unit(value, texts) for value in line), report)
        for line, report in zip(read, refs, strict=True)
    )
    if plan.kind == "compare" and plan.order:
        rows = _ordered(rows, plan.order.descending)
    difference = _difference(rows) if plan.kind == "compare" else None
    return Values(rows, absent(connection, plan.scope), difference, _times(difference))


def _ordered(rows: Sequence[Row], descending: bool) -> tuple[Row, ...]:
    """Rows by their first number; those without one at the end."""

    def key(row: Row) -> tuple[bool, float]:
        number = row.values[0].value
        return number is None, -(number or 0) if descending else (number or 0)

    return tuple(sorted(rows, key=key))


_UNIT_OF_MONEY = re.compile("万元|元")
_UNIT_IN_HEADER = re.compile(r"金额\s*[(（][^)）]{0,6}?(万元|元)[)）]")
_HEADER_REACH = 120  # characters between a header and the figure under it


def _with_printed_unit(value: ValueAt, texts: Texts) -> ValueAt:
    """Where the form leaves the unit open (采购总金额), the one printed with the figure or in the
    header above it; none where none is printed."""
    place = value.parts[0].citation if value.parts else None
    if value.measure.unit or value.measure.claim or value.value is None or place is None:
        return value
    text = texts[value.report.rid]
    header = _UNIT_IN_HEADER.search(text, max(0, place.start - _HEADER_REACH), place.start)
    printed = _UNIT_OF_MONEY.search(place.quote) or header
    if printed is None:
        return value
    unit = _UNIT_OF_MONEY.findall(printed[0])[-1]
    return replace(value, measure=value.measure.model_copy(update={"unit": unit}))


def _difference(rows: Sequence[Row]) -> Figure | None:
    """First less second, where there are two values: of one measure of two bodies, or of two
    measures of one body that are counted in one unit."""
    compared = [value for row in rows for value in row.values]
    if len(compared) != 2 or len({value.measure.unit for value in compared}) != 1:
        return None
    first, second = (value.value for value in compared)
    if first is None or second is None:
        return None
    return Figure("difference", tidy(first - second), (first, second))


def _times(difference: Figure | None) -> Figure | None:
    """The larger of the two over the smaller, to two places; None where that says nothing."""
    if difference is None or min(difference.operands) <= 0 or not difference.value:
        return None
    larger, smaller = max(difference.operands), min(difference.operands)
    return Figure("times", tidy(round(larger / smaller, 2)), (larger, smaller))


def related(connection: Connection, value: ValueAt, texts: Texts) -> Related:
    """Other cells of the same matter (who asked, how it ended) and what the text says on it."""
    measures = _beside(value) if value.value else ()
    read = read_values(connection, [value.report], measures, texts)[0] if measures else ()
    return Related(tuple(read), _said(connection, value, texts))


def _beside(value: ValueAt) -> tuple[Measure, ...]:
    """The applicants, outcomes and carry-over of the requests received; nothing for others."""
    if value.measure.cells != (_RECEIVED,):
        return ()
    table = TABLES["requests"]
    rows = [row.code for row in table.rows if row.code not in ("received", "total_processed")]
    keys = [f"requests.received.{col.code}" for col in table.cols if col.code != "total"]
    keys += [
        f"requests.{row}.total"
        for row in rows
        if value.report.form == "2019" or row != "other_total"
    ]
    return tuple(
        Measure(code=key, label=_short(key), cells=(key,), cells_2019=(key,)) for key in keys
    )


def _short(key: str) -> str:
    _, rest = key.split(".", 1)
    row, col = rest.rsplit(".", 1)
    table = TABLES["requests"]
    return table.row(row).label if col == "total" else table.col(col).label


def _said(connection: Connection, value: ValueAt, texts: Texts) -> tuple[Statement, ...]:
    """The text on a number of the tables; or, where it is silent, its other counts nearby."""
    if value.measure.claim:
        if value.value is not None:
            return ()
        fields = _family(value.measure.claim)
        if value.measure.claim_over:  # one of the two may be stated
            fields += [field for field in value.measure.claims if field not in fields]
    else:
        fields = [
            field.code
            for field in FIELDS
            if field.cells and set(field.cells) == set(value.measure.cells)
        ]
    if not fields:
        return ()
    return tuple(read_statements(connection, [value.report], fields, texts)[value.report.rid])


def _family(claim: str) -> list[str]:
    mine = FIELD[claim].family
    return [field.code for field in FIELDS if field.family == mine and field.code != claim]
