"""The remedy that a report names for a problem: 问题二是… goes with 改进二是…, by its number, or by
its place where the remedies have no numbers and are as many as the problems."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.evidence import Passage
from assistant.lookup_read import Texts
from assistant.mentions import sentence_citation
from assistant.shortcomings import Part, Said, told

if TYPE_CHECKING:
    from assistant.retrieve import Place

_ADDED = 2  # remedies put beside the problems quoted
Spoken = tuple["Place", int, int]


def remedies(said: Sequence[Passage], spoken: Sequence[Spoken], texts: Texts) -> list[Passage]:
    """The remedies of the problems among `said`, all of one report, where none of them was found
    by itself."""
    order = sorted(spoken, key=lambda item: item[1])
    parts = told([(p.section, texts[p.report.rid][start:end]) for p, start, end in order])
    quoted = {passage.citation.start for passage in said}
    both = [(item, part) for item, part in zip(order, parts, strict=True) if part.part]
    if any(item[1] in quoted and part.part == "improvement" for item, part in both):
        return []
    found: list[Passage] = []
    for root in dict.fromkeys(_root(item) for item, _ in both):
        inside = [(item, part) for item, part in both if _root(item) == root]
        problems, offered = _items(inside, "problem"), _items(inside, "improvement")
        for problem, remedy in _pairs(problems, offered):
            if problem[0][1] in quoted:
                place, start, end = remedy[0]
                citation = sentence_citation(texts, place.report, place.section, start, end)
                found.append(Passage(place.report, place.section, citation))
    return found[:_ADDED]


def _root(item: Spoken) -> str:
    return item[0].section.partition("/")[0]


def _items(both: Sequence[tuple[Spoken, Said]], part: Part) -> Sequence[tuple[Spoken, Said]]:
    """The sentences of one part: its numbered items, or all where there are no numbers."""
    found = [(item, said) for item, said in both if said.part == part]
    numbered = [(item, said) for item, said in found if said.item]
    return numbered or found


def _pairs(
    problems: Sequence[tuple[Spoken, Said]], offered: Sequence[tuple[Spoken, Said]]
) -> list[tuple[tuple[Spoken, Said], tuple[Spoken, Said]]]:
    if all(said.item for _, said in (*problems, *offered)):
        numbers = {said.item: (item, said) for item, said in reversed(offered)}
        return [(p, numbers[p[1].item]) for p in problems if p[1].item in numbers]
    return list(zip(problems, offered, strict=True)) if len(problems) == len(offered) else []
