"""`Claim`: one number that the running text of a report states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Period = Literal["year", "plan", "prior"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A count stated in a narrative section; `field` is a code of `index.claims.fields.FIELDS`.

    `value` is an int where the figure is whole. `approx`: 80余, 近百. `negated`: a zero said in
    words (未收到申请). `relative`: a difference (比去年增加58条; 与去年持平 is 0), never a count.
    `period`: "year" is the report's own year, "prior" an earlier one (去年, 2022年, 2022年以来);
    plans are no facts and are never extracted.

    `quote == text[start:end]` is the clause as printed; `number_start`..`number_end` the figure
    in it, or the words that deny or compare. `includes_carried`: a received count said to hold
    those carried in (共受理, 含上年结转). `detail`, null where empty, may hold `parts` of a total
    ({label: count}), `scope` (全县, 各村: not the body's own count), `own_area` (全镇; 全县 in a
    report on the whole county) and `status` (尚未审结, 已审结) of a dispute.
    """

    field: str
    value: int | float | None
    unit: str | None
    approx: bool
    negated: bool
    relative: bool
    period: Period
    section: str
    quote: str
    start: int
    end: int
    number_start: int
    number_end: int
    includes_carried: bool = False
    detail: dict[str, Any] | None = None
