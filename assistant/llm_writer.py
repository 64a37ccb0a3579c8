"""Quoted evidence → a short synthesis by a language model, each sentence held to what it cites.

A sentence stays only if it cites quotes that exist, every number in it is printed in them with the
same unit, it names no other body, denies nothing they do not deny, and is mostly made of their
words. What does not is dropped; where nothing stays, the quotes alone are the answer. They remain
below the synthesis in any case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from secrets import token_hex

from assistant.draft import Draft
from assistant.evidence import Citation, Passage, Passages
from assistant.llm import Budget, LanguageModel
from assistant.markdown import escape
from assistant.plan import Plan
from index.numerals import find_numbers
from index.text import fold, squash
from prompts import load

SENTENCES = 8
_MAX_TOKENS = 700
_LONGEST = 200  # characters of one sentence
_FEWEST = 2  # quotes worth a synthesis
_MOST = 24  # quotes given to the model
_OWN_WORDS = 0.5  # at least this share of a sentence's character pairs is the quotes'
_LABEL = "**归纳**（由语言模型依据下列原文写成，逐句核对过出处）："
_BELOW = "**原文**："
_SUSPECT_NOTE = "有引文含有类似指令的文字，没有交给语言模型"
_CUT_NOTE = "语言模型写的{count}句话与所标出处不符，已删去"
_NOTHING_NOTE = "语言模型写的内容没有一句能由出处证实，只列原文"

_THINKING = re.compile(r"<think>.*?</think>", re.DOTALL)
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
_UNITS = "件条次篇期份项个人名位场户元万处家类例宗起年月日天%％"
_ASCII_NUMBER = re.compile(r"[0-9０-９]")


@dataclass(frozen=True, slots=True)
class Checked:
    """A model's sentences that hold, with the numbers of the quotes each cites; how many fell."""

    kept: tuple[tuple[str, tuple[int, ...]], ...]
    dropped: int


def write(
    model: LanguageModel, draft: Draft, found: Passages, question: str, budget: Budget
) -> None:
    """Put a synthesis of the draft's quotes before them, if one holds. Raises LLMError."""
    said = [p for p in found.passages if not p.near and p.citation in draft.citations][:_MOST]
    sound = [p for p in said if not _reads_like_orders(f"{p.section} {p.citation.quote}")]
    if len(sound) < len(said):
        draft.warnings.append(_SUSPECT_NOTE)
    if len(sound) < _FEWEST:
        return
    quotes = {draft.citations.index(passage.citation) + 1: passage for passage in sound}
    system, user = load("writer").fill(
        sentences=str(SENTENCES),
        question=question or draft.plan.query,
        evidence=_evidence(quotes),
        fence=token_hex(8),
    )
    checked = check(model.ask(system, user, budget, _MAX_TOKENS), quotes)
    if checked.kept:
        _insert(draft, checked)
    if not checked.kept:
        draft.warnings.append(_NOTHING_NOTE)
    elif checked.dropped:
        draft.warnings.append(_CUT_NOTE.format(count=checked.dropped))


def is_wanted(plan: Plan, found: Passages) -> bool:
    """Whether there are quotes enough for a synthesis, in the language it is to be written in:
    words of another language could not be held against the reports'."""
    return plan.language == "zh" and sum(not p.near for p in found.passages) >= _FEWEST


def _reads_like_orders(text: str) -> bool:
    return any(_SUSPECT.search(one) for one in (fold(text), squash(text)))


def _evidence(quotes: dict[int, Passage]) -> str:
    lines = []
    for n, passage in quotes.items():
        report, heading = passage.report, passage.section.rpartition("/")[2][:40]
        words = " ".join(passage.citation.quote.split())
        lines.append(f"[{n}] {report.body}{report.year}年（{heading}）：{words}")
    return "\n".join(lines)


def _insert(draft: Draft, checked: Checked) -> None:
    """The sentences, escaped; remembered whole, since each has been checked here against what it
    cites: the last check of the answer leaves their digits alone."""
    shown = []
    for words, marks in checked.kept:
        safe = escape(words)
        draft.words.add(safe)
        shown.append(safe + "".join(f"[{n}]" for n in marks) + "。")
    draft.paragraphs[:0] = [f"{_LABEL}\n\n{''.join(shown)}", _BELOW]


# --- the check


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
    text = _THINKING.sub("", reply)
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
        and not _reads_like_orders(words)
        and _numbers_stand(words, citations)
        and not _names_others(words, cited, every)
        and (not _DENIAL.search(fold(words)) or _any_denial(citations))
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


def _any_denial(citations: Sequence[Citation]) -> bool:
    return any(_DENIAL.search(fold(citation.quote)) for citation in citations)


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
