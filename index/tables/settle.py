"""Arithmetic where print leaves a doubt: identities choose a reading or restore a lost figure.

A doubt is settled only when exactly one set of values satisfies every identity that can be
evaluated; the cells are then marked repaired. Otherwise they stay unreadable: a wrong number that
looks right is worse than none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from index.form import Identity
from index.report import CellKey, Number
from index.tables.readings import Reading, Slots

Values = dict[CellKey, Number | None]


def slot_values(keys: Sequence[CellKey], slots: Slots) -> Values:
    """The printed numbers of a reading; None where nothing usable is printed."""
    return {
        key: piece.figure.value if piece and piece.figure else None
        for key, piece in zip(keys, slots, strict=True)
    }


def is_open(slots: Slots) -> list[int]:
    """The slots that hold no figure or a damaged one: what arithmetic may restore."""
    return [
        k
        for k, piece in enumerate(slots)
        if piece is None or (piece.figure and piece.figure.state == "unreadable")
    ]


class Settler:
    """Decides doubtful rows of one table in its context of plainly read rows."""

    def __init__(self, identities: Iterable[Identity], known: Values) -> None:
        self._by_cell: dict[CellKey, list[Identity]] = {}
        for identity in identities:
            for key in (*identity.left, *identity.right):
                self._by_cell.setdefault(key, []).append(identity)
        self._known = dict(known)

    def settle(
        self, rows: Mapping[str, tuple[Sequence[CellKey], Reading]]
    ) -> dict[str, tuple[Slots, Values]]:
        """Decide as many rows as possible; each decision is context for the next pass."""
        settled: dict[str, tuple[Slots, Values]] = {}
        progress = True
        while progress:
            progress = False
            for code, (keys, reading) in rows.items():
                decided = None if code in settled else self._decide(keys, reading)
                if decided:
                    settled[code] = decided
                    self._known.update(decided[1])
                    progress = True
        return settled

    def _decide(self, keys: Sequence[CellKey], reading: Reading) -> tuple[Slots, Values] | None:
        solutions: dict[tuple[Number | None, ...], tuple[Slots, Values]] = {}
        only_one = len(reading.options) == 1
        for slots in reading.options:
            values = self._solve(keys, slots, certain=only_one and not is_open(slots))
            if values is not None:
                solutions.setdefault(tuple(values.values()), (slots, values))
        return next(iter(solutions.values())) if len(solutions) == 1 else None

    def _solve(self, keys: Sequence[CellKey], slots: Slots, certain: bool) -> Values | None:
        """The values of one reading with lost ones restored, or None if it cannot be so.

        A reading must fulfil at least one identity, unless it is `certain`: complete and the only
        one there is (a row of 表二 with a page number under it).
        """
        values = slot_values(keys, slots)
        lost = {keys[k] for k in is_open(slots)}
        context = self._known | values
        restored = {key: self._restore(key, context) for key in lost}
        if any(value is None for value in restored.values()):
            return None
        context |= restored
        checked = [self._holds(identity, context) for identity in self._touching(keys)]
        if False in checked or (True not in checked and not certain):
            return None
        return values | restored

    def _touching(self, keys: Sequence[CellKey]) -> list[Identity]:
        found = {id(i): i for key in keys for i in self._by_cell.get(key, ())}
        return list(found.values())

    def _restore(self, key: CellKey, context: Values) -> Number | None:
        """The one value every identity that can be solved for `key` agrees on."""
        answers = {
            answer
            for identity in self._by_cell.get(key, ())
            if (answer := _solve_for(identity, key, context)) is not None
        }
        return answers.pop() if len(answers) == 1 and min(answers) >= 0 else None

    def _holds(self, identity: Identity, context: Values) -> bool | None:
        left, right = _sum(identity.left, context), _sum(identity.right, context)
        return None if left is None or right is None else left == right


def _sum(keys: Iterable[CellKey], context: Values) -> Number | None:
    total: Number = 0
    for key in keys:
        value = context.get(key)
        if value is None:
            return None
        total += value
    return total


def _solve_for(identity: Identity, key: CellKey, context: Values) -> Number | None:
    here, there = identity.left, identity.right
    if key not in here:
        here, there = there, here
    others = _sum((k for k in here if k != key), context)
    target = _sum(there, context)
    return None if others is None or target is None else target - others
