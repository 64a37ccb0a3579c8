"""Rows of an answer against the complete expected set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.metrics.value import same_number

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RowScore:
    """Shares 0..1. `ordered`: the expected rows come first, in the expected order."""

    precision: float
    recall: float
    ordered: bool

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def row_score(expected: Sequence[Row], may: Sequence[str], got: Sequence[Row]) -> RowScore:
    """Rows are one when their `file` is and, where the expected row has a `value`, that too.

    `got` rows carry `file` and `value`; rows for a file in `may` count neither way. Nothing
    expected and nothing got is a full score.
    """
    wanted = {row["file"]: row for row in expected}
    counted = [row for row in got if row["file"] in wanted or row["file"] not in may]
    right = {row["file"] for row in counted if _right(wanted.get(row["file"]), row)}
    precision = len(right) / len(counted) if counted else 1.0
    recall = len(right) / len(wanted) if wanted else 1.0
    if not wanted and counted:
        recall = 0.0
    return RowScore(precision, recall, _in_order(expected, got))


def _right(expected: Row | None, got: Row) -> bool:
    if expected is None:
        return False
    return "value" not in expected or same_number(expected["value"], got["value"])


def _in_order(expected: Sequence[Row], got: Sequence[Row]) -> bool:
    """Rows of equal year and value may change places."""
    places = {row["file"]: (row["year"], row.get("value")) for row in expected}
    first = [row["file"] for row in got[: len(expected)]]
    return [places.get(file) for file in first] == list(places.values())
