"""Plan → Evidence from the side store: exact, complete over the scope, and cited.

Nothing here reads passages; what is said in words is the business of `retrieve` and `mentions`.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from assistant.evidence import Corpus, Findings, Listing, Series, Total, Values
from assistant.lookup_changes import changed
from assistant.lookup_contrary import contrary
from assistant.lookup_corpus import corpus
from assistant.lookup_lists import listing, selection
from assistant.lookup_quality import quality
from assistant.lookup_read import Texts
from assistant.lookup_totals import totals
from assistant.lookup_values import values
from assistant.lookup_years import trend
from assistant.plan import Plan
from index.errors import PlanError

Exact = Values | Listing | Total | Series | Findings | Corpus


def look_up(connection: Connection, plan: Plan, texts: Texts) -> Exact:
    """The evidence of an exact plan; PlanError where its kind is not answered from cells."""
    found = _look_up(connection, plan, texts)
    if not (isinstance(found, Listing | Total) and plan.conditions) or plan.change:
        return found
    return replace(found, contrary=contrary(connection, plan, selection(plan), texts))


def _look_up(connection: Connection, plan: Plan, texts: Texts) -> Exact:
    if plan.kind == "rank" and plan.group:
        return totals(connection, plan, texts)
    if plan.kind in ("list", "rank"):
        return changed(connection, plan, texts) if plan.change else listing(connection, plan, texts)
    if plan.kind == "value":
        exact = values if plan.scope.bodies else listing
        return exact(connection, plan, texts)
    if plan.kind == "compare":
        by_group = plan.group and not plan.scope.bodies
        return totals(connection, plan, texts) if by_group else values(connection, plan, texts)
    if plan.kind == "aggregate":
        return totals(connection, plan, texts)
    if plan.kind == "trend":
        return trend(connection, plan, texts)
    if plan.kind == "quality":
        return quality(connection, plan, texts)
    if plan.kind == "corpus":
        return corpus(connection, plan)
    raise PlanError(f"计划“{plan.kind}”不是查数的计划，应检索正文。")
