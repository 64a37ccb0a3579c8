"""Machine conversion to traditional characters, one character at a time, as mirror sites do."""

from __future__ import annotations

from functools import cache

from opencc import OpenCC

_FIRST, _LAST = 0x4E00, 0x9FA5


@cache
def _characters() -> dict[int, str]:
    """Simplified → traditional for characters that come back when folded again."""
    to_traditional, to_simplified = OpenCC("s2t"), OpenCC("t2s")
    table = {}
    for code in range(_FIRST, _LAST + 1):
        char = chr(code)
        converted = to_traditional.convert(char)
        if converted != char and to_simplified.convert(converted) == char:
            table[code] = converted
    return table


def traditional(text: str) -> str:
    return text.translate(_characters())
