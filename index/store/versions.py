"""One version of a report in, one out: the steps of a writing transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import JSON, Connection, Table, delete, insert, select, update
from sqlalchemy.dialects.sqlite import dialect

from index.report import Finding
from index.store import grams
from index.store.payload import Source, Version, dump, fields_of
from index.store.queries import read_chunks, read_report
from index.store.records import Row, cell_rows, report_row, value_rows
from index.store.schema import (
    cell_states,
    chunks,
    claims,
    findings,
    history,
    reports,
    sections,
    sources,
    spans,
    stale_bodies,
    texts,
    unsettled,
    values,
)


def displace(connection: Connection, version: Version) -> list[str]:
    """Make room: the old version of the report, and the report its file held before, go to
    history. Other files of the latter are read again in the next run. The files that went."""
    path, report_id = version.source.path, version.report.report_id
    before = connection.scalar(
        select(sources.c.report_id).where(
            sources.c.path == path, sources.c.current, sources.c.report_id != report_id
        )
    )
    left = [_retire(connection, old) for old in (report_id, before) if old]
    if before:
        connection.execute(delete(sources).where(sources.c.report_id == before))
    return [file for file in left if file]


def _retire(connection: Connection, report_id: str) -> str | None:
    """Move the held version of a report, if any, to history; its file."""
    row = connection.execute(
        select(reports.c.rid, sources.c.path, sources.c.fingerprint)
        .add_columns(sources.c.published, sources.c.mtime)
        .join_from(reports, sources, sources.c.report_id == reports.c.report_id)
        .where(reports.c.report_id == report_id, sources.c.current)
    ).first()
    if row is None:
        return None
    rid, *source = row
    report = read_report(connection, report_id, across_years=False)
    own_chunks = read_chunks(connection, rid)
    add_history(connection, Version(report, own_chunks, Source(*source)))
    drop(connection, report_id)
    return report.file


def add_history(connection: Connection, version: Version) -> None:
    """Keep a version for the record; readers of the tables never see it."""
    row = {
        "report_id": version.report.report_id,
        "replaced_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "file": version.report.file,
        "sha256": version.report.sha256,
        "payload": dump(version),
    }
    connection.execute(insert(history).values(row))


def drop(connection: Connection, report_id: str) -> None:
    """Take the held version of a report out of the tables."""
    columns = select(reports.c.rid, reports.c.version_id, reports.c.body_key)
    row = connection.execute(columns.where(reports.c.report_id == report_id)).first()
    if row is not None:
        insert_rows(connection, unsettled, [{"version_id": row.version_id}], "INSERT OR IGNORE")
        insert_rows(connection, stale_bodies, [{"body_key": row.body_key}], "INSERT OR IGNORE")
        text = connection.scalar(select(texts.c.text).where(texts.c.rid == row.rid))
        grams.remove(connection, row.rid, text or "")
        connection.execute(delete(reports).where(reports.c.rid == row.rid))


def record_source(connection: Connection, version: Version, current: bool) -> None:
    """Remember the file of a version; `current` where the held version is this one."""
    report_id, source = version.report.report_id, version.source
    if current:
        connection.execute(
            update(sources).where(sources.c.report_id == report_id).values(current=False)
        )
    row = fields_of(source)
    row |= {"report_id": report_id, "current": current}
    insert_rows(connection, sources, [row], "INSERT OR REPLACE")


def insert_versions(
    connection: Connection, versions: Sequence[Version], embedded_with: str | None
) -> None:
    """All rows of new versions; their reports must have been displaced before."""
    rows: dict[Table, list[Row]] = {}
    bodies: list[Row] = []
    for version in versions:
        row = report_row(version) | {"embedded_with": embedded_with}
        rid = _insert_one(connection, reports, row)
        bodies.append({"body_key": row["body_key"]})
        for table, some in _child_rows(rid, version):
            rows.setdefault(table, []).extend(some)
        connection.execute(delete(unsettled).where(unsettled.c.version_id == version.version_id))
    insert_rows(connection, stale_bodies, bodies, "INSERT OR IGNORE")
    for table, some in rows.items():
        insert_rows(connection, table, some)
    grams.add(connection, ((row["rid"], row["text"]) for row in rows.get(texts, ())))


def _child_rows(rid: int, version: Version) -> Iterable[tuple[Table, list[Row]]]:
    report = version.report
    packed, states = cell_rows(rid, report.cells)
    yield texts, [{"rid": rid, "text": report.text}]
    yield spans, [{"rid": rid, "spans": packed}]
    yield cell_states, states
    for code, row in value_rows(rid, report.cells).items():
        yield values[code], [row]
    yield sections, _numbered(rid, report.sections)
    yield claims, _numbered(rid, report.claims)
    yield findings, finding_rows(rid, report.findings, cross_year=False)
    yield chunks, [{"rid": rid, **fields_of(item.chunk)} for item in version.placed()]


def finding_rows(rid: int, items: Iterable[Finding], cross_year: bool) -> list[Row]:
    """Rows of `findings`."""
    return [{**row, "cross_year": cross_year} for row in _numbered(rid, items)]


def _numbered(rid: int, items: Iterable[Any]) -> list[Row]:
    return [{"rid": rid, "ordinal": n, **fields_of(item)} for n, item in enumerate(items)]


# --- bulk inserts: the statement comes from the schema, the rows go straight to the driver


def insert_rows(
    connection: Connection, table: Table, rows: Sequence[Row], verb: str = "INSERT"
) -> None:
    """Insert rows by column name; absent columns are NULL, others are ignored."""
    if rows:
        statement = _statement(table, verb)
        connection.exec_driver_sql(statement, [_bound(table, row) for row in rows])


def _insert_one(connection: Connection, table: Table, row: Row) -> int:
    """Insert a row without its key; the key that it got."""
    done = connection.exec_driver_sql(_statement(table, "INSERT"), _bound(table, row))
    return int(done.lastrowid)


@cache
def _statement(table: Table, verb: str) -> str:
    return str(insert(table).compile(dialect=dialect())).replace("INSERT", verb, 1)


def _bound(table: Table, row: Row) -> tuple[Any, ...]:
    return tuple(
        json.dumps(row[column.name], ensure_ascii=False)
        if isinstance(column.type, JSON) and row.get(column.name) is not None
        else row.get(column.name)
        for column in table.columns
    )
