"""A language model's sentences, each held to the quotes it cites.

A sentence holds if it cites quotes that exist, every number in it is printed in them with the same
unit, it names no body of another quote, denies nothing where they do not and affirms nothing they
only deny, is not too long, and is mostly made of their words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.evidence import Citation, Passage
from assistant.llm import without_thoughts
from index.numerals import find_numbers
from index.text import fold, squash

SENTENCES = 8
_LONGEST = 200  # characters of one sentence
_OWN_WORDS = 0.5  # at least this share of a sentence's character pairs is the quotes'
_MARKS = r"(?:\s*\[[0-9,、\s]+\])"
_SENTENCE = re.compile(rf"[^。！？!?\n]*?(?:[。！？!?]|\.(?=\s|\[|$)){_MARKS}*|[^\n]+")
_MARK = re.compile(r"\[([0-9,、\s]+)\]")
_BULLET = re.compile(r"^\s*(?:[-*•#>]+\s*|\d{1,2}[.、)]\s*)+")
_SUSPECT = re.compile(
    r"忽略.{0,12}(?:指令|指示|要求|规则|提示|内容)|(?:系统|以下|上述|之前).{0,4}(?:提示词|指令)|你(?:现在)?(?:是|必须|应当?).{0,8}"
    r"(?:助手|模型|ai|回答|输出)|ignore.{0,30}(?:instruction|prompt|above|previous)"
    r"|system prompt|</?(?:system|user|assistant)|\[/?inst\]"
)
_DENIAL = re.compile(r"未|没有|没|无|不(?!断|仅|但|少|同|足|够|到位)|\b(?:no|not|none|never)\b")
_DENIED = 3  # characters after a denial that tell what is denied
_UNITS = "件条次篇期份项个人名位场户元万处家类例宗起年月日天%％"
_ASCII_NUMBER = re.compile(r"[0-9０-９]")


@dataclass(frozen=True, slots=True)
class Checked:
    """A model's sentences that hold, with the numbers of the quotes each cites; how many fell."""

    kept: tuple[tuple[str, tuple[int, ...]], ...]
    dropped: int


def reads_like_orders(text: str) -> bool:
    """Whether words address a language model rather than a reader."""
    return any(_SUSPECT.search(one) for one in (fold(text), squash(text)))


def check(reply: str, quotes: dict[int, Passage]) -> Checked:
    """The reply's sentences that hold; those past `SENTENCES` are cut, not counted as dropped."""
    kept: list[tuple[str, tuple[int, ...]]] = []
    dropped = 0
    for words, marks in _sentences(reply):
        cited = [quotes[n] for n in marks if n in quotes]
        if len(cited) == len(marks) > 0 and _holds(words, cited, list(quotes.values())):
            kept.append((words, marks))
        else:
            dropped += 1
    return Checked(tuple(dict.fromkeys(kept))[:SENTENCES], dropped)


def _sentences(reply: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """(words, marks) of each sentence; marks may stand before or behind the full stop."""
    text = without_thoughts(reply)
    text = text.translate(str.maketrans("【】［］〔〕", "[][][]"))
    for match in _SENTENCE.finditer(text):
        whole = _BULLET.sub("", match.group())
        marks = tuple(
            dict.fromkeys(int(n) for m in _MARK.findall(whole) for n in re.findall(r"\d+", m)[:9])
        )
        words = _MARK.sub("", whole).strip().rstrip("。！？!?.；; ").replace("**", "").strip()
        if len(squash(words)) > 1:
            yield " ".join(words.split()), marks


def _holds(words: str, cited: Sequence[Passage], every: Sequence[Passage]) -> bool:
    """Whether a sentence says no more than the quotes it cites, as far as can be told by rule."""
    citations = [passage.citation for passage in cited]
    return (
        len(words) <= _LONGEST
        and "http" not in words
        and not reads_like_orders(words)
        and _numbers_stand(words, citations)
        and not _names_others(words, cited, every)
        and _denies_alike(words, citations)
        and _own_share(words, cited) >= _OWN_WORDS
    )


def _numbers_stand(words: str, citations: Sequence[Citation]) -> bool:
    """Each number is printed in a cited quote, with its unit; a year may be the report's."""
    printed = {pair for citation in citations for pair in _numbers(citation.quote)}
    years = {(Decimal(c.year), "年") for c in citations if c.year is not None}
    bare = {value for value, _ in printed | years}
    for value, unit in _numbers(words):
        if (value, unit) in printed | years or (not unit and value in bare):
            continue
        if (value, "") not in printed:
            return False
    return True


def _numbers(text: str) -> list[tuple[Decimal, str]]:
    """(value, unit) of the figures in a text; Chinese numerals only where a unit follows."""
    plain = "".join(text.split())
    found = []
    for number in find_numbers(plain):
        unit = plain[number.end : number.end + 1].replace("％", "%")
        unit = unit if unit in _UNITS else ""
        if unit or _ASCII_NUMBER.match(plain[number.start]):
            found.append((number.value, unit))
    return found


def _names_others(words: str, cited: Sequence[Passage], every: Sequence[Passage]) -> bool:
    """Whether a body is named of which no quote is cited."""
    own = {passage.report.body for passage in cited}
    others = {passage.report.body for passage in every} - own
    return any(name in words for name in others if not any(name in one for one in own))


def _denies_alike(words: str, citations: Sequence[Citation]) -> bool:
    """Whether a denial has one in the quotes, and nothing is affirmed that they only deny."""
    said, quotes = squash(words), [squash(citation.quote) for citation in citations]
    if _DENIAL.search(said) and not any(map(_DENIAL.search, quotes)):
        return False
    denied = {
        quote[match.end() : match.end() + _DENIED]
        for quote in quotes
        for match in _DENIAL.finditer(quote)
    }
    return not any(
        _affirms(said, thing) and not any(_affirms(quote, thing) for quote in quotes)
        for thing in denied
        if len(thing) > 1
    )


def _affirms(text: str, thing: str) -> bool:
    """Whether `text` says `thing` anywhere without a denial just before it."""
    places = (match.start() for match in re.finditer(re.escape(thing), text))
    return any(not _DENIAL.search(text[max(0, at - 3) : at]) for at in places)


def _own_share(words: str, cited: Sequence[Passage]) -> float:
    """Share of the sentence's character pairs that stand in the quotes, their names or headings."""
    said = _pairs(words)
    known = {
        pair
        for passage in cited
        for text in (
            passage.citation.quote,
            f"{passage.report.body}{passage.report.year}年",
            passage.section,
        )
        for pair in _pairs(text)
    }
    return len(said & known) / len(said) if said else 0.0


def _pairs(text: str) -> set[str]:
    plain = squash(text)
    return {plain[i : i + 2] for i in range(len(plain) - 1)}
