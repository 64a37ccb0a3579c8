"""What was asked before a question that leans on it."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.plan import Body, Measure, Plan, Region

CARRIED = "沿用上一问："
CARRIED_EN = "Carried over from the question before: "


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure asked of one body: what 两个 may mean after two of them."""

    measure: Measure
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the turns on one subject have shown: 三个加起来, 这五个, 另外两个镇 mean these."""

    bodies: tuple[Body, ...] = ()  # whose figure of the same measure and year was shown
    members: tuple[Body, ...] = ()  # of the last set asked of, in which these came first
    roster: tuple[Body, ...] = ()  # all bodies spoken of, with those of the sets
    sets: tuple[tuple[Body, ...], ...] = ()  # the rows of each answer, the last one first
    figures: tuple[Figure, ...] = ()  # of the one body spoken of, in the order asked
    totals: int = 0  # how many totals were asked of them, each of others


@dataclass(frozen=True, slots=True)
class Before:
    """What was asked before: the plan, the bodies of its answer's rows in order, and what the
    questions before that one asked of the same figure or of the same bodies."""

    plan: Plan
    rows: tuple[Body, ...] = ()
    years: tuple[int, ...] = ()  # of the same figure, asked for before that one, the last one last
    measures: tuple[Measure, ...] = ()  # asked for before those, of the same bodies and years
    regions: tuple[Region, ...] = ()  # of which the same figure was asked before
    shown: int = 0  # rows of the last answer; the others of `rows` were spoken of before
    alone: bool = False  # that one body was asked of a matter of its own
    stepped: bool = False  # that question said 上一年 of the year spoken of before it
    beside: tuple[Body, ...] = ()  # of which the same figure of the same year was asked before
    grounds: tuple[str, ...] = ()  # rows of 表三 on which requests of that body were refused
    numbered: tuple[Measure, ...] = ()  # shown of that body, named again by its number: 那127条
    told: tuple[int, ...] = ()  # the years of the reports that the last answer quotes
    gathered: Gathered = Gathered()

    @property
    def listed(self) -> tuple[Body, ...]:
        """The bodies of the last answer's rows alone."""
        return self.rows[-self.shown :] if self.shown else ()


def topics_of(plan: Plan) -> list[str]:
    """The words that the question before looked for in the text."""
    return [plan.query] if plan.query else [t.terms[0] for t in plan.topics if t.terms]
