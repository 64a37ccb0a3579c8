"""Claims while their sentence is still being read, and what divides them after 其中."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from index.claims.fields import Field
from index.claims.model import Claim
from index.claims.tokens import Place

_LABEL_HEAD = re.compile(r"^(?:其中|通过|依托|利用|运用|包括|含|在|以|有|另有?|其余|还有|:)+")
_LABEL_TAIL = re.compile(
    r"(?:公开|发布|更新|推送|各类|各项|政府|政务|共|累计|提交|为|达|有|的|:)+$"
)
_LABEL_END = re.compile(r"[#、@~]")
_LONGEST_LABEL = 20


@dataclass(slots=True)
class Draft:
    """A claim whose parts, scope or status may still be read."""

    claim: Claim
    parts: dict[str, int | float] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)

    def finished(self) -> Claim:
        """The claim with its `detail`, null where there is nothing to say."""
        found: dict[str, Any] = {"parts": self.parts} if self.parts else {}
        return replace(self.claim, detail={**found, **self.notes} or None)


class Division:
    """What 其中, or a bracket, divides: which count the figures after it are parts of."""

    def __init__(self) -> None:
        self.under_way = False
        self._total: Draft | None = None
        self._counts: list[Draft] = []

    def begin(self) -> None:
        """其中 has been read; what it divides shows when the first part comes."""
        self.under_way, self._total = True, None

    def add_count(self, draft: Draft) -> None:
        """Note a count that may be divided later."""
        self._counts.append(draft)

    def total_of(self, place: Place, fields: list[Field]) -> Draft | None:
        """The count that the figure, found to count `fields`, is a part of.

        A count of something that is no part of the total ends the parts.
        """
        if place.clause.aside:
            last = self._counts[-1] if self._counts else None
            return last if last is not None and _divides(fields, last) else None
        if not self.under_way:
            return None
        if self._total is None:
            wholes = [d for d in self._counts if _divides(fields, d)]
            unit = place.figure.unit
            self._total = next((d for d in reversed(wholes) if unit in (None, d.claim.unit)), None)
        elif not _divides(fields, self._total):
            self.under_way = False
            return None
        return self._total


def add_part(total: Draft, place: Place, fields: list[Field]) -> None:
    """Record the figure among the parts of `total`, if it has the unit of one and a name."""
    figure, whole = place.figure, total.claim
    if figure.unit not in (None, whole.unit) or whole.number_start >= figure.start:
        return
    named = len(fields) == 1 and fields[0].code != whole.field
    if label := fields[0].short if named else _label(place):
        total.parts[label] = figure.value


def _divides(fields: list[Field], total: Draft) -> bool:
    return all(total.claim.field in (f.code, *f.part_of) for f in fields)


def _label(place: Place) -> str:
    """What a part is called: the words before its figure, or after it (1件四类过程性信息)."""
    label = _LABEL_TAIL.sub("", _LABEL_HEAD.sub("", _LABEL_END.split(place.before)[-1]))
    return (label or _LABEL_END.split(place.after)[0])[:_LONGEST_LABEL]
