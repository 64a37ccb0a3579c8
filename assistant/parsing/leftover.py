"""What a plan leaves unanswered of its question: said in the answer, with what to ask instead.

Of 收到几件，书记是谁 a plan answers the first half; the second must not be dropped in silence.
Where both halves can be answered, `parse` makes a plan of each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assistant.measures import concept_of
from assistant.parsing.asked import Mention
from assistant.parsing.build import NUMBERS
from assistant.parsing.formulas import is_written
from assistant.parsing.reading import LEGAL_REASONS, NUMERIC, Reading
from assistant.parsing.refusals import why_outside
from assistant.parsing.tokens import Token
from assistant.plan import Kind, Measure, Plan, Refusal
from assistant.vocabulary import Sort

_WORDS: tuple[Kind, ...] = ("narrative", "mention")
_PLACES: tuple[Sort, ...] = ("body", "stem", "region", "type", "unit")
_OPEN: tuple[Sort, ...] = ("how", "why", "as_problem", "section")
_ASKING: tuple[Sort, ...] = ("what", "which", "define", "about", "whether", "has", "none")
_WHAT = re.compile("什么|哪些|哪|啥|怎么|如何")
_NAMED = re.compile("叫(?:什么|啥).*|名字|真名")  # of a thing, where no person is spoken of
_OF_WHAT = ("形式", "方式", "内容", "渠道", "途径", "效果", "成效", "主题", "平台", "载体")
_SHARE = re.compile("占|比[例重率]|百分|几成|几分之几|percent|share|proportion")
_NO_ANSWER: tuple[Sort, ...] = ("task", "outside", "grain")
_SETS: tuple[Sort, ...] = ("region", "type", "unit", "whole", "each", "all")
_NO_PLACE: tuple[Sort, ...] = ("unheld", "unknown")
_ASKED_IN_WORDS: tuple[Sort, ...] = ("which", "what", "how", "why", "about", "whether")
_NO_SHARE = (
    "没有算占比：没有说明占什么的比例，以上是数字本身。",
    "No share was computed: it is not said of what; these are the numbers themselves.",
)
_NO_FORMULA = (
    "没有计算这个算式：两边须都是报告里的指标，并且同在统计表或同在正文，以上是数字本身。",
    "The formula was not computed: both sides must be figures of the tables, or both of the text.",
)
_COMPUTED = ("sum", "mean", "median", "max", "min")


class Halves(NamedTuple):
    """A question that asks two things; `placed` is the second half with the places and the year
    that it leaves to the first to say."""

    first: str
    second: str
    placed: str


def with_leftovers(reading: Reading, plan: Plan) -> tuple[Plan, Halves | None]:
    """The plan with a sentence for every part of the question that it does not answer, and the
    halves of the question where one of two is left out."""
    if plan.kind == "definition":
        return plan, None
    if plan.refusal is not None:
        return plan, _beside_refused(reading, plan.refusal)
    found = tuple(dict.fromkeys(_leftovers(reading, plan)))
    kept = plan.model_copy(update={"left_out": found}) if found else plan
    return kept, _halves(reading, plan)


def _halves(reading: Reading, plan: Plan) -> Halves | None:
    clauses = _clauses(reading.tokens)
    left = (
        n
        for n, clause in enumerate(clauses)
        if _is_left(reading, plan, clause) or _is_bare(reading, plan, clause)
    )
    first = next(left, None) if len(clauses) > 1 else None
    if first is None:
        return None
    asking = next((n for n, clause in enumerate(clauses) if not _only_says_of_which(clause)), 0)
    at = max(first, asking + 1)
    return _cut(reading, clauses[at][0].start) if at < len(clauses) else None


def _only_says_of_which(clause: Sequence[Token]) -> bool:
    """柳浦镇2024年：… names what the questions behind it are asked of."""
    return all(token.sort in (*_PLACES, "year", "stop", "report") for token in clause)


def _beside_refused(reading: Reading, why: Refusal) -> Halves | None:
    """收到几件，帮我写份总结: the halves where one clause alone is why nothing is answered."""
    clauses = _clauses(reading.tokens)
    said = _NO_ANSWER if why.status == "out_of_scope" else _NO_PLACE
    no = [n for n, c in enumerate(clauses) if any(t.sort in said for t in c)]
    injected = "injection" in reading.codes("task")
    asked_back = why.status == "needs_clarification"
    held = why.status == "out_of_scope" or any(t.place.bodies for t in reading.tokens)
    if asked_back or injected or not held or len(clauses) < 2 or len(no) != 1:
        return None
    others = [t for n, clause in enumerate(clauses) if n != no[0] for t in clause]
    asks = any(t.sort in (*NUMERIC, *_ASKED_IN_WORDS) for t in others)
    return _cut(reading, clauses[no[0] or 1][0].start) if asks else None


def _cut(reading: Reading, cut: int) -> Halves:
    """The question in two at `cut`, with the places and the year of the first for the second."""
    before = [t for t in reading.tokens if t.start < cut]
    after = {t.sort for t in reading.tokens if t.start >= cut}
    kept: list[Token] = [t for t in before if t.sort == "year" and "year" not in after]
    if not after & {*_PLACES, *_NO_PLACE}:
        kept += [t for t in before if t.sort in ("body", "stem", "region", "type")]
    if any(t.text.endswith(_OF_WHAT) for t in reading.tokens if t.start >= cut):
        kept += [t for t in before if t.sort == "concept"]  # 解读了几篇，用了哪些形式
    words = "、".join(reading.raw[t.start : t.end] for t in kept)
    second = reading.raw[cut:]
    return Halves(reading.raw[:cut], second, f"{words} {second}")


def _leftovers(reading: Reading, plan: Plan) -> Iterator[str]:
    clauses = _clauses(reading.tokens)
    for clause in clauses:
        if plan.kind in NUMBERS or (len(clauses) > 1 and _is_outside(clause)):
            yield from _outside(reading, plan, clause)
            if plan.kind not in NUMBERS:
                continue
        if len(clauses) > 1 and (_is_left(reading, plan, clause) or _is_of_found(plan, clause)):
            yield _ask(reading, plan, clause)
    if _is_unshared(reading, plan):
        yield (_NO_FORMULA if is_written(reading) else _NO_SHARE)[reading.english]
    for name in reading.places.absent:
        yield (
            f"语料中没有{name}的报告，以上不含它。"
            if not reading.english
            else (f"No report of {name} is held; it is not part of this.")
        )
    if plan.unexplained and not reading.english:
        words = [word for clause in clauses for word in _not_understood(plan, clause)]
        said = "、".join(f"“{word}”" for word in words)
        yield from [f"没有理解{said}，以上没有考虑它。"] if words else []


def _is_unshared(reading: Reading, plan: Plan) -> bool:
    """Whether a share is asked for and the plan gives plain numbers; a count of reports is given
    with its share of those looked at."""
    asked = any(_SHARE.search(token.text) for token in reading.all("share"))
    asked = asked or is_written(reading)
    measures = (*plan.measures, *(c.measure for c in plan.conditions))
    shared = plan.function in ("share", "count") or plan.part is not None or plan.change is not None
    plain = plan.kind in NUMBERS and not shared
    said = any("占比" in note for note in plan.notes)
    return asked and plain and not said and not any(measure.is_ratio for measure in measures)


def _not_understood(plan: Plan, clause: Sequence[Token]) -> list[str]:
    """The words left over of a clause that asks something (领导催得紧 asks nothing)."""
    asks = any(token.sort in (*NUMERIC, "which", "what", "whether", "concept") for token in clause)
    left = (t.text for t in clause if t.sort in ("text", "topic") and t.text in plan.unexplained)
    return list(left) if asks else []


def _clauses(tokens: Sequence[Token]) -> list[list[Token]]:
    """The question cut at punctuation; brackets and light words alone are no clause."""
    clauses: list[list[Token]] = [[]]
    for token in tokens:
        if token.sort == "mark":
            clauses.append([])
        else:
            clauses[-1].append(token)
    return [c for c in clauses if any(token.sort != "stop" for token in c)]


def _outside(reading: Reading, plan: Plan, clause: Sequence[Token]) -> Iterator[str]:
    """党委书记叫什么名字 beside a figure: no report says it."""
    found = [
        token
        for before, token in zip([None, *clause], clause, strict=False)
        if token.sort == "outside" and not (before is not None and before.sort == "howmany")
    ]  # 接了多少个电话 counts them
    money = any(measure.code.endswith((".amount", "_fee")) for measure in plan.measures)
    topical = reading.has("topic") and plan.kind in NUMBERS
    if not found or topical or (money and "cost" in found[-1].codes):
        return  # 政府采购花了多少钱 is answered
    words = reading.raw[found[0].start : found[-1].end]
    reason = why_outside(found[-1].codes[0], reading.english)
    people = any(t.sort in ("applicant", "applicants") or "申请人" in t.text for t in clause)
    people = people or plan.kind not in NUMBERS
    if _NAMED.fullmatch(words) and not people and not reading.english:
        reason = "统计表里只有数字，没有名称。"
    yield f"“{words}”: {reason}" if reading.english else f"“{words}”没有回答：{reason}"


def _is_left(reading: Reading, plan: Plan, clause: Sequence[Token]) -> bool:
    """Whether the clause asks for something that a plan of this kind does not give."""
    sorts = {token.sort for token in clause}
    mentions = [m for m in reading.asked.mentions if reading.tokens[m.at] in clause]
    if plan.kind in NUMBERS:
        if not plan.query and sorts & set(_OPEN) and "outcome" not in sorts:
            return not mentions or "as_problem" in sorts
        content = [t for t in clause if t.sort == "topic" and t.text not in LEGAL_REASONS]
        asking = sorts & set(_ASKING) or any(_WHAT.search(token.text) for token in content)
        if content and asking and not (plan.query or mentions):
            return True
        counted = plan.kind == "aggregate" and plan.function in ("count", "share")
        if counted and _computes(clause):
            return True
        first = sorts & {"most", "top"} and sorts & {"type", "unit"} and mentions
        if plan.kind == "value" and first and not sorts & {"body", "stem"}:
            return True  # 柳浦镇收到几件，处罚最多的是哪个镇
        if plan.kind == "aggregate" and _computes_another(plan, clause):
            return True  # 一共多少件，平均每家多少
        asks = bool(sorts & {*NUMERIC, "which", "whether"})
        return asks and bool(mentions) and not any(_is_given(m, plan) for m in mentions)
    numeric = sorts & {"howmany", "function", "share", "most", "top", "change", "trend"}
    if plan.kind == "narrative" and _is_other_section(reading, clause):
        return True
    hints = _hinted(reading, clause)
    counted = bool(numeric and (mentions or hints)) and _is_apart(clause)
    return plan.kind in _WORDS and (counted or _is_outside(clause))


def _is_bare(reading: Reading, plan: Plan, clause: Sequence[Token]) -> bool:
    """Whether the clause asks something else of what the others name: 占几成, 哪个镇最多, 全县呢;
    or, before an order of bodies, for a number of its own: 收到几件，哪个镇最多."""
    sorts = {token.sort for token in clause}
    named = [m for m in reading.asked.all if reading.tokens[m.at] in clause]
    if plan.kind in NUMBERS and not named and "quality" in sorts:
        return True  # 收到几件，勾稽关系平不平
    if plan.kind == "list" and plan.scope.bodies and {"which_year", "report"} <= sorts:
        return not named
    if plan.kind in _WORDS and "share" in sorts and not named:
        return reading.before is not None and bool(reading.before.measures) and _is_apart(clause)
    if plan.kind == "value" and plan.scope.bodies and _is_of_others(reading, clause):
        return True
    if plan.kind not in NUMBERS or (sorts & {"body", "stem"} and "share" not in sorts):
        return False
    if "share" in sorts and _is_unshared(reading, plan):
        return True
    ordered = bool(sorts & {"most", "top"})
    if plan.kind == "value" and plan.scope.bodies:
        around = "whole" in sorts and bool(sorts & {"howmany", "amount", "function", "then"})
        return (ordered and bool(sorts & {"type", "unit"})) or around
    asks = "howmany" in sorts and not ordered and plan.limit is not None
    order = next((t for t in reading.all("most", "top")), None)
    before = order is not None and clause[-1].end <= order.start
    return plan.kind == "rank" and plan.function is None and asks and before


def _is_of_others(reading: Reading, clause: Sequence[Token]) -> bool:
    """南屏县收到多少，枫渡镇呢; 一共处罚多少件，柳浦镇收到几件: a number of other bodies, asked for
    before that of the one named."""
    sorts = {token.sort for token in clause}
    summed = any(token.sort == "function" and "sum" in token.codes for token in clause)
    asks = sorts & {"howmany", "which"} and sorts & {"concept", "generic", "hint", "loose"}
    if not asks or sorts & {"body", "stem"} or not (summed or sorts & set(_SETS)):
        return False
    behind = [c for c in _clauses(reading.tokens) if c[0].start > clause[-1].start]
    of_body = next((c for c in behind if any(t.place.bodies for t in c)), [])
    return any(t.sort in (*NUMERIC, *_ASKED_IN_WORDS, "then") for t in of_body)


def _is_of_found(plan: Plan, clause: Sequence[Token]) -> bool:
    """申请最多的是哪个镇，它公开了几件: a number that a verb names, of what is yet to be found."""
    sorts = [token.sort for token in clause]
    found = plan.kind in ("rank", "list") and not plan.scope.bodies
    return found and {"it", "hint", "howmany"} <= set(sorts) and not {"concept"} & set(sorts)


def _hinted(reading: Reading, clause: Sequence[Token]) -> list[Mention]:
    return [hint for hint in reading.asked.hints if reading.tokens[hint.at] in clause]


def _is_other_section(reading: Reading, clause: Sequence[Token]) -> bool:
    """Whether one of this clause and the asking one before it is about problems alone: 用了哪些
    渠道，存在什么问题 are two searches."""
    clauses = _clauses(reading.tokens)
    at = clauses.index(list(clause))
    pair = (clauses[at - 1], clause) if at else ()
    if not pair or any(t.sort == "why" for c in pair for t in c):
        return False
    kinds = [{c for t in part if t.sort == "topic" for c in t.codes or ("",)} for part in pair]
    asks = all(_asks_in_words(part) for part in pair)
    return asks and all(kinds) and sum(kind == {"problems"} for kind in kinds) == 1


def _asks_in_words(clause: Sequence[Token]) -> bool:
    asking = any(t.sort in ("what", "which", "how") for t in clause)
    return asking or any(t.sort == "topic" and _WHAT.search(t.text) for t in clause)


def _is_outside(clause: Sequence[Token]) -> bool:
    """Whether all that the clause asks is what no report holds: 镇长是谁."""
    light = (*_PLACES, "stop", "outside", "which", "what", "year", "and", "has", "whether")
    asked = any(token.sort == "outside" for token in clause)
    return asked and all(token.sort in light or len(token.text) < 2 for token in clause)


def _computes_another(plan: Plan, clause: Sequence[Token]) -> bool:
    codes = {code for t in clause if t.sort == "function" for code in t.codes}
    return _computes(clause) and plan.function not in codes


def _computes(clause: Sequence[Token]) -> bool:
    return any(code in _COMPUTED for t in clause if t.sort == "function" for code in t.codes)


def _is_apart(clause: Sequence[Token]) -> bool:
    """Whether the words looked for stand in another clause."""
    return not any(token.sort in ("topic", "text", *_OPEN) for token in clause)


def _is_given(mention: Mention, plan: Plan) -> bool:
    """Whether the plan reads a row of the concept that is mentioned."""
    given = (*plan.measures, *plan.also, *(c.measure for c in plan.conditions))
    return any(_alike(one, other) for one in mention.measures(True) for other in given)


def _alike(one: Measure, other: Measure) -> bool:
    cells = {*one.cells, *one.over} & {*other.cells, *other.over}
    concept = concept_of(one.code)
    same = concept is not None and concept == concept_of(other.code)
    return bool(cells) or same or bool({*one.claims} & {*other.claims})


def _ask(reading: Reading, plan: Plan, clause: Sequence[Token]) -> str:
    """“只问：…” with the bodies and the year that the clause leaves to the others to say."""
    words = reading.raw[clause[0].start : clause[-1].end].strip()
    sorts = {token.sort for token in clause}
    placed = bool(sorts & set(_PLACES))
    who = "" if placed else "、".join(body.name for body in reading.places.bodies[:2])
    years = plan.scope.years
    when = f"{years[0]}年" if len(years) == 1 and "year" not in sorts else ""
    if reading.english:
        return f"“{words}” is not answered here; please ask it on its own."
    again = f"，请另问“{who}{when}{words}？”" if who else "，请另外提问"
    return f"“{words}”没有回答{again}。"
