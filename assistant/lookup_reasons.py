"""Why a report cannot be judged, in Chinese: which cell is in which state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from sqlalchemy import Connection, select

from assistant.evidence import (
    State,
    Unjudged,
    ValueAt,
)
from assistant.measures import is_of_handled
from index.form import TABLES
from index.report import CellKey
from index.store.queries import among
from index.store.schema import findings

STATE_NAMES: dict[State, str] = {
    "reported": "有数",
    "blank": "留空",
    "not_applicable": "填“/”或“-”（不适用）",
    "text": "填的是文字",
    "unreadable": "无法辨认",
    "missing": "缺失",
    "silent": "正文未说明",
    "not_comparable": "所用表式没有可比的栏目",
    "no_cases": "无办结件，比率无意义",
}

NO_WHOLE = "分母为0，比率无意义"


def unjudged(connection: Connection, read: Sequence[Sequence[ValueAt]]) -> tuple[Unjudged, ...]:
    """Why each of these reports cannot be judged: the first measure without a value says it."""
    lacking = [
        next((value for value in line if value.value is None), line[0]) for line in read if line
    ]
    missing = _missing_tables(
        connection, [value.report.rid for value in lacking if value.state == "missing"]
    )
    return tuple(Unjudged(value.report, reason(value, missing)) for value in lacking)


def reason(value: ValueAt, missing_tables: Mapping[int, set[str]] | None = None) -> str:
    """In Chinese, why `value` has no number: which cell is in which state."""
    if value.state == "no_cases" and not is_of_handled(value.measure):
        return NO_WHOLE
    if value.state in ("silent", "not_comparable", "no_cases"):
        return STATE_NAMES[value.state]
    part = next((p for p in value.all_parts if p.state != "reported"), None)
    if part is None:
        return STATE_NAMES[value.state]
    table = TABLES[part.key[0]]
    if part.state == "missing" and table.number in (missing_tables or {}).get(value.report.rid, ()):
        return f"{table.number}缺失"
    return f"{table.number}{row_and_column(part.key)}{STATE_NAMES[part.state]}"


@lru_cache(maxsize=1024)
def row_and_column(key: CellKey) -> str:
    """Where a cell stands in its table, as printed: “三、…”行“总计”列."""
    table = TABLES[key[0]]
    return f"“{table.row(key[1]).printed}”行“{table.col(key[2]).label}”列"


def _missing_tables(connection: Connection, rids: Sequence[int]) -> dict[int, set[str]]:
    """Row id → numbers (表三) of the tables its report lacks altogether."""
    found: dict[int, set[str]] = {}
    chosen = select(findings.c.rid, findings.c.detail).where(
        findings.c.rule == "missing_table", among(findings.c.rid, "rids")
    )
    for rid, detail in connection.execute(chosen, {"rids": list(rids)}):
        found.setdefault(rid, set()).update(_named_in(detail))
    return found


@lru_cache(maxsize=64)
def _named_in(detail: str) -> frozenset[str]:
    return frozenset(table.number for table in TABLES.values() if table.number in detail)
