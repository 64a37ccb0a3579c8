"""What the side panel shows for a click in an answer: a citation, a value's cells, all rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.lookup_measure import cells_for
from assistant.page import history, source
from assistant.page.chat import downloads
from assistant.page.markup import button, esc
from assistant.page.sources import measure_of, report_of, span_of
from assistant.page.table import ROWS_A_PAGE, View, columns, last_page, pager, result_table
from assistant.page.texts import say
from index.form import split_key
from index.store import Store

Answer = Mapping[str, Any]


def clicked(store: Store, answer: Answer, turn: int, data: Mapping[str, Any], language: str) -> str:
    """The panel for the data of a click in turn `turn`. StoreError where the report is no longer
    held; KeyError, IndexError or ValueError where the answer has nothing such."""
    if data["do"] == "cite":
        return _cited(store, answer, turn, int(data["n"]), language)
    if data["do"] == "row":
        return _row(store, answer, data, language)
    return _whole_table(answer, turn, _view(answer, data), language)


def _cited(store: Store, answer: Answer, turn: int, n: int, language: str) -> str:
    citation = answer["citations"][n - 1]
    report = store.report(citation["report_id"])
    if not history.stands(report.text, citation):
        return source.replaced(report, citation["quote"], language)
    return source.cited(report, answer["citations"], n, turn, language)


def _row(store: Store, answer: Answer, data: Mapping[str, Any], language: str) -> str:
    row = answer["rows"][int(data["row"])]
    measure, year = measure_of(answer, str(data["name"])) or (None, None)
    report = store.report(report_of(store, row, year))
    bar = _way_back(data, language)
    if measure is not None and not measure.claim:
        keys = cells_for(measure, report.form)
        names = [split_key(name) for name in (*measure.over, *measure.minus)]
        if keys:
            return source.cells(report, [*keys, *names], language, bar)
    span = span_of(store, report.report_id, measure) if measure is not None else (0, 0)
    return source.sentence(report, span, language, bar)


def _view(answer: Answer, data: Mapping[str, Any]) -> View:
    """The page and order that a click asks for; ValueError where there is none such."""
    col = None if data.get("col") is None else int(data["col"])
    page = int(data.get("page") or 0)
    if not 0 <= page <= last_page(answer) or (
        col is not None and not 0 <= col < len(columns(answer)) + 2
    ):
        raise ValueError(f"page {page}, column {col}")
    return View(page, col, str(data.get("down", "1")) != "0")


def _way_back(data: Mapping[str, Any], language: str) -> str:
    """A button back to the table in the panel, where the click came from there."""
    if "page" not in data:
        return ""
    given: dict[str, Any] = {name: data.get(name) for name in ("turn", "page", "col", "down")}
    return button(esc(say(language, "back")), "plain", do="table", **given)


def _whole_table(answer: Answer, turn: int, view: View, language: str) -> str:
    table = result_table(answer, turn, language, ROWS_A_PAGE, view)
    steps = pager(answer, turn, language, view)
    close = button("✕", "close", say(language, "close"), do="close")
    files = downloads(turn, language) if "answer" in answer else ""
    return (
        f'<div class="panel" data-panel="table"><header><div class="top">'
        f"<h3>{esc(say(language, 'rows', n=len(answer['rows'])))}</h3>{close}</div>"
        f'<div class="meta">{steps}{files}</div></header>{table}</div>'
    )
