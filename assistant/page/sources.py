"""Where the values of an answer's rows are printed: looked up again in the store, for all rows at
once, since only the rows that the answer's text names carry citations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select

from assistant.evidence import Citation, Part, ReportRef, ValueAt
from assistant.lookup_lists import shown_measures
from assistant.lookup_read import Texts, batches, read_values
from assistant.lookup_reasons import STATE_NAMES
from assistant.lookup_scope import ref, ref_columns
from assistant.plan import Measure, Plan
from index.form import TABLES
from index.report import Number
from index.store import Store
from index.store.queries import among
from index.store.schema import reports

Answer = Mapping[str, Any]
_OF_YEAR = re.compile(r"(?P<label>.+)（(?P<year>\d{4})年）")
_REFS = select(*ref_columns(), reports.c.url).order_by(reports.c.rid)
_BY_ID = _REFS.where(among(reports.c.report_id, "some"))
_BY_BODY = _REFS.where(among(reports.c.body_key, "some"), reports.c.year == bindparam("year"))


@dataclass(frozen=True, slots=True)
class Source:
    """Where one value stands; several cells of a sum or a ratio in the order of its formula, with
    ； between them. `value` is what the report prints now."""

    value: Number | None
    place: str = ""  # table or section
    row: str = ""
    col: str = ""
    state: str = ""
    quote: str = ""
    start: str | int | None = None
    end: str | int | None = None


@dataclass(frozen=True, slots=True)
class Located:
    """Every value's source by (row, name), and of each report its file and web address."""

    values: Mapping[tuple[int, str], Source]
    files: Mapping[str, str]
    links: Mapping[str, str | None]


def measure_of(answer: Answer, name: str) -> tuple[Measure, int | None] | None:
    """The measure under a column's name, and its year where the name says one."""
    if not answer["plan"]:
        return None
    parts = Plan(**answer["plan"]).parts
    measures = {measure.label: measure for part in parts for measure in shown_measures(part)}
    if name in measures:
        return measures[name], None
    dated = _OF_YEAR.fullmatch(name)
    if dated is None or dated["label"] not in measures:
        return None
    return measures[dated["label"]], int(dated["year"])


def report_of(store: Store, row: Mapping[str, Any], year: int | None) -> str:
    """The report that a row's value of `year` stands in: the same body's, where not the row's."""
    if year in (None, row["year"]):
        return str(row["report_id"])
    with store.connect() as connection:
        held = _refs(connection, [row["report_id"]])
        beside = _of_year(connection, list(held.values()), year)
    return next(iter(beside.values())).report_id if beside else str(row["report_id"])


def span_of(store: Store, report_id: str, measure: Measure) -> tuple[int, int]:
    """Where a report's text states a measure; (0, 0) where it does not."""
    with store.connect() as connection:
        held = _refs(connection, [report_id])
        read = read_values(connection, list(held.values()), [measure], Texts(connection))
    stated = read[0][0].statement if read else None
    return (stated.citation.start, stated.citation.end) if stated else (0, 0)


def locate(store: Store, answer: Answer, names: Sequence[str]) -> Located:
    """The sources of all values under `names`; rows of groups and of text have none."""
    rows = answer["rows"]
    ids = list(dict.fromkeys(row["report_id"] for row in rows if row["report_id"]))
    found: dict[tuple[int, str], Source] = {}
    with store.connect() as connection:
        links: dict[str, str | None] = {}
        held = _refs(connection, ids, links)
        for name in names:
            known = measure_of(answer, name)
            if known is None:
                continue
            measure, year = known
            named = {i: row for i, row in enumerate(rows) if name in row["values"]}
            wanted = _wanted(connection, named, held, year)
            sources = _read(connection, list(wanted.values()), measure)
            found |= {(place, name): sources[report.rid] for place, report in wanted.items()}
    return Located(found, {report.report_id: report.file for report in held.values()}, links)


def said(store: Store, answer: Answer) -> dict[str, list[Citation]]:
    """Report id → every sentence that a search of all texts finds, of the reports that the answer
    lists and does not quote: it quotes the first ones only."""
    parts = Plan(**answer["plan"]).parts if answer["plan"] else ()
    plan = next((part for part in parts if _one_topic_said(part)), None)
    quoted = {citation["report_id"] for citation in answer["citations"]}
    wanted = {row["report_id"] for row in answer["rows"]} - quoted - {None}
    if plan is None or not wanted:
        return {}
    from assistant.lookup_mentions import mentions

    if plan.kind == "mention":  # text is found in reports on whole areas as well
        plan = plan.model_copy(update={"scope": plan.scope.model_copy(update={"area": True})})
    found: dict[str, list[Citation]] = {}
    with store.connect() as connection:
        for passage in mentions(connection, plan, Texts(connection), None).passages:
            if passage.report.report_id in wanted and not passage.near:
                found.setdefault(passage.report.report_id, []).append(passage.citation)
    return found


def _one_topic_said(plan: Plan) -> bool:
    """Whether a part of the answer lists the reports that say one thing."""
    return bool(plan.terms) and not (plan.others or plan.negated)


def _refs(
    connection: Connection, ids: Sequence[str], links: dict[str, str | None] | None = None
) -> dict[str, ReportRef]:
    found = {}
    for some in batches(ids):
        for row in connection.execute(_BY_ID, {"some": list(some)}):
            found[row.report_id] = ref(row)
            if links is not None:
                links[row.report_id] = row.url
    return found


def _of_year(connection: Connection, held: Sequence[ReportRef], year: int) -> dict[str, ReportRef]:
    """Body key → the body's report for `year`."""
    keys = [report.body_key for report in held]
    bound = ({"some": list(some), "year": year} for some in batches(keys))
    rows = (row for one in bound for row in connection.execute(_BY_BODY, one))
    return {row.body_key: ref(row) for row in rows}


def _wanted(
    connection: Connection,
    rows: Mapping[int, Mapping[str, Any]],
    held: Mapping[str, ReportRef],
    year: int | None,
) -> dict[int, ReportRef]:
    """Row → the report that its value stands in."""
    own = {i: held[row["report_id"]] for i, row in rows.items() if row["report_id"] in held}
    others = [report for report in own.values() if year not in (None, report.year)]
    beside = _of_year(connection, others, year) if year and others else {}
    return {
        i: report if year in (None, report.year) else beside[report.body_key]
        for i, report in own.items()
        if year in (None, report.year) or report.body_key in beside
    }


def _read(connection: Connection, refs: Sequence[ReportRef], measure: Measure) -> dict[int, Source]:
    """Row id → source. Texts are let go batch by batch: thousands of them fill the memory."""
    found = {}
    for some in batches(refs):
        read = read_values(connection, some, [measure], Texts(connection))
        found.update({values[0].report.rid: source(values[0]) for values in read})
    return found


def source(value: ValueAt) -> Source:
    """Where a value stands, in the words of the form."""
    state = STATE_NAMES[value.state]
    if value.statement is not None:
        cited = value.statement.citation
        quote = "；".join(said.citation.quote for said in value.said)
        return Source(value.value, cited.section, "", "", state, quote, cited.start, cited.end)
    parts = value.all_parts
    if any(part.repaired for part in parts):
        state += "（经勾稽或对齐修复）"
    tables = dict.fromkeys(TABLES[part.key[0]] for part in parts)
    spans = [part.citation for part in parts]
    return Source(
        value.value,
        "；".join(f"{table.number} {table.title}" for table in tables),
        "；".join(TABLES[part.key[0]].row(part.key[1]).printed for part in parts),
        "；".join(TABLES[part.key[0]].col(part.key[2]).label for part in parts),
        state,
        "；".join(map(_printed, parts)),
        _joined(cited.start if cited else None for cited in spans),
        _joined(cited.end if cited else None for cited in spans),
    )


def _printed(part: Part) -> str:
    """What is printed for a cell; its state where it has no number of its own."""
    if part.state == "reported":
        return part.citation.quote if part.citation else part.raw or ""
    return part.raw or f"〔{STATE_NAMES[part.state]}〕"


def _joined(places: Iterator[int | None]) -> str | int | None:
    every = list(places)
    if len(every) == 1:
        return every[0]
    return "；".join("" if place is None else str(place) for place in every) or None
