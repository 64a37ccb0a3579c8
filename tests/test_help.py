"""What nianbao says of itself: what can be asked, with questions that it does answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from making import make_report, store

from assistant.engine import Assistant

TABLE = {"requests.received.total": 4, "proactive.penalties.decisions": 3}
SAID = ["今年制作短视频6条。", "存在的问题：更新不及时。改进措施：每月核对一次栏目。"]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    reports = [
        make_report(name, year, TABLE, said=SAID)
        for name in ("柳浦镇", "望川镇")
        for year in (2023, 2024)
    ]
    asked = Assistant(store(tmp_path_factory.mktemp("help"), reports), today=date(2025, 3, 1))
    yield asked
    asked.close()


def test_a_first_question_learns_what_the_reports_hold(assistant: Assistant) -> None:
    answer = assistant.ask("你好，你能查什么？")
    assert answer.status == "answered"
    assert [line[2:4] for line in answer.answer.splitlines()[2:6]] == [
        "表二",
        "表三",
        "表四",
        "正文",
    ]
    assert "语料现有4份报告。" in answer.answer
    assert "按年度：2023 2份、2024 2份。" in answer.answer


@pytest.mark.parametrize("question", ["你能查什么", "What can I ask here?"])
def test_every_question_that_it_proposes_is_answered(assistant: Assistant, question: str) -> None:
    said = assistant.ask(question).answer
    proposed = [line[2:] for line in said.splitlines() if line.endswith(("？", "?"))]
    assert len(proposed) == 6
    assert {each: assistant.ask(each).status for each in proposed} == dict.fromkeys(
        proposed, "answered"
    )
