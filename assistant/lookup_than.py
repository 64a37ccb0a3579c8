"""Conditions that compare with what is looked up: an average of the scope, a body's number."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from assistant.evidence import Standard
from assistant.lookup_read import Texts
from assistant.lookup_reasons import reason
from assistant.lookup_totals import alone
from assistant.lookup_values import values
from assistant.plan import Condition, Plan, Refusal, Scope, Than


def settled(connection: Connection, plan: Plan, texts: Texts) -> tuple[Plan, tuple[Standard, ...]]:
    """`plan` with the numbers that its conditions compare with, and where those come from; a
    refusal where one of them has no number."""
    standards = {
        n: _standard(connection, plan, condition, condition.than, texts)
        for n, condition in enumerate(plan.conditions)
        if condition.than is not None and condition.than.measure is None
    }
    if not standards:
        return plan, ()
    unknown = next((found for found in standards.values() if found.number is None), None)
    if unknown is not None:
        return _refused(plan, unknown), ()
    conditions = tuple(
        condition.model_copy(update={"value": standards[n].number}) if n in standards else condition
        for n, condition in enumerate(plan.conditions)
    )
    return plan.model_copy(update={"conditions": conditions}), tuple(standards.values())


def _standard(
    connection: Connection, plan: Plan, condition: Condition, than: Than, texts: Texts
) -> Standard:
    measures = (condition.measure,)
    if than.body is None:
        whole = Plan(kind="aggregate", scope=plan.scope, measures=measures, function=than.function)
        return Standard(than, condition.measure, figure=alone(connection, whole))
    years = (than.year,) if than.year else plan.scope.years
    scope = Scope(bodies=(than.body,), years=years, latest_only=not years)
    asked = Plan(kind="value", scope=scope, measures=measures)
    rows = values(connection, asked, texts).rows
    return Standard(than, condition.measure, value=rows[-1].values[0] if rows else None)


def _refused(plan: Plan, unknown: Standard) -> Plan:
    """Why there is nothing to compare with."""
    why = Refusal(status="needs_clarification", reason="".join(_why(unknown)))
    return Plan(kind="refusal", scope=plan.scope, refusal=why, language=plan.language)


def _why(unknown: Standard) -> Iterator[str]:
    if unknown.than.body is not None:
        yield f"{unknown.than.body.name}没有可用的数字"
        if unknown.value is not None:
            yield f"（{unknown.value.report.year}年：{reason(unknown.value)}）"
    else:
        yield "范围内没有可用的数字"
    yield "，无从比较。"
