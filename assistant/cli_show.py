"""What the terminal shows to people: answers, sources, reports, findings, progress."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

from assistant.answer import Answer
from assistant.evidence import Citation
from assistant.markdown import plain
from index.form import TABLES

_BAR = 30
_STATUS = {
    "not_in_corpus": "〔语料中没有〕",
    "needs_clarification": "〔需要说明〕",
    "out_of_scope": "〔不在年报范围〕",
    "error": "〔出错〕",
}


class Progress:
    """A bar on a terminal's stderr; nothing where stderr is no terminal."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._width = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._width:
            print(file=sys.stderr)

    def step(self, done: int, total: int, name: str) -> None:
        """One more file is done."""
        if not self._shown or not total:
            return
        filled = _BAR * done // total
        line = f"[{'█' * filled}{'·' * (_BAR - filled)}] {done}/{total} {name[-40:]}"
        width = _width(line)
        print("\r" + line + " " * max(0, self._width - width), end="", file=sys.stderr, flush=True)
        self._width = width


_MARKS = re.compile(r"\[\d+\]")


def answer_text(answer: Answer) -> str:
    """An answer for the terminal: text, numbered sources, warnings, how it was understood."""
    parts = [_STATUS.get(answer.status, "") + plain(answer.answer)]
    if answer.citations:
        sources = [source_line(n, c) for n, c in enumerate(answer.citations, start=1)]
        parts.append("来源\n" + "\n".join(sources))
    unsaid = [w for w in answer.warnings if not _is_said(w, answer.answer)]
    if unsaid:
        parts.append("注意\n" + "\n".join(f"  {warning}" for warning in unsaid))
    if answer.plan_text:
        parts.append(f"理解：{answer.plan_text}")
    return "\n\n".join(parts)


def _is_said(warning: str, text: str) -> bool:
    """Whether the answer's own text holds the warning, the name before it aside."""
    bare = _MARKS.sub("", text)
    told = warning.partition("：")[2].rstrip("。")
    return warning in bare or bool(told and told in bare)


def source_line(n: int, citation: Citation) -> str:
    """[1] file, 表三 row and column, or section, and the quote."""
    where = citation.section
    if citation.kind == "cell" and citation.table and citation.row_code and citation.col_code:
        table = TABLES[citation.table]
        row, col = table.row(citation.row_code), table.col(citation.col_code)
        where = f"{table.number}“{row.printed}”行“{col.label}”列"
    return f"  [{n}] {citation.file}　{where}：{_one_line(citation.quote)}"


def source_in_place(n: int, citation: Citation, text: str) -> str:
    """A source where it stands: a cell in its printed row, a sentence in its paragraph, marked."""
    before, after = _around(citation, text)
    marked = f"{before}【{text[citation.start : citation.end]}】{after}"
    return f"{source_line(n, citation)}\n\n{marked.strip()}"


def _around(citation: Citation, text: str) -> tuple[str, str]:
    """The text from the row's label to the cell and to the row's end; else the paragraph's."""
    first = text.rfind("\n", 0, citation.start) + 1
    last = text.find("\n", citation.end)
    last = len(text) if last < 0 else last
    if citation.kind == "cell" and citation.table and citation.row_code:
        label = TABLES[citation.table].row(citation.row_code).label[:6]
        printed = text.rfind(label, max(0, citation.start - 400), citation.start)
        first = min(first, printed) if printed >= 0 else first
    return text[first : citation.start], text[citation.end : last]


def _one_line(text: str) -> str:
    joined = " ".join(text.split())
    return joined if len(joined) <= 80 else joined[:79] + "…"


def reports_table(held: Sequence[Mapping[str, Any]]) -> str:
    """The reports held, one a line."""
    if not held:
        return "还没有收录任何报告。请运行：nianbao index 文件或目录"
    header = ("编号", "机关", "年度", "表格", "单元格", "问题", "质量", "文件")
    names = ("report_id", "issuer", "year", "form", "cells", "findings", "grade", "file")
    rows = [[_text(record[name]) for name in names] for record in held]
    return _columns([list(header), *rows]) + f"\n共 {len(held)} 份。"


def findings_text(found: Sequence[Mapping[str, Any]]) -> str:
    """Findings by report."""
    if not found:
        return "没有发现问题。"
    lines, last = [], None
    for finding in found:
        if finding["report_id"] != last:
            last = finding["report_id"]
            lines.append(f"{last}  {finding['file']}")
        lines.append(f"  {finding['rule']}：{finding['detail']}")
    return "\n".join([*lines, f"共 {len(found)} 处。"])


def _text(value: object) -> str:
    return "—" if value is None else str(value)


def _width(text: str) -> int:
    """Columns on a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _columns(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(_width(row[n]) for row in rows) for n in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    )
