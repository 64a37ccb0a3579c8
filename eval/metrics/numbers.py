"""Numbers of an answer that stand without a citation mark."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

_MARK = re.compile(r"\[\d+\]")
_UNIT = re.compile(r"[\n。；;！？]")
_NOT_A_COUNT = re.compile(
    r"\[\d+\]"
    r"|“[^”]*”"  # printed labels carry their own numbering
    r"|〔\d{4}〕\d+号|第\d+|×100%|^\s*\d+[.、)）]"
    r"|(?:19|20)\d{2}(?!\d|\s*(?:件|条|个|次|元|万元|项|篇))"
    r"|(?:大于|小于|等于|超过|不少于|不超过|低于|不足)\s*\d+(?:\.\d+)?"  # the asked condition
    r"|\d+\s*(?:份|个单位|个乡镇|个年度)|(?:有|共|等|另)\s*\d+\s*个"  # counts of reports
)
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def unmarked(answer: str, population: Collection[float] = ()) -> tuple[int, int]:
    """(numbers without a mark in their sentence or table row, all numbers).

    Years, labels, law references, list numbers, the asked condition and counts of reports are no
    figures of a report, nor are those of `population`, so none is looked at.
    """
    bare = total = 0
    text = unicodedata.normalize("NFKC", answer.replace("**", ""))
    for unit in _UNIT.split(text):
        found = [float(n.replace(",", "")) for n in _NUMBER.findall(_NOT_A_COUNT.sub(" ", unit))]
        counts = [number for number in found if number not in population]
        total += len(counts)
        bare += 0 if _MARK.search(unit) else len(counts)
    return bare, total
