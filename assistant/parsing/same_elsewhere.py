"""那哪个镇办过, 谁有, after what the text of one body says of something: who else writes of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.parsing.before import topics_of
from assistant.parsing.tokens import Token
from assistant.plan import Plan
from assistant.vocabulary import Sort

_BARE: tuple[Sort, ...] = (
    "stop", "mark", "then", "year", "region", "type", "unit", "which", "has", "none", "whether",
)  # fmt: skip
_DONE_BY = re.compile("[过了](?=的(?:都|一共)?(?:有|是)?(?:哪|谁|几))")
_END = re.compile("[吗么呢啊呀的?？。!！ ]*$")
_OPENING = re.compile("^(?:那么?|哦|噢|嗯|所以)[,， ]*")
_BODIES = ("谁", "哪家", "哪几家", "哪些家", "还有谁", "还有哪家")


def asked_of_all(raw: str, tokens: Sequence[Token], plan: Plan) -> str | None:
    """The whole question that such a follow-up asks; None where it says something else."""
    topics = topics_of(plan)
    one = plan.kind == "narrative" and len({body.name for body in plan.scope.bodies}) == 1
    if not one or len(topics) != 1 or " " in topics[0] or plan.section is not None:
        return None
    bare = all(t.sort in _BARE for t in tokens) and not any(t.place.bodies for t in tokens)
    others = any(t.text in ("别的", "其他", "其它") for t in tokens)
    kinds = any(t.sort in ("type", "unit") for t in tokens)
    which = [t for t in tokens if t.sort == "which"]
    who = bool(which) and (kinds or which[0].text in _BODIES)
    done = any(t.sort in ("has", "none") or (kinds and t.text == "过") for t in tokens)
    if not (bare and who and done) or others:
        return None
    said = _OPENING.sub("", raw)
    found = _DONE_BY.search(said)
    at = found.end() if found else (match.start() if (match := _END.search(said)) else len(said))
    years = plan.scope.years
    dated = any(t.sort == "year" for t in tokens)
    when = f"{years[0]}年" if len(years) == 1 and not dated else ""
    return f"{when}{said[:at]}{topics[0]}{said[at:]}"
