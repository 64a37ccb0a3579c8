"""A question taken apart: corrected, cut into tokens, read for places, years and measures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from assistant.parsing.areas import with_areas
from assistant.parsing.asides import without_framing
from assistant.parsing.before import Before
from assistant.parsing.carried import carried_into
from assistant.parsing.common import set_aside
from assistant.parsing.excepted import drop_excepted, without
from assistant.parsing.framing import framed
from assistant.parsing.limits import read_asked
from assistant.parsing.membership import drop_membership
from assistant.parsing.mentions import Said, read_said
from assistant.parsing.names import with_names
from assistant.parsing.only import only_year
from assistant.parsing.position import by_position
from assistant.parsing.quotes import with_quotes
from assistant.parsing.reading import Reading
from assistant.parsing.scope import mark_unknown, read_places
from assistant.parsing.tokens import Token, absorb, scan, settle, with_pauses
from assistant.parsing.typos import correct, correct_part, correct_row, correct_verb
from assistant.parsing.wished import without_wishes
from assistant.places import Held
from assistant.question_years import Years, YearWord, resolve
from assistant.vocabulary import Sort
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
        wrong = wrong or correct_row(tokens) or correct_part(text, tokens)
        if wrong is None:
            break
        start, end, right = wrong
        notes.append(f"“{raw[start:end]}”理解为“{right}”")
        raw = raw[:start] + right + raw[end:]
        text = fold(raw)
        tokens = _tokens(text, held)
    return raw, tokens, tuple(notes)


def _tokens(text: str, held: Held) -> tuple[Token, ...]:
    text = without_framing(text)
    cut = with_areas(with_quotes(absorb(scan(text, held), text), text), held)
    settled = settle(with_pauses(mark_unknown(with_names(cut, text)), text))
    return set_aside(by_position(framed(without_wishes(settled, text), text), text))


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
    tokens = tuple(_without_hearsay(tokens))
    said = read_said(tokens, raw)
    shut = said.tokens if said else frozenset[int]()
    open_tokens = [token for i, token in enumerate(tokens) if i not in shut]
    open_tokens, left_out = drop_excepted(open_tokens)
    open_tokens, members = drop_membership(open_tokens)
    known = [body.key or "" for body in (before.rows if before else ())]
    open_tokens = carried_into(open_tokens, held)
    english = _is_english(text, open_tokens)
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
    if named and _glossed(open_tokens):
        words = [word for word in words if word.kind == "named"]
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


_NAMED: tuple[Sort, ...] = ("body", "stem", "region", "type", "concept", "domain")


def _is_english(text: str, tokens: Sequence[Token]) -> bool:
    """Whether the words around the names are English: compare 柳浦镇 and 望川镇 in 2024."""
    latin = len(_LATIN_WORD.findall(text))
    named = sum(len(_CHINESE.findall(t.text)) for t in tokens if t.sort in _NAMED)
    return latin > 1 and latin > len(_CHINESE.findall(text)) - named


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


_HEARD: tuple[Sort, ...] = (
    "stop",
    "has",
    "mention",
    "number",
    "and",
    "or",
    "aside",
    "unit",
    "bound",
    "report",
)
_HEARSAY = re.compile("(?:说|讲|写|听|记得|看|传|报)[^吗么没]*\\d")


def _without_hearsay(tokens: Sequence[Token]) -> list[Token]:
    """到底几件，有说5件有说4件: what was heard asks nothing beside the number asked for."""
    marks = [-1, *(i for i, t in enumerate(tokens) if t.sort == "mark"), len(tokens)]
    clauses = [tokens[a + 1 : b] for a, b in pairwise(marks)]
    heard = [c for c in clauses if {t.sort for t in c} <= {*_HEARD, "text"} and _is_heard(c)]
    asks = any(t.sort == "howmany" for c in clauses if c not in heard for t in c)
    which = [c for c in clauses if c and _WHICH_ONE.fullmatch("".join(t.text for t in c))]
    if heard and which and any(t.sort == "concept" for c in clauses for t in c):
        heard, asks = [*heard, *which], True  # 材料里说5件，秘书说4件，听谁的
    gone = {t.start for c in heard for t in c} if asks else set()
    return [token for token in tokens if token.start not in gone]


def _is_heard(clause: Sequence[Token]) -> bool:
    said = "".join(token.text for token in clause)
    number = any(token.sort in ("number", "bound") for token in clause)
    long = any(token.sort == "text" and len(token.text) > _NAMED_HEARER for token in clause)
    return number and not long and _HEARSAY.search(said) is not None


_WHICH_ONE = re.compile(
    "(?:那|我|我们|到底|究竟|这)*(?:该|应该|应|要)?(?:听|信|看|按|依|以)(?:谁|哪一?个|哪边|哪家|哪头)(?:说)?的?(?:为准|算|对)?[呢啊呀]*"
    "|(?:那|到底|究竟)*(?:谁|哪一?个|哪边|哪头)(?:说|讲|报)?(?:的|得)?(?:数)?(?:才)?(?:对|准|是对的|是真的|算数|正确)[呢啊呀]*"
)
_NAMED_HEARER = 3  # characters of who said it, which no vocabulary holds
_THAT_IS = re.compile("(?:也?就是|即|也即|亦即|那?就是说?|指的?是?|是|等于|:|=)+")


_I_MEAN = (  # 去年结转几件，哦就是2024那份
    *("就是", "也就是", "即", "也即", "那就是", "就是说"),
    *("我说的是", "我指的是", "我是说", "指的是", "我问的是", "是说", "说的是", "我意思是"),
)


def _glossed(tokens: Sequence[Token]) -> bool:
    """去年，就是2024年; 2024年也就是去年: the year named says which one the other is."""
    at = [index for index, token in enumerate(tokens) if token.year is not None]
    for first, last in pairwise(at):
        between = "".join(t.text for t in tokens[first + 1 : last] if t.text not in (",", "，"))
        kinds = {y.kind for t in (tokens[first], tokens[last]) if (y := t.year) is not None}
        told = _THAT_IS.fullmatch(between) or tokens[last - 1].text in _I_MEAN
        if len(kinds) == 2 and "named" in kinds and told:
            return True
    return False


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
