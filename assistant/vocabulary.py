"""The words of questions as data: surface → what kind of word it is and what it names.

The parser is extended in these word lists (`data/*.txt`), not in its branches. A list is a heading
`[sort code code]` and the surfaces it covers, separated by spaces, in English by |; # begins a
comment. Surfaces are compared folded (`index.text.fold`), so traditional script and full width
need no entries; a surface has one meaning in all lists, which overrides a label of the form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

from index.form import TABLES
from index.text import fold

_DATA = Path(__file__).parent / "data"
LISTS = (("words.txt", None), ("measure_words.txt", None), ("english.txt", "|"))
_MARKS = ",。;?!:\n→.…"
_BRACKETS = "()[]“”\"'‘’「」『』《》〈〉【】·"

Sort = Literal[
    "stop",  # says nothing about the answer
    "mark",  # punctuation that ends a clause
    "and",
    "or",
    "domain",  # 信息公开, 政务: the subject of every report
    "report",  # 年报, 报告
    "unit",  # 单位, 地方: any reporting body
    "type",  # 镇, 街道; codes: body types
    "level",  # 省, 市, 县 as units of grouping
    "concept",  # a measure; codes: measure codes
    "generic",  # 申请: a measure unless a more exact word of its table stands beside it
    "hint",  # 收到, 发了: a measure only if nothing else names one
    "loose",  # 拒绝, 收费: several measures may be meant
    "applicant",  # codes: applicant columns
    "column",  # codes: columns, then the concept meant if none is named
    "outcome",  # how requests were handled
    "applicants",  # who applied: all applicant columns
    "amount",  # 数, 量
    "which",  # codes: one | many
    "howmany",  # codes: body | report, where the unit says what is counted
    "what",
    "how",
    "why",
    "whether",
    "about",  # 情况, 怎么样
    "which_year",
    "has",
    "none",
    "nonzero",
    "state",  # codes: states of a cell
    "silent",
    "most",  # codes: desc | asc
    "place_in_rank",
    "judgement",  # 最好, 最差: no measure by itself
    "function",
    "by",  # codes: groups
    "show",  # 列出: the figures of every body
    "each",
    "all",
    "compare",
    "trend",
    "change",  # codes: difference | growth | rising | falling
    "versus",  # 比, 占: between two things
    "exceeds",  # codes: more | less, and mean where the average is named with it
    "share",
    "topic",  # content of a narrative; codes: section
    "section",  # 问题部分; codes: section
    "mention",
    "not_mention",
    "as_problem",
    "quality",  # codes: identity | mismatch | doubt | all
    "text_side",
    "table_side",
    "table",  # 表三; codes: table
    "total_row",
    "corpus",
    "source",
    "where",
    "define",
    "comparable",
    "form",  # codes: form version
    "area",
    "whole",  # 全省: the one region of its level that is held
    "task",  # asked to do what we do not do; codes: reason
    "outside",  # asked about what reports do not hold; codes: reason
    "grain",  # finer than a report's numbers; codes: reason
    "some_body",  # 某镇: a body not named
    "it",
    "they",
    "two",
    "last_one",
    "other_one",
    "quote_of",  # 在原文哪里
    "not_this",
    "swap",
    "only",
    "then",
    "plus",
    "except",  # 除了局: bodies left out
    "among",
    "year",
    "bound",
    "top",
    "ordinal",
    "item",  # 第二个问题: of what a report lists
    "number",
    "body",
    "stem",
    "region",
    "unheld",  # a real place that is not held
    "unknown",  # looks like a place, known to nobody
    "aside",  # everyday words that name no thing, beside what is asked
    "text",  # everything else
]


@dataclass(frozen=True, slots=True)
class Word:
    """What a surface means: its sort, and codes whose meaning depends on the sort."""

    sort: Sort
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Surfaces to words, with the surface lengths that begin with each character."""

    words: Mapping[str, Word]
    lengths: Mapping[str, tuple[int, ...]]


def read_words(text: str, separator: str | None = None) -> Iterator[tuple[str, Word]]:
    """The surfaces of one word list, by default parted by white space; ValueError names a heading
    whose sort does not exist."""
    word = Word("stop")
    for line in text.splitlines():
        if line.startswith("["):
            sort, *codes = line.strip("[] ").split()
            if sort not in get_args(Sort):
                raise ValueError(f"词表中的类别“{sort}”不存在")
            word = Word(cast(Sort, sort), tuple(codes))
        elif line and not line.startswith("#"):
            for surface in line.split(separator):
                if surface.strip():
                    yield fold(surface.strip()), word


def _form_words() -> Iterator[tuple[str, Word]]:
    """The official labels and aliases of the form, but those too common to name a row."""
    for table in ("requests", "disputes", "proactive"):
        for row in TABLES[table].rows:
            for label in (row.label, *row.aliases):
                if label not in ("其他", "总计"):
                    yield fold(label), Word("concept", (row.code.replace("other_total", "other"),))
    for table in ("proactive", "proactive_2019", "disputes"):
        for col in TABLES[table].cols:
            if col.code not in ("total", "amount", "decisions"):
                for label in (col.label, *col.aliases):
                    yield fold(label), Word("column", (col.code,))


@cache
def lexicon() -> Lexicon:
    """The whole vocabulary: form labels, Chinese words, English words with their plurals."""
    words = dict(_form_words())
    for name, separator in LISTS:
        words |= dict(read_words((_DATA / name).read_text(encoding="utf-8"), separator))
    words |= {surface + "s": word for surface, word in words.items() if surface.isascii()} | words
    words |= {mark: Word("mark") for mark in _MARKS}
    words |= {bracket: Word("stop") for bracket in _BRACKETS}
    lengths: dict[str, set[int]] = {}
    for surface in words:
        lengths.setdefault(surface[0], set()).add(len(surface))
    return Lexicon(words, {first: tuple(sorted(found)) for first, found in lengths.items()})
