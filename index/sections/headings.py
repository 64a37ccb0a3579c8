"""Headings: how they are marked, and which statutory part their words belong to.

The six parts are those of 国办公开办函〔2021〕30号; the wordings are what reports print for them,
and for the parts of reports before 2019.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from index.text import squash

PARTS = ("overview", "proactive", "requests", "disputes", "problems", "other")

# Whole headings, squashed: they open a part however the line is numbered.
_PART_TITLES = {
    "overview": r"(?:政府信息公开)?(?:工作)?(?:总体|基本)(?:工作)?(?:情况|概况|概述)"
    r"|概述|概况|工作概况",
    "proactive": r"\w{0,6}主动公开政?府?信息(?:的)?(?:工作)?情况"
    r"|政府信息主动公开(?:工作)?情况",
    "requests": r"(?:政府信息)?收到和?(?:及)?处理(?:的)?政?府?信?息?公?开?申请(?:的)?情况"
    r"|(?:政府信息)?依申请公开政府信息(?:和不予公开(?:政府信息)?)?(?:的)?(?:工作|办理)?情况",
    "disputes": r"(?:因)?(?:政府)?信息公开(?:工作)?(?:被)?(?:申请|提起)?行政复议(?:和|及|以及|与)?"
    r"(?:被)?(?:提起)?行政诉讼(?:的)?情况|(?:申请)?行政复议(?:和|及|与)?(?:提起)?行政诉讼(?:的)?情况",
    "problems": r"(?:政府信息公开)?(?:工作)?(?:中)?存在(?:的)?(?:主要)?(?:问题|不足)(?:和不足)?"
    r"(?:和|及|及其|与|以及)(?:下一步)?(?:的)?(?:改进|整改|解决|工作|今后)?(?:工作)?"
    r"(?:情况|措施|打算|计划|建议|办法|意见|思路|方向|安排)|存在(?:的)?(?:主要)?问题改进(?:情况|措施)",
    "other": r"其[他它](?:需要|应当|需|须|应)?(?:要)?(?:报告|说明)?(?:的)?(?:事项|情况|问题)",
}
_PART_TITLE = re.compile("|".join(f"(?P<{part}>{words})" for part, words in _PART_TITLES.items()))

# Words that tell a part's subject in freer headings; the first that matches decides.
_SUBJECTS = (
    ("other", re.compile(r"其[他它](?:需要|应当|需|须)?(?:要)?(?:报告|说明)|其[他它]事项")),
    ("disputes", re.compile(r"行政复议|行政诉讼|复议诉讼")),
    (
        "problems",
        re.compile(r"问题|不足|改进|整改|下一步|下步|今后|工作(?:打算|计划|思考|思路)|建议和"),
    ),
    ("requests", re.compile(r"依申请|公开申请|申请公开|不予公开")),
    ("proactive", re.compile(r"主动公开")),
    ("overview", re.compile(r"总体|概述|概况|基本情况")),
)

_HAN = "一二三四五六七八九十"
_NUMBERS = {han: n for n, han in enumerate([*_HAN, *("十" + one for one in _HAN[:9])], start=1)}
_NUMERAL = re.compile(rf"\d+|[{_HAN}]+")
BOOKMARK = re.compile(r"\[bookmark:[^\]\n]{0,80}\]")
_PINYIN = r"[(（][a-zA-Z\u00c0-\u024f ]{1,8}[)）]"
INSERTED = re.compile(rf"{BOOKMARK.pattern}|{_PINYIN}")
"""What converters put into running words: Word bookmarks, pinyin behind its character."""
_LATIN = re.compile(r"[a-z\u00c0-\u024f]+")
_NOISE = rf"(?:\s|\*\*|{BOOKMARK.pattern})*"
_MARKUP = re.compile(rf"{_NOISE}(#{{1,6}}(?!#))?{_NOISE}")
_ORDINAL = re.compile(
    rf"(?P<part>第[{_HAN}]{{1,3}}(?:部分|章)[、:.\s]*)"
    rf"|(?P<han>[{_HAN}]{{1,3}}\s*[、.,:]\s*|[{_HAN}]{{1,3}}\s+(?=\S))"
    rf"|(?P<round>\(\s*[{_HAN}]{{1,3}}\s*\)\s*[、.:]?\s*)"
    r"|(?P<digit>\d{1,2}\s*[、.]\s*(?!\d))"
    r"|(?P<small>\(\s*\d{1,2}\s*\)\s*[、.]?\s*)"
)
_RANK = {"part": 1, "han": 1, "round": 2, "digit": 3, "small": 4, "mark": 3, "": 9}
_LONGEST = 40  # a heading on its own line
_LONGEST_RUN_IN = 26  # a heading with its text behind it on the same line
_LONGEST_ITEM = 16  # the same for 1. and （1）, which also number sentences
_SHORT = 4  # words so few are a name, whatever they end in (其他)
_STOP = re.compile(r"[。:;!?]")
# The end of a title, with what `part_of_title` overlooks, before a blank, a stop or a digit.
_BREAK = re.compile(r"[况述施算划议法见路向排项题](?:[^\w\s]|[_a-z\u00c0-\u024f])*?(?=[\s。:;,\d])")
_NOUN_END = re.compile(
    r"(?:方面|情况|工作|建设|保障|管理|机制|制度|渠道|措施|问题|事项|办理|解读|培训|公开|平台|申请|"
    r"收费|计划|安排|考核|评议|追究|监督|服务|创新|做法|打算|不足|改进|处理费)$"
)
_SENTENCE = re.compile(r"^(?:无|我)|未|没有|不存在|\d(?:件|条|次|个|元|份)")


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that can open a part. `start`..`end` is the heading itself, without running text.

    `style` is the kind of ordinal: part, han 一、, round （一）, digit 1., small （1）, mark (#),
    or "" for none; `number` its value, 0 for none; `part` the statutory part whose whole title
    it is; `alone` whether nothing follows it on its line.
    """

    start: int
    end: int
    words: str
    style: str
    number: int
    part: str | None
    alone: bool

    @property
    def rank(self) -> int:
        """Usual depth of the style: 1 for 一、, 2 for （一）, 3 for 1., 4 for （1）."""
        return _RANK[self.style]


def clean(printed: str) -> str:
    """Printed heading words without white space, marks and closing punctuation."""
    bare = re.sub(rf"{INSERTED.pattern}|\*\*|\s+", "", printed)
    return bare.lstrip("#").rstrip("。.：:；;").replace("/", "／")


@lru_cache(maxsize=4096)
def part_of_title(words: str) -> str | None:
    """The statutory part whose title `words` is, in any known wording, else None."""
    bare = _LATIN.sub("", squash(words))
    if not 2 <= len(bare) <= _LONGEST:
        return None
    title = _PART_TITLE.fullmatch(bare)
    return title.lastgroup if title else None


@lru_cache(maxsize=4096)
def subjects(words: str) -> tuple[str, ...]:
    """The parts that a heading's words speak of, more loosely than `part_of_title`."""
    part = part_of_title(words)
    bare = _LATIN.sub("", squash(words))
    return (part,) if part else tuple(p for p, word in _SUBJECTS if word.search(bare))


def read_heading(text: str, start: int, end: int) -> Heading | None:
    """The heading that the line `text[start:end]` is or begins with; `text` is folded."""
    mark = _MARKUP.match(text, start, end)
    begin = mark.end() if mark else start
    ordinal = _ORDINAL.match(text, begin, end)
    if ordinal:
        style, after, number = ordinal.lastgroup or "", ordinal.end(), _number(ordinal.group())
    else:
        style, after, number = ("mark" if mark and mark[1] else ""), begin, 0
    if text.startswith("是", after) or (not style and end - after > _LONGEST):
        return None  # 一 是…, running text
    stop = _heading_end(text[after:end].rstrip(), style)
    if not stop:
        return None
    words = text[after : after + stop]
    part = part_of_title(words)
    if not style and part is None:
        return None
    alone = not text[after + stop : end].strip("。:;. \t\u3000*")
    return Heading(start, after + stop, words, style, number, part, alone)


def _heading_end(line: str, style: str) -> int:
    """How long the heading's own words are: the whole line, a known title, or up to a stop.

    0 where the line is no heading.
    """
    whole = line.rstrip("。:;.* ")
    stop = _STOP.search(whole)
    known = _title_prefix(line) if style and (stop or " " in line) else 0
    if known or not whole:
        return known
    if stop is None:
        fits = len(line) <= _LONGEST and _may_stand_alone(line, style)
        return len(whole) if fits else 0
    if style in ("", "mark"):
        return 0
    phrase = line[: stop.start()]
    longest = _LONGEST_ITEM if style in ("digit", "small") else _LONGEST_RUN_IN
    return stop.start() if len(phrase) <= longest and _may_run_in(phrase, style) else 0


def _may_stand_alone(line: str, style: str) -> bool:
    """一、 and （一） lines are headings unless they are sentences; 1. must sound like one."""
    numbered = style in ("digit", "small") or (style == "round" and line.endswith("。"))
    return not numbered or part_of_title(line) is not None or _sounds_like_one(line)


def _may_run_in(phrase: str, style: str) -> bool:
    return style not in ("digit", "small") or _sounds_like_one(phrase)


def _sounds_like_one(words: str) -> bool:
    bare = squash(words)
    named = len(bare) <= _SHORT or _NOUN_END.search(bare)
    return "," not in words and bool(named) and not _SENTENCE.search(bare)


def _title_prefix(line: str) -> int:
    """Length of a part's title that running text follows after a blank or a stop, else 0."""
    for match in _BREAK.finditer(line[:_LONGEST]):
        if part_of_title(line[: match.end()]):
            return match.end()
    return 0


def _number(ordinal: str) -> int:
    """The value of an ordinal up to 二十, or of its digits; 0 for anything else."""
    numeral = _NUMERAL.search(ordinal)
    word = numeral.group() if numeral else ""
    return int(word) if word.isdigit() else _NUMBERS.get(word, 0)


def matches_part_number(heading: Heading, loosely: bool = False) -> bool:
    """Whether a statutory title, or `loosely` words about its part, carry its statutory number."""
    named = subjects(heading.words) if loosely else (heading.part,)
    return 1 <= heading.number <= len(PARTS) and PARTS[heading.number - 1] in named
