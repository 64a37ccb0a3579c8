"""A county's or city's own government, of which no report is held: the reports of its towns and
bureaus are not its report."""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.parsing import refusals
from assistant.parsing.build import refuse
from assistant.parsing.reading import Reading
from assistant.plan import Choice, Plan

_PART = re.compile("网|门户|信箱|办|部门|大[院厅楼]|服务|公报|热线")  # 县政府网站, 县政府办
_GOVERNMENT = ("政府", "人民政府", "县政府", "区政府", "市政府")


def government_not_held(reading: Reading) -> Plan | None:
    """临溪县人民政府2024年收到多少申请, where only its towns' reports are held: said, with the
    question of all that is held of the county as the way out."""
    if reading.english or reading.places.bodies or reading.before is not None:
        return None
    if reading.has("type", "unit", "each", "all", "corpus", "which"):
        return None
    for region, behind in pairwise(reading.tokens):
        named = region.place.regions and behind.start == region.end
        if named and behind.text in _GOVERNMENT and not _PART.match(reading.raw, behind.end):
            asked = f"{reading.raw[: region.end]}各单位{reading.raw[behind.end :]}"
            who = f"{region.text}人民政府"
            reason = f"语料中没有{who}自己的报告；现有的是该地各单位的报告，它们的合计不是它的数。"
            choices = [Choice(label=asked, question=asked)]
            return refuse(reading, refusals.refusal("not_in_corpus", reason, choices))
    return None
