"""The remedy that a report names for a problem: 问题二是… goes with 改进二是…, by its number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.evidence import Passage
from assistant.lookup_read import Texts
from assistant.mentions import sentence_citation

if TYPE_CHECKING:
    from assistant.retrieve import Place

_ORDINAL = re.compile(
    r"(?:[^：:。；]{0,12}[：:])?\s*[（(]?(?P<n>[一二三四五六七八九十]|\d{1,2})(?:是|[）).．、])"
)
_DIGITS = {char: str(n) for n, char in enumerate("一二三四五六七八九十", start=1)}
_PROBLEM = re.compile("问题|不足")
_REMEDY = re.compile("改进|措施|下一步|打算")
_ADDED = 2  # remedies put beside the problems quoted


def remedies(
    said: Sequence[Passage], spoken: Sequence[tuple[Place, int, int]], texts: Texts
) -> list[Passage]:
    """The numbered remedies of the numbered problems among `said`, where both are in one report
    and the remedies were not found by themselves."""
    if any(_part(passage.section, passage.citation.quote) == "remedy" for passage in said):
        return []
    numbers = {
        number
        for passage in said
        if _PROBLEM.search(passage.section) and (number := _number(passage.citation.quote))
    }
    parts = {
        passage.section.partition("/")[0] for passage in said if _PROBLEM.search(passage.section)
    }
    last = max(passage.citation.end for passage in said)
    found, begun = [], False
    for place, start, end in sorted(spoken, key=lambda item: item[1]):
        quote = texts[place.report.rid][start:end]
        begun = begun or _part(place.section, quote) == "remedy"
        inside = place.section.partition("/")[0] in parts
        if begun and inside and start >= last and _number(quote) in numbers:
            citation = sentence_citation(texts, place.report, place.section, start, end)
            found.append(Passage(place.report, place.section, citation))
    return found[:_ADDED]


def _number(sentence: str) -> str | None:
    match = _ORDINAL.match(sentence)
    return _DIGITS.get(match["n"], match["n"]) if match else None


def _part(section: str, sentence: str) -> str:
    """Whether a sentence stands among the remedies: by its own heading, or by how it begins."""
    leaf = section.rpartition("/")[2]
    if _REMEDY.search(leaf) and not _PROBLEM.search(leaf):
        return "remedy"
    opening = sentence[:14]
    return "remedy" if _PROBLEM.search(leaf) and _REMEDY.search(opening) else "problem"
