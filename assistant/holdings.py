"""The bodies of the store as the parser wants them."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
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
    "scope",
)


def read_held(connection: Connection) -> Held:
    """Every body of which a report is held; its names are those of its newest report."""
    chosen = select(*(reports.c[name] for name in _COLUMNS))
    rows = connection.execute(chosen.order_by(reports.c.body_key, reports.c.year)).all()
    return Held(tuple(_body(list(found)) for _, found in groupby(rows, itemgetter(0))))


def _body(found: list[Any]) -> HeldBody:
    """A body from the rows of its reports, the newest last."""
    key, name, issuer, kind, province, city, county, township, confidence, _, scope = found[-1]
    years = tuple([row.year for row in found if row.year is not None])
    places = (province, city, county, township)
    return HeldBody(key, name, issuer, kind, *places, years, confidence, scope == "area")
