"""The remedy that a report names for a problem: 问题二是… goes with 改进二是…, by its number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.evidence import Passage
from assistant.lookup_read import Texts
from assistant.mentions import sentence_citation
from index.text import fold

if TYPE_CHECKING:
    from assistant.retrieve import Place

_ORDINAL = re.compile(
    r"(?:[^：:。；]{0,12}[：:])?\s*[（(]?(?P<n>[一二三四五六七八九十]|\d{1,2})(?:是|[）).．、])"
)
_DIGITS = {char: str(n) for n, char in enumerate("一二三四五六七八九十", start=1)}
_PROBLEM = re.compile("问题|不足")
_REMEDY = re.compile("改进|措施|下一步|打算")
_OPENING = 14  # characters in which a sentence says that it begins the remedies
_ADDED = 2  # remedies put beside the problems quoted


def remedies(
    said: Sequence[Passage], spoken: Sequence[tuple[Place, int, int]], texts: Texts
) -> list[Passage]:
    """The numbered remedies of the numbered problems among `said`, where both are in one report
    and the remedies were not found by themselves."""
    if any(_is_remedy(passage.section, passage.citation.quote) for passage in said):
        return []
    numbers = {
        number
        for passage in said
        if _PROBLEM.search(fold(passage.section)) and (number := _number(passage.citation.quote))
    }
    parts = {
        passage.section.partition("/")[0]
        for passage in said
        if _PROBLEM.search(fold(passage.section))
    }
    last = max(passage.citation.end for passage in said)
    found = []
    for place, start, end in sorted(spoken, key=lambda item: item[1]):
        text = texts[place.report.rid]
        inside = place.section.partition("/")[0] in parts and start >= last
        if inside and _number(text[start:end]) in numbers:
            announced = _REMEDY.search(fold(text[last : start + _OPENING]))
            if announced or _is_remedy(place.section, text[start:end]):
                citation = sentence_citation(texts, place.report, place.section, start, end)
                found.append(Passage(place.report, place.section, citation))
    return found[:_ADDED]


def _number(sentence: str) -> str | None:
    match = _ORDINAL.match(sentence)
    return _DIGITS.get(match["n"], match["n"]) if match else None


def _is_remedy(section: str, sentence: str) -> bool:
    """Whether a sentence stands among the remedies: by its own heading, or by how it begins."""
    leaf = fold(section.rpartition("/")[2])
    if _PROBLEM.search(leaf):
        return _REMEDY.search(fold(sentence[:_OPENING])) is not None
    return _REMEDY.search(leaf) is not None
