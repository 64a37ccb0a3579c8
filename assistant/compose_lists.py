"""list, rank: complete rows in order, and the population behind them."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.compose_parts import (
    SHOWN_ROWS,
    figure,
    label,
    name_year_of,
    none_listed,
    population,
    set_rows,
    short_value,
    with_unit,
)
from assistant.compose_values import Conflicts, flags, left_out
from assistant.compose_whether import verdict
from assistant.draft import Draft
from assistant.evidence import Figure, Listing, Population, Row, Standard
from assistant.lookup_lists import shown_measures
from assistant.markdown import number
from assistant.plan import Whether


def listing(draft: Draft, found: Listing, conflicts: Conflicts) -> None:
    """Every matching report with its numbers, in order; ranks where a ranking was asked for."""
    ranked = draft.plan.kind == "rank"
    draft.add(_place(draft, found.rows) if draft.plan.part else "")
    if draft.plan.whether is None:
        draft.add(_listing_head(draft, len(found.rows), found.population))
        rows = found.rows
    else:
        rows = _answered(draft, draft.plan.whether, found)
    draft.rows_of(rows)
    draft.add(set_listing(draft, rows, ranked) if rows else "")
    if found.tied_out:
        value = found.rows[-1].values[0] if found.rows else None
        least = number(value.value) if value else "0"
        draft.add(draft.text("tied_out", count=found.tied_out, number=least))
    if found.together is not None:
        draft.add(_together(draft, found.together))
    if len(rows) > SHOWN_ROWS:
        draft.add(draft.text("more_rows", shown=SHOWN_ROWS, count=len(rows)))
    population(draft, found.population)
    draft.add(_areas(draft, found.areas) if found.areas else "")
    left_out(draft, found.contrary)
    flags(draft, conflicts)


def _areas(draft: Draft, rows: Sequence[Row]) -> str:
    """Reports on whole areas that meet the conditions as well, apart from those of the bodies."""
    names = []
    for row in rows:
        named = [(label(draft, v.measure), short_value(draft, v)) for v in row.values]
        said = [number if len(named) == 1 else f"{what} {number}" for what, number in named]
        names.append(f"{name_year(draft, row)} {draft.say.comma.join(said)}")
    return draft.text("areas.listed", names=draft.say.list(names))


def _answered(draft: Draft, asked: Whether, found: Listing) -> tuple[Row, ...]:
    """Yes or no; the rows that are shown with it: what speaks against it, or what it is said of."""
    what = draft.text("whether.condition", condition=condition(draft))
    listed = [row.report for row in found.rows if row.report]
    met, others = (found.met, listed) if asked.asks == "all" else (listed, ())
    against = verdict(draft, asked, what, met, others, found.population)
    return tuple(row for row in found.rows if asked.asks != "only" or row.report in against)


def compared_with(draft: Draft, standard: Standard) -> None:
    """What a condition compared with: a body's number, cited, or an average of the scope."""
    if standard.value is not None:
        value = standard.value
        name = draft.name(value.report.full_name)
        shown = short_value(draft, value)
        draft.add(draft.text("than.body", name=name, year=value.report.year, number=shown,
                             label=label(draft, value.measure)))  # fmt: skip
    elif standard.figure is not None:
        shown = figure(draft, standard.figure, standard.measure.unit)
        key = f"than.{standard.than.function}"
        draft.add(draft.text(key, number=shown, count=standard.figure.count,
                             label=label(draft, standard.measure)))  # fmt: skip


def _listing_head(draft: Draft, count: int, judged: Population) -> str:
    given = {"count": count, "scope": draft.name(draft.say.scope(draft.plan.scope))}
    if not count:
        return none_listed(draft, judged)
    if draft.plan.kind == "rank":
        order = draft.name(draft.say.order(draft.plan))
        return draft.text("rank.head", order=order, **given)
    met = condition(draft)
    given_by_all = judged.readable == judged.held
    key = "list.head" if met else "list.all" if given_by_all else "list.given"
    return draft.text(key, condition=met, **given)


def _place(draft: Draft, rows: Sequence[Row]) -> str:
    """太平镇排第1: the place that was asked for, or that the body has no number to be placed by."""
    body = draft.plan.part
    own = [
        (place, row)
        for place, row in zip(_ranks(rows), rows, strict=True)
        if body and row.report and body.key == row.report.body_key
    ]
    if len(own) != 1 or not draft.plan.order:
        return draft.text("place.none", name=draft.name(body.label if body else ""))
    place, row = own[0]
    draft.value = place
    shared = sum(place == other for other in _ranks(rows)) - 1
    shown = short_value(draft, row.values[0])
    given = {"name": name_year(draft, row), "place": place, "number": shown, "of": len(rows)}
    order = draft.text("place.high" if draft.plan.order.descending else "place.low")
    return draft.text("place.tied" if shared else "place.of", order=order, shared=shared, **given)


def _together(draft: Draft, found: Figure) -> str:
    """前3份合计17件，占全部20件的85%."""
    draft.value = found.value
    unit = draft.plan.measures[0].unit
    if found.kind == "sum":
        return draft.text("together.sum", count=found.count, number=figure(draft, found, unit))
    part, whole = (with_unit(draft, operand, unit) for operand in found.operands)
    shown = figure(draft, found, "%")
    return draft.text("together.share", count=found.count, part=part, whole=whole, share=shown)


def condition(draft: Draft) -> str:
    """The plan's conditions in words, "" where it has none."""
    return draft.name(draft.say.conditions(draft.plan))


def set_listing(draft: Draft, rows: Sequence[Row], ranked: bool) -> str:
    """Reports with their numbers as lines or as a table, with ranks where `ranked`."""
    measures = shown_measures(draft.plan)
    names = [label(draft, measure) for measure in measures]
    header = [*draft.say.header("rank" if ranked else "body")[: 1 + ranked], *names]
    if draft.plan.change:
        change = draft.plan.change
        years = [draft.text("in_year", year=year) for year in (change.year, change.base)]
        header = [*draft.say.header("body"), *years]
        header += draft.say.header("change")
    lines = []
    ranks = _ranks(rows) if ranked else [0] * len(rows)
    draft.counts.update(ranks)
    for place, row in zip(ranks, rows[:SHOWN_ROWS], strict=False):
        line = [name_year(draft, row), *(short_value(draft, value) for value in row.values)]
        if row.figure is not None:
            line.append(_signed(draft, row.figure))
        lines.append([str(place), *line] if ranked else line)
    return set_rows(draft, header if not ranked or not draft.plan.change else ["#", *header], lines)


def _signed(draft: Draft, change: Figure) -> str:
    shown = figure(draft, change, draft.plan.measures[0].unit)
    return f"+{shown}" if (change.value or 0) > 0 else shown


def name_year(draft: Draft, row: Row) -> str:
    """A row's full name with its year; a group's label."""
    if row.report is None:
        return draft.name(row.label)
    return name_year_of(draft, row.report)


def _ranks(rows: Sequence[Row]) -> list[int]:
    """1, 2, 2, 4: equal numbers share a place."""
    places: list[int] = []
    before = None
    for position, row in enumerate(rows, start=1):
        found = row.figure.value if row.figure else row.values[0].value
        places.append(places[-1] if places and found == before else position)
        before = found
    return places
