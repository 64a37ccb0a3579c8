"""Which reports can say a word: the pairs of characters of every text, in SQLite's own index.

A filter, not an answer: a report that is not found does not say the word in any script, width,
case or broken line; one that is found is read. The table is written with the texts, in the same
transaction. Stores made without it (by an older version, or where SQLite has no FTS5) are read
through instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from sqlalchemy import Connection

from index.text import fold

TABLE = "grams"
_CREATE = (
    f"CREATE VIRTUAL TABLE {TABLE} USING "
    "fts5(pairs, content='', detail=none, columnsize=0, tokenize='ascii')"
)
_HELD = f"SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '{TABLE}'"
_FOUND = f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH ?"
INSERT = f"INSERT INTO {TABLE} (rowid, pairs) VALUES (?, ?)"
_DELETE = f"INSERT INTO {TABLE} ({TABLE}, rowid, pairs) VALUES ('delete', ?, ?)"


def create(connection: Connection) -> None:
    """Make the table, where this SQLite can."""
    if connection.exec_driver_sql("SELECT sqlite_compileoption_used('ENABLE_FTS5')").scalar():
        connection.exec_driver_sql(_CREATE)


def add(connection: Connection, texts: Iterable[tuple[int, str]]) -> None:
    """Index the texts of new versions, by row id."""
    _change(connection, INSERT, texts)


def remove(connection: Connection, rid: int, text: str) -> None:
    """Take a version out; `text` must be what was added, for the pairs are kept nowhere else."""
    _change(connection, _DELETE, [(rid, text)])


def _change(connection: Connection, statement: str, texts: Iterable[tuple[int, str]]) -> None:
    rows = [(rid, " ".join(pairs(text))) for rid, text in texts]
    if rows and connection.exec_driver_sql(_HELD).first() is not None:
        connection.exec_driver_sql(statement, rows)


def pairs(text: str) -> list[str]:
    """The pairs of adjacent letters, digits and Han characters, each once; folded, and without
    the white space that page layout puts into words."""
    plain = "".join(fold(text).split())
    met = dict.fromkeys(pairwise(plain))
    return [one + other for one, other in met if one.isalnum() and other.isalnum()]


def candidates(connection: Connection, terms: Sequence[str]) -> dict[int, tuple[str, ...]] | None:
    """Row id → those of `terms` that the text may hold (前…后: both parts); no other text holds
    any. Null where that is not known: a term is too short, or there is no such table."""
    needed = [[pair for part in term.split("…") for pair in pairs(part)] for term in terms]
    if not all(needed) or connection.exec_driver_sql(_HELD).first() is None:
        return None
    found: dict[int, tuple[str, ...]] = {}
    for term, own in zip(terms, needed, strict=True):
        asked = " AND ".join(f'"{pair}"' for pair in own)
        for rid in connection.exec_driver_sql(_FOUND, (asked,)).scalars().all():
            found[rid] = (*found.get(rid, ()), term)
    return found
