"""Printed rows ↔ form rows: a monotone alignment by label, order and count of figures."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.form import Axis, Table
from index.tables.labels import (
    CERTAIN,
    PLAUSIBLE,
    Score,
    score_after_or_between,
    score_before_or_between,
    words_after,
    words_before,
)
from index.tables.rows import Piece, PrintedRow

_SHORT_LABEL = 4
_NEAR = 6  # runs of figures within which a table's first or last rows stand
_RIGHT_COUNT = 0.25  # weight of a row having just as many figures as the form gives it


@dataclass(frozen=True, slots=True)
class Labelled:
    """A printed row with its squashed surrounding words."""

    row: PrintedRow
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Match:
    """A form row found in print; `by_order` where its label is lost and its place decided."""

    axis: Axis
    row: PrintedRow
    position: int  # index of the printed row
    by_order: bool = False


def labelled(rows: Sequence[PrintedRow]) -> list[Labelled]:
    """The rows with their label words, long runs of unlabelled figures left as they are."""
    return [Labelled(r, words_before(r.before), words_after(r.after)) for r in rows]


def align(table: Table, rows: Sequence[Labelled]) -> list[Match]:
    """The best monotone assignment of printed rows to the table's rows.

    Labels stand before their figures or, in some conversions, after them: both readings are tried
    for the whole table and the better one is taken. Rows whose labels are lost are then filled in
    by order where exactly as many rows of the right width stand between two named neighbours.
    """
    before, weight_before = _best_path(table, rows, score_before_or_between)
    if len(before) == len(table.rows) and weight_before >= CERTAIN * len(before):
        return before
    after, weight_after = _best_path(table, rows, score_after_or_between)
    named = before if weight_before >= weight_after else after
    return _fill_by_order(table, rows, named)


@lru_cache(maxsize=65536)
def _weights(
    table: Table, score: Score, before: str, after: str, figures: int
) -> tuple[tuple[int, float], ...]:
    """(row of the form, weight) for every row these words and this number of figures may be.

    Cached, since labels repeat from report to report.
    """
    found = []
    for index, axis in enumerate(table.rows):
        value = score(axis, before, after)
        if value >= PLAUSIBLE:
            right = figures == len(table.row_cols(axis))
            found.append((index, value + _RIGHT_COUNT if right else value))
    return tuple(found)


def is_named(matches: Sequence[Match]) -> bool:
    """True if a row is recognised by more than a short label such as 总计 or 其他."""
    return any(len(match.axis.label) > _SHORT_LABEL and not match.by_order for match in matches)


@dataclass(frozen=True, slots=True)
class _Step:
    """A printed row taken for a form row, and the best path that leads to it."""

    position: int
    index: int
    weight: float
    previous: _Step | None


def _best_path(table: Table, rows: Sequence[Labelled], score: Score) -> tuple[list[Match], float]:
    """Dynamic program over printed rows × form rows; either side may be skipped.

    `best[k]` is the heaviest path that ends at a form row before the k-th; ties keep the earlier
    print.
    """
    best: list[_Step | None] = [None] * (len(table.rows) + 1)
    for position, row in enumerate(rows):
        weights = _weights(table, score, row.before, row.after, len(row.row.printed))
        for index, weight in reversed(weights):
            before = best[index]
            total = weight + (before.weight if before else 0.0)
            step = _Step(position, index, total, before)
            for k in range(index + 1, len(best)):
                held = best[k]
                if held is not None and held.weight >= total:
                    break
                best[k] = step
    last = best[-1]
    return _trace(table, rows, last), last.weight if last else 0.0


def _trace(table: Table, rows: Sequence[Labelled], last: _Step | None) -> list[Match]:
    found: list[Match] = []
    while last is not None:
        found.append(Match(table.rows[last.index], rows[last.position].row, last.position))
        last = last.previous
    return found[::-1]


def _fill_by_order(table: Table, rows: Sequence[Labelled], named: list[Match]) -> list[Match]:
    """Name unlabelled rows between (or right beside) named ones when their number fits."""
    if not named:
        return []
    index = {axis.code: k for k, axis in enumerate(table.rows)}
    filled: list[Match] = []
    bounds = [None, *named, None]
    for left, right in itertools.pairwise(bounds):
        first = index[left.axis.code] + 1 if left else 0
        last = index[right.axis.code] if right else len(table.rows)
        lost = table.rows[first:last]
        filled += _fill_gap(table, rows, lost, left, right)
        if right:
            filled.append(right)
    return filled


def _fill_gap(
    table: Table,
    rows: Sequence[Labelled],
    lost: Sequence[Axis],
    left: Match | None,
    right: Match | None,
) -> list[Match]:
    if not lost:
        return []
    low = left.position + 1 if left else max(0, (right.position if right else 0) - _NEAR)
    high = right.position if right else min(len(rows), low + _NEAR)
    between = [k for k in range(low, high) if _could_be_row(rows[k], table)]
    if left is None:
        between = between[-len(lost) :]
    elif right is None:
        between = between[: len(lost)]
    widths = [len(table.row_cols(axis)) for axis in lost]
    if [len(rows[k].row.printed) for k in between] != widths:
        return []
    return [
        Match(axis, rows[k].row, k, by_order=True) for axis, k in zip(lost, between, strict=True)
    ]


def _could_be_row(row: Labelled, table: Table) -> bool:
    return bool(row.row.printed) and len(row.row.printed) <= len(table.cols)


def split_runs(rows: Sequence[PrintedRow], width: int) -> list[PrintedRow]:
    """Runs of several rows' figures with no label between them, parted at line ends.

    A run is parted only where its lines add up to whole rows of `width` figures.
    """
    parted: list[PrintedRow] = []
    for row in rows:
        groups = _whole_rows(row, width)
        if len(groups) < 2:
            parted.append(row)
            continue
        parted.append(replace(row, figures=groups[0], after=[]))
        parted += [PrintedRow(figures=group) for group in groups[1:-1]]
        parted.append(PrintedRow(figures=groups[-1], after=row.after))
    return parted


def _whole_rows(row: PrintedRow, width: int) -> list[list[Piece]]:
    groups: list[list[Piece]] = [[]]
    for segment in row.segments():
        if len(groups[-1]) == width:
            groups.append([])
        groups[-1] = groups[-1] + segment
    return groups if all(len(group) == width for group in groups) else []
