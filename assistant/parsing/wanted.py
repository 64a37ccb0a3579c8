"""What a question wants of the numbers: its measures and its conditions, carried over or named."""

from __future__ import annotations

import re

from assistant.measures import ALL_APPLICANTS, OUTCOMES, concept_of, measure
from assistant.parsing.asked import Mention
from assistant.parsing.carried import row_of
from assistant.parsing.naming import EACH_CHANNEL
from assistant.parsing.reading import Reading
from assistant.plan import Condition, Measure, Than

_LOOSE_NOTES = {
    "denied": "“拒绝”按不予公开理解；无法提供、不予处理另列",
    "公开率": "公开率按（予以公开＋部分公开）÷办理总数计算；只计予以公开的是“予以公开率”",
    "fees": "“收费”有两种含义：行政事业性收费（表二，万元）与信息处理费（正文，元）",
}


def measures_of(reading: Reading, every: bool) -> tuple[Measure, ...]:
    """The measures asked for: those named, else the breakdown asked for, else what a verb hints
    at, else those carried over. `every` gives all readings of words with several."""
    asked = reading.asked
    apart = reading.has("each", "compare") and not reading.has("function", "share")
    named = tuple(
        m
        for mention in asked.mentions
        for m in mention.measures(
            every or mention.codes == EACH_CHANNEL or (apart and mention.codes in _JOINT)
        )
    )
    if named and _outcome_before(reading):
        return _distinct((measure("received"), *map(measure, OUTCOMES), *named))
    if reading.has("outcome") or (reading.has("about") and not reading.has("howmany", "amount")):
        court = _court_results(named or reading.given or _of_court(reading))
        if court:
            return court
    whole = reading.has("outcome") or (every and _about_requests(reading))
    if whole and _only_received(asked.mentions):
        carried = tuple(m for m in reading.given if m.code.startswith("requests.received."))
        head = named[:1] or (carried if len(carried) == 1 else (measure("received"),))
        column = head[0].code.rpartition(".")[2]
        cells = (f"{code}:{column}" if column != "total" else code for code in OUTCOMES)
        who = ALL_APPLICANTS if reading.has("applicants") else ()
        asking = (measure(f"received:{column}") for column in who)
        return _distinct((*asking, *head, *map(measure, cells)))
    if reading.has("applicants"):
        return applicants_of(row_of(named or reading.given) or "received")
    if named:
        kept = (
            named if reading.has("howmany") and not _rate_of(reading) else _without_operands(named)
        )
        return _distinct(kept)
    limited = tuple(m for limit in asked.limits for m in limit.mention.measures(every))
    if limited and not reading.given:
        return _distinct(limited)
    hinted = tuple(m for hint in asked.hints for m in hint.measures(False))
    return reading.given or _distinct(_by_unit(reading, hinted))


_JOINT = (  # named together, and shown apart
    ("reconsideration", "litigation"),
    ("claim:proposals_npc", "claim:proposals_cppcc"),
)


def _about_requests(reading: Reading) -> bool:
    """依申请公开情况 of a body: what came in and how it ended."""
    generic = any(token.sort == "generic" for token in reading.tokens)
    return generic and reading.has("about") and not reading.has("howmany", "amount")


def _outcome_before(reading: Reading) -> bool:
    """怎么答复的，有没有被复议: the outcome is that of the requests spoken of before."""
    outcome, mentions = reading.first("outcome"), reading.asked.mentions
    limits = [limit.mention.codes[0] for limit in reading.asked.limits]
    if outcome is None or not mentions or "received" not in limits:
        return False
    first = reading.tokens[mentions[0].at]
    apart = any(outcome.end <= mark.start < first.start for mark in reading.all("mark"))
    return apart and mentions[0].codes[0] in ("reconsideration", "litigation")


def _court_results(about: tuple[Measure, ...]) -> tuple[Measure, ...]:
    """复议结果怎么样: every result of the reviews or suits spoken of."""
    concepts = [concept_of(m.code) for m in about if m.code.startswith("disputes.")]
    columns = ("upheld", "corrected", "other_result", "pending", "total")
    return tuple(measure(f"{concept}:{column}") for concept in concepts for column in columns)


def _of_court(reading: Reading) -> tuple[Measure, ...]:
    """有行政复议的单位，结果怎样: of the cases that the bodies are to have, not of the requests."""
    asked = "".join(token.text for token in reading.all("outcome", "about"))
    limits = [limit.mention for limit in reading.asked.limits]
    of_requests = re.search("答复|办理|办结|申请", asked) or reading.has("generic")
    found = tuple(m for mention in limits for m in mention.measures(False))
    court = all(m.code.startswith("disputes.") for m in found)
    return found if court and not of_requests else ()


def _only_received(mentions: tuple[Mention, ...]) -> bool:
    return all(m.codes[0].partition(":")[0] in ("received", "total_processed") for m in mentions)


def _by_unit(reading: Reading, hinted: tuple[Measure, ...]) -> tuple[Measure, ...]:
    """多少条 without a measure asks for information, 多少件 beside 收到 for requests."""
    if hinted:
        return hinted[:1] if len({m.code for m in hinted}) > 1 else hinted
    asked = reading.first("howmany")
    if asked is None or not asked.text.endswith("条"):
        return ()
    things = [t for t in reading.after(asked)[:1] if t.sort == "text" and t.start == asked.end]
    return () if things else (measure("claim:proactive_total"),)  # 涉及多少条船


def _without_operands(measures: tuple[Measure, ...]) -> tuple[Measure, ...]:
    """公开率，把部分公开也算上: a cell of a ratio's sums only says which ratio."""
    inside = {cell for m in measures if m.is_ratio for cell in m.cells + m.over}
    return tuple(m for m in measures if m.is_ratio or not set(m.cells) <= inside or not m.cells)


def _rate_of(reading: Reading) -> bool:
    """行政诉讼的败诉率: what the rate is of, and nothing asked for beside it."""
    for mention in reading.asked.mentions[:-1]:
        behind = reading.tokens[mention.at + 1 : mention.at + 3]
        rated = [m for m in reading.asked.mentions if m.at == mention.at + 2]
        if behind and behind[0].text == "的" and any(m.measures(False)[0].is_ratio for m in rated):
            return True
    return False


def _distinct(measures: tuple[Measure, ...]) -> tuple[Measure, ...]:
    return tuple({m.code: m for m in measures}.values())


def conditions_of(reading: Reading) -> tuple[Condition, ...]:
    """The conditions that the question sets, and those carried over."""
    own = tuple(c for limit in reading.asked.limits for c in limit.conditions())
    alone = _nobody_else(reading.asked.alone) if reading.asked.alone is not None else ()
    return (*reading.given_conditions, *own, *alone)


def _nobody_else(mention: Mention) -> tuple[Condition, ...]:
    """申请人只有自然人: theirs are all that there are."""
    return all_of(mention.measures(False)[0], measure(mention.codes[0].partition(":")[0]))


def all_of(part: Measure, whole: Measure) -> tuple[Condition, ...]:
    """The part is as many as the whole, and the whole more than none."""
    as_many = Condition(measure=part, op="=", than=Than(measure=whole))
    return (as_many, Condition(measure=whole, op=">", value=0))


def applicants_of(row: str) -> tuple[Measure, ...]:
    """What each kind of applicant has in a row of 表三, and their total."""
    return tuple(measure(f"{row}:{column}") for column in (*ALL_APPLICANTS, "total"))


def limiting_codes(reading: Reading) -> set[str]:
    """Measures that only limit the bodies (有行政处罚的镇) when another one orders them."""
    if not reading.asked.mentions:
        return set()
    return {m.code for limit in reading.asked.limits for m in limit.mention.measures(False)}


_WITHDRAWN = "表三没有单列撤回：申请人撤回的计入（六）其他处理“3.其他”，该格还含其他情形"


def reading_notes(reading: Reading) -> tuple[str, ...]:
    """How words with several meanings were taken."""
    named = reading.asked.all
    if any("撤" in m.text and m.codes[0].startswith("other.other") for m in named):
        return (_WITHDRAWN,)
    loose = [m.codes[0] for m in named if m.loose] + [m.text for m in named]
    return tuple(_LOOSE_NOTES[word] for word in loose if word in _LOOSE_NOTES)
