"""Tables of the SQL side store, the truth that every other store is derived from.

What stands in these tables is visible to readers, so a version of a report enters them whole, in
the transaction in which the old one leaves. `rid` is the row id of one version and is never used
again; `report_id` is the name users see. The derived stores (vectors, keywords) know a version by
its `version_id`: a new one is laid down there beside the old one, named in `unsettled` until these
tables hold it, and what they find counts only where these tables do.

One wide table a statutory table (DESIGN §5) keeps filters over a year within milliseconds: one
column a cell, NULL unless a number is printed. Everything else a cell needs stands in `spans`
(offsets of plainly reported cells, 8 bytes a cell) and `cell_states` (all other cells).
"""

from __future__ import annotations

from functools import cache

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

from index.form import FORMS, TABLES
from index.report import CellKey

SCHEMA_VERSION = 1  # raise it with a change of tables or columns, of the form, or of `fold`

metadata = MetaData()


def _rid(primary: bool = False) -> Column[int]:
    """The version a row belongs to; the row goes when the version goes."""
    target = ForeignKey("reports.rid", ondelete="CASCADE")
    return Column("rid", Integer, target, primary_key=primary, index=not primary, nullable=False)


reports = Table(
    "reports",
    metadata,
    Column("rid", Integer, primary_key=True),
    Column("report_id", String(12), nullable=False, unique=True),
    Column("version_id", String, nullable=False, unique=True),  # its name in the derived stores
    Column("body_key", String, nullable=False),  # report_id's key without the year
    Column("year", Integer, index=True),
    Column("form", String, nullable=False),
    Column("scope", String, nullable=False),  # body | area
    Column("issuer", String, nullable=False),
    Column("full_name", String, nullable=False),  # Identity.full_name: for display and citations
    Column("body", String, nullable=False, index=True),
    Column("body_type", String, nullable=False, index=True),
    Column("province", String),
    Column("city", String),
    Column("county", String, index=True),
    Column("township", String),
    Column("place_confidence", String, nullable=False),
    Column("grade", String, nullable=False),
    Column("cells_reported", Integer, nullable=False),
    Column("cells_repaired", Integer, nullable=False),
    Column("cells_unreadable", Integer, nullable=False),
    Column("file", String, nullable=False, index=True),
    Column("format", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("title", String, nullable=False),
    Column("url", String),
    Column("published", String),  # as given in the metadata
    Column("embedded_with", String),  # the model whose vectors are stored; NULL: none yet
    Column("indexed_at", String, nullable=False),  # UTC, ISO 8601
    Column("candidates", JSON, nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("metadata", JSON, nullable=False),
    # Both hold all that answers name a report by (`assistant.lookup_scope`), so that lists do not
    # read wide rows, and so that SQLite, which has no statistics, does not prefer the second for
    # one body's reports because it holds more. Within a scope the order is that of `rid`, in which
    # the wide tables lie.
    Index(
        "reports_by_body_and_year",
        *("body_key", "year", "scope", "body_type", "province", "city", "county", "body"),
        *("full_name", "report_id", "form", "grade", "file"),
    ),
    Index(
        "reports_in_scope",
        *("year", "scope", "body_type", "rid", "province", "city", "county", "body"),
        *("full_name", "report_id", "body_key", "form", "grade", "file"),
    ),
    sqlite_autoincrement=True,  # a row id is never used for two versions
)

texts = Table("texts", metadata, _rid(primary=True), Column("text", Text, nullable=False))


def column_name(key: CellKey) -> str:
    """A cell's column in its wide table: `denied_state_secret__total`."""
    return f"{key[1]}__{key[2]}".replace(".", "_")


values: dict[str, Table] = {
    code: Table(
        code,
        metadata,
        _rid(primary=True),
        *(Column(column_name(key), Float) for key in table.cell_keys()),
    )
    for code, table in TABLES.items()
}
"""Table code → wide table. A report has a row only where its form has the table."""

spans = Table("spans", metadata, _rid(primary=True), Column("spans", LargeBinary, nullable=False))

cell_states = Table(
    "cell_states",
    metadata,
    _rid(primary=True),
    Column("cell", String, primary_key=True),  # "requests.received.total"
    Column("state", String, nullable=False),
    Column("repaired", Boolean, nullable=False),
    Column("raw", Text),
    Column("start", Integer),
    Column("end", Integer),
    Column("reason", Text),
    Index("cell_states_by_cell", "cell", "state"),
    sqlite_with_rowid=False,
)

sections = Table(
    "sections",
    metadata,
    _rid(primary=True),
    Column("ordinal", Integer, primary_key=True),
    Column("path", String, nullable=False),
    Column("heading", String, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("kind", String, nullable=False),
    sqlite_with_rowid=False,
)

claims = Table(
    "claims",
    metadata,
    _rid(primary=True),
    Column("ordinal", Integer, primary_key=True),
    Column("field", String, nullable=False),
    Column("value", Float),
    Column("unit", String),
    Column("approx", Boolean, nullable=False),
    Column("negated", Boolean, nullable=False),
    Column("relative", Boolean, nullable=False),
    Column("period", String, nullable=False),
    Column("section", String, nullable=False),
    Column("quote", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("number_start", Integer, nullable=False),
    Column("number_end", Integer, nullable=False),
    Column("includes_carried", Boolean, nullable=False),
    Column("detail", JSON(none_as_null=True)),
    Index("claims_by_field", "field", "period"),
    sqlite_with_rowid=False,
)

chunks = Table(
    "chunks",
    metadata,
    Column("chunk_id", String, primary_key=True),
    _rid(),
    Column("ordinal", Integer, nullable=False),
    Column("section", String, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
)

findings = Table(
    "findings",
    metadata,
    _rid(primary=True),
    Column("cross_year", Boolean, primary_key=True),  # rests on another year's report as well
    Column("ordinal", Integer, primary_key=True),
    Column("rule", String, nullable=False, index=True),
    Column("detail", Text, nullable=False),
    Column("cells", JSON, nullable=False),
    Column("soft", Boolean, nullable=False),
    Column("start", Integer),
    Column("end", Integer),
    sqlite_with_rowid=False,
)

history = Table(
    "history",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("report_id", String(12), nullable=False, index=True),
    Column("replaced_at", String, nullable=False),
    Column("file", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("payload", LargeBinary, nullable=False),
)

# What a run needs to be incremental, and to be undone where it was killed.

sources = Table(
    "sources",
    metadata,
    Column("path", String, primary_key=True),  # where the file was found, with zip members
    Column("fingerprint", String, nullable=False),  # of its bytes and outside metadata
    Column("report_id", String(12), nullable=False, index=True),
    Column("published", String),
    Column("mtime", Float),
    Column("current", Boolean, nullable=False),  # the report's held version comes from this file
)

# Versions that the derived stores may hold although these tables do not, or no longer.
unsettled = Table("unsettled", metadata, Column("version_id", String, primary_key=True))

# Bodies with a new or gone report since the checks across years last ran.
stale_bodies = Table("stale_bodies", metadata, Column("body_key", String, primary_key=True))


def value_column(key: CellKey) -> Column[float]:
    """The column that holds a cell's value in its wide table `values[key[0]]`."""
    return values[key[0]].c[column_name(key)]


@cache
def all_keys() -> tuple[CellKey, ...]:
    """Every cell key of every form version: the order of `Report.cells` and of `spans`."""
    place: dict[CellKey, tuple[int, str, int]] = {}
    for form in FORMS.values():
        for ordinal, table in enumerate(form.tables):
            for position, key in enumerate(table.cell_keys()):
                found = (ordinal, table.code, position)
                place[key] = max(place.get(key, found), found)
    return tuple(sorted(place, key=place.__getitem__))
