"""list, rank, aggregate, quality, corpus: complete rows, one figure, and the population."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.compose_parts import (
    SHOWN_ROWS,
    conflict,
    figure,
    label,
    line_name,
    marks,
    population,
    set_rows,
    short_value,
    with_unit,
)
from assistant.compose_values import Conflicts, flags
from assistant.draft import Draft
from assistant.evidence import Check, Corpus, Figure, Findings, Listing, Row, Total, tidy
from assistant.lookup_lists import shown_measures
from assistant.markdown import number

_NAMED_PARTS = 10  # contributions to a sum that are named
_CITED_PARTS = 60  # and those that are cited


def listing(draft: Draft, found: Listing, conflicts: Conflicts) -> None:
    """Every matching report with its numbers, in order; ranks where a ranking was asked for."""
    draft.rows_of(found.rows)
    ranked = draft.plan.kind == "rank"
    draft.add(_listing_head(draft, len(found.rows)))
    draft.add(_rows(draft, found.rows, ranked) if found.rows else "")
    if found.tied_out:
        value = found.rows[-1].values[0] if found.rows else None
        shown = number(value.value) if value else "0"
        draft.add(draft.text("tied_out", count=found.tied_out, number=shown))
    if len(found.rows) > SHOWN_ROWS:
        draft.add(draft.text("more_rows", shown=SHOWN_ROWS, count=len(found.rows)))
    population(draft, found.population)
    flags(draft, conflicts)


def _listing_head(draft: Draft, count: int) -> str:
    given = {"count": count, "scope": draft.name(draft.say.scope(draft.plan.scope))}
    if draft.plan.kind == "rank":
        order = draft.name(draft.say.order(draft.plan))
        return draft.text("rank.head", order=order, **given)
    condition = _condition(draft)
    key = "list.none" if not count else "list.head" if condition else "list.all"
    return draft.text(key, condition=condition, **given)


def _condition(draft: Draft) -> str:
    return draft.name(draft.say.conditions(draft.plan))


def _rows(draft: Draft, rows: Sequence[Row], ranked: bool) -> str:
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
        line = [_name(draft, row), *(short_value(draft, value) for value in row.values)]
        if row.figure is not None:
            line.append(_signed(draft, row.figure))
        lines.append([str(place), *line] if ranked else line)
    return set_rows(draft, header if not ranked or not draft.plan.change else ["#", *header], lines)


def _signed(draft: Draft, change: Figure) -> str:
    shown = figure(draft, change, draft.plan.measures[0].unit)
    return f"+{shown}" if (change.value or 0) > 0 else shown


def _name(draft: Draft, row: Row) -> str:
    if row.report is None:
        return draft.name(row.label)
    return draft.text("name_year", name=line_name(draft, row.report), year=row.report.year)


def _ranks(rows: Sequence[Row]) -> list[int]:
    """1, 2, 2, 4: equal numbers share a place."""
    places: list[int] = []
    before = None
    for position, row in enumerate(rows, start=1):
        found = row.figure.value if row.figure else row.values[0].value
        places.append(places[-1] if places and found == before else position)
        before = found
    return places


def total(draft: Draft, found: Total, conflicts: Conflicts) -> None:
    """One figure with its formula and its largest parts; or one figure a group."""
    if draft.plan.group or len(found.groups) > 1:
        draft.rows_of(found.groups)
        draft.add(_groups(draft, found))
    else:
        draft.rows_of(found.rows)
        computed = found.groups[0].figure or Figure("count", 0)
        draft.value = computed.value
        draft.add(_total(draft, computed, _see(draft, found.rows)))
        draft.add(_parts(draft, found, computed))
    population(draft, found.population, matched=bool(draft.plan.conditions))
    flags(draft, conflicts)


def _see(draft: Draft, rows: Sequence[Row]) -> str:
    """（见[1][2]）: the largest numbers behind a figure, or some of its zeros."""
    valued = [row.values[0] for row in rows if row.values and row.values[0].value is not None]
    telling = [value for value in valued if value.value] or valued
    shown = "".join(marks(draft, value) for value in telling[:_CITED_PARTS])
    return draft.text("see", marks=shown) if shown else ""


def _total(draft: Draft, computed: Figure, see: str) -> str:
    measures = shown_measures(draft.plan)
    unit = measures[0].unit if measures else "份"
    unit = "份" if computed.kind == "count" else unit
    given = {
        "scope": draft.name(draft.say.scope(draft.plan.scope)),
        "label": label(draft, measures[0]) if measures else "",
        "condition": _condition(draft),
        "count": computed.count,
        "number": figure(draft, computed, unit),
        "marks": see,
    }
    if computed.kind in ("count", "share") and computed.operands:
        pooled = bool(measures) and measures[0].is_ratio and computed.kind == "share"
        given["part"], given["whole"] = (number(operand) for operand in computed.operands)
        if pooled:
            given["top"] = draft.name(draft.say.keys(measures[0].cells))
            given["bottom"] = draft.name(draft.say.keys(measures[0].over, measures[0].minus))
            return draft.text(
                "total.pooled" if computed.value is not None else "total.no_cases", **given
            )
        if not draft.plan.conditions:
            return draft.text("total.held", **given)
        key = f"total.{computed.kind}"
        if computed.kind == "count" and computed.operands[1]:
            given["percent"] = tidy(round(100 * computed.operands[0] / computed.operands[1], 2))
            key = "total.count_of"
        return draft.text(key, **given)
    if computed.value is None:
        return draft.text("total.none", **given)
    return draft.text(f"total.{computed.kind}", **given)


def _parts(draft: Draft, found: Total, computed: Figure) -> str:
    """Who makes up the figure: non-zero contributions, the reports counted, the extreme ones."""
    if not found.rows:
        return ""
    if computed.kind in ("max", "min", "count", "share") and draft.plan.conditions:
        return _rows(draft, found.rows, ranked=False)
    if computed.kind in ("max", "min"):
        return _rows(draft, found.rows, ranked=False)
    weighty = [row for row in found.rows if row.values and row.values[0].value]
    if not weighty:
        return ""
    shown = [
        f"{_name(draft, row)} {short_value(draft, row.values[0])}" for row in weighty[:_NAMED_PARTS]
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
    measures = shown_measures(draft.plan)
    unit = measures[0].unit if measures else "份"
    lines = []
    for group in found.groups:
        computed = group.figure or Figure("count", 0)
        shown = figure(draft, computed, "份" if computed.kind == "count" else unit)
        if computed.operands and computed.kind == "share":
            part, whole = (number(operand) for operand in computed.operands)
            shown = draft.text("ratio.short", ratio=shown, fraction=f"{part}÷{whole}")
        reports = (
            computed.operands[1]
            if computed.kind == "count" and computed.operands
            else computed.count
        )
        lines.append(
            [draft.name(draft.say.group(group.label)), shown, with_unit(draft, reports, "份")]
        )
    several = len(measures) > 1 and not draft.plan.group
    name = draft.name(draft.say.function(draft.plan, () if several else measures))
    return "\n\n".join(
        [
            name,
            set_rows(
                draft, [*draft.say.header("group"), name, *draft.say.header("reports")], lines
            ),
        ]
    )


def findings(draft: Draft, found: Findings) -> None:
    """Each finding with its formula and its cells; a soft one is a hint."""
    seen: dict[str, Row] = {}
    for item in found.items:
        seen.setdefault(item.report.report_id, Row((), item.report))
    draft.rows_of(list(seen.values()))
    if not found.items:
        draft.add(draft.text("findings.none", rules=draft.name(draft.say.rules(draft.plan.rules))))
        draft.add("\n".join(_kept(draft, check) for check in found.passed))
    else:
        draft.add(draft.text("findings.head", reports=len(seen)))
        lines = [
            "- "
            + draft.text(
                "findings.one",
                name=_name(draft, Row((), item.report)),
                text=conflict(draft, item),
                soft=draft.text("soft") if item.soft else "",
            )
            for item in found.items[:SHOWN_ROWS]
        ]
        draft.add("\n".join(lines))
        if len(found.items) > SHOWN_ROWS:
            draft.add(draft.text("more_rows", shown=SHOWN_ROWS, count=len(found.items)))
        draft.add(draft.text("findings.note"))
    population(draft, found.population)


def _kept(draft: Draft, check: Check) -> str:
    """对得上: 1[1]＋0[2]＝1[3]＋0[4]."""
    sides = [
        "＋".join(f"{number(p.value)}{draft.marks([p.citation])}" for p in side if p.citation)
        for side in (check.left, check.right)
    ]
    name = _name(draft, Row((), check.report))
    formula = draft.name(check.formula)
    return "- " + draft.text("findings.kept", name=name, formula=formula, sides="＝".join(sides))


def corpus(draft: Draft, found: Corpus) -> None:
    """What is held, counted; reports by name where they were asked for."""
    draft.rows_of(found.rows)
    draft.population = found.population
    held, aspect = found.population.held, draft.plan.aspect or "count"
    if aspect == "count" and not draft.plan.group:
        draft.value = held
    if aspect == "places" and draft.plan.scope.bodies:
        draft.add("\n".join(_places(draft, found.rows)))
        return
    given = {"count": held, "scope": draft.name(draft.say.scope(draft.plan.scope))}
    draft.add(draft.text(f"corpus.{aspect}", **given))
    for part in found.parts if held else ():
        named = [
            draft.text("corpus.part", name=_counted(draft, part.by, label), count=count)
            for label, count in part.counts
        ]
        draft.add(draft.text(f"corpus.by.{part.by}", names=draft.say.list(named)))
    if found.rows:
        lines = [_name(draft, row) for row in found.rows[:SHOWN_ROWS]]
        draft.add("\n".join(f"- {line}" for line in lines))
        if len(found.rows) > SHOWN_ROWS:
            draft.add(draft.text("more_rows", shown=SHOWN_ROWS, count=len(found.rows)))


def _counted(draft: Draft, by: str, label: str) -> str:
    shown = draft.say.group(label or draft.text("unknown"))
    return draft.name(draft.text("form_name", form=shown) if by == "form" else shown)


def _places(draft: Draft, rows: Sequence[Row]) -> list[str]:
    """Each body with the place its report gives, as far as it gives one."""
    by_body: dict[str, list[Row]] = {}
    for row in rows:
        if row.report is not None:
            by_body.setdefault(row.report.body_key, []).append(row)
    lines = []
    for found in by_body.values():
        report = found[-1].report
        years = draft.say.list([str(row.report.year) for row in found if row.report])
        draft.counts.update(row.report.year for row in found if row.report and row.report.year)
        if report is not None:
            place = draft.name(report.place or draft.text("unknown"))
            name = draft.name(report.body)
            lines.append("- " + draft.text("corpus.place", name=name, place=place, years=years))
    return lines
