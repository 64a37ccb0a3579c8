"""A question taken apart: corrected, cut into tokens, read for places, years and measures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.parsing.common import set_aside
from assistant.parsing.excepted import drop_excepted, without
from assistant.parsing.followups import Before
from assistant.parsing.framing import framed
from assistant.parsing.limits import read_asked
from assistant.parsing.membership import drop_membership
from assistant.parsing.mentions import Said, read_said
from assistant.parsing.only import only_year
from assistant.parsing.position import by_position
from assistant.parsing.reading import Reading
from assistant.parsing.scope import mark_unknown, read_places
from assistant.parsing.tokens import Token, absorb, scan, settle
from assistant.parsing.typos import correct, correct_part, correct_verb
from assistant.places import Held
from assistant.question_years import Years, YearWord, resolve
from index.text import fold

_TYPOS = 3  # corrections of one question
_ENUMERATOR = re.compile(r"(?:(?<=[：:；;，,。？?\s])|^)(?:[（(]?\d[)）]|\d[.、．](?!\d)|[①-⑩])")
_LATIN_WORD = re.compile(r"[a-z]{2,}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def tokens_of(question: str, held: Held) -> tuple[str, tuple[Token, ...], tuple[str, ...]]:
    """(question, tokens, notes) after the correction of typing errors."""
    raw, notes = _ENUMERATOR.sub("，", question), []
    text = fold(raw)
    tokens = _tokens(text, held)
    for _ in range(_TYPOS):
        wrong = correct_verb(tokens)
        if wrong is None and _may_be_mistyped(tokens):
            wrong = correct(text, tokens, held)
        wrong = wrong or correct_part(text, tokens)
        if wrong is None:
            break
        start, end, right = wrong
        notes.append(f"“{raw[start:end]}”理解为“{right}”")
        raw = raw[:start] + right + raw[end:]
        text = fold(raw)
        tokens = _tokens(text, held)
    return raw, tokens, tuple(notes)


def _tokens(text: str, held: Held) -> tuple[Token, ...]:
    settled = settle(mark_unknown(absorb(scan(text, held), text)))
    return set_aside(by_position(framed(settled, text), text))


def _may_be_mistyped(tokens: Sequence[Token]) -> bool:
    """An unknown place, or unexplained text in a question for a figure that names no measure."""
    sorts = {token.sort for token in tokens}
    if "unknown" in sorts:
        return True
    content = sorts & {"concept", "generic", "loose", "topic", "how", "why", "what", "mention"}
    numeric = sorts & {"howmany", "most", "top", "function", "which", "whether", "trend", "compare"}
    numeric |= sorts & {"amount", "body", "stem"}
    return "text" in sorts and not content and bool(numeric)


def read(
    raw: str,
    tokens: tuple[Token, ...],
    held: Held,
    today: date,
    notes: tuple[str, ...],
    before: Before | None,
) -> tuple[Reading, Said | None]:
    """The reading of a question, and the words it asks the text for."""
    text = fold(raw)
    tokens, ignored = _without_injection(tokens)
    said = read_said(tokens, raw)
    shut = said.tokens if said else frozenset[int]()
    open_tokens = [token for i, token in enumerate(tokens) if i not in shut]
    open_tokens, left_out = drop_excepted(open_tokens)
    open_tokens, members = drop_membership(open_tokens)
    known = [body.key or "" for body in (before.rows if before else ())]
    english = len(_LATIN_WORD.findall(text)) > len(_CHINESE.findall(text))
    places = read_places(open_tokens, held, raw, known, english)
    for part in left_out:
        places = without(places, read_places(part, held, raw, known, english), held)
    words = [
        token.year
        for index, token in enumerate(open_tokens)
        if token.year is not None and not _dates_a_form(open_tokens, index)
    ]
    named = any(word.kind == "named" for word in words)
    if named and any(word.kind == "named" for word in _bracketed(open_tokens)):
        words = [word for word in words if word.kind != "ago"]  # 去年（2024年）
    reading = Reading(
        raw=raw,
        text=text,
        tokens=tuple(open_tokens),
        places=places,
        years=resolve(words, today, held.years()),
        year_words=tuple(words),
        asked=read_asked(open_tokens),
        held=held,
        today=today,
        english=english,
        notes=notes + ignored + _swapped(open_tokens),
        members=members,
    )
    if only_year(open_tokens) and places.bodies and reading.years.years:
        reading = replace(reading, years=Years(every=True))  # the others answer it
    return reading, said


def _swapped(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Ranges said with the higher bound first."""
    found = ((t.text, t.figure) for t in tokens if t.figure and t.figure.swapped)
    return tuple(f"“{text}”理解为{f.value:.12g}到{f.high:.12g}" for text, f in found)


def _bracketed(tokens: Sequence[Token]) -> list[YearWord]:
    """The years that stand in brackets."""
    found, depth = [], 0
    for token in tokens:
        depth += (token.text == "(") - (token.text == ")")
        if depth and token.year is not None:
            found.append(token.year)
    return found


def _dates_a_form(tokens: Sequence[Token], index: int) -> bool:
    """2019年的旧表: the year of a form, not of a report."""
    rest = [token for token in tokens[index + 1 : index + 4] if token.sort != "stop"]
    return bool(rest) and rest[0].sort == "form"


def _without_injection(tokens: tuple[Token, ...]) -> tuple[tuple[Token, ...], tuple[str, ...]]:
    """Commands to the program are no part of a question: their clause is left out, and said so;
    if nothing else is left they are what is refused."""
    clauses: list[list[Token]] = [[]]
    for token in tokens:
        clauses[-1].append(token)
        if token.sort == "mark":
            clauses.append([])
    bad = [c for c in clauses if any("injection" in t.codes for t in c)]
    rest = [t for c in clauses if c not in bad for t in c]
    useful = any(t.sort in ("concept", "generic", "body", "stem", "hint", "topic") for t in rest)
    if not bad or not useful:
        return tokens, ()
    return tuple(rest), ("已忽略与年报无关的指令",)
