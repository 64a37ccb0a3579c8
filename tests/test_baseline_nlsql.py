"""The text-to-SQL baseline: its engine reads the side store, and can do it no harm.

The model is a real server on the loopback interface that speaks OpenAI's chat protocol and says
what is scripted for each question; store, engine and gold questions are the real ones.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.llm_settings import LLMSettings
from eval.metrics.rows import row_score
from eval.metrics.sqlrows import HeldReport, rows_named, value_alone, value_shown
from eval.report import markdown_report
from eval.run import QUESTIONS, gold, home_of, main
from tests.model_server import Sent, completion, serving

pytest.importorskip("llama_index.llms.openai_like", reason="the extra `llm` is not installed")

from eval.baseline_nlsql import exact_questions, nlsql
from eval.nlsql_store import ROWS, ReadOnlyStore, descriptions

KEY = "sk-geheim-0123456789"
TIMEOUT = 2.0

RIGHT = "柳浦镇2024年收到几件政府信息公开申请？"
AMONG = "柳浦镇2024年主动公开了多少条信息？"
WRONG = "枫渡镇2024年作出行政处罚决定多少件？"
INVALID = "鹿鸣街道2024年行政许可处理决定数量"
DROPS = "白鹭乡2023年收到多少件申请"
DELETES = "荞坪彝族乡2024年行政许可办了多少件"
TWO = "青盐农场2024年行政处罚数量"
SLOW = "望川镇2024年行政许可多少件？"
CHATTY = "望川镇2024年收到几件申请？"
NO_CHAT = "望川镇2023年收到几件申请？"
LIST = "列出2024年有行政处罚的镇"
SHORT_LIST = "2024年哪些镇有行政许可"

_OF_BODY = "FROM {table} JOIN reports USING (rid) WHERE body = '{body}' AND year = 2024"
_LISTED = """SELECT issuer, year, {table}.{column} FROM {table} JOIN reports USING (rid)
WHERE body_type = '镇' AND year = 2024 AND {column} > {least}"""

SCRIPT = {
    RIGHT: "SELECT received__total " + _OF_BODY.format(table="requests", body="柳浦镇"),
    AMONG: "SELECT field, value FROM claims JOIN reports USING (rid) "
    "WHERE body = '柳浦镇' AND year = 2024 AND period = 'year'",
    WRONG: "SELECT licensing__decisions " + _OF_BODY.format(table="proactive", body="枫渡镇"),
    INVALID: "SELECT decisions FROM permits",
    DROPS: "DROP TABLE reports",
    DELETES: "DELETE FROM reports WHERE 1 = 1",
    TWO: "SELECT 1; DELETE FROM reports",
    CHATTY: "```sql\nSELECT received__total "
    + _OF_BODY.format(table="requests", body="望川镇")
    + ";\n```\nSQLResult: 7\nAnswer: 7",
    LIST: _LISTED.format(table="proactive", column="penalties__decisions", least=0),
    SHORT_LIST: _LISTED.format(table="proactive", column="licensing__decisions", least=100),
}


def reply(prompt: str) -> str:
    """What the scripted model says to a prompt."""
    asked = prompt.rpartition("Question: ")[2].partition("\n")[0]
    if asked == SLOW:
        time.sleep(TIMEOUT + 1)
    return SCRIPT.get(asked, "I do not know")


REQUESTS: list[Sent] = []  # all that the server was asked


def answer(request: Sent) -> tuple[int, bytes]:
    REQUESTS.append(request)
    text = reply(request.prompt)
    return 200, b"<html>" if NO_CHAT in request.prompt else completion(text)


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with serving(answer) as url:
        yield url


def record(question: str, kind: str = "A", **expect: Any) -> dict[str, Any]:
    return {
        "id": question,
        "split": "open",
        "corpus": "sample",
        "type": kind,
        "turns": [question],
        "expect": [{"status": "answered"} | expect],
    }


def town(name: str, value: int) -> dict[str, Any]:
    """An expected row of 2024."""
    place = name.rpartition(".")[0]
    return {"file": name, "issuer": place, "year": 2024, "value": value}


@pytest.fixture(scope="module")
def towns(sample_home: Path) -> list[dict[str, Any]]:
    """The right rows of LIST, from the gold questions."""
    found = gold([QUESTIONS / "open_sample.jsonl"])
    return list(next(q for q in found if q["turns"] == [LIST])["expect"][0]["rows"])


@pytest.fixture(scope="module")
def figures(
    sample_home: Path, endpoint: str, towns: list[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """The baseline over one question for each thing a model can do, with the store unharmed."""
    questions = [
        record(RIGHT, value=6),
        record(AMONG, value=203),
        record(WRONG, value=0),
        record(CHATTY, value=4),
        record(LIST, "B", rows=towns),
        record(SHORT_LIST, "B", rows=[*towns, town("南屏县无此镇2024.txt", 5)]),
        *(record(asked, value=0) for asked in (INVALID, DROPS, DELETES, TWO, SLOW, NO_CHAT)),
    ]
    before = digest(sample_home)
    yield nlsql(sample_home, LLMSettings(endpoint, "scripted", KEY, timeout=TIMEOUT), questions)
    assert digest(sample_home) == before


def digest(home: Path) -> str:
    return hashlib.sha256((home / "nianbao.db").read_bytes()).hexdigest()


# --- what the engine makes of what a model says


@pytest.mark.parametrize(
    ("asked", "fault", "shown", "alone"),
    [
        (RIGHT, None, True, True),
        (AMONG, None, True, False),  # among the figures of the text
        (WRONG, None, False, False),
        (CHATTY, None, True, True),
        (INVALID, "invalid", False, False),
        (DROPS, "refused", False, False),
        (DELETES, "refused", False, False),
        (TWO, "refused", False, False),
        (SLOW, "timeout", False, False),
        (NO_CHAT, "no_reply", False, False),
    ],
)
def test_values(
    asked: str, fault: str | None, shown: bool, alone: bool, figures: dict[str, Any]
) -> None:
    made = figures["each"][asked]
    assert (made["fault"], made["value_shown"], made["value_alone"]) == (fault, shown, alone)


def test_lists(figures: dict[str, Any]) -> None:
    right, short = figures["each"][LIST], figures["each"][SHORT_LIST]
    assert (right["reports_right"], right["reports_f1"], right["rows_right"]) == (True, 1.0, True)
    assert (short["reports_right"], short["rows_right"]) == (False, False)
    assert 0 < short["reports_f1"] < 1
    assert right["sql"] == SCRIPT[LIST]


def test_the_figures_of_a_run(figures: dict[str, Any]) -> None:
    assert figures["model"] == "scripted"
    assert (figures["questions"], figures["of"]) == (12, {"value": 10, "rows": 2})
    assert figures["sql_ran"] == 0.5
    assert figures["faults"] == {"invalid": 1, "refused": 3, "timeout": 1, "no_reply": 1}
    assert (figures["value_shown"], figures["value_alone"]) == (0.3, 0.2)
    assert (figures["reports_right"], figures["rows_right"], figures["cited"]) == (0.5, 0.5, 0)
    assert figures["latency_ms"]["p95"] >= 1000 * TIMEOUT
    assert figures["prompt_tokens"] >= 10 * 700  # the one that came too late may be missing
    assert figures["completion_tokens"] * 700 == figures["prompt_tokens"] * 30


def test_the_model_is_told_what_the_columns_mean(figures: dict[str, Any]) -> None:
    prompt = REQUESTS[0].prompt
    assert RIGHT in prompt
    for part in (
        "received__total (FLOAT)",
        "received 一、本年新收政府信息公开申请数量（件）",
        "denied_third_party_rights （三）不予公开4.保护第三方合法权益（件）",
        "natural_person 自然人",
        "没有印出数字时为 NULL",
        "proactive_total 主动公开信息条数",
        "row_total 行合计不符",
    ):
        assert part in prompt
    assert {request.key for request in REQUESTS} == {f"Bearer {KEY}"}
    assert KEY not in json.dumps(figures)


# --- the store


@pytest.fixture
def store(sample_home: Path) -> Iterator[ReadOnlyStore]:
    opened = ReadOnlyStore(sample_home / "nianbao.db")
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("DROP TABLE reports", "refused"),
        ("UPDATE reports SET year = 1", "refused"),
        ("INSERT INTO texts VALUES (99, '')", "refused"),
        ("CREATE TEMP TABLE t (a)", "refused"),
        ("ATTACH DATABASE '{elsewhere}' AS other", "refused"),
        ("VACUUM INTO '{elsewhere}'", "refused"),
        ("PRAGMA query_only = OFF", "refused"),
        ("BEGIN EXCLUSIVE", "refused"),
        ("SELECT load_extension('x')", "refused"),
        ("SELECT 1; SELECT 2", "refused"),
        ("SELECT zeroblob(900000000)", "invalid"),
        ("SELECT", "invalid"),
        ("", "invalid"),
    ],
)
def test_the_store_can_only_be_read(
    sql: str, fault: str, store: ReadOnlyStore, sample_home: Path, tmp_path: Path
) -> None:
    before = digest(sample_home)
    with pytest.raises(Exception, match=r"\w"):
        store.run_sql(sql.format(elsewhere=tmp_path / "other.db"))
    assert store.fault == fault
    assert digest(sample_home) == before
    assert list(tmp_path.iterdir()) == []
    assert store.run_sql("SELECT count(*) FROM reports")[1]["result"] == [(20,)]


def test_a_statement_has_limited_time_and_rows(
    store: ReadOnlyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT {} FROM n"
    assert len(store.run_sql(endless.format("x"))[1]["result"]) == ROWS
    monkeypatch.setattr("eval.nlsql_store.SECONDS", 0.1)
    with pytest.raises(Exception, match="interrupted"):
        store.run_sql(endless.format("count(*)"))
    assert store.fault == "slow"


def test_every_described_table_is_in_the_store(store: ReadOnlyStore) -> None:
    assert list(store.get_usable_table_names()) == sorted(descriptions())


# --- which questions, and how a result is read


def test_questions_of_the_exact_kinds() -> None:
    kept = [record("甲", value=1), record("乙", rows=[]), record("丙", value=None)]
    left_out = [
        record("丁", phrases=["x"]),
        record("戊", value=None, status=["needs_clarification", "answered"]),
        record("己", value=None, status=["not_in_corpus"]),
        record("庚", value=1) | {"turns": ["a", "b"]},
    ]
    assert exact_questions([*kept, *left_out]) == kept


@pytest.mark.parametrize(
    ("expected", "rows", "shown", "alone"),
    [
        (6, [(6.0,)], True, True),
        (6, [("柳浦镇", 2024, 6.0)], True, True),
        (6, [(6.0, 3.0)], True, False),
        (6, [(5.0,), (6.0,)], True, False),
        (6, [("6",)], False, False),
        (6, [], False, False),
        (None, [], True, True),
        (None, [(None,)], True, True),
        (None, [(0,)], False, False),
        (0, [(None,)], False, False),
        ({"any": [1, 20]}, [(20.0,)], True, True),
        (33.3333, [(1 / 3,)], True, True),  # a fraction for a percentage
        (33.3333, [(33.33,)], True, True),
        (6, [(b"6",)], False, False),
    ],
)
def test_a_value_among_the_cells(expected: Any, rows: Any, shown: bool, alone: bool) -> None:
    assert value_shown(expected, rows, percent=True) is shown
    assert value_alone(expected, rows, [2023, 2024], percent=True) is alone
    assert not value_shown(50, [(0.5,)])


def held(body: str, county: str, year: int) -> HeldReport:
    names = frozenset({body, county + body, county + body + "人民政府"})
    return HeldReport(f"{county}{body}{year}.txt", year, names, frozenset({county}))


HELD = [
    held("柳浦镇", "临溪县", 2023),
    held("柳浦镇", "临溪县", 2024),
    held("太平镇", "望川区", 2024),
    held("太平镇", "东沙县", 2024),
]


def wanted(*pairs: tuple[int, int | None]) -> list[dict[str, Any]]:
    return [{"file": HELD[i].file, "year": HELD[i].year, "value": value} for i, value in pairs]


@pytest.mark.parametrize(
    ("expected", "rows", "reports", "values"),
    [
        (wanted((1, 6)), [("临溪县柳浦镇人民政府", 2024, 6.0)], 1.0, 1.0),
        (wanted((1, 6)), [("柳浦镇",)], 1.0, 0.0),  # a name is enough for the set
        (wanted((1, 6)), [("柳浦镇", 2023)], 0.0, 0.0),
        (wanted((1, 6)), [("柳浦镇", 2024, 6.0), ("柳浦镇", 2024, 9.0)], 1.0, 1.0),  # of a join
        (wanted((1, 6)), [("柳浦镇", 2024, 6.0), ("太平镇", "东沙县", 2024, 1.0)], 2 / 3, 2 / 3),
        (wanted((2, 5)), [("太平镇", "望川区", 5.0)], 1.0, 1.0),
        (wanted((2, 5)), [("太平镇", "东沙县", 5.0)], 0.0, 0.0),
        (wanted((0, 4), (1, 6)), [(2023, 4.0), (2024, 6.0)], 1.0, 1.0),  # years of one body
        (wanted((0, 4), (1, 6)), [("柳浦镇", 4.0, 6.0)], 1.0, 1.0),  # years side by side
        (wanted((0, 4), (1, 6)), [(4.0, 6.0)], 1.0, 1.0),
        (wanted((0, 4), (1, 6)), [(7.0, 8.0)], 0.0, 0.0),
        (wanted((0, 4), (1, None)), [("柳浦镇", 2023, 4.0), ("柳浦镇", 2024, None)], 1.0, 1.0),
        (wanted((1, 6)), [], 0.0, 0.0),
        ([], [], 1.0, 1.0),
        ([], [(0,)], 1.0, 1.0),  # a count of none
        ([], [("柳浦镇", 2024)], 0.0, 0.0),
    ],
)
def test_the_reports_that_rows_name(
    expected: list[dict[str, Any]], rows: Any, reports: float, values: float
) -> None:
    named = rows_named(expected, [], HELD, rows)
    bare = [{n: v for n, v in row.items() if n != "value"} for row in expected]
    assert row_score(bare, [], named).f1 == pytest.approx(reports)
    assert row_score(expected, [], named).f1 == pytest.approx(values)


def test_a_report_that_may_be_named_counts_neither_way() -> None:
    named = rows_named(wanted((1, 6)), [HELD[3].file], HELD, [("柳浦镇", 2024), ("太平镇", 2024)])
    assert [one["file"] for one in named] == [HELD[1].file, HELD[3].file]


# --- a run


@pytest.fixture
def run_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample_home: Path
) -> Iterator[tuple[list[str], Path]]:
    """Arguments for a run over two questions, with only this baseline: the others need minutes."""
    asked = tmp_path / "gold.jsonl"
    asked.write_text("\n".join(map(json.dumps, [record(RIGHT, value=6), record(LIST, "B")])))
    monkeypatch.setattr("eval.run.RESULTS", tmp_path / "results")
    monkeypatch.setattr("eval.baselines.baselines", lambda corpus, questions: {})
    for name in ("BASE_URL", "MODEL", "API_KEY", "TIMEOUT", "CALLS"):
        monkeypatch.delenv(f"NIANBAO_LLM_{name}", raising=False)
    yield ["--baselines", "--gold", str(asked)], tmp_path / "results"


def test_without_a_model_the_report_says_why_it_was_not_run(
    run_once: tuple[list[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(run_once[0]) == 0
    assert (
        "- sample: not run: no language model is configured: set NIANBAO_LLM_BASE_URL and "
        "NIANBAO_LLM_MODEL (docs/llm.md)"
    ) in capsys.readouterr().out.splitlines()


def test_with_a_model_figures_and_statements_are_stored(
    run_once: tuple[list[str], Path],
    endpoint: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("NIANBAO_LLM_BASE_URL", endpoint)
    monkeypatch.setenv("NIANBAO_LLM_MODEL", "scripted")
    assert main(run_once[0]) == 0
    assert "- sample, scripted: 1 questions, SQL that ran 100.0 %; of 1 values shown 100.0 %" in (
        capsys.readouterr().out
    )
    (stored,) = run_once[1].iterdir()
    result = json.loads(stored.read_text(encoding="utf-8"))
    figures = result["baselines"]["sample"]["nlsql"]
    assert (figures["value_alone"], figures["product"]["value"]) == (1.0, 1.0)
    assert result["questions"][0]["nlsql"]["rows"] == [[6.0]]
    assert "nlsql" not in result["questions"][1]
    assert "## LlamaIndex text-to-SQL over the same store" in markdown_report(result)


def test_a_product_without_the_store_is_not_asked(tmp_path: Path) -> None:
    made = nlsql(home_of("sample", tmp_path), LLMSettings("http://127.0.0.1:9/v1", "m"), [])
    assert made == {"not_run": "the product measured keeps no nianbao.db under its --home"}
