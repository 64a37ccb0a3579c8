"""The reports held as a list, and one report opened: text, tables, years side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from assistant.page.forms import Marked, doubts_of, print_table, tables_of
from assistant.page.markup import attributes, button, esc, link
from assistant.page.source import mark_text
from assistant.page.texts import say
from assistant.page.years import beside
from index.report import Report
from index.store import Store

SHOWN = 300
Row = Mapping[str, Any]


def narrow(rows: Iterable[dict[str, Any]], search: str = "", **wanted: Any) -> list[dict[str, Any]]:
    """The rows whose fields equal `wanted` (null and "" do not narrow) and that say `search`
    in their issuer, place or file."""
    chosen = {name: value for name, value in wanted.items() if value not in (None, "", [])}
    words = search.split()
    return [
        row
        for row in rows
        if all(row[name] == value for name, value in chosen.items())
        and all(word in _said(row) for word in words)
    ]


def _said(row: Row) -> str:
    names = ("province", "city", "county", "township", "issuer", "file", "year", "report_id")
    return " ".join(str(row[name] or "") for name in names)


def choices(rows: Sequence[Row], name: str, language: str) -> list[tuple[str, Any]]:
    """What a filter offers: every value that occurs, after "any"."""
    found = sorted({row[name] for row in rows if row[name] is not None}, key=str)
    return [(say(language, "any"), ""), *((str(value), value) for value in found)]


def listing(rows: Sequence[Row], held: int, language: str) -> str:
    """The chosen rows as a table, a line on how many there are, or what to do where none is."""
    if not held:
        return (
            f'<div class="welcome"><h2>{esc(say(language, "empty_title"))}</h2>'
            f"<p>{esc(say(language, 'empty_add'))}</p><pre>nianbao index 年报文件夹/</pre></div>"
        )
    if not rows:
        return f'<p class="muted">{esc(say(language, "none_found"))}</p>'
    count = (
        say(language, "held", n=held)
        if len(rows) == held
        else say(language, "held_of", n=len(rows), all=held)
    )
    more = say(language, "more", shown=SHOWN) if len(rows) > SHOWN else ""
    names = ("body", "year", "county", "type", "form", "cells", "findings_n", "grade")
    heads = "".join(
        f'<th aria-sort="none">{button(esc(say(language, n)), do="sort", col=i)}</th>'
        for i, n in enumerate(names)
    )
    body = "".join(_listed(row, language) for row in rows[:SHOWN])
    return (
        f'<p class="muted">{esc(count)}　{esc(more)}</p><div class="scroll tall">'
        f'<table class="list"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _listed(row: Row, language: str) -> str:
    name = button(
        esc(row["issuer"]), "cell", PurePath(row["file"]).name, do="report", rid=row["report_id"]
    )
    county = row["county"] or row["city"] or say(language, "unknown_place")
    findings = row["findings"]
    return (
        f"<tr><td>{name}</td><td>{esc(row['year'] or '')}</td><td>{esc(county)}</td>"
        f"<td>{esc(row['body_type'])}</td><td>{esc(row['form'])}</td>"
        f'<td class="num" data-sort="{row["cells"]}">{row["cells"]}</td>'
        f'<td class="num{" doubt" if findings else ""}" data-sort="{findings}">{findings}</td>'
        f'<td><span class="grade {esc(row["grade"])}">{esc(row["grade"])}</span></td></tr>'
    )


def report_empty(language: str) -> str:
    """The viewer before a report is chosen."""
    return f'<div class="panel empty"><p>{esc(say(language, "report_empty"))}</p></div>'


def report_view(store: Store, report_id: str, language: str) -> str:
    """One report: what it is, findings, its tables, its years side by side, its text.

    Raises StoreError where the report is not held.
    """
    report = store.report(report_id)
    parts = [
        ("tables", _tables(report, language), True),
        ("beside", beside(store, report_id, language), False),
        ("text", _text(report), not report.cells),
    ]
    body = "".join(
        f"<details{' open' if opened else ''}><summary>{esc(say(language, key))}</summary>"
        f"{shown}</details>"
        for key, shown, opened in parts
        if shown
    )
    return (
        f'<div class="panel"{attributes(rid=report_id, panel="report")}>'
        f'{_header(report, language)}{_findings(report)}<div class="parts">{body}</div></div>'
    )


def _header(report: Report, language: str) -> str:
    identity = report.identity
    places = dict.fromkeys(p for p in (identity.province, identity.city, identity.county) if p)
    path = "".join(f"<span>{esc(place)}</span>" for place in places)
    close = button("✕", "close", say(language, "close"), do="close")
    facts = [
        f"<span>{esc(PurePath(report.file).name)}</span>",
        f"<span>{esc(say(language, 'form'))} {esc(report.form)}</span>",
        f'<span>{esc(say(language, "grade"))} <span class="grade {esc(report.grade)}">'
        f"{esc(report.grade)}</span></span>",
        link(report.metadata.get("url"), say(language, "original")),
    ]
    return (
        f'<header><div class="top"><h3>{esc(identity.full_name)}　{esc(identity.year or "")}</h3>'
        f'{close}</div><div class="path">{path}</div><div class="meta">{"".join(facts)}</div>'
        "</header>"
    )


def _findings(report: Report) -> str:
    items = "".join(f"<li>⚠ {esc(finding.detail)}</li>" for finding in report.findings)
    return f'<ul class="findings">{items}</ul>' if items else ""


def _tables(report: Report, language: str) -> str:
    if not report.cells:
        return ""
    cells = {cell.key: cell for cell in report.cells}
    marked = Marked(doubts=doubts_of(report.findings))
    shown = "".join(print_table(table, cells, marked, language) for table in tables_of(report))
    return f'{shown}<p class="legend">{esc(say(language, "legend"))}</p>'


def _text(report: Report) -> str:
    """The narrative sections; the tables' own lines stand in the tables."""
    parts = []
    for section in report.sections:
        if section.kind == "table" and report.cells:
            continue
        content = section.start + len(section.heading)
        body = mark_text(report.text, min(content, section.end), section.end, None)
        parts.append(f'<h4>{esc(section.heading)}</h4><div class="prose-text">{body}</div>')
    if not parts:
        parts.append(
            f'<div class="prose-text">{mark_text(report.text, 0, len(report.text), None)}</div>'
        )
    return "".join(parts)
