"""Rules that a named body keeps: a question whether figures agree is answered with the figures."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, and_, bindparam, select

from assistant.evidence import Check, Part, ReportRef
from assistant.lookup_measure import Frame
from assistant.lookup_read import Texts, read_cells
from assistant.lookup_scope import ref, ref_columns, within
from assistant.plan import Plan
from index.checks import OVER_YEARS
from index.form import FORMS
from index.report import CellKey
from index.store.schema import reports

_SHOWN = 6
_TELLING_ROWS = ("received", "total_processed")  # of the identities over the columns of a row


def over_years(plan: Plan) -> bool:
    """Whether all it asks to be checked is how reports agree with those of the year before."""
    return bool(plan.rules) and set(plan.rules) <= set(OVER_YEARS)


def judged(frame: Frame, plan: Plan) -> ColumnElement[bool]:
    """The reports whose findings are asked for: all in scope, or of two years of a named body that
    follow each other the later, where it is their agreement that is checked."""
    years, inside = plan.scope.years, within(frame, plan.scope)
    pair = len(years) == 2 and years[1] == years[0] + 1 and bool(plan.scope.bodies)
    return and_(inside, frame.reports.c.year == years[1]) if pair and over_years(plan) else inside


def kept(
    connection: Connection, plan: Plan, broken: Collection[tuple[int, str]], texts: Texts
) -> tuple[Check, ...]:
    """The plan's rules that hold in the reports of its bodies, with the cells that show it."""
    if not plan.scope.bodies or not plan.rules:
        return ()
    frame = Frame()
    chosen = select(*ref_columns()).where(judged(frame, plan)).order_by(frame.reports.c.year)
    refs = [ref(row) for row in connection.execute(chosen)]
    found = [
        check
        for report in refs
        for rule in plan.rules
        if (report.rid, rule) not in broken
        for check in _checks(connection, report, rule, texts)
    ]
    return tuple(found[:_SHOWN])


def _checks(connection: Connection, report: ReportRef, rule: str, texts: Texts) -> Iterator[Check]:
    if rule == "carry_over":
        yield from _carried(connection, report, texts)
        return
    if rule == "in_force_balance":
        for row, label in _DOCUMENTS:
            yield from _in_force(connection, report, row, label, texts)
        return
    for identity in FORMS[report.form].identities if report.form in FORMS else ():
        telling = identity.right[0][2] == "total" and (
            rule != "row_total" or identity.right[0][1] in _TELLING_ROWS
        )
        if identity.rule == rule and telling:
            left = _read(connection, report, identity.left, texts)
            right = _read(connection, report, identity.right, texts)
            if left and right:
                shown = tuple(part for part in left if part.value) or left[:1]
                yield Check(report, rule, identity.formula, shown, right)


def _carried(connection: Connection, report: ReportRef, texts: Texts) -> Iterator[Check]:
    """Last year's 结转下年度 beside this year's 上年结转."""
    earlier = _report_before(connection, report)
    if earlier is None or report.year is None:
        return
    left = _read(connection, earlier, (("requests", "carried_out", "total"),), texts)
    right = _read(connection, report, (("requests", "carried_in", "total"),), texts)
    if left and right:
        formula = f"{report.year - 1}年结转下年度＝{report.year}年上年结转"
        yield Check(report, "carry_over", formula, left, right)


def _in_force(
    connection: Connection, report: ReportRef, row: str, label: str, texts: Texts
) -> Iterator[Check]:
    """Last year's documents in force and the new ones beside this year's in force and repealed."""
    earlier = _report_before(connection, report)
    if earlier is None or report.year is None:
        return
    before, new, now, gone = (
        _read(connection, one, (("proactive", row, column),), texts)
        for one, column in (
            (earlier, "in_force"),
            (report, "issued"),
            (report, "in_force"),
            (report, "repealed"),
        )
    )
    parts = (*before, *new, *now, *gone)
    if len(parts) == 4 and any(part.value for part in parts):
        formula = f"{label}：{report.year - 1}年现行有效＋本年制发＝本年现行有效＋本年废止"
        yield Check(report, "in_force_balance", formula, (*before, *new), (*now, *gone))


_DOCUMENTS = (("normative_documents", "行政规范性文件"), ("regulations", "规章"))


def _report_before(connection: Connection, report: ReportRef) -> ReportRef | None:
    """The report of the same body on the year before, if it is held."""
    if report.year is None:
        return None
    given = {"body_key": report.body_key, "year": report.year - 1}
    row = connection.execute(_BEFORE, given).first()
    return None if row is None else ref(row)


def _read(
    connection: Connection, report: ReportRef, keys: Sequence[CellKey], texts: Texts
) -> tuple[Part, ...]:
    """The cells, or nothing where one of them is not reported."""
    texts.load([report.rid])
    cells = read_cells(connection, [report], tuple(keys), texts)
    parts = [cells.get((report.rid, key)) for key in keys]
    reported = [part for part in parts if part is not None and part.state == "reported"]
    return tuple(reported) if len(reported) == len(keys) else ()


_BEFORE = select(*ref_columns()).where(
    reports.c.body_key == bindparam("body_key"), reports.c.year == bindparam("year")
)
