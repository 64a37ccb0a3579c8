"""Tables of a PDF that run over pages: a row cut in two by the page break is put together."""

from __future__ import annotations

from collections.abc import Sequence

from index.document import CellText
from index.readers.grids import is_value
from index.readers.pdf_tables import RuledTable
from index.readers.text_tables import ROW_START

_SAME_EDGE = 4.0


def whole_rows(tables: Sequence[RuledTable]) -> list[list[CellText]]:
    """The cells of tables that follow each other, one list for each, with cut rows joined.

    What a cut row has on the second page goes to its place in the last row of the first.
    """
    found: list[list[CellText]] = []
    for index, table in enumerate(tables):
        cells = table.cells()
        if index and _same_columns(tables[index - 1], table):
            joined = _joined(found[-1], cells)
            if joined:
                found[-1], cells = joined
        if cells:
            found.append(cells)
    return found


def _same_columns(upper: RuledTable, lower: RuledTable) -> bool:
    return len(upper.xs) == len(lower.xs) and all(
        abs(a - b) <= _SAME_EDGE for a, b in zip(upper.xs, lower.xs, strict=True)
    )


def _joined(
    upper: list[CellText], lower: list[CellText]
) -> tuple[list[CellText], list[CellText]] | None:
    """Both tables once the first row of `lower` has gone up; None if it is a row of its own."""
    last = max(cell.row + cell.rowspan for cell in upper)
    above = {cell.col: cell for cell in upper if cell.row + cell.rowspan == last}
    top = [cell for cell in lower if cell.row == 0 and cell.text]
    labelled = [cell for cell in top if not is_value(cell.text)]
    if not top or not all(_fits(above.get(cell.col), cell) for cell in top):
        return None
    if labelled and not any(_continues(above.get(cell.col), cell) for cell in labelled):
        return None
    added = {cell.col: cell.text for cell in top}
    whole = [
        cell._replace(text=cell.text + added.get(cell.col, "")) if cell in above.values() else cell
        for cell in upper
    ]
    return whole, [shorter for cell in lower if (shorter := _without_first_row(cell))]


def _continues(above: CellText | None, cell: CellText) -> bool:
    """Whether `cell` holds the rest of the label above it."""
    return (
        above is not None
        and bool(above.text)
        and not is_value(above.text)
        and not is_value(cell.text)
        and ROW_START.match(cell.text) is None
    )


def _fits(above: CellText | None, cell: CellText) -> bool:
    """Whether `cell` may be added to the one above: more of a label, or a value to an empty one."""
    if above is None or above.colspan != cell.colspan:
        return False
    return not above.text or _continues(above, cell)


def _without_first_row(cell: CellText) -> CellText | None:
    if cell.row:
        return cell._replace(row=cell.row - 1)
    return cell._replace(text="", rowspan=cell.rowspan - 1) if cell.rowspan > 1 else None
