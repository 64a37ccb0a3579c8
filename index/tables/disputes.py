"""表四: one row of fifteen figures, or three rows of five under their block labels."""

from __future__ import annotations

from collections.abc import Sequence

from index.form import Form
from index.report import Cell
from index.tables.align import Labelled
from index.tables.cells import absent_cells, plain_cells, settled_cells, undecided_cells
from index.tables.readings import read_row
from index.tables.rows import Piece, PrintedRow
from index.tables.settle import Settler, is_open, slot_values

_MOST_ROWS = 6  # header rows and figure rows
_HEADER = ("结果维持", "结果纠正", "尚未审结", "复议后起诉", "未经复议")


def dispute_cells(rest: Sequence[Labelled], form: Form, text: str) -> list[Cell]:
    """The fifteen cells of 表四 from the printed rows behind 表三; `text` is the squashed text."""
    table = form.tables[2]
    keys = list(table.cell_keys())
    pieces = _figures(rest, len(keys))
    if not pieces:
        return absent_cells(keys, label_printed="尚未审结" in text and "结果维持" in text)
    reading = read_row(PrintedRow(figures=pieces), len(keys))
    if reading.slots is None or is_open(reading.slots):
        identities = [i for i in form.identities if i.left[0][0] == table.code]
        known = slot_values(keys, reading.slots) if reading.slots else {}
        settled = Settler(identities, known).settle({table.code: (keys, reading)})
        if table.code in settled:
            return settled_cells(keys, reading, *settled[table.code])
    if reading.slots is None:
        return undecided_cells(keys, pieces, reading)
    return plain_cells(keys, reading.slots)


def _is_header(row: Labelled) -> bool:
    return sum(word in row.before + row.after for word in _HEADER) >= 2


def _figures(rest: Sequence[Labelled], width: int) -> list[Piece]:
    """The figures under the header: one run of `width`, or three runs of a third of it.

    Merge padding behind header cells makes blank runs of its own; they count only where nothing
    else is printed.
    """
    header = next((k for k, row in enumerate(rest) if _is_header(row)), None)
    if header is None:
        return []
    under = [row.row for row in rest[header : header + _MOST_ROWS]]
    printed = [row for row in under if row.printed]
    if not printed:
        return next((row.figures for row in under if len(row.figures) >= width), [])
    blocks = [row for row in printed if len(row.printed) == width // 3]
    fullest = max(printed, key=lambda row: (len(row.printed) == width, len(row.printed)))
    if len(blocks) == 3 and len(fullest.printed) != width:
        return [piece for row in blocks for piece in row.figures]
    return list(fullest.figures)
