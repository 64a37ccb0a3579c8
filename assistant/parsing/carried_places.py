"""Bodies, regions and kinds of body taken from the question before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.parsing.before import Before
from assistant.parsing.found_bodies import find_held
from assistant.parsing.leaning import SETS, only_compares, only_sums, still_ahead
from assistant.parsing.names import NAME
from assistant.parsing.of_thing import MOST_READ, asks_of_thing, says_of_it
from assistant.parsing.reading import Reading
from assistant.parsing.remembered import around_of_kind, remembered
from assistant.parsing.scope import Places, around, told_apart
from assistant.parsing.these import last_named
from assistant.parsing.widening import OWN_SCOPE
from assistant.places import Held, HeldBody
from assistant.plan import Plan

_TIED = 6  # bodies that share the first place, all of which a follow-up is about
_MOST_ROWS = 60  # a set larger than this is carried over by its conditions, not by its rows


def with_whole(reading: Reading, plan: Plan, held: Held) -> Reading:
    """全县呢 after a figure of one body: the county of that body; 全县 after a county: this one."""
    spoken_of = plan.scope.bodies or ((plan.part,) if plan.part else ())
    token, bodies = reading.first("whole"), find_held(spoken_of, held)
    if token is None or reading.places.bodies:
        return reading
    regions = around(bodies, token) if bodies else ()
    if not regions and [r.level for r in plan.scope.regions] == list(token.codes):
        regions = plan.scope.regions  # 全县那份, after what is held of a county
    if not regions:
        return reading
    notes = (f"“{token.text}”理解为{regions[0].name}",)
    return replace(reading, places=Places(regions=regions, notes=notes))


def only_types(reading: Reading) -> bool:
    """Whether it names kinds of body and no body."""
    return bool(reading.places.types) and not reading.places.bodies


def pointed_at(
    reading: Reading, before: Before, held: Held
) -> tuple[tuple[HeldBody, ...], list[str]]:
    """The bodies that 第二个, 两个, 它们 and 它 mean, and how to say so."""
    rows = find_held(before.rows or before.plan.scope.bodies, held)
    if asks_of_thing(reading, before.plan):  # 第一名是谁, after an assessment of one body
        many = before.plan.kind == "mention" and not reading.places.named
        rows = rows[-1:] if before.shown == 1 else rows  # 设在哪儿, after 只要街道的
        return (rows if many and len(rows) <= MOST_READ else ()), []
    if still_ahead(reading, before.plan):
        return find_held(before.plan.scope.bodies, held), []
    token = reading.first("ordinal", "last_one")
    if token is not None and rows:
        number = int(token.figure.value) if token.figure else -1
        index = number - 1 if number > 0 else len(rows) - 1
        below = before.plan.kind == "rank" and token.sort == "ordinal" and index >= before.shown
        if index < len(rows) and not below:
            return (rows[index],), [f"“{token.text}”指{rows[index].name}"]
    one = before.plan.kind == "rank" and before.plan.limit == 1 and not before.plan.group
    pair = before.plan.kind == "rank" and len(rows) == before.shown == 2
    bare = (before.plan.kind == "value" or one or pair) and only_compares(reading)
    two = reading.first("two")
    if two is not None and two.codes:  # 这两个街道
        pairs = [_pair(t.codes, rows, before, held) for t in reading.all("two")]
        return (tuple(b for pair in pairs for b in pair) if all(pairs) else ()), []
    if two is not None and _of_figures(reading, before):  # 两个加起来, after 许可呢
        return (), []
    if len(rows) > 1 and (two is not None or bare):
        return _last_two(rows, before), []
    they = reading.first("they")
    listed = before.shown > 1 and they is not None and last_named(they.text, ()) == before.shown
    if they is not None and not listed and (meant := remembered(they.text, before, held)):
        return meant, []
    shown = rows[-before.shown :] if before.shown else rows
    if they is not None and 0 < len(shown) <= MOST_READ and says_of_it(reading):
        return shown, []
    if they is not None and before.alone and _is_one(reading, they.text):
        return find_held(before.plan.scope.bodies, held)[-1:], []
    if they is not None and rows and not _as_set(before):
        return rows[-last_named(they.text, rows) :], []
    other = reading.first("other_one")
    if other is not None:
        of_set = not before.plan.scope.bodies
        spoken = before.listed if of_set else before.plan.scope.bodies
        said = {body.name for body in spoken}
        around = _members(before.plan, held, other.codes) if of_set else rows
        others = tuple(body for body in around if body.name not in said)
        others = tuple(b for b in others if not other.codes or b.body_type in other.codes)
        if not others and other.codes and not of_set:  # 另一个局呢, of two around
            near = around_of_kind(before.plan, before.rows, held, other.codes)
            others = tuple(body for body in near if body.name not in said)
            return (others if len(others) == 1 else ()), []
        return others[:1] if len(others) == 1 or not of_set else (), []
    if _of_the_first(reading, before) and rows:
        found = rows[-1:] if before.shown == 1 else rows  # spoken of before: no winner of this
        return found, ["、".join(body.name for body in found)]
    if reading.has("place_in_rank") and not reading.places.bodies and len(rows) == 1:
        return rows, [rows[0].name]
    if reading.has("it") and rows and not _named_before_it(reading):
        single = find_held(before.plan.scope.bodies, held)
        return (single or rows)[-1:], []
    return (), []


def _is_one(reading: Reading, they: str) -> bool:
    """他们几个人管: the people of one office; 他们谁多, 他们一共几件 are several."""
    several = reading.has("compare", "versus", "function", "each", "most", "top")
    several = several or any(_WHO.search(t.text) for t in reading.all("which"))
    return they.startswith("他们") and not several


_WHO = re.compile("谁|哪[一几]?[个家]")


def _of_figures(reading: Reading, before: Before) -> bool:
    """Whether two figures of the last body alone were asked for, which a sum is of."""
    built, plan = before.gathered, before.plan
    alone = plan.kind == "value" and len({body.name for body in built.bodies}) == 1
    here = [one for one in built.figures if one.years == plan.scope.years]
    return alone and len(here) > 1 and only_sums(reading)


def _pair(
    kinds: Sequence[str], rows: Sequence[HeldBody], before: Before, held: Held
) -> tuple[HeldBody, ...]:
    """The two bodies of these kinds that were spoken of, or are around."""
    alike = tuple(body for body in rows if body.body_type in kinds)
    both = alike if len(alike) > 1 else _members(before.plan, held, kinds)
    if not alike and not set(kinds) & {*before.plan.scope.body_types}:
        both = around_of_kind(before.plan, tuple(before.rows), held, kinds) or both
    return _last_two(both, before) if len(both) == 2 or both is alike else ()


def _members(plan: Plan, held: Held, kinds: Sequence[str]) -> tuple[HeldBody, ...]:
    """The bodies of the set that `plan` was about, those of `kinds` where these are given."""
    scope = plan.scope
    if plan.kind not in SETS or scope.bodies:
        return ()
    wanted = set(kinds or scope.body_types) & set(scope.body_types or kinds)
    gone = {body.name for body in scope.without}
    return tuple(
        body
        for body in held.bodies
        if (not wanted or body.body_type in wanted)
        and (not scope.regions or any(body.within(region) for region in scope.regions))
        and (not scope.years or set(scope.years) & set(body.years))
        and body.name not in gone
    )


def _named_before_it(reading: Reading) -> bool:
    """回到望川镇，它处罚了几件: 它 is the body that this question itself names first."""
    it = next(reading.all("it"))
    named = any(t.place.bodies and t.start < it.start for t in reading.tokens)
    return named and not reading.has("versus", "compare", "plus")


def _of_the_first(reading: Reading, before: Before) -> bool:
    """维持了几件 after 哪家复议最多: of the one that was found."""
    plan = before.plan
    found = (
        plan.kind == "rank" and plan.limit == 1 and not plan.group and 0 < len(before.rows) < _TIED
    )
    asks = reading.has("howmany") and not any(t.codes for t in reading.all("howmany"))
    asks = asks or reading.has("why") or any(t.codes == (NAME,) for t in reading.all("what"))
    own = [sort for sort in OWN_SCOPE if sort != "report" or not reading.has("why")]
    whole = reading.has("function", "most", "top", *own) or reading.places.named
    return found and asks and not whole and not reading.asked.limits


def _last_two(rows: tuple[HeldBody, ...], before: Before) -> tuple[HeldBody, ...]:
    """The two bodies spoken of last, unless the figure before was of this one in another year."""
    return rows[-1:] if before.years else rows[-2:]


def namesakes(reading: Reading, plan: Plan, held: Held) -> tuple[HeldBody, ...]:
    """望川区的那个, 跟望川区的比 after 东沙县太平镇: the body of this name in the region named."""
    spoken = find_held(plan.scope.bodies, held)
    pointing = any(t.text in ("的", "那个", "那家", "的那个") for t in reading.tokens)
    if len(spoken) != 1 or reading.places.types or not (pointing or reading.has("versus")):
        return ()
    same = held.named(spoken[0].name).bodies
    there = [b for b in same if any(b.within(r) for r in reading.places.regions)]
    others = tuple(b for b in there if b.key != spoken[0].key)
    return (*spoken, *others) if others and reading.has("versus", "compare") else others


def single_of_kind(reading: Reading, plan: Plan, held: Held) -> tuple[HeldBody, ...]:
    """农场的呢, after a figure of one body: the one farm that is held."""
    one = len({body.name for body in plan.scope.bodies}) == 1 and plan.kind in (
        "value",
        "narrative",
    )
    asks = reading.has("each", "all", "unit", "which", "function", "whole", "most", "only")
    places = reading.places
    if not one or asks or not only_types(reading) or places.regions:
        return ()
    fitting = tuple(b for b in held.bodies if b.body_type in places.types)
    return fitting if len({b.name for b in fitting}) == 1 else ()


def _as_set(before: Before) -> bool:
    """Whether 它们 is better carried over by its conditions than body by body."""
    return bool(before.plan.conditions) or len(before.rows) > _MOST_ROWS


def whole_units(bodies: Iterable[HeldBody], held: Held) -> tuple[HeldBody, ...]:
    """The bodies with those of their name that nothing tells apart from them: a report that prints
    no county has a key of its own, and another year may lie under that."""
    found: dict[str, HeldBody] = {}
    for body in bodies:
        same = [other for other in held.named(body.name).bodies if other.name == body.name]
        unit = next((u for u in told_apart(same) if body in u), ()) if same else ()
        found |= {other.key: other for other in unit or (body,)}
    return tuple(found.values())


def with_places(reading: Reading, plan: Plan, held: Held, notes: list[str]) -> Reading:
    """The reading with the places of the plan before, noted in `notes`."""
    scope = plan.scope
    bodies = whole_units(find_held(scope.bodies, held), held)
    gone = {body.key: body for body in (*find_held(scope.without, held), *reading.places.without)}
    bodies = tuple(body for body in bodies if body.key not in gone) or bodies
    places = replace(
        reading.places,
        bodies=bodies,
        regions=scope.regions,
        types=scope.body_types,
        without=tuple(gone.values()),
    )
    apart = reading.has("most", "top") and reading.has("which", "unit", "type")
    area = reading.whole_area or (scope.area and bool(scope.regions) and not apart)
    reading = replace(reading, whole_area=area)
    notes.extend(f"不含{body.name}" for body in find_held(scope.without, held))
    notes.extend(body.name for body in bodies)
    notes.extend(region.label for region in scope.regions)
    notes.extend(scope.body_types)
    return replace(reading, places=places)


def with_more_types(reading: Reading, plan: Plan, notes: list[str]) -> Reading:
    """算上街道呢 after the towns: both kinds."""
    if not (reading.has("plus") and plan.scope.body_types and not plan.scope.bodies):
        return reading
    notes.extend(plan.scope.body_types)
    types = tuple(dict.fromkeys((*plan.scope.body_types, *reading.places.types)))
    return replace(reading, places=replace(reading.places, types=types))


def with_regions(reading: Reading, plan: Plan, notes: list[str]) -> Reading:
    """只看街道 keeps the region it was about."""
    if reading.places.regions or not plan.scope.regions:
        return reading
    notes.extend(region.label for region in plan.scope.regions)
    return replace(reading, places=replace(reading.places, regions=plan.scope.regions))


def with_types(reading: Reading, plan: Plan, notes: list[str]) -> Reading:
    """海晏省呢 keeps the kinds of body it was about."""
    notes.extend(plan.scope.body_types)
    return replace(reading, places=replace(reading.places, types=plan.scope.body_types))
