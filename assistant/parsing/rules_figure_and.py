"""Rules for a figure and something beside it: whether text and table agree, what lies behind."""

from __future__ import annotations

import re

from assistant.parsing.build import build
from assistant.parsing.parts import joined
from assistant.parsing.reading import Reading
from assistant.parsing.rules_values import value
from assistant.plan import Plan

_BEHIND = re.compile(
    "(?:具体|详细)的?(?:情形|情况|内情|缘由|经过|事由)(?:是|有|说明|讲|写)*(?:什么|啥|哪些|怎样|如何|怎么样)?[?？。]*$"
)
_OF_REQUESTS = "requests."


def figure_and_check(reading: Reading) -> Plan | None:
    """正文写163条，表二是多少，一致吗: the figure of the table, and then the check."""
    sides = reading.has("text_side") and reading.has("table_side", "table")
    asked = reading.has("howmany") and "mismatch" in reading.codes("quality")
    if not (sides and asked) or len(reading.places.units) != 1 or reading.english:
        return None
    if len({m.codes for m in reading.asked.all}) != 1 or reading.has("which", "why", "how"):
        return None
    told = value(reading)
    if told is None or told.refusal or len(told.measures) != 1:
        return None
    checked = build(reading, "quality", rules=("narrative_mismatch",))
    return joined([told.model_copy(update={"notes": (), "unexplained": ()}), checked])


def what_lies_behind(reading: Reading) -> Plan | None:
    """其他处理1件的具体情形: the rows of 表三 that say it, and what the text writes of it."""
    asked = reading.asked.all
    if not _BEHIND.search(reading.text) or len(reading.places.units) != 1 or len(asked) != 1:
        return None
    told = value(reading)
    rows = told is not None and all(m.code.startswith(_OF_REQUESTS) for m in told.measures)
    if told is None or told.refusal or not rows or len(told.measures) != 1:
        return None
    notes = tuple(note for note in told.notes if not note.startswith("条件（"))
    words = build(reading, "narrative", query=told.measures[0].label)
    return joined([told.model_copy(update={"notes": notes}), words])
