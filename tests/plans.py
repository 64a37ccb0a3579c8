"""A fictional holding to ask about, and plans as one line each."""

from __future__ import annotations

from datetime import date

from assistant.measures import ALL_APPLICANTS, OUTCOMES, measure
from assistant.places import Held, HeldBody
from assistant.plan import Condition, Plan, Scope, Than, Topic

TODAY = date(2025, 6, 1)


def _body(name: str, kind: str, place: str, *years: int) -> HeldBody:
    province, city, county = place.split("/")
    office = {"街道": "办事处", "农场": "", "局": "", "管委会": "", "县政府": ""}.get(
        kind, "人民政府"
    )
    issuer = name + office if name.startswith(county) else county + name + office
    township = None if kind in ("局", "县政府") else name
    key = f"{county}/{name}"
    return HeldBody(key, name, issuer, kind, province, city, county, township, years)


_LINXI, _WANGCHUAN = "云岭省/青禾市/临溪县", "云岭省/青禾市/望川区"
_YANQUAN, _NANPING = "云岭省/栖云市/砚泉县", "云岭省/栖云市/南屏县"
_DONGSHA = "海晏省/澜湾市/东沙县"

HELD = Held(
    (
        _body("柳浦镇", "镇", _LINXI, 2020, 2021, 2022, 2023, 2024),
        _body("望川镇", "镇", _LINXI, 2023, 2024),
        _body("市场监督管理局", "局", _LINXI, 2024),
        _body("太平镇", "镇", _WANGCHUAN, 2024),
        _body("鹿鸣街道", "街道", _WANGCHUAN, 2022, 2023, 2024),
        _body("潮音街道", "街道", _WANGCHUAN, 2020),
        _body("白鹭乡", "乡", _YANQUAN, 2022, 2023, 2024),
        _body("荞坪彝族乡", "民族乡", _YANQUAN, 2024),
        _body("竹岩乡", "乡", _NANPING, 2023),
        _body("枫渡镇", "镇", _NANPING, 2024),
        _body("碧梧湖旅游度假区管委会", "管委会", _NANPING, 2024),
        _body("南屏县人民政府", "县政府", _NANPING, 2024),
        _body("太平镇", "镇", _DONGSHA, 2022, 2024),
        _body("望潮镇", "镇", _DONGSHA, 2024),
        _body("蚝岗镇", "镇", _DONGSHA, 2023),
        _body("青盐农场", "农场", _DONGSHA, 2024),
    )
)
"""16 bodies; two are called 太平镇, and 望川 is both a town and a district."""

_GROUPS = {
    "OUTCOMES": tuple(measure(code) for code in ("received", *OUTCOMES)),
    "APPLICANTS": tuple(measure(f"received:{col}") for col in (*ALL_APPLICANTS, "total")),
}


def brief(plan: Plan) -> str:
    """A plan in one line: kind, places, years, measures, conditions, and what else it sets."""
    parts = [plan.kind, *_scope(plan.scope), *_measures(plan)]
    joint = "|" if plan.combine == "any" else "&"
    parts += [joint.join(_condition(c) for c in plan.conditions)] if plan.conditions else []
    parts += ["in_yuan"] if plan.in_yuan else []
    parts += [f"fn={plan.function}"] if plan.function else []
    parts += [f"by={plan.group}"] if plan.group else []
    parts += [f"part={plan.part.name}"] if plan.part else []
    parts += ["also=" + ",".join(measure.code for measure in plan.also)] if plan.also else []
    if plan.order:
        kind = "" if plan.order.by == "value" else f"_{plan.order.by}"
        parts.append(("high" if plan.order.descending else "low") + kind)
    parts += [f"limit={plan.limit}"] if plan.limit else []
    if plan.change:
        way = f":{plan.change.direction}" if plan.change.direction else ""
        parts.append(f"{plan.change.kind}:{plan.change.base}-{plan.change.year}{way}")
    parts += ["rules=" + ",".join(plan.rules)] if plan.rules else []
    parts += ["sound"] if plan.kind == "quality" and plan.negated else []
    parts += ["q=" + plan.query.replace(" ", "_")] if plan.query else []
    parts += [f"item={plan.item}"] if plan.item else []
    parts += [f"in={plan.section}"] if plan.section else []
    parts += [_topics(plan)] if plan.topics else []
    if plan.whether:
        whom = [*(b.name for b in plan.whether.bodies), *plan.whether.body_types]
        parts.append("?".join([plan.whether.asks, *whom]) + "?")
    parts += [f"term={plan.term}"] if plan.term else []
    parts += [f"aspect={plan.aspect}"] if plan.aspect else []
    parts += [plan.refusal.status] if plan.refusal else []
    parts += [f"left={len(plan.left_out)}"] if plan.left_out else []
    parts += ["then " + brief(plan.then)] if plan.then else []
    return " ".join(parts)


def _topics(plan: Plan) -> str:
    """says=培训&not_says=考核|has=improvement"""
    said = [
        ("not_" if t.negated else "") + (f"has={t.part}" if t.part else f"says={_words(t)}")
        for t in plan.topics
    ]
    return ("&" if plan.together == "all" else "|").join(said)


def _words(topic: Topic) -> str:
    return "+".join(topic.words or topic.terms[:1])


def _scope(scope: Scope) -> list[str]:
    names = [body.name for body in scope.bodies]
    several = len(names) > len(set(names))
    counties = [str(body.place).rpartition("/")[2] for body in scope.bodies]
    parts = [c + n if several else n for c, n in zip(counties, names, strict=True)]
    parts = [f"{n}{b.year or ''}" for n, b in zip(parts, scope.bodies, strict=True)]
    parts += [f"@{region.name}" for region in scope.regions]
    parts += [f"#{kind}" for kind in scope.body_types]
    parts += [f"-{body.name}" for body in scope.without]
    years = scope.years
    if len(years) > 2 and years[-1] - years[0] == len(years) - 1:
        parts.append(f"{years[0]}-{years[-1]}")
    elif years:
        parts.append("+".join(map(str, years)))
    parts += ["latest"] if scope.latest_only else []
    parts += ["area"] if scope.area else []
    return parts + ([f"form={scope.form}"] if scope.form else [])


def _measures(plan: Plan) -> list[str]:
    for name, group in _GROUPS.items():
        if plan.measures == group:
            return [name]
    return [measure.code for measure in plan.measures]


def _condition(condition: Condition) -> str:
    code = condition.measure.code
    if condition.state:
        return f"{code}~{condition.state}"
    if condition.than is not None:
        return f"{code}{condition.op}{_than(condition.than)}"
    if condition.op == "between":
        return f"{condition.value:g}<={code}<={condition.high:g}"
    if condition.op == "outside":
        return f"{code}<{condition.value:g}|>{condition.high:g}"
    return f"{code}{condition.op}{condition.value:g}"


def _than(than: Than) -> str:
    if than.body is not None:
        return f"{than.body.name}{than.year or ''}"
    return than.measure.code if than.measure else str(than.function)
