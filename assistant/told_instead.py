"""What the text says of the matter of a table whose cells a report does not give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assistant.evidence import Passages, Related, Values
from assistant.plan import Plan

# table → what to look for; data/everyday_words.txt has more
_TOLD = {"requests": "依申请公开", "disputes": "行政争议"}
_MOST = 3  # sentences


def looked_for(plan: Plan, found: object, beside: Mapping[int, Related]) -> Plan | None:
    """The search of the text for what one report's cells, all missing or blank, leave unsaid; None
    where a number is shown, or where a statement already stands beside it."""
    if plan.kind != "value" or not isinstance(found, Values) or len(found.rows) != 1:
        return None
    values = found.rows[0].values
    lacking = values and all(v.value is None and v.state in ("missing", "blank") for v in values)
    tables = {cell.partition(".")[0] for v in values for cell in v.measure.cells}
    query = _TOLD.get(next(iter(tables))) if len(tables) == 1 else None
    stated = len(values) == 1 and any(related.statements for related in beside.values())
    if not lacking or query is None or stated or plan.then is not None:
        return None
    return plan.model_copy(update={"kind": "narrative", "query": query, "measures": (), "also": ()})


def direct(found: Passages) -> Passages | None:
    """The sentences that say it, without those that only come near; None without any."""
    said = tuple(passage for passage in found.passages if not passage.near)[:_MOST]
    return replace(found, passages=said) if said else None
