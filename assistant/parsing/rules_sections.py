"""Which reports lack a part of the form: 没有写改进措施, 没写存在的问题, 没有第五部分."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.parsing.build import build
from assistant.parsing.mentions import Said
from assistant.parsing.reading import Reading
from assistant.parsing.tokens import Token
from assistant.plan import Plan, TextPart, Topic
from assistant.vocabulary import Sort, lexicon
from index.text import fold

_DENIALS: tuple[Sort, ...] = ("silent", "not_mention", "none", "state")
_SAYS: tuple[Sort, ...] = ("mention", "has", *_DENIALS)
_REMEDY = re.compile("改进|整改|措施|举措|打算|计划|下一?步|下一?阶段|今后|努力方向")
_PROBLEM = re.compile("问题|不足|短板|困难|缺点|差距|薄弱|难[处点题]")
_WRITTEN = re.compile("写|提|说|讲|谈|列|交代|缺|漏")
_LIGHT: tuple[Sort, ...] = ("stop", "domain", "generic", "mark")
_ASKING: tuple[Sort, ...] = ("which", "which_year", "whether", "all", "each", "howmany", "none")


def sections(reading: Reading, said: Said | None) -> Plan | None:
    """Reports without a part of the form; with 都写了, whether all have it."""
    if not _asks_reports(reading) or reading.has("how", "why", "what"):
        return None
    if _NOT_WHOLE.search(reading.text) and not reading.has("topic", "table", "table_side"):
        return _lacking_any(reading)
    found = _said(reading, said) if said is not None else _told(reading)
    if found is None:
        return None
    named, denied = found
    if not denied and not _asks_all(reading):
        return None
    reading = reading.over_years()
    topics = tuple(Topic(part=part, negated=denied) for part in named)
    return build(reading, "mention", others=topics, together="all" if named[1:] else "any")


_PARTS: tuple[TextPart, ...] = (
    "overview", "proactive", "requests", "disputes", "problems", "other"
)  # fmt: skip
_PART_WORDS = "(?:部分|方面|板块|章节?|大项|块内容|项内容|个内容)"
_NOT_WHOLE = re.compile(
    f"(?:六|6|各|几|规定的?|全部|所有)(?:个|大)*{_PART_WORDS}(?:的)?(?:内容)?(?:都|全|都全)?(?:没有?|未|不|缺|漏)(?:都)?(?:写|有|列|填)?(?:全|齐|完整|完|够|项|少)"
    f"|(?:没有?|未|不|缺)(?:写|有|列)?(?:全|齐|够|满|完整)(?:六|6)(?:个|大)*{_PART_WORDS}"
    f"|{_PART_WORDS}(?:内容)?(?:不全|不齐|不完整|没写全|没写齐|缺项|有缺|写不全|不够六|不足六|缺失)"
    f"|(?:缺|少|漏)(?:了|写)?(?:一|某|哪|几|任何)(?:个|些)*{_PART_WORDS}"
)


def _lacking_any(reading: Reading) -> Plan:
    """六个部分没写全的: without any of the six, text and table alike."""
    reading = reading.over_years()
    topics = tuple(Topic(part=part, negated=True) for part in _PARTS)
    return build(reading, "mention", others=topics, together="any")


def _said(reading: Reading, said: Said) -> tuple[tuple[TextPart, ...], bool] | None:
    """The part that 没提到 and the like ask for, with nothing beside it; whether it is denied."""
    quoted = any(mark + said.words[0] in reading.raw for mark in _QUOTES)
    if said.others or said.as_problem or quoted:
        return None
    named = tuple(part for word in said.words if (part := part_of(word)) is not None)
    return (named, said.negated) if len(named) == len(said.words) else None


def part_of(text: str) -> TextPart | None:
    """The part that a word on its own names."""
    word = lexicon().words.get(fold(text))
    return _part(word.sort, word.codes, text) if word is not None else None


def _told(reading: Reading) -> tuple[tuple[TextPart, ...], bool] | None:
    """The parts that a word right beside the first says are there or not."""
    about = [(t, part) for t in reading.all("topic", "section") if (part := _part(*_known(t)))]
    verb = _verb(reading, about[0][0]) if about else None
    if verb is None or (verb.sort == "has" and about[0][0].sort != "section"):
        return None
    if verb.sort == "none" and about[0][1] == "problem" and not _WRITTEN.search(verb.text):
        return None  # 没有问题的报告: no fault is found in it
    return tuple(dict.fromkeys(part for _, part in about)), verb.sort not in ("mention", "has")


def _known(token: Token) -> tuple[Sort, Sequence[str], str]:
    return token.sort, token.codes, token.text


def _part(sort: Sort, codes: Sequence[str], text: str) -> TextPart | None:
    """The part that a word names: a section of the form, the problems, or the remedies."""
    if sort == "section":
        return codes[0]  # type: ignore[return-value]
    if sort != "topic" or "problems" not in codes:
        return None
    if _REMEDY.search(text) and not _PROBLEM.search(text):
        return "improvement"
    return "problem" if _PROBLEM.search(text) else None


def _verb(reading: Reading, about: Token) -> Token | None:
    """The word right before the part that says it is written or not, or right behind it."""
    at = reading.tokens.index(about)
    for side in (reversed(reading.tokens[:at]), reading.tokens[at + 1 :]):
        for token in side:
            if token.sort == "state" and token.codes != ("missing",):
                return None
            if token.sort in _SAYS or token.text in _LACKS:
                return token
            if token.sort not in _LIGHT and token.text not in _QUOTES:
                break
    return None


_LACKS = ("缺", "少", "漏", "缺了", "少了", "漏了", "没了")
_QUOTES = "“”‘’「」"


def _asks_reports(reading: Reading) -> bool:
    """Whether it asks which reports, or whether all, and for no figure."""
    return reading.has(*_ASKING) and not reading.asked.all and not reading.has("most", "top")


def _asks_all(reading: Reading) -> bool:
    return reading.has("all", "each") or any(t.text in ("都", "均") for t in reading.tokens)
