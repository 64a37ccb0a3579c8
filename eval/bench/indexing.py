"""Files to stores, end to end, beside LlamaIndex's default pipeline on the same files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from statistics import median

from eval.bench.bench import Bench
from eval.bench.report import Figure, Limit
from eval.bench.timing import python

LINE = "indexing"
_NAMES = ("nianbao", "llamaindex")


def measure(bench: Bench) -> Iterator[Figure]:
    """Reports a second of both, in turn; then a second run over files that have not changed.

    Importing is left out on both sides, which spares the peer the loading of torch's modules.
    """
    folder, fresh = bench.folder(bench.files), count()
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in _NAMES}
    for _ in range(bench.slow_rounds):
        for name in _NAMES:
            store = bench.scratch / f"{name}{next(fresh)}"
            runs[name].append(_run(name, str(folder), str(store)))
    ours, peer = (median(run["work"] for run in runs[name]) for name in _NAMES)
    yield Figure(
        LINE,
        "indexing, end to end",
        bench.files / ours,
        "reports/s",
        size=bench.files,
        peer="LlamaIndex default pipeline",
        peer_value=bench.files / peer,
        limits=(Limit("ratio", "≥", 4),),
        detail={
            "s": ours,
            "peer s": peer,
            "imports, s": median(run["import"] for run in runs["nianbao"]),
            "peer imports, s": median(run["import"] for run in runs["llamaindex"]),
            "peer chunks": runs["llamaindex"][0]["count"],
        },
    )
    again = _run("nianbao", str(folder), str(bench.scratch / "nianbao0"))
    yield Figure(
        LINE,
        "indexing again, nothing changed",
        bench.files / again["work"],
        "reports/s",
        size=bench.files,
        peer="first run",
        peer_value=bench.files / ours,
    )


def _run(name: str, folder: str, store: str) -> dict[str, float]:
    done = python("-m", "eval.bench.pipelines", name, folder, store)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found
