"""The years a question speaks of: 21年, 二〇二四年, 去年, 近三年, 历年, from 2021 to 2024.

`find_years` reads the words with their place in the question; `resolve` turns them into report
years, given the clock and the years that are held. A report's year is the year it reports on:
a report published in 2025 is the report of 2024.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from index.numerals import parse_number

YearKind = Literal[
    "named", "ago", "before_that", "recent", "since", "until", "all", "latest", "streak", "coming"
]


@dataclass(frozen=True, slots=True)
class YearWord:
    """One mention: `years` if named, else a count `n` (去年: ago 1, 近三年: recent 3).

    `base` marks the year compared with (比2023年); `before_that` is relative to the year in
    question (上一年), not to the clock.
    """

    kind: YearKind
    years: tuple[int, ...] = ()
    n: int = 0
    base: bool = False


@dataclass(frozen=True, slots=True)
class Years:
    """What was understood: `years` in order, empty if none was named; `base` of a comparison;
    `streak` of 连续N年; `every` for 历年; `relative` if a word such as 去年 or 上年 was read."""

    years: tuple[int, ...] = ()
    base: int | None = None
    streak: int = 0
    every: bool = False
    latest: bool = False
    relative: bool = False
    notes: tuple[str, ...] = ()

    @property
    def named(self) -> bool:
        """Whether the question says anything about years."""
        return bool(self.years or self.every or self.latest or self.streak or self.base)


_DIGITS = "〇○零一二三四五六七八九"
_CN_VALUE = {char: str(max(0, n - 2)) for n, char in enumerate(_DIGITS)}
_ZERO = _DIGITS[:3]
_Y = (
    r"(?:(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\d)\d\d(?=年)"
    rf"|[一二][九{_ZERO}][{_DIGITS}]{{2}}|[{_ZERO}一二三][{_DIGITS}](?=年))"
)
_N = r"(\d|[一二两三四五六七八九十])"
_TO = r"\s*(?:到|至|-|~|—+|–|－)\s*"
_NOT_COUNT = r"(?!\s*(?:条|件|个|次|份|篇|万|元|名|人|家|%|字))"

_SHORT = rf"(?:(?<!\d)(?:20)?\d\d(?!\d)|(?:[二2][{_ZERO}])?[{_ZERO}一二三][{_DIGITS}])年?"
_JOINED = r"\s*(?:[、,，/和跟与及]|以及)\s*"

_BESIDE, _DIFFERS = "[比较跟和与同]", "(?:多|少|高|低|差|相|增|减|涨|降)"

_ASKS_COUNT = (  # 大喇叭播报三年次数, 三年播了多少次; no 三年行动, 三年没更新
    "(?!行动|计划|规划|级|以[上下]|之久|没|未|不|一[次届]|期|制|[前后多]|有余|左右|换届|整治|攻坚|滚动|内)"
    r"[^,，。;；?？\s]{0,12}(?:次数|条数|件数|场数|篇数|期数|数量|场次|人次|多少|几[次条件场期篇])"
)

_PATTERNS: tuple[tuple[str, str], ...] = (
    (
        "listed",
        rf"((?:{_SHORT}{_JOINED})+{_SHORT})(?:(?<=年)度?|\s*(?:这|那)?[两三四五2-5]个?年度?)"
        r"(?:[里间内])?",
    ),
    (
        "range",
        rf"(?:从|自|between\s+|from\s+)?({_Y}|(?<!\d)\d\d)(?:年度?)?(?:{_TO}|\s+(?:to|and|through)\s+)"
        rf"((?<!\d)(?:19|20)\d\d(?!\d)|\d\d(?=这?[两三四五]年|年|\s*$)|{_Y})"
        r"(?:年度?|这?[两三四五]年)?(?:间|之间|期间)?",
    ),
    (
        "published",
        rf"({_Y})年(?:初|[1-4一二三四]月份?)?(?:发布|公布)的?(?=年报|报告|年度报告|工作报告)",
    ),
    ("since", rf"(?:自|从)?({_Y})年?(?:以来|至今|以后|之后|起|到现在|到今天)|since\s+({_Y})"),
    ("until", rf"({_Y})年?(?:以前|之前|及以前)|before\s+({_Y})"),
    ("named", rf"({_Y})(?:年度?(?:底|末)?){_NOT_COUNT}|({_Y}){_NOT_COUNT}"),
    (
        "paired",  # 24比23多几条
        rf"(?<![\d.])(2\d)(?=年?{_BESIDE}2\d年?{_DIFFERS})"
        rf"|(?:(?<=2\d{_BESIDE})|(?<=2\d年{_BESIDE}))(2\d)(?={_DIFFERS})",
    ),
    (
        "recent",
        rf"(?:最近|近|过去|这(?![一1])|往前|前(?![一1])){_N}(?:个)?(?:年度?)"
        r"|(?<![\d第])([两三四五])(?:年|个年度|个年头)(?:来|间|里|内)?的?\s*(?=变化|趋势|走势|变动|对比|增减|数据|处罚|新收|一共|总共|合计|合起来|加起来|[加合并算](?:在|到)?一[块起]|相加|加总|平均|年均|累计|总计|共|上年|上一年|申请|许可|处罚|行政|主动|复议|收费|结转|予以|部分公开|不予|公开|办结|答复|新收|收到|受理|规范性|强制|诉讼|培训|分别|各是|各收|各有|各为|每年|哪|数(?!量?最)|给我|列出|列一下|情况|各|汇总|对得上|对不上|平不平"
        rf"|{_ASKS_COUNT})"
        r"|(?:past|last|recent|over the|across the|in the)\s+(\d|two|three|four|five)\s+years?",
    ),
    (
        "streak",
        rf"连续{_N}(?:个)?年度?|连着{_N}年"
        r"|(\d|two|three|four)\s+(?:consecutive years|years in a row)",
    ),
    ("streak1", r"连年|逐年|年年|year after year"),
    (
        "all",
        r"历年来?|各个?年度?|每年|每一年|所有年份|全部年份|所有年度|这些年(?!报(?![告了过的出送上给到]))来?|近年来?|近几年来?|最近几年|这几年"
        r"|不限年[份度]|不分年[份度]|不管哪年|不论哪一?年|无论哪一?年|年份不限"
        r"|历史上|一直以来|过去几年|over the years|all years|every year|each year",
    ),
    (
        "latest",
        r"最新(?:一年|一期|年度|的)?|最近的?一[年期]|最近那一?年|latest(?: year)?|"
        r"most recent(?: year)?",
    ),
    ("ago0", r"今年|this year"),
    ("ago1", r"去年|last year"),
    ("ago2", r"大前年|前年|year before last"),
    ("coming", r"明年|后年|next year"),
    (
        "before_that",
        r"上一?年度?(?!结转)|再?往前(?:数|推|翻|倒)?一年|再前一年|前一年|头一年|[再更](?:早|上)一年"
        r"|再往前(?:数|推|翻|倒)?(?:的|那年)?(?=[呢吧吗]|\s*[?？。!]?$)"
        r"|previous year|the year before|prior year",
    ),
    (
        "after_that",
        r"下一年|次年|再?往后一年|再往后(?=[呢吧]|\s*[?？。!]?$)|后一年|第二年|翌年"
        r"|(?:the )?following year|the next year",
    ),
)
_COMPILED = tuple((name, re.compile(pattern)) for name, pattern in _PATTERNS)
_BASE_BEFORE = re.compile(
    r"(?:比|较|相较于?|高于|多于|超过|大于|低于|少于|不如|不及|than|over|compared (?:with|to))\s*$"
)
_BASE_AROUND = (re.compile(r"[和跟与同]\s*$"), re.compile(r"\s*(?:相比|比较|对比|比)"))
_ENGLISH_COUNT = {"two": 2, "three": 3, "four": 4, "five": 5}


def find_years(text: str) -> list[tuple[int, int, YearWord]]:
    """(start, end, word) of every mention in folded `text`; mentions may overlap."""
    return list(_found(text))


def _found(text: str) -> Iterator[tuple[int, int, YearWord]]:
    for name, pattern in _COMPILED:
        for match in pattern.finditer(text):
            word = _word(name, [group for group in match.groups() if group])
            if word is None or (name == "before_that" and text[: match.start()].endswith("结转")):
                continue
            if _is_base(text, match.start(), match.end()):
                word = YearWord(word.kind, word.years, word.n, base=True)
            yield match.start(), match.end(), word


def _is_base(text: str, start: int, end: int) -> bool:
    """比2023年, 和去年比; but 2024年与2023年相比 compares the two years named."""
    before, after = _BASE_AROUND
    joined = before.search(text[:start]) and after.match(text, end)
    return bool(_BASE_BEFORE.search(text[:start]) or (joined and "年" not in text[:start]))


def _word(name: str, groups: Sequence[str]) -> YearWord | None:
    if name == "paired":
        return YearWord("named", (2000 + int(groups[0]),))
    if name in ("named", "published", "since", "until"):
        year = _year(groups[0])
        if name == "named":
            return YearWord("named", (year,))
        if name == "published":
            return YearWord("named", (year - 1,), n=1)
        return YearWord("since" if name == "since" else "until", (year,))
    if name == "listed":
        return _listed(re.split(_JOINED, groups[0]))
    if name == "range":
        first, last = _year(groups[0]), _year(groups[1])
        return YearWord("named", tuple(range(first, last + 1))) if 0 < last - first < 40 else None
    if name in ("recent", "streak"):
        return YearWord("recent" if name == "recent" else "streak", n=_count(groups[0]))
    if name.startswith("ago"):
        return YearWord("ago", n=int(name[-1]))
    return {
        "streak1": YearWord("streak", n=0),
        "all": YearWord("all"),
        "latest": YearWord("latest"),
        "coming": YearWord("coming", n=1),
        "before_that": YearWord("before_that", n=1),
        "after_that": YearWord("before_that", n=-1),
    }[name]


def _listed(parts: Sequence[str]) -> YearWord | None:
    """22、23、24年; None where each year would be read without the others."""
    if all(part.endswith("年") or len(part) > _SHORT_YEAR for part in parts[:-1]):
        return None
    return YearWord("named", tuple(sorted({_year(part.removesuffix("年")) for part in parts})))


_SHORT_YEAR = 2  # characters


def _year(text: str) -> int:
    digits = "".join(_CN_VALUE.get(char, char) for char in text)
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _count(text: str) -> int:
    return _ENGLISH_COUNT.get(text) or int(parse_number(text) or 1)


def resolve(
    words: Sequence[YearWord], today: date, held: Sequence[int], context: Sequence[int] = ()
) -> Years:
    """Report years of the words; `held` the years in scope, `context` those of the last question.

    Counts of recent years end at the newest held year that the clock allows (近三年 asked in 2026
    of reports up to 2024 are 2022–2024).
    """
    newest = max((year for year in held if year < today.year), default=today.year - 1)
    plain = [word for word in words if not word.base]
    years: set[int] = set()
    notes: list[str] = []
    for word in plain:
        years |= _years_of(word, today, held, newest, notes)
    relative = [w for w in plain if w.kind == "before_that" and not (w.n < 0 and years)]
    if relative:
        years |= _relative(relative, years or set(context), today)
    base = _base([word for word in words if word.base], years or set(context), newest)
    if base is not None and not years:
        years = set(context) or ({base + 1} if base < newest else {newest})
        notes.append(f"按{max(years)}年与{base}年比较")
    kinds = {word.kind for word in plain}
    return Years(
        tuple(sorted(years)),
        base if base not in years else None,
        max((w.n or 2 for w in plain if w.kind == "streak"), default=0),
        "all" in kinds,
        "latest" in kinds,
        bool(kinds & {"ago", "coming", "before_that"}),
        tuple(notes),
    )


def _years_of(
    word: YearWord, today: date, held: Sequence[int], newest: int, notes: list[str]
) -> set[int]:
    if word.kind == "named":
        if word.n:
            notes.append(f"{word.years[0] + 1}年发布的是{word.years[0]}年度的报告")
        return set(word.years)
    if word.kind == "ago":
        return {today.year - word.n}
    if word.kind == "coming":
        return {today.year + word.n}
    if word.kind == "recent":
        years = range(newest - word.n + 1, newest + 1)
        notes.append(f"近{word.n}年取{years[0]}—{years[-1]}年")
        return set(years)
    if word.kind == "since":
        return {year for year in held if year >= word.years[0]} or set(word.years)
    if word.kind == "until":
        return {year for year in held if year < word.years[0]} or {word.years[0] - 1}
    return set()


def _relative(words: Sequence[YearWord], about: set[int], today: date) -> set[int]:
    """上一年 and 下一年 of the years in question, by default of the current one."""
    return {year - word.n for word in words for year in (about or _unsaid(word, today))}


def _unsaid(word: YearWord, today: date) -> set[int]:
    """The year that 上一年 counts from where none is said; 下一年 then is no year of the clock: it
    follows whatever was promised."""
    return {today.year} if word.n > 0 else set()


def _base(words: Sequence[YearWord], years: set[int], newest: int) -> int | None:
    """The year compared with; 比去年 of a named year means the year before that one."""
    for word in words:
        if word.kind == "named":
            return word.years[0]
        if word.kind in ("ago", "before_that"):
            return (max(years) if years else newest) - max(1, word.n)
    return None
