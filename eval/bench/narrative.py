"""Answers in words, warm: hybrid search, sentences and mentions, beside one plain dense search."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from assistant.engine import Assistant
from eval.bench.bench import Bench
from eval.bench.lookup import YEAR, town
from eval.bench.report import Figure, Limit
from eval.bench.timing import exponent, interleaved
from index.search.embedding import load_embedder
from index.search.vectors import VectorStore
from index.store.database import FILE

LINE = "narrative"
SIZES = (1000,)
SMALL = 100_000
"""Passages up to which the smaller budget holds."""
_NEIGHBOURS = 60
_WORD = "视频号"
_BY_VECTOR = f"embedding the question and one Chroma search for {_NEIGHBOURS}"
_BY_WORD = "one scan of all texts in SQL"
_SCAN = "SELECT rid FROM reports JOIN texts USING (rid) WHERE instr(text, ?)"


def questions(home: Path) -> list[tuple[str, str]]:
    """(kind, question) for a searchable home."""
    with closing(sqlite3.connect(home / FILE)) as bare:
        name, _ = town(bare)
    return [
        ("one report", f"{name}{YEAR}年政府信息公开工作存在哪些问题？"),
        ("all towns of a year", f"{YEAR}年各镇是怎么做政策解读的？"),
        ("mention", f"哪些报告提到了{_WORD}？"),
    ]


def measure(bench: Bench) -> Iterator[Figure]:
    """One figure a kind of question and size, then the growth over the sizes."""
    points: dict[str, list[tuple[float, float]]] = {}
    for size in bench.sizes_or(SIZES):
        for figure in of_home(bench.searchable(size), bench.rounds):
            points.setdefault(figure.what, []).append((figure.size or 0, figure.cpu_ms))
            yield figure
    for what, found in points.items():
        if (slope := exponent(found)) is not None:
            yield Figure(LINE, f"growth: {what}", slope, "exponent of CPU time over passages")


def of_home(home: Path, rounds: int) -> Iterator[Figure]:
    """The figures of one searchable home."""
    assistant, embedder = Assistant(home, resident=True), load_embedder()
    vectors = VectorStore(home, embedder.name, embedder.dim)
    passages = vectors.count()

    def search(question: str) -> object:
        return vectors.search(embedder.embed([question])[0], None, None, _NEIGHBOURS)

    with closing(sqlite3.connect(home / FILE)) as bare:

        def scan(_: str) -> object:
            return bare.execute(_SCAN, (_WORD,)).fetchall()

        for kind, question in questions(home):
            peer = (_BY_WORD, scan) if kind == "mention" else (_BY_VECTOR, search)
            yield _figure(kind, question, assistant, passages, rounds, *peer)
    assistant.close()


def _figure(
    kind: str,
    question: str,
    assistant: Assistant,
    passages: int,
    rounds: int,
    peer: str,
    least: Callable[[str], object],
) -> Figure:
    answer = assistant.ask(question)
    if answer.status != "answered" or not answer.citations:
        raise ValueError(f"{question} {answer.status}: {answer.answer[:200]}")
    taken = interleaved(
        {"ask": lambda: assistant.ask(question), "peer": lambda: least(question)}, rounds
    )
    return Figure(
        LINE,
        f"narrative, {kind}, warm",
        taken["ask"].ms,
        "ms",
        size=passages,
        of="passages",
        spread=taken["ask"].p95_ms,
        peer=peer,
        peer_value=taken["peer"].ms,
        limits=(Limit("value", "≤", 60 if passages <= SMALL else 150),),
        cpu_ms=taken["ask"].cpu_ms,
        detail={"citations": len(answer.citations)},
    )
