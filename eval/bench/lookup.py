"""Exact answers, warm: `Assistant.ask` beside the bare SQL of the same lookup.

Two peers: the least SQL that gives the answer's numbers, written by hand; and every statement that
the answer itself sends, sent again without SQLAlchemy or anything else.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import event

from assistant.answer import Answer
from assistant.engine import Assistant
from eval.bench.bench import Bench
from eval.bench.report import Figure, Limit
from eval.bench.timing import exponent, interleaved
from index.store.database import FILE

YEAR = 2023
LINE = "lookup"
SIZES = (1000, 10_000)
SMALL = 10_000
_SCOPE = "year = ? AND body_type = '镇' AND scope = 'body'"
_NUMBERS = (
    "SELECT count(*), count(received__total), sum(received__total) "
    f"FROM reports LEFT JOIN requests USING (rid) WHERE {_SCOPE}"
)
_ROWS = (
    "SELECT report_id, full_name, year, received__total "
    f"FROM reports JOIN requests USING (rid) WHERE {_SCOPE} "
)


@dataclass(frozen=True, slots=True)
class Case:
    """A question, the SQL that yields the same numbers, and which of them the answer gives."""

    kind: str
    question: str
    statements: tuple[tuple[str, tuple[object, ...]], ...]
    told: Callable[[Answer], object]
    expected: Callable[[list[list[Any]]], object]


def measure(bench: Bench) -> Iterator[Figure]:
    """One figure a kind of question and size, then the growth over the sizes."""
    points: dict[str, list[tuple[float, float]]] = {}
    for size in bench.sizes_or(SIZES):
        home = bench.home(size)
        for figure in of_home(home, size, bench.rounds):
            points.setdefault(figure.what, []).append((size, figure.cpu_ms))
            yield figure
    for what, found in points.items():
        if (slope := exponent(found)) is not None:
            yield Figure(LINE, f"growth: {what}", slope, "exponent of CPU time over reports")


def of_home(home: Path, size: int, rounds: int) -> Iterator[Figure]:
    """The figures of one home. Raises ValueError where answer and SQL do not agree."""
    assistant = Assistant(home, resident=True)
    assistant.held()
    with closing(sqlite3.connect(home / FILE)) as bare:
        for case in cases(bare):
            yield _figure(case, assistant, bare, size, rounds)
    assistant.close()


def cases(bare: sqlite3.Connection) -> Iterator[Case]:
    """One question of each kind over the towns of one year."""
    name, key = town(bare)
    value = (
        "SELECT received__total FROM reports JOIN requests USING (rid) "
        "WHERE body_key = ? AND year = ?"
    )
    yield Case(
        "value",
        f"{name}{YEAR}年新收政府信息公开申请多少件？",
        ((value, (key, YEAR)),),
        lambda answer: answer.value,
        lambda found: found[0][0][0],
    )
    yield Case(
        "list",
        f"{YEAR}年哪些镇收到过依申请公开？",
        (
            (_NUMBERS, (YEAR,)),
            (_ROWS + "AND received__total > 0 ORDER BY province, city, county, body", (YEAR,)),
        ),
        lambda answer: len(answer.rows),
        lambda found: len(found[1]),
    )
    yield Case(
        "rank",
        f"{YEAR}年新收申请最多的前10个镇是哪些？",
        (
            (_NUMBERS, (YEAR,)),
            (_ROWS + "AND received__total >= 0 ORDER BY received__total DESC LIMIT 10", (YEAR,)),
        ),
        lambda answer: [row["value"] for row in answer.as_json()["rows"]][:10],
        lambda found: [row[-1] for row in found[1]],
    )
    yield Case(
        "aggregate",
        f"{YEAR}年所有镇一共收到多少件政府信息公开申请？",
        ((_NUMBERS, (YEAR,)),),
        lambda answer: answer.value,
        lambda found: found[0][0][2],
    )


def town(bare: sqlite3.Connection) -> tuple[str, str]:
    """A town with its county that no other shares, and its key."""
    found = bare.execute(
        "SELECT county || body, min(body_key) FROM reports JOIN requests USING (rid) "
        "WHERE body_type = '镇' AND county IS NOT NULL AND received__total IS NOT NULL "
        "AND year = ? GROUP BY 1 HAVING count(*) = 1 ORDER BY 1 LIMIT 1",
        (YEAR,),
    ).fetchone()
    if found is None:
        raise ValueError(f"no town with a report for {YEAR}: the home is too small")
    return found[0], found[1]


def _figure(
    case: Case, assistant: Assistant, bare: sqlite3.Connection, size: int, rounds: int
) -> Figure:
    sent = _sent(case, assistant)
    _agree(case, assistant.ask(case.question), bare)
    taken = interleaved(
        {
            "ask": lambda: assistant.ask(case.question),
            "bare": lambda: _run(bare, case.statements),
            "sent": lambda: _run(bare, sent),
        },
        rounds,
    )
    asked, least, again = taken["ask"], taken["bare"], taken["sent"]
    return Figure(
        LINE,
        f"exact {case.kind}, warm",
        asked.ms,
        "ms",
        size=size,
        spread=asked.p95_ms,
        cpu_ms=asked.cpu_ms,
        peer="the least SQL",
        peer_value=least.ms,
        limits=(Limit("value", "≤", 10 if size <= SMALL else 50), Limit("ratio", "≤", 3)),
        detail={
            "its own statements, ms": again.ms,
            "× those": asked.ms / again.ms,
            "statements": len(sent),
        },
    )


def _sent(case: Case, assistant: Assistant) -> list[tuple[str, Any]]:
    """The statements that the answer sends to the store, with what is bound to them."""
    sent: list[tuple[str, Any]] = []

    def note(_1: object, _2: object, statement: str, bound: Any, *_: object) -> None:
        sent.append((statement, bound))

    engine = assistant.store.engine
    event.listen(engine, "before_cursor_execute", note)
    assistant.ask(case.question)
    event.remove(engine, "before_cursor_execute", note)
    return [(statement, bound) for statement, bound in sent if statement != "BEGIN"]


def _run(bare: sqlite3.Connection, statements: Any) -> list[list[Any]]:
    return [bare.execute(statement, bound).fetchall() for statement, bound in statements]


def _agree(case: Case, answer: Answer, bare: sqlite3.Connection) -> None:
    told, expected = case.told(answer), case.expected(_run(bare, case.statements))
    if answer.status != "answered" or told != expected:
        raise ValueError(f"{case.question} {answer.status}: {told}, by SQL {expected}")
