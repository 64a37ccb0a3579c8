"""Memory of a process with all its children, sampled while it runs (Linux)."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import IO

from eval.bench.timing import ROOT

_PROC = Path("/proc")
_EVERY = 0.05  # seconds between samples


class Memory:
    """What a process tree holds: proportional set size, so that shared pages count once. The
    anonymous part is without mapped files, whose pages the system takes back when it needs them."""

    def __init__(self, root: int) -> None:
        self._root = root
        self._stop = Event()
        self._thread = Thread(target=self._watch, daemon=True)
        self.peak_mb = 0.0
        self.peak_anonymous_mb = 0.0

    @staticmethod
    def can_be_read() -> bool:
        """Whether this system shows the memory of processes."""
        return (_PROC / "self" / "smaps_rollup").exists()

    def __enter__(self) -> Memory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def now_mb(self) -> float:
        """The present size in megabytes."""
        return self._sizes()[0]

    def _sizes(self) -> tuple[float, float]:
        """All of it and the anonymous part, in megabytes."""
        sizes = [_pss_kb(pid) for pid in _tree(self._root)]
        return sum(size[0] for size in sizes) / 1024, sum(size[1] for size in sizes) / 1024

    def _watch(self) -> None:
        while not self._stop.wait(_EVERY):
            whole, anonymous = self._sizes()
            self.peak_mb = max(self.peak_mb, whole)
            self.peak_anonymous_mb = max(self.peak_anonymous_mb, anonymous)


@dataclass(frozen=True, slots=True)
class Running:
    """A process under watch."""

    process: subprocess.Popen[bytes]
    memory: Memory
    errors: IO[bytes]

    def fail(self) -> None:
        """Raise RuntimeError if the process has ended with anything but 0."""
        if self.process.poll():
            self.errors.seek(0)
            told = self.errors.read().decode("utf-8", "replace").strip()[-800:]
            raise RuntimeError(f"exit status {self.process.returncode}: {told}")


@contextmanager
def running(*arguments: str) -> Iterator[Running]:
    """This Python with `arguments` in the checkout, watched; ended with its children on leaving."""
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=errors
        )
        try:
            with Memory(process.pid) as memory:
                yield Running(process, memory, errors)
        finally:
            process.terminate()
            process.wait(30)


def watch(*arguments: str) -> Memory:
    """The memory of a command that has run to its end; RuntimeError where it fails."""
    with running(*arguments) as found:
        found.process.wait()
        found.fail()
    return found.memory


def _tree(root: int) -> Sequence[int]:
    """`root` and all that descends from it."""
    children: dict[int, list[int]] = {}
    for entry in _PROC.iterdir():
        if entry.name.isdigit() and (parent := _parent(entry)) is not None:
            children.setdefault(parent, []).append(int(entry.name))
    found = [root]
    for pid in found:
        found += children.get(pid, [])
    return found


def _parent(entry: Path) -> int | None:
    try:
        stat = (entry / "stat").read_text()
    except OSError:  # it has ended
        return None
    return int(stat.rpartition(")")[2].split()[1])


def _pss_kb(pid: int) -> tuple[int, int]:
    """Proportional set size of a process and its anonymous part, in kilobytes."""
    try:
        lines = (_PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0, 0
    sizes = {line.split()[0]: int(line.split()[1]) for line in lines if line.endswith(" kB")}
    return sizes.get("Pss:", 0), sizes.get("Pss_Anon:", 0)
