"""Characters of a PDF page → lines → paragraphs, and the text of a table cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.readers.pdf_page import Char

_HEADING = re.compile(
    r"[一二三四五六七八九十]{1,2}[、.．]|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[.．、](?!\d)|第[一二三四五六七]部分"
)
_WORD_GAP = 0.2
_NUMBER_GAP = 0.35
_WIDE_GAP = 1.0
_SHARED = 6.0
_FEWEST_EMS = 12


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line; `gapped` where a wide gap sets off columns, as in unruled tables."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    gapped: bool


def text_lines(chars: Iterable[Char]) -> list[TextLine]:
    """The lines that characters stand on, from top to bottom."""
    return [_line(row) for row in _rows(chars)]


def _rows(chars: Iterable[Char]) -> list[list[Char]]:
    """Characters grouped by height on the page, each row from left to right."""
    rows: list[list[Char]] = []
    middle = 0.0
    for char in sorted(chars, key=lambda char: (char.y, char.x0)):
        if rows and abs(char.y - middle) <= 0.5 * max(char.size, rows[-1][0].size):
            rows[-1].append(char)
        else:
            rows.append([char])
            middle = char.y
    return [sorted(row, key=lambda char: char.x0) for row in rows]


def _line(row: Sequence[Char]) -> TextLine:
    parts: list[str] = []
    gapped = False
    before: Char | None = None
    for char in row:
        if before is not None:
            if char.text == before.text and char.x0 - before.x0 < 0.15 * char.size:
                continue
            gap = (char.x0 - before.x1) / max(char.size, 1)
            gapped = gapped or gap > 2 * _WIDE_GAP
            if char.spaced or gap > _gap_limit(before.text, char.text):
                parts.append(" ")
        parts.append(char.text)
        before = char
    size = max(char.size for char in row)
    return TextLine("".join(parts), row[0].x0, row[-1].x1, row[0].y, size, gapped)


def _gap_limit(before: str, after: str) -> float:
    """How wide a gap, in font sizes, reads as a space."""
    if before.isdigit() and after.isdigit():
        return _NUMBER_GAP
    if before.isascii() and after.isascii() and before.isalpha() and after.isalpha():
        return _WORD_GAP
    return _WIDE_GAP


def cell_text(chars: Sequence[Char], right: float) -> str:
    """The text of a cell whose right edge is at `right`: its lines joined.

    Two lines that would join digit to digit are one number only if the first fills the cell.
    """
    text = ""
    room = 0.0
    for line in text_lines(chars):
        if text and text[-1].isdigit() and line.text[0].isdigit() and room > line.size:
            text += "\n"
        text += line.text
        room = right - line.x1
    return text


def margin(edges: Sequence[float]) -> float:
    """The smallest edge that another line shares; a lone line may stick out. 0 for no lines."""
    ordered = sorted(edges)
    shared = (a for a, b in pairwise(ordered) if b - a <= _SHARED)
    return next(shared, ordered[0] if ordered else 0.0)


def paragraphs(lines: Sequence[TextLine], left: float, right: float) -> list[str]:
    """Lines joined where one runs on: it is long and reaches the margin at `right`, and the next
    starts at `left`, is no heading, has the same size and follows closely."""
    texts: list[str] = []
    for index, line in enumerate(lines):
        if index and _runs_on(lines[index - 1], line, left, right):
            texts[-1] += _joint(texts[-1], line.text) + line.text
        else:
            texts.append(line.text)
    return texts


def _runs_on(before: TextLine, line: TextLine, left: float, right: float) -> bool:
    return (
        abs(before.size - line.size) <= 0.2 * line.size
        and not (before.gapped or line.gapped)
        and right - before.x1 <= 1.8 * before.size
        and before.x1 - before.x0 >= _FEWEST_EMS * before.size
        and line.x0 - left <= 1.2 * line.size
        and line.y - before.y <= 2.6 * line.size
        and _HEADING.match(line.text) is None
    )


def _joint(before: str, after: str) -> str:
    return " " if before[-1].isascii() and after[0].isascii() and before[-1].isalpha() else ""
