"""One answer against its expectation: every metric of eval/metrics that applies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from eval.filetext import file_text, is_plain
from eval.metrics.cells import cited_cells
from eval.metrics.contract import faults
from eval.metrics.numbers import unmarked
from eval.metrics.population import population_right
from eval.metrics.quotes import verbatim
from eval.metrics.retrieval import recall_at, reciprocal_rank
from eval.metrics.rows import row_score
from eval.metrics.value import value_right
from eval.metrics.words import holds_word, missing_words

RANKS = (1, 3, 5, 10)
REASONS = (
    *("contract", "status", "value", "rows", "order", "cells", "phrases", "words", "absent"),
    *("population", "quotes"),
)
"""Checks that an answer must all pass to be right."""


@dataclass(slots=True)
class Verdict:
    """What one turn scored. `checks` holds only those that apply; `notes` say what was wrong."""

    id: str
    turn: int
    question: str
    status: str
    allowed: list[str]
    checks: dict[str, bool] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    overlap: bool | None = None
    ms: float | None = None

    @property
    def right(self) -> bool:
        """Every check that applies passed."""
        return all(self.checks.values())

    def as_json(self) -> dict[str, Any]:
        """The stored form."""
        return asdict(self) | {"right": self.right}


@dataclass(frozen=True, slots=True)
class Held:
    """What the judge knows of a corpus: file of each report id, and each file's plain text."""

    file_of: Mapping[str, str]
    folder: Path
    texts: dict[str, str] = field(default_factory=dict)

    def text(self, file: str) -> str:
        """Empty for a file that is not in the corpus or has no plain text."""
        if file not in self.texts:
            path = self.folder / file
            self.texts[file] = file_text(path) if path.is_file() else ""
        return self.texts[file]


def judge(record: Mapping[str, Any], turn: int, answer: Mapping[str, Any], held: Held) -> Verdict:
    """The verdict on one turn of a gold record."""
    expect = record["expect"][turn]
    allowed = [expect["status"]] if isinstance(expect["status"], str) else expect["status"]
    verdict = Verdict(record["id"], turn, record["turns"][turn], str(answer.get("status")), allowed)
    wrong = faults(answer)
    _check(verdict, "contract", not wrong, "; ".join(wrong[:3]))
    if wrong:
        return verdict
    verdict.ms = answer["timings_ms"]["total"]
    verdict.overlap = expect.get("overlap")
    _check(verdict, "status", verdict.status in allowed, f"{verdict.status}, expected {allowed}")
    for look in (_look_value, _look_rows, _look_cells, _look_phrases, _look_words):
        look(verdict, expect, answer, held)
    _look_population(verdict, expect, answer, held)
    _look_quotes(verdict, answer, held)
    _count_numbers(verdict, answer)
    return verdict


def _check(verdict: Verdict, name: str, passed: bool, note: str = "") -> None:
    verdict.checks[name] = passed
    if not passed:
        verdict.notes.append(f"{name}: {note}" if note else name)


Expect = Mapping[str, Any]
Answer = Mapping[str, Any]


def _look_value(verdict: Verdict, expect: Expect, answer: Answer, held: Held) -> None:
    if "value" in expect:
        wanted, got = expect["value"], answer["value"]
        _check(verdict, "value", value_right(wanted, got), f"{got}, expected {wanted}")


def _look_rows(verdict: Verdict, expect: Expect, answer: Answer, held: Held) -> None:
    if "rows" not in expect:
        return
    got = [dict(row) | {"file": _file_of(row, expect["rows"], held)} for row in answer["rows"]]
    score = row_score(expect["rows"], expect.get("may", []), got)
    verdict.scores |= {"row_precision": score.precision, "row_recall": score.recall}
    verdict.scores["row_f1"] = score.f1
    shown = [(row["issuer"], row["year"], row["value"]) for row in got[:8]]
    _check(verdict, "rows", score.f1 == 1.0, f"F1 {score.f1:.2f}; got {len(got)} rows {shown}")
    if expect.get("ordered") and score.recall == 1.0:
        _check(verdict, "order", score.ordered, f"got {shown}")


def _file_of(row: Mapping[str, Any], expected: list[dict[str, Any]], held: Held) -> str:
    """The row's file by its report id; without one by body and year."""
    if row["report_id"] in held.file_of:
        return held.file_of[row["report_id"]]
    for want in expected:
        if want["year"] == row["year"] and row["issuer"] and row["issuer"] in want["issuer"]:
            return str(want["file"])
    return ""


def _look_cells(verdict: Verdict, expect: Expect, answer: Answer, held: Held) -> None:
    if "cells" not in expect and "also" not in expect:
        return
    cited = [
        (_name(c), f"{c['table']}.{c['row_code']}.{c['col_code']}")
        for c in answer["citations"]
        if c["kind"] == "cell"
    ]
    needed = [(file, key) for file, key in expect.get("cells", [])]
    allowed = [(file, key) for file, key in expect.get("also", [])]
    precision, recall = cited_cells(needed, allowed, cited)
    verdict.scores |= {"cell_precision": precision, "cell_recall": recall}
    lacking = sorted(set(needed) - set(cited))[:3]
    _check(verdict, "cells", recall == 1.0, f"not cited: {lacking}")


def _name(citation: Mapping[str, Any]) -> str:
    return Path(citation["file"]).name


def _look_phrases(verdict: Verdict, expect: Expect, answer: Answer, held: Held) -> None:
    phrases = expect.get("phrases")
    if not phrases:
        return
    sources = expect.get("from", [])
    texts = [c for c in answer["citations"] if c["kind"] == "text"]
    quotes = [c["quote"] if not sources or _name(c) in sources else "" for c in texts]
    for k in RANKS:
        verdict.scores[f"recall@{k}"] = recall_at(phrases, quotes, k)
    verdict.scores["mrr"] = reciprocal_rank(phrases, quotes)
    _check(verdict, "phrases", verdict.scores["recall@5"] > 0, f"{len(quotes)} quotes, none fits")


def _look_words(verdict: Verdict, expect: Expect, answer: Answer, held: Held) -> None:
    said = "\n".join([answer["answer"], *answer["warnings"]])
    if expect.get("contains"):
        lacking = missing_words(said, expect["contains"])
        _check(verdict, "words", not lacking, f"lacks {lacking}")
    if expect.get("absent"):
        found = [word for word in expect["absent"] if holds_word(said, word)]
        _check(verdict, "absent", not found, f"says {found}")


def _look_population(verdict: Verdict, expect: Expect, answer: Answer, held: Held) -> None:
    if "population" in expect:
        wanted, got = expect["population"], answer["population"]
        passed = population_right(wanted, got, held.file_of)
        _check(verdict, "population", passed, f"{got}, expected {wanted}")


def _look_quotes(verdict: Verdict, answer: Answer, held: Held) -> None:
    """Every quote must be its file's own text."""
    citations = answer["citations"]
    if not citations:
        return
    foreign = [c for c in citations if not _is_verbatim(c, held)]
    verdict.scores["quotes_verbatim"] = 1 - len(foreign) / len(citations)
    shown = [f"{_name(c)}: {c['quote'][:60]!r}" for c in foreign[:2]]
    _check(verdict, "quotes", not foreign, f"{len(foreign)} not in the file: {shown}")


def _is_verbatim(citation: Mapping[str, Any], held: Held) -> bool:
    file = _name(citation)
    return verbatim(citation["quote"], held.text(file), exact=is_plain(Path(file)))


def _count_numbers(verdict: Verdict, answer: Answer) -> None:
    population = answer["population"] or {}
    known = {population.get(name) for name in ("held", "readable", "matched")} - {None}
    known |= {len(population.get("unjudged") or []), len(answer["rows"])}
    bare, total = unmarked(answer["answer"], {float(number) for number in known if number})
    verdict.scores |= {"numbers": float(total), "numbers_unmarked": float(bare)}
