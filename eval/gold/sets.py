"""Expectations over all reports in scope: lists, rankings, totals, findings, mentions."""

from __future__ import annotations

from collections.abc import Callable
from statistics import mean, median

from eval.gold.asked import Asked, Expect, UncertainError, Want
from eval.gold.measures import CLAIM, SILENT, Condition, Reading, read
from eval.gold.parts import cited, merged, row, short
from eval.truth import Number, Truth


def listed(asked: Asked, spec: Want) -> Expect:
    """Every report of the scope that meets `where`; without it, every report of the scope."""
    sure, perhaps = asked.scope(spec)
    if "where" not in spec:
        return {"rows": [row(t) for t in sure], "may": [t.file for t in perhaps]}
    if isinstance(spec["where"], list):
        return _meeting_all(sure, perhaps, spec["where"])
    condition = Condition.of(spec["where"])
    readings = {truth.file: read(truth, condition.measure) for truth in (*sure, *perhaps)}
    met = [t for t in sure if condition.holds(readings[t.file].value)]
    certain = [t for t in met if not readings[t.file].uncertain]
    may = [t.file for t in (*sure, *perhaps) if readings[t.file].uncertain]
    may += [t.file for t in perhaps if condition.holds(readings[t.file].value)]
    expect = merged(cited(truth, readings[truth.file]) for truth in certain)
    expect |= {"rows": [row(t, readings[t.file]) for t in certain], "may": may}
    if not met and not may:
        expect["contains"] = [["没有", "无", "未", "0"]]
    return expect | _population(condition.measure, sure, perhaps, readings, met)


def _meeting_all(sure: list[Truth], perhaps: list[Truth], where: list[str]) -> Expect:
    """Every report that meets all conditions; rows have a value where they share one measure."""
    conditions = [Condition.of(text) for text in where]
    readings = {t.file: [read(t, c.measure) for c in conditions] for t in (*sure, *perhaps)}

    def meets(truth: Truth) -> bool:
        pairs = zip(conditions, readings[truth.file], strict=True)
        return all(condition.holds(reading.value) for condition, reading in pairs)

    unsure = [t for t in (*sure, *perhaps) if any(r.uncertain for r in readings[t.file])]
    met = [t for t in sure if meets(t) and t not in unsure]
    may = [t.file for t in (*unsure, *(t for t in perhaps if meets(t)))]
    single = len({condition.measure for condition in conditions}) == 1
    expect = merged(cited(t, *readings[t.file]) for t in met)
    expect |= {"rows": [row(t, readings[t.file][0] if single else None) for t in met], "may": may}
    return expect if met or may else expect | {"contains": [["没有", "无", "未", "0"]]}


def _population(
    measure: str,
    sure: list[Truth],
    perhaps: list[Truth],
    readings: dict[str, Reading],
    met: list[Truth],
) -> Expect:
    """How many reports are held, match and cannot be judged, where that is beyond dispute."""
    if (
        perhaps
        or CLAIM in measure
        or "/" in measure
        or any(readings[t.file].uncertain for t in sure)
    ):
        return {}
    unjudged = [truth.file for truth in sure if readings[truth.file].state != "reported"]
    return {"population": {"held": len(sure), "matched": len(met), "unjudged": unjudged}}


def ranked(asked: Asked, spec: Want) -> Expect:
    """The `top` reports, and those level with the last; one asked for may have others follow."""
    sure, perhaps = asked.scope(spec)
    read_all = [(truth, read(truth, spec["by"])) for truth in sure]
    readings = [(t, r) for t, r in read_all if r.value is not None and not r.uncertain]
    if spec.get("nonzero"):
        readings = [(t, r) for t, r in readings if r.value]
    sign = 1 if spec.get("asc") else -1
    in_order = sorted(readings, key=lambda pair: sign * (pair[1].value or 0))
    last = in_order[min(spec["top"], len(in_order)) - 1][1].value or 0
    best = [(t, r) for t, r in in_order if sign * (r.value or 0) <= sign * last]
    uncertain = [truth.file for truth, reading in read_all if reading.uncertain]
    following = [t.file for t, _ in in_order[len(best) :]] if spec["top"] == 1 else []
    expect = merged(cited(truth, reading) for truth, reading in best)
    return expect | {
        "rows": [row(truth, reading) for truth, reading in best],
        "ordered": True,
        "may": [*uncertain, *(t.file for t in perhaps), *following],
    }


_HOW: dict[str, Callable[[list[Number]], float]] = {"sum": sum, "mean": mean, "median": median}


def total(asked: Asked, spec: Want) -> Expect:
    """A sum, mean, median, share in percent, or count over the reports with a figure."""
    sure, _ = asked.scope(spec)
    if spec["how"] == "count":
        return _count(sure, spec)
    readings = {truth.file: read(truth, spec["of"]) for truth in sure}
    judged = [t for t in sure if readings[t.file].value is not None]
    values = [readings[t.file].value or 0 for t in judged]
    whole: float
    if spec["how"] == "share":
        under = sum(read(truth, spec["over"]).value or 0 for truth in judged)
        whole = 100 * sum(values) / under
    else:
        whole = _HOW[spec["how"]](values)
    expect = merged(cited(t, readings[t.file]) for t in judged if readings[t.file].value)
    _certain(readings)
    value = {"value": short(whole)}
    population = _population(spec["of"], sure, [], readings, judged)
    population.get("population", {}).pop("matched", None)
    return expect | value | population


def _certain(readings: dict[str, Reading]) -> None:
    """Raises UncertainError where a file destroyed what a total is made of."""
    lost = [file for file, reading in readings.items() if reading.uncertain]
    if lost:
        raise UncertainError(f"cells destroyed in {', '.join(lost)}")


def _count(sure: list[Truth], spec: Want) -> Expect:
    if "where" not in spec:
        return {"value": len(sure)}
    if isinstance(spec["where"], list):
        found = _meeting_all(sure, [], spec["where"])
        if found["may"]:
            raise UncertainError(f"cells destroyed in {', '.join(found['may'])}")
        return {"value": len(found["rows"])}
    condition = Condition.of(spec["where"])
    readings = {truth.file: read(truth, condition.measure) for truth in sure}
    met = [t for t in sure if condition.holds(readings[t.file].value)]
    _certain(readings)
    return {"value": len(met)} | _population(condition.measure, sure, [], readings, met)


def findings(asked: Asked, spec: Want) -> Expect:
    """Reports that break one of `rules`; those that break a rule of `also` may be named too."""
    inside = [t for t in asked.truths if t.year == spec.get("year", t.year)]
    cell = spec.get("cell")
    hit = [
        truth
        for truth in inside
        if any(d.rule in spec["rules"] and cell in (None, d.where) for d in truth.defects)
    ]
    also = set(spec.get("also", []))
    may = [t.file for t in inside if t not in hit and (_damaged(t) or also & _rules(t))]
    expect: Expect = {"rows": [row(truth) for truth in hit], "may": may}
    if not hit and not may:
        expect["contains"] = [["没有", "无", "未", "0"]]
    return expect


def _rules(truth: Truth) -> set[str]:
    return {defect.rule for defect in truth.defects}


def _damaged(truth: Truth) -> bool:
    """Whether a reader may see in the file what its truth does not hold for certain."""
    return any(cell.destroyed for cell in truth.cells.values())


def of_form(asked: Asked, spec: Want) -> Expect:
    """Reports that use one version of the form."""
    return {"rows": [row(t) for t in asked.truths if t.form == spec["form"]]}


def silent(asked: Asked, field: str) -> Expect:
    """Reports whose text gives no count for `field`."""
    hit = [t for t in asked.truths if read(t, CLAIM + field).state == SILENT]
    return {"rows": [row(truth) for truth in hit]}


def mention(asked: Asked, spec: Want) -> Expect:
    """Reports whose text holds one of `words`; those with a word of `also` may be named too."""
    sure, perhaps = asked.scope(spec)
    hit = [t for t in sure if any(word in asked.text(t) for word in spec["words"])]
    wider = [*spec["words"], *spec.get("also", [])]
    may = [t.file for t in (*sure, *perhaps) if any(word in asked.text(t) for word in wider)]
    may = [name for name in may if name not in {truth.file for truth in hit}]
    return {"rows": [row(truth) for truth in hit], "may": may}
