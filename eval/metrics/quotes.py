"""Whether a quote is the source's own text."""

from __future__ import annotations

from eval.filetext import squeezed


def verbatim(quote: str, text: str, exact: bool) -> bool:
    """`exact`: character for character, else white space aside. An empty quote is never one."""
    if not squeezed(quote):
        return False
    return quote in text if exact else squeezed(quote) in squeezed(text)
