"""An answer with a number, a quote or a mark that its evidence does not carry never leaves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import PROACTIVE, RECEIVED, TOWNS_2024, bodies, body, made_home, over

from assistant import engine
from assistant.draft import Draft
from assistant.engine import Assistant
from assistant.evidence import Figure
from assistant.plan import Plan, Scope
from assistant.verify import problems

VALUE = Plan(kind="value", scope=body("柳浦镇", 2024), measures=(RECEIVED,))
STATED = Plan(kind="value", scope=body("柳浦镇", 2024), measures=(PROACTIVE,))
LIST = Plan(kind="list", scope=TOWNS_2024, conditions=(over(RECEIVED, 0),))
COMPARE = Plan(kind="compare", scope=bodies("柳浦镇", "望川镇"), measures=(RECEIVED,))
SUM = Plan(kind="aggregate", scope=TOWNS_2024, measures=(RECEIVED,), function="sum")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    assistant = Assistant(made_home(tmp_path_factory.mktemp("made")), date(2025, 6, 1))
    yield assistant
    assistant.close()


def tampered(made: Assistant, plan: Plan, monkeypatch: pytest.MonkeyPatch, **change: Any) -> Any:
    """The answer to `plan` when the composer gets something wrong."""
    compose = engine.compose

    def wrong(*given: Any) -> Draft:
        draft = compose(*given)
        if "text" in change:
            before, after = change["text"]
            assert any(before in paragraph for paragraph in draft.paragraphs)
            draft.paragraphs = [p.replace(before, after) for p in draft.paragraphs]
        if "citation" in change:
            draft.citations[0] = replace(draft.citations[0], **change["citation"])
        return draft

    monkeypatch.setattr(engine, "compose", wrong)
    return made.run(plan)


@pytest.mark.parametrize("plan", [VALUE, STATED, LIST, COMPARE, SUM])
def test_honest_answers_pass(made: Assistant, plan: Plan) -> None:
    assert made.run(plan).status == "answered"


@pytest.mark.parametrize(
    ("plan", "before", "after"),
    [
        (VALUE, "**6件**", "**7件**"),
        (VALUE, "自然人5件", "自然人6件"),
        (VALUE, "[1]", "[9]"),
        (VALUE, "[2]", ""),
        (STATED, "203条**", "230条**"),
        (LIST, "可判断3份", "可判断17份"),
        (LIST, "6件[1]", "4件[1]"),
        (COMPARE, "多2件", "多12件"),
        (SUM, "**10件**", "**11件**"),
        (LIST, "范围：", "今年约有31件。范围："),
    ],
)
def test_a_number_without_ground_is_withheld(
    made: Assistant, monkeypatch: pytest.MonkeyPatch, plan: Plan, before: str, after: str
) -> None:
    answer = tampered(made, plan, monkeypatch, text=(before, after))
    assert answer.status == "error"
    assert (answer.value, answer.rows, answer.citations) == (None, (), ())
    assert answer.warnings
    assert before not in answer.answer


@pytest.mark.parametrize(
    "citation", [{"quote": "9"}, {"start": 0, "end": 1}, {"value": 7}, {"quote": ""}]
)
def test_a_quote_that_is_not_printed_there_is_withheld(
    made: Assistant, monkeypatch: pytest.MonkeyPatch, citation: dict[str, Any]
) -> None:
    assert tampered(made, VALUE, monkeypatch, citation=citation).status == "error"


def test_a_number_looked_for_as_a_word_may_be_named(made: Assistant) -> None:
    everywhere = Scope(years=(2024,))
    looked = Plan(kind="mention", scope=everywhere, terms=("87.5%",))
    answer = made.run(looked)
    assert answer.status == "answered"
    assert "“87.5%”" in answer.answer


def test_what_is_withheld_is_logged(
    made: Assistant, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tampered(made, VALUE, monkeypatch, text=("**6件**", "**7件**"))
    assert "withheld" in caplog.text


@given(st.integers(0, 10_000))
@settings(max_examples=200)
def test_no_other_number_can_stand_before_a_mark(number: int) -> None:
    plan = Plan(kind="corpus", aspect="count")
    from assistant.evidence import Citation

    citation = Citation("r", "f", "柳浦镇", 2024, "表三", "cell", "6", 2, 3, value=6)
    found = problems(f"共**{number}件**[1]。", [citation], (), plan, (), (), lambda _: "一 6 件")
    assert bool(found) == (number != 6)


@pytest.mark.parametrize(
    ("figure", "sound"),
    [
        (Figure("difference", 2, (6, 4)), True),
        (Figure("difference", 3, (6, 4)), False),
        (Figure("growth", 50, (6, 4)), True),
        (Figure("growth", 33.33, (6, 4)), False),
        (Figure("share", 33.33, (1, 3)), True),
        (Figure("share", 33, (1, 3)), False),
        (Figure("share", None, (0, 0)), True),
    ],
)
def test_computations_are_done_again(figure: Figure, sound: bool) -> None:
    plan = Plan(kind="corpus", aspect="count")
    assert (problems("", [], figure, plan, (), (), str) == []) == sound


def test_names_with_digits_are_no_figures() -> None:
    plan = Plan(kind="corpus", aspect="count")
    text = "第105团镇的“三（七）14”行"
    assert problems(text, [], (), plan, ("第105团镇", "三（七）14"), (), str) == []
    assert problems(text, [], (), plan, (), (), str) != []
    assert problems("共6件", [], (), plan, ("6",), (), str) != []  # a bare number is no name


def test_every_number_of_an_answer_is_looked_at(made: Assistant) -> None:
    answer = made.run(LIST)
    for digits in re.findall(r"(?<!\[)\b\d+(?=件)", answer.answer):
        assert digits in {"0", "4", "5", "6"}
