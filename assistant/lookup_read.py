"""Reading values with their citations: the one place where a citation to a cell is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Connection, RowMapping, Select, select

from assistant.evidence import (
    Citation,
    Part,
    ReportRef,
    State,
    Statement,
    ValueAt,
    percent,
    tidy,
    total,
)
from assistant.lookup_measure import cells_for, is_whole, usable_claims
from assistant.lookup_scope import ref, ref_columns
from assistant.plan import Measure
from index.form import TABLES, split_key
from index.report import Cell, CellKey
from index.store.queries import among
from index.store.records import number, read_cell
from index.store.schema import cell_states, claims, reports, spans, texts, value_column, values

T = TypeVar("T")
_AT_ONCE = 500  # row ids read at once


class Texts:
    """Plain texts by row id, each read once: what citations are sliced from and checked against."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._texts: dict[int, str] = {}

    def load(self, rids: Iterable[int]) -> None:
        """Read the texts that are not yet here."""
        wanted = [rid for rid in dict.fromkeys(rids) if rid not in self._texts]
        for some in batches(wanted):
            self._texts.update(self._connection.execute(_TEXTS, {"rids": some}).all())

    def forget(self, rids: Iterable[int]) -> None:
        """Let texts go that nothing cites."""
        for rid in rids:
            self._texts.pop(rid, None)

    def __getitem__(self, rid: int) -> str:
        if rid not in self._texts:
            self.load([rid])
        return self._texts[rid]


_TEXTS = select(texts.c.rid, texts.c.text).where(among(texts.c.rid, "rids"))
_REFS = select(*ref_columns()).where(among(reports.c.rid, "rids"))


def batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """`items` in pieces that fit one statement."""
    return (items[first : first + _AT_ONCE] for first in range(0, len(items), _AT_ONCE))


def read_refs(connection: Connection, rids: Sequence[int]) -> dict[int, ReportRef]:
    """Row id → report."""
    found = (connection.execute(_REFS, {"rids": some}).all() for some in batches(rids))
    return {row[0]: ref(row) for rows in found for row in rows}


def read_values(
    connection: Connection,
    refs: Sequence[ReportRef],
    measures: Sequence[Measure],
    cited: Texts | None,
) -> list[tuple[ValueAt, ...]]:
    """For each report, the value of each measure in order; without `cited` no citations."""
    keys = tuple(dict.fromkeys(key for measure in measures for key in _keys(measure)))
    if cited is not None:
        cited.load(report.rid for report in refs)
    cells = read_cells(connection, refs, keys, cited)
    stated = _read_stated(connection, refs, {field for m in measures for field in m.claims})
    asked = {form: [_Asked.of(m, form) for m in measures] for form in {r.form for r in refs}}
    return [
        tuple(_value(report, one, cells, stated, cited) for one in asked[report.form])
        for report in refs
    ]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A measure and its cells in reports of one form."""

    measure: Measure
    keys: tuple[CellKey, ...]
    over: tuple[CellKey, ...]
    minus: tuple[CellKey, ...]

    @classmethod
    def of(cls, measure: Measure, form: str) -> _Asked:
        """`measure` in reports of `form`."""
        over, minus = (tuple(map(split_key, names)) for names in (measure.over, measure.minus))
        return cls(measure, cells_for(measure, form), over, minus)


def _keys(measure: Measure) -> Iterator[CellKey]:
    for name in measure.cells + measure.cells_2019 + measure.over + measure.minus:
        yield split_key(name)


def _value(
    report: ReportRef,
    asked: _Asked,
    cells: Mapping[tuple[int, CellKey], Part],
    stated: Mapping[tuple[int, str], RowMapping],
    cited: Texts | None,
) -> ValueAt:
    measure = asked.measure
    if measure.claim_parts:
        return _stated_sum(report, measure, stated, cited)
    if measure.claim:
        row = stated.get((report.rid, measure.claim))
        if row is None:
            return ValueAt(report, measure, None, "silent")
        statement = make_statement(report, row, cited)
        if measure.claim_over:
            below = stated.get((report.rid, measure.claim_over))
            whole = make_statement(report, below, cited) if below is not None else None
            return _stated_share(report, measure, statement, whole)
        return ValueAt(report, measure, statement.value, "reported", statement=statement)
    if not asked.keys:
        return ValueAt(report, measure, None, "not_comparable")
    rid = report.rid
    if len(asked.keys) == 1 and not (asked.over or asked.minus):
        key = asked.keys[0]
        part = cells.get((rid, key)) or Part(key, None, "missing")
        value = None if part.value is None else tidy(part.value)
        return ValueAt(report, measure, value, part.state, (part,))
    parts, over, minus = (
        tuple([cells.get((rid, key)) or Part(key, None, "missing") for key in group])
        for group in (asked.keys, asked.over, asked.minus)
    )
    return _computed(ValueAt(report, measure, None, "reported", parts, over, minus))


def _stated_sum(
    report: ReportRef,
    measure: Measure,
    stated: Mapping[tuple[int, str], RowMapping],
    cited: Texts | None,
) -> ValueAt:
    """The claim of the whole, or the parts that the text states, added; as `express` does."""
    rows = {field: stated.get((report.rid, field)) for field in measure.claims}
    said = {f: make_statement(report, row, cited) for f, row in rows.items() if row is not None}
    whole = said.pop(str(measure.claim), None) if is_whole(measure) else None
    starts = {one.citation.start for one in said.values()}
    if whole is not None and (not said or whole.citation.start not in starts):
        said = {str(measure.claim): whole}
    if not said:
        return ValueAt(report, measure, None, "silent")
    first, *others = said.values()
    value = total(iter([one.value for one in said.values()]))
    return ValueAt(report, measure, value, "reported", statement=first, added=tuple(others))


def _stated_share(
    report: ReportRef, measure: Measure, part: Statement, whole: Statement | None
) -> ValueAt:
    same = whole is not None and whole.citation == part.citation  # one number taken for both
    if whole is None or part.value is None or same:
        return ValueAt(report, measure, None, "silent")
    if not whole.value:
        return ValueAt(report, measure, None, "no_cases", statement=part, whole=whole)
    value = percent(part.value, whole.value)
    return ValueAt(report, measure, value, "reported", statement=part, whole=whole)


def _computed(read: ValueAt) -> ValueAt:
    """`read` with its value, or with the state of the first cell that keeps it from having one."""

    def made(value: float | None, state: State, at_least: float | None = None) -> ValueAt:
        return ValueAt(
            read.report,
            read.measure,
            None if value is None else tidy(value),
            state,
            read.parts,
            read.over,
            read.minus,
            at_least=None if at_least is None else tidy(at_least),
        )

    lacking = next((part for part in read.all_parts if part.state != "reported"), None)
    if lacking is not None:
        known = [part.value for part in read.parts if part.value is not None]
        partial = len(read.parts) > 1 and bool(known) and not read.over
        return made(None, lacking.state, sum(known) if partial else None)
    numerator, denominator = read.numerator, read.denominator
    if not read.over:
        return made(numerator, "reported")
    if not denominator or numerator is None:
        return made(None, "no_cases")
    return made(percent(numerator, denominator), "reported")


def _part(key: CellKey, cell: Cell, citation: Citation | None) -> Part:
    return Part(key, cell.value, cell.state, cell.raw, cell.repaired, cell.reason, citation)


def _cell_citation(report: ReportRef, cell: Cell, text: str) -> Citation | None:
    """Where a cell is printed; the printed line at or above it where the cell itself is empty;
    null where nothing is."""
    if cell.start is None or cell.end is None:
        return None
    start, end = cell.start, cell.end
    if not text[start:end].strip():
        start, end = _line(text, start)
    table = TABLES[cell.table]
    return Citation(
        report_id=report.report_id,
        file=report.file,
        issuer=report.full_name,
        year=report.year,
        section=f"{table.number} {table.title}",
        kind="cell",
        quote=text[start:end],
        start=start,
        end=end,
        table=cell.table,
        row_code=cell.row,
        col_code=cell.col,
        value=cell.value,
        settled=cell.repaired,
    )


def _line(text: str, at: int) -> tuple[int, int]:
    """The line around an offset, or the last one above it that is not blank, without the white
    space at its ends."""
    last = text.find("\n", at)
    end = len(text[: len(text) if last < 0 else last].rstrip())
    first = text.rfind("\n", 0, end) + 1
    return first + len(text[first:end]) - len(text[first:end].lstrip()), end


def make_statement(report: ReportRef, row: RowMapping, cited: Texts | None) -> Statement:
    """A row of `claims` as a statement; without `cited` its quote is as stored."""
    start, end = row["start"], row["end"]
    value = number(row["value"])
    citation = Citation(
        report_id=report.report_id,
        file=report.file,
        issuer=report.full_name,
        year=report.year,
        section=row["section"],
        kind="text",
        quote=cited[report.rid][start:end] if cited is not None else row["quote"],
        start=start,
        end=end,
        value=abs(value) if row["relative"] and value is not None else value,  # 减少44条 prints 44
    )
    return Statement(
        value=value,
        unit=row["unit"],
        approx=row["approx"],
        denied=row["negated"],
        includes_carried=row["includes_carried"],
        relative=row["relative"],
        period=row["period"],
        field=row["field"],
        citation=citation,
    )


def read_cells(
    connection: Connection,
    refs: Sequence[ReportRef],
    keys: tuple[CellKey, ...],
    cited: Texts | None,
) -> dict[tuple[int, CellKey], Part]:
    """(row id, key) → the cell, cited where `cited` is given; cells a report lacks are left out."""
    if not keys:
        return {}
    if cited is None:
        return _read_plain(connection, [report.rid for report in refs], keys)
    names = [".".join(key) for key in keys]
    by_rid = {report.rid: report for report in refs}
    found: dict[tuple[int, CellKey], Part] = {}
    for some in batches(list(by_rid)):
        states: dict[int, dict[str, Any]] = {rid: {} for rid in some}
        for state in connection.execute(_STATES, {"rids": some, "names": names}).mappings():
            states[state["rid"]][state["cell"]] = state
        for rid, packed, *numbers in connection.execute(
            _cells_statement(keys), {"rids": some}
        ).all():
            for key, value in zip(keys, numbers, strict=True):
                cell = read_cell(key, value, packed, states[rid])
                if cell is not None:
                    place = _cell_citation(by_rid[rid], cell, cited[rid])
                    found[rid, key] = _part(key, cell, place)
    return found


def _read_plain(
    connection: Connection, rids: Sequence[int], keys: tuple[CellKey, ...]
) -> dict[tuple[int, CellKey], Part]:
    """`read_cells` without places: numbers alone, and the states of all other cells. Equal cells
    are one object."""
    found: dict[tuple[int, CellKey], Part] = {}
    named = {".".join(key): key for key in keys}
    bound = {"rids": list(rids)}
    for code in dict.fromkeys(key[0] for key in keys):
        own = tuple(key for key in keys if key[0] == code)
        columns = list(zip(*connection.execute(_numbers_statement(own), bound).all(), strict=True))
        for key, values_ in zip(own, columns[1:], strict=False):
            printed = {
                value: Part(key, number(value), "reported", str(number(value)))
                for value in set(values_)
                if value is not None
            }
            for rid, value in zip(columns[0], values_, strict=True):
                if value is not None:
                    found[rid, key] = printed[value]
    states = connection.execute(_PLAIN_STATES, {**bound, "names": list(named)}).all()
    told: dict[tuple[Any, ...], Part] = {}
    for rid, *told_of in states:
        name, *other = told_of
        key = named[name]
        held = found.get((rid, key))
        value = held.value if held else None
        same = (value, *told_of)
        part = told.get(same)
        if part is None:
            part = told[same] = Part(key, value, *other)
        found[rid, key] = part
    return found


@lru_cache(maxsize=256)
def _numbers_statement(keys: tuple[CellKey, ...]) -> Select[Any]:
    table = values[keys[0][0]]
    columns = [value_column(key) for key in keys]
    return select(table.c.rid, *columns).where(among(table.c.rid, "rids"))


@lru_cache(maxsize=256)
def _cells_statement(keys: tuple[CellKey, ...]) -> Select[Any]:
    source: Any = spans
    for code in dict.fromkeys(key[0] for key in keys):
        source = source.outerjoin(values[code], values[code].c.rid == spans.c.rid)
    columns = [value_column(key) for key in keys]
    return (
        select(spans.c.rid, spans.c.spans, *columns)
        .select_from(source)
        .where(among(spans.c.rid, "rids"))
    )


_STATES = select(cell_states).where(
    among(cell_states.c.rid, "rids"),
    among(cell_states.c.cell, "names"),
)


_PLAIN_STATES = _STATES.with_only_columns(
    *(cell_states.c[name] for name in ("rid", "cell", "state", "raw", "repaired", "reason"))
)


def _read_stated(
    connection: Connection, refs: Sequence[ReportRef], fields: set[str]
) -> dict[tuple[int, str], RowMapping]:
    """(row id, field) → the first usable claim."""
    found: dict[tuple[int, str], RowMapping] = {}
    for field in sorted(fields):
        chosen = _claims_statement(field)
        for some in batches([report.rid for report in refs]):
            for row in connection.execute(chosen, {"rids": some}).mappings():
                found.setdefault((row["rid"], field), row)
    return found


@lru_cache(maxsize=64)
def _claims_statement(field: str) -> Select[Any]:
    within = among(claims.c.rid, "rids")
    return (
        select(claims).where(within, *usable_claims(field)).order_by(claims.c.rid, claims.c.ordinal)
    )


def read_statements(
    connection: Connection, reports_: Sequence[ReportRef], fields: Sequence[str], cited: Texts
) -> dict[int, list[Statement]]:
    """Every statement on `fields`, of any period, relative ones too, in the order of the text."""
    by_rid = {report.rid: report for report in reports_}
    cited.load(by_rid)
    found: dict[int, list[Statement]] = {rid: [] for rid in by_rid}
    chosen = (
        select(claims)
        .where(
            among(claims.c.rid, "rids"),
            among(claims.c.field, "fields"),
            claims.c.detail["scope"].as_string().is_(None),
        )
        .order_by(claims.c.rid, claims.c.ordinal)
    )
    for some in batches(list(by_rid)):
        for row in connection.execute(chosen, {"rids": some, "fields": list(fields)}).mappings():
            found[row["rid"]].append(make_statement(by_rid[row["rid"]], row, cited))
    return found
