"""Whether a body is one of those asked for: 望川区有哪些单位的年报，望川镇算不算在里面."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.parsing.reading import Reading
from assistant.parsing.tokens import Token
from assistant.places import HeldBody
from assistant.vocabulary import Sort

_ASKS = re.compile("算不算|在不在|包不包括|含不含|算在|[在算].{0,2}[里内中]|其中|包括|包含")
_LISTS: tuple[Sort, ...] = ("unit", "type", "report", "corpus")
_OF_LISTS: tuple[Sort, ...] = ("which", "region", "stop", "aside", "year", "has", "level")
_NAMES: tuple[Sort, ...] = ("body", "stem")
_LIGHT: tuple[Sort, ...] = (
    *_NAMES, "region", "stop", "define", "whether", "among", "they", "has", "then", "except",
)  # fmt: skip


def drop_membership(tokens: Sequence[Token]) -> tuple[list[Token], tuple[HeldBody, ...]]:
    """(the tokens without the clause that asks it, the bodies it is asked of)."""
    marks = [i for i, token in enumerate(tokens) if token.sort == "mark"]
    for at in marks:
        end = next((i for i in marks if i > at), len(tokens))
        clause = list(tokens[at + 1 : end])
        before = {token.sort for token in tokens[:at]}
        bodies = [b for t in clause if t.sort in _NAMES for b in t.place.bodies]
        lists = "which" in before and before & set(_LISTS) and before <= {*_LISTS, *_OF_LISTS}
        asks = _ASKS.search("".join(token.text for token in clause))
        if lists and bodies and asks and all(token.sort in _LIGHT for token in clause):
            return [*tokens[:at], *tokens[end:]], tuple(bodies)
    return list(tokens), ()


def said_of(reading: Reading) -> tuple[str, ...]:
    """For each body whether it is one of those that the plan lists, and where it is if not."""
    names = {region.name for region in reading.places.regions}
    types = reading.places.types
    told = []
    for body in reading.members:
        why = ""
        if names and not names & {body.province, body.city, body.county}:
            why = f"所属是{body.place or '未知'}"
        elif types and body.body_type not in types:
            why = f"类型是{body.body_type}"
        told.append(f"{body.label}不在其中：{why}。" if why else f"{body.label}在其中。")
    for where in reading.all("where"):
        told += [
            _lies(body, where, reading.english) for body in reading.places.bodies if where.codes
        ]
    return tuple(told)


def _lies(body: HeldBody, where: Token, english: bool) -> str:
    """望川镇是望川区的吗: yes, or where it lies instead, as far as its report tells."""
    known = [name for name in (body.county, body.city, body.province) if name]
    inside = bool(set(where.codes) & set(known))
    if english and (inside or body.county):
        no = f"No: {body.name} lies in {body.county}, not in {where.text}."
        return f"Yes: {body.name} lies in {where.text}." if inside else no
    if inside:
        return f"是，{body.name}属于{where.text}。"
    if not body.county:
        return f"{body.name}的报告没有印出所在的县，不能判断是否属于{where.text}。"
    return f"不是，{body.name}不属于{where.text}，所属是{body.county}。"
