"""docs/benchmarks.md: the figures with the command, the machine, and what they do not show."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from eval.bench.report import Figure, from_json, table

_PACKAGES = ("sqlalchemy", "chromadb", "tantivy", "onnxruntime", "torch", "llama-index-core")
_BUSY_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Machine:
    """Where the figures were taken; `load` is the number of processes that wanted a core, `share`
    the part of one core that a busy loop got, 1 on an idle machine."""

    processor: str
    cores: int
    memory_gb: float
    system: str
    load: float
    share: float
    load_after: float | None = None
    share_after: float | None = None

    def words(self) -> str:
        """One sentence."""
        load, share = f"{self.load:.1f}", f"{100 * self.share:.0f} %"
        if self.load_after is not None and self.share_after is not None:
            load += f" before and {self.load_after:.1f} after"
            share += f" of a core before and {100 * self.share_after:.0f} % after"
        return (
            f"{self.cores} cores ({self.processor}), {self.memory_gb:.0f} GB, {self.system}; "
            f"load {load}; a busy loop got {share}."
        )


def machine() -> Machine:
    """This machine, now."""
    affinity = getattr(os, "sched_getaffinity", None)
    pages = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return Machine(
        _processor(),
        len(affinity(0)) if affinity else os.cpu_count() or 1,
        pages / 2**30,
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        os.getloadavg()[0],
        _share(),
    )


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, "") or platform.processor() or "processor unknown"


def _share() -> float:
    wall, cpu = time.perf_counter(), time.process_time()
    while time.perf_counter() - wall < _BUSY_SECONDS:
        pass
    return (time.process_time() - cpu) / (time.perf_counter() - wall)


@dataclass(frozen=True, slots=True)
class Run:
    """One call of the command line and what it found."""

    arguments: tuple[str, ...]
    day: str
    machine: Machine
    figures: tuple[Figure, ...]

    @property
    def command(self) -> str:
        """As it was typed, without what only concerns the output."""
        return " ".join(["python -m eval.bench", *self.arguments])

    def as_json(self) -> dict[str, Any]:
        """What `--json` prints and `read_run` reads."""
        return {
            "arguments": list(self.arguments),
            "day": self.day,
            "machine": asdict(self.machine),
            "figures": [figure.as_json() for figure in self.figures],
        }


def read_run(path: Path) -> Run:
    """The run that `--json` printed into a file."""
    record = json.loads(path.read_text(encoding="utf-8"))
    figures = tuple(from_json(figure) for figure in record["figures"])
    return Run(tuple(record["arguments"]), record["day"], Machine(**record["machine"]), figures)


def today() -> str:
    """The date for a run, UTC."""
    return datetime.now(UTC).date().isoformat()


def document(runs: Sequence[Run]) -> str:
    """The whole page, the figures of several runs side by side."""
    versions = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    commands = "\n".join(f"    {run.command}" for run in runs)
    parts = [_OPENING.format(commands=commands)]
    parts += [f"`{run.command}` on {run.day}: {run.machine.words()}\n" for run in runs]
    parts.append(f"SQLite {sqlite3.sqlite_version}, {versions}.\n")
    for line, title in TITLES.items():
        tables = list(_tables(line, runs))
        parts += [f"## {title}\n\n{NOTES[line]}\n", *tables] if tables else []
    return "\n".join([*parts, _NOT_SHOWN])


def _tables(line: str, runs: Sequence[Run]) -> Iterator[str]:
    """A table for each run that measured the line, with its command where there are several."""
    having = [run for run in runs if any(figure.line == line for figure in run.figures)]
    for run in having:
        name = f"`{run.command}`:\n\n" if len(having) > 1 else ""
        yield name + "\n".join(table(f for f in run.figures if f.line == line)) + "\n"


_OPENING = """# Benchmarks

Generated; do not edit. To take the figures again:

{commands}

Each figure is a median and stands beside its peer or limit, measured in turn in the same run on
the same machine. Read the ratios first: they move less than milliseconds from one machine, or one
hour, to another. `kept` says whether each budget was kept in this run: one in milliseconds and
one in multiples of the least SQL are kept or missed apart. A value that SQL reads in 0.02 ms is
not understood, checked and cited in 0.06; that ratio stays as it is.
"""

TITLES = {
    "lookup": "Exact answers, warm",
    "cold": "Answers from a cold command line",
    "narrative": "Answers in words, warm",
    "parsing": "Parsing",
    "indexing": "Indexing",
    "memory": "Memory",
}

NOTES = {
    "lookup": (
        "`Assistant.ask`, from the question's text to the checked answer with its citations, on "
        "stores of generated reports. “The least SQL” is written by hand and yields the same "
        "numbers; answer and SQL must agree or the run fails. It knows nothing of names, of the "
        "population, of what cannot be judged, of contradictions or of quotes. “Its own "
        "statements” are those the answer sends, sent again through sqlite3 alone: the rest is "
        "the price of understanding, composing and checking."
    ),
    "cold": (
        "`python -m assistant ask … --json` in a new process, from start to exit. “Loads” names "
        "the heavy packages in memory at the end."
    ),
    "narrative": (
        "Hybrid search and the choice of sentences, in one report and among all towns of a year, "
        "and the exhaustive search for a word. Most vectors are those of other passages with "
        "noise, which costs the search the same as real ones."
    ),
    "parsing": (
        "Generated files of each format, bytes to cells, claims, findings and passages, in one "
        "process, per second of CPU. The peer reads tables only, with the format's usual library, "
        "and does not understand them. No file is parsed twice."
    ),
    "indexing": (
        "Files of all layouts to a store on disk, with parsing in worker processes, embedding and "
        "all indexes; the model is loaded within the time, imports are not. The peer gets clean "
        "text, splits it into chunks of up to 1,024 tokens, of which the model reads the first "
        "512, and stores nothing else."
    ),
    "memory": (
        "Proportional set size of the process with its children, sampled every 50 ms; the "
        "anonymous part is without mapped files (the databases, up to 256 MB), whose pages the "
        "system takes back at need. Serving means the page, asked four questions through its API."
    ),
}

_NOT_SHOWN = """## What this does not show

The reports are generated: their prose is shorter and more alike than that of real ones, and more
of their tables are damaged. Larger stores hold copies under other names, so the database's pages
are as many as in life, but the words in the keyword index are fewer, which flatters it. Vectors
of the larger stores are noise around few real ones; search time is right, and nothing is said
here about search quality, for which see [evaluation.md](evaluation.md). Warm figures ask one
question after another from one thread; nothing is said about many users at once. The store lies
in the page cache; a first question after a restart of the machine also waits for the disk. Where
the load is above the number of cores, or a busy loop got less than a whole core, the machine was
shared with other work: walls are then a multiple of those of a machine of one's own, and only
ratios and CPU times mean much. A budget in milliseconds missed by such a multiple is not known to
be missed. Exponents are therefore of CPU times.
Scanned PDFs and .doc files are not measured.
"""
