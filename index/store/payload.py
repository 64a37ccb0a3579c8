"""A report with its chunks as compressed JSON: how a version waits to become visible, or is kept.

Objects become lists of their field values in declared order, so the form is compact and holds
nothing but data.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from index.report import Cell, Evidence, Finding, Identity, Report, Section
from index.search.chunks import Chunk, PlacedChunk, chunk_id

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a version came from: `path` tells files apart, `fingerprint` tells versions apart.

    `fingerprint` is the SHA-256 of the bytes and the metadata from beside the file, with the
    READING_VERSION that read them behind a colon (nothing in stores made before it was noted);
    `published` (ISO date) and `mtime` (seconds) say which of two files for one report is newer.
    """

    path: str
    fingerprint: str
    published: str | None = None
    mtime: float | None = None

    @property
    def reading(self) -> str:
        """The READING_VERSION that read the file; "" in stores made before it was noted."""
        return self.fingerprint.partition(":")[2]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a report on its way into the stores."""

    report: Report
    chunks: tuple[Chunk, ...]
    source: Source

    @property
    def version_id(self) -> str:
        """The name under which the derived stores hold its chunks."""
        return f"{self.report.report_id}-{self.source.fingerprint[:8]}.{self.source.reading}"

    def placed(self) -> list[PlacedChunk]:
        """Its chunks as the derived stores take them."""
        identity = self.report.identity
        return place(self.chunks, self.version_id, identity.full_name, identity.year)


def place(
    chunks: Iterable[Chunk], version_id: str, issuer: str, year: int | None
) -> list[PlacedChunk]:
    """Chunks as the derived stores take them, under the name of their version."""
    return [
        PlacedChunk(
            replace(c, chunk_id=chunk_id(version_id, c.ordinal), report_id=version_id), issuer, year
        )
        for c in chunks
    ]


def dump(version: Version) -> bytes:
    """`version` as bytes that `load` turns back into an equal object."""
    record = fields_of(version.report)
    record["identity"] = identity = fields_of(version.report.identity)
    identity["evidence"] = {name: _values(why) for name, why in identity["evidence"].items()}
    for name in ("sections", "claims", "findings"):  # cells are tuples, as JSON wants them
        record[name] = [_values(item) for item in record[name]]
    chunks = [_values(chunk) for chunk in version.chunks]
    whole = {"report": record, "chunks": chunks, "source": _values(version.source)}
    return zlib.compress(json.dumps(whole, ensure_ascii=False).encode("utf-8"), 1)


def load(payload: bytes) -> Version:
    """The version that `dump` made `payload` from."""
    from index.claims import Claim

    whole = json.loads(zlib.decompress(payload))
    record = whole["report"]
    identity = record["identity"]
    identity["candidates"] = tuple(identity["candidates"])
    identity["evidence"] = {name: Evidence(*why) for name, why in identity["evidence"].items()}
    record["identity"] = Identity(**identity)
    kinds = {"sections": Section, "cells": Cell, "claims": Claim, "findings": Finding}
    for name, kind in kinds.items():
        record[name] = tuple(_make(kind, item) for item in record[name])
    chunks = tuple(_make(Chunk, item) for item in whole["chunks"])
    return Version(Report(**record), chunks, _make(Source, whole["source"]))


def _values(item: Any) -> list[Any]:
    return [getattr(item, name) for name in item.__slots__]


def fields_of(item: Any) -> dict[str, Any]:
    """Its fields by name."""
    return {name: getattr(item, name) for name in item.__slots__}


def _make(kind: type[T], values: Sequence[Any]) -> T:
    """An object from its field values; JSON lists were tuples."""
    return kind(*(tuple(value) if isinstance(value, list) else value for value in values))
