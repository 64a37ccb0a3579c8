"""Plain text as extracted from a PDF: wrapped labels, values on lines of their own."""

from __future__ import annotations

from itertools import count

from eval.render.labels import CORNER
from eval.render.model import Document, Table
from eval.render.text import TableLines, as_text

LINE = 40
LABEL = 16
GROUP = 4


def pdf_text(doc: Document) -> str:
    """Wrapped labels with their values below, the last value on a line of its own, group labels
    before the first row of their group, headers glued."""
    return _wrapped(doc, lambda table: _row_by_row(table, middle=False))


def pdf_text_pages(doc: Document) -> str:
    """As `pdf_text`, with group labels in the middle of their group and page numbers, also
    inside tables."""
    text = _wrapped(doc, lambda table: _row_by_row(table, middle=True))
    lines: list[str] = []
    pages = count(1)
    for number, line in enumerate(text.split("\n"), start=1):
        lines.append(line)
        if number % 48 == 0:
            lines += ["", f"— {next(pages)} —", "\f"]
    return "\n".join(lines)


def above(doc: Document) -> str:
    """Values printed above their label, or between the two halves of a long one."""
    return as_text(doc, _above_lines)


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` characters; numbers are never cut."""
    lines, line = [], ""
    for index, char in enumerate(text):
        inside_number = char.isdigit() and text[index - 1 : index].isdigit()
        if len(line) >= width and not inside_number:
            lines.append(line)
            line = ""
        line += char
    return [*lines, line]


def _wrapped(doc: Document, table_lines: TableLines) -> str:
    return as_text(doc, table_lines, lambda paragraph: wrap(paragraph, LINE))


def _row_by_row(table: Table, middle: bool) -> list[str]:
    if table.name == "requests":
        return [*_HEADER, *_request_rows(table, middle)]
    lines: list[str] = []
    for row in table.rows:
        lines += [" ".join(cell.text for cell in row if cell.text), ""]
    return lines


_HEADER = [
    *wrap(CORNER, 23), "", "申请人情况", "", "自然", "人", "", "法人或其他组织", "",
    "总计商业", "企业", "", "科研", "机构", "", "社会", "公益", "组织", "", "法律", "服务", "机构",
    "", "其他", "",
]  # fmt: skip


def _request_rows(table: Table, middle: bool) -> list[str]:
    """Data rows of table three; a group label stands before the row it is due at."""
    due: dict[int, list[str]] = {}
    lines: list[str] = []
    for y, row in enumerate(table.rows[table.header_rows :]):
        labels = [cell for cell in row if not cell.key]
        for group in labels[:-1]:
            at = y + (group.rowspan // 2 if middle else 0)
            due.setdefault(at, []).append(group.text)
        for text in due.pop(y, []):
            lines += [*wrap(text, GROUP), ""]
        lines += [*_labelled(labels[-1].text, table.values(row)), ""]
    return lines


def _labelled(label: str, values: list[str]) -> list[str]:
    parts = wrap(label, LABEL)
    if len(parts) == 1:
        return [" ".join([label, *values])]
    if len(parts) == 2:
        return [*parts, "", " ".join(values)]
    return [*parts, "", " ".join(values[:-1]), values[-1]]


def _above_lines(table: Table) -> list[str]:
    lines: list[str] = []
    for row in table.rows:
        labels = [cell.text for cell in row if not cell.key]
        values = table.values(row)
        lines += (
            [*_values_first(labels, " ".join(values)), ""] if values else [" ".join(labels), ""]
        )
    return lines


def _values_first(labels: list[str], values: str) -> list[str]:
    groups, leaf = labels[:-1], "".join(labels[-1:])
    if len(leaf) <= LABEL:
        return [*groups, values, leaf]
    return [*groups, leaf[:LABEL], values, leaf[LABEL:]]
