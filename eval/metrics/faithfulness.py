"""Sentences of a narrative answer that the quotes they cite do not bear."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from eval.filetext import squeezed
from index.numerals import find_numbers

_MARK = re.compile(r"(?<!\\)\[(\d+)\]")
_SENTENCE = re.compile(r"[^。！？\n]*[。！？]?(?:\[\d+\])*")
_STOPS = str.maketrans("。！？", "，，，")
_ESCAPED = re.compile(r"\\([\\`*_|~$#<>])")
_NO_CONTENT = re.compile(r"^(?:[#|].*|.*[：:])$")  # headings, table rows, announcements
_OF_HOLDINGS = re.compile(r"\d+份")  # how many reports: told of the corpus, not by a report
_NO_FIGURE = re.compile(
    r"(?:^-?|（)\d{1,2}[.、)）](?!\d)|第\d+|(?:大于|小于|等于|不少于|不超过|超过)\d+|\d+份"
)
_UNIT = re.compile(r"[件条次篇期份项个人名户元万处类起年月日天%％]")
_HAN = re.compile(r"[\u4e00-\u9fff].*[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Faithfulness:
    """Counts over sentences. `unmarked`: without a mark of an existing citation; `foreign`: marked,
    with a number that none of the cited quotes prints."""

    sentences: int = 0
    unmarked: int = 0
    foreign: int = 0

    def __add__(self, other: Faithfulness) -> Faithfulness:
        return Faithfulness(
            self.sentences + other.sentences,
            self.unmarked + other.unmarked,
            self.foreign + other.foreign,
        )


def faithfulness(answer: str, citations: Sequence[Mapping[str, Any]]) -> Faithfulness:
    """Of an ANSWER's `answer` and `citations`.

    Headings, announcements that end in a colon, table rows and unmarked counts of reports (3份)
    are no sentences about a report. A number is compared by value, whatever its unit and script;
    years of the cited reports, list numbers and an asked threshold are none.
    """
    cited = {citation["n"]: citation for citation in citations}
    sentences = unmarked = foreign = 0
    for sentence in _sentences(answer, citations):
        marks = [cited[n] for n in map(int, _MARK.findall(sentence)) if n in cited]
        if not marks and _OF_HOLDINGS.search(sentence):
            continue
        sentences += 1
        unmarked += not marks
        foreign += bool(marks) and bool(_figures(sentence) - _printed(marks))
    return Faithfulness(sentences, unmarked, foreign)


def _sentences(answer: str, citations: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Each sentence without white space; a quote within one does not end it."""
    quotes = {squeezed(c["quote"]).rstrip("。；;") for c in citations if c["kind"] == "text"}
    for line in _ESCAPED.sub(r"\1", answer.replace("**", "")).splitlines():
        plain = squeezed(line)
        for quote in sorted(quotes - {""}, key=len, reverse=True):
            plain = plain.replace(quote, quote.translate(_STOPS))
        if _NO_CONTENT.match(plain):
            continue
        for match in _SENTENCE.finditer(plain):
            if _HAN.search(match.group()):
                yield match.group()


def _figures(sentence: str) -> set[Decimal]:
    """The values it states; Chinese numerals only before a unit, since 统一 and 十分 are none."""
    plain = _NO_FIGURE.sub("〓", _MARK.sub("", sentence))
    return {
        number.value
        for number in find_numbers(plain)
        if plain[number.start].isdecimal() or _UNIT.match(plain, number.end)
    }


def _printed(citations: Sequence[Mapping[str, Any]]) -> set[Decimal]:
    """Every number of the quotes, and the years of their reports."""
    numbers = {n.value for c in citations for n in find_numbers(squeezed(c["quote"]))}
    return numbers | {Decimal(c["year"]) for c in citations if c["year"] is not None}
