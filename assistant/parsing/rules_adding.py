"""Rule for whether what is published in several places adds up to the number the text gives."""

from __future__ import annotations

import re

from assistant.measure_sums import added
from assistant.measures import measure
from assistant.parsing.build import build
from assistant.parsing.reading import Reading
from assistant.plan import Plan

_ADDED = re.compile("加起来|加一起|加在一起|加到一起|相加|加总|合起来|合在一起|之和|合计")
_WHOLE = re.compile("总数|总量|总条数|总件数|合计数|总的|全部|一共的|公开数|主动公开|发布数")
_TOTAL = "claim:proactive_total"
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
    whole = added(parts)
    if whole is None:
        return None
    return build(reading, "value", measures=(whole, total), also=parts, notes=(_NOTE,))
