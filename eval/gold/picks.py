"""Which generated reports a template asks about, and the words for its slots."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from eval.gold.measures import Condition, read
from eval.truth import Truth

Body = list[Truth]
"""The reports of one body, by year."""
Slots = dict[str, Any]
_LATEST = 2025


def bodies(truths: Sequence[Truth]) -> list[Body]:
    """Reports grouped by body; the generator writes the years of one body together."""
    groups: list[Body] = []
    for truth in truths:
        last = groups[-1][-1] if groups else None
        follows = last and last.township == truth.township and last.year + 1 == truth.year
        if follows and last and last.body_type == truth.body_type:
            groups[-1].append(truth)
        else:
            groups.append([truth])
    return groups


def picks(truths: Sequence[Truth], pick: dict[str, Any], salt: str) -> list[Slots]:
    """Slots of `pick["n"]` choices, the same ones every time for the same truths and `salt`.

    Raises ValueError where fewer reports fit.
    """
    groups = [group for group in bodies(truths) if group[0].township]
    if pick.get("shared"):
        found = list(_shared(groups))
    elif "chain" in pick:
        found = [slots for group in _named(groups) for slots in _chains(group, pick)]
    else:
        found = [slots for group in _named(groups) for slots in _singles(group, pick)]
    if pick.get("pair"):
        found = list(_pairs(found))
    found.sort(key=lambda slots: hashlib.sha256(f"{salt}{slots['FILE']}".encode()).digest())
    if len(found) < pick["n"]:
        raise ValueError(f"only {len(found)} reports fit {pick}")
    return found[: pick["n"]]


def _named(groups: list[Body]) -> list[Body]:
    """Bodies whose township name no other body of the corpus bears."""
    count = Counter(group[0].township for group in groups)
    return [group for group in groups if count[group[0].township] == 1]


def _singles(group: Body, pick: dict[str, Any]) -> Iterator[Slots]:
    years = {truth.year for truth in group}
    outside = [year for year in (max(years) + 1, min(years) - 1) if year <= _LATEST]
    for truth in group:
        if not _fits(truth, pick):
            continue
        slots = _slots(truth) | {"absent": outside[0]}
        topic = pick.get("passage")
        slots["PASSAGES"] = [p.text for p in truth.passages if p.topic == topic]
        slots["TOLD"] = [str(d.more["told"]) for d in truth.defects if "told" in d.more]
        yield slots


def _fits(truth: Truth, pick: dict[str, Any]) -> bool:
    checks = []
    if "form" in pick:
        checks.append(truth.form == pick["form"])
    if "where" in pick:
        condition = Condition.of(pick["where"])
        reading = read(truth, condition.measure)
        checks.append(condition.holds(reading.value) and not reading.uncertain)
    if "state" in pick:
        measure, state = pick["state"]
        reading = read(truth, measure)
        checks.append(reading.state == state and not reading.uncertain)
    if "passage" in pick:
        checks.append(any(passage.topic == pick["passage"] for passage in truth.passages))
    if "defect" in pick:
        told = [d for d in truth.defects if d.rule == pick["defect"]]
        checks.append(any(d.where == "requests.received.total" for d in told))
    return all(checks)


def _slots(truth: Truth) -> Slots:
    return {
        "FILE": truth.file,
        "town": truth.township,
        "year": truth.year,
        "short": truth.year % 100,
    }


def _chains(group: Body, pick: dict[str, Any]) -> Iterator[Slots]:
    """Bodies with at least `chain` years, every one of which fits; `crosses`: in both forms."""
    crossing = {"2019", "2021"} <= {truth.form for truth in group} or not pick.get("crosses")
    if crossing and len(group) >= pick["chain"] and all(_fits(truth, pick) for truth in group):
        yield _slots(group[-1]) | {
            "first": group[0].year,
            "last": group[-1].year,
            "CHAIN": [truth.file for truth in group],
            "LAST": group[-1].file,
            "BEFORE": group[-2].file,
        }


def _pairs(found: list[Slots]) -> Iterator[Slots]:
    """Two bodies that both fit in the same year."""
    by_year: dict[int, list[Slots]] = defaultdict(list)
    for slots in found:
        by_year[slots["year"]].append(slots)
    for same in by_year.values():
        for one, other in zip(same[::2], same[1::2], strict=False):
            if one["town"] != other["town"]:
                yield one | {"FILE2": other["FILE"], "town2": other["town"]}


def _shared(groups: list[Body]) -> Iterator[Slots]:
    """Names that several bodies bear, with one report of each."""
    by_name: dict[str, list[Truth]] = defaultdict(list)
    for group in groups:
        by_name[str(group[0].township)].append(group[0])
    for name, same in by_name.items():
        if len(same) > 1:
            ambiguous = {
                "ambiguous": [truth.file for truth in same],
                "contains": [truth.county for truth in same],
            }
            yield {"FILE": same[0].file, "bare": name, "AMBIGUOUS": ambiguous}
