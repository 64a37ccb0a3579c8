"""value, compare: numbers of named bodies, number first, then what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.compose_parts import (
    absences,
    body,
    change_unit,
    conflict,
    formula,
    label,
    line_name,
    marks,
    name_year_of,
    place_in_form,
    set_rows,
    short_value,
    telling,
    with_unit,
)
from assistant.draft import Draft
from assistant.evidence import (
    Conflict,
    Figure,
    Related,
    ReportRef,
    Row,
    Statement,
    ValueAt,
    Values,
    tidy,
)
from assistant.markdown import number
from assistant.measures import is_of_handled
from index.report import Number
from index.text import fold

_STATUTORY = {"narrative_mismatch": "text"}  # where the table is the statutory value
_FLAGGED = 5
_WARNED = 20
Conflicts = Mapping[int, Sequence[Conflict]]


def single(draft: Draft, value: ValueAt, beside: Related, conflicts: Conflicts) -> None:
    """One number of one report, with the cells and the words that belong to it."""
    flagged = {c for line in conflicts.values() for one in line for c in one.citations}
    said = [statement for statement in beside.statements if statement.citation not in flagged]
    draft.value = value.value
    draft.add(headline(draft, value))
    draft.add(_beside(draft, beside.values))
    draft.add(*_said(draft, value, said))
    if draft.plan.scope.area:  # asked whether it is the area's or the body's own
        key = "scope.area" if is_area(value.report) else "scope.body"
        draft.add(draft.text(key, name=name_year_of(draft, value.report)))
    flags(draft, conflicts)


def headline(draft: Draft, value: ValueAt) -> str:
    """The number of one report with its place, or why there is none."""
    given = {
        "body": body(draft, value.report),
        "year": value.report.year,
        "label": label(draft, value.measure),
        "place": place_in_form(draft, value),
    }
    if value.value is None:
        return _no_number(draft, value, given)
    shown = with_unit(draft, value.value, value.measure.unit)
    if value.measure.is_ratio:
        if any(said.approx for said in value.said):
            shown = draft.text("approx", number=shown)
        return draft.text("value.ratio", number=shown, formula=formula(draft, value), **given)
    if value.added:
        terms = [draft.quote(said.citation) for said in value.said]
        return draft.text("value.added", number=shown, terms=draft.say.list(terms), **given)
    if value.statement is not None:
        return _stated(draft, value.statement, shown, given)
    kind = "value.cell" if value.value else "value.zero" if len(value.parts) == 1 else "value.zeros"
    words = draft.text(kind, number=shown, marks=marks(draft, value), **given)
    return words + _sum_of(draft, value) + _as_printed(draft, value)


_PLAIN = re.compile(r"[-\d.,，．%％元万件条次份个项起例人(（)）\s]*")


def _as_printed(draft: Draft, value: ValueAt) -> str:
    """表中印的是“22（其中修订16件）”, where the cell holds more than its number."""
    raw = value.parts[0].raw if len(value.parts) == 1 else None
    if raw is None or _PLAIN.fullmatch(fold(raw)):
        return ""
    return draft.text("value.printed", raw=draft.name(" ".join(raw.split())))


def _sum_of(draft: Draft, value: ValueAt) -> str:
    """The non-zero rows of a sum over several rows or columns."""
    if len(value.parts) < 2 or not value.value:
        return ""
    terms = []
    for part in value.parts:
        if part.value:
            name = draft.name(draft.say.rows([part.key]))
            terms.append(f"{name}{number(part.value)}{draft.marks(telling([part]))}")
    rest = len(value.parts) - len(terms)
    return draft.text("sum_of", terms=draft.say.list(terms)) + (
        draft.text("rest_zero", count=rest) if rest else draft.say.stop
    )


_ROWS_TOLD = 3  # sums side by side whose rows are told as well


def _rows_of(draft: Draft, value: ValueAt) -> str:
    """（保护第三方合法权益1、属于行政执法案卷1）behind a sum of reasons."""
    rows = [part for part in value.parts if part.value]
    reasons = value.parts and all(part.key[1].startswith(_REASONS) for part in value.parts)
    if len(value.parts) < 2 or not rows or not reasons:
        return ""
    space = draft.say.space
    names = [f"{_reason(draft.say.rows([p.key]))}{space}{number(p.value or 0)}" for p in rows]
    return draft.text("rows_of", terms=draft.name(draft.say.list(names)))


_OF_GROUP = re.compile(r"[^（(:]+[（:]\s*(.+?)）?")


def _reason(name: str) -> str:
    """保护第三方合法权益 of 不予公开（保护第三方合法权益）."""
    inside = _OF_GROUP.fullmatch(name.strip())
    return inside[1] if inside else name.strip()


_REASONS = ("denied.", "unavailable.", "not_processed.", "other.")


def _stated(draft: Draft, said: Statement, shown: str, given: Mapping[str, object]) -> str:
    if said.denied:
        return draft.text("value.denied", number=shown, quote=draft.quote(said.citation), **given)
    if said.approx:
        shown = draft.text("approx", number=shown)
    words = draft.text(
        "value.stated",
        number=shown,
        marks=draft.marks([said.citation]),
        quote=draft.quote(said.citation),
        **given,
    )
    return words + (draft.text("includes_carried") if said.includes_carried else "")


def _no_number(draft: Draft, value: ValueAt, given: Mapping[str, object]) -> str:
    """One wording a kind of nothing; none of them is a 0."""
    if value.state == "no_cases":
        cases = is_of_handled(value.measure)
        key = "none.no_cases" if cases else "none.no_whole"
        return draft.text(key, formula=formula(draft, value), **given)
    lacking = [part for part in value.all_parts if part.state != "reported"]
    cited = draft.marks(telling(lacking[:1]))
    raw = draft.name(lacking[0].raw or "") if lacking else ""
    words = draft.text(f"none.{value.state}", marks=cited, raw=raw, **given)
    if value.at_least is not None:
        known = with_unit(draft, value.at_least, value.measure.unit)
        words += draft.text("none.at_least", number=known)
        words += draft.marks(telling(p for p in value.parts if p.value)) + draft.say.stop
    return words


def _beside(draft: Draft, others: Sequence[ValueAt]) -> str:
    """申请人：自然人1件[2]。办理结果：予以公开1件[3]。结转下年度0件[4]。"""
    groups: dict[str, list[str]] = {"applicants": [], "outcomes": [], "carried": []}
    for other in others:
        _, row, col = other.parts[0].key
        if row in ("carried_in", "carried_out"):
            group = "carried"
        else:
            group = "applicants" if col != "total" else "outcomes"
        if other.value or (group == "carried" and other.value == 0 and row == "carried_out"):
            name = draft.name(draft.say.rows([other.parts[0].key], by_column=group == "applicants"))
            shown = with_unit(draft, other.value, other.measure.unit)
            groups[group].append(f"{name}{shown}{marks(draft, other)}")
    return draft.say.space.join(
        draft.text(f"beside.{group}", terms=draft.say.list(terms))
        for group, terms in groups.items()
        if terms
    )


def _said(draft: Draft, value: ValueAt, statements: Sequence[Statement]) -> list[str]:
    """What the running text says of the same number; or its other counts, where it is silent."""
    lines = []
    if value.measure.claim:
        counted = [said for said in statements if said.value is not None and said.period == "year"]
        if counted:
            once = {said.citation.quote: said.citation for said in reversed(counted)}
            cited = tuple(reversed(once.values()))[:3]
            quotes = draft.say.list([draft.quote(citation) for citation in cited])
            lines.append(draft.text("only_says", quotes=quotes))
        return lines
    for said in statements[:3]:
        key = "text.says"
        if said.relative:
            key = "text.compares"
        elif said.period == "prior":
            key = "text.prior"
        elif value.value is not None and said.value == value.value:
            key = "text.same"
        lines.append(draft.text(key, quote=draft.quote(said.citation)))
    return ["".join(lines)] if lines else []


def in_yuan(draft: Draft, rows: Sequence[Row], apart: Figure | None = None) -> str:
    """The amounts in 万元 of the rows with what lies between two, or of the figures that they make,
    in 元."""
    if draft.plan.function and draft.value is not None:
        terms = [_yuan_of(draft, "", draft.value)]
    elif draft.plan.group:
        known = [row for row in draft.rows if row["value"] is not None]
        terms = [_yuan_of(draft, draft.name(row["issuer"]), row["value"]) for row in known]
    else:
        terms = [
            _yuan_of(draft, name, value.value, marks(draft, value))
            for row in rows[:_WARNED]
            for value in row.values
            if value.measure.unit == "万元" and value.value is not None
            for name in (name_year_of(draft, value.report) if len(rows) > 1 else "",)
        ]
    if apart is not None and apart.value is not None and len(terms) == len(rows):
        terms.append(_yuan_of(draft, draft.text("in_yuan.apart"), abs(apart.value)))
    return draft.text("in_yuan", terms=draft.say.list(terms)) if terms else ""


def _yuan_of(draft: Draft, name: str, amount: Number, cited: str = "") -> str:
    """1.26万元[1]＝12600元."""
    yuan = tidy(round(amount * _YUAN, 2))
    return draft.text("in_yuan.term", name=name, amount=number(amount), marks=cited, yuan=yuan)


_YUAN = 10_000


def several(
    draft: Draft, found: Values, beside: Mapping[int, Related], conflicts: Conflicts
) -> None:
    """Several measures or several bodies side by side."""
    draft.rows_of(found.rows)
    rows = found.rows
    if len(rows) == 1:
        report = rows[0].report
        if report is not None:
            draft.add(draft.text("of_body", body=body(draft, report), year=report.year))
        values = rows[0].values
        brief = len(values) <= _ROWS_TOLD
        told = [short_value(draft, v) + (_rows_of(draft, v) if brief else "") for v in values]
        lines = [[label(draft, v.measure), words] for v, words in zip(values, told, strict=True)]
        draft.add(set_rows(draft, draft.say.header("measure", "value"), lines))
    else:
        draft.add(_foremost(draft, rows), _side_by_side(draft, rows))
    for row in rows if len(rows) > 1 else ():
        if row.report is not None and row.report.rid in beside:
            words = "".join(_said(draft, row.values[0], beside[row.report.rid].statements))
            name = draft.name(row.report.body)
            draft.add(draft.text("of_row", name=name, text=words) if words else "")
    if found.difference is not None:
        draft.add(_difference(draft, rows, found))
    elif draft.plan.kind == "compare":
        draft.add(_incomparable(draft, rows))
    if draft.plan.also and len(draft.plan.measures) == 1 and len(rows) == 1:
        draft.value = rows[0].values[0].value  # the first reading is the answer, others beside it
    bases = {row.report.scope for row in rows if row.report}
    if len(bases) > 1:
        areas = [name_year_of(draft, r.report) for r in rows if r.report and is_area(r.report)]
        draft.add(draft.text("scopes_differ", names=draft.say.list(areas)))
    forms = {row.report.form for row in rows if row.report}
    if len(forms) > 1:
        draft.add(draft.text("forms_differ"))
    absences(draft, found.absent)
    flags(draft, conflicts)


def is_area(report: ReportRef | None) -> bool:
    """Whether the report gives the figures of its whole area."""
    return report is not None and report.scope == "area"


def _side_by_side(draft: Draft, rows: Sequence[Row]) -> str:
    measures = [value.measure for value in rows[0].values]
    lines = []
    for row in rows:
        name = line_name(draft, row.report) if row.report else draft.name(row.label)
        year = row.report.year if row.report else ""
        values = [short_value(draft, value) for value in row.values]
        lines.append([draft.text("name_year", name=name, year=year), *values])
    names = [label(draft, measure) for measure in measures]
    heading = draft.text("list.of", labels=draft.say.list(names)) if len(lines) <= 3 else ""
    header = [*draft.say.header("body"), *names]
    return "\n\n".join(part for part in (heading, set_rows(draft, header, lines)) if part)


def _difference(draft: Draft, rows: Sequence[Row], found: Values) -> str:
    first, second = (value for row in rows for value in row.values)
    if found.difference is None or found.difference.value is None:
        return ""
    larger, smaller = first, second
    if (first.value or 0) < (second.value or 0):
        larger, smaller = second, first
    unit = change_unit(first.measure)
    if larger.value == smaller.value:
        same = with_unit(draft, larger.value, larger.measure.unit)
        cited = marks(draft, first) + marks(draft, second)
        return draft.text("compare.same", number=same, marks=cited)
    given = {
        "difference": with_unit(draft, abs(found.difference.value), unit),
        "larger": _again(draft, larger),
        "smaller": _again(draft, smaller),
    }
    if len(rows) == 1:
        name, other = label(draft, larger.measure), label(draft, smaller.measure)
        labels = {"larger_label": name, "smaller_label": other}
        more = draft.text("compare.measures", **labels, **given)
    else:
        name, other = _short(draft, larger, smaller), _short(draft, smaller, larger)
        more = draft.text("compare.more", name=name, other=other, **given)
    if found.times is None or found.times.value is None or first.measure.is_ratio:
        return more
    times = draft.text("compare.times", times=number(found.times.value), other=other)
    return draft.say.space.join((more, times))


def _again(draft: Draft, value: ValueAt) -> str:
    """A number said before; a ratio without the marks of its operands, which it is not."""
    return number(value.value) + ("" if value.measure.is_ratio else marks(draft, value))


def _short(draft: Draft, one: ValueAt, other: ValueAt) -> str:
    """A body's short name, unless the other one has the same."""
    same = one.report.body == other.report.body
    return draft.name(one.report.full_name if same else one.report.body)


def _foremost(draft: Draft, rows: Sequence[Row]) -> str:
    """最少的是枫渡镇：74条: the first of several bodies put in order, with those that share it."""
    order = draft.plan.order
    known = [row.values[0] for row in rows if row.values and row.values[0].value is not None]
    if draft.plan.kind != "compare" or order is None or len(rows) < 3 or len(known) < 2:
        return ""
    first = known[0]
    same = [value for value in known if value.value == first.value]
    names = draft.say.list([name_year_of(draft, value.report) for value in same])
    kind = "rate" if first.measure.is_ratio else "count"
    key = f"foremost.{kind}_{'high' if order.descending else 'low'}"
    return draft.text(key, names=names, number=short_value(draft, first))


def _incomparable(draft: Draft, rows: Sequence[Row]) -> str:
    lacking = [row for row in rows if row.values and row.values[0].value is None and row.report]
    if not lacking:
        return ""
    names = [draft.name(row.report.body) for row in lacking if row.report]
    known = len(rows) - len(lacking)
    return draft.text("incomparable" if known < 2 else "not_compared", names=draft.say.list(names))


def left_out(draft: Draft, found: Sequence[Conflict]) -> None:
    """Reports that a condition leaves out by their table, while their text would let them in."""
    for one in found:
        name = name_year_of(draft, one.report)
        draft.add(draft.text("flag.left_out", name=name, text=conflict(draft, one)))
        draft.warnings.append(
            draft.text(
                "warning.of", name=one.report.full_name, year=one.report.year, text=one.detail
            )
        )


def flags(draft: Draft, conflicts: Conflicts) -> None:
    """Contradictions with both sides cited; also as warnings. Beside a single report all of them,
    in a list those between text and table, and only so many: the rest are warnings."""
    found = [one for line in conflicts.values() for one in line]
    alone = len(conflicts) == 1
    said = [one for one in found if alone or one.rule in _STATUTORY][:_FLAGGED]
    for one in said:
        kind = _STATUTORY.get(one.rule, "sum")
        text = conflict(draft, one)
        if len(draft.rows) > 1:
            text = draft.text("flag.of", name=name_year_of(draft, one.report), text=text)
        draft.add(draft.text(f"flag.{kind}", text=text))
    for one in found[:_WARNED]:
        name, year = one.report.full_name, one.report.year
        draft.warnings.append(draft.text("warning.of", name=name, year=year, text=one.detail))
    if len(found) > _WARNED:
        draft.warnings.append(draft.text("warning.more", count=len(found)))
