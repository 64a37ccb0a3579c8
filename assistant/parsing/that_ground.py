"""其他单位有用这个理由的吗: the one ground on which the request spoken of was refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.parsing.before import Before
from assistant.parsing.remembered import text_of
from assistant.parsing.tokens import Token

_THAT = re.compile(
    "(?:这|那|同|同样|一样|相同|同一|上面|上述)的?(?:一?[个条种项]|类)?(?:不公开的?|拒绝的?)?(?:理由|原因|情形|缘由|由头)(?:不公开|不给|拒绝|无法提供)?"
)
_OTHERS = re.compile("其他|其它|其余|另外|别的|别家|还有|哪|谁|各|有没有|是不是|也")


def that_ground(tokens: Sequence[Token], before: Before) -> tuple[Token, ...]:
    """The tokens with 这个理由 as the row of 表三 that the answers before showed; unchanged where
    they showed none or several."""
    text = text_of(tokens)
    said = _THAT.search(text)
    if said is None or len(before.grounds) != 1 or _OTHERS.search(text) is None:
        return tuple(tokens)
    inside = [t for t in tokens if t.start >= said.start() and t.end <= said.end()]
    if not inside or inside[0].start != said.start() or inside[-1].end != said.end():
        return tuple(tokens)
    row = replace(
        inside[0], sort="concept", end=said.end(), text=said[0], codes=before.grounds, figure=None
    )
    light = ("用", "以", "拿", "因", "因为", "按", "凭")
    return tuple(
        row if t is inside[0] else replace(t, sort="stop", codes=()) if t.text in light else t
        for t in tokens
        if t is inside[0] or t not in inside
    )
