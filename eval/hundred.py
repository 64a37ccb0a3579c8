"""The hundred questions people ask (one line each in gold/hundred.jsonl), answered into a table.

Run: `python -m eval.hundred` writes docs/questions.md. Questions on the seeds need the folder
../shared/seeds; passages quoted from those reports are left out, as their text is not ours.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.answer import Answer
from assistant.engine import Assistant
from index.pipeline import index_paths

ROOT = Path(__file__).parent.parent
QUESTIONS = Path(__file__).parent / "gold" / "hundred.jsonl"
TARGET = ROOT / "docs" / "questions.md"
CORPORA = {"sample": ROOT / "eval" / "corpus", "seeds": ROOT.parent / "shared" / "seeds"}
TODAY = date(2025, 3, 1)
_QUOTE = re.compile(r"“[^“”]{14,}”")
_HEAD = """# The hundred questions

What people who read these reports ask, in sixteen kinds, with the plan and the answer that
nianbao gives today, without a language model. Written by `python -m eval.hundred`, over the
fictional sample corpus and over the five real reports that started the project; passages quoted
from the latter are left out here. The clock stands at 2025-03-01.

"""


@dataclass(frozen=True, slots=True)
class Question:
    """One entry: its number, its kind (A to P), the corpus it is asked of, its turns."""

    n: int
    type: str
    corpus: str
    turns: tuple[str, ...]


def questions() -> Iterator[Question]:
    """The entries of gold/hundred.jsonl."""
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        yield Question(entry["n"], entry["type"], entry["corpus"], tuple(entry["turns"]))


def render(question: Question, assistant: Assistant) -> str:
    """The question with plan and answer, as Markdown."""
    session = assistant.new_session()
    parts = [f"### {question.n}（{question.type}，{question.corpus}）"]
    for turn in question.turns:
        answer = assistant.ask(turn, session)
        parts.append(f"**{turn}** `{answer.status}`\n\n*{answer.plan_text}*")
        parts.append(_shown(answer, question.corpus == "seeds"))
    return "\n\n".join(parts)


def _shown(answer: Answer, elide: bool) -> str:
    text = _QUOTE.sub("“（引文略）”", answer.answer) if elide else answer.answer
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def main() -> int:
    """Write docs/questions.md; exit status 1 where a corpus is not there."""
    missing = [str(path) for path in CORPORA.values() if not path.is_dir()]
    if missing:
        print(f"not found: {', '.join(missing)}", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as scratch:
        assistants = {}
        for name, folder in CORPORA.items():
            index_paths(Path(scratch, name), [folder])
            assistants[name] = Assistant(Path(scratch, name), today=TODAY)
        shown = [render(question, assistants[question.corpus]) for question in questions()]
    TARGET.write_text(_HEAD + "\n\n".join(shown) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
