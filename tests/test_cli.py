"""The command line as other tools use it: stdout, exit status, and what is never imported."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from made import made_home

from assistant.cli import main

ROOT = Path(__file__).parents[1]
CONTRACT = Path(__file__).parent / "contract" / "answer.schema.json"
SCHEMA = Draft202012Validator(json.loads(CONTRACT.read_text(encoding="utf-8")))
QUESTION = "柳浦镇2024年收到几件申请？"
HEAVY = ("torch", "chromadb", "llama_index", "onnxruntime", "gradio", "tantivy", "numpy", "pyarrow")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_home(tmp_path_factory.mktemp("made"))


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


def nianbao(*arguments: object, stdin: str = "", **environment: str) -> Done:
    """The command in this process: seconds cheaper than a new one, and the same code."""
    out, err = TextIOWrapper(BytesIO(), encoding="utf-8"), StringIO()
    with (
        pytest.MonkeyPatch.context() as patch,
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        patch.setattr("sys.stdin", StringIO(stdin))
        for name, value in environment.items():
            patch.setenv(name, value)
        try:
            status = main(list(map(str, arguments)))
        except SystemExit as end:  # argparse
            status = int(end.code or 0)
    out.seek(0)
    return Done(status, out.read(), err.getvalue())


class TestAsk:
    def test_json_is_all_that_stdout_holds(self, home: Path) -> None:
        done = nianbao("ask", QUESTION, "--json", "--home", home)
        answer = json.loads(done.stdout)
        SCHEMA.validate(answer)
        assert (done.returncode, answer["value"], done.stderr) == (0, 6, "")

    def test_options_may_stand_before_the_command(self, home: Path) -> None:
        before = json.loads(nianbao("--home", home, "--json", "ask", QUESTION).stdout)
        after = json.loads(nianbao("ask", "--json", QUESTION, "--home", home).stdout)
        del before["timings_ms"], after["timings_ms"]
        assert before == after

    def test_home_from_the_environment(self, home: Path) -> None:
        assert nianbao("ask", QUESTION, NIANBAO_HOME=str(home)).returncode == 0

    def test_people_see_sources_and_the_plan(self, home: Path) -> None:
        shown = nianbao("ask", QUESTION, "--home", home).stdout
        assert "6件[1]" in shown and "**" not in shown
        assert (
            "[1] 临溪县柳浦镇2024.txt　表三“一、本年新收政府信息公开申请数量”行“总计”列：6" in shown
        )
        assert "理解：" in shown

    def test_nothing_indexed_says_what_to_do(self, tmp_path: Path) -> None:
        done = nianbao("ask", QUESTION, "--json", "--home", tmp_path / "none")
        answer = json.loads(done.stdout)
        SCHEMA.validate(answer)
        assert (done.returncode, answer["status"]) == (2, "error")
        assert "nianbao index" in done.stderr

    def test_a_plan_file_is_run(self, home: Path, tmp_path: Path) -> None:
        plan = json.loads(nianbao("ask", QUESTION, "--json", "--home", home).stdout)["plan"]
        file = tmp_path / "plan.json"
        file.write_text(json.dumps(plan), encoding="utf-8")
        done = nianbao("ask", "--plan", file, "--json", "--home", home)
        assert json.loads(done.stdout)["value"] == 6

    @pytest.mark.parametrize("text", ["{", '{"kind": "value"}', '{"kind": "list", "colour": 1}'])
    def test_a_bad_plan_is_refused_with_its_fault(
        self, home: Path, tmp_path: Path, text: str
    ) -> None:
        file = tmp_path / "plan.json"
        file.write_text(text, encoding="utf-8")
        done = nianbao("ask", "--plan", file, "--home", home)
        assert (done.returncode, done.stdout) == (2, "")
        assert "不合格式" in done.stderr

    def test_an_exact_question_loads_nothing_heavy(self, home: Path) -> None:
        code = (
            "import sys; from assistant.cli import main;"
            f"main(['ask', {QUESTION!r}, '--json', '--home', {str(home)!r}]);"
            f"print([n for n in {HEAVY!r} if n in sys.modules], file=sys.stderr)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT
        )
        assert done.stderr.strip() == "[]"


class TestBatch:
    def test_lines_in_order_and_turns_in_one_session(self, home: Path, tmp_path: Path) -> None:
        batch = tmp_path / "batch.jsonl"
        lines = [
            {"id": "a", "turns": [QUESTION, "那望川镇呢？"]},
            {"id": 2, "turns": ["太平镇2024年收到几件申请？"]},
            {"id": "c", "turns": []},
        ]
        batch.write_text("\n".join(map(json.dumps, lines)) + "\n\n", encoding="utf-8")
        done = nianbao("ask", "--batch", batch, "--home", home)
        found = [json.loads(line) for line in done.stdout.splitlines()]
        assert [(r["id"], [a["value"] for a in r["answers"]]) for r in found] == [
            ("a", [6, 4]),
            (2, [0]),
            ("c", []),
        ]
        assert done.returncode == 0

    @pytest.mark.parametrize("line", ["not json", "[]", '{"id": 1}', '{"turns": "one"}', "null"])
    def test_a_bad_line_fails_alone(self, home: Path, tmp_path: Path, line: str) -> None:
        batch = tmp_path / "batch.jsonl"
        good = json.dumps({"id": "good", "turns": [QUESTION]})
        batch.write_text(f"{line}\n{good}\n", encoding="utf-8")
        done = nianbao("ask", "--batch", batch, "--home", home)
        bad, fine = (json.loads(line) for line in done.stdout.splitlines())
        assert done.returncode == 1
        assert bad["answers"][0]["status"] == "error"
        SCHEMA.validate(bad["answers"][0])
        assert fine["answers"][0]["value"] == 6

    def test_a_byte_order_mark_and_rare_line_ends_break_no_line(
        self, home: Path, tmp_path: Path
    ) -> None:
        batch = tmp_path / "batch.jsonl"
        line = json.dumps({"id": "a", "turns": [f"{QUESTION}\u2028"]}, ensure_ascii=False)
        batch.write_bytes(f"{line}\r\n".encode("utf-8-sig"))
        done = nianbao("ask", "--batch", batch, "--home", home)
        (record,) = map(json.loads, done.stdout.split("\n")[:-1])
        assert (done.returncode, record["id"], record["answers"][0]["value"]) == (0, "a", 6)

    def test_half_a_character_in_a_question_stops_nothing(self, home: Path, tmp_path: Path) -> None:
        batch = tmp_path / "batch.jsonl"
        lines = [{"id": 1, "turns": ["\ud800申请"]}, {"id": 2, "turns": [QUESTION]}]
        batch.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
        done = nianbao("ask", "--batch", batch, "--home", home)
        first, second = map(json.loads, done.stdout.splitlines())
        assert first["answers"][0]["question"] == "?申请"
        assert second["answers"][0]["value"] == 6

    def test_no_such_file(self, home: Path, tmp_path: Path) -> None:
        assert nianbao("ask", "--batch", tmp_path / "none", "--home", home).returncode == 2


class TestConversation:
    def test_turns_plan_and_source(self, home: Path) -> None:
        turns = [QUESTION, "/source 1", "/source 99", "那望川镇呢？", "/plan", "/new", "/quit", "x"]
        done = nianbao("ask", "--home", home, stdin="\n".join(turns))
        assert "6件[1]" in done.stdout and "4件[1]" in done.stdout
        assert "一、本年新收政府信息公开申请数量\t5\t1\t0\t0\t0\t0\t【6】" in done.stdout
        assert "没有这个编号" in done.stdout
        assert '"kind": "value"' in done.stdout
        assert done.returncode == 0

    def test_json_lines(self, home: Path) -> None:
        done = nianbao("ask", "--json", "--home", home, stdin=f"{QUESTION}\n")
        assert json.loads(done.stdout)["value"] == 6


class TestCorpus:
    def test_index_reports_check_export_remove(self, tmp_path: Path) -> None:
        home, sample = tmp_path / "home", ROOT / "eval" / "corpus"
        files = sorted(sample.glob("临溪县柳浦镇*"))
        (broken := tmp_path / "broken.docx").write_bytes(b"PK\x03\x04 no")
        done = nianbao("index", *files, broken, "--json", "--home", home)
        result = json.loads(done.stdout)
        assert (done.returncode, result["indexed"], len(result["failed"])) == (1, 3, 1)
        assert "broken.docx" in done.stderr

        held = json.loads(nianbao("reports", "--json", "--home", home).stdout)
        assert {report["year"] for report in held} == {2022, 2023, 2024}
        assert "柳浦镇" in nianbao("reports", "--home", home).stdout

        assert json.loads(nianbao("check", "--json", "--home", home).stdout) == []
        assert nianbao("check", "--home", home).stdout == "没有发现问题。\n"

        exported = nianbao("export", "--format", "jsonl", "--home", home)
        assert len(exported.stdout.splitlines()) == 600
        out = tmp_path / "cells.csv"
        assert nianbao("export", "--format", "csv", "-o", out, "--home", home).stdout == ""
        assert out.exists()

        gone = nianbao("remove", held[0]["report_id"], "nothing", "--json", "--home", home)
        assert (gone.returncode, json.loads(gone.stdout)["reports"]) == (1, 2)

    def test_usage_errors(self, tmp_path: Path) -> None:
        assert nianbao().returncode == 2
        assert nianbao("sing").returncode == 2
        missing = nianbao("index", tmp_path / "none", "--home", tmp_path / "home")
        assert missing.returncode == 2 and "找不到" in missing.stderr
        assert nianbao("reports", NIANBAO_HOUSE="x").returncode == 2

    def test_the_module_is_the_command(self, home: Path) -> None:
        command = [sys.executable, "-m", "assistant", "ask", QUESTION, "--json", "--home", home]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
        assert (done.returncode, json.loads(done.stdout)["value"]) == (0, 6)

    def test_a_closed_pipe_is_no_error(self, home: Path) -> None:
        command = f"{sys.executable} -m assistant export --format jsonl --home {home} | head -1"
        done = subprocess.run(command, shell=True, capture_output=True, text=True, cwd=ROOT)
        assert "Traceback" not in done.stderr
