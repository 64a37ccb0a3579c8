"""What several kinds of expectation are made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from eval.gold.asked import Expect
from eval.gold.measures import ABSENT, SILENT, Reading
from eval.truth import Number, Truth


def one_of(words: str) -> list[str]:
    """Words of which any one will do."""
    return words.split()


NOTHING = {
    "blank": ["空白", "未填", "没有填", "没填", "留空", "空着"],
    "not_applicable": ["不适用", "“/”", "“-”", "“—”", "“／”", "/"],
    "missing": ["缺", "没有", "未见", "无表", "未找到", "读不出", "不可读"],
    "text": ["文字"],
    "unreadable": ["读不出", "无法辨认", "不可读", "损坏"],
    ABSENT: ["没有", "不含", "无", "缺"],
    SILENT: one_of(
        "没有给出 未给出 没有写 未写 没写 未提 没有提 没提 未说明 没有说明 没有列 未列 未载 "
        "未公布 没有公布 未明确 没有明确 找不到 没有找到 未找到 未见"
    ),
}
"""How an answer may name each kind of nothing."""

UNSAID = [
    *NOTHING[SILENT],
    *one_of("未涉及 没有涉及 不涉及 没有相关 没有记载 未记载 没有说 没说 没有谈 未谈 没有与"),
]
"""How an answer may say that a report does not speak of a subject."""


def row(truth: Truth, reading: Reading | None = None) -> dict[str, Any]:
    """One expected row; `value` only where a measure was asked for."""
    place = {"file": truth.file, "issuer": truth.issuer, "year": truth.year}
    return place | ({"value": reading.value} if reading else {})


def cited(truth: Truth, *readings: Reading) -> Expect:
    """Cells to cite: those that hold a number other than 0, or the one cell that was asked for."""
    keys = list(dict.fromkeys(key for reading in readings for key in reading.cells))
    present = [key for key in keys if key in truth.cells and truth.cells[key].state != "missing"]
    telling = present if len(present) == 1 else [k for k in present if truth.cells[k].value]
    return {
        "cells": [[truth.file, key] for key in telling],
        "also": [[truth.file, key] for key in present if key not in telling],
    }


def merged(parts: Iterable[Expect]) -> Expect:
    """The cells of several parts together."""
    cells: Expect = {"cells": [], "also": []}
    for part in parts:
        for name in cells:
            cells[name] += part.get(name, [])
    return cells


def spoken(value: float) -> str | list[str]:
    """A number as an answer may print it: whole, or with one, two or more places."""
    number = short(value)
    if isinstance(number, int):
        return str(number)
    return list(dict.fromkeys([f"{value:.1f}", f"{value:.2f}", str(number)]))


def short(value: float) -> Number:
    """Rounded to four places, whole numbers as such."""
    rounded = round(float(value), 4)
    return int(rounded) if rounded.is_integer() else rounded
