"""Phrases that no report says as they are asked for: who says them in other words."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.engine import Assistant


@pytest.fixture(scope="module")
def assistant(sample_home: Path) -> Iterator[Assistant]:
    opened = Assistant(sample_home, today=date(2025, 3, 1))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("question", "issuers"),
    [
        ("聘请了社会监督员的单位", {"南屏县碧梧湖旅游度假区管理委员会", "南屏县竹岩乡人民政府"}),
        ("哪些单位把信息公开列入考核考评", {"临溪县柳浦镇人民政府", "南屏县竹岩乡人民政府"}),
        ("哪几家搞过方言播报", {"砚泉县荞坪彝族乡人民政府"}),
        ("请火箭专家来讲课的有哪些单位", set()),
    ],
)
def test_who_does_what_is_described_is_found_by_its_rare_words(
    assistant: Assistant, question: str, issuers: set[str]
) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert {row["issuer"] for row in answer.rows} == issuers
    assert answer.answer.startswith("没有报告提到")


def test_a_sentence_with_all_of_it_is_the_answer(assistant: Assistant) -> None:
    answer = assistant.ask("谁请了退休老教师当公开监督员")
    assert answer.answer.startswith("**1**份报告写到")
    assert [row["issuer"] for row in answer.rows] == ["南屏县竹岩乡人民政府"]
    assert "符合1份" in answer.answer


def test_a_sentence_that_says_the_contrary_is_not(assistant: Assistant) -> None:
    answer = assistant.ask("不用大喇叭播报公示内容的是哪个乡")
    assert answer.answer.startswith("没有报告提到“不用大喇叭播报公示内容”")


def test_nothing_is_denied_above_sentences_that_may_say_it(assistant: Assistant) -> None:
    close = assistant.ask("有没有街道联合高校学生拍视频").answer
    assert close.startswith("没有一份报告原样提到")
    nowhere = assistant.ask("有没有镇请火箭专家来讲课").answer
    assert nowhere.startswith("**没有找到。**")


def test_who_does_and_who_does_not_are_both_listed(assistant: Assistant) -> None:
    answer = assistant.ask("各街道的培训搞了没有，谁有谁没有").answer
    assert answer.startswith("**否。**2份报告中，1份提到“培训”，例外1份：")
    assert "“组织业务培训3次”" in answer


def test_alternatives_are_looked_for_each_on_its_own(assistant: Assistant) -> None:
    answer = assistant.ask("用大喇叭或者集市广播念公开内容的都有谁")
    assert "“村村响大喇叭以汉语、彝语两种语言播报公示内容" in answer.answer
    assert "另有1份没有原样写出" in answer.answer
    assert {(row["issuer"], row["year"]) for row in answer.rows} == {
        ("砚泉县荞坪彝族乡人民政府", 2024),
        ("砚泉县白鹭乡", 2023),
    }


def test_bodies_that_say_it_in_other_words_are_not_counted(assistant: Assistant) -> None:
    answer = assistant.ask("聘请了社会监督员的乡镇街道有几个")
    assert answer.value is None
    assert [row["issuer"] for row in answer.rows] == ["南屏县竹岩乡人民政府"]


def test_of_a_large_corpus_every_report_that_may_say_it_is_read(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "reports"
    folder.mkdir()
    for number in range(160):
        done = "聘请乡贤担任公开监督员" if number % 2 else "召开公开推进会"
        name = f"第{number}镇"
        text = f"{name}2024年政府信息公开工作年度报告\n一、总体情况\n2024年，{name}{done}。\n"
        (folder / f"{name}2024.txt").write_text(text, encoding="utf-8")
    with contextlib.redirect_stdout(io.StringIO()):
        assert main(["--home", str(home), "index", str(folder)]) == 0
    with contextlib.closing(Assistant(home, today=date(2025, 3, 1))) as opened:
        answer = opened.ask("哪些镇请了社会监督员")
    assert len(answer.rows) == 80
    assert "另有80份没有原样写出" in answer.answer
