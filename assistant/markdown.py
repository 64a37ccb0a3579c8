"""Markdown that shows report text as text: nothing a report or a question says becomes markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

MARK = re.compile(r"(?<!\\)\[(\d+)\]")
"""A citation mark of an answer; brackets of names and quotes are escaped."""
_SPECIAL = re.compile(r"[\\`*_\[\]<>|~$#]")
_ENTITIES = {"<": "&lt;", ">": "&gt;"}
_HAN = "\u3400-\u9fff\uff00-\uffef\u3000-\u303f“”‘’…—"
_BREAK = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])|(?<=[{_HAN}])\s*\n\s*|\s*\n\s*(?=[{_HAN}])")
_EMPHASIS = re.compile(r"\*\*|__")  # of a report that is Markdown itself
_BOOKMARK = re.compile(r"\[bookmark:[^\]]*\]\s*")
_UNESCAPE = re.compile(r"\\([\\`*_\[\]|~$#])")


def number(value: int | float | None) -> str:
    """A number as shown: no exponent, no thousands separator, no needless decimals."""
    if value is None:
        return "—"
    return str(value) if isinstance(value, int) else f"{value:.6f}".rstrip("0").rstrip(".")


def escape(text: str) -> str:
    """`text` as it will read, with every character that Markdown or HTML would act on defused."""
    return _SPECIAL.sub(
        lambda m: _ENTITIES.get(m.group(), "\\" + m.group()), text.replace("&", "&amp;")
    )


@lru_cache(maxsize=1024)  # the composer asks, then the last check of the same answer
def shown_quote(quote: str) -> str:
    """A quote as an answer shows it: without the breaks and marks of page layout, and without its
    last full stop, so that its citation mark stands in the sentence."""
    joined = _EMPHASIS.sub("", _BREAK.sub("", _BOOKMARK.sub("", quote))).strip().rstrip("。；;")
    return escape(re.sub(r"\s+", " ", joined))


def table(header: Sequence[str], rows: Iterable[Sequence[str]], left: int = 1) -> str:
    """A Markdown table of cells that are Markdown already; the first `left` columns hold words."""
    lines = [header, ["---"] * left + ["---:"] * (len(header) - left), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def plain(markdown: str) -> str:
    """Markdown for a terminal: without escapes, entities and bold marks."""
    text = markdown.replace("**", "")
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return _UNESCAPE.sub(r"\1", text)
