"""The gold questions: well-formed, derivable from the truth, and a short run of the product."""

from __future__ import annotations

import json
import shlex
import sys
from collections import Counter
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from eval.corpora import load_corpus, seed_truths, seeds_folder
from eval.expected import expectation
from eval.filetext import file_text, squeezed
from eval.gates import breaches
from eval.gold.asked import Asked, UncertainError
from eval.gold.measures import Condition, Reading, read
from eval.gold_build import GOLD, SOURCES, Book
from eval.run import QUESTIONS, gold, main, measure
from eval.summary import figures, summary

ROOT = Path(__file__).parent.parent
QUICK_SOURCES = (
    *("open_sample", "open_seeds", "open_sample_h", "open_seeds_h"),
    *("open_sample_h2", "open_seeds_h2", "open_sample_h3", "open_seeds_h3"),
    *("held_back_sample_h4", "held_back_seeds_h4", "held_back_sample_h5", "held_back_seeds_h5"),
    *("held_back_sample_h6", "held_back_seeds_h6"),
)
SMOKE_EACH = 2


@cache
def records() -> list[dict[str, Any]]:
    return gold(sorted(QUESTIONS.glob("*.jsonl")))


@cache
def sample() -> Asked:
    corpus = load_corpus("sample", Path())
    return Asked(corpus.truths, lambda truth: squeezed(file_text(corpus.folder / truth.file)))


def expected(want: dict[str, Any]) -> dict[str, Any]:
    return expectation(sample(), want)


# the set as a whole


def test_every_question_keeps_the_schema() -> None:
    schema = json.loads((GOLD / "question.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    for record in records():
        faults = [error.message for error in validator.iter_errors(record)]
        assert not faults, f"{record['id']}: {faults}"
        assert len(record["turns"]) == len(record["expect"]), record["id"]


def test_ids_and_questions_are_unique() -> None:
    ids = Counter(record["id"] for record in records())
    assert [name for name, count in ids.items() if count > 1] == []
    asked = Counter((record["corpus"], *record["turns"]) for record in records())
    assert [turns for turns, count in asked.items() if count > 1] == []


def test_all_types_are_asked_in_both_splits_and_a_third_is_held_back() -> None:
    assert len(records()) >= 400
    for split in ("open", "held_back"):
        assert {r["type"] for r in records() if r["split"] == split} == set("ABCDEFGHIJKLMNOP")
    held_back = sum(record["split"] == "held_back" for record in records())
    assert held_back >= len(records()) / 3


def test_narrative_questions_come_with_and_without_shared_words() -> None:
    kinds = Counter(
        expect["overlap"] for r in records() for expect in r["expect"] if "overlap" in expect
    )
    assert min(kinds[True], kinds[False]) >= 20


def test_all_five_kinds_of_nothing_are_asked_for() -> None:
    wants = [expect for record in records() for expect in record["expect"]]
    values = [expect["value"] for expect in wants if "value" in expect]
    assert values.count(0) >= 10
    told = [json.dumps(expect.get("contains", []), ensure_ascii=False) for expect in wants]
    for word in ("空白", "不适用", "无表", "没有给出"):
        assert sum(word in words for words in told) >= 3, word
    assert sum(expect["status"] == "not_in_corpus" for expect in wants) >= 10


# derivable from the truth


@pytest.mark.parametrize("stem", QUICK_SOURCES)
def test_committed_questions_are_what_the_sources_say(stem: str, tmp_path: Path) -> None:
    built = list(Book(tmp_path).questions(SOURCES / f"{stem}.yaml"))
    assert built == gold([QUESTIONS / f"{stem}.jsonl"])


def test_generated_corpora_still_give_the_committed_questions(tmp_path: Path) -> None:
    built = list(Book(tmp_path).questions(SOURCES / "open_synth_11.yaml"))
    stale = "the generator has changed: run python -m eval.gold_build"
    assert built == gold([QUESTIONS / "open_synth_11.jsonl"]), stale


def test_gold_passages_are_in_their_files() -> None:
    texts = {truth.file: sample().text(truth) for truth in sample().truths}
    for record in (r for r in records() if r["corpus"] == "sample"):
        for expect in record["expect"]:
            sources = expect.get("from") or texts
            for phrase in expect.get("phrases", []):
                found = any(squeezed(phrase) in texts[file] for file in sources)
                assert found, f"{record['id']}: {phrase}"


def test_seed_passages_are_in_the_seeds(seeds: Path) -> None:
    assert seeds_folder() == seeds
    texts = {truth.file: squeezed(file_text(seeds / truth.file)) for truth in seed_truths()}
    for record in (r for r in records() if r["corpus"] == "seeds"):
        for expect in record["expect"]:
            for phrase in expect.get("phrases", []):
                assert len(phrase) <= 16, "no more of the seeds than a short phrase"
                assert any(phrase in texts[file] for file in expect["from"]), record["id"]


# expectations, checked by hand


def test_a_cell_a_sum_a_difference_and_a_claim() -> None:
    truth = sample().one("鹿鸣街道2024")
    assert read(truth, "received") == Reading(15, "reported", ("requests.received.total",))
    assert read(truth, "denied").value == 3
    assert read(truth, "reconsideration.closed").value == 2
    assert read(truth, "litigation.closed").value == 0
    assert read(truth, "claim:processing_fee").value == 120
    assert read(sample().one("潮音街道2020"), "licensing").value == 512
    assert read(sample().one("潮音街道2020"), "other").cells == ("requests.other_total.total",)


def test_the_kinds_of_nothing_are_told_apart() -> None:
    def state(file: str, measure: str) -> str:
        return read(sample().one(file), measure).state

    assert state("枫渡镇2024", "fees") == "not_applicable"
    assert state("蚝岗镇2023", "litigation") == "blank"
    assert state("望潮镇2024", "penalties") == "missing"
    assert state("荞坪", "claim:proactive_total") == "silent"
    assert state("潮音街道2020", "fees") == "absent"
    assert state("青盐农场2024", "penalties") == "reported"


def test_a_list_with_what_may_be_left_out() -> None:
    found = expected({"list": {"kind": "乡镇", "year": 2024, "where": "received > 0"}})
    assert {row["file"][:6]: row["value"] for row in found["rows"]} == {
        "东沙县太平镇": 7,
        "临溪县望川镇": 4,
        "临溪县柳浦镇": 6,
        "南屏县枫渡镇": 1,
        "砚泉县白鹭乡": 2,
    }
    assert len(found["may"]) == 2  # 街道 and 管委会
    assert "population" not in found


def test_two_conditions_at_once() -> None:
    both = {"kind": "镇", "year": 2024, "where": ["received > 0", "penalties = 0"]}
    found = expected({"list": both})
    assert [set(row) for row in found["rows"]] == [{"file", "issuer", "year"}]
    assert found["rows"][0]["file"] == "南屏县枫渡镇2024.md"
    assert expected({"total": both | {"how": "count"}})["value"] == 1
    between = both | {"where": ["penalties >= 3", "penalties <= 4"]}
    assert [row["value"] for row in expected({"list": between})["rows"]] == [3, 4]
    none = expected({"list": both | {"where": ["received > 0", "litigation > 0"]}})
    assert (none["rows"], none["contains"]) == ([], [["没有", "无", "未", "0"]])


def test_a_scope_of_one_body_or_without_one() -> None:
    one = {"kind": "镇", "township": "柳浦镇", "of": "penalties", "how": "sum"}
    assert expected({"total": one})["value"] == 19
    rest = {"kind": "街道", "year": 2024, "except": ["鹿鸣街道2024"], "how": "count"}
    assert expected({"total": rest})["value"] == 0


def test_a_rate_is_a_measure() -> None:
    assert read(sample().one("柳浦镇2024"), "granted/total_processed").value == 60
    assert read(sample().one("望潮镇2024"), "granted/total_processed").state == "missing"
    assert read(sample().one("青盐农场2024"), "granted/total_processed").state == "meaningless"
    rate = {"kind": "镇", "year": 2024, "by": "granted/total_processed", "top": 2}
    assert [row["value"] for row in expected({"rank": rate})["rows"]] == [100, 75]


def test_what_an_answer_must_tell_of_two_values() -> None:
    years = {"files": ["柳浦镇2022", "柳浦镇2023"], "of": "penalties"}
    assert expected({"trend": years | {"tell": "growth", "missing": [2021]}})["contains"] == [
        *("2021", "50")
    ]
    assert expected({"rows": years | {"tell": "gap"}})["contains"] == ["3"]
    assert expected({"rows": years | {"tell": "times"}})["contains"] == [["0.7", "0.67", "0.6667"]]


def test_two_scopes_side_by_side() -> None:
    scopes = {"scopes": [{"kind": "街道"}, {"kind": "镇"}], "year": 2024}
    found = expected({"compare": scopes | {"of": "received", "how": "mean"}})
    assert found["contains"] == ["15", ["3.6", "3.60"]]
    assert ["望川区鹿鸣街道2024.pdf", "requests.received.total"] in found["cells"]


def test_a_total_with_its_population() -> None:
    found = expected({"total": {"kind": "镇", "year": 2024, "of": "received", "how": "mean"}})
    assert found["value"] == 3.6
    assert found["population"] == {"held": 6, "unjudged": ["东沙县望潮镇2024.docx"]}


def test_ranking_keeps_ties_and_order() -> None:
    found = expected({"rank": {"kind": "镇", "year": 2024, "by": "reconsideration", "top": 1}})
    assert len(found["rows"]) == 5
    first = expected({"rank": {"kind": "镇", "year": 2024, "by": "received", "top": 2}})
    assert [row["value"] for row in first["rows"]] == [7, 6]


def test_a_rate_of_nothing_has_no_value() -> None:
    found = expected({"ratio": ["望川区太平镇2024", "granted"]})
    assert found["value"] is None
    assert "无办结" in found["contains"][0]
    assert expected({"ratio": ["柳浦镇2024", "denied"]})["value"] == 20


def test_what_a_report_does_not_say_must_be_said_so() -> None:
    found = expected({"unsaid": {"files": ["东沙县太平镇2024"], "words": ["选拔", "报名"]}})
    assert found["status"] == ["not_in_corpus", "answered"]
    assert found["value"] is None
    (wordings,) = found["contains"]
    assert "没有说明" in wordings
    assert "没有公布" not in wordings  # the report's own words, so that quoting it says nothing
    with pytest.raises(ValueError, match="holds 视频号"):
        expected({"unsaid": {"files": ["望川镇2024", "柳浦镇2024"], "words": ["视频号"]}})


def test_rows_that_count_neither_way_can_be_named() -> None:
    found = expected({"files": ["柳浦镇2024"], "may": ["枫渡镇2024"]})
    assert found["may"] == ["南屏县枫渡镇2024.md"]
    with pytest.raises(ValueError, match="names 0 reports"):
        expected({"files": ["柳浦镇2024"], "may": ["无名镇"]})


def test_unanswerable_narrative_questions_stand_beside_answerable_ones() -> None:
    narrative = [r["expect"][0] for r in records() if (r["split"], r["type"]) == ("open", "J")]
    assert sum("phrases" not in expect for expect in narrative) >= 15
    assert sum("phrases" in expect for expect in narrative) >= 30


def test_a_want_that_names_no_report_is_refused() -> None:
    with pytest.raises(ValueError, match="'太平镇2024' names 2 reports"):
        expected({"value": ["太平镇2024", "received"]})
    with pytest.raises(ValueError, match="condition 'received'"):
        Condition.of("received")
    assert issubclass(UncertainError, ValueError)


# the harness, with a product that knows nothing

KNOWS_NOTHING = """
import json, sys
home, command, *rest = sys.argv[2:]
if command == "index":
    print(json.dumps({"indexed": 0, "unchanged": 0, "replaced": 0, "failed": [], "reports": 0}))
elif command == "reports":
    print("[]")
else:
    for line in open(rest[1], encoding="utf-8"):
        asked = json.loads(line)
        nothing = {"status": "not_in_corpus", "answer": "没有收录。", "value": None, "rows": []}
        nothing |= {"citations": [], "population": None, "plan": None, "plan_text": ""}
        nothing |= {"warnings": [], "timings_ms": {"total": 1}}
        answers = [{"question": turn, **nothing} for turn in asked["turns"]]
        print(json.dumps({"id": asked["id"], "answers": answers}))
"""


@pytest.fixture
def knows_nothing(tmp_path: Path) -> str:
    script = tmp_path / "product.py"
    script.write_text(KNOWS_NOTHING, encoding="utf-8")
    return shlex.join([sys.executable, str(script)])


def test_any_product_with_the_command_line_can_be_measured(
    knows_nothing: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("eval.run.RESULTS", tmp_path)
    page = tmp_path / "page.html"
    asked = ["--command", knows_nothing, "--corpus", "sample", "--split", "open", "--type", "AO"]
    assert main([*asked, "--json", "--gate", "--html", str(page)]) == 1
    shown = json.loads(capsys.readouterr().out)
    assert shown["summary"]["by"]["type"]["A"]["right"] == 0
    assert shown["summary"]["by"]["type"]["O"]["right"] > 0.3
    assert shown["summary"]["all"]["refusals"]["false"] > 20
    assert shown["corpora"]["sample"]["questions"] == len(
        [
            r
            for r in records()
            if r["split"] == "open" and r["corpus"] == "sample" and r["type"] in "AO"
        ]
    )
    stored = next(tmp_path.glob("*.json"))
    assert "柳浦镇2024年收到几件政府信息公开申请" in page.read_text(encoding="utf-8")
    kept = {"summary": shown["summary"], "questions": json.loads(stored.read_text())["questions"]}
    assert [line for line in breaches(kept) if "not measured" in line] == [
        "all.checks.quotes.share is not measured, though evidence was asked"
    ]
    assert main([*asked, "--compare", str(stored)]) == 0
    assert "fixed (0): none" in capsys.readouterr().out


def test_a_product_that_fails_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = shlex.join(
        [sys.executable, "-c", "import sys; sys.exit(print('no such store', file=sys.stderr) or 2)"]
    )
    assert main(["--command", broken, "--corpus", "sample", "--limit", "1"]) == 2
    assert "exit status 2: no such store" in capsys.readouterr().err
    assert main(["--corpus", "nowhere"]) == 2


# the product


def smoke_questions() -> list[dict[str, Any]]:
    """The first few open questions of each type about the sample."""
    chosen = [r for r in records() if (r["split"], r["corpus"]) == ("open", "sample")]
    chosen.sort(key=lambda record: record["type"])
    parts = [list(group)[:SMOKE_EACH] for _, group in groupby(chosen, lambda r: r["type"])]
    return [record for part in parts for record in part]


def test_the_product_answers_a_short_run(tmp_path: Path) -> None:
    run = measure(smoke_questions(), (sys.executable, "-m", "assistant"), tmp_path)
    found = figures(run.verdicts)
    made = {"summary": summary(run.records, run.verdicts), "questions": run.records}
    assert not [line for line in breaches(made) if "not measured" in line]
    wrong = [f"{v.id} {v.question}: {'; '.join(v.notes)}" for v in run.verdicts if not v.right]
    assert found["checks"]["contract"]["share"] == 1, wrong
    assert found["checks"]["quotes"]["share"] == 1, wrong
    assert found["checks"]["value"]["share"] >= 0.9, wrong
    assert found["right"] >= 0.8, wrong
