"""Question → Plan by rules: the same question over the same corpus gives the same plan.

The question is folded, cut into typed tokens, and taken apart into places, years, measures and
conditions; the first rule that fits decides its kind. Nothing here reads a report.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from assistant.parsing.carry import same_kind
from assistant.parsing.followups import CARRIED, CARRIED_EN, Before, complete, drop_denied, leans
from assistant.parsing.leftover import Halves, with_leftovers
from assistant.parsing.mentions import Said
from assistant.parsing.read import read, tokens_of
from assistant.parsing.reading import Reading
from assistant.parsing.rules_against import against
from assistant.parsing.rules_corpus import corpus
from assistant.parsing.rules_parts import parts
from assistant.parsing.rules_quality import quality
from assistant.parsing.rules_rank import rank
from assistant.parsing.rules_refuse import judgement, outside, place, task, too_fine, unsettled
from assistant.parsing.rules_terms import definition, trace
from assistant.parsing.rules_text import mention_rule, named_things, narrative
from assistant.parsing.rules_totals import aggregate, compare
from assistant.parsing.rules_values import basis, listing, value
from assistant.parsing.rules_whether import whether
from assistant.parsing.rules_years import change
from assistant.places import Held
from assistant.plan import Body, Choice, Plan

_LONGEST = 600  # characters of a question that are read
_LONGEST_REPLY = 16

Rule = Callable[[Reading, Said | None], Plan | None]


def _of_reading(rule: Callable[[Reading], Plan | None]) -> Rule:
    return lambda reading, said: rule(reading)


RULES: tuple[Rule, ...] = (
    _of_reading(task),
    definition,
    _of_reading(place),
    _of_reading(trace),
    parts,
    _of_reading(quality),
    mention_rule,
    _of_reading(judgement),
    _of_reading(basis),
    _of_reading(corpus),
    _of_reading(outside),
    _of_reading(too_fine),
    _of_reading(named_things),
    _of_reading(narrative),
    _of_reading(against),
    _of_reading(change),
    _of_reading(rank),
    _of_reading(compare),
    _of_reading(aggregate),
    _of_reading(listing),
    _of_reading(value),
)
"""In order: the first rule that gives a plan decides."""


def parse(
    question: str,
    held: Held,
    today: date,
    context: Plan | None = None,
    context_rows: Sequence[Body] = (),
    context_years: Sequence[int] = (),
) -> Plan:
    """The plan of `question`; never raises on any text.

    `today` is the clock of 去年 and 近三年; `context` the plan of the question before, with the
    bodies of its answer's rows in order, and the years of the same figure asked for before it.
    """
    before = None
    if context is not None:
        before = Before(context, tuple(context_rows), tuple(context_years))
    plan, halves = _parsed(question, held, today, before)
    if halves is None:
        return plan
    first, _ = _parsed(halves.first, held, today, before)
    then, _ = _parsed(halves.second, held, today, Before(first))
    carried = any(note.startswith((CARRIED, CARRIED_EN)) for note in then.notes)
    if not carried or (_placed(first) and not _placed(then)):
        then, _ = _parsed(halves.placed, held, today, None)
    asked_before = (CARRIED, CARRIED_EN)  # nothing was, but the first half
    notes = tuple(note for note in then.notes if not note.startswith(asked_before))
    then = then.model_copy(update={"notes": notes})
    if _are_two(first, then):
        return first.model_copy(update={"then": then})
    return _one_of(first, then) or plan


def _placed(plan: Plan) -> bool:
    return bool(plan.scope.bodies or plan.scope.regions)


def _one_of(first: Plan, then: Plan) -> Plan | None:
    """The half about a year or a body that is held, the other one's absence said with it; None
    where absence is not what parts them."""
    for told, absent in ((then, first), (first, then)):
        why = absent.refusal
        if why is not None and why.status == "not_in_corpus" and told.refusal is None:
            return told.model_copy(update={"left_out": (*told.left_out, why.reason)})
    return None


def _are_two(first: Plan, then: Plan) -> bool:
    """Whether both halves are understood, and ask two things."""
    halves = (first, then)
    if any(half.refusal or half.unexplained or half.kind == "definition" for half in halves):
        return False
    bare = {"notes": (), "left_out": ()}
    return first.model_copy(update=bare) != then.model_copy(update=bare) and not then.left_out


def _parsed(
    question: str, held: Held, today: date, before: Before | None
) -> tuple[Plan, Halves | None]:
    """The plan, and the halves of the question where it answers one of two."""
    picked = _picked(question, held, before.plan if before is not None else None)
    if picked is not None:
        plan = parse(picked.question, held, today)
        return plan.model_copy(update={"notes": (*plan.notes, f"按“{picked.label}”理解")}), None
    raw, tokens, notes = tokens_of(question[:_LONGEST], held)
    if before is not None:
        tokens = drop_denied(tokens)
    reading, said = read(raw, tokens, held, today, notes, before)
    if before is not None and leans(reading):
        reading = complete(reading, before, held)
        kept = same_kind(reading, said, before.plan)
        if kept is not None:
            return with_leftovers(reading, kept)
    return with_leftovers(reading, decide(reading, said))


def _picked(question: str, held: Held, context: Plan | None) -> Choice | None:
    """我问的是东沙县的, after a question asked back: the one way out whose place is named."""
    if context is None or context.refusal is None or len(question) > _LONGEST_REPLY:
        return None
    _, tokens, _ = tokens_of(question, held)
    rest = {t.sort for t in tokens} - {"stop", "mark", "swap", "region", "stem", "not_this", "it"}
    regions = [region.name for t in tokens for region in t.place.regions]
    if rest or not regions:
        return None
    fitting = [c for c in context.refusal.choices if any(name in c.question for name in regions)]
    return fitting[0] if len(fitting) == 1 else None


def decide(reading: Reading, said: Said | None) -> Plan:
    """The plan of the first rule that fits, with the yes or no that it is asked for."""
    return whether(reading, said, _decide) or _decide(reading, said)


def _decide(reading: Reading, said: Said | None) -> Plan:
    for rule in RULES:
        plan = rule(reading, said)
        if plan is not None:
            return plan
    return unsettled(reading)
