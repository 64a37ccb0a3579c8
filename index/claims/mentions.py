"""Where a clause names a field, or something else that can be counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from index.claims.fields import FIELD, FIELDS, JOINT_TERMS, OTHER_THINGS, Field


@dataclass(frozen=True, slots=True)
class Mention:
    """`Clause.text[start:end]` names `fields`: usually one, none for things no field covers.

    `bare`: words that name the field only where the passage is about it already.
    """

    start: int
    end: int
    fields: tuple[Field, ...]
    bare: bool = False


@dataclass(frozen=True, slots=True)
class _Wording:
    pattern: re.Pattern[str]
    fields: tuple[Field, ...]
    bare: bool


@cache
def _wordings() -> tuple[tuple[_Wording, ...], dict[str, tuple[int, ...]]]:
    """All wordings in order, and under each sign the numbers of those it may stand for."""
    rows: list[tuple[str, str, tuple[Field, ...], bool]] = [
        *(
            (term, signs, tuple(FIELD[c] for c in codes), False)
            for term, signs, codes in JOINT_TERMS
        ),
        *((term, field.signs, (field,), False) for field in FIELDS for term in field.terms),
        *((term, signs, (), False) for term, signs in OTHER_THINGS),
        *((term, field.signs, (field,), True) for field in FIELDS for term in field.bare),
    ]
    under: dict[str, list[int]] = {}
    for number, (_, signs, _, _) in enumerate(rows):
        for sign in signs:
            under.setdefault(sign, []).append(number)
    wordings = tuple(
        _Wording(re.compile(term.replace("…", "[^#,]{0,8}?")), fields, bare)
        for term, _, fields, bare in rows
    )
    return wordings, {sign: tuple(numbers) for sign, numbers in under.items()}


def find_mentions(text: str) -> list[Mention]:
    """The mentions in a clause, left to right, without overlaps.

    Of two that overlap the leftmost holds, then the longest; a bare one gives way to any other.
    """
    taken = bytearray(len(text))
    kept: list[Mention] = []
    for mention in sorted(_all(text), key=lambda m: (m.bare, m.start, -m.end)):
        if not any(taken[mention.start : mention.end]):
            taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
            kept.append(mention)
    return sorted(kept, key=lambda m: m.start)


def in_topic(mentions: list[Mention], topic: str | None) -> tuple[list[Mention], str | None]:
    """The mentions valid in a passage about the family `topic`, and what it is about after them.

    Bare and gated wordings hold only within their own topic. An invalid bare one is dropped; an
    invalid gated one stays, without fields, so that its figure is taken for nothing else.
    """
    valid: list[Mention] = []
    for mention in mentions:
        family = mention.fields[0].family if mention.fields else topic
        weak = mention.bare or any(field.gated for field in mention.fields)
        if not weak:
            topic = family
        if not weak or family == topic:
            valid.append(mention)
        elif not mention.bare:
            valid.append(replace(mention, fields=()))
    return valid, topic


@lru_cache(maxsize=4096)  # headings repeat from report to report
def topic_of(text: str) -> str | None:
    """The family of the first field that `text`, folded, names; a heading's topic."""
    return next((m.fields[0].family for m in find_mentions(text) if m.fields), None)


def _all(text: str) -> Iterator[Mention]:
    wordings, under = _wordings()
    signs = under.keys() & set(text)
    for number in sorted(set().union(*(under[sign] for sign in signs))):
        wording = wordings[number]
        for match in wording.pattern.finditer(text):
            if match.end() > match.start():
                yield Mention(*match.span(), wording.fields, wording.bare)
