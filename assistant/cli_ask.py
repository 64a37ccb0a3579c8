"""`nianbao ask`: one question, a plan, a batch of conversations, or a conversation."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from assistant.answer import Answer, failed
from assistant.cli_show import answer_text, source_in_place
from assistant.engine import Assistant
from assistant.plan import Plan
from index.errors import NianbaoError, PlanError

_HELP = "直接输入问题；/plan 看上一问的计划，/source 编号 看出处，/new 重新开始，/quit 退出。"


def once(home: Path, question: str, as_json: bool) -> int:
    """Ask one question. An error is an ANSWER of status error in JSON, and exit status 2."""
    try:
        answer = Assistant(home).ask(question)
    except NianbaoError as error:
        if as_json:
            _print(failed(question, str(error)))
        raise
    _show(answer, as_json)
    return _status(answer)


def plan(home: Path, path: Path, as_json: bool) -> int:
    """Run a plan from a JSON file."""
    answer = Assistant(home).run(_read_plan(path))
    _show(answer, as_json)
    return _status(answer)


def _read_plan(path: Path) -> Plan:
    from pydantic import ValidationError

    try:
        return Plan.model_validate_json(_read_file(path, "计划文件"))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "整体"
        raise PlanError(f"计划文件 {path} 不合格式（{place}：{first['msg']}）。") from error


def _read_file(path: Path, kind: str) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise NianbaoError(f"读不到{kind} {path}：{error.strerror}。") from error
    except UnicodeDecodeError as error:
        message = f"{kind} {path} 不是 UTF-8 文本。请另存为 UTF-8 后再试。"
        raise NianbaoError(message) from error


def _show(answer: Answer, as_json: bool) -> None:
    if as_json:
        _print(answer)
    else:
        print(answer_text(answer))


def _print(answer: Answer) -> None:
    print(json.dumps(answer.as_json(), ensure_ascii=False))


def _status(answer: Answer) -> int:
    return 1 if answer.status == "error" else 0


# --- batch


def batch(home: Path, path: Path) -> int:
    """One line of output for each line of `path`, in order; a line's turns share a session."""
    lines = _read_file(path, "批量问题文件").split("\n")
    assistant = Assistant(home, resident=True)
    assistant.held()  # a home that cannot be used fails before the first line
    sound = True
    for number, line in enumerate(lines, start=1):
        if line.strip():
            record, errors = _answer_line(assistant, line, number)
            sound &= not errors
            print(json.dumps(record, ensure_ascii=False), flush=True)
    return 0 if sound else 1


def _answer_line(assistant: Assistant, line: str, number: int) -> tuple[dict[str, Any], bool]:
    """The output record of one line, and whether any of its answers is an error."""
    asked: Any = None
    try:
        asked = json.loads(line)
        turns = asked["turns"]
        if not isinstance(turns, list) or not all(isinstance(turn, str) for turn in turns):
            raise TypeError("turns")
    except (ValueError, KeyError, TypeError):
        message = f'第{number}行不是 {{"id": …, "turns": ["问题", …]}} 形式的 JSON。'
        print(message, file=sys.stderr)
        known = asked.get("id") if isinstance(asked, dict) else None
        return {"id": known, "answers": [failed(line, message).as_json()]}, True
    answers = list(_turns(assistant, turns))
    found = [answer.as_json() for answer in answers]
    return {"id": asked.get("id"), "answers": found}, any(a.status == "error" for a in answers)


def _turns(assistant: Assistant, turns: Iterable[str]) -> Iterator[Answer]:
    session = assistant.new_session()
    for question in turns:
        try:
            yield assistant.ask(question, session)
        except NianbaoError as error:
            yield failed(question, str(error))


# --- conversation


def talk(home: Path, as_json: bool) -> int:
    """An interactive session; each line of a stdin that is no terminal is a question too."""
    logging.basicConfig(level=logging.ERROR, format="%(message)s")
    assistant = Assistant(home, resident=True)
    assistant.held()
    session = assistant.new_session()
    if sys.stdin.isatty():
        import readline  # noqa: F401  (line editing and history for `input`)

        print(_HELP, file=sys.stderr)
    last: Answer | None = None
    for line in _lines():
        if line in ("/quit", "/exit", "/q", "退出"):
            break
        if line == "/new":
            session.forget()
            print("已重新开始。", file=sys.stderr)
        elif line.startswith("/"):
            print(_command(assistant, line, last))
        else:
            last = _ask(assistant, session, line)
            _show(last, as_json)
    return 0


def _lines() -> Iterator[str]:
    prompt = "\n问> " if sys.stdin.isatty() else ""
    while True:
        try:
            line = input(prompt).strip()
        except EOFError:
            return
        if line:
            yield line


def _ask(assistant: Assistant, session: Any, question: str) -> Answer:
    try:
        return assistant.ask(question, session)
    except NianbaoError as error:
        return failed(question, str(error))


def _command(assistant: Assistant, line: str, last: Answer | None) -> str:
    """/plan and /source n about the last answer."""
    name, _, argument = line.partition(" ")
    if name == "/plan" and last is not None and last.plan is not None:
        shown = last.plan.model_dump(mode="json", exclude_defaults=True)
        return f"{last.plan_text}\n{json.dumps(shown, ensure_ascii=False, indent=2)}"
    if name == "/source" and last is not None:
        return _source(assistant, argument.strip().strip("[]"), last)
    return _HELP if last is not None or name not in ("/plan", "/source") else "还没有回答。"


def _source(assistant: Assistant, number: str, last: Answer) -> str:
    if not number.isdigit() or not 0 < int(number) <= len(last.citations):
        return f"没有这个编号；上一答有 {len(last.citations)} 处引用，如 /source 1。"
    citation = last.citations[int(number) - 1]
    return source_in_place(int(number), citation, assistant.store.text(citation.report_id))
