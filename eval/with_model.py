"""The same questions by rules alone and with a language model: what the model adds and costs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assistant.llm_plan_check import NOTE
from assistant.llm_settings import LLMSettings, LLMSettingsError, load_settings
from eval.judge import Verdict
from eval.metrics.contract import faults
from eval.metrics.faithfulness import Faithfulness, faithfulness
from eval.metrics.latency import percentile
from eval.summary import summary
from eval.usage_proxy import Usage
from prompts import versions

PREFIX = "NIANBAO_LLM_"
_NO_HOME = Path("/nonexistent")  # homes of a run are made for it and hold no llm.toml
_NARRATIVE_TYPES = ("J", "L")
_NARRATIVE_KINDS = ("narrative", "mixed")
_CUT = re.compile(r"语言模型写的(\d+)句话与所标出处不符")
_FELL_BACK = re.compile(r"以下按规则|只列原文")
_LOOPBACK = "127.0.0.1"

Record = Mapping[str, Any]
Answers = Mapping[str, Sequence[Mapping[str, Any]]]
Figures = dict[str, Any]


class NoModelError(Exception):
    """No language model is configured, or not rightly; the message says what to set."""


def model_settings(environ: Mapping[str, str]) -> LLMSettings:
    """The model of NIANBAO_LLM_*; NoModelError where they name none."""
    try:
        settings = load_settings(_NO_HOME, environ)
    except LLMSettingsError as error:
        raise NoModelError(str(error)) from error
    if settings is None:
        raise NoModelError(
            f"no language model is configured: set {PREFIX}BASE_URL and {PREFIX}MODEL (docs/llm.md)"
        )
    return settings


def without_model(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment of a product that works by rules alone."""
    return {name: value for name, value in environ.items() if not name.startswith(PREFIX)}


def through(url: str, environ: Mapping[str, str]) -> dict[str, str]:
    """The environment of a product that reaches the model at `url`, on the loopback interface."""
    direct = {
        name: ",".join(filter(None, (environ.get(name), _LOOPBACK)))
        for name in ("no_proxy", "NO_PROXY")
    }
    return {**environ, **direct, f"{PREFIX}BASE_URL": url}


# --- figures


def comparison(
    records: Sequence[Record],
    rules: tuple[Sequence[Verdict], Answers],
    model: tuple[Sequence[Verdict], Answers],
    usage: Usage,
    settings: LLMSettings,
) -> Figures:
    """What a stored result says of the model: settings, accuracy, faithfulness, refusals, cost,
    latency; `rules` and `model` are the verdicts and answers of both runs."""
    turns = sum(len(answers) for answers in model[1].values())
    return {
        "settings": {
            "model": settings.model,
            "timeout": settings.timeout,
            "calls": settings.calls,
            "prompts": versions(),
        },
        "summary": summary(records, model[0]),
        "accuracy": _accuracy(rules[0], model[0]),
        "planner": _planner(*model),
        "faithfulness": {
            "rules": asdict(_faithful(records, rules[1])),
            "model": asdict(_faithful(records, model[1])),
            "cut": sum(_cut(answer) for answer in _all(model[1])),
        },
        "fell_back": sum(_fell_back(answer) for answer in _all(model[1])),
        "usage": asdict(usage) | {"turns": turns, "called": len(_called(model[1]))},
        "latency_ms": {
            "rules": _latency(_all(rules[1])),
            "model": _latency(_all(model[1])),
            "called": _latency(_called(model[1])),
        },
    }


def _accuracy(rules: Sequence[Verdict], model: Sequence[Verdict]) -> Figures:
    """Over the questions that the rules got wrong or answered with a question of their own; what
    was fixed and broken over all."""
    before, after = _outcomes(rules), _outcomes(model)
    clarified = {v.id for v in rules if v.status == "needs_clarification"}
    missed = [name for name, right in before.items() if not right or name in clarified]
    return {
        "missed": len(missed),
        "rules_right": sum(before[name] for name in missed),
        "model_right": sum(after[name] for name in missed),
        "fixed": sorted(name for name in before if after[name] and not before[name]),
        "broken": sorted(name for name in before if before[name] and not after[name]),
    }


def _outcomes(verdicts: Iterable[Verdict]) -> dict[str, bool]:
    """Question → whether every one of its turns is right."""
    found: dict[str, bool] = {}
    for verdict in verdicts:
        found[verdict.id] = found.get(verdict.id, True) and verdict.right
    return found


def _planner(verdicts: Iterable[Verdict], answers: Answers) -> Figures:
    """Turns answered by a plan of the model, and how many of them are right."""
    planned = [
        verdict
        for verdict in verdicts
        if NOTE in _plan(answers[verdict.id][verdict.turn]).get("notes", ())
    ]
    return {"turns": len(planned), "right": sum(verdict.right for verdict in planned)}


def _faithful(records: Iterable[Record], answers: Answers) -> Faithfulness:
    """Over the narrative answers."""
    total = Faithfulness()
    for record in records:
        for answer in _all({"": answers[record["id"]]}):
            told = record["type"] in _NARRATIVE_TYPES
            told = told or _plan(answer).get("kind") in _NARRATIVE_KINDS
            if told and answer["status"] == "answered":
                total += faithfulness(answer["answer"], answer["citations"])
    return total


def _plan(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    return answer.get("plan") or {}


def _cut(answer: Mapping[str, Any]) -> int:
    """Sentences of the model that the product says it held back."""
    return sum(int(match[1]) for note in answer["warnings"] for match in _CUT.finditer(note))


def _fell_back(answer: Mapping[str, Any]) -> bool:
    """Whether the product says that it answered without the model, though it asked it."""
    return any("语言模型" in note and _FELL_BACK.search(note) for note in answer["warnings"])


def _all(answers: Answers) -> list[Mapping[str, Any]]:
    """The answers that keep the contract; the others are wrong, and hold nothing to measure."""
    return [answer for turns in answers.values() for answer in turns if not faults(answer)]


def _called(answers: Answers) -> list[Mapping[str, Any]]:
    """The answers that took time of the model."""
    return [answer for answer in _all(answers) if answer["timings_ms"].get("llm")]


def _latency(answers: Iterable[Mapping[str, Any]]) -> Figures:
    times = [answer["timings_ms"]["total"] for answer in answers]
    return {"p50": percentile(times, 0.5), "p95": percentile(times, 0.95)}


# --- report


def model_report(result: Mapping[str, Any]) -> str:
    """The Markdown section on the model of a result with `with_model`."""
    return "\n".join(_lines(result["summary"], result["with_model"]))


def _lines(rules: Figures, part: Figures) -> Iterator[str]:
    made, accuracy, planner = part["settings"], part["accuracy"], part["planner"]
    prompts = ", ".join(f"{name} {version}" for name, version in made["prompts"].items())
    yield f"## With a language model: {made['model']}"
    yield ""
    yield f"Prompts {prompts}; {made['timeout']:g} s a call, {made['calls']} calls a question."
    yield ""
    yield "| | rules only | with the model |"
    yield "|---|---|---|"
    yield from _rows(rules, part)
    yield ""
    yield (
        f"Planner: {planner['turns']} turns answered by a plan of the model, {planner['right']} "
        f"right. Writer: {part['faithfulness']['cut']} sentences held back beside those shown. "
        f"{part['fell_back']} turns fell back to the rules."
    )
    yield ""
    for name in ("fixed", "broken"):
        yield f"- {name} ({len(accuracy[name])}): {', '.join(accuracy[name]) or 'none'}"


def _rows(rules: Figures, part: Figures) -> Iterator[str]:
    accuracy, before, after = part["accuracy"], rules["all"], part["summary"]["all"]
    missed, faithful, usage = accuracy["missed"], part["faithfulness"], part["usage"]
    first, second = accuracy["rules_right"], accuracy["model_right"]
    yield f"| right | {_share(before['right'])} | {_share(after['right'])} |"
    yield f"| right where the rules erred or asked back | {first}/{missed} | {second}/{missed} |"
    for name, label in (("unmarked", "without a mark"), ("foreign", "with a number not quoted")):
        counts = [f"{faithful[run][name]}/{faithful[run]['sentences']}" for run in _RUNS]
        yield f"| narrative sentences {label} | {' | '.join(counts)} |"
    for name in ("precision", "recall"):
        shares = [_share(figures["refusals"][name]) for figures in (before, after)]
        yield f"| refusal {name} | {' | '.join(shares)} |"
    for name in ("p50", "p95"):
        times = [_number(part["latency_ms"][run][name]) for run in _RUNS]
        yield f"| ms {name} | {' | '.join(times)} |"
    called = " / ".join(_number(part["latency_ms"]["called"][name]) for name in ("p50", "p95"))
    yield f"| ms p50 / p95 of the {usage['called']} turns that called | | {called} |"
    yield f"| calls, failed | 0 | {usage['calls']}, {usage['failures']} |"
    for name, label in _COSTS:
        yield f"| {label} a question | 0 | {_number(usage[name] / max(after['questions'], 1))} |"


_RUNS = ("rules", "model")
_COSTS = (
    ("calls", "calls"),
    ("prompt_tokens", "prompt tokens"),
    ("completion_tokens", "completion tokens"),
    ("seconds", "seconds of the model"),
)


def _share(value: float) -> str:
    return f"{100 * value:.1f} %"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"
