"""Whether an answer says over how many reports it speaks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def population_right(
    expected: Mapping[str, Any], got: Mapping[str, Any] | None, file_of: Mapping[str, str]
) -> bool:
    """Held and matched counts as far as expected, and every unjudged report named.

    `file_of` maps report ids to files; more reports may be named as unjudged than expected.
    """
    if got is None:
        return False
    counts = all(got.get(n) == expected[n] for n in ("held", "matched") if n in expected)
    named = {file_of.get(entry.get("report_id"), "") for entry in got.get("unjudged") or []}
    return counts and set(expected.get("unjudged", [])) <= named
