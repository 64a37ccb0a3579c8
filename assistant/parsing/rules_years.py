"""Rules for changes and series: 增长, 上升, 比去年, 趋势, 历年."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from assistant.parsing import refusals
from assistant.parsing.build import build, refuse
from assistant.parsing.own_years import own_years
from assistant.parsing.parts import joined
from assistant.parsing.ratios import ratio_asked
from assistant.parsing.reading import Reading
from assistant.parsing.rules_rank import limit_asked
from assistant.parsing.wanted import conditions_of, measures_of, reading_notes
from assistant.plan import MOST_PARTS, Change, Condition, Measure, Order, Plan, Whether
from assistant.question_years import Years
from assistant.vocabulary import Sort

_OF_A_YEAR = {"median", "max", "min"}  # of the reports of each year: nothing that sums
_MORE_OR_LESS = {"more": "rising", "less": "falling"}

_NOT_PER_YEAR = "所列是首尾两年之间的总变化，没有折算成年均"


_EVER = re.compile(
    "过(?![期程渡度问关])[^,，。;；]{0,10}(?:吗|么|没有?)[?？。]?$"
    "|有没有[^,，。;；]{0,10}过(?![期程渡度问关])"
)
_ANY = re.compile("有没有|有无|有过|是否有|是不是有|有.{0,20}[吗么][?？]?$")
_GROUNDS = ("requests.denied.", "requests.unavailable.", "requests.not_processed.")


def ever(reading: Reading) -> Plan | None:
    """有人申请过复议吗, of a body and no year: of every year held of it."""
    named = [*reading.asked.mentions, *(limit.mention for limit in reading.asked.limits)]
    single = len(reading.places.units) == 1 and len(named) == 1 and len(reading.held_years()) > 1
    if reading.english or not single or reading.years.named or reading.given:
        return None
    measures = named[0].measures(False)[:1]
    light = (*_LIGHT, "concept", "generic", "hint", "domain", "has", "none", "whether")
    plain = all(t.sort in light for t in reading.tokens) and not measures[0].claim
    ground = measures[0].code.startswith(_GROUNDS) and _ANY.search(reading.text)
    if not plain or not (ground or _EVER.search(reading.text)):
        return None
    asked = replace(reading, asked=replace(reading.asked, mentions=(), limits=(), hints=()))
    any_ = (Condition(measure=measures[0], op=">", value=0),)
    return build(
        replace(asked, years=Years(every=True)),
        "list",
        conditions=any_,
        whether=Whether(asks="any"),
    )


_LIGHT: tuple[Sort, ...] = ("stop", "mark", "then", "body", "stem", "region")


def change(reading: Reading) -> Plan | None:
    """增长, 上升, 比去年: bodies by their change, or the change itself; 趋势: every year."""
    if own_years(reading):
        return None
    cues = set(reading.codes("change"))
    compared = reading.years.base is not None and reading.has(
        "versus", "exceeds", "compare", "trend"
    )
    by_how_much = reading.has("share") and len(reading.years.years) == 2 and reading.has("trend")
    if not (cues or reading.years.streak or compared or by_how_much):
        return trend(reading) if _is_trend(reading) else None
    if _of_two_bodies(reading):
        return None
    ratio = ratio_asked(reading)
    measures = (ratio,) if ratio else measures_of(reading, False)
    if not measures:
        return None
    directions = [c for c in reading.codes("change") if c in ("rising", "falling")]
    if compared:
        directions += [
            _MORE_OR_LESS[c] for c in reading.codes("compare", "exceeds") if c in _MORE_OR_LESS
        ]
    ordered = bool(directions) or reading.has("most", "top")
    bodies = _about_bodies(reading) or (reading.has("type", "unit") and ordered)
    if not reading.places.bodies and bodies:
        return _changed_bodies(reading, measures, cues, directions)
    fields = _series_fields(reading, measures)
    if reading.has("function") and "mean" in reading.codes("function") and reading.places.bodies:
        fields["notes"] = (*fields["notes"], _NOT_PER_YEAR)
    steady = directions[0] if directions and "steady" in cues else None
    asked = _change(reading, cues, steady)
    between = range(asked.base, asked.year + 1) if asked else ()
    years = tuple(sorted({*between, *reading.years.years}))
    return _one_by_one(build(_in_years(reading, years), "trend", change=asked, **fields))


def _of_two_bodies(reading: Reading) -> bool:
    """比起鹿鸣街道来少了多少, 是鹿鸣街道的几倍: beside another body in one year, no change."""
    years = reading.years
    one_year = len(years.years) <= 1 and years.base is None and not (years.streak or years.every)
    return len(reading.places.units) > 1 and one_year and not reading.has("trend")


def _about_bodies(reading: Reading) -> bool:
    """Whether bodies are asked for: 哪些镇, 谁, 列出…的单位."""
    return reading.has("which") and not reading.places.bodies


def _changed_bodies(
    reading: Reading, measures: tuple[Measure, ...], cues: set[str], directions: list[str]
) -> Plan:
    falling = "falling" in directions or "asc" in reading.codes("most")
    ranked = reading.has("most", "top")
    asked = _change(reading, cues, None if ranked else ("falling" if falling else "rising"))
    if asked is None:
        return refuse(reading, refusals.no_measure(reading.raw, reading.english))
    inside = _in_years(reading, tuple(range(asked.base, asked.year + 1)))
    order = Order(by="change", descending=not falling)
    fields: dict[str, Any] = {"measures": measures[:1], "change": asked, "order": order}
    fields["conditions"] = conditions_of(reading)
    if ranked:
        return build(inside, "rank", limit=limit_asked(reading), **fields)
    return build(inside, "list", **fields)


def _change(reading: Reading, cues: set[str], direction: Any) -> Change | None:
    """From which year to which: as named, by 连续N年, else between the last two years held."""
    years, held = reading.years.years, sorted(reading.held_years())
    last = max(years) if years else (held[-1] if held else reading.today.year - 1)
    base = reading.years.base
    steady = 2 if "steady" in reading.codes("change") else 1
    if base is None:
        base = min(years) if len(years) > 1 else last - max(steady, reading.years.streak)
    if base not in held and reading.places.bodies and any(base < year < last for year in held):
        base = min(year for year in held if year > base)  # 连续三年 of three reports
    if base == last:
        return None
    kind: Any = "growth" if "growth" in cues or reading.has("share") else "difference"
    first, final = min(base, last), max(base, last)
    return Change(base=first, year=final, kind=kind, direction=direction)


def _in_years(reading: Reading, years: tuple[int, ...]) -> Reading:
    return replace(reading, years=replace(reading.years, years=years, base=None, streak=0))


def _is_trend(reading: Reading) -> bool:
    spoken = reading.has("trend") or reading.years.every or "year" in reading.codes("by")
    several = len(reading.years.years) > 1
    if reading.has("trend"):
        return True
    if reading.has("show") and reading.has("type", "unit") and not reading.has("function"):
        return False  # 曾有过…的单位，不限年份，逐一列出
    if reading.has("which", "most", "top") or set(reading.codes("function")) & _OF_A_YEAR:
        return False
    if _only_limits(reading) and not spoken:
        return False
    averaged = "mean" in reading.codes("function")
    summed = reading.has("function") or summed_over(reading)
    if summed and reading.places.bodies and (averaged or not spoken):
        return False
    return spoken or several


_TOTAL = re.compile("总(?:数|量|件数|条数|次数|和)|合计数")
_RANGE = re.compile("到|至|-|~|—|–|－|近|来|最近|过去|这")


def summed_over(reading: Reading) -> bool:
    """2022年到2024年柳浦镇申请总数: their sum; 各年申请总数 and 总数的变化 are a series."""
    total = any(_TOTAL.search(m.text) for m in reading.asked.mentions) or any(
        _TOTAL.search(t.text) for t in reading.all("amount")
    )
    over = len(reading.years.years) > 1 and any(
        _RANGE.search(token.text) for token in reading.all("year")
    )
    return total and over and not reading.has("each", "by", "trend", "change", "compare")


def _only_limits(reading: Reading) -> bool:
    """2022年至2024年收到申请的镇(有几个): bodies by a condition, no sum."""
    asked = reading.asked
    relative = any(limit.relative for limit in asked.limits)
    figure = reading.is_numeric and "body" not in reading.codes("howmany")
    return relative and not (asked.mentions or reading.places.bodies or figure)


def trend(reading: Reading) -> Plan | None:
    """One body or the scope over years."""
    ratio = ratio_asked(reading)
    whole = reading.has("about") and not reading.has("outcome", "applicants")
    every = bool(reading.places.bodies) and not whole  # 申请趋势如何: how many, no outcomes
    measures = (ratio,) if ratio else measures_of(reading, every)
    if not measures:
        return None
    years = reading.years.years
    if len(years) == 1 and reading.has("trend"):
        years = (years[0] - 1, years[0])
    fields = _series_fields(reading, measures)
    return build(_in_years(reading, years) if years else reading, "trend", **fields)


def _one_by_one(plan: Plan) -> Plan:
    """The change of each measure; of many that of the first, which the others are parts of."""
    if not 1 < len(plan.measures) <= MOST_PARTS:
        return plan
    return joined([plan.model_copy(update={"measures": (m,)}) for m in plan.measures])


def _series_fields(reading: Reading, measures: tuple[Measure, ...]) -> dict[str, Any]:
    notes = reading_notes(reading)
    if reading.places.bodies:
        return {"measures": measures, "notes": notes}
    functions = reading.codes("function")
    function = "mean" if "mean" in functions else "sum"
    return {"measures": measures[:1], "function": function, "notes": notes}
