"""Words that name no thing: verbs and adverbs of everyday speech, which narrow no figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from assistant.parsing.tokens import Token

_LIST = Path(__file__).parent.parent / "data" / "common_words.txt"
_LONGEST = 4


@cache
def _words() -> frozenset[str]:
    return frozenset(_LIST.read_text(encoding="utf-8").split())


_COMPLEMENTS = ("成", "为", "作", "到", "至")  # 申请归拢成一类: what became of it, no kind of it
_ROWS = ("concept", "generic", "loose", "column")


def set_aside(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The tokens of a question for figures, everyday words in it as such where they stand beside
    no measure and before no kind of body: 琢磨一下，收到几件; but not 申请撤回几件."""
    if {token.sort for token in tokens} & _IN_WORDS:
        return tuple(tokens)
    return tuple(
        replace(token, sort="aside") if _is_aside(tokens, index) else token
        for index, token in enumerate(tokens)
    )


_IN_WORDS = {"what", "how", "why", "mention", "not_mention", "as_problem", "define", "section"}
FIGURES = {"concept", "generic", "loose", "column", "applicant", "howmany", "hint"}


def _is_aside(tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    if token.sort != "text":
        return False
    if _is_glossed(tokens, index):
        return True
    if not is_common(token.text):
        return False
    following = tokens[index + 1].text if index + 1 < len(tokens) else ""
    if len(token.text) > 1 and (token.text[-1] in _COMPLEMENTS or following in _COMPLEMENTS):
        return True
    before = next((t.sort for t in reversed(tokens[:index]) if t.sort != "stop"), "mark")
    after = next((t.sort for t in tokens[index + 1 :] if t.sort != "stop"), "mark")
    return before not in FIGURES and after not in FIGURES | {"type", "unit"}


def _is_glossed(tokens: Sequence[Token], index: int) -> bool:
    """办不下来的（其他处理）: everyday words whose official term follows in brackets."""
    rest = [t for t in tokens[index + 1 : index + 6] if t.sort != "stop" or t.text in "()"]
    return len(rest) > 2 and rest[0].text == "(" and rest[1].sort in _ROWS and rest[2].text == ")"


def is_common(text: str) -> bool:
    """Whether folded `text` is nothing but such words, one after the other."""
    words = _words()
    reached = {0}
    for end in range(1, len(text) + 1):
        if any(start in reached and text[start:end] in words for start in _starts(end)):
            reached.add(end)
    return len(text) in reached


def _starts(end: int) -> range:
    return range(max(0, end - _LONGEST), end)
