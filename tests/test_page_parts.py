"""The page's parts as plain functions: nothing is markup that a report or a question says, charts
leave gaps, the plan editor gives back the plan it was given, files keep text as text."""

from __future__ import annotations

import csv
import json
import socket
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import make_report
from openpyxl import load_workbook

from assistant.measures import measure
from assistant.page import chat, feedback, planner, quality, source
from assistant.page.auth import check_password, make_line
from assistant.page.chart import chart
from assistant.page.corpus import narrow
from assistant.page.desk import ASKED_A_MINUTE, Desk
from assistant.page.files import write_table
from assistant.page.indexing import keep_uploads
from assistant.page.markup import esc, link, markdown
from assistant.page.table import result_table
from assistant.page.texts import LANGUAGES, language_of, say, translations
from assistant.places import Held, HeldBody
from assistant.plan import Body, Condition, Order, Plan, Region, Scope
from index.errors import NianbaoError, PlanError

HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)">${alert(3)}{{x}}`![a](http://b/c)'


class Tags(HTMLParser):
    """Every tag with its attributes, and the text as a browser shows it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def names(self) -> set[str]:
        return {name for name, _ in self.tags}


def answer(**changes: Any) -> dict[str, Any]:
    """An answer in the contract's form."""
    base: dict[str, Any] = {
        "question": "问",
        "status": "answered",
        "answer": "",
        "value": None,
        "rows": [],
        "citations": [],
        "population": None,
        "plan": {"kind": "list"},
        "plan_text": "列出报告",
        "warnings": [],
        "timings_ms": {"total": 1.0},
    }
    return base | changes


def row(issuer: str, year: int | None, value: float | None, **values: Any) -> dict[str, Any]:
    return {
        "report_id": f"id-{issuer}",
        "issuer": issuer,
        "year": year,
        "value": value,
        "values": values or {"新收": value},
    }


# --- nothing is markup but what is written here


@given(st.text())
def test_escaped_text_is_shown_as_it_is_and_makes_no_tag(text: str) -> None:
    shown = Tags(f"<p>{esc(text)}</p>")
    assert shown.names() == {"p"}
    assert (
        shown.text == text.replace("\r\n", "\n").replace("\r", "\n") or "\0" in text or "\r" in text
    )


@given(st.text(alphabet="<>&\"'*|[]()!#-`\\\n ab1$~_{}", max_size=80))
def test_no_markdown_makes_an_image_a_link_or_a_script(text: str) -> None:
    shown = Tags(markdown(text, 0, 0))
    assert not shown.names() - {
        *("p", "br", "ul", "li", "strong", "table", "thead", "tbody", "tr", "th", "td", "div"),
        *("blockquote", "h4"),
    }
    assert all(not name.startswith("on") for _, attrs in shown.tags for name in attrs)


def test_a_mark_opens_its_citation_and_a_number_beyond_the_last_stays_text() -> None:
    shown = Tags(markdown("**7**件[1]，另见[9]", turn=4, citations=1))
    marks = [attrs for name, attrs in shown.tags if name == "a"]
    assert [(m["data-do"], m["data-turn"], m["data-n"]) for m in marks] == [("cite", "4", "1")]
    assert shown.text == "7件1，另见[9]"


def test_escapes_of_the_composer_are_undone_and_tables_keep_their_bars() -> None:
    text = "| 单位 | 数 |\n| --- | ---: |\n| a\\|b | 1\\*2 |\n\n&lt;b&gt; &amp; \\[1\\]"
    shown = Tags(markdown(text, 0, 3))
    assert [name for name, _ in shown.tags if name in ("th", "td")] == ["th", "th", "td", "td"]
    assert shown.text == "单位数a|b1*2<b> & [1]"


def test_a_hostile_report_is_text_in_the_panel() -> None:
    report = make_report("黑石镇", 2024, said=[HOSTILE])
    start = report.text.index(HOSTILE)
    shown = Tags(source.sentence(report, (start, start + len(HOSTILE)), "zh"))
    assert not shown.names() & {"script", "img", "a"}
    assert HOSTILE in shown.text
    assert "${" not in source.sentence(report, (start, start + len(HOSTILE)), "zh")


def test_a_hostile_question_row_and_warning_are_text_in_the_conversation() -> None:
    found = answer(
        rows=[row(HOSTILE, 2024, 1), row("乙镇", 2024, 2)],
        warnings=[HOSTILE],
        plan_text=HOSTILE,
        plan={"kind": "rank", "measures": [{"label": "新收", "unit": HOSTILE}]},
        answer=HOSTILE,
    )
    turn = chat.Turn(HOSTILE, found)
    shown = Tags(chat.transcript([turn, chat.Turn(HOSTILE, failed=HOSTILE)], "zh", ""))
    assert not shown.names() & {"script", "img"}
    assert all(not name.startswith("on") for _, attrs in shown.tags for name in attrs)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//a", "", None, "http:"]
)
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert link(url, "原文") == ""
    assert Tags(link('https://a.cn/"><b>', "原文")).names() == {"a"}


# --- the source panel


def test_the_cited_cell_is_marked_and_the_kinds_of_nothing_stay_apart() -> None:
    cells = {
        "requests.received.total": 3,
        "requests.granted.total": "",
        "requests.carried_in.total": "/",
    }
    report = make_report("柳树镇", 2024, cells)
    shown = source.cells(report, [("requests", "received", "total")], "zh")
    cell = {a["data-key"]: a for n, a in Tags(shown).tags if n == "td"}
    assert "hit" in str(cell["requests.received.total"]["class"]).split()
    assert cell["requests.granted.total"]["class"] == "blank"
    assert cell["requests.carried_in.total"]["class"] == "not_applicable"
    assert "〔空白〕" in shown
    assert [a for a in cell.values() if "hit" in str(a["class"]).split()] == [
        cell["requests.received.total"]
    ]


def test_cells_of_a_broken_sum_carry_the_finding() -> None:
    cells = {"requests.received.total": 3, "requests.received.natural_person": 1}
    report = make_report("柳树镇", 2024, cells)
    shown = Tags(source.cells(report, [("requests", "received", "total")], "zh"))
    marked = next(a for n, a in shown.tags if a.get("data-key") == "requests.received.total")
    assert "doubt" in str(marked["class"]).split()
    assert "六类申请人之和" in str(marked["title"])


def test_the_cited_sentence_is_marked_whole_and_others_more_faintly() -> None:
    text = "第一句。第二句。第三句。"
    assert source.mark_text(text, 0, 12, (4, 8), [(0, 4), (6, 9)]) == (
        '<mark class="also">第一句。</mark><mark class="hit">第二句。</mark>第三句。'
    )


# --- charts and tables


def test_a_year_without_a_report_is_a_gap_and_not_a_zero() -> None:
    rows = [row("甲镇", 2021, 4), row("甲镇", 2022, 6), row("甲镇", 2024, 5)]
    plan = {"kind": "trend", "measures": [{"unit": "件"}]}
    shown = chart(answer(rows=rows, plan=plan), "无数")
    drawn = Tags(shown)
    assert sum(a.get("class") == "dot" for _, a in drawn.tags) == 3
    assert sum(a.get("class") == "stroke" for _, a in drawn.tags) == 1  # 2021–2022 only
    assert sum(a.get("class") == "gap" for _, a in drawn.tags) == 1
    assert next(a for n, a in drawn.tags if n == "svg")["aria-label"] == (
        "2021 4；2022 6；2023 无数；2024 5"
    )


def test_a_ranking_has_bars_and_a_body_without_a_number_has_none() -> None:
    rows = [row("甲镇", 2024, 4), row("乙镇", 2024, 0), row("丙镇", 2024, None)]
    drawn = Tags(chart(answer(rows=rows, plan={"kind": "rank", "measures": []}), "无数"))
    assert sum(a.get("class") == "bar" for _, a in drawn.tags) == 1
    assert drawn.text.endswith("丙镇丙镇无数")


def test_a_chart_of_a_question_of_two_parts_is_of_the_first() -> None:
    rows = [row("甲镇", 2024, 4), row("乙镇", 2024, 3), row("丙镇", 2024, 9, 许可=9)]
    plan = {
        "kind": "rank",
        "measures": [{"label": "新收"}],
        "then": {"kind": "value", "measures": [{"label": "许可"}]},
    }
    drawn = Tags(chart(answer(rows=rows, plan=plan), "无数"))
    assert sum(a.get("class") == "bar" for _, a in drawn.tags) == 2
    plan["then"] = {"kind": "value", "measures": [{"label": "新收"}]}  # not told apart
    assert chart(answer(rows=rows, plan=plan), "无数") == ""


def test_a_list_has_no_chart() -> None:
    assert chart(answer(rows=[row("甲镇", 2024, 4), row("乙镇", 2024, 1)]), "无数") == ""


def test_every_value_of_a_row_opens_its_cells() -> None:
    shown = Tags(result_table(answer(rows=[row("甲镇", 2024, 4)]), 2, "zh", 10))
    opened = [a for n, a in shown.tags if n == "button" and a.get("data-do") == "row"]
    assert [(a["data-turn"], a["data-row"], a["data-name"]) for a in opened] == [("2", "0", "新收")]


def test_files_keep_text_as_text(tmp_path: Path) -> None:
    rows = [["=1+1", -3, None, "甲镇"], ["-5", 2.5, "@x", "乙\x00镇"]]
    made = {f: write_table("表/..\\名", ["a", "b", "c", "d"], rows, f) for f in ("csv", "xlsx")}
    assert made["xlsx"].name == "表_名.xlsx"
    sheet = load_workbook(made["xlsx"]).active
    assert sheet is not None
    cells = list(sheet.iter_rows(min_row=2))
    assert [[c.value for c in line] for line in cells] == [
        ["=1+1", -3, None, "甲镇"],
        ["-5", 2.5, "@x", "乙镇"],
    ]
    assert cells[0][0].data_type == "s"
    with made["csv"].open(encoding="utf-8-sig", newline="") as stream:
        assert list(csv.reader(stream))[1:] == [
            ["'=1+1", "-3", "", "甲镇"],
            ["-5", "2.5", "'@x", "乙\x00镇"],
        ]


# --- the plan editor

HELD = Held(
    tuple(
        HeldBody(
            key=f"k-{name}",
            name=name,
            issuer=f"临溪县{name}人民政府",
            body_type="镇",
            province="云岭省",
            city="青禾市",
            county="临溪县",
            township=name,
            years=(2023, 2024),
        )
        for name in ("柳浦镇", "望川镇")
    )
)
RECEIVED, GRANTED = measure("received"), measure("granted")
RATE = measure("ratio:granted_rate")
PLANS = [
    Plan(kind="rank", measures=(RECEIVED,), order=Order(), limit=5, scope=Scope(years=(2024,))),
    Plan(
        kind="list",
        conditions=(
            Condition(measure=RECEIVED, op="between", value=1, high=4),
            Condition(measure=GRANTED, op="state", state="blank"),
        ),
        scope=Scope(regions=(Region(level="county", name="临溪县"),), body_types=("镇",)),
        notes=("沿用上一问",),
    ),
    Plan(
        kind="value",
        measures=(RATE, measure("claim:training")),
        scope=Scope(
            bodies=(Body(name="柳浦镇", key="k-柳浦镇", place="临溪县"),), latest_only=True
        ),
    ),
    Plan(kind="narrative", query="问题", section="problems", scope=Scope(years=(2023, 2024))),
    Plan(
        kind="list",
        measures=(RECEIVED,),
        scope=Scope(without=(Body(name="柳浦镇", key="k-柳浦镇", place="临溪县"),)),
    ),
]


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: str(plan.kind))
def test_an_unchanged_editor_gives_the_same_plan(plan: Plan) -> None:
    assert planner.edited(plan, planner.fields_of(plan), HELD) == plan


def test_the_second_half_of_a_question_stays_when_the_first_is_edited() -> None:
    two = PLANS[0].model_copy(update={"then": PLANS[-1]})
    fields = replace(planner.fields_of(two), years=(2023,))
    changed = planner.edited(two, fields, HELD)
    assert (changed.scope.years, changed.then) == ((2023,), PLANS[-1])


def test_changed_fields_change_their_part_and_nothing_else() -> None:
    fields = planner.Fields(
        bodies=("k-望川镇",),
        years=(2024, 2023),
        measures=(GRANTED.code,),
        condition_measure=RECEIVED.code,
        op=">",
        value=2,
        order="asc",
        limit=3,
    )
    changed = planner.edited(PLANS[0], fields, HELD)
    assert changed == Plan(
        kind="rank",
        measures=(GRANTED,),
        conditions=(Condition(measure=RECEIVED, op=">", value=2),),
        order=Order(descending=False),
        limit=3,
        scope=Scope(
            bodies=(Body(name="望川镇", key="k-望川镇", place="云岭省青禾市临溪县"),),
            years=(2023, 2024),
        ),
    )


def test_bodies_left_out_stay_left_out() -> None:
    fields = planner.Fields(years=(2024,), measures=(GRANTED.code,))
    assert planner.edited(PLANS[-1], fields, HELD).scope.without == PLANS[-1].scope.without


def test_a_condition_that_has_no_field_stays_when_the_first_is_cleared() -> None:
    now = planner.fields_of(PLANS[1])
    cleared = planner.Fields(regions=now.regions, body_types=now.body_types)
    assert planner.edited(PLANS[1], cleared, HELD).conditions == PLANS[1].conditions[1:]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (planner.Fields(measures=(RECEIVED.code,), op=">"), "条件缺少数值"),
        (planner.Fields(), "计划不完整"),
        (planner.Fields(bodies=("nobody",), measures=(RECEIVED.code,)), "没有单位“nobody”"),
        (planner.Fields(measures=("no.such.cell",)), "没有指标"),
    ],
)
def test_fields_that_make_no_plan_are_explained(fields: planner.Fields, said: str) -> None:
    with pytest.raises(PlanError, match=said):
        planner.edited(PLANS[0], fields, HELD)


def test_the_catalogue_offers_every_concept_ratio_and_count_once() -> None:
    codes = [code for _, code in planner.measure_choices()]
    assert len(codes) == len(set(codes)) > 80
    assert {RECEIVED.code, RATE.code, "claim:training"} <= set(codes)


# --- feedback, letters, lists, files, passwords, words


def test_feedback_is_kept_and_becomes_candidate_questions(tmp_path: Path) -> None:
    cited = {
        "file": "a/柳浦镇2024.txt",
        "kind": "cell",
        "table": "requests",
        "row_code": "received",
        "col_code": "total",
    }
    found = answer(value=6, citations=[cited])
    feedback.record(tmp_path, ["先问", "再问"], found, "down", "  应为5 ")
    feedback.record(tmp_path, ["另问"], answer(), "up")
    first, second = (
        json.loads(line) for line in feedback.candidates(tmp_path).read_text("utf-8").splitlines()
    )
    assert (first["turns"], first["rating"], first["reason"]) == (["先问", "再问"], "down", "应为5")
    assert first["expect"] == [
        {},
        {
            "status": "answered",
            "value": 6,
            "cells": [["柳浦镇2024.txt", "requests.received.total"]],
        },
    ]
    assert (second["checked"], second["expect"]) == (False, [{"status": "answered"}])


def test_a_letter_names_the_body_and_numbers_the_points() -> None:
    base = {"issuer": "临溪县柳浦镇人民政府", "year": 2024, "report_id": "a"}
    found = [
        {**base, "rule": "column_balance", "detail": "总计列：4，应等于3"},
        {**base, "rule": "missing_table", "detail": "没有找到表四"},
        {**base, "rule": "row_total", "detail": "x", "report_id": "b", "issuer": "乙镇"},
    ]
    assert [len(group) for group in quality.by_report(found)] == [2, 1]
    lines = quality.letter(found[:2]).split("\n")
    assert lines[0].startswith("临溪县柳浦镇人民政府2024年") and "2 处" in lines[0]
    assert lines[1].startswith("1. ") and "总计列：4，应等于3。" in lines[1]
    assert lines[2].startswith("2. ")


def test_reports_are_narrowed_by_fields_and_words() -> None:
    names = ("province", "city", "county", "township", "issuer", "file", "report_id")
    rows = [
        dict.fromkeys(names, "") | {"issuer": n, "year": y}
        for n, y in (("甲镇", 2023), ("乙镇", 2024))
    ]
    assert narrow(rows, "镇 2024") == rows[1:]
    assert narrow(rows, year=2023) == rows[:1]
    assert narrow(rows, "甲", year=2024) == []
    assert narrow(rows, year="") == rows


def test_uploads_of_one_name_stay_two_and_leave_their_folder_never(tmp_path: Path) -> None:
    files = []
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        files.append(tmp_path / folder / "年报.txt")
        files[-1].write_text(folder, "utf-8")
    kept = keep_uploads(tmp_path / "home", files)
    assert [path.read_text("utf-8") for path in kept] == ["a", "b"]
    assert {path.parent.parent for path in kept} == {tmp_path / "home" / "uploads"}


def test_passwords_are_checked_against_hashes_only(tmp_path: Path) -> None:
    path = tmp_path / "users"
    path.write_text(f"# 政务公开办\n\n{make_line('li', '秘密1')}\n", "utf-8")
    assert "秘密1" not in path.read_text("utf-8")
    check = check_password(path)
    assert check("li", "秘密1")
    assert not check("li", "秘密2")
    assert not check("wang", "秘密1")


@pytest.mark.parametrize("text", ["", "# nobody\n", "li:abc\n", "li:zz:zz\n"])
def test_a_password_file_that_is_none_is_explained(tmp_path: Path, text: str) -> None:
    path = tmp_path / "users"
    path.write_text(text, "utf-8")
    with pytest.raises(NianbaoError, match=r"assistant\.page\.auth"):
        check_password(path)


def test_a_user_name_cannot_break_the_file() -> None:
    with pytest.raises(NianbaoError, match="用户名"):
        make_line("a:b", "x")


def test_serving_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import app

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(NianbaoError, match="--port"):
            app.serve(tmp_path, port=taken.getsockname()[1], wait=False)
    monkeypatch.setitem(sys.modules, "mcp", None)
    with pytest.raises(NianbaoError, match=r"pip install 'nianbao\[mcp\]'"):
        app.serve(tmp_path, mcp=True, wait=False)


def test_a_client_that_asks_without_end_is_told_to_wait(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    said = {desk.refuse("问", "one", "zh") for _ in range(ASKED_A_MINUTE)}
    assert said == {""}
    assert "请稍等" in desk.refuse("问", "one", "zh")
    assert desk.refuse("问", "another", "zh") == ""


@pytest.mark.parametrize("way", ["asked", "edited"])
def test_a_fault_of_one_question_is_said_in_its_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError

    desk, talk = Desk(tmp_path), chat.Conversation()
    for name in ("new_session", "run_steps"):
        monkeypatch.setattr(desk.assistant, name, fails)
    steps = (
        desk.ask(talk, "收到多少件申请？", "tab", "zh")
        if way == "asked"
        else desk.rerun(talk, Plan(kind="list"), "收到多少件申请？", "tab", "zh")
    )
    list(steps)
    assert [turn.failed for turn in talk.turns] == [say("zh", "failed")]


def test_both_languages_have_every_string_with_the_same_places_to_fill() -> None:
    from string import Formatter

    words = translations()
    for key, chinese in words["zh"].items():
        parts = [
            {name for _, name, *_ in Formatter().parse(words[lang][key]) if name}
            for lang in LANGUAGES
        ]
        assert parts[0] == parts[1] or key == "letter_head", (key, chinese)


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("en-US,en;q=0.9", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("fr,en;q=0.5", "en"),
        (None, "zh"),
    ],
)
def test_the_language_is_the_browsers(accepted: str | None, language: str) -> None:
    assert language_of(accepted) == language
    assert say(language, "run") == {"zh": "运行", "en": "Run"}[language]
