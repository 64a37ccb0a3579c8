"""What plain means reach on the same files and questions.

Vector-only retrieval is LlamaIndex's default pipeline (SentenceSplitter, one embedding a chunk,
Chroma); keyword-only is BM25 over character unigrams and bigrams of the same chunks. Both are
judged kindly: a chunk counts as holding a cell when it is of the right file and shows the row's
label, whatever the column. Documents are given as clean text, which default readers do not
always manage.
"""

from __future__ import annotations

import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Any

from eval.baseline_tables import table_scores
from eval.corpora import Corpus
from eval.filetext import file_text, squeezed
from eval.render.labels import DISPUTE_ROWS, PROACTIVE_BLOCKS, REQUEST_ROWS

CUTS = (5, 10, 20)
_LABEL_SHOWN = 6
"""Characters of a row label that a chunk must show; the rest may be broken by line ends."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of one file's text."""

    file: str
    text: str


Ranking = Callable[[str, int], Sequence[Chunk]]
"""Question and k → the k best chunks."""


def baselines(corpus: Corpus, questions: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Shares of single-turn questions whose evidence is all among the top 5, 10 and 20 chunks,
    and the cells that generic table extraction reads rightly."""
    asked = [q for q in questions if q["corpus"] == corpus.name and len(q["turns"]) == 1]
    model = _embedding()
    start = time.perf_counter()
    chunks, by_vectors = vector_ranking(corpus, model)
    seconds = time.perf_counter() - start
    by_words = keyword_ranking(chunks)
    return {
        "chunks": len(chunks),
        "vector_only": reach(asked, by_vectors) | {"index_seconds": round(seconds, 2)},
        "keyword_only": reach(asked, by_words),
        "generic_tables": table_scores(corpus),
    }


def reach(questions: Sequence[Mapping[str, Any]], ranking: Ranking) -> dict[str, Any]:
    """Share of questions with all evidence in the top k, for each cut; apart for cells and text."""
    found: dict[str, list[int]] = defaultdict(lambda: [0] * len(CUTS))
    total: Counter[str] = Counter()
    for question in questions:
        needed = evidence(question["expect"][0])
        if not needed:
            continue
        kind = "text" if question["expect"][0].get("phrases") else "cells"
        best = ranking(question["turns"][0], CUTS[-1])
        total[kind] += 1
        for i, cut in enumerate(CUTS):
            found[kind][i] += all(any(shows(c, *one) for c in best[:cut]) for one in needed)
    return {
        kind: {"questions": n}
        | {f"top{cut}": round(found[kind][i] / n, 4) for i, cut in enumerate(CUTS)}
        for kind, n in total.items()
    }


def evidence(expect: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(file, text to show) of every cell and passage an answer rests on; "" for any file."""
    cells = [(file, row_label(key)) for file, key in expect.get("cells", [])]
    sources = expect.get("from", [])
    source = sources[0] if len(sources) == 1 else ""
    return [*cells, *((source, squeezed(phrase)) for phrase in expect.get("phrases", []))]


def shows(chunk: Chunk, file: str, wanted: str) -> bool:
    """Whether a chunk of `file` shows the text."""
    return file in ("", chunk.file) and wanted in squeezed(chunk.text)


def row_label(key: str) -> str:
    """The telling start of the printed label of a cell's row."""
    table, _, rest = key.partition(".")
    row = rest.rpartition(".")[0]
    labels = {
        "requests": {code: path[-1] for rows in REQUEST_ROWS.values() for code, path in rows},
        "disputes": dict(DISPUTE_ROWS),
    }.get(table) or {code: label for _, _, rows in PROACTIVE_BLOCKS[table] for code, label in rows}
    bare = re.sub(r"^(?:[一二三四]、|（[一二三四五六七]）|\d\.)", "", labels[row])
    return bare[:_LABEL_SHOWN]


def vector_ranking(corpus: Corpus, model: Any) -> tuple[list[Chunk], Ranking]:
    """LlamaIndex's default pipeline over the corpus, with the product's embedding model."""
    import chromadb
    from llama_index.core import Document, StorageContext, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.vector_stores.chroma import ChromaVectorStore

    documents = [
        Document(text=file_text(corpus.folder / file), metadata={"file_name": file})
        for file in corpus.files
    ]
    nodes = SentenceSplitter().get_nodes_from_documents(documents)
    collection = chromadb.EphemeralClient(
        chromadb.Settings(anonymized_telemetry=False)
    ).get_or_create_collection("baseline_" + re.sub(r"\W", "_", corpus.name))
    store = StorageContext.from_defaults(vector_store=ChromaVectorStore(collection))
    index = VectorStoreIndex(nodes, storage_context=store, embed_model=model)
    retriever = index.as_retriever(similarity_top_k=CUTS[-1])

    def rank(question: str, k: int) -> list[Chunk]:
        return [_chunk(found.node) for found in retriever.retrieve(question)[:k]]

    return [_chunk(node) for node in nodes], rank


def _chunk(node: Any) -> Chunk:
    return Chunk(node.metadata["file_name"], node.get_content())


def _embedding() -> Any:
    """The default model through sentence-transformers, as a LlamaIndex embedding."""
    from llama_index.core.base.embeddings.base import BaseEmbedding
    from sentence_transformers import SentenceTransformer

    from index.search.model import ensure_model

    model = SentenceTransformer(str(ensure_model().folder), device="cpu")

    class Embedding(BaseEmbedding):  # type: ignore[misc]
        """Texts lower-cased, as the model's vocabulary asks."""

        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            lowered = [text.lower() for text in texts]
            vectors = model.encode(lowered, show_progress_bar=False)
            return [[float(x) for x in vector] for vector in vectors]

        def _get_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

    return Embedding(model_name="m3e-small", embed_batch_size=32)


def keyword_ranking(chunks: Sequence[Chunk], k1: float = 1.2, b: float = 0.75) -> Ranking:
    """BM25 (Robertson and Spärck Jones) over character unigrams and bigrams."""
    grams = [Counter(_grams(chunk.file + chunk.text)) for chunk in chunks]
    lengths = [sum(counts.values()) for counts in grams]
    mean = sum(lengths) / len(lengths)
    postings: dict[str, list[int]] = defaultdict(list)
    for i, counts in enumerate(grams):
        for gram in counts:
            postings[gram].append(i)

    def rank(question: str, k: int) -> list[Chunk]:
        scores: dict[int, float] = defaultdict(float)
        for gram in set(_grams(question)):
            held = postings.get(gram, [])
            weight = log(1 + (len(chunks) - len(held) + 0.5) / (len(held) + 0.5))
            for i in held:
                count = grams[i][gram]
                part = count * (k1 + 1) / (count + k1 * (1 - b + b * lengths[i] / mean))
                scores[i] += weight * part
        return [chunks[i] for i in sorted(scores, key=lambda i: -scores[i])[:k]]

    return rank


def _grams(text: str) -> list[str]:
    bare = squeezed(text).lower()
    return [*bare, *(bare[i : i + 2] for i in range(len(bare) - 1))]
