"""A rule for why a figure of one body changed: 公开的信息怎么比上一年少了, 申请为什么变多了."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.parsing.build import build
from assistant.parsing.reading import Reading
from assistant.parsing.wanted import measures_of
from assistant.plan import Change, Measure, Plan

_MORE = "(?:变|增|涨|升|提|上)?(?:多|加|长|涨|升|高|大)(?:起来|上去)?|翻倍|翻番|翻了"
_LESS = "(?:变|减|降|跌|下)?(?:少|低|降|跌|减|小|滑|掉)(?:下来|下去)?"
_SO = "(?:了|这么|那么|得|一下子?|突然|又|都|反而|还)*"
_WHY = "怎么|为什么|为啥|为何|咋(?!样)|(?:什么|啥)原因|因为什么|何以"
_FIRST = "(?:会|就|又|还|都|反而|一下子?|突然)*(?:(?:比|较)[^,，。?？]{0,8}?)?(?:要|还|会)?"
_ASKED = re.compile(
    f"(?:{_WHY}){_FIRST}{_SO}(?:(?P<more>{_MORE})|(?P<less>{_LESS}))(?P<done>了)?"
    f"|(?:(?P<more2>{_MORE})|(?P<less2>{_LESS}))了?[^,，。?？]{{0,8}}?(?:的原因|是?(?:{_WHY}))"
)
_WORDS = {"claim:proactive_total": "主动公开信息", "requests": "申请数量", "disputes": "复议诉讼"}


def why_changed(reading: Reading) -> Plan | None:
    """The figure in both years, then what the text says of the reason."""
    asked = _ASKED.search(reading.text)
    measures = measures_of(reading, False)
    one = len(reading.places.units) == 1 and len(measures) == 1 and not measures[0].is_ratio
    if asked is None or not one or reading.english or reading.asked.limits:
        return None
    if reading.has("topic", "quality") or reading.has_own_words():  # 解读材料怎么发得少了
        return None
    years, base = _years(reading)
    changed = base is not None or asked["done"] or asked["more2"] or asked["less2"]
    years = years if changed else years[-1:]  # 怎么这么少: of that year alone
    if not years or reading.has("which", "most", "top", "mention", "number"):
        return None
    moved = "增加" if asked["more"] or asked["more2"] else "减少"
    told = replace(reading, years=replace(reading.years, years=(years[-1],), base=None, notes=()))
    query = f"{_subject(measures[0])} {moved} 原因"
    text = build(told, "narrative", query=query)
    if len(years) < 2:
        figures = build(told, "value", measures=measures)
    else:
        both = replace(reading, years=replace(reading.years, years=years, base=None, notes=()))
        change = Change(base=years[0], year=years[-1])
        figures = build(both, "trend", measures=measures, change=change)
    if figures.refusal is not None or text.refusal is not None:
        return None
    return figures.model_copy(update={"then": text})


def _years(reading: Reading) -> tuple[tuple[int, ...], int | None]:
    """The year asked of with the one before it that is held, and the year it is compared with."""
    held = sorted(reading.places.bodies[0].years)
    named, base = reading.years.years, reading.years.base
    if len(named) > 1:
        return (named[0], named[-1]), named[0]
    last = named[0] if named else (held[-1] if held else None)
    if last is None:
        return (), base
    before = base if base is not None else max((y for y in held if y < last), default=None)
    return ((last,) if before is None else (before, last)), base


def _subject(measure: Measure) -> str:
    table = measure.code.partition(".")[0]
    row, _, inside = measure.label.partition("·")[0].partition("（")
    if table == "requests" and not measure.code.startswith("requests.received."):
        return inside.rstrip("）").removesuffix("相关政府信息") or row  # 本机关不掌握
    return _WORDS.get(measure.code) or _WORDS.get(table) or row
