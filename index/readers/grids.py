"""What the readers share about tables: spans, values told from words, data from layout."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.readers.base import BLANK

_VALUE = re.compile(r"[+-]?[\d０-９][\d０-９,，.．]*\D{0,3}|[/／\-—–－]+")
MAX_COLUMNS = 200
SCRAP_ROWS = 2
"""A table of at most so many rows inside a cell is a scrap of that cell, not a table."""
_LONGEST_CELL = 250
_FORM_CELL = re.compile(
    r"信息内容|申请人情况|自然人|法人或其他组织|行政复议|行政诉讼|结果维持|规章|行政许可|行政处罚"
)
Placed = tuple[int, int, int, int]
"""Row, column, rowspan, colspan."""


def is_value(text: str) -> bool:
    """Whether a cell holds a number or a dash rather than words."""
    return _VALUE.fullmatch(text.strip(BLANK)) is not None


def span(printed: str | None) -> int:
    """A rowspan or colspan attribute; 1 where it is no number, 0 ("to the end") kept."""
    if printed is None:
        return 1
    digits = printed.strip()[:4]
    return int(digits) if digits.isdecimal() else 1


def place(rows: Sequence[Sequence[tuple[int, int]]]) -> Iterator[Placed]:
    """The place of each (rowspan, colspan), in order; spans end with the table.

    HTML's rule: a cell goes to the first column of its row that no cell above reaches down to.
    """
    free_from: dict[int, int] = {}
    for y, row in enumerate(rows):
        x = 0
        for down, across in row:
            while free_from.get(x, 0) > y:
                x += 1
            if across != 1:
                across = max(1, min(across, MAX_COLUMNS - x))
            if down != 1:
                down = max(1, min(down or len(rows), len(rows) - y))
            for column in range(x, x + across):
                free_from[column] = y + down
            yield y, x, down, across
            x += across


def is_data(rows: Sequence[Sequence[str]]) -> bool:
    """Whether cell texts, row by row, are a table of data rather than page layout.

    Layout has one column, no more than one cell with something in it, or running text in a cell
    and none of the form's own labels in the others.
    """
    texts = [text for row in rows for text in row]
    if sum(map(bool, texts)) < 2 or max(map(len, rows)) < 2:
        return False
    return max(map(len, texts)) <= _LONGEST_CELL or any(map(_FORM_CELL.fullmatch, texts))


def is_form(rows: Sequence[Sequence[str]]) -> bool:
    """Whether cell texts are surely one of the statutory tables: labels, values and no prose."""
    texts = [text for row in rows for text in row]
    labels = any(map(_FORM_CELL.fullmatch, texts))
    values = sum(not text or is_value(text) for text in texts)
    return labels and values >= 2 and max(map(len, texts)) <= _LONGEST_CELL
