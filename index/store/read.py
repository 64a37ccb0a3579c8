"""Reading the side store. Every call sees one consistent state, while an index run may write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, func, select

from index.report import Cell, CellKey, Report
from index.search.chunks import Chunk
from index.store import database
from index.store.payload import Version, load
from index.store.queries import (
    CHUNKS_BY_ID,
    FINDINGS,
    IDS_AT_ONCE,
    LISTING,
    TEXT,
    batched,
    count_outdated,
    read_cells,
    read_chunks,
    read_own_cells,
    read_report,
    rid_of,
    unknown_report,
)
from index.store.schema import history, reports


class Store:
    """The reports of one home. Hold it open: statements and pages stay cached.

    Safe to share between threads. Unknown report ids raise StoreError.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @classmethod
    def open_read(cls, home: Path) -> Self:
        """The store under `home`, read only; StoreError where there is none or it does not fit."""
        return cls(database.open_read(home))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the database file back."""
        self.engine.dispose()

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """A connection whose reads all see one state; writes need a `WriteStore`."""
        with self.engine.begin() as connection:
            yield connection

    def count(self) -> int:
        """How many reports are held."""
        with self.connect() as connection:
            return int(connection.scalar(select(func.count()).select_from(reports)) or 0)

    def outdated(self) -> int:
        """How many of them an earlier version of the program has read (READING_VERSION)."""
        with self.connect() as connection:
            return count_outdated(connection)

    def listing(self) -> list[dict[str, Any]]:
        """One record a report for `nianbao reports`, by place, body and year."""
        with self.connect() as connection:
            return [dict(row) for row in connection.execute(LISTING).mappings()]

    def findings(self) -> list[dict[str, Any]]:
        """All findings for `nianbao check`: report_id, file, rule, detail, cells."""
        with self.connect() as connection:
            return [dict(row) for row in connection.execute(FINDINGS).mappings()]

    def text(self, report_id: str) -> str:
        """The plain text that `start` and `end` offsets point into."""
        with self.connect() as connection:
            return str(connection.scalar(TEXT, {"rid": rid_of(connection, report_id)}))

    def cell(self, report_id: str, key: CellKey) -> Cell:
        """One cell; in state "missing" where the report has none under `key`."""
        return self.cells(report_id, [key])[0]

    def cells(self, report_id: str, keys: Sequence[CellKey]) -> list[Cell]:
        """The cells under `keys`, in their order; those the report lacks in state "missing"."""
        found = self.cells_of([report_id], keys)
        if report_id not in found:
            raise unknown_report(report_id)
        return found[report_id]

    def cells_of(self, report_ids: Iterable[str], keys: Sequence[CellKey]) -> dict[str, list[Cell]]:
        """`cells` of many reports by report id; unknown ids are left out."""
        wanted = tuple(keys)
        with self.connect() as connection:
            found = read_cells(connection, report_ids, wanted)
        return {
            report_id: [
                cell or Cell(*key, value=None, state="missing")
                for key, cell in zip(wanted, cells, strict=True)
            ]
            for report_id, cells in found.items()
        }

    def own_cells(self, report_ids: Iterable[str]) -> dict[str, tuple[Cell, ...]]:
        """By report id, the cells that the report has, in the order of its form; unknown ids are
        left out."""
        with self.connect() as connection:
            return read_own_cells(connection, report_ids)

    def chunks(self, chunk_ids: Iterable[str]) -> dict[str, Chunk]:
        """Chunks by id; ids of versions that have gone are left out."""
        with self.connect() as connection:
            return {
                row.chunk_id: Chunk(*row)
                for ids in batched(chunk_ids, IDS_AT_ONCE)
                for row in connection.execute(CHUNKS_BY_ID, {"ids": ids})
            }

    def chunks_of(self, report_id: str) -> tuple[Chunk, ...]:
        """The chunks of one report, in order."""
        with self.connect() as connection:
            return read_chunks(connection, rid_of(connection, report_id))

    def report(self, report_id: str) -> Report:
        """The whole report as it was parsed, with the findings that rest on other years."""
        with self.connect() as connection:
            return read_report(connection, report_id)

    def history(self, report_id: str) -> list[Version]:
        """The versions that were replaced, or came too late, the last to go first."""
        statement = select(history.c.payload).where(history.c.report_id == report_id)
        with self.connect() as connection:
            return [load(p) for p in connection.scalars(statement.order_by(history.c.id.desc()))]


def list_reports(home: Path) -> list[dict[str, Any]]:
    """What `nianbao reports --json` prints: one record a report."""
    with Store.open_read(home) as store:
        return store.listing()


def list_findings(home: Path) -> list[dict[str, Any]]:
    """What `nianbao check --json` prints: one record a finding."""
    with Store.open_read(home) as store:
        return store.findings()
