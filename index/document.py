"""`SourceDocument`: what a reader makes of one file, and the plain text citations point into."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line or paragraph; `SourceDocument.text[start:end] == text`."""

    text: str
    start: int
    end: int


# A report has hundreds of cells, and a tuple is made in a third of a frozen dataclass's time.
class GridCell(NamedTuple):
    """One printed table cell at its top-left position; spans count grid rows and columns."""

    row: int
    col: int
    text: str
    start: int
    end: int
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """One table: its cells in reading order, each listed once however far it spans."""

    cells: tuple[GridCell, ...]
    start: int
    end: int

    def rows(self) -> list[list[GridCell]]:
        """The cells grouped by the row they start in, left to right."""
        count = 1 + max((cell.row for cell in self.cells), default=-1)
        grouped: list[list[GridCell]] = [[] for _ in range(count)]
        for cell in self.cells:
            grouped[cell.row].append(cell)
        return [sorted(row, key=lambda cell: cell.col) for row in grouped]


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A file as read: `text` is stored with the report, block offsets point into it.

    `metadata` holds what came beside the text (HTML meta tags, metadata.csv): keys issuer,
    province, city, county, year, url, published where known.
    """

    file: str
    format: str
    sha256: str
    text: str
    blocks: tuple[Block, ...]
    metadata: dict[str, str] = field(default_factory=dict)


class CellText(NamedTuple):
    """A table cell before it has a place in the text; what readers hand to the builder."""

    row: int
    col: int
    text: str
    rowspan: int = 1
    colspan: int = 1


class DocumentBuilder:
    """Lays blocks out as plain text (cells by tabs, rows and paragraphs by newlines)."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []

    def _write(self, text: str) -> tuple[int, int]:
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        return start, self._length

    def paragraph(self, text: str) -> None:
        """Add one paragraph, followed by a newline; blank ones are dropped."""
        if text.strip():
            start, end = self._write(text)
            self._blocks.append(Paragraph(text, start, end))
            self._write("\n")

    def grid(self, cells: Iterable[CellText]) -> None:
        """Add one table; `cells` in reading order, each merged cell once."""
        placed: list[GridCell] = []
        first = at = self._length
        last = None
        for row, col, text, down, across in cells:
            if last is not None:
                self._parts.append("\n" if row != last else "\t")
                at += 1
            last, start = row, at
            at += len(text)
            self._parts.append(text)
            placed.append(GridCell(row, col, text, start, at, down, across))
        self._length = at
        if placed:
            self._blocks.append(Grid(tuple(placed), first, at))
            self._write("\n")

    def build(
        self, file: str, format: str, sha256: str, metadata: dict[str, str] | None = None
    ) -> SourceDocument:
        """The finished document."""
        return SourceDocument(
            file, format, sha256, "".join(self._parts), tuple(self._blocks), metadata or {}
        )


def paragraphs(blocks: Sequence[Block]) -> list[Paragraph]:
    """The paragraphs among `blocks`, in order."""
    return [block for block in blocks if isinstance(block, Paragraph)]
