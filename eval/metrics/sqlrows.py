"""Rows of a SQL result against what a right answer holds, read as kindly as can be.

A result carries no report ids or citations that must be there: which reports a row speaks of is
taken from whatever names, places and years it shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.metrics.value import same_number, value_right

Cells = Sequence[Any]
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class HeldReport:
    """A report as SQL results may show it: any of `names` names it, any of `places` fits it."""

    file: str
    year: int | None
    names: frozenset[str]
    places: frozenset[str]


def value_shown(expected: Any, rows: Iterable[Cells], percent: bool = False) -> bool:
    """Whether any cell of any row is the expected value; `percent`: a fraction of 1 is one too.

    Where no value is right, an empty result or an empty cell says so.
    """
    found = [tuple(row) for row in rows]
    if not found:
        return value_right(expected, None)
    return any(_is(expected, number, percent) for row in found for number in _numbers(row))


def value_alone(
    expected: Any, rows: Sequence[Cells], years: Iterable[int], percent: bool = False
) -> bool:
    """Whether the value is all that the result states: one row with, years aside, one number."""
    if len(rows) > 1:
        return False
    aside = set(years)
    said = [number for row in rows for number in _numbers(row) if number not in aside]
    return len(said) <= 1 and value_shown(expected, [said] if rows else [], percent)


def _numbers(row: Cells) -> list[float | None]:
    """The cells that are numbers or empty."""
    return [cell for cell in row if cell is None or isinstance(cell, int | float)]


def _is(expected: Any, cell: float | None, percent: bool) -> bool:
    if value_right(expected, cell):
        return True
    return percent and cell is not None and abs(cell) <= 1 and value_right(expected, 100 * cell)


def rows_named(
    expected: Sequence[Row], may: Iterable[str], held: Sequence[HeldReport], rows: Iterable[Cells]
) -> list[dict[str, Any]]:
    """The reports that a result names, each once: `file`, and `value` where the row shows the
    expected one; a row that names none has an empty `file`. For `row_score`.

    A row that fits several reports (a name without a year) names those expected among them.
    """
    allowed, found = frozenset(may), []
    for row in rows:
        if expected or not _is_nothing(row):
            found += list(_named(expected, allowed, held, row))
    best: dict[str, dict[str, Any]] = {}
    for one in found:
        if one["file"] and (one["file"] not in best or "value" in one):
            best[one["file"]] = one
    nameless = [one for one in found if not one["file"]]
    return [{"value": None} | one for one in (*best.values(), *nameless)]


def _is_nothing(row: Cells) -> bool:
    """A count of 0 or a null alone: the way SQL says that nothing was found."""
    return not any(row)


def _named(
    expected: Sequence[Row], may: frozenset[str], held: Sequence[HeldReport], row: Cells
) -> Iterator[dict[str, Any]]:
    """What one row names; a row without a name names the expected reports whose values it shows."""
    fitting, by_name = _fitting(held, row)
    wanted = [one for one in expected if one["file"] in fitting]
    shown = [one for one in wanted if "value" in one and _shows(one["value"], row)]
    meant = wanted if by_name else shown
    for one in meant:
        yield {"file": one["file"]} | ({"value": one["value"]} if one in shown else {})
    if not meant:
        foreign = sorted(fitting, key=lambda file: file not in may) if by_name else []
        yield {"file": foreign[0] if foreign else ""}


def _fitting(held: Sequence[HeldReport], row: Cells) -> tuple[list[str], bool]:
    """Files that nothing in the row speaks against, and whether it names any body at all."""
    texts = {cell.strip() for cell in row if isinstance(cell, str)}
    years = {report.year for report in held} & set(_numbers(row)) - {None}
    names = texts & frozenset().union(*(report.names for report in held))
    places = texts & frozenset().union(*(report.places for report in held))
    fitting = [
        report.file
        for report in held
        if (not names or names & report.names)
        and (not places or places & report.places)
        and (not years or report.year in years)
    ]
    return fitting, bool(names)


def _shows(value: float | None, row: Cells) -> bool:
    return any(same_number(value, number) for number in _numbers(row))
