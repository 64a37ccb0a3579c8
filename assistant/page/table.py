"""The result table of an answer, each value linked to its cells: a page of its rows at a time,
sorted over all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.markdown import number
from assistant.page.markup import button, esc
from assistant.page.texts import say

SHOWN_IN_CHAT = 10
ROWS_A_PAGE = 200
OWN = "\0value"  # the column of a computed value, which is under no measure's name
_BODY, _YEAR = 0, 1  # columns before the values
Answer = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class View:
    """Which rows are looked at: a page (from 0), sorted by a column, or as the answer has them."""

    page: int = 0
    col: int | None = None
    down: bool = True


def columns(answer: Answer) -> list[str]:
    """The names of the value columns; `OWN` first where rows have a value of their own. None
    where the rows are reports that say something."""
    names = list(dict.fromkeys(name for row in answer["rows"] for name in row["values"]))
    own = any(
        row["value"] is not None and row["value"] not in row["values"].values()
        for row in answer["rows"]
    )
    return [OWN, *names] if own else names


def in_order(answer: Answer, view: View) -> list[int]:
    """The places of all rows, sorted: equal ones stay in the answer's order, and rows without a
    number are last either way, since nothing is not the smallest number."""
    places = list(range(len(answer["rows"])))
    if view.col is None:
        return places
    names = columns(answer)
    keys = [_key(row, view.col, names) for row in answer["rows"]]
    known = [place for place in places if keys[place] is not None]
    known.sort(key=keys.__getitem__, reverse=view.down)
    return known + [place for place in places if keys[place] is None]


def _key(row: Mapping[str, Any], col: int, names: Sequence[str]) -> Any:
    if col == _BODY:
        return row["issuer"].encode("gb18030", "replace")  # common characters: by pinyin
    if col == _YEAR:
        return row["year"]
    return _value(row, names[col - 2])


def _value(row: Mapping[str, Any], name: str) -> Any:
    return row["value"] if name == OWN else row["values"].get(name)


def result_table(
    answer: Answer, turn: int, language: str, limit: int, view: View | None = None
) -> str:
    """Page `view.page` of `limit` rows as an HTML table. Its heads sort all rows: in the browser
    where all are shown, otherwise by opening the table sorted. With a `view`, the way from a value
    leads back to it."""
    now = view or View()
    names = columns(answer)
    places = in_order(answer, now)[now.page * limit : (now.page + 1) * limit]
    data = {"turn": turn, **(back(view) if view else {})}
    body = "".join(_row(answer["rows"][i], i, names, data, language) for i in places)
    everything = len(places) == len(answer["rows"])
    head = "".join(
        _head(text, i, None if everything else turn, now)
        for i, text in enumerate(_titles(names, language))
    )
    return (
        f'<div class="scroll"><table class="result"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def back(view: View) -> dict[str, Any]:
    """The view as a button's data."""
    return {
        "page": view.page,
        "col": view.col,
        "down": int(view.down) if view.col is not None else None,
    }


def _titles(names: Sequence[str], language: str) -> list[str]:
    heads = [say(language, "body"), say(language, "year")]
    return heads + [say(language, "value") if name == OWN else name for name in names]


def _head(text: str, col: int, turn: int | None, view: View) -> str:
    sorted_ = col == view.col
    way = ("descending" if view.down else "ascending") if sorted_ else "none"
    if turn is None:
        press = button(esc(text), do="sort", col=col)
    else:
        down = int(not (sorted_ and view.down))
        press = button(esc(text), do="table", turn=turn, col=col, down=down)
    css = ' class="num"' if col > _YEAR else ""
    return f'<th{css} aria-sort="{way}">{press}</th>'


def last_page(answer: Answer) -> int:
    """The number of the table's last page, the first being 0."""
    return max(0, len(answer["rows"]) - 1) // ROWS_A_PAGE


def pager(answer: Answer, turn: int, language: str, view: View) -> str:
    """Steps through the pages of the table; nothing where one page holds all rows."""
    rows, last = len(answer["rows"]), last_page(answer)
    if last < 1:
        return ""

    def step(sign: str, key: str, page: int) -> str:
        if not 0 <= page <= last or page == view.page:
            return f'<button type="button" class="step" disabled>{sign}</button>'
        given = {**back(view), "turn": turn, "page": page}
        return button(sign, "step", say(language, key), do="table", **given)

    first = view.page * ROWS_A_PAGE + 1
    shown = say(language, "rows_of", first=first, last=min(first + ROWS_A_PAGE - 1, rows), n=rows)
    return (
        f'<span class="steps pager">{step("«", "first_page", 0)}'
        f"{step('‹', 'previous_page', view.page - 1)}<b>{view.page + 1}</b> / {last + 1}"
        f"{step('›', 'next_page', view.page + 1)}{step('»', 'last_page', last)}</span>"
        f"<span>{esc(shown)}</span>"
    )


def _row(
    row: Mapping[str, Any],
    place: int,
    names: Sequence[str],
    data: Mapping[str, Any],
    language: str,
) -> str:
    body = esc(row["issuer"])
    if not names and row["report_id"]:
        whole = say(language, "whole_report")
        body = button(body, "cell", whole, do="report", rid=row["report_id"])
    cells = [f"<td>{body}</td>", f'<td class="year">{esc(row["year"] or "")}</td>']
    for name in names:
        value = _value(row, name)
        asked = name in row["values"] or name == OWN
        nothing = esc(say(language, "no_value")) if asked else ""
        shown = esc(number(value)) if value is not None else nothing
        css = "num" if value is not None else "none"
        sort = "" if value is None else f"{value}"
        if row["report_id"] and asked and name != OWN:
            title = say(language, "open_cell")
            shown = button(shown, "cell", title, do="row", row=place, name=name, **data)
        cells.append(f'<td class="{css}" data-sort="{esc(sort)}">{shown}</td>')
    return f"<tr>{''.join(cells)}</tr>"
