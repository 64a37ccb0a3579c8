"""How many bodies meet a condition, and what share of them: 有多少个镇申请数为0."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.parsing.asked import Limit
from assistant.parsing.build import build
from assistant.parsing.reading import Reading
from assistant.parsing.these import COUNTED
from assistant.parsing.wanted import conditions_of
from assistant.plan import Condition, Order, Plan

_THINGS = "件条次项元"  # units of what is counted in the reports, not of the reports


def counted(reading: Reading) -> Plan | None:
    """有多少个镇申请数为0, and what share of them."""
    of_bodies = _counts_bodies(reading)
    conditions = conditions_of(reading)
    if not conditions and of_bodies and (reading.asked.mentions or reading.asked.hints):
        mentions = reading.asked.mentions or reading.asked.hints
        conditions = tuple(c for mention in mentions for c in Limit(mention).conditions())
    elif conditions and of_bodies and _asks_once(reading):  # 有几个镇收到申请但予以公开是0
        having = (c for mention in reading.asked.mentions for c in Limit(mention).conditions())
        conditions += tuple(c for c in having if not c.measure.is_ratio)
    one_body = len(reading.places.units) == 1
    part = reading.has("share") and not (reading.asked.mentions or one_body)
    if not conditions or not (of_bodies or part or _carried_count(reading)):
        return None
    if reading.has("function") and reading.asked.mentions and not of_bodies:
        return None
    if of_bodies and _counted_and_summed(reading, conditions):
        return build(
            reading,
            "rank",
            measures=(conditions[0].measure,),
            conditions=conditions,
            order=Order(),
            function="sum",
        )
    return build(
        reading,
        "aggregate",
        function="share" if reading.has("share") and not of_bodies else "count",
        conditions=conditions,
        combine=reading.asked.combine,
        group=next(iter(reading.codes("by")), None),
    )


def _asks_once(reading: Reading) -> bool:
    """Whether the number of bodies is all that is asked."""
    asked = list(reading.all("howmany", "amount", "function", "most", "top", "outcome", "about"))
    return len(asked) == 1


def _counted_and_summed(reading: Reading, conditions: Sequence[Condition]) -> bool:
    """有几个镇收过费，合计多少万元: which they are, in order, and their sum."""
    counts, sums = (
        reading.first("howmany"),
        [t for t in reading.all("function") if t.codes == ("sum",)],
    )
    if counts is None or not sums or len(conditions) != 1 or conditions[0].measure.is_ratio:
        return False
    apart = any(counts.end <= mark.start < sums[0].start for mark in reading.all("mark"))
    asked = [t for t in reading.all("howmany") if t.start > sums[0].start and not t.codes]
    return apart and bool(asked) and conditions[0].op in (">", ">=")


def _counts_bodies(reading: Reading) -> bool:
    """有多少个镇, 多少单位, 几份: the number of bodies or reports, not of what they did."""
    for token in reading.all("howmany"):
        following = reading.after(token)
        if token.codes or (following and following[0].sort in ("type", "unit", "report")):
            return True
    return False


def _carried_count(reading: Reading) -> bool:
    """一共几个 after a list; 一共几件 asks for what they have."""
    asked = [t.text[-1] for t in reading.all("howmany")]
    things = bool(asked) and all(unit in _THINGS for unit in asked)
    added = any(_ADDED.match(t.text) for t in reading.all("function"))
    known = any(COUNTED.fullmatch(t.text) for t in reading.all("they"))
    things = things or added or (known and "sum" in reading.codes("function"))
    return bool(reading.given_conditions and asked) and not (things or reading.asked.all)


_ADDED = re.compile("合计|[加合]起来|相加|[加合]在一起|累计|总和|加总")  # of figures, not of bodies
