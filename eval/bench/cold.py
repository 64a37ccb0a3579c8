"""Exact and narrative answers from a cold command line, beside Python itself and `import torch`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from eval.bench.bench import Bench
from eval.bench.lookup import cases
from eval.bench.narrative import SIZES as SEARCHABLE
from eval.bench.narrative import questions
from eval.bench.report import Figure, Limit
from eval.bench.timing import interleaved, python
from index.store.database import FILE

LINE = "cold"
SIZES = (1000, 10_000)
HEAVY = ("torch", "chromadb", "llama_index", "onnxruntime", "transformers", "gradio", "numpy")
_LOADED = (
    "import json, sys\nfrom assistant.cli import main\nstatus = main(sys.argv[1:])\n"
    "print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})), file=sys.stderr)\n"
    "sys.exit(status)"
)


def measure(bench: Bench) -> Iterator[Figure]:
    """Exact answers at every size, then narrative ones where there are vectors."""
    torch = _torch(bench)
    for size in bench.sizes_or(SIZES):
        home = bench.home(size)
        with closing(sqlite3.connect(home / FILE)) as bare:
            question = next(case.question for case in cases(bare) if case.kind == "value")
        yield _figure(bench, home, size, "exact value", question, 0.6, torch)
    for size in bench.sizes_or(SEARCHABLE):
        home = bench.searchable(size)
        for kind, question in questions(home):
            yield _figure(bench, home, size, f"narrative, {kind}:", question, 1.5, torch)


def _torch(bench: Bench) -> float:
    """Seconds that importing torch alone takes."""
    rounds = bench.slow_rounds
    taken = interleaved({"torch": lambda: python("-c", "import torch")}, rounds)
    return taken["torch"].ms / 1000


def _figure(
    bench: Bench, home: Path, size: int, kind: str, question: str, limit: float, torch: float
) -> Figure:
    arguments = ("--home", str(home), "ask", question, "--json")
    taken = interleaved(
        {
            "ask": lambda: python("-m", "assistant", *arguments),
            "pass": lambda: python("-c", "pass"),
        },
        2 * bench.slow_rounds + 3,
    )
    asked, floor = taken["ask"].ms / 1000, taken["pass"].ms / 1000
    return Figure(
        LINE,
        f"{kind} answer, cold process",
        asked,
        "s",
        size=size,
        spread=taken["ask"].p95_ms / 1000,
        cpu_ms=taken["ask"].cpu_ms,
        peer="import torch",
        peer_value=torch,
        limits=(Limit("value", "≤", limit),),
        detail={
            "python -c pass, s": floor,
            "× that": asked / floor,
            "loads": "、".join(heavy(*arguments)) or "none of " + ", ".join(HEAVY),
        },
    )


def heavy(*arguments: str) -> list[str]:
    """Which of the heavy packages a command has loaded by its end."""
    done = python("-c", _LOADED, *arguments)
    loaded = set(json.loads(done.stderr.splitlines()[-1]))
    return [name for name in HEAVY if name in loaded]
