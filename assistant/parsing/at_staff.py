"""Words beside the people who do the work: 专职的政务公开人员, 各几个 of them."""

from __future__ import annotations

from dataclasses import replace

from assistant.parsing.tokens import Token

_KINDS = {"专职": "claim:staff_full", "全职": "claim:staff_full", "兼职": "claim:staff_part"}
_STAFF = ("claim:staff", *_KINDS.values())
_PEOPLE = ("人", "人员", "干部", "人手", "同志", "信息员", "管理员", "联络员")


def kind_of_staff(tokens: list[Token], index: int) -> Token | None:
    """专职的政务公开人员, 专职从事信息公开的人: those of that kind are counted."""
    token, rest = tokens[index], tokens[index + 1 :]
    kind = _KINDS.get(token.text.removesuffix("的").removesuffix("从事"))
    if kind is None or token.sort not in ("text", "topic", "aside"):
        return None
    inside = [i for i, t in enumerate(rest) if t.sort not in ("stop", "domain", "hint", "has")]
    at = index + 1 + inside[0] if inside else len(tokens)
    ahead = "".join(t.text for t in tokens[index + 1 : at])
    named = at < len(tokens) and tokens[at].codes == ("claim:staff",)
    if _joined(tokens, index, kind):
        return replace(token, sort="concept", codes=(kind,))
    if not named and not ahead.endswith(_PEOPLE):
        return None
    for i in range(index + 1, at + named):
        tokens[i] = replace(tokens[i], sort="stop", codes=())
    return replace(token, sort="concept", codes=(kind,))


def each_of_them(tokens: list[Token], index: int) -> Token | None:
    """专职人员各几个, 各单位几个: of the people named; not how many bodies."""
    token, before = tokens[index], [t for t in tokens[:index] if t.sort != "stop"]
    if token.codes != ("body",) or token.sort != "howmany" or not token.text.endswith("个"):
        return None
    people = any(t.codes[:1] and t.codes[0] in _STAFF for t in before)
    behind = tokens[index + 1].sort if index + 1 < len(tokens) else "mark"
    each = any(t.sort == "each" for t in before)
    asks = people and each and behind not in ("unit", "type", "report")
    return replace(token, codes=()) if asks else None


def _joined(tokens: list[Token], index: int, kind: str) -> bool:
    """专职、兼职人员: the first of the two kinds."""
    behind = tokens[index + 1 : index + 3]
    both = len(behind) == 2 and behind[0].sort == "and" and behind[1].codes[:1] != (kind,)
    return both and behind[1].codes[:1] in [(code,) for code in _KINDS.values()]
