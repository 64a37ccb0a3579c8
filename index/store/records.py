"""`Report` ↔ rows of the side store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from struct import Struct
from typing import Any

from index.keys import body_key
from index.report import Cell, CellKey, Evidence, Identity, Number
from index.store.payload import Version
from index.store.schema import all_keys, column_name

_SPAN = Struct("<ii")
_MISSING = (-1, -1)  # a missing cell with nothing to say about it
_ELSEWHERE = (-2, -2)  # in `cell_states`, or not among the report's cells at all

Row = dict[str, Any]


@cache
def offsets() -> dict[CellKey, int]:
    """Cell key → its place in `spans`, counted in cells."""
    return {key: place for place, key in enumerate(all_keys())}


def number(value: float | None) -> Number | None:
    """A stored number as read: whole ones are `int`."""
    return int(value) if value is not None and float(value).is_integer() else value


def report_row(version: Version) -> Row:
    """The row of `reports`, without its `rid`."""
    report, identity = version.report, version.report.identity
    counts = _counts(report.cells)
    return {
        "report_id": report.report_id,
        "version_id": version.version_id,
        "body_key": body_key(identity, report.file),
        "year": identity.year,
        "form": report.form,
        "scope": identity.scope,
        "issuer": identity.issuer,
        "full_name": identity.full_name,
        "body": identity.body,
        "body_type": identity.body_type,
        "province": identity.province,
        "city": identity.city,
        "county": identity.county,
        "township": identity.township,
        "place_confidence": identity.place_confidence,
        "grade": report.grade,
        **counts,
        "file": report.file,
        "format": report.format,
        "sha256": report.sha256,
        "title": report.title,
        "url": report.metadata.get("url"),
        "published": report.metadata.get("published"),
        "embedded_with": None,
        "indexed_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "candidates": list(identity.candidates),
        "evidence": {name: [why.rule, why.quote] for name, why in identity.evidence.items()},
        "metadata": report.metadata,
    }


def _counts(cells: Iterable[Cell]) -> Row:
    reported = repaired = unreadable = 0
    for cell in cells:
        reported += cell.state == "reported"
        repaired += cell.repaired
        unreadable += cell.state == "unreadable"
    return {
        "cells_reported": reported,
        "cells_repaired": repaired,
        "cells_unreadable": unreadable,
    }


def identity_of(row: Mapping[str, Any]) -> Identity:
    """The identity that `report_row` stored."""
    names = ("issuer", "body", "body_type", "province", "city", "county", "township")
    return Identity(
        **{name: row[name] for name in names},
        place_confidence=row["place_confidence"],
        candidates=tuple(row["candidates"]),
        year=row["year"],
        scope=row["scope"],
        evidence={name: Evidence(*why) for name, why in row["evidence"].items()},
    )


def value_rows(rid: int, cells: Iterable[Cell]) -> dict[str, Row]:
    """Table code → row of its wide table, for the tables that `cells` touch."""
    rows: dict[str, Row] = {}
    for cell in cells:
        row = rows.setdefault(cell.table, {"rid": rid})
        row[column_name(cell.key)] = cell.value
    return rows


def cell_rows(rid: int, cells: Iterable[Cell]) -> tuple[bytes, list[Row]]:
    """The `spans` of a report and its rows of `cell_states`."""
    packed, states = bytearray(_SPAN.pack(*_ELSEWHERE) * len(offsets())), []
    for cell in cells:
        span = _plain_span(cell)
        if span is not None:
            _SPAN.pack_into(packed, _SPAN.size * offsets()[cell.key], *span)
        else:
            states.append(
                {
                    "rid": rid,
                    "cell": ".".join(cell.key),
                    "state": cell.state,
                    "repaired": cell.repaired,
                    "raw": cell.raw,
                    "start": cell.start,
                    "end": cell.end,
                    "reason": cell.reason,
                }
            )
    return bytes(packed), states


def _plain_span(cell: Cell) -> tuple[int, int] | None:
    """What `spans` holds of a cell that needs no row of its own: its number is printed plainly."""
    if cell.repaired or cell.reason is not None:
        return None
    if cell.state == "missing" and cell.raw is None and cell.start is None:
        return _MISSING
    if cell.state != "reported" or cell.start is None or cell.end is None:
        return None
    return (cell.start, cell.end) if cell.raw == str(number(cell.value)) else None


def read_cell(
    key: CellKey, value: float | None, packed: bytes, states: Mapping[str, Mapping[str, Any]]
) -> Cell | None:
    """The cell out of its stored parts; null where the report has no such cell."""
    name = ".".join(key)
    if name in states:
        row = states[name]
        return Cell(
            *key,
            value=number(value),
            state=row["state"],
            raw=row["raw"],
            start=row["start"],
            end=row["end"],
            repaired=row["repaired"],
            reason=row["reason"],
        )
    span = _SPAN.unpack_from(packed, _SPAN.size * offsets()[key])
    if span == _MISSING:
        return Cell(*key, value=None, state="missing")
    if span == _ELSEWHERE:
        return None
    plain = number(value)
    return Cell(*key, value=plain, state="reported", raw=str(plain), start=span[0], end=span[1])
