"""What a conversation builds up: the bodies and figures shown by the turns on one subject."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.measure_sums import parts_of
from assistant.parsing.before import Figure, Gathered
from assistant.parsing.carried_area import FIGURES
from assistant.parsing.found_bodies import find_held
from assistant.parsing.in_context import about_of
from assistant.parsing.leaning import SETS
from assistant.places import Held
from assistant.plan import Body, Measure, Plan

_MOST = 60  # bodies of a set that is remembered one by one
_Subject = tuple[tuple[Measure, ...], tuple[int, ...]]


def identity(body: Body) -> tuple[str, str]:
    """Name and county: one body's reports may print more or less of the place."""
    return body.name, (body.place or "").rpartition("/")[2]


def gathered(turns: Sequence[tuple[Plan, Sequence[Body]]], held: Held) -> Gathered:
    """What the turns (plan, bodies of the answer's rows) up to the last have built up."""
    found, subject = Gathered(), None
    for plan, rows in turns:
        if plan.kind in ("refusal", "definition"):  # shows nothing
            continue
        parts = plan.parts
        for part in parts:
            shown = rows if len(parts) == 1 else part.scope.bodies
            spoken = tuple(body.as_body() for body in find_held(shown, held))
            found, subject = _after(found, subject, part, _few(_distinct(spoken)), held)
    return found


def _after(
    found: Gathered, before: _Subject | None, plan: Plan, shown: tuple[Body, ...], held: Held
) -> tuple[Gathered, _Subject | None]:
    asked = _subject(plan)
    shown = shown or _distinct(plan.scope.bodies)
    members = _members(plan, held)
    figures = _figures(found, plan)
    if asked is not None and asked == before:
        new = {identity(body) for body in shown} - {identity(body) for body in found.bodies}
        totals = found.totals + (plan.kind == "aggregate" and (bool(new) or not found.totals))
        roster = _distinct((*found.roster, *members, *shown))
        bodies = _distinct((*found.bodies, *shown))
        sets = (shown, *found.sets)
        return Gathered(bodies, members or found.members, roster, sets, figures, totals), asked
    known = {identity(body) for body in found.roster}
    inside = bool(shown) and {identity(body) for body in shown} <= known
    inside = inside and not _moved_on(asked, before)
    roster = found.roster if inside and not members else _distinct((*members, *shown))
    sets = (shown, *found.sets) if inside else (shown,)
    if asked is None:  # a question about the text
        kept = found.bodies if inside else ()
        return Gathered(kept, members or found.members, roster, sets, figures), before
    totals = int(plan.kind == "aggregate")
    return Gathered(shown, members, roster, sets, figures, totals), asked


def _moved_on(asked: _Subject | None, before: _Subject | None) -> bool:
    """Whether another figure of another year is asked for: a new subject."""
    if asked is None or before is None:
        return False
    return asked[0] != before[0] and asked[1] != before[1]


def _subject(plan: Plan) -> _Subject | None:
    """The measure and years that a plan asks figures of; None for another kind of question."""
    about = about_of(plan)
    plain = plan.kind in FIGURES and about and not (plan.group or plan.change or plan.scope.area)
    return (about[:1], plan.scope.years) if plain else None


def _members(plan: Plan, held: Held) -> tuple[Body, ...]:
    """The bodies of the set that the plan is of, where it names none."""
    scope = plan.scope
    if plan.kind not in SETS or scope.bodies or scope.area:
        return ()
    gone = {identity(body) for body in scope.without}
    inside = (
        body.as_body()
        for body in held.bodies
        if (not scope.body_types or body.body_type in scope.body_types)
        and (not scope.regions or any(body.within(region) for region in scope.regions))
        and (not scope.years or set(scope.years) & set(body.years))
    )
    return _few(body for body in _distinct(inside) if identity(body) not in gone)


def _figures(found: Gathered, plan: Plan) -> tuple[Figure, ...]:
    names = {identity(body) for body in plan.scope.bodies}
    one = len(names) == len(plan.measures) == 1 and not parts_of(plan.measures[0])
    if plan.kind == "value" and len(names) == 1 and not one:  # 三项加起来多少
        return found.figures
    if plan.kind not in ("value", "trend") or not one:
        return found.figures if plan.kind in ("narrative", "quality") else ()
    figure = Figure(plan.measures[0], plan.scope.years)
    same = names == {identity(body) for body in found.bodies[-1:]}
    kept = tuple(one for one in found.figures if one != figure) if same else ()
    return (*kept, figure)


def _few(bodies: Iterable[Body]) -> tuple[Body, ...]:
    found = tuple(bodies)
    return found if len(found) <= _MOST else ()


def _distinct(bodies: Iterable[Body]) -> tuple[Body, ...]:
    """The bodies, each once, in the order they came up."""
    found: dict[tuple[str, str], Body] = {}
    for body in bodies:
        found.setdefault(identity(body), body.model_copy(update={"year": None}))
    return tuple(found.values())
