"""Groups of reports: the columns that tell them apart, and what they are called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import FromClause, case

UNSETTLED = "（所在省市未印出）"
"""Ends the label of a place that could be one of several by what its reports print."""

_COLUMNS = {"city": ("province", "city"), "county": ("province", "city", "county")}
_Group = tuple[object, ...]


def names_of(group: str) -> tuple[str, ...]:
    """The columns of `reports` that make a group: a county's name may occur in two cities."""
    return _COLUMNS.get(group, (group,))


def columns_of(table: FromClause, group: str) -> list[Any]:
    """The same to group by: all reports whose own place is not known are one group."""
    *above, own = (table.c[name] for name in names_of(group))
    return [*(case((own.is_not(None), column)) for column in above), own]


def label(group: Iterable[object]) -> str:
    """The places of a group in one word; "" where its own, the last, is not known."""
    parts = list(group)
    if parts[-1] is None:
        return ""
    return "".join(dict.fromkeys(str(part) for part in parts if part is not None))


def labels(groups: Collection[_Group], short: bool = False) -> dict[_Group, str]:
    """The label of each group, `short` by its own name where no other has that. One that could be
    another by what it prints says so: nothing held tells which (`index.store.shared_places`)."""
    alike: dict[object, list[_Group]] = defaultdict(list)
    for group in groups:
        alike[group[-1]].append(group)
    found = {}
    for group in groups:
        same = alike[group[-1]]
        words = label(group[-1:] if short and len(same) == 1 else group)
        found[group] = words + (UNSETTLED if words and _is_unsettled(group, same) else "")
    return found


def _is_unsettled(group: _Group, alike: Sequence[_Group]) -> bool:
    """Whether another group of this name prints all that this one does, and more."""
    return any(
        other is not group
        and all(own is None or own == its for own, its in zip(group, other, strict=True))
        for other in alike
    )
