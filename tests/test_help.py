"""What nianbao says of itself: what can be asked, with questions that it does answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from making import make_report, store

from assistant.engine import Assistant
from index.checks import RULES

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


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("系统能自动查错吗，都核对哪些关系", "、".join(RULES.values())),
        ("结果能导出成excel吗", "nianbao export"),
        ("同名的镇你们怎么区分", "先反问是哪一个"),
        ("还差哪几家没交报告", "没有这份名单"),
        ("县里汇总的数能和各镇的加起来吗", "不加进合计"),
        ("这些年报是谁写的", "由各行政机关自己编写"),
        ("申请公开要不要交钱", "依申请提供政府信息不收费"),
        ("对答复不服，几天内能复议", "60日内"),
        ("撤诉的算不算其他结果", "原告撤诉"),
        ("有人天天来申请，可以不搭理吗", "告知不予重复处理"),
        ("开会的记录算不算政府信息", "行政机关在履行行政管理职能过程中"),
        ("年报应当写哪些内容", "存在的主要问题及改进情况"),
        ("空着的格子你们怎么统计", "不要填0"),
        ("你会不会自己改数", "不替报告改数"),
        ("逾期不补正的填在哪一栏", "（六）其他处理的第1项"),
    ],
)
def test_it_says_how_it_works_and_what_the_rules_say(
    assistant: Assistant, question: str, said: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert said in answer.answer


def test_who_is_missing_is_not_guessed_but_those_held_are_listed(assistant: Assistant) -> None:
    answer = assistant.ask("2024年的年报都收齐没有，还差谁")
    assert {row["year"] for row in answer.rows} == {2024}
    assert "要对照应报送单位的名单才能判断" in answer.answer


def test_where_a_figure_stands_is_shown_in_a_conversation_not_explained(
    assistant: Assistant,
) -> None:
    session = assistant.new_session()
    asked = assistant.ask("望川镇2024年收到多少件申请", session)
    again = assistant.ask("这个数有出处吗", session)
    assert again.value == asked.value == 4
    assert again.plan_text.startswith("查数")
