"""A language model's plan: read tolerantly, resolved from codes, held against the question.

Its words reach an answer only as what to search for: labels, units and cells are the catalogue's,
names those of bodies held, years and thresholds those of the question.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from assistant import measures
from assistant.llm import without_thoughts
from assistant.places import Held, HeldBody
from assistant.plan import Measure, Plan, Region
from index.numerals import find_numbers
from index.text import fold, squash

NOTE = "由语言模型理解"
OWN = (
    "refusal", "notes", "language", "rules", "left_out", "then", "others", "together", "whether",
    "in_yuan",
)  # fmt: skip
"""Fields of a plan that are not for the model to fill."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_LONGEST_WORDS = 60  # of a search


class UnusableError(ValueError):
    """What is wrong with a model's plan, in words for the model and the log."""


class DeclinedError(Exception):
    """The model does not know better than the rules."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """The held bodies and regions that words of the question may mean; bodies by code (B1…)."""

    bodies: Mapping[str, HeldBody]
    regions: tuple[Region, ...]


def read_plan(
    reply: str, question: str, rules: Plan, held: Held, found: Candidates, today: date
) -> Plan:
    """The plan in a reply, checked; raises UnusableError, or DeclinedError for a refusal."""
    given = _object(reply)
    if given.get("kind") == "refusal":
        raise DeclinedError
    left = [word for word in rules.unexplained if word in (given.get("unexplained") or ())]
    for name in OWN:
        given.pop(name, None)
    _resolve(given, found)
    given["unexplained"] = left
    given["language"] = rules.language
    given["notes"] = [*rules.notes, NOTE]
    try:
        plan = Plan.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        raise UnusableError(f"{'.'.join(map(str, first['loc']))}：{first['msg']}") from error
    if _same(plan, rules):
        raise DeclinedError
    for problem in _problems(plan, question, rules, held, today):
        raise UnusableError(problem)
    return plan


def _same(plan: Plan, other: Plan) -> bool:
    """Whether two plans do the same, whatever is noted beside them."""
    bare = {"notes": (), "unexplained": ()}
    return plan.model_copy(update=bare) == other.model_copy(update=bare)


def _object(reply: str) -> dict[str, Any]:
    """The JSON object in a reply, out of code fences, thoughts and talk around it."""
    text = without_thoughts(reply)
    start = text.find("{")
    try:
        given, _ = json.JSONDecoder().raw_decode(text[start:]) if start >= 0 else (None, 0)
    except (ValueError, RecursionError) as error:
        raise UnusableError("不是合格的 JSON") from error
    if isinstance(given, dict) and isinstance(given.get("plan"), dict):
        given = given["plan"]
    if not isinstance(given, dict):
        raise UnusableError("没有 JSON 对象")
    return given


def _resolve(given: dict[str, Any], found: Candidates) -> None:
    """Codes of measures and bodies as what they stand for, in place."""
    if isinstance(codes := given.get("measures"), list):
        given["measures"] = [_measure(code) for code in codes]
    for condition in given.get("conditions") or ():
        if isinstance(condition, dict):
            condition["measure"] = _measure(condition.get("measure"))
            than = condition.get("than")
            if isinstance(than, dict) and than.get("measure"):
                than["measure"] = _measure(than["measure"])
            if isinstance(than, dict) and than.get("body"):
                than["body"] = _body(than["body"], found)
    scope = given.get("scope")
    for part in ("bodies", "without"):
        if isinstance(scope, dict) and isinstance(bodies := scope.get(part), list):
            scope[part] = [_body(body, found) for body in bodies]


def _measure(code: object) -> Measure:
    """The catalogue's measure of a code: label, unit and cells are never the model's."""
    if isinstance(code, dict):
        code = code.get("code")
    if isinstance(code, str):
        try:
            return measures.measure(code.strip())
        except (KeyError, StopIteration):
            pass
    raise UnusableError(f"没有指标“{str(code)[:40]}”")


def _body(given: object, found: Candidates) -> dict[str, Any]:
    name = given.get("key") or given.get("name") if isinstance(given, dict) else given
    for code, body in found.bodies.items():
        if name in (code, body.key, body.label, body.name) and isinstance(name, str):
            alike = [b for b in found.bodies.values() if name in (b.label, b.name)]
            if len(alike) > 1:
                raise UnusableError(f"“{name}”不止一个，请填代号")
            return body.as_body().model_dump()
    raise UnusableError(f"候选单位里没有“{str(name)[:40]}”")


def _problems(plan: Plan, question: str, rules: Plan, held: Held, today: date) -> Iterator[str]:
    """What in a valid plan has no ground in the question or in what is held."""
    scope, settled = plan.scope, rules.scope
    if missing := [r.label for r in scope.regions if not held.inside(r)]:
        yield f"没有收录地区{'、'.join(missing)}"
    if dropped := [b.name for b in settled.bodies if b.key not in {x.key for x in scope.bodies}]:
        yield f"漏了单位{'、'.join(dropped)}"
    if kept := [b.name for b in settled.without if b not in scope.without]:
        yield f"漏了不含{'、'.join(kept)}"
    if not scope.bodies and (lost := set(settled.regions) - set(scope.regions)):
        yield f"漏了地区{'、'.join(region.label for region in lost)}"
    if kinds := sorted(set(scope.body_types) - held.types()):
        yield f"没有收录{'、'.join(kinds)}"
    if lost_kinds := sorted(set(settled.body_types) - set(scope.body_types)):
        yield f"漏了单位类型{'、'.join(lost_kinds)}"
    yield from _year_problems(plan, question, rules, held, today)
    yield from _word_problems(plan, question)


def _year_problems(
    plan: Plan, question: str, rules: Plan, held: Held, today: date
) -> Iterator[str]:
    change = (plan.change.base, plan.change.year) if plan.change else ()
    named = {*plan.scope.years, *change}
    said = {int(year) for year in _YEAR.findall(fold(question))}
    if said or rules.scope.years:
        span = range(min(said | set(rules.scope.years)), max(said | set(rules.scope.years)) + 1)
        allowed = {*span, *(year - 1 for year in span)}  # 比上年: the year before
    else:
        allowed = {*held.years(), *range(today.year - 4, today.year + 1)}
    if invented := sorted(named - allowed):
        yield f"问题没有说到{'、'.join(map(str, invented))}年"
    if dropped := sorted(set(rules.scope.years) - named):
        yield f"漏了{'、'.join(map(str, dropped))}年"


def _word_problems(plan: Plan, question: str) -> Iterator[str]:
    """Thresholds, limits and figures in search words must stand in the question."""
    said = {float(number.value) for number in find_numbers(question)}
    values = [v for c in plan.conditions for v in (c.value, c.high) if v is not None]
    values += [float(plan.limit)] if plan.limit else []
    plain = {0.0, 1.0} | ({50.0} if "半" in question else set())
    if invented := [f"{value:g}" for value in values if value not in said | plain]:
        yield f"问题没有说到数{'、'.join(invented)}"
    words = (plan.query, plan.term, *plan.terms, *plan.near_terms)
    printed = squash(question)
    for word in words:
        digits = re.findall(r"\d+", fold(word))
        if any(number not in printed for number in digits) or len(word) > _LONGEST_WORDS:
            yield f"检索词“{word[:40]}”不合适"
