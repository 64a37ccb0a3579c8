"""Which reports can say a word: a filter that never loses one, and what is left unquoted."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import TOWNS_2024
from making import make_report, store

from assistant.engine import Assistant
from assistant.lookup_mentions import mentions
from assistant.lookup_read import Texts, read_refs
from assistant.mentions import find_terms
from assistant.plan import Plan, Whether
from index.store import Store
from index.store.database import FILE
from index.store.grams import TABLE, candidates, pairs

SAID = {
    "柳浦镇": "年内开通微信视\n频号，用方言讲政策。",
    "望川镇": "拍攝短視頻三條。",
    "太平镇": "经办人员流动快。",
    "枫渡镇": "ＷｅＣｈａｔ公众号推送政策。",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    reports = [make_report(name, 2024, said=[said]) for name, said in SAID.items()]
    return store(tmp_path_factory.mktemp("said"), reports)


def may_say(home: Path, *terms: str) -> dict[str, tuple[str, ...]] | None:
    with Store.open_read(home) as opened, opened.connect() as connection:
        found = candidates(connection, terms)
        refs = read_refs(connection, list(found or ()))
    return None if found is None else {refs[rid].body: own for rid, own in found.items()}


@pytest.mark.parametrize(
    ("term", "towns"),
    [
        ("视频号", {"柳浦镇"}),  # across a broken line
        ("短视频", {"望川镇"}),  # in traditional script
        ("wechat", {"枫渡镇"}),  # in full width
        ("开通…政策", {"柳浦镇"}),
        ("区块链", set()),
    ],
)
def test_only_reports_that_can_say_a_term_are_read(home: Path, term: str, towns: set[str]) -> None:
    assert may_say(home, term) == dict.fromkeys(towns, (term,))


def test_each_report_is_read_for_the_terms_it_can_say(home: Path) -> None:
    found = may_say(home, "视频", "视频号")
    assert found == {"柳浦镇": ("视频", "视频号"), "望川镇": ("视频",)}


@pytest.mark.parametrize("term", ["号", "（", "开…通"])
def test_a_term_without_a_pair_filters_nothing(home: Path, term: str) -> None:
    assert may_say(home, "视频号", term) is None


def test_no_terms_have_no_candidates(home: Path) -> None:
    assert may_say(home) == {}


def test_a_store_without_the_table_is_read_through(home: Path, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes((home / FILE).read_bytes())
    with closing(sqlite3.connect(tmp_path / FILE)) as raw:
        raw.execute(f"DROP TABLE {TABLE}")
    assert may_say(tmp_path, "视频号") is None
    answers = [Assistant(path).ask("哪些报告提到了视频号？") for path in (home, tmp_path)]
    assert [row["issuer"] for row in answers[0].rows] == ["临溪县柳浦镇人民政府"]
    assert answers[0].answer == answers[1].answer


def test_reports_past_the_quoted_ones_are_listed(home: Path) -> None:
    plan = Plan(kind="mention", scope=TOWNS_2024, terms=("政策",), near_terms=("视频", "人员"))
    with Store.open_read(home) as opened, opened.connect() as connection:
        few = mentions(connection, plan, Texts(connection), 1)
        every = mentions(connection, plan, Texts(connection), None)
    exact = [p.report.body for p in every.passages if not p.near]
    assert sorted(exact) == sorted(["柳浦镇", "枫渡镇"])
    assert [p.report.body for p in few.passages if not p.near] == exact[:1]
    assert [report.body for report in few.more] == exact[1:]
    assert [one.near for one in few.unquoted] == [False, True]
    assert (every.unquoted, every.more) == ((), ())
    assert set(few.sayings()) == set(every.sayings())
    assert few.population == every.population


def test_a_yes_or_no_lists_reports_past_the_quoted_ones(home: Path) -> None:
    asked = Whether(asks="any")
    plan = Plan(kind="mention", scope=TOWNS_2024, terms=("政策",), whether=asked)
    with Store.open_read(home) as opened, opened.connect() as connection:
        found = mentions(connection, plan, Texts(connection), 1)
    listed = [*(passage.report for passage in found.passages), *found.more]
    assert [len(found.passages), len(found.more)] == [1, 1]
    assert tuple(listed) == found.silent


def test_near_wordings_of_what_is_not_said_are_found_behind_reports_without(home: Path) -> None:
    plan = Plan(
        kind="mention", scope=TOWNS_2024, terms=("公众号",), near_terms=("人员",), negated=True
    )
    with Store.open_read(home) as opened, opened.connect() as connection:
        found = mentions(connection, plan, Texts(connection), 1)
    assert {report.body for report in found.silent} == {"柳浦镇", "望川镇", "太平镇"}
    assert [(p.report.body, p.near) for p in found.passages] == [("太平镇", True)]
    assert found.more == ()


@given(
    st.text(st.sampled_from("微信視视频頻号Ａa1，。\n \u3000"), max_size=30),
    st.text(st.sampled_from("微信视频号a1，"), min_size=2, max_size=4),
)
@settings(max_examples=300)
def test_what_a_text_says_its_pairs_allow(text: str, term: str) -> None:
    if find_terms(text, (term,)):
        assert set(pairs(term)) <= set(pairs(text))
