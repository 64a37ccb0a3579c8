"""Readings → `Cell`s: value, state, print, and the reason where something was settled."""

from __future__ import annotations

from collections.abc import Sequence

from index.form import Axis, Table
from index.report import Cell, CellKey, CellState, Number
from index.tables.align import Match
from index.tables.readings import Reading, Slots
from index.tables.rows import Piece
from index.tables.settle import Values, is_open

_YUAN_PER_WAN = 10_000
_LOST = "有行名而没有数字，可能空白，也可能在转换时丢失"


def row_keys(table: Table, axis: Axis) -> list[CellKey]:
    """The cell keys of one row, in printed order."""
    return [(table.code, axis.code, col.code) for col in table.row_cols(axis)]


def plain_cells(
    keys: Sequence[CellKey], slots: Slots, match: Match | None = None, only_total: bool = False
) -> list[Cell]:
    """Cells read as printed. A slot without a figure is blank in a report that fills only the
    totals, else unreadable."""
    reason = "行名缺失，按表格顺序对应" if match and match.by_order else None
    unit = _row_unit(match) if match else ""
    return [
        _plain_cell(key, piece, reason, unit, only_total)
        for key, piece in zip(keys, slots, strict=True)
    ]


def _plain_cell(
    key: CellKey, piece: Piece | None, reason: str | None, header_unit: str, only_total: bool
) -> Cell:
    if piece is None or piece.figure is None:
        return Cell(*key, None, "blank" if only_total else "unreadable", "")
    figure = piece.figure
    value: Number | None = figure.value
    if value and key[1:] == ("fees", "amount") and "元" in (figure.unit, header_unit):
        value = value / _YUAN_PER_WAN
        reason = "原表以元为单位，已折算为万元"
    return Cell(*key, value, figure.state, piece.text, piece.start, piece.end, bool(reason), reason)


def _row_unit(match: Match) -> str:
    """元 where the header before a fee row says so; the form's own unit is 万元."""
    header = "".join(piece.text for piece in match.row.before[-4:])
    return "元" if "单位:元" in header.replace("：", ":") else ""


def undecided_cells(
    keys: Sequence[CellKey], printed: Sequence[Piece], reading: Reading
) -> list[Cell]:
    """A row whose figures cannot be placed: unreadable, with all that is printed of it."""
    raw = " ".join(piece.text for piece in printed)
    reason = f"{reading.reason}，勾稽关系不足以判定"
    start, end = printed[0].start, printed[-1].end
    return [Cell(*key, None, "unreadable", raw, start, end, reason=reason) for key in keys]


def settled_cells(
    keys: Sequence[CellKey], reading: Reading, slots: Slots, values: Values
) -> list[Cell]:
    """Cells of a row that arithmetic decided; those it did not touch stay as printed."""
    restored = {keys[k] for k in is_open(slots)}
    cells = []
    for key, piece in zip(keys, slots, strict=True):
        if reading.plain and key not in restored:
            cells.append(_plain_cell(key, piece, None, "", False))
            continue
        why = "由勾稽关系补出" if key in restored else "位置由勾稽关系判定"
        reason = f"{reading.reason or '字迹不清'}，{why}"
        raw, start, end = (piece.text, piece.start, piece.end) if piece else ("", None, None)
        state = _settled_state(values[key], piece)
        cells.append(Cell(*key, values[key], state, raw, start, end, True, reason))
    return cells


def _settled_state(value: Number | None, piece: Piece | None) -> CellState:
    if value is not None:
        return "reported"
    return piece.figure.state if piece and piece.figure else "unreadable"


def absent_cells(keys: Sequence[CellKey], label_printed: bool) -> list[Cell]:
    """Cells of a row without figures: missing where its label is not printed either, else
    unreadable, as running text does not tell an empty cell from a figure lost in conversion."""
    if label_printed:
        return [Cell(*key, None, "unreadable", None, reason=_LOST) for key in keys]
    return [Cell(*key, None, "missing", None) for key in keys]
