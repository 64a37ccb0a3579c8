"""value, compare: the measures of named bodies, and what stands beside a single value."""

from __future__ import annotations

from collections.abc import Sequence

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
    read = read_values(connection, refs, plan.measures, texts)
    rows = tuple(Row(line, report) for line, report in zip(read, refs, strict=True))
    difference = _difference(rows) if plan.kind == "compare" else None
    return Values(rows, absent(connection, plan.scope), difference)


def _difference(rows: Sequence[Row]) -> Figure | None:
    """First body less second, where there are two values of one measure."""
    if len(rows) != 2 or len(rows[0].values) != 1:
        return None
    first, second = (row.values[0].value for row in rows)
    if first is None or second is None:
        return None
    return Figure("difference", tidy(first - second), (first, second))


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
