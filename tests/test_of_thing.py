"""Follow-ups about the thing just spoken of, and those that go behind a figure."""

from __future__ import annotations

import pytest

from tests.test_session import converse


@pytest.mark.parametrize(
    ("turns", "plan"),
    [
        (
            ("柳浦镇的抖音号叫什么", "什么时候开的"),
            "narrative 柳浦镇 latest q=抖音号",
        ),
        (
            ("柳浦镇的抖音号叫什么", "由谁出镜"),
            "narrative 柳浦镇 latest q=抖音号_出镜",
        ),
        (
            ("柳浦镇的抖音号叫什么", "谁用了抖音"),
            "mention says=抖音",
        ),
        (
            ("柳浦镇2024年办过开放日吗", "来了多少人"),
            "narrative 柳浦镇 2024 q=开放日",
        ),
        (
            ("哪些镇办过开放日", "柳浦镇办了几次 多少人"),
            "narrative 柳浦镇 latest q=开放日",
        ),
        (
            ("柳浦镇2024年办过开放日吗", "在哪儿办的"),
            "narrative 柳浦镇 2024 q=开放日",
        ),
        (
            ("柳浦镇2024年办过开放日吗", "请了哪些人"),
            "narrative 柳浦镇 2024 q=开放日",
        ),
        (
            ("柳浦镇2024年办过开放日吗", "现场回答了几个问题"),
            "narrative 柳浦镇 2024 q=开放日_现场_回答_问题",
        ),
        (
            ("柳浦镇2024年考核怎么样", "排第几"),
            "narrative 柳浦镇 2024 q=考核",
        ),
        (
            ("柳浦镇2024年考核怎么样", "第一名是谁"),
            "narrative 柳浦镇 2024 q=考核",
        ),
        (
            ("柳浦镇2024年查询机", "还剩几台"),
            "narrative 柳浦镇 2024 q=查询机",
        ),
        (
            ("哪些报告提到政务公开专区", "各接待了多少人"),
            "narrative q=政务公开专区_接待",
        ),
        (
            ("柳浦镇2024年渡船改造", "公开了哪些内容"),
            "narrative 柳浦镇 2024 q=渡船改造",
        ),
        (
            ("柳浦镇2024年公众号", "公开了哪些内容"),
            "narrative 柳浦镇 2024 q=主动公开的内容 in=proactive",
        ),
    ],
)
def test_the_thing_spoken_of_is_looked_for_with_what_is_asked_of_it(
    turns: tuple[str, ...], plan: str
) -> None:
    assert converse(*turns)[-1] == plan


@pytest.mark.parametrize(
    ("turns", "plan"),
    [
        (
            ("柳浦镇2024年收到几件申请", "排第几"),
            "rank 2024 requests.received.total part=柳浦镇 high",
        ),
        (
            ("柳浦镇2024年许可几件", "怎么会有两个数"),
            "value 柳浦镇 2024 proactive.licensing.decisions then narrative 柳浦镇 2024 "
            "q=数字对不上_原因",
        ),
        (
            ("柳浦镇2024年许可几件", "处罚呢，对得上吗"),
            "value 柳浦镇 2024 proactive.penalties.decisions then quality 柳浦镇 2024 "
            "rules=narrative_mismatch",
        ),
        (
            ("柳浦镇2024年许可几件", "那句原话怎么写的"),
            "value 柳浦镇 2024 proactive.licensing.decisions",
        ),
        (
            ("柳浦镇2024年收到几件申请", "都是通过什么方式提交的"),
            "narrative 柳浦镇 2024 q=申请怎样提交",
        ),
        (
            ("柳浦镇2024年办结几件", "怎么比收到的还多"),
            "value 柳浦镇 2024 requests.received.total requests.carried_in.total "
            "requests.total_processed.total requests.carried_out.total then "
            "quality 柳浦镇 2024 rules=column_balance",
        ),
        (
            ("柳浦镇2024年办结几件", "多出来的是哪来的"),
            "value 柳浦镇 2024 requests.received.total requests.carried_in.total "
            "requests.total_processed.total requests.carried_out.total then "
            "quality 柳浦镇 2024 rules=column_balance",
        ),
        (
            ("柳浦镇2023年结转几件", "第二年办完了吗"),
            "value 柳浦镇 2024 requests.carried_in.total "
            "requests.total_processed.total requests.carried_out.total",
        ),
        (
            ("柳浦镇2023年存在什么问题", "第二年整改了吗"),
            "narrative 柳浦镇 2024 q=上年提出的是否改好",
        ),
        (
            ("柳浦镇2023年存在什么问题", "后来解决了没有"),
            "narrative 柳浦镇 2024 q=上年提出的是否改好",
        ),
        (
            ("柳浦镇2024年收到几件申请", "它2023年提的问题解决了没"),
            "narrative 柳浦镇 2024 q=上年提出的是否改好",
        ),
        (
            ("柳浦镇2024年收到几件申请", "没公开的那件是什么情况"),
            "value 柳浦镇 2024 requests.denied.total requests.unavailable.total "
            "requests.not_processed.total then narrative 柳浦镇 2024 q=未予公开",
        ),
        (
            ("柳浦镇2024年收到几件申请", "这事归谁管"),
            "narrative 柳浦镇 2024 q=由哪个部门负责",
        ),
        (
            ("柳浦镇2024年公益组织的申请有几件", "它要的是什么材料"),
            "narrative 柳浦镇 2024 requests.received.public_welfare q=公益组织_申请_内容",
        ),
        (
            ("柳浦镇2024年信息处理费收了多少", "没交的那份怎么处理的"),
            "value 柳浦镇 2024 requests.other.fee_overdue.total "
            "then narrative 柳浦镇 2024 q=未缴费",
        ),
        (
            ("柳浦镇2024年有多少个村", "白鹭乡呢"),
            "refusal 白鹭乡 2024 q=个村 says=个村 out_of_scope",
        ),
        (
            ("柳浦镇2024年有多少个村", "那2023年呢"),
            "refusal 柳浦镇 2023 q=个村 says=个村 out_of_scope",
        ),
        (
            ("2024年复议最多的是哪个镇", "为什么比较多"),
            "narrative #镇 2024 q=行政复议_原因",
        ),
        (
            ("柳浦镇2024年有人申请公开吗", "有联系电话吗"),
            "refusal 柳浦镇 2024 requests.received.total q=电话 says=电话 out_of_scope",
        ),
    ],
)
def test_what_lies_behind_the_figure_or_text_before_is_looked_up(
    turns: tuple[str, ...], plan: str
) -> None:
    assert converse(*turns)[-1] == plan
