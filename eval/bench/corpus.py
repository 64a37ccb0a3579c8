"""Homes of any size: generated reports stored once, then copied row by row under other names.

A copy's bodies, counties and files have names of their own; its texts keep those of the original.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import lru_cache
from pathlib import Path

import numpy as np
from sqlalchemy import Table

from eval.synth import generate, stream
from index.across_years import check_across_years
from index.errors import NianbaoError
from index.parse import parse_document
from index.readers import read
from index.readers.dispatch import read_bytes
from index.report import READING_VERSION
from index.search.chunks import chunk_sections
from index.search.embedding import Vectors, load_embedder
from index.search.keywords import KeywordIndex
from index.search.vectors import VectorStore
from index.store import grams
from index.store.database import FILE
from index.store.payload import Source, Version
from index.store.queries import batched
from index.store.schema import metadata
from index.store.write import WriteStore

BASE = 1000
"""Reports that are generated and parsed; larger homes hold copies of them."""
EMBEDDED = 480
"""Passages of a home whose vectors are the model's own."""
SEED = 7
_LAYOUTS = ("txt_tsv", "txt_cells", "txt_space", "txt_pdf")
_BATCH = 64
_REPORTS_AT_ONCE = 256
_RUN_STATE = ("history", "sources", "unsettled", "stale_bodies")
_FIRST = "栾沅滦淦澧湟汶沭涑汾沔漯浠淝泸"
_SECOND = "桐柘桦枳柽楸榧槭栌桫椤杉楝栂柞"
_TEXTS = "SELECT rid, text FROM texts WHERE rid <= ?"
_NAMED = ("body", "township", "county", "body_key", "file")


def make_home(home: Path, reports: int, base: Path | None = None) -> Path:
    """A side store of `reports` reports under `home`, without derived stores.

    `base` is a home of min(reports, BASE) reports made before; by default it is made.
    """
    home.mkdir(parents=True, exist_ok=True)
    held = min(reports, BASE)
    if base is None:
        _fill(home, held)
    else:
        shutil.copy(base / FILE, home / FILE)
    with closing(sqlite3.connect(home / FILE)) as connection:
        for copy in range(1, -(-reports // held)):
            _copy(connection, copy, held, min(held, reports - copy * held))
    return home


def add_derived(home: Path) -> None:
    """Keywords of all passages of `home`, and a vector for each.

    Embedding takes an hour for 100,000 passages, so only the first `EMBEDDED` are; each other one
    gets the vector of one of these with some noise, as near-identical reports have.
    """
    embedder = load_embedder()
    rng = np.random.default_rng(SEED)
    known: Vectors | None = None
    with (
        WriteStore.open_write(home) as store,
        closing(KeywordIndex(home)) as keywords,
    ):
        vectors = VectorStore(home, embedder.name, embedder.dim)
        for ids in batched(store.report_ids(), _REPORTS_AT_ONCE):
            placed = store.placed_chunks(ids)
            if known is None:
                known = embedder.embed([item.indexed_text for item in placed[:EMBEDDED]])
            keywords.add(placed)
            keywords.commit()
            vectors.add(placed, _near(known, len(placed), rng))
        store.set_embedded(None, embedder.name)
        vectors.commit()


def _near(known: Vectors, count: int, rng: np.random.Generator) -> Vectors:
    """`count` unit vectors, each near one of `known` (cosine about 0.9)."""
    noise = rng.standard_normal((count, known.shape[1]), dtype=np.float32)
    noise *= 0.5 / np.linalg.norm(noise, axis=1, keepdims=True)
    made: Vectors = known[rng.integers(len(known), size=count)] + noise
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    return made


def make_files(folder: Path, reports: int, layouts: tuple[str, ...] | None = None) -> list[Path]:
    """Report files in `folder`; by default of every layout that a reader can make sense of."""
    folder.mkdir(parents=True)
    truths = generate(SEED, reports, folder, layouts)
    (folder / "truth.jsonl").unlink()
    return [folder / truth.file for truth in truths]


def versions(reports: int) -> Iterator[Version]:
    """Parsed reports, each of another body or year."""
    seen: set[str] = set()
    for truth, content in stream(SEED, 2 * reports, _LAYOUTS):
        try:
            report = parse_document(read_bytes(content, truth.file))
        except NianbaoError:  # some generated files are meant to be unreadable
            continue
        if report.report_id not in seen:
            seen.add(report.report_id)
            chunks = tuple(chunk_sections(report.report_id, report.text, report.sections))
            yield Version(report, chunks, Source(truth.file, f"{report.sha256}:{READING_VERSION}"))
        if len(seen) == reports:
            return


def parse_file(path: Path) -> int:
    """Read and parse one file as the pipeline does; how many passages it has."""
    report = parse_document(read(path))
    return len(chunk_sections(report.report_id, report.text, report.sections))


def _fill(home: Path, reports: int) -> None:
    with WriteStore.open_write(home) as store:
        batch: list[Version] = []
        for version in versions(reports):
            batch.append(version)
            if len(batch) == _BATCH:
                store.mark_ready(batch, None)
                batch = []
        store.mark_ready(batch, None)
        check_across_years(store)
        if (held := store.count()) != reports:
            raise ValueError(f"{held} of {reports} generated reports stored")


def _copy(connection: sqlite3.Connection, copy: int, held: int, reports: int) -> None:
    prefix = _FIRST[copy % len(_FIRST)] + _SECOND[copy // len(_FIRST)]
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA foreign_keys = OFF")
    with connection:
        for table in metadata.sorted_tables:
            if table.name not in _RUN_STATE:
                connection.execute(_statement(table, prefix, copy * held), {"last": reports})
        texts = connection.execute(_TEXTS, (reports,)).fetchall()
        rows = [(rid + copy * held, _pairs(text)) for rid, text in texts]
        connection.executemany(grams.INSERT, rows)


@lru_cache(maxsize=BASE)  # each copy asks again
def _pairs(text: str) -> str:
    return " ".join(grams.pairs(text))


def _statement(table: Table, prefix: str, shift: int) -> str:
    new_id = f"printf('%012x', rid + {shift})"
    changed = {
        "rid": f"rid + {shift}",
        "report_id": new_id,
        "version_id": f"{new_id} || substr(version_id, 13)",
        "chunk_id": f"{new_id} || substr(chunk_id, 13)",
        **{name: f"'{prefix}' || {name}" for name in _NAMED},
    }
    for name in ("issuer", "full_name", "title"):
        town = f"replace({name}, body, '{prefix}' || body)"
        changed[name] = f"coalesce(replace({town}, county, '{prefix}' || county), {town})"
    own = changed.keys() if table.name == "reports" else {"rid", "chunk_id"}
    names = [column.name for column in table.columns]
    taken = [changed[name] if name in own else f'"{name}"' for name in names]
    into = ", ".join(f'"{name}"' for name in names)
    return (
        f"INSERT INTO {table.name} ({into}) SELECT {', '.join(taken)} "
        f"FROM {table.name} WHERE rid <= :last"
    )
