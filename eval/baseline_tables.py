"""Generic table extraction as a baseline: the format's usual library, rows as they come, no form.

A cell is looked up as a programmer in a hurry would: the first row whose text holds the row's
label, then the column counted from the right.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from eval.corpora import Corpus
from eval.filetext import file_text, squeezed
from eval.render.labels import (
    APPLICANTS,
    DISPUTE_COLUMNS,
    DISPUTE_ROWS,
    PROACTIVE_BLOCKS,
    REQUEST_ROWS,
)
from eval.truth import Truth

Rows = list[list[str]]
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_DISPUTE_CELLS = len(DISPUTE_ROWS) * len(DISPUTE_COLUMNS)


def table_scores(corpus: Corpus) -> dict[str, Any]:
    """Shares of the reported cells read `right`, `wrong` (another number) or `lost`."""
    counts: Counter[str] = Counter()
    for truth in corpus.truths:
        rows = table_rows(corpus.folder / truth.file)
        for key, cell in truth.cells.items():
            if cell.state == "reported" and not cell.destroyed:
                got = look_up(rows, truth, key)
                counts["lost" if got is None else "right" if got == cell.value else "wrong"] += 1
    total = max(1, counts.total())
    shares = {name: round(counts[name] / total, 4) for name in ("right", "wrong", "lost")}
    return shares | {"cells": counts.total()}


_Reader = Callable[[Path], Iterator[Sequence[str | None]]]


def table_rows(path: Path) -> Rows:
    """All table rows of a file as its usual library gives them; split lines for plain text."""
    readers: dict[str, _Reader] = {
        ".docx": _word_rows,
        ".pdf": _pdf_rows,
        ".html": _page_rows,
    }
    read = readers.get(path.suffix)
    if read:
        return [[squeezed(cell or "") for cell in row] for row in read(path)]
    lines = file_text(path).splitlines()
    return [[squeezed(cell) for cell in re.split(r"[\t|]| {2,}", line)] for line in lines]


def _word_rows(path: Path) -> Iterator[Sequence[str | None]]:
    import docx

    for table in docx.Document(str(path)).tables:
        for row in table.rows:
            yield [cell.text for cell in row.cells]


def _pdf_rows(path: Path) -> Iterator[Sequence[str | None]]:
    import pdfplumber

    with pdfplumber.open(path) as document:
        for page in document.pages:
            for table in page.extract_tables():
                yield from table


def _page_rows(path: Path) -> Iterator[Sequence[str | None]]:
    from lxml import html

    for row in html.fromstring(path.read_bytes()).iter("tr"):
        yield ["".join(map(str, cell.itertext())) for cell in row.iterchildren("td", "th")]


def look_up(rows: Rows, truth: Truth, key: str) -> float | None:
    """The number at a cell; null where no row or no number is found."""
    table, _, rest = key.partition(".")
    row, _, column = rest.rpartition(".")
    if table == "disputes":
        return _dispute(rows, row, column)
    label, columns = _place(table, row, truth.form)
    found = next((cells for cells in rows if any(label in cell for cell in cells)), None)
    if found is None:
        return None
    values = [cell for cell in found if cell and label not in cell]
    at = columns.index(column) - len(columns)
    return _number(values[at]) if len(values) >= -at else None


def _place(table: str, row: str, form: str) -> tuple[str, list[str]]:
    """A row's printed label and its columns."""
    if table == "requests":
        label = next(path[-1] for code, path in REQUEST_ROWS[form] if code == row)
        return squeezed(label), [code for code, _ in APPLICANTS]
    for _, columns, rows in PROACTIVE_BLOCKS[table]:
        for code, label in rows:
            if code == row:
                return label, [name for name, _ in columns]
    raise ValueError(f"no row {row!r} in table {table}")


def _dispute(rows: Rows, row: str, column: str) -> float | None:
    """The last row of fifteen numbers is the one."""
    block = [code for code, _ in DISPUTE_ROWS].index(row)
    at = block * len(DISPUTE_COLUMNS) + [code for code, _ in DISPUTE_COLUMNS].index(column)
    for cells in reversed(rows):
        values = [cell for cell in cells if cell]
        if len(values) == _DISPUTE_CELLS and all(_NUMBER.fullmatch(value) for value in values):
            return float(values[at])
    return None


def _number(text: str) -> float | None:
    return float(text) if _NUMBER.fullmatch(text) else None
