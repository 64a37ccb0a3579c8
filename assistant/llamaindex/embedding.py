"""nianbao's embedding model as llama-index's."""

from __future__ import annotations

import asyncio
from typing import Any

from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.bridge.pydantic import PrivateAttr

from index.search.embedding import Embedder, load_embedder

_BATCH = 256  # the embedder sorts a batch by length, which pays in large ones


class NianbaoEmbedding(BaseEmbedding):  # type: ignore[misc]
    """Unit vectors of the model that `nianbao index` uses, without torch.

    `model_name` is as in `load_embedder`: by default `$NIANBAO_EMBEDDING_MODEL`, else m3e-small,
    else any sentence-transformers model. Raises ModelError where the model cannot be had.
    """

    _embedder: Embedder = PrivateAttr()

    def __init__(self, model_name: str | None = None, **settings: Any) -> None:
        embedder = load_embedder(model_name)
        super().__init__(**{"embed_batch_size": _BATCH} | settings, model_name=embedder.name)
        self._embedder = embedder

    @classmethod
    def class_name(cls) -> str:
        """The name for serialisation."""
        return "NianbaoEmbedding"

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._embedder.embed(texts).tolist()
        return vectors

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embeddings([query])[0]

    async def _aget_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return await asyncio.to_thread(self._get_text_embeddings, texts)

    async def _aget_text_embedding(self, text: str) -> list[float]:
        return await asyncio.to_thread(self._get_text_embedding, text)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return await asyncio.to_thread(self._get_query_embedding, query)
