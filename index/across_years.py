"""What rests on several reports, kept current as they come and go: checks between the years of a
body, and the places that only some reports print."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from index.checks import check_years
from index.report import Cell, CellKey, Finding
from index.store.queries import batched
from index.store.write import WriteStore

_BODIES_AT_ONCE = 100


def check_across_years(store: WriteStore) -> None:
    """Run them for every body whose reports have changed since the last time."""
    stale = store.stale_bodies()
    if stale:
        store.share_places()
    for body_keys in batched(stale, _BODIES_AT_ONCE):
        found: dict[str, tuple[Finding, ...]] = {}
        for body_key in body_keys:
            found |= _check(store, store.years_of(body_key))
        store.set_cross_year(body_keys, found)


def _check(store: WriteStore, years: Sequence[tuple[int, str]]) -> dict[str, tuple[Finding, ...]]:
    """Findings by the id of the later report, for each pair of consecutive years."""
    pairs = [(old, new) for old, new in pairwise(years) if new[0] == old[0] + 1]
    cells = {
        report_id: _by_key(own)
        for report_id, own in store.own_cells({r for pair in pairs for _, r in pair}).items()
    }
    return {
        later: check_years(cells[earlier], cells[later], year)
        for (year, earlier), (_, later) in pairs
    }


def _by_key(cells: Sequence[Cell]) -> dict[CellKey, Cell]:
    return {cell.key: cell for cell in cells}
