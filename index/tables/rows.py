"""Blocks → printed rows: the label text before and after each run of figures.

Every layout comes down to this one shape, whether a table was read as a grid, as lines of text or
as one cell a line: figures in reading order, with the words that stand around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from index.document import Block, GridCell, Paragraph
from index.form import TABLES
from index.tables.figures import BLANK, Figure, read_figure, read_words
from index.text import fold, squash

_WORD = re.compile(r"[^\s|｜│┃]+")  # bars are what some converters leave of cell borders
_PAGE_NUMBER = re.compile(r"\s*(?:[-—–－]\s*\d{1,3}\s*[-—–－]|第\s*\d{1,3}\s*页.*)\s*")
_MAY_HOLD_FIGURE = re.compile(
    r"[\d/\\〇零无無]|[-—–―−_~]\s|[-—–―−_~]$|不[适適]用|\s[^一-鿿]{1,4}(?:\s|$)"
)
_GLUED = re.compile(r"(?P<label>.*[^\d\s.．、])(?P<digits>\d+(?:\.\d+)?)")
_MOST_COLUMNS = 7  # figures in a row of 表三
_LABEL_TAIL = 60  # characters of running text in which a row label can end
_LONGEST_STRAY = 4  # 无, 不适用, □: longer words behind a label are running text
_NONE_WORDS = {"无", "不适用"}
_NONE_LENGTHS = {1, 3}
_LONGEST_WORDS_IN_CELL = 12  # longer words in a number cell are a label or a note, not a value


class Piece(NamedTuple):
    """A word or cell: a figure, or a fragment of a label where `figure` is None.

    `line` numbers the printed line or grid row; `col` is the grid column, -1 outside grids.
    """

    text: str
    start: int
    end: int
    line: int
    col: int = -1
    figure: Figure | None = None
    glued: bool = False

    @property
    def is_blank(self) -> bool:
        """True for an empty grid cell."""
        return self.figure is BLANK

    def is_blank_on(self, line: int) -> bool:
        """True for an empty cell of grid row `line`."""
        return self.is_blank and self.line == line


@dataclass(slots=True)
class PrintedRow:
    """A run of figures with the label fragments before it; `after` is the next row's `before`."""

    before: list[Piece] = field(default_factory=list)
    figures: list[Piece] = field(default_factory=list)
    after: list[Piece] = field(default_factory=list)
    printed: list[Piece] = field(init=False)
    """The figures that are not blank cells."""

    def __post_init__(self) -> None:
        self.printed = [piece for piece in self.figures if piece.figure is not BLANK]

    @property
    def in_grid(self) -> bool:
        """True where every figure stands in one grid row, so that columns mean something."""
        figures = self.figures
        return bool(figures) and figures[0].col >= 0 and figures[0].line == figures[-1].line

    def segments(self) -> list[list[Piece]]:
        """The printed figures grouped by line."""
        lines: dict[int, list[Piece]] = {}
        for piece in self.printed:
            lines.setdefault(piece.line, []).append(piece)
        return list(lines.values())


@lru_cache(maxsize=1)
def _label_words() -> tuple[str, ...]:
    words: set[str] = set()
    for table in TABLES.values():
        for axis in (*table.rows, *table.cols):
            words.update((axis.printed, axis.label, axis.group, axis.group + axis.printed))
            words.update(axis.aliases)
    words.update(("信息内容", "申请人情况", "本列数据的勾稽关系为", "结果", "企业", "行政诉讼"))
    return tuple(sorted(squash(word) for word in words if word))


@lru_cache(maxsize=1)
def _joined_label_words() -> str:
    return "|".join(_label_words())


@lru_cache(maxsize=65536)
def _is_label(text: str) -> bool:
    """True for a label of the form or a fragment of one (two characters or more)."""
    bare = squash(text)
    return len(bare) > _LONGEST_WORDS_IN_CELL or (
        len(bare) > 1
        and (bare in _joined_label_words() or any(word in bare for word in _label_words()))
    )


@lru_cache(maxsize=1)
def _row_labels() -> tuple[str, ...]:
    rows = (row for table in TABLES.values() for row in table.rows)
    words = {squash(word) for row in rows for word in (row.label, *row.aliases)}
    return tuple(word for word in words if len(word) > 1)


@lru_cache(maxsize=16384)
def _ends_in_label(text: str) -> bool:
    return squash(text).endswith(_row_labels())


def _split_words(text: str, start: int, line: int, col: int) -> Iterator[Piece]:
    """Label and figure pieces of running words; a label with digits glued to it is parted."""
    for match in _WORD.finditer(text):
        word, at = match.group(), start + match.start()
        figure = read_figure(word) if len(word) <= 24 else None
        glued = _GLUED.fullmatch(word) if figure is None and word[-1].isdigit() else None
        if glued and _is_glued(text[: match.start()] + glued["label"], glued["digits"]):
            split = at + len(glued["label"])
            yield Piece(glued["label"], at, split, line, col)
            digits = glued["digits"]
            yield Piece(digits, split, at + len(word), line, col, read_figure(digits), True)
        else:
            yield Piece(word, at, at + len(word), line, col, figure)


def _is_glued(label: str, digits: str) -> bool:
    """Figures run on to their label: a label of the form, or one figure a column behind it."""
    return len(digits) == _MOST_COLUMNS or _ends_in_label(label[-_LABEL_TAIL:])


def _line_pieces(block: Paragraph, line: int) -> Iterator[Piece]:
    """A text line's pieces. A lone dash or ordinal before words is a list mark, no figure."""
    if _PAGE_NUMBER.fullmatch(block.text) or not _WORD.search(block.text):
        return
    if not _MAY_HOLD_FIGURE.search(block.text):
        yield Piece(block.text, block.start, block.end, line)
        return
    pieces = list(_split_words(block.text, block.start, line, -1))
    lead = 0
    while lead < len(pieces) and pieces[lead].figure is not None:
        lead += 1
    if lead == 1 and lead < len(pieces):
        first = pieces[0]
        pieces[0] = _as_label(first)
    yield from _without_running_numbers(list(_read_stray_words(pieces)))


def _as_label(piece: Piece) -> Piece:
    return Piece(piece.text, piece.start, piece.end, piece.line, piece.col)


def _without_running_numbers(pieces: list[Piece]) -> list[Piece]:
    """Numbers inside a sentence (办理行政许可 12 件) are words: what follows them on the line is
    neither another figure nor the label of one."""
    kept = list(pieces)
    following = ""
    for index in range(len(pieces) - 1, -1, -1):
        piece = pieces[index]
        if piece.figure is None:
            following = piece.text + following
        elif following and squash(following) not in _label_words():
            kept[index] = _as_label(piece)
            following = piece.text + following
        else:
            following = ""
    return kept


def _read_stray_words(pieces: list[Piece]) -> Iterator[Piece]:
    """Words that stand where a figure belongs: behind a row label, among figures (O, 无, □)."""
    figures = sum(piece.figure is not None or _is_none(piece.text) for piece in pieces)
    if len(pieces) > 1 and figures and all(p.figure or _is_stray(p.text) for p in pieces):
        yield from (p if p.figure else _as_value(p) for p in pieces)
        return
    label = ""
    for index, piece in enumerate(pieces):
        if piece.figure is None:
            label += piece.text
            if _ends_in_label(label[-_LABEL_TAIL:]):
                values = pieces[index + 1 :]
                yield from pieces[: index + 1]
                if all(p.figure is not None or _is_stray(p.text) for p in values):
                    values = [p if p.figure else _as_value(p) for p in values]
                yield from values
                return
    yield from pieces


def _is_none(text: str) -> bool:
    return len(text) in _NONE_LENGTHS and fold(text) in _NONE_WORDS


def _is_stray(text: str) -> bool:
    return len(text) <= _LONGEST_STRAY and not _is_label(text)


def _as_value(piece: Piece) -> Piece:
    return Piece(piece.text, piece.start, piece.end, piece.line, piece.col, read_words(piece.text))


def _cell_pieces(cell: GridCell, line: int, row_has_label: bool) -> list[Piece]:
    """A grid cell as one figure, as words in a number cell, or as label and figure pieces."""
    printed = cell.text
    figure = read_figure(printed)
    if figure is None and _MAY_HOLD_FIGURE.search(printed):
        pieces = list(_split_words(printed, cell.start, line, cell.col))
        figures = [piece for piece in pieces if piece.figure is not None]
        if len(figures) == len(pieces) or (figures and pieces[-1].figure is not None):
            return pieces
    if figure is None and row_has_label and not _is_label(printed):
        figure = read_words(printed)
    text = printed.strip()
    start = cell.start + (printed.find(text) if text else 0)
    return [Piece(text, start, start + len(text), line, cell.col, figure)]


def _has_only_values(cells: list[GridCell]) -> bool:
    """A row of figures and words such as 无, with no label before them (表四)."""
    values = 0
    for text in filter(None, (cell.text.strip() for cell in cells)):
        if read_figure(text) or _is_none(text):
            values += 1
        elif not _is_stray(text):
            return False
    return values > 1


def _grid_pieces(rows: Iterable[list[GridCell]], first_line: int) -> Iterator[Piece]:
    for offset, cells in enumerate(rows):
        has_label = _has_only_values(cells)
        for cell in cells:
            for piece in _cell_pieces(cell, first_line + offset, has_label):
                has_label = has_label or piece.figure is None
                yield piece


def pieces(blocks: Iterable[Block]) -> list[Piece]:
    """All blocks in reading order as label fragments and figures."""
    line = 0
    found: list[Piece] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found += _line_pieces(block, line)
            line += 1
        else:
            rows = block.rows()
            found += _grid_pieces(rows, line)
            line += len(rows)
    return found


def printed_rows(blocks: Iterable[Block]) -> list[PrintedRow]:
    """The runs of figures in reading order, each with the label text around it.

    Blank cells to the left of a label in its own grid row are merge padding and dropped.
    """
    before: list[Piece] = []
    figures: list[Piece] = []
    runs = [(before, figures)]
    for piece in pieces(blocks):
        if piece.figure is not None:
            figures.append(piece)
            continue
        while figures and figures[-1].is_blank_on(piece.line):
            figures.pop()
        if figures:
            before, figures = [], []
            runs.append((before, figures))
        before.append(piece)
    behind = [*(before for before, _ in runs[1:]), []]
    return [
        PrintedRow(before, figures, after)
        for (before, figures), after in zip(runs, behind, strict=True)
        if figures
    ]
