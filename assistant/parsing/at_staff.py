"""Words beside the people who do the work and the accounts they keep: 专职的政务公开人员, 各几个 of
them, 关停了几个公众号."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from assistant.measures import MEDIA, NEW_MEDIA
from assistant.parsing.neighbours import clause_bounds, clause_of
from assistant.parsing.tokens import Token

_KINDS = {"专职": "claim:staff_full", "全职": "claim:staff_full", "兼职": "claim:staff_part"}
_STAFF = ("claim:staff", *_KINDS.values())
_PEOPLE = ("人", "人员", "干部", "人手", "同志", "信息员", "管理员", "联络员")


def staff_told_by_kind(tokens: list[Token], index: int) -> Token | None:
    """专职的政务公开人员, 专职从事信息公开的人: those of that kind are counted."""
    token, rest = tokens[index], tokens[index + 1 :]
    kind = _KINDS.get(token.text.removesuffix("的").removesuffix("从事"))
    if kind is None or token.sort not in ("text", "topic", "aside"):
        return None
    inside = [i for i, t in enumerate(rest) if t.sort not in ("stop", "domain", "hint", "has")]
    at = index + 1 + inside[0] if inside else len(tokens)
    ahead = "".join(t.text for t in tokens[index + 1 : at])
    named = at < len(tokens) and tokens[at].codes == ("claim:staff",)
    counted = any(t.sort in ("howmany", "amount") for t in tokens)
    if not named and not (counted and ahead.endswith(_PEOPLE)):
        return None  # 哪些地方是兼职的人在干: as the reports word it
    for i in range(index + 1, at + named):
        tokens[i] = replace(tokens[i], sort="stop", codes=())
    return replace(token, sort="concept", codes=(kind,))


_WORKING = ("搞", "管", "负责", "做", "干", "弄", "抓", "分管", "专门", "从事", "办")


def staff_by_work(tokens: list[Token], index: int) -> Token | None:
    """专门搞公开的有几个人, 几个人管公开: those who do the work, not what was published."""
    token = tokens[index]
    works = [i for i, t in enumerate(tokens[:index]) if t.text.rstrip("着了的") in _WORKING]
    general = token.sort in ("hint", "domain") and token.text.rstrip("的") in _THE_WORK
    if not (works and general):
        return None
    for at, (count, people) in enumerate(pairwise(tokens)):
        if count.sort == "howmany" and people.text in _PEOPLE and count.end == people.start:
            tokens[at] = replace(count, codes=())
            for i in works:
                tokens[i] = replace(tokens[i], sort="stop", codes=())
            return replace(token, sort="concept", codes=("claim:staff",))
    return None


_THE_WORK = ("公开", "信息公开", "政务公开", "政府信息公开", "公开工作", "这项工作", "这个工作")


_AT_WORK = re.compile(
    "(?:有|是|配了?)?(?:几|多少)(?:个|名|位)?人手?(?:都|来|一起|专门|专职)*(?:在|正在)?"
    "(?:弄|搞|管|干|做|办|负责|忙|抓|承担|从事)(?:着)?"
    "(?:这(?:个|块|些|项|件|方面)*(?:的)?(?:事情?|工作|活儿?)?|(?:政府)?信息公开|政务公开|公开)?(?:的)?(?:工作|事|活)?[的呢啊呀]*"
)


def at_work(tokens: list[Token], index: int) -> Token | None:
    """鹭湾镇2022年几个人在弄: how many people do the work that the reports are about."""
    token = tokens[index]
    _, end = clause_bounds(tokens, index)
    rest = tokens[index + 1 : end]
    placed = any(t.sort in ("body", "stem", "type", "domain") for t in tokens)
    others = any(t.sort not in ("stop", "text", "domain", "has", "then") for t in rest)
    others = others or any(t.text in _KINDS for t in tokens)  # 几个人在干，专职还是兼职
    if token.sort != "howmany" or not (placed and rest) or others:
        return None
    if _AT_WORK.fullmatch("".join(t.text for t in (token, *rest))) is None:
        return None
    idle = [replace(t, sort="stop", codes=()) for t in rest]
    tokens[index + 1 : end] = [replace(rest[0], sort="concept", codes=("claim:staff",)), *idle[1:]]
    return replace(token, codes=())


def each_of_them(tokens: list[Token], index: int) -> Token | None:
    """专职人员各几个, 各单位几个: of the people named; not how many bodies."""
    before = [t for t in tokens[:index] if t.sort != "stop"]
    people = any(t.codes[:1] and t.codes[0] in _STAFF for t in before)
    each = any(t.sort == "each" for t in before)
    asks = people and each and _counts_things(tokens, index)
    return replace(tokens[index], codes=()) if asks else None


def accounts(tokens: list[Token], index: int) -> Token | None:
    """关停了多少个政务新媒体: the accounts closed; neither bodies nor what accounts posted."""
    closed = any(t.codes == (_CLOSED,) for t in tokens[:index])
    bodies = index and tokens[index - 1].text.endswith(("的", "单位"))  # 关停公众号的有几家
    bodies = bodies or tokens[index].text.endswith("家")
    named = any(t.codes[:1] and t.codes[0] in _ACCOUNTS for t in tokens[index + 1 : index + 2])
    if not (closed and _counts_things(tokens, index)) or (bodies and not named):
        return None
    for i in range(index + 1, min(index + 2, len(tokens))):
        if tokens[i].sort == "concept" and tokens[i].codes[0] in _ACCOUNTS:
            tokens[i] = replace(tokens[i], sort="stop", codes=())
    return replace(tokens[index], codes=())


_PAUSED = re.compile("[停断]更|停止更新")


def paused(tokens: list[Token], index: int) -> Token | None:
    """公众号是不是停更过: what became of an account, as the text tells; not how much it posted."""
    token = tokens[index]
    if token.sort != "concept" or token.codes[:1] not in [(code,) for code in _ACCOUNTS]:
        return None
    clause = clause_of(tokens, index)
    said = any(t.sort == "topic" and _PAUSED.fullmatch(t.text) for t in clause)
    posted = any(t.sort == "howmany" and t.text.endswith(("条", "篇", "期")) for t in clause)
    return replace(token, sort="stop", codes=()) if said and not posted else None


_CLOSED = "claim:accounts_closed"
_ACCOUNTS = tuple(f"claim:{name}" for name in (NEW_MEDIA, *MEDIA))


def _counts_things(tokens: list[Token], index: int) -> bool:
    """几个, which may count bodies or things, with no word for bodies behind it."""
    token, behind = tokens[index], tokens[index + 1 : index + 2]
    unit = token.sort == "howmany" and token.codes == ("body",) and token.text[-1] in "个家"
    return unit and not any(t.sort in ("unit", "type", "report") for t in behind)
