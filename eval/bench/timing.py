"""Clocks: medians of interleaved runs, subprocess walls, growth exponents."""

from __future__ import annotations

import gc
import math
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from eval.metrics.latency import percentile

ROOT = Path(__file__).parents[2]


@dataclass(slots=True)
class Times:
    """Seconds of several runs of one piece of work: on the wall, and of the CPU in this process
    and those it waited for. On a machine shared with others the second varies less."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @property
    def ms(self) -> float:
        """The median wall time in milliseconds."""
        return 1000 * median(self.wall)

    @property
    def cpu_ms(self) -> float:
        """The median CPU time in milliseconds."""
        return 1000 * median(self.cpu)

    @property
    def p95_ms(self) -> float:
        """The 95th percentile of wall times in milliseconds."""
        return 1000 * (percentile(self.wall, 0.95) or 0.0)

    def run(self, work: Callable[[], object]) -> None:
        """Take the time of one run."""
        wall, cpu = time.perf_counter(), _cpu()
        work()
        self.cpu.append(_cpu() - cpu)
        self.wall.append(time.perf_counter() - wall)


def _cpu() -> float:
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


def interleaved(work: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, Times]:
    """Each piece of work `rounds` times in turn, so that all meet the same machine.

    Each is run once before, unmeasured.
    """
    taken = {name: Times() for name in work}
    for once in work.values():
        once()
    gc.collect()
    for _ in range(rounds):
        for name, once in work.items():
            taken[name].run(once)
    return taken


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """This Python with `arguments`, run in the checkout; RuntimeError where it fails."""
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
    )
    if done.returncode:
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
