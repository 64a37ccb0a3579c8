"""Measures and conditions as SQL expressions in three-valued logic.

NULL means "cannot be told": a sum with a part that is not reported, a claim the text does not
make. A condition over it is NULL too, unless the reported parts alone decide it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    case,
    false,
    func,
    not_,
    null,
    or_,
    select,
    true,
)

from assistant.measures import NEW_MEDIA
from assistant.plan import Condition, Measure
from index.form import FORM_2019, FORM_2021, split_key
from index.report import CellKey
from index.store.schema import cell_states, claims, column_name, reports, values

Truth = ColumnElement[bool]
_IN_2021 = frozenset(FORM_2021.cell_keys())
_IN_2019 = frozenset(FORM_2019.cell_keys())
_MAY_BE_NEGATIVE = {"items_delta"}


def cells_for(measure: Measure, form: str) -> tuple[CellKey, ...]:
    """The numerator cells of `measure` in a report of `form`; empty where it has none comparable.

    Cells that stand in both forms under one code are the same cells.
    """
    plain = tuple(split_key(key) for key in measure.cells)
    if form != "2019":
        return plain if set(plain) <= _IN_2021 else ()
    if measure.cells_2019:
        return tuple(split_key(key) for key in measure.cells_2019)
    return plain if set(plain) <= _IN_2019 else ()


class Frame:
    """`reports` with the wide tables and claims that expressions ask for, joined as they do.

    A frame with a name is an alias, for joining a body's report of another year.
    """

    def __init__(self, name: str | None = None) -> None:
        self._name = name
        self.reports: FromClause = reports.alias(f"{name}_reports") if name else reports
        self._joined: dict[str, tuple[FromClause, Truth]] = {}

    def column(self, key: CellKey) -> ColumnElement[float]:
        """The value column of a cell."""
        table = self._table(key[0], values[key[0]])
        return table.c[column_name(key)]

    def state(self, key: CellKey) -> ColumnElement[str]:
        """A cell's state, "missing" where the report has none."""
        printed = (
            select(cell_states.c.state)
            .where(cell_states.c.rid == self.reports.c.rid, cell_states.c.cell == ".".join(key))
            .correlate(self.reports)
            .scalar_subquery()
        )
        return case(
            (self.column(key).is_not(None), "reported"), else_=func.coalesce(printed, "missing")
        )

    def claim(self, field: str) -> ColumnElement[float]:
        """The number the text states for the report's own year, the first of several."""
        value: ColumnElement[float] = self._claim(field).c.value
        return value

    def claim_start(self, field: str) -> ColumnElement[int]:
        """Where that number's sentence starts."""
        start: ColumnElement[int] = self._claim(field).c.start
        return start

    def _claim(self, field: str) -> FromClause:
        name = f"claim_{field}"
        if name not in self._joined:
            first = _first_claims(field).subquery(self._alias(f"{name}_first"))
            claim = claims.alias(self._alias(name))
            self._joined[f"{name}_first"] = (first, first.c.rid == self.reports.c.rid)
            same = and_(claim.c.rid == first.c.rid, claim.c.ordinal == first.c.ordinal)
            self._joined[name] = (claim, same)
        return self._joined[name][0]

    def source(self) -> Any:
        """What to select from; ask for it after the last expression."""
        source: Any = self.reports
        for table, condition in self._joined.values():
            source = source.outerjoin(table, condition)
        return source

    def join_to(self, source: Any, condition: Truth) -> Any:
        """`source` with this frame joined to it on `condition` where a report matches."""
        source = source.outerjoin(self.reports, condition)
        for table, on in self._joined.values():
            source = source.outerjoin(table, on)
        return source

    def _alias(self, name: str) -> str:
        return f"{self._name}_{name}" if self._name else name

    def _table(self, code: str, table: FromClause) -> FromClause:
        if code not in self._joined:
            aliased = table.alias(self._alias(code)) if self._name else table
            self._joined[code] = (aliased, aliased.c.rid == self.reports.c.rid)
        return self._joined[code][0]


def usable_claims(field: str) -> tuple[Truth, ...]:
    """Claims that state the count of the report's own body and year."""
    return (
        claims.c.field == field,
        claims.c.period == "year",
        claims.c.relative.is_(False),
        claims.c.value.is_not(None),
        claims.c.detail["scope"].as_string().is_(None),
    )


def _first_claims(field: str) -> Select[Any]:
    first = func.min(claims.c.ordinal).label("ordinal")
    return select(claims.c.rid, first).where(*usable_claims(field)).group_by(claims.c.rid)


@dataclass(frozen=True, slots=True)
class Expression:
    """`value` is NULL where it cannot be told; `lower` is the sum of the reported parts, where
    parts may be absent and none can be negative; ratios also have their two sums."""

    value: ColumnElement[float]
    lower: ColumnElement[float] | None = None
    numerator: ColumnElement[float] | None = None
    denominator: ColumnElement[float] | None = None


def express(frame: Frame, measure: Measure) -> Expression:
    """`measure` over the report of each row of `frame`."""
    if measure.claim:
        stated = frame.claim(measure.claim)
        if measure.claim_parts:
            return Expression(_with_parts(frame, measure))
        if not measure.claim_over:
            return Expression(stated)
        whole = frame.claim(measure.claim_over)
        starts = [frame.claim_start(field) for field in measure.claims]
        one = and_(starts[0] == starts[1], stated == whole)
        whole = case((one, null()), else_=whole)  # one number taken for both is no share
        return Expression(100.0 * stated / func.nullif(whole, 0), None, stated, whole)
    numerator = _by_form(frame, measure, _sum)
    if measure.is_ratio:
        denominator = _sum([frame.column(split_key(key)) for key in measure.over])
        if measure.minus:
            denominator -= _sum([frame.column(split_key(key)) for key in measure.minus])
        ratio = 100.0 * numerator / func.nullif(denominator, 0)
        return Expression(ratio, None, numerator, denominator)
    keys = [split_key(key) for key in measure.cells + measure.cells_2019]
    signed = any(key[2] in _MAY_BE_NEGATIVE for key in keys)
    lower = None if len(measure.cells) < 2 or signed else _by_form(frame, measure, _reported)
    return Expression(numerator, lower)


def _with_parts(frame: Frame, measure: Measure) -> ColumnElement[float]:
    """The claim with its parts, as far as stated: see `Measure` and `is_whole`."""
    whole = str(measure.claim)
    parts = [frame.claim(field) for field in measure.claim_parts]
    alone = is_whole(measure)
    counted = parts if alone else [frame.claim(whole), *parts]
    some = or_(*(part.is_not(None) for part in counted))
    summed = case((some, _reported(counted)), else_=null())
    if not alone:
        return summed
    starts = [frame.claim_start(field) for field in measure.claim_parts]
    same = or_(*(func.coalesce(start == frame.claim_start(whole), False) for start in starts))
    stated = and_(frame.claim(whole).is_not(None), not_(same))
    return case((stated, frame.claim(whole)), else_=func.coalesce(summed, frame.claim(whole)))


def is_whole(measure: Measure) -> bool:
    """Whether the claim is what its parts are parts of: then its own number goes before theirs,
    unless it is the number of one of them (公众号发布357条 is said of both)."""
    return measure.claim == NEW_MEDIA


def _by_form(frame: Frame, measure: Measure, combine: Any) -> ColumnElement[float]:
    """The cells of each form combined; NULL where the form has none that compare."""
    sums = {
        form: combine([frame.column(key) for key in keys])
        for form in ("2021", "2019")
        if (keys := cells_for(measure, form))
    }
    if cells_for(measure, "2021") == cells_for(measure, "2019"):
        same: ColumnElement[float] = sums["2021"]
        return same
    return case(
        *((frame.reports.c.form == form, value) for form, value in sums.items()), else_=null()
    )


def _sum(columns: Sequence[ColumnElement[float]]) -> ColumnElement[float]:
    result: ColumnElement[float] = reduce(add, columns)
    return result


def _reported(columns: Sequence[ColumnElement[float]]) -> ColumnElement[float]:
    return _sum([func.coalesce(column, 0) for column in columns])


def holds(frame: Frame, conditions: Sequence[Condition], combine: str) -> Truth:
    """Whether a report meets the conditions: true, false, or NULL where that cannot be told."""
    if not conditions:
        return true()
    parts = [_holds(frame, condition) for condition in conditions]
    return or_(*parts) if combine == "any" else and_(*parts)


def _holds(frame: Frame, condition: Condition) -> Truth:
    if condition.op == "state":
        return _in_state(frame, condition)
    expression = express(frame, condition.measure)
    value, lower = expression.value, expression.lower
    limit: Any = condition.value
    high = condition.high
    if condition.than is not None and condition.than.measure is not None:
        limit, lower = express(frame, condition.than.measure).value, None
    plain_by_operator: dict[str, Callable[[], Truth]] = {
        ">": lambda: value > limit,
        ">=": lambda: value >= limit,
        "<": lambda: value < limit,
        "<=": lambda: value <= limit,
        "=": lambda: value == limit,
        "!=": lambda: value != limit,
        "between": lambda: value.between(limit, high),
        "outside": lambda: or_(value < limit, value > high),
    }
    plain = plain_by_operator[condition.op]()
    if lower is None:
        return plain
    with_bound: dict[str, Callable[[], Truth]] = {
        ">": lambda: or_(plain, lower > limit),
        ">=": lambda: or_(plain, lower >= limit),
        "<": lambda: and_(plain, lower < limit),
        "<=": lambda: and_(plain, lower <= limit),
        "=": lambda: and_(plain, lower <= limit),
        "!=": lambda: or_(plain, lower > limit),
        "between": lambda: and_(plain, lower <= high),
        "outside": lambda: or_(plain, lower > high),
    }
    return with_bound[condition.op]()


def _in_state(frame: Frame, condition: Condition) -> Truth:
    """Whether any cell of the measure is in the state; "silent" is a claim not made."""
    measure = condition.measure
    if measure.claim:
        stated = express(frame, measure).value
        if measure.claim_over:
            stated = reduce(add, [frame.claim(field) for field in measure.claims])
        return {"silent": stated.is_(None), "reported": stated.is_not(None)}.get(
            str(condition.state), false()
        )
    parts = {
        form: or_(*(frame.state(key) == condition.state for key in keys))
        for form in ("2021", "2019")
        if (keys := cells_for(measure, form))
    }
    if condition.state == "silent":
        return false()
    return case(
        *((frame.reports.c.form == form, part) for form, part in parts.items()), else_=null()
    )
