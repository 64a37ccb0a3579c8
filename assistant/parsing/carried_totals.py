"""Follow-ups of a total: which share of it one body has, and what it makes per item."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.measures import columns_of, concept_of, measure
from assistant.parsing.build import build
from assistant.parsing.carried_places import find_held
from assistant.parsing.leaning import only_moves
from assistant.parsing.reading import Reading
from assistant.plan import Plan
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
    places = replace(
        reading.places, bodies=bodies, types=scope.body_types, regions=scope.regions
    )
    inside = replace(reading, places=places, whole_area=scope.area)
    return build(
        inside, "aggregate", measures=plan.measures, function="sum", part=body,
        conditions=plan.conditions, combine=plan.combine,
    )  # fmt: skip


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
