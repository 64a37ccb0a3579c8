"""Consistent figures of one body over consecutive years: every identity of the form holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from eval.render.labels import APPLICANTS, DISPUTE_ROWS, REQUEST_ROWS, form_keys
from eval.truth import Number

Values = dict[str, Number]
"""Cell key → value, every key of the form."""

COLUMNS = tuple(code for code, _ in APPLICANTS[:-1])
_COLUMN_WEIGHTS = (80, 9, 1, 2, 3, 5)
_OUTCOMES = {
    "granted": 40,
    "partially_granted": 8,
    "denied.third_party_rights": 3,
    "denied.process_information": 3,
    "denied.enforcement_files": 2,
    "denied.administrative_query": 3,
    "denied.internal_affairs": 1,
    "denied.state_secret": 0.3,
    "unavailable.not_held": 22,
    "unavailable.needs_creation": 4,
    "unavailable.unclear_after_correction": 2,
    "not_processed.petition": 4,
    "not_processed.duplicate": 3,
    "not_processed.reconfirmation": 1,
    "other.correction_overdue": 2,
    "other.other": 5,
}


UNAVAILABLE = tuple(f"requests.{row}.total" for row in _OUTCOMES if row.startswith("unavailable"))
LITIGATION = tuple(f"disputes.{row}.total" for row, _ in DISPUTE_ROWS[1:])
"""Cells that running text speaks of as one number."""


@dataclass(slots=True)
class History:
    """What one year hands on to the next, and how busy the body is."""

    activity: float
    carried: dict[str, int] = field(default_factory=dict)
    in_force: int = 0
    items: dict[str, int] = field(default_factory=dict)


def new_history(rng: Random, area: bool) -> History:
    """Most townships get next to no requests, a few get dozens; counties get hundreds."""
    activity = rng.choices((0.0, 1.5, 5.0, 25.0), (52, 30, 14, 4))[0] * (20 if area else 1)
    items = {name: rng.choice((0, 0, 3, 12, 40)) for name in _ITEM_ROWS}
    return History(activity, in_force=rng.choice((0, 0, 0, 2, 5, 11)), items=items)


def year_values(rng: Random, form: str, history: History) -> Values:
    """All cells of `form` for one more year; updates `history`."""
    values: Values = dict.fromkeys(form_keys(form), 0)
    _requests(rng, form, history, values)
    _disputes(rng, history, values)
    if form == "2021":
        _proactive(rng, history, values)
    else:
        _proactive_2019(rng, history, values)
    return values


def _requests(rng: Random, form: str, history: History, values: Values) -> None:
    received = rng.choices(COLUMNS, _COLUMN_WEIGHTS, k=_poissonish(rng, history.activity))
    for column in COLUMNS:
        arrived, carried_in = received.count(column), history.carried.get(column, 0)
        late = sum(rng.random() < 0.08 for _ in range(arrived + carried_in))
        values[f"requests.received.{column}"] = arrived
        values[f"requests.carried_in.{column}"] = carried_in
        values[f"requests.carried_out.{column}"] = late
        history.carried[column] = late
        done = arrived + carried_in - late
        values[f"requests.total_processed.{column}"] = done
        for outcome in rng.choices(list(_OUTCOMES), list(_OUTCOMES.values()), k=done):
            values[f"requests.{_row(outcome, form)}.{column}"] += 1
    for row, _ in REQUEST_ROWS[form]:
        total = sum(values[f"requests.{row}.{column}"] for column in COLUMNS)
        values[f"requests.{row}.total"] = total


def _row(outcome: str, form: str) -> str:
    return "other_total" if form == "2019" and outcome.startswith("other.") else outcome


def _poissonish(rng: Random, mean: float) -> int:
    return min(int(rng.expovariate(1 / mean) + 0.5), 900) if mean else 0


def _disputes(rng: Random, history: History, values: Values) -> None:
    for row, _ in DISPUTE_ROWS:
        for _ in range(_poissonish(rng, 0.08 + history.activity * 0.04)):
            result = rng.choices(("upheld", "corrected", "other_result", "pending"), (5, 2, 2, 2))
            values[f"disputes.{row}.{result[0]}"] += 1
            values[f"disputes.{row}.total"] += 1


def _proactive(rng: Random, history: History, values: Values) -> None:
    issued = rng.choice((0, 0, 0, 0, 1, 2, 4))
    repealed = min(rng.choice((0, 0, 0, 0, 1, 3)), history.in_force + issued)
    history.in_force += issued - repealed
    normative = "proactive.normative_documents"
    values[f"{normative}.issued"] = issued
    values[f"{normative}.repealed"] = repealed
    values[f"{normative}.in_force"] = history.in_force
    values["proactive.licensing.decisions"] = _busy(rng, 1200)
    values["proactive.penalties.decisions"] = _busy(rng, 90)
    values["proactive.coercive_measures.decisions"] = _busy(rng, 12)
    values["proactive.fees.amount"] = _money(rng, 90)


_ITEM_ROWS = ("licensing", "other_services", "penalties", "coercive_measures", "fees")


def _proactive_2019(rng: Random, history: History, values: Values) -> None:
    made = rng.choice((0, 0, 0, 1, 3))
    history.in_force += made
    normative = "proactive_2019.normative_documents"
    values[f"{normative}.made"] = values[f"{normative}.newly_published"] = made
    values[f"{normative}.public_total"] = history.in_force
    for row in _ITEM_ROWS:
        delta = max(rng.choice((0, 0, 0, 2, 5, -1)), -history.items[row])
        values[f"proactive_2019.{row}.items_prev"] = history.items[row]
        values[f"proactive_2019.{row}.items_delta"] = delta
        history.items[row] += delta
        if row != "fees":
            values[f"proactive_2019.{row}.decisions"] = _busy(rng, 300)
    projects = rng.choice((0, 0, 1, 6))
    values["proactive_2019.procurement.projects"] = projects
    amount = rng.randint(3000, 900000) if projects else 0
    values["proactive_2019.procurement.amount"] = amount


def _busy(rng: Random, most: int) -> int:
    """Mostly none, else anything up to `most`, small counts more often."""
    return 0 if rng.random() < 0.6 else int(most * rng.random() ** 2) + 1


def _money(rng: Random, most: float) -> Number:
    return (
        0 if rng.random() < 0.8 else round(most * rng.random() ** 3 + 0.01, rng.choice((1, 2, 4)))
    )
