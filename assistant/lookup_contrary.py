"""Reports that a condition leaves out by their table, while their own text would let them in."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator

from sqlalchemy import Connection, and_, not_, select

from assistant.evidence import Conflict
from assistant.lookup_conflicts import cite
from assistant.lookup_lists import Selection
from assistant.lookup_read import Texts
from assistant.lookup_scope import ref, ref_columns
from assistant.plan import Condition, Plan
from index.store.schema import claims, findings

_MOST_SHOWN = 10
_MOST_READ = 500
_OPERATORS: dict[str, Callable[[float, float], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    "!=": operator.ne,
}


def contrary(
    connection: Connection, plan: Plan, chosen: Selection, texts: Texts
) -> tuple[Conflict, ...]:
    """Text against table on the very number that a condition of the plan asks for, of reports in
    scope that do not meet it by their table but would by their text."""
    if len(plan.conditions) > 1 and plan.combine == "all":
        return ()  # another condition may leave the report out as well
    asked = {cells: one for one in plan.conditions for cells in _cells(one)}
    if not asked:
        return ()
    same = findings.c.rid == chosen.frame.reports.c.rid
    said = and_(claims.c.rid == findings.c.rid, claims.c.start == findings.c.start)
    statement = (
        select(*ref_columns(), *(c for c in findings.c if c.name != "rid"), claims.c.value)
        .select_from(chosen.source.join(findings, same).join(claims, said))
        .where(findings.c.rule == "narrative_mismatch", claims.c.value.is_not(None))
        .where(chosen.scope, not_(chosen.matched))
        .order_by(findings.c.rid)
        .limit(_MOST_READ)
    )
    rows = connection.execute(statement).mappings().all()
    met = {
        (row["rid"], row["ordinal"]): row
        for row in rows
        if (one := asked.get(frozenset(row["cells"]))) and _meets(one, row["value"])
    }
    shown = list(met.values())[:_MOST_SHOWN]
    refs = {row["rid"]: ref(tuple(row.values())) for row in shown}
    return tuple(cite(connection, refs, shown, texts))


def _cells(condition: Condition) -> Iterator[frozenset[str]]:
    """The cells, in either form, of a condition that compares a plain count with a number."""
    measure = condition.measure
    if condition.op != "state" and not (condition.than or measure.is_ratio):
        yield from (frozenset(cells) for cells in (measure.cells, measure.cells_2019) if cells)


def _meets(condition: Condition, value: float) -> bool:
    low = condition.value or 0
    if condition.op in ("between", "outside"):
        return (low <= value <= (condition.high or 0)) == (condition.op == "between")
    return _OPERATORS[condition.op](value, low)
