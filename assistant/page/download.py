"""An answer's rows as a file: every row, every value with the place it is printed at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assistant.markdown import number
from assistant.page.files import Format, Value, write_table
from assistant.page.sources import Located, Source, locate, said
from assistant.page.table import OWN, columns
from index.errors import StoreError
from index.store import Store

Answer = Mapping[str, Any]
_VALUE = ("出处", "行", "列", "状态", "原文", "起", "止")
_TEXT = ("出处", "原文", "起", "止")
_REPORT = ("报告编号", "文件", "原文链接")
_COMPUTED = Source(None, state="由多份报告计算")
_GONE = Source(None, state="报告已移除")


def download(answer: Answer, store: Store, format: Format) -> Path:
    """All rows. Behind each column of values stand section or table, row, column, state, quote and
    offsets of its place (named after the value where there are several); then report and file. Rows
    of text have the sentences."""
    names = columns(answer)
    located = _located(store, answer, names)
    valued = any(name != OWN for name in names)
    header = ["单位", "年度", *("数值" if name == OWN else name for name in names)]
    header += _heads(names) if valued else list(_TEXT)
    cited = {} if valued else _cited(answer, store)
    rows = [
        _row(row, i, names, located)
        + ([] if valued else _quotes(cited.get(row["report_id"], ())))
        + _report(row, located, cited)
        for i, row in enumerate(answer["rows"])
    ]
    return write_table(answer["question"] or "结果", [*header, *_REPORT], rows, format)


def _heads(names: Sequence[str]) -> list[str]:
    own = [name for name in names if name != OWN]
    return [part if len(own) == 1 else f"{name}：{part}" for name in own for part in _VALUE]


def _row(row: Mapping[str, Any], place: int, names: Sequence[str], located: Located) -> list[Value]:
    values = [row["value"] if name == OWN else row["values"].get(name) for name in names]
    shown: list[Value] = [row["issuer"], row["year"], *values]
    for name, value in zip(names, values, strict=True):
        if name != OWN:
            if name not in row["values"]:  # of another part of the question
                shown += [None] * len(_VALUE)
                continue
            missing = _GONE if row["report_id"] else _COMPUTED
            shown += _source(located.values.get((place, name), missing), value)
    return shown


def _source(found: Source, value: Value) -> list[Value]:
    state = found.state
    if found not in (_GONE, _COMPUTED) and found.value != value:
        now = "无数" if found.value is None else number(found.value)
        state = f"报告已更换，现为{now}"
    return [found.place, found.row, found.col, state, found.quote, found.start, found.end]


def _quotes(cited: Iterable[Mapping[str, Any]]) -> list[Value]:
    """All the places that the answer cites of a report."""
    every = list(cited)
    if not every:
        return [None] * len(_TEXT)
    start: Value = every[0]["start"] if len(every) == 1 else _lines(every, "start")
    end: Value = every[0]["end"] if len(every) == 1 else _lines(every, "end")
    return [_lines(every, "section"), _lines(every, "quote"), start, end]


def _lines(cited: Sequence[Mapping[str, Any]], name: str) -> str:
    return "\n".join(str(citation[name]) for citation in cited)


def _report(
    row: Mapping[str, Any], located: Located, cited: Mapping[str, Sequence[Mapping[str, Any]]]
) -> list[Value]:
    rid = row["report_id"]
    file = located.files.get(rid) or next((c["file"] for c in cited.get(rid, ())), None)
    return [rid, file, located.links.get(rid)]


def _cited(answer: Answer, store: Store) -> dict[str, list[Mapping[str, Any]]]:
    """Report id → the places where it says what was asked."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for citation in answer["citations"]:
        found.setdefault(citation["report_id"], []).append(citation)
    try:
        more = said(store, answer)
    except StoreError:
        more = {}
    return found | {rid: [asdict(one) for one in every] for rid, every in more.items()}


def _located(store: Store, answer: Answer, names: Sequence[str]) -> Located:
    try:
        return locate(store, answer, [name for name in names if name != OWN])
    except StoreError:  # the corpus is gone: the rows are still the answer's
        return Located({}, {}, {})
