"""quality: cells that give no plain number, or whose number was settled by arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from sqlalchemy import ColumnElement, Connection, select

from assistant.evidence import Citation, Conflict, ReportRef
from assistant.lookup_lists import by_place
from assistant.lookup_measure import Frame
from assistant.lookup_read import Texts, read_cells
from assistant.lookup_reasons import row_and_column
from assistant.lookup_scope import ref, ref_columns
from assistant.plan import CELL_RULES
from index.form import TABLES, split_key
from index.report import CellKey
from index.store.schema import cell_states

_NAMED = 6  # cells of one table that are named and cited


def of_states(
    connection: Connection,
    frame: Frame,
    scope: ColumnElement[bool],
    rules: Sequence[str],
    table: str | None,
    texts: Texts,
    most: int,
) -> Iterator[Conflict]:
    """A finding for each table of a report with such cells, by place; all tables but where one
    is asked for. The first `most` are cited."""
    made = 0
    for rule in rules:
        of_rule = _of_rule(rule)
        if table is not None:
            of_rule &= cell_states.c.cell.startswith(f"{table}.")
        columns = ref_columns()
        chosen = (
            select(*columns, cell_states.c.cell)
            .join_from(frame.reports, cell_states, cell_states.c.rid == frame.reports.c.rid)
            .where(scope, of_rule)
            .order_by(*by_place(frame), frame.reports.c.rid, cell_states.c.cell)
        )
        rows = connection.execute(chosen).all()
        found = [(ref(tuple(row)), split_key(row[-1])) for row in rows]
        for (report, code), pairs in groupby(found, lambda pair: (pair[0], pair[1][0])):
            keys = [key for _, key in pairs]
            yield _finding(connection, report, rule, code, keys, texts if made < most else None)
            made += 1


def _of_rule(rule: str) -> ColumnElement[bool]:
    if rule == "repaired_cells":
        return cell_states.c.repaired.is_(True)
    return cell_states.c.state == rule.removesuffix("_cells")


def _finding(
    connection: Connection,
    report: ReportRef,
    rule: str,
    table: str,
    keys: Sequence[CellKey],
    texts: Texts | None,
) -> Conflict:
    order = {cell: place for place, cell in enumerate(TABLES[table].cell_keys())}
    named = tuple(sorted(keys, key=lambda key: order.get(key, 0))[:_NAMED])
    cited = _cited(connection, report, named, texts) if texts is not None else ()
    places = "、".join(map(row_and_column, named)) + ("等" if len(keys) > _NAMED else "")
    detail = f"{TABLES[table].number}有{len(keys)}格{CELL_RULES[rule]}：{places}"
    return Conflict(report, rule, detail, cited, soft=True)


def _cited(
    connection: Connection, report: ReportRef, keys: tuple[CellKey, ...], texts: Texts
) -> tuple[Citation, ...]:
    texts.load([report.rid])
    cells = read_cells(connection, [report], keys, texts)
    parts = (cells.get((report.rid, key)) for key in keys)
    return tuple(part.citation for part in parts if part is not None and part.citation)
