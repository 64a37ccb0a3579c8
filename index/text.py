"""Character folding shared by every stage, length-preserving so that offsets stay valid."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

_TRADITIONAL = Path(__file__).parent / "data" / "traditional.txt"
_LONGEST_LABEL = 100
_LONGEST_PASSAGE = 500
_NOT_WORD = re.compile(r"[\W_]+")


class _FoldTable(dict[int, str]):
    """Lazily filled `str.translate` table: NFKC, lower case, traditional to simplified."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = unicodedata.normalize("NFKC", char).lower()
        self[code] = folded = folded if len(folded) == 1 else char
        return folded


@cache
def _fold_table() -> _FoldTable:
    return _FoldTable(_simplified())


@cache
def _simplified() -> dict[int, str]:
    pairs = _TRADITIONAL.read_text(encoding="utf-8").split()
    return {ord(pair[0]): pair[1] for pair in pairs}


@cache
def _traditional() -> frozenset[str]:
    return frozenset(map(chr, _simplified()))


def simplify(text: str) -> str:
    """Traditional script to simplified, one character for one; nothing else changes."""
    return text if _traditional().isdisjoint(text) else text.translate(_simplified())


def fold(text: str) -> str:
    """NFKC, lower case and simplified script, one character for one: `len` never changes."""
    if len(text) > _LONGEST_PASSAGE:
        return _fold_document(text)
    return text.translate(_fold_table())


# Every stage of parsing asks for the whole text again.
@lru_cache(maxsize=2)
def _fold_document(text: str) -> str:
    return text.translate(_fold_table())


def squash(text: str) -> str:
    """`fold` without white space, punctuation and symbols: the form in which labels compare."""
    return _squash_label(text) if len(text) <= _LONGEST_LABEL else _squash(text)


def _squash(text: str) -> str:
    return _NOT_WORD.sub("", fold(text))


# Labels repeat within a report and from one to the next.
_squash_label = lru_cache(maxsize=65536)(_squash)
