"""What a question about the text wants: its own words, and those that answer such a question."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.text import squash

_DATA = Path(__file__).parent / "data"
_EMPTY = re.compile(
    "政府信息公开|政务信息公开|政务公开|信息公开|政府信息|政务信息|年度报告|工作|情况|方面|报告|乡镇|街道"
    "|普遍|常见|几类|几种|哪几|类型|都有|各镇|各乡|怎样|怎么|如何|哪些|什么|为什么|为何|多少|有没有|是否|存在|做了|做法|开展|进行|主要|具体|相关|有关|公开|的|了|是|有|在|和|与|及"
)
_OWN, _HEADING = 0.7, 0.15
_RIVALS = {"problem", "improvement"}
_UNDER_RIVAL = 0.5
_UNDER_HEADING = 0.5  # a word that the heading says, not the sentence
_ASPECT_ALONE = 0.4  # a question that is nothing but its aspect (存在什么问题)


@dataclass(frozen=True, slots=True)
class Aspect:
    """One line of data/aspects.txt."""

    name: str
    cues: tuple[str, ...]
    answers: tuple[str, ...]
    headings: tuple[str, ...]


@cache
def aspects() -> tuple[Aspect, ...]:
    """All aspects, from the data file."""
    lines = (_DATA / "aspects.txt").read_text(encoding="utf-8").splitlines()
    parts = (line.split("|") for line in lines if line and not line.startswith("#"))
    return tuple(
        Aspect(name.strip(), *(tuple(squash(word) for word in words.split()) for words in rest))
        for name, *rest in parts
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """A query taken apart: its content words as pairs of characters, and its aspects."""

    pairs: frozenset[str]
    aspects: tuple[Aspect, ...]
    words: tuple[str, ...] = ()  # what the pairs are taken from

    def weights(self, sentences: Sequence[str]) -> dict[str, float]:
        """Rarer pairs weigh more: log-scaled inverse frequency among `sentences`."""
        held = Counter(pair for sentence in sentences for pair in self.pairs if pair in sentence)
        size = len(sentences) + 1
        return {pair: math.log(1 + size / (1 + held[pair])) for pair in self.pairs}

    def carried(self, sentence: str, section: str, weights: Mapping[str, float]) -> float:
        """How much of the query a squashed sentence carries, about 0..1.

        Its own words count most; then an aspect's answering words, and its heading.
        """
        whole = sum(weights.values())
        own = sum(w * self._found(pair, sentence, section) for pair, w in weights.items())
        own = own / whole if whole else 0.0
        answered = self._share(sentence, lambda aspect: aspect.answers)
        headed = self._share(section, lambda aspect: aspect.headings)
        if not self.aspects:
            return own
        if self.pairs:
            carried = _OWN * own + (1 - _OWN - _HEADING) * answered + _HEADING * headed
        else:
            carried = _ASPECT_ALONE * answered + (1 - _ASPECT_ALONE) * headed
        return carried * _UNDER_RIVAL if self._is_rival(section) else carried

    def _is_rival(self, section: str) -> bool:
        """Whether the heading is that of 改进 where 问题 was asked, or the other way round."""
        asked = {aspect.name for aspect in self.aspects} & _RIVALS
        if len(asked) != 1:
            return False
        headed = {
            aspect.name
            for aspect in aspects()
            if aspect.name in _RIVALS and any(word in section for word in aspect.headings)
        }
        return bool(headed) and not headed & asked

    def _found(self, pair: str, sentence: str, section: str) -> float:
        return 1.0 if pair in sentence else _UNDER_HEADING if pair in section else 0.0

    def _share(self, text: str, words: Callable[[Aspect], tuple[str, ...]]) -> float:
        hits = [_density(text, words(aspect)) for aspect in self.aspects]
        return sum(hits) / len(hits) if hits else 0.0


def _density(text: str, words: Iterable[str]) -> float:
    """0 without any of the words, 0.8 with one, up to 1 with more."""
    count = sum(word in text for word in words)
    return min(1.0, 0.7 + 0.1 * count) if count else 0.0


_CAUSES = ("因", "由于", "为了", "鉴于", "导致", "造成", "所致", "使得", "源于", "为此", "考虑到")


def unsaid(query: str, text: str, quoted: Sequence[str]) -> tuple[str, ...]:
    """The parts of a query that squashed `text` never writes: stretches of it of which no two
    neighbouring characters stand there; and 原因 where no quoted sentence gives one."""
    asked = wanted(query)
    found = [part for word in asked.words for part in _unwritten(word, text)]
    if any(aspect.name == "reason" for aspect in asked.aspects):
        told = any(cause in sentence for sentence in quoted for cause in _CAUSES)
        found += [] if told else ["原因"]
    return tuple(dict.fromkeys(found))


def _unwritten(word: str, text: str) -> Iterator[str]:
    written = [word[i : i + 2] in text for i in range(len(word) - 1)]
    start = 0
    while start < len(written):
        end = start
        while end < len(written) and not written[end]:
            end += 1
        if end > start:  # pairs start..end-1; a character shared with a written pair is no part
            first = start + (start > 0)
            last = end + 1 - (end < len(written))
            if last - first > 1:
                yield word[first:last]
        start = end + 1


@cache
def wanted(query: str) -> Wanted:
    """A query's content pairs and aspects."""
    folded = squash(query)
    found = tuple(a for a in aspects() if any(cue in folded for cue in a.cues))
    bare = _EMPTY.sub(" ", folded)
    for aspect in found:
        if aspect.name in ("problem", "improvement", "reason", "channel", "innovation"):
            for cue in aspect.cues:
                bare = bare.replace(cue, " ")
    pairs = {word[i : i + 2] for word in bare.split() for i in range(len(word) - 1)}
    return Wanted(frozenset(pairs), found, tuple(bare.split()))
