"""A statutory table as the form prints it, each cell with its state, findings and marks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from assistant.page.markup import attributes, esc
from assistant.page.texts import say
from index.form import FORMS, TABLES, Axis, Table
from index.report import Cell, CellKey, Finding, Report

_STATE_RULES = ("blank_cells", "missing_table")
_SIGNS = ("blank", "unreadable", "missing")


@dataclass(frozen=True, slots=True)
class Marked:
    """What is marked in a table: `hit` is scrolled to, `also` are other cells of the answer,
    `doubts` maps a cell to the findings that rest on it."""

    hit: Collection[CellKey] = ()
    also: Collection[CellKey] = ()
    doubts: Mapping[CellKey, Sequence[Finding]] = field(default_factory=dict)


def doubts_of(findings: Sequence[Finding]) -> dict[CellKey, list[Finding]]:
    """Cell → the findings that rest on it; not those that only repeat the cell's state."""
    from index.form import split_key

    found: dict[CellKey, list[Finding]] = {}
    for finding in findings:
        if finding.rule in _STATE_RULES:
            continue
        for name in finding.cells:
            found.setdefault(split_key(name), []).append(finding)
    return found


def tables_of(report: Report) -> tuple[Table, ...]:
    """The tables of the report's form; none where its form prints no cells."""
    form = FORMS.get(report.form)
    return form.tables if form else ()


def table_of(report: Report, code: str) -> Table:
    """The table with this code in the report's form, else in any form."""
    return next((t for t in tables_of(report) if t.code == code), TABLES[code])


def print_table(table: Table, cells: Mapping[CellKey, Cell], marked: Marked, language: str) -> str:
    """The table as HTML."""

    def cell(row: str, col: str) -> str:
        key = (table.code, row, col)
        found = cells.get(key) or Cell(*key, value=None, state="missing")
        return _cell(found, marked, language)

    if table.code == "disputes":
        body = _disputes(table, cell)
    elif table.code == "requests":
        body = _requests(table, cell)
    else:
        body = _proactive(table, cell)
    title = f"{esc(table.number)}　{esc(table.title)}"
    return (
        f'<div class="scroll"><table class="form {esc(table.code)}">'
        f"<caption>{title}</caption>{body}</table></div>"
    )


def _cell(cell: Cell, marked: Marked, language: str) -> str:
    css: list[str] = [cell.state]
    notes = [cell.reason] if cell.repaired and cell.reason else []
    findings = marked.doubts.get(cell.key, ())
    notes += [finding.detail for finding in findings]
    css += ["repaired"] if cell.repaired else []
    css += ["doubt"] if findings else []
    css += ["hit"] if cell.key in marked.hit else []
    css += ["also"] if cell.key in marked.also and cell.key not in marked.hit else []
    if cell.state != "reported":
        notes.append(say(language, f"state_{cell.state}"))
    hint = f' title="{esc("；".join(notes))}"' if notes else ""
    data = attributes(key=".".join(cell.key))
    warn = '<span class="warn" aria-hidden="true">⚠</span>' if findings else ""
    return f'<td class="{" ".join(css)}"{hint}{data}>{_shown(cell, language)}{warn}</td>'


def _shown(cell: Cell, language: str) -> str:
    if cell.state in _SIGNS:
        return f"<i>〔{esc(say(language, 'state_' + cell.state))}〕</i>"
    raw = (cell.raw or "").strip()
    if cell.state == "reported" and cell.value is not None:
        return esc(raw) if raw else esc(f"{cell.value:g}")
    return esc(raw)


_Cell = Callable[[str, str], str]


def _head(axis: Axis) -> str:
    return esc(axis.label).replace("（", "<wbr>（")


def _proactive(table: Table, cell: _Cell) -> str:
    """Blocks of rows under the article they report on, each with its own column heads."""
    parts = []
    width = max(len(table.row_cols(row)) for row in table.rows)
    for (article, _), rows in groupby(table.rows, key=lambda row: (row.group, row.columns)):
        block = list(rows)
        cols = table.row_cols(block[0])
        span = width - len(cols) + 1
        heads = "".join(
            f"<th{_span('colspan', span if col is cols[-1] else 1)}>{_head(col)}</th>"
            for col in cols
        )
        parts.append(
            f'<tr class="article"><th colspan="{width + 1}"><span>{esc(article)}</span></th></tr>'
            f"<tr><th></th>{heads}</tr>"
        )
        for row in block:
            own = [cell(row.code, col.code) for col in cols]
            own[-1] = own[-1].replace("<td ", f"<td{_span('colspan', span)} ", 1)
            parts.append(f'<tr><th class="row">{esc(row.printed)}</th>{"".join(own)}</tr>')
    return f"<tbody>{''.join(parts)}</tbody>"


def _span(name: str, size: int) -> str:
    return f' {name}="{size}"' if size > 1 else ""


def _requests(table: Table, cell: _Cell) -> str:
    legal = [col for col in table.cols if col.group]
    heads = (
        f'<tr><th rowspan="2" class="row"></th><th rowspan="2">{_head(table.cols[0])}</th>'
        f'<th colspan="{len(legal)}">{esc(legal[0].group)}</th>'
        f'<th rowspan="2">{_head(table.cols[-1])}</th></tr>'
        f"<tr>{''.join(f'<th>{_head(col)}</th>' for col in legal)}</tr>"
    )
    parts: list[str] = []
    group = ""
    width = len(table.cols) + 1
    for row in table.rows:
        outcome = "三、本年度办理结果"
        if row.group == outcome and not any(outcome in part for part in parts):
            parts.append(
                f'<tr class="article"><th colspan="{width}"><span>{outcome}</span></th></tr>'
            )
        elif row.group and row.group not in (group, outcome):
            parts.append(
                f'<tr class="article"><th colspan="{width}"><span>{esc(row.group)}</span></th></tr>'
            )
        group = row.group
        css = "row deep" if row.number[:1].isdigit() else "row"
        own = "".join(cell(row.code, col.code) for col in table.cols)
        parts.append(f'<tr><th class="{css}">{esc(row.printed)}</th>{own}</tr>')
    return f"<thead>{heads}</thead><tbody>{''.join(parts)}</tbody>"


def _disputes(table: Table, cell: _Cell) -> str:
    """One printed row of three blocks, the last two of them law suits."""
    first, *suits = table.rows
    size = len(table.cols)
    heads = "".join(f"<th>{_head(col)}</th>" for col in table.cols)
    top = (
        f'<tr><th colspan="{size}" rowspan="2">{esc(first.label)}</th>'
        f'<th colspan="{size * len(suits)}">{esc(suits[0].group)}</th></tr>'
    )
    middle = "".join(f'<th colspan="{size}">{esc(row.label)}</th>' for row in suits)
    own = "".join(cell(row.code, col.code) for row in table.rows for col in table.cols)
    return (
        f"<thead>{top}<tr>{middle}</tr><tr>{heads * len(table.rows)}</tr></thead>"
        f"<tbody><tr>{own}</tr></tbody>"
    )
