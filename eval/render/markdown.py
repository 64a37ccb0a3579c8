"""Markdown: pipe tables with and without padding, and the torn kind that OCR makes of a scan."""

from __future__ import annotations

from eval.render.model import Document, Table
from eval.render.text import TableLines

LABEL = 14
FALSE_HEADER = ("", "本年新收件数", "上年结转件数", "予以公开", "部分公开", "不予公开", "无法提供")


def pipes(doc: Document) -> str:
    """Pipe tables whose rows hold only the cells that start there."""
    return _markdown(doc, lambda table: _ruled([[c.text for c in row] for row in table.rows]))


def pipes_padded(doc: Document) -> str:
    """Pipe tables with every spanned position filled by an empty cell."""
    return _markdown(
        doc, lambda table: _ruled([[c.text if c else "" for c in row] for row in table.matrix()])
    )


def pipes_open(doc: Document) -> str:
    """Rows that begin without a pipe, the last cells of merged ones run together (`|||`)."""
    return _markdown(
        doc,
        lambda table: [
            " | ".join(c.text for c in row) + " " + "|" * (table.columns - len(row) + 1)
            for row in table.rows
        ],
    )


def torn(doc: Document) -> str:
    """OCR of a scan: long labels torn around one-row tables, a header that is not one."""
    return _markdown(doc, _torn_lines)


def _markdown(doc: Document, table_lines: TableLines) -> str:
    headings = {section.heading for section in doc.sections}
    lines = [f"# {''.join(doc.title)}", ""]
    for block in doc.blocks():
        if isinstance(block, Table):
            lines += table_lines(block)
        else:
            lines.append(f"## {block}" if block in headings else block)
        lines.append("")
    return "\n".join(lines)


def _row(texts: list[str]) -> str:
    return "| " + " | ".join(texts) + " |"


def _ruled(rows: list[list[str]]) -> list[str]:
    """Markdown rows with the separator after the first."""
    return [_row(rows[0]), _row(["---"] * len(rows[0])), *map(_row, rows[1:])]


def _torn_lines(table: Table) -> list[str]:
    if table.name != "requests":
        return _ruled([[cell.text for cell in row] for row in table.rows])
    head = [[cell.text for cell in row] for row in table.rows[: table.header_rows]]
    lines = [*_ruled(head), ""]
    for y, row in enumerate(table.rows[table.header_rows :]):
        labels = [cell.text for cell in row if not cell.key]
        lines += _torn_row(labels, table.values(row), headed=y % 9 == 7)
    return lines


def _torn_row(labels: list[str], values: list[str], headed: bool) -> list[str]:
    """A row, or a table of its own; what a long label leaves over follows as a paragraph."""
    *groups, leaf = labels
    first, rest = (leaf[:LABEL], leaf[LABEL:]) if len(leaf) > LABEL + 2 else (leaf, "")
    if headed:
        return ["", *_ruled([list(FALSE_HEADER), ["".join(labels), *values]]), ""]
    if rest:
        return ["", *_ruled([[*groups, first, *values]]), "", rest, ""]
    return [_row([*groups, first, *values])]
