"""Words that mean what they mean by where they stand: the rules of all subjects, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.parsing.at_bodies import (
    head,
    is_in,
    most_of_kind,
    of_every_year,
    own_marks,
    set_of_bodies,
    some_people,
    which_bodies,
    which_place,
    whom,
)
from assistant.parsing.at_counts import (
    carried_in,
    each_channel,
    heading,
    kind_of_staff,
    left_in_force,
    most_used,
    others_each,
    result_of,
    sets_apart,
    several_each,
    taken_over,
)
from assistant.parsing.at_figures import (
    fee_named,
    fee_taken,
    money_taken,
    number_withheld,
    of_another,
    of_another_unit,
    projects,
    stated,
)
from assistant.parsing.at_mentions import (
    a_few,
    came_about,
    cases_of,
    county_says,
    greatest_topic,
    speaks_of,
    spoken_of,
    still,
    went_wrong,
    whole_words,
    whose_doing,
    will_mend,
)
from assistant.parsing.at_requests import (
    beside_persons,
    by_channel,
    calls,
    carried_out,
    for_reason,
    given_up,
    granted,
    granted_permits,
    in_the_end,
    manner,
    no_outcome,
    not_done,
    not_given,
    of_no_request,
    petitions,
    questions_put,
    told_whom,
    wholly,
)
from assistant.parsing.at_staff import (
    accounts,
    at_work,
    each_of_them,
    paused,
    staff_by_work,
    staff_told_by_kind,
)
from assistant.parsing.at_tables import (
    all_nought,
    form_of_year,
    item,
    lacking,
    means_taken,
    no_table,
    no_tables,
    public_thing,
    put_together,
    said_to_be,
    uses_form,
    what_was_wrong,
)
from assistant.parsing.denied import (
    finished_or_not,
    issued,
    not_published,
    not_taken_up,
    occurred,
    or_not,
    sued,
)
from assistant.parsing.framing import (
    accounts_for,
    as_ground,
    by_means,
    gives_no_reason,
    met_in,
    said_as_reason,
    tells_why,
    there_or_not,
    told_and_asked,
)
from assistant.parsing.only import all_others, mark_alone, nothing_else
from assistant.parsing.speaker import (
    asker,
    graded_by,
    of_a_kind,
    own_office,
    please,
    says,
    writes_of,
)
from assistant.parsing.tokens import Token


def by_position(tokens: Sequence[Token], text: str) -> tuple[Token, ...]:
    """The tokens, those whose neighbours say what they are taken for it."""
    found = list(_of_reports(whole_words(tokens)))
    for index in range(len(found)):
        for rule in _RULES:
            told = rule(found, index)
            if told is not None:
                found[index] = told
    mark_alone(found, text)
    return tuple(found)


def _of_reports(tokens: Sequence[Token]) -> Iterator[Token]:
    """哪些年报的表: of which reports, not in which years they report it."""
    last: Token | None = None
    for token in tokens:
        asks = last is not None and last.text == "哪些年" and last.end == token.start
        if last is not None and asks and token.sort == "stop" and token.text.startswith("报"):
            at = last.end - 1
            yield Token("which", last.start, at, "哪些", ("many",))
            yield Token("report", at, token.start + 1, "年报")
            if len(token.text) > 1:
                yield replace(token, start=token.start + 1, text=token.text[1:])
            last = None
            continue
        if last is not None:
            yield last
        last = token
    if last is not None:
        yield last


_RULES: tuple[Callable[[list[Token], int], Token | None], ...] = (
    of_another_unit,
    came_about,
    went_wrong,
    staff_told_by_kind,
    staff_by_work,
    at_work,
    each_of_them,
    accounts,
    paused,
    number_withheld,
    all_nought,
    all_others,
    nothing_else,
    as_ground,
    gives_no_reason,
    said_as_reason,
    by_means,
    told_and_asked,
    county_says,
    greatest_topic,
    still,
    a_few,
    speaks_of,
    spoken_of,
    will_mend,
    cases_of,
    whose_doing,
    accounts_for,
    tells_why,
    met_in,
    there_or_not,
    told_whom,
    wholly,
    most_used,
    stated,
    not_taken_up,
    no_outcome,
    not_done,
    given_up,
    issued,
    not_published,
    occurred,
    finished_or_not,
    or_not,
    head,
    public_thing,
    fee_taken,
    money_taken,
    which_place,
    which_bodies,
    lacking,
    no_table,
    manner,
    beside_persons,
    for_reason,
    not_given,
    own_marks,
    whom,
    means_taken,
    petitions,
    some_people,
    what_was_wrong,
    said_to_be,
    of_no_request,
    granted,
    by_channel,
    calls,
    questions_put,
    item,
    put_together,
    of_another,
    projects,
    in_the_end,
    sued,
    asker,
    writes_of,
    please,
    says,
    of_a_kind,
    own_office,
    graded_by,
    is_in,
    of_every_year,
    form_of_year,
    uses_form,
    set_of_bodies,
    most_of_kind,
    granted_permits,
    carried_out,
    no_tables,
    fee_named,
    left_in_force,
    heading,
    several_each,
    others_each,
    sets_apart,
    result_of,
    kind_of_staff,
    taken_over,
    each_channel,
    carried_in,
)
