"""The benchmark at tiny sizes: that figures are produced, agree with SQL and read well; no times.

The mutations of `eval.mutations` must still fit the code they change.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from eval.bench import cold, document, lookup, memory, narrative, parsing, processes
from eval.bench.__main__ import LINES, figures, main
from eval.bench.bench import Bench
from eval.bench.corpus import make_home
from eval.bench.report import Figure, Limit, number, table
from eval.bench.timing import Times, exponent, interleaved
from eval.mutations import MUTATIONS, MutationError, Outcome
from index.store import Store
from index.store.database import FILE

REPORTS = 60
REPO = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """One tiny run."""
    yield Bench(tmp_path_factory.mktemp("bench"), sizes=[REPORTS], rounds=1, files=20)


# --- homes


def test_a_larger_home_holds_copies_of_other_bodies(bench: Bench, tmp_path: Path) -> None:
    base = bench.home(REPORTS)
    home = make_home(tmp_path / "home", REPORTS, base)
    with Store.open_read(home) as store:
        assert store.count() == REPORTS
        assert [r["report_id"] for r in store.listing()] == [
            r["report_id"] for r in Store.open_read(base).listing()
        ]


def test_copies_fill_a_home_past_the_base(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eval.bench.corpus.BASE", REPORTS)
    home = make_home(tmp_path / "home", 2 * REPORTS + 7, bench.home(REPORTS))
    with Store.open_read(home) as store:
        held = store.listing()
        assert len({r["report_id"] for r in held}) == 2 * REPORTS + 7
        assert len({r["file"] for r in held}) == 2 * REPORTS + 7
        copy = next(r for r in held if r["file"].startswith("沅桐"))
        assert store.report(copy["report_id"]).cells == (
            store.report(_original(held, copy)["report_id"]).cells
        )


def _original(held: list[dict[str, str]], copy: dict[str, str]) -> dict[str, str]:
    return next(r for r in held if r["file"] == copy["file"].removeprefix("沅桐"))


# --- what each line yields


def test_every_kind_of_exact_question_agrees_with_its_sql(bench: Bench) -> None:
    found = list(lookup.measure(bench))
    assert [f.what for f in found] == [
        f"exact {kind}, warm" for kind in ("value", "list", "rank", "aggregate")
    ]
    assert all(f.size == REPORTS and f.value > 0 and (f.peer_value or 0) > 0 for f in found)
    assert all(f.detail["statements"] >= 2 for f in found)


def test_an_answer_that_disagrees_with_the_sql_stops_the_run(bench: Bench, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(bench.home(REPORTS) / FILE, home / FILE)
    with closing(sqlite3.connect(home / FILE)) as bare:
        case = next(case for case in lookup.cases(bare) if case.kind == "aggregate")
        assistant = lookup.Assistant(home)
        answer = assistant.ask(case.question)
        bare.execute("UPDATE requests SET received__total = received__total + 1")
        with pytest.raises(ValueError, match="by SQL"):
            lookup._agree(case, answer, bare)
        assistant.close()


def test_an_exact_question_from_a_cold_process_loads_nothing_heavy(bench: Bench) -> None:
    home = bench.home(REPORTS)
    question = f"{lookup.YEAR}年哪些镇收到过依申请公开？"
    assert cold.heavy("--home", str(home), "ask", question, "--json") == []
    assert cold.heavy("--home", str(home), "reports", "--json") == []


def test_narrative_figures_stand_beside_a_plain_search(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eval.bench.corpus.EMBEDDED", 16)
    found = list(narrative.measure(bench))
    assert [f.what for f in found] == [
        f"narrative, {kind}, warm" for kind in ("one report", "all towns of a year", "mention")
    ]
    assert {f.of for f in found} == {"passages"}
    assert all((f.size or 0) > REPORTS and f.ratio for f in found)


def test_parsing_is_measured_on_files_of_the_format(bench: Bench) -> None:
    files = bench.folder(20, ("txt_tsv",))
    assert {path.suffix for path in files.iterdir()} == {".txt"}
    parsed, plain = parsing._taken(sorted(files.iterdir()))
    assert len(parsed.cpu) == len(plain.cpu) == 1  # the first of two batches is for warming


@pytest.mark.skipif(not processes.Memory.can_be_read(), reason="needs /proc/self/smaps_rollup")
def test_memory_counts_children() -> None:
    child = "x = bytearray(80_000_000); import time; time.sleep(0.6)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    memory = processes.watch("-c", parent)
    assert 80 < memory.peak_anonymous_mb <= memory.peak_mb < 200


def test_memory_of_a_command_that_fails_is_no_figure() -> None:
    with pytest.raises(RuntimeError, match="exit status 3"):
        processes.watch("-c", "raise SystemExit(3)")


def test_every_line_has_a_title_and_a_note() -> None:
    assert set(LINES) == set(document.TITLES) == set(document.NOTES)
    assert memory.LINE in LINES


# --- the command line and the page


def test_the_run_prints_json_and_writes_a_page(
    bench: Bench,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Bench, "home", lambda self, reports: bench._homes[REPORTS, False])
    page = tmp_path / "benchmarks.md"
    given = ["--only", "lookup", "--size", str(REPORTS), "--rounds", "1", "--json"]
    assert main([*given, "--write", str(page)]) in (0, 1)
    printed = json.loads(capsys.readouterr().out)
    assert printed["machine"]["cores"] >= 1
    assert {f["line"] for f in printed["figures"]} == {"lookup"}
    assert printed["figures"][0]["limits"][1] == {"of": "ratio", "side": "≤", "bound": 3}
    text = page.read_text(encoding="utf-8")
    assert "    python -m eval.bench --only lookup --size 60 --rounds 1\n" in text
    assert "exact rank, warm" in text and "## What this does not show" in text
    assert "## Memory" not in text


def test_a_page_shows_earlier_runs_beside_this_one(tmp_path: Path) -> None:
    machine = document.machine()
    figure = Figure("lookup", "exact list, warm", 4.0, "ms", 10, limits=(Limit("value", "≤", 9),))
    runs = [
        document.Run(("--size", size), "2026-01-02", machine, (figure,)) for size in ("10", "20")
    ]
    stored = tmp_path / "run.json"
    stored.write_text(json.dumps(runs[1].as_json()), encoding="utf-8")
    assert document.read_run(stored) == runs[1]
    page = document.document([runs[0], document.read_run(stored)])
    assert "`python -m eval.bench --size 10`:\n\n| measured" in page
    assert page.count("| exact list, warm | 10 reports |") == 2


def test_only_the_lines_asked_for_are_measured(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr(lookup, "measure", lambda bench: asked.append("lookup") or iter(()))
    assert list(figures(bench, ["lookup"])) == [] and asked == ["lookup"]


# --- figures


def test_a_figure_keeps_its_budget_or_does_not() -> None:
    limits = (Limit("value", "≤", 10), Limit("ratio", "≤", 3))
    figure = Figure("lookup", "x", 9.0, "ms", peer="p", peer_value=4.5, limits=limits)
    assert figure.ratio == 2.0 and figure.met is True
    assert Figure("lookup", "x", 9.0, "ms", limits=limits).met is False  # no ratio was taken
    assert Figure("lookup", "x", 9.0, "ms").met is None


def test_a_table_tells_which_of_two_budgets_is_missed() -> None:
    limits = (Limit("value", "≤", 10), Limit("ratio", "≤", 3))
    figure = Figure("lookup", "x", 2.0, "ms", peer="p", peer_value=0.02, limits=limits)
    assert "| ≤ 10 ms, ≤ 3 × | yes (ms), **no** (×) |" in list(table([figure]))[2]


def test_a_table_puts_ratios_first() -> None:
    figure = Figure(
        "indexing", "indexing", 12.0, "reports/s", 80, peer="LlamaIndex", peer_value=2.0,
        limits=(Limit("ratio", "≥", 4),), detail={"s": 6.66},
    )  # fmt: skip
    assert list(table([figure]))[2] == (
        "| indexing | 80 reports | 6 | ≥ 4 × | yes | 12 reports/s |  | 2 reports/s: LlamaIndex "
        "| s 6.66 |"
    )


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0"), (0.03124, "0.0312"), (4.561, "4.56"), (99.96, "100"), (3210, "3,210")],
)
def test_numbers_are_shown_with_three_figures(value: float, shown: str) -> None:
    assert number(value) == shown


def test_growth_is_the_slope_on_log_scales() -> None:
    assert exponent([(1000, 2.0), (10_000, 20.0)]) == pytest.approx(1.0)
    assert exponent([(1000, 2.0), (10_000, 2.0), (100_000, 2.0)]) == pytest.approx(0.0)
    assert exponent([(1000, 2.0)]) is None


def test_work_is_interleaved_after_a_first_run() -> None:
    order: list[str] = []
    taken = interleaved({"a": lambda: order.append("a"), "b": lambda: order.append("b")}, 2)
    assert order == ["a", "b", "a", "b", "a", "b"]
    assert [len(times.wall) for times in taken.values()] == [2, 2]
    assert Times([1.0, 3.0, 2.0], [0.5, 0.5, 0.7]).ms == 2000


# --- mutations


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_a_mutation_fits_the_code(mutation: object, tmp_path: Path) -> None:
    copy = tmp_path / mutation.file  # type: ignore[attr-defined]
    copy.parent.mkdir(parents=True)
    shutil.copy(REPO / mutation.file, copy)  # type: ignore[attr-defined]
    mutation.apply(tmp_path)  # type: ignore[attr-defined]
    compile(copy.read_text(encoding="utf-8"), copy.name, "exec")
    with pytest.raises(MutationError, match="adjust eval/mutations"):
        mutation.apply(tmp_path)  # type: ignore[attr-defined]


def test_an_outcome_is_worse_when_any_figure_is() -> None:
    sound = Outcome("as it is", 0.95, 8, 1, 1.0, 0, 0, 4)
    assert not Outcome("same", 0.95, 8, 1, 1.0, 0, 0, 4).is_worse_than(sound)
    assert Outcome("wrong numbers", 0.95, 8, 1, 1.0, 3, 0, 4).is_worse_than(sound)
    assert Outcome("lost questions", 0.5, 90, 4, 1.0, 0, 0, 4).is_worse_than(sound)
    assert Outcome("other counts", 0.95, 8, 1, 1.0, 0, 0, 5).is_worse_than(sound)
