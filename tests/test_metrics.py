"""The evaluation's metrics, each on values small enough to check by hand."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from eval.gates import GATES, PARTS, breaches, is_asked, look_up
from eval.judge import Held, Verdict, judge
from eval.metrics.cells import cited_cells
from eval.metrics.contract import faults
from eval.metrics.latency import percentile
from eval.metrics.numbers import unmarked
from eval.metrics.population import population_right
from eval.metrics.quotes import verbatim
from eval.metrics.refusal import refusals
from eval.metrics.retrieval import holds, recall_at, reciprocal_rank
from eval.metrics.rows import row_score
from eval.metrics.value import value_right
from eval.metrics.words import holds_word, missing_words
from eval.report import html_report, markdown_report
from eval.summary import figures, summary

ANSWER: dict[str, Any] = {
    "question": "柳浦镇2024年收到几件申请？",
    "status": "answered",
    "answer": "柳浦镇2024年新收申请 **6件** [1]。",
    "value": 6,
    "rows": [],
    "citations": [
        {
            "n": 1,
            "report_id": "r1",
            "file": "柳浦镇2024.txt",
            "issuer": "柳浦镇",
            "year": 2024,
            "section": "三",
            "kind": "cell",
            "table": "requests",
            "row_code": "received",
            "col_code": "total",
            "quote": "新收申请\t6",
            "start": 0,
            "end": 6,
        }
    ],
    "population": None,
    "plan": None,
    "plan_text": "",
    "warnings": [],
    "timings_ms": {"total": 3.5},
}
RECORD: dict[str, Any] = {
    "id": "o-x-A01",
    "split": "open",
    "corpus": "x",
    "type": "A",
    "turns": ["柳浦镇2024年收到几件申请？"],
    "expect": [
        {
            "status": "answered",
            "value": 6,
            "cells": [["柳浦镇2024.txt", "requests.received.total"]],
            "contains": ["6"],
        }
    ],
}


@pytest.fixture
def held(tmp_path: Path) -> Held:
    (tmp_path / "柳浦镇2024.txt").write_text("一、新收申请\t6\n", encoding="utf-8")
    return Held({"r1": "柳浦镇2024.txt"}, tmp_path)


# value


@pytest.mark.parametrize(
    ("expected", "got", "right"),
    [
        (6, 6, True),
        (6, 6.0, True),
        (6, 6.04, False),  # a whole number has no rounding
        (33.3333, 33.3, True),
        (33.3333, 33.4, False),
        (0, None, False),  # 0 and "not said" stay apart
        (None, 0, False),
        (None, None, True),
        ({"any": [None, 2]}, 2, True),
        ({"any": [None, 2]}, 3, False),
        (1, True, False),
    ],
)
def test_a_value_is_exact(expected: Any, got: Any, right: bool) -> None:
    assert value_right(expected, got) is right


# rows


def row(file: str, value: float | None, year: int = 2024) -> dict[str, Any]:
    return {"file": file, "year": year, "value": value}


def test_rows_need_the_file_and_the_value() -> None:
    score = row_score([row("a", 1), row("b", 2)], [], [row("a", 1), row("b", 3), row("c", 4)])
    assert (score.precision, score.recall) == (pytest.approx(1 / 3), 0.5)
    assert score.f1 == pytest.approx(0.4)


def test_rows_without_a_measure_need_the_file_only() -> None:
    assert row_score([{"file": "a", "year": 2024}], [], [row("a", 7)]).f1 == 1


def test_optional_rows_count_neither_way() -> None:
    assert row_score([row("a", 1)], ["b"], [row("a", 1), row("b", 9)]).f1 == 1
    assert row_score([row("a", 1)], ["b"], [row("a", 1)]).f1 == 1


def test_no_rows_expected_and_some_given_is_no_score() -> None:
    assert row_score([], [], []).f1 == 1
    assert row_score([], [], [row("a", 1)]).f1 == 0


def test_order_lets_ties_change_places_and_extras_follow() -> None:
    expected = [row("a", 5), row("b", 3), row("c", 3)]
    assert row_score(expected, ["d"], [row("a", 5), row("c", 3), row("b", 3), row("d", 1)]).ordered
    assert not row_score(expected, ["d"], [row("b", 3), row("a", 5), row("c", 3)]).ordered
    assert not row_score(expected, ["d"], [row("d", 9), *expected]).ordered


def test_years_keep_their_order_even_with_equal_values() -> None:
    expected = [row("a", 0, 2023), row("b", 0, 2024)]
    assert not row_score(expected, [], [row("b", 0, 2024), row("a", 0, 2023)]).ordered


# cells


def test_cited_cells() -> None:
    needed, allowed = [("a", "x"), ("a", "y")], [("a", "z")]
    assert cited_cells(needed, allowed, [("a", "x"), ("a", "z"), ("b", "x")]) == (
        pytest.approx(2 / 3),
        0.5,
    )
    assert cited_cells(needed, allowed, []) == (1.0, 0.0)
    assert cited_cells([], allowed, []) == (1.0, 1.0)


# quotes


def test_a_quote_is_the_files_own_text() -> None:
    text = "未收到\n政府信息公开申请。"
    assert not verbatim("未收到政府信息公开申请", text, exact=True)
    assert verbatim("未收到政府信息公开申请", text, exact=False)
    assert verbatim("未收到\n政府", text, exact=True)
    assert not verbatim("没有收到", text, exact=False)
    assert not verbatim("  ", text, exact=False)


# retrieval


def test_recall_and_rank_follow_the_order_of_quotes() -> None:
    phrases = ["把开放日移到集市日", "统一说理段落"]
    quotes = ["别的话", "下一步，我镇将把开放日移到集市日举办。", "又一句", "统一说理段落的写法"]
    assert recall_at(phrases, quotes, 1) == 0
    assert recall_at(phrases, quotes, 3) == 0.5
    assert recall_at(phrases, quotes, 5) == 1
    assert reciprocal_rank(phrases, quotes) == 0.5
    assert reciprocal_rank(phrases, []) == 0


def test_part_of_a_passage_is_enough_when_it_is_most_of_it() -> None:
    assert holds("轮渡停航时专区关闭", "轮渡停航时专区关闭，渠道中断")
    assert not holds("轮渡", "轮渡停航时专区关闭，渠道中断")
    assert not holds("", "轮渡停航")


# refusals


def test_refusals() -> None:
    answered, refused = frozenset({"answered"}), frozenset({"not_in_corpus", "out_of_scope"})
    either = frozenset({"answered", "needs_clarification"})
    found = refusals(
        [
            (answered, "answered"),
            (answered, "not_in_corpus"),  # false
            (refused, "not_in_corpus"),
            (refused, "answered"),  # missed
            (refused, "error"),  # given, but not a fitting one
            (either, "needs_clarification"),
        ]
    )
    assert (found.due, found.given, found.right, found.false) == (3, 4, 1, 1)
    assert found.precision == 0.75
    assert found.recall == pytest.approx(1 / 3)


# words


def test_words_ignore_marks_and_widths_and_need_whole_numbers() -> None:
    answer = "新收申请６件[15]，许可 30,412 件"
    assert holds_word(answer, "6")
    assert not holds_word(answer, "15")
    assert holds_word(answer, "30412")
    assert not holds_word(answer, "412")
    assert missing_words(answer, ["新收", ["没有", "许可"], ["空白", "未填"]]) == ["空白|未填"]


# numbers without a mark


def test_numbers_need_a_mark_in_their_sentence() -> None:
    assert unmarked("2024年新收6件[1]，予以公开3件。结转1件。") == (1, 3)
    assert unmarked("| 柳浦镇 | 6 [1] |\n| 枫渡镇 | 1 |") == (1, 2)
    assert unmarked("语料中6份，其中5份可读。", population={6.0, 5.0}) == (0, 0)
    assert unmarked("1. 依据〔2021〕30号，第20条。") == (0, 0)
    assert unmarked("大于0件的有**5**份：2020、2022年，“1.属于国家秘密”行") == (0, 0)
    assert unmarked("许可2020件") == (1, 1)  # a count that looks like a year


# latency


def test_percentiles() -> None:
    assert percentile([4, 1, 3, 2], 0.5) == 2
    assert percentile([4, 1, 3, 2], 0.95) == 4
    assert percentile([], 0.5) is None


# population


def test_population_names_what_could_not_be_judged() -> None:
    expected = {"held": 6, "matched": 4, "unjudged": ["a.txt"]}
    got = {"held": 6, "readable": 5, "matched": 4, "unjudged": [{"report_id": "r", "reason": ""}]}
    assert population_right(expected, got, {"r": "a.txt"})
    assert not population_right(expected, got, {"r": "b.txt"})
    assert not population_right(expected, got | {"held": 7}, {"r": "a.txt"})
    assert not population_right(expected, None, {})
    assert population_right({"held": 6}, got, {})


# contract


def test_contract() -> None:
    assert faults(ANSWER) == []
    assert faults(ANSWER | {"status": "fine"}) == ["status: fine"]
    assert faults({**ANSWER, "value": "6"}) == ["value: str"]
    assert faults(ANSWER | {"rows": [{"issuer": "a"}]})[0] == "row without report_id"
    assert faults(ANSWER | {"timings_ms": {}}) == ["timings_ms without total"]


# a whole answer


def test_a_right_answer(held: Held) -> None:
    verdict = judge(RECORD, 0, ANSWER, held)
    assert verdict.right, verdict.notes
    assert verdict.checks.keys() == {"contract", "status", "value", "cells", "words", "quotes"}
    assert verdict.scores["cell_recall"] == 1
    assert (verdict.scores["numbers"], verdict.scores["numbers_unmarked"]) == (1, 0)
    assert verdict.ms == 3.5


@pytest.mark.parametrize(
    ("change", "failed"),
    [
        ({"status": "not_in_corpus"}, "status"),
        ({"value": 5}, "value"),
        ({"citations": []}, "cells"),
        ({"answer": "六件 [1]"}, "words"),
        ({"citations": [ANSWER["citations"][0] | {"quote": "新收申请 6"}]}, "quotes"),
        ({"plan_text": None}, "contract"),
    ],
)
def test_a_wrong_answer_says_what_is_wrong(change: dict[str, Any], failed: str, held: Held) -> None:
    verdict = judge(RECORD, 0, ANSWER | change, held)
    assert [name for name, passed in verdict.checks.items() if not passed] == [failed]
    assert verdict.notes[0].startswith(failed)


def test_rows_without_a_report_are_found_by_body_and_year(held: Held) -> None:
    expect = {"status": "answered", "rows": [row("柳浦镇2024.txt", 6) | {"issuer": "临溪县柳浦镇"}]}
    given = {"report_id": None, "issuer": "柳浦镇", "year": 2024, "value": 6, "values": {}}
    verdict = judge(RECORD | {"expect": [expect]}, 0, ANSWER | {"rows": [given]}, held)
    assert verdict.right, verdict.notes


def test_passages_must_come_from_the_right_file(held: Held) -> None:
    cited = ANSWER["citations"][0] | {"kind": "text", "quote": "新收申请"}
    expect = {"status": "answered", "phrases": ["新收申请"], "overlap": False}
    answer = ANSWER | {"citations": [cited]}
    assert judge(RECORD | {"expect": [expect]}, 0, answer, held).right
    other = expect | {"from": ["别处.txt"]}
    assert not judge(RECORD | {"expect": [other]}, 0, answer, held).right


# the figures of a run


def verdicts() -> list[Verdict]:
    good = Verdict("a", 0, "甲？", "answered", ["answered"], {"status": True, "value": True}, ms=2)
    bad = Verdict("b", 0, "乙？", "answered", ["answered"], {"status": True, "value": False}, ms=8)
    bad.notes.append("value: 1, expected <2>")
    bad.scores |= {"numbers": 4, "numbers_unmarked": 1}
    follow = Verdict("b", 1, "丙呢？", "answered", ["answered"], {"status": True})
    return [good, bad, follow]


def test_a_question_is_right_when_all_its_turns_are() -> None:
    found = figures(verdicts())
    assert (found["questions"], found["turns"], found["right"]) == (2, 3, 0.5)
    assert found["checks"]["value"] == {"n": 2, "share": 0.5}
    assert found["checks"]["rows"] == {"n": 0, "share": None}
    assert found["scores"]["numbers_unmarked"] == 0.25
    assert found["latency_ms"] == {"p50": 2, "p95": 8}


def result() -> dict[str, Any]:
    records = [
        {"id": i, "split": "open", "corpus": "sample", "type": "A", "turns": [q], "expect": [{}]}
        for i, q in (("a", "甲？"), ("b", "乙？"))
    ]
    records[1]["turns"], records[1]["expect"] = ["乙？", "丙呢？"], [{}, {}]
    found: dict[str, list[Verdict]] = {"a": verdicts()[:1], "b": verdicts()[1:]}
    return {
        "settings": {
            "commit": "abc",
            "changed": False,
            "at": "",
            "command": "x",
            "split": "all",
            "show_held_back": False,
        },
        "summary": summary(records, verdicts()),
        "questions": [
            record
            | {
                "verdicts": [verdict.as_json() for verdict in found[str(record["id"])]],
                "answers": [ANSWER] * len(found[str(record["id"])]),
            }
            for record in records
        ],
    }


def test_reports_show_each_failure_and_escape_it() -> None:
    text = markdown_report(result())
    assert "- b#1 乙？ → value: 1, expected <2>" in text
    assert "| A single value | 2 | 50.0 % |" in text
    page = html_report(result())
    assert "<details id='b'>" in page
    assert "<details id='a'>" not in page
    assert "expected &lt;2&gt;" in page


def test_reports_keep_held_back_questions_to_themselves() -> None:
    kept = result()
    kept["questions"][1]["split"] = "held_back"
    for report in (markdown_report(kept), html_report(kept)):
        assert "乙？" not in report
    assert "- b#1 fails value" in markdown_report(kept)
    kept["settings"]["show_held_back"] = True
    assert "乙？" in markdown_report(kept)


def test_a_comparison_names_what_was_fixed_and_broken() -> None:
    before = json.loads(json.dumps(result()))
    before["questions"][0]["verdicts"][0]["right"] = False
    before["questions"][1]["verdicts"] = before["questions"][1]["verdicts"][1:]
    text = markdown_report(result(), before)
    assert "- fixed (1): a" in text
    assert "- broken (1): b" in text


def gated(*gates: str, tmp_path: Path, made: dict[str, Any] | None = None) -> list[str]:
    """The breaches of gates, each given as its lines of TOML, in a run over type A."""
    file = tmp_path / "gates.toml"
    file.write_text("".join(f"[[gate]]\n{gate}\n" for gate in gates), encoding="utf-8")
    return list(breaches(made or result(), file))


def test_gates(tmp_path: Path) -> None:
    assert gated(
        'path = "all.right"\nleast = 0.6',
        'path = "all.latency_ms.p95"\nmost = 8',
        'path = "all.latency_ms.p50"\nmost = 1',
        tmp_path=tmp_path,
    ) == [
        "all.right is 0.500, at least 0.6 is asked",
        "all.latency_ms.p50 is 2.000, at most 1 is asked",
    ]
    assert look_up(result()["summary"], "by.split.open.right") == 0.5
    assert look_up(result()["summary"], "by.split.open.narrative") is None


@pytest.mark.parametrize("path", ["all.rihgt", "by.split.opne.right", "all.checks.value", "all"])
def test_a_misspelt_path_is_a_breach(path: str, tmp_path: Path) -> None:
    told = f"{path} is not measured, which no run may leave out"
    assert gated(f'path = "{path}"\nleast = 0.1', tmp_path=tmp_path) == [told]
    needs_what_was_asked = f'path = "{path}"\nneeds = "open"\nleast = 0.1'
    assert gated(needs_what_was_asked, tmp_path=tmp_path) == [
        f"{path} is not measured, though open was asked"
    ]


def test_what_was_not_asked_need_not_be_measured(tmp_path: Path) -> None:
    gates = [
        'path = "by.split.held_back.right"\nneeds = "held_back"\nleast = 0.9',
        'path = "all.scores.row_f1"\nneeds = "rows"\nleast = 0.9',
    ]
    assert gated(*gates, tmp_path=tmp_path) == []
    made = result()
    made["questions"][0]["expect"] = [{"rows": []}]
    assert gated(*gates, tmp_path=tmp_path, made=made) == [
        "all.scores.row_f1 is not measured, though rows was asked"
    ]


@pytest.mark.parametrize(
    "gate",
    [
        'path = "all.right"\nneeds = "helt_back"\nleast = 1',
        'path = "all.right"',
        'path = "all.right"\nleats = 1',
        "least = 1",
    ],
)
def test_a_gate_that_makes_no_sense_is_refused(gate: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"^gate "):
        gated(gate, tmp_path=tmp_path)


def whole_run() -> dict[str, Any]:
    """A result in which everything that a gate may look at was asked, and all of it is right."""
    expect = {"status": "answered", "value": 1, "rows": [], "cells": [["f", "k"]]}
    expect |= {"phrases": ["p"], "overlap": True}
    questions = [
        {"id": split, "split": split, "corpus": "sample", "type": "A", "expect": [expect]}
        for split in ("open", "held_back")
    ]
    found = []
    for question in questions:
        verdict = Verdict(str(question["id"]), 0, "?", "answered", ["answered"], overlap=True)
        verdict.checks = dict.fromkeys(("contract", "status", "value", "quotes"), True)
        verdict.scores = {"row_f1": 1.0, "cell_recall": 1.0, "recall@5": 1.0}
        found.append(verdict)
    return {"summary": summary(questions, found), "questions": questions}


def test_every_gate_that_is_kept_measures_something() -> None:
    made = whole_run()
    assert list(breaches(made)) == []
    assert all(is_asked(part, made["questions"]) for part in PARTS)
    nothing = made | {"summary": summary(made["questions"], [])}
    kept = tomllib.loads(GATES.read_text(encoding="utf-8"))["gate"]
    unmeasured = [line for line in breaches(nothing) if "is not measured" in line]
    assert len(unmeasured) == len(kept) - 2  # refusals: none due, none false
