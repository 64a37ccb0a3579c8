"""Sections: every way reports mark their parts, and the tables that must not be cut up."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document import CellText, DocumentBuilder, SourceDocument
from index.readers import read
from index.report import Section
from index.sections import LEAD, PARTS, canonical, find_sections

TITLE = "临溪县柳浦镇人民政府2024年政府信息公开工作年度报告"
STATUTORY = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)


def written(*lines: str) -> SourceDocument:
    builder = DocumentBuilder()
    for line in lines:
        builder.paragraph(line)
    return builder.build("柳浦镇2024.txt", "txt", "0")


def paths(*lines: str) -> list[str]:
    return [section.path for section in find_sections(written(*lines)) if section.kind != "title"]


def parts(*lines: str) -> list[str | None]:
    return [canonical(s) for s in find_sections(written(*lines)) if s.kind != "title"]


def covered(document: SourceDocument) -> tuple[Section, ...]:
    """The sections, after checking that they tile the text to its end."""
    sections = find_sections(document)
    for before, after in pairwise(sections):
        assert before.start < before.end == after.start
    assert not sections or sections[-1].end == len(document.text)
    return sections


def six(*marks: str) -> list[str]:
    """The six statutory headings with other ordinals, a sentence under each."""
    titles = [heading.split("、", 1)[1] for heading in STATUTORY]
    return [
        line
        for mark, title in zip(marks, titles, strict=True)
        for line in (mark + title, "本年度按要求开展了工作。")
    ]


@pytest.mark.parametrize(
    "marks",
    [
        [f"{n}、" for n in "一二三四五六"],
        [f"{n}、 " for n in "一二三四五六"],
        [f"{n}．" for n in "一二三四五六"],
        [f"{n}、" for n in "123456"],
        [f"（{n}）" for n in "一二三四五六"],
        [f"({n})" for n in "一二三四五六"],
        [f"第{n}部分 " for n in "一二三四五六"],
        [f"## {n}、" for n in "一二三四五六"],
        [f"**{n}、" for n in "一二三四五六"],
        [f"[bookmark: _GoBack]{n}、" for n in "一二三四五六"],
        ["1、 ", "二、", "三、", "四、", "五、", "六、"],
        ["", "", "", "", "", ""],
        ["一、"] * 6,
    ],
)
def test_the_six_parts_under_any_mark(marks: list[str]) -> None:
    assert parts(TITLE, *six(*marks)) == list(PARTS)


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("一、概述", "overview"),
        ("一、基本情况", "overview"),
        ("二、主动公开政府信息的情况", "proactive"),
        ("三、收到和处理政府信息公开申请的情况", "requests"),
        ("三、依申请公开政府信息和不予公开政府信息情况", "requests"),
        ("四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", "disputes"),
        ("五、存在的主要问题及改进措施", "problems"),
        ("五、存在问题及改进情况", "problems"),
        ("五、存在的主要问题及下一步计划", "problems"),
        ("五、乡镇信息公开的建议和下一步工作思考", "problems"),
        ("六、其他事项", "other"),
        ("六、其它需要报告的事项", "other"),
        ("四、政府信息公开收费及减免情况", None),
        ("七、2022年工作思路", "problems"),
        ("三、收到 and 处理政府信息公开申请情况", "requests"),
        ("三、收到和處理政府信息公開申請情況", "requests"),
        ("二、主动公(gōng)开政府信息情况", "proactive"),
    ],
)
def test_wordings(heading: str, part: str | None) -> None:
    assert parts(TITLE, heading, "本年度无变化。") == [part]


def test_paths_use_the_printed_words_without_white_space() -> None:
    assert paths(TITLE, "1、 总体情况", "(一) 主动公开情况", "公开3条。") == [
        "1、总体情况",
        "1、总体情况/(一)主动公开情况",
    ]


def test_run_in_headings_end_where_the_text_begins() -> None:
    document = written(
        TITLE,
        "一、总体情况",
        "1.主动公开方面。全年公开信息3条。",
        "（二）依申请公开。未收到申请。",
        "（三）平台建设：新开专栏。",
    )
    sections = covered(document)
    assert [s.path.rpartition("/")[2] for s in sections[2:]] == [
        "1.主动公开方面",
        "（二）依申请公开",
        "（三）平台建设",
    ]
    assert document.text[sections[2].start : sections[2].end].strip().endswith("公开信息3条。")


def test_numbered_sentences_are_no_headings() -> None:
    lines = (
        "- 1.公示栏内容更换不勤，集市日前后尤其明显。",
        "1.公开渠道整合度有待提高：各渠道更新不同步。",
        "（一）2024年度收取信息处理费380元。",
        "1.无其他需要报告的事项。",
        "一是公开不及时。",
    )
    assert paths(TITLE, STATUTORY[4], *lines) == [STATUTORY[4]]


def test_both_levels_numbered_alike() -> None:
    found = paths(
        TITLE,
        "1、总体情况",
        "1、主动公开情况",
        "公开3条。",
        "2、依申请公开情况",
        "0件。",
        "2、主动公开政府信息情况",
        "见表。",
        "3、收到和处理政府信息公开申请情况",
    )
    assert found == [
        "1、总体情况",
        "1、总体情况/1、主动公开情况",
        "1、总体情况/2、依申请公开情况",
        "2、主动公开政府信息情况",
        "3、收到和处理政府信息公开申请情况",
    ]


def test_a_list_that_counts_anew_stays_inside_its_part() -> None:
    found = paths(TITLE, STATUTORY[4], "一、问题。公布滞后。", "二、改进。当天推送。", STATUTORY[5])
    assert found == [
        STATUTORY[4],
        f"{STATUTORY[4]}/一、问题",
        f"{STATUTORY[4]}/二、改进",
        STATUTORY[5],
    ]


def test_parts_that_start_over_at_one_stay_parts() -> None:
    found = parts(
        TITLE,
        "一、总体情况",
        "好。",
        "二、教育培训",
        "好。",
        "三、下一步打算",
        "好。",
        "一、主动公开政府信息情况",
        "二、收到和处理政府信息公开申请情况",
        "三、政府信息公开行政复议、行政诉讼情况",
    )
    assert found == ["overview", None, "problems", "proactive", "requests", "disputes"]


def test_repeated_and_missing_ordinals() -> None:
    found = paths(TITLE, "一、总体情况", "（六）教育培训。开展。", "（六）其他。无。", STATUTORY[2])
    assert found == [
        "一、总体情况",
        "一、总体情况/（六）教育培训",
        "一、总体情况/（六）其他",
        STATUTORY[2],
    ]


def test_a_heading_wrapped_by_the_page() -> None:
    found = paths(
        TITLE,
        "四、政府信息公开行政复议、行政诉",
        "讼情况",
        "无。",
        "5、存在的主要",
        "问题及改进情况",
    )
    assert found == ["四、政府信息公开行政复议、行政诉讼情况", "5、存在的主要问题及改进情况"]


def test_several_parts_run_together_on_one_line() -> None:
    line = (
        "一、总体情况 2024年，我镇认真贯彻落实条例，各项工作有序推进，取得了一定的成效。"
        "二、主动公开政府信息情况 见表。三、收到和处理政府信息公开申请情况 见表。 "
        "四、政府信息公开行政复议、行政诉讼情况 无。五、存在的主要问题及改进情况 有不足。"
        "六、其他需要报告的事项 无。"
    )
    assert parts(TITLE, line) == list(PARTS)


def test_text_before_the_first_heading_is_a_section_of_its_own() -> None:
    sections = covered(written(TITLE, "今年以来，柳浦镇认真贯彻条例。", STATUTORY[1]))
    assert [(s.path, canonical(s)) for s in sections[1:]] == [
        (LEAD, "overview"),
        (STATUTORY[1], "proactive"),
    ]


def test_a_report_without_headings_is_one_section() -> None:
    assert paths(TITLE, "今年以来，柳浦镇认真贯彻条例。", "公开信息3条。") == [LEAD]


def test_a_report_without_a_title_begins_with_its_text() -> None:
    sections = covered(written("一、总体情况", "我镇公开信息3条。"))
    assert [s.kind for s in sections] == ["narrative"]


def test_everything_inside_one_part() -> None:
    found = find_sections(
        written(
            TITLE,
            "一、总体情况",
            "我街道公开信息3条。",
            "（一）行政复议和行政诉讼情况",
            "无。",
            "（二）收费情况",
            "无。",
            "（三）存在的问题",
            "更新不及时。",
        )
    )
    assert [canonical(s) for s in found[1:]] == ["overview", "disputes", "overview", "problems"]


def test_a_part_about_two_subjects_leaves_the_choice_to_its_own_headings() -> None:
    found = parts(
        "柳浦镇2018年政府信息公开工作年度报告",
        "二、主动公开和依申请公开政府信息情况",
        "（一）主动公开情况",
        "公开3条。",
        "（二）依申请公开情况",
        "无。",
    )
    assert found[1:] == ["proactive", "requests"]


REQUESTS = (
    "（本列数据的勾稽关系为：第一项加第二项之和，等",
    "于第三项加第四项之和）",
    "申请人情况",
    "自然",
    "人",
    "总计商业",
    "企业",
    "一、本年新收政府信息公开申请数量 0 0 0 0 0 0 0",
    "二、上年结转政府信息公开申请数量 0 0 0 0 0 0 0",
    "三、本",
    "年度办",
    "理结果",
    "（一）予以公开 0 0 0 0 0 0 0",
    "（三）不",
    "予公开",
    "1.属于国家秘密 0 0 0 0 0 0 0",
    "0 0 0 0 0 0",
    "0",
    "（七）总计 0 0 0 0 0 0 0",
    "四、结转下年度继续办理 0 0 0 0 0 0 0",
)
PROACTIVE = ("规章 0 0 0", "行政规范性文件 0 0 3", "行政许可 4", "行政处罚 0", "行政强制 0")


def test_table_rows_that_look_like_headings_stay_in_their_table() -> None:
    sections = covered(
        written(TITLE, *STATUTORY[:2], *PROACTIVE, STATUTORY[2], *REQUESTS, STATUTORY[3], "无。")
    )
    assert [(s.kind, s.path) for s in sections[1:]] == [
        ("narrative", STATUTORY[0]),
        ("table", STATUTORY[1]),
        ("table", STATUTORY[2]),
        ("narrative", STATUTORY[3]),
    ]


def test_one_cell_a_line_is_a_table_too() -> None:
    cells = [cell for row in PROACTIVE for cell in row.split()]
    sections = find_sections(written(TITLE, STATUTORY[1], *cells, STATUTORY[2]))
    assert [s.kind for s in sections] == ["title", "table", "narrative"]


def test_prose_beside_a_table_is_kept_apart_from_it() -> None:
    document = written(
        TITLE,
        STATUTORY[2],
        "本年度收到申请1件，已按期办结，申请人没有提出异议。",
        *REQUESTS,
        "以上数据由党政办公室汇总，如有疑问请来电咨询。",
        STATUTORY[3],
    )
    sections = covered(document)
    assert [s.kind for s in sections[1:]] == ["narrative", "table", "narrative", "narrative"]
    assert {s.path for s in sections[1:4]} == {STATUTORY[2]}
    prose = [document.text[s.start : s.end] for s in sections[1:4] if s.kind == "narrative"]
    assert "商业" not in "".join(prose)


def test_a_grid_of_the_form_is_a_table_and_another_grid_is_not() -> None:
    builder = DocumentBuilder()
    builder.paragraph(TITLE)
    builder.paragraph(STATUTORY[1])
    builder.grid(
        CellText(y, x, text)
        for y, row in enumerate(PROACTIVE)
        for x, text in enumerate(row.split())
    )
    builder.paragraph(STATUTORY[5])
    builder.grid([CellText(0, 0, "培训主题"), CellText(0, 1, "人数"), CellText(1, 0, "保密审查")])
    assert [s.kind for s in covered(builder.build("x.html", "html", "0"))] == [
        "title",
        "table",
        "narrative",
    ]


def test_a_part_whose_table_is_missing_is_narrative() -> None:
    assert [s.kind for s in find_sections(written(TITLE, *STATUTORY))[1:]] == ["narrative"] * 6


def test_tables_inside_the_overview_do_not_swallow_its_text() -> None:
    sections = covered(
        written(
            TITLE,
            "一、总体情况",
            "我街道公开信息3条，收到申请0件。",
            *PROACTIVE,
            "二、问题",
            "有。",
        )
    )
    assert [s.kind for s in sections[1:]] == ["narrative", "table", "narrative"]


@pytest.mark.parametrize(
    "lines",
    [
        ("临溪县柳浦镇人民政府2024年政府信息公开工作", "年度报告"),
        ("临溪县柳浦镇人民政府", "2024年政府信息公开工作年度报告"),
        ("柳浦镇政府信息公开工作年度报告", "（2024年）"),
        ("2024年政府信息公开 工作告年度报",),
        ("柳浦镇2024年度政务公开年报",),
        ("# 柳浦镇2024年政府信息公开工作年度报告",),
        ("《柳浦镇2024年政府信息公开工作年度报告》",),
    ],
)
def test_titles_wrapped_and_damaged(lines: tuple[str, ...]) -> None:
    document = written("首页>政务公开>年报", *lines, STATUTORY[0], "好。")
    title, *rest = covered(document)
    assert title.kind == "title"
    assert document.text[title.start : title.end].strip() == "\n".join(lines)
    assert [s.path for s in rest] == [STATUTORY[0]]


_LINES = st.sampled_from(
    [
        TITLE,
        *STATUTORY,
        *PROACTIVE,
        *REQUESTS,
        "（一）主动公开情况",
        "1.平台建设方面。建成专区。",
        "我镇公开信息3条。",
        "一、本年新收政府信息公开申请数量",
        "0",
        "/",
        "## 存在的问题",
        "二、",
        "（）",
    ]
)


@given(st.lists(_LINES, min_size=1, max_size=40))
def test_sections_tile_any_text(lines: list[str]) -> None:
    for section in covered(written(*lines)):
        assert section.path
        assert canonical(section) in (*PARTS, None)


@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=12))
def test_any_text_at_all_is_read(lines: list[str]) -> None:
    if any(line.strip() for line in lines):
        covered(written(*lines))


PROBLEM_PARTS = {"000": 2, "001": 3, "002": 2, "003": 2, "004": 2}


@pytest.mark.parametrize("number", PROBLEM_PARTS)
def test_real_reports(seeds: Path, number: str) -> None:
    (path,) = seeds.glob(f"{number}_*.txt")
    sections = covered(read(path))
    tops = list(dict.fromkeys(s.path.split("/")[0] for s in sections if s.path != LEAD))[1:]
    assert len(tops) == 6
    assert [s.path for s in sections if s.kind == "table"] == tops[1:4]
    problems = [s for s in sections if canonical(s) == "problems" and "/" in s.path]
    assert len(problems) == PROBLEM_PARTS[number]


def test_numbered_run_in_headings_of_a_real_report(seeds: Path) -> None:
    (path,) = seeds.glob("004_*.txt")
    found = [s.path for s in find_sections(read(path))]
    assert "一、总体情况/1.主动公开方面" in found
    assert "六、其他需要报告的事项/2.本年度建议提案办理情况" in found
