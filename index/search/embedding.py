"""Texts to vectors. Queries and chunks alike go through one `Embedder`; none needs torch but one.

Capitals, full-width and traditional characters are folded first: the default model's vocabulary
lacks them.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError
from index.search import model
from index.text import fold

Vectors: TypeAlias = NDArray[np.float32]

SETTING = "NIANBAO_EMBEDDING_MODEL"
MAX_TOKENS = 512
_BATCH_TOKENS = 512  # tokens of one run with padding; larger batches fall out of the CPU's cache


class Embedder(Protocol):
    """What the stores need of a model. Equal `name` and `dim` mean comparable vectors."""

    @property
    def name(self) -> str:
        """Which model it is."""
        ...

    @property
    def dim(self) -> int:
        """Length of a vector."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, float32 of shape (len(texts), dim), in the order of `texts`."""
        ...


def load_embedder(setting: str | None = None, threads: int | None = None) -> Embedder:
    """The embedder that `setting` names, by default `$NIANBAO_EMBEDDING_MODEL`, else m3e-small.

    Any other value is the name or folder of a sentence-transformers model. `threads` is the number
    of CPU cores to use, by default all. Raises ModelError where the model cannot be had.
    """
    chosen = setting or os.environ.get(SETTING) or model.NAME
    if chosen == model.NAME:
        return OnnxEmbedder(model.ensure_model(), threads)
    return SentenceTransformerEmbedder(chosen)


class OnnxEmbedder:
    """The prepared default model on onnxruntime and tokenizers: 0.2 s to the first vector."""

    def __init__(self, files: model.ModelFiles, threads: int | None = None) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # whole batches run side by side instead
        options.enable_cpu_mem_arena = False  # it would keep the largest batch of every shape
        self.name, self.dim = files.name, files.dim
        self._threads = threads or _cores()
        self._session = onnxruntime.InferenceSession(
            str(files.onnx), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(files.tokenizer))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()

    def embed(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.embed`. Equal texts are embedded once; text past 512 tokens is ignored.

        The int8 graph scales activations by batch, so a text's vector moves a little (cosine
        above 0.995) with the texts beside it.
        """
        distinct, rows = _distinct(texts)
        encoded = [item.ids for item in self._tokenizer.encode_batch(distinct)]
        batches = list(_batches(encoded))
        vectors = np.empty((len(distinct), self.dim), dtype=np.float32)
        with ThreadPoolExecutor(self._threads) as pool:
            for batch, output in zip(batches, pool.map(self._run, batches), strict=True):
                vectors[[row for row, _ in batch]] = output
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors[rows]

    def _run(self, batch: list[tuple[int, list[int]]]) -> Vectors:
        ids = np.zeros((len(batch), max(len(tokens) for _, tokens in batch)), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, (_, tokens) in enumerate(batch):
            ids[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
        output: Vectors = self._session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
        return output


class SentenceTransformerEmbedder:
    """Any sentence-transformers model, by hub name or folder; takes seconds to load torch."""

    def __init__(self, name_or_path: str) -> None:
        folder = Path(name_or_path)
        self.name = str(folder.resolve()) if folder.is_dir() else name_or_path
        self._model = _load_sentence_transformer(name_or_path)
        self.dim = int(self._model.get_embedding_dimension())

    def embed(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.embed`. Equal texts are embedded once."""
        distinct, rows = _distinct(texts)
        if not distinct:
            return np.empty((0, self.dim), dtype=np.float32)
        vectors = self._model.encode(distinct, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)[rows]


def _load_sentence_transformer(name_or_path: str) -> Any:
    try:
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(name_or_path)
    except (ImportError, OSError, ValueError) as error:  # OSError: also hub and network failures
        reason = str(error).splitlines()[0].rstrip(".")
        raise ModelError(
            f"无法加载嵌入模型“{name_or_path}”：{reason}。{SETTING} 应为 "
            "sentence-transformers 模型的名称（需能访问模型站点）或本地目录；"
            f"取消该设置即用默认模型 {model.NAME}。"
        ) from error


def _cores() -> int:
    """The CPU cores this process may use, which in a container are fewer than the machine's."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _distinct(texts: Sequence[str]) -> tuple[list[str], list[int]]:
    """The different folded texts, and for each text the row of its own among them."""
    rows: dict[str, int] = {}
    places = [rows.setdefault(unicodedata.normalize("NFKC", fold(t)), len(rows)) for t in texts]
    return list(rows), places


def _batches(encoded: Sequence[list[int]]) -> Iterator[list[tuple[int, list[int]]]]:
    """(row, token ids) in batches of like length, each of a bounded number of padded tokens."""
    batch: list[tuple[int, list[int]]] = []
    for row in sorted(range(len(encoded)), key=lambda row: len(encoded[row])):
        if batch and (len(batch) + 1) * len(encoded[row]) > _BATCH_TOKENS:
            yield batch
            batch = []
        batch.append((row, encoded[row]))
    if batch:
        yield batch
