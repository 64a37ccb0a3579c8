"""Follow-ups of a figure that set it beside others: a body's share of a total, its place in the
order (这算多吗), what it makes per item."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.measures import columns_of, concept_of, measure
from assistant.parsing.build import build
from assistant.parsing.found_bodies import find_held
from assistant.parsing.leaning import only_moves
from assistant.parsing.reading import Reading
from assistant.plan import Condition, Order, Plan
from assistant.vocabulary import Sort

_LIGHT: tuple[Sort, ...] = (
    "stop", "mark", "then", "versus", "share", "howmany", "function", "body", "stem", "among",
    "they", "all", "region", "year",
)  # fmt: skip
_PER_ITEM = re.compile(
    "(?:平均|均摊|摊到|摊下来)(?:下来|到|算|算下来|是)?(?:每|一|单|各)?(?:个|项|笔|单|宗)?(?:采购)?(?:项目|采购)?"
    "|(?:每|一|单|各)(?:个|项|笔|单|宗)(?:采购)?(?:项目)?(?:平均|均|大概|大约)?"
)
_NOT_DIVIDED = "单个项目的平均金额＝采购总金额÷采购项目数量，报告不列这一项，请按所列两数计算"


def share_of_total(reading: Reading, plan: Plan) -> Plan | None:
    """柳浦占合计的多少, 柳浦镇占几成, after the sum over many: its part of that sum."""
    summed = plan.kind == "aggregate" and plan.function == "sum" and not plan.group
    named = reading.places.named and len(reading.places.units) == 1
    if not (summed and named and len(plan.measures) == 1) or plan.measures[0].is_ratio:
        return None
    of = reading.has("share") or "of" in reading.codes("versus")
    again = plan.part is not None and only_moves(reading.tokens)
    own = {m.measures(False)[0].code for m in reading.asked.mentions}
    light = all(t.sort in _LIGHT or t.sort in ("concept", "generic") for t in reading.tokens)
    if not ((of and light) or again) or own - {plan.measures[0].code} or reading.year_words:
        return None
    body, scope = reading.places.units[0][-1].as_body(), plan.scope
    bodies = find_held(scope.bodies, reading.held)
    if bodies and body.name not in {b.name for b in bodies}:
        return None
    places = replace(reading.places, bodies=bodies, types=scope.body_types, regions=scope.regions)
    inside = replace(reading, places=places, whole_area=scope.area)
    return build(
        inside, "aggregate", measures=plan.measures, function="sum", part=body,
        conditions=plan.conditions, combine=plan.combine,
    )  # fmt: skip


_WHO: tuple[Sort, ...] = (
    "stop", "mark", "then", "which", "unit", "type", "has", "none", "define", "bound", "region",
)  # fmt: skip


def who_has(reading: Reading, plan: Plan) -> Plan | None:
    """哪家没有, 哪几家有, after the figures or the sum of many: those with none, or with any."""
    one = len(plan.measures) == 1 and bool(plan.measures[0].cells)
    summed = plan.kind == "aggregate" and plan.function == "sum"
    of_set = summed or (plan.kind == "list" and not plan.conditions)
    bare = all(t.sort in _WHO for t in reading.tokens) and not reading.asked.all
    if not (of_set and one and bare and reading.has("which")) or plan.group or plan.scope.area:
        return None
    if any(t.text.lstrip("是为都") not in ("0", "零", "〇") for t in reading.all("bound")):
        return None
    none = reading.has("none", "bound")
    if not (none or reading.has("has")) or plan.measures[0].is_ratio:
        return None
    limit = Condition(measure=plan.measures[0], op="=" if none else ">", value=0)
    return build(reading, "list", conditions=(limit,))


def is_it_much(reading: Reading, plan: Plan) -> Plan | None:
    """这算多吗, 多不多, after one figure of one body: its place in the order of that year."""
    units, about, scope = reading.places.units, plan.measures, plan.scope
    bare = reading.text.rstrip("?？。!！呢啊呀吧 ").lstrip("那么 ，,")
    first = plan.kind == "rank" and plan.limit == 1 and not (plan.group or plan.part)
    if not (plan.kind == "value" or first) or _MUCH.fullmatch(bare) is None:
        return None
    if len(units) != 1 or len(about) != 1 or len(scope.years) != 1 or reading.year_words:
        return None
    body = units[0][-1]
    town = body.body_type in TOWNS
    towns = tuple(kind for kind in TOWNS if kind in reading.held.types())
    types = scope.body_types if first else towns if town else ()
    inside = reading.without_bodies(regions=scope.regions if first else (), types=types)
    return build(
        inside, "rank", measures=about, order=Order(), part=body.as_body(),
        conditions=plan.conditions if first else (), notes=(_NOT_JUDGED,),
    )  # fmt: skip


TOWNS = ("镇", "乡", "民族乡", "街道", "苏木")
_NOT_JUDGED = "报告没有评说多少，所列是在同年报告中的名次"
_DEGREE = "(?:比较|很|挺|特别|非常|还)?"
_MUCH = re.compile(
    "(?:这|它|这个数?|这个数字|这数|这样|这些)?(?:(?:到底)?(?:算不算|是不是|算|属于|是)?(?:得)?(?:上)?"
    f"{_DEGREE}[多少高低大小](?:的)?[吗么嘛]?|(?:算|是)?(?:多不多|高不高|大不大|少不少|多还是少|高还是低|多还是算少|多是少"
    "|高是低|多还是不多)|(?:算|是|处于|属于|在)?(?:个)?(?:什么|啥|哪个)(?:样的)?(?:水平|位置|档次|程度)"
    "|算多还是算少|算高还是算低|是多是少)"
)


def per_item(reading: Reading, plan: Plan | None) -> Plan | None:
    """平均每个项目多少钱, of purchases: both numbers that make it."""
    about = plan.measures if plan is not None and plan.kind == "value" else ()
    about = tuple(m for x in reading.asked.mentions for m in x.measures(False)) or about
    rows = {concept_of(m.code) for m in about if m.cells}
    row = rows.pop() if len(rows) == 1 else None
    columns = columns_of(row) if row else frozenset()
    asks = _PER_ITEM.search(reading.text) is not None and reading.has("function")
    if row is None or not {"amount", "projects"} <= columns or not asks:
        return None
    if len(reading.places.units) != 1 or "mean" not in reading.codes("function"):
        return None
    both = tuple(measure(f"{row}:{column}") for column in ("amount", "projects"))
    return build(reading, "value", measures=both, notes=(_NOT_DIVIDED,))
