"""Question → Plan by rules: the same question over the same corpus gives the same plan.

The question is folded, cut into typed tokens, and taken apart into places, years, measures and
conditions; the first rule that fits decides its kind. Nothing here reads a report.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from assistant.parsing.before import CARRIED, CARRIED_EN, Before, topics_of
from assistant.parsing.carried_area import unlike_area
from assistant.parsing.carried_sums import share_of_first
from assistant.parsing.carry import same_kind
from assistant.parsing.followups import complete
from assistant.parsing.in_context import in_context
from assistant.parsing.leaning import asks_nothing_else, drop_denied, leans, moves_on, only_moves
from assistant.parsing.leftover import Halves, with_leftovers
from assistant.parsing.mentions import Said
from assistant.parsing.names import name_of
from assistant.parsing.parts import alone, are_two, joined, one_of, without_notes
from assistant.parsing.read import read, tokens_of
from assistant.parsing.reading import Reading
from assistant.parsing.remembered import counted_in, of_others
from assistant.parsing.rules_about import about
from assistant.parsing.rules_adding import adds_up, figures_add_up
from assistant.parsing.rules_after import came_back_to, how_made, legal_reason, settled
from assistant.parsing.rules_against import against
from assistant.parsing.rules_carried_case import taken_over_case
from assistant.parsing.rules_carried_over import carried_over_right
from assistant.parsing.rules_corpus import corpus
from assistant.parsing.rules_figure_and import figure_and_check, what_lies_behind
from assistant.parsing.rules_government import government_not_held
from assistant.parsing.rules_grounds import grounds
from assistant.parsing.rules_help import help_, thanks
from assistant.parsing.rules_holdings import holdings
from assistant.parsing.rules_lacking import lacking
from assistant.parsing.rules_mention import mention_rule, named_things, where_done, who_states
from assistant.parsing.rules_much import much
from assistant.parsing.rules_named_thing import office_contact, whose_thing
from assistant.parsing.rules_narrative import narrative, said_afterwards
from assistant.parsing.rules_often import how_often
from assistant.parsing.rules_outcomes_told import about_what, came_by, told_outcome
from assistant.parsing.rules_overview import (
    differences,
    doing,
    main_figures,
    of_a_year,
    overview,
    promised,
)
from assistant.parsing.rules_quality import quality
from assistant.parsing.rules_quoted import (
    around,
    beside_quoted,
    precedent,
    row_of,
    source_of,
    whose,
)
from assistant.parsing.rules_rank import rank, standing
from assistant.parsing.rules_refuse import (
    contact,
    fines,
    judgement,
    mistrust,
    most_problems,
    of_people,
    outside,
    place,
    task,
    too_fine,
    unsettled,
    wording,
)
from assistant.parsing.rules_replies import why_unfilled
from assistant.parsing.rules_sections import sections
from assistant.parsing.rules_shortfall import shortfall
from assistant.parsing.rules_statute import statute
from assistant.parsing.rules_terms import definition, trace
from assistant.parsing.rules_told_counts import fee_basis, people
from assistant.parsing.rules_totals import aggregate, compare
from assistant.parsing.rules_values import basis, listing, value
from assistant.parsing.rules_whether import whether
from assistant.parsing.rules_why_changed import why_changed
from assistant.parsing.rules_years import change, ever
from assistant.parsing.same_elsewhere import asked_of_all
from assistant.parsing.that_ground import that_ground
from assistant.parsing.these import (
    both_of_kind,
    counted_kinds,
    each_of_kind,
    of_all_channels,
    of_kind,
    pointing,
    which_of_kind,
)
from assistant.parsing.tokens import Token
from assistant.places import Held
from assistant.plan import MOST_PARTS, Choice, Plan
from assistant.vocabulary import Sort

_LONGEST = 600  # characters of a question that are read
_LONGEST_REPLY = 16

Rule = Callable[[Reading, Said | None], Plan | None]


def _of_reading(rule: Callable[[Reading], Plan | None]) -> Rule:
    return lambda reading, said: rule(reading)


RULES: tuple[Rule, ...] = (
    _of_reading(task),
    _of_reading(about),
    _of_reading(statute),
    _of_reading(help_),
    _of_reading(thanks),
    _of_reading(whose),
    _of_reading(beside_quoted),
    _of_reading(row_of),
    _of_reading(fines),
    _of_reading(around),
    _of_reading(source_of),
    _of_reading(precedent),
    _of_reading(name_of),
    _of_reading(grounds),
    _of_reading(fee_basis),
    _of_reading(wording),
    _of_reading(mistrust),
    _of_reading(most_problems),
    _of_reading(differences),
    definition,
    _of_reading(whose_thing),
    _of_reading(office_contact),
    _of_reading(where_done),
    _of_reading(place),
    _of_reading(contact),
    _of_reading(shortfall),
    _of_reading(why_changed),
    _of_reading(government_not_held),
    _of_reading(trace),
    _of_reading(main_figures),
    _of_reading(doing),
    _of_reading(of_a_year),
    holdings,
    lacking,
    sections,
    _of_reading(taken_over_case),
    _of_reading(settled),
    _of_reading(came_back_to),
    _of_reading(how_made),
    _of_reading(came_by),
    _of_reading(about_what),
    _of_reading(told_outcome),
    _of_reading(legal_reason),
    _of_reading(why_unfilled),
    promised,
    _of_reading(overview),
    _of_reading(adds_up),
    _of_reading(figure_and_check),
    _of_reading(what_lies_behind),
    _of_reading(quality),
    _of_reading(who_states),
    lambda reading, said: mention_rule(said_afterwards(reading), said),
    _of_reading(judgement),
    _of_reading(people),
    _of_reading(basis),
    _of_reading(how_often),
    _of_reading(standing),
    _of_reading(corpus),
    _of_reading(outside),
    _of_reading(of_people),
    _of_reading(too_fine),
    _of_reading(named_things),
    _of_reading(narrative),
    _of_reading(against),
    _of_reading(ever),
    _of_reading(change),
    _of_reading(rank),
    _of_reading(much),
    _of_reading(compare),
    _of_reading(aggregate),
    _of_reading(listing),
    _of_reading(value),
)
"""In order: the first rule that gives a plan decides."""


def parse(question: str, held: Held, today: date, before: Before | None = None) -> Plan:
    """The plan of `question`; never raises on any text.

    `today` is the clock of 去年 and 近三年; `before` what was asked before in a conversation.
    """
    plan = None
    if before is not None:
        before = replace(before, plan=_figure_of(before.plan))
        plan = _moved(question, held, today, before)
    plan = plan or _in_parts(question, held, today, before, None, MOST_PARTS)
    return _said_if_cut(plan, question)


def _figure_of(plan: Plan) -> Plan:
    """The plan; of one that quotes the text before the figure asked about, that of the figure, of
    one that says first what is not held, that of what is."""
    then = plan.then
    if plan.refusal is not None and then is not None and then.refusal is None:
        return then
    quotes = plan.kind == "narrative" and then is not None and then.kind == "value"
    return then if quotes and then and then.measures[0].label.startswith(plan.query) else plan


def _said_if_cut(plan: Plan, question: str) -> Plan:
    """The plan, with a word that a long question was read in part."""
    if len(question) <= _LONGEST:
        return plan
    said = f"问题有{len(question)}字，只读了前{_LONGEST}字，后面的没有回答。"
    if plan.language == "en":
        said = f"Of {len(question)} characters the first {_LONGEST} were read."
    if plan.refusal is not None:
        why = plan.refusal.model_copy(update={"reason": said + plan.refusal.reason})
        return plan.model_copy(update={"refusal": why})
    return plan.model_copy(update={"left_out": (*plan.left_out, said)})


def _in_parts(
    question: str,
    held: Held,
    today: date,
    before: Before | None,
    part_before: Before | None,
    most: int,
) -> Plan:
    """The plan of the question, or of each of its parts where one plan does not answer them all;
    a part that names no body or year is asked of those of the part before it, if there is one."""
    plan, halves = _parsed(question, held, today, before)
    if halves is None or most < 2:
        return plan
    first, _ = _parsed(halves.first, held, today, before)
    after = Before(first)
    then = _in_parts(halves.second, held, today, after, after, most - 1)
    carried = any(note.startswith((CARRIED, CARRIED_EN)) for note in then.notes)
    if not carried or then.refusal is not None or (_placed(first) and not _placed(then)):
        placed = _in_parts(halves.placed, held, today, part_before, part_before, most - 1)
        then = placed if placed.refusal is None or then.refusal is not None else then
    same = then.kind == first.kind == "value" and then.scope == first.scope
    if same and then.measures == first.measures and first.unexplained == then.unexplained == ():
        return first  # 不予公开的有几件，什么理由: the figure says its parts
    then = without_notes(then, (CARRIED, CARRIED_EN))  # nothing was asked before, but the first
    asked_back = plan.refusal is not None and plan.refusal.status == "needs_clarification"
    if asked_back and (first.query or first.kind == "mention"):  # 说了要改？…: no figure
        return plan
    if are_two(first, then, plan):
        return first.model_copy(update={"then": then})
    return one_of((halves.first, first), (halves.second, then)) or plan


def _placed(plan: Plan) -> bool:
    return bool(plan.scope.bodies or plan.scope.regions)


def _moved(question: str, held: Held, today: date, before: Before) -> Plan | None:
    """那2023年呢 after a question of several parts: each of them moved there; None where the
    follow-up asks more, or there was one part only."""
    parts = before.plan.parts
    words = tokens_of(question[:_LONGEST], held)
    one = len({part.measures for part in parts}) == 1 and bool(parts[0].measures)
    if len(parts) < 2 or not (only_moves(words[1], measures=one) or moves_on(words[1])):
        return None
    named = any(token.place.bodies for token in words[1])
    fitting = [p for p in parts if p.scope.bodies] if named else []
    plans = [
        _understood(words, held, today, replace(before, plan=alone(part)))[0]
        for part in fitting or parts
        if part.kind not in ("definition", "corpus", "refusal")
    ]
    return joined(plans) if plans else None


def _parsed(
    question: str, held: Held, today: date, before: Before | None
) -> tuple[Plan, Halves | None]:
    """The plan, and the halves of the question where it answers one of two."""
    words = tokens_of(question[:_LONGEST], held)
    picked = _picked(words, before.plan if before is not None else None)
    if picked is not None:
        plan = parse(picked.question, held, today)
        return plan.model_copy(update={"notes": (*plan.notes, f"按“{picked.label}”理解")}), None
    return _understood(words, held, today, before)


def _understood(
    words: tuple[str, tuple[Token, ...], tuple[str, ...]],
    held: Held,
    today: date,
    before: Before | None,
) -> tuple[Plan, Halves | None]:
    raw, tokens, notes = words
    tokens = counted_kinds(tokens, before is None)
    if before is not None:
        named = _of_term(words, held, before.plan)
        if named is not None:
            asked = _understood(named, held, today, None)
            if asked[0].kind != "corpus":
                return asked
        tokens = in_context(drop_denied(tokens), before.plan)
        tokens = which_of_kind(of_others(tokens, before, held), before, held)
        tokens = counted_in(each_of_kind(tokens, before, held))
        tokens = of_kind(both_of_kind(tokens, before, held))
        tokens = that_ground(of_all_channels(pointing(tokens, before, held), before), before)
    reading, said = read(raw, tokens, held, today, notes, before)
    shown = of_figures(reading, before) if before is not None else None
    if shown is not None:
        return shown, None
    if before is not None and leans(reading, before.plan):
        reading = complete(reading, before, held)
        kept = share_of_first(reading, before) or same_kind(reading, said, before.plan)
        if kept is not None:
            return with_leftovers(reading, kept)
    return with_leftovers(reading, decide(reading, said))


def of_figures(reading: Reading, before: Before) -> Plan | None:
    """两个加起来就是全部吧, 这两个对得上吗: of the figures of one body that were shown, or of a sum
    beside the area's own."""
    shown = figures_add_up(reading, before) or carried_over_right(reading, before)
    return shown or unlike_area(reading, before.plan)


def _of_term(
    words: tuple[str, tuple[Token, ...], tuple[str, ...]], held: Held, plan: Plan
) -> tuple[str, tuple[Token, ...], tuple[str, ...]] | None:
    """谁提到过, 谁收过, after a term was explained: asked of that term; 哪个镇办过, after what one
    body writes of something: of that."""
    raw, tokens, _ = words
    if (whole := asked_of_all(raw, tokens, plan)) is not None:
        again = tokens_of(whole, held)
        return (again[0], again[1], (*again[2], f"{CARRIED}{topics_of(plan)[0]}"))
    asks = any(t.sort in _OF_TERM for t in tokens)
    if plan.kind != "definition" or not plan.term or not asks or not asks_nothing_else(tokens):
        return None
    again = tokens_of(f"{plan.term}{raw}", held)
    return (again[0], again[1], (*again[2], f"{CARRIED}{plan.term}"))


_OF_TERM: tuple[Sort, ...] = ("mention", "not_mention", "hint", "has", "none", "whether", "howmany")


def _picked(
    words: tuple[str, tuple[Token, ...], tuple[str, ...]], context: Plan | None
) -> Choice | None:
    """我问的是东沙县的, after a question asked back: the one way out whose place is named."""
    raw, tokens, _ = words
    if context is None or context.refusal is None or len(raw) > _LONGEST_REPLY:
        return None
    rest = {t.sort for t in tokens} - {"stop", "mark", "swap", "region", "stem", "not_this", "it"}
    regions = [region.name for t in tokens for region in t.place.regions]
    if rest or not regions:
        return None
    fitting = [c for c in context.refusal.choices if any(name in c.question for name in regions)]
    return fitting[0] if len(fitting) == 1 else None


def decide(reading: Reading, said: Said | None) -> Plan:
    """The plan of the first rule that fits, with the yes or no that it is asked for."""
    return whether(reading, said, _decide)


def _decide(reading: Reading, said: Said | None) -> Plan:
    for rule in RULES:
        plan = rule(reading, said)
        if plan is not None:
            return plan
    return unsettled(reading)
