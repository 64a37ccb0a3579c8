"""PDF files with a text layer: ruled tables as grids, other text as paragraphs."""

from __future__ import annotations

import re
import threading
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import pypdfium2 as pdfium

from index.document import DocumentBuilder, SourceDocument
from index.errors import ReadError
from index.readers.base import digest, no_text, size_error
from index.readers.pdf_breaks import whole_rows
from index.readers.pdf_lines import TextLine, margin, paragraphs, text_lines
from index.readers.pdf_page import Char, Page, read_page
from index.readers.pdf_tables import RuledTable, find_tables

_MAX_PAGES = 400
_FEWEST_CHARS = 20
_GARBLED_SHARE = 0.3
_PAGE_NUMBER = re.compile(
    r"[-—–－·~\s]*\d{1,3}[-—–－·~\s]*|第\s*\d{1,3}\s*页.{0,12}|(?:Page\s*)?\d{1,3}\s*(?:/|／|of)\s*\d{1,3}"
)
_MARGIN = 0.12
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_HEADER = 1024
_MAX_STREAM = 16 * 2**20
_MAX_FONT = 64 * 2**20
_RUNNING_PAGES = 3

_PDFIUM = threading.Lock()
"""PDFium may be used by one thread at a time."""

Part = TextLine | RuledTable


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page's lines and tables from top to bottom, and the heights between which text stands."""

    parts: list[Part]
    head: float
    foot: float

    def edge_lines(self) -> Iterator[TextLine]:
        """The first and the last line, where they stand in the margins."""
        lines = [part for part in self.parts if isinstance(part, TextLine)]
        for line in dict.fromkeys((*lines[:1], *lines[-1:])):
            if not self.head < line.y < self.foot:
                yield line


def read_pdf(data: bytes, file: str) -> SourceDocument:
    """A PDF: tables in reading order (one that runs over pages is one grid on each), lines joined
    to paragraphs, page numbers and running heads left out.

    Raises `ReadError` for damaged, encrypted or oversized files, scans without a text layer, and
    text layers of unmapped glyphs.
    """
    with _PDFIUM:
        pages = _pages(data, file)
    _check_text(pages, file)
    builder = DocumentBuilder()
    _write(builder, _without_furniture([_sheet(page) for page in pages]))
    return builder.build(file, "pdf", digest(data))


def _pages(data: bytes, file: str) -> list[Page]:
    _check_streams(data, file)
    document = _open(data, file)
    try:
        if len(document) > _MAX_PAGES:
            raise size_error(file, f"PDF 有 {len(document)} 页", f"{_MAX_PAGES} 页")
        pages = []
        for number in range(len(document)):
            page = document[number]
            pages.append(read_page(page))
            page.close()
        return pages
    except pdfium.PdfiumError as error:
        raise _damaged(file) from error
    finally:
        document.close()


def _check_streams(data: bytes, file: str) -> None:
    """Refuse a file with a stream that unpacks to more than a page or a font can be: PDFium would
    take twenty times that in memory. Images are not unpacked for text, and not looked at."""
    for start in _STREAM.finditer(data):
        header = data[max(0, start.start() - _HEADER) : start.start()].rpartition(b" obj")[2]
        packed = data[start.end() : data.find(b"endstream", start.end())]
        limit = _MAX_FONT if b"/Length1" in header or b"/FontFile" in header else _MAX_STREAM
        if b"FlateDecode" not in header or b"/Image" in header or len(packed) * 1032 < limit:
            continue
        if _unpacked_size(packed, limit) > limit:
            raise size_error(file, "PDF 里有一段内容解压后过大", f"{limit >> 20} MB")


def _unpacked_size(packed: bytes, limit: int) -> int:
    """Up to `limit` + 1; 0 for what is no deflate stream (encrypted, damaged)."""
    try:
        return len(zlib.decompressobj().decompress(packed, limit + 1))
    except zlib.error:
        return 0


def _open(data: bytes, file: str) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise ReadError(
                f"{file}：PDF 加了密码，打不开。请用密码打开后另存为不加密的 PDF。"
            ) from error
        raise _damaged(file) from error


def _damaged(file: str) -> ReadError:
    return ReadError(f"{file}：不是完整的 PDF（内容已损坏或下载不完整）。请重新下载或重新导出。")


def _check_text(pages: Sequence[Page], file: str) -> None:
    chars = [char for page in pages for char in page.chars]
    if len(chars) < _FEWEST_CHARS and any(page.has_image for page in pages):
        raise ReadError(
            f"{file}：这是扫描件，没有文字层，读不出文字和表格。"
            "请换用文字版 PDF、Word 或网页，或先用 OCR 软件转成带文字的 PDF。"
        )
    if not chars:
        raise no_text(file)
    if sum(map(_is_garbled, chars)) > _GARBLED_SHARE * len(chars):
        raise ReadError(
            f"{file}：PDF 的文字层是乱码（字体没有对应的字符编码）。"
            "请换用 Word 或网页，或先做 OCR。"
        )


def _is_garbled(char: Char) -> bool:
    return char.text == "\ufffd" or "\ue000" <= char.text <= "\uf8ff"


def _sheet(page: Page) -> _Sheet:
    tables = find_tables(page)
    outside = [char for char in page.chars if not any(table.take(char) for table in tables)]
    lines: list[Part] = [*text_lines(outside)]
    parts = sorted([*lines, *tables], key=lambda part: part.y)
    margin = _MARGIN * (page.bottom - page.top)
    return _Sheet(parts, page.top + margin, page.bottom - margin)


def _without_furniture(sheets: Sequence[_Sheet]) -> list[Part]:
    """All parts without page numbers, and without later copies of heads and feet that run."""
    edges = Counter(line.text for sheet in sheets for line in sheet.edge_lines())
    seen: set[str] = set()
    kept: list[Part] = []
    for sheet in sheets:
        dropped = set()
        for line in sheet.edge_lines():
            repeated = edges[line.text] >= _RUNNING_PAGES and line.text in seen
            if repeated or _PAGE_NUMBER.fullmatch(line.text):
                dropped.add(line)
            seen.add(line.text)
        kept += [
            part for part in sheet.parts if isinstance(part, RuledTable) or part not in dropped
        ]
    return kept


def _write(builder: DocumentBuilder, parts: Sequence[Part]) -> None:
    lines = [part for part in parts if isinstance(part, TextLine)]
    left = margin([line.x0 for line in lines])
    right = -margin([-line.x1 for line in lines])
    for is_text, run in groupby(parts, key=lambda part: isinstance(part, TextLine)):
        if is_text:
            waiting = [line for line in run if isinstance(line, TextLine)]
            for text in paragraphs(waiting, left, right):
                builder.paragraph(text)
        else:
            for cells in whole_rows([table for table in run if isinstance(table, RuledTable)]):
                builder.grid(cells)
