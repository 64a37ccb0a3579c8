"""A product under measurement, spoken to through the command-line contract only."""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Question = dict[str, Any]
Answer = dict[str, Any]


class ProductError(Exception):
    """The product did not do what the contract says; the message holds the end of its stderr."""


@dataclass(frozen=True, slots=True)
class Product:
    """`command` is what stands before `--home`; everything stored goes to `home`; `environ` is its
    environment, by default this process's."""

    command: Sequence[str]
    home: Path
    environ: Mapping[str, str] | None = None

    def index(self, folder: Path) -> dict[str, Any]:
        """Index all reports of `folder`; the contract's summary with `seconds` added."""
        start = time.perf_counter()
        summary: dict[str, Any] = self._json("index", str(folder), "--json", fine=(0, 1))
        return summary | {"seconds": round(time.perf_counter() - start, 2)}

    def files(self) -> dict[str, str]:
        """Report id → base name of its file, for all reports held."""
        held = self._json("reports", "--json")
        rows = held["reports"] if isinstance(held, dict) else held
        return {row["report_id"]: Path(row["file"]).name for row in rows}

    def ask(self, questions: Sequence[Question]) -> dict[str, list[Answer]]:
        """Question id → one answer for each turn, in one batch.

        Raises ProductError where a question has no answers or too few.
        """
        with tempfile.TemporaryDirectory() as folder:
            batch = Path(folder) / "batch.jsonl"
            lines = [json.dumps({"id": q["id"], "turns": q["turns"]}) for q in questions]
            batch.write_text("\n".join(lines) + "\n", encoding="utf-8")
            output = self._run("ask", "--batch", str(batch), fine=(0, 1))
        records = [json.loads(line) for line in output.splitlines() if line.strip()]
        answers = {record["id"]: record["answers"] for record in records}
        short = [q["id"] for q in questions if len(answers.get(q["id"], [])) != len(q["turns"])]
        if short:
            raise ProductError(f"answers missing for {', '.join(short[:5])} ({len(short)} in all)")
        return answers

    def _json(self, *arguments: str, fine: tuple[int, ...] = (0,)) -> Any:
        output = self._run(*arguments, fine=fine)
        try:
            return json.loads(output)
        except ValueError as error:
            raise ProductError(f"{arguments[0]}: no JSON on stdout: {output[:200]!r}") from error

    def _run(self, *arguments: str, fine: tuple[int, ...] = (0,)) -> str:
        command = [*self.command, "--home", str(self.home), *arguments]
        done = subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", env=self.environ
        )
        if done.returncode not in fine:
            told = done.stderr.strip()[-800:]
            raise ProductError(f"{' '.join(arguments[:2])}: exit status {done.returncode}: {told}")
        return done.stdout
