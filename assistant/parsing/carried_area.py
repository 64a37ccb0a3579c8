"""What the report of a whole county or city gives, after a figure of bodies in it: 全县汇总的是
多少, and why the two differ (怎么跟县里报告的差这么多)."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.parsing.before import CARRIED
from assistant.parsing.build import build
from assistant.parsing.found_bodies import find_held
from assistant.parsing.in_context import about_of
from assistant.parsing.parts import joined
from assistant.parsing.reading import Reading
from assistant.parsing.rules_about import about_term, what_a_sum_holds
from assistant.parsing.scope import Places, region_of
from assistant.places import Level
from assistant.plan import Plan
from assistant.vocabulary import Sort

_LIGHT: tuple[Sort, ...] = (
    "stop", "mark", "then", "area", "howmany", "year", "amount", "define", "what",
)  # fmt: skip
_LEVELS: dict[str, Level] = {"市": "city", "县": "county", "区": "county"}
FIGURES = ("value", "list", "rank", "aggregate", "compare")


def of_whole_area(reading: Reading, plan: Plan) -> Plan | None:
    """A follow-up about the area's own figure beside that of bodies in it."""
    return what_a_sum_holds(reading) or _area_total(reading, plan)


def _area_total(reading: Reading, plan: Plan) -> Plan | None:
    """全市汇总的是多少, after a figure of some bodies: the same row of the area's own report."""
    area, about = reading.first("area"), about_of(plan)
    figures = plan.kind in FIGURES and len(about) == 1
    if area is None or area.text[0] not in "全整" or not figures or plan.scope.area:
        return None
    if any(t.sort not in _LIGHT for t in reading.tokens):
        return None
    return _of_area(reading, plan, _LEVELS.get(area.text[1:2]))


_ITS_REPORT = "(?P<level>[县市区])(?:政府|级|府)?(?:里|上|那边|那里)?(?:面)?"
_STATED = (
    "(?:自己|自家|总共|一共|年报|报告|汇总|总数|总的)?(?:里|上|中)?的?"
    "(?:年报|报告|汇总|总数|数字?|报|写|给|公布|说|公开|那个数|[0-9]+件)"
)
_APART = (
    "(?:差|少|多|小|大)(?:出|了)?(?:这|那|好)(?:么|样)?(?:些|多|远|大|少)?|差(?:得|了|别|距)|相差|差多少|差很多|差太多|差不少"
    "|对不上|对不起来|不一样|不一致|不相等|不相同|不同|不符|不是[0-9]+件?吗|少(?:得|了|这|那)|(?<!有)多出"
)
_UNLIKE_AREA = re.compile(
    f"(?:全{_ITS_REPORT}|{_ITS_REPORT.replace('level', 'level2')}){_STATED}.{{0,16}}?(?:{_APART})"
)


def unlike_area(reading: Reading, plan: Plan) -> Plan | None:
    """怎么跟县里报告的258件差这么多, after the sum of some bodies: what each of the two holds, and
    the area's own figure beside the sum of all that are held."""
    summed = plan.kind == "aggregate" and len(about_of(plan)) == 1 and not plan.scope.area
    found = _UNLIKE_AREA.search(reading.text) if summed and not reading.english else None
    if found is None or reading.places.bodies or reading.asked.mentions or reading.year_words:
        return None
    level = _LEVELS[found["level"] or found["level2"]]
    years = replace(reading.years, years=plan.scope.years, notes=())
    known = tuple(t for t in reading.tokens if t.sort not in ("text", "number"))
    whole = _of_area(replace(reading, years=years, tokens=known, notes=()), plan, level)
    scope = whole.scope.model_copy(update={"area": True})
    told = about_term(replace(reading, places=Places()), "合计的范围")
    return joined([told, whole.model_copy(update={"scope": scope})])


def _of_area(reading: Reading, plan: Plan, level: Level | None) -> Plan:
    about, years = about_of(plan), reading.years.years
    regions = tuple(r for r in plan.scope.regions if r.level == level)
    if level is not None and not regions:
        regions = region_of(find_held(plan.scope.bodies, reading.held), level)
    kept = "，".join((*(f"{year}年" for year in years), about[0].label))
    notes = tuple(n for n in reading.notes if not n.startswith(CARRIED))
    reading = replace(reading, places=Places(regions=regions), notes=(*notes, f"{CARRIED}{kept}"))
    return build(reading, "aggregate", measures=about, function="sum")
