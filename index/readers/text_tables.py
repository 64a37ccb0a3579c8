"""Tables in plain text: tab-separated rows, one tab-led cell per line, Markdown pipes.

Each finder looks at the lines from `first` and returns the table that starts there with the
number of the line after it, or None. Rows of labels and numbers separated by single spaces are
left as paragraphs: only the form can tell where their labels end.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Sequence

from index.document import Grid
from index.readers.base import BLANK
from index.readers.grids import is_value
from index.readers.lines import Line, grid

Spans = list[tuple[int, int]]
Found = tuple[Grid, int] | None
Finder = Callable[[str, Sequence[Line], int], Found]

_LONGEST_CELL = 120
_ANCHOR = re.compile("信息内容|申请人情况|自然人|勾稽关系|行政复议|结果维持|现行有效|结转下年度")
_HEADING = re.compile(r"[一二三四五六七八九十]{1,2}、")
ROW_START = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,2}[）)、]|[1-8１-８][.．、]|第二十条|信息内容|规章|行政|规范性|总计"
)
_MARKER = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]+")


def tab_table(text: str, lines: Sequence[Line], first: int) -> Found:
    """A table made with tabs, in either of its two layouts."""
    if not lines[first].tabs or _is_prose(lines[first]):
        return None
    run = _run(lines, first)
    tabbed = [line for line in run if line.tabs]
    led = sum(line.text.startswith("\t") and line.tabs == 1 for line in tabbed)
    if led * 10 >= len(tabbed) * 9:
        return _cell_lines(text, lines, first)
    return _tab_rows(text, run, first)


def _is_prose(line: Line) -> bool:
    """An indented paragraph, or an ordinal set off from its heading by a tab."""
    if len(line.text) <= _LONGEST_CELL and not _MARKER.match(line.text.lstrip(BLANK)):
        return False
    words = [part for part in line.text.split("\t") if part.strip(BLANK)]
    if len(words) == 1:
        return len(words[0]) > _LONGEST_CELL
    return (
        len(words) == 2
        and _MARKER.fullmatch(words[0].strip(BLANK)) is not None
        and not is_value(words[1])
    )


def _run(lines: Sequence[Line], first: int) -> list[Line]:
    """The lines from `first` to the last one that tabs tie to it."""
    last = number = first
    while number < len(lines) and number - last <= 3:
        line = lines[number]
        if line.tabs:
            if _is_prose(line):
                break
            last = number
        elif not line.blank and (_ends_run(line) or lines[number - 1].blank):
            break
        number += 1
    return list(lines[first : last + 1])


def _ends_run(line: Line) -> bool:
    return len(line.text) > _LONGEST_CELL or _HEADING.match(line.text.strip(BLANK)) is not None


def _cell_lines(text: str, lines: Sequence[Line], first: int) -> Found:
    """One cell per tab-led line; a blank line ends the row, another line continues the cell."""
    rows: list[Spans] = [[]]
    number = first
    while number < len(lines):
        line = lines[number]
        if line.text.startswith("\t") and not _is_prose(line):
            rows[-1].append((line.start + 1, line.end))
        elif line.blank:
            if rows[-1]:
                rows.append([])
        elif rows[-1] and _continues(text, rows[-1][-1], line):
            rows[-1][-1] = rows[-1][-1][0], line.end
        else:
            break
        number += 1
    rows = [row for row in rows if row]
    return (grid(text, rows), number) if _is_table(text, rows) else None


def _continues(text: str, cell: tuple[int, int], line: Line) -> bool:
    printed = text[slice(*cell)].strip(BLANK)
    return bool(printed) and not is_value(printed) and not _ends_run(line)


def _is_table(text: str, rows: Sequence[Spans]) -> bool:
    """Indented prose comes in tab-led lines too: a table has values, or labels of the form."""
    cells = [text[start:end] for row in rows for start, end in row]
    if len(cells) < 4 or max(map(len, rows)) < 2:
        return False
    return sum(map(is_value, cells)) >= 2 or any(map(_ANCHOR.search, cells))


def _tab_rows(text: str, run: Sequence[Line], first: int) -> Found:
    """One row per line; a row short of tabs goes on in the next line where both fit exactly."""
    counts = Counter(line.tabs for line in run if line.tabs)
    width = max(counts, key=lambda tabs: (counts[tabs], tabs))
    rows: list[Spans] = []
    number = 0
    while number < len(run):
        taken = _joined(run, number, width)
        if run[number].text.strip(BLANK) or (rows and not run[number].blank):
            rows.append(_fields(text, run[number].start, run[number + taken - 1].end))
        number += taken
    if not rows or (len(rows) == 1 and len(rows[0]) < 3):
        return None  # blanks and tabs alone are no table
    return grid(text, rows), first + len(run)


def _joined(run: Sequence[Line], number: int, width: int) -> int:
    """How many lines from `number` make one row of `width` tabs; 1 unless cells hold newlines."""
    tabs = run[number].tabs
    for taken in range(1, min(6, len(run) - number)):
        line = run[number + taken]
        if tabs >= width or line.blank or not _continues_row(run[number + taken - 1], line):
            return 1
        tabs += line.tabs
        if tabs == width:
            return taken + 1
    return 1


def _continues_row(before: Line, line: Line) -> bool:
    last = before.text.rpartition("\t")[2].strip(BLANK)
    head = line.text.partition("\t")[0].strip(BLANK)
    if not last or not head or is_value(last) or is_value(head):
        return False
    return ROW_START.match(head) is None


def _fields(text: str, start: int, end: int) -> Spans:
    spans = []
    while (tab := text.find("\t", start, end)) >= 0:
        spans.append((start, tab))
        start = tab + 1
    return [*spans, (start, end)]


_PIPE = re.compile(r"(?<!\\)[|｜│┃]")
_RULE = re.compile(r"\s*:?-{3,}:?\s*|\s*[─━]+\s*")
_THIN_RULE = re.compile(r"\s*:?-+:?\s*")


def pipe_table(text: str, lines: Sequence[Line], first: int) -> Found:
    """Rows of cells between pipes, with or without outer ones; separator rows are dropped."""
    if not _PIPE.search(lines[first].text):
        return None
    rows: list[Spans] = []
    number = first
    while number < len(lines) and (row := _pipe_fields(lines[number])):
        thin = number == first + 1
        if not _is_rule(text, row, thin):
            rows.append(row)
        number += 1
    framed = lines[first].text.strip(BLANK)[:1] in "|｜│┃"
    if not rows or (number - first < 2 and not framed):
        return None
    return grid(text, rows), number


def _pipe_fields(line: Line) -> Spans:
    """The cells of a piped line; none if it has less than two."""
    marks = [match.start() for match in _PIPE.finditer(line.text)]
    if not marks:
        return []
    edges = [-1, *marks, len(line.text)]
    if not line.text[: marks[0]].strip(BLANK):
        edges.pop(0)
    if len(edges) > 2 and not line.text[marks[-1] + 1 :].strip(BLANK):
        edges.pop()
    spans = [(line.start + a + 1, line.start + b) for a, b in itertools.pairwise(edges)]
    return spans if len(spans) > 1 or len(marks) > 1 else []


def _is_rule(text: str, row: Spans, thin: bool) -> bool:
    """A `---|---` row; with single dashes only in second place, elsewhere they are values."""
    cells = [text[start:end] for start, end in row]
    rule = _THIN_RULE if thin else _RULE
    return all(rule.fullmatch(cell) or not cell.strip() for cell in cells) and any(
        "-" in cell or "─" in cell or "━" in cell for cell in cells
    )


FINDERS: tuple[Finder, ...] = (pipe_table, tab_table)
