"""Planting violations of the form's identities, and finding every one that a truth contains."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from random import Random

from eval.render.labels import APPLICANTS, DISPUTE_COLUMNS, DISPUTE_ROWS, REQUEST_ROWS
from eval.synth.figures import COLUMNS, LITIGATION, UNAVAILABLE, Values
from eval.synth.phrases import WITH_CARRIED
from eval.truth import CellTruth, ClaimTruth, Defect, Number, Truth

Cells = Mapping[str, CellTruth]
_ENDS = ("received", "carried_in", "total_processed", "carried_out")


def _column_balance(values: Values, rng: Random) -> None:
    extra = rng.randint(1, 3)
    for column in (rng.choice(COLUMNS), "total"):
        values[f"requests.received.{column}"] += extra


def _row_total(values: Values, rng: Random) -> None:
    row = rng.choice(("received", "granted", "carried_out", "unavailable.not_held"))
    values[f"requests.{row}.total"] += rng.randint(1, 4)


def _processed_total(values: Values, rng: Random) -> None:
    row = rng.choice(("granted", "partially_granted", "not_processed.duplicate"))
    for column in (rng.choice(COLUMNS), "total"):
        values[f"requests.{row}.{column}"] += 1


def _dispute_total(values: Values, rng: Random) -> None:
    row, _ = rng.choice(DISPUTE_ROWS)
    values[f"disputes.{row}.total"] += rng.randint(1, 2)


def _in_force_balance(values: Values, rng: Random) -> None:
    key = "proactive.normative_documents.in_force"
    if key in values:
        values[key] += rng.randint(3, 30)


def _regulations(values: Values, rng: Random) -> None:
    columns = (
        ("in_force", "issued") if "proactive.fees.amount" in values else ("public_total", "made")
    )
    table = "proactive" if columns[0] == "in_force" else "proactive_2019"
    values[f"{table}.regulations.{rng.choice(columns)}"] = rng.randint(1, 6)


PLANTS: dict[str, Callable[[Values, Random], None]] = {
    "column_balance": _column_balance,
    "row_total": _row_total,
    "processed_total": _processed_total,
    "dispute_total": _dispute_total,
    "in_force_balance": _in_force_balance,
    "implausible_regulations": _regulations,
}
"""Check rule → what breaks it in a year's figures. `carry_over`, `narrative_mismatch`,
`blank_cells` and `missing_table` are planted where those things are made."""


CLAIM_CELLS = {
    "received": ("requests.received.total",),
    "carried_in": ("requests.carried_in.total",),
    "handled": ("requests.total_processed.total",),
    "carried_out": ("requests.carried_out.total",),
    "granted": ("requests.granted.total",),
    "unavailable": UNAVAILABLE,
    "reconsideration": ("disputes.reconsideration.total",),
    "litigation": LITIGATION,
    "licensing": ("proactive.licensing.decisions",),
    "penalties": ("proactive.penalties.decisions",),
}
"""Claim field → the cells whose sum it states."""


def violations(cells: Cells, form: str, body_type: str) -> list[Defect]:
    """Every rule that the printed cells of one report break, each with the cell it shows at.

    An identity counts only where all its cells are reported and none is destroyed.
    """
    if form == "pre2019":
        return []
    found = [*_columns(cells, form), *_rows(cells, form), *_dispute_totals(cells)]
    found += [] if body_type == "县" else _implausible(cells)
    return [*found, *_empty(cells)]


def told_otherwise(claims: Iterable[ClaimTruth], cells: Cells) -> Iterator[Defect]:
    """Claims whose count differs from the cells it speaks of."""
    for claim in claims:
        keys = list(CLAIM_CELLS.get(claim.field, ()))
        if claim.field == "received" and WITH_CARRIED in claim.quote:
            keys.append("requests.carried_in.total")
        printed = _sum(cells, keys)
        if keys and printed is not None and not claim.approx and printed != claim.value:
            more = {"told": claim.value, "table": printed}
            yield Defect("narrative_mismatch", keys[0], more)


def cross_year(before: Truth, after: Truth) -> list[Defect]:
    """Rules broken between the reports of two consecutive years of one body."""
    found = []
    for column, _ in APPLICANTS:
        there = _sum(before.cells, [f"requests.carried_out.{column}"])
        here = _sum(after.cells, [f"requests.carried_in.{column}"])
        if there is not None and here is not None and there != here:
            found.append(
                Defect("carry_over", f"requests.carried_in.{column}", {"previous": before.file})
            )
    for row in ("regulations", "normative_documents"):
        found += _in_force(before, after, f"proactive.{row}")
    return found


def _in_force(before: Truth, after: Truth, row: str) -> list[Defect]:
    change = _sum(after.cells, [f"{row}.issued"], [f"{row}.repealed"])
    held = _sum(before.cells, [f"{row}.in_force"])
    now = _sum(after.cells, [f"{row}.in_force"])
    if change is None or held is None or now is None or now == held + change:
        return []
    return [Defect("in_force_balance", f"{row}.in_force", {"previous": before.file})]


def _columns(cells: Cells, form: str) -> Iterator[Defect]:
    outcomes = [row for row, _ in REQUEST_ROWS[form] if row not in _ENDS]
    for column, _ in APPLICANTS:
        received, carried_in, processed, carried_out = (f"requests.{r}.{column}" for r in _ENDS)
        if _sum(cells, [received, carried_in], [processed, carried_out]):
            yield Defect("column_balance", f"requests.{column}")
        if _sum(cells, [f"requests.{row}.{column}" for row in outcomes], [processed]):
            yield Defect("processed_total", processed)


def _rows(cells: Cells, form: str) -> Iterator[Defect]:
    for row, _ in REQUEST_ROWS[form]:
        total = f"requests.{row}.total"
        if _sum(cells, [f"requests.{row}.{column}" for column in COLUMNS], [total]):
            yield Defect("row_total", total)


def _dispute_totals(cells: Cells) -> Iterator[Defect]:
    results = [column for column, _ in DISPUTE_COLUMNS if column != "total"]
    for row, _ in DISPUTE_ROWS:
        total = f"disputes.{row}.total"
        if _sum(cells, [f"disputes.{row}.{column}" for column in results], [total]):
            yield Defect("dispute_total", total)


def _implausible(cells: Cells) -> list[Defect]:
    rows = ("proactive.regulations.", "proactive_2019.regulations.")
    keys = [key for key, cell in cells.items() if key.startswith(rows) and cell.value]
    return [Defect("implausible_regulations", key) for key in keys if not cells[key].destroyed]


def _empty(cells: Cells) -> Iterator[Defect]:
    states: dict[str, list[str]] = {}
    for key, cell in cells.items():
        states.setdefault(key.split(".")[0], []).append(cell.state)
    for table, found in states.items():
        if set(found) == {"missing"}:
            yield Defect("missing_table", table)
        elif "blank" in found:
            yield Defect("blank_cells", table)


def _sum(cells: Cells, plus: list[str], minus: list[str] | None = None) -> Number | None:
    """Sum of `plus` less `minus`; None where a cell is absent, not reported or destroyed."""
    total: Number = 0
    for sign, keys in ((1, plus), (-1, minus or [])):
        for key in keys:
            cell = cells.get(key)
            if cell is None or cell.value is None or cell.destroyed:
                return None
            total += sign * cell.value
    return total
