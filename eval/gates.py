"""Thresholds of eval/gates.toml against a run.

A gate that the run did not measure is a breach, so that a misspelt path cannot pass. Only the part
of the questions that the gate says it `needs` excuses it, where none such was asked: what the
product answered never does.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

GATES = Path(__file__).parent / "gates.toml"

Question = Mapping[str, Any]
Expect = Mapping[str, Any]


def _split(name: str) -> Callable[[Question, Expect], bool]:
    return lambda question, _: bool(question["split"] == name)


PARTS: Mapping[str, Callable[[Question, Expect], bool]] = {
    "open": _split("open"),
    "held_back": _split("held_back"),
    "value": lambda _, expect: "value" in expect,
    "rows": lambda _, expect: "rows" in expect,
    "cells": lambda _, expect: bool(expect.get("cells")),
    "evidence": lambda _, expect: bool(expect.get("cells") or expect.get("phrases")),
    "shares_words": lambda _, expect: bool(expect.get("phrases") and expect.get("overlap")),
}
"""What a gate can need → whether a question, with the expectation of a turn, is such a one."""


def breaches(result: Mapping[str, Any], gates: Path = GATES) -> Iterator[str]:
    """One line for each threshold that a run's result misses or does not measure.

    Raises ValueError for a gate that names no threshold, or needs a part that is none.
    """
    for gate in tomllib.loads(gates.read_text(encoding="utf-8"))["gate"]:
        needed = _checked(gate).get("needs")
        path, value = gate["path"], look_up(result["summary"], gate["path"])
        if value is None:
            if needed is None or is_asked(needed, result["questions"]):
                why = f"though {needed} was asked" if needed else "which no run may leave out"
                yield f"{path} is not measured, {why}"
            continue
        if value < gate.get("least", value):
            yield f"{path} is {value:.3f}, at least {gate['least']} is asked"
        if value > gate.get("most", value):
            yield f"{path} is {value:.3f}, at most {gate['most']} is asked"


def _checked(gate: Mapping[str, Any]) -> Mapping[str, Any]:
    unknown = sorted(gate.keys() - {"path", "least", "most", "needs"})
    if unknown or "path" not in gate or not gate.keys() & {"least", "most"}:
        raise ValueError(f"gate {dict(gate)}: expected path, least or most, and perhaps needs")
    if gate.get("needs", next(iter(PARTS))) not in PARTS:
        raise ValueError(f"gate {gate['path']} needs {gate['needs']!r}: no part of {list(PARTS)}")
    return gate


def is_asked(part: str, questions: Iterable[Question]) -> bool:
    """Whether any turn of the questions is of a part."""
    return any(PARTS[part](question, one) for question in questions for one in question["expect"])


def look_up(summary: Mapping[str, Any], path: str) -> float | None:
    """The number at a dotted path; null where it is not there."""
    found: Any = summary
    for name in path.split("."):
        if not isinstance(found, Mapping) or name not in found:
            return None
        found = found[name]
    return float(found) if isinstance(found, (int, float)) else None
