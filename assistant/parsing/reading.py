"""`Reading`: a question taken apart, before anything decides what kind of question it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

from assistant.parsing.asked import Asked, Limit
from assistant.parsing.english import in_chinese
from assistant.parsing.scope import Places
from assistant.parsing.tokens import Token
from assistant.places import Held, HeldBody
from assistant.plan import Condition, Measure, Plan
from assistant.question_years import Years, YearWord
from assistant.vocabulary import Sort

CONTENT: tuple[Sort, ...] = ("topic", "text", "concept", "generic", "loose", "column", "quality")
NUMERIC: tuple[Sort, ...] = ("howmany", "amount", "function", "most", "top", "compare", "share")


_SOUGHT: tuple[Sort, ...] = (*CONTENT, "domain", "applicant", "grain", "outside", "aside")
_OF_FILTER: tuple[Sort, ...] = ("stop", "concept", "hint", "column", "has", "generic")
_NEAR = 3  # tokens
LEGAL_REASONS = ("理由", "依据")  # of a refusal: rows of the table
_POINTING = ("那个", "这个", "那些", "这些", "那种", "这种", "那", "这")
_SPAN = re.compile("(?:这|近|前后)?[两二三四五六七八九十几2-9]年来?")
_QUESTION = re.compile("^(?:哪些|什么|哪类)")


@dataclass(frozen=True, slots=True)
class Reading:
    """The parts of a question. `raw` is what was typed, `text` the same folded, of equal length;
    `given` and `given_conditions` are carried over from the question before (`before`)."""

    raw: str
    text: str
    tokens: tuple[Token, ...]
    places: Places
    years: Years
    asked: Asked
    held: Held
    today: date
    year_words: tuple[YearWord, ...] = ()
    english: bool = False
    given: tuple[Measure, ...] = ()
    given_conditions: tuple[Condition, ...] = ()
    given_years: tuple[tuple[str, int], ...] = ()  # of bodies that have a year of their own
    before: Plan | None = None
    notes: tuple[str, ...] = ()
    members: tuple[HeldBody, ...] = ()  # asked whether they are among those listed
    whole_area: bool = False  # reports on a whole area are what is asked for

    def has(self, *sorts: Sort) -> bool:
        """Whether a token of any of these sorts occurs."""
        return any(token.sort in sorts for token in self.tokens)

    def has_own_words(self) -> bool:
        """Whether a word occurs that no vocabulary holds."""
        return any(token.is_own_word for token in self.tokens)

    def all(self, *sorts: Sort) -> Iterator[Token]:
        """The tokens of these sorts, in order."""
        return (token for token in self.tokens if token.sort in sorts)

    def first(self, *sorts: Sort) -> Token | None:
        """The first token of these sorts."""
        return next(self.all(*sorts), None)

    def codes(self, *sorts: Sort) -> tuple[str, ...]:
        """The codes of all tokens of these sorts, in order."""
        return tuple(code for token in self.all(*sorts) for code in token.codes)

    def after(self, token: Token) -> Sequence[Token]:
        """The tokens behind `token`, light words left out."""
        return [t for t in self.tokens if t.start >= token.end and t.sort != "stop"]

    def held_years(self) -> Counter[int]:
        """Year → reports held in the places of the question."""
        if self.places.bodies:
            return Counter(year for body in self.places.bodies for year in body.years)
        return self.held.year_counts(self.places.regions, self.places.types)

    def kinds_held(self, tokens: Iterable[Token]) -> tuple[str, ...]:
        """The kinds of body that `tokens` name and that are held, each once."""
        named = dict.fromkeys(code for t in tokens if t.sort == "type" for code in t.codes)
        have = self.held.types()
        return tuple(kind for kind in named if kind in have)

    def without_measures(self) -> Reading:
        """The reading without the measures that it names."""
        return replace(self, asked=replace(self.asked, mentions=(), hints=(), limits=()))

    def without_bodies(self, **places: Any) -> Reading:
        """The question asked of more than the bodies it names, with these `places`, in the year
        that the bodies would be asked in."""
        years = self.years
        if not years.named:
            newest = max(year for body in self.places.bodies for year in body.years)
            years = replace(years, years=(newest,))
        return replace(self, places=replace(self.places, bodies=(), **places), years=years)

    def over_years(self) -> Reading:
        """The question, of every year where it asks which one and names none."""
        if not self.has("which_year") or self.years.named:
            return self
        return replace(self, years=replace(self.years, every=True))

    @property
    def is_numeric(self) -> bool:
        """Whether it asks for a number, an order or a comparison."""
        return self.has(*NUMERIC)

    @property
    def wants_total(self) -> bool:
        """Whether a sum is asked for: 一共, 处罚总数."""
        named = any("总" in mention.text for mention in self.asked.mentions)
        return named or "sum" in self.codes("function")

    def phrases(self, tokens: Iterable[Token]) -> list[str]:
        """The words of `tokens` as typed, those that touch each other as one."""
        parts: list[str] = []
        end = -1
        for token in tokens:
            words = self.raw[token.start : token.end]
            parts[-1:] = [parts[-1] + words] if token.start == end else [*parts[-1:], words]
            end = token.end
        return parts

    def joined(self, chosen: Sequence[Token]) -> list[str]:
        """The words of `chosen` as typed, with the light words between two that touch them."""
        ends = {token.end for token in chosen}
        starts = {token.start for token in chosen}
        between = (t for t in self.all("stop", "and") if t.start in ends and t.end in starts)
        inside = (t for t in between if t.text not in _POINTING)
        return self.phrases(sorted((*chosen, *inside), key=lambda token: token.start))

    def query(self, filtered: bool = False) -> str:
        """The words that say what to look for in the text, as typed; light words inside them
        stay (对长者友好). With `filtered` those of every condition stay out, not only of clauses
        about the bodies."""
        why = self.has("why") or any(token.text in LEGAL_REASONS for token in self.tokens)
        limits = [x for x in self.asked.limits if x.relative or (filtered and not why)]
        limited = {at for x in limits for at in range(x.mention.at, x.mention.end + 1)}
        limited |= {at for x in limits if x.relative for at in self._said_with(x)}
        limited |= {self.asked.alone.at} if self.asked.alone is not None else set()
        if filtered:
            limited |= {at for limit in limits for at in self._beside(limit)}
        sought = (*_SOUGHT, "none", "hint", "state", "compare") if why else _SOUGHT
        limited |= set(self._empty(why))
        denied = set(self._denied(sought))
        chosen = [
            t
            for n, t in enumerate(self.tokens)
            if (t.sort in sought or n in denied) and n not in limited
        ]
        parts = self.joined(chosen)
        words = " ".join(word for part in parts if (word := _QUESTION.sub("", part).strip()))
        return in_chinese(words) if self.english else words

    def _empty(self, why: bool) -> Iterator[int]:
        """Tokens that name nothing: 三年 of all years together, a last 没 of 报告说了没."""
        for n, token in enumerate(self.tokens):
            rest = self.tokens[n + 1 :]
            behind = next((t.sort for t in rest if t.sort != "stop" or len(t.text) > 1), "mark")
            if token.sort == "none" and behind == "mark" and why:
                yield n
            if self.has("trend", "which_year") and _SPAN.fullmatch(token.text):
                yield n

    def _denied(self, sought: tuple[Sort, ...]) -> Iterator[int]:
        """登记 of 没登记: a light word that is what is denied."""
        for n, (token, behind) in enumerate(pairwise(self.tokens), 1):
            touches = token.end == behind.start and token.sort == "none" and token.sort in sought
            if touches and behind.sort == "stop" and len(behind.text) > 1:
                yield n

    def _said_with(self, limit: Limit) -> Iterator[int]:
        """The measures that a condition on bodies is said with: 答复过“本机关不掌握”的单位,
        没办完、转到下年的乡."""
        for at in range(limit.mention.at - 1, -1, -1):
            if self.tokens[at].sort not in _OF_FILTER:
                break
            yield at
        again = self.tokens[limit.mention.end + 1 : limit.mention.end + 3]
        if [t.sort for t in again][:1] == ["and"] and again[-1].codes == limit.mention.codes:
            yield limit.mention.end + 2

    def _beside(self, limit: Limit) -> Iterator[int]:
        """The tokens that only say of what a condition is: 收到申请不少于5件."""
        near = range(max(0, limit.mention.at - _NEAR), limit.mention.end + _NEAR + 1)
        light = ("generic", "hint", "none", "state", "compare")
        return (at for at in near if at < len(self.tokens) and self.tokens[at].sort in light)
