"""Whether a record is an ANSWER of the command-line contract."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_FIELDS: dict[str, tuple[type, ...]] = {
    "question": (str,),
    "status": (str,),
    "answer": (str,),
    "value": (int, float, type(None)),
    "rows": (list,),
    "citations": (list,),
    "population": (dict, type(None)),
    "plan": (dict, type(None)),
    "plan_text": (str,),
    "warnings": (list,),
    "timings_ms": (dict,),
}
_ROW = ("report_id", "issuer", "year", "value", "values")
_CITATION = (
    *("n", "report_id", "file", "issuer", "year", "section", "kind", "quote", "start", "end"),
)
_STATUSES = ("answered", "not_in_corpus", "needs_clarification", "out_of_scope", "error")


def faults(answer: Mapping[str, Any]) -> list[str]:
    """What in `answer` is not as the contract says, in words; empty where all is."""
    found = [
        f"{name}: {type(answer.get(name)).__name__}"
        for name, types in _FIELDS.items()
        if name not in answer or not isinstance(answer[name], types)
    ]
    if found:
        return found
    if answer["status"] not in _STATUSES:
        found.append(f"status: {answer['status']}")
    found += [f"row without {n}" for row in answer["rows"] for n in _ROW if n not in row]
    found += [f"citation without {n}" for c in answer["citations"] for n in _CITATION if n not in c]
    if "total" not in answer["timings_ms"]:
        found.append("timings_ms without total")
    return found
