"""Words that take a question beyond the bodies spoken of: 各镇, 谁最多, 其他几家, 有几家.

A question that names no place and has none of these is of the same bodies.
"""

from __future__ import annotations

import re

from assistant.parsing.reading import Reading
from assistant.parsing.tokens import Token
from assistant.plan import Plan
from assistant.vocabulary import Sort

OWN_SCOPE: tuple[Sort, ...] = ("which", "each", "all", "unit", "level", "corpus", "by", "report")
_EACH = ("各", "各是", "各有", "各自", "分别", "分别是")
_REST = re.compile("其他|其它|其余|另外|剩下|别的|别家")
_REST_OF = re.compile(
    "(?:其他|其它|其余|另外|剩下|余下|别)的?(?:几|各|那几|[两二三四五六七八九十])?个?的?(?:乡镇|镇|乡|街道|民族乡|农场)"
)
_BODIES = re.compile("家|单位|各地")
_WHO = ("谁", "是谁", "谁家", "哪家", "哪一家", "哪个", "是哪个", "哪一个")


def says_places(reading: Reading, plan: Plan) -> bool:
    """Whether it says itself of which bodies it asks."""
    return bool(reading.places.bodies or reading.places.regions or reading.places.types) or (
        bool(own_scope(reading, plan))
        and not reading.has("they", "among")
        and bool(reading.asked.all or reading.has("all"))
    )


def own_scope(reading: Reading, plan: Plan) -> list[Token]:
    """Words that say of which bodies: 各镇, not 各占几成."""
    shares = [t for t in reading.all("each") if shares_out(reading, t, plan)]
    return [
        token
        for token in reading.all(*OWN_SCOPE)
        if token.sort != "each" or [t.sort for t in reading.after(token)[:1]] != ["share"]
        if token not in shares and not _of_thing(reading, token)
        if not _tells(reading, token, plan)
    ]


def _of_thing(reading: Reading, token: Token) -> bool:
    """哪些问题, 什么材料: which things of the bodies spoken of, not which bodies."""
    behind = [t.sort for t in reading.after(token)[:1]]
    at = reading.tokens.index(token)
    before = reading.tokens[at - 1] if at else None
    asked = before is not None and before.sort == "what" and before.end == token.start
    return (token.sort == "which" and behind == ["topic"]) or (token.sort == "report" and asked)


def _tells(reading: Reading, token: Token, plan: Plan) -> bool:
    """报告有没有说为什么, 跟2023年的报告对得上吗, after one body: its report."""
    behind = [t.sort for t in reading.after(token)[:1]]
    ahead = [t.sort for t in reading.tokens if t.end <= token.start and t.text != "的"][-2:]
    own = behind in (["mention"], ["not_mention"]) or ahead in (["and", "year"], ["versus", "year"])
    one = len({body.name for body in plan.scope.bodies}) == 1
    return one and token.sort == "report" and own


def shares_out(reading: Reading, each: Token, plan: Plan) -> bool:
    """个人和企业各几件, 两年各收到几件: a number of each thing named; 各镇几件 is of each body."""
    behind = [t.sort for t in reading.after(each)[:1]]
    bodies = bool(set(behind) & {"type", "unit", "level", "region", "report"})
    things = len(reading.asked.mentions) > 1 or len(reading.years.years) > 1
    about = _is_narrow(plan) or bool(plan.scope.years and things)
    return each.sort == "each" and each.text in _EACH and not bodies and about


def each_there(reading: Reading, plan: Plan) -> bool:
    """各镇许可多少, after a figure of a county in a year: of that county, in that year."""
    figures = bool(reading.asked.all or reading.asked.hints) and reading.has("each")
    placed = reading.places.bodies or reading.places.regions or reading.has("whole", "all")
    of_set = plan.kind in ("aggregate", "list", "rank") and bool(plan.scope.regions)
    alone = not (reading.years.named or reading.year_words or plan.scope.bodies)
    return figures and of_set and alone and not placed


def _is_narrow(plan: Plan) -> bool:
    return bool(plan.scope.bodies or plan.scope.regions or plan.scope.body_types)


def of_others(reading: Reading, plan: Plan) -> bool:
    """还有谁收了, 其他单位收了没, after a figure of one body: who else, in that year."""
    others = any(t.text.startswith("还有") for t in reading.all("which"))
    others = others or of_the_rest(reading)
    if of_the_rest(reading) and plan.kind == "quality":
        return True
    return others and plan.kind in ("value", "narrative") and bool(plan.scope.bodies)


def of_the_rest(reading: Reading) -> bool:
    """其他几份都平吗, 其余单位呢, 别的镇呢: all but those spoken of."""
    said = any(_REST.match(t.text) for t in reading.all("unit"))
    return said or (reading.has("type") and _REST_OF.search(reading.text) is not None)


def looks_around(reading: Reading, plan: Plan, several: bool = False) -> bool:
    """哪个镇最多, 谁最多, 有几家没收到 after a figure of one body: of all bodies, not of that one;
    谁最多 after the same figure of `several` bodies is of these."""
    among = reading.has("they", "among", "two") or plan.kind != "value"
    one = len({body.name for body in plan.scope.bodies}) == 1
    if among or not one:
        return not among and _of_kinds_ordered(reading)
    counted = any(_BODIES.search(t.text) for t in reading.all("howmany"))
    each = any(_BODIES.search(t.text) for t in reading.all("each"))
    return (
        _of_kinds_ordered(reading) or counted or each or (who_first(reading, plan) and not several)
    )


def _of_kinds_ordered(reading: Reading) -> bool:
    return reading.has("most", "top") and reading.has("which") and reading.has("type", "unit")


def who_first(reading: Reading, plan: Plan) -> bool:
    """谁最多, 哪家最少, 最高的是哪个."""
    who = any(t.text in _WHO for t in reading.all("which")) and reading.has("most", "top")
    light = ("stop", "mark", "then", "which", "most", "top", "howmany", "year", "concept", "hint")
    return who and len(plan.measures) == 1 and all(t.sort in light for t in reading.tokens)


def takes_in(reading: Reading, plan: Plan) -> bool:
    """把街道也算上呢, after the towns: both kinds."""
    places = reading.places
    kinds = bool(places.types and plan.scope.body_types) and not (places.bodies or places.regions)
    said = reading.has("plus") or _TAKEN_IN.search(reading.text) is not None
    return kinds and said and plan.kind in ("list", "rank", "aggregate", "mention", "quality")


_TAKEN_IN = re.compile("也?算(?:上|进|在内)|也算|一[起块]算|(?<!不)(?:包括|包含|纳入|计入|带上)进?")
