"""Ruled tables of a PDF page: rulings → cells with spans → the characters inside each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from index.document import CellText
from index.readers.pdf_lines import cell_text
from index.readers.pdf_page import Char, Page, Ruling

_SNAP = 2.5
"""Rulings closer than this are one line."""
_JOIN = 4.0
"""A ruling may be interrupted, or end before the one it meets, by so much."""
_SHORTEST = 5.0
_OVERHANG = 8.0
"""Rules that reach further than this beyond the last crossing one enclose a column or row."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """One line across the page as drawn: its position and the stretches it covers."""

    at: float
    spans: list[tuple[float, float]]

    def covers(self, point: float) -> bool:
        return any(start - _JOIN <= point <= end + _JOIN for start, end in self.spans)


@dataclass(slots=True)
class RuledTable:
    """A grid of column edges `xs` and row edges `ys`; `owner` maps each field of that grid to
    the first field of its merged cell; `chars` fills up while characters are dealt out."""

    xs: list[float]
    ys: list[float]
    owner: dict[tuple[int, int], tuple[int, int]]
    chars: dict[tuple[int, int], list[Char]] = field(default_factory=dict)

    @property
    def y(self) -> float:
        """Its upper edge."""
        return self.ys[0]

    def take(self, char: Char) -> bool:
        """Put a character into its cell; False if it lies outside the table."""
        row, col = bisect_right(self.ys, char.y) - 1, bisect_right(self.xs, char.x) - 1
        if not (0 <= row < len(self.ys) - 1 and 0 <= col < len(self.xs) - 1):
            return False
        self.chars.setdefault(self.owner[row, col], []).append(char)
        return True

    def cells(self) -> list[CellText]:
        """The cells in reading order, each merged cell once."""
        extent: dict[tuple[int, int], tuple[int, int]] = {}
        for (row, col), first in self.owner.items():
            last = extent.get(first, first)
            extent[first] = max(last[0], row), max(last[1], col)
        return [
            CellText(row, col, self._text(row, col, right), bottom - row + 1, right - col + 1)
            for (row, col), (bottom, right) in sorted(extent.items())
        ]

    def _text(self, row: int, col: int, last_col: int) -> str:
        return cell_text(self.chars.get((row, col), []), self.xs[last_col + 1])


def find_tables(page: Page) -> list[RuledTable]:
    """The page's tables of at least two cells, in no order."""
    tables = []
    for across, down in _groups(_rules(page.horizontal), _rules(page.vertical)):
        if not (across and down):
            continue
        across, down = _closed(across, down), _closed(down, across)
        owner = _merge(across, down)
        if len(set(owner.values())) > 1:
            xs, ys = [rule.at for rule in down], [rule.at for rule in across]
            tables.append(RuledTable(xs, ys, owner))
    return tables


def _closed(rules: list[_Rule], crossing: list[_Rule]) -> list[_Rule]:
    """The rules with an edge where crossing ones reach beyond the last: tables without sides."""
    start = min(span[0] for rule in crossing for span in rule.spans)
    end = max(span[1] for rule in crossing for span in rule.spans)
    whole = [(min(rule.at for rule in crossing), max(rule.at for rule in crossing))]
    before = [_Rule(start, whole)] if rules[0].at - start > _OVERHANG else []
    after = [_Rule(end, whole)] if end - rules[-1].at > _OVERHANG else []
    return [*before, *rules, *after]


def _rules(rulings: Sequence[Ruling]) -> list[_Rule]:
    """Rulings at the same position become one rule; touching stretches are joined."""
    groups: list[list[Ruling]] = []
    for ruling in sorted(rulings):
        if groups and ruling[0] - groups[-1][0][0] <= _SNAP:
            groups[-1].append(ruling)
        else:
            groups.append([ruling])
    rules = []
    for group in groups:
        at = sum(ruling[0] for ruling in group) / len(group)
        spans = _joined((start, end) for _, start, end in group)
        rules.append(_Rule(at, [span for span in spans if span[1] - span[0] >= _SHORTEST]))
    return [rule for rule in rules if rule.spans]


def _joined(spans: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    joined: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1] + _JOIN:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined


def _groups(across: list[_Rule], down: list[_Rule]) -> list[tuple[list[_Rule], list[_Rule]]]:
    """Rules that hang together by crossings: one pair of lists for each table."""
    pieces = [
        *((True, rule.at, *span) for rule in across for span in rule.spans),
        *((False, rule.at, *span) for rule in down for span in rule.spans),
    ]
    group = list(range(len(pieces)))

    def find(index: int) -> int:
        while group[index] != index:
            group[index] = group[group[index]]
            index = group[index]
        return index

    flat = [i for i, piece in enumerate(pieces) if piece[0]]
    upright = [i for i, piece in enumerate(pieces) if not piece[0]]
    for i in flat:
        _, y, x0, x1 = pieces[i]
        for j in upright:
            _, x, y0, y1 = pieces[j]
            if x0 - _JOIN <= x <= x1 + _JOIN and y0 - _JOIN <= y <= y1 + _JOIN:
                group[find(i)] = find(j)
    found: dict[int, tuple[list[_Rule], list[_Rule]]] = {}
    for index, (is_flat, at, start, end) in enumerate(pieces):
        rules = found.setdefault(find(index), ([], []))[0 if is_flat else 1]
        if rules and rules[-1].at == at:
            rules[-1].spans.append((start, end))
        else:
            rules.append(_Rule(at, [(start, end)]))
    return list(found.values())


def _merge(across: list[_Rule], down: list[_Rule]) -> dict[tuple[int, int], tuple[int, int]]:
    """Fields with no rule between them belong to one cell; maps each to its cell's first field."""
    rows = [(a.at + b.at) / 2 for a, b in pairwise(across)]
    cols = [(a.at + b.at) / 2 for a, b in pairwise(down)]
    owner = {(row, col): (row, col) for row in range(len(rows)) for col in range(len(cols))}

    def find(cell: tuple[int, int]) -> tuple[int, int]:
        while owner[cell] != cell:
            cell = owner[cell]
        return cell

    for row, y in enumerate(rows):
        for col, x in enumerate(cols):
            for beside, is_open in (
                ((row, col - 1), col and not down[col].covers(y)),
                ((row - 1, col), row and not across[row].covers(x)),
            ):
                if is_open:
                    a, b = sorted((find(beside), find((row, col))))
                    owner[b] = a
    return {cell: find(cell) for cell in owner}
