"""Which reports a plan looks at, as SQL conditions."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, FromClause, and_, func, not_, or_, select, true, tuple_

from assistant.evidence import Absent, ReportRef, is_one_body
from assistant.lookup_measure import Frame, Truth
from assistant.plan import Body, Region, Scope
from index.store.schema import reports

_REF = (
    "rid",
    "report_id",
    "body_key",
    "year",
    "form",
    "scope",
    "full_name",
    "body",
    "body_type",
    "province",
    "city",
    "county",
    "grade",
    "file",
)


def ref_columns(table: FromClause = reports) -> list[Any]:
    """The columns that `ref` reads, in its order."""
    return [table.c[name] for name in _REF]


def ref(row: Any) -> ReportRef:
    """A row of `ref_columns` as a `ReportRef`; later columns are ignored."""
    return ReportRef._make(row[: len(_REF)])


def within(frame: Frame, scope: Scope) -> Truth:
    """The reports of `scope`."""
    return and_(reach(frame, scope), own(frame, scope))


def own(frame: Frame, scope: Scope) -> Truth:
    """Leaves out reports on a whole area, unless the scope names them or asks for them."""
    if scope.area or scope.bodies:
        return true()
    apart: Truth = frame.reports.c.scope == "body"
    return apart


def reach(frame: Frame, scope: Scope) -> Truth:
    """The reports of `scope` with those on a whole area that `own` leaves out."""
    c = frame.reports.c
    parts: list[Truth] = []
    if scope.bodies:
        parts.append(or_(*(_is_body(c, body) for body in scope.bodies)))
    if scope.without:
        parts.append(not_(func.coalesce(or_(*(_is_body(c, b) for b in scope.without)), False)))
    if scope.regions:
        parts.append(or_(*(_is_in(c, region) for region in scope.regions)))
    if scope.body_types:
        parts.append(c.body_type.in_(scope.body_types))
    if scope.form:
        parts.append(c.form == scope.form)
    if scope.years:
        parts.append(c.year.in_(scope.years))
    if scope.latest_only and not scope.years:
        parts.append(_is_latest(c, scope))
    return and_(*parts)


def unplaced(connection: Connection, scope: Scope) -> int:
    """Reports of the years and kinds asked that print no province or city where one is asked, or
    not which of several counties of the name asked they lie in."""
    frame = Frame()
    c = frame.reports.c
    lacking: list[Truth] = [
        c[region.level].is_(None) for region in scope.regions if region.level != "county"
    ]
    lacking += [_may_be_in(c, region) for region in scope.regions if region.place]
    if not lacking or scope.bodies:
        return 0
    anywhere = within(frame, scope.model_copy(update={"regions": ()}))
    unknown = or_(*lacking)
    counted = select(func.count()).select_from(frame.reports).where(anywhere, unknown)
    return int(connection.scalar(counted) or 0)


def _is_in(c: Any, region: Region) -> Truth:
    named: Truth = c[region.level] == region.name
    return named if region.place is None else and_(named, _above(c, region) == region.place)


def _may_be_in(c: Any, region: Region) -> Truth:
    """Of its name, and what tells it from the others is not printed."""
    return and_(c[region.level] == region.name, c[region.told_by].is_(None))


def _above(c: Any, region: Region) -> Any:
    """省市 above a region in one word, as `Region.place` has it."""
    city = func.coalesce(c.city, "") if region.level == "county" else ""
    return func.coalesce(c.province, "") + city


def _is_body(c: Any, body: Body) -> Truth:
    if body.year is not None:
        return and_(c.year == body.year, _is_body(c, body.model_copy(update={"year": None})))
    if body.key is not None:
        keyed: Truth = c.body_key == body.key
        return keyed
    named = or_(c.body == body.name, c.full_name == body.name, c.issuer == body.name)
    if body.place is None:
        return named
    place = func.coalesce(c.province, "") + func.coalesce(c.city, "") + func.coalesce(c.county, "")
    return and_(named, place.contains(body.place, autoescape=True))


def _is_latest(c: Any, scope: Scope) -> Truth:
    """The newest report of each body, among those the rest of the scope allows."""
    inner = Frame("latest")
    i = inner.reports.c
    newest = (
        select(i.body_key, func.max(i.year))
        .where(within(inner, scope.model_copy(update={"latest_only": False})))
        .group_by(i.body_key)
    )
    return tuple_(c.body_key, c.year).in_(newest)


def absent(connection: Connection, scope: Scope) -> tuple[Absent, ...]:
    """Bodies of the scope, or their years, that are not held, in the order asked."""
    if not scope.bodies:
        return ()
    c = reports.c
    found = []
    for body in scope.bodies:
        anytime = body.model_copy(update={"year": None})
        held = sorted(
            year
            for (year,) in connection.execute(select(c.year).where(_is_body(c, anytime)))
            if year is not None
        )
        asked = (body.year,) if body.year is not None else scope.years
        if not held:
            found.append(Absent(body.name, None))
        found += [Absent(body.name, year, tuple(held)) for year in asked if year not in held]
    return tuple(found)


def in_order_of(scope: Scope, refs: list[ReportRef]) -> list[ReportRef]:
    """Reports as the question names their bodies, then by year; otherwise by place and name."""
    places = {body.key or body.name: n for n, body in enumerate(scope.bodies)}
    one = bool(scope.bodies) and is_one_body(refs)

    def key(report: ReportRef) -> tuple[Any, ...]:
        named = places.get(report.body_key, places.get(report.body))
        if named is not None:
            return (0 if one else named), report.year or 0
        return len(places), report.province or "", report.place, report.body, report.year or 0

    return sorted(refs, key=key)
