"""Follow-ups on what was just told: how a case ended, what a blank means, what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from making import make_report, store

from assistant.engine import Assistant
from tests.test_session import converse

LITIGATION = " ".join(
    f"disputes.litigation.{column}"
    for column in ("upheld", "corrected", "other_result", "pending", "total")
)
LEFT_OVER = " ".join(
    f"requests.carried_out.{kind}"
    for kind in (
        *("natural_person", "business", "research", "public_welfare", "legal_service"),
        *("other_org", "total"),
    )
)


@pytest.mark.parametrize(
    ("turns", "plan"),
    [
        # how a case ended
        (
            ("柳浦镇2024年有行政诉讼吗", "输了还是赢了"),
            f"value 柳浦镇 2024 {LITIGATION} then narrative 柳浦镇 2024 q=行政诉讼",
        ),
        (
            ("柳浦镇2024年有行政诉讼吗", "因为啥事", "法院怎么判的"),
            f"value 柳浦镇 2024 {LITIGATION} then narrative 柳浦镇 2024 q=行政诉讼",
        ),
        (("柳浦镇2024年有行政诉讼吗", "因为啥事"), "narrative 柳浦镇 2024 q=行政诉讼_原因"),
        # a cell without a number
        (
            ("柳浦镇2024年行政强制几件", "空着是不是就是0"),
            "value 柳浦镇 2024 proactive.coercive_measures.decisions "
            "then definition 柳浦镇 2024 term=空白单元格",
        ),
        (
            ("柳浦镇2024年行政强制几件", "没填就等于没有吗"),
            "value 柳浦镇 2024 proactive.coercive_measures.decisions "
            "then definition 柳浦镇 2024 term=空白单元格",
        ),
        (
            ("柳浦镇2024年行政强制几件", "为啥是斜杠"),
            "value 柳浦镇 2024 proactive.coercive_measures.decisions "
            "then definition 柳浦镇 2024 term=不适用 then refusal 柳浦镇 2024 "
            "proactive.coercive_measures.decisions q=表格空白_原因 out_of_scope",
        ),
        (
            ("柳浦镇2024年收到几件申请", "哪些格子填的是文字"),
            "quality 柳浦镇 2024 rules=text_cells",
        ),
        (
            ("柳浦镇2024年收到几件申请", "有没有空着的格子"),
            "quality 柳浦镇 2024 rules=blank_cells",
        ),
        (
            ("2024年不予公开一共几件", "表四有没有填斜杠的"),
            "quality 2024 rules=not_applicable_cells in=disputes",
        ),
        # whose the case was that the text told of
        (
            ("柳浦镇2024年有几件没办完", "为什么没办完", "这件是企业还是个人申请的"),
            f"value 柳浦镇 2024 {LEFT_OVER}",
        ),
        # what came of it, in the reports after
        (
            ("柳浦镇2022年有公众号吗", "后来开通了没有"),
            "narrative 柳浦镇 2022-2024 q=开设账号",
        ),
        (
            ("柳浦镇2022年存在什么问题", "联络单的事后来怎么样了"),
            "narrative 柳浦镇 2022-2024 q=联络单",
        ),
        (
            ("柳浦镇2024年打算怎么改", "公众号的事后来怎么样了"),
            "refusal 柳浦镇 2024 not_in_corpus then narrative 柳浦镇 2024 q=公众号",
        ),
        (
            ("柳浦镇2022年打算怎么改", "2023年改了没"),
            "narrative 柳浦镇 2022 q=打算 in=problems "
            "then narrative 柳浦镇 2023 q=上年提出的是否改好",
        ),
        # what the documents are called
        (
            ("2024年哪些单位制发了规范性文件", "柳浦那个叫什么名字"),
            "narrative 柳浦镇 2024 q=制发文件_名称",
        ),
        (
            ("2024年哪些单位制发了规范性文件", "柳浦那个叫什么名字", "枫渡的呢"),
            "narrative 枫渡镇 2024 q=制发文件_名称",
        ),
        (
            ("柳浦镇2024年制发了几件规范性文件", "废止的是哪几件"),
            "narrative 柳浦镇 2024 q=废止_规范性文件_名称",
        ),
        # the sentence first, and the figure that it is of
        (
            ("柳浦镇2024年收到几件申请", "正文原文怎么写的"),
            "narrative 柳浦镇 2024 q=本年新收政府信息公开申请数量 "
            "then value 柳浦镇 2024 requests.received.total",
        ),
        (
            ("柳浦镇2024年收到几件申请", "正文原文怎么写的", "以哪个为准"),
            "quality 柳浦镇 2024 "
            "rules=narrative_mismatch,column_balance,row_total,processed_total,carry_over "
            "then narrative 柳浦镇 2024 q=数字对不上_原因 in=problems",
        ),
        # parts that the text adds up
        (
            ("柳浦镇2024年主动公开多少条", "分别是哪些方面", "望川镇的呢", "也对得上吗"),
            "narrative 望川镇 2024 q=主动公开的内容 in=proactive",
        ),
        # of the later year, after a change
        (
            ("柳浦镇2023年收费多少", "比上一年多多少", "那信息处理费收过没"),
            "value 柳浦镇 2023 claim:processing_fee",
        ),
        (
            ("柳浦镇2023年收费多少", "比上一年多多少", "那信息处理费收过没", "2022年呢"),
            "value 柳浦镇 2022 claim:processing_fee",
        ),
        # what an account lacks, and none that posted nothing
        (
            ("柳浦镇2024年公众号发了多少条", "视频号有什么毛病没"),
            "narrative 柳浦镇 2024 q=视频号_毛病 in=problems",
        ),
        # a new question
        (
            ("柳浦镇2024年存在什么问题", "换个问题，有没有镇搞过政府开放日"),
            "mention #镇 says=政府开放日 any?",
        ),
        # the others
        (
            ("柳浦镇2024年存在什么问题", "其他镇呢"),
            "narrative #镇 -柳浦镇 2024 q=存在什么问题 in=problems",
        ),
    ],
)
def test_it_leans_on_what_was_told(turns: tuple[str, ...], plan: str) -> None:
    assert converse(*turns)[-1] == plan


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    refused = {"requests.received.total": 1, "requests.unavailable.needs_creation.total": 1}
    problems = ["存在的问题：一是汛期水位数据每周公布一次。", "改进：在集市口筹建信息查阅亭。"]
    reports = [
        make_report("柳浦镇", 2023, refused, said=["收到申请1件。"], problems=problems),
        make_report(
            "柳浦镇",
            2024,
            said=["汛期水位数据改为每天公布一次。", "集市口建成信息查阅亭1座。", "召开会议3次。"],
        ),
        make_report("望川镇", 2023, refused, said=["办政府开放日1次，30名村民代表参加。"]),
        make_report("望川镇", 2024, said=["开展培训2次。"]),
        make_report("枫渡镇", 2023, said=["没有收到申请。"]),
    ]
    held = Assistant(store(tmp_path_factory.mktemp("ensuing"), reports), date(2026, 11, 20))
    yield held
    held.close()


def last_of(assistant: Assistant, *turns: str) -> str:
    """The last answer of a conversation."""
    session = assistant.new_session()
    return [assistant.ask(turn, session).answer for turn in turns][-1]


def test_this_ground_is_the_one_that_the_answer_showed(assistant: Assistant) -> None:
    turns = ("柳浦镇2023年收到几件申请", "给了吗", "其他单位有用这个理由的吗")
    answer = last_of(assistant, *turns)
    assert "无法提供（没有现成信息需要另行制作）大于0件的有**1**份" in answer
    assert "望川镇" in answer and "柳浦镇人民政府2023年" not in answer


def test_that_year_is_the_year_of_the_report_quoted(assistant: Assistant) -> None:
    turns = ("有没有镇搞过政府开放日", "多少人参加", "它那年培训几次")
    assert "2023年" in last_of(assistant, *turns)


def test_whether_it_was_mended_is_looked_for_in_its_own_words(assistant: Assistant) -> None:
    answer = last_of(assistant, "柳浦镇2023年存在什么问题", "第二年改了吗")
    assert "汛期水位数据改为每天公布一次" in answer and "召开会议3次" not in answer
    assert answer.startswith("下列原文没有明确点出上年所列事项是否已改好，请据原文判断。")


def test_without_a_later_report_that_is_said(assistant: Assistant) -> None:
    answer = last_of(assistant, "枫渡镇2023年存在什么问题", "后来改了没有")
    assert answer.startswith("语料中没有枫渡镇2023年之后的报告")
