"""Types of the form: a table is rows by columns; an identity is a sum that must hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from index.report import CellKey, FormVersion


@dataclass(frozen=True, slots=True, eq=False)
class Axis:
    """One row or column. `label` is the official wording without its group, `group` the spanning
    label it stands under (（三）不予公开, 法人或其他组织), `number` its printed ordinal.

    `aliases` are other wordings met in reports; `columns` narrows a row to the columns it has.
    Compares by identity: each axis is a constant, and scores are cached by axis.
    """

    code: str
    label: str
    number: str = ""
    group: str = ""
    aliases: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    unit: str = "件"

    @property
    def printed(self) -> str:
        """The label with its ordinal, as the form prints it."""
        return self.number + self.label


@dataclass(frozen=True, slots=True)
class Identity:
    """`sum(left) == sum(right)` over cell keys; `rule` is its code in DESIGN §4."""

    rule: str
    formula: str
    left: tuple[CellKey, ...]
    right: tuple[CellKey, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """One statutory table. `number` is its name in speech: 表二, 表三, 表四."""

    code: str
    number: str
    title: str
    rows: tuple[Axis, ...]
    cols: tuple[Axis, ...]

    def row(self, code: str) -> Axis:
        """The row with this code; KeyError if the table has none."""
        return next(row for row in self.rows if row.code == code)

    def col(self, code: str) -> Axis:
        """The column with this code; KeyError if the table has none."""
        return next(col for col in self.cols if col.code == code)

    def row_cols(self, row: Axis) -> tuple[Axis, ...]:
        """The columns that exist in `row`, in printed order."""
        return _row_cols(self.cols, row)

    def cell_keys(self) -> Iterator[CellKey]:
        """Every cell key of the table, row by row."""
        for row in self.rows:
            for col in self.row_cols(row):
                yield self.code, row.code, col.code


@cache
def _row_cols(cols: tuple[Axis, ...], row: Axis) -> tuple[Axis, ...]:
    return tuple(col for col in cols if not row.columns or col.code in row.columns)


@dataclass(frozen=True, slots=True)
class Form:
    """One version of the form: its three tables and the identities over them."""

    version: FormVersion
    source: str
    tables: tuple[Table, ...]
    identities: tuple[Identity, ...]

    def cell_keys(self) -> Iterator[CellKey]:
        """Every cell key of the form, table by table."""
        for table in self.tables:
            yield from table.cell_keys()
