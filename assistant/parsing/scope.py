"""Which bodies, regions and kinds of body the question names, or why that cannot be settled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.parsing import refusals
from assistant.parsing.tokens import Token
from assistant.parsing.unheld import namesakes
from assistant.places import COUNTY_KINDS, Held, HeldBody, Level, Place, is_one_place
from assistant.plan import Refusal, Region
from assistant.vocabulary import Sort
from index.text import fold

_PLACES = ("body", "stem", "region", "unheld", "unknown")
_LINKS = ("的", "(", "of", "in")
_POINTING = ("那个", "那边", "那里", "这个", "这边", "那家", "里的", "里面的", "下面的", "这家")
_MEASURED = ("concept", "generic", "loose", "hint", "howmany")
_LEVELS = {"province": "所在省", "city": "所在市", "county": "所在县"}
_NAME_TYPES = (
    "镇",
    "乡",
    "街道",
    "街道办",
    "街道办事处",
    "苏木",
    "农场",
    "林场",
    "管委会",
    "局",
    "民族乡",
)


@dataclass(frozen=True, slots=True)
class Places:
    """The scope in places. `named` is true where the question says anything about it;
    `refusal` where what it says is not held or may mean several things."""

    bodies: tuple[HeldBody, ...] = ()
    regions: tuple[Region, ...] = ()
    types: tuple[str, ...] = ()
    without: tuple[HeldBody, ...] = ()  # left out of all these
    refusal: Refusal | None = None
    notes: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()  # bodies named beside those that are held

    @property
    def units(self) -> list[tuple[HeldBody, ...]]:
        """The bodies, those of one name as one where nothing tells them apart."""
        by_name: dict[str, list[HeldBody]] = {}
        for body in self.bodies:
            by_name.setdefault(body.name, []).append(body)
        return [unit for bodies in by_name.values() for unit in told_apart(bodies)]

    @property
    def named(self) -> bool:
        """Whether the question narrows the places."""
        return bool(self.bodies or self.regions or self.types or self.refusal)


@dataclass(frozen=True, slots=True)
class _Context:
    held: Held
    raw: str
    tokens: Sequence[Token]
    every: bool
    english: bool
    known: frozenset[str]  # keys of bodies spoken of before


def own_bodies(held: Held, region: Region) -> tuple[HeldBody, ...]:
    """The government of a region, or its office that reports for all of it, where one is held."""
    inside = (b for b in held.inside(region) if b.body_type in COUNTY_KINDS or b.area)
    return tuple(b for b in inside if (b.county or b.city or b.province) == region.name)


def around(bodies: Sequence[HeldBody], token: Token) -> tuple[Region, ...]:
    """The region that 全县 means beside bodies; none where they lie in several, or print none."""
    level: Any = token.codes[0] if token.sort == "whole" else "country"
    return () if level == "country" else region_of(bodies, level)


def region_of(bodies: Sequence[HeldBody], level: Level) -> tuple[Region, ...]:
    """The one region of that level that the bodies lie in; none where there are several."""
    names = {name for body in bodies if (name := getattr(body, level)) is not None}
    if level == "city" and not names:  # 砾泉市 is no prefecture, but a city all the same
        level = "county"
        names = {body.county for body in bodies if (body.county or "").endswith("市")}
    return (Region(level=level, name=names.pop()),) if len(names) == 1 else ()


def told_apart(bodies: Sequence[HeldBody]) -> list[tuple[HeldBody, ...]]:
    """Bodies of one name by county. Reports that print no county are a body of their own in the
    store; where only one county is known they may all be that body's, and are taken together."""
    placed = [body for body in bodies if body.county]
    if is_one_place([(body.province, body.city, body.county) for body in placed]):
        return [tuple(bodies)]
    places = dict.fromkeys(body.place for body in placed)
    apart = [tuple(body for body in placed if body.place == place) for place in places]
    return apart + [(body,) for body in bodies if not body.county]


_OURS = ("我们", "咱们", "俺们", "我", "咱", "俺", "你们", "您", "你")  # 我们街道, wherever that is
_BEFORE_NAMES: tuple[Sort, ...] = ("mark", "stop", "and", "or", "year", "versus")


def mark_unknown(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Join a kind of body with what stands right before it where the two make a name that is not
    held: unexplained text (某某 + 镇), or the stem of another kind of body (柳浦 + 乡)."""
    found: list[Token] = []
    which = any(token.sort == "which" for token in tokens)
    named = any(token.place.bodies for token in tokens)
    for token in tokens:
        last = found[-1] if found else None
        opens = len(found) < 2 or found[-2].sort in _BEFORE_NAMES
        if token.sort == "level" and not opens:  # 承办县人大建议
            found.append(token)
        elif last is not None and token.sort == "type" and last.text in _OURS:
            ours: Sort = "stop" if named else "some_body"
            found[-1] = Token(ours, last.start, token.end, last.text + token.text)
        elif last is not None and last.end == token.start and _makes_name(last, token):
            spoken_of = token.text == "局" and which  # 请司法局把关的是哪些单位
            sort: Sort = "text" if spoken_of else "unknown"
            found[-1] = Token(sort, last.start, token.end, last.text + token.text)
        else:
            found.append(token)
    return tuple(found)


def _makes_name(last: Token, kind: Token) -> bool:
    if kind.sort == "level" and last.sort == "text":  # 云岭 + 省, printed in no report
        return 1 < len(last.text) < 5 and kind.text in ("省", "市", "县")
    if kind.sort != "type" or kind.text not in _NAME_TYPES:
        return False
    if last.sort == "stem":
        fitting = any(body.body_type in kind.codes for body in last.place.bodies)
        return not (fitting or last.place.regions)
    return last.sort == "text" and (len(last.text) > 1 or kind.text != "局")


def read_places(
    tokens: Sequence[Token],
    held: Held,
    raw: str,
    known: Iterable[str] = (),
    english: bool = False,
) -> Places:
    """The places of the question; `known` are keys of bodies spoken of before, which settle a name
    that several bodies share."""
    every = any(token.sort in ("each", "all") for token in tokens)
    context = _Context(held, raw, tokens, every, english, frozenset(known))
    found, absent = Places(), []
    for run in _runs(tokens):
        read = _beside_body(run, context) or _read_run(run, context)
        if read.refusal and _is_absent(run[-1]):
            absent.append((run[-1], read))
            continue
        found = _merge(found, read)
        if found.refusal:
            return found
    if absent and not (found.bodies and all(_is_beside(one, tokens) for one, _ in absent)):
        return _merge(found, absent[0][1])
    found = replace(found, absent=(*found.absent, *(one.text for one, _ in absent)))
    some = next((token for token in tokens if token.sort == "some_body"), None)
    if some is not None and not found.bodies:
        return replace(found, refusal=refusals.some_body(some, held, raw))
    whole = next((token for token in tokens if token.sort == "whole"), None)
    if whole is not None and not (found.bodies or found.regions):
        found = _whole(whole, context)
        if found.refusal:
            return found
    if found.bodies:  # a region beside a body only says which one
        return replace(found, regions=())
    types = _types(tokens, held)
    return replace(found, types=types, notes=(*found.notes, *_type_notes(tokens, types)))


def _whole(token: Token, context: _Context) -> Places:
    """全省: the region of that level, if only one is held; else which one has to be said."""
    level = token.codes[0]
    if level == "country":
        return Places(refusal=refusals.no_country(token, context.held, context.raw))
    regions = context.held.regions(level)
    if level == "city" and not regions:
        level, regions = "county", _cities_of_a_county(context.held)
    if len(regions) > 1 and (only := _only_government(context, level)):
        return Places(bodies=only, notes=(f"“{token.text}”理解为{only[0].name}",))
    known = not context.held.unplaced(level)
    if len(regions) == 1 and not known:
        note = f"有的报告没有印出{_LEVELS[level]}，“{token.text}”按语料中全部单位理解"
        return Places(notes=(note,))
    if len(regions) == 1:
        return Places(regions=regions, notes=(f"“{token.text}”理解为{regions[0].label}",))
    if not regions and context.held.bodies:
        level = _LEVELS[token.codes[0]]
        note = f"所收报告没有印出{level}，“{token.text}”按语料中全部单位理解"
        return Places(notes=(note,))
    return Places(refusal=refusals.which_region(token, regions, context.raw, context.english))


def _only_government(context: _Context, level: str) -> tuple[HeldBody, ...]:
    """县政府的报告说全县…, of several counties: the one whose government's report is held."""
    own = tuple(b for b in context.held.bodies if b.body_type in COUNTY_KINDS)
    said = level == "county" and _ITS_REPORT.search(fold(context.raw)) is not None
    of_bodies = any(t.sort == "unit" or "body" in t.codes for t in context.tokens)
    return own if said and not of_bodies and len({b.place for b in own}) == 1 else ()


_ITS_REPORT = re.compile(
    "(?<!全)[县区](?:人民)?(?:政府|里)?(?:办(?:公室)?)?的?(?:20\\d\\d年度?的?)?(?:那份|这份)?(?:报告|年报)"
)


def _cities_of_a_county(held: Held) -> tuple[Region, ...]:
    """县级市: 全市 is one of these where no report prints a prefecture."""
    return tuple(region for region in held.regions("county") if region.name.endswith("市"))


def _merge(left: Places, right: Places) -> Places:
    bodies = {body.key: body for body in left.bodies + right.bodies}
    return Places(
        tuple(bodies.values()),
        tuple(dict.fromkeys(left.regions + right.regions)),
        refusal=right.refusal,
        notes=left.notes + right.notes,
        absent=left.absent + right.absent,
    )


def _runs(tokens: Sequence[Token]) -> list[list[Token]]:
    """Chains of adjacent place names: 河南省 郏县的 李口镇 is one, ended by its body."""
    tokens = [token for n, token in enumerate(tokens) if not _ends_name(tokens, n)]
    runs: list[list[Token]] = []
    open_run = False
    for index, token in enumerate(tokens):
        if token.sort in _PLACES:
            if _in_brackets(tokens, index) and runs:  # 太平镇（望川区）
                runs[-1].insert(0, token)
                continue
            if not open_run or _side_by_side(runs[-1][-1], token):
                runs.append([])
            runs[-1].append(token)
            open_run = not (token.sort in ("body", "unknown") or _is_township(token))
        elif not (open_run and _links(tokens, index)):
            open_run = False
    return runs


def _ends_name(tokens: Sequence[Token], index: int) -> bool:
    """荞坪那个彝族乡, 荞坪（彝族乡）: what a body is, behind its short name."""
    if tokens[index].sort != "unknown":
        return False
    before = [t for t in tokens[max(0, index - 3) : index] if t.text not in (*_LINKS, *_POINTING)]
    names = [b.name for t in before[-1:] if t.sort == "stem" for b in t.place.bodies]
    return any(name.endswith(tokens[index].text) for name in names)


def _in_brackets(tokens: Sequence[Token], index: int) -> bool:
    """Whether the token is a region in brackets right after another place."""
    before = tokens[max(0, index - 2) : index]
    bracketed = len(before) == 2 and before[1].text == "(" and before[0].sort in ("body", "stem")
    return bracketed and not tokens[index].place.bodies


def _is_township(token: Token) -> bool:
    return _unheld_township(token) or (token.sort == "stem" and not token.place.regions)


def _links(tokens: Sequence[Token], index: int) -> bool:
    """Whether a place follows, with no more between than 的, 那个 or 那边的."""
    rest = [t for t in tokens[index : index + 3] if t.text not in (*_LINKS, *_POINTING)]
    return bool(rest) and tokens[index] is not rest[0] and rest[0].sort in _PLACES


def _side_by_side(last: Token, token: Token) -> bool:
    """Two regions of one level (临溪县 望川区): neither says where the other is."""
    levels = [{r.level for r in t.place.regions} for t in (last, token) if not t.place.bodies]
    return len(levels) == 2 and bool(levels[0]) and levels[0] == levels[1]


def _read_run(run: Sequence[Token], context: _Context) -> Places:
    *above, last = run
    if last.sort == "unknown" and refusals.level_of(last.text):
        return Places(refusal=refusals.no_region(last.text, context.held, context.english))
    if _is_absent(last):
        return Places(refusal=refusals.not_held(last.text, context.held, context.english))
    if last.place.bodies:
        return _body(last, above, context)
    if last.sort == "unheld":
        level = next(iter(last.codes), "")
        refusal = refusals.no_region(last.text, context.held, context.english, level)
        return Places(refusal=refusal)
    return _region(last, above, context)


def _beside_body(run: Sequence[Token], context: _Context) -> Places | None:
    """南屏县和柳浦镇: a region named as a body is, which means its own report; None for any other
    place."""
    region = run[-1].place.regions[:1]
    measured = any(t.sort in _MEASURED for t in context.tokens)
    if run[-1].sort != "region" or not (region and measured) or run[-1].place.bodies:
        return None
    rest = [t for t in context.tokens if t.text != "的"]
    first, last = rest.index(run[0]), rest.index(run[-1])
    before, after = rest[max(0, first - 2) : first][::-1], rest[last + 1 : last + 3]
    if not any(_joins(side) for side in (before, after)):
        return None
    own = own_bodies(context.held, region[0])
    if not own:
        return Places(absent=(f"{region[0].name}本级",))
    names = "、".join(body.issuer for body in own)
    return Places(bodies=own, notes=(f"“{run[-1].text}”与单位并列，按{names}的报告理解",))


def _joins(side: Sequence[Token]) -> bool:
    """和柳浦镇, 比柳浦镇: a body joined to what stands beside it."""
    joint = len(side) == 2 and (side[0].sort == "and" or "than" in side[0].codes)
    return joint and side[1].sort in ("body", "stem") and bool(side[1].place.bodies)


def _is_beside(absent: Token, tokens: Sequence[Token]) -> bool:
    """Whether a body that is held is named in the same clause."""
    marks = [t.start for t in tokens if t.sort == "mark"]
    clause = sum(start < absent.start for start in marks)
    named = (t for t in tokens if t.place.bodies)
    return any(sum(start < t.start for start in marks) == clause for t in named)


def _is_absent(token: Token) -> bool:
    """Whether the words name a body of which nothing is held."""
    return token.sort == "unknown" or _unheld_township(token)


def _unheld_township(token: Token) -> bool:
    return token.sort == "unheld" and token.codes == ("township",)


def _region(token: Token, above: Sequence[Token], context: _Context) -> Places:
    """A region, or the county government where nothing else of the county is held."""
    regions = token.place.regions
    outer = [region for higher in above for region in higher.place.regions]
    if outer and len(regions) > 1:
        inside = {b.key for region in outer for b in context.held.inside(region)}
        regions = tuple(r for r in regions if any(b.key in inside for b in context.held.inside(r)))
    region = regions[:1]
    alike = [r for r in regions if (r.level, r.name) == (region[0].level, region[0].name)]
    if len(alike) > 1:
        return Places(refusal=refusals.which_region(token, alike, context.raw, context.english))
    bodies = [body for r in region for body in context.held.inside(r)]
    own = tuple(body for body in bodies if body.body_type in COUNTY_KINDS)
    if own and (len(own) == len(bodies) or _is_its_report(token, context.tokens)):
        return Places(bodies=own)
    return Places(regions=region)


def _is_its_report(region: Token, tokens: Sequence[Token]) -> bool:
    """苍梁县2024年报告里: the county's own, where a figure or its text is asked for; 苍梁县的报告有
    几份 is of all in it."""
    behind = [t for t in tokens if t.start >= region.end and t.text not in ("的", "年度")]
    behind = behind[1:] if behind and behind[0].sort == "year" else []
    several = ("which", "each", "all", "type", "unit", "corpus", "most", "top")
    asked = any(t.sort in _MEASURED or t.sort in ("topic", "how", "why", "what") for t in behind)
    one = bool(behind) and behind[0].sort in ("report", "stop") and "报" in behind[0].text
    counted = any(t.sort == "howmany" and "report" in t.codes for t in tokens)
    listed = any(t.sort in several and not _of_topic(tokens, t) for t in tokens)
    return one and asked and not listed and not counted


def _of_topic(tokens: Sequence[Token], which: Token) -> bool:
    """哪些问题: which things, no bodies."""
    behind = next((t for t in tokens if t.start >= which.end), None)
    return which.sort == "which" and behind is not None and behind.sort == "topic"


def _body(token: Token, above: Sequence[Token], context: _Context) -> Places:
    bodies = token.place.bodies
    if token.sort == "stem" and token.place.regions:
        settled = _settle_stem(token, above, context)
        if settled is not None:
            return settled
    for higher in above:
        inside = tuple(b for b in bodies if any(b.within(r) for r in higher.place.regions))
        if not inside:
            return Places(refusal=refusals.elsewhere(higher.text, bodies, token, context.raw))
        bodies = inside
    kinds = _kinds_after(token, context.tokens)
    bodies = tuple(b for b in bodies if b.body_type in kinds) or bodies
    if len(bodies) > 1:
        elsewhere = [r for t in context.tokens if t is not token for r in t.place.regions]
        bodies = tuple(b for b in bodies if any(b.within(r) for r in elsewhere)) or bodies
        bodies = tuple(b for b in bodies if b.key in context.known) or bodies
    if len(told_apart(bodies)) > 1 and not (context.every or _both(token, bodies, context.tokens)):
        unknown = _unknown_above(token, context.tokens)
        refusal = refusals.which_body(token, bodies, context.raw, context.english, unknown)
        return Places(refusal=refusal)
    return Places(bodies=bodies, notes=_name_notes(token, bodies, bool(above), context.english))


def _unknown_above(token: Token, tokens: Sequence[Token]) -> str:
    """海晏的太平镇: unexplained words that stand where the place of the body would."""
    before = [t for t in tokens if t.end <= token.start and t.text not in _LINKS][-1:]
    near = [t for t in before if token.start - t.end <= 1]
    return near[0].text if near and near[0].is_own_word else ""


def _both(token: Token, bodies: Sequence[HeldBody], tokens: Sequence[Token]) -> bool:
    """两个太平镇, 太平镇两家: both bodies of one name."""
    two = any(t.sort == "two" and token.start in (t.end, t.end + 1) for t in tokens)
    after = any(t.sort == "two" and t.start == token.end for t in tokens)
    return (two or after) and len(told_apart(bodies)) == 2


def _settle_stem(token: Token, above: Sequence[Token], context: _Context) -> Places | None:
    """A stem that names a region too (望川: 望川镇, 望川区): by the kind of place that follows, by
    its place above, as a region where kinds of body follow, else by asking back."""
    after = [t for t in context.tokens if t.start >= token.end]
    regions = Place(regions=token.place.regions)
    provinces = [r for r in token.place.regions if r.level == "province"]
    behind = [t for t in after if t.text not in ("的", "所有", *_POINTING)][:1]
    if [t.sort for t in behind] == ["type"] and _points(after):  # 望川那个镇
        return None
    if [t.text for t in behind] in (["区"], ["县"], ["市"]) and _points(after):
        return _region(replace(token, place=regions), above, context)
    following = [t.sort for t in after if t.text not in ("的", "所有")][:1]
    if provinces or (following and following[0] in ("each", "type", "all", "which", "unit")):
        return _region(replace(token, place=regions), above, context)
    if following == ["level"]:
        return _region(replace(token, place=regions), above, context)
    if above or any(b.key in context.known for b in token.place.bodies):
        return None
    return Places(refusal=refusals.which_stem(token, context.raw, context.english))


def _points(after: Sequence[Token]) -> bool:
    """那个镇, 这个 镇: one body of the name, not those of the region."""
    return bool(after) and after[0].text.startswith(("那个", "这个"))


def _kinds_after(token: Token, tokens: Sequence[Token]) -> tuple[str, ...]:
    """Body types named right after a stem: 柳浦（镇）, Liupu Town."""
    if token.sort != "stem":
        return ()
    light = ("(", *_POINTING)
    following = next((t for t in tokens if t.start >= token.end and t.text not in light), None)
    return following.codes if following is not None and following.sort == "type" else ()


def _name_notes(
    token: Token, bodies: Sequence[HeldBody], placed: bool, english: bool
) -> tuple[str, ...]:
    name = bodies[0].name
    notes = []
    if len(bodies) > 1 and len(told_apart(bodies)) == 1:
        notes.append(f"{name}的报告有的没有印出所在县，按同一单位一并列出")
    if token.sort == "stem":
        labels = "、".join(dict.fromkeys(body.label for body in bodies))
        said = f"“{token.text}” is read as {labels}" if english else f"“{token.text}”理解为{labels}"
        notes.append(said)
    others = 0 if placed or len(bodies) > 1 else namesakes(name)
    if others > 1 and not english:
        where = bodies[0].place or "所在县未知"
        notes.append(f"全国名为{name}的有{others}个，语料中只有{where}的这一个")
    return tuple(notes)


def _types(tokens: Sequence[Token], held: Held) -> tuple[str, ...]:
    """Body types in the question, as the held reports name them."""
    asked = dict.fromkeys(code for token in tokens if token.sort == "type" for code in token.codes)
    have = held.types()
    return tuple(code for code in asked if code in have) or tuple(asked)[:1]


def _type_notes(tokens: Sequence[Token], types: Sequence[str]) -> Iterator[str]:
    for token in tokens:
        if token.sort in ("stop", "topic"):
            continue
        if token.sort == "type" and not set(token.codes) & set(types):
            yield f"语料中没有{token.text}的报告"
        elif token.text == "乡镇" and "街道" not in types:
            yield f"“乡镇”按{'、'.join(types)}理解，不含街道"
        elif token.text.startswith("基层"):
            yield f"“{token.text}”按{'、'.join(types)}理解"
