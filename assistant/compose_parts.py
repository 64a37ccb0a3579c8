"""Pieces that every kind of answer is made of: numbers with units, labels, names, populations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.draft import Draft
from assistant.evidence import (
    Absent,
    Citation,
    Conflict,
    Figure,
    Part,
    Population,
    ReportRef,
    Statement,
    Unjudged,
    ValueAt,
)
from assistant.markdown import number, table
from assistant.measures import measure as named
from assistant.plan import Measure
from index.form import TABLES, split_key
from index.report import Number

SHOWN_ROWS = 200  # longer lists are complete in `rows`; the page and the terminal show this many
_NAMED_UNJUDGED = 10
_LINES = 3  # more rows than this are set as a table
_MARKS_OF_ZERO = 1  # a sum of printed zeros is shown by one of them


def with_unit(draft: Draft, value: Number | None, unit: str) -> str:
    """ "6件", "60%", "1.26万元"; in English the unit's word."""
    return f"{number(value)}{draft.say.unit(unit)}"


def body(draft: Draft, report: ReportRef) -> str:
    """The body's short name with its place: 悦庄镇（山东省淄博市沂源县）."""
    if not report.place or report.place in report.body:
        return draft.name(report.full_name)
    return draft.name(draft.text("body", body=report.body, place=report.place))


def line_name(draft: Draft, report: ReportRef) -> str:
    """The full name for lists: 沂源县悦庄镇人民政府."""
    return draft.name(report.full_name)


def name_year_of(draft: Draft, report: ReportRef) -> str:
    """南屏县人民政府2024年."""
    return draft.text("name_year", name=line_name(draft, report), year=report.year)


def label(draft: Draft, measure: Measure) -> str:
    """What the measure is called in the plan's language."""
    return draft.name(draft.say.measure(measure))


def place_in_form(draft: Draft, value: ValueAt) -> str:
    """The printed row and column of a single cell, the rows of a sum, or the section of a text."""
    if value.statement is not None:
        return draft.name(draft.text("in_text", section=value.statement.citation.section))
    lacking = [part.key for part in value.all_parts if part.state != "reported"]
    keys = lacking[:1] or [part.key for part in value.parts]
    keys = keys or [split_key(key) for key in value.measure.cells]
    if not keys:
        return ""
    shown = TABLES[keys[0][0]]
    if len(keys) == 1:
        row, col = shown.row(keys[0][1]), shown.col(keys[0][2])
        words = draft.text("cell", table=shown.number, row=row.printed, col=col.label)
    else:
        words = draft.text("cells", table=shown.number, count=len(keys))
    return draft.name(words)


def telling(parts: Iterable[Part]) -> list[Citation]:
    """The citations that show a sum: its non-zero cells, or one zero where all are zero."""
    cited = [part for part in parts if part.citation is not None]
    chosen = [part for part in cited if part.value != 0] or cited[:_MARKS_OF_ZERO]
    return [part.citation for part in chosen if part.citation is not None]


def marks(draft: Draft, value: ValueAt) -> str:
    """The marks that stand behind a value."""
    if value.statement is not None:
        return draft.marks([said.citation for said in value.said])
    groups = (value.parts, value.over, value.minus)
    return draft.marks(citation for group in groups for citation in telling(group))


def short_value(draft: Draft, value: ValueAt) -> str:
    """A value in a table or a list: "6件[1]", "约80条[2]", "60%（3÷5）[3][4]", "留空[5]"."""
    if value.value is None:
        words = draft.text(f"state.{value.state}")
        if value.at_least is not None:
            words = draft.text(
                "at_least", number=with_unit(draft, value.at_least, value.measure.unit)
            )
            return words + draft.marks(telling(p for p in value.parts if p.value is not None))
        lacking = [part for part in value.all_parts if part.state != "reported"]
        return words + draft.marks(telling(lacking[:1]))
    shown = with_unit(draft, value.value, value.measure.unit)
    if any(said.approx for said in value.said):
        shown = draft.text("approx", number=shown)
    if value.measure.is_ratio:
        if value.statement is not None and value.whole is not None:
            top, bottom = (f"{number(s.value)}{draft.marks([s.citation])}" for s in value.said)
            return draft.text("ratio.short", ratio=shown, fraction=f"{top}÷{bottom}")
        fraction = f"{_sum_marked(draft, value.parts)}÷{_denominator(draft, value)}"
        return draft.text("ratio.short", ratio=shown, fraction=fraction)
    return shown + marks(draft, value)


def _sum_marked(draft: Draft, parts: Sequence[Part]) -> str:
    known = sum(part.value for part in parts if part.value is not None)
    return number(known) + draft.marks(telling(parts))


def _denominator(draft: Draft, value: ValueAt) -> str:
    whole = _sum_marked(draft, value.over)
    return f"({whole}−{_sum_marked(draft, value.minus)})" if value.minus else whole


def formula(draft: Draft, value: ValueAt) -> str:
    """予以公开3件[1]÷办理结果总计5件[2]×100%, operands named and cited."""
    if value.whole is not None:
        top, bottom = (_said_operand(draft, said) for said in value.said)
        return f"{top}÷{bottom}×100%"
    top = _operand(draft, value.parts)
    bottom = _operand(draft, value.over)
    if value.minus:
        bottom = f"（{bottom}−{_operand(draft, value.minus)}）"
    return f"{top}÷{bottom}×100%"


def claim_names(draft: Draft, measure: Measure) -> tuple[str, str]:
    """What the two numbers of the text are called whose ratio `measure` is."""
    top, bottom = (label(draft, named(f"claim:{field}")) for field in measure.claims)
    return top, bottom


def _said_operand(draft: Draft, said: Statement) -> str:
    """正文所述政府网站发布条数121[1]."""
    name = draft.text("stated.of", label=label(draft, named(f"claim:{said.field}")))
    return f"{name}{draft.say.space}{number(said.value)}{draft.marks([said.citation])}"


def _operand(draft: Draft, parts: Sequence[Part]) -> str:
    name = draft.say.rows([part.key for part in parts])
    return f"{draft.name(bracketed(name))}{_sum_marked(draft, parts)}"


def bracketed(name: str) -> str:
    """A sum in brackets, so that its number is not taken for the last summand's."""
    return f"（{name}）" if "＋" in name else name


def set_rows(draft: Draft, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Up to three rows as lines, more as a table."""
    if len(rows) > _LINES:
        names = draft.say.header("rank", "measure", "year", "group")
        return table(header, rows, left=sum(title in names for title in header))
    plain = draft.say.header("rank", "value", "step", "change", "reports")
    named = [title for title in header[1:] if title not in plain]
    lines = []
    for first, *cells in rows:
        said = [
            f"{title} {cell}" if len(named) > 1 and title in named else cell
            for title, cell in zip(header[1:], cells, strict=True)
            if cell != "—"
        ]
        lines.append("- " + draft.say.join([first, *said]))
    return "\n".join(lines)


def population(draft: Draft, found: Population, line: str = "population") -> None:
    """The population line, worded as `line`, and the reports that could not be judged, each with
    its reason."""
    draft.population = found
    words = draft.text(
        line,
        scope=draft.name(draft.say.scope(draft.plan.scope)),
        held=found.held,
        readable=found.readable,
        matched=found.matched,
    )
    if found.unjudged:
        names = _by_reason(draft, found.unjudged)
        words += draft.text("unjudged", count=len(found.unjudged), names=names)
    if found.area_excluded:
        words += draft.text("area_excluded", count=found.area_excluded)
    draft.add(words + unplaced(draft, found))


def unplaced(draft: Draft, found: Population) -> str:
    """The reports that may lie in the region asked for or not, "" where there are none."""
    if not found.unplaced:
        return ""
    regions = [draft.name(region.label) for region in draft.plan.scope.regions]
    level = draft.say.level(draft.plan.scope.regions[0].told_by)
    names = draft.say.list(regions)
    return draft.text("not_placed", count=found.unplaced, level=level, names=names)


def _by_reason(draft: Draft, open_: Sequence[Unjudged]) -> str:
    """A（表三缺失）；B、C（正文未说明）: the reports of one reason together, the first by name."""
    groups: dict[str, list[Unjudged]] = {}
    for item in open_:
        groups.setdefault(item.reason, []).append(item)
    parts = []
    for reason, items in groups.items():
        names = [name_year_of(draft, item.report) for item in items[:_NAMED_UNJUDGED]]
        more = draft.text("and_more", count=len(items)) if len(items) > len(names) else ""
        shown = draft.name(draft.say.reason(reason))
        parts.append(draft.text("unjudged.one", names=draft.say.list(names) + more, reason=shown))
    return draft.say.semicolon.join(parts)


def absences(draft: Draft, missing: Sequence[Absent]) -> None:
    """One line for each body or year that is not held, with the years that are."""
    for item in missing:
        name = draft.name(item.name)
        if item.year is None:
            draft.add(draft.text("absent.body", name=name))
        elif not item.name:
            draft.add(draft.text("absent.year", year=item.year))
        elif item.held_years:
            years = draft.say.list([str(year) for year in item.held_years])
            draft.add(draft.text("absent.of", name=name, year=item.year, held=years))


def conflict(draft: Draft, found: Conflict) -> str:
    """A finding with its places: 列勾稽不平…：…[1][2]."""
    rule = draft.name(draft.say.rule(found.rule))
    detail = draft.name(found.detail)
    return draft.text("conflict", rule=rule, detail=detail) + draft.marks(found.citations)


def change_unit(measure: Measure) -> str:
    """The unit of a difference: shares differ by percentage points."""
    return "个百分点" if measure.is_ratio else measure.unit


def figure(draft: Draft, found: Figure, unit: str) -> str:
    """A computed number with its unit, or why there is none."""
    if found.value is None:
        return draft.name(draft.say.why(found.reason))
    percent = found.kind in ("share", "growth")
    return with_unit(draft, found.value, "%" if percent else unit)


def none_listed(draft: Draft, population: Population) -> str:
    """That no report meets the conditions, or that none of them can be judged or put in order."""
    scope = draft.name(draft.say.scope(draft.plan.scope))
    ordered = not draft.plan.conditions and draft.plan.change is None
    if ordered and draft.plan.measures:
        asked = label(draft, draft.plan.measures[0])  # the one that decides
        return draft.text("list.ungiven", scope=scope, label=asked)
    judged = population.readable or not population.held
    met = draft.name(draft.say.conditions(draft.plan))
    return draft.text("list.none" if judged else "list.unjudged", scope=scope, condition=met)
