"""What a clause of a question asks, and whether a plan of the whole question gives it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.measures import concept_of
from assistant.parsing.asked import Mention
from assistant.parsing.build import NUMBERS
from assistant.parsing.formulas import is_written
from assistant.parsing.names import NAME
from assistant.parsing.reading import LEGAL_REASONS, NUMERIC, Reading
from assistant.parsing.tokens import Token
from assistant.plan import Kind, Measure, Plan
from assistant.vocabulary import Sort

PLACES: tuple[Sort, ...] = ("body", "stem", "region", "type", "unit")
ASKED_IN_WORDS: tuple[Sort, ...] = ("which", "what", "how", "why", "about", "whether")
_WORDS: tuple[Kind, ...] = ("narrative", "mention")
_SETS: tuple[Sort, ...] = ("region", "type", "unit", "whole", "each", "all")
_OPEN: tuple[Sort, ...] = ("how", "why", "as_problem", "section")
_ASKING: tuple[Sort, ...] = ("what", "which", "define", "about", "whether", "has", "none")
_WHAT = re.compile("什么|哪些|哪|啥|怎么|如何")
_SHARE = re.compile("占|比[例重率]|百分|几成|几分之几|percent|share|proportion")
WHAT_FEE = re.compile(
    "收(?:取|了|过)?的?(?:都|主要)?(?:是|有)?(?:什么|啥|哪些|哪种|哪几种|哪几项|哪项)(?:样的)?(?:费|钱|项目|名目)"
    "|(?:费|钱)(?:都)?是(?:什么|啥|哪些)(?:费|钱|名目|项目)|[写说讲](?:了|明|清|没写|没说)*(?:都)?是(?:什么|啥|哪种)(?:样的)?费"
)
"""收的是什么费: the table has the sum, the text may say for what."""
_COMPUTED = ("sum", "mean", "median", "max", "min")


def clauses_of(tokens: Sequence[Token]) -> list[list[Token]]:
    """The question cut at punctuation; brackets and light words alone are no clause."""
    clauses: list[list[Token]] = [[]]
    for token in tokens:
        if token.sort == "mark":
            clauses.append([])
        else:
            clauses[-1].append(token)
    return [c for c in clauses if any(token.sort != "stop" for token in c)]


def is_left(reading: Reading, plan: Plan, clause: Sequence[Token]) -> bool:
    """Whether the clause asks for something that a plan of this kind does not give."""
    sorts = {token.sort for token in clause}
    mentions = [m for m in reading.asked.mentions if reading.tokens[m.at] in clause]
    if plan.kind in NUMBERS:
        if any(t.codes == (NAME,) for t in clause):
            return True  # 都叫什么
        if not plan.query and sorts & set(_OPEN) and "outcome" not in sorts:
            return not mentions or "as_problem" in sorts
        if not plan.query and WHAT_FEE.search("".join(t.text for t in clause)):
            return True
        content = [t for t in clause if t.sort == "topic" and t.text not in LEGAL_REASONS]
        asking = sorts & set(_ASKING) or any(_WHAT.search(token.text) for token in content)
        if content and asking and not (plan.query or mentions):
            return True
        published = any("claim:proactive_total" in t.codes for t in clause if t.sort == "hint")
        if published and "what" in sorts and not (plan.query or mentions or sorts & {"howmany"}):
            return True  # 公开了啥，申请有几件
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
    if plan.kind == "narrative" and _counts_the_same(reading, clause):
        return True
    numeric = sorts & {"howmany", "function", "share", "most", "top", "change", "trend"}
    if plan.kind == "narrative" and _is_other_section(reading, clause):
        return True
    hints = _hinted(reading, clause)
    counted = bool(numeric and (mentions or hints)) and _is_apart(clause)
    return plan.kind in _WORDS and (counted or is_outside(clause))


def _counts_the_same(reading: Reading, clause: Sequence[Token]) -> bool:
    """凭什么不掌握就不给，这种有多少: how many there are of what the clause before names."""
    words = [t for t in clause if t.sort != "stop"]
    alone = [t.sort for t in words] == ["howmany"] and not words[0].codes
    before = [t for t in reading.tokens if t.end <= clause[0].start]
    rows = any(t.sort == "concept" and not t.codes[0].startswith("claim:") for t in before)
    return alone and rows and clause[0].start > 0


def is_bare(reading: Reading, plan: Plan, clause: Sequence[Token]) -> bool:
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
    if "share" in sorts and is_unshared(reading, plan):
        return True
    if plan.kind == "aggregate" and plan.function == "sum" and _asks_who_has(reading, clause):
        return True
    ordered = bool(sorts & {"most", "top"})
    if plan.kind == "value" and plan.scope.bodies:
        around = "whole" in sorts and bool(sorts & {"howmany", "amount", "function", "then"})
        return (ordered and bool(sorts & {"type", "unit"})) or around
    asks = "howmany" in sorts and not ordered and plan.limit is not None
    order = next((t for t in reading.all("most", "top")), None)
    before = order is not None and clause[-1].end <= order.start
    return plan.kind == "rank" and plan.function is None and asks and before


def _asks_who_has(reading: Reading, clause: Sequence[Token]) -> bool:
    """一共多少件，哪家没有; 总数多少？哪几家没有收到: asked beside the sum, no condition of it."""
    sorts = {token.sort for token in clause}
    counts = ("function", "howmany")
    summed = any(t.sort in counts and t.end <= clause[0].start for t in reading.tokens)
    named = [m for m in reading.asked.mentions if reading.tokens[m.at] in clause]
    who = "which" in sorts and bool(sorts & {"none", "has", "bound"}) and not named
    return who and summed and not sorts & {"function", "howmany", "most", "top", "share"}


def is_unshared(reading: Reading, plan: Plan) -> bool:
    """Whether a share is asked for and the plan gives plain numbers; a count of reports is given
    with its share of those looked at."""
    asked = any(_SHARE.search(token.text) for token in reading.all("share"))
    asked = asked or is_written(reading)
    measures = (*plan.measures, *(c.measure for c in plan.conditions))
    shared = plan.function in ("share", "count") or plan.part is not None or plan.change is not None
    plain = plan.kind in NUMBERS and not shared
    said = any("占比" in note for note in plan.notes)
    return asked and plain and not said and not any(measure.is_ratio for measure in measures)


def is_outside(clause: Sequence[Token]) -> bool:
    """Whether all that the clause asks is what no report holds: 镇长是谁."""
    light = (*PLACES, "stop", "outside", "which", "what", "year", "and", "has", "whether")
    asked = any(token.sort == "outside" for token in clause)
    return asked and all(token.sort in light or len(token.text) < 2 for token in clause)


def is_of_found(plan: Plan, clause: Sequence[Token]) -> bool:
    """申请最多的是哪个镇，它公开了几件: a number that a verb names, of what is yet to be found."""
    sorts = [token.sort for token in clause]
    found = plan.kind in ("rank", "list") and not plan.scope.bodies
    return found and {"it", "hint", "howmany"} <= set(sorts) and not {"concept"} & set(sorts)


def _is_of_others(reading: Reading, clause: Sequence[Token]) -> bool:
    """南屏县收到多少，枫渡镇呢; 一共处罚多少件，柳浦镇收到几件: a number of other bodies, asked for
    before that of the one named."""
    sorts = {token.sort for token in clause}
    summed = any(token.sort == "function" and "sum" in token.codes for token in clause)
    asks = sorts & {"howmany", "which"} and sorts & {"concept", "generic", "hint", "loose"}
    if not asks or sorts & {"body", "stem"} or not (summed or sorts & set(_SETS)):
        return False
    behind = [c for c in clauses_of(reading.tokens) if c[0].start > clause[-1].start]
    of_body = next((c for c in behind if any(t.place.bodies for t in c)), [])
    return any(t.sort in (*NUMERIC, *ASKED_IN_WORDS, "then") for t in of_body)


def _hinted(reading: Reading, clause: Sequence[Token]) -> list[Mention]:
    return [hint for hint in reading.asked.hints if reading.tokens[hint.at] in clause]


def _is_other_section(reading: Reading, clause: Sequence[Token]) -> bool:
    """Whether one of this clause and the asking one before it is about problems alone: 用了哪些
    渠道，存在什么问题 are two searches."""
    clauses = clauses_of(reading.tokens)
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
