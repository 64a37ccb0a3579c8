"""The dense index: one vector per chunk in Chroma, one collection per report year.

A collection per year keeps the common scope a plain query; Chroma's metadata filter costs time in
proportion to the collection. Derived from the SQL store, so it holds ids and vectors only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.errors import ModelError
from index.search.chroma import Chroma
from index.search.chunks import PlacedChunk, chunk_id, report_of
from index.store.queries import batched

if TYPE_CHECKING:
    from index.search.embedding import Vectors

Hit = tuple[str, float]  # chunk id, cosine similarity

_EXACT_REPORTS = 100  # up to here reading the vectors beats a filtered query, and is exact
_BREADTH = 400  # near-identical reports need a broad search: recall@50 0.98, at Chroma's 100 0.83
_WIDE = 2000  # neighbours of an unfiltered query, among which a large scope has its best ones
_WINDOW = 16  # chunk ids asked for at once; most reports have fewer
_BATCH = 500  # records of one call, and so how long a reader may have to wait


class VectorStore:
    """Vectors of chunks by year. The caller holds the write lock around writing.

    What is written is durable at once; readers in other processes see it from `commit` on.
    """

    def __init__(self, home: Path, model: str, dim: int) -> None:
        """Open the vectors of `home`, which are of `model` and have `dim` numbers each.

        Raises ModelError where the stored vectors are of another model or dimension, StoreError
        where Chroma cannot be opened.
        """
        self._made_by = {"embedding_model": model, "dim": dim}
        self._chroma = Chroma(home)
        for collection in self._chroma.read(lambda client: client.list_collections()):
            self._check(collection.metadata or {})

    def add(self, placed: Sequence[PlacedChunk], vectors: Vectors) -> None:
        """Store row i of `vectors`, float32 (n, dim) of unit length, for chunk i of `placed`.

        A chunk that is already held is overwritten, so a repeated call changes nothing.
        """
        for year in sorted({item.year for item in placed}, key=str):
            rows = [row for row, item in enumerate(placed) if item.year == year]
            for some in batched(rows, _BATCH):
                chunks = [placed[row].chunk for row in some]
                with self._chroma.writing() as client:
                    self._collection(client, year).upsert(
                        ids=[chunk.chunk_id for chunk in chunks],
                        embeddings=vectors[some],
                        metadatas=[{"report_id": chunk.report_id} for chunk in chunks],
                    )

    def delete_reports(self, report_ids: Iterable[str]) -> None:
        """Remove every vector of these reports; ids that are not held are no error."""
        for some in batched(report_ids, _BATCH):
            with self._chroma.writing() as client:
                for collection in client.list_collections():
                    collection.delete(where={"report_id": {"$in": some}})

    def commit(self) -> None:
        """Let readers in other processes see what was written; they reload their index for it."""
        self._chroma.publish()

    def search(
        self,
        query: Vectors,
        years: Collection[int | None] | None = None,
        report_ids: Collection[str] | None = None,
        k: int = 20,
    ) -> list[Hit]:
        """The `k` chunks nearest to the unit vector `query`, best first, within the scope.

        `years` and `report_ids` restrict the search where they are not null; year null holds the
        reports without one. Giving the years of the reports along with `report_ids` saves time.
        """
        hits = self._chroma.read(
            lambda client: [
                hit
                for collection in _in_scope(client, years)
                for hit in _nearest(collection, query, report_ids, k)
            ]
        )
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))[:k]

    def count(self) -> int:
        """How many vectors are held."""
        return self._chroma.read(
            lambda client: sum(int(item.count()) for item in client.list_collections())
        )

    def chunk_ids(self) -> set[str]:
        """The ids of all chunks that have a vector."""
        return self._chroma.read(
            lambda client: {
                held for item in client.list_collections() for held in item.get(include=[])["ids"]
            }
        )

    def _collection(self, client: Any, year: int | None) -> Any:
        return client.get_or_create_collection(
            _name(year),
            embedding_function=None,
            configuration={"hnsw": {"space": "ip", "ef_search": _BREADTH}},
            metadata=self._made_by,
        )

    def _check(self, found: dict[str, object]) -> None:
        if {key: found.get(key) for key in self._made_by} == self._made_by:
            return
        raise ModelError(
            f"向量库由嵌入模型 {found.get('embedding_model')}（{found.get('dim')} 维）建立，当前"
            f"模型是 {self._made_by['embedding_model']}（{self._made_by['dim']} 维），不能混用。"
            "请把 NIANBAO_EMBEDDING_MODEL 改回原模型；"
            f"或删除 {self._chroma.path} 后运行 nianbao index 重建向量。"
        )


def _name(year: int | None) -> str:
    return f"year_{'none' if year is None else year}"


def _in_scope(client: Any, years: Collection[int | None] | None) -> list[Any]:
    names = None if years is None else {_name(year) for year in years}
    held = client.list_collections()
    return [item for item in held if names is None or item.name in names]


def _nearest(
    collection: Any, query: Vectors, report_ids: Collection[str] | None, k: int
) -> list[Hit]:
    """The best `k` of one collection: exact in a small scope, by the graph in a large one."""
    if report_ids is None:
        return _query(collection, query, k)
    if len(report_ids) <= _EXACT_REPORTS:
        return _exact(collection, query, report_ids)
    wanted = set(report_ids)
    hits = [hit for hit in _query(collection, query, _WIDE) if report_of(hit[0]) in wanted]
    if len(hits) >= k:
        return hits[:k]
    return _query(collection, query, k, where={"report_id": {"$in": list(wanted)}})


def _query(collection: Any, query: Vectors, k: int, **scope: object) -> list[Hit]:
    found = collection.query(query_embeddings=[query], n_results=k, include=["distances"], **scope)
    return [
        (held, 1.0 - distance)
        for held, distance in zip(found["ids"][0], found["distances"][0], strict=True)
    ]


def _exact(collection: Any, query: Vectors, report_ids: Collection[str]) -> list[Hit]:
    """Every chunk of these reports with its similarity.

    Chunks are asked for by id, which is several times faster than by a metadata filter; a report
    whose window came back full is asked for the next one.
    """
    hits: list[Hit] = []
    start, pending = 0, set(report_ids)
    while pending:
        window = range(start, start + _WINDOW)
        found = collection.get(
            ids=[chunk_id(report, n) for report in pending for n in window],
            include=["embeddings"],
        )
        if found["ids"]:
            scores = np.asarray(found["embeddings"], dtype=np.float32) @ query
            hits += zip(found["ids"], scores.tolist(), strict=True)
        last = {chunk_id(report, window[-1]): report for report in pending}
        pending = {last[held] for held in found["ids"] if held in last}
        start += _WINDOW
    return hits
