"""One item of what a report lists as its problems or remedies: 第二个问题, 最后一条措施."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from assistant.aspects import Wanted
from assistant.shortcomings import Part, Said

if TYPE_CHECKING:
    from assistant.retrieve import Place

Spoken = tuple["Place", int, int]
Told = tuple[Spoken, Said]


def nth_told(spoken: Sequence[Told], asked: Wanted, nth: int) -> list[Spoken]:
    """The `nth` problem, or remedy where that is asked for, of each report (−1: the last), by its
    number, by its place where there are no numbers. Of a report whose remedies have no numbers
    and are not as many as its problems, none: which is meant is not known."""
    part: Part = "improvement" if asked.asks("improvement") else "problem"
    found: list[Spoken] = []
    for _, told in groupby(spoken, key=lambda item: item[0][0].report.rid):
        own = sorted(told, key=lambda item: item[0][1])
        listed = _items(own, part)
        paired = part == "problem" or len(listed) == len(_items(own, "problem"))
        numbered = [item for item in listed if item[1].item]
        if nth < 0:
            found += [spoken for spoken, _ in (numbered or listed)[-1:]]
        elif numbered:
            found += [spoken for spoken, said in numbered if said.item == nth]
        elif paired:
            found += [spoken for spoken, _ in listed[nth - 1 : nth]]
    return found


def _items(told: Sequence[Told], part: Part) -> list[Told]:
    return [item for item in told if item[1].part == part]
