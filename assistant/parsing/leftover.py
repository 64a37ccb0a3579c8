"""What a plan leaves unanswered of its question: said in the answer, with what to ask instead.

Of 收到几件，书记是谁 a plan answers the first half; the second must not be dropped in silence.
Where both halves can be answered, `parse` makes a plan of each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assistant.definitions import find_definition
from assistant.parsing.build import NUMBERS
from assistant.parsing.clauses import (
    ASKED_IN_WORDS,
    PLACES,
    clauses_of,
    is_bare,
    is_left,
    is_of_found,
    is_outside,
    is_unshared,
)
from assistant.parsing.formulas import is_written
from assistant.parsing.names import NAME
from assistant.parsing.reading import NUMERIC, Reading
from assistant.parsing.refusals import why_outside
from assistant.parsing.rules_named_thing import is_whose_thing
from assistant.parsing.tokens import Token
from assistant.parsing.trust_words import verdicts
from assistant.plan import Plan, Refusal
from assistant.vocabulary import Sort

_NAMED = re.compile("叫(?:什么|啥).*|名字|真名")  # of a thing, where no person is spoken of
_THINGS: tuple[Sort, ...] = ("concept", "column", "hint", "text")
_OF_WHAT = ("形式", "方式", "内容", "渠道", "途径", "效果", "成效", "主题", "平台", "载体")
_NO_ANSWER: tuple[Sort, ...] = ("task", "outside", "grain")
_NO_PLACE: tuple[Sort, ...] = ("unheld", "unknown")
_NO_SHARE = (
    "没有算占比：没有说明占什么的比例，以上是数字本身。",
    "No share was computed: it is not said of what; these are the numbers themselves.",
)
_NO_FORMULA = (
    "没有计算这个算式：两边须都是报告里的指标，并且同在统计表或同在正文，以上是数字本身。",
    "The formula was not computed: both sides must be figures of the tables, or both of the text.",
)


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
        return plan, _beside_defined(reading, plan)
    if plan.then is not None or is_whose_thing(reading, plan):
        return plan, None
    if plan.refusal is not None:
        return plan, _beside_refused(reading, plan.refusal)
    if (such := _of_such(reading, plan)) is not None:
        return plan, such
    found = tuple(dict.fromkeys(_leftovers(reading, plan)))
    kept = plan.model_copy(update={"left_out": found}) if found else plan
    return kept, _halves(reading, plan)


_SUCH = re.compile(
    "(?:像)?(?:这种|这样的?|这类|此类|那种|这)(?:情况|情形|事情?|件|案子|申请)?的?(?:一共|总共|全部|都|大概)*(?:有|是)?"
    "(?:多少|几)(?:件|个|起|例|次|家|宗)?(?:呢|啊|呀|的)?[?？。]*"
)


def _of_such(reading: Reading, plan: Plan) -> Halves | None:
    """凭啥说不掌握就不给，这种有多少: the text, then how many of the row that it names."""
    clauses = clauses_of(reading.tokens)
    if plan.kind != "narrative" or len(clauses) < 2 or reading.english:
        return None
    cut = clauses[-1][0].start
    rows = [t for c in clauses[:-1] for t in c if t.sort == "concept"]
    if len(rows) != 1 or _SUCH.fullmatch(reading.raw[cut:].strip()) is None:
        return None
    row = reading.raw[rows[0].start : rows[0].end]
    again = f"{row}的有多少件"
    who = "、".join(t.text for c in clauses for t in c if t.sort in ("body", "year", "region"))
    return Halves(reading.raw[:cut], f"{who}{again}", f"{who}{again}")


_ASKS_WHO = re.compile(
    "谁|哪(?:些|一?个|几个|几?家|几份)(?:单位|地方|镇|乡|街道|机关|报告|家)?"
    "|(?:^|[是为有])(?:多少|几成|百分之几|几[件次条])"
    "|(?:给|算|列|报|举)(?:个|出|一下|一个|几个)?.{0,8}(?:结果|数|值|来|例子|实例|案例)|[0-9]{4}年.{0,6}(?:多少|几|结果|数)"
)


def _beside_defined(reading: Reading, plan: Plan) -> Halves | None:
    """过程性信息的范围是什么，报告中谁用了; 结转率怎么算，给个2024年的结果: the term, and then
    what is asked of it."""
    clauses = clauses_of(reading.tokens)
    known = plan.term and "、" not in plan.term and find_definition(plan.term) is not None
    if len(clauses) != 2 or not known or reading.english or reading.before is not None:
        return None
    first, then = clauses
    defines = [any(t.sort == "define" for t in clause) for clause in clauses]
    words = reading.raw[then[0].start : then[-1].end]
    if defines != [True, False] or not _ASKS_WHO.search(words):
        return None
    if any(t.sort in ("concept", "generic", "loose", "column", "why", "how") for t in then):
        return None
    named = [t for t in first if t.sort in ("concept", "loose", "column", "quality")]
    if len(named) != 1:
        return None
    cut = then[0].start
    about = reading.raw[named[0].start : named[0].end]
    return Halves(reading.raw[:cut], reading.raw[cut:], f"{about}{reading.raw[cut:]}")


def _halves(reading: Reading, plan: Plan) -> Halves | None:
    clauses = clauses_of(reading.tokens)
    left = (
        n
        for n, clause in enumerate(clauses)
        if is_left(reading, plan, clause) or is_bare(reading, plan, clause)
    )
    first = next(left, None) if len(clauses) > 1 else None
    if first is None:
        return None
    asking = next((n for n, clause in enumerate(clauses) if not _only_says_of_which(clause)), 0)
    at = max(first, asking + 1)
    return _cut(reading, clauses[at][0].start) if at < len(clauses) else None


def _only_says_of_which(clause: Sequence[Token]) -> bool:
    """柳浦镇2024年：… names what the questions behind it are asked of."""
    return all(token.sort in (*PLACES, "year", "stop", "report") for token in clause)


def _beside_refused(reading: Reading, why: Refusal) -> Halves | None:
    """收到几件，帮我写份总结: the halves where one clause alone is why nothing is answered."""
    clauses = clauses_of(reading.tokens)
    said = _NO_ANSWER if why.status == "out_of_scope" else _NO_PLACE
    no = [n for n, c in enumerate(clauses) if any(t.sort in said for t in c)]
    injected = "injection" in reading.codes("task")
    asked_back = why.status == "needs_clarification"
    held = why.status == "out_of_scope" or any(t.place.bodies for t in reading.tokens)
    if asked_back and not injected:
        return _second_sentence(reading, clauses)
    if injected or not held or len(clauses) < 2 or len(no) != 1:
        return None
    others = [t for n, clause in enumerate(clauses) if n != no[0] for t in clause]
    asks = any(t.sort in (*NUMERIC, *ASKED_IN_WORDS) for t in others)
    return _cut(reading, clauses[no[0] or 1][0].start) if asks else None


def _second_sentence(reading: Reading, clauses: Sequence[Sequence[Token]]) -> Halves | None:
    """哪些乡镇没收到过申请？是不是没人知道: two questions, of which only one may be understood."""
    ends = [t for t in reading.all("mark") if t.text in ("?", "？")]
    behind = [c for c in clauses if ends and c[0].start > ends[0].start]
    if not behind or len(behind) == len(clauses) or reading.english or reading.before is not None:
        return None
    return _cut(reading, behind[0][0].start)


def _cut(reading: Reading, cut: int) -> Halves:
    """The question in two at `cut`, with the places and the year of the first for the second."""
    before = [t for t in reading.tokens if t.start < cut]
    after = {t.sort for t in reading.tokens if t.start >= cut}
    kept: list[Token] = [t for t in before if t.sort == "year" and "year" not in after]
    if not after & {*PLACES, *_NO_PLACE}:
        kept += [t for t in before if t.sort in ("body", "stem", "region", "type")]
    if any(t.text.endswith(_OF_WHAT) for t in reading.tokens if t.start >= cut):
        kept += [t for t in before if t.sort == "concept"]  # 解读了几篇，用了哪些形式
    if after & {"howmany", "amount"} and not after - {"howmany", "amount", "stop", "mark", "year"}:
        kept += [t for t in before if t.sort in ("concept", "loose")]  # 收费是什么名目，多少
    if any(t.start >= cut and t.codes == (NAME,) for t in reading.tokens):
        kept += [t for t in before if t.sort in _THINGS]  # 制发了几件文件，都叫什么
    words = "、".join(reading.raw[t.start : t.end] for t in kept)
    second = reading.raw[cut:]
    return Halves(reading.raw[:cut], second, f"{words} {second}")


def _leftovers(reading: Reading, plan: Plan) -> Iterator[str]:
    clauses = clauses_of(reading.tokens)
    for clause in clauses:
        if plan.kind in NUMBERS or (len(clauses) > 1 and is_outside(clause)):
            yield from _outside(reading, plan, clause)
            if plan.kind not in NUMBERS:
                continue
        if len(clauses) > 1 and (is_left(reading, plan, clause) or is_of_found(plan, clause)):
            yield _ask(reading, plan, clause)
    if is_unshared(reading, plan):
        yield (_NO_FORMULA if is_written(reading) else _NO_SHARE)[reading.english]
    for name in reading.places.absent:
        yield (
            f"语料中没有{name}的报告，以上不含它。"
            if not reading.english
            else (f"No report of {name} is held; it is not part of this.")
        )
    if plan.kind == "quality" and len(clauses) > 1 and not reading.english:
        yield from (_ask(reading, plan, c) for c in clauses if _is_beside_check(c))
    if not reading.english:
        yield from (
            f"“{words}”没有回答：报告里看不出，这里也不作评价。"
            for words in verdicts(reading.raw, reading.tokens, plan.kind in NUMBERS)
        )
    if plan.unexplained and not reading.english:
        words = [word for clause in clauses for word in _not_understood(plan, clause)]
        said = "、".join(f"“{word}”" for word in words)
        yield from [f"没有理解{said}，以上没有考虑它。"] if words else []


_OF_CHECK: tuple[Sort, ...] = (
    "quality", "state", "table_side", "table", "text_side", "total_row", "concept", "number",
    "generic", "loose", "column", "applicant", "report", "mention", "silent", "outcome",
)  # fmt: skip


def _is_beside_check(clause: Sequence[Token]) -> bool:
    """表格空着不填，有没有人管: what a check of figures does not tell."""
    asks = any(t.sort in ("has", "whether", "how", "why", "what") for t in clause)
    own = any(t.is_own_word or t.sort == "topic" for t in clause)
    return asks and own and not any(t.sort in _OF_CHECK for t in clause)


def _not_understood(plan: Plan, clause: Sequence[Token]) -> list[str]:
    """The words left over of a clause that asks something (领导催得紧 asks nothing)."""
    asks = any(token.sort in (*NUMERIC, "which", "what", "whether", "concept") for token in clause)
    left = (t.text for t in clause if t.sort in ("text", "topic") and t.text in plan.unexplained)
    return list(left) if asks else []


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


def _ask(reading: Reading, plan: Plan, clause: Sequence[Token]) -> str:
    """“只问：…” with the bodies and the year that the clause leaves to the others to say."""
    words = reading.raw[clause[0].start : clause[-1].end].strip()
    sorts = {token.sort for token in clause}
    placed = bool(sorts & set(PLACES))
    who = "" if placed else "、".join(body.name for body in reading.places.bodies[:2])
    years = plan.scope.years
    when = f"{years[0]}年" if len(years) == 1 and "year" not in sorts else ""
    if reading.english:
        return f"“{words}” is not answered here; please ask it on its own."
    again = f"，请另问“{who}{when}{words}？”" if who else "，请另外提问"
    return f"“{words}”没有回答{again}。"
