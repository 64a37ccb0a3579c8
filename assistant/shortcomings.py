"""Which sentences of a report's section on 问题和改进 tell a problem and which a remedy.

Many reports put both under one heading; the remedies then begin where a sentence opens with
改进措施, 下一步 or the like, or where the numbers begin again, and hold until a heading or the next
number of the problems ends them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.mentions import in_section
from index.text import fold, squash

Part = Literal["problem", "improvement", "mended"]
HEADINGS: dict[Part, str] = {
    "problem": "存在的问题",
    "improvement": "改进措施",
    "mended": "上年事项办理",
}
_PROBLEM = re.compile("问题|不足|短板|差距|困难|薄弱")
_REMEDY = re.compile("改进|整改|措施|下一步|打算|今后|计划|努力方向")
_OPENS_PROBLEM = re.compile(
    "(?:今年|本年度?|当年|当前|目前|现在|[0-9]{4}年)?(?:工作)?(?:中|的|仍|还)*"
    "(?:存在|主要|突出|新)?的?(?:主要)?(?:问题|不足|短板|困难)(?:之处)?[:：在]"
)
PROBLEMS_NAMED = "(?:报告)?(?:存在|提出|所列|列出|查摆)?的?(?:主要)?(?:问题|不足)的?"
_PAST = re.compile(f"(?:上一?年度?|去年|[0-9]{{4}}年){PROBLEMS_NAMED}(?:整改|改进|解决|改正)")
"""上年问题整改：…, what was mended of last year's, is neither a problem nor a remedy of this."""
_OPENS_REMEDY = re.compile(
    "改进|整改|下一?步|下一?阶段|今后|往后|接下来|针对(?:上述|以上|这些|存在)|为此|对此|打算|拟(?![议定])"
    "|(?:已|正在?|将)?(?:采取|拟采取)?的?(?:应对|解决)?(?:措施|举措|对策|办法)[:：]"
    "|(?:[0-9]{4}年|明年|来年|新的一年)[,，]?[^,，。:：]{0,5}(?:[将拟]|打算|计划|准备|争取|力争)|我[镇乡局街道县区场]{1,2}[将拟]"
    "|(?:上年度?|上一年度?|去年|[0-9]{4}年)(?:报告)?(?:中|里)?(?:提出|提到|所列|所提|列出|指出)的"
)
_MENDS = re.compile(
    "(?:现|目前)?(?:已经?|均已)|改[由为]|[0-9]{4}年[0-9一二三四季度月]*起|明年[0-9一二三四季度月]*起"
)
"""Behind a numbered problem what was done about this one, without a number of its own."""
_LABEL = re.compile(
    r"\s*[（(][一二三四五六][)）]\s*[^,，。:：;；]{0,8}(?:问题|不足|改进|措施|打算)[^,，。:：;；]{0,4}[。:：]"
)  # a heading that stands in the text of its first item
_OPENING = 16  # characters in which a sentence says what it begins
_ORDINAL = re.compile(
    r"(?:[^：:。；]{0,12}[：:])?\s*"
    r"(?:[（(]?(?P<n>[一二三四五六七八九十]|\d{1,2})(?:是|[）).．、])|[其第](?P<m>[一二三四五六七八九])"
    r"|问题(?P<k>[一二三四五六七八九])[:：])"
)
_DIGITS = {char: str(n) for n, char in enumerate("一二三四五六七八九十", start=1)}
_INTRO = re.compile(r"^(?P<intro>.{4,60}?)[:：]\s*(?:[（(]?[一1][)）是.．、]|其一)")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence's part, its number, and the words before the list that it is an item of."""

    part: Part | None = None
    intro: str = ""
    item: int = 0  # its number in the list, 0 without


def number_of(sentence: str) -> str | None:
    """The number of a list's item in digits, by its mark: 二是…, （2）…, 其二…."""
    match = _ORDINAL.match(sentence)
    number = match["n"] or match["m"] or match["k"] if match else None
    return _DIGITS.get(number, number) if number else None


def told(sentences: Sequence[tuple[str, str]]) -> list[Said]:
    """For each (section path, sentence) of one report, in the order of the text, what it tells;
    no part outside the sections on problems."""
    found: list[Said] = []
    section, part, intro = "", None, ""
    problems = 0  # the last number among the problems
    numbered = False  # whether the remedies have numbers of their own
    for path, quote in sentences:
        sentence = "".join(fold(quote).split())
        if path != section:
            section, part, intro, problems, numbered = path, _of_heading(path), "", 0, False
        mixed = part is not None and _is_mixed(path)
        opening, number = sentence[:_OPENING], _value(sentence)
        again = number == 1 and problems > 1 and not _PROBLEM.search(opening)
        if mixed and _PAST.match(_bare(opening)):
            part, intro, numbered = "mended", "", False
        elif mixed and (_OPENS_REMEDY.match(_bare(opening)) or (part == "problem" and again)):
            part, intro, numbered = "improvement", "", bool(number)
        elif mixed and _OPENS_PROBLEM.match(_bare(opening)):
            part, intro = "problem", ""
        elif mixed and part == "improvement" and number:
            goes_on = number == problems + 1 and problems > 0 and not numbered
            part, numbered = ("problem", False) if goes_on else (part, True)
        if part == "problem" and number:
            problems = number
        begins = _INTRO.match(sentence)
        if begins:
            intro = squash(begins["intro"])
        mends = mixed and part == "problem" and not number and problems and _MENDS.match(sentence)
        own = "improvement" if mends else part
        found.append(Said(own, intro if number and not begins else "", number))
    return found


def opens_remedies(sentence: str) -> bool:
    """Whether a sentence begins what is done about problems: 改进措施：…, 下一步将…"""
    return _OPENS_REMEDY.match(_bare("".join(fold(sentence).split()))) is not None


def _of_heading(path: str) -> Part | None:
    leaf = path.rpartition("/")[2]
    if not in_section(path, "problems"):
        return None
    if _PAST.search(leaf):
        return "mended"
    remedy = _REMEDY.search(leaf) and not _PROBLEM.search(leaf)
    return "improvement" if remedy else "problem"


def _is_mixed(path: str) -> bool:
    """Whether the heading right above does not say which of the two stands under it."""
    leaf = path.rpartition("/")[2]
    return not _PAST.search(leaf) and bool(_PROBLEM.search(leaf)) == bool(_REMEDY.search(leaf))


def _bare(opening: str) -> str:
    return re.sub(r"^(?:[（(]?[一二三四五六七八九十\d]+[)）是.．、]+)", "", opening)


def _value(sentence: str) -> int:
    label = _LABEL.match(sentence)
    sentence = sentence[label.end() :] if label else sentence
    number = "1" if _INTRO.match(sentence) else number_of(sentence)
    return int(number) if number else 0
