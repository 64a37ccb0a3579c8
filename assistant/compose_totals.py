"""aggregate, and compare or rank by group: one figure, or one a group, with what is behind it."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.compose_lists import condition, name_year, set_listing
from assistant.compose_parts import (
    bracketed,
    change_unit,
    claim_names,
    figure,
    label,
    line_name,
    marks,
    population,
    set_rows,
    short_value,
    with_unit,
)
from assistant.compose_values import Conflicts, flags, headline, left_out
from assistant.draft import Draft
from assistant.evidence import Figure, Row, Total, percent
from assistant.grouping import UNSETTLED
from assistant.lookup_lists import shown_measures
from assistant.lookup_totals import behind_groups
from assistant.markdown import number
from assistant.measures import is_of_handled
from assistant.plan import Plan

_NAMED_PARTS = 10  # contributions to a sum that are named
_CITED_PARTS = 60  # and those that are cited
_CITED_ZEROS = 3  # behind a zero among the sums of several measures


def total(draft: Draft, found: Total, conflicts: Conflicts) -> None:
    """One figure with its formula and its largest parts; or one figure a group."""
    if draft.plan.group or len(found.groups) > 1:
        leading = area_first(draft.plan, found)
        draft.rows_of((*leading, *found.groups))
        draft.add(*_own(draft, leading))
        draft.add(_groups(draft, found))
        if draft.plan.kind == "compare":
            draft.add(_apart(draft, found), _lacking(draft, found))
        if found.ungrouped:
            draft.add(draft.text("ungrouped", count=found.ungrouped))
    else:
        draft.rows_of(found.rows)
        computed = found.groups[0].figure or Figure("count", 0)
        draft.value = computed.value
        leading = area_first(draft.plan, found)
        if leading:
            draft.value = leading[0].values[0].value if len(leading) == 1 else None
            draft.add(*_own(draft, leading))
        draft.add(_part(draft, found))
        draft.add(*_part_of_areas(draft, found))
        rough = _is_rough(computed, found.rows)
        draft.add(_total(draft, computed, _see(draft, found.rows), rough))
        draft.add(_parts(draft, found, computed))
        draft.add("" if leading else _areas(draft, found))
    line = "population" if draft.plan.conditions else "population.readable"
    population(draft, found.population, line)
    left_out(draft, found.contrary)
    flags(draft, conflicts)


def area_first(plan: Plan, found: Total) -> tuple[Row, ...]:
    """The reports on whole areas that are what was asked for, before the sum of the bodies."""
    known = (r for r in found.areas if any(value.value is not None for value in r.values))
    return tuple(known) if plan.scope.area else ()


def _own(draft: Draft, leading: Sequence[Row]) -> list[str]:
    """What the reports on whole areas print, with a word on the sums behind; which of the regions
    have no such report."""
    lines = []
    for row in leading:
        report = row.values[0].report
        if len(row.values) == 1:
            lines.append(headline(draft, row.values[0]))
            continue
        lines.append(draft.text("of_body", body=line_name(draft, report), year=report.year))
        shown = [[label(draft, v.measure), short_value(draft, v)] for v in row.values]
        lines.append(set_rows(draft, draft.say.header("measure", "value"), shown))
    if not lines:
        return []
    reports = [row.values[0].report for row in leading]
    places = {place for r in reports for place in (r.county, r.city, r.province)}
    none = [draft.name(r.name) for r in draft.plan.scope.regions if r.name not in places]
    lines.append(draft.text("areas.none", names=draft.say.list(none)) if none else "")
    return [*lines, draft.text("areas.first")]


def _see(draft: Draft, rows: Sequence[Row], place: int = 0, every: bool = False) -> str:
    """（见[1][2]）: the largest numbers behind a figure, or some of its zeros, with `every` both;
    `place` is that of the measure."""
    read = (row.values[place] for row in rows if len(row.values) > place)
    valued = [value for value in read if value.value is not None]
    telling = valued if every else [value for value in valued if value.value] or valued
    shown = "".join(marks(draft, value) for value in telling[:_CITED_PARTS])
    return draft.text("see", marks=shown) if shown else ""


def _is_rough(computed: Figure, rows: Sequence[Row]) -> bool:
    """Whether a number that the text gives as 约80 entered the figure."""
    read = [value for row in rows for value in row.values[:1]]
    rough = [v.value for v in read if v.statement is not None and v.statement.approx]
    if computed.kind == "median":
        return computed.value in rough
    return bool(rough) and computed.kind in ("sum", "mean", "max", "min")


def _total(draft: Draft, computed: Figure, see: str, rough: bool) -> str:
    measures = shown_measures(draft.plan)
    unit = measures[0].unit if measures else "份"
    unit = "份" if computed.kind == "count" else unit
    shown = figure(draft, computed, unit)
    given = {
        "scope": draft.name(draft.say.scope(draft.plan.scope)),
        "label": label(draft, measures[0]) if measures else "",
        "condition": condition(draft),
        "count": computed.count,
        "number": draft.text("approx", number=shown) if rough else shown,
        "marks": see,
    }
    if computed.kind in ("count", "share") and computed.operands:
        pooled = bool(measures) and measures[0].is_ratio and computed.kind == "share"
        given["part"], given["whole"] = (number(operand) for operand in computed.operands)
        if pooled:
            if measures[0].claim_over:
                names = claim_names(draft, measures[0])
                given["top"], given["bottom"] = (draft.text("stated.of", label=n) for n in names)
            else:
                given["top"] = draft.name(bracketed(draft.say.keys(measures[0].cells)))
                given["bottom"] = draft.name(draft.say.keys(measures[0].over, measures[0].minus))
            cases = is_of_handled(measures[0])
            lacking = "total.no_cases" if cases else "total.no_whole"
            return draft.text("total.pooled" if computed.value is not None else lacking, **given)
        if not draft.plan.conditions:
            return draft.text("total.held", **given)
        key = f"total.{computed.kind}"
        if computed.kind == "count" and computed.operands[1]:
            given["percent"] = percent(*computed.operands)
            key = "total.count_of"
        return draft.text(key, **given)
    if computed.value is None:
        return draft.text("total.none", **given)
    return draft.text(f"total.{computed.kind}", **given)


def _part(draft: Draft, found: Total) -> str:
    """其中鹿鸣街道15件[1]，占38.46%: the share that was asked for."""
    if found.part is None:
        return ""
    draft.value = found.share.value if found.share else None
    name = draft.name(found.part.report.full_name)
    shown = figure(draft, found.share, "%") if found.share else "—"
    return draft.text("part_of", name=name, part=short_value(draft, found.part), share=shown)


def _part_of_areas(draft: Draft, found: Total) -> list[str]:
    """占全县多少: the share of what a report on the whole area prints, beside that of the sum."""
    lines = []
    for row, share in zip(found.areas, found.area_shares, strict=False):
        given = {"name": name_year(draft, row), "whole": short_value(draft, row.values[0])}
        lines.append(draft.text("part_of_area", share=figure(draft, share, "%"), **given))
    return lines


def _areas(draft: Draft, found: Total) -> str:
    if not found.areas:
        return ""
    names = [f"{name_year(draft, row)} {short_value(draft, row.values[0])}" for row in found.areas]
    return draft.text("areas", names=draft.say.list(names))


def _parts(draft: Draft, found: Total, computed: Figure) -> str:
    """Who makes up the figure: non-zero contributions, the reports counted, the extreme ones."""
    if not found.rows:
        return ""
    if computed.kind in ("max", "min", "count", "share") and draft.plan.conditions:
        return set_listing(draft, found.rows, ranked=False)
    if computed.kind in ("max", "min"):
        return set_listing(draft, found.rows, ranked=False)
    weighty = [row for row in found.rows if row.values and row.values[0].value]
    if not weighty:
        return ""
    shown = [
        f"{name_year(draft, row)} {short_value(draft, row.values[0])}"
        for row in weighty[:_NAMED_PARTS]
    ]
    rest = draft.text("and_more", count=len(weighty)) if len(weighty) > _NAMED_PARTS else ""
    zeros = [row for row in found.rows if row.values and row.values[0].value == 0]
    words = draft.text("parts", names=draft.say.list(shown) + rest)
    return words + (
        draft.text("parts.zero", count=len(zeros), marks=_see(draft, zeros))
        if zeros and found.complete
        else draft.say.stop
    )


def _groups(draft: Draft, found: Total) -> str:
    """A figure a group with the number of reports it rests on; or one a measure."""
    measures = shown_measures(draft.plan)
    several = len(measures) > 1 and not draft.plan.group
    name = draft.name(draft.say.function(draft.plan, () if several else measures))
    behind = behind_groups(found, draft.plan) if draft.plan.group else {}
    lines = []
    for place, group in enumerate(found.groups):
        measure = measures[place] if several else measures[0] if measures else None
        words = draft.say.measure(measure) if several and measure else draft.say.group(group.label)
        computed = group.figure or Figure("count", 0)
        counting = computed.kind == "count"
        unit = "份" if counting or measure is None else measure.unit
        shown = figure(draft, computed, unit)
        if computed.operands and computed.kind == "share":
            part, whole = (number(operand) for operand in computed.operands)
            shown = draft.text("ratio.short", ratio=shown, fraction=f"{part}÷{whole}")
        rows = behind.get(group.label)
        shown += _some(draft, found.rows, place) if rows is None else _marks(draft, rows)
        count = computed.operands[1] if counting and computed.operands else computed.count
        label = draft.name(words or draft.text("unknown"))
        lines.append([label, shown, with_unit(draft, count, "份")])
    first = draft.say.header("measure" if several else "group")
    header = [*first, name, *draft.say.header("reports")]
    return "\n\n".join([name, set_rows(draft, header, lines)])


def _some(draft: Draft, rows: Sequence[Row], place: int) -> str:
    """（见[1][2][3]等）: `_see`, by a few where all are zeros."""
    zeros = [row for row in rows if len(row.values) > place and row.values[place].value == 0]
    read = [row for row in rows if len(row.values) > place and row.values[place].value is not None]
    if len(zeros) < len(read) or len(zeros) <= _CITED_ZEROS:
        return _see(draft, rows, place)
    shown = "".join(marks(draft, row.values[place]) for row in zeros[:_CITED_ZEROS])
    return draft.text("see.some", marks=shown)


def _marks(draft: Draft, rows: Sequence[Row]) -> str:
    """The marks of what is behind a group's figure, zeros last."""
    zeros_last = sorted(rows, key=lambda row: bool(row.values) and row.values[0].value == 0)
    return _see(draft, zeros_last, every=True)


def _apart(draft: Draft, found: Total) -> str:
    """街道比镇多11.4件: what two groups differ by."""
    if found.difference is None or found.difference.value is None:
        return ""
    measure, apart = draft.plan.measures[0], found.difference.value
    names = [draft.name(draft.say.group(g.label) or draft.text("unknown")) for g in found.groups]
    see = _see(draft, found.rows)
    name, other = names if apart > 0 else reversed(names)
    if not apart:
        return draft.text("groups.same", name=name, other=other, marks=see)
    unit = change_unit(measure)
    shown = with_unit(draft, abs(apart), unit)
    return draft.text("groups.more", name=name, other=other, difference=shown, marks=see)


def _lacking(draft: Draft, found: Total) -> str:
    """The kinds of body or the regions that were to be compared and have no report."""
    scope = draft.plan.scope
    labels = [group.label.removesuffix(UNSETTLED) for group in found.groups]
    regions = [region.label for region in scope.regions]
    asked = scope.body_types if draft.plan.group == "body_type" else regions
    missing = [name for name in asked if not any(label.endswith(name) for label in labels)]
    names = draft.say.list([draft.name(draft.say.group(name)) for name in missing])
    return draft.text("groups.lacking", names=names) if missing else ""
