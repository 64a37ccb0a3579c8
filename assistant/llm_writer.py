"""Quoted evidence → a short synthesis by a language model, before the quotes it was written of.

Only sentences that `llm_write_check` finds borne by what they cite are shown; where none is, the
quotes alone are the answer.
"""

from __future__ import annotations

from secrets import token_hex

from assistant.draft import Draft
from assistant.evidence import Passage, Passages
from assistant.llm import Budget, LanguageModel
from assistant.llm_write_check import SENTENCES, Checked, check, reads_like_orders
from assistant.markdown import escape
from assistant.plan import Plan
from prompts import load

_MAX_TOKENS = 700
_FEWEST = 2  # quotes worth a synthesis
_MOST = 24  # quotes given to the model
_LABEL = "**归纳**（由语言模型依据下列原文写成，逐句核对过出处）："
_BELOW = "**原文**："
_SUSPECT_NOTE = "有引文含有类似指令的文字，没有交给语言模型"
_CUT_NOTE = "语言模型写的{count}句话与所标出处不符，已删去"
_NOTHING_NOTE = "语言模型写的内容没有一句能由出处证实，只列原文"


def write(
    model: LanguageModel, draft: Draft, found: Passages, question: str, budget: Budget
) -> None:
    """Put a synthesis of the draft's quotes before them, if one holds. Raises LLMError."""
    said = [p for p in found.passages if not p.near and p.citation in draft.citations][:_MOST]
    sound = [p for p in said if not reads_like_orders(f"{p.section} {p.citation.quote}")]
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
