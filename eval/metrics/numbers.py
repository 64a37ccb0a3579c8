"""Numbers of an answer that stand without a citation mark."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

_MARK = re.compile(r"\[\d+\]")
_UNIT = re.compile(r"[\n。；;！？]")
_NOT_A_COUNT = re.compile(
    r"\[\d+\]|〔\d{4}〕\d+号|第\d+|(?:19|20)\d{2}(?=\s*(?:年|[-—–至到、~/]|$))|^\s*\d+[.、)）]"
)
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def unmarked(answer: str, population: Collection[float] = ()) -> tuple[int, int]:
    """(numbers without a mark in their sentence or table row, all numbers).

    Years, law references and list numbers are no counts, and those of `population` come from no
    cell, so neither is looked at.
    """
    bare = total = 0
    for unit in _UNIT.split(unicodedata.normalize("NFKC", answer)):
        found = [float(n.replace(",", "")) for n in _NUMBER.findall(_NOT_A_COUNT.sub(" ", unit))]
        counts = [number for number in found if number not in population]
        total += len(counts)
        bare += 0 if _MARK.search(unit) else len(counts)
    return bare, total
