"""What the documents spoken of are called: 叫什么名字, 是哪几件, 松汀那个是什么文件."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.measures import concept_of
from assistant.parsing.tokens import Token
from assistant.plan import Measure, Plan
from assistant.vocabulary import Sort

_HERE: tuple[Sort, ...] = (
    "stop", "mark", "then", "body", "stem", "region", "type", "year", "it", "they",
)  # fmt: skip
_CALLED = re.compile(
    "(?:都|分别|的)*(?:叫|称|名字|名称|标题|题目|姓|文件名).{0,5}|(?:是)?(?:什么|啥)名[字称]?"
)
_ASKED_BEFORE = ("制发文件 名称", "废止 规范性文件 名称")
_WHAT_FILE = re.compile(
    "(?:那|这|的|呢|[0-9一两二三四几][件个份])*(?:发|出台|制定|制发|印发)?的?"
    "(?:是(?:个|一个)?(?:什么|啥)文件|文件(?:名称?|名字|标题)?(?:是|叫)(?:个)?(?:什么|啥)(?:名字?)?)(?:呢|啊|呀|[?？])*"
)
_WHICH_DOCUMENTS = re.compile(
    "(?:那|当年|这年|全年|年内|里面|其中|这些|它|都|分别|具体|又|的)*"
    "(?P<new>(?:新增?)?(?:制定|制发|印发|出台|发布|发|定|出)(?:了|出来)?的?(?:文件)?|新的"
    "|(?:废止|废除|废掉|废|失效)(?:了|掉)?的?(?:文件)?)?"
    "(?:都|分别|具体|又)*(?:是|有)?(?:哪[几些两二三四五2-9])(?:件|个|份)?(?:文件)?(?:呢|啊|呀|[?？])*"
)
"""当年新发的是哪几件, after how many documents there are: their names."""


def called(tokens: Sequence[Token], plan: Plan, about: Sequence[Measure]) -> tuple[Token, ...]:
    """2022年新发的叫什么名字, after the documents of one body: their names, no person's."""
    documents = {concept_of(m.code) for m in about} == {"normative_documents"} or plan.rules == (
        "in_force_balance",
    )
    documents = documents or plan.query in _ASKED_BEFORE
    first = plan.kind == "rank" and plan.limit == 1 and not plan.group
    named = {body.name for t in tokens for body in t.place.bodies}  # 松汀那个叫什么, after a list
    one = len({body.name for body in plan.scope.bodies}) == 1 or first or len(named) == 1
    at = next((i for i, t in enumerate(tokens) if _CALLED.fullmatch(t.text)), None)
    text = "".join(t.text for t in tokens if t.sort not in ("year", "then", "mark"))
    columns = {m.code.rpartition(".")[2] for m in about}
    which = _WHICH_DOCUMENTS.fullmatch(text)
    moved = columns <= {"issued"} or columns <= {"repealed"}
    if at is None and which is not None and (moved or which["new"]):
        at = next((i for i, t in enumerate(tokens) if t.sort == "which"), None)
    bare = "".join(t.text for t in tokens if t.sort not in ("year", "mark", "body", "stem"))
    if at is None and _WHAT_FILE.fullmatch(bare):
        at = next((i for i, t in enumerate(tokens) if t.sort in ("define", "what")), None)
    if not (documents and one) or at is None:
        return tuple(tokens)
    light = (*_HERE, "column", "number", "which", "has", "hint", "define", "what", "each", "all")
    if any(t.sort not in light for i, t in enumerate(tokens) if i != at):
        return tuple(tokens)
    asked = replace(tokens[at], sort="what", codes=("name",))
    gone = any(t.codes[:1] == ("repealed",) for t in tokens)
    gone = gone or (columns == {"repealed"} and not any(t.sort == "column" for t in tokens))
    row = replace(asked, sort="concept", codes=("normative_documents",), end=asked.start, text="")
    row = replace(row, sort="column", codes=("repealed", *row.codes)) if gone else row
    idle = ("column", "hint", "number", "define", "what", "which", "each", "all")
    rest = [replace(t, sort="stop", codes=()) if t.sort in idle else t for t in tokens]
    return (*rest[:at], row, asked, *rest[at + 1 :])
