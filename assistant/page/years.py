"""All years of one body side by side, with differences and the 结转 link between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from sqlalchemy import select

from assistant.markdown import number
from assistant.page.markup import button, esc
from assistant.page.texts import say
from index.form import TABLES
from index.report import Cell, CellKey
from index.store import Store
from index.store.schema import all_keys, reports

_IN: CellKey = ("requests", "carried_in", "total")
_OUT: CellKey = ("requests", "carried_out", "total")
_YEARS = 8  # the latest so many
Cells = Mapping[CellKey, Cell]


def years_of(store: Store, report_id: str) -> list[tuple[int, str]]:
    """(year, report id) of every report of the same body, oldest first."""
    own = select(reports.c.body_key).where(reports.c.report_id == report_id)
    same = (
        select(reports.c.year, reports.c.report_id)
        .where(reports.c.body_key == own.scalar_subquery(), reports.c.year.is_not(None))
        .order_by(reports.c.year, reports.c.report_id)
    )
    with store.connect() as connection:
        return [(row.year, row.report_id) for row in connection.execute(same)]


def beside(store: Store, report_id: str, language: str) -> str:
    """The years as columns, one row a cell; rows that print 0 in every year are left out."""
    years = years_of(store, report_id)[-_YEARS:]
    if len(years) < 2:
        year = years[0][0] if years else "?"
        return f'<p class="muted">{esc(say(language, "beside_one", year=year))}</p>'
    own = store.own_cells([report for _, report in years])
    cells = [{cell.key: cell for cell in own.get(report, ())} for _, report in years]
    keys = [key for key in all_keys() if any(key in column for column in cells)]
    rows = "".join(_row(key, cells, language) for key in keys if not _all_zero(key, cells))
    heads = "".join(
        f"<th>{button(str(year), 'cell', do='report', rid=report)}</th>" for year, report in years
    )
    label = esc(say(language, "measure"))
    return (
        f'{_carried(years, cells, language)}<div class="scroll"><table class="list beside">'
        f"<thead><tr><th>{label}</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
        f'<p class="legend">{esc(say(language, "beside_zero"))}</p>'
    )


def _all_zero(key: CellKey, cells: Sequence[Cells]) -> bool:
    return all(key not in column or column[key].value == 0 for column in cells)


def _row(key: CellKey, cells: Sequence[Cells], language: str) -> str:
    table = TABLES[key[0]]
    row, col = table.row(key[1]), table.col(key[2])
    name = f"{table.number} {row.printed}·{col.label}"
    values = [column[key].value if key in column else None for column in cells]
    shown = []
    for i, column in enumerate(cells):
        cell = column.get(key)
        before = values[i - 1] if i else None
        value = values[i]
        changed = before is not None and value is not None and before != value
        shown.append(
            f'<td class="num{" changed" if changed else ""}">{_value(cell, language)}'
            f"{_step(before, value) if changed else ''}</td>"
        )
    return f"<tr><td>{esc(name)}</td>{''.join(shown)}</tr>"


def _value(cell: Cell | None, language: str) -> str:
    if cell is None:
        return f'<span class="muted">{esc(say(language, "no_cell"))}</span>'
    if cell.value is not None:
        return esc(number(cell.value))
    return f'<span class="muted">〔{esc(say(language, "state_" + cell.state))}〕</span>'


def _step(before: float | None, value: float | None) -> str:
    if before is None or value is None:
        return ""
    step = round(value - before, 6)
    return f"<small>{'+' if step > 0 else '−'}{esc(number(abs(step)))}</small>"


def _carried(years: Sequence[tuple[int, str]], cells: Sequence[Cells], language: str) -> str:
    """One line for each pair of consecutive years: does what was carried out come in again?"""
    lines = []
    for ((a, _), before), ((b, _), after) in pairwise(zip(years, cells, strict=True)):
        if b != a + 1:
            continue
        out, into = before.get(_OUT), after.get(_IN)
        x, y = (cell.value if cell else None for cell in (out, into))
        key = "carry_open" if x is None or y is None else "carry_ok" if x == y else "carry_bad"
        text = say(language, key, a=a, b=b, x=_plain(out, language), y=_plain(into, language))
        lines.append(f'<li class="{key}">{esc(text)}</li>')
    return f'<ul class="carry">{"".join(lines)}</ul>' if lines else ""


def _plain(cell: Cell | None, language: str) -> str:
    if cell is not None and cell.value is not None:
        return number(cell.value)
    return f"〔{say(language, 'state_' + (cell.state if cell else 'missing'))}〕"
