"""The three statutory tables of a document → every cell of the form, each with its state.

One method for all layouts: runs of figures with the words around them (`rows`), aligned to the
form by label and order (`align`), read by column (`readings`), and where print leaves a doubt,
settled by the form's identities (`settle`). The form version is decided by the labels found,
never by the year (DOMAIN §1).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.align import Labelled, Match, align, is_named, labelled, split_runs
from index.document import Grid, SourceDocument
from index.form import FORM_2019, FORM_2021, Axis, Form, Table
from index.labels import words_before
from index.readings import Reading, Slots, read_row
from index.report import Cell, CellKey, FormVersion, Number
from index.rows import Piece, PrintedRow, printed_rows
from index.settle import Settler, Values, is_open, slot_values
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
_LEAST_LABELS = 8  # row labels in the text that show a table was printed, if only as labels
_FIRST_FORM = 2019  # reports of earlier years have no national table
_MADE_COLUMNS = 3  # figures in the rows 规章 and 规范性文件 of 表二
_YUAN_PER_WAN = 10_000
_MOST_DISPUTE_ROWS = 6  # header rows and figure rows of 表四


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


def extract_cells(document: SourceDocument, year: int | None = None) -> Extraction:
    """Read 表二, 表三 and 表四. Absent tables and rows come back as cells in state "missing".

    `year` matters only where none of the tables is printed: it tells which version was due. A
    report of a year before the form existed has no cells at all.
    """
    text = squash(document.text)
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
        *_table_cells(document, proactive, text, proactive_form),
        *_table_cells(document, requests, text, requests_form),
        *_dispute_cells(requests.rest, requests_form, text),
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
    last = matches[-1].position + 1 if matches else 0
    return _TableRows(table, matches, parted[last:])


def _find_proactive(
    table: Table, rows: Sequence[PrintedRow], requests: Sequence[Match]
) -> _TableRows:
    """表二 stands before 表三; only where it is not found there is the rest searched."""
    used = {id(piece) for match in requests for piece in match.row.figures}
    first = next((k for k, r in enumerate(rows) if id(r.figures[0]) in used), len(rows))
    matches = align(table, labelled(split_runs(rows[:first], _MADE_COLUMNS)))
    if not matches:
        rest = [r for r in rows[first:] if id(r.figures[0]) not in used]
        matches = align(table, labelled(split_runs(rest, _MADE_COLUMNS)))
    return _TableRows(table, matches, ())


# --- reading the rows of 表二 and 表三


def _table_cells(document: SourceDocument, found: _TableRows, text: str, form: Form) -> list[Cell]:
    table, matches = found.table, found.matches
    columns = _figure_columns(document, found)
    only_total = _fills_only_total(found, columns)
    totalled = table.code == "requests" and not _leaves_totals_blank(found)
    readings: dict[str, tuple[Match, Reading]] = {}
    for match in matches:
        width = len(table.row_cols(match.axis))
        label_col = _label_column(match.row)
        by_label = columns.get((label_col, width)) or columns.get((None, width), ())
        if only_total and len(match.row.printed) == 1:
            slots = (None,) * (width - 1) + (match.row.printed[0],)
            reading = Reading((slots,), plain=True)
        else:
            reading = read_row(match.row, width, by_label, totalled)
        readings[match.axis.code] = (match, reading)
    settled = _settle(table, readings, form)
    cells: list[Cell] = []
    for axis in table.rows:
        if axis.code not in readings:
            cells += _absent_row(document, table, axis, text, bool(matches))
        else:
            match, reading = readings[axis.code]
            decided = settled.get(axis.code)
            cells += _row_cells(table, match, reading, decided, only_total)
    return cells


def _label_column(row: PrintedRow) -> int | None:
    label = row.before[-1] if row.before else None
    same_line = label and row.figures and label.line == row.figures[0].line
    return label.col if label and same_line else None


def _figure_columns(
    document: SourceDocument, found: _TableRows
) -> dict[tuple[int | None, int], tuple[int, ...]]:
    """Grid columns that hold the figures: by label column and width, from complete rows; under
    label column None the commonest over all rows, or those of the header."""
    votes: dict[tuple[int | None, int], Counter[tuple[int, ...]]] = {}
    for match in found.matches:
        width = len(found.table.row_cols(match.axis))
        if match.row.in_grid and len(match.row.printed) == width:
            cols = tuple(piece.col for piece in match.row.printed)
            for key in ((_label_column(match.row), width), (None, width)):
                votes.setdefault(key, Counter())[cols] += 1
    columns = {key: count.most_common(1)[0][0] for key, count in votes.items()}
    width = len(found.table.cols)
    if (None, width) not in columns:
        columns[None, width] = _header_columns(document, found.table)
    return columns


def _header_columns(document: SourceDocument, table: Table) -> tuple[int, ...]:
    """The grid columns of the printed column labels, () where they are not all found in order."""
    wanted = [squash(col.label) for col in table.cols]
    for block in document.blocks:
        if not isinstance(block, Grid):
            continue
        at: dict[str, int] = {}
        for cell in block.cells:
            at.setdefault(squash(cell.text), cell.col)
        cols = [at.get(label, -1) for label in wanted]
        if -1 not in cols and cols == sorted(set(cols)):
            return tuple(cols)
    return ()


def _fills_only_total(
    found: _TableRows, columns: dict[tuple[int | None, int], tuple[int, ...]]
) -> bool:
    """Some reports fill only the 总计 column: one figure a row, and not all in another column."""
    width = len(found.table.cols)
    rows = [match.row for match in found.matches]
    single = [r for r in rows if len(r.printed) == 1 and len(r.printed[0].text) < width]
    at = Counter(row.printed[0].col for row in single).most_common(1)
    elsewhere = bool(at) and at[0][0] in columns[None, width][:-1]
    enough = len(rows) >= _LEAST_LABELS and len(single) >= 0.8 * len(rows)
    return found.table.code == "requests" and enough and not elsewhere


def _leaves_totals_blank(found: _TableRows) -> bool:
    rows = [match.row for match in found.matches]
    blank = sum(row.figures[-1].is_blank and row.in_grid for row in rows)
    return blank > len(rows) / 2


def _keys(table: Table, axis: Axis) -> list[CellKey]:
    return [(table.code, axis.code, col.code) for col in table.row_cols(axis)]


def _settle(
    table: Table, readings: dict[str, tuple[Match, Reading]], form: Form
) -> dict[str, tuple[Slots, Values]]:
    """Decide the rows that print leaves open, in the context of those it does not."""
    known: Values = {}
    doubtful: dict[str, tuple[Sequence[CellKey], Reading]] = {}
    for code, (match, reading) in readings.items():
        keys = _keys(table, match.axis)
        if reading.slots is not None:
            known |= slot_values(keys, reading.slots)
        damaged = reading.slots is not None and any(
            p is not None and p.figure and p.figure.state == "unreadable" for p in reading.slots
        )
        if reading.slots is None or damaged:
            doubtful[code] = (keys, reading)
    identities = [i for i in form.identities if i.left[0][0] == table.code]
    return Settler(identities, known).settle(doubtful) if doubtful else {}


# --- cells


def _row_cells(
    table: Table,
    match: Match,
    reading: Reading,
    decided: tuple[Slots, Values] | None,
    only_total: bool,
) -> list[Cell]:
    keys = _keys(table, match.axis)
    if decided:
        return _settled_cells(keys, reading, *decided)
    if reading.slots is None:
        raw = " ".join(piece.text for piece in match.row.printed)
        start, end = match.row.printed[0].start, match.row.printed[-1].end
        reason = f"{reading.reason}，勾稽关系不足以判定"
        return [Cell(*key, None, "unreadable", raw, start, end, reason=reason) for key in keys]
    by_order = "行名缺失，按表格顺序对应" if match.by_order else None
    unit = _row_unit(match)
    return [
        _plain_cell(key, piece, by_order, unit, only_total)
        for key, piece in zip(keys, reading.slots, strict=True)
    ]


def _plain_cell(
    key: CellKey, piece: Piece | None, reason: str | None, header_unit: str, only_total: bool
) -> Cell:
    if piece is None or piece.figure is None:
        return Cell(*key, None, "blank" if only_total else "unreadable", "")
    figure = piece.figure
    value: Number | None = figure.value
    if key[1:] == ("fees", "amount") and value and "元" in (figure.unit, header_unit):
        value = value / _YUAN_PER_WAN
        reason = "原表以元为单位，已折算为万元"
    return Cell(*key, value, figure.state, piece.text, piece.start, piece.end, bool(reason), reason)


def _row_unit(match: Match) -> str:
    """元 where the header before a fee row says so; the form's own unit is 万元."""
    header = "".join(piece.text for piece in match.row.before[-4:])
    return "元" if "单位:元" in header.replace("：", ":") else ""


def _settled_cells(
    keys: Sequence[CellKey], reading: Reading, slots: Slots, values: Values
) -> list[Cell]:
    restored = {keys[k] for k in is_open(slots)}
    cells = []
    for key, piece in zip(keys, slots, strict=True):
        why = "由勾稽关系补出" if key in restored else "位置由勾稽关系判定"
        reason = f"{reading.reason}，{why}" if reading.reason else f"字迹不清，{why}"
        if reading.plain and key not in restored and piece and piece.figure:
            figure = piece.figure
            cells.append(Cell(*key, figure.value, figure.state, piece.text, piece.start, piece.end))
            continue
        raw, start, end = (piece.text, piece.start, piece.end) if piece else ("", None, None)
        value = values[key]
        state = (
            "reported"
            if value is not None
            else (piece.figure.state if piece and piece.figure else "unreadable")
        )
        cells.append(Cell(*key, value, state, raw, start, end, True, reason))
    return cells


def _absent_row(
    document: SourceDocument, table: Table, axis: Axis, text: str, table_found: bool
) -> Iterable[Cell]:
    """A row without figures: missing where its label is not printed either, else unreadable, as
    running text does not tell an empty cell from a figure lost in conversion."""
    if table_found:
        printed = _prints_label(document, axis, text)
    else:
        printed = _prints_labels(document, table, text)
    for key in _keys(table, axis):
        yield _without_figures(key, printed)


def _without_figures(key: CellKey, label_printed: bool) -> Cell:
    if label_printed:
        reason = "有行名而没有数字，可能空白，也可能在转换时丢失"
        return Cell(*key, None, "unreadable", None, reason=reason)
    return Cell(*key, None, "missing", None)


def _prints_label(document: SourceDocument, axis: Axis, text: str) -> bool:
    """Long row names count wherever they stand, short ones only on a line of their own."""
    names = {squash(name) for name in (axis.label, *axis.aliases)}
    if any(len(name) > _SHORT_NAME and name in text for name in names):
        return True
    lines = (squash(line) for line in document.text.splitlines() if len(line) < _LINE)
    return any(line.strip("0123456789") in names for line in lines)


def _prints_labels(document: SourceDocument, table: Table, text: str) -> bool:
    """True if a table is there as labels alone: half of its rows are named."""
    printed = sum(_prints_label(document, axis, text) for axis in table.rows)
    return 2 * printed >= len(table.rows)


# --- 表四


def _dispute_cells(rest: Sequence[Labelled], form: Form, text: str) -> list[Cell]:
    """表四 as one row of fifteen figures, or as three rows of five under their block labels."""
    table = form.tables[2]
    keys = list(table.cell_keys())
    pieces = _dispute_figures(rest, len(keys))
    if not pieces:
        return [cell for axis in table.rows for cell in _absent_dispute(table, axis, text)]
    reading = read_row(PrintedRow(figures=pieces), len(keys))
    by_row = {"disputes": (keys, reading)}
    damaged = reading.slots is None or bool(is_open(reading.slots))
    identities = [i for i in form.identities if i.left[0][0] == table.code]
    known = slot_values(keys, reading.slots) if reading.slots else {}
    settled = Settler(identities, known).settle(by_row) if damaged else {}
    if "disputes" in settled:
        return _settled_cells(keys, reading, *settled["disputes"])
    if reading.slots is None:
        raw = " ".join(p.text for p in pieces)
        reason = f"{reading.reason}，勾稽关系不足以判定"
        start, end = pieces[0].start, pieces[-1].end
        return [Cell(*key, None, "unreadable", raw, start, end, reason=reason) for key in keys]
    return [_plain_cell(k, p, None, "", False) for k, p in zip(keys, reading.slots, strict=True)]


def _is_dispute_header(row: Labelled) -> bool:
    words = ("结果维持", "结果纠正", "尚未审结", "复议后起诉", "未经复议")
    around = row.before + row.after
    return sum(word in around for word in words) >= 2


def _dispute_figures(rest: Sequence[Labelled], width: int) -> list[Piece]:
    """The figures under 表四's header: one run of `width`, or three runs of a third of it.

    Merge padding behind header cells makes blank runs of its own; they count only where nothing
    else is printed.
    """
    header = next((k for k, row in enumerate(rest) if _is_dispute_header(row)), None)
    if header is None:
        return []
    under = [row.row for row in rest[header : header + _MOST_DISPUTE_ROWS]]
    printed = [row for row in under if row.printed]
    if not printed:
        return next((row.figures for row in under if len(row.figures) >= width), [])
    blocks = [row for row in printed if len(row.printed) == width // 3]
    fullest = max(printed, key=lambda row: (len(row.printed) == width, len(row.printed)))
    if len(blocks) == 3 and len(fullest.printed) != width:
        return [piece for row in blocks for piece in row.figures]
    return list(fullest.figures)


def _absent_dispute(table: Table, axis: Axis, text: str) -> Iterable[Cell]:
    printed = "尚未审结" in text and "结果维持" in text
    for key in _keys(table, axis):
        yield _without_figures(key, printed)
