"""A question the rules leave partly unexplained → a Plan by a language model, checked before use.

The model names things by codes it was given (measures, candidate bodies and regions) and nothing
else: its words reach an answer only as what to search for. Whatever it returns is validated like
any plan, and held against the question: years, thresholds and names must come from there, and
what the rules settled must stay. Nothing a model writes is ever run as SQL or code.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from secrets import token_hex
from typing import Any

from assistant import measures
from assistant.llm import Budget, LanguageModel, LLMReplyError
from assistant.llm_plan_check import OWN, Candidates, DeclinedError, UnusableError, read_plan
from assistant.parsing import refusals
from assistant.places import Held
from assistant.plan import Measure, Plan, Region
from index.claims import FIELDS
from index.text import fold
from prompts import load

_MOST_CANDIDATES = 40
_MAX_TOKENS = 900
_TRIES = 2  # the second with what was wrong with the first


def is_needed(plan: Plan) -> bool:
    """Whether the rules left words unexplained, or asked back because they did not understand.

    An ambiguous name, a year that is not held and the like are answers, not gaps.
    """
    if plan.unexplained:
        return True
    why, english = plan.refusal, plan.language == "en"
    if why is None or why.status != "needs_clarification":
        return False
    unclear = refusals.unclear(("\0",), "", "", english).reason.partition("\0")[0]
    return why.reason.startswith(unclear) or why == refusals.no_measure("", english).model_copy(
        update={"choices": why.choices}
    )


def plan_with(
    model: LanguageModel,
    question: str,
    rules: Plan,
    held: Held,
    today: date,
    history: Sequence[str],
    budget: Budget,
) -> Plan | None:
    """The model's plan for `question`; None where it declines. Raises LLMError.

    `rules` is the rules' own plan, `history` the questions before, oldest first.
    """
    found = candidates(question, rules, held)
    system, user = load("planner").fill(
        schema=_schema(),
        vocabulary=_vocabulary(),
        today=today.isoformat(),
        years="、".join(map(str, held.years())),
        bodies=_listed(found) or "（无）",
        regions="、".join(map(_named, found.regions)) or "（无）",
        history="；".join(history[-3:]) or "（无）",
        unexplained="、".join(rules.unexplained) or "（整个问题）",
        rules=json.dumps(as_coded(rules, found), ensure_ascii=False),
        question=question,
        fence=token_hex(8),
    )
    wrong = ""
    for _ in range(_TRIES):
        reply = model.ask(system, user + wrong, budget, _MAX_TOKENS)
        try:
            return read_plan(reply, question, rules, held, found, today)
        except DeclinedError:
            return None
        except UnusableError as error:
            wrong = f"\n\n上一次输出的计划不能用：{error}。请改正后重新输出一个 JSON 对象。"
            if budget.left < 1:
                break
    raise LLMReplyError("语言模型给出的计划不能用")


# --- what the model is given


def _named(region: Region) -> str:
    """A region as the prompt lists it."""
    place = "" if region.place is None else f"（place={region.place}）"
    return f"{region.level}:{region.name}{place}"


def candidates(question: str, rules: Plan, held: Held) -> Candidates:
    """What is held under any name in the question, after what the rules' plan names."""
    text = fold(question)
    keys = {body.key for body in (*rules.scope.bodies, *rules.scope.without)}
    bodies = {body.key: body for body in held.bodies if body.key in keys}
    regions = dict.fromkeys(rules.scope.regions)
    for at in range(len(text)):
        for _, place in held.starting(text, at):
            bodies |= {body.key: body for body in place.bodies}
            regions |= dict.fromkeys(place.regions)
    chosen = list(bodies.values())[:_MOST_CANDIDATES]
    coded = {f"B{n}": body for n, body in enumerate(chosen, start=1)}
    return Candidates(coded, tuple(regions)[:_MOST_CANDIDATES])


def _listed(found: Candidates) -> str:
    return "\n".join(
        f"{code} {body.label}（{body.place}；{'、'.join(map(str, body.years))}年）"
        for code, body in found.bodies.items()
    )


def _schema() -> str:
    """The Plan's JSON schema, with codes for measures and bodies, less fields not to be filled."""
    schema: dict[str, Any] = Plan.model_json_schema()
    defs = schema["$defs"]
    schema = {**defs.pop("Plan"), "$defs": defs}  # it may hold another plan, so it is a part itself
    defs["Measure"] = {"type": "string", "description": "指标代码"}
    defs["Body"] = {"type": "string", "description": "候选单位的代号，如 B1"}
    for name in ("Choice", "Refusal", "Topic", "Whether"):
        del defs[name]
    for name in OWN:
        del schema["properties"][name]
    schema.pop("description", None)
    return json.dumps(_untitled(schema), ensure_ascii=False, separators=(",", ":"))


def _untitled(schema: Any) -> Any:
    """A schema without the titles that only repeat its names."""
    if isinstance(schema, dict):
        return {k: _untitled(v) for k, v in schema.items() if not (k == "title" and v == str(v))}
    return [_untitled(item) for item in schema] if isinstance(schema, list) else schema


def _vocabulary() -> str:
    """Every measure's code and name: concepts by the columns they have, ratios, counts in text."""
    by_columns: dict[str, list[str]] = {}
    for code in measures.concepts():
        first = measures.measure(code)
        columns = "、".join(sorted(measures.columns_of(code) - {"total"})) or "（无）"
        by_columns.setdefault(columns, []).append(f"{code} {first.label}（{first.unit}）")
    lines = [line for columns, ones in by_columns.items() for line in (f"# 列：{columns}", *ones)]
    lines.append("# 比率")
    lines += [f"ratio:{code} {ratio.label}（%）" for code, ratio in measures.RATIOS.items()]
    lines.append("# 正文所述的数")
    for field in FIELDS:
        said = measures.measure(f"claim:{field.code}")
        lines.append(f"{said.code} {said.label}（{said.unit}）")
    return "\n".join(lines)


def as_coded(plan: Plan, found: Candidates) -> dict[str, Any]:
    """A plan as the model is to write one."""
    codes = {body.key: code for code, body in found.bodies.items()}
    shown = plan.model_dump(mode="json", exclude_defaults=True, exclude=set(OWN))
    shown["measures"] = [_code(measure) for measure in plan.measures]
    for given, condition in zip(shown.get("conditions", ()), plan.conditions, strict=True):
        given["measure"] = _code(condition.measure)
    if plan.scope.bodies:
        known = [codes[body.key] for body in plan.scope.bodies if body.key in codes]
        shown["scope"]["bodies"] = known
    return shown


def _code(measure: Measure) -> str:
    """The vocabulary's code of a plan's measure (requests.received.total → received)."""
    table, _, rest = measure.code.partition(".")
    if table == "ratio":
        return f"ratio:{rest}"
    name, _, column = rest.rpartition(".")
    return f"{name}:{column}" if name else measure.code
