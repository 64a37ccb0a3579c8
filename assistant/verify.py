"""The last gate: every number, quote and mark of an answer is checked against its evidence.

It reads the finished text, not what the composer meant to write, so it holds for a text from a
language model as well. An answer that fails never leaves (`engine` turns it into an error).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any

from assistant.evidence import (
    Citation,
    Figure,
    Part,
    ReportRef,
    Row,
    Saying,
    Unjudged,
    ValueAt,
    percent,
    tidy,
    total,
)
from assistant.markdown import MARK, shown_quote
from assistant.plan import Plan
from index.numerals import find_numbers
from index.report import Number

_NUMBER = re.compile(r"(?<![\d.A-Za-z])\d+(?:\.\d+)?")
_CITED_NUMBER = re.compile(
    r"(?P<number>(?<!\d)-?\d+(?:\.\d+)?)(?P<between>[^\d\[\]、，。；;,\n|（(＋÷×〓]{0,16})(?P<marks>(?:\[\d+\])+)"
)
_TIMES_100 = re.compile(r"[×x] ?100%")
_WALKED = 400  # reports past these are not printed


def problems(
    text: str,
    citations: Sequence[Citation],
    evidence: object,
    plan: Plan,
    words: Iterable[str],
    counts: Iterable[Number],
    text_of: Callable[[str], str],
) -> list[str]:
    """What is wrong with an answer, in words for the log; empty where it may leave.

    `words` are names and labels put in whole, `counts` the numbers of reports it speaks of;
    `text_of` gives a report's stored text by report id.
    """
    found = list(_quotes(citations, text_of))
    found += _marks(text, len(citations))
    numbers, figures = gather(evidence)
    found += _wrong(figures)
    rest = _without_words(text, citations, words)
    found += _cited_numbers(rest, citations)
    known = {_exact(number) for number in (*numbers, *counts, *_plan_numbers(plan))}
    cited = {_exact(c.value) for c in citations if c.value is not None}
    found += _loose_numbers(_CITED_NUMBER.sub("", rest), known | cited)
    return found


def unprinted(evidence: object, text_of: Callable[[int], str]) -> Iterator[str]:
    """Values of the evidence's rows that are not what their cited places print, or do not follow
    from them. For rows that are shown before the answer is written; `text_of` is by row id."""
    parts = evidence if isinstance(evidence, tuple) else (evidence,)
    rows: list[Row] = []
    for part in parts:
        for shown in ("rows", "groups", "areas"):
            rows += getattr(part, shown, ())
    for row in rows:
        for value in row.values:
            if not _is_printed(value, text_of):
                yield f"{value.report.report_id}：{value.measure.label}={value.value}"
    yield from _wrong(row.figure for row in rows if row.figure is not None)


def _is_printed(read: ValueAt, text_of: Callable[[int], str]) -> bool:
    for part in read.all_parts:
        cited = part.citation
        if cited is not None and cited.value is not None:
            same = text_of(read.report.rid)[cited.start : cited.end] == cited.quote
            if not same or cited.value != part.value or not _prints(cited):
                return False
    if read.statement is not None:
        if not all(_is_said(said.citation, text_of(read.report.rid)) for said in read.said):
            return False
        if read.whole is None:
            return read.value == total(said.value for said in read.said)
        top, bottom = read.statement.value, read.whole.value
        if top is None or not bottom:
            return read.value is None
        return read.value == percent(top, bottom)
    if len(read.parts) == 1 and not read.over and not read.minus:
        number = read.parts[0].value
        return read.value == (None if number is None else tidy(number))
    if read.value is None or read.numerator is None:
        return read.value is None
    if not read.over:
        return read.value == tidy(read.numerator)
    whole = read.denominator
    return bool(whole) and read.value == percent(read.numerator, whole or 1)


def _is_said(cited: Citation, text: str) -> bool:
    same = text[cited.start : cited.end] == cited.quote
    return same and (cited.value is None or _prints(cited))


def _exact(number: Number | Decimal) -> Decimal:
    return Decimal(str(number)).normalize()


def _quotes(citations: Sequence[Citation], text_of: Callable[[str], str]) -> Iterator[str]:
    """Each quote stands at its offsets; the number it is cited for is the one it prints."""
    for n, citation in enumerate(citations, start=1):
        if text_of(citation.report_id)[citation.start : citation.end] != citation.quote:
            yield f"引用[{n}]与原文不符"
        elif citation.value is not None and not _prints(citation):
            yield f"引用[{n}]的原文“{citation.quote}”不是{citation.value}"


def _prints(citation: Citation) -> bool:
    if citation.kind == "cell":
        if citation.settled or citation.quote == str(citation.value):
            return True
        from index.tables.figures import read_figure  # slow to import, and seldom needed

        figure = read_figure(citation.quote)
        return figure is not None and figure.value == citation.value
    printed = {number.value for number in find_numbers(citation.quote)}
    return citation.value == 0 or Decimal(str(citation.value)) in printed


def _marks(text: str, count: int) -> Iterator[str]:
    """Each mark has a citation and each citation a mark."""
    used = {int(mark) for mark in MARK.findall(text)}
    yield from (f"没有引用[{n}]" for n in sorted(used - set(range(1, count + 1))))
    yield from (f"引用[{n}]没有出现在答案里" for n in sorted(set(range(1, count + 1)) - used))


def _without_words(text: str, citations: Sequence[Citation], words: Iterable[str]) -> str:
    """The text without quotes, names and official labels, whose digits are no figures."""
    quoted = {shown_quote(c.quote) for c in citations if c.kind == "text"}
    fixed = {word for word in words if not re.fullmatch(r"[\d.%\s-]*", word)}
    for part in sorted(quoted | fixed, key=len, reverse=True):
        if part and (part in quoted or any(char.isdigit() for char in part)):
            text = text.replace(part, "〓")
    return _TIMES_100.sub("", text)


def _cited_numbers(text: str, citations: Sequence[Citation]) -> Iterator[str]:
    """A number right before marks is what the marks print, or its sum."""
    for match in _CITED_NUMBER.finditer(text):
        marked = [int(n) for n in MARK.findall(match["marks"])]
        cited = [citations[n - 1] for n in marked if 0 < n <= len(citations)]
        number = Decimal(match["number"]).normalize()
        values = [_exact(c.value) for c in cited if c.value is not None]
        years = {Decimal(c.year).normalize() for c in cited if c.year is not None}
        is_year = number in years and match["between"].lstrip("* ")[:1] in ("年", "：", ":", "")
        if number not in values and number != sum(values) and not is_year:
            yield f"“{match.group()}”：引用处的数是{'、'.join(map(str, values)) or '无'}"


def _loose_numbers(text: str, known: set[Decimal]) -> Iterator[str]:
    """Every other number is a value, a count or a computation of the evidence, sign aside."""
    sizes = {abs(number) for number in known}
    for match in _NUMBER.finditer(MARK.sub("", text)):
        if Decimal(match.group()) not in sizes:
            yield f"数字{match.group()}没有依据"


def _plan_numbers(plan: Plan) -> Iterator[Number | Decimal]:
    yield from plan.scope.years
    if plan.change:
        yield from (plan.change.base, plan.change.year)
    for condition in plan.conditions:
        yield from (n for n in (condition.value, condition.high) if n is not None)
    if plan.limit:
        yield plan.limit
    for topic in plan.topics:  # 写了“100%”: a number looked for as a word
        yield from (Decimal(n) for term in topic.terms for n in _NUMBER.findall(term))
    if plan.then is not None:
        yield from _plan_numbers(plan.then)


def gather(evidence: object) -> tuple[set[Number], list[Figure]]:
    """Every value, count and year in the evidence, and every computed number; places in a text
    are none."""
    numbers: set[Number] = set()
    figures: list[Figure] = []
    waiting = [evidence]
    while waiting:
        item = waiting.pop()
        kind: Any = type(item)
        if kind is tuple or kind is list:
            waiting.extend(item if _is_whole(item) else item[:_WALKED])  # type: ignore[index, arg-type]
        elif kind is int or kind is float:
            numbers.add(item)  # type: ignore[arg-type]
        elif item is None:
            continue
        elif kind is Figure:
            figures.append(item)  # type: ignore[arg-type]
            waiting.extend((item.value, item.count, *item.operands))  # type: ignore[attr-defined]
        elif (told := _teller(kind)) is not None:
            waiting.extend(told(item))
    return numbers, figures


def _is_whole(items: Any) -> bool:
    """Whether all of a list is printed, however long: groups with their figures, and counts."""
    first = items[0] if items else None
    return type(first) is tuple or (isinstance(first, Row) and first.report is None)


_WORDS = ("str", "str | None", "bool", "State", "Measure", "tuple[Unjudged, ...]")


@cache
def _teller(kind: type) -> Callable[[object], tuple[object, ...]] | None:
    """What gives the fields of a type of evidence that may hold numbers to be spoken of; null
    where it has none."""
    if kind is ReportRef:
        names = ["year"]
    elif kind is Part:
        names = ["value"]
    elif not is_dataclass(kind) or kind in (Citation, Saying, Unjudged):
        names = []
    else:
        names = [field.name for field in fields(kind) if field.type not in _WORDS]
    if len(names) == 1:
        only = attrgetter(names[0])
        return lambda item: (only(item),)
    return attrgetter(*names) if names else None


def _wrong(figures: Iterable[Figure]) -> Iterator[str]:
    """Computed numbers that do not follow from their operands."""
    for figure in figures:
        if figure.value is not None and figure.operands:
            expected = _compute(figure)
            if expected is not None and abs(expected - figure.value) > 0.005:
                yield f"{figure.kind}({figure.operands})应为{expected}，不是{figure.value}"


def _compute(figure: Figure) -> float | None:
    first, *rest = figure.operands
    second = rest[0] if rest else 0
    if figure.kind == "difference":
        return first - second
    if figure.kind == "times":
        return first / second if second else None
    if figure.kind == "growth":
        return 100 * (first - second) / second if second else None
    if figure.kind == "share":
        return 100 * first / second if second else None
    return float(first) if figure.kind == "count" else None
