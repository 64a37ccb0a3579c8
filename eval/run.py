"""`python -m eval.run`: ask the gold questions of a product, measure its answers, report.

The product is spoken to through the command-line contract only (`index`, `reports`,
`ask --batch`), so `--command` can name any other product that keeps it.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from eval.corpora import Corpus, CorpusAbsentError, load_corpus
from eval.gates import breaches
from eval.judge import Held, Verdict, judge
from eval.product import Product, ProductError
from eval.report import html_report, markdown_report
from eval.summary import summary
from eval.usage_proxy import UsageProxy
from eval.with_model import (
    PREFIX,
    NoModelError,
    comparison,
    model_report,
    model_settings,
    through,
    without_model,
)

QUESTIONS = Path(__file__).parent / "gold" / "questions"
RESULTS = Path(__file__).parent / "results"
_OWN = (sys.executable, "-m", "assistant")
_ROOT = Path(__file__).parent.parent


@dataclass(slots=True)
class Run:
    """What a run gathers before it is summed up."""

    records: list[dict[str, Any]] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    answers: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    corpora: dict[str, dict[str, Any]] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)


def gold(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """The records of questions files."""
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    return [json.loads(line) for line in lines if line.strip()]


def select(records: Iterable[dict[str, Any]], options: argparse.Namespace) -> list[dict[str, Any]]:
    """Those of the asked-for split, corpora and types, at most `--limit` of them."""
    chosen = [
        record
        for record in records
        if options.split in ("all", record["split"])
        and (not options.corpus or record["corpus"] in options.corpus)
        and (not options.type or record["type"] in options.type)
    ]
    return chosen[: options.limit]


def measure(
    records: Sequence[dict[str, Any]],
    command: Sequence[str],
    scratch: Path,
    environ: Mapping[str, str] | None = None,
) -> Run:
    """Index every corpus the questions are about, ask them, judge the answers.

    `environ` is the product's environment, by default this process's. Raises ProductError where
    the product breaks the contract.
    """
    run = Run()
    for name in Counter(record["corpus"] for record in records):
        try:
            corpus = load_corpus(name, scratch / "generated")
        except CorpusAbsentError as error:
            run.skipped[name] = str(error)
            continue
        asked = [record for record in records if record["corpus"] == name]
        product = Product(command, home_of(name, scratch), environ)
        _measure_corpus(run, corpus, asked, product, scratch)
    return run


def home_of(corpus: str, scratch: Path) -> Path:
    """Where the product keeps what it stores of a corpus."""
    return scratch / "home" / corpus.replace(":", "_")


def _measure_corpus(
    run: Run,
    corpus: Corpus,
    asked: list[dict[str, Any]],
    product: Product,
    scratch: Path,
) -> None:
    folder = scratch / "files" / product.home.name
    folder.mkdir(parents=True, exist_ok=True)  # there where it is asked a second time
    for name in corpus.files:
        shutil.copy(corpus.folder / name, folder / name)
    indexed = product.index(folder)
    start = time.perf_counter()
    answers = product.ask(asked)
    seconds = round(time.perf_counter() - start, 2)
    held = Held(product.files(), folder)
    for record in asked:
        for turn, answer in enumerate(answers[record["id"]]):
            run.verdicts.append(judge(record, turn, answer, held))
    run.records += asked
    run.answers |= answers
    run.corpora[corpus.name] = {"index": indexed, "ask_seconds": seconds, "questions": len(asked)}


def settings(options: argparse.Namespace) -> dict[str, Any]:
    """What a stored result must say about how it came about."""
    return {
        "commit": _git("rev-parse", "--short", "HEAD") or "unversioned",
        "changed": bool(_git("status", "--porcelain", "--untracked-files=no")),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": sys.version.split()[0],
        "command": options.command or "python -m assistant",
        "split": options.split,
        "corpus": options.corpus or [],
        "type": options.type or "",
        "show_held_back": options.show_held_back,
        "with_model": options.with_model,
        "language_model": "" if options.with_model else os.environ.get(f"{PREFIX}MODEL", ""),
    }


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=_ROOT, capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else ""


def as_result(run: Run, options: argparse.Namespace) -> dict[str, Any]:
    """The stored result: settings, summary, every question with its answers and verdicts."""
    verdicts: dict[str, list[dict[str, Any]]] = {record["id"]: [] for record in run.records}
    for verdict in run.verdicts:
        verdicts[verdict.id].append(verdict.as_json())
    return {
        "settings": settings(options),
        "summary": summary(run.records, run.verdicts),
        "corpora": run.corpora,
        "skipped": run.skipped,
        "questions": [
            record | {"verdicts": verdicts[record["id"]], "answers": run.answers[record["id"]]}
            for record in run.records
        ],
    }


def _extras(result: dict[str, Any], options: argparse.Namespace, scratch: Path) -> None:
    """Extraction and baselines, where asked for."""
    names = sorted({record["corpus"] for record in result["questions"]} - {"seeds"})
    corpora = [load_corpus(name, scratch / "generated") for name in names]
    if options.extraction:
        from eval.extraction import score_folder

        scores = {corpus.name: score_folder(corpus.folder) for corpus in corpora}
        result["extraction"] = {
            name: {
                "right": score.share_right,
                "cells": dict(score.cells),
                "claims": dict(score.claims),
            }
            for name, score in scores.items()
        }
    if options.baselines:
        from eval.baselines import baselines

        result["baselines"] = {
            corpus.name: baselines(corpus, result["questions"]) for corpus in corpora
        }
        _text_to_sql(result, scratch)


def _text_to_sql(result: dict[str, Any], scratch: Path) -> None:
    """LlamaIndex's text-to-SQL over the product's stores, where a model is configured."""
    from eval.baseline_nlsql import exact_questions, nlsql

    for name, figures in result["baselines"].items():
        questions = [q for q in result["questions"] if q["corpus"] == name]
        try:
            model = model_settings(os.environ)
            made = nlsql(home_of(name, scratch), model, exact_questions(questions))
        except NoModelError as error:
            made = {"not_run": str(error)}
        each = made.pop("each", {})
        for question in questions:
            if question["id"] in each:
                question["nlsql"] = each[question["id"]]
        figures["nlsql"] = made


def measure_both(
    records: Sequence[dict[str, Any]], options: argparse.Namespace, scratch: Path
) -> dict[str, Any]:
    """The result of a run by rules alone, with what the same questions get with a model.

    Raises NoModelError where none is configured, before anything is run.
    """
    settings, command = model_settings(os.environ), shlex.split(options.command or "") or _OWN
    rules = measure(records, command, scratch, without_model(os.environ))
    with UsageProxy(settings.base_url, settings.timeout) as proxy:
        environ = through(proxy.url, os.environ)
        model = measure(records, command, scratch, environ)
    result = as_result(rules, options)
    told = (rules.verdicts, rules.answers), (model.verdicts, model.answers)
    result["with_model"] = comparison(rules.records, *told, proxy.usage, settings)
    for question in result["questions"]:
        name = question["id"]
        verdicts = [verdict.as_json() for verdict in model.verdicts if verdict.id == name]
        question["with_model"] = {"verdicts": verdicts, "answers": model.answers[name]}
    return result


def store(result: dict[str, Any], folder: Path) -> Path:
    """Write the result under its commit's name; `-changed` for a changed checkout, and what was
    left out of the questions for a part of them."""
    folder.mkdir(exist_ok=True)
    made = result["settings"]
    parts = [made["commit"], "changed" if made["changed"] else ""]
    parts += [made["split"].replace("all", ""), *made["corpus"], made["type"]]
    parts.append("with_model" if made["with_model"] else "")
    name = "-".join(part.replace(":", "_") for part in parts if part)
    path = folder / f"{name}.json"
    path.write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")
    return path


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(prog="eval.run", description=__doc__)
    made.add_argument("--split", choices=("open", "held_back", "all"), default="all")
    made.add_argument("--corpus", action="append", help="only this corpus; may be repeated")
    made.add_argument("--type", help="only these types, as letters: ABG")
    made.add_argument("--limit", type=int, help="at most so many questions")
    made.add_argument("--gold", type=Path, action="append", help="a questions file of your own")
    made.add_argument("--command", help="another product with the same command line")
    made.add_argument("--json", action="store_true", help="print the summary as JSON")
    made.add_argument("--html", type=Path, help="write a page with every failure")
    made.add_argument("--compare", type=Path, help="an earlier stored result")
    made.add_argument("--gate", action="store_true", help="exit 1 below eval/gates.toml")
    made.add_argument("--extraction", action="store_true", help="also score extracted cells")
    made.add_argument("--baselines", action="store_true", help="also run the baselines")
    made.add_argument("--with-model", action="store_true", help="also ask with NIANBAO_LLM_*")
    made.add_argument("--show-held-back", action="store_true", help="print held-back failures too")
    made.add_argument("--keep", type=Path, help="keep files and stores in this empty folder")
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """0 measured; 1 below a gate; 2 where the product or an argument fails."""
    options = parser().parse_args(arguments)
    records = select(gold(options.gold or sorted(QUESTIONS.glob("*.jsonl"))), options)
    if not records:
        print("no question is left by these options", file=sys.stderr)
        return 2
    if options.keep and options.keep.is_dir() and any(options.keep.iterdir()):
        print(f"--keep {options.keep}: the folder is not empty; name an empty one", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as temporary:
        scratch = options.keep or Path(temporary)
        try:
            result = _result(records, options, scratch)
        except (NoModelError, ProductError) as error:
            print(error, file=sys.stderr)
            return 2
        _extras(result, options, scratch)
    return _deliver(result, options)


def _result(
    records: Sequence[dict[str, Any]], options: argparse.Namespace, scratch: Path
) -> dict[str, Any]:
    if options.with_model:
        return measure_both(records, options, scratch)
    command = shlex.split(options.command or "") or _OWN
    return as_result(measure(records, command, scratch), options)


def _deliver(result: dict[str, Any], options: argparse.Namespace) -> int:
    before = json.loads(options.compare.read_text(encoding="utf-8")) if options.compare else None
    for name, reason in result["skipped"].items():
        print(f"skipped {name}: {reason}", file=sys.stderr)
    print(f"stored {store(result, RESULTS)}", file=sys.stderr)
    if options.html:
        options.html.write_text(html_report(result, before), encoding="utf-8")
    if options.json:
        shown = {name: part for name, part in result.items() if name != "questions"}
        print(json.dumps(shown, ensure_ascii=False))
    else:
        print(markdown_report(result, before))
    if "with_model" in result and not options.json:
        print(f"\n{model_report(result)}")
    found = list(breaches(result)) if options.gate else []
    for line in found:
        print(f"gate: {line}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
