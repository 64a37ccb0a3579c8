"""Plans of the parts of one question put together: 收到几件，存在什么问题，镇长是谁."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.parsing.refusals import reason_alone
from assistant.plan import Plan

_EDGES = " ,，。;；?？!！、:："


def alone(plan: Plan) -> Plan:
    """The plan without the parts behind it and what it leaves out."""
    return plan.model_copy(update={"then": None, "left_out": ()})


def without_notes(plan: Plan, beginnings: tuple[str, ...]) -> Plan:
    """The plan and its parts without notes that begin so."""
    notes = tuple(note for note in plan.notes if not note.startswith(beginnings))
    then = without_notes(plan.then, beginnings) if plan.then is not None else None
    return plan.model_copy(update={"notes": notes, "then": then})


def are_two(first: Plan, then: Plan, whole: Plan) -> bool:
    """Whether both halves are understood, ask two things, and leave out less than `whole`, the
    plan of the question undivided."""
    for part in (first, *then.parts):
        defined = part.kind == "definition" and part is not first
        if part.refusal or part.unexplained or defined:
            return False
    if any(_bare(first) == _bare(part) for part in then.parts):
        return False
    left = sum(len(part.left_out) for part in then.parts)
    return left == 0 or left + len(first.left_out) < len(whole.left_out)


def one_of(first: tuple[str, Plan], then: tuple[str, Plan]) -> Plan | None:
    """The half that can be answered, with why the other cannot be: its year or body is not held,
    or no report says such a thing. None where that is not what parts them."""
    for (_, told), (words, refused) in ((then, first), (first, then)):
        why = refused.refusal
        if why is None or told.refusal is not None:
            continue
        if why.status == "needs_clarification":
            if told is first[1] and _is_question(first[0]) and not (told.unexplained or told.query):
                said = _not_answered(
                    words, f"{why.reason.partition('，而')[0].rstrip('。')}。", False
                )
                return told.model_copy(update={"left_out": (*told.left_out, said)})
            continue
        sentence = why.reason
        if why.status == "out_of_scope":
            if told.unexplained or told.kind in ("definition", "corpus"):
                return None
            sentence = _not_answered(words, reason_alone(why.reason), told.language == "en")
        return told.model_copy(update={"left_out": (*told.left_out, sentence)})
    return None


def _is_question(words: str) -> bool:
    return words.rstrip().endswith(("?", "？"))


def _not_answered(words: str, reason: str, english: bool) -> str:
    words = words.strip(_EDGES).removeprefix("and ")
    return f"“{words}”: {reason}" if english else f"“{words}”没有回答：{reason}"


def joined(plans: Sequence[Plan]) -> Plan:
    """Plans one behind the other; of those that cannot be answered the reason, unless none can."""
    told = [plan for plan in plans if plan.refusal is None]
    if not told:
        return plans[0]
    reasons = dict.fromkeys(p.refusal.reason for p in plans if p.refusal is not None)
    *before, whole = told
    whole = whole.model_copy(update={"left_out": (*whole.left_out, *reasons)})
    for plan in reversed(before):
        whole = plan.model_copy(update={"then": whole})
    return whole


def _bare(plan: Plan) -> Plan:
    return plan.model_copy(update={"notes": (), "left_out": (), "then": None})
