"""Whole questions over the sample corpus, from the words to the verified answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.engine import Assistant


@pytest.fixture(scope="module")
def assistant(sample_home: Path) -> Iterator[Assistant]:
    opened = Assistant(sample_home, today=date(2025, 3, 1))
    yield opened
    opened.close()


def test_rates_of_two_bodies_are_compared_in_percentage_points(assistant: Assistant) -> None:
    answer = assistant.ask("柳浦镇2024和白鹭乡2024，谁公开率高")
    assert answer.status == "answered"
    assert "60%（3[1]÷5[2]）" in answer.answer
    assert "50%（1[3]÷2[4]）" in answer.answer
    assert "柳浦镇比白鹭乡多10个百分点（60−50）" in answer.answer


def test_a_rate_over_the_years_keeps_to_numerators_and_denominators(assistant: Assistant) -> None:
    answer = assistant.ask("柳浦镇2022到2024年公开率变化")
    assert answer.status == "answered"
    assert [row["value"] for row in answer.rows] == [66.67, 66.67, 60]


def test_a_rate_of_all_bodies_by_year_is_pooled_not_added(assistant: Assistant) -> None:
    answer = assistant.ask("历年公开率")
    assert [(row["year"], row["value"]) for row in answer.rows] == [
        (2020, 66.67),
        (2022, 50),
        (2023, 77.78),
        (2024, 56.25),
    ]
    assert answer.value is None
    assert "不是同一批单位" in answer.answer


def test_a_ranking_chooses_the_reports_whose_text_is_quoted(assistant: Assistant) -> None:
    answer = assistant.ask("2024年申请最多的镇怎么写改进措施？")
    assert {citation.file for citation in answer.citations} == {"corpus/东沙县太平镇2024.docx"}


def test_a_sum_in_a_formula_stands_in_brackets(assistant: Assistant) -> None:
    answer = assistant.ask("2024年诉讼败诉率是多少")
    assert "−（未经复议直接起诉尚未审结＋复议后起诉尚未审结）" in answer.answer
