"""Verdicts → the figures of a run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from eval.judge import REASONS, Verdict
from eval.metrics.latency import percentile
from eval.metrics.refusal import refusals

Record = Mapping[str, Any]
Figures = dict[str, Any]


def summary(records: Sequence[Record], verdicts: Sequence[Verdict]) -> Figures:
    """`all` figures, and the same by split, corpus, type and status.

    A question is right when every one of its turns is.
    """
    of = {record["id"]: record for record in records}
    groups: dict[str, dict[str, list[Verdict]]] = {
        "split": defaultdict(list),
        "corpus": defaultdict(list),
        "type": defaultdict(list),
        "status": defaultdict(list),
    }
    for verdict in verdicts:
        for name in ("split", "corpus", "type"):
            groups[name][of[verdict.id][name]].append(verdict)
        groups["status"][verdict.status].append(verdict)
    by = {
        name: {key: figures(group) for key, group in sorted(parts.items())}
        for name, parts in groups.items()
    }
    return {"all": figures(verdicts), "by": by}


def figures(verdicts: Sequence[Verdict]) -> Figures:
    """The figures of a group of turns; shares are 0..1, and null where nothing applies."""
    questions: dict[str, bool] = {}
    for verdict in verdicts:
        questions[verdict.id] = questions.get(verdict.id, True) and verdict.right
    refused = refusals((frozenset(v.allowed), v.status) for v in verdicts)
    times = [verdict.ms for verdict in verdicts if verdict.ms is not None]
    return {
        "questions": len(questions),
        "turns": len(verdicts),
        "right": _mean(questions.values()),
        "checks": {name: _passed(verdicts, name) for name in REASONS},
        "scores": _scores(verdicts),
        "narrative": {
            "shares_words": _scores([v for v in verdicts if v.overlap is True]),
            "synonyms_only": _scores([v for v in verdicts if v.overlap is False]),
        },
        "refusals": {
            "due": refused.due,
            "false": refused.false,
            "precision": refused.precision,
            "recall": refused.recall,
        },
        "latency_ms": {"p50": percentile(times, 0.5), "p95": percentile(times, 0.95)},
    }


def _passed(verdicts: Iterable[Verdict], name: str) -> dict[str, Any]:
    outcomes = [v.checks[name] for v in verdicts if name in v.checks]
    return {"n": len(outcomes), "share": _mean(outcomes)}


def _scores(verdicts: Iterable[Verdict]) -> dict[str, Any]:
    values: dict[str, list[float]] = defaultdict(list)
    for verdict in verdicts:
        for name, value in verdict.scores.items():
            values[name].append(value)
    totals = {name: sum(values.pop(name, [])) for name in ("numbers", "numbers_unmarked")}
    means = {name: _mean(found) for name, found in sorted(values.items())}
    if totals["numbers"]:
        means["numbers_unmarked"] = totals["numbers_unmarked"] / totals["numbers"]
    return means


def _mean(values: Iterable[float]) -> float | None:
    found = [float(value) for value in values]
    return sum(found) / len(found) if found else None
