"""Stored findings that touch what was asked: text against table, identities, low grades."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, RowMapping, bindparam, select

from assistant.evidence import Citation, Conflict, ReportRef
from assistant.lookup_measure import cells_for
from assistant.lookup_read import Texts, batches, make_statement, read_cells
from assistant.lookup_scope import ref_columns
from assistant.plan import Measure
from index.claims.fields import FIELD
from index.form import split_key
from index.report import CellKey
from index.store.queries import among
from index.store.schema import claims, findings, reports

_ABOUT_STATES = ("blank_cells", "missing_table")  # said by the cell's own state
_OVER_YEARS = {"carry_over": "carried_out", "in_force_balance": "in_force"}


def conflicts(
    connection: Connection, refs: Sequence[ReportRef], measures: Sequence[Measure], texts: Texts
) -> dict[int, tuple[Conflict, ...]]:
    """Row id → findings of that report that rest on a cell or a claim of `measures`."""
    asked = {".".join(key) for measure in measures for key in _touched(measure, refs)}
    by_rid = {report.rid: report for report in refs}
    found: dict[int, list[Conflict]] = {}
    for some in batches(list(by_rid)):
        rows = connection.execute(_FINDINGS, {"rids": some}).mappings().all()
        touching = [row for row in rows if asked.intersection(row["cells"])]
        for conflict, rid in zip(
            cite(connection, by_rid, touching, texts), (r["rid"] for r in touching), strict=True
        ):
            found.setdefault(rid, []).append(conflict)
    return {rid: tuple(line) for rid, line in found.items()}


def _touched(measure: Measure, refs: Iterable[ReportRef]) -> Iterable[CellKey]:
    if measure.claim:
        for name in measure.claims:
            field = FIELD.get(name)
            yield from (split_key(key) for key in field.cells) if field else ()
        return
    for form in {report.form for report in refs}:
        yield from cells_for(measure, form)
    yield from (split_key(key) for key in measure.over + measure.minus)


_FINDINGS = (
    select(findings)
    .where(
        among(findings.c.rid, "rids"),
        findings.c.rule.not_in(_ABOUT_STATES),
    )
    .order_by(findings.c.rid, findings.c.cross_year, findings.c.ordinal)
)


def cite(
    connection: Connection,
    refs: Mapping[int, ReportRef],
    rows: Sequence[RowMapping],
    texts: Texts,
) -> list[Conflict]:
    """Rows of `findings` with the sentence and the cells they rest on, other years' included."""
    keys = {split_key(key) for row in rows for key in _shown_cells(row)}
    needed = [refs[rid] for rid in dict.fromkeys(row["rid"] for row in rows)]
    texts.load(report.rid for report in needed)
    cells = read_cells(connection, needed, tuple(sorted(keys)), texts)
    earlier = _earlier(connection, refs, rows, texts)
    stated = _stated(connection, refs, rows, texts)
    made = []
    for row in rows:
        report = refs[row["rid"]]
        said = stated.get((row["rid"], row["start"]))
        places = [said] if said is not None else []
        places += earlier.get((row["rid"], row["ordinal"]), [])
        for key in _shown_cells(row):
            part = cells.get((report.rid, split_key(key)))
            if part is not None and part.citation is not None and part.value:
                places.append(part.citation)
        if len(places) < 2 and row["cells"]:  # all zero: show one all the same
            part = cells.get((report.rid, split_key(row["cells"][0])))
            places += [part.citation] if part is not None and part.citation else []
        unique = tuple(dict.fromkeys(places))
        made.append(Conflict(report, row["rule"], row["detail"], unique, row["soft"]))
    return made


def _shown_cells(row: RowMapping) -> list[str]:
    """The cells a finding is shown by: of many blank ones the first is enough."""
    cells: list[str] = row["cells"]
    return cells[:1] if row["rule"] in _ABOUT_STATES else cells


def _stated(
    connection: Connection,
    refs: Mapping[int, ReportRef],
    rows: Sequence[RowMapping],
    texts: Texts,
) -> dict[tuple[int, int | None], Citation]:
    """(row id, offset) of a finding on the text → the statement it is about."""
    found: dict[tuple[int, int | None], Citation] = {}
    rids = sorted({row["rid"] for row in rows if row["start"] is not None})
    starts = sorted({row["start"] for row in rows if row["start"] is not None})
    for some in batches(rids):
        for claim in connection.execute(_CLAIMS, {"rids": some, "starts": starts}).mappings():
            made = make_statement(refs[claim["rid"]], claim, texts).citation
            found.setdefault((claim["rid"], claim["start"]), made)
    return found


_CLAIMS = select(claims).where(
    among(claims.c.rid, "rids"),
    among(claims.c.start, "starts"),
)


def _earlier(
    connection: Connection,
    refs: Mapping[int, ReportRef],
    rows: Sequence[RowMapping],
    texts: Texts,
) -> dict[tuple[int, int], list[Citation]]:
    """(row id, ordinal) of a finding between two years → the earlier report's cells in it."""
    found: dict[tuple[int, int], list[Citation]] = {}
    for row in rows:
        source = _OVER_YEARS.get(row["rule"])
        report = refs[row["rid"]]
        if source is None or report.year is None:
            continue
        previous = connection.execute(
            _PREVIOUS, {"body_key": report.body_key, "year": report.year - 1}
        ).first()
        if previous is None:
            continue
        before = ReportRef(*previous)
        last = split_key(row["cells"][-1])
        key = (last[0], source, last[2]) if row["rule"] == "carry_over" else last
        texts.load([before.rid])
        part = read_cells(connection, [before], (key,), texts).get((before.rid, key))
        if part is not None and part.citation is not None:
            found[row["rid"], row["ordinal"]] = [part.citation]
    return found


_PREVIOUS = select(*ref_columns()).where(
    reports.c.body_key == bindparam("body_key"), reports.c.year == bindparam("year")
)
