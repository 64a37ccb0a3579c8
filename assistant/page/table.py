"""The result table of an answer: on the page with each value linked to its cells, and as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.markdown import number
from assistant.page.files import Format, Value, write_table
from assistant.page.markup import button, esc
from assistant.page.texts import say
from index.errors import StoreError
from index.form import split_key
from index.report import CellKey, Report
from index.store import Store

SHOWN_IN_CHAT = 10
SHOWN_IN_PANEL = 2000
_SOURCE_COLUMNS = ("报告编号", "文件", "出处", "原文", "起", "止")
_OWN = "\0value"  # the column of a computed value, which is under no measure's name
Answer = Mapping[str, Any]


def columns(answer: Answer) -> list[str]:
    """The names of the value columns; `_OWN` first where rows have a value of their own."""
    names = list(dict.fromkeys(name for row in answer["rows"] for name in row["values"]))
    own = any(
        row["value"] is not None and row["value"] not in row["values"].values()
        for row in answer["rows"]
    )
    return [_OWN, *names] if own or not names else names


def result_table(answer: Answer, turn: int, language: str, limit: int) -> str:
    """The first `limit` rows as a sortable HTML table."""
    names = columns(answer)
    heads = [say(language, "body"), say(language, "year")]
    heads += [say(language, "value") if name == _OWN else name for name in names]
    head = "".join(
        f'<th aria-sort="none"><button type="button" data-do="sort" data-col="{i}">'
        f"{esc(text)}</button></th>"
        for i, text in enumerate(heads)
    )
    body = "".join(
        _row(row, i, names, turn, language) for i, row in enumerate(answer["rows"][:limit])
    )
    return (
        f'<div class="scroll"><table class="result"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _row(
    row: Mapping[str, Any],
    place: int,
    names: Sequence[str],
    turn: int,
    language: str,
) -> str:
    cells = [f"<td>{esc(row['issuer'])}</td>", f'<td class="year">{esc(row["year"] or "")}</td>']
    for name in names:
        value = row["value"] if name == _OWN else row["values"].get(name)
        shown = esc(number(value)) if value is not None else esc(say(language, "no_value"))
        css = "num" if value is not None else "none"
        sort = "" if value is None else f"{value}"
        if row["report_id"] and name != _OWN:
            title = say(language, "open_cell")
            shown = button(shown, "cell", title, do="row", turn=turn, row=place, name=name)
        cells.append(f'<td class="{css}" data-sort="{esc(sort)}">{shown}</td>')
    return f"<tr>{''.join(cells)}</tr>"


def cells_behind(answer: Answer, name: str, report: Report) -> list[CellKey]:
    """The cells of `report` that the value under a measure's name rests on; [] for a number
    that stands in the text."""
    for measure in (answer["plan"] or {}).get("measures", ()):
        if name == measure["label"] or name.startswith(measure["label"] + "（"):
            older = measure.get("cells_2019") or measure.get("cells", ())
            keys = older if report.form == "2019" else measure.get("cells", ())
            every = [*keys, *measure.get("over", ()), *measure.get("minus", ())]
            return [split_key(key) for key in every]
    return []


def download(answer: Answer, store: Store, format: Format) -> Path:
    """All rows with where each stands: id, file, place, quote and offsets of its first source."""
    names = columns(answer)
    header = ["单位", "年度", *("数值" if name == _OWN else name for name in names)]
    sources = _sources(answer)
    files = _files(store, answer)
    rows: list[list[Value]] = []
    for row in answer["rows"]:
        values = [row["value"] if name == _OWN else row["values"].get(name) for name in names]
        source = sources.get((row["report_id"], row["year"]), {})
        rows.append(
            [
                row["issuer"],
                row["year"],
                *values,
                row["report_id"],
                source.get("file") or files.get(row["report_id"]),
                source.get("section"),
                source.get("quote"),
                source.get("start"),
                source.get("end"),
            ]
        )
    return write_table(answer["question"] or "结果", [*header, *_SOURCE_COLUMNS], rows, format)


def _sources(answer: Answer) -> dict[tuple[str, int | None], Mapping[str, Any]]:
    found: dict[tuple[str, int | None], Mapping[str, Any]] = {}
    for citation in answer["citations"]:
        found.setdefault((citation["report_id"], citation["year"]), citation)
    return found


def _files(store: Store, answer: Answer) -> dict[str, str]:
    """Report id → file, for rows that the answer's text does not cite."""
    wanted = {row["report_id"] for row in answer["rows"]} - {None}
    cited = {citation["report_id"] for citation in answer["citations"]}
    if wanted <= cited:
        return {}
    try:
        return {row["report_id"]: row["file"] for row in store.listing()}
    except StoreError:
        return {}
