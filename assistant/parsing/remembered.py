"""What the turns on one subject have shown, pointed at by number: 三个加起来, 这五个, 另外两个镇,
把两个局也算上."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.parsing.before import Before
from assistant.parsing.found_bodies import find_held
from assistant.parsing.reading import Reading
from assistant.parsing.tokens import Token
from assistant.places import Held, HeldBody
from assistant.plan import Body, Plan
from assistant.vocabulary import Sort, lexicon
from index.numerals import parse_number

_KIND = "(乡镇|镇|乡|街道|局|农场|单位|机关|地方)"
_NUMBER = "([两俩二三四五六七八九十2-9]|1\\d)"
_SAID = re.compile(
    f"(?:[这那]|上面|前面|以上|上述)?{_NUMBER}(?:个|家|份)?的?{_KIND}?(?:报告|年报)?"
)
_OTHERS = re.compile(
    f"(?:另外|其他|其它|其余|剩下|剩余|余下|别)的?那?{_NUMBER}(?:(?:个|家)的?{_KIND}?|{_KIND})"
)
_OF_THINGS = re.compile(
    "(?:以上|年|月|季度|指标|项|方面|数|原因|理由|结果|申请|情形|部分|问题|人|复议|诉讼|案|类|渠道|平台|呢?是什么)"
)


def of_others(tokens: Sequence[Token], before: Before, held: Held) -> tuple[Token, ...]:
    """另外两个镇呢: the tokens with one that points at the bodies left of those spoken of."""
    match = _others_said(tokens)
    if match is None or not remembered(match[0], before, held):
        return tuple(tokens)
    inside = [t for t in tokens if t.start >= match.start() and t.end <= match.end()]
    if not inside or (inside[0].start, inside[-1].end) != match.span():
        return tuple(tokens)
    they = replace(
        inside[0], sort="they", end=match.end(), text=match[0], codes=(), figure=None, year=None
    )
    return tuple(they if t is inside[0] else t for t in tokens if t not in inside[1:])


def others_unknown(tokens: Sequence[Token], before: Before, held: Held) -> str:
    """另外两个镇, where those spoken of leave more or fewer: the words; else ""."""
    match = _others_said(tokens)
    counted = match is not None and (match[2] or match[3] or "家" in match[0])
    if match is None or not counted or remembered(match[0], before, held):
        return ""
    kind = match[2] or match[3]
    return match[0] if not kind or any(t.sort == "two" for t in tokens) else ""


def _others_said(tokens: Sequence[Token]) -> re.Match[str] | None:
    text = text_of(tokens)
    match = _OTHERS.search(text)
    named = any(t.place.bodies or t.place.regions for t in tokens)
    things = match is not None and _OF_THINGS.match(text[match.end() :])
    return None if named or things else match


def text_of(tokens: Sequence[Token]) -> str:
    """The question as it stood, each word at its place."""
    ends = [0, *(t.end for t in tokens)]
    return "".join(t.text.rjust(t.end - end) for t, end in zip(tokens, ends, strict=False))


def remembered(said: str, before: Before, held: Held) -> tuple[HeldBody, ...]:
    """The bodies that 三个, 这五家 or 另外两个镇 means; none where none are as many."""
    rest, match = _OTHERS.fullmatch(said), _SAID.fullmatch(said)
    if rest is not None:
        kinds = _kinds(rest[2] or rest[3])
        return _the_rest(_number(rest[1]), kinds, before, held)
    if match is None:
        return ()
    built, number, kinds = before.gathered, _number(match[1]), _kinds(match[2])
    for bodies in (built.bodies, built.members, built.roster, *built.sets):
        fitting = _of_kinds(find_held(bodies, held), kinds)
        if len(_names(fitting)) == number:
            return fitting
    return ()


def _the_rest(
    number: int, kinds: Sequence[str], before: Before, held: Held
) -> tuple[HeldBody, ...]:
    plan = before.plan
    first = plan.kind == "compare" and plan.order is not None  # 谁最多, of these
    spoken = before.listed[:1] if first else plan.scope.bodies or before.listed
    gone = _names(find_held(spoken, held))
    built = before.gathered
    for bodies in (built.bodies, built.members, built.roster) if gone else ():
        fitting = _of_kinds(find_held(bodies, held), kinds)
        left = tuple(body for body in fitting if (body.name, body.county) not in gone)
        if len(_names(left)) == number:
            return left
    around = around_of_kind(plan, before.rows, held, kinds) if gone and kinds else ()
    left = tuple(body for body in around if (body.name, body.county) not in gone)
    return left if len(_names(left)) == number else ()


def around_of_kind(
    plan: Plan, rows: Sequence[Body], held: Held, kinds: Sequence[str]
) -> tuple[HeldBody, ...]:
    """The bodies of these kinds in the region spoken of, with a report of the years spoken of."""
    scope = plan.scope
    spoken = find_held(rows or scope.bodies, held)
    counties = {body.county for body in spoken if body.county}
    return tuple(
        body
        for body in held.bodies
        if body.body_type in kinds
        and (any(body.within(r) for r in scope.regions) or body.county in counties)
        and (not scope.years or set(scope.years) & set(body.years))
    )


def _number(said: str) -> int:
    return 2 if said in "两俩二" else int(parse_number(said) or 0)


def _kinds(word: str | None) -> tuple[str, ...]:
    known = lexicon().words.get(word or "")
    return known.codes if known is not None and known.sort == "type" else ()


def _of_kinds(bodies: Iterable[HeldBody], kinds: Sequence[str]) -> tuple[HeldBody, ...]:
    return tuple(body for body in bodies if not kinds or body.body_type in kinds)


def _names(bodies: Iterable[HeldBody]) -> set[tuple[str, str | None]]:
    return {(body.name, body.county) for body in bodies}


def counted_in(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """把教育局算进去: added to what was spoken of."""
    opens = next((t.start for t in tokens if t.text == "把"), None)
    behind = [t for t in tokens if opens is not None and t.start > opens]
    said = next((t for t in behind if t.text == "算进"), None)
    named = any(t.sort in ("body", "stem", "two", "type", "they", "concept") for t in behind)
    if said is None or not named or any(t.sort == "year" for t in tokens):
        return tuple(tokens)
    return tuple(replace(t, sort="plus", codes=()) if t is said else t for t in tokens)


def taken_in(reading: Reading, before: Before) -> tuple[Body, ...]:
    """再加上白鹭乡, 把两个局也算上, 都加起来, after a total: all that were added up before."""
    built, plan = before.gathered, before.plan
    if len(built.bodies) < 2:
        return ()
    if reading.has("plus"):
        also = built.totals > 0 or _ALSO.search(reading.text) is not None
        return built.bodies if also else ()
    total = plan.kind == "aggregate" and built.totals > 0 and len(built.bodies) > before.shown
    both = ("two",) if built.totals == 2 else ()
    light = all(t.sort in (*_SUMMING, *both) for t in reading.tokens)
    sums = reading.codes("function") in (("sum",), ("mean",)) and reading.text[:2] != "平均"
    return built.bodies if total and light and sums else ()


_ALSO = re.compile("[也都再].{0,2}[加算]")
_SUMMING: tuple[Sort, ...] = (
    "stop", "mark", "then", "function", "all", "howmany", "among", "unit", "each",
)  # fmt: skip
