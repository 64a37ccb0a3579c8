"""Which of the problems or remedies that a report lists is asked for: 第二个问题, 最后一条措施."""

from __future__ import annotations

from assistant.aspects import wanted
from assistant.parsing.reading import Reading


def item_of(reading: Reading, query: str) -> int | None:
    """The number of the one item asked for, −1 for the last, None for all; 它怎么改的 after one of
    them is of that one."""
    token, before = reading.first("item"), reading.before
    if not wanted(query).is_list:
        return None
    if token is None:
        again = before is not None and before.item and reading.text.strip("那它这个的呢?") != ""
        same = before is not None and reading.places.bodies and not reading.has("all", "each")
        return before.item if again and same and before is not None else None
    return int(token.figure.value) if token.figure else None
