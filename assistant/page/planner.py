"""The plan editor: a plan as form fields, and the changed fields as a plan again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import ValidationError

from assistant import measures
from assistant.places import Held, HeldBody
from assistant.plan import Body, Condition, Measure, Order, Plan, Region, Scope
from index.claims.fields import FIELD
from index.errors import PlanError

NO_FIGURE = ("narrative", "mention", "quality")
OPERATORS = {
    "": "—",
    ">": "大于",
    ">=": "不少于",
    "<": "小于",
    "<=": "不超过",
    "=": "等于",
    "!=": "不等于",
    "between": "介于",
    "outside": "不介于",
}
_LEVELS = ("province", "city", "county")


@dataclass(frozen=True, slots=True)
class Fields:
    """What the editor shows. Bodies are store keys (or names where a plan has none), regions
    "level:name", measures `Measure.code`s; "" and empty tuples stand for nothing chosen."""

    bodies: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    body_types: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    measures: tuple[str, ...] = ()
    condition_measure: str = ""
    op: str = ""
    value: float | None = None
    high: float | None = None
    order: str = ""  # desc | asc
    limit: int | None = None


@cache
def catalogue() -> dict[str, Measure]:
    """Every figure that can be chosen: concepts in their usual columns, ratios, counts in text."""
    codes = [
        f"{code}:{column}"
        for code, concept in measures.concepts().items()
        for column in _usual(concept)
    ]
    codes += [f"ratio:{code}" for code in measures.RATIOS]
    codes += [f"claim:{code}" for code in FIELD]
    every = [measures.measure(code) for code in codes]
    return {measure.code: measure for measure in every}


def _usual(concept: measures.Concept) -> tuple[str, ...]:
    if concept.table == "disputes":
        return ("total", "upheld", "corrected", "other_result", "pending")
    if concept.table == "proactive" and set(concept.columns) <= set(measures.DOCUMENT_COLUMNS):
        return measures.DOCUMENT_COLUMNS
    return concept.columns


def measure_choices(plan: Plan | None = None) -> list[tuple[str, str]]:
    """(label, code) of every figure, those of `plan` included."""
    known = dict(catalogue())
    if plan is not None:
        own = (*plan.measures, *(condition.measure for condition in plan.conditions))
        known |= {measure.code: measure for measure in own}
    return [(f"{measure.label}（{measure.unit or '—'}）", code) for code, measure in known.items()]


def body_choices(held: Held, plan: Plan | None = None) -> list[tuple[str, str]]:
    """(full name, key) of every body held, and of those a plan names without holding them."""
    found = [(body.issuer, body.key) for body in held.bodies]
    named = plan.scope.bodies if plan else ()
    return found + [(body.name, body.name) for body in named if body.key is None]


def region_choices(held: Held) -> list[tuple[str, str]]:
    """(name, key) of every province, city and county held."""
    regions = (region for level in _LEVELS for region in held.regions(level))
    return [(region.label, _region_key(region)) for region in regions]


def _region_key(region: Region) -> str:
    """level:name, with :place where the name needs one."""
    key = f"{region.level}:{region.name}"
    return key if region.place is None else f"{key}:{region.place}"


def _region(key: str) -> Region:
    level, name, *place = key.split(":", 2)
    return Region(level=level, name=name, place=place[0] if place else None)  # type: ignore[arg-type]


def fields_of(plan: Plan) -> Fields:
    """A plan as fields; `edited(plan, fields_of(plan), held)` is `plan` again."""
    scope = plan.scope
    first = plan.conditions[0] if plan.conditions else None
    plain = first is not None and first.op in OPERATORS and first.than is None
    shown = first if plain else None
    return Fields(
        bodies=tuple(body.key or body.name for body in scope.bodies),
        regions=tuple(map(_region_key, scope.regions)),
        body_types=scope.body_types,
        years=scope.years,
        measures=tuple(measure.code for measure in plan.measures),
        condition_measure=shown.measure.code if shown else "",
        op=shown.op if shown else "",
        value=shown.value if shown else None,
        high=shown.high if shown else None,
        order={True: "desc", False: "asc"}[plan.order.descending] if plan.order else "",
        limit=plan.limit,
    )


def edited(plan: Plan, fields: Fields, held: Held) -> Plan:
    """`plan` with what the fields say; parts that have no field stay. Raises PlanError where the
    fields make no plan."""
    before = fields_of(plan)
    if fields == before:
        return plan
    changes: dict[str, Any] = {
        "scope": _scope(plan.scope, fields, held),
        "measures": tuple(_measure(plan, code) for code in fields.measures),
        "order": _order(plan, fields),
        "limit": int(fields.limit) if fields.limit else None,
        "notes": (),
        "unexplained": (),
        "left_out": (),
    }
    if _condition_of(fields) != _condition_of(before):
        changes["conditions"] = _conditions(plan, fields, bool(before.op))
    if plan.kind == "value" and not fields.bodies:
        changes["kind"] = "list"  # one figure of no body in particular: of all in scope
    try:
        return Plan.model_validate(plan.model_copy(update=changes).model_dump())
    except ValidationError as error:
        words = "；".join(str(e["msg"]).removeprefix("Value error, ") for e in error.errors())
        raise PlanError(words) from error


def _condition_of(fields: Fields) -> tuple[object, ...]:
    return fields.condition_measure, fields.op, fields.value, fields.high


def _scope(scope: Scope, fields: Fields, held: Held) -> Scope:
    known = {body.key or body.name: body for body in scope.bodies}
    by_key = {body.key: body for body in held.bodies}
    bodies = tuple(known.get(key) or _body(by_key, key) for key in fields.bodies)
    regions = tuple(map(_region, fields.regions))
    return scope.model_copy(
        update={
            "bodies": bodies,
            "regions": regions,
            "body_types": tuple(fields.body_types),
            "years": tuple(sorted(int(year) for year in fields.years)),
            "latest_only": scope.latest_only and not fields.years,
        }
    )


def _body(by_key: dict[str, HeldBody], key: str) -> Body:
    found = by_key.get(key)
    if found is None:
        raise PlanError(f"现有报告里没有单位“{key}”")
    parts = dict.fromkeys(p for p in (found.province, found.city, found.county) if p)
    return Body(name=found.name, key=key, place="".join(parts) or None)


def _measure(plan: Plan, code: str) -> Measure:
    own = (*plan.measures, *(condition.measure for condition in plan.conditions))
    found = next((measure for measure in own if measure.code == code), catalogue().get(code))
    if found is None:
        raise PlanError(f"没有指标“{code}”")
    return found


def _order(plan: Plan, fields: Fields) -> Order | None:
    if not fields.order:
        return None
    base = plan.order or Order()
    return base.model_copy(update={"descending": fields.order == "desc"})


def _conditions(plan: Plan, fields: Fields, first_shown: bool) -> Sequence[Condition]:
    """The first condition as the fields have it (left out where they are empty), then the rest."""
    rest = plan.conditions[1:] if first_shown else plan.conditions
    if not fields.op:
        return rest
    spans = fields.op in ("between", "outside")
    if fields.value is None or (spans and fields.high is None):
        raise PlanError("条件缺少数值")
    code = fields.condition_measure or next(iter(fields.measures), "")
    if not code:
        raise PlanError("条件缺少指标")
    first = Condition(
        measure=_measure(plan, code),
        op=fields.op,  # type: ignore[arg-type]
        value=fields.value,
        high=fields.high if spans else None,
    )
    return (first, *rest)
