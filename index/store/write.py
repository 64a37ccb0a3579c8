"""Writing the side store. Everything here runs under the write lock of the home.

Each method is one transaction. A batch is announced, laid down in the derived stores, and swapped
in; a run that is killed on the way leaves ids in `unsettled`, which the next run drops there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from sqlalchemy import Text, cast, delete, func, select, update

from index.report import Finding, Report
from index.search.chunks import Chunk, PlacedChunk
from index.store import database
from index.store.payload import Source, Version, place
from index.store.queries import IDS_AT_ONCE, batched, read_chunks, read_report, rid_of
from index.store.read import Store
from index.store.schema import chunks, findings, history, reports, sources, stale_bodies, unsettled
from index.store.shared_places import LEVELS, OTHER_REPORT, Placed, evidence_of, shared
from index.store.versions import (
    add_history,
    displace,
    drop,
    finding_rows,
    insert_rows,
    insert_versions,
    record_source,
)


@dataclass(frozen=True, slots=True)
class Held:
    """The version of a report that readers see: its file, the digest of that, its source."""

    file: str
    sha256: str
    source: Source


class WriteStore(Store):
    """A `Store` that may be changed; one at a time, by the holder of the lock."""

    @classmethod
    def open_write(cls, home: Path) -> Self:
        """The store under `home`, made where there is none; StoreError where it does not fit."""
        return cls(database.open_write(home))

    # --- versions on their way in

    def stage(self, versions: Sequence[Version]) -> None:
        """Say that the derived stores are about to get these versions."""
        rows = [{"version_id": version.version_id} for version in versions]
        with self.connect() as connection:
            held = select(reports.c.version_id)
            insert_rows(connection, unsettled, rows, "INSERT OR IGNORE")
            connection.execute(delete(unsettled).where(unsettled.c.version_id.in_(held)))

    def mark_ready(
        self, versions: Sequence[Version], embedded_with: str | None
    ) -> list[tuple[str, str]]:
        """Make versions visible: each takes the place of its report's old version, and of what
        its file held before, in one transaction. (old file, new file) of each that went."""
        left: list[tuple[str, str]] = []
        with self.connect() as connection:
            for version in versions:
                left += ((old, version.report.file) for old in displace(connection, version))
            insert_versions(connection, versions, embedded_with)
            for version in versions:
                record_source(connection, version, current=True)
        return left

    def archive(self, version: Version) -> None:
        """Keep an older version beside the one that is held: history, never visible. What was
        read of the same file before goes."""
        same = (history.c.report_id == version.report.report_id) & (
            history.c.file == version.report.file
        )
        same &= history.c.sha256 == version.report.sha256
        with self.connect() as connection:
            connection.execute(delete(history).where(same))
            add_history(connection, version)
            record_source(connection, version, current=False)

    def remove(self, report_ids: Iterable[str]) -> None:
        """Forget reports with all their versions and sources."""
        with self.connect() as connection:
            for report_id in report_ids:
                drop(connection, report_id)
                connection.execute(delete(history).where(history.c.report_id == report_id))
                connection.execute(delete(sources).where(sources.c.report_id == report_id))

    # --- what files have been seen

    def files(self) -> list[tuple[str, str, str]]:
        """(report id, file as cited, path) of every report that is held."""
        statement = select(reports.c.report_id, reports.c.file, sources.c.path).join_from(
            reports, sources, (sources.c.report_id == reports.c.report_id) & sources.c.current
        )
        with self.connect() as connection:
            return [(row[0], row[1], row[2]) for row in connection.execute(statement)]

    def fingerprint(self, path: str) -> str | None:
        """The fingerprint of the file at `path` when it was last indexed."""
        with self.connect() as connection:
            statement = select(sources.c.fingerprint).where(sources.c.path == path)
            return connection.scalar(statement)

    def held(self, report_id: str) -> Held | None:
        """The version that is held; null where none is."""
        columns = (sources.c.path, sources.c.fingerprint, sources.c.published, sources.c.mtime)
        statement = (
            select(reports.c.file, reports.c.sha256, *columns)
            .join_from(reports, sources, sources.c.report_id == reports.c.report_id)
            .where(reports.c.report_id == report_id, sources.c.current)
        )
        with self.connect() as connection:
            row = connection.execute(statement).first()
        return Held(row.file, row.sha256, Source(*row[2:])) if row else None

    def parsed(self, report_id: str) -> tuple[Report, tuple[Chunk, ...]]:
        """The held version as its file was read: no findings that rest on other years."""
        with self.connect() as connection:
            report = read_report(connection, report_id, across_years=False)
            return report, read_chunks(connection, rid_of(connection, report_id))

    def note_copy(self, version: Version) -> None:
        """Remember a file that has what is held already: a copy, or the same file unchanged."""
        held = self.held(version.report.report_id)
        is_current = held is not None and (
            held.source.path == version.source.path
            or held.source.reading != version.source.reading  # moved since it was read
        )
        with self.connect() as connection:
            record_source(connection, version, current=is_current)

    # --- derived stores

    def unsettled(self) -> list[str]:
        """Version ids that the derived stores must drop, unless they are on their way in."""
        with self.connect() as connection:
            return list(connection.scalars(select(unsettled.c.version_id)))

    def settle(self, version_ids: Iterable[str]) -> None:
        """Say that the derived stores have dropped these."""
        with self.connect() as connection:
            for ids in batched(version_ids, IDS_AT_ONCE):
                connection.execute(delete(unsettled).where(unsettled.c.version_id.in_(ids)))

    def chunk_count(self, embedded_with: str | None = None) -> int:
        """How many chunks are held, or how many of them a model has embedded."""
        statement = select(func.count()).select_from(chunks)
        if embedded_with is not None:
            statement = statement.join(reports, reports.c.rid == chunks.c.rid).where(
                reports.c.embedded_with == embedded_with
            )
        with self.connect() as connection:
            return int(connection.scalar(statement) or 0)

    def unembedded(self, model: str) -> list[str]:
        """Ids of the reports without vectors of this model, in order."""
        wanted = reports.c.embedded_with.is_distinct_from(model)
        with self.connect() as connection:
            ordered = select(reports.c.report_id).where(wanted).order_by(reports.c.rid)
            return list(connection.scalars(ordered))

    def report_ids(self) -> list[str]:
        """All report ids, in the order in which their versions came."""
        with self.connect() as connection:
            return list(connection.scalars(select(reports.c.report_id).order_by(reports.c.rid)))

    def placed_chunks(self, report_ids: Iterable[str]) -> list[PlacedChunk]:
        """The chunks of ready reports as the derived stores take them."""
        placed: list[PlacedChunk] = []
        columns = (reports.c.rid, reports.c.version_id, reports.c.full_name, reports.c.year)
        with self.connect() as connection:
            for report_id in report_ids:
                row = connection.execute(
                    select(*columns).where(reports.c.report_id == report_id)
                ).one()
                placed += place(
                    read_chunks(connection, row.rid), row.version_id, row.full_name, row.year
                )
        return placed

    def set_embedded(self, report_ids: Sequence[str] | None, model: str | None) -> None:
        """Note whose vectors are stored for these reports, or for all."""
        statement = update(reports).values(embedded_with=model)
        if report_ids is not None:
            statement = statement.where(reports.c.report_id.in_(report_ids))
        with self.connect() as connection:
            connection.execute(statement)

    # --- checks across years

    def stale_bodies(self) -> list[str]:
        """Keys of the bodies whose reports have changed since `set_cross_year`."""
        with self.connect() as connection:
            return list(connection.scalars(select(stale_bodies.c.body_key)))

    def years_of(self, body_key: str) -> list[tuple[int, str]]:
        """(year, report_id) of a body's reports, oldest first."""
        statement = (
            select(reports.c.year, reports.c.report_id)
            .where(reports.c.body_key == body_key, reports.c.year.is_not(None))
            .order_by(reports.c.year)
        )
        with self.connect() as connection:
            return [(row.year, row.report_id) for row in connection.execute(statement)]

    def share_places(self) -> None:
        """Let the places that some reports print hold for others of one body, county or city.

        What is taken over says so in `evidence` and goes again with the report it came from. See
        `index.store.shared_places`.
        """
        c = reports.c
        columns = (c.rid, c.body_key, *(c[level] for level in LEVELS))
        marked = cast(c.evidence, Text).contains(OTHER_REPORT)
        with self.connect() as connection:
            taken = dict(connection.execute(select(c.rid, c.evidence).where(marked)).tuples().all())
            placed = [
                Placed(rid, key, (province, city, county), taken.get(rid, {}))
                for rid, key, province, city, county in connection.execute(select(*columns))
            ]
            for report, places in shared(placed):
                row = c.rid == report.rid
                known = connection.execute(select(c.evidence).where(row)).scalar_one()
                evidence = evidence_of(replace(report, evidence=known), places)
                new = dict(zip(LEVELS, places, strict=True))
                connection.execute(update(reports).where(row).values(**new, evidence=evidence))

    def set_cross_year(
        self, body_keys: Sequence[str], found: Mapping[str, Sequence[Finding]]
    ) -> None:
        """Replace the findings across years of these bodies; `found` is by report id."""
        with self.connect() as connection:
            for body_key in body_keys:
                rids = select(reports.c.rid).where(reports.c.body_key == body_key)
                old = findings.c.cross_year & findings.c.rid.in_(rids)
                connection.execute(delete(findings).where(old))
                connection.execute(delete(stale_bodies).where(stale_bodies.c.body_key == body_key))
            for report_id, items in found.items():
                rid = select(reports.c.rid).where(reports.c.report_id == report_id)
                rows = finding_rows(connection.scalars(rid).one(), items, cross_year=True)
                insert_rows(connection, findings, rows)
