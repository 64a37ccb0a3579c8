"""Thresholds of eval/gates.toml against a run's summary."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

GATES = Path(__file__).parent / "gates.toml"


def breaches(summary: Mapping[str, Any], gates: Path = GATES) -> Iterator[str]:
    """One line for each threshold the run misses; what it did not measure is passed over."""
    for gate in tomllib.loads(gates.read_text(encoding="utf-8"))["gate"]:
        value = look_up(summary, gate["path"])
        if value is None:
            continue
        if value < gate.get("least", value):
            yield f"{gate['path']} is {value:.3f}, at least {gate['least']} is asked"
        if value > gate.get("most", value):
            yield f"{gate['path']} is {value:.3f}, at most {gate['most']} is asked"


def look_up(summary: Mapping[str, Any], path: str) -> float | None:
    """The number at a dotted path; null where it is not there."""
    found: Any = summary
    for name in path.split("."):
        if not isinstance(found, Mapping) or name not in found:
            return None
        found = found[name]
    return float(found) if isinstance(found, (int, float)) else None
