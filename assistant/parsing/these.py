"""这三个镇, 三家, 上面四个单位: as many bodies as were spoken of, which are meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.parsing.before import Before
from assistant.parsing.found_bodies import find_held
from assistant.parsing.in_context import CHANNELS, HERE
from assistant.parsing.remembered import around_of_kind, others_unknown, remembered, text_of
from assistant.parsing.tokens import Token
from assistant.places import Held
from assistant.vocabulary import lexicon
from index.numerals import parse_number

COUNTED = re.compile(
    "(?:[这那]|上面|前面|以上|上述)?([三四五六七八九十3-9]|1\\d)(?:个|家|份)"
    "(?:乡镇|镇|乡|街道|单位|机关|地方|报告|年报)?"
)
_NOT_THESE = tuple("前后的哪第有几近头多少最好十百")
_OTHERS = re.compile("(?:另外|其[他它余]|剩[下余]|余下)的?$")
_MORE = re.compile("(?:以上|多|年|月|季度|指标|项|方面|数|原因|理由|结果|申请|情形|部分|问题)")


def pointing(tokens: Sequence[Token], before: Before, held: Held) -> tuple[Token, ...]:
    """The tokens with such words as one that points at the bodies spoken of; unchanged where
    these are not as many."""
    named = any(t.place.bodies or t.place.regions for t in tokens)
    found = None if named or not tokens else _found(tokens, before, held)
    if found is None:
        return tuple(tokens)
    start, end, said = found
    inside = [t for t in tokens if t.start >= start and t.end <= end]
    if not inside or inside[0].start != start or inside[-1].end != end:
        return tuple(tokens)
    they = replace(inside[0], sort="they", end=end, text=said, codes=(), figure=None, year=None)
    return tuple(they if t is inside[0] else t for t in tokens if t is inside[0] or t not in inside)


def of_kind(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """这两个街道, 另一个镇: bodies of that kind that were spoken of, not all of the kind; the word
    that points has the kinds as its codes."""
    for one, kind in pairwise(tokens):
        pointing_ = one.sort == "other_one" or (one.sort == "two" and one.text[0] in "这那")
        if pointing_ and kind.sort == "type" and kind.start == one.end:
            both = replace(one, end=kind.end, text=one.text + kind.text, codes=kind.codes)
            return tuple(both if t is one else t for t in tokens if t is not kind)
    return tuple(tokens)


def both_of_kind(tokens: Sequence[Token], before: Before, held: Held) -> tuple[Token, ...]:
    """两个局的许可, 两个镇和两个局呢, after streets: the two bureaus around, where there are two;
    else all bodies of that kind, none of which was spoken of."""
    found = _parted(tokens)
    if not any(t.sort == "two" and not t.codes for t in found):
        return tuple(tokens)
    spoken = {body.body_type for body in find_held(before.rows, held)}
    for one, kind in pairwise(found):
        if one.sort != "two" or one.codes or kind.sort != "type" or kind.start != one.end:
            continue
        if not spoken or spoken & set(kind.codes):
            return tuple(tokens)
        pair = replace(one, end=kind.end, text=one.text + kind.text, codes=kind.codes)
        if len(around_of_kind(before.plan, before.rows, held, kind.codes)) == 2:
            found = tuple(pair if t == one else t for t in found if t != kind)
        else:
            found = tuple(replace(t, sort="stop") if t == one else t for t in found)
    return tuple(tokens) if found == _parted(tokens) else found


def each_of_kind(tokens: Sequence[Token], before: Before, held: Held) -> tuple[Token, ...]:
    """平均每个镇呢, after a total of towns that were named: of these."""
    if before.plan.kind != "aggregate" or not before.plan.scope.bodies:
        return tuple(tokens)
    spoken = {body.body_type for body in find_held(before.plan.scope.bodies, held)}
    for one, kind in pairwise(tokens):
        mean = one.sort == "function" and one.codes == ("mean",) and "每" in one.text
        if mean and kind.sort == "type" and spoken <= set(kind.codes):
            return tuple(replace(t, sort="stop", codes=()) if t is kind else t for t in tokens)
    return tuple(tokens)


def counted_kinds(tokens: Sequence[Token], alone: bool) -> tuple[Token, ...]:
    """临溪县两个镇的许可: of the towns there, with `alone` of all that is held; 柳浦镇和望川镇
    两个镇 are these two."""
    named = any(t.place.bodies or t.sort in ("body", "stem", "unknown") for t in tokens)
    regions = [t for t in tokens if t.place.regions]
    if named or not (regions or alone):
        return tuple(tokens)
    found: list[Token] = []
    for token in tokens:
        parted = _parted((token,)) if token.text[0] not in "这那" else (token,)
        ahead = any(region.end <= token.start for region in regions)
        if len(parted) == 2 and (ahead or alone):
            parted = (replace(parted[0], sort="stop"), parted[1])
        else:
            parted = (token,)
        found.extend(parted)
    return tuple(found)


def which_of_kind(tokens: Sequence[Token], before: Before, held: Held) -> tuple[Token, ...]:
    """哪个镇多, after the same figure of two towns: of these; after one town: the first of all."""
    light = ("stop", "mark", "then", "which", "type", "compare")
    sorts = [t.sort for t in tokens if t.sort in light[3:]]
    said = next((t for t in tokens if t.sort == "compare"), None)
    if (
        sorts != ["which", "type", "compare"]
        or said is None
        or any(t.sort not in light for t in tokens)
    ):
        return tuple(tokens)
    one, kind = (next(t for t in tokens if t.sort == sort) for sort in ("which", "type"))
    more = {"more": "desc", "less": "asc"}.get(next(iter(said.codes), ""))
    if "one" not in one.codes or more is None or before.plan.kind not in ("value", "compare"):
        return tuple(tokens)
    spoken = find_held(before.beside or before.plan.scope.bodies, held)
    if len({body.name for body in spoken}) > 1:
        of_kind_ = all(body.body_type in kind.codes for body in spoken)
        gone = (one, kind) if of_kind_ else ()
        return tuple(replace(t, sort="stop", codes=()) if t in gone else t for t in tokens)
    return tuple(replace(t, sort="most", codes=(more,)) if t is said else t for t in tokens)


def _parted(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The tokens, 两个镇 as 两个 and 镇."""
    found: list[Token] = []
    for token in tokens:
        said = _TWO_OF.fullmatch(token.text) if token.sort == "two" else None
        known = lexicon().words.get(said[2]) if said is not None else None
        if said is None or known is None or known.sort != "type":
            found.append(token)
            continue
        at = token.start + len(said[1])
        found.append(replace(token, end=at, text=said[1]))
        found.append(Token("type", at, token.end, said[2], codes=known.codes))
    return tuple(found)


_TWO_OF = re.compile("([这那]?(?:两个?|二|俩))(镇|乡|街道|局|农场)")


def of_all_channels(tokens: Sequence[Token], before: Before) -> tuple[Token, ...]:
    """总数呢, 总共多少条, after what one channel posted: what was published in all; 一共 after
    several channels, years or bodies adds these."""
    plan = before.plan
    at = next((i for i, t in enumerate(tokens) if t.text in (*_TOTAL, *_TOGETHER)), None)
    channel = len(plan.measures) == 1 and plan.measures[0].claim in CHANNELS
    light = all(t.sort in (*HERE, "howmany", "function") for t in tokens)
    counted = any(t.year is not None and t.year.kind == "recent" for t in tokens)
    if at is None or not (channel and light) or counted:
        return tuple(tokens)
    parts = [m for m in before.measures if m.claim != "proactive_total"]
    added = before.years or before.beside or parts
    if tokens[at].text in _TOGETHER and added:
        return tuple(tokens)
    whole = replace(tokens[at], sort="concept", codes=("claim:proactive_total",))
    return (*tokens[:at], whole, *tokens[at + 1 :])


_TOTAL = ("总数", "总的", "总量", "总条数")
_TOGETHER = ("总共", "一共", "总计", "全部")


def unmatched(tokens: Sequence[Token], before: Before, held: Held) -> str:
    """三家 after figures of two bodies, of which nothing says what it means; else ""."""
    text, said = text_of(tokens), [t for t in tokens if t.sort == "they"]
    spoken = before.plan.kind in ("value", "compare") and bool(before.plan.scope.bodies)
    sums = any(t.sort == "function" and t.codes in (("sum",), ("mean",)) for t in tokens)
    light = sums and all(t.sort in _SUMMING for t in tokens)
    spoken = spoken or (light and before.plan.kind in ("list", "rank", "aggregate"))
    first = next(_counts(text), None)
    found = first is not None and spoken and not said and _found(tokens, before, held) is None
    found = found and not (
        sums and _number(first) == len({*before.years, *before.plan.scope.years})
    )
    if first is not None and found:
        return first[0]
    return "" if said else others_unknown(tokens, before, held)


def _number(match: re.Match[str] | None) -> int:
    return int(parse_number(match[1]) or 0) if match is not None else 0


_SUMMING = ("stop", "mark", "then", "function", "howmany", "number")


def _found(tokens: Sequence[Token], before: Before, held: Held) -> tuple[int, int, str] | None:
    for match in _counts(text_of(tokens)):
        number = _number(match)
        several = before.shown if before.shown > 1 else len(before.rows)
        of_set = bool(before.plan.conditions) and before.plan.kind == "rank"  # of those listed
        fits = of_set or number == several or bool(remembered(match[0], before, held))
        if fits or (before.shown <= 1 and number < several):
            return match.start(), match.end(), match[0]
    return None


def _counts(text: str) -> Iterator[re.Match[str]]:
    for match in COUNTED.finditer(text):
        opens, behind = text[: match.start()].rstrip(), text[match.end() :]
        if not (opens.endswith(_NOT_THESE) or _OTHERS.search(opens) or _MORE.match(behind)):
            yield match


def last_named(said: str, rows: Sequence[object]) -> int:
    """How many of the bodies spoken of last 三家 points at: all of `rows` where no number is
    said."""
    match = COUNTED.fullmatch(said)
    return int(parse_number(match[1]) or 0) if match else len(rows)
