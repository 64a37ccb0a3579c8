"""English words of a text search in the language of the reports."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_LIST = Path(__file__).parent.parent / "data" / "search_en.txt"


@cache
def _words() -> dict[str, str]:
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("|") for line in lines if line and not line.startswith("#"))
    return {english.strip(): chinese.strip() for english, _, chinese in pairs}


@cache
def _known() -> re.Pattern[str]:
    longest = sorted(_words(), key=len, reverse=True)
    return re.compile(r"\b(" + "|".join(map(re.escape, longest)) + r")s?\b")


def in_chinese(words: str) -> str:
    """The Chinese for the English words we know in `words`; `words` itself where we know none."""
    found = dict.fromkeys(_words()[match[1]] for match in _known().finditer(words.lower()))
    return " ".join(found) or words
