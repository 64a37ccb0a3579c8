"""One printed table cell → its value and state (DESIGN §4, "Cell state")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from index.report import CellState, Number
from index.text import fold

_NUMBER = r"[-+−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-+−]?\d+(?:\.\d+)?"
_UNIT = r"(?P<unit>万元|元|件次|件|条|项|个|次|份|宗|起)?"
_NOTE = r"(?:\s*[(（【\[][^)）】\]]*[)）】\]])?"
_FIGURE = re.compile(rf"(?P<number>{_NUMBER})\s*{_UNIT}{_NOTE}")
_NOT_APPLICABLE = re.compile(r"[/\\\-—–−―_~ ]+")
_ZERO_WORDS = {"零", "〇"}
_HAN = re.compile(r"[一-鿿]")


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell's reading: `value` is null unless `state` is "reported"; `unit` as printed."""

    state: CellState
    value: Number | None = None
    unit: str | None = None


BLANK = Figure("blank")
_NA = Figure("not_applicable")
_TEXT = Figure("text")
_UNREADABLE = Figure("unreadable")


@lru_cache(maxsize=65536)
def read_figure(text: str) -> Figure | None:
    """The figure a whole cell or word prints, or None where it is no figure but words.

    Numbers may carry a unit (152790元) or a note (22（其中修订16件）); "/" and dashes are
    not_applicable; nothing is blank.
    """
    folded = fold(text).strip()
    if not folded:
        return BLANK
    if _NOT_APPLICABLE.fullmatch(folded):
        return _NA
    if folded in _ZERO_WORDS:
        return Figure("reported", 0)
    match = _FIGURE.fullmatch(folded)
    if match is None:
        return None
    return Figure("reported", _number(match["number"]), match["unit"])


def read_words(text: str) -> Figure:
    """The reading of words in a number cell: "text" for language, "unreadable" for damage."""
    return _TEXT if _HAN.search(text) else _UNREADABLE


def _number(printed: str) -> Number:
    plain = printed.replace(",", "").replace("−", "-").replace("+", "")
    value = float(plain)
    return int(value) if value.is_integer() else value
