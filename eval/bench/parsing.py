"""Files into reports, by format, in one process: reports a second of CPU.

The peer reads the same files with the format's usual library, tables only and no understanding
of them (`eval.baseline_tables`). No file is parsed twice, so caches help as in a real run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median

from eval.baseline_tables import table_rows
from eval.bench.bench import Bench
from eval.bench.corpus import parse_file
from eval.bench.report import Figure, Limit
from eval.bench.timing import Times

LINE = "parsing"
BATCH = 10
FORMATS: dict[str, tuple[tuple[str, ...], float, str]] = {
    ".txt": (("txt_tsv", "txt_cells", "txt_space", "txt_pdf"), 200, "split lines"),
    ".html": (("html_page", "html_gb18030", "html_div"), 200, "lxml rows"),
    ".docx": (("docx", "docx_textbox", "docx_nested"), 20, "python-docx rows"),
    ".pdf": (("pdf",), 15, "pdfplumber rows"),
}
"""Suffix → layouts of the generator, least reports a second, what the peer does."""


def measure(bench: Bench) -> Iterator[Figure]:
    """One figure a format."""
    for suffix, (layouts, least, peer) in FORMATS.items():
        files = sorted(bench.folder(bench.files, layouts).iterdir())
        parsed, plain = _taken(files)
        rate = {name: _rate(times.cpu) for name, times in (("parsed", parsed), ("plain", plain))}
        yield Figure(
            LINE,
            f"parsing {suffix}",
            rate["parsed"],
            "reports/s/core",
            size=len(files),
            peer=peer,
            peer_value=rate["plain"],
            limits=(Limit("value", "≥", least),),
            detail={"reports/s on the wall": _rate(parsed.wall)},
        )


def _taken(files: Sequence[Path]) -> tuple[Times, Times]:
    """Times of batches, the product's and the peer's in turn; the first batch is for warming."""
    parsed, plain = Times(), Times()
    batches = [files[n : n + BATCH] for n in range(0, len(files) - BATCH + 1, BATCH)]
    for number, batch in enumerate(batches):
        for times, work in ((parsed, parse_file), (plain, table_rows)):
            (times if number else Times()).run(_all(work, batch))
    return parsed, plain


def _all(work: Callable[[Path], object], files: Sequence[Path]) -> Callable[[], object]:
    return lambda: [work(file) for file in files]


def _rate(seconds: Sequence[float]) -> float:
    return BATCH / median(seconds)
