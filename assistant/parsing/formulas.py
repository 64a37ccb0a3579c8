"""Formulas written out: 予以公开÷办结总数, （予以公开＋部分公开）除以收到的."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from assistant.measures import share, written
from assistant.parsing.asked import Mention
from assistant.parsing.reading import Reading
from assistant.parsing.tokens import Token
from assistant.plan import Measure
from assistant.vocabulary import Sort

_MINUS = ("-", "减", "减去", "扣除", "扣掉")
_PLUS = ("+", "加", "加上")


class _Terms(NamedTuple):
    plus: tuple[Measure, ...]
    minus: tuple[Measure, ...]


def is_written(reading: Reading) -> bool:
    """Whether the question divides: ÷, 除以."""
    return any("divide" in token.codes for token in reading.all("versus"))


def formula(reading: Reading) -> Measure | None:
    """What the formula computes, as it is written; None where one side is no known measure."""
    cuts = [n for n, t in enumerate(reading.tokens) if "divide" in t.codes]
    if len(cuts) != 1:
        return None
    marks = [n for n, t in enumerate(reading.tokens) if t.sort == "mark"]
    start = max((n for n in marks if n < cuts[0]), default=-1) + 1
    end = min((n for n in marks if n > cuts[0]), default=len(reading.tokens))
    top = _side(reading, start, cuts[0], last=True)
    bottom = _side(reading, cuts[0] + 1, end, last=False)
    if top is None or bottom is None or top.minus:
        return None
    every = (*top.plus, *bottom.plus, *bottom.minus)
    if any(m.is_ratio for m in every) or any(m.claim for m in every):
        return _of_text(top, bottom)
    return written(top.plus, bottom.plus, bottom.minus)


def _of_text(top: _Terms, bottom: _Terms) -> Measure | None:
    """Of two numbers that the text states."""
    if len(top.plus) != 1 or len(bottom.plus) != 1 or bottom.minus:
        return None
    part, whole = top.plus[0], bottom.plus[0]
    plain = not (part.is_ratio or whole.is_ratio) and part.code != whole.code
    return share(part, whole) if plain and part.claim and whole.claim else None


def _side(reading: Reading, start: int, end: int, last: bool) -> _Terms | None:
    """The measures of one side of the sign: those joined by ＋ and －, else the one next to it."""
    found = _operands(reading, start, end)
    if not found:
        return None
    signs = [_sign(reading.tokens[a.end + 1 : b.at]) for a, b in pairwise(found)]
    if "" in signs:
        found, signs = ([found[-1]] if last else found[:1]), []
    signed = list(zip(["+", *signs], map(_foremost, found), strict=True))
    plus, minus = (tuple(m for sign, m in signed if sign == which) for which in "+-")
    return _Terms(plus, minus)


def _foremost(mention: Mention) -> Measure:
    return mention.measures(False)[0]


def _operands(reading: Reading, start: int, end: int) -> list[Mention]:
    """The measures named there, else what a verb hints at (收到的), else 申请."""
    inside = [m for m in reading.asked.all if start <= m.at < end]
    inside += _tokens(reading, start, end, inside, "concept", "loose")
    hinted = [m for m in reading.asked.hints if start <= m.at < end]
    found = inside or hinted or list(_tokens(reading, start, end, (), "generic"))
    return sorted(found, key=lambda mention: mention.at)


def _tokens(
    reading: Reading, start: int, end: int, named: Sequence[Mention], *sorts: Sort
) -> Iterator[Mention]:
    """Words of measures that belong to none of `named`: 复议 in 复议纠正÷(复议总数-未审结)."""
    for n in range(start, end):
        token = reading.tokens[n]
        if token.sort in sorts and not any(m.at <= n <= m.end for m in named):
            yield Mention(n, n, token.codes, token.text)


def _sign(between: Sequence[Token]) -> str:
    """ "+", "-", or "" where neither stands between two measures."""
    words = {token.text for token in between}
    if words & set(_MINUS):
        return "-"
    return "+" if words & set(_PLUS) else ""
