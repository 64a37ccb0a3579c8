"""With a language model: LlamaIndex's text-to-SQL engine over the product's own side store.

The engine gets the store as `nlsql_store` describes it and the model of NIANBAO_LLM_*, and each
question of an exact kind once. Its result is read as kindly as can be (`eval.metrics.sqlrows`);
citations it has none by construction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from assistant.llm_settings import LLMSettings
from eval.metrics.latency import percentile
from eval.metrics.rows import row_score
from eval.metrics.sqlrows import HeldReport, rows_named, value_alone, value_shown
from eval.usage_proxy import Usage, UsageProxy
from index.store.database import FILE

_LONGEST_REPLY = 800  # tokens
_ROOM_S = 5.0  # by which the proxy waits longer than the client
_STORED_ROWS, _STORED_CELL = 20, 120
_PERCENT_TYPES = ("D", "G")  # totals may be shares; ratios are

Record = Mapping[str, Any]
Figures = dict[str, Any]


def exact_questions(questions: Iterable[Record]) -> list[Record]:
    """Single-turn questions with a value or rows to expect, where asking back is no answer."""
    return [
        question
        for question in questions
        if len(question["turns"]) == 1 and _is_exact(question["expect"][0])
    ]


def _is_exact(expect: Mapping[str, Any]) -> bool:
    return expect.keys() & {"value", "rows"} != set() and (
        "answered" in expect["status"] and "needs_clarification" not in expect["status"]
    )


def nlsql(home: Path, settings: LLMSettings, questions: Sequence[Record]) -> Figures:
    """Figures over `questions`, and under `each` what the engine made of every one of them."""
    if not (home / FILE).is_file():
        return {"not_run": f"the product measured keeps no {FILE} under its --home"}
    from eval.nlsql_store import ReadOnlyStore

    store = ReadOnlyStore(home / FILE)
    held = store.held()
    each: dict[str, Figures] = {}
    try:
        with UsageProxy(settings.base_url, settings.timeout + _ROOM_S) as proxy:
            engine = _engine(store, settings, proxy.url)
            for question in questions:
                made = _ask(engine, store, question["turns"][0])
                each[question["id"]] = made | _scored(question, made, held) | _kept(made["rows"])
            used = proxy.usage
    finally:
        store.close()
    return {"model": settings.model, "each": each} | _figures(questions, each) | _cost(used)


def _engine(store: Any, settings: LLMSettings, url: str) -> Any:
    import httpx
    from llama_index.core import MockEmbedding
    from llama_index.core.query_engine import NLSQLTableQueryEngine
    from llama_index.llms.openai_like import OpenAILike

    from eval.nlsql_store import descriptions

    told = descriptions()
    model = OpenAILike(
        model=settings.model,
        api_base=url,
        api_key=settings.api_key or "none",
        is_chat_model=True,
        temperature=0.0,
        max_tokens=_LONGEST_REPLY,
        timeout=settings.timeout,
        max_retries=0,
        http_client=httpx.Client(trust_env=False, timeout=settings.timeout),
    )
    return NLSQLTableQueryEngine(
        store,
        llm=model,
        tables=sorted(told),
        context_query_kwargs=told,
        embed_model=MockEmbedding(1),  # asked for by the constructor and never used
        synthesize_response=False,  # the rows are what is judged, not a sentence about them
    )


def _ask(engine: Any, store: Any, question: str) -> Figures:
    """The statement, its rows, and what went wrong, if anything did."""
    import openai

    store.fault = None
    start = perf_counter()
    made: Figures = {"sql": "", "columns": [], "rows": [], "fault": None}
    try:
        reply = engine.query(question)
    except openai.OpenAIError as error:
        made["fault"] = "timeout" if isinstance(error, openai.APITimeoutError) else "no_reply"
    except (AttributeError, LookupError, TypeError, ValueError):  # a reply that is no chat reply
        made["fault"] = "no_reply"
    else:
        told = reply.metadata
        made |= {"sql": told["sql_query"], "fault": store.fault}
        made |= {"columns": told.get("col_keys", []), "rows": told.get("result", [])}
    return made | {"ms": round(1000 * (perf_counter() - start), 1)}


def _scored(question: Record, made: Figures, held: Sequence[HeldReport]) -> Figures:
    """Every metric that applies; a statement that failed has none of them right."""
    expect, rows = question["expect"][0], made["rows"]
    found: Figures = {}
    ran = made["fault"] is None
    if "value" in expect:
        percent = question["type"] in _PERCENT_TYPES
        years = {report.year for report in held if report.year is not None}
        found["value_shown"] = ran and value_shown(expect["value"], rows, percent)
        found["value_alone"] = ran and value_alone(expect["value"], rows, years, percent)
    if "rows" in expect:
        may = expect.get("may", [])
        named = rows_named(expect["rows"], may, held, rows)
        bare = [{n: v for n, v in row.items() if n != "value"} for row in expect["rows"]]
        found["reports_f1"] = row_score(bare, may, named).f1 if ran else 0.0
        found["reports_right"] = found["reports_f1"] == 1.0
        found["rows_right"] = ran and row_score(expect["rows"], may, named).f1 == 1.0
    return found


def _kept(rows: Sequence[Sequence[Any]]) -> Figures:
    """What is stored of a result: its first rows, long cells clipped."""
    return {"rows": [[_clipped(cell) for cell in row] for row in rows[:_STORED_ROWS]]}


def _clipped(cell: Any) -> Any:
    return cell if cell is None or isinstance(cell, int | float) else str(cell)[:_STORED_CELL]


SHARES = ("value_shown", "value_alone", "reports_right", "reports_f1", "rows_right")
"""Figures, 0..1: the value among the rows, and it alone; lists with the right reports, their mean
F1, and lists with the right values too. `product` holds the product's share on the same."""


def _figures(questions: Sequence[Record], each: Mapping[str, Figures]) -> Figures:
    faults = Counter(made["fault"] for made in each.values() if made["fault"])
    times = [made["ms"] for made in each.values()]
    return {
        "questions": len(each),
        "sql_ran": _mean([made["fault"] is None for made in each.values()]),
        "faults": dict(faults),
        **{name: _mean([m[name] for m in each.values() if name in m]) for name in SHARES},
        "of": {name: sum(name in q["expect"][0] for q in questions) for name in ("value", "rows")},
        "product": {name: _product(questions, name) for name in ("value", "rows")},
        "cited": 0,
        "latency_ms": {"p50": percentile(times, 0.5), "p95": percentile(times, 0.95)},
    }


def _product(questions: Sequence[Record], check: str) -> float | None:
    """The product's share on the same questions."""
    passed = [q["verdicts"][0]["checks"].get(check) for q in questions if q.get("verdicts")]
    return _mean([found for found in passed if found is not None])


def _cost(used: Usage) -> Figures:
    """Of the calls that were answered; one call a question."""
    return {
        "prompt_tokens": used.prompt_tokens,
        "completion_tokens": used.completion_tokens,
        "model_seconds": round(used.seconds, 2),
    }


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None
