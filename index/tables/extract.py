"""Document → all cells of its form: finds the three tables, their version, their rows.

One method for all layouts: runs of figures with the words around them (`rows`), aligned to the
form by label and order (`align`), read by column (`readings`), and where print leaves a doubt,
settled by the form's identities (`settle`). The form version is decided by the labels found,
never by the year (DOMAIN §1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from index.document import SourceDocument
from index.form import FORM_2019, FORM_2021, Axis, Form, Table
from index.report import Cell, CellKey, FormVersion
from index.tables.align import Labelled, Match, align, is_named, labelled, split_runs
from index.tables.cells import absent_cells, plain_cells, row_keys, settled_cells, undecided_cells
from index.tables.columns import (
    columns_for,
    figure_columns,
    fills_only_total,
    leaves_totals_blank,
)
from index.tables.disputes import dispute_cells
from index.tables.labels import words_before
from index.tables.readings import Reading, Slots, read_row
from index.tables.rows import PrintedRow, printed_rows
from index.tables.settle import Settler, Values, is_open, slot_values
from index.text import squash

_LABELS_2019 = (
    "新制作数量",
    "新公开数量",
    "对外公开总数",
    "一年项目数量",
    "集中采购",
    "对外管理服务事项",
)
_LABELS_2021 = ("制发件数", "废止件数", "现行有效")
_OTHER_2021 = ("逾期不补正", "逾期未按收费")
_SHORT_NAME = 4  # row names up to this length occur in running text as well
_LINE = 40  # longer lines are no row names
_FIRST_FORM = 2019  # reports of earlier years have no national table
_MADE_COLUMNS = 3  # figures in the rows 规章 and 规范性文件 of 表二


@dataclass(frozen=True, slots=True)
class Extraction:
    """All cells of a document in form order, and the version its labels show."""

    form: FormVersion
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class _TableRows:
    """One table's matched rows and the printed rows after its last one."""

    table: Table
    matches: list[Match]
    rest: Sequence[Labelled]


class _Words:
    """What a document prints in words, squashed: all of it, and its short lines."""

    def __init__(self, document: SourceDocument) -> None:
        self._document = document

    @cached_property
    def text(self) -> str:
        return squash(self._document.text)

    @cached_property
    def _lines(self) -> set[str]:
        lines = self._document.text.splitlines()
        return {squash(line).strip("0123456789") for line in lines if len(line) < _LINE}

    def name(self, axis: Axis) -> bool:
        """Long row names count wherever they stand, short ones only on a line of their own."""
        names = {squash(name) for name in (axis.label, *axis.aliases)}
        long = any(len(name) > _SHORT_NAME and name in self.text for name in names)
        return long or not names.isdisjoint(self._lines)

    def name_half_of(self, table: Table) -> bool:
        """True if a table is there as labels alone."""
        return 2 * sum(self.name(axis) for axis in table.rows) >= len(table.rows)


def extract_cells(document: SourceDocument, year: int | None = None) -> Extraction:
    """Read 表二, 表三 and 表四. Absent tables and rows come back as cells in state "missing".

    `year` matters only where none of the tables is printed: it tells which version was due. A
    report of a year before the form existed has no cells at all.
    """
    words = _Words(document)
    text = words.text
    rows = printed_rows(document.blocks)
    proactive_form = _proactive_version(text)
    requests_form = _requests_version(text, rows) or proactive_form or FORM_2021
    requests = _find_requests(requests_form.tables[1], rows)
    due = FORM_2019 if year in (2019, 2020) else FORM_2021
    if not requests.matches:
        requests_form = proactive_form or due
        requests = _TableRows(requests_form.tables[1], [], requests.rest)
    proactive_form = proactive_form or requests_form
    proactive = _find_proactive(proactive_form.tables[0], rows, requests.matches)
    cells = [
        *_table_cells(document, proactive, words, proactive_form),
        *_table_cells(document, requests, words, requests_form),
        *dispute_cells(requests.rest, requests_form, text),
    ]
    if year is not None and year < _FIRST_FORM and all(c.state == "missing" for c in cells):
        return Extraction("pre2019", ())
    return Extraction(proactive_form.version, tuple(cells))


def _proactive_version(text: str) -> Form | None:
    """The version whose 表二 wording prevails; None where no such wording is printed."""
    votes_old = sum(squash(word) in text for word in _LABELS_2019)
    votes_new = sum(squash(word) in text for word in _LABELS_2021)
    if votes_old == votes_new == 0:
        return None
    return FORM_2019 if votes_old > votes_new else FORM_2021


def _requests_version(text: str, rows: Sequence[PrintedRow]) -> Form | None:
    """The version shown by the rows under （六）其他处理; None where they are not printed."""
    if any(word in text for word in _OTHER_2021):
        return FORM_2021
    return FORM_2019 if _prints_other_total(rows) else None


def _prints_other_total(rows: Sequence[PrintedRow]) -> bool:
    """Row （六）其他处理 with figures of its own shows the 2019 form; 2021 has three rows there."""
    return any(words_before(row.before).endswith("其他处理") for row in rows)


# --- finding each table's rows


def _find_requests(table: Table, rows: Sequence[PrintedRow]) -> _TableRows:
    parted = labelled(split_runs(rows, len(table.cols)))
    matches = align(table, parted)
    if not is_named(matches):
        return _TableRows(table, [], parted)
    return _TableRows(table, matches, parted[matches[-1].position + 1 :])


def _find_proactive(
    table: Table, rows: Sequence[PrintedRow], requests: Sequence[Match]
) -> _TableRows:
    """表二 stands before 表三; only where it is not found there is the rest searched."""
    used = {id(piece) for match in requests for piece in match.row.figures}
    first = next((k for k, r in enumerate(rows) if id(r.figures[0]) in used), len(rows))
    rest = [r for r in rows[first:] if id(r.figures[0]) not in used]
    for part in (rows[:first], rest):
        matches = align(table, labelled(split_runs(part, _MADE_COLUMNS)))
        if len(matches) > 1:  # one alone may be a line of running text that ends in a number
            return _TableRows(table, matches, ())
    return _TableRows(table, [], ())


# --- reading the rows of 表二 and 表三


def _table_cells(
    document: SourceDocument, found: _TableRows, words: _Words, form: Form
) -> list[Cell]:
    table, matches = found.table, found.matches
    columns = figure_columns(document, table, matches)
    is_requests = table.code == "requests"
    only_total = is_requests and fills_only_total(matches, columns, len(table.cols))
    totalled = is_requests and not leaves_totals_blank(matches, len(table.cols))
    readings: dict[str, tuple[Match, Reading]] = {}
    for match in matches:
        width = len(table.row_cols(match.axis))
        if only_total and len(match.row.printed) == 1:
            total_alone = (None,) * (width - 1) + (match.row.printed[0],)
            reading = Reading((total_alone,), plain=True)
        else:
            reading = read_row(match.row, width, columns_for(columns, match.row, width), totalled)
        readings[match.axis.code] = (match, reading)
    return _cells(table, readings, form, words, only_total)


def _cells(
    table: Table,
    readings: dict[str, tuple[Match, Reading]],
    form: Form,
    words: _Words,
    only_total: bool,
) -> list[Cell]:
    """All cells of the table in form order, doubtful rows settled first."""
    settled: dict[str, tuple[Slots, Values]] = {}
    if doubtful := _doubtful(table, readings, only_total):
        identities = [i for i in form.identities if i.left[0][0] == table.code]
        settled = Settler(identities, _known(table, readings)).settle(doubtful)
    cells: list[Cell] = []
    for axis in table.rows:
        keys = row_keys(table, axis)
        if axis.code not in readings:
            named = words.name(axis) if readings else words.name_half_of(table)
            cells += absent_cells(keys, named)
            continue
        match, reading = readings[axis.code]
        if axis.code in settled:
            cells += settled_cells(keys, reading, *settled[axis.code])
        elif reading.slots is None:
            cells += undecided_cells(keys, match.row.printed, reading)
        else:
            cells += plain_cells(keys, reading.slots, match, only_total)
    return cells


def _known(table: Table, readings: dict[str, tuple[Match, Reading]]) -> Values:
    """The values of all rows that print leaves no doubt about."""
    known: Values = {}
    for match, reading in readings.values():
        if reading.slots is not None:
            known |= slot_values(row_keys(table, match.axis), reading.slots)
    return known


def _doubtful(
    table: Table, readings: dict[str, tuple[Match, Reading]], only_total: bool
) -> dict[str, tuple[Sequence[CellKey], Reading]]:
    """Rows with no plain reading, or with damaged figures in it."""
    return {
        code: (row_keys(table, match.axis), reading)
        for code, (match, reading) in readings.items()
        if reading.slots is None or (is_open(reading.slots) and not only_total)
    }
