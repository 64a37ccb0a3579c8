"""Which grid columns hold a table's figures, and habits of filling that change how rows read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from index.document import Grid, SourceDocument
from index.form import Table
from index.tables.align import Match
from index.tables.rows import PrintedRow
from index.text import squash

Columns = dict[tuple[int | None, int], tuple[int, ...]]
"""(column of the label, number of figures) → grid columns of the figures."""

_MOST_RUNS = 1.2  # runs of figures a row in a table that is whole
_LEAST_ROWS = 8  # fewer rows show no habit


def columns_for(columns: Columns, row: PrintedRow, width: int) -> tuple[int, ...]:
    """The columns of a row's figures: of rows labelled in the same column, else of any."""
    return columns.get((_label_column(row), width)) or columns.get((None, width), ())


def _label_column(row: PrintedRow) -> int | None:
    label = row.before[-1] if row.before else None
    same_line = label and row.figures and label.line == row.figures[0].line
    return label.col if label and same_line else None


def figure_columns(document: SourceDocument, table: Table, matches: Sequence[Match]) -> Columns:
    """By label column and width, from complete rows; under label column None the commonest over
    all rows, or those of the printed header."""
    votes: dict[tuple[int | None, int], Counter[tuple[int, ...]]] = {}
    for match in matches:
        width = len(table.row_cols(match.axis))
        if match.row.in_grid and len(match.row.printed) == width:
            cols = tuple(piece.col for piece in match.row.printed)
            for key in ((_label_column(match.row), width), (None, width)):
                votes.setdefault(key, Counter())[cols] += 1
    columns: Columns = {key: count.most_common(1)[0][0] for key, count in votes.items()}
    width = len(table.cols)
    some_row_has_all = not table.rows[0].columns
    if (None, width) not in columns and some_row_has_all:
        columns[None, width] = _header_columns(document, table)
    return columns


def _header_columns(document: SourceDocument, table: Table) -> tuple[int, ...]:
    """The grid columns of the printed column labels, () where they are not all found in order."""
    wanted = [squash(col.label) for col in table.cols]
    for block in document.blocks:
        if not isinstance(block, Grid):
            continue
        at: dict[str, int] = {}
        for cell in block.cells:
            at.setdefault(squash(cell.text), cell.col)
        cols = [at.get(label, -1) for label in wanted]
        if -1 not in cols and cols == sorted(set(cols)):
            return tuple(cols)
    return ()


def fills_only_total(matches: Sequence[Match], columns: Columns, width: int) -> bool:
    """Some reports fill only the 总计 column of 表三: one figure a row, and not all of them in
    another column. Runs of figures between the rows show that the rows were torn instead."""
    runs = matches[-1].position - matches[0].position + 1 if matches else 0
    if runs > _MOST_RUNS * len(matches):
        return False
    rows = [match.row for match in matches]
    single = [r for r in rows if len(r.printed) == 1 and len(r.printed[0].text) < width]
    at = Counter(row.printed[0].col for row in single).most_common(1)
    elsewhere = bool(at) and at[0][0] in columns[None, width][:-1]
    return len(rows) >= _LEAST_ROWS and len(single) >= 0.8 * len(rows) and not elsewhere


def leaves_totals_blank(matches: Sequence[Match], width: int) -> bool:
    """Some reports leave the 总计 column empty, so that a blank total is no sign of damage."""
    rows = [match.row for match in matches]
    blank = sum(
        row.in_grid and row.figures[-1].is_blank and len(row.printed) < width for row in rows
    )
    return blank > len(rows) / 2
