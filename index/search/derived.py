"""The two derived stores together: vectors where there is a model, keywords always.

Both are opened when first needed. Without a model everything but search by meaning works; the
reason is kept as a warning, and a later run embeds what is missing.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from index.errors import ModelError, StoreError
from index.search.chroma import FOLDER, SERVER, discard_torn
from index.search.chunks import PlacedChunk
from index.store.queries import batched
from index.store.write import WriteStore

if TYPE_CHECKING:
    from index.search.embedding import Embedder
    from index.search.vectors import VectorStore

_REPORTS_AT_ONCE = 64


class Derived:
    """Writing to the derived stores of one home, under its write lock."""

    def __init__(self, home: Path) -> None:
        from index.search.keywords import KeywordIndex

        self._home = home
        self._keywords = KeywordIndex(home)
        self._dense: tuple[Embedder, VectorStore] | None = None
        self.warning: str | None = None  # why there are no vectors, with the remedy

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._dense:
            self._dense[1].commit()
        self._keywords.close()

    def add(self, placed: Sequence[PlacedChunk]) -> str | None:
        """Store chunks durably, those held already anew; the model that embedded them, if any."""
        self._keywords.add(placed)
        self._keywords.commit()
        return self._embed(placed)

    def drop(self, store: WriteStore) -> None:
        """Take out what `store` does not, or no longer, hold; what cannot be done now stays noted
        in the store."""
        version_ids = store.unsettled()
        if not version_ids:
            return
        self._keywords.delete_reports(version_ids)
        self._keywords.commit()
        if not self._has_vectors():
            store.settle(version_ids)
        elif dense := self._open():
            dense[1].delete_reports(version_ids)
            dense[1].commit()
            store.settle(version_ids)

    def catch_up(self, store: WriteStore) -> None:
        """Bring both stores up to what `store` holds: what an earlier run could not embed, and
        what was lost with a deleted folder or a killed writer."""
        if self._keywords.count() < store.chunk_count():
            for ids in batched(store.report_ids(), _REPORTS_AT_ONCE):
                self._keywords.add(store.placed_chunks(ids))
                self._keywords.commit()
        if dense := self._open():
            model, vectors = dense[0].name, dense[1]
            if vectors.count() < store.chunk_count(embedded_with=model):
                store.set_embedded(_incomplete(store, vectors.chunk_ids()), None)
            for ids in batched(store.unembedded(model), _REPORTS_AT_ONCE):
                self._embed(store.placed_chunks(ids))
                store.set_embedded(ids, model)

    def _embed(self, placed: Sequence[PlacedChunk]) -> str | None:
        dense = self._open()
        if dense is None:
            return None
        embedder, vectors = dense
        if placed:
            vectors.add(placed, embedder.embed([item.indexed_text for item in placed]))
        return embedder.name

    def _has_vectors(self) -> bool:
        """Whether a vector store was ever begun; asking it takes the model, which takes time."""
        return bool(os.environ.get(SERVER)) or (self._home / FOLDER).exists()

    def _open(self) -> tuple[Embedder, VectorStore] | None:
        """Model and vectors; null where either cannot be had, with the warning set."""
        if self._dense is None and self.warning is None:
            from index.search.embedding import load_embedder
            from index.search.vectors import VectorStore

            try:
                embedder = load_embedder()
                if not os.environ.get(SERVER):
                    discard_torn(self._home)
                self._dense = embedder, VectorStore(self._home, embedder.name, embedder.dim)
            except (ModelError, StoreError) as error:
                self.warning = (
                    f"未生成向量，按意思检索暂不可用，查数与关键词检索不受影响。{error}"
                    "处理好后再运行一次 nianbao index 即可补上。"
                )
        return self._dense


def _incomplete(store: WriteStore, held: Iterable[str]) -> list[str]:
    """Ids of the reports of which some chunk has no vector."""
    held = set(held)
    return [
        report_id
        for ids in batched(store.report_ids(), _REPORTS_AT_ONCE)
        for report_id in ids
        if any(item.chunk.chunk_id not in held for item in store.placed_chunks([report_id]))
    ]
