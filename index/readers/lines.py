"""Lines of a text with their offsets, and what may be trimmed from the edges of a block."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from index.document import Grid, GridCell, Paragraph
from index.readers.base import BLANK

_BOOKMARK_FIRST = re.compile(r"\[bookmark:[^\]\n]{0,80}\]")
_BOOKMARK_LAST = re.compile(r"\[bookmark:[^\]\n]{0,80}\]$")


class Line(NamedTuple):
    """One line without its newline, with its number of tabs: `text == whole[start:end]`."""

    text: str
    start: int
    end: int
    tabs: int

    @classmethod
    def at(cls, text: str, start: int) -> Line:
        """The line `text` that begins at `start`."""
        return cls(text, start, start + len(text), text.count("\t"))

    @property
    def blank(self) -> bool:
        """Nothing visible; a line of only tabs is an empty cell, not a blank line."""
        return not self.tabs and not self.text.strip(BLANK)


def split_lines(text: str) -> list[Line]:
    """The lines of `text`."""
    lines, start = [], 0
    for part in text.split("\n"):
        lines.append(Line.at(part, start))
        start += len(part) + 1
    return lines


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """`start`, `end` moved past blanks and `[bookmark: …]` marks at the edges."""
    while True:
        part = text[start:end]
        bare = part.strip(BLANK)
        if len(bare) < len(part):
            start += len(part) - len(part.lstrip(BLANK))
            end = start + len(bare)
        if bare.startswith("[") and (first := _BOOKMARK_FIRST.match(text, start, end)):
            start = first.end()
        elif bare.endswith("]") and (last := _BOOKMARK_LAST.search(text, start, end)):
            end = last.start()
        else:
            return start, end


def paragraph(text: str, start: int, end: int) -> list[Paragraph]:
    """The trimmed paragraph, or nothing where only blanks are left."""
    start, end = trim(text, start, end)
    return [Paragraph(text[start:end], start, end)] if start < end else []


def grid(text: str, rows: Iterable[list[tuple[int, int]]]) -> Grid:
    """The grid whose cells lie at these (start, end) ranges of `text`, trimmed."""
    cells = []
    for y, row in enumerate(rows):
        for x, (start, end) in enumerate(row):
            start, end = trim(text, start, end)
            cells.append(GridCell(y, x, text[start:end], start, end))
    return Grid(tuple(cells), cells[0].start, cells[-1].end)
