"""Sentences pasted from a report: “…，…。”这是哪个镇的报告, 说“…”，后来怎么改的.

What stands inside is looked for as it is; its years, figures and measures ask nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.parsing.tokens import Token
from assistant.vocabulary import Sort

PASTED = "pasted"  # first code of a token that is such a sentence; then those of what it names
_OPEN, _CLOSE = "“「『\"‘'", "”」』\"’'"
_LEAST = 10  # characters of a pasted sentence; shorter ones are terms
_OWN = (
    0.15  # share of it that no vocabulary holds, where it is one clause: a row of a table is none
)
_CLAUSES = re.compile("[，,；;。！!：:]")
_ENDS = " 　。；;，,、.！!…"
_LONG = 14  # characters of one clause that is said in common words alone
_ASKS: tuple[Sort, ...] = (
    "which", "howmany", "what", "how", "why", "which_year", "whether", "most", "define", "where",
)  # fmt: skip
_COUNTING: tuple[Sort, ...] = ("which", "howmany", "most", "which_year")
_OF_IT: tuple[Sort, ...] = (
    "source",
    "mention",
    "not_mention",
    "quote_of",
    "as_problem",
    "table_side",
)
_TABLED: tuple[Sort, ...] = ("concept", "column", "generic", "outcome", "loose")
_MEANING = re.compile(
    "(?:是|有)?(?:什么|啥|何)(?:意思|含义|概念)|怎么理解|如何理解|指的?是?(?:什么|啥|哪)|解释"
    "|怎么算|如何计算|是否(?:正确|成立)|(?:是|为)(?:多少|几)"
)


def with_quotes(tokens: Sequence[Token], text: str) -> tuple[Token, ...]:
    """The tokens, those of a pasted sentence as one of unexplained text, where the rest asks of it;
    a quoted question, and a quoted row of a table, stay open."""
    tokens = _named_after_places(tokens, text)
    span = _pasted(text)
    if span is None or _MEANING.search(text[span[1] :]):
        return tuple(tokens)
    start, end = span
    inside = [t for t in tokens if start <= t.start and t.end <= end]
    rest = [t for t in tokens if t.start >= end or t.end <= start]
    whole = len(inside) + len(rest) == len(tokens) and bool(inside)
    if not whole or _is_question(inside, text[start:end]) or not _asks(rest):
        return tuple(tokens)
    if not _is_sentence(inside, text[start:end]):
        return tuple(tokens)
    first = inside[0]
    said = text[start:end].rstrip(_ENDS)
    tabled = (code for t in inside if t.sort in _TABLED for code in t.codes[:1])
    one = Token("text", start, start + len(said), said, codes=(PASTED, *tabled))
    at = tokens.index(first)
    before = [t for t in tokens[:at] if t.end != start or t.text not in _OPEN]
    after = [t for t in tokens[at + len(inside) :] if t.start != end or t.text not in _CLOSE]
    return (*_told(before, after), one, *after)


_SHORT = re.compile(f"[{_OPEN}]([^{_OPEN}{_CLOSE}]{{3,9}})[{_CLOSE}]")


def _named_after_places(tokens: Sequence[Token], text: str) -> Sequence[Token]:
    """“柳浦渡口”: a name that begins with that of a place is looked for whole, there."""
    found = list(tokens)
    for quoted in _SHORT.finditer(text):
        start, end = quoted.span(1)
        inside = [n for n, t in enumerate(found) if start <= t.start and t.end <= end]
        sorts = [found[n].sort for n in inside]
        if sorts == ["stem", "text"] and found[inside[-1]].end == end:
            found[inside[-1]] = replace(found[inside[-1]], start=start, text=quoted[1])
    return found


def _told(before: Sequence[Token], after: Sequence[Token]) -> list[Token]:
    """望潮镇说“…”，后来怎么改的: what it says is given, not asked."""
    placed = any(t.sort in ("body", "stem") for t in before)
    said = placed and not any(t.sort in ("type", "unit", "mention", "whether") for t in after)
    asked = any(t.sort in _ASKS for t in after)
    verb: tuple[Sort, ...] = ("mention", "as_problem")
    given = said and asked
    return [replace(t, sort="stop", codes=()) if given and t.sort in verb else t for t in before]


def _pasted(text: str) -> tuple[int, int] | None:
    """Where the longest quoted stretch stands; quotes inside it are part of it."""
    found: list[tuple[int, int]] = []
    for opened in (m.start() for m in re.finditer(f"[{_OPEN}]", text)):
        depth = 0
        for at in range(opened, len(text)):
            if text[at] in _OPEN and (text[at] not in _CLOSE or at == opened):
                depth += 1
            elif text[at] in _CLOSE:
                depth -= 1
            if depth == 0:
                found.append((opened + 1, at))
                break
    longest = max(found, key=lambda span: span[1] - span[0], default=None)
    if longest is None or longest[1] - longest[0] < _LEAST:
        return None
    return longest


def _is_sentence(inside: Sequence[Token], said: str) -> bool:
    """Whether it is said as reports say it: of several clauses, or with words of its own."""
    clauses = [part for part in _CLAUSES.split(said.rstrip(_ENDS)) if len(part) > 1]
    own = sum(len(t.text) for t in inside if t.sort in ("text", "aside"))
    tabled = sum(len(t.text) for t in inside if t.sort in _TABLED)
    lone = len(said) >= _LONG and tabled < len(said) / 3
    return len(clauses) > 1 or own >= _OWN * len(said) or lone


def _is_question(inside: Sequence[Token], said: str) -> bool:
    """“柳浦镇收到多少申请”; not “消费者看不懂不合格项目意味着什么”."""
    if said.rstrip().endswith(("?", "吗", "呢")) or any(t.sort in _COUNTING for t in inside):
        return True
    placed = any(t.sort in ("body", "stem", "year") for t in inside)
    return placed and any(t.sort in _ASKS for t in inside)


def _asks(rest: Sequence[Token]) -> bool:
    return any(t.sort in (*_ASKS, *_OF_IT) for t in rest)


def pasted(tokens: Sequence[Token]) -> Token | None:
    """The pasted sentence of a question; None without one."""
    return next((t for t in tokens if t.codes[:1] == (PASTED,)), None)
