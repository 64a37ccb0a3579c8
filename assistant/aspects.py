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
_OWN, _HEADING = 0.7, 0.15
_LIGHT = re.compile("(?<=..)[被把给让将着过](?=..)")  # joins two words
_AGENT = re.compile("被.")
_BY = re.compile(f"(?<=..){_AGENT.pattern}(?=..)")
_RIVALS = {"problem", "improvement"}
_UNDER_RIVAL = 0.5
_UNDER_HEADING = 0.5  # a word that the heading says, not the sentence
_ASPECT_ALONE = 0.4  # a question that is nothing but its aspect (存在什么问题)
_ANSWERED_ALONE = 0.5  # such a question, by a sentence outside a section on it (靠什么渠道)
_REASON_OWN = 0.85  # share of a why-question's own words
_WORD = 2.0  # weight of an everyday word against that of a pair


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
    parts = (line.split("|") for line in _lines("aspects.txt"))
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
    everyday: tuple[tuple[str, ...], ...] = ()  # a word asked for with the words reports use for it

    def weights(self, sentences: Sequence[str]) -> dict[str, float]:
        """Rarer pairs weigh more: log-scaled inverse frequency among `sentences`. A pair that only
        joins two words which are written apart (湿地补偿 for 湿地生态补偿) weighs nothing."""
        held = Counter(pair for sentence in sentences for pair in self.pairs if pair in sentence)
        size = len(sentences) + 1
        weights = {pair: math.log(1 + size / (1 + held[pair])) for pair in self.pairs}
        for word in self.words:
            for at in range(1, len(word) - 2):
                left, pair, right = (word[i : i + 2] for i in (at - 1, at, at + 1))
                if not held[pair] and held[left] and held[right]:
                    weights[pair] = 0.0
            for light in _LIGHT.finditer(word):  # 干部被抽去巡护: 被 as a stop between two
                at = light.start()
                left, before, behind, right = (word[i : i + 2] for i in range(at - 2, at + 2))
                if held[left] and held[right] and not (held[before] or held[behind]):
                    weights[before] = weights[behind] = 0.0
            for agent in _BY.finditer(word):  # 便桥被水冲断: by whom, said in another way
                at = agent.start()
                left, *between, right = (word[i : i + 2] for i in range(at - 2, at + 3))
                if held[left] and held[right] and not any(held[pair] for pair in between):
                    weights |= dict.fromkeys(between, 0.0)
        for words in self.everyday:
            said = sum(any(word in sentence for word in words) for sentence in sentences)
            weights[words[0]] = _WORD * math.log(1 + size / (1 + said))
        return weights

    def carried(self, sentence: str, section: str, weights: Mapping[str, float]) -> float:
        """How much of the query a squashed sentence carries, about 0..1.

        Its own words count most; then an aspect's answering words, and its heading.
        """
        whole = sum(weights.values())
        own = sum(weights[pair] * self._found((pair,), sentence, section) for pair in self.pairs)
        own += sum(weights[w[0]] * self._found(w, sentence, section) for w in self.everyday)
        own = own / whole if whole else 0.0
        answered = self._share(sentence, lambda aspect: aspect.answers)
        headed = self._share(section, lambda aspect: aspect.headings)
        if not self.aspects:
            return own
        if {aspect.name for aspect in self.aspects} == {"reason"}:
            carried = _REASON_OWN * own + (1 - _REASON_OWN) * answered
        elif not self.is_aspect_alone:
            carried = _OWN * own + (1 - _OWN - _HEADING) * answered + _HEADING * headed
        else:
            carried = _ASPECT_ALONE * answered + (1 - _ASPECT_ALONE) * headed
            if not {aspect.name for aspect in self.aspects} & _RIVALS:
                carried = max(carried, _ANSWERED_ALONE * answered)
        return carried * _UNDER_RIVAL if self._is_rival(section) else carried

    @property
    def groups(self) -> list[tuple[str, ...]]:
        """Its pairs and everyday words, each with all that stands for it."""
        return [*((pair,) for pair in self.pairs), *self.everyday]

    def asks(self, name: str) -> bool:
        """Whether the aspect of this name is among those asked for."""
        return any(aspect.name == name for aspect in self.aspects)

    @property
    def is_aspect_alone(self) -> bool:
        """Whether it names nothing but aspects: 存在什么问题, 有哪些渠道."""
        return not (self.pairs or self.everyday)

    @property
    def is_list(self) -> bool:
        """Whether it asks for the problems, or the remedies, and nothing narrower."""
        names = {aspect.name for aspect in self.aspects}
        return bool(names) and self.is_aspect_alone and names <= _RIVALS

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

    def _found(self, words: Sequence[str], sentence: str, section: str) -> float:
        if any(word in sentence for word in words):
            return 1.0
        return _UNDER_HEADING if any(word in section for word in words) else 0.0

    def _share(self, text: str, words: Callable[[Aspect], tuple[str, ...]]) -> float:
        """How much of the aspects' words a text has; of 问题 and 改进 either will do."""
        hits = {aspect.name: _density(text, words(aspect)) for aspect in self.aspects}
        rivals = [hits.pop(name) for name in _RIVALS if name in hits]
        found = [*hits.values(), *([max(rivals)] if rivals else [])]
        return sum(found) / len(found) if found else 0.0


def _density(text: str, words: Iterable[str]) -> float:
    """0 without any of the words, 0.8 with one, up to 1 with more."""
    count = sum(word in text for word in words)
    return min(1.0, 0.7 + 0.1 * count) if count else 0.0


_CAUSE = re.compile(
    "因|由于|为了|鉴于|导致|造成|致使|所致|使得|源于|为此|考虑到|为由|认定|认为|误以为|属于?|以免|避免|根据|依据"
    "|不掌握|未掌握|第三方[^。,，;；]{0,4}不同意|故(?=无法|不|未|予|依|告)|引起|引发|以致|限于|不同意|不会使?用"
    "|受[^。,，;；]{1,14}(?:影响|侵蚀|限制|制约|干扰)|按[^。,，;；]{1,10}(?:告知|不予|作不予)|按照?[^。,，;；]{1,14}(?:部署|要求|规定|安排|通知|统一)"
)
_NAME, _NAMES = "名称", re.compile('[《〈“"「『]')
_RESULT = "结果"
_IN_THE_END = re.compile("最后|最终|到头来|结果")
_ENDED = re.compile(
    "已|均|完成|成功|达成|落地|结束|办结|解决|通过|采纳|终止|终结|撤销|撤回|维持|结果|未能|没有"
)
SETTLED = "上年提出的是否改好"
"""A query; data/everyday_words.txt has the words that say so."""
_MENDED = "上年所列事项是否已改好"
_TOLD = {"reason": ("原因", _CAUSE), "effect": ("效果", None)}


def unsaid(query: str, text: str) -> tuple[str, ...]:
    """The parts of a query that squashed `text` never writes: stretches of it of which no two
    neighbouring characters stand there, and everyday words that it says in no other way."""
    asked = wanted(query)
    found = [part for word in asked.words for part in _unwritten(word, text)]
    everyday = [words for words in asked.everyday if words[0] != SETTLED]  # `untold` says so of it
    found += [words[0] for words in everyday if not any(word in text for word in words)]
    return tuple(dict.fromkeys(found))


def untold(query: str, quoted: Sequence[str]) -> tuple[str, ...]:
    """原因, 效果, 结果, 名称 or what was mended, where a query asks for it and no quoted sentence
    speaks of it."""
    found = [_NAME] if _NAME in query.split() and not any(map(_NAMES.search, quoted)) else []
    quoted = [squash(sentence) for sentence in quoted]
    ended = any(map(_ENDED.search, quoted)) if _IN_THE_END.search(query) else True
    found += [] if ended else [_RESULT]
    settled = [words for words in wanted(query).everyday if words[0] == SETTLED]
    found += [_MENDED for words in settled if not any(w in q for q in quoted for w in words)]
    for aspect in wanted(query).aspects:
        name, pattern = _TOLD.get(aspect.name, ("", None))
        told = (
            any(pattern.search(said) for said in quoted)
            if pattern
            else any(word in said for said in quoted for word in aspect.answers)
        )
        found += [name] if name and not told else []
    return tuple(found)


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
            by_whom = last < len(word) and _AGENT.fullmatch(word[first:last])
            if last - first > 1 and not by_whom:
                yield word[first:last]
        start = end + 1


_CUT = ("problem", "improvement", "reason", "channel", "innovation", "effect", "facility")


@cache
def wanted(query: str) -> Wanted:
    """A query's content pairs, its everyday words and its aspects."""
    folded = squash(query)
    found = tuple(a for a in aspects() if any(cue in folded for cue in a.cues))
    if any(a.name == "innovation" for a in found):  # 创新举措 are no 改进举措
        found = tuple(a for a in found if a.name != "improvement" or "改进" in folded)
    cues = {cue for aspect in found if aspect.name in _CUT for cue in aspect.cues}
    everyday, words = _own(" ".join(map(squash, query.split())), cues)  # no pair joins two words
    pairs = _pairs(words) or _pairs(_own(folded, cues)[1])  # but of single characters: 归 管
    return Wanted(frozenset(pairs), found, words, everyday)


def _own(bare: str, cues: set[str]) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """The everyday words of a squashed query, and what is left of it beside its aspects' cues and
    the words that only ask."""
    for cue in sorted(cues, key=len, reverse=True):
        bare = bare.replace(cue, " ")
    everyday, bare = _everyday(bare)
    return everyday, tuple(asking().sub(" ", bare).split())


def _pairs(words: Iterable[str]) -> set[str]:
    return {word[i : i + 2] for word in words for i in range(len(word) - 1)}


_NOT = ("未", "没有", "没", "未能", "未及时", "不予", "不")
_DENIED = re.compile("(?:(?<= )|^)(?:没有|没|未|尚未)([^ 有]{2,4})(?= |$)")


def _everyday(bare: str) -> tuple[tuple[tuple[str, ...], ...], str]:
    """The everyday words of a query with what reports say for them, and the query without them;
    没登记 is 未登记."""
    found: dict[str, tuple[str, ...]] = {}
    for word, same in _everyday_words():
        if word in bare:
            found.setdefault(same[0], (word, *same))
            bare = bare.replace(word, " ")
    for denied in _DENIED.finditer(bare):
        found[denied[1]] = tuple(f"{no}{denied[1]}" for no in _NOT)
    return tuple(found.values()), _DENIED.sub(" ", bare)


@cache
def _everyday_words() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each everyday word with the words of its line, longest first."""
    found = []
    for line in _lines("everyday_words.txt"):
        asked, _, said = line.partition("|")
        words = tuple(dict.fromkeys(squash(word) for word in (*said.split(), *asked.split())))
        found += [(squash(word), words) for word in asked.split()]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


@cache
def asking() -> re.Pattern[str]:
    """Matches the words of a question that only ask, of data/asking_words.txt."""
    words = {squash(word) for line in _lines("asking_words.txt") for word in line.split()}
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


def _lines(name: str) -> list[str]:
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
