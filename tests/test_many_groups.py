"""Totals of very many groups: all are printed, and each number has its ground."""

from __future__ import annotations

from pathlib import Path

from making import make_report, store

from assistant.engine import Assistant


def test_more_groups_than_rows_are_walked_still_make_an_answer(tmp_path: Path) -> None:
    received = "requests.received.total"
    reports = [
        make_report("柳浦镇", 2024, {received: 1000 + n}, county=f"第{n}县") for n in range(405)
    ]
    for name in ("望川镇", "太平镇", "枫渡镇"):
        reports.append(make_report(name, 2024, {received: 7}, county=""))
    found = Assistant(store(tmp_path, reports)).ask("2024年按县统计新收申请总数")
    assert found.status == "answered", found.warnings
    assert "第404县" in found.answer and "第0县" in found.answer
    assert "21件" in found.answer
