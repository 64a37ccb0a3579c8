"""What stands beside an answer that has no number of its own, or that only agrees."""

from __future__ import annotations

from pathlib import Path

from making import make_report, store

from assistant.engine import Assistant
from tests.plans import TODAY

DOCUMENTS = "proactive.normative_documents"


def _documents(in_force: int, issued: int, repealed: int) -> dict[str, object]:
    counts = {"in_force": in_force, "issued": issued, "repealed": repealed}
    return {f"{DOCUMENTS}.{column}": count for column, count in counts.items()}


def _asked(home: Path, *turns: str) -> str:
    assistant = Assistant(home, TODAY)
    session = assistant.new_session()
    return [assistant.ask(turn, session).answer for turn in turns][-1]


def test_documents_that_agree_are_shown_with_both_years(tmp_path: Path) -> None:
    home = store(
        tmp_path,
        [
            make_report("柳浦镇", 2023, _documents(3, 0, 0)),
            make_report("柳浦镇", 2024, _documents(4, 2, 1)),
        ],
    )
    answer = _asked(home, "柳浦镇2024年现行有效的规范性文件几件", "那数对得上吧")
    assert "2023年现行有效＋本年制发＝本年现行有效＋本年废止：3[1]＋2[2]＝4[3]＋1[4]" in answer


def test_the_text_stands_beside_a_table_that_is_missing(tmp_path: Path) -> None:
    said = "依申请公开方面，共接收申请2件，一件由村民提出，一件由企业提出。"
    home = store(tmp_path, [make_report("望潮镇", 2024, missing=["requests"], said=[said])])
    answer = _asked(home, "望潮镇2024年的申请是谁提的")
    assert "缺失" in answer
    assert "一件由村民提出，一件由企业提出" in answer


def test_a_table_that_is_missing_and_not_spoken_of_stays_alone(tmp_path: Path) -> None:
    said = "全年公开信息12条。"
    home = store(tmp_path, [make_report("望潮镇", 2024, missing=["requests"], said=[said])])
    answer = _asked(home, "望潮镇2024年的申请是谁提的")
    assert "缺失" in answer
    assert "正文所写的有" not in answer


def test_new_media_and_the_website_stand_side_by_side(tmp_path: Path) -> None:
    said = [("网站发布121条。", "website", 121), ("公众号发布82条。", "wechat", 82)]
    home = store(tmp_path, [make_report("柳浦镇", 2024, said=said)])
    answer = _asked(home, "柳浦镇2024年网站和政务新媒体一共发布多少条")
    assert "121条" in answer  # no sum: the text may state one of both by its parts alone
    assert "82条" in answer
    assert "之和" not in answer


def test_a_figure_named_by_its_number_is_what_is_compared_with_last_year(tmp_path: Path) -> None:
    row = "proactive.penalties.decisions"
    counts = ((2023, 19), (2024, 23))
    reports = [make_report("柳浦镇", year, {row: count}) for year, count in counts]
    home = store(tmp_path, reports)
    asked = "柳浦镇2024年处罚几件"
    assert "增加了4件" in _asked(home, asked, "那23件里涉渔的有几件", "比上一年多了多少")
    assert "增加了4件" not in _asked(home, asked, "那20件里涉渔的有几件", "比上一年多了多少")
