"""How well the words around a run of figures name a row of the form: scores in 0..1."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from index.form import TABLES, Axis
from index.tables.rows import Piece
from index.text import squash

EXACT = 1.0
CERTAIN = 0.85  # at least this: the row is named, not guessed
PLAUSIBLE = 0.6  # below this: no evidence

_NOTE = re.compile(r"[（(][^（）()]*[）)]\s*$")
_TAIL = 96  # characters of label text that can matter
_SHORT = 4  # labels up to this length (其他, 总计, 规章) need a closer look


def words_before(before: Sequence[Piece]) -> str:
    """The squashed text that ends where the figures begin, less a local explanation in brackets
    (规章（设区的市应提供相关数据）)."""
    text = "".join(piece.text for piece in before[-16:])
    note = _NOTE.search(text)
    if note and not _is_official(squash(note.group())):
        text = text[: note.start()]
    return squash(text[-_TAIL:])


@lru_cache(maxsize=4096)
def _is_official(note: str) -> bool:
    """True for a bracketed note that is part of a label (部分公开（区分处理的…）)."""
    return any(
        note in squash(axis.label)
        for table in TABLES.values()
        for axis in (*table.rows, *table.cols)
    )


def words_after(after: Sequence[Piece]) -> str:
    """The squashed text that begins where the figures end."""
    text = "".join(piece.text for piece in after[:16])
    return squash(text[:_TAIL])


@lru_cache(maxsize=1024)
def _names(axis: Axis) -> tuple[tuple[str, str], ...]:
    """The row's wordings, the official one first, squashed: without and with its ordinal."""
    number = squash(axis.number)
    return tuple((name, number + name) for name in map(squash, (axis.label, *axis.aliases)))


def score_before(axis: Axis, before: str) -> float:
    """Evidence for `axis` in the words that end at its figures."""
    best = 0.0
    for name, numbered in _names(axis):
        best = max(best, _ending(name, numbered, axis, before))
    return best


def _ending(name: str, numbered: str, axis: Axis, before: str) -> float:
    if before in (name, numbered):
        return EXACT
    if before.endswith(numbered):
        return 0.98 if len(name) > _SHORT or axis.number else 0.9
    if before.endswith(name):
        return 0.95 if len(name) > _SHORT else 0.75
    return _fuzzy(name, before[-len(name) - 2 :])


def _fuzzy(name: str, text: str) -> float:
    """Similarity for damaged labels; short ones are not guessed at."""
    if len(name) <= _SHORT or not text:
        return 0.0
    return fuzz.ratio(name, text, score_cutoff=70) / 100 * 0.9


def score_after(axis: Axis, after: str) -> float:
    """Evidence for `axis` in the words that begin after its figures (values above labels)."""
    best = 0.0
    for name, numbered in _names(axis):
        if after in (name, numbered):
            best = max(best, EXACT)
        elif after.startswith(numbered) or after.startswith(name):
            best = max(best, 0.95 if len(name) > _SHORT else 0.75)
        else:
            best = max(best, _fuzzy(name, after[: len(name) + 2]))
    return best


def score_between(axis: Axis, before: str, after: str) -> float:
    """Evidence for `axis` where its label is torn and the figures stand between the halves."""
    best = 0.0
    for name, _ in _names(axis):
        if len(name) <= _SHORT:
            continue
        head = _longest_head(name, before)
        rest = name[head:]
        if head and after.startswith(rest):
            best = max(best, 0.97)
        elif head >= _SHORT + 2:
            best = max(best, 0.6 + 0.35 * head / len(name))
    return best


def _longest_head(name: str, before: str) -> int:
    """How many characters of `name`, two or more but not all, `before` ends with; else 0."""
    last = before[-1:] or "\n"
    at = name.rfind(last, 1, -1)
    while at > 0 and not before.endswith(name[: at + 1]):
        at = name.rfind(last, 1, at)
    return at + 1


Score = Callable[[Axis, str, str], float]


def score_before_or_between(axis: Axis, before: str, after: str) -> float:
    """Evidence where labels stand before their figures, or around them where torn."""
    score = score_before(axis, before)
    return score if score >= CERTAIN else max(score, score_between(axis, before, after))


def score_after_or_between(axis: Axis, before: str, after: str) -> float:
    """Evidence where labels stand below their figures, or around them where torn."""
    score = score_after(axis, after)
    return score if score >= CERTAIN else max(score, score_between(axis, before, after))
