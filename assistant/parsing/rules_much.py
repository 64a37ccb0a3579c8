"""Rules for whether a figure is large: 申请多不多, 多少条算多. No report says what is much; the
figure is given with its place among the others, or with their middle."""

from __future__ import annotations

import re
from typing import Any

from assistant.parsing.build import build
from assistant.parsing.parts import joined
from assistant.parsing.ratios import ratio_asked
from assistant.parsing.reading import Reading
from assistant.parsing.rules_rank import place_of
from assistant.parsing.wanted import measures_of, reading_notes
from assistant.plan import Function, Order, Plan

_MUCH = re.compile(
    "多不多|高不高|大不大|少不少|低不低|(?<!更)[多高少低](?:吗|么|嘛)(?![^?？。!！]*[多几])"
    "|(?<![预决结概核清])算(?:不算|是|得上)?(?:比较|很|较)?(?:多(?!少)|高|少|低)|[多高]还是[少低]|什么水平|处于何种水平"
)
_HOW_MUCH_IS_MUCH = re.compile("(?:多少|几).{0,8}(?:才)?(?:算|叫)(?:比较|很|较)?[多高少低]")
_MIDDLE: tuple[Function, ...] = ("mean", "median", "max")
_NO_STANDARD = "年报没有多少的标准，请与下列数字对照"


def much(reading: Reading) -> Plan | None:
    """The figure and where it stands."""
    if reading.english or not _MUCH.search(reading.text):
        return None
    if reading.has("most", "top", "versus", "exceeds", "change", "trend", "function", "each"):
        return None
    if reading.has("why", "how", "which", "mention", "among", "two", "outcome", "plus"):
        return None
    if reading.asked.limits or not (reading.asked.mentions or reading.asked.hints):
        return None
    ratio = ratio_asked(reading)
    measures = (ratio,) if ratio is not None else measures_of(reading, False)
    if len(measures) != 1 or reading.has("text", "topic", "aside"):
        return None
    notes = (*reading_notes(reading), _NO_STANDARD)
    fields: dict[str, Any] = {"measures": measures, "notes": notes}
    if len(reading.places.units) == 1:
        told = build(reading, "value", **fields)
        ordered = fields | {"order": Order(), "limit": None, "notes": ()}
        return joined([told, place_of(reading, ordered)]) if told.refusal is None else told
    if reading.places.bodies:
        return None
    if _HOW_MUCH_IS_MUCH.search(reading.text):
        return joined([build(reading, "aggregate", function=f, **fields) for f in _MIDDLE])
    return None
