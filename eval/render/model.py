"""A report before it becomes a file: titles, sections, tables of cells with spans."""

from __future__ import annotations

from dataclasses import dataclass, field

Matrix = list[list["Cell | None"]]


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed cell. `key` is its code where it holds a value, empty for labels."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    key: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the form; a row lists only the cells that start in it, as HTML does.

    `header_rows` are those above the first value.
    """

    name: str
    rows: list[list[Cell]]
    columns: int
    header_rows: int

    def matrix(self) -> Matrix:
        """Rows × columns; spanned positions hold None. A row that lost a cell ends early."""
        grid: Matrix = [[None] * self.columns for _ in self.rows]
        taken: set[tuple[int, int]] = set()
        for y, row in enumerate(self.rows):
            x = 0
            for cell in row:
                while (y, x) in taken:
                    x += 1
                grid[y][x] = cell
                taken |= {
                    (y + dy, x + dx) for dy in range(cell.rowspan) for dx in range(cell.colspan)
                }
                x += cell.colspan
        ends = [max(x for row, x in taken if row == y) + 1 for y in range(len(self.rows))]
        return [row[:end] for row, end in zip(grid, ends, strict=True)]

    def values(self, row: list[Cell]) -> list[str]:
        """Printed values of a row, left to right."""
        return [cell.text for cell in row if cell.key]


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    paragraphs: list[str] = field(default_factory=list)
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A report as printed; `closing` are the signature lines. `issuer`, `published` and `trail`
    feed the chrome of web pages."""

    title: list[str]
    sections: list[Section]
    issuer: str
    year: int
    closing: list[str] = field(default_factory=list)
    trail: list[str] = field(default_factory=list)

    @property
    def published(self) -> str:
        return f"{self.year + 1}-01-{10 + sum(map(ord, self.issuer)) % 20}"

    def blocks(self) -> list[str | Table]:
        """Paragraph lines and tables in reading order, titles excluded."""
        found: list[str | Table] = []
        for section in self.sections:
            found += [section.heading] if section.heading else []
            found += section.paragraphs
            found += [section.table] if section.table else []
        return [*found, *self.closing]
