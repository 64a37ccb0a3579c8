"""What a question leaves out: 除了柳浦镇, 街道不算, 把局除外, 县政府汇总数不计在内."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.parsing.neighbours import clause_bounds
from assistant.parsing.only import IS_NOT
from assistant.parsing.refusals import refusal
from assistant.parsing.scope import Places
from assistant.parsing.tokens import Token
from assistant.places import COUNTY_KINDS, Held, HeldBody
from assistant.plan import Region

_PLACE_KINDS = ("type", "body", "stem", "region")
_NOT_HELD = ("unknown", "unheld")
_NOT_ASKED = ("area", "whole", "concept", "loose")
_NAMED = (*_PLACE_KINDS, *_NOT_HELD)
_LIGHT = ("level", "and", "stop", "report", "generic", "unit")
_EXCEPTED = (*_NAMED, *_NOT_ASKED, *_LIGHT)
_CONDITIONS = ("none", "bound", "nonzero", "state", "silent", "number")
_TAILS = ("外", "以外", "之外", "在外", "不谈", "不说", "不论")
_BEHIND = ("除外", "在外", "在内", "进去", "参加排名", "参与排名")
_SUMS = ("汇总", "汇总数", "汇总数据", "汇总的")
_BARE = "除"
_OPENS, _CLOSES = "(", (")",)
_OF_THE_REST = ("都", "均", "也都")  # 除了柳浦镇都没提到: said of the others


def drop_excepted(tokens: Sequence[Token]) -> tuple[list[Token], list[list[Token]]]:
    """(tokens without what the question leaves out, the places in that, each for itself).

    Reports on a whole area (除了全县汇总) are left out as it is, and measures (不要收费) are simply
    not asked for. Unchanged where what is left out is nothing of the kind."""
    rest, left_out = _drop_denied_kinds(tokens)
    at = 0
    while at < len(rest):
        if rest[at].sort == "except" and at and rest[at - 1].sort == "area":  # 汇总的不算
            rest, at = [*rest[: at - 1], *rest[at + 1 :]], at - 1
            continue
        span = _span(rest, at) if rest[at].sort == "except" else None
        if span is None:
            at += 1
            continue
        start, end = span
        left_out += _places(rest[start:end])
        rest, at = [*rest[:start], *rest[end:]], start
    return rest, left_out


_DENIES = (*IS_NOT, "不算", "不在")
_IS = ("是", "算", "属于")
_TELLS = ("which", "unit", "report", "howmany", "all")


def _drop_denied_kinds(tokens: Sequence[Token]) -> tuple[list[Token], list[list[Token]]]:
    """哪些不是乡镇或街道的单位, 非镇的有几家: (the other tokens, the kinds, regions and bodies that
    are denied), where bodies are asked for."""
    if not any(t.sort in _TELLS for t in tokens):
        return list(tokens), []
    kept, denied = list[Token](), list[list[Token]]()
    at = 0
    while at < len(tokens):
        end = _denied_until(tokens, at)
        if end is None:
            kept.append(tokens[at])
            at += 1
            continue
        denied += [[t] for t in tokens[at + 1 : end] if t.sort in _PLACE_KINDS]
        at = end
    return kept, denied


def _denied_until(tokens: Sequence[Token], at: int) -> int | None:
    """Behind the kinds that 不是 at `at` denies; None where it denies none, or corrects: 不是镇，
    是乡."""
    if tokens[at].text not in _DENIES or tokens[at].sort == "except":
        return None
    end = at + 1
    while end < len(tokens) and (
        tokens[end].sort in ("type", "region")
        or (end > at + 1 and tokens[end].sort in ("or", "and") and _kind_at(tokens, end + 1))
    ):
        end += 1
    corrects = [t.text for t in tokens[end : end + 2] if t.sort != "mark"][:1]
    return end if end > at + 1 and corrects not in ([word] for word in _IS) else None


def _kind_at(tokens: Sequence[Token], index: int) -> bool:
    return index < len(tokens) and tokens[index].sort in ("type", "region")


def _span(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """The tokens of 除了X以外, or else of X不算, where X is what can be left out."""
    ends_clause = at + 1 == len(tokens) or tokens[at + 1].sort == "mark"
    ends_clause = ends_clause or tokens[at + 1].text in _CLOSES
    behind = _behind(tokens, at)
    if behind is not None and (ends_clause or tokens[at].text.endswith(_BEHIND)):
        return behind
    end = at + 1
    while end < len(tokens) and _may_be_left_out(tokens, end):
        if tokens[end].text in _OF_THE_REST:
            break
        end += 1
    if any(t.sort in (*_NAMED, *_NOT_ASKED) for t in tokens[at + 1 : end]):
        places = any(t.sort in (*_NAMED, "area", "whole") for t in tokens[at + 1 : end])
        tail = any(t.text in _TAILS for t in tokens[at + 1 : end + 1])
        bare = tokens[at].text == _BARE and not (places or tail)
        return None if bare else (at, _with_tail(tokens, end))
    return None if end < len(tokens) and tokens[end].sort in _CONDITIONS else behind


def _behind(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """The tokens of X不算; none where X is told by a condition (没收到申请的镇不算), of which only
    a place joined to it is taken (没有申请的和街道都不算)."""
    start = at
    while start > 0 and _may_be_left_out(tokens, start - 1):
        start -= 1
    named = [i for i in range(start, at) if tokens[i].sort in _NAMED]
    told = named and any(t.text == "的" for t in tokens[start : named[0]])
    if not named:
        return None
    clause = tokens[clause_bounds(tokens, at)[0] : at]
    if told and any(t.sort in _CONDITIONS for t in clause):
        joined = named[0] - 1
        return (joined, at) if tokens[joined].sort == "and" else None
    return start, _with_tail(tokens, at + 1)


def _may_be_left_out(tokens: Sequence[Token], index: int) -> bool:
    """Brackets bound what is left out: 各镇（街道、乡都不算）, 各镇（不含街道）强制."""
    token = tokens[index]
    bracket = token.text in (_OPENS, *_CLOSES)
    return not bracket and (token.sort in _EXCEPTED or token.text in _SUMS)


def _with_tail(tokens: Sequence[Token], end: int) -> int:
    while end < len(tokens) and tokens[end].text in _TAILS:
        end += 1
    return end


def _places(tokens: Sequence[Token]) -> list[list[Token]]:
    """The places of what is left out, parted where they are joined; not those whose report on a
    whole area is meant."""
    found: list[list[Token]] = [[]]
    for index, token in enumerate(tokens):
        after = next((t for t in tokens[index + 1 :] if t.text != "的"), None)
        area = after is not None and (after.sort == "area" or after.text in _SUMS)
        if token.sort == "and":
            found.append([])
        elif token.sort in (*_NAMED, "stop") and not (area and _whole(token)):
            found[-1].append(token)
    return [part for part in found if any(t.sort in _NAMED for t in part)]


def _whole(token: Token) -> bool:
    """Whether the words may name a body that reports on a whole area."""
    return token.sort == "region" or bool(set(token.codes) & set(COUNTY_KINDS))


def without(places: Places, less: Places, held: Held) -> Places:
    """`places` less the bodies, kinds of body and regions of `less`."""
    if less.refusal is not None and less.refusal.status == "not_in_corpus":
        less = replace(less, refusal=None, notes=(less.refusal.reason.partition("。")[0],))
        places = replace(places, notes=(*places.notes, *less.notes))
    if less.refusal is not None and places.refusal is None:
        return replace(places, refusal=less.refusal)
    if places.refusal is not None:
        return places
    if less.regions and less.types:  # 除了临溪县的街道
        inside = (b for region in less.regions for b in held.inside(region))
        kept = tuple(b for b in inside if b.body_type in less.types)
        less = replace(less, bodies=kept, regions=(), types=())
    places = _less_regions(places, less.regions, held)
    places = _less_bodies(places, less.bodies)
    kinds = set(less.types) & held.types()
    if not kinds or places.bodies:
        return places
    types = tuple(t for t in places.types or sorted(held.types()) if t not in kinds)
    note = "不含" + "、".join(sorted(kinds))
    return replace(places, types=types, notes=(*places.notes, note))


def _less_bodies(places: Places, bodies: Sequence[HeldBody]) -> Places:
    """Bodies named and left out (柳浦镇和望川镇，柳浦镇不算) are simply not asked about."""
    keys = {body.key for body in bodies}
    named = tuple(body for body in places.bodies if body.key not in keys)
    if named != places.bodies:
        return replace(places, bodies=named or places.bodies)
    return replace(places, without=(*places.without, *bodies))


def _less_regions(places: Places, regions: Sequence[Region], held: Held) -> Places:
    """The other regions of the level, of those asked about where any are."""
    if not regions or places.bodies:
        return places
    asked = {body.key for region in places.regions for body in held.inside(region)}
    rest = tuple(
        region
        for region in held.regions(regions[0].level)
        if region not in regions
        and (not places.regions or any(b.key in asked for b in held.inside(region)))
    )
    if not rest:
        names = "、".join(sorted(region.label for region in regions))
        reason = f"除{names}外，所收报告没有印出别的同级地区，分不出哪些不属于{names}。"
        return replace(places, refusal=refusal("not_in_corpus", reason))
    note = "不含" + "、".join(sorted(region.label for region in regions))
    return replace(places, regions=rest, notes=(*places.notes, note))
