"""Rule for the requests that a year took over from the one before: 上年结转的那件后来怎么办的. The
report of that same year tells what became of them."""

from __future__ import annotations

import re

from assistant.measures import measure
from assistant.parsing.build import build
from assistant.parsing.parts import joined
from assistant.parsing.reading import Reading
from assistant.plan import Condition, Plan

_TAKEN_OVER = "carried_in"
_BEFORE = re.compile("上一?年|上年度|去年|前一年|头年|年初")
_WHICH = re.compile("(?:什么|啥|哪方面|哪类)的?(?:申请|内容|信息|材料|东西|事)")
_BECAME = re.compile(
    "怎么|怎样|咋|如何|什么|啥|结果|结局|下落|进展|答复|有没有办|"
    "(?:办|处理|办理|解决|了结|消化|答复|公开|办结|完成)(?:完|结|好|掉|清)?(?:了|过|完了)?(?:没|吗|么|不)"
)


def taken_over_case(reading: Reading) -> Plan | None:
    """What became of them, or what they were: their number and how many were closed, then the
    words; of all bodies those that took any over, with their words."""
    codes = {code for m in reading.asked.mentions for code in m.codes}
    before = _BEFORE.search(reading.text)
    if reading.english or codes != {_TAKEN_OVER} or not before or reading.asked.limits:
        return None
    if reading.has("howmany", "amount", "share", "compare", "most", "top", "function", "quality"):
        return None
    if reading.has("mention", "trend", "change", "each") and not reading.has("outcome"):
        return None
    if reading.has("define") and not _WHICH.search(reading.text):
        return None
    asks = reading.has("outcome", "what", "how", "why") or _BECAME.search(reading.text)
    if not asks or len(reading.places.units) > 1 or _MEANS.search(reading.text):
        return None
    bare = reading.without_measures()
    words = "上年结转"
    if not reading.places.bodies:
        some = Condition(measure=measure(_TAKEN_OVER), op=">", value=0)
        return build(bare, "mixed", conditions=(some,), query=words)
    names = (_TAKEN_OVER, "total_processed", "carried_out")
    found = build(bare, "value", measures=tuple(map(measure, names)))
    told = build(bare, "narrative", query=words)
    return found if found.refusal or told.refusal else joined([found, told])


_MEANS = re.compile("什么意思|啥意思|指什么|怎么算|怎么填|怎么来|为什么(?:和|跟|与)|对得上|对不上")
