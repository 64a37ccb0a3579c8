"""The source panel: a report's own table or text, the cited place marked and scrolled to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import PurePath
from typing import Any

from assistant.page.forms import Marked, doubts_of, print_table, table_of
from assistant.page.markup import attributes, button, esc, link
from assistant.page.texts import say
from index.report import CellKey, Report, Section

_AROUND = 1500  # characters of text before and after a cited sentence
_PRINTED = 60  # characters of the report's text around a cited cell
Span = tuple[int, int]


def empty(language: str) -> str:
    """The panel before anything is opened."""
    return (
        f'<div class="panel empty" data-panel="empty"><h3>{esc(say(language, "source"))}</h3>'
        f"<p>{esc(say(language, 'source_empty'))}</p></div>"
    )


def gone(language: str) -> str:
    """The panel where the cited report is no longer held."""
    return f'<div class="panel" data-panel="source"><p>{esc(say(language, "gone"))}</p></div>'


def replaced(report: Report, quote: str, language: str) -> str:
    """The panel where a report is held in another version than the one quoted."""
    note = f'<p class="stale">{esc(say(language, "replaced"))}</p><pre>{esc(quote)}</pre>'
    return _panel(report, "", "", f'<div class="printed">{note}</div>', language)


def cited(
    report: Report, citations: Sequence[dict[str, Any]], n: int, turn: int, language: str
) -> str:
    """The panel for citation `n` (from 1) of an answer: `citations` as the contract gives them."""
    chosen = citations[n - 1]
    same = [c for c in citations if c["report_id"] == report.report_id]
    bar = _steps(n, len(citations), turn, language)
    if chosen["kind"] == "cell" and chosen.get("table"):
        also = {_key(c) for c in same if c["kind"] == "cell" and c.get("table")}
        body = cell_view(report, [_key(chosen)], also, language)
    else:
        others = [(c["start"], c["end"]) for c in same if c["kind"] == "text" and c is not chosen]
        body = text_view(report, (chosen["start"], chosen["end"]), others)
    return _panel(report, chosen.get("section") or "", bar, body, language)


def cells(report: Report, keys: Sequence[CellKey], language: str, bar: str = "") -> str:
    """The panel for cells of a report that no citation names: of a table row, of a finding. `bar`
    is HTML beside its title."""
    tables = list(dict.fromkeys(key[0] for key in keys))
    body = "".join(
        cell_view(report, [key for key in keys if key[0] == table], (), language)
        for table in tables
    )
    section = _section_of(report, keys)
    return _panel(report, section, bar, body, language)


def sentence(report: Report, span: Span, language: str, bar: str = "") -> str:
    """The panel for a stretch of a report's text; `bar` as for `cells`."""
    section = _around(report, span[0])
    return _panel(report, section.path if section else "", bar, text_view(report, span), language)


def cell_view(
    report: Report, hit: Sequence[CellKey], also: Collection[CellKey], language: str
) -> str:
    """The table of `hit` with its cells marked, its findings, and what is printed there."""
    by_key = {cell.key: cell for cell in report.cells}
    doubts = doubts_of(report.findings)
    table = table_of(report, hit[0][0])
    shown = print_table(table, by_key, Marked(hit, also, doubts), language)
    here = [f for f in report.findings if any(c.startswith(table.code + ".") for c in f.cells)]
    notes = "".join(f"<li>⚠ {esc(finding.detail)}</li>" for finding in here)
    printed = "".join(_printed(report, key, by_key) for key in hit[:3])
    head = esc(say(language, "printed"))
    return (
        shown
        + (f'<ul class="findings">{notes}</ul>' if notes else "")
        + f'<p class="legend">{esc(say(language, "legend"))}</p>'
        + (f'<div class="printed"><h4>{head}</h4>{printed}</div>' if printed else "")
    )


def _printed(report: Report, key: CellKey, by_key: Any) -> str:
    """The report's own characters around a cell, the cell marked."""
    cell = by_key.get(key)
    if cell is None or cell.start is None or cell.end is None:
        return ""
    start, end = max(0, cell.start - _PRINTED), min(len(report.text), cell.end + _PRINTED)
    before, after = report.text[start : cell.start], report.text[cell.end : end]
    middle = report.text[cell.start : cell.end]
    return f"<pre>…{esc(before)}<mark>{esc(middle)}</mark>{esc(after)}…</pre>"


def text_view(report: Report, hit: Span, others: Sequence[Span] = ()) -> str:
    """The section around `hit`, which is marked; `others` more faintly."""
    section = _around(report, hit[0])
    low = max(section.start if section else 0, hit[0] - _AROUND)
    high = min(section.end if section else len(report.text), hit[1] + _AROUND)
    high = max(high, hit[1])
    return f'<div class="prose-text">{mark_text(report.text, low, high, hit, others)}</div>'


def mark_text(text: str, low: int, high: int, hit: Span | None, others: Sequence[Span] = ()) -> str:
    """`text[low:high]` as escaped paragraphs with spans marked; overlapping spans are cut to
    what is left of them after `hit`."""
    spans = [(*hit, "hit")] if hit else []
    for start, end in sorted(others):
        if all(end <= s or start >= e for s, e, _ in spans):
            spans.append((start, end, "also"))
    found, at = [], low
    for start, end, css in sorted(spans):
        if start < low or end > high:
            continue
        found.append(esc(text[at:start]))
        found.append(f'<mark class="{css}">{esc(text[start:end])}</mark>')
        at = end
    found.append(esc(text[at:high]))
    return "".join(found).strip("\n").replace("\n", "<br>")


def _around(report: Report, at: int) -> Section | None:
    """The smallest section that holds the offset."""
    holding = [s for s in report.sections if s.start <= at < s.end]
    return min(holding, key=lambda s: s.end - s.start, default=None)


def _section_of(report: Report, keys: Sequence[CellKey]) -> str:
    for cell in report.cells:
        if cell.key in keys and cell.start is not None:
            section = _around(report, cell.start)
            return section.path if section else ""
    return ""


def _key(citation: dict[str, Any]) -> CellKey:
    return citation["table"], citation["row_code"], citation["col_code"]


def _steps(n: int, count: int, turn: int, language: str) -> str:
    def step(to: int, key: str, arrow: str) -> str:
        if not 1 <= to <= count:
            return f'<button type="button" class="step" disabled>{arrow}</button>'
        return button(arrow, "step", say(language, key), do="cite", turn=turn, n=to)

    before, after = step(n - 1, "previous", "‹"), step(n + 1, "next", "›")
    return f'<span class="steps">{before}<b>{n}</b> / {count}{after}</span>'


def _panel(report: Report, section: str, bar: str, body: str, language: str) -> str:
    identity = report.identity
    url = link(report.metadata.get("url"), say(language, "original"))
    close = button("✕", "close", say(language, "close"), do="close")
    whole = button(esc(say(language, "whole_report")), "plain", do="report", rid=report.report_id)
    path = "".join(f"<span>{esc(part)}</span>" for part in section.split("/") if part)
    file = esc(PurePath(report.file).name)
    return (
        f'<div class="panel" data-panel="source"{attributes(rid=report.report_id)}>'
        f'<header><div class="top"><h3>{esc(identity.full_name)}　{esc(identity.year or "")}</h3>'
        f"{bar}{close}</div>"
        f'<div class="path">{path}</div>'
        f'<div class="meta"><span>{file}</span>{url}{whole}</div></header>{body}</div>'
    )
