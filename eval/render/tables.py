"""Printed values and labels → the statutory tables, with their merged cells."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from itertools import groupby

from eval.render.labels import (
    APPLICANTS,
    CORNER,
    DISPUTE_COLUMNS,
    DISPUTE_ROWS,
    PROACTIVE_BLOCKS,
    REQUEST_ROWS,
    Block,
)
from eval.render.model import Cell, Table

Printed = Mapping[str, str]


def build_table(
    name: str, form: str, printed: Printed, omit: Collection[str] = frozenset()
) -> Table:
    """The table `name` with the printed string of each cell key; unlisted cells print "0".

    `omit` names row codes that the file has lost altogether (not in `disputes`: one row).
    """
    if name == "requests":
        return _requests(form, printed, omit)
    return _disputes(printed) if name == "disputes" else _proactive(name, printed, omit)


def _value(key: str, printed: Printed, colspan: int = 1) -> Cell:
    return Cell(printed.get(key, "0"), colspan, key=key)


def _proactive(name: str, printed: Printed, omit: Collection[str]) -> Table:
    width = 1 + max(len(columns) for _, columns, _ in PROACTIVE_BLOCKS[name])
    rows: list[list[Cell]] = []
    for article, columns, labels in PROACTIVE_BLOCKS[name]:
        kept = tuple((row, label) for row, label in labels if row not in omit)
        rows += _block(name, (article, columns, kept), width, printed)
    return Table(name, rows, width, header_rows=2)


def _block(name: str, block: Block, width: int, printed: Printed) -> list[list[Cell]]:
    article, columns, rows = block
    spans = [1] * len(columns)
    spans[-1] = width - len(columns)
    header = [Cell(label, span) for (_, label), span in zip(columns, spans, strict=True)]
    lines = [[Cell(article, width)], [Cell("信息内容"), *header]]
    for row, label in rows:
        keys = [f"{name}.{row}.{column}" for column, _ in columns]
        values = [_value(key, printed, span) for key, span in zip(keys, spans, strict=True)]
        lines.append([Cell(label), *values])
    return lines


def _requests(form: str, printed: Printed, omit: Collection[str]) -> Table:
    specs = [spec for spec in REQUEST_ROWS[form] if spec[0] not in omit]
    sizes = {path: len(list(rows)) for path, rows in groupby(p[:2] for _, p in specs)}
    outcome_rows = sum(len(path) > 1 for _, path in specs)
    seen: set[str] = set()
    rows = _request_header()
    for row, path in specs:
        labels = []
        for depth, label in enumerate(path[:-1]):
            if label not in seen:
                seen.add(label)
                labels.append(Cell(label, rowspan=sizes[path[:2]] if depth else outcome_rows))
        labels.append(Cell(path[-1], colspan=4 - len(path)))
        rows.append(labels + [_value(f"requests.{row}.{code}", printed) for code, _ in APPLICANTS])
    return Table("requests", rows, columns=10, header_rows=3)


def _request_header() -> list[list[Cell]]:
    organisations = [Cell(label) for _, label in APPLICANTS[1:-1]]
    return [
        [Cell(CORNER, 3, 3), Cell("申请人情况", 7)],
        [Cell("自然人", rowspan=2), Cell("法人或其他组织", 5), Cell("总计", rowspan=2)],
        organisations,
    ]


def _disputes(printed: Printed) -> Table:
    columns = [label for _, label in DISPUTE_COLUMNS]
    data = [
        _value(f"disputes.{row}.{code}", printed)
        for row, _ in DISPUTE_ROWS
        for code, _ in DISPUTE_COLUMNS
    ]
    rows = [
        [Cell("行政复议", 5), Cell("行政诉讼", 10)],
        [
            *(Cell(label, rowspan=2) for label in columns),
            *(Cell(label, 5) for _, label in DISPUTE_ROWS[1:]),
        ],
        [Cell(label) for label in columns * 2],
        data,
    ]
    return Table("disputes", rows, columns=15, header_rows=3)


def relabel(table: Table, change: Callable[[str], str]) -> Table:
    """The same table with every label passed through `change`."""
    rows = [
        [cell if cell.key else replace(cell, text=change(cell.text)) for cell in row]
        for row in table.rows
    ]
    return replace(table, rows=rows)


def lose_cell(table: Table, key: str) -> Table:
    """The same table without the cell `key`: its row is one value short."""
    return replace(table, rows=[[cell for cell in row if cell.key != key] for row in table.rows])
