"""What a right answer must hold, computed from truths by plain code; nothing of the product.

A question's `want` (see eval/gold/README.md) becomes an `expect` record: status, value, rows,
cells to cite, phrases to quote, population, words. Lists are complete; what a careful reader
might leave in or out stands under `may`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from eval.gold.asked import Asked, Expect, Want
from eval.gold.measures import ABSENT, SILENT, read
from eval.gold.parts import NOTHING, UNSAID, cited, merged, one_of, row, short, spoken
from eval.gold.sets import findings, listed, mention, of_form, ranked, silent, total

_MEANINGLESS = one_of("无意义 没有意义 无办结 没有办结 无法计算 无审结 没有审结 分母")


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
    if "may" in want:
        named = (asked.one(name).file for name in want["may"])
        expect["may"] = [*expect.get("may", []), *named]
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
    expect = cited(truth, reading) | {"value": reading.value}
    if reading.state != "reported":
        expect |= {"contains": [NOTHING[reading.state]]}
        if reading.state in (SILENT, ABSENT):
            expect |= {"status": ["answered", "not_in_corpus"]}
    return expect


def _ratio(asked: Asked, spec: list[str]) -> Expect:
    truth = asked.one(spec[0])
    over, under = read(truth, spec[1]), read(truth, spec[2] if spec[2:] else "total_processed")
    expect = cited(truth, over, under)
    if not under.value or over.value is None:
        words = _MEANINGLESS if under.value == 0 else NOTHING[under.state]
        return expect | {"value": None, "contains": [words]}
    return expect | {"value": short(100 * over.value / under.value)}


def _rows(asked: Asked, spec: Want) -> Expect:
    """Named reports side by side; with `of`, the measure of each."""
    truths = [asked.one(name) for name in spec["files"]]
    if "of" not in spec:
        return {"rows": [row(truth) for truth in truths]}
    readings = [read(truth, spec["of"]) for truth in truths]
    pairs = list(zip(truths, readings, strict=True))
    expect = merged(cited(truth, reading) for truth, reading in pairs)
    expect |= {"rows": [row(t, r) for t, r in pairs if not r.uncertain]}
    if "tell" in spec:
        first, last = readings[0].value, readings[-1].value
        if first is None or last is None:
            raise ValueError(f"nothing to tell of {spec['of']}: a value is not reported")
        expect["contains"] = [spoken(_TELL[spec["tell"]](first, last))]
    return expect


_TELL: dict[str, Callable[[float, float], float]] = {
    "gap": lambda first, last: abs(last - first),
    "growth": lambda first, last: abs(100 * (last - first) / first),
    "times": lambda first, last: first / last,
}
"""What an answer must say of the first and the last of several values; growth in percent."""


def _trend(asked: Asked, spec: Want) -> Expect:
    """One body over years, in their order; `missing` years must be named."""
    named = [str(year) for year in spec.get("missing", [])]
    years = {asked.one(name).year: name for name in spec["files"]}
    in_order = [years[year] for year in sorted(years)]
    expect = _rows(asked, spec | {"files": in_order})
    return expect | {"ordered": True, "contains": [*named, *expect.get("contains", [])]}


def _compare(asked: Asked, spec: Want) -> Expect:
    """The same total over several scopes, each of which the answer must state."""
    parts = [total(asked, spec | scope) for scope in spec["scopes"]]
    return merged(parts) | {"contains": [spoken(part["value"]) for part in parts]}


def _cells(asked: Asked, spec: list[list[str]]) -> Expect:
    """Cells that must be cited, whatever the answer's shape."""
    pairs = [(asked.one(name), measure) for name, measure in spec]
    return merged(cited(truth, read(truth, measure)) for truth, measure in pairs)


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


def _unsaid(asked: Asked, spec: Want) -> Expect:
    """Reports that do not speak of a subject, which the answer must say.

    Raises ValueError where one of them holds one of `words`, those that any answer would have to
    use. A wording that the reports themselves use says nothing of the kind.
    """
    truths = [asked.one(name) for name in spec["files"]]
    words = spec.get("words", ())  # none where only the questions' writer has the text (seeds)
    texts = {truth.file: asked.text(truth) for truth in truths} if words else {}
    said = [f"{file} holds {w}" for file, text in texts.items() for w in words if w in text]
    if said:
        raise ValueError(", ".join(said))
    silent = [word for word in UNSAID if not any(word in text for text in texts.values())]
    return {"status": ["not_in_corpus", "answered"], "value": None, "contains": [silent]}


OPERATIONS: dict[str, Callable[[Asked, Any], Expect]] = {
    "value": _value,
    "ratio": _ratio,
    "list": listed,
    "rank": ranked,
    "total": total,
    "rows": _rows,
    "trend": _trend,
    "compare": _compare,
    "findings": findings,
    "forms": of_form,
    "silent": silent,
    "mention": mention,
    "cells": _cells,
    "ambiguous": _ambiguous,
    "count": _held,
    "file": _about,
    "files": _among,
    "unsaid": _unsaid,
}
