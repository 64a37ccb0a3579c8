"""quality: the stored findings of the checks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, and_, func, select

from assistant.evidence import Conflict, Findings, Population, ReportRef, Unjudged
from assistant.lookup_cells import of_states
from assistant.lookup_checks import judged, kept, over_years
from assistant.lookup_conflicts import cite
from assistant.lookup_lists import by_place
from assistant.lookup_measure import Frame
from assistant.lookup_read import Texts
from assistant.lookup_scope import reach, ref, ref_columns, unplaced
from assistant.plan import CELL_RULES, Plan
from index.store.schema import findings

_CITED_FINDINGS = 500  # findings past this are listed without their cells
_OF_TABLE = {"proactive": "表二", "requests": "表三", "disputes": "表四"}


def quality(connection: Connection, plan: Plan, texts: Texts) -> Findings:
    """Every finding of the plan's rules in scope, by place; hard ones of a report first. Reports
    on whole areas are checked as all others are."""
    plan = plan.model_copy(update={"scope": plan.scope.model_copy(update={"area": True})})
    frame = Frame()
    scope = judged(frame, plan)
    chosen = (
        select(*ref_columns(), *(c for c in findings.c if c.name != "rid"))
        .join_from(findings, frame.reports, findings.c.rid == frame.reports.c.rid)
        .where(scope)
        .order_by(*by_place(frame), findings.c.soft, findings.c.cross_year, findings.c.ordinal)
    )
    table = plan.section if plan.section in _OF_TABLE else None
    if table is not None:  # 缺表三
        chosen = chosen.where(findings.c.detail.contains(_OF_TABLE[table]))
    if plan.rules:
        chosen = chosen.where(findings.c.rule.in_(plan.rules))
    rows = connection.execute(chosen).mappings().all()
    if plan.measures:
        asked = {key for measure in plan.measures for key in measure.cells}
        rows = [row for row in rows if asked.intersection(row["cells"])]
    refs = {row["rid"]: ref(tuple(row.values())) for row in rows}
    cited = cite(connection, refs, rows[:_CITED_FINDINGS], texts)
    plain = [
        Conflict(refs[row["rid"]], row["rule"], row["detail"], (), row["soft"])
        for row in rows[_CITED_FINDINGS:]
    ]
    states = [rule for rule in plan.rules if rule in CELL_RULES]
    most = _CITED_FINDINGS - len(cited)
    cells = tuple(of_states(connection, frame, scope, states, table, texts, most))
    found = (*cited, *plain, *cells)
    refs |= {item.report.rid: item.report for item in cells}
    passed = kept(connection, plan, {(row["rid"], row["rule"]) for row in rows}, texts)
    blank = sum(len(row["cells"]) for row in rows if row["rule"] == "blank_cells")
    population = _population(connection, plan, frame, len(refs))
    if plan.negated:
        sound = _sound(
            connection, frame, plan, {*refs, *(u.report.rid for u in population.unjudged)}
        )
        population = replace(population, matched=len(sound))
        return Findings(found, population, passed, blank, sound)
    return Findings(found, population, passed, blank)


def _sound(
    connection: Connection, frame: Frame, plan: Plan, others: Collection[int]
) -> tuple[ReportRef, ...]:
    """The reports in scope that break none of the rules and can be checked against them."""
    chosen = select(*ref_columns()).where(judged(frame, plan)).order_by(*by_place(frame))
    found = (ref(row) for row in connection.execute(chosen))
    return tuple(report for report in found if report.rid not in others)


def _population(connection: Connection, plan: Plan, frame: Frame, matched: int) -> Population:
    counted = select(func.count()).select_from(frame.reports).where(reach(frame, plan.scope))
    held = int(connection.scalar(counted) or 0)
    open_ = _uncheckable(connection, plan, frame)
    apart = unplaced(connection, plan.scope)
    return Population(held, held - len(open_), matched, open_, unplaced=apart)


def _uncheckable(connection: Connection, plan: Plan, frame: Frame) -> tuple[Unjudged, ...]:
    """Reports that the asked rules cannot speak on: no earlier report, or no table at all."""
    if not plan.rules or set(plan.rules) <= CELL_RULES.keys():
        return ()
    if over_years(plan):
        before = Frame("before")
        c, b = frame.reports.c, before.reports.c
        earlier = select(b.rid).where(and_(b.body_key == c.body_key, b.year == c.year - 1))
        condition: Any = ~earlier.exists()
        why = "没有上一年的报告，无法核对"
    elif "missing_table" in plan.rules or "blank_cells" in plan.rules:
        return ()
    else:
        lost = select(findings.c.rid).where(findings.c.rule == "missing_table")
        condition = frame.reports.c.rid.in_(lost)
        why = "表格缺失，无法核对"
    chosen = select(*ref_columns()).where(judged(frame, plan), condition)
    rows = connection.execute(chosen.order_by(*by_place(frame)))
    return tuple(Unjudged(ref(row), why) for row in rows)
