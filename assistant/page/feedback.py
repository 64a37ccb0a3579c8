"""What users said about answers: one JSON line each in the home, exportable as candidate gold."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any, Literal

from assistant.page.markup import esc
from assistant.page.texts import say

FILE = "feedback.jsonl"
_LONGEST_REASON = 1000
_SHOWN = 200
_lock = Lock()


def record(
    home: Path,
    turns: Sequence[str],
    answer: Mapping[str, Any],
    rating: Literal["up", "down"],
    reason: str = "",
) -> None:
    """Append one opinion. `turns` are the conversation's questions up to the one rated."""
    line = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "rating": rating,
        "reason": reason.strip()[:_LONGEST_REASON],
        "turns": list(turns),
        "plan": answer["plan"],
        "answer": dict(answer),
    }
    home.mkdir(parents=True, exist_ok=True)
    with _lock, (home / FILE).open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(line, ensure_ascii=False) + "\n")


def recorded(home: Path) -> list[dict[str, Any]]:
    """Every opinion, oldest first; a line that a full disk cut short is left out."""
    path = home / FILE
    if not path.exists():
        return []
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            found.append(json.loads(line))
        except json.JSONDecodeError:
            continue
    return found


def candidates(home: Path) -> Path:
    """A file of candidate test questions in the form of `eval/gold/questions`, one a line.

    The expectation is what was answered; `rating` and `reason` tell whether it was right, and
    `checked` is false until a person has compared it with the reports.
    """
    path = Path(tempfile.mkdtemp(prefix="nianbao-")) / "candidates.jsonl"
    with path.open("w", encoding="utf-8") as stream:
        for n, said in enumerate(recorded(home), start=1):
            stream.write(json.dumps(_candidate(n, said), ensure_ascii=False) + "\n")
    return path


def _candidate(n: int, said: Mapping[str, Any]) -> dict[str, Any]:
    answer = said["answer"]
    cells = [
        [Path(c["file"]).name, f"{c['table']}.{c['row_code']}.{c['col_code']}"]
        for c in answer["citations"]
        if c["kind"] == "cell" and c.get("table")
    ]
    expected: dict[str, Any] = {"status": answer["status"]}
    if answer["value"] is not None:
        expected["value"] = answer["value"]
    if cells:
        expected["cells"] = cells
    return {
        "id": f"feedback-{n:04d}",
        "split": "candidate",
        "checked": False,
        "turns": said["turns"],
        "expect": [*({} for _ in said["turns"][:-1]), expected],
        "rating": said["rating"],
        "reason": said["reason"],
        "plan": said["plan"],
    }


def listing(home: Path, language: str) -> str:
    """The latest opinions as a table."""
    found = recorded(home)
    if not found:
        return f'<p class="muted">{esc(say(language, "feedback_none"))}</p>'
    heads = "".join(
        f"<th>{esc(say(language, key))}</th>" for key in ("when", "rating", "question", "reason")
    )
    rows = "".join(
        f"<tr><td>{esc(said['at'][:16].replace('T', ' '))}</td>"
        f"<td>{esc(say(language, said['rating']))}</td>"
        f"<td>{esc(said['turns'][-1])}</td><td>{esc(said['reason'])}</td></tr>"
        for said in found[: -_SHOWN - 1 : -1]
    )
    return (
        f'<div class="scroll"><table class="list"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )
