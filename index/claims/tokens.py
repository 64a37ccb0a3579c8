"""A sentence as clauses in which each countable figure is one sign, and no other number is left.

In `Clause.text` the sign # stands for a figure, @ for a calendar year and ~ for what is no count:
quoted titles, citations, dates, durations, percentages, phone numbers. White space, quotation
marks and word processor bookmarks are gone, so that wrapped lines read like whole ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from index.chunks import Span, sentences
from index.numerals import NumberMatch, find_numbers, parse_number
from index.text import fold

_BOOKMARK = re.compile(r"\[bookmark:[^\]]*\]")
_DROPPED = re.compile(r"[\s“”\"‘’「」『』*]")
_SIGNS = re.compile(r"[#@~]")
_HAN = "零〇一二两三四五六七八九十百千"
_NOISE = re.compile(
    rf"""
    (?P<mark>^(?:[0-9]{{1,2}}[.、)](?![0-9])|\([{_HAN}0-9]{{1,3}}\)|[{_HAN}]{{1,3}}[、.]|[-•●◆]))
  | (?P<keep>(?<![{_HAN}0-9])一(?:[件条宗份项篇](?:一|不[漏落少差留])|次[性办就]|件事|条龙)
      | 12345(?=[^0-9#,]{{0,8}}(?:热线|平台|工单|诉求|转办)))
  | (?P<other>
        《[^《》]*(?:《[^《》]*》[^《》]*)*》 | 〈[^〈〉]*〉
      | [〔\[(][0-9]{{4}}[〕\])]第?[0-9]{{1,12}}号
      | 第[{_HAN}0-9]{{1,12}}[条款项号届次批章节季轮名期个]?(?:第?\([{_HAN}0-9]{{1,12}}\)[项款]?)?
      | 令?第?[0-9]{{1,12}}号令?
      | https?://[^\s,;。]+ | [a-z0-9._-]{{1,40}}@[a-z0-9.-]{{1,40}} | www\.[a-z0-9./-]+
      | (?:电话|传真|邮编|邮政编码|联系方式|qq)[:为是]?[0-9-]{{1,24}} | [0-9]{{3,4}}-[0-9]{{7,8}}
      | 1[0-9]{{10}}(?![0-9])
      | (?:[0-9]{{2,4}}年)?[0-9]{{1,2}}月(?:[0-9]{{1,2}}日|份|底|初|末|[上中下]旬)?
      | [0-9]{{5,6}}月[0-9]{{1,12}}日 | [一二三四五六七八九十]{{1,2}}月(?:份|底)?
      | [{_HAN}]{{4}}年[{_HAN}]{{1,3}}月(?:[{_HAN}]{{1,3}}日)?
      | [0-9]{{4}}[-./][0-9]{{1,2}}[-./][0-9]{{1,2}} | [0-9]{{1,2}}:[0-9]{{2}}
      | 百分之[{_HAN}0-9.点]{{1,12}} | [0-9]{{1,12}}(?:\.[0-9]{{1,12}})?(?:[%‰]|个?百分点|倍|折)
      | [0-9]{{1,12}}(?:\ [0-9]{{1,12}})+
      | [0-9]{{1,12}}[-—~至到][0-9]{{1,12}}(?![0-9年])
    )
  | (?P<year>(?:(?:19|20)[0-9]{{2}}|[一二][零〇一二三四五六七八九]{{3}})年度?)
  | (?P<span>(?<![上下次])(?:[0-9.]{{1,12}}|[{_HAN}]{{1,12}})[余多]?个?
        (?:工作日|自然日|月|小时|分钟|秒|天|日|周|年|季度|学时|课时))
    """,
    re.VERBOSE,
)
_UNIT = re.compile(
    r"件次|条次|人次|场次|批次|篇次|期次|份次|元|件|条(?!例|线|款)|篇|次|份|期(?!间)|起(?!来|诉|点|步)"
    r"|例(?!会)|宗(?!旨)|项(?!目)|个|名(?!称|单)|人(?!大|员|民)|场(?!所|镇)|处(?!理|罚|室)|则|通(?!过)"
    r"|封|户|张|家|批|类|位|部(?!门)|本(?!级|年|镇)|套|册|幅|页|版|块"
)
_LONGEST_SENTENCE = 3000  # characters; a longer one is a damaged table or spam and states nothing
_MOST_CLAUSES = 60  # joined by ；

_CLAUSE_END = ",;，。!?"
_FIGURE_END = _CLAUSE_END + "、:)."


@dataclass(frozen=True, slots=True)
class Figure:
    """A count with its unit; `unit` is null where none is printed (行政复议：0)."""

    value: int | float
    unit: str | None
    approx: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Clause:
    """Text between two commas, or in brackets (`aside`); `spans[i]` is where `text[i]` stands."""

    text: str
    spans: tuple[Span, ...]
    figures: dict[int, Figure]
    years: tuple[int, ...]
    aside: bool = False

    @property
    def start(self) -> int:
        """Offset of the clause in the report's text."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Offset after the clause in the report's text."""
        return max(end for _, end in self.spans)

    def places(self) -> list[Place]:
        """The figures with their places, left to right."""
        return [Place(self, position, figure) for position, figure in self.figures.items()]


@dataclass(frozen=True, slots=True)
class Place:
    """A figure where it stands: `clause.text[position]` is its sign."""

    clause: Clause
    position: int
    figure: Figure

    @property
    def before(self) -> str:
        """The clause up to the figure."""
        return self.clause.text[: self.position]

    @property
    def after(self) -> str:
        """The clause after the figure and its unit."""
        return self.clause.text[self.position + 1 :]


@dataclass(frozen=True, slots=True)
class _Token:
    sign: str
    start: int
    end: int
    figure: Figure | None = None
    year: int | None = None


def passages(text: str, start: int, end: int) -> Iterator[list[Clause]]:
    """The clauses of each sentence in `text[start:end]`; ； and a leading 其中 continue one."""
    joined: list[Clause] = []
    goes_on = True
    for left, right in sentences(text, start, end):
        readable = right - left <= _LONGEST_SENTENCE
        clauses = _clauses(_tokens(text, left, right)) if readable else []
        if not clauses:
            continue
        goes_on = goes_on or clauses[0].text.startswith("其中")
        if joined and (not goes_on or len(joined) > _MOST_CLAUSES):
            yield joined
            joined = []
        joined += clauses
        goes_on = text[right - 1] in "；;"
    if joined:
        yield joined


def _clauses(tokens: list[_Token]) -> list[Clause]:
    """The clauses of one sentence, each bracketed one after the clause it stands in."""
    done: list[tuple[list[_Token], bool]] = []
    current: list[_Token] = []
    asides: list[list[_Token]] = []
    depth, closing = 0, sum(token.sign == ")" for token in tokens)
    for token in tokens:
        if token.sign == "(" and closing > depth:
            depth += 1
            asides.append([])
        elif token.sign == ")":
            depth, closing = max(0, depth - 1), closing - 1
        elif token.sign not in _CLAUSE_END:
            (asides[-1] if depth else current).append(token)
        elif depth:
            asides.append([])
        else:
            done += [(current, False), *((aside, True) for aside in asides)]
            current, asides = [], []
    done += [(current, False), *((aside, True) for aside in asides)]
    return [_clause(part, aside) for part, aside in done if part]


def _clause(tokens: list[_Token], aside: bool) -> Clause:
    return Clause(
        text="".join(token.sign for token in tokens),
        spans=tuple((token.start, token.end) for token in tokens),
        figures={i: token.figure for i, token in enumerate(tokens) if token.figure is not None},
        years=tuple(token.year for token in tokens if token.year is not None),
        aside=aside,
    )


def _tokens(text: str, start: int, end: int) -> list[_Token]:
    at, raw = _visible(text, start, end)
    folded = fold(raw)
    signs: dict[int, tuple[int, _Token | None]] = {}
    taken: set[int] = set()
    for match in _NOISE.finditer(folded):
        taken.update(range(*match.span()))
        if match.lastgroup != "keep":
            span = at[match.start()], at[match.end() - 1] + 1
            signs[match.start()] = match.end(), _sign(match, *span)
    for number in find_numbers(raw):
        if taken.isdisjoint(range(number.start, number.end)):
            signs |= _figure(text, folded, at, number)
    return list(_lay_out(_SIGNS.sub("_", folded), at, signs))


def _visible(text: str, start: int, end: int) -> tuple[list[int], str]:
    """Offsets of the characters that count, and these; what parted two digits is left a space."""
    hidden = {i for m in _BOOKMARK.finditer(text, start, end) for i in range(*m.span())}
    hidden |= {m.start() for m in _DROPPED.finditer(text, start, end)}
    shown = [i for i in range(start, end) if i not in hidden]
    apart = {
        right - 1
        for left, right in pairwise(shown)
        if right - left > 1 and text[left].isdecimal() and text[right].isdecimal()
    }
    at = sorted({*shown, *apart})
    return at, "".join(" " if i in apart else text[i] for i in at)


def _sign(match: re.Match[str], start: int, end: int) -> _Token | None:
    if match.lastgroup == "mark":
        return None
    if match.lastgroup == "year":
        year = parse_number(match.group().rstrip("年度"))
        return _Token("@", start, end, year=int(year) if year is not None else None)
    return _Token("~", start, end)


def _figure(
    text: str, folded: str, at: list[int], number: NumberMatch
) -> dict[int, tuple[int, _Token | None]]:
    """The sign for a figure: # where it counts something, ~ for a bare number inside a word."""
    unit = _UNIT.match(folded, number.end)
    span = at[number.start], at[number.end - 1] + 1
    value = int(number.value) if number.value == int(number.value) else float(number.value)
    figure = Figure(value, unit.group() if unit else None, number.approx, *span)
    if unit:
        end = unit.end()
        return {number.start: (end, _Token("#", span[0], at[end - 1] + 1, figure))}
    if folded[number.start] not in "0123456789":
        return {}
    at_line_end = "\n" in text[span[1] : at[number.end]] if number.end < len(at) else True
    counts = at_line_end or folded[number.end] in _FIGURE_END
    token = _Token("#", *span, figure) if counts else _Token("~", *span)
    return {number.start: (number.end, token)}


def _lay_out(
    line: str, at: list[int], signs: dict[int, tuple[int, _Token | None]]
) -> Iterator[_Token]:
    i = 0
    while i < len(line):
        if i not in signs:
            yield _Token(line[i], at[i], at[i] + 1)
            i += 1
            continue
        i, token = signs[i]
        if token is not None:
            yield token
