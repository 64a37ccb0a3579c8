"""A run's result as Markdown and as one HTML page with every failure to open."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

Result = Mapping[str, Any]
TYPES = {
    "A": "single value",
    "B": "list",
    "C": "ranking",
    "D": "sum, average, count",
    "E": "comparison",
    "F": "over the years",
    "G": "ratio",
    "H": "zero and none",
    "I": "data quality",
    "J": "narrative",
    "K": "mention",
    "L": "filter + narrative",
    "M": "the corpus",
    "N": "ambiguous place",
    "O": "refusal",
    "P": "colloquial, turns",
}
_SHOWN_SCORES = (
    *("row_precision", "row_recall", "row_f1", "cell_precision", "cell_recall"),
    *("recall@1", "recall@5", "recall@10", "mrr", "quotes_verbatim", "numbers_unmarked"),
)
_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;margin:1rem 0}td,th{border:1px solid #ccc;padding:.2rem .6rem}
details{border:1px solid #ddd;border-radius:4px;margin:.4rem 0;padding:.3rem .6rem}
summary{cursor:pointer}pre{white-space:pre-wrap;background:#f6f6f6;padding:.6rem}
.note{color:#a30}
"""


def markdown_report(result: Result, before: Result | None = None) -> str:
    """The whole report but the answers; `before` adds what changed since that run."""
    made, figures = result["settings"], result["summary"]["all"]
    lines = [
        f"# Evaluation at {made['commit']}{' (changed)' if made['changed'] else ''}",
        "",
        f"{made['at']}, `{made['command']}`, split {made['split']}: {figures['questions']} "
        f"questions, {figures['turns']} turns; right {_share(figures['right'])}",
        "",
    ]
    for name, heading in _GROUPS:
        lines += [*_table(result, name, heading, before), ""]
    lines += [*_checks(figures), "", *_scores(figures), "", *_refusals(figures), ""]
    for name in ("extraction", "baselines"):
        if name in result:
            lines += [f"## {name}", "", "```", json.dumps(result[name], indent=1), "```", ""]
    lines += _text_to_sql(result)
    lines += _changes(result, before) if before else []
    return "\n".join([*lines, "## Failures", "", *_failures(result)])


_GROUPS = (("split", "Split"), ("corpus", "Corpus"), ("type", "Type"), ("status", "Status got"))


def _table(result: Result, name: str, heading: str, before: Result | None) -> Iterator[str]:
    yield f"| {heading} | questions | right | p50 ms | p95 ms |{' before |' if before else ''}"
    yield f"|---|---|---|---|---|{'---|' if before else ''}"
    for key, part in result["summary"]["by"][name].items():
        label = f"{key} {TYPES[key]}" if name == "type" else key
        times = part["latency_ms"]
        row = f"| {label} | {part['questions']} | {_share(part['right'])} "
        row += f"| {_number(times['p50'])} | {_number(times['p95'])} |"
        if before:
            earlier = before["summary"]["by"][name].get(key, {}).get("right")
            row += f" {_share(earlier)} |"
        yield row


def _checks(figures: Mapping[str, Any]) -> Iterator[str]:
    yield "| Check | applies to | passed |"
    yield "|---|---|---|"
    for name, part in figures["checks"].items():
        if part["n"]:
            yield f"| {name} | {part['n']} | {_share(part['share'])} |"


def _scores(figures: Mapping[str, Any]) -> Iterator[str]:
    yield "| Score | all | shares words | synonyms only |"
    yield "|---|---|---|---|"
    narrative = figures["narrative"]
    for name in _SHOWN_SCORES:
        parts = (figures["scores"], narrative["shares_words"], narrative["synonyms_only"])
        yield f"| {name} | {' | '.join(_share(part.get(name)) for part in parts)} |"


def _refusals(figures: Mapping[str, Any]) -> Iterator[str]:
    refusals = figures["refusals"]
    yield (
        f"Refusals: {refusals['due']} due, precision {_share(refusals['precision'])}, "
        f"recall {_share(refusals['recall'])}, {refusals['false']} false."
    )


def _text_to_sql(result: Result) -> list[str]:
    """One line a corpus on LlamaIndex's text-to-SQL: figures, or why it was not run."""
    lines = []
    for corpus, part in result.get("baselines", {}).items():
        made = part["nlsql"]
        if "not_run" in made:
            lines.append(f"- {corpus}: not run: {made['not_run']}")
            continue
        values, rows, product = made["of"]["value"], made["of"]["rows"], made["product"]
        lines.append(
            f"- {corpus}, {made['model']}: {made['questions']} questions, SQL that ran "
            f"{_share(made['sql_ran'])}; of {values} values shown {_share(made['value_shown'])}, "
            f"stated alone {_share(made['value_alone'])} (product {_share(product['value'])}); "
            f"of {rows} lists the right reports {_share(made['reports_right'])}, with their values "
            f"{_share(made['rows_right'])} (product {_share(product['rows'])}); "
            f"ms p50 {_number(made['latency_ms']['p50'])}"
        )
    return ["## LlamaIndex text-to-SQL over the same store", "", *lines, ""] if lines else []


def _changes(result: Result, before: Result) -> list[str]:
    """Questions that both runs asked and only one answered rightly."""
    now, then = _outcomes(result), _outcomes(before)
    both = now.keys() & then.keys()
    fixed = sorted(name for name in both if now[name] and not then[name])
    broken = sorted(name for name in both if then[name] and not now[name])
    commit = before["settings"]["commit"]
    return [
        f"## Since {commit}",
        "",
        f"- fixed ({len(fixed)}): {', '.join(fixed) or 'none'}",
        f"- broken ({len(broken)}): {', '.join(broken) or 'none'}",
        "",
    ]


def _outcomes(result: Result) -> dict[str, bool]:
    return {q["id"]: all(v["right"] for v in q["verdicts"]) for q in result["questions"]}


def _failures(result: Result) -> Iterator[str]:
    for question in result["questions"]:
        for verdict in question["verdicts"]:
            if not verdict["right"] and _hidden(question, result):
                failed = [name for name, passed in verdict["checks"].items() if not passed]
                yield f"- {verdict['id']}#{verdict['turn'] + 1} fails {', '.join(failed)}"
            elif not verdict["right"]:
                notes = "; ".join(verdict["notes"])
                yield f"- {verdict['id']}#{verdict['turn'] + 1} {verdict['question']} → {notes}"


def _hidden(question: Mapping[str, Any], result: Result) -> bool:
    """Held-back questions are not shown unless asked for, so that nothing is fitted to them."""
    return question["split"] == "held_back" and not result["settings"]["show_held_back"]


def html_report(result: Result, before: Result | None = None) -> str:
    """One page without scripts: figures, then each failed question to open."""
    made = result["settings"]
    body = [f"<h1>nianbao evaluation, {escape(made['commit'])}</h1>"]
    body.append(f"<p>{escape(made['at'])} · {escape(made['command'])}</p>")
    blocks = [list(_table(result, name, heading, before)) for name, heading in _GROUPS]
    figures = result["summary"]["all"]
    blocks += [list(_checks(figures)), list(_scores(figures))]
    body += [_html_table(block) for block in blocks]
    body += [f"<p>{escape(line)}</p>" for line in _refusals(figures)]
    body += [f"<p>{escape(line)}</p>" for line in (_changes(result, before) if before else [])]
    body.append("<h2>Failures</h2>")
    failed = [question for question in result["questions"] if _failed(question)]
    body += [_html_failure(question) for question in failed if not _hidden(question, result)]
    hidden = [question["id"] for question in failed if _hidden(question, result)]
    body += [f"<p>held back, not shown: {escape(', '.join(hidden))}</p>"] if hidden else []
    head = f"<meta charset='utf-8'><title>nianbao evaluation</title><style>{_STYLE}</style>"
    return f"<!doctype html><html lang='en'><head>{head}</head><body>{''.join(body)}</body></html>"


def _failed(question: Mapping[str, Any]) -> bool:
    return not all(verdict["right"] for verdict in question["verdicts"])


def _html_table(lines: list[str]) -> str:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    head = "".join(f"<th>{escape(cell)}</th>" for cell in rows[0])
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows[2:]
    )
    return f"<table><tr>{head}</tr>{body}</table>"


def _html_failure(question: Mapping[str, Any]) -> str:
    turns = []
    parts = zip(question["verdicts"], question["expect"], question["answers"], strict=True)
    for verdict, expect, answer in parts:
        notes = "".join(f"<li class='note'>{escape(note)}</li>" for note in verdict["notes"])
        shown = escape(json.dumps(expect, ensure_ascii=False, indent=1))
        got = escape(json.dumps(answer, ensure_ascii=False, indent=1))
        turns.append(
            f"<p><b>{escape(verdict['question'])}</b></p><ul>{notes}</ul>"
            f"<pre>{escape(str(answer.get('answer')))}</pre>"
            f"<details><summary>expected</summary><pre>{shown}</pre></details>"
            f"<details><summary>answer record</summary><pre>{got}</pre></details>"
        )
    title = f"{question['id']} {question['turns'][0]}"
    return (
        f"<details id='{escape(question['id'])}'><summary>{escape(title)}</summary>"
        f"{''.join(turns)}</details>"
    )


def _share(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.1f} %"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"
