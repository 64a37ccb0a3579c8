"""Many users asking at once: `python -m eval.load --home HOME` serves the page and asks it.

Each user waits for an answer, pauses as a reader would, and asks the next of the page's own
example questions through the named endpoint `ask`, the way the browser's questions go: through
the queue. Prints one JSON object: questions, errors, seconds to an answer (median, p95, worst).
"""

from __future__ import annotations

import argparse
import json
import random
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_START_SECONDS = 60


@contextmanager
def served(home: Path) -> Iterator[str]:
    """`nianbao serve` on a free port; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "assistant", "--home", str(home), "serve", "--port", str(port)]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}/"
    try:
        _await_start(address, child)
        yield address
    finally:
        child.terminate()
        child.wait(10)


def _await_start(address: str, child: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and child.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"the page did not start (exit status {child.poll()})")


def ask(address: str, question: str, user: str) -> dict[str, Any]:
    """One question through the queue, as `user`; the answer."""
    body = json.dumps({"data": [question, None], "session_hash": user}).encode()
    head = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{address}gradio_api/call/ask", body, head)
    with urllib.request.urlopen(request, timeout=60) as response:
        event = json.load(response)["event_id"]
    with urllib.request.urlopen(f"{address}gradio_api/call/ask/{event}", timeout=60) as response:
        said = response.read().decode()
    name, _, data = said.rpartition("event: ")[2].partition("\ndata: ")
    if name != "complete":
        raise OSError(f"{name}: {data.strip()[:200]}")
    found: dict[str, Any] = json.loads(data)[0]
    return found


class _User(threading.Thread):
    """One user: asks until the time is up."""

    def __init__(
        self, address: str, questions: list[str], until: float, pause: float, seed: int
    ) -> None:
        super().__init__(daemon=True)
        self.address, self.until, self.pause = address, until, pause
        self.chance = random.Random(seed)
        self.questions = questions
        self.seconds: list[float] = []
        self.errors: list[str] = []

    def run(self) -> None:
        """Ask, read, ask again."""
        time.sleep(self.chance.uniform(0, self.pause))
        while time.monotonic() < self.until:
            question = self.chance.choice(self.questions)
            start = time.monotonic()
            try:
                answer = ask(self.address, question, f"user{id(self)}")
                if answer["status"] == "error":
                    self.errors.append(question)
            except (OSError, urllib.error.URLError, ValueError, KeyError) as error:
                self.errors.append(f"{question}: {error}")
            self.seconds.append(time.monotonic() - start)
            time.sleep(self.chance.uniform(0.5, 1.5) * self.pause)


def load(home: Path, users: int, seconds: float, pause: float) -> dict[str, Any]:
    """What `users` at once experience over `seconds`, each pausing about `pause` seconds."""
    from assistant.page.desk import Desk

    questions = Desk(home).examples()
    if not questions:
        raise SystemExit(f"{home}: no reports; run nianbao index first")
    with served(home) as address:
        for question in questions:  # warm: models and stores are open
            ask(address, question, "warm")
        until = time.monotonic() + seconds
        crowd = [_User(address, questions, until, pause, seed) for seed in range(users)]
        for user in crowd:
            user.start()
        for user in crowd:
            user.join()
    times = sorted(second for user in crowd for second in user.seconds)
    errors = [error for user in crowd for error in user.errors]
    return {
        "users": users,
        "seconds": seconds,
        "pause_s": pause,
        "questions": len(times),
        "errors": len(errors),
        "first_errors": errors[:5],
        "p50_ms": round(1000 * statistics.median(times)),
        "p95_ms": round(1000 * times[int(0.95 * (len(times) - 1))]),
        "worst_ms": round(1000 * times[-1]),
    }


def main() -> int:
    """Command line: exit status 1 where any question failed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--users", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=3.0)
    given = parser.parse_args()
    found = load(given.home, given.users, given.seconds, given.pause)
    print(json.dumps(found, ensure_ascii=False))
    return 1 if found["errors"] else 0


if __name__ == "__main__":
    sys.exit(main())
