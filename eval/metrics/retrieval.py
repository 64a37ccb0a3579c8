"""Gold passages among the quotes of an answer, in the order of its citations."""

from __future__ import annotations

from collections.abc import Sequence

from eval.filetext import squeezed

PART = 0.6
"""A quote that is only part of a passage must be at least this share of it."""


def holds(quote: str, phrase: str) -> bool:
    """Whether `quote` shows `phrase`: contains it, or is most of it."""
    shown, wanted = squeezed(quote), squeezed(phrase)
    return wanted in shown or (shown in wanted and len(shown) >= PART * len(wanted))


def recall_at(phrases: Sequence[str], quotes: Sequence[str], k: int) -> float:
    """Share of `phrases` held by one of the first `k` quotes."""
    found = [any(holds(quote, phrase) for quote in quotes[:k]) for phrase in phrases]
    return sum(found) / len(found) if found else 1.0


def reciprocal_rank(phrases: Sequence[str], quotes: Sequence[str]) -> float:
    """1 / rank of the first quote that holds any phrase; 0 where none does."""
    for rank, quote in enumerate(quotes, 1):
        if any(holds(quote, phrase) for phrase in phrases):
            return 1 / rank
    return 0.0
