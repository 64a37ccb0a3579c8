"""Cells cited by an answer against the cells it rests on."""

from __future__ import annotations

from collections.abc import Iterable

Cell = tuple[str, str]
"""File and cell key."""


def cited_cells(
    needed: Iterable[Cell], allowed: Iterable[Cell], cited: Iterable[Cell]
) -> tuple[float, float]:
    """Precision and recall, 0..1. `allowed` cells may be cited besides the needed ones; citing
    nothing is fully precise, needing nothing is fully recalled."""
    need, got = set(needed), set(cited)
    fitting = got & (need | set(allowed))
    precision = len(fitting) / len(got) if got else 1.0
    recall = len(need & got) / len(need) if need else 1.0
    return precision, recall
