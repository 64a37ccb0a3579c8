"""Tables as files to download: CSV that Excel reads, and XLSX. Text never becomes a formula."""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from index.export import NOT_IN_XML, inert

Format = Literal["csv", "xlsx"]
Value = str | int | float | None
_NOT_IN_NAMES = re.compile(r"[^\w\-（）()]+")


def write_table(
    name: str, header: Sequence[str], rows: Iterable[Sequence[Value]], format: Format
) -> Path:
    """A file called after `name` in a folder of its own, so that names never collide."""
    stem = _NOT_IN_NAMES.sub("_", name)[:60].strip("_") or "table"
    path = Path(tempfile.mkdtemp(prefix="nianbao-")) / f"{stem}.{format}"
    (_write_csv if format == "csv" else _write_xlsx)(path, [header, *rows])
    return path


def _write_csv(path: Path, rows: Sequence[Sequence[Value]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([inert(value) for value in row] for row in rows)


def _write_xlsx(path: Path, rows: Sequence[Sequence[Value]]) -> None:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for n, row in enumerate(rows):
        cells = []
        for value in row:
            text = NOT_IN_XML.sub("", value) if isinstance(value, str) else value
            cell = WriteOnlyCell(sheet, text)
            if isinstance(text, str):
                cell.data_type = "s"  # never a formula
            if n == 0:
                cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)
    book.save(path)
