"""Answers in the contract's form, worded as tests/golden has them, and safe to show."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from made import (
    DENIED,
    GRANTED,
    GRANTED_RATE,
    PENALTIES,
    PROACTIVE,
    RECEIVED,
    TOWNS_2024,
    bodies,
    body,
    made_home,
    over,
)
from making import make_report, store

from assistant.answer import Answer
from assistant.cli_show import answer_text
from assistant.compose_without import unopened
from assistant.engine import Assistant
from assistant.evidence import Figure, Population, Row, State, Total
from assistant.lookup_reasons import STATE_NAMES
from assistant.markdown import escape, plain, shown_quote
from assistant.measures import measure
from assistant.plan import (
    Body,
    Change,
    Choice,
    Condition,
    Order,
    Plan,
    Refusal,
    Scope,
    Than,
    Topic,
    Whether,
)
from assistant.verify import unprinted
from assistant.wording import Wording, _sentences
from assistant.wording_en import English

SCHEMA = json.loads((Path(__file__).parent / "contract" / "answer.schema.json").read_text())
NONE_YET = Condition(measure=RECEIVED, op="=", value=0)

PLANS: dict[str, dict[str, Any]] = {
    "value": {"scope": body("柳浦镇", 2024), "measures": (RECEIVED,)},
    "value-zero": {"scope": body("太平镇", 2024), "measures": (RECEIVED,)},
    "value-blank": {"scope": body("枫渡镇", 2024), "measures": (RECEIVED,)},
    "value-missing": {"scope": body("望潮镇", 2024), "measures": (RECEIVED,)},
    "value-words": {"scope": body("枫渡镇", 2024), "measures": (PENALTIES,)},
    "value-sum": {"scope": body("柳浦镇", 2024), "measures": (DENIED,)},
    "value-at-least": {"scope": body("枫渡镇", 2024), "measures": (DENIED,)},
    "value-not-comparable": {
        "scope": body("潮音街道", 2020),
        "measures": (measure("normative_documents:in_force"),),
    },
    "value-conflict": {"scope": body("望川镇", 2024), "measures": (RECEIVED,)},
    "value-stated": {"scope": body("柳浦镇", 2024), "measures": (PROACTIVE,)},
    "value-stated-about": {"scope": body("望川镇", 2024), "measures": (PROACTIVE,)},
    "value-silent": {"scope": body("太平镇", 2024), "measures": (PROACTIVE,)},
    "value-ratio": {"scope": body("柳浦镇", 2024), "measures": (GRANTED_RATE,)},
    "value-ratio-of-nothing": {"scope": body("太平镇", 2024), "measures": (GRANTED_RATE,)},
    "value-several": {
        "scope": body("柳浦镇", 2024),
        "measures": (RECEIVED, GRANTED, DENIED, measure("carried_out")),
    },
    "value-year-not-held": {"scope": body("柳浦镇", 2020), "measures": (RECEIVED,)},
    "compare": {"kind": "compare", "scope": bodies("柳浦镇", "太平镇"), "measures": (RECEIVED,)},
    "compare-silent": {
        "kind": "compare",
        "scope": bodies("柳浦镇", "太平镇"),
        "measures": (PROACTIVE,),
    },
    "list": {"kind": "list", "scope": TOWNS_2024, "conditions": (over(RECEIVED, 0),)},
    "list-none": {"kind": "list", "scope": TOWNS_2024, "conditions": (over(RECEIVED, 99),)},
    "list-unjudged": {
        "kind": "list",
        "scope": TOWNS_2024,
        "conditions": (over(measure("claim:weibo"), 9),),
    },
    "list-lower-bound": {"kind": "list", "scope": TOWNS_2024, "conditions": (over(DENIED, 0),)},
    "list-rising": {
        "kind": "list",
        "scope": Scope(body_types=("镇",)),
        "measures": (RECEIVED,),
        "change": Change(base=2022, year=2024, direction="rising"),
    },
    "list-none-rising": {
        "kind": "list",
        "scope": Scope(body_types=("镇",)),
        "measures": (PENALTIES,),
        "change": Change(base=2022, year=2024, direction="rising"),
    },
    "rank": {"kind": "rank", "scope": TOWNS_2024, "measures": (RECEIVED,), "limit": 2},
    "rank-all": {"kind": "rank", "scope": Scope(), "measures": (RECEIVED,)},
    "rank-lowest": {
        "kind": "rank",
        "scope": TOWNS_2024,
        "measures": (RECEIVED,),
        "order": Order(descending=False),
        "limit": 1,
    },
    "sum": {
        "kind": "aggregate",
        "scope": TOWNS_2024,
        "measures": (RECEIVED,),
        "function": "sum",
    },
    "mean": {
        "kind": "aggregate",
        "scope": TOWNS_2024,
        "measures": (RECEIVED,),
        "function": "mean",
    },
    "max": {
        "kind": "aggregate",
        "scope": TOWNS_2024,
        "measures": (RECEIVED,),
        "function": "max",
    },
    "rate-of-all": {
        "kind": "aggregate",
        "scope": TOWNS_2024,
        "measures": (GRANTED_RATE,),
        "function": "sum",
    },
    "count": {
        "kind": "aggregate",
        "scope": TOWNS_2024,
        "conditions": (NONE_YET,),
        "function": "count",
    },
    "share": {
        "kind": "aggregate",
        "scope": TOWNS_2024,
        "conditions": (NONE_YET,),
        "function": "share",
    },
    "by-year": {
        "kind": "aggregate",
        "scope": Scope(),
        "measures": (RECEIVED,),
        "function": "mean",
        "group": "year",
    },
    "trend": {
        "kind": "trend",
        "scope": body("柳浦镇", 2021, 2022, 2023, 2024),
        "measures": (RECEIVED,),
    },
    "trend-growth": {
        "kind": "trend",
        "scope": body("柳浦镇", 2023, 2024),
        "measures": (RECEIVED,),
        "change": Change(base=2023, year=2024, kind="growth"),
    },
    "trend-of-all": {
        "kind": "trend",
        "scope": Scope(years=(2023, 2024)),
        "measures": (RECEIVED,),
    },
    "quality": {"kind": "quality", "scope": TOWNS_2024, "rules": ("narrative_mismatch",)},
    "quality-cells": {
        "kind": "quality",
        "scope": TOWNS_2024,
        "rules": ("not_applicable_cells", "repaired_cells"),
    },
    "quality-kept": {
        "kind": "quality",
        "scope": body("柳浦镇", 2024),
        "rules": ("column_balance",),
    },
    "mention": {"kind": "mention", "scope": TOWNS_2024, "terms": ("微信视频号", "视频号")},
    "mention-not": {
        "kind": "mention",
        "scope": TOWNS_2024,
        "terms": ("微信视频号",),
        "negated": True,
    },
    "mention-both": {
        "kind": "mention",
        "scope": TOWNS_2024,
        "terms": ("微信视频号",),
        "others": (Topic(terms=("函询",)),),
        "together": "all",
    },
    "mention-without": {
        "kind": "mention",
        "scope": TOWNS_2024,
        "terms": ("微信视频号",),
        "others": (Topic(terms=("函询",), negated=True),),
        "together": "all",
    },
    "mention-lacking": {
        "kind": "mention",
        "scope": TOWNS_2024,
        "others": (Topic(part="improvement", negated=True),),
    },
    "mention-times": {
        "kind": "mention",
        "scope": TOWNS_2024,
        "terms": ("微信视频号", "视频号"),
        "aspect": "times",
    },
    "whether-all-say": {
        "kind": "mention",
        "scope": TOWNS_2024,
        "terms": ("微信视频号",),
        "whether": Whether(asks="all"),
    },
    "whether-all": {
        "kind": "list",
        "scope": TOWNS_2024,
        "conditions": (over(RECEIVED, 0),),
        "whether": Whether(asks="all"),
    },
    "whether-none": {
        "kind": "list",
        "scope": TOWNS_2024,
        "conditions": (over(RECEIVED, 5),),
        "whether": Whether(asks="none"),
    },
    "whether-only": {
        "kind": "list",
        "scope": TOWNS_2024,
        "conditions": (over(RECEIVED, 0),),
        "whether": Whether(asks="only", body_types=("街道",)),
    },
    "list-outside": {
        "kind": "list",
        "scope": TOWNS_2024,
        "conditions": (Condition(measure=RECEIVED, op="outside", value=1, high=5),),
    },
    "mixed": {
        "kind": "mixed",
        "scope": TOWNS_2024,
        "conditions": (over(RECEIVED, 5),),
        "terms": ("函询",),
        "query": "函询",
    },
    "than-mean": {
        "kind": "list",
        "scope": TOWNS_2024,
        "conditions": (Condition(measure=RECEIVED, op=">", than=Than(function="mean")),),
    },
    "than-body": {
        "kind": "list",
        "scope": TOWNS_2024,
        "conditions": (
            Condition(measure=PENALTIES, op=">", than=Than(body=Body(name="柳浦镇"), year=2024)),
        ),
    },
    "than-unknown": {
        "kind": "list",
        "scope": TOWNS_2024,
        "conditions": (
            Condition(measure=RECEIVED, op=">", than=Than(body=Body(name="枫渡镇"), year=2024)),
        ),
    },
    "than-measure": {
        "kind": "list",
        "scope": TOWNS_2024,
        "conditions": (Condition(measure=PENALTIES, op=">", than=Than(measure=RECEIVED)),),
    },
    "rank-share": {
        "kind": "rank",
        "scope": TOWNS_2024,
        "measures": (RECEIVED,),
        "order": Order(),
        "limit": 1,
        "function": "share",
    },
    "rank-sum": {
        "kind": "rank",
        "scope": TOWNS_2024,
        "measures": (PENALTIES,),
        "order": Order(),
        "limit": 2,
        "function": "sum",
    },
    "sum-part": {
        "kind": "aggregate",
        "scope": TOWNS_2024,
        "measures": (RECEIVED,),
        "function": "sum",
        "part": Body(name="柳浦镇"),
    },
    "value-also": {
        "scope": body("柳浦镇", 2024),
        "measures": (DENIED,),
        "also": (measure("unavailable"), measure("not_processed")),
    },
    "compare-measures": {
        "kind": "compare",
        "scope": body("柳浦镇", 2024),
        "measures": (RECEIVED, PENALTIES),
    },
    "mention-alike": {"kind": "mention", "scope": TOWNS_2024, "terms": ("函询环节用时太长",)},
    "corpus": {"kind": "corpus", "aspect": "count"},
    "corpus-places": {"kind": "corpus", "scope": body("柳浦镇"), "aspect": "places"},
    "definition": {"kind": "definition", "term": "予以公开率"},
    "definition-unknown": {"kind": "definition", "term": "区块链"},
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    assistant = Assistant(made_home(tmp_path_factory.mktemp("made")), date(2025, 6, 1))
    yield assistant
    assistant.close()


def shown(answer: Answer) -> str:
    lines = [f"status: {answer.status}", f"value: {answer.value}", "", answer.answer, ""]
    lines += [
        f"row: {row['issuer']} {row['year']} {row['value']} {row['values']}" for row in answer.rows
    ]
    lines += [
        f"[{n}] {c.file} {c.table}.{c.row_code}.{c.col_code} “{c.quote}”"
        if c.kind == "cell"
        else f"[{n}] {c.file} {c.section} “{c.quote}”"
        for n, c in enumerate(answer.citations, start=1)
    ]
    lines += [f"warning: {warning}" for warning in answer.warnings]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_answers_are_worded_as_agreed(
    made: Assistant, golden: Callable[[str, str], None], name: str, language: str
) -> None:
    plan = Plan(**{"kind": "value", **PLANS[name], "language": language})
    answer = made.run(plan)
    assert answer.status != "error", answer.warnings
    golden(f"{name}.{language}.txt", shown(answer))


@pytest.mark.parametrize("name", PLANS)
def test_answers_fit_the_contract(made: Assistant, name: str) -> None:
    answer = made.run(Plan(**{"kind": "value", **PLANS[name]}))
    record = json.loads(json.dumps(answer.as_json()))
    Draft202012Validator(SCHEMA).validate(record)
    assert list(record) == SCHEMA["required"]
    assert list(record["timings_ms"])[:5] == ["plan", "lookup", "retrieve", "compose", "total"]
    for n, citation in enumerate(record["citations"], start=1):
        text = made.store.text(citation["report_id"])
        assert citation["n"] == n
        assert text[citation["start"] : citation["end"]] == citation["quote"] != ""


def test_a_clarification_offers_each_way_out_with_its_number(made: Assistant) -> None:
    choices = (
        Choice(label="柳浦镇", question="柳浦镇2024年收到几件申请？"),
        Choice(label="太平镇", question="太平镇2024年收到几件申请？"),
    )
    refusal = Refusal(status="needs_clarification", reason="请指明是哪个镇。", choices=choices)
    answer = made.run(Plan(kind="refusal", refusal=refusal))
    assert answer.status == "needs_clarification"
    assert answer.answer == "请指明是哪个镇。\n\n- 柳浦镇（6件[1]）\n- 太平镇（0件[2]）"
    assert answer.value is None


def test_the_terminal_shows_every_warning_that_the_text_does_not_say(made: Assistant) -> None:
    answer = replace(
        made.ask("柳浦镇2024年收到几件申请？"),
        warnings=("没有用上一个词", "柳浦镇：6件", "Units differ: 万元"),
    )
    shown_to_user = answer_text(answer)
    assert "注意\n  没有用上一个词\n  Units differ: 万元" in shown_to_user
    assert "柳浦镇：6件" not in shown_to_user  # said above


def test_values_of_groups_and_of_second_halves_are_compared_with_their_places() -> None:
    figure = Figure("difference", 5, (4, 1))
    wrong = Total((Row((), None, "2024", figure),), (), Population(0, 0, 0), True)
    for evidence in (wrong, (wrong,), (None, (), (), (), wrong)):
        assert list(unprinted(evidence, str)) == ["difference((4, 1))应为3，不是5"]


def test_a_question_goes_all_the_way(made: Assistant) -> None:
    session = made.new_session()
    assert made.ask("柳浦镇2024年收到几件申请？", session).value == 6
    assert made.ask("那望川镇呢？", session).value == 4


def test_both_halves_of_a_question_are_answered_with_their_marks_numbered_on(
    made: Assistant,
) -> None:
    answer = made.ask("柳浦镇2024年收到几件申请，处罚最多的是哪个镇？")
    assert answer.status == "answered"
    assert answer.value == 6  # the only single value of the two
    first = made.ask("柳浦镇2024年收到几件申请？")
    second = made.ask("2024年处罚最多的是哪个镇？")
    assert answer.citations == first.citations + second.citations
    assert answer.answer.startswith(first.answer)
    assert f"[{len(answer.citations)}]" in answer.answer
    assert answer.rows == first.rows + second.rows
    assert [body.name for body in answer.bodies] == ["柳浦镇", "望川镇"]


def test_two_numbers_are_no_single_value_and_every_row_says_of_what_it_is(made: Assistant) -> None:
    answer = made.ask("柳浦镇2024年收到几件申请，予以公开的占几成")
    assert answer.value is None
    assert [row["values"] for row in answer.rows] == [
        {"本年新收政府信息公开申请数量": 6},
        {"予以公开率": 60},
    ]
    grouped = made.run(
        Plan(
            kind="aggregate",
            scope=TOWNS_2024,
            measures=(RECEIVED,),
            function="sum",
            group="year",
            then=Plan(kind="value", scope=body("柳浦镇", 2024), measures=(PENALTIES,)),
        )
    )
    assert [(row["issuer"], *row["values"]) for row in grouped.rows] == [
        ("2024", "本年新收政府信息公开申请数量"),
        ("临溪县柳浦镇人民政府", "行政处罚·本年处理决定数量"),
    ]
    Draft202012Validator(SCHEMA).validate(json.loads(json.dumps(grouped.as_json())))


def test_a_formula_is_computed_as_it_is_written_and_shown(made: Assistant) -> None:
    answer = made.ask("柳浦镇2024年（予以公开+部分公开）÷收到的申请")
    assert answer.value == 50
    assert "＝（予以公开＋部分公开）3[1]÷本年新收政府信息公开申请数量6[2]×100%" in answer.answer
    nothing = made.ask("太平镇2024年处罚÷许可")
    assert nothing.value is None
    assert "**分母为0，比率无意义**" in nothing.answer
    mixed = made.ask("柳浦镇2024年主动公开条数÷申请数")
    assert "没有计算这个算式：两边须都是报告里的指标" in mixed.answer


def test_what_no_report_says_is_refused_by_name_beside_what_it_says(made: Assistant) -> None:
    answer = made.ask("柳浦镇2024年存在什么问题，镇长是谁")
    assert answer.status == "answered"
    assert "一是视频更新断档" in answer.answer
    assert answer.answer.endswith("“镇长是谁”没有回答：年报不载明领导或申请人的姓名。")


def test_a_question_that_is_too_long_says_what_was_read(made: Assistant) -> None:
    answer = made.ask("柳浦镇2024年收到几件申请？" + "请说明。" * 200)
    assert answer.value == 6
    assert "问题有815字，只读了前600字，后面的没有回答。" in answer.answer


def test_several_measures_over_years_stand_side_by_side(made: Assistant) -> None:
    answer = made.ask("柳浦镇2023年和2024年各收到几件申请，处罚各多少")
    assert [list(row["values"].values()) for row in answer.rows] == [[4, 9], [6, 4]]
    line = "- 2024：本年新收政府信息公开申请数量 6件[3]，行政处罚·本年处理决定数量 4件[4]"
    assert line in answer.answer.splitlines()


def test_the_half_that_no_report_holds_is_named_in_the_answer(made: Assistant) -> None:
    answer = made.ask("柳浦镇2024年收到几件申请，镇长叫什么名字？")
    assert answer.value == 6
    assert answer.answer.endswith("“镇长叫什么名字”没有回答：年报不载明领导或申请人的姓名。")


def test_a_body_not_held_beside_one_that_is_is_named_in_the_answer(made: Assistant) -> None:
    answer = made.ask("柳浦镇和清水镇2024年谁的申请多？")
    assert answer.value == 6
    assert answer.answer.endswith("语料中没有清水镇的报告，以上不含它。")


def test_threads_share_one_assistant(tmp_path: Path) -> None:
    assistant = Assistant(made_home(tmp_path), date(2025, 6, 1))
    questions = [f"{name}2024年收到几件申请？" for name in ("柳浦镇", "望川镇", "太平镇")] * 8
    with ThreadPoolExecutor(8) as pool:
        values = [answer.value for answer in pool.map(assistant.ask, questions)]
    assert values == [6, 4, 0] * 8
    assistant.close()


def test_a_year_not_held_shows_the_newest_figure_beside_the_years(tmp_path: Path) -> None:
    assistant = Assistant(made_home(tmp_path), date(2025, 6, 1))
    answer = assistant.ask("柳浦镇今年收到几件申请？")
    assert (answer.status, answer.value) == ("not_in_corpus", None)
    assert answer.answer.splitlines()[-1] == "- 2024年（6件[1]）"
    assistant.close()


def test_the_place_among_others_is_no_second_number(tmp_path: Path) -> None:
    assistant = Assistant(made_home(tmp_path), date(2025, 6, 1))
    answer = assistant.ask("柳浦镇2024年的申请多不多")
    assert answer.value == 6
    assert "**第1**" in answer.answer
    assistant.close()


def test_a_changed_corpus_is_seen_at_once(tmp_path: Path) -> None:
    home = made_home(tmp_path)
    assistant = Assistant(home, date(2025, 6, 1))
    assert assistant.ask("砚台镇2024年收到几件申请？").status == "not_in_corpus"
    store(home, [make_report("砚台镇", 2024, {"requests.received.total": 3})])
    assert assistant.ask("砚台镇2024年收到几件申请？").value == 3
    assistant.close()


def test_report_text_is_never_markup(made: Assistant) -> None:
    plan = Plan(kind="mention", scope=TOWNS_2024, terms=("新媒体",))
    assert "“政务新媒体\\[官方\\]&lt;b&gt;\\|镇\\|&lt;/b&gt;已开通”" in made.run(plan).answer


@given(st.text())
def test_escaped_text_reads_as_it_was_and_has_no_markup(text: str) -> None:
    escaped = escape(text)
    assert plain(escaped) == text.replace("**", "") or "*" in text or "\\" in text or "&" in text
    assert "<" not in escaped and ">" not in escaped
    assert not any(char in "[]|`" and escaped[n - 1 : n] != "\\" for n, char in enumerate(escaped))


@pytest.mark.parametrize(
    ("printed", "seen"),
    [
        ("公开镇部门决算 1次，结合重\n点工作。", "公开镇部门决算 1次，结合重点工作"),
        ("** 严格三审三校；", "严格三审三校"),
        ("[bookmark: _GoBack]根据\n\n要求；", "根据要求"),
        ("a | b <script>", "a \\| b &lt;script&gt;"),
    ],
)
def test_quotes_are_shown_without_page_layout(printed: str, seen: str) -> None:
    assert shown_quote(printed) == seen


def test_both_languages_have_the_same_sentences() -> None:
    assert set(_sentences("zh")) == set(_sentences("en"))
    assert Wording().quotes == English().quotes


@pytest.mark.parametrize("state", STATE_NAMES)
def test_why_a_report_is_not_judged_is_said_in_english(state: State) -> None:
    place = "表三“（一）予以公开”行“总计”列"
    of_a_cell = state in ("blank", "not_applicable", "text", "unreadable", "missing")
    said = English().reason((place if of_a_cell else "") + STATE_NAMES[state])
    own = re.sub("“（一）予以公开”|“总计”|表三", "", said)
    assert state == "reported" or not re.search("[\u4e00-\u9fff]", own)


@pytest.mark.parametrize(
    ("said", "there"),
    [
        ("短视频还是空白，年轻人看不到", False),
        ("下一步，把补贴列入预算，开设短视频号", False),
        ("拟开通政务短视频账号", False),
        ("镇里没有自己的短视频号", False),
        ("发布短视频43条", True),
        ("将短视频转发到村民群", True),
        ("按计划开通短视频号", True),
    ],
)
def test_a_sentence_that_says_there_is_none_is_told_apart(said: str, there: bool) -> None:
    assert (unopened(("短视频",)).search(said) is None) is there
