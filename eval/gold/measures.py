"""What a question can ask of one report, read from its truth: cells, sums of cells, claims."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from eval.render.labels import REQUEST_ROWS
from eval.truth import CellTruth, Number, Truth

CLAIM = "claim:"
SILENT, ABSENT, MEANINGLESS = "silent", "absent", "meaningless"
"""States beside the cell states: a text that gives no count; a form that has no such cell; a rate
whose denominator is 0."""

_GROUPS = ("denied", "unavailable", "not_processed", "other")
_PLAIN_ROWS = {row for row, _ in REQUEST_ROWS["2021"] if "." not in row}
_DECISIONS = ("licensing", "penalties", "coercive_measures", "other_services")
_SUITS = ("direct_litigation", "litigation_after_reconsideration")
_ABSENT_CELL = CellTruth(None, "missing")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a report says on a measure. `value` is null unless `state` is `reported`; `cells`
    are the keys read; `uncertain` where the file itself destroyed one of them."""

    value: Number | None
    state: str
    cells: tuple[str, ...] = ()
    uncertain: bool = False


def read(truth: Truth, measure: str) -> Reading:
    """`measure` in one report: a cell key (`.total` may be left out), a name such as `denied`
    or `reconsideration.closed`, `claim:<field>`, or two with a stroke between them: a rate in
    percent, such as `granted/total_processed`."""
    if "/" in measure:
        return _rate(*(read(truth, part) for part in measure.split("/")))
    if measure.startswith(CLAIM):
        found = [claim for claim in truth.claims if claim.field == measure.removeprefix(CLAIM)]
        return Reading(found[0].value, "reported") if found else Reading(None, SILENT)
    plus, minus = _terms(measure, truth.form)
    keys = (*plus, *minus)
    cells = [truth.cells.get(key, _ABSENT_CELL) for key in keys]
    uncertain = any(cell.destroyed for cell in cells)
    if not any(key in truth.cells for key in keys):
        return Reading(None, ABSENT, keys)
    state = next((cell.state for cell in cells if cell.state != "reported"), "reported")
    if state != "reported":
        return Reading(None, state, keys, uncertain)
    signs = [1] * len(plus) + [-1] * len(minus)
    total = sum(sign * (cell.value or 0) for sign, cell in zip(signs, cells, strict=True))
    return Reading(round(total, 6), "reported", keys, uncertain)


def _rate(over: Reading, under: Reading) -> Reading:
    cells, uncertain = over.cells + under.cells, over.uncertain or under.uncertain
    state = next((r.state for r in (over, under) if r.value is None), "reported")
    if state == "reported" and not under.value:
        state = MEANINGLESS
    if state != "reported":
        return Reading(None, state, cells, uncertain)
    rate = round(100 * (over.value or 0) / (under.value or 1), 4)
    return Reading(rate, "reported", cells, uncertain)


def _terms(measure: str, form: str) -> tuple[list[str], list[str]]:
    """Cell keys to add and to take away."""
    name, _, column = measure.partition(".")
    if name == "litigation":
        return _disputes(_SUITS, column)
    if name == "reconsideration":
        return _disputes((name,), column)
    return [_full(key, form) for key in _summands(measure, form)], []


def _disputes(rows: tuple[str, ...], column: str) -> tuple[list[str], list[str]]:
    plus = [f"disputes.{row}.{'total' if column in ('', 'closed') else column}" for row in rows]
    return plus, [f"disputes.{row}.pending" for row in rows] if column == "closed" else []


def _summands(measure: str, form: str) -> list[str]:
    if measure in _GROUPS:
        rows = [row for row, _ in REQUEST_ROWS[form if form in REQUEST_ROWS else "2021"]]
        return [f"requests.{row}" for row in rows if row.startswith((measure + ".", measure + "_"))]
    if measure == "disclosed":
        return ["requests.granted", "requests.partially_granted"]
    return [f"requests.{measure}" if measure in _PLAIN_ROWS else measure]


def _full(key: str, form: str) -> str:
    """The whole cell key for a short one."""
    table, _, rest = key.partition(".")
    if table == "requests":
        known = {row for rows in REQUEST_ROWS.values() for row, _ in rows}
        return f"{key}.total" if rest in known else key
    if table == "disputes" or table.startswith("proactive"):
        return key
    column = ".decisions" if key in _DECISIONS else ".amount" if key == "fees" else ""
    return f"{'proactive_2019' if form == '2019' else 'proactive'}.{key}{column}"


_WHERE = re.compile(r"(\S+) (>|>=|=|<=|<) (-?\d+(?:\.\d+)?)")
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
    "<=": lambda a, b: a <= b,
    "<": lambda a, b: a < b,
}


@dataclass(frozen=True, slots=True)
class Condition:
    """`<measure> <comparison> <number>`, such as `received > 0`."""

    measure: str
    comparison: str
    number: float

    @classmethod
    def of(cls, text: str) -> Condition:
        """Raises ValueError where `text` has another shape."""
        match = _WHERE.fullmatch(text)
        if not match:
            raise ValueError(f"condition {text!r}: expected '<measure> <comparison> <number>'")
        return cls(match[1], match[2], float(match[3]))

    def holds(self, value: Number | None) -> bool:
        """False for null: what is not reported meets no condition."""
        return value is not None and _COMPARE[self.comparison](value, self.number)
