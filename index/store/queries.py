"""The statements that read the side store, and what they read as objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import JSON, ColumnElement, Connection, Select, bindparam, func, select

from index.errors import StoreError
from index.report import READING_VERSION, Cell, CellKey, Finding, Report, Section
from index.search.chunks import Chunk
from index.store.records import identity_of, number, read_cell
from index.store.schema import (
    all_keys,
    cell_states,
    chunks,
    claims,
    findings,
    reports,
    sections,
    sources,
    spans,
    texts,
    value_column,
    values,
)

T = TypeVar("T")
IDS_AT_ONCE = 500  # ids read at once
_NAMES_AT_ONCE = 50  # cell names; for more it is faster to read all


def among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Whether `column` is one of the list bound as `name`: one parameter, however many items, so
    that the statement is written and prepared once, not for each length anew."""
    items = func.json_each(bindparam(name, type_=JSON)).table_valued("value")
    return column.in_(select(items.c.value))


_RID = select(reports.c.rid).where(reports.c.report_id == bindparam("report_id"))
_REPORT = select(reports).where(reports.c.report_id == bindparam("report_id"))
TEXT = select(texts.c.text).where(texts.c.rid == bindparam("rid"))
_ALL_STATES = select(cell_states).where(among(cell_states.c.rid, "rids"))
_STATES = _ALL_STATES.where(among(cell_states.c.cell, "names"))
_SECTIONS = (
    select(*(c for c in sections.c if c.name not in ("rid", "ordinal")))
    .where(sections.c.rid == bindparam("rid"))
    .order_by(sections.c.ordinal)
)
_CLAIMS = (
    select(*(c for c in claims.c if c.name not in ("rid", "ordinal")))
    .where(claims.c.rid == bindparam("rid"))
    .order_by(claims.c.ordinal)
)
_OWN_FINDINGS = (
    select(*(c for c in findings.c if c.name not in ("rid", "ordinal", "cross_year")))
    .where(findings.c.rid == bindparam("rid"), findings.c.cross_year <= bindparam("across_years"))
    .order_by(findings.c.cross_year, findings.c.ordinal)
)
_CHUNK = (
    select(
        chunks.c.chunk_id,
        reports.c.report_id,
        chunks.c.ordinal,
        chunks.c.section,
        chunks.c.start,
        chunks.c.end,
        func.substr(texts.c.text, chunks.c.start + 1, chunks.c.end - chunks.c.start).label("text"),
    )
    .join_from(chunks, reports, reports.c.rid == chunks.c.rid)
    .join(texts, texts.c.rid == chunks.c.rid)
)
_CHUNKS = _CHUNK.where(chunks.c.rid == bindparam("rid")).order_by(chunks.c.ordinal)
CHUNKS_BY_ID = _CHUNK.where(among(chunks.c.chunk_id, "ids"))
_BY_PLACE = (
    reports.c.province,
    reports.c.city,
    reports.c.county,
    reports.c.body,
    reports.c.year,
    reports.c.report_id,
)
LISTING = select(
    reports.c.report_id,
    reports.c.file,
    reports.c.full_name.label("issuer"),
    reports.c.province,
    reports.c.city,
    reports.c.county,
    reports.c.township,
    reports.c.year,
    reports.c.form,
    reports.c.cells_reported.label("cells"),
    select(func.count())
    .where(findings.c.rid == reports.c.rid)
    .correlate(reports)
    .scalar_subquery()
    .label("findings"),
    reports.c.grade,
    reports.c.place_confidence,
    reports.c.body_type,
).order_by(*_BY_PLACE)
FINDINGS = (
    select(
        reports.c.report_id,
        reports.c.file,
        findings.c.rule,
        findings.c.detail,
        findings.c.cells,
    )
    .join_from(findings, reports, reports.c.rid == findings.c.rid)
    .order_by(*_BY_PLACE, findings.c.cross_year, findings.c.ordinal)
)


def read_report(connection: Connection, report_id: str, across_years: bool = True) -> Report:
    """`Store.report` within a transaction; without `across_years` only with its own findings."""
    from index.claims import Claim

    row = connection.execute(_REPORT, {"report_id": report_id}).mappings().first()
    if row is None:
        raise unknown_report(report_id)
    rid = row["rid"]
    return Report(
        report_id=report_id,
        file=row["file"],
        format=row["format"],
        sha256=row["sha256"],
        text=str(connection.scalar(TEXT, {"rid": rid})),
        title=row["title"],
        identity=identity_of(dict(row)),
        form=row["form"],
        sections=tuple(Section(**item) for item in _read(connection, _SECTIONS, rid)),
        cells=read_own_cells(connection, [report_id])[report_id],
        claims=tuple(
            Claim(**{**item, "value": number(item["value"])})
            for item in _read(connection, _CLAIMS, rid)
        ),
        findings=tuple(
            Finding(**{**item, "cells": tuple(item["cells"])})
            for item in _read(connection, _OWN_FINDINGS, rid, across_years=across_years)
        ),
        grade=row["grade"],
        metadata=row["metadata"],
    )


def read_chunks(connection: Connection, rid: int) -> tuple[Chunk, ...]:
    """`Store.chunks_of` within a transaction."""
    return tuple(Chunk(*row) for row in connection.execute(_CHUNKS, {"rid": rid}))


def count_outdated(connection: Connection) -> int:
    """`Store.outdated` within a transaction."""
    now = sources.c.fingerprint.endswith(f":{READING_VERSION}")
    statement = select(func.count()).select_from(sources).where(sources.c.current, ~now)
    return int(connection.scalar(statement) or 0)


def unknown_report(report_id: str) -> StoreError:
    """The error for an id that no held report has."""
    return StoreError(f"没有编号为 {report_id} 的报告。用 nianbao reports 查看现有报告的编号。")


def rid_of(connection: Connection, report_id: str) -> int:
    """The row id of the held version; StoreError where there is none."""
    rid = connection.scalar(_RID, {"report_id": report_id})
    if rid is None:
        raise unknown_report(report_id)
    return int(rid)


def _read(
    connection: Connection, statement: Select[Any], rid: int, **bound: object
) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(statement, {"rid": rid, **bound}).mappings()]


def read_own_cells(
    connection: Connection, report_ids: Iterable[str]
) -> dict[str, tuple[Cell, ...]]:
    """`Store.own_cells` within a transaction."""
    return {
        report_id: tuple(cell for cell in cells if cell is not None)
        for report_id, cells in read_cells(connection, report_ids, all_keys()).items()
    }


def read_cells(
    connection: Connection, report_ids: Iterable[str], keys: tuple[CellKey, ...]
) -> dict[str, list[Cell | None]]:
    """Report id → its cells under `keys`, null where it has none."""
    found: dict[str, list[Cell | None]] = {}
    for ids in batched(report_ids, IDS_AT_ONCE):
        rows = connection.execute(_cells_statement(keys), {"ids": ids}).all()
        states = _states(connection, [row.rid for row in rows], keys)
        for row in rows:
            found[row.report_id] = [
                read_cell(key, value, row.spans, states.get(row.rid, {}))
                for key, value in zip(keys, row[3:], strict=True)
            ]
    return found


def _states(
    connection: Connection, rids: Sequence[int], keys: Sequence[CellKey]
) -> dict[int, dict[str, dict[str, Any]]]:
    """Row id → cell name → row of `cell_states`, for at least `keys`."""
    if len(keys) <= _NAMES_AT_ONCE:
        bound = {"rids": rids, "names": [".".join(key) for key in keys]}
        rows = connection.execute(_STATES, bound)
    else:
        rows = connection.execute(_ALL_STATES, {"rids": rids})
    found: dict[int, dict[str, dict[str, Any]]] = {}
    for row in rows.mappings():
        found.setdefault(row["rid"], {})[row["cell"]] = dict(row)
    return found


@lru_cache(maxsize=64)
def _cells_statement(keys: tuple[CellKey, ...]) -> Select[Any]:
    """Row id, report id, spans, then one column a key; bind `ids`."""
    source = reports.join(spans, spans.c.rid == reports.c.rid)
    for table in dict.fromkeys(values[key[0]] for key in keys):
        source = source.outerjoin(table, table.c.rid == reports.c.rid)
    columns = [value_column(key) for key in keys]
    statement = select(reports.c.rid, reports.c.report_id, spans.c.spans, *columns)
    return statement.select_from(source).where(among(reports.c.report_id, "ids"))


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """`items` in lists of `size`, the last one shorter."""
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some
