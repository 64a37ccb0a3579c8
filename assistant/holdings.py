"""The bodies of the store as the parser wants them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from assistant.places import Held, HeldBody
from index.store.schema import reports

_COLUMNS = (
    "body_key",
    "body",
    "full_name",
    "body_type",
    "province",
    "city",
    "county",
    "township",
    "place_confidence",
    "year",
)


def read_held(connection: Connection) -> Held:
    """Every body of which a report is held; its names are those of its newest report."""
    chosen = select(*(reports.c[name] for name in _COLUMNS))
    rows = connection.execute(chosen.order_by(reports.c.body_key, reports.c.year))
    by_key: dict[str, list[Any]] = {}
    for row in rows:
        by_key.setdefault(row.body_key, []).append(row)
    return Held(tuple(_body(key, found) for key, found in by_key.items()))


def _body(key: str, found: list[Any]) -> HeldBody:
    last = found[-1]
    return HeldBody(
        key=key,
        name=last.body,
        issuer=last.full_name,
        body_type=last.body_type,
        province=last.province,
        city=last.city,
        county=last.county,
        township=last.township,
        years=tuple(row.year for row in found if row.year is not None),
        place_confidence=last.place_confidence,
    )
