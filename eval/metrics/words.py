"""Words that an answer must or must not hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_MARK = re.compile(r"\[\d+\](?:\([^)]*\))?")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def plain(answer: str) -> str:
    """Without citation marks, full-width forms folded, thousands commas dropped."""
    text = unicodedata.normalize("NFKC", _MARK.sub("", answer))
    return re.sub(r"(?<=\d),(?=\d{3})", "", text)


def holds_word(answer: str, word: str) -> bool:
    """Whether the plain answer holds `word`; a number must stand there as a whole number."""
    text, wanted = plain(answer), unicodedata.normalize("NFKC", word)
    if _NUMBER.fullmatch(wanted):
        return wanted in _NUMBER.findall(text)
    return wanted in text


def missing_words(answer: str, wanted: Sequence[str | Sequence[str]]) -> list[str]:
    """Entries that the answer lacks; an entry that is a list is met by any one of its words."""
    entries = [[entry] if isinstance(entry, str) else list(entry) for entry in wanted]
    return ["|".join(e) for e in entries if not any(holds_word(answer, word) for word in e)]
