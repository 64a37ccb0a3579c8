"""Corpora as questions see them: which reports a question speaks of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from eval.truth import Truth

Expect = dict[str, Any]
Want = dict[str, Any]

_PLACES = ("province", "city", "county", "township")

KINDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "镇": (frozenset({"镇"}), frozenset()),
    "乡": (frozenset({"乡", "民族乡"}), frozenset()),
    "街道": (frozenset({"街道"}), frozenset()),
    "乡镇": (
        frozenset({"镇", "乡", "民族乡"}),
        frozenset({"街道", "苏木", "农场", "管委会"}),
    ),
    "单位": (
        frozenset({"镇", "乡", "民族乡", "街道", "苏木", "农场", "管委会", "局"}),
        frozenset({"县", "县政府"}),
    ),
}
"""Word in the question → body types it means, and those it may also be taken to mean."""


class UncertainError(ValueError):
    """The files destroyed what the question is about, so it has no one right answer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A corpus as questions see it: its truths, and the running text of each report."""

    truths: Sequence[Truth]
    text: Callable[[Truth], str]

    def one(self, name: str) -> Truth:
        """The report whose file or place contains `name`; ValueError unless exactly one."""
        exact = [truth for truth in self.truths if truth.file == name]
        found = exact or [t for t in self.truths if name in t.file or name == t.township]
        if len(found) != 1:
            raise ValueError(f"{name!r} names {len(found)} reports, expected one")
        return found[0]

    def scope(self, want: Want) -> tuple[list[Truth], list[Truth]]:
        """Reports that `want` speaks of, and those it may be taken to include."""
        years = {want["year"]} if "year" in want else {truth.year for truth in self.truths}
        places = {name: want[name] for name in _PLACES if name in want}
        left_out = {self.one(name).file for name in want.get("except", [])}
        inside = [
            truth
            for truth in self.truths
            if truth.year in years
            and truth.file not in left_out
            and all(getattr(truth, n) == v for n, v in places.items())
        ]
        kinds, wider = KINDS[want.get("kind", "单位")]
        sure = [t for t in inside if t.body_type in kinds and self._says(t, places.values())]
        return sure, [t for t in inside if t not in sure and t.body_type in kinds | wider]

    def _says(self, truth: Truth, places: Iterable[str]) -> bool:
        """Whether the report itself names the places; without a text they count as named."""
        text = self.text(truth)
        return not text or all(name in text for name in places)
