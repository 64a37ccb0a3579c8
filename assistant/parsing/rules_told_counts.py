"""Rules for numbers that only sentences give: 参训人次, 开放日参与人数; the basis of a fee beside
its amount."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.measures import measure
from assistant.parsing.build import build
from assistant.parsing.parts import joined
from assistant.parsing.reading import Reading
from assistant.plan import Measure, Plan

_PEOPLE = re.compile("人次|人数|(?:多少|几)(?:个)?(?:人|名)(?!大|民|员)")
_ATTENDED = re.compile(
    "参训|受训|参会|参加|参与|到场|与会|出席|听课|培训|讲座|会议|活动|开放日|来了?(?:多少|几)|覆盖|受益"
)
_OWN = (
    "参训",
    "受训",
    "参会",
    "参加",
    "参与",
    "到场",
    "与会",
    "出席",
    "听课",
    "覆盖",
    "受益",
    "活动",
)
_TIMES = re.compile("次数|场次|期数|场数|(?:多少|几)(?:次|场|期|回)(?!人)")
_NO_SUM = "年报没有这一项的统计栏目，以下是原句，合计须由原句中的数字自行计算"


def people(reading: Reading) -> Plan | None:
    """How many took part in something: what sentences say, beside the number of times where that
    is asked for too."""
    text = reading.text
    if reading.english or not (_PEOPLE.search(text) and _ATTENDED.search(text)):
        return None
    if reading.has("applicant", "applicants", "generic", "bound", "most", "top", "mention"):
        return None
    named = [m for mention in reading.asked.all for m in mention.measures(False)]
    counted = [m for m in named if m.claim in ("training", "meetings")]
    things = [t.text for t in reading.all("topic") if t.text not in _OWN]
    alone = reading.before is None and _took_part(reading)
    if len(counted) != len(named) or not (counted or things or alone):
        return None
    if not counted and reading.has("which"):
        return None  # 开放日哪些单位办了，多少人参加: which of them, by what their text says
    about = [m.label.removesuffix("次数") for m in counted[:1]] + things
    more = ["人次"] if not reading.places.bodies else []
    query = " ".join(dict.fromkeys([*(about or _took_part(reading)), *more]))
    notes = (_NO_SUM,) if more else ()
    told = build(reading, "narrative", query=query, notes=notes)
    if not counted or not _TIMES.search(text):
        return told
    return joined([_figure(reading, tuple(counted)), told])


def _took_part(reading: Reading) -> list[str]:
    return [word for word in _OWN[:-1] if word in reading.text][:1]


def _figure(reading: Reading, measures: tuple[Measure, ...]) -> Plan:
    """The number that is counted, of the bodies named, of each, or of all."""
    tokens = tuple(t for t in reading.tokens if t.text not in _OWN)
    reading = replace(reading, tokens=tokens)
    if reading.places.bodies:
        return build(reading, "value", measures=measures)
    if reading.has("each", "which", "unit", "type"):
        return build(reading, "list", measures=measures)
    return build(reading, "aggregate", measures=measures, function="sum")


_BASIS = re.compile("依据|法律根据|收费标准|计费标准")


def fee_basis(reading: Reading) -> Plan | None:
    """收取信息处理费的依据和金额: what the fee rests on, and how much it was."""
    fee = measure("claim:processing_fee")
    named = [m for mention in reading.asked.all for m in mention.measures(False)]
    if reading.english or [m.code for m in named] != [fee.code] or not _BASIS.search(reading.text):
        return None
    if not reading.has("amount", "howmany", "function"):
        return None
    return joined([build(reading, "definition", term="信息处理费"), _figure(reading, (fee,))])
