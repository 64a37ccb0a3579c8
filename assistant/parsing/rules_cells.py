"""Follow-ups on a cell without a number: 空着是不是就是0, 杉坞为啥是斜杠, 能当没有看吗."""

from __future__ import annotations

import re

from assistant.parsing.build import build, in_words, refuse
from assistant.parsing.in_context import about_of
from assistant.parsing.reading import Reading
from assistant.parsing.refusals import refusal
from assistant.parsing.rules_found import BLANK_WHY
from assistant.plan import Plan
from assistant.vocabulary import Sort

_MEANING = {"blank": ("空白单元格", "留空"), "not_applicable": ("不适用", "填“/”")}
_AS_NOUGHT = re.compile(
    "(?:[当算是等作](?:成|于|作|不是|不)?|就是)(?:0|零|没有|没)|(?:能|可以|可不可以|能不能)(?:当|算)"
)
_WHY = re.compile("为啥|为什么|为何|凭啥|怎么会|怎么就|怎么是|咋|原因|缘故")
_LIGHT: tuple[Sort, ...] = (
    "stop", "mark", "then", "it", "state", "define", "why", "how", "what", "whether", "none",
    "number", "has", "quality", "body", "stem", "region", "year", "table_side", "table", "bound",
    "report", "amount", "text_side",
)  # fmt: skip


def of_cell(reading: Reading, plan: Plan) -> Plan | None:
    """The cell spoken of and what such a cell says; for 为什么 whether the text says why."""
    about = about_of(plan)
    states = set(reading.codes("state"))
    states |= {"not_applicable"} if any("/" in t.text for t in reading.tokens) else set()
    one = len({body.name for body in reading.places.bodies}) == 1 and not reading.english
    cells = len(about) == 1 and bool(about[0].cells) and not about[0].is_ratio
    new = {m.measures(False)[0].code for m in reading.asked.mentions} - {m.code for m in about}
    light = all(
        t.sort in (*_LIGHT, "concept", "generic", "column") or t.text == "/" for t in reading.tokens
    )
    if not (one and cells and light) or new or not states <= set(_MEANING) or len(states) > 1:
        return None
    why = reading.has("why") or _WHY.search(reading.text) is not None
    nought = _AS_NOUGHT.search(reading.text) is not None
    if not states:
        return build(reading, "value", measures=about) if nought and reading.has("define") else None
    if not (why or nought or reading.has("define", "what")):
        return None
    if why and not nought and "blank" in states:
        return None  # 怎么没填啊: the text and the checks say it
    term, printed = _MEANING[states.pop()]
    parts = [build(reading, "value", measures=about), build(reading, "definition", term=term)]
    if why:
        who = reading.places.bodies[0].name
        reason = f"{who}的报告没有写明这一格为什么{printed}。"
        parts.append(refuse(reading, in_words(refusal("out_of_scope", reason)), BLANK_WHY))
    if parts[0].refusal is not None:
        return parts[0]
    return _joined(parts)


def _joined(parts: list[Plan]) -> Plan:
    """The parts as one plan, what was carried over said once."""
    whole = parts[-1]
    for part in reversed(parts[:-1]):
        whole = part.model_copy(update={"then": whole.model_copy(update={"notes": ()})})
    return whole
