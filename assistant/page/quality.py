"""Findings of the checks: by rule, region and year, on their cells, and as text for each body."""

from __future__ import annotations

from typing import Any

from index.store import Store


def joined(store: Store) -> list[dict[str, Any]]:
    """Every finding with its report's issuer, place and year, by place, body and year."""
    reports = {row["report_id"]: row for row in store.listing()}
    names = ("issuer", "province", "city", "county", "year", "body_type")
    return [
        {**finding, **{name: reports[finding["report_id"]][name] for name in names}}
        for finding in store.findings()
        if finding["report_id"] in reports
    ]
