"""Measures and conditions taken from the question before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.parsing.asked import Mention
from assistant.parsing.carried import (
    added_to,
    columns_named,
    counted,
    outcomes_of,
    rebound,
    share_like,
)
from assistant.parsing.carried_sums import share_of_sum, spoken_of
from assistant.parsing.figures import Figure
from assistant.parsing.in_context import fees_told, rest_of
from assistant.parsing.leaning import FEES, SETS, has_content, keeps_kind, only_compares, only_sums
from assistant.parsing.limits import read_asked
from assistant.parsing.read import tokens_of
from assistant.parsing.reading import Reading
from assistant.places import Held
from assistant.plan import Condition, Measure, Plan


def with_measures(
    reading: Reading, plan: Plan, pointed: bool, notes: list[str], before: Sequence[Measure] = ()
) -> Reading:
    """The measure of the question before where this one names none; a lone kind of applicant
    narrows it; with a new measure its conditions go over to that one."""
    own = reading.asked.mentions or reading.asked.hints
    about = plan.measures or tuple(c.measure for c in plan.conditions)
    about = about or (fees_told(plan) if reading.has("function") else ())
    if plan.kind == "narrative" and not own and _compares(reading):
        about = told_of(plan, reading.held)
    rest = rest_of(about, reading.tokens)
    if rest:
        notes.append(about[0].label)
        return replace(reading, given=rest)
    if _of_fees(reading, about):
        return replace(reading, given=about, asked=replace(reading.asked, hints=()))
    summed = share_of_sum(reading, about, before)
    if summed is not None:
        notes.append(summed.label)
        return replace(reading, given=(summed,))
    joined = only_sums(reading) or (only_compares(reading) and len(plan.scope.bodies) == 1)
    if not (own or reading.asked.limits) and joined:
        about = spoken_of(reading, about, before)
    conditions = () if pointed or reading.places.bodies else plan.conditions
    denied = {c.measure.code for x in reading.asked.limits for c in x.conditions() if c.op == "="}
    conditions = tuple(c for c in conditions if c.measure.code not in denied)  # 没收到的呢
    bounds = [t.figure for t in reading.all("bound") if t.figure]
    if about and bounds and not (own or reading.asked.limits):
        notes.append(about[0].label)
        new = tuple(_bound(about[0], figure) for figure in bounds)
        others = tuple(c for c in conditions if c.measure.code != about[0].code)
        return replace(reading, given_conditions=(*others, *new))
    if moved := rebound(reading, conditions):
        notes.extend(_said(condition) for condition in moved)
        return replace(reading, given=plan.measures, given_conditions=moved)
    if not own and (count := counted(reading, about)) is not None:
        notes.append(about[0].label)
        return replace(reading, given=(count,))
    if about and _is_part_of(reading):
        notes.append(about[0].label)
        return replace(reading, given=about)
    same = keeps_kind(replace(reading, before=plan))
    has = reading.has("has") and any(t.text in ("吗", "么", "没", "没有") for t in reading.tokens)
    other = added_to(reading, about) or share_like(reading, about, same and not has)
    if other is not None:
        notes.append(about[0].label)
        return replace(reading, asked=replace(reading.asked, mentions=()), given=(other,))
    own_too = outcomes_of(reading.asked.mentions, about)
    if own_too and not reading.has("howmany"):
        notes.append(own_too[0].label)
        return replace(reading, asked=replace(reading.asked, mentions=()), given=own_too)
    narrowed = columns_named(reading.asked.mentions, about)
    if narrowed:
        notes.append(about[0].label)
        if len(narrowed) == 1 and _narrows_set(reading, plan, conditions):
            return _set_narrowed(reading, narrowed[0], conditions)
        return replace(reading, asked=replace(reading.asked, mentions=narrowed))
    if reading.asked.mentions and not reading.has("they", "among"):
        return _swapped(reading, plan, conditions)
    if reading.has("they", "among") and conditions:
        notes.extend(_said(condition) for condition in conditions)
        return replace(reading, given_conditions=conditions)
    if own or has_content(reading) or _of_another(reading, plan, about):
        return reading
    notes.extend(measure.label for measure in (about if only_sums(reading) else about[:1]))
    return replace(reading, given=about, given_conditions=conditions)


def _compares(reading: Reading) -> bool:
    """跟自然资源局比哪个多, with no measure named."""
    return reading.has("compare") and (reading.has("versus") or only_compares(reading))


def told_of(plan: Plan, held: Held) -> tuple[Measure, ...]:
    """What a question about the text was about: 申请 of 申请是怎么递交的."""
    asked = read_asked(tokens_of(plan.query, held)[1])
    named = [m for mention in (*asked.mentions, *asked.hints) for m in mention.measures(False)]
    return tuple(m for m in named if m.cells or m.claim)[:1]


def _of_another(reading: Reading, plan: Plan, about: Sequence[Measure]) -> bool:
    """那他们有公众号没, after a figure of that body: another one, not the figure again."""
    new = {m.code for limit in reading.asked.limits for m in limit.mention.measures(False)}
    return bool(plan.scope.bodies) and bool(new) and not new & {m.code for m in about}


def _of_fees(reading: Reading, about: Sequence[Measure]) -> bool:
    """收了多少 after 收费最高: of the fees, no requests."""
    hints = reading.asked.hints
    fees = bool(about) and (about[0].code in FEES)
    took = bool(hints) and all(hint.text.startswith("收") for hint in hints)
    return fees and took and not (reading.asked.mentions or reading.asked.limits)


def _is_part_of(reading: Reading) -> bool:
    """占办结的几成 after a count: it is that count's share of what is named."""
    said = [t for t in reading.tokens if t.sort not in ("stop", "mark")]
    opens = bool(said) and said[0].sort == "versus" and "of" in said[0].codes
    return opens and len(reading.asked.mentions) == 1 and not reading.asked.mentions[0].lone


def _narrows_set(reading: Reading, plan: Plan, conditions: Sequence[Condition]) -> bool:
    """换成企业, 其中有企业的, after a list by a condition."""
    figures = reading.has("howmany", "amount", "each", "share", "function")
    return plan.kind == "list" and bool(conditions) and not figures


def _set_narrowed(reading: Reading, narrowed: Mention, conditions: Sequence[Condition]) -> Reading:
    """The same condition on the column named; 其中 adds it to those before."""
    new = narrowed.measures(False)[0]
    if reading.has("among", "they"):
        kept = (*conditions, Condition(measure=new, op=">", value=0))
    else:
        kept = tuple(c.model_copy(update={"measure": new}) for c in conditions)
    asked = replace(reading.asked, mentions=())
    return replace(reading, asked=asked, given_conditions=kept, given=())


def _bound(about: Measure, figure: Figure) -> Condition:
    return Condition(measure=about, op=figure.op, value=figure.value, high=figure.high)


def _swapped(reading: Reading, plan: Plan, conditions: Sequence[Condition]) -> Reading:
    """换成行政处罚 after a list of those with requests: the same condition on the new measure."""
    if not conditions or reading.asked.limits or plan.kind not in SETS:
        return reading
    new = reading.asked.mentions[0].measures(False)[0]
    if not keeps_kind(replace(reading, before=plan)) or new.is_ratio:
        return reading
    moved = tuple(c.model_copy(update={"measure": new}) for c in conditions)
    if reading.has("has") and not reading.has("none") and {c.op for c in moved} == {"="}:
        moved = (Condition(measure=new, op=">", value=0),)  # 有许可的呢 after 没有处罚的
    asked = replace(reading.asked, mentions=())
    return replace(reading, asked=asked, given_conditions=moved, given=())


def _said(condition: Condition) -> str:
    if condition.op == "state":
        return f"{condition.measure.label}为{condition.state}"
    value = "" if condition.value is None else f"{condition.value:g}"
    return f"{condition.measure.label}{condition.op}{value}"
