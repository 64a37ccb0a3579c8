"""Rule for whether what is published in several places adds up to the number the text gives."""

from __future__ import annotations

import re

from assistant.measure_sums import added
from assistant.measures import measure
from assistant.parsing.build import build
from assistant.parsing.reading import Reading
from assistant.plan import Measure, Plan

_ADDED = re.compile("加起来|加一起|加在一起|加到一起|相加|加总|合起来|合在一起|之和|合计")
_WHOLE = re.compile("总数|总量|总条数|总件数|合计数|总的|全部|一共的|公开数|主动公开|发布数")
_TOTAL = "claim:proactive_total"
_PARTS = ("claim:website", "claim:wechat", "claim:weibo", "claim:short_video")
_AGAIN = re.compile("总数|总量|总条数|总的|合计|加起来|加一起|加在一起|相加|合起来")
_NOTE = "同一条信息可以发在几处，各渠道之和不一定等于总条数"


def adds_up(reading: Reading) -> Plan | None:
    """网站、公众号、视频号加起来等于总数吗: their sum, each of them, and the total beside."""
    one = len({body.name for body in reading.places.bodies}) == 1 and not reading.english
    doubted = "mismatch" in reading.codes("quality") or reading.has("whether")
    if not (one and doubted and _ADDED.search(reading.text) and _WHOLE.search(reading.text)):
        return None
    total = measure(_TOTAL)
    named = dict.fromkeys(m for mention in reading.asked.all for m in mention.measures(False))
    parts = tuple(m for m in named if m.code != total.code)
    if len(parts) < 2 or not all(part.claim for part in parts):
        return None
    return _beside_total(reading, parts)


def adds_up_again(reading: Reading, plan: Plan) -> Plan | None:
    """对得上总数吗, after what the site and the accounts of one body posted."""
    doubts = reading.codes("quality") == ("mismatch",) and not reading.asked.all
    own = reading.has("table", "table_side", "report", "year") or reading.has_own_words()
    if not doubts or own or len(reading.places.units) != 1 or reading.english:
        return None
    if _AGAIN.search(reading.text) is None:
        return None
    told = plan.kind == "narrative" and _CHANNELS.search(plan.query) is not None
    parts = tuple(map(measure, _PARTS)) if told else plan.measures
    claims = all(m.claim and m.claim != "proactive_total" for m in parts)
    posted = told or (plan.kind == "value" and len(parts) > 1 and claims)
    return _beside_total(reading, parts) if posted else None


_CHANNELS = re.compile("渠道|平台")


def _beside_total(reading: Reading, parts: tuple[Measure, ...]) -> Plan | None:
    """The sum of the parts, each of them, and the total that the text gives."""
    whole = added(parts)
    if whole is None:
        return None
    total = (whole, measure(_TOTAL))
    return build(reading, "value", measures=total, also=parts, notes=(_NOTE,))
