"""Word files (.docx): document.xml read directly, paragraphs and tables in order."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from index.document import CellText, DocumentBuilder, SourceDocument
from index.readers.base import digest, no_text, tidy, words
from index.readers.docx_numbering import Numbering
from index.readers.grids import MAX_COLUMNS, SCRAP_ROWS, is_data
from index.readers.ooxml import (
    attribute,
    child,
    damaged,
    open_package,
    parse_part,
    tag,
)

_MAIN_PARTS = ("word/document.xml", "word/document2.xml")
_DROPPED = words(
    "del moveFrom rPr pPr instrText delText rt sdtPr sdtEndPr tblPr tblPrEx tblGrid trPr tcPr "
    "Fallback object"
)
_BREAKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_OFF = frozenset({"0", "false", "off"})


@dataclass(slots=True)
class _Cell:
    row: int
    col: int
    rowspan: int
    colspan: int
    parts: list[Part] = field(default_factory=list)

    def text(self) -> str:
        """Its paragraphs and those of tables inside it, line by line."""
        return "\n".join(
            part if isinstance(part, str) else "\n".join(cell.text() for cell in part)
            for part in self.parts
        )


_Table = list[_Cell]
Part = str | _Table
"""A paragraph's text or a table, in document order."""


def read_docx(data: bytes, file: str) -> SourceDocument:
    """A .docx: merged cells once with their spans, text boxes once, automatic numbers restored.

    Tracked deletions are left out, insertions kept; headers, footers and notes are not read.
    Raises `ReadError` if the file is damaged, no Word document, a decompression bomb, or empty.
    """
    with open_package(data, file) as package:
        root = _main_part(package, file)
        numbering = Numbering.load(
            parse_part(package, "word/numbering.xml", file),
            parse_part(package, "word/styles.xml", file),
        )
    builder = DocumentBuilder()
    _write(builder, _parts(root, numbering))
    document = builder.build(file, "docx", digest(data))
    if not document.blocks:
        raise no_text(file)
    return document


def _main_part(package: zipfile.ZipFile, file: str) -> etree._Element:
    for name in _MAIN_PARTS:
        root = parse_part(package, name, file)
        if root is not None:
            body = child(root, "body")
            return root if body is None else body
    raise damaged(file)


def _write(builder: DocumentBuilder, parts: Iterable[Part]) -> None:
    """Tables of data as grids; layout tables are descended into."""
    for part in parts:
        if isinstance(part, str):
            builder.paragraph(part)
        elif cells := _data_cells(part):
            builder.grid(cells)
        else:
            for cell in part:
                _write(builder, cell.parts)


def _data_cells(table: _Table) -> list[CellText]:
    inner = (part for cell in table for part in cell.parts if not isinstance(part, str))
    if any(nested and nested[-1].row >= SCRAP_ROWS for nested in inner):
        return []
    cells = [CellText(c.row, c.col, c.text(), c.rowspan, c.colspan) for c in table]
    rows: dict[int, list[str]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell.text)
    return cells if rows and is_data(list(rows.values())) else []


def _parts(container: etree._Element, numbering: Numbering) -> Iterator[Part]:
    """Paragraphs and tables of a body, cell, text box or content control; numbers count on."""
    for element in container:
        name = tag(element)
        if name == "p":
            yield from _paragraph(element, numbering)
        elif name == "tbl":
            yield _table(element, numbering)
        elif name not in _DROPPED:
            yield from _parts(element, numbering)


def _paragraph(paragraph: etree._Element, numbering: Numbering) -> Iterator[Part]:
    """Its lines, then what its text boxes hold."""
    boxes: list[etree._Element] = []
    lines = [tidy(line) for line in "".join(_runs(paragraph, boxes)).split("\n")]
    properties = child(paragraph, "pPr")
    if any(lines) or not _is_deleted(properties):
        prefix = numbering.prefix(properties)
        first = next((i for i, line in enumerate(lines) if line), None)
        if first is not None:
            lines[first] = prefix + lines[first]
    yield from filter(None, lines)
    for box in boxes:
        yield from _parts(box, numbering)


def _is_deleted(properties: etree._Element | None) -> bool:
    """Whether the paragraph's mark itself is a tracked deletion."""
    mark = None if properties is None else child(properties, "rPr")
    return mark is not None and child(mark, "del") is not None


def _runs(element: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
    """The visible text below `element`; text boxes are collected, not entered."""
    for part in element:
        name = tag(part)
        if name == "t":
            yield part.text or ""
        elif name in _BREAKS:
            yield _BREAKS[name]
        elif name == "txbxContent":
            boxes.append(part)
        elif name == "r" and _is_hidden(part):
            continue
        elif name not in _DROPPED and len(part):
            yield from _runs(part, boxes)


def _is_hidden(run: etree._Element) -> bool:
    properties = child(run, "rPr")
    mark = None if properties is None else child(properties, "vanish")
    return mark is not None and attribute(mark, "val") not in _OFF


def _table(table: etree._Element, numbering: Numbering) -> _Table:
    """Each merged cell once, at its top left place."""
    cells: _Table = []
    above: dict[int, _Cell] = {}
    rows = [row for row in _members(table, "tr") if not _is_row_deleted(row)]
    for y, row in enumerate(rows):
        x = _skipped_columns(row)
        for element in _members(row, "tc"):
            properties = child(element, "tcPr")
            across = min(_number(properties, "gridSpan"), MAX_COLUMNS)
            parts = list(_parts(element, numbering))
            if _is_continued(properties, "vMerge") and x in above:
                above[x].rowspan = y - above[x].row + 1
            elif _is_continued(properties, "hMerge") and cells and cells[-1].row == y:
                cells[-1].colspan += across
            else:
                cells.append(_Cell(y, x, 1, across, parts))
                for column in range(x, x + across):
                    above.pop(column, None)
                above[x] = cells[-1]
            x += across
    return cells


def _members(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, also inside content controls."""
    for part in element:
        kind = tag(part)
        if kind == name:
            yield part
        elif kind in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _members(part, name)


def _is_row_deleted(row: etree._Element) -> bool:
    properties = child(row, "trPr")
    return properties is not None and child(properties, "del") is not None


def _skipped_columns(row: etree._Element) -> int:
    properties = child(row, "trPr")
    skipped = None if properties is None else child(properties, "gridBefore")
    printed = attribute(skipped, "val")
    return int(printed) if printed.isdecimal() else 0


def _number(properties: etree._Element | None, name: str) -> int:
    value = "" if properties is None else attribute(child(properties, name), "val")
    return max(1, int(value)) if value.isdecimal() else 1


def _is_continued(properties: etree._Element | None, name: str) -> bool:
    merge = None if properties is None else child(properties, name)
    return merge is not None and attribute(merge, "val") != "restart"
