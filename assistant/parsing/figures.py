"""Numbers of a question with what they do: bounds (超过200条), limits (前10), ordinals (第二个)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.plan import Operator
from index.numerals import parse_number

FigureKind = Literal["bound", "top", "ordinal", "item", "number"]

_N = r"(-?\d[\d,]*(?:\.\d+)?\s*[万千百]?|[零〇一二两三四五六七八九十百千万]+)"
_UNIT = r"\s*(?:件|条|次|份|篇|起|例|宗|项|万元|元|%|个百分点|名|人|个|处|期|家)?"
_PREFIXES: tuple[tuple[Operator, str], ...] = (
    (
        ">=",
        r"不少于|不低于|(?:至少|起码)(?:有|满|够|达到?)?|大于等于|大于或等于|不小于|>=|≥|达到|不下于?|满|够|高达|多达|达"
        r"|at least|no (?:fewer|less) than",
    ),
    (
        "<=",
        r"没(?:有)?超过|未超过|没(?:有)?突破|未突破|没(?:有)?多于|不超过"
        r"|至多|不多于|不高于|不大于|小于等于|小于或等于|<=|≤|at most|no more than|up to",
    ),
    (
        ">",
        r"超过|大于|多于|高于|不止|超出|突破|上了|高出|超(?=[百千万一两三四五六七八九\d])"
        r"|破(?=[百千万\d])|过(?=[百千万])|上(?=[百千万])|逾"
        r"|>|more than|over|above|greater than|exceeding|exceed",
    ),
    (
        "<",
        r"少于|低于|小于|不足|不到|没到|没有达到|没达到|未达到|未达|没达|达不到|不及|不满|未满|没满|不够|没够"
        r"|<|fewer than|less than|below|under",
    ),
    ("!=", r"不等于|不为|≠|!=|not equal to"),
    ("=", r"(?:刚好|正好|恰好)?等于|刚好是?|正好是?|恰好是?|恰为|==?|exactly|equal to"),
    ("=", r"为|是"),
)
_SUFFIXES: tuple[tuple[Operator, str], ...] = (
    (">=", r"(?:及|或|和)?以上|(?:及|或)(?:更多|超过)|往上|朝上|开外|起步|打底|or more"),
    ("<=", r"(?:及|或|和)?以[下内]|(?:及|或)更少|or (?:fewer|less)"),
    (">", r"多(?=[件条次份])|之上"),
    ("<", r"之下"),
)
_BARE = "百千万"
_NOT_YEAR = r"(?!\s*(?:年|\d|半))"
_MOST_PLACES = 10**9
_LIMIT_UNIT = r"\s*(?:个|家|名|位|大|强|份|的)?"
_WORD_NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "zero": 0,
}
_WORD_NUMBER = "|".join(_WORD_NUMBERS)


@dataclass(frozen=True, slots=True)
class Figure:
    """`bound`: x op value (and ≤ high); `top`: the `value` first, or last where `descending` is
    false, null where the order is said elsewhere; `ordinal`: the value-th, −1 for the last;
    `item`: the same of what a report lists (第二个问题)."""

    kind: FigureKind
    value: float
    op: Operator = "="
    high: float | None = None
    descending: bool | None = None
    unit: str = ""
    swapped: bool = False  # the bounds were said with the higher first


def find_figures(text: str) -> Iterator[tuple[int, int, Figure]]:
    """(start, end, figure) of every figure in folded `text`; figures may overlap."""
    for op, pattern in _BOUNDS:
        for match in pattern.finditer(text):
            value = _number(match[1])
            if value is not None and not (match[0][0] in "为是" and not _is_count(match)):
                yield match.start(), match.end(), Figure("bound", value, op, unit=match[2].strip())
    for match in _BETWEEN.finditer(text):
        low, high = _number(match[1]), _number(match[2])
        within: Operator = "outside" if match[0].startswith("不") else "between"
        if low is not None and high is not None and low <= high:
            yield match.start(), match.end(), Figure("bound", low, within, high)
        elif low is not None and high is not None and _is_swapped(match, low):
            figure = Figure("bound", high, within, low, swapped=True)
            yield match.start(), match.end(), figure
    for pattern, descending in _TOPS:
        for match in pattern.finditer(text):
            value = _number(match[1])
            if value and 0 < value < _MOST_PLACES:
                yield match.start(), match.end(), Figure("top", value, descending=descending)
    yield from _ordinals(text)
    for match in _DIGITS.finditer(text):
        low, high = _PLACES[match[1]]
        yield match.start(), match.end(), Figure("bound", low, "between", high)
    for match in _PER_CENT.finditer(text):
        value = _number(match[1])
        if value is not None:
            yield match.start(), match.end(), Figure("number", value, unit="%")
    for match in _PLAIN.finditer(text):
        value = _number(match[1])
        if value is not None:
            yield match.start(), match.end(), Figure("number", value, unit=match[2])


def _is_count(match: re.Match[str]) -> bool:
    """为 and 是 bind a number only where a unit follows or the number is zero."""
    return bool(match[2].strip()) or _number(match[1]) == 0


def _is_swapped(match: re.Match[str], first: float) -> bool:
    """10到3件 is a range said backwards; 从10件到3件 is a change, 2024和3件 no range at all."""
    span = any(word in match[0] for word in ("到", "至", "~", "—", "之间"))
    start = match.string[max(0, match.start() - 1) : match.start()]
    return span and not (1900 <= first < 2100) and start not in ("从", "由")


def _number(text: str) -> float | None:
    text = text.strip()
    if text in _WORD_NUMBERS:
        return float(_WORD_NUMBERS[text])
    value = parse_number(text)
    if value is None and text and text[0] in _BARE:  # 过百, 破千
        value = parse_number("一" + text)
    return None if value is None else float(value)


def _ordinals(text: str) -> Iterator[tuple[int, int, Figure]]:
    for match in _ITEM.finditer(text):
        value = -1 if match["last"] else _number(match["n"] or match["m"] or match["n2"])
        if value:
            yield match.start(), match.end(), Figure("item", value)
    for match in _ITEM_ALONE.finditer(text):
        value = _number(match[2])
        if value:
            yield match.start(1), match.end(1), Figure("item", value)
    for match in _ORDINAL.finditer(text):
        value = _number(next(group for group in match.groups() if group))
        if value and 0 < value < _MOST_PLACES:
            yield match.start(), match.end(), Figure("ordinal", value)
    for match in _LAST.finditer(text):
        yield match.start(), match.end(), Figure("ordinal", -1)


def _bounds() -> Iterator[tuple[Operator, re.Pattern[str]]]:
    unit = rf"({_UNIT})"
    for op, words in _PREFIXES:
        yield op, re.compile(rf"(?:{words})(?:了|过)?\s*(?:百分之)?(?:{_N}){_NOT_YEAR}{unit}")
    for op, words in _SUFFIXES:
        yield op, re.compile(rf"(?<!第)(?<!前){_N}{_NOT_YEAR}{unit}\s*(?:{words})")
    yield "=", re.compile(rf"(?<![\d第前])(0|零){unit}(?=[^\d年.%]|$)")


_BOUNDS = tuple(_bounds())
_BETWEEN = re.compile(
    rf"(?:不?介于|不?在|between\s*)?{_N}{_UNIT}\s*(?:到|至|-|~|—|和|与|and)\s*{_N}{_NOT_YEAR}"
    rf"(?:{_UNIT}\s*之间|{_UNIT}(?<=[件条次份篇元%]))"
)
_TOPS: tuple[tuple[re.Pattern[str], bool | None], ...] = (
    (
        re.compile(rf"(?:排名|排行|排在|名列|位居|位列|居|列)?\s*前\s*{_N}(?!\s*年){_LIMIT_UNIT}"),
        None,
    ),
    (
        re.compile(
            rf"(?:排名?|排行|排在|位列|位居|名列|居)第\s*{_N}(?!\s*[个家名位条件次份年\d])的?"
        ),
        None,
    ),
    (re.compile(rf"(?:排名|排行)?(?:倒数第?|后|末)\s*{_N}(?!\s*年){_LIMIT_UNIT}"), False),
    (re.compile(rf"(?:垫底|吊车尾|排末尾|末尾)的?{_N}(?:个|家|名|位)?(?!\s*[年件条次])"), False),
    (re.compile(rf"(?:领头|领先|打头|冒尖|拔尖)的?{_N}(?:个|家|名|位)?(?!\s*[年件条次])"), True),
    (re.compile(rf"第{_N}[多高大]的?"), True),
    (re.compile(rf"第{_N}[少低小]的?"), False),
    (re.compile(rf"最[多高大]的?(?:前)?\s*{_N}\s*(?:个|家|名|位)?(?!\s*[年件条次])"), True),
    (re.compile(rf"最[少低小]的?(?:前)?\s*{_N}\s*(?:个|家|名|位)?(?!\s*[年件条次])"), False),
    (re.compile(rf"(?<![a-z])top\s*-?\s*(\d+|{_WORD_NUMBER})(?![a-z0-9])"), True),
    (re.compile(rf"\b(?:bottom|last)\s+(\d+|{_WORD_NUMBER})\b(?!\s+years?)"), False),
    (re.compile(rf"\b(\d+|{_WORD_NUMBER})\s+(?:\w+\s+)?with the (?:most|highest|largest)\b"), True),
    (re.compile(rf"\b(\d+|{_WORD_NUMBER})\s+(?:\w+\s+)?with the (?:fewest|least|lowest)\b"), False),
)
_ORDINAL = re.compile(
    rf"(?:排名|排在|排|位列|位居|名列)?第\s*{_N}\s*(?:个|家|名|位)(?:镇|乡|街道|单位|的|地方)?"
    rf"|第\s*{_N}(?=呢|的呢)"
    r"|\bthe (first|second|third|fourth|fifth)(?: one| town)?\b"
)
_LISTED = "(?:存在的|主要的?|突出的?)*(?:问题|不足|短板|困难|毛病|改进|整改|措施|举措|打算)"
_ITEM = re.compile(
    rf"(?:第\s*(?P<n>[一二三四五六七八九十1-9])|(?P<last>最后一?))[个条点项](?={_LISTED})"
    r"|(?<=问题|不足|措施)之?(?P<m>[一二三四五六七八九1-9])(?![个条点项件次份家处类种月年百十.．0-9])"
    r"|(?<=措施|问题|打算)第\s*(?P<n2>[一二三四五六七八九1-9])[个条点项]"
)
_ITEM_ALONE = re.compile(
    r"(?:^|[,，。?？])(?:那|再|请|就|说说|看看|讲讲|具体|其中|里面的?)*"
    r"(第\s*([一二三四五六七八九1-9])[条点项])(?=$|[是呢怎如说讲展详具打准改又的为原,，?？])"
)
_LAST = re.compile(r"最后(?:那|一)?(?:一)?[个家名位](?:镇|乡|街道|单位|的)?|\bthe last one\b")
_PLACES = {"个": (1, 9), "一": (1, 9), "两": (10, 99), "二": (10, 99), "三": (100, 999)}
_DIGITS = re.compile(r"([个一两二三])位数")
_PER_CENT = re.compile(rf"百分之{_N}")
_PLAIN = re.compile(
    rf"(?<![\d第.]){_N}(件|条|次|份|篇|起|例|宗|项|万元|元|块钱|块(?![板牌墙地屏匾碑])|%|人|处|个)?(?![\d年])"
)
