"""Problems and remedies as a report lists them: which sentence is which, and one item of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.engine import Assistant
from assistant.shortcomings import opens_remedies, told

MIXED = "五、存在的主要问题及改进情况"


def parts(*sentences: str) -> str:
    """P for a problem, I for a remedy, each with its number."""
    said = told([(MIXED, sentence) for sentence in sentences])
    return " ".join(f"{str(one.part)[0].upper()}{one.item or ''}" for one in said)


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        (("一是解读少；", "二是更新慢。", "下步将每月补一次。"), "P1 P2 I"),
        (("不足之处：解读少。", "打算明年多拍短片。"), "P I"),
        (("第一，解读少；", "第二，更新慢。", "已采取的措施：补了三期；"), "P1 P2 I"),
        (("问题一：解读少。", "问题二：更新慢。", "改进：补了三期。"), "P1 P2 I"),
        (  # each remedy right behind its problem
            ("1.方案公布偏晚。", "2025年起提前公布。", "2.账目口径不一。", "已统一表样。"),
            "P1 I P2 I",
        ),
        (("一是解读少；", "二是更新慢。", "改进：一是补解读；", "二是设专人。"), "P1 P2 I1 I2"),
        (("一是解读少。", "上年提出的栏目陈旧问题已解决。"), "P1 I"),
        (("一是已公开的信息没有及时更新；", "二是拟定的方案公布晚。"), "P1 P2"),
    ],
)
def test_what_is_a_problem_and_what_a_remedy(sentences: tuple[str, ...], expected: str) -> None:
    assert parts(*sentences) == expected


def test_what_begins_the_remedies() -> None:
    assert opens_remedies("改进情况：出台指引") and opens_remedies("今后随通知一起发")
    assert not opens_remedies("部门信息交流不畅")


@pytest.fixture(scope="module")
def assistant(sample_home: Path) -> Iterator[Assistant]:
    opened = Assistant(sample_home, today=date(2025, 3, 1))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("question", "quotes"),
    [
        ("枫渡镇第三个问题是什么", ["（3）政策解读不够"]),
        ("枫渡镇最后一个问题是什么", ["（3）政策解读不够"]),
        ("鹿鸣街道的问题二说的是什么", ["二是社区层面的公共收益账目"]),
        ("柳浦镇2024年第二个问题准备怎么改", ["二是制作征求意见函"]),
        ("柳浦镇2024年改进措施第一条", ["一是按季编排选题"]),
        ("望潮镇第二个问题打算怎么改", ["编写一页纸的信息员口袋手册"]),  # as many as problems
    ],
)
def test_one_item_is_quoted_alone(assistant: Assistant, question: str, quotes: list[str]) -> None:
    citations = assistant.ask(question).citations
    assert [c.quote[: len(q)] for c, q in zip(citations, quotes, strict=True)] == quotes


def test_a_conversation_over_the_items_of_a_list(assistant: Assistant) -> None:
    session = assistant.new_session()
    first = assistant.ask("柳浦镇2024年存在什么问题", session)
    assert len(first.citations) == 2
    second = assistant.ask("第二个呢", session)
    assert second.citations[0].quote.startswith("二是征求第三方意见的程序不熟")
    remedy = assistant.ask("它是怎么解决的", session)
    assert [c.quote[:9] for c in remedy.citations] == ["二是制作征求意见函"]
    assert "只要第2条" in remedy.plan_text
