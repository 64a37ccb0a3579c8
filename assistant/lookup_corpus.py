"""corpus: what is held, counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, and_, func, select

from assistant.evidence import Breakdown, Corpus, Population, Row
from assistant.grouping import columns_of, labels
from assistant.lookup_lists import by_place
from assistant.lookup_measure import Frame, Truth
from assistant.lookup_scope import ref, ref_columns, unplaced, within
from assistant.plan import Plan
from index.store.schema import reports

_BREAKDOWNS = {
    "count": ("year", "body_type", "province"),
    "years": ("year",),
    "places": ("place",),
    "bodies": ("body_type",),
    "reports": ("year",),
    "source": ("form",),
    "several": (),
    "single": (),
    "share": (),
    "formats": ("format",),
    "forms": ("form",),
    "unplaced": (),
    "help": ("year",),
}
_YEAR = reports.c.year


def corpus(connection: Connection, plan: Plan) -> Corpus:
    """What is held in scope, reports on whole areas included, or, where the plan asks for `area`,
    those alone, and `negated` all but those; counted as the aspect asks."""
    frame = Frame()
    scope = within(frame, plan.scope.model_copy(update={"area": True}))
    if plan.scope.area or plan.negated:  # 哪些报告是全县汇总的, 哪些不是
        scope = and_(scope, frame.reports.c.scope == ("body" if plan.negated else "area"))
    all_formats = scope
    if plan.aspect == "formats" and plan.term:
        scope = and_(scope, frame.reports.c.format == plan.term)
    if plan.aspect == "unplaced" and plan.group:
        scope = and_(scope, frame.reports.c[plan.group].is_(None))
    held = int(connection.scalar(select(func.count()).select_from(frame.reports).where(scope)) or 0)
    grouped = plan.group and plan.aspect != "unplaced"
    asked = (plan.group,) if grouped and plan.group else _BREAKDOWNS[str(plan.aspect)]
    parts = tuple(_breakdown(connection, frame, all_formats, by) for by in asked)
    if plan.order is not None:
        parts = tuple(_ordered(part, plan.order.descending) for part in parts)
    narrowed = plan.scope.bodies or plan.scope.regions or plan.scope.body_types or plan.scope.years
    by_years = plan.aspect in ("several", "single")
    listed = (
        by_years
        or plan.aspect in ("reports", "bodies", "unplaced")
        or bool(narrowed)
        or plan.scope.area
        or bool(plan.term)
    )
    rows = _rows(connection, frame, scope) if listed else ()
    if plan.aspect == "single" and len(plan.scope.years) == 1:  # 只有2024年报告的: of all years
        every_year = plan.scope.model_copy(update={"years": (), "area": True})
        rows = _rows(connection, frame, within(frame, every_year))
    rows = tuple(_of_years(rows, plan)) if by_years else rows
    every = func.count(reports.c.rid)
    whole = int(connection.scalar(select(every)) or 0) if plan.aspect == "share" else 0
    span, gaps = _gaps(connection, parts) if plan.aspect == "years" and held else ((), ())
    return Corpus(
        parts,
        rows,
        Population(held, held, held, unplaced=unplaced(connection, plan.scope)),
        span,
        gaps,
        whole,
    )


def _ordered(part: Breakdown, descending: bool) -> Breakdown:
    """The counts in their order, what is not known last."""
    sign = -1 if descending else 1
    counts = sorted(part.counts, key=lambda pair: (not pair[0], sign * pair[1]))
    return Breakdown(part.by, tuple(counts))


def _of_years(rows: Sequence[Row], plan: Plan) -> Iterator[Row]:
    """The rows of the bodies that have as many years as the plan asks."""
    years: dict[str, set[int | None]] = defaultdict(set)
    for row in rows:
        if row.report is not None:
            years[row.report.body_key].add(row.report.year)
    for row in rows:
        held = years[row.report.body_key] if row.report is not None else set()
        single = len(held) == 1 and (len(plan.scope.years) != 1 or held == {*plan.scope.years})
        if single if plan.aspect == "single" else len(held) >= (plan.limit or 1):
            yield row


def _gaps(
    connection: Connection, parts: Sequence[Breakdown]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """First and last year of all that is held, and the years between that the scope lacks."""
    first, last = connection.execute(select(func.min(_YEAR), func.max(_YEAR))).one()
    if first is None or first == last:
        return (), ()
    held = {label for part in parts if part.by == "year" for label, _ in part.counts}
    return (first, last), tuple(y for y in range(first, last + 1) if str(y) not in held)


def _breakdown(connection: Connection, frame: Frame, scope: Truth, by: str) -> Breakdown:
    if by == "place":
        columns = [frame.reports.c[name] for name in ("province", "city", "county")]
    else:
        columns = columns_of(frame.reports, by)
    order = columns if by == "place" else reversed(columns)
    statement = select(*columns, func.count()).where(scope).group_by(*columns).order_by(*order)
    found = {tuple(row[:-1]): row[-1] for row in connection.execute(statement)}
    names = {group: _in_full(group) for group in found} if by == "place" else labels(found, True)
    return Breakdown(by, tuple((names[group], count) for group, count in found.items()))


def _in_full(places: Sequence[Any]) -> str:
    return "".join(dict.fromkeys(str(place) for place in places if place is not None))


def _rows(connection: Connection, frame: Frame, scope: Truth) -> tuple[Row, ...]:
    chosen = select(*ref_columns()).where(scope).order_by(*by_place(frame))
    return tuple(Row((), ref(row)) for row in connection.execute(chosen))
