"""Plain text as copied or converted from Word: tab-separated, one cell per line, spaces, glued."""

from __future__ import annotations

from collections.abc import Callable

from eval.render.model import Cell, Document, Table

TableLines = Callable[[Table], list[str]]


def as_text(
    doc: Document,
    table_lines: TableLines,
    paragraph_lines: Callable[[str], list[str]] = lambda paragraph: [paragraph],
) -> str:
    """Titles, headings, paragraphs and tables, with a blank line after each."""
    lines = ["", *doc.title, ""]
    for block in doc.blocks():
        lines += paragraph_lines(block) if isinstance(block, str) else table_lines(block)
        lines.append("")
    return "\n".join(lines) + "\n"


def tsv(doc: Document) -> str:
    """Tab separated, merged cells padded with empty ones, every row equally wide."""
    return as_text(doc, lambda table: ["\t".join(row) for row in _padded(table)])


def tsv_shifted(doc: Document) -> str:
    """As `tsv`, with rows that have slipped left: single labels by one column, （七）总计 by two,
    and 3.其他 torn out of its group into the first column."""
    return as_text(doc, _shifted_lines)


def cells(doc: Document) -> str:
    """One cell per line, tab-led; a blank line ends a row; Word bookmarks left in labels."""
    marked = [f"[bookmark: _GoBack]{b}" if _opens_four(b) else b for b in doc.blocks()]
    lines = list(doc.title)
    for block in marked:
        lines += [block] if isinstance(block, str) else [*_cell_lines(block), ""]
    return "\n".join(lines) + "\n"


def lines_once(doc: Document) -> str:
    """One cell per line, and every line that occurred before dropped, as some extractors do."""
    return "\n".join(dict.fromkeys(line.strip() for line in cells(doc).split("\n") if line)) + "\n"


def bars(doc: Document) -> str:
    """Web tables copied as text: every cell on a line of its own, a bar on the line after it."""
    return as_text(doc, lambda table: [x for row in table.rows for c in row for x in (c.text, "|")])


def bare(doc: Document) -> str:
    """One cell per line with nothing that tells cells or rows apart; a blank line after each."""
    return as_text(doc, lambda table: [x for row in table.rows for c in row for x in (c.text, "")])


def spaced(doc: Document) -> str:
    """Label and numbers of a row on one line, separated by single spaces."""
    return as_text(doc, lambda table: [" ".join(_texts(row)) for row in table.rows])


def glued(doc: Document) -> str:
    """Label and numbers of a row run together: 规章000."""
    return as_text(doc, lambda table: ["".join(_texts(row)) for row in table.rows])


def glued_losses(doc: Document) -> set[str]:
    """Keys of the rows that cannot be taken apart once glued: not one digit per cell."""
    rows = [row for block in doc.blocks() if isinstance(block, Table) for row in block.rows]
    keyed = [[cell for cell in row if cell.key] for row in rows]
    return {
        cell.key
        for row in keyed
        if len(row) > 1 and not all(len(c.text) == 1 and c.text.isdigit() for c in row)
        for cell in row
    }


def all_losses(doc: Document) -> set[str]:
    """Every key of the document's tables."""
    tables = [block for block in doc.blocks() if isinstance(block, Table)]
    return {cell.key for table in tables for row in table.rows for cell in row if cell.key}


def _texts(row: list[Cell]) -> list[str]:
    return [cell.text for cell in row if cell.text]


def _padded(table: Table) -> list[list[str]]:
    return [[cell.text if cell else "" for cell in row] for row in table.matrix()]


def _shifted_lines(table: Table) -> list[str]:
    if table.name != "requests":
        return ["\t".join(row) for row in _padded(table)]
    return [
        "\t".join(_shift(row, cells) if y >= table.header_rows else row)
        for y, (row, cells) in enumerate(zip(_padded(table), table.rows, strict=True))
    ]


def _shift(row: list[str], cells: list[Cell]) -> list[str]:
    labels = [cell.text for cell in cells if not cell.key]
    values = [cell.text for cell in cells if cell.key]
    leaf = labels[-1]
    if leaf.startswith("（七）"):
        return [leaf, *values, "", ""]
    if leaf.startswith("3.其他"):
        return [leaf, "", *values, ""]
    if cells[len(labels) - 1].colspan == 1:
        return row
    lead = labels if len(labels) > 1 else ["", leaf] if row[0] == "" else [leaf, ""]
    return [*lead, *values, ""]


def _opens_four(block: str | Table) -> bool:
    return isinstance(block, str) and block.startswith("四、")


def _cell_lines(table: Table) -> list[str]:
    lines: list[str] = []
    covered: dict[int, tuple[int, int]] = {}
    for y, row in enumerate(table.rows):
        texts: list[str] = []
        x = 0
        pending = list(row)
        leaf = _bookmarked_leaf(table, y)
        while x < table.columns:
            below, span = covered.get(x, (0, 1))
            if below:
                texts.append("")
                covered[x] = (below - 1, span)
            elif pending:
                cell = pending.pop(0)
                texts.append(_mark(y) + cell.text if cell is leaf else cell.text)
                covered[x], span = (cell.rowspan - 1, cell.colspan), cell.colspan
            x += span
        lines += [*(f"\t{text}" for text in texts), ""]
    return lines


def _bookmarked_leaf(table: Table, y: int) -> Cell | None:
    """The row's own label where Word has left a bookmark on it: every third data row."""
    labels = [cell for cell in table.rows[y] if not cell.key]
    return labels[-1] if y >= table.header_rows and y % 3 == 0 and labels else None


def _mark(y: int) -> str:
    return f"[bookmark: _Hlk{66973000 + 97 * y}]"
