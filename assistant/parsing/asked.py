"""What a question asks for in numbers: the measures it names and the limits it sets on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.measures import measure, together
from assistant.parsing.figures import Figure
from assistant.plan import Condition, Measure, State


@dataclass(frozen=True, slots=True)
class Mention:
    """One measure named in the question: `codes` are the measures it may mean, the first one
    foremost; `at` is its token, `end` the last token that belongs to it."""

    at: int
    end: int
    codes: tuple[str, ...]
    text: str
    loose: bool = False
    lone: bool = False  # a column without a row: 自然人几件, 纠正几件

    def measures(self, every: bool) -> tuple[Measure, ...]:
        """What it names: all readings with `every`, else their sum or the foremost."""
        codes = self.codes if every else (together(self.codes),)
        return tuple(measure(code) for code in codes)


@dataclass(frozen=True, slots=True)
class Limit:
    """A condition as said: the mention, and its bound or state; `relative` where it stands in a
    clause about the bodies (收到申请的镇)."""

    mention: Mention
    figure: Figure | None = None
    states: tuple[State, ...] = ()
    relative: bool = False

    def conditions(self) -> tuple[Condition, ...]:
        """The limit on the foremost reading; any of its states."""
        about = self.mention.measures(False)[0]
        if self.states:
            return tuple(Condition(measure=about, op="state", state=s) for s in self.states)
        figure = self.figure or Figure("bound", 0, ">")
        scale = _scale(figure, about.unit)
        high = figure.high * scale if figure.high is not None else None
        return (Condition(measure=about, op=figure.op, value=figure.value * scale, high=high),)


def _scale(figure: Figure, unit: str) -> float:
    """Money of table 2 is in 万元; a bound in 元, or a bare one over ten thousand, is not."""
    if unit == "万元" and (figure.unit == "元" or (not figure.unit and figure.value >= 10_000)):
        return 1 / 10_000
    return 1


@dataclass(frozen=True, slots=True)
class Asked:
    """`mentions` without a condition, `limits` with one, and `hints` (收到, 发了), which count
    only where no measure is named; `alone` the applicants beside whom there are no others."""

    mentions: tuple[Mention, ...] = ()
    limits: tuple[Limit, ...] = ()
    hints: tuple[Mention, ...] = ()
    combine: Literal["all", "any"] = "all"
    alone: Mention | None = None

    @property
    def all(self) -> tuple[Mention, ...]:
        """Every mention, in the order of the question."""
        alone = (self.alone,) if self.alone is not None else ()
        every = (*self.mentions, *(limit.mention for limit in self.limits), *alone)
        return tuple(sorted(every, key=lambda mention: mention.at))
