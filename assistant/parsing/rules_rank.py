"""Rules for order: 最多, 前10, 排名, 排第几."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from assistant.measures import ALL_APPLICANTS, concept_of, measure
from assistant.parsing.build import build
from assistant.parsing.formulas import is_written
from assistant.parsing.parts import joined
from assistant.parsing.ratios import ratio_asked
from assistant.parsing.reading import Reading
from assistant.parsing.scope import around
from assistant.parsing.sums import Added, sum_asked
from assistant.parsing.wanted import conditions_of, limiting_codes, measures_of, reading_notes
from assistant.plan import Measure, Order, Plan, Region

_BOTH_ENDS = "最多与最少是所列的第一位与最后一位"
HIGHER_YEAR = re.compile("哪一?年度?的?(?:更|较|比较)?([多高大少低小])(?!少)")
_SOME = 10  # 哪几个最多: a handful


def rank(reading: Reading) -> Plan | None:
    """最多, 前10, 排名."""
    higher = HIGHER_YEAR.search(reading.text)
    if not reading.has("most", "top", "place_in_rank") and higher is None:
        return None
    if reading.has("applicants") and not reading.places.bodies:
        return None
    ratio = ratio_asked(reading) if reading.has("share") or is_written(reading) else None
    measures = (ratio,) if ratio else measures_of(reading, False)
    if not measures:
        return None
    if reading.places.bodies and not reading.has("which_year", "place_in_rank"):
        several = len(reading.places.units) > 1 and not reading.has("applicants")
        if several and not conditions_of(reading):
            return _of_these(reading, sum_asked(reading), measures)
        return _largest_part(reading, measures)
    if reading.has("which_year") and not reading.years.years:
        reading = replace(reading, years=replace(reading.years, every=True))
    whole = sum_asked(reading)
    if whole is not None:
        measures = (whole.whole,)
    kept = tuple(m for m in measures if m.code not in limiting_codes(reading)) or measures
    fields: dict[str, Any] = {
        "measures": (*kept[:1], *_beside(reading, kept[:1])),
        "order": Order(descending=_descending(reading)),
        "limit": None if reading.has("place_in_rank") else limit_asked(reading),
        "conditions": conditions_of(reading),
        "combine": reading.asked.combine,
        "notes": (*reading_notes(reading), *_place_notes(reading)),
    }
    if {"asc", "desc"} <= set(reading.codes("most")) and "all" not in reading.codes("most"):
        fields |= {"limit": None, "order": Order(), "notes": (*fields["notes"], _BOTH_ENDS)}
    group = group_asked(reading)
    if group:
        fields |= {"group": group, "function": "sum"}
    elif together := _together(reading, fields["limit"]):
        fields["function"] = together
    if reading.has("place_in_rank") and reading.places.bodies:
        return place_of(reading, fields)
    kinds = tuple(dict.fromkeys(t.codes for t in reading.all("type")))
    if len(kinds) > 1 and not group and _APART.search(reading.text):
        apart = (replace(reading, places=replace(reading.places, types=k)) for k in kinds)
        return joined([build(one, "rank", **fields) for one in apart])
    return build(reading, "rank", **fields)


_APART = re.compile("分开|分别排|各排各|各自排|单独排|分头排|分着排")
"""局和镇分开排: an order of each."""


def standing(reading: Reading) -> Plan | None:
    """政务公开在市里排第几名: the place that a report says its body took in an assessment; 哪个街道
    社会评议得了第一: which of them says so."""
    if (first := _came_first(reading)) is not None:
        return first
    placed = reading.places.bodies or reading.places.regions
    if not (reading.has("place_in_rank") and placed) or reading.english:
        return None
    if reading.asked.all or reading.asked.hints or reading.given:
        return None
    return build(reading, "narrative", query="考核名次")  # data/everyday_words.txt


_ASSESSED = re.compile(
    "(?:社会|群众|政风行风|年度|绩效|第三方|政务公开|信息公开)*(?:评议|考核|测评|考评|评估|评比|评选|评价)"
)
_PLACE = re.compile("(?:第[一二三123](?:名|位)?|头名|榜首|冠军|最高分?|最好)")
_SCORES = re.compile("得?分|满意度|排名|名次")


def _came_first(reading: Reading) -> Plan | None:
    """谁评议得第一: what the texts say of their place, which no figure of the tables tells."""
    assessed, place = _ASSESSED.search(reading.text), _PLACE.search(reading.text)
    if assessed is None or place is None or not reading.has("which") or reading.english:
        return None
    if reading.asked.all or reading.asked.hints or reading.given or reading.has("what", "howmany"):
        return None
    if reading.places.bodies or not reading.has("most", "top", "place_in_rank", "ordinal"):
        return None
    words = [assessed[0].removeprefix("政务公开").removeprefix("信息公开")]
    if (score := _SCORES.search(reading.text)) is not None:
        words.append(score[0])
    elif place[0].startswith("第"):
        words.append(place[0])
    return build(reading, "narrative", query=" ".join(words))


def _together(reading: Reading, limit: int | None) -> str | None:
    """前三名合计, 最多的三个镇占多少: what the first of the order make."""
    first = reading.first("most", "top")
    later = [t for t in reading.tokens if first is not None and t.start > first.start]
    if limit == 1:
        return None
    if any(t.sort == "share" or (t.sort == "versus" and "of" in t.codes) for t in later):
        return "share"
    return "sum" if any(t.sort == "function" and "sum" in t.codes for t in later) else None


def _beside(reading: Reading, first: tuple[Measure, ...]) -> tuple[Measure, ...]:
    """申请最多的街道复议了几次: figures asked of those that the ranking finds."""
    most = reading.first("most", "top")
    if most is None or group_asked(reading) or not reading.has("howmany"):
        return ()
    tokens = reading.tokens
    later = [m for m in reading.asked.mentions if tokens[m.at].start > most.start]
    found = tuple(m for mention in later for m in mention.measures(False))
    earlier = len(later) < len(reading.asked.mentions)
    return tuple(m for m in found if m not in first) if earlier else ()


def _of_these(reading: Reading, whole: Added | None, measures: tuple[Measure, ...]) -> Plan:
    """鹿鸣、柳浦、枫渡谁垫底: the bodies named side by side, in order."""
    about = (whole.whole,) if whole is not None else measures[:1]
    order = Order(descending=_descending(reading))
    return build(reading, "compare", measures=about, order=order, notes=reading_notes(reading))


def place_of(reading: Reading, fields: dict[str, Any]) -> Plan:
    """柳浦镇的申请在镇里排第几: the order of all bodies of that kind, and the place of this one."""
    said = [limit for limit in reading.asked.limits if limit.figure or limit.states]
    fields["conditions"] = tuple(c for limit in said for c in limit.conditions())
    units = reading.places.units
    if len(units) == 1:
        fields["part"] = units[0][-1].as_body()
    else:
        names = "、".join(body.name for body in reading.places.bodies)
        fields["notes"] += (f"名次：请在排名中看{names}",)
    types = reading.kinds_held(reading.tokens)
    inside = reading.without_bodies(regions=_field(reading), types=types)
    return build(inside, "rank", **fields)


def _field(reading: Reading) -> tuple[Region, ...]:
    """Where the order is: 在临溪县排第几 behind the bodies, in 全县排第几 their county."""
    bodies = reading.places.bodies
    start = max((t.start for t in reading.all("body", "stem") if t.place.bodies), default=-1)
    named = [r for t in reading.all("region") if t.start > start for r in t.place.regions[:1]]
    own = [region for token in reading.all("whole") for region in around(bodies, token)]
    return tuple(dict.fromkeys((*named, *own)))[:1]


def _place_notes(reading: Reading) -> list[str]:
    """第二多 shows the first two: the one asked for is the last of them."""
    places = [t.figure for t in reading.all("top") if t.figure and "第" in t.text]
    return [f"问的是第{int(figure.value)}名，即所列的最后一位" for figure in places]


def _descending(reading: Reading) -> bool:
    figures = [t.figure for t in reading.all("top") if t.figure]
    said = [f.descending for f in figures if f.descending is not None]
    if said:
        return said[0]
    higher = HIGHER_YEAR.search(reading.text)
    return "asc" not in reading.codes("most") and not (higher and higher[1] in "少低小")


def limit_asked(reading: Reading) -> int | None:
    """How many of the first are asked for; None for the whole order."""
    top = [t.figure for t in reading.all("top") if t.figure]
    if top:
        return int(top[0].value)
    if "all" in reading.codes("most"):
        return None
    most = reading.first("most")
    behind = reading.after(most)[:1] if most is not None else ()
    if any(t.sort == "howmany" and t.text in _A_FEW for t in behind):  # 最少的几个
        return _SOME
    return _SOME if "many" in reading.codes("which") else 1


_A_FEW = ("几个", "几家", "几份", "几")


def group_asked(reading: Reading) -> str | None:
    """What the figures are grouped by: 各县, 哪个省."""
    by = reading.codes("by")
    if by:
        return by[0]
    for token in reading.all("which"):
        following = reading.after(token)
        if following and following[0].sort == "level":
            return following[0].codes[0]
    return None


def _largest_part(reading: Reading, measures: tuple[Measure, ...]) -> Plan:
    """哪类申请人最多 of one body: every part of the sum, for the reader to see."""
    concept = concept_of(measures[0].code)
    if concept and measures[0].code.startswith("requests."):
        parts = [measure(f"{concept}:{column}") for column in ALL_APPLICANTS]
        return build(reading, "value", measures=(*parts, *(m for m in measures if m not in parts)))
    return build(reading, "value", measures=measures)
