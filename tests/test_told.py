"""A figure that no table has is looked for in the text of the bodies named before it is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from making import make_report, store

from assistant.engine import Assistant

TABLE = {"requests.received.total": 4}
SAID = {
    "柳浦镇": [
        "全年收到申请4件，平均6个工作日答复。",
        "短视频单条最高播放1.3万次。",
        "全镇下辖9个行政村。",
        "咨询电话01012345678。",
        "落实公开专栏建设资金3万元。",
    ],
    "望川镇": ["申请内容集中在征地补偿、违建认定，全年收到4件。", "播放时段由各村自定。"],
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    reports = [make_report(name, 2024, TABLE, said=said) for name, said in SAID.items()]
    with_text = Assistant(store(tmp_path_factory.mktemp("told"), reports), today=date(2026, 11, 20))
    yield with_text
    with_text.close()


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("柳浦镇的申请平均多少天答复", "全年收到申请4件，平均6个工作日答复"),
        ("柳浦镇视频号播放量最高是多少", "短视频单条最高播放1.3万次"),
        ("柳浦镇有几个行政村", "全镇下辖9个行政村"),
        ("柳浦镇咨询电话是多少", "咨询电话01012345678"),
        ("柳浦镇2024年为公开工作花了多少经费", "落实公开专栏建设资金3万元"),
    ],
)
def test_what_the_text_says_is_quoted(assistant: Assistant, question: str, quote: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert answer.answer.startswith("统计表没有这个数字；正文所写的有：")
    assert [citation.quote.rstrip("。") for citation in answer.citations] == [quote]
    assert answer.value is None


@pytest.mark.parametrize(
    ("question", "head", "quote"),
    [
        ("征地补偿、违建认定有多少条", "正文里写到所问各词", "申请内容集中在征地补偿、违建认定"),
        ("公开专栏建设资金滚动播放有多少条", "这个问题没有完全看懂", "落实公开专栏建设资金"),
    ],
)
def test_what_is_not_understood_is_said_unless_a_sentence_has_all_its_words(
    assistant: Assistant, question: str, head: str, quote: str
) -> None:
    answer = assistant.ask(question)
    assert answer.answer.startswith(head)
    assert [c.quote.startswith(quote) for c in answer.citations] == [True]


@pytest.mark.parametrize(
    ("question", "status", "reason"),
    [
        ("望川镇的申请平均多少天答复", "out_of_scope", "没有办理时长"),
        ("望川镇视频号播放量最高是多少", "needs_clarification", "播放"),
        ("望川镇有几个行政村", "out_of_scope", "没有村、社区"),
        ("望川镇咨询电话是多少", "out_of_scope", "不作为通讯录"),
        ("望川镇2024年为公开工作花了多少经费", "out_of_scope", "没有工作经费"),
    ],
)
def test_where_the_text_gives_no_figure_beside_the_words_it_stays_refused(
    assistant: Assistant, question: str, status: str, reason: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status == status
    assert reason in answer.answer
    assert "正文里也没有找到" in answer.answer


@pytest.mark.parametrize(
    ("question", "status", "reason"),
    [
        ("望川镇2024年三月收到多少申请", "out_of_scope", "没有按月"),
        ("望川镇关于违建的申请有几件", "needs_clarification", "违建"),
    ],
)
def test_a_refusal_that_looked_at_no_text_does_not_speak_of_it(
    assistant: Assistant, question: str, status: str, reason: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status == status
    assert reason in answer.answer
    assert "正文里" not in answer.answer


def test_the_plan_says_that_the_text_is_looked_at_first(assistant: Assistant) -> None:
    answer = assistant.ask("望川镇有几个行政村")
    assert answer.plan_text.startswith("查正文：望川镇")
    assert "查找内容：行政村；没有写到时不作答：年报以乡镇" in answer.plan_text


SHARED = {
    "东沙县": ["码头公告栏目推送129条。", "抽检结果公布滞后。", "本年公开重点是码头扩建。"],
    "望川区": ["邀请菜农代表打分，满意率为93.1%。", "抽检结果公布滞后。", "其中蚕种补贴名册38条。"],
}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    reports = [
        make_report("太平镇", 2024, TABLE, said=said, county=county)
        for county, said in SHARED.items()
    ]
    reports += [make_report("柳浦镇", 2024, TABLE, said=["本年公开重点是蚕种补贴。"])]
    of_one_name = Assistant(
        store(tmp_path_factory.mktemp("one"), reports), today=date(2026, 11, 20)
    )
    yield of_one_name
    of_one_name.close()


@pytest.mark.parametrize(
    ("question", "place", "quote"),
    [
        ("太平镇的码头公告是咋回事", "东沙县", "码头公告栏目推送129条"),
        ("太平镇菜农代表打分是怎么回事", "望川区", "邀请菜农代表打分，满意率为93.1%"),
    ],
)
def test_of_bodies_of_one_name_the_one_that_writes_of_it_answers(
    shared: Assistant, question: str, place: str, quote: str
) -> None:
    answer = shared.ask(question)
    assert answer.status == "answered"
    lead = answer.answer.partition("：")[0]
    assert lead.startswith("名为太平镇的有2个，只有")
    assert place in lead
    assert answer.citations[0].quote.rstrip("。") == quote


@pytest.mark.parametrize(
    "question", ["太平镇抽检结果咋样", "太平镇的果园咋样", "太平镇收到几件申请"]
)
def test_where_both_or_neither_write_of_it_which_is_asked_back(
    shared: Assistant, question: str
) -> None:
    answer = shared.ask(question)
    assert answer.status == "needs_clarification"
    assert "名为太平镇的有2个" in answer.answer


def test_of_a_count_without_a_body_the_sentence_with_the_figure_is_quoted(
    shared: Assistant,
) -> None:
    answer = shared.ask("蚕种补贴公开了多少条")
    assert [citation.quote.rstrip("。") for citation in answer.citations] == [
        "其中蚕种补贴名册38条"
    ]
