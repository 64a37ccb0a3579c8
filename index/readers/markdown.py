"""Markdown (.md), and plain text with HTML tables in it.

The text is kept character for character, except that tags and `&nbsp;` inside HTML tables become
spaces of the same length, so that offsets still are those of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.document import Block, Grid, GridCell, SourceDocument
from index.readers.base import check_marks
from index.readers.encoding import decode
from index.readers.grids import place, span
from index.readers.lines import Line, split_lines, trim
from index.readers.text import document, text_blocks

_TABLE = re.compile(r"<(/?)table\b[^<>]*>", re.IGNORECASE)
_CELL = re.compile(r"<(/?)(tr|td|th)\b([^<>]*)>", re.IGNORECASE)
_INNER = re.compile(r"<!--.{0,500}?-->|</?[a-z][^<>]*>|&nbsp;", re.IGNORECASE | re.DOTALL)
_SPAN = re.compile(r"\b(row|col)span\s*=\s*[\"']?\s*(\d+)", re.IGNORECASE)
_MARKUP = r"</?(?:p|div|center|h[1-6]|br|span|font|b|strong)\b[^<>]{0,300}>|<!--.{0,300}?-->"
_MARKUP_BEFORE = re.compile(rf"(?:\s*(?:{_MARKUP}))+", re.IGNORECASE)
_MARKUP_AFTER = re.compile(rf"(?:(?:{_MARKUP})\s*)+$", re.IGNORECASE)


def has_html_table(data: bytes) -> bool:
    """Whether a text file has an HTML table in it."""
    return b"<table" in data.lower() and b"<td" in data.lower()


def read_markdown(data: bytes, file: str, format: str = "md") -> SourceDocument:
    """A Markdown file: headings, pipe tables, HTML tables; offsets are the file's own.

    Raises `ReadError` if it cannot be decoded or holds nothing.
    """
    text = decode(data, file)
    check_marks(file, text)
    regions = list(_regions(text))
    tables = [_grid_spans(text, start, end) for start, end in regions]
    text = _without_inner_tags(text, regions)
    blocks: list[Block] = []
    done = 0
    for (start, end), cells in zip(regions, tables, strict=True):
        blocks += text_blocks(text, _lines_between(text, done, start))
        blocks += _grid(text, cells)
        done = end
    blocks += text_blocks(text, _lines_between(text, done, len(text)))
    return document(text, blocks, data, file, format)


def _without_inner_tags(text: str, regions: list[tuple[int, int]]) -> str:
    parts, done = [], 0
    for start, end in regions:
        parts += [text[done:start], _INNER.sub(_blank, text[start:end])]
        done = end
    return "".join([*parts, text[done:]])


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _regions(text: str) -> Iterator[tuple[int, int]]:
    """Where the outermost tables lie; one never closed reaches to the end."""
    depth, start = 0, 0
    for tag in _TABLE.finditer(text):
        if tag[1]:
            depth -= depth > 0
            if not depth and start >= 0:
                yield start, tag.end()
                start = -1
        else:
            start = tag.start() if not depth else start
            depth += 1
    if depth:
        yield start, len(text)


_Span = tuple[int, int, int, int]
"""Start and end of the content, rowspan, colspan."""


def _grid_spans(text: str, start: int, end: int) -> list[list[_Span]]:
    """Content ranges and spans of the cells, row by row; a missing end tag ends with the next."""
    rows: list[list[_Span]] = []
    opened: tuple[int, int, int] | None = None
    for tag in _CELL.finditer(text, start, end):
        if opened:
            rows[-1].append((opened[0], tag.start(), opened[1], opened[2]))
            opened = None
        if tag[1]:
            continue
        if tag[2].lower() == "tr" or not rows:
            rows.append([])
        if tag[2].lower() != "tr":
            spans = {name.lower(): span(digits) for name, digits in _SPAN.findall(tag[3])}
            opened = tag.end(), spans.get("row", 1), spans.get("col", 1)
    if opened:
        rows[-1].append((opened[0], end, opened[1], opened[2]))
    return [row for row in rows if row]


def _grid(text: str, rows: list[list[_Span]]) -> list[Block]:
    cells = []
    places = place([[(down, across) for _, _, down, across in row] for row in rows])
    content = (cell for row in rows for cell in row)
    for (y, x, down, across), (start, end, _, _) in zip(places, content, strict=True):
        start, end = trim(text, start, end)
        cells.append(GridCell(y, x, text[start:end], start, end, down, across))
    return [Grid(tuple(cells), cells[0].start, cells[-1].end)] if cells else []


def _lines_between(text: str, start: int, end: int) -> list[Line]:
    """The lines of a stretch, with the HTML tags around a whole line cut off."""
    lines = []
    for line in split_lines(text[start:end]):
        before = _MARKUP_BEFORE.match(line.text)
        head = before.end() if before else 0
        after = _MARKUP_AFTER.search(line.text, head)
        tail = after.start() if after else len(line.text)
        lines.append(Line.at(line.text[head:tail], start + line.start + head))
    return lines
