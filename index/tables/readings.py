"""A printed row → its figures by column: plainly where the print decides, else as options."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, islice, product

from index.tables.figures import read_figure
from index.tables.rows import Piece, PrintedRow

Slots = tuple[Piece | None, ...]

_MOST_OPTIONS = 400  # a row with more readings than this is not worth settling


@dataclass(frozen=True, slots=True)
class Reading:
    """How a row can be read: one slot a column, None where a figure is lost.

    `plain` holds where position and values are as printed; otherwise `options` lists the readings
    that arithmetic may decide between and `reason` says, in Chinese, what was wrong.
    """

    options: tuple[Slots, ...]
    plain: bool = False
    reason: str = ""

    @property
    def slots(self) -> Slots | None:
        """The plain reading, or None while undecided."""
        return self.options[0] if self.plain else None


def read_row(
    row: PrintedRow, width: int, columns: Sequence[int] = (), totalled: bool = False
) -> Reading:
    """Read `row` as `width` figures.

    `columns` are the grid columns that hold them, if known; `totalled` says that the last figure
    is the sum of the others, which guards against shifted rows.
    """
    printed = row.printed
    if len(printed) == width:
        return Reading((tuple(printed),), plain=True)
    if not printed:
        return _read_blank(row, width, columns)
    by_column = _by_column(row, width, columns, totalled)
    if by_column:
        return Reading((by_column,), plain=True)
    if len({piece.text for piece in printed}) == 1 and width == 1 and row.in_grid:
        return Reading(((printed[0],),), plain=True)  # one merged cell, repeated by its converter
    digits = _one_digit_each(printed, width)
    if digits:
        return Reading((digits,), plain=True)
    if len(printed) > width:
        return _without_strays(row, width)
    options = tuple(islice(_fewer(printed, width), _MOST_OPTIONS + 1))
    reason = f"应有{width}个数，只印出{len(printed)}个"
    return Reading(options if len(options) <= _MOST_OPTIONS else (), reason=reason)


def _read_blank(row: PrintedRow, width: int, columns: Sequence[int]) -> Reading:
    """A row of empty cells; a merged empty cell stands for all the columns it covers."""
    by_column = _by_column(row, width, columns, totalled=False)
    if by_column:
        return Reading((by_column,), plain=True)
    blanks = list(row.figures[-width:])
    return Reading(((*blanks, *[blanks[-1]] * (width - len(blanks))),), plain=True)


def _by_column(row: PrintedRow, width: int, columns: Sequence[int], totalled: bool) -> Slots | None:
    """Figures and blanks of a grid row by the columns that other rows or the header fix.

    Converters drop merged cells, which shifts rows: a row that does not fit the columns exactly
    is read by them only if its total still comes out, blanks counted as nothing; one that lacks
    nothing but its total, or in a shifted row any single figure, has rather lost a cell.
    """
    if not row.in_grid:
        return None
    at = {piece.col: piece for piece in row.figures}
    if len(row.figures) == width:
        slots = tuple(row.figures)
        certain = tuple(at) == tuple(columns) or not columns
    elif len(columns) == width and {p.col for p in row.printed} <= set(columns) <= set(at):
        slots, certain = tuple(at[col] for col in columns), False
    else:
        return None
    if not totalled:
        return slots
    if sum(piece.is_blank for piece in slots) == 1 and (slots[-1].is_blank or not certain):
        return None
    return slots if certain or _adds_up(slots) else None


def _adds_up(slots: Slots) -> bool:
    values = [piece.figure.value or 0 if piece and piece.figure else 0 for piece in slots]
    return sum(values[:-1]) == values[-1]


def _one_digit_each(printed: Sequence[Piece], width: int) -> Slots | None:
    """`规章000`: as many digits as the row has columns, run together."""
    piece = printed[0]
    runs_together = piece.glued or piece.text.startswith("0") or width > 4
    if len(printed) != 1 or len(piece.text) != width or width < 2 or not piece.text.isdigit():
        return None
    return tuple(_part(piece, k, k + 1) for k in range(width)) if runs_together else None


def _part(piece: Piece, start: int, end: int) -> Piece:
    text = piece.text[start:end]
    at = piece.start
    return piece._replace(text=text, start=at + start, end=at + end, figure=read_figure(text))


def _without_strays(row: PrintedRow, width: int) -> Reading:
    """More figures than columns: leave out lone figures on a line of their own (page numbers)."""
    segments = row.segments()
    surplus = len(row.printed) - width
    lone = [k for k, segment in enumerate(segments) if len(segment) == 1]
    options = [
        tuple(p for k, segment in enumerate(segments) if k not in dropped for p in segment)
        for dropped in islice(combinations(lone, surplus), _MOST_OPTIONS)
    ]
    reason = f"应有{width}个数，印出{len(row.printed)}个"
    if width == 1 and len(segments[0]) == 1 and _beside_label(row):
        options = [(segments[0][0],)]
    return Reading(tuple(dict.fromkeys(options)), reason=reason)


def _beside_label(row: PrintedRow) -> bool:
    return bool(row.before) and row.before[-1].line == row.figures[0].line


def _fewer(printed: Sequence[Piece], width: int) -> Iterator[Slots]:
    """Every way to come to `width`: figures run together, or figures lost."""
    for parts in product(*(_splits(piece.text) for piece in printed)):
        if sum(map(len, parts)) == width:
            pieces: list[Piece] = []
            for piece, lengths in zip(printed, parts, strict=True):
                at = 0
                for length in lengths:
                    pieces.append(_part(piece, at, at + length))
                    at += length
            yield tuple(pieces)
    for places in combinations(range(width), len(printed)):
        slots: list[Piece | None] = [None] * width
        for place, piece in zip(places, printed, strict=True):
            slots[place] = piece
        yield tuple(slots)


@lru_cache(maxsize=4096)
def _splits(text: str) -> tuple[tuple[int, ...], ...]:
    """The ways to cut a digit string into numbers without leading zeros, as part lengths."""
    if not text.isdigit():
        return ((len(text),),)
    if len(text) > 10:
        return ()
    found: list[tuple[int, ...]] = []
    for cuts in range(1 << (len(text) - 1)):
        lengths, run = [], 1
        for k in range(len(text) - 1):
            if cuts >> k & 1:
                lengths.append(run)
                run = 0
            run += 1
        lengths.append(run)
        at = 0
        for length in lengths:
            if length > 1 and text[at] == "0":
                break
            at += length
        else:
            found.append(tuple(lengths))
    return tuple(found)
