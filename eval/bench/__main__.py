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
from eval.bench.document import document, machine
from eval.bench.report import Figure, table

LINES = ("lookup", "cold", "narrative", "parsing", "indexing", "memory")


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(prog="python -m eval.bench", description=__doc__)
    made.add_argument("--size", type=int, nargs="+", metavar="REPORTS", help="sizes of the stores")
    made.add_argument("--only", choices=LINES, nargs="+", help="only these benchmarks")
    made.add_argument("--rounds", type=int, default=15, help="runs behind a median")
    made.add_argument("--files", type=int, default=80, help="report files to parse and index")
    made.add_argument("--json", action="store_true", help="print JSON")
    made.add_argument("--write", type=Path, metavar="FILE", help="write a Markdown page")
    return made


def figures(bench: Bench, lines: Sequence[str]) -> Iterator[Figure]:
    """Every figure of the named benchmarks, with progress on stderr."""
    for line in lines:
        start = time.perf_counter()
        yield from import_module(f"eval.bench.{line}").measure(bench)
        print(f"{line}: {time.perf_counter() - start:.0f} s", file=sys.stderr)


def main(arguments: Sequence[str] | None = None) -> int:
    """0 where every budget is kept, 1 where one is not."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    options = parser().parse_args(given)
    before = machine()
    with tempfile.TemporaryDirectory(prefix="nianbao-bench-") as scratch:
        bench = Bench(Path(scratch), options.size, options.rounds, options.files)
        found = list(figures(bench, options.only or LINES))
    described = replace(before, load_after=machine().load)
    if options.write:
        options.write.write_text(document(found, described, given), encoding="utf-8")
    if options.json:
        made = {"machine": described.as_json(), "figures": [f.as_json() for f in found]}
        print(json.dumps(made, ensure_ascii=False))
    else:
        print("\n".join(table(found)))
    return 1 if any(figure.met is False for figure in found) else 0


if __name__ == "__main__":
    sys.exit(main())
