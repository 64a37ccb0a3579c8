"""Words beside the people who do the work and the accounts they keep: 专职的政务公开人员, 各几个 of
them, 关停了几个公众号."""

from __future__ import annotations

from dataclasses import replace

from assistant.measures import MEDIA, NEW_MEDIA
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


_CLOSED = "claim:accounts_closed"
_ACCOUNTS = tuple(f"claim:{name}" for name in (NEW_MEDIA, *MEDIA))


def _counts_things(tokens: list[Token], index: int) -> bool:
    """几个, which may count bodies or things, with no word for bodies behind it."""
    token, behind = tokens[index], tokens[index + 1 : index + 2]
    unit = token.sort == "howmany" and token.codes == ("body",) and token.text[-1] in "个家"
    return unit and not any(t.sort in ("unit", "type", "report") for t in behind)
