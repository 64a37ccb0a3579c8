"""Follow-ups of what a check found, and of documents that became fewer: 差在哪里, 怎么少了一件."""

from __future__ import annotations

import re

from assistant.measures import concept_of, measure
from assistant.parsing.build import build
from assistant.parsing.reading import Reading
from assistant.parsing.widening import of_the_rest
from assistant.plan import Plan
from assistant.vocabulary import Sort

_ODD = "(?:不平|对不上|不一致|有出入|有问题|出错|错了?|不符|不等|不对|打架|矛盾)"
_WHERE = "(?:哪里?|哪儿|哪些?地方|什么地方|哪[几一]?(?:格|列|行|处|项|栏)|几件|多少|几)"
_WHERE_ODD = re.compile(
    f"(?:差|{_ODD})(?:的|了|得)?(?:地方)?(?:是|出|都)*在?{_WHERE}|{_WHERE}(?:是|都|的|数)*{_ODD}"
    f"|(?:怎么|怎样|咋)(?:个|就|会)?{_ODD}(?:法|的|了)*$|(?:说|讲)(?:得|的)?(?:具体|详细|清楚)"
)
_EXPLAINED = re.compile(
    "^(?:报告|年报|正文|文中|他们|它)?(?:里面?|中|上)?(?:自己)?(?:对此|对这个?)?(?:有没有|有|是否|到底|又|都)*"
    "(?:(?:怎么|如何|咋|怎样)?(?:解释|说明|交代)(?:过|了|是)*(?:原因|理由|为什么|为啥)?|"
    "(?:怎么|如何|咋)(?:说|写|讲)|(?:说|写|讲|提)?(?:过|到|了|是)*(?:原因|为什么|为啥|怎么回事|咋回事|什么原因|啥原因))"
    "(?:过|了|呢|的|在哪里?|写了|没有?|没写|是什么|是啥|吗|么)*$"
)
"""报告里解释了吗, 说了原因没有, 怎么回事, after what a check found."""
BLANK_WHY, ODDS_WHY = "表格空白 原因", "数字对不上 原因"
"""Their words are in data/everyday_words.txt."""
_TABLE_HOLDS = "正文与表格不一致时，以表格所列为准（法定填报），并宜向该机关核实"
_LIGHT: tuple[Sort, ...] = ("stop", "mark", "then", "how", "why", "number", "compare", "quality")
_FEWER = re.compile("[少多][了掉出]|[少多]的|变[少多]|减少|增加")


def found(reading: Reading, plan: Plan, which_holds: bool) -> Plan | None:
    """The plan of such a follow-up to `plan`; None for others."""
    if reading.english or reading.asked.mentions:
        return None
    if plan.kind != "quality":
        return _why_fewer(reading, plan) if fewer(reading, plan) else None
    if len(reading.places.units) == 1 and _EXPLAINED.match(reading.text.rstrip("?？。 ")):
        return _explained(reading, plan)
    if which_holds:
        return build(reading, "quality", rules=plan.rules, notes=(_TABLE_HOLDS,))
    sides = reading.has("text_side", "table_side", "table")
    if _WHERE_ODD.search(reading.text) or (of_the_rest(reading) and not sides):
        return build(reading, "quality", rules=plan.rules)
    return None


def _explained(reading: Reading, plan: Plan) -> Plan:
    """What the text says of it, then what was found again."""
    blank = set(plan.rules) <= {"blank_cells", "missing_table"}
    query = BLANK_WHY if blank else ODDS_WHY
    told = build(reading, "narrative", query=query, section="problems")
    checked = build(reading, "quality", rules=plan.rules)
    if told.refusal is not None or checked.refusal is not None:
        return told
    return told.model_copy(update={"then": checked})


def fewer(reading: Reading, plan: Plan) -> bool:
    """怎么少了一件, 为什么多了两件, after the documents in force of one body."""
    about = {(concept_of(m.code) or "", m.code.rpartition(".")[2]) for m in plan.measures}
    documents = plan.kind == "value" and len(about) == 1 and {c for _, c in about} == {"in_force"}
    asks = reading.has("how", "why") and _FEWER.search(reading.text) is not None
    return documents and asks and all(t.sort in _LIGHT for t in reading.tokens)


def _why_fewer(reading: Reading, plan: Plan) -> Plan:
    """What was issued and repealed in the later year."""
    row = concept_of(plan.measures[0].code)
    columns = ("repealed", "issued", "in_force")
    return build(reading, "value", measures=tuple(measure(f"{row}:{c}") for c in columns))
