"""`python -m eval.bench`: measure the budgets of the design, each beside its peer or limit."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from eval.bench.bench import Bench
from eval.bench.document import Run, document, machine, read_run, today
from eval.bench.report import Figure, table

LINES = ("lookup", "cold", "narrative", "parsing", "indexing", "memory")


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(prog="python -m eval.bench", description=__doc__)
    made.add_argument("--size", type=int, nargs="+", metavar="REPORTS", help="sizes of the stores")
    made.add_argument("--only", choices=LINES, nargs="+", help="only these benchmarks")
    made.add_argument("--rounds", type=int, default=15, help="runs behind a median")
    made.add_argument("--files", type=int, default=80, help="report files to parse and index")
    output = made.add_argument_group("output")
    output.add_argument("--json", action="store_true", help="print JSON")
    output.add_argument("--write", type=Path, metavar="FILE", help="write a Markdown page")
    output.add_argument(
        "--beside", type=Path, nargs="+", metavar="RUN", default=[],
        help="for the page: earlier runs, as --json printed them",
    )  # fmt: skip
    return made


def figures(bench: Bench, lines: Sequence[str]) -> Iterator[Figure]:
    """Every figure of the named benchmarks, with progress on stderr."""
    for line in lines:
        start = time.perf_counter()
        yield from import_module(f"eval.bench.{line}").measure(bench)
        print(f"{line}: {time.perf_counter() - start:.0f} s", file=sys.stderr)


def main(arguments: Sequence[str] | None = None) -> int:
    """0 where every budget is kept, 1 where one is not."""
    options = parser().parse_args(arguments)
    before, earlier = machine(), [read_run(path) for path in options.beside]
    with tempfile.TemporaryDirectory(prefix="nianbao-bench-") as scratch:
        bench = Bench(Path(scratch), options.size, options.rounds, options.files)
        found = tuple(figures(bench, options.only or LINES))
    after = machine()
    described = replace(before, load_after=after.load, share_after=after.share)
    run = Run(_asked(options), today(), described, found)
    if options.write:
        options.write.write_text(document([run, *earlier]), encoding="utf-8")
    print(
        json.dumps(run.as_json(), ensure_ascii=False) if options.json else "\n".join(table(found))
    )
    return 1 if any(figure.met is False for figure in found) else 0


def _asked(options: argparse.Namespace) -> tuple[str, ...]:
    """The arguments that the figures depend on, where they are not the usual ones."""
    usual = parser().parse_args([])
    words: list[str] = []
    for name in ("only", "size", "rounds", "files"):
        value = getattr(options, name)
        if value != getattr(usual, name):
            words += [f"--{name}", *map(str, value if isinstance(value, list) else [value])]
    return tuple(words)


if __name__ == "__main__":
    sys.exit(main())
