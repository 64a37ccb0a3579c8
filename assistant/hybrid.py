"""Vectors and keywords of one home as one search: the sum of their min-max scores (DESIGN §5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from index.errors import ModelError, StoreError

if TYPE_CHECKING:
    from index.search.embedding import Embedder
    from index.search.keywords import KeywordIndex
    from index.search.vectors import VectorStore

Hits = Sequence[tuple[str, float]]
_EVERY_CHUNK = 10_000  # of a few reports


class Retriever:
    """The derived stores of one home, opened when first asked. Safe to share between threads.

    Without an embedding model the keywords work alone; `unavailable` then says why.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._lock = Lock()
        self._embedder: Embedder | None = None
        self._vectors: VectorStore | None = None
        self._keywords: KeywordIndex | None = None
        self.unavailable = ""

    def scores(
        self, query: str, version_ids: Sequence[str] | None, years: Sequence[int | None], k: int
    ) -> dict[str, float]:
        """Chunk id → fused score in 0..1 of the best chunks for `query` within the scope."""
        with self._lock:
            dense = self._dense(query, version_ids, years, k)
            sparse = self._open_keywords().search(query, years or None, version_ids, k)
        found: Counter[str] = Counter()
        for hits in (dense, sparse):
            found.update(_min_max(hits))
        return {chunk: score / 2 for chunk, score in found.items()}

    def dense(
        self, query: str, version_ids: Sequence[str], years: Sequence[int | None]
    ) -> dict[str, float]:
        """Chunk id → cosine similarity of every chunk of a few reports; empty without a model."""
        with self._lock:
            return dict(self._dense(query, version_ids, years, _EVERY_CHUNK))

    def similarities(self, query: str, sentences: Sequence[str]) -> list[float]:
        """Cosine similarity of each sentence to `query`; ModelError without a model."""
        with self._lock:
            embedder, _ = self._open_vectors()
            first, *rest = embedder.embed([query, *sentences])
        return [float(vector @ first) for vector in rest]

    def _dense(
        self, query: str, version_ids: Sequence[str] | None, years: Sequence[int | None], k: int
    ) -> Hits:
        try:
            embedder, vectors = self._open_vectors()
            found = vectors.search(embedder.embed([query])[0], years or None, version_ids, k)
        except (ModelError, StoreError) as error:
            self.unavailable = str(error)
            return []
        self.unavailable = ""
        return found

    def _open_vectors(self) -> tuple[Embedder, VectorStore]:
        if self._embedder is None or self._vectors is None:
            from index.search.embedding import load_embedder
            from index.search.vectors import VectorStore

            self._embedder = load_embedder()
            self._vectors = VectorStore(self._home, self._embedder.name, self._embedder.dim)
        return self._embedder, self._vectors

    def _open_keywords(self) -> KeywordIndex:
        if self._keywords is None:
            from index.search.keywords import KeywordIndex

            self._keywords = KeywordIndex(self._home)
        return self._keywords


def _min_max(hits: Hits) -> dict[str, float]:
    """Scores stretched over 0..1."""
    if not hits:
        return {}
    scores = [score for _, score in hits]
    low, high = min(scores), max(scores)
    return {chunk: (score - low) / (high - low) if high > low else 1.0 for chunk, score in hits}
