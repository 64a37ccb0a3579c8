"""The reports held as a list, and one report opened: text, tables, years side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Row = Mapping[str, Any]


def narrow(rows: Iterable[dict[str, Any]], search: str = "", **wanted: Any) -> list[dict[str, Any]]:
    """The rows whose fields equal `wanted` (null and "" do not narrow) and that say `search`
    in their issuer, place or file."""
    chosen = {name: value for name, value in wanted.items() if value not in (None, "", [])}
    words = search.split()
    return [
        row
        for row in rows
        if all(row[name] == value for name, value in chosen.items())
        and all(word in _said(row) for word in words)
    ]


def _said(row: Row) -> str:
    names = ("province", "city", "county", "township", "issuer", "file", "year", "report_id")
    return " ".join(str(row[name] or "") for name in names)
