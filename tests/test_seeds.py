"""The real seed reports: what a reader asks of them, end to end, with the values they print."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.engine import Assistant


@pytest.fixture(scope="module")
def seeds_assistant(seeds_home: Path) -> Iterator[Assistant]:
    assistant = Assistant(seeds_home, date(2025, 6, 1))
    yield assistant
    assistant.close()


def cited(answer: Answer) -> set[tuple[str | None, str | None, str | None]]:
    return {(c.table, c.row_code, c.col_code) for c in answer.citations if c.kind == "cell"}


@pytest.mark.parametrize(
    ("question", "value", "cell"),
    [
        ("悦庄镇2024年收到几件政府信息公开申请？", 1, ("requests", "received", "total")),
        ("悦庄镇2024年予以公开的有几件？", 1, ("requests", "granted", "total")),
        ("平原镇2024年有没有收到申请？", 0, ("requests", "received", "total")),
        ("平原镇2024年行政处罚处理决定数量是多少？", 0, ("proactive", "penalties", "decisions")),
        (
            "刘振屯镇2023年行政规范性文件现行有效几件？",
            0,
            ("proactive", "normative_documents", "in_force"),
        ),
        ("李口镇有行政复议吗？", 0, ("disputes", "reconsideration", "total")),
        ("悦庄镇2024年予以公开率", 100, ("requests", "total_processed", "total")),
        ("2024年所有镇一共收到多少件申请？", 1, ("requests", "received", "total")),
    ],
)
def test_numbers_of_the_tables(
    seeds_assistant: Assistant, question: str, value: float, cell: tuple[str, str, str]
) -> None:
    answer = seeds_assistant.ask(question)
    assert (answer.status, answer.value) == ("answered", value)
    assert cell in cited(answer)


@pytest.mark.parametrize(
    ("question", "value", "quote"),
    [
        ("李口镇2024年主动公开了多少条信息？", 214, "主动公开政府信息 214 条"),
        ("悦庄镇2024年主动公开了多少条信息？", 481, "累计公开政府信息481条"),
        ("寒葱沟镇2024年政务新媒体发了多少条？", 71, "通过政务新媒体发布信息71条"),
        ("悦庄镇2024年培训了几次？", 2, "开展培训2次"),
        ("寒葱沟镇收过信息处理费吗？", 0, "未收取信息处理费"),
    ],
)
def test_numbers_of_the_text(
    seeds_assistant: Assistant, question: str, value: float, quote: str
) -> None:
    answer = seeds_assistant.ask(question)
    assert answer.value == value
    assert quote in answer.citations[0].quote


def test_one_request_with_who_asked_and_how_it_ended(seeds_assistant: Assistant) -> None:
    said = seeds_assistant.ask("悦庄镇2024年收到几件政府信息公开申请？").answer
    for part in ("悦庄镇（山东省淄博市沂源县）", "2024年", "自然人1件", "予以公开1件", "持平"):
        assert part in said


def test_what_the_text_does_not_say_is_not_zero(seeds_assistant: Assistant) -> None:
    answer = seeds_assistant.ask("平原镇2024年主动公开了多少条信息？")
    assert answer.value is None
    assert "没有给出" in answer.answer and "公开镇部门决算" in answer.answer
    compared = seeds_assistant.ask("平原镇和李口镇谁公开的信息多？")
    assert "无法比较" in compared.answer and "214条" in compared.answer


def test_nothing_handled_is_no_rate(seeds_assistant: Assistant) -> None:
    answer = seeds_assistant.ask("李口镇2024年予以公开率")
    assert answer.value is None
    assert "无办结件，比率无意义" in answer.answer


def test_a_list_says_how_many_reports_it_rests_on(seeds_assistant: Assistant) -> None:
    answer = seeds_assistant.ask("哪些镇2024年收到了依申请公开？")
    assert [(row["issuer"], row["value"]) for row in answer.rows] == [("沂源县悦庄镇人民政府", 1)]
    population = answer.population
    assert population is not None
    assert (population.held, population.readable, population.matched) == (4, 4, 1)


def test_silent_reports_are_listed(seeds_assistant: Assistant) -> None:
    answer = seeds_assistant.ask("没有说明主动公开条数的是哪些报告？")
    bodies = {(row["issuer"], row["year"]) for row in answer.rows}
    assert bodies == {("淮阳区刘振屯镇人民政府", 2023), ("卫滨区平原镇", 2024)}


def test_no_identity_is_broken(seeds_assistant: Assistant) -> None:
    answer = seeds_assistant.ask("哪些报告勾稽关系不平？")
    assert answer.rows == ()
    assert answer.population is not None and answer.population.readable == 5


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("李口镇存在什么问题？", "信息公开的形式还比较单一"),
        ("平原镇打算怎么改进？", "建立信息公开清单制度"),
        ("刘振屯镇的公开渠道有哪些？", "微博及微信等网络渠道"),
        ("寒葱沟镇怎样管理信息审核？", "建立健全信息发布审核机制"),
        ("悦庄镇为什么关停新媒体账号？", "群众关注度不高的账号进行关停注销"),
        ("悦庄镇政务公开做了哪些创新？", "设置专区咨询台"),
    ],
)
def test_what_the_text_says_is_quoted(
    seeds_assistant: Assistant, question: str, quote: str
) -> None:
    answer = seeds_assistant.ask(question)
    assert any(quote in "".join(c.quote.split()) for c in answer.citations)


def test_what_no_report_says_is_not_made_up(seeds_assistant: Assistant) -> None:
    answer = seeds_assistant.ask("李口镇为什么关停新媒体账号？")
    assert "没有找到直接写明" in answer.answer


@pytest.mark.parametrize(
    ("question", "status", "told", "cited"),
    [
        ("悦庄镇2022年收到几件申请？", "not_in_corpus", "2024", {2024}),  # the year that is held
        ("龙泉镇2024年有几件申请？", "not_in_corpus", "没有龙泉镇", set()),
        ("悦庄镇人口多少？", "out_of_scope", "年报", set()),
        ("悦庄镇2027年会收到多少申请？", "out_of_scope", "预测", set()),
    ],
)
def test_refusals_say_what_is_held_instead(
    seeds_assistant: Assistant, question: str, status: str, told: str, cited: set[int]
) -> None:
    answer = seeds_assistant.ask(question)
    assert (answer.status, answer.value) == (status, None)
    assert {citation.year for citation in answer.citations} == cited
    assert told in answer.answer


def test_a_conversation_keeps_its_subject(seeds_assistant: Assistant) -> None:
    session = seeds_assistant.new_session()
    assert seeds_assistant.ask("李口镇2024主动公开多少", session).value == 214
    assert seeds_assistant.ask("那平原呢？", session).value is None
    assert seeds_assistant.ask("上一年呢？", session).status == "not_in_corpus"


def test_english(seeds_assistant: Assistant) -> None:
    answer = seeds_assistant.ask(
        "How many FOI requests did Yuezhuang Town receive in 2024, and were they granted?"
    )
    assert answer.status == "answered"
    assert "granted in full" in answer.answer
    assert {1} == {row["value"] for row in answer.rows}
