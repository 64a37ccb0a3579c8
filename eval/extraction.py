"""Extraction against truth: how many cells are right, lost, or, worst of all, silently wrong.

Run: `python -m eval.extraction eval/corpus` (a folder with truth.jsonl and its files), or
`python -m eval.extraction --synth 200 --seed 7` for a fresh generated corpus.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from eval.truth import CellTruth, Truth, read_truth
from index.claims.fields import FIELD
from index.errors import NianbaoError
from index.parse import parse_document
from index.readers import read
from index.report import Cell, Report

OUTCOMES = (
    "right",  # state and value as printed, read plainly
    "repaired_right",  # the value is right and marked repaired
    "excused",  # the file itself destroyed the cell, and the reading says so
    "lost",  # unreadable or missing although a reader could tell
    "wrong_state",  # one kind of nothing taken for another, no number involved
    "repaired_wrong",  # another number, but marked repaired
    "silently_wrong",  # another number, stated plainly: must be zero
)
SHOWN_FAILURES = 12
_KINDS_OF_MEDIA = ("wechat", "weibo", "short_video")  # a truth may call them all `new_media`


@dataclass(slots=True)
class Score:
    """Counts over a corpus: cells by outcome, reports by identity field, defects by rule; counts
    stated in the text as found, missed, or differing (another count of this year for the field)."""

    cells: Counter[str] = field(default_factory=Counter)
    by_layout: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    identity: Counter[str] = field(default_factory=Counter)
    defects: Counter[str] = field(default_factory=Counter)
    claims: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    reports: int = 0
    seconds: float = 0.0

    @property
    def share_right(self) -> float:
        """Cells right (repaired or excused ones included) over all cells, 0..1."""
        good = sum(self.cells[name] for name in ("right", "repaired_right", "excused"))
        return good / max(1, self.cells.total())


def outcome(truth: CellTruth, cell: Cell | None) -> str:
    """One of `OUTCOMES` for a cell."""
    state = cell.state if cell else "missing"
    repaired = bool(cell and cell.repaired)
    if cell and state == truth.state and cell.value == truth.value:
        return "repaired_right" if repaired else "right"
    if state == "reported":
        return "repaired_wrong" if repaired else "silently_wrong"
    if state in ("unreadable", "missing"):
        return "excused" if truth.destroyed else "lost"
    return "wrong_state"


def score_report(score: Score, truth: Truth, report: Report) -> None:
    """Add one report's cells, identity and findings to `score`."""
    score.reports += 1
    cells = {".".join(cell.key): cell for cell in report.cells}
    for key, expected in truth.cells.items():
        result = outcome(expected, cells.get(key))
        score.cells[result] += 1
        score.by_layout[truth.layout][result] += 1
        if result not in ("right", "repaired_right", "excused"):
            found = cells.get(key)
            shown = (found.value, found.state, found.raw, found.reason) if found else None
            score.failures.append(f"{truth.file} {key}: {result}: {expected} → {shown}")
    _score_identity(score, truth, report)
    _score_defects(score, truth, report)
    _score_claims(score, truth, report)


def _score_identity(score: Score, truth: Truth, report: Report) -> None:
    identity = report.identity
    expected = {
        "issuer": (_bare(truth.issuer), _bare(identity.issuer)),
        "year": (truth.year, identity.year),
        "body_type": (_kind(truth.body_type), _kind(identity.body_type)),
        "county": (truth.county, identity.county),
        "scope": (truth.scope, identity.scope),
        "form": (truth.form, report.form),
    }
    for name, (want, got) in expected.items():
        fits = want == got
        if name == "issuer":  # either may print more of the places before the name
            fits = bool(got) and (str(got) in str(want) or str(want) in str(got))
        score.identity[f"{name}_{'right' if fits else 'wrong'}"] += 1
        if not fits:
            score.failures.append(f"{truth.file} {name}: expected {want}, got {got}")


def _kind(body_type: str) -> str:
    """County-level governments under one name, whether county, city or district."""
    return "县" if body_type in ("县", "县政府", "市", "区", "旗") else body_type


def _bare(issuer: str | None) -> str:
    """An issuer without the office word that titles leave out at will."""
    return (issuer or "").replace("人民政府", "").replace("办事处", "").replace(" ", "")


def _score_defects(score: Score, truth: Truth, report: Report) -> None:
    """Rules planted and found; cross-year rules are judged where all years are stored."""
    across = {"carry_over", "in_force_balance"}
    planted = {defect.rule for defect in truth.defects} - across
    found = {finding.rule for finding in report.findings} - across
    for rule in planted & found:
        score.defects[f"{rule}:found"] += 1
    for rule in planted - found:
        score.defects[f"{rule}:missed"] += 1
        score.failures.append(f"{truth.file} defect missed: {rule}")
    for rule in found - planted:
        score.defects[f"{rule}:false_alarm"] += 1
        details = [f.detail for f in report.findings if f.rule == rule]
        score.failures.append(f"{truth.file} false alarm: {rule}: {details[0]}")


def _score_claims(score: Score, truth: Truth, report: Report) -> None:
    """Counts of fields the product has; a figure given again may stand once in either."""
    stated = {(claim.field, claim.value) for claim in truth.claims if claim.field in FIELD}
    read_as = {
        ("new_media" if claim.field in _KINDS_OF_MEDIA else claim.field, claim.value)
        for claim in report.claims
        if claim.period == "year"
        and not claim.relative
        and (truth.scope == "area" or "scope" not in (claim.detail or {}))
    }
    fields = {name for name, _ in stated}
    differing = {(name, value) for name, value in read_as - stated if name in fields}
    missed = stated - read_as
    score.claims.update(found=len(stated & read_as), missed=len(missed), differing=len(differing))
    for kind, claims in (("missed", missed), ("differing", differing)):
        for name, value in sorted(claims):
            score.failures.append(f"{truth.file} count in text {kind}: {name} {value}")


def score_folder(folder: Path) -> Score:
    """Parse every file of `folder`/truth.jsonl and compare."""
    score = Score()
    for truth in read_truth(folder / "truth.jsonl"):
        start = time.perf_counter()
        try:
            report = parse_document(read(folder / truth.file))
        except NianbaoError as error:
            score.failures.append(f"{truth.file} not read: {error}")
            score.cells["lost"] += len(truth.cells)
            continue
        finally:
            score.seconds += time.perf_counter() - start
        score_report(score, truth, report)
    return score


def lines(score: Score) -> Iterator[str]:
    """The score as text."""
    yield f"reports {score.reports}, {score.reports / max(score.seconds, 1e-9):.0f} a second"
    yield f"cells right {100 * score.share_right:.3f} %: {_counts(score.cells, OUTCOMES)}"
    for layout in sorted(score.by_layout):
        yield f"  {layout:16} {_counts(score.by_layout[layout], OUTCOMES)}"
    yield f"identity: {_counts(score.identity, sorted(score.identity))}"
    yield f"counts in the text: {_counts(score.claims, ('found', 'missed', 'differing'))}"
    yield f"defects: {_counts(score.defects, sorted(score.defects))}"


def _counts(counter: Mapping[str, int], names: Iterable[str]) -> str:
    return ", ".join(f"{name} {counter[name]}" for name in names if counter[name])


def main() -> int:
    """Print the score; exit status 1 if any cell is silently wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--synth", type=int, metavar="REPORTS")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--all-failures", action="store_true")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = args.folder or Path(scratch)
        if args.synth:
            from eval.synth import generate

            generate(args.seed, args.synth, folder)
        score = score_folder(folder)
    if args.json:
        record = {"cells": score.cells, "identity": score.identity, "defects": score.defects}
        record["claims"] = score.claims
        print(json.dumps(record | {"share_right": score.share_right}, ensure_ascii=False))
    else:
        shown = score.failures if args.all_failures else score.failures[:SHOWN_FAILURES]
        print("\n".join([*lines(score), *shown]))
    return 1 if score.cells["silently_wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
