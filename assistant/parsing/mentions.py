"""Questions about what the text says: 提到X, X谁提到了, 把X列为问题."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.parsing.english import in_chinese
from assistant.parsing.tokens import Token
from assistant.topics import is_known, wordings
from assistant.vocabulary import Sort

_VERBS: tuple[Sort, ...] = ("mention", "not_mention", "as_problem")
_CONTENT: tuple[Sort, ...] = (
    "text", "topic", "concept", "generic", "loose", "column", "applicant", "hint", "domain",
    "state", "grain", "outside", "number", "quality", "unknown", "comparable", "outcome",
)  # fmt: skip
_NOT_QUOTED: tuple[Sort, ...] = ("what", "which", "how", "why", "howmany", "which_year")
_OPEN: tuple[Sort, ...] = ("what", "how", "why")
_BODIES: tuple[Sort, ...] = ("type", "unit", "report", "which", "has", "whether")
_QUOTED = re.compile(r"[“「『\"‘']([^”」』\"’']{1,40})[”」』\"’']")
_CALLED = re.compile(
    "(?:(?:这种|这类|这样的)[\u4e00-\u9fff]{1,3}|这个词|这个说法|这种说法|[两三四五]个字|字样|一词|这词|这话|这类话题|这种事|的事)$"
)
_STAFF = re.compile(
    "^(?:公开|信息|经办|工作|专职|负责公开的)?(?:干部|人员|人手|信息员|经办人|职工)(?:都|均|全)?[是为由]?"
)
_COPULA = re.compile("[是为由]$")
_EDGES = " \t“”「」『』\"'‘’《》"
_SPLIT = re.compile(r"\s*(?:或者|还是|或是|或|、|以及|和| or | and )\s*")


@dataclass(frozen=True, slots=True)
class Said:
    """The words looked for. `tokens` are the indexes of the tokens they cover."""

    words: tuple[str, ...]
    negated: bool
    as_problem: bool
    tokens: frozenset[int]

    def terms(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """(wordings that count, wordings that come near)."""
        same: dict[str, None] = {}
        near: dict[str, None] = {}
        for word in self.words:
            found, close = wordings(in_chinese(word) if word.isascii() else word)
            same |= dict.fromkeys(found)
            near |= dict.fromkeys(close)
        return tuple(same), tuple(word for word in near if word not in same)


def read_said(tokens: Sequence[Token], raw: str) -> Said | None:
    """What the question asks the text for; None where it asks for nothing of the kind."""
    sorts = {token.sort for token in tokens}
    if "text_side" in sorts and sorts & {"quality", "table_side"}:
        return None  # 文字里说的数和表对不上: a check, not a search
    verb = next((i for i, token in enumerate(tokens) if token.sort in _VERBS), None)
    if verb is None:
        return _quoted_alone(tokens, raw)
    kind = tokens[verb].sort
    chosen = _backwards(tokens, verb) if kind == "as_problem" else _forwards(tokens, verb)
    if chosen is None:
        return None
    chosen = chosen or _backwards(tokens, verb) or _clause_before(tokens, verb)
    words = _words(tokens, chosen, raw)
    if not words or _asks_its_figure(tokens, chosen):
        return None
    covered = frozenset(chosen)
    negated = kind == "not_mention" or _negated(tokens, verb)
    return Said(words, negated, kind == "as_problem", covered)


_NAMING: tuple[Sort, ...] = ("concept", "column", "loose")
_FIGURES: tuple[Sort, ...] = ("most", "top", "bound", "share", "function")


def _asks_its_figure(tokens: Sequence[Token], chosen: Sequence[int]) -> bool:
    """发布了几条，报告里讲了吗; 写明了条数的镇，从高到低排: the figure, not who says it."""
    words = [tokens[i] for i in chosen if tokens[i].sort != "stop"]
    beside = (*_NAMING, "generic", "hint", "amount", "bound")
    if not any(t.sort in _NAMING for t in words) or any(t.sort not in beside for t in words):
        return False
    of_bodies = ("type", "unit", "report")  # 有多少镇提到
    behind = [*(t.sort for t in tokens[1:]), ""]
    counted = any(
        t.sort == "howmany" and not t.codes and after not in of_bodies
        for t, after in zip(tokens, behind, strict=True)
    )
    return counted or any(t.sort in _FIGURES for t in tokens)


def _quoted_alone(tokens: Sequence[Token], raw: str) -> Said | None:
    """含“码头”的年报, “集市”哪些报告里有: quoted words that name no measure, of reports."""
    sorts = {token.sort for token in tokens}
    asked = sorts & {"which", "report", "then"} and not sorts & {
        "define",
        "howmany",
        "how",
        "why",
        "what",
    }
    found = [m for m in _QUOTED.finditer(raw) if 1 < len(m[1]) < _LONGEST_WORD]
    spans = [(m.start(1), m.end(1)) for m in found]
    inside = [i for i, t in enumerate(tokens) if any(a <= t.start < b for a, b in spans)]
    named = any(tokens[i].sort in ("text", "topic", "aside", "unknown", "domain") for i in inside)
    if not asked or not named:
        return None
    words = tuple(dict.fromkeys(m[1] for m in found))
    return Said(words, False, False, frozenset(inside))


_LONGEST_WORD = 16


def _negated(tokens: Sequence[Token], verb: int) -> bool:
    return verb > 0 and tokens[verb - 1].sort == "none"


def _forwards(tokens: Sequence[Token], verb: int) -> list[int] | None:
    """The words behind the verb, up to the bodies that say them; None if it asks what is said."""
    chosen: list[int] = []
    for index in range(verb + 1, len(tokens)):
        token = tokens[index]
        if token.sort == "topic" and token.text.startswith(("什么", "哪些", "啥")):
            return None  # 说了什么内容
        if token.sort in _NOT_QUOTED:
            return None if token.sort in _OPEN else chosen or None
        if token.sort == "mark" or token.sort in _BODIES:
            break
        if token.text == "的" and _bodies_follow(tokens, index):
            break
        if (
            token.sort in _CONTENT
            or _is_alternative(tokens, index)
            or (chosen and token.sort in ("or", "and", "stop", "none"))
            or token.sort == "none"
        ):
            chosen.append(index)
    return _trimmed(tokens, chosen)


def _bodies_follow(tokens: Sequence[Token], index: int) -> bool:
    rest = [t for t in tokens[index + 1 : index + 4] if t.sort != "stop"]
    return not rest or rest[0].sort in _BODIES or rest[0].sort == "mark"


def _is_alternative(tokens: Sequence[Token], index: int) -> bool:
    """Whether a light word of two characters is one side of 或: 征地或征收."""
    if tokens[index].sort != "stop" or len(tokens[index].text) < 2:
        return False
    before, after = tokens[max(0, index - 1) : index], tokens[index + 1 : index + 2]
    return any(token.sort == "or" for token in (*before, *after))


def _trimmed(tokens: Sequence[Token], chosen: list[int]) -> list[int]:
    if all(tokens[index].sort in ("stop", "or", "and", "none", "aside") for index in chosen):
        return []  # 写了没有
    light = {i for i in chosen if tokens[i].sort in ("stop", "or", "and")}
    light -= {i for i in chosen if _is_alternative(tokens, i)}
    while chosen and (chosen[-1] in light or tokens[chosen[-1]].sort == "none"):
        chosen.pop()
    while chosen and chosen[0] in light:
        chosen.pop(0)
    return chosen


def _backwards(tokens: Sequence[Token], verb: int) -> list[int]:
    """The words right before the verb: 把解读不足列为问题, 视频号有哪些镇提到."""
    chosen: list[int] = []
    for index in range(verb - 1, -1, -1):
        token = tokens[index]
        if token.sort == "mark" or token.text == "把":
            break
        if token.sort in _CONTENT or (chosen and token.sort in ("or", "and")):
            chosen.insert(0, index)
        elif chosen and token.sort != "stop":
            break
    return _trimmed(tokens, chosen)


def _clause_before(tokens: Sequence[Token], verb: int) -> list[int]:
    """The subject of the clause before: “三审三校”是什么意思，谁提到了？"""
    end = next((i for i in range(verb, -1, -1) if tokens[i].sort == "mark"), 0)
    chosen = [i for i in range(end) if tokens[i].sort in _CONTENT]
    return chosen if end else []


def split_words(phrases: Iterable[str]) -> tuple[str, ...]:
    """The words of phrases that are joined by 、 or 和, each once; single characters are none."""
    parts = (part for phrase in phrases for part in _SPLIT.split(phrase))
    words = (_CALLED.sub("", part.strip(_EDGES)).strip(_EDGES).removesuffix("的") for part in parts)
    return tuple(dict.fromkeys(_said_of_staff(word) for word in words if len(word) > 1))


def _said_of_staff(word: str) -> str:
    """干部是兼职, 干部兼职 → 兼职: who of the staff it is said of, each report words in its way."""
    said = _STAFF.sub("", word)
    copula = len(word) - len(said) and _COPULA.search(word[: len(word) - len(said)])
    return said if len(said) > 1 and (copula or is_known(said)) else word


def _words(tokens: Sequence[Token], chosen: Sequence[int], raw: str) -> tuple[str, ...]:
    if not chosen:
        return ()
    start, end = tokens[chosen[0]].start, tokens[chosen[-1]].end
    quoted = [m[1] for m in _QUOTED.finditer(raw) if m.start() < end and m.end() > start]
    if quoted:
        return tuple(dict.fromkeys(word for part in quoted if len(word := part.strip(_EDGES)) > 1))
    return split_words([raw[start:end]])
