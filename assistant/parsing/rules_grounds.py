"""Rules for the grounds of refusals, which are rows of 表三: 不予公开的都是什么理由，各几件."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.measures import concepts, measure
from assistant.parsing.build import build
from assistant.parsing.leaning import only_moves
from assistant.parsing.parts import joined
from assistant.parsing.reading import Reading
from assistant.parsing.rules_totals import of_each_body, of_whole_area
from assistant.parsing.wanted import conditions_of, reading_notes
from assistant.plan import Condition, Measure, Plan

_GROUPS = ("denied", "unavailable", "not_processed")
_GROUND = re.compile(
    "理由|原因|事由|缘由|缘故|情形|细分|明细|分项|构成|组成|哪[一几]?[种类项条]|各[种类项条]|[按分](?:种|类|项|情形)"
)
_SPREAD = re.compile(
    "频次|频率|频数|分布|明细|细分|构成|组成|分项|[按分](?:理由|原因|情形|种类|类型|类别|项)|统计|用[了过到]"
)
_KINDS = re.compile("(?:几|多少)[种类]|包括|区别|什么意思|指什么")
_IN_WORDS = re.compile("解释|写明|讲明|讲清|交代|只给|原文|原话|(?<!请)说明")
_NAMING = ("适用", "分布", "构成", "组成", "各项", "分项", "明细", "细分", "理由", "情形", "类型")


def grounds(reading: Reading) -> Plan | None:
    """The rows of the group refused, for one body, for each that has any, or over all; and what
    the texts say of it where they alone may tell (都是什么原因)."""
    group = _group_asked(reading)
    if group is not None:
        return _rows(reading, group)
    group = _reasons_of_all(reading)
    if group is None:
        return None
    asked = replace(reading.asked, mentions=(), hints=())
    query = f"{concepts()[group].label} 原因"
    told = build(replace(reading, asked=asked), "narrative", query=query)
    return joined([_summed(reading, group), told])


def _rows(reading: Reading, group: str) -> Plan:
    whole, notes = measure(group), reading_notes(reading)
    reading = replace(reading, tokens=tuple(t for t in reading.tokens if not _names_ground(t.text)))
    if reading.places.bodies:
        return build(reading, "value", measures=(whole,), notes=notes)
    summed = _summed(reading, group)
    if not (_asks_bodies(reading) or of_each_body(reading)):
        return summed
    having = (Condition(measure=whole, op=">", value=0),)
    conditions = conditions_of(reading) or having
    measures = _with_rows(group)
    listed = build(reading, "list", measures=measures, conditions=conditions, notes=notes)
    both = reading.has("most") and reading.has("mark") and not _asks_bodies(reading)
    return joined([summed, listed]) if both else listed  # 最常用的是哪条？按单位的分布呢


def grounds_again(reading: Reading, plan: Plan) -> Plan | None:
    """无法提供的明细; 无法提供的呢, after the rows of another group: the rows of that."""
    group, named = _group_asked(reading), [m.codes[0] for m in reading.asked.all]
    before = [one for one in _GROUPS if plan.measures == _with_rows(one)]
    if group is None and before and len(named) == 1 and only_moves(reading.tokens, measures=True):
        group = next((one for one in _GROUPS if one == named[0]), None)
    return _rows(reading, group) if group is not None else None


def _summed(reading: Reading, group: str) -> Plan:
    notes = reading_notes(reading)
    first = replace(reading, whole_area=True) if of_whole_area(reading, ratio=False) else reading
    return build(first, "aggregate", measures=_with_rows(group), function="sum", notes=notes)


def _with_rows(group: str) -> tuple[Measure, ...]:
    return (measure(group), *map(measure, concepts()[group].rows))


def _reasons_of_all(reading: Reading) -> str | None:
    """不予公开的都是什么原因, of no body: the group of rows."""
    named = reading.asked.all
    if reading.english or len(named) != 1 or named[0].codes[0] not in _GROUPS:
        return None
    if reading.places.bodies or reading.has_own_words() or not _WHAT_REASON.search(reading.text):
        return None
    if reading.has("unit", "type", "how", "share", "mention", "none", "silent", "most"):
        return None
    return named[0].codes[0]


_WHAT_REASON = re.compile(
    "(?:什么|啥|哪些)(?:理由|原因|缘由)|(?:理由|原因|缘由)(?:都|分别|主要|一般)*是(?:什么|啥|哪)"
)


def _group_asked(reading: Reading) -> str | None:
    """The group whose rows are asked for with a number of each; None where words are asked for."""
    named = reading.asked.all
    text = reading.text
    if reading.english or len(named) != 1 or named[0].codes[0] not in _GROUPS:
        return None
    if len(reading.places.units) > 1 or not _GROUND.search(text) or _KINDS.search(text):
        return None
    if _IN_WORDS.search(text) or reading.has("silent"):
        return None
    if reading.has("how", "share", "versus", "change", "trend", "compare", "bound", "text_side"):
        return None
    if reading.has("mention", "as_problem", "quality", "section", "none", "which_year"):
        return None
    spread = reading.has("each") or _SPREAD.search(text) is not None
    why = reading.has("why")
    most = reading.has("most") and not _asks_bodies(reading) and not reading.has("unit", "type")
    told = _asks_bodies(reading) and not (why or reading.has("most", "top"))
    counted = reading.has("howmany", "amount") and not (why or reading.has("which", "most"))
    counted = counted and not reading.places.bodies
    used = named[0].loose and reading.has("which", "what", "define") and not why
    used = used and not reading.places.bodies
    return named[0].codes[0] if spread or most or told or counted or used else None


def _asks_bodies(reading: Reading) -> bool:
    """哪些单位, 谁: not 哪些理由."""
    for token in reading.all("which"):
        following = reading.after(token)[:1]
        if "谁" in token.text or "家" in token.text:
            return True
        if following and following[0].sort in ("unit", "type", "level", "report"):
            return True
    return False


def _names_ground(text: str) -> bool:
    return text in _NAMING
