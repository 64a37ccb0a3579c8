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
_TABLE_HOLDS = "正文与表格不一致时，以表格所列为准（法定填报），并宜向该机关核实"
_LIGHT: tuple[Sort, ...] = ("stop", "mark", "then", "how", "why", "number", "compare", "quality")
_FEWER = re.compile("[少多][了掉出]|[少多]的|变[少多]|减少|增加")


def found(reading: Reading, plan: Plan, which_holds: bool) -> Plan | None:
    """The plan of such a follow-up to `plan`; None for others."""
    if reading.english or reading.asked.mentions:
        return None
    if plan.kind != "quality":
        return _why_fewer(reading, plan) if fewer(reading, plan) else None
    if which_holds:
        return build(reading, "quality", rules=plan.rules, notes=(_TABLE_HOLDS,))
    sides = reading.has("text_side", "table_side", "table")
    if _WHERE_ODD.search(reading.text) or (of_the_rest(reading) and not sides):
        return build(reading, "quality", rules=plan.rules)
    return None


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
