"""Memory: indexing at two sizes, to see whether it grows with the corpus, and serving."""

from __future__ import annotations

import json
import socket
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from eval.bench.bench import Bench
from eval.bench.lookup import YEAR
from eval.bench.narrative import questions
from eval.bench.processes import Memory, Running, running, watch
from eval.bench.report import Figure, Limit

LINE = "memory"
SIZES = (10_000,)
TIMES_LARGER = 4
_START_SECONDS = 120
_EXACT = f"{YEAR}年哪些镇收到过依申请公开？"


def measure(bench: Bench) -> Iterator[Figure]:
    """Indexing at two sizes, then the page serving homes; nothing where memory cannot be read."""
    if not Memory.can_be_read():
        return
    small = None
    for reports in (bench.files, TIMES_LARGER * bench.files):
        home, folder = bench.scratch / f"memory{reports}", bench.folder(reports)
        held = watch("-m", "assistant", "--home", str(home), "index", str(folder), "--json")
        yield Figure(
            LINE,
            "memory of indexing, peak",
            held.peak_mb,
            "MB",
            size=reports,
            peer=f"{bench.files} reports" if small else "",
            peer_value=small,
            limits=(Limit("value", "≤", 1500),),
            detail={"anonymous, MB": held.peak_anonymous_mb},
        )
        small = held.peak_mb
    for size in bench.sizes_or(SIZES):
        yield _serving(bench.searchable(size), size)


def _serving(home: Path, size: int) -> Figure:
    port = _free_port()
    arguments = ("-m", "assistant", "--home", str(home), "serve", "--port", str(port))
    with running(*arguments) as page:
        _await(page, port)
        idle = page.memory.now_mb()
        for question in (_EXACT, *(text for _, text in questions(home))):
            _ask(port, question)
        after = page.memory.now_mb()
    return Figure(
        LINE,
        "memory of serving the page, peak",
        page.memory.peak_mb,
        "MB",
        size=size,
        limits=(Limit("value", "≤", 1000),),
        detail={
            "anonymous, MB": page.memory.peak_anonymous_mb,
            "before a question, MB": idle,
            "after four, MB": after,
        },
    )


def _free_port() -> int:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _await(page: Running, port: int) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        page.fail()
        time.sleep(0.2)
    raise RuntimeError(f"the page did not start within {_START_SECONDS} s")


def _ask(port: int, question: str) -> None:
    """One question through the page's API; RuntimeError where it is not answered."""
    base = f"http://127.0.0.1:{port}/gradio_api/call/ask"
    body = json.dumps({"data": [question, None]}).encode()
    request = urllib.request.Request(base, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as reply:
        event = json.load(reply)["event_id"]
    with urllib.request.urlopen(f"{base}/{event}", timeout=120) as reply:
        text = reply.read().decode()
    if '"status": "answered"' not in text:
        raise RuntimeError(f"{question}: {text[:300]}")
