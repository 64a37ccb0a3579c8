"""Clocks: medians of interleaved runs, subprocess walls, growth exponents."""

from __future__ import annotations

import gc
import math
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]


def interleaved(work: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Seconds of each piece of work, `rounds` times in turn, so that all meet the same machine.

    Each is run once before, unmeasured.
    """
    taken: dict[str, list[float]] = {name: [] for name in work}
    for once in work.values():
        once()
    gc.collect()
    for _ in range(rounds):
        for name, once in work.items():
            start = time.perf_counter()
            once()
            taken[name].append(time.perf_counter() - start)
    return taken


def process(
    *arguments: str, home: Path | None = None, check: bool = True
) -> subprocess.CompletedProcess[str]:
    """This Python with `arguments`, run in the checkout."""
    environment = dict(os.environ) | ({"NIANBAO_HOME": str(home)} if home else {})
    command = [sys.executable, *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8"
    )
    if check and done.returncode:
        raise RuntimeError(f"{' '.join(arguments)[:200]}: {done.stderr.strip()[-800:]}")
    return done


def exponent(points: Sequence[tuple[float, float]]) -> float | None:
    """The slope of log value over log size; 1 is linear. Null for fewer than two sizes."""
    if len({size for size, _ in points}) < 2:
        return None
    xs = [math.log(size) for size, _ in points]
    ys = [math.log(value) for _, value in points]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    rise = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    return rise / sum((x - mean_x) ** 2 for x in xs)


def middle(seconds: Sequence[float]) -> float:
    """The median in milliseconds."""
    return 1000 * median(seconds)
