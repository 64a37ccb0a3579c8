"""A sentence as a line of signs: each countable figure one sign, and no other number left.

The sign # stands for a figure, @ for a calendar year and ~ for what is no count: quoted titles,
citations, dates, durations, percentages, phone numbers. White space, quotation marks and word
processor bookmarks are gone, so that wrapped lines read like whole ones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from index.numerals import NumberMatch, find_numbers, parse_number
from index.search.chunks import Span
from index.text import fold

_HIDDEN = re.compile(r"(?:\[bookmark:[^\]]*\]|[\s“”\"‘’「」『』*])+")
_SIGNS = re.compile(r"[#@~]")
_HAN = "零〇一二两三四五六七八九十百千"
# The first line lets the scan pass quickly over characters that nothing below begins with.
_NOISE = re.compile(
    rf"""
    (?=[0-9a-z._{_HAN}第令百《〈〔\[(电传邮联•●◆-])(?:
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
    )
    """,
    re.VERBOSE,
)
_UNIT = re.compile(
    r"件次|条次|人次|场次|批次|篇次|期次|份次|元|件|条(?!例|线|款)|篇|次|份|期(?!间)|起(?!来|诉|点|步)"
    r"|例(?!会)|宗(?!旨)|项(?!目)|个|名(?!称|单)|人(?!大|员|民)|场(?!所|镇)|处(?!理|罚|室)|则|通(?!过)"
    r"|封|户|张|家|批|类|位|部(?!门)|本(?!级|年|镇)|套|册|幅|页|版|块"
)
_MAY_COUNT = re.compile(rf"[0-9]|[{_HAN}万亿余多几](?:{_UNIT.pattern})")
CLAUSE_END = ",;，。!?"
_FIGURE_END = CLAUSE_END + "、:)."


@dataclass(frozen=True, slots=True)
class Figure:
    """A count with its unit; `unit` is null where none is printed (行政复议：0)."""

    value: int | float
    unit: str | None
    approx: bool
    start: int
    end: int


@dataclass(slots=True)
class Line:
    """A sentence in signs: `signs[i]` stands for `text[starts[i]:ends[i]]` of the report."""

    signs: str = ""
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    figures: dict[int, Figure] = field(default_factory=dict)
    years: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Sign:
    """What stands for `raw[:end]` from some place on; without a `sign` that is left out."""

    end: int
    sign: str
    span: Span
    figure: Figure | None = None
    year: int | None = None


def read_line(text: str, start: int, end: int) -> Line:
    """The sentence `text[start:end]` in signs."""
    at, raw, folded = _visible(text, start, end)
    signs: dict[int, _Sign] = {}
    taken = bytearray(len(raw))
    for match in _NOISE.finditer(folded):
        left, right = match.span()
        taken[left:right] = b"\1" * (right - left)
        if match.lastgroup != "keep":
            signs[left] = _noise(match, (at[left], at[right - 1] + 1))
    for number in find_numbers(raw) if _MAY_COUNT.search(folded) else ():
        if not any(taken[number.start : number.end]):
            sign = _figure(text, folded, at, number)
            if sign is not None:
                signs[number.start] = sign
    return _lay_out(_SIGNS.sub("_", folded), at, signs)


def _visible(text: str, start: int, end: int) -> tuple[list[int], str, str]:
    """Offsets of the characters that count, these as printed, and folded; what parted two digits
    is left a space."""
    at: list[int] = []
    raw: list[str] = []
    folded: list[str] = []
    whole = fold(text)
    begin = start
    for match in _HIDDEN.finditer(text, start, end):
        left, right = match.span()
        at += range(begin, left)
        raw.append(text[begin:left])
        folded.append(whole[begin:left])
        inside = start < left and right < end
        if inside and text[left - 1].isdecimal() and text[right].isdecimal():
            at.append(right - 1)
            raw.append(" ")
            folded.append(" ")
        begin = right
    at += range(begin, end)
    return at, "".join((*raw, text[begin:end])), "".join((*folded, whole[begin:end]))


def _noise(match: re.Match[str], span: Span) -> _Sign:
    if match.lastgroup == "mark":
        return _Sign(match.end(), "", span)
    if match.lastgroup == "year":
        year = parse_number(match.group().rstrip("年度"))
        return _Sign(match.end(), "@", span, year=int(year) if year is not None else None)
    return _Sign(match.end(), "~", span)


def _figure(text: str, folded: str, at: list[int], number: NumberMatch) -> _Sign | None:
    """The sign for a figure: # where it counts something, ~ for a bare number inside a word."""
    unit = _UNIT.match(folded, number.end)
    if unit is None and folded[number.start] not in "0123456789":
        return None
    span = at[number.start], at[number.end - 1] + 1
    value = int(number.value) if number.value == int(number.value) else float(number.value)
    figure = Figure(value, unit.group() if unit else None, number.approx, *span)
    if unit:
        return _Sign(unit.end(), "#", (span[0], at[unit.end() - 1] + 1), figure)
    at_line_end = "\n" in text[span[1] : at[number.end]] if number.end < len(at) else True
    if at_line_end or folded[number.end] in _FIGURE_END:
        return _Sign(number.end, "#", span, figure)
    return _Sign(number.end, "~", span)


def _lay_out(raw: str, at: list[int], signs: dict[int, _Sign]) -> Line:
    """The line with its signs in place; one that begins inside another is lost."""
    line = Line()
    begin = 0
    for place in sorted(signs):
        if place < begin:
            continue
        _plain(line, raw, at, begin, place)
        sign = signs[place]
        begin = sign.end
        if not sign.sign:
            continue
        if sign.figure is not None:
            line.figures[len(line.signs)] = sign.figure
        if sign.year is not None:
            line.years[len(line.signs)] = sign.year
        line.signs += sign.sign
        line.starts.append(sign.span[0])
        line.ends.append(sign.span[1])
    _plain(line, raw, at, begin, len(raw))
    return line


def _plain(line: Line, raw: str, at: list[int], begin: int, end: int) -> None:
    """Characters that stand for themselves."""
    line.signs += raw[begin:end]
    line.starts += at[begin:end]
    line.ends += [place + 1 for place in at[begin:end]]
