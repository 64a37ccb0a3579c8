"""Lists by change: bodies by how a number moved from one year to another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, and_, func, select

from assistant.evidence import (
    Listing,
    Population,
    ReportRef,
    Row,
    Unjudged,
    ValueAt,
)
from assistant.lookup_lists import Selection, by_place, counts, split
from assistant.lookup_measure import Frame, express, holds
from assistant.lookup_read import (
    Texts,
    batches,
    read_refs,
    read_values,
)
from assistant.lookup_reasons import reason
from assistant.lookup_scope import (
    own,
    reach,
    ref,
    ref_columns,
    unplaced,
)
from assistant.lookup_years import change_of
from assistant.plan import Change, Measure, Plan
from index.errors import PlanError
from index.store.queries import among
from index.store.schema import reports


def changed(connection: Connection, plan: Plan, texts: Texts) -> Listing:
    """Bodies by their change from one year to another, or those that rose or fell each year.

    A row's values are the later year's, then the base year's; its figure is the change.
    """
    change = _asked_change(plan)
    scope = plan.scope.model_copy(update={"years": (change.year,), "latest_only": False})
    chosen, result, base = _joined(plan.model_copy(update={"scope": scope}), change)
    order = result.asc() if _ascending(plan, change) else result.desc()
    statement = (
        select(*ref_columns(), base.reports.c.rid, result)
        .select_from(chosen.source)
        .where(chosen.scope, chosen.matched)
        .order_by(order, *by_place(chosen.frame))
    )
    found = list(connection.execute(statement))
    if plan.limit is not None and len(found) > plan.limit:
        last = found[plan.limit - 1][-1]
        found = found[: plan.limit] + [row for row in found[plan.limit :] if row[-1] == last]
    rows = _changed_rows(connection, plan.measures, change, found, texts)
    held, matched, undecided, excluded = counts(connection, chosen)
    open_ = _undecided(connection, plan.measures, chosen, change) if undecided else ()
    apart = unplaced(connection, scope)
    return Listing(rows, Population(held, held - undecided, matched, open_, excluded, apart))


def _asked_change(plan: Plan) -> Change:
    if plan.change is None or not plan.measures:
        raise PlanError("按变化列出需要一个指标和起止两个年份，请补充。")
    return plan.change


def _ascending(plan: Plan, change: Change) -> bool:
    return not plan.order.descending if plan.order else change.direction == "falling"


def _joined(plan: Plan, change: Change) -> tuple[Selection, Any, Frame]:
    """The later year's reports joined to the same bodies' earlier ones."""
    main, measure = Frame(), plan.measures[0]
    value = express(main, measure).value
    first = change.base if not change.direction else min(change.base, change.year)
    between = range(first, change.year) if change.direction else (change.base,)
    others = {year: Frame(f"y{year}") for year in between}
    by_year = {year: express(frame, measure).value for year, frame in others.items()}
    by_year[change.year] = value
    steps = [holds(main, plan.conditions, plan.combine)]
    for year in between if change.direction else ():
        rose = by_year[year + 1] > by_year[year]
        fell = by_year[year + 1] < by_year[year]
        steps.append(rose if change.direction == "rising" else fell)
    source = main.source()
    for year, frame in others.items():
        c = frame.reports.c
        same = and_(c.body_key == main.reports.c.body_key, c.year == year)
        source = frame.join_to(source, same)
    result: Any = value - by_year[change.base]
    if change.kind == "growth":
        result = 100.0 * result / func.nullif(by_year[change.base], 0)
    matched, undecided = split(and_(*steps), result.is_not(None))
    chosen = Selection(
        main, source, reach(main, plan.scope), own(main, plan.scope), matched, undecided, result
    )
    return chosen, result, others[change.base]


def _changed_rows(
    connection: Connection,
    measures: Sequence[Measure],
    change: Change,
    found: Sequence[Any],
    texts: Texts,
) -> tuple[Row, ...]:
    later = [ref(row) for row in found]
    by_rid = read_refs(connection, [row[-2] for row in found])
    earlier = [by_rid[row[-2]] for row in found]
    now = read_values(connection, later, measures[:1], texts)
    before = read_values(connection, earlier, measures[:1], texts)
    return tuple(
        Row((*new, *old), report, figure=change_of(change, old[0].value, new[0].value))
        for report, new, old in zip(later, now, before, strict=True)
    )


def _undecided(
    connection: Connection, measures: Sequence[Measure], chosen: Selection, change: Change
) -> tuple[Unjudged, ...]:
    """Why a body's change cannot be told: a year not held, or a year without the number."""
    statement = select(*ref_columns()).select_from(chosen.source)
    statement = statement.where(chosen.scope, chosen.undecided).order_by(*by_place(chosen.frame))
    later = [ref(row) for row in connection.execute(statement)]
    keys = [report.body_key for report in later]
    years = sorted({change.year, *range(change.base, change.year)})
    held: dict[tuple[str, int], ReportRef] = {}
    for some in batches(keys):
        for row in connection.execute(_YEARS_OF, {"keys": some, "years": years}):
            held[row.body_key, row.year] = ref(row)
    values = read_values(connection, list(held.values()), measures[:1], None)
    by_rid = {line[0].report.rid: line[0] for line in values}
    wanted = years if change.direction else [change.base, change.year]
    return tuple(Unjudged(report, _why_open(report, wanted, held, by_rid)) for report in later)


def _why_open(
    report: ReportRef,
    years: Sequence[int],
    held: Mapping[tuple[str, int], ReportRef],
    values: Mapping[int, ValueAt],
) -> str:
    for year in years:
        found = held.get((report.body_key, year))
        if found is None:
            return f"没有{year}年的报告"
        if values[found.rid].value is None:
            return f"{year}年：{reason(values[found.rid])}"
    return "基数为0，不计算增长率"


_YEARS_OF = select(*ref_columns()).where(
    among(reports.c.body_key, "keys"),
    among(reports.c.year, "years"),
)
