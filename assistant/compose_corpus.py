"""quality: findings with their cells; corpus: what is held."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.compose_lists import name_year
from assistant.compose_parts import (
    SHOWN_ROWS,
    conflict,
    population,
    unplaced,
)
from assistant.draft import Draft
from assistant.evidence import Check, Corpus, Findings, Row, percent
from assistant.markdown import number
from assistant.plan import CELL_RULES

_HELD = ("help.proactive", "help.requests", "help.disputes", "help.words")
_ASKED = ("help.list", "help.rank", "help.change", "help.mention", "help.problems", "help.check")
_FEW = 8  # reports named below their number, where the number was asked for


def findings(draft: Draft, found: Findings) -> None:
    """Each finding with its formula and its cells; a soft one is a hint."""
    if draft.plan.negated:
        _sound(draft, found)
    seen: dict[str, Row] = {}
    for item in found.items:
        seen.setdefault(item.report.report_id, Row((), item.report))
    if not draft.plan.negated:
        draft.rows_of(list(seen.values()))
    if not found.items:
        none = "findings.no_cells" if _of_cells(draft) else "findings.none"
        draft.add(draft.text(none, rules=_rules(draft)))
        draft.add("\n".join(_kept(draft, check) for check in found.passed))
    else:
        head = "findings.cells" if _of_cells(draft) else "findings.head"
        draft.add(draft.text(head, reports=len(seen)))
        lines = [
            "- "
            + draft.text(
                "findings.one",
                name=name_year(draft, Row((), item.report)),
                text=conflict(draft, item),
                soft=draft.text("soft") if item.soft else "",
            )
            for item in found.items[:SHOWN_ROWS]
        ]
        draft.add("\n".join(lines))
        if len(found.items) > SHOWN_ROWS:
            draft.add(draft.text("more_rows", shown=SHOWN_ROWS, count=len(found.items)))
        if draft.plan.rules == ("blank_cells",) and len(found.items) > 1:
            draft.add(draft.text("findings.blank", cells=found.blank))
        if not _of_cells(draft):
            draft.add(draft.text("findings.note"))
    plain = draft.plan.negated or _of_cells(draft)
    population(draft, found.population, "population" if plain else "population.findings")


def _of_cells(draft: Draft) -> bool:
    """Whether it asks for cells in a state, which is no error."""
    return bool(draft.plan.rules) and set(draft.plan.rules) <= CELL_RULES.keys()


def _sound(draft: Draft, found: Findings) -> None:
    """The reports without a finding, counted over those that can be checked, before the others."""
    rows = [Row((), report) for report in found.sound]
    draft.rows_of(rows)
    if draft.plan.function == "count":
        draft.value = len(rows)
    given = {"count": len(rows), "readable": found.population.readable}
    draft.add(draft.text("findings.sound", rules=_rules(draft), **given))
    lines = [f"- {name_year(draft, row)}" for row in rows[:SHOWN_ROWS]]
    draft.add("\n".join(lines))
    if len(rows) > SHOWN_ROWS:
        draft.add(draft.text("more_rows", shown=SHOWN_ROWS, count=len(rows)))


def _rules(draft: Draft) -> str:
    """What was checked, of the measures that were named."""
    measures = draft.say.list([draft.say.measure(measure) for measure in draft.plan.measures])
    return draft.name(f"{measures}{draft.say.space}{draft.say.rules(draft.plan.rules)}".strip())


def _kept(draft: Draft, check: Check) -> str:
    """对得上: 1[1]＋0[2]＝1[3]＋0[4]."""
    sides = [
        "＋".join(f"{number(p.value)}{draft.marks([p.citation])}" for p in side if p.citation)
        for side in (check.left, check.right)
    ]
    name = name_year(draft, Row((), check.report))
    formula = draft.name(check.formula)
    return "- " + draft.text("findings.kept", name=name, formula=formula, sides="＝".join(sides))


def corpus(draft: Draft, found: Corpus) -> None:
    """What is held, counted; reports by name where they were asked for."""
    draft.rows_of(found.rows)
    draft.population = found.population
    held, aspect = found.population.held, draft.plan.aspect or "count"
    counted = draft.plan.function == "count"
    if (aspect == "count" and not draft.plan.group) or (aspect == "reports" and counted):
        draft.value = held
    if aspect == "places" and draft.plan.scope.bodies:
        draft.add("\n".join(_places(draft, found.rows)))
        return
    if aspect in ("several", "single"):
        _by_years(draft, found.rows)
        return
    given: dict[str, Any] = {
        "count": held,
        "scope": draft.name(draft.say.scope(draft.plan.scope)),
    }
    if draft.plan.scope.area or draft.plan.negated:
        given["scope"] += draft.text("corpus.own" if draft.plan.negated else "corpus.area")
    if aspect == "bodies":
        given["bodies"] = len({row.report.body_key for row in found.rows if row.report})
        draft.value = given["bodies"] if counted else None
    if aspect == "years":
        given["years"] = sum(len(part.counts) for part in found.parts if part.by == "year")
        draft.value = given["years"] if counted else None
    if aspect == "places" and draft.plan.group:
        draft.value = sum(bool(name) for part in found.parts for name, _ in part.counts)
        shown = {"count": draft.value, "level": draft.say.level(draft.plan.group)}
        draft.add(draft.text("corpus.regions", **shown))
    if aspect == "share":
        share = percent(held, found.whole)
        draft.value = None if draft.plan.group else share
        given |= {"whole": found.whole, "percent": share}
    if aspect == "unplaced":
        draft.value = held
        given["level"] = draft.say.level(str(draft.plan.group))
    if aspect == "formats" and draft.plan.term:
        draft.value = held
        given["scope"] += draft.name(draft.text("corpus.format", format=draft.plan.term))
    if aspect == "help":
        draft.add(draft.text("help.what"))
        draft.add("\n".join(f"- {draft.text(key)}" for key in _HELD))
        draft.add(draft.text("help.ask"))
        draft.add("\n".join(f"- {draft.text(key)}" for key in _ASKED))
        draft.add(draft.text("help.table"))
    draft.add(draft.text(f"corpus.{aspect}", **given))
    for part in found.parts if held else ():
        named = [
            draft.text("corpus.part", name=_counted(draft, part.by, label), count=count)
            + _share(draft, count, found.whole)
            for label, count in part.counts
        ]
        draft.add(draft.text(f"corpus.by.{part.by}", names=draft.say.list(named)))
    draft.add(unplaced(draft, found.population).strip())
    if found.span:
        draft.add(_gaps(draft, found))
    if found.rows and (aspect in ("reports", "bodies", "unplaced") or len(found.rows) <= _FEW):
        lines = [name_year(draft, row) for row in found.rows[:SHOWN_ROWS]]
        draft.add("\n".join(f"- {line}" for line in lines))
        if len(found.rows) > SHOWN_ROWS:
            draft.add(draft.text("more_rows", shown=SHOWN_ROWS, count=len(found.rows)))


def _share(draft: Draft, count: int, whole: int) -> str:
    """（45%）, where shares of all reports are asked for."""
    return draft.text("corpus.part_share", percent=percent(count, whole)) if whole else ""


def _by_years(draft: Draft, rows: Sequence[Row]) -> None:
    """Each body with the years that are held of it."""
    years: dict[str, list[int]] = {}
    names: dict[str, str] = {}
    for row in rows:
        if row.report is not None:
            names[row.report.body_key] = row.report.full_name
            years.setdefault(row.report.body_key, []).extend([row.report.year or 0])
    if draft.plan.function == "count":
        draft.value = len(years)
    scope = draft.name(draft.say.scope(draft.plan.scope))
    least = draft.plan.limit or 1
    given = {"count": len(years), "scope": scope, "least": least}
    key = draft.plan.aspect if least > 1 or draft.plan.aspect == "single" else "year_counts"
    draft.add(draft.text(f"corpus.{key}", **given))
    lines = []
    for body, held in list(years.items())[:SHOWN_ROWS]:
        draft.counts.update(held)
        said = draft.say.list([str(year) for year in sorted(set(held)) if year])
        line = {"name": draft.name(names[body]), "years": said, "count": len(set(held))}
        lines.append("- " + draft.text("corpus.body_years", **line))
    draft.add("\n".join(lines))
    if len(years) > SHOWN_ROWS:
        draft.add(draft.text("more_rows", shown=SHOWN_ROWS, count=len(years)))


def _gaps(draft: Draft, found: Corpus) -> str:
    """Which years of the corpus the scope lacks."""
    first, last = found.span
    draft.counts.update((first, last, *found.gaps))
    if not found.gaps:
        return draft.text("corpus.no_gaps", first=first, last=last)
    years = draft.say.list([str(year) for year in found.gaps])
    return draft.text("corpus.gaps", first=first, last=last, years=years)


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
            line = "- " + draft.text("corpus.place", name=name, place=place, years=years)
            lacking = [lv for lv in ("province", "city") if not getattr(report, lv)]
            if lacking and report.county:
                levels = draft.say.list([draft.say.level(level) for level in lacking])
                line += draft.text("corpus.place_lacks", levels=levels)
            lines.append(line)
    return lines
