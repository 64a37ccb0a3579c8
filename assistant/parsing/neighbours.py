"""What stands around a token: its clause, and the table of the figure it names."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.measures import concepts
from assistant.parsing.tokens import Token


def clause_bounds(tokens: Sequence[Token], index: int) -> tuple[int, int]:
    """Start and end of the clause at `index`, its marks left out."""
    start = next((i + 1 for i in range(index, -1, -1) if tokens[i].sort == "mark"), 0)
    end = next((i for i in range(index, len(tokens)) if tokens[i].sort == "mark"), len(tokens))
    return start, end


def clause_of(tokens: Sequence[Token], index: int) -> list[Token]:
    """The tokens of the clause at `index`."""
    start, end = clause_bounds(tokens, index)
    return list(tokens[start:end])


def table_of(token: Token) -> str:
    """The table of the figure that the token names; "" where it names none."""
    concept = concepts().get(token.codes[0].partition(":")[0]) if token.codes else None
    named = token.sort in ("concept", "generic", "loose") and concept is not None
    return concept.table if concept is not None and named else ""
