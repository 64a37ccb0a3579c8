"""`python -m eval.mutations`: break one rule at a time and show that the harness falls.

Each mutation changes one line in a copy of the program. The copy then answers the open questions
on the sample corpus (`eval.run --gate`) and reads a generated corpus (`eval.extraction`). A harness
that gives a broken copy the same figures as the sound one measures nothing there.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
_COPIED = ("assistant", "eval", "index", "prompts")
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "results", "*.pyc")
_RUN = ("eval.run", "--split", "open", "--corpus", "sample", "--gate", "--json")
_EXTRACTION = ("eval.extraction", "--synth", "200", "--seed", "7", "--json")


class MutationError(Exception):
    """A mutation that cannot be made, or a copy that does not run at all."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """`old`, which must stand exactly once in `file`, becomes `new`."""

    name: str
    file: str
    old: str
    new: str

    def apply(self, root: Path) -> None:
        """Change the file under `root`; MutationError where the line is no longer there."""
        path = root / self.file
        text = path.read_text(encoding="utf-8")
        if (found := text.count(self.old)) != 1:
            raise MutationError(
                f"{self.name}: {self.file} holds {self.old!r} {found} times, once is expected; "
                "adjust eval/mutations.py to the code as it is now"
            )
        path.write_text(text.replace(self.old, self.new), encoding="utf-8")


MUTATIONS = (
    Mutation(
        "extractor: figures one column to the left",
        "index/tables/cells.py",
        "        for key, piece in zip(keys, slots, strict=True)\n    ]",
        "        for key, piece in zip(keys, [*slots[1:], slots[0]], strict=True)\n    ]",
    ),
    Mutation(
        "extractor: a blank cell is a zero",
        "index/tables/figures.py",
        'BLANK = Figure("blank")',
        'BLANK = Figure("reported", 0)',
    ),
    Mutation(
        "identity: the year of publication for the year reported on",
        "index/parse.py",
        "identity = identify(document, sections)",
        "identity = replace(found := identify(document, sections), year=(found.year or 0) + 1)",
    ),
    Mutation(
        "checks: rows are never summed",
        "index/checks.py",
        "right is not None and left != right:",
        'right is not None and left != right and identity.rule != "row_total":',
    ),
    Mutation(
        "parser: the year is ignored",
        "assistant/parsing/read.py",
        "years=resolve(words, ",
        "years=resolve([], ",
    ),
    Mutation(
        "parser: a follow-up forgets the question before",
        "assistant/session.py",
        "        if not turns:\n            return parse(",
        "        if not turns or turns:\n            return parse(",
    ),
    Mutation(
        "lookup: the kind of body is ignored",
        "assistant/lookup_scope.py",
        "parts.append(c.body_type.in_(scope.body_types))",
        "pass",
    ),
    Mutation(
        "lookup: what cannot be judged counts as a no",
        "assistant/lookup_lists.py",
        "matched, open_, excluded",
        "matched, (), excluded",
    ),
    Mutation(
        "citations: a cell's quote is off by one",
        "assistant/lookup_read.py",
        "    start, end = cell.start, cell.end\n    if not text",
        "    start, end = cell.start + 1, cell.end + 1\n    if not text",
    ),
    Mutation(
        "citations: a sentence's quote is off by one",
        "assistant/mentions.py",
        "        quote=texts[report.rid][start:end],\n        start=start,",
        "        quote=texts[report.rid][start + 1 : end + 1],\n        start=start + 1,",
    ),
    Mutation(
        "narrative: sentences that carry little of the question",
        "assistant/retrieve.py",
        "if carried >= _SAID:",
        "if 0 < carried < _SAID:",
    ),
    Mutation(
        "narrative: whatever shares a word with the question answers it",
        "assistant/retrieve.py",
        "if carried >= _SAID:",
        "if carried > 0:",
    ),
    Mutation(
        "mentions: a near wording counts as said",
        "assistant/lookup_mentions.py",
        "heard.near |= near",
        "heard.exact |= near",
    ),
    Mutation(
        "claims: a figure of an earlier year is this year's",
        "index/claims/context.py",
        "    return period\n",
        '    return "year" if period == "prior" else period\n',
    ),
    Mutation(
        "ranking: who ties with the last is left out",
        "assistant/lookup_lists.py",
        "or rows[plan.limit][-1] != rows[plan.limit - 1][-1]:",
        "or rows:",
    ),
    Mutation(
        "population: one report more than is held",
        "assistant/lookup_lists.py",
        "    return Population(held, held",
        "    return Population(held + 1, held",
    ),
    Mutation(
        "verify: numbers without ground may leave",
        "assistant/verify.py",
        "    found += _loose_numbers(_CITED_NUMBER.sub",
        "    found or _loose_numbers(_CITED_NUMBER.sub",
    ),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the harness says of one copy: shares are 0..1, `gates` are the thresholds missed."""

    name: str
    questions_right: float
    answers_failing: int
    gates: int
    cells_right: float
    silently_wrong: int
    defects_missed: int
    claims_wrong: int

    def is_worse_than(self, sound: Outcome) -> bool:
        """Whether any figure tells the broken copy from the sound one."""
        return (
            self.questions_right < sound.questions_right
            or self.gates > sound.gates
            or self.cells_right < sound.cells_right
            or self.silently_wrong > sound.silently_wrong
            or self.defects_missed > sound.defects_missed
            or self.claims_wrong > sound.claims_wrong
        )


def copy_tree(source: Path, target: Path) -> Path:
    """The program at `source` as it is now, without what it has stored; `target`."""
    for name in _COPIED:
        shutil.copytree(source / name, target / name, ignore=_LEFT_OUT)
    return target


def measure(mutation: Mutation | None, sound: Path) -> Outcome:
    """The figures of a copy of `sound` with the mutation, or of one without."""
    with tempfile.TemporaryDirectory(prefix="nianbao-mutation-") as folder:
        root = copy_tree(sound, Path(folder))
        if mutation:
            mutation.apply(root)
        return _outcome(mutation.name if mutation else "as it is", root)


def _outcome(name: str, root: Path) -> Outcome:
    run, gates = _json(root, *_RUN)
    extraction, _ = _json(root, *_EXTRACTION)
    figures = run["summary"]["all"]
    checks = figures["checks"].values()
    return Outcome(
        name,
        figures["right"],
        sum(round(check["n"] * (1 - (check["share"] or 0))) for check in checks if check["n"]),
        gates,
        extraction["share_right"],
        extraction["cells"].get("silently_wrong", 0),
        sum(n for rule, n in extraction["defects"].items() if not rule.endswith(":found")),
        extraction["claims"]["missed"] + extraction["claims"]["differing"],
    )


def _json(root: Path, *arguments: str) -> tuple[dict[str, Any], int]:
    """What a module prints, and the number of gates that it says are missed."""
    done = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=root, capture_output=True, text=True
    )
    if done.returncode not in (0, 1) or not done.stdout.strip():
        raise MutationError(f"{arguments[0]} did not run: {done.stderr.strip()[-600:]}")
    made: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return made, sum(line.startswith("gate:") for line in done.stderr.splitlines())


HEAD = (
    "broken rule",
    "questions right",
    "checks failing",
    "gates missed",
    "cells right",
    "silently wrong",
    "defects missed or false",
    "counts in text missed or other",
    "noticed",
)


def table(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """A Markdown table, the sound copy first."""
    sound = outcomes[0]
    yield "| " + " | ".join(HEAD) + " |"
    yield "| --- " + "| ---: " * (len(HEAD) - 2) + "| --- |"
    for outcome in outcomes:
        noticed = "" if outcome is sound else "yes" if outcome.is_worse_than(sound) else "**no**"
        yield (
            f"| {outcome.name} | {100 * outcome.questions_right:.1f} % | {outcome.answers_failing} "
            f"| {outcome.gates} | {100 * outcome.cells_right:.2f} % | {outcome.silently_wrong} "
            f"| {outcome.defects_missed} | {outcome.claims_wrong} | {noticed} |"
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """0 where the harness notices every mutation, 1 where it misses one, 2 where one fails."""
    parser = argparse.ArgumentParser(prog="python -m eval.mutations", description=__doc__)
    parser.add_argument("--only", help="mutations whose name holds this")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    chosen = [m for m in MUTATIONS if not options.only or options.only in m.name]
    outcomes = []
    with tempfile.TemporaryDirectory(prefix="nianbao-sound-") as folder:
        sound = copy_tree(ROOT, Path(folder))
        for mutation in (None, *chosen):
            try:
                outcomes.append(measure(mutation, sound))
            except MutationError as error:
                print(error, file=sys.stderr)
                return 2
            print(f"{outcomes[-1]}", file=sys.stderr)
    print(json.dumps(list(map(asdict, outcomes))) if options.json else "\n".join(table(outcomes)))
    return 0 if all(o.is_worse_than(outcomes[0]) for o in outcomes[1:]) else 1


if __name__ == "__main__":
    sys.exit(main())
