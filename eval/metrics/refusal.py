"""Refusals: given where they are due, and only there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Refusals:
    """Counts over turns. `due`: an answer would be wrong; `given`: not answered; `right`: due
    and given with a fitting status; `false`: not answered though only an answer was right."""

    due: int
    given: int
    right: int
    false: int

    @property
    def precision(self) -> float:
        """Share of given refusals that were not false, 1 where none was given."""
        return 1 - self.false / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        """Share of due refusals given with a fitting status, 1 where none was due."""
        return self.right / self.due if self.due else 1.0


def refusals(pairs: Iterable[tuple[frozenset[str], str]]) -> Refusals:
    """`pairs` of allowed statuses and the status got."""
    due = given = right = false = 0
    for allowed, got in pairs:
        must = ANSWERED not in allowed
        due += must
        given += got != ANSWERED
        right += must and got in allowed
        false += got != ANSWERED and allowed == {ANSWERED}
    return Refusals(due, given, right, false)
