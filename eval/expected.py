"""What a right answer must hold, computed from truths by plain code; nothing of the product.

A question's `want` (see eval/gold/README.md) becomes an `expect` record: status, value, rows,
cells to cite, phrases to quote, population, words. Lists are complete; what a careful reader
might leave in or out stands under `may`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import mean, median
from typing import Any

from eval.gold.measures import ABSENT, CLAIM, SILENT, Condition, Reading, read
from eval.truth import Number, Truth

Expect = dict[str, Any]
Want = dict[str, Any]

KINDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "镇": (frozenset({"镇"}), frozenset()),
    "乡": (frozenset({"乡", "民族乡"}), frozenset()),
    "街道": (frozenset({"街道"}), frozenset()),
    "乡镇": (
        frozenset({"镇", "乡", "民族乡"}),
        frozenset({"街道", "苏木", "农场", "管委会"}),
    ),
    "单位": (
        frozenset({"镇", "乡", "民族乡", "街道", "苏木", "农场", "管委会", "局"}),
        frozenset({"县", "县政府"}),
    ),
}
"""Word in the question → body types it means, and those it may also be taken to mean."""


def _one_of(words: str) -> list[str]:
    return words.split()


_WORDS = {
    "blank": ["空白", "未填", "没有填", "没填", "留空", "空着"],
    "not_applicable": ["不适用", "“/”", "“-”", "“—”", "“／”", "/"],
    "missing": ["缺", "没有", "未见", "无表", "未找到", "读不出", "不可读"],
    "text": ["文字"],
    "unreadable": ["读不出", "无法辨认", "不可读", "损坏"],
    ABSENT: ["没有", "不含", "无", "缺"],
    SILENT: _one_of(
        "没有给出 未给出 没有写 未写 没写 未提 没有提 没提 未说明 没有说明 没有列 未列 未载 "
        "未公布 没有公布 未明确 没有明确 找不到 没有找到 未找到 未见"
    ),
}
"""How an answer may name each kind of nothing."""
_MEANINGLESS = _one_of("无意义 没有意义 无办结 没有办结 无法计算 无审结 没有审结 分母")


class UncertainError(ValueError):
    """The files destroyed what the question is about, so it has no one right answer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A corpus as questions see it: its truths, and the running text of each report."""

    truths: Sequence[Truth]
    text: Callable[[Truth], str]

    def one(self, name: str) -> Truth:
        """The report whose file or place contains `name`; ValueError unless exactly one."""
        exact = [truth for truth in self.truths if truth.file == name]
        found = exact or [t for t in self.truths if name in t.file or name == t.township]
        if len(found) != 1:
            raise ValueError(f"{name!r} names {len(found)} reports, expected one")
        return found[0]

    def scope(self, want: Want) -> tuple[list[Truth], list[Truth]]:
        """Reports that `want` speaks of, and those it may be taken to include."""
        years = {want["year"]} if "year" in want else {truth.year for truth in self.truths}
        places = {name: want[name] for name in ("province", "city", "county") if name in want}
        inside = [
            truth
            for truth in self.truths
            if truth.year in years and all(getattr(truth, n) == v for n, v in places.items())
        ]
        kinds, wider = KINDS[want.get("kind", "单位")]
        sure = [t for t in inside if t.body_type in kinds and self._says(t, places.values())]
        return sure, [t for t in inside if t not in sure and t.body_type in kinds | wider]

    def _says(self, truth: Truth, places: Iterable[str]) -> bool:
        """Whether the report itself names the places; without a text they count as named."""
        text = self.text(truth)
        return not text or all(name in text for name in places)


def expectation(asked: Asked, want: Want) -> Expect:
    """The `expect` record of one turn.

    Raises ValueError for a `want` that names no or several reports, or has no known operation.
    """
    known = [name for name in want if name in OPERATIONS]
    if len(known) > 1:
        raise ValueError(f"more than one operation in {want}")
    expect: Expect = {"status": "answered"}
    if known:
        expect |= OPERATIONS[known[0]](asked, want[known[0]])
    expect["contains"] = [*expect.get("contains", []), *want.get("contains", [])]
    for name in ("status", "absent"):
        if name in want:
            expect[name] = want[name]
    if "value_any" in want:
        expect["value"] = {"any": want["value_any"]}
        expect["contains"] = want.get("contains", [])
    if "quotes" in want:
        expect["phrases"] = want["quotes"]
    return {name: value for name, value in expect.items() if value or name in ("value", "rows")}


def _value(asked: Asked, spec: list[str]) -> Expect:
    name, measure = spec
    truth = asked.one(name)
    reading = read(truth, measure)
    expect = _cited(truth, reading) | {"value": reading.value}
    if reading.state != "reported":
        expect |= {"contains": [_WORDS[reading.state]]}
        if reading.state in (SILENT, ABSENT):
            expect |= {"status": ["answered", "not_in_corpus"]}
    return expect


def _cited(truth: Truth, *readings: Reading) -> Expect:
    """Cells to cite: those that hold a number other than 0, or the one cell that was asked for."""
    keys = list(dict.fromkeys(key for reading in readings for key in reading.cells))
    present = [key for key in keys if key in truth.cells and truth.cells[key].state != "missing"]
    telling = present if len(present) == 1 else [k for k in present if truth.cells[k].value]
    return {
        "cells": [[truth.file, key] for key in telling],
        "also": [[truth.file, key] for key in present if key not in telling],
    }


def _merged(parts: Iterable[Expect]) -> Expect:
    cells: Expect = {"cells": [], "also": []}
    for part in parts:
        for name in cells:
            cells[name] += part.get(name, [])
    return cells


def _ratio(asked: Asked, spec: list[str]) -> Expect:
    truth = asked.one(spec[0])
    over, under = read(truth, spec[1]), read(truth, spec[2] if spec[2:] else "total_processed")
    expect = _cited(truth, over, under)
    if not under.value or over.value is None:
        words = _MEANINGLESS if under.value == 0 else _WORDS[under.state]
        return expect | {"value": None, "contains": [words]}
    return expect | {"value": _short(100 * over.value / under.value)}


def row(truth: Truth, reading: Reading | None = None) -> dict[str, Any]:
    """One expected row; `value` only where a measure was asked for."""
    place = {"file": truth.file, "issuer": truth.issuer, "year": truth.year}
    return place | ({"value": reading.value} if reading else {})


def _list(asked: Asked, spec: Want) -> Expect:
    sure, perhaps = asked.scope(spec)
    if "where" not in spec:
        return {"rows": [row(t) for t in sure], "may": [t.file for t in perhaps]}
    condition = Condition.of(spec["where"])
    readings = {truth.file: read(truth, condition.measure) for truth in (*sure, *perhaps)}
    met = [t for t in sure if condition.holds(readings[t.file].value)]
    certain = [t for t in met if not readings[t.file].uncertain]
    may = [t.file for t in (*sure, *perhaps) if readings[t.file].uncertain]
    may += [t.file for t in perhaps if condition.holds(readings[t.file].value)]
    expect = _merged(_cited(truth, readings[truth.file]) for truth in certain)
    expect |= {"rows": [row(t, readings[t.file]) for t in certain], "may": may}
    if not met and not may:
        expect["contains"] = [["没有", "无", "未", "0"]]
    return expect | _population(condition.measure, sure, perhaps, readings, met)


def _population(
    measure: str,
    sure: list[Truth],
    perhaps: list[Truth],
    readings: dict[str, Reading],
    met: list[Truth],
) -> Expect:
    """How many reports are held, match and cannot be judged, where that is beyond dispute."""
    if perhaps or measure.startswith(CLAIM) or any(readings[t.file].uncertain for t in sure):
        return {}
    unjudged = [truth.file for truth in sure if readings[truth.file].state != "reported"]
    return {"population": {"held": len(sure), "matched": len(met), "unjudged": unjudged}}


def _rank(asked: Asked, spec: Want) -> Expect:
    sure, perhaps = asked.scope(spec)
    read_all = [(truth, read(truth, spec["by"])) for truth in sure]
    readings = [(t, r) for t, r in read_all if r.value is not None and not r.uncertain]
    if spec.get("nonzero"):
        readings = [(t, r) for t, r in readings if r.value]
    sign = 1 if spec.get("asc") else -1
    ranked = sorted(readings, key=lambda pair: sign * (pair[1].value or 0))
    last = ranked[min(spec["top"], len(ranked)) - 1][1].value or 0
    best = [(t, r) for t, r in ranked if sign * (r.value or 0) <= sign * last]
    uncertain = [truth.file for truth, reading in read_all if reading.uncertain]
    expect = _merged(_cited(truth, reading) for truth, reading in best)
    return expect | {
        "rows": [row(truth, reading) for truth, reading in best],
        "ordered": True,
        "may": [*uncertain, *(t.file for t in perhaps), *(t.file for t, _ in ranked[len(best) :])],
    }


_HOW: dict[str, Callable[[list[Number]], float]] = {"sum": sum, "mean": mean, "median": median}


def _total(asked: Asked, spec: Want) -> Expect:
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
    expect = _merged(_cited(t, readings[t.file]) for t in judged if readings[t.file].value)
    _certain(readings)
    value = {"value": _short(whole)}
    population = _population(spec["of"], sure, [], readings, judged)
    population.get("population", {}).pop("matched", None)
    return expect | value | population


def _certain(readings: dict[str, Reading]) -> None:
    """Raises UncertainError where a file destroyed what a total is made of."""
    lost = [file for file, reading in readings.items() if reading.uncertain]
    if lost:
        raise UncertainError(f"cells destroyed in {', '.join(lost)}")


def _short(value: float) -> Number:
    rounded = round(float(value), 4)
    return int(rounded) if rounded.is_integer() else rounded


def _count(sure: list[Truth], spec: Want) -> Expect:
    if "where" not in spec:
        return {"value": len(sure)}
    condition = Condition.of(spec["where"])
    readings = {truth.file: read(truth, condition.measure) for truth in sure}
    met = [t for t in sure if condition.holds(readings[t.file].value)]
    _certain(readings)
    return {"value": len(met)} | _population(condition.measure, sure, [], readings, met)


def _rows(asked: Asked, spec: Want) -> Expect:
    """Named reports side by side; with `of`, the measure of each."""
    truths = [asked.one(name) for name in spec["files"]]
    if "of" not in spec:
        return {"rows": [row(truth) for truth in truths]}
    readings = [read(truth, spec["of"]) for truth in truths]
    pairs = list(zip(truths, readings, strict=True))
    expect = _merged(_cited(truth, reading) for truth, reading in pairs)
    return expect | {"rows": [row(t, r) for t, r in pairs if not r.uncertain]}


def _trend(asked: Asked, spec: Want) -> Expect:
    """One body over years, in their order; `missing` years must be named."""
    named = [str(year) for year in spec.get("missing", [])]
    years = {asked.one(name).year: name for name in spec["files"]}
    in_order = [years[year] for year in sorted(years)]
    return _rows(asked, spec | {"files": in_order}) | {"ordered": True, "contains": named}


def _findings(asked: Asked, spec: Want) -> Expect:
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


def _forms(asked: Asked, spec: Want) -> Expect:
    return {"rows": [row(t) for t in asked.truths if t.form == spec["form"]]}


def _silent(asked: Asked, field: str) -> Expect:
    """Reports whose text gives no count for `field`."""
    hit = [t for t in asked.truths if read(t, CLAIM + field).state == SILENT]
    return {"rows": [row(truth) for truth in hit]}


def _mention(asked: Asked, spec: Want) -> Expect:
    """Reports whose text holds one of `words`; those with a word of `also` may be named too."""
    sure, perhaps = asked.scope(spec)
    hit = [t for t in sure if any(word in asked.text(t) for word in spec["words"])]
    wider = [*spec["words"], *spec.get("also", [])]
    may = [t.file for t in (*sure, *perhaps) if any(word in asked.text(t) for word in wider)]
    may = [name for name in may if name not in {truth.file for truth in hit}]
    return {"rows": [row(truth) for truth in hit], "may": may}


def _cells(asked: Asked, spec: list[list[str]]) -> Expect:
    """Cells that must be cited, whatever the answer's shape."""
    pairs = [(asked.one(name), measure) for name, measure in spec]
    return _merged(_cited(truth, read(truth, measure)) for truth, measure in pairs)


def _ambiguous(asked: Asked, names: list[str]) -> Expect:
    """A name borne by several bodies: ask back, or answer for each, but never pick one."""
    for name in names:
        asked.one(name)
    return {"status": ["needs_clarification", "answered"], "value": None}


def _held(asked: Asked, _: str) -> Expect:
    return {"value": len(asked.truths)}


def _about(asked: Asked, name: str) -> Expect:
    """The one report that quotes must come from."""
    return {"from": [asked.one(name).file]}


def _among(asked: Asked, names: list[str]) -> Expect:
    """Reports to name, and to quote from."""
    rows = _rows(asked, {"files": names})
    return rows | {"from": [row["file"] for row in rows["rows"]]}


OPERATIONS: dict[str, Callable[[Asked, Any], Expect]] = {
    "value": _value,
    "ratio": _ratio,
    "list": _list,
    "rank": _rank,
    "total": _total,
    "rows": _rows,
    "trend": _trend,
    "findings": _findings,
    "forms": _forms,
    "silent": _silent,
    "mention": _mention,
    "cells": _cells,
    "ambiguous": _ambiguous,
    "count": _held,
    "file": _about,
    "files": _among,
}
