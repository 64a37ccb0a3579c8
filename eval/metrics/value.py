"""Whether an answer's single value is the right one."""

from __future__ import annotations

from typing import Any

ROUNDING = 0.05
"""Slack for values that are not whole, such as percentages and means, as shown to one place."""


def same_number(expected: float | None, got: float | None) -> bool:
    """Equal; within `ROUNDING` where the expected number is not whole. Null equals null only."""
    if expected is None or got is None:
        return expected is None and got is None
    if isinstance(got, bool) or not isinstance(got, (int, float)):
        return False
    slack = 0.0 if float(expected).is_integer() else ROUNDING
    return abs(expected - got) <= slack + 1e-9


def value_right(expected: Any, got: float | None) -> bool:
    """`expected` is a number, null, or `{"any": [...]}` of those."""
    if isinstance(expected, dict):
        return any(same_number(choice, got) for choice in expected["any"])
    return same_number(expected, got)
