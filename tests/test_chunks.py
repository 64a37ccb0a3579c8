"""Sentences and chunks: spans into the plain text, never across sections."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.report import Section
from index.search.chunks import Chunk, PlacedChunk, chunk_sections, report_of, sentences


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def section(text: str, kind: str = "narrative", path: str = "一、总体情况") -> Section:
    return Section(path, path, 0, len(text), kind)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("公开12条。未收到申请。", ["公开12条。", "未收到申请。"]),
        ("好吗？很好！一是培训；二是检查。", ["好吗？", "很好！", "一是培训；", "二是检查。"]),
        ("坚持“先审查，后公开。”并严格落实。", ["坚持“先审查，后公开。”", "并严格落实。"]),
        ("收费0.35万元,共3.5件. 完毕", ["收费0.35万元,共3.5件.", "完毕"]),  # dots: decimal, stop
        ("  全年无收费。　\n", ["全年无收费。"]),
        ("", []),
        ("\n \n", []),
    ],
)
def test_sentences_end_at_their_stops(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_a_line_break_inside_a_sentence_does_not_end_it() -> None:
    assert split("我镇全年共受理\n申请3件。均已办结。") == [
        "我镇全年共受理\n申请3件。",
        "均已办结。",
    ]


def test_a_blank_line_ends_a_sentence() -> None:
    assert split("全年工作平稳\n\n申请3件") == ["全年工作平稳", "申请3件"]


def test_a_page_break_within_a_full_line_does_not_end_the_sentence() -> None:
    wrapped = "我镇认真贯彻落实各项政府信息公开制度规定要求并且深\n\n入推行政务公开工作。"
    assert split(wrapped) == [wrapped]


@pytest.mark.parametrize("heading", ["（一）主动公开情况", "一、总体情况", "2.平台建设方面"])
def test_a_heading_stands_alone(heading: str) -> None:
    assert split(f"{heading}\n全年公开信息9条。") == [heading, "全年公开信息9条。"]


def test_a_list_item_begins_a_sentence_even_after_a_full_line() -> None:
    line = "一年来我镇的信息公开工作取得了一定成绩但还有以下几点不足"
    assert split(f"{line}\n1.内容不够全面\n2.形式不够丰富") == [
        line,
        "1.内容不够全面",
        "2.形式不够丰富",
    ]


@given(st.text(alphabet="政府公开，。；！\n 　1.(一)”", max_size=400))
def test_sentences_keep_every_character_but_white_space_in_order(text: str) -> None:
    spans = sentences(text)
    assert all(start < end for start, end in spans)
    assert all(x[1] <= y[0] for x, y in pairwise(spans))
    kept = "".join("".join(text[a:b].split()) for a, b in spans)
    assert kept == "".join(text.split())


def test_a_chunk_is_the_text_at_its_offsets() -> None:
    text = "一、总体情况\n" + "加强组织领导，明确专人负责。" * 60
    chunks = chunk_sections("r1", text, [section(text)])
    assert [chunk.chunk_id for chunk in chunks] == [f"r1:{n}" for n in range(len(chunks))]
    assert all(chunk.text == text[chunk.start : chunk.end] for chunk in chunks)
    assert "".join(chunk.text for chunk in chunks) == text
    assert all(200 <= len(chunk.text) <= 360 for chunk in chunks)


def test_only_narrative_sections_become_chunks_and_none_spans_two() -> None:
    text = "标题\n主动公开九条。\n规章\t0\n无其他事项。"
    sections = [
        Section("", "标题", 0, 2, "title"),
        Section("一、总体情况/（一）主动公开情况", "（一）主动公开情况", 3, 10, "narrative"),
        Section("二、主动公开政府信息情况", "二、主动公开政府信息情况", 11, 15, "table"),
        Section("六、其他需要报告的事项", "六、其他需要报告的事项", 16, 22, "narrative"),
    ]
    assert [(c.section, c.text) for c in chunk_sections("r", text, sections)] == [
        ("一、总体情况/（一）主动公开情况", "主动公开九条。"),
        ("六、其他需要报告的事项", "无其他事项。"),
    ]


def test_an_empty_section_has_no_chunk() -> None:
    assert chunk_sections("r", " \n\n ", [section(" \n\n ")]) == []


def test_text_without_any_stop_is_still_cut_small_enough_to_embed() -> None:
    text = "公开目录、" * 400
    chunks = chunk_sections("r", text, [section(text)])
    assert "".join(chunk.text for chunk in chunks) == text
    assert max(len(chunk.text) for chunk in chunks) <= 450
    assert all(chunk.text.endswith("、") for chunk in chunks)


def test_the_header_names_body_year_and_section() -> None:
    chunk = Chunk("r:0", "r", 0, "一、总体情况/（五）监督保障", 0, 3, "已整改")
    assert chunk.embedding_text("云溪县松亭镇人民政府", 2024) == (
        "云溪县松亭镇人民政府 2024年 一、总体情况 （五）监督保障\n已整改"
    )
    assert chunk.embedding_text(None, None) == "一、总体情况 （五）监督保障\n已整改"
    assert PlacedChunk(chunk, None, None).indexed_text == chunk.embedding_text(None, None)


def test_the_report_of_a_chunk_is_read_from_its_id() -> None:
    assert report_of("a:b:12") == "a:b"
