"""上年提出的是否改好: what a report writes of the matters that the one before named."""

from __future__ import annotations

from pathlib import Path

import pytest
from making import make_report, store

from assistant.engine import Assistant

PROBLEMS = [
    "主要问题：一是渡口水位数据每周公布一次，乘客嫌慢；",
    "二是没有公开查阅点。",
    "改进措施：明年起渡口水位数据改为每天公布；",
    "在便民大厅筹建公开查阅点。",
]
LATER = [
    "全年主动公开信息120条。",
    "渡口水位数据由每周公布改为每天公布，共365期。",
    "便民大厅建成公开查阅点1处。",
    "未发生行政诉讼。",
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    cells = {"requests.received.total": 2}
    reports = [
        make_report("柳浦镇", 2022, cells, said=["全年公开90条。"], problems=PROBLEMS),
        make_report("柳浦镇", 2023, cells, said=LATER, problems=["问题：人手少。"]),
        make_report("枫渡镇", 2022, cells, said=["全年公开80条。"], problems=PROBLEMS),
        make_report("枫渡镇", 2023, cells, said=["全年公开85条。", "上年提出的问题均已整改。"]),
        make_report("望川镇", 2022, cells, said=["全年公开80条。"], problems=PROBLEMS),
        make_report(
            "望川镇", 2023, cells, said=["全年公开信息70条。"], problems=["问题：人手少。"]
        ),
        make_report("白鹭乡", 2022, cells, said=["全年公开80条。"], problems=PROBLEMS),
        make_report(
            "白鹭乡",
            2023,
            cells,
            said=["全年公开信息70条。"],
            problems=[
                "上年问题整改：检索台账已建立；两个重复的栏目已合并。",
                "今年的主要问题：一是人手少。",
            ],
        ),
    ]
    return store(tmp_path_factory.mktemp("kept"), reports)


def _last(home: Path, *turns: str) -> str:
    assistant = Assistant(home)
    session = assistant.new_session()
    return [assistant.ask(turn, session).answer for turn in turns][-1]


@pytest.mark.parametrize("again", ["第二年改了吗", "2023年改好了没", "第二年解决了没有"])
def test_what_was_named_the_year_before_is_looked_for_by_its_words(home: Path, again: str) -> None:
    answer = _last(home, "柳浦镇2022年有什么问题", again)
    assert "由每周公布改为每天公布" in answer
    assert "建成公开查阅点" in answer
    assert "没有找到" not in answer
    assert "没有明确点出上年所列事项是否已改好" in answer  # the report does not say so itself
    assert "主动公开信息120条" not in answer


def test_a_report_that_says_so_needs_no_such_warning(home: Path) -> None:
    answer = _last(home, "枫渡镇2022年有什么问题", "第二年改了吗")
    assert "均已整改" in answer
    assert "没有明确点出" not in answer


def test_a_report_that_does_not_come_back_to_it_says_nothing(home: Path) -> None:
    assert "没有找到" in _last(home, "望川镇2022年有什么问题", "第二年改了吗")


def test_what_follows_the_words_last_years_problems_belongs_to_them(home: Path) -> None:
    answer = Assistant(home).ask("白鹭乡2022年提出的问题解决了没有").answer
    assert "检索台账已建立" in answer and "两个重复的栏目已合并" in answer
    assert "人手少" not in answer
