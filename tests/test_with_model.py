"""The evaluation with a language model: the same questions with it and without, told apart.

The model is a real server on the loopback interface that speaks OpenAI's chat protocol and says
what is scripted for each question; the product is the command line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from eval.corpora import Corpus, load_corpus
from eval.metrics.faithfulness import Faithfulness, faithfulness
from eval.run import main
from eval.usage_proxy import UsageProxy
from eval.with_model import NoModelError, model_report, model_settings, through, without_model
from prompts import versions
from tests.model_server import Sent, completion, serving

KEY = "sk-geheim-0123456789"
RIGHT = "柳浦镇2024年收到多少涉及征地的申请？"
WRONG = "望川镇2024年收到多少涉及征地的申请？"
PLAIN = "柳浦镇2024年收到多少件申请？"
NARRATIVE = "望潮镇2024年存在哪些问题？"
ABSENT = "桃花镇2024年收到多少件申请？"
TOWNS = ("柳浦镇2024", "望潮镇2024", "望川镇2024")
MENTION = {"kind": "mention", "scope": {"bodies": ["B1"], "years": [2024]}, "terms": ["补贴"]}
GRANTED = {"kind": "value", "scope": {"bodies": ["B1"], "years": [2024]}, "measures": ["granted"]}
SUMMARY = (
    "主要问题：轮渡停航时候船厅专区关闭，公开渠道中断[1]。"
    "主动回应意识不强，台风停课传言出现后半天才发布说明，共37次[2]。"
)


def reply(prompt: str) -> str:
    """What the scripted model says to a prompt: a right plan, a wrong one, a summary."""
    if "<<<资料" in prompt and RIGHT in prompt:
        return json.dumps(MENTION, ensure_ascii=False)
    return json.dumps(GRANTED) if WRONG in prompt else SUMMARY


KEYS: list[str] = []  # what the server was sent, over all its connections


def answer(request: Sent) -> tuple[int, bytes]:
    KEYS.append(request.key)
    if request.path != "/v1/chat/completions":
        return 404, b""
    return 200, completion(reply(request.prompt))


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with serving(answer) as url:
        yield url


def record(number: int, kind: str, question: str, **expect: Any) -> dict[str, Any]:
    return {
        "id": f"o-sample-{kind}{number:02}",
        "split": "open",
        "corpus": "sample",
        "type": kind,
        "turns": [question],
        "expect": [{"status": "answered"} | expect],
    }


QUESTIONS = (
    record(1, "K", RIGHT, contains=["补贴"]),
    record(2, "A", WRONG, status="needs_clarification"),
    record(3, "A", PLAIN, value=6),
    record(4, "J", NARRATIVE, phrases=["候船厅专区关闭"]),
    record(5, "O", ABSENT, status="not_in_corpus"),
)


@pytest.fixture(scope="module")
def result(endpoint: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The stored result of one run with the scripted model."""
    pytest.importorskip("llama_index.llms.openai_like", reason="the extra `llm` is not installed")
    folder = tmp_path_factory.mktemp("with-model")
    gold = folder / "gold.jsonl"
    gold.write_text("\n".join(map(json.dumps, QUESTIONS)), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("eval.run.RESULTS", folder / "results")
        whole = load_corpus("sample", folder)
        files = tuple(name for name in whole.files if any(town in name for town in TOWNS))
        patch.setattr("eval.run.load_corpus", lambda *_: Corpus("sample", whole.folder, files))
        patch.setenv("NIANBAO_LLM_BASE_URL", endpoint)
        patch.setenv("NIANBAO_LLM_MODEL", "scripted")
        patch.setenv("NIANBAO_LLM_API_KEY", KEY)
        patch.delenv("NIANBAO_LLM_CALLS", raising=False)
        patch.delenv("NIANBAO_LLM_TIMEOUT", raising=False)
        assert main(["--with-model", "--gold", str(gold)]) == 0
    (stored,) = (folder / "results").iterdir()
    assert stored.stem.endswith("-with_model")
    text = stored.read_text(encoding="utf-8")
    assert KEY not in text
    made: dict[str, Any] = json.loads(text)
    return made


# --- a run


def test_questions_the_rules_miss_are_told_fixed_from_broken(result: dict[str, Any]) -> None:
    assert result["with_model"]["accuracy"] == {
        "missed": 2,
        "rules_right": 1,
        "model_right": 1,
        "fixed": ["o-sample-K01"],
        "broken": ["o-sample-A02"],
    }
    assert result["with_model"]["planner"] == {"turns": 2, "right": 1}
    assert result["summary"]["all"]["right"] == 0.8
    assert result["with_model"]["summary"]["all"]["right"] == 0.8


def test_an_unsupported_number_of_the_model_is_held_back_and_counted(
    result: dict[str, Any],
) -> None:
    told = result["with_model"]["faithfulness"]
    assert told["cut"] == 1
    assert told["rules"] == {"sentences": 3, "unmarked": 0, "foreign": 0}
    assert told["model"] == {"sentences": 4, "unmarked": 0, "foreign": 0}
    assert result["with_model"]["fell_back"] == 0


def test_refusals_are_measured_in_both_runs(result: dict[str, Any]) -> None:
    before = result["summary"]["all"]["refusals"]
    after = result["with_model"]["summary"]["all"]["refusals"]
    assert before == {"due": 2, "false": 1, "precision": pytest.approx(2 / 3), "recall": 1.0}
    assert after == {"due": 2, "false": 0, "precision": 1.0, "recall": 0.5}


def test_calls_and_tokens_are_counted_on_the_way(result: dict[str, Any]) -> None:
    usage = dict(result["with_model"]["usage"])
    assert usage.pop("seconds") > 0
    assert usage == {
        "calls": 3,
        "failures": 0,
        "prompt_tokens": 2100,
        "completion_tokens": 90,
        "turns": 5,
        "called": 3,
    }
    assert set(KEYS) == {f"Bearer {KEY}"}


def test_the_settings_that_made_a_result_are_stored_with_it(result: dict[str, Any]) -> None:
    assert result["settings"]["with_model"] is True
    assert result["settings"]["language_model"] == ""  # of its first run
    assert result["with_model"]["settings"] == {
        "model": "scripted",
        "timeout": 30.0,
        "calls": 4,
        "prompts": versions(),
    }


def test_each_question_is_stored_with_both_answers(result: dict[str, Any]) -> None:
    first = result["questions"][0]
    assert [answer["status"] for answer in first["answers"]] == ["needs_clarification"]
    assert [answer["status"] for answer in first["with_model"]["answers"]] == ["answered"]
    assert [verdict["right"] for verdict in first["with_model"]["verdicts"]] == [True]
    rules_only = [answer for q in result["questions"] for answer in q["answers"]]
    assert not any("llm" in answer["timings_ms"] for answer in rules_only)


def test_the_report_puts_both_runs_side_by_side(result: dict[str, Any]) -> None:
    report = model_report(result)
    for line in (
        "## With a language model: scripted",
        "| right | 80.0 % | 80.0 % |",
        "| right where the rules erred or asked back | 1/2 | 1/2 |",
        "| narrative sentences without a mark | 0/3 | 0/4 |",
        "| refusal precision | 66.7 % | 100.0 % |",
        "| refusal recall | 100.0 % | 50.0 % |",
        "| calls, failed | 0 | 3, 0 |",
        "| prompt tokens a question | 0 | 420.00 |",
        "- fixed (1): o-sample-K01",
        "- broken (1): o-sample-A02",
    ):
        assert line in report.splitlines()


def test_without_a_model_it_says_what_to_set_and_runs_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("BASE_URL", "MODEL", "API_KEY", "TIMEOUT", "CALLS"):
        monkeypatch.delenv(f"NIANBAO_LLM_{name}", raising=False)
    assert main(["--with-model", "--limit", "1"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "set NIANBAO_LLM_BASE_URL and NIANBAO_LLM_MODEL" in told.err


@pytest.mark.parametrize(
    "given",
    [
        {"NIANBAO_LLM_MODEL": "m"},
        {"NIANBAO_LLM_BASE_URL": "http://127.0.0.1/v1"},
        {"NIANBAO_LLM_BASE_URL": "127.0.0.1", "NIANBAO_LLM_MODEL": "m"},
        {},
    ],
)
def test_half_a_configuration_is_none(given: dict[str, str]) -> None:
    with pytest.raises(NoModelError, match=r"NIANBAO_LLM_|http://"):
        model_settings(given)


def test_the_rules_run_sees_no_model_and_the_other_no_proxy_of_the_network() -> None:
    given = {"PATH": "/bin", "NIANBAO_LLM_MODEL": "m", "NIANBAO_HOME": "h", "no_proxy": "a.example"}
    assert without_model(given) == {"PATH": "/bin", "NIANBAO_HOME": "h", "no_proxy": "a.example"}
    environ = through("http://127.0.0.1:5", given)
    assert environ["NIANBAO_LLM_BASE_URL"] == "http://127.0.0.1:5"
    assert environ["no_proxy"] == "a.example,127.0.0.1"
    assert environ["NO_PROXY"] == "127.0.0.1"


# --- the proxy


def ask(url: str) -> int:
    body = json.dumps({"messages": [{"role": "user", "content": "?"}]}).encode()
    try:
        with urlopen(Request(url, data=body, headers={"authorization": KEY}), timeout=10) as got:
            return int(got.status)
    except HTTPError as error:
        return error.code


def test_the_proxy_counts_failures_and_logs_nothing(
    endpoint: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with UsageProxy(endpoint + "/", timeout=10) as proxy:
        assert ask(f"{proxy.url}/chat/completions") == 200
        assert ask(f"{proxy.url}/elsewhere") == 404
        used = proxy.usage
    assert (used.calls, used.failures) == (2, 1)
    assert (used.prompt_tokens, used.completion_tokens) == (700, 30)
    assert capfd.readouterr() == ("", "")


def test_an_endpoint_that_is_not_there_is_a_failed_call() -> None:
    with UsageProxy("http://127.0.0.1:9/v1", timeout=10) as proxy:
        assert ask(f"{proxy.url}/chat/completions") == 502
        assert (proxy.usage.calls, proxy.usage.failures) == (1, 1)


# --- faithfulness


def cited(n: int, quote: str, kind: str = "text") -> dict[str, Any]:
    return {"n": n, "kind": kind, "quote": quote, "year": 2024}


QUOTES = [
    cited(1, "全年组织培训3次。参训1,200人；"),
    cited(2, "公开栏更新不及时"),
    cited(3, "6", kind="cell"),
]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("该镇组织培训3次[1]。", (1, 0, 0)),
        ("该镇组织培训三次[1]，参训1200人[1]。", (1, 0, 0)),
        ("该镇2024年组织培训3次。[1]", (1, 0, 0)),  # a mark behind the full stop; the year
        ("该镇组织培训4次[1]。", (1, 0, 1)),
        ("该镇组织培训四次[1]。", (1, 0, 1)),
        ("该镇组织培训3次[2]。", (1, 0, 1)),  # the number of another quote
        ("该镇2023年公开栏更新不及时[2]。", (1, 0, 1)),
        ("公开栏更新不及时。组织培训3次[1]。", (2, 1, 0)),
        ("公开栏更新不及时[9]。", (1, 1, 0)),  # a mark of nothing
        ("该镇收到6件[3]。", (1, 0, 0)),
        ("- “全年组织培训3次。参训1,200人”[1]（4.培训方面）", (1, 0, 0)),  # one quote, one unit
        ("**柳浦镇**的报告写道：\n\n## 问题\n\n| 甲 | 5 |\n", (0, 0, 0)),
        ("范围：2024年镇报告共6份，可判断5份。", (0, 0, 0)),
        ("大于3件的有2份：甲镇（6件[3]）。", (1, 0, 0)),
        ("培训统一安排，十分及时[2]。", (1, 0, 0)),  # no numerals
        ("", (0, 0, 0)),
    ],
)
def test_a_sentence_is_borne_by_what_it_cites(answer: str, expected: tuple[int, int, int]) -> None:
    assert faithfulness(answer, QUOTES) == Faithfulness(*expected)
