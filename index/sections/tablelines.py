"""Where the statutory tables lie, read as grids or as lines of labels and figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from index.document import Grid
from index.form import TABLES
from index.sections.headings import INSERTED
from index.text import squash

LineKind = Literal["label", "figures", "prose"]

_DIGITS = re.compile(r"\d+")
_HEADER_WORDS = (
    "信息内容",
    "申请人情况",
    "法人或其他组织",
    "本列数据的勾稽关系为第一项加第二项之和等于第三项加第四项之和",
    "第二十条第一项",
    "第二十条第五项",
    "第二十条第六项",
    "第二十条第八项",
    "第二十条第九项",
    "本年度办理结果",
    "行政诉讼",
    "单位万元",
)
_GAP = 2  # lines inside a table that need not look like one (labels broken by the page)
_GAP_LENGTH = 16
_STRONG = 4  # a label of this length is no everyday word


@cache
def _labels() -> tuple[str, ...]:
    """Every label of the form, squashed and without digits, longest first."""
    words = set(_HEADER_WORDS)
    for table in TABLES.values():
        for axis in (*table.rows, *table.cols):
            words.update((axis.label, axis.printed, axis.group, axis.group + axis.printed))
            words.update(axis.aliases)
    bare = {_DIGITS.sub("", squash(word)) for word in words} - {""}
    return tuple(sorted(bare, key=len, reverse=True))


@cache
def _label_pattern() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(label) for label in _labels() if len(label) > 1))


@cache
def _label_text() -> str:
    return "|".join(_labels())


def _bare(line: str) -> str:
    """The line's words as labels compare: without digits, punctuation and insertions."""
    return _DIGITS.sub("", squash(INSERTED.sub("", line)))


@lru_cache(maxsize=16384)
def line_kind(line: str) -> LineKind:
    """What a line of a report is made of: words of the form, figures only, or anything else."""
    if line.rstrip().endswith(("。", "；", ";")):
        return "prose"
    bare = _bare(line)
    if not bare:
        return "figures"
    if bare in _label_text():
        return "label"
    rest = _label_pattern().sub("|", bare)
    left = [part for part in rest.split("|") if part]
    unknown = sum(len(part) for part in left if part not in _label_text())
    return "label" if unknown <= min(2, len(bare) // 5) else "prose"


@lru_cache(maxsize=16384)
def is_strong(line: str) -> bool:
    """Whether a line holds a label of the form that is no everyday word."""
    match = _label_pattern().search(_bare(line))
    return match is not None and len(match.group()) >= _STRONG


def grid_kind(grid: Grid) -> Literal["form", "other", "layout"]:
    """One of the statutory tables (or a piece of one), a table that only arranges running text on
    a page, or some other table."""
    texts = [cell.text for cell in grid.cells if cell.text.strip()]
    figures = sum(line_kind(text) == "figures" for text in texts)
    labels = {text for text in texts if len(text) < 60 and is_strong(text)}
    if len(labels) >= 2 or (figures > len(texts) / 2 and figures >= 5):
        return "form"
    return "layout" if max(map(len, texts), default=0) > 150 else "other"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a paragraph, or a whole grid; `text` is folded, without bookmarks.

    `grid` tells one of the form's tables read as a table, and another table.
    """

    start: int
    end: int
    text: str
    grid: Literal["", "form", "other"] = ""


def table_lines(lines: Sequence[Line], headings: set[int]) -> set[int]:
    """Numbers of the lines that belong to a statutory table read as lines, or are grids."""
    inside = {number for number, line in enumerate(lines) if line.grid == "form"}
    run: list[int] = []
    for number, line in enumerate(lines):
        if number in headings or line.grid == "other":
            kind = "heading"
        else:
            kind = "figures" if line.grid else line_kind(line.text)
        if kind in ("label", "figures"):
            run.append(number)
        elif kind == "heading" or not _is_gap(lines, number, run):
            inside |= _table(lines, run)
            run = []
    return inside | _table(lines, run)


def _is_gap(lines: Sequence[Line], number: int, run: Sequence[int]) -> bool:
    line = lines[number].text
    return bool(run) and number - run[-1] <= _GAP and len(line) <= _GAP_LENGTH and "。" not in line


def _table(lines: Sequence[Line], run: Sequence[int]) -> set[int]:
    """A run of table-like lines as a whole, if it holds enough labels to be a table.

    A single character at its beginning (有。) is the end of the text before it.
    """
    while run and not lines[run[0]].grid and len(lines[run[0]].text.strip()) == 1:
        run = run[1:]
    words = [lines[number].text for number in run if not lines[number].grid]
    strong = {text for text in words if is_strong(text)}
    labels = sum(line_kind(text) == "label" for text in words)
    return set(range(run[0], run[-1] + 1)) if len(strong) >= 2 and labels >= 3 else set()
