"""A function over many items in worker processes, where one bad item fails alone.

A standard process pool loses all its work when one process dies and cannot stop one that hangs;
damaged files do both.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

from index.errors import NianbaoError

Item = TypeVar("Item")
Result = TypeVar("Result")

_START_SECONDS = 60  # for a worker to import what it needs
_AHEAD = 32  # items a worker, finished or under way, that may wait for a slow one before them


def cores() -> int:
    """How many processor cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)  # Linux alone has it
    return len(affinity(0)) if affinity else os.cpu_count() or 1


class WorkerError(NianbaoError):
    """The worker processes cannot be started at all."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Item, Result]):
    """What became of one item: its `result`, or the reason why there is none."""

    item: Item
    result: Result | None
    error: str | None


def run_inline(
    function: Callable[[Item], Result], items: Iterable[Item]
) -> Iterator[Outcome[Item, Result]]:
    """`run` in this process: for few items of harmless kinds."""
    for item in items:
        yield Outcome(item, *_call(function, item))


def run(
    function: Callable[[Item], Result], items: Iterable[Item], processes: int, timeout: float
) -> Iterator[Outcome[Item, Result]]:
    """`function` of each item, in order; at most `processes` × 32 items are taken in advance.

    An item whose call raises, kills its process, or takes longer than `timeout` seconds gets an
    outcome with an error. `function` must be importable. Raises WorkerError where no process
    starts.
    """
    pool: list[_Worker] = [_Worker(function) for _ in range(processes)]
    try:
        yield from _schedule(pool, items, timeout)
    finally:
        for worker in pool:
            worker.stop()


def _schedule(
    pool: list[_Worker], items: Iterable[Any], timeout: float
) -> Iterator[Outcome[Any, Any]]:
    source = enumerate(items)
    done: dict[int, Outcome[Any, Any]] = {}
    taken = given = 0
    more = True
    while True:
        for worker in pool:
            if not more or taken - given >= _AHEAD * len(pool):
                break
            if worker.is_idle and (following := next(source, None)) is None:
                more = False
            elif worker.is_idle and following is not None:
                worker.start(*following, timeout)
                taken += 1
        busy = [worker for worker in pool if not worker.is_idle]
        if not busy:
            break
        for number, outcome in _finished(busy):
            done[number] = outcome
        while given in done:
            yield done.pop(given)
            given += 1


def _finished(busy: list[_Worker]) -> Iterator[tuple[int, Outcome[Any, Any]]]:
    """Wait until a worker is done, dead or over its time, and say what came of each such."""
    patience = min(worker.deadline for worker in busy) - time.monotonic()
    ready = wait([worker.connection for worker in busy], max(0.0, patience))
    for worker in busy:
        if worker.connection in ready:
            yield worker.collect()
        elif time.monotonic() >= worker.deadline:
            yield worker.give_up()


class _Worker:
    """One process with the item it works on; replaced by a new process when it is lost."""

    def __init__(self, function: Callable[[Any], Any]) -> None:
        self._function = function
        self._item: Any = None
        self._number: int | None = None
        self._timeout = 0.0
        self.deadline = 0.0
        self._spawn()

    @property
    def is_idle(self) -> bool:
        return self._number is None

    def start(self, number: int, item: Any, timeout: float) -> None:
        self._number, self._item, self._timeout = number, item, timeout
        self._await_start()
        self.deadline = time.monotonic() + timeout
        self.connection.send(item)

    def collect(self) -> tuple[int, Outcome[Any, Any]]:
        try:
            result, error = self.connection.recv()
        except (EOFError, OSError):
            self._process.join()
            error = (
                f"读取时解析进程崩溃（退出码 {self._process.exitcode}），文件可能已损坏，已跳过。"
            )
            self._respawn()
            return self._report(None, error)
        return self._report(result, error)

    def give_up(self) -> tuple[int, Outcome[Any, Any]]:
        error = f"解析超过 {self._timeout:.0f} 秒仍未完成，已放弃。请检查文件是否损坏或过大。"
        self._respawn()
        return self._report(None, error)

    def stop(self) -> None:
        self.connection.close()
        self._process.kill()
        self._process.join()

    def _report(self, result: Any, error: str | None) -> tuple[int, Outcome[Any, Any]]:
        number, item = self._number, self._item
        assert number is not None
        self._number = self._item = None
        return number, Outcome(item, result, error)

    def _respawn(self) -> None:
        self.stop()
        self._spawn()

    def _spawn(self) -> None:
        context = _context(self._function)
        self.connection, theirs = context.Pipe()
        self._process = context.Process(
            target=_work, args=(self._function, theirs), daemon=True, name="nianbao-worker"
        )
        self._process.start()
        theirs.close()
        self._is_started = False

    def _await_start(self) -> None:
        """A worker says once that it is there, so that no item is blamed for a failed start."""
        if self._is_started:
            return
        try:
            if self.connection.poll(_START_SECONDS):
                self.connection.recv()
                self._is_started = True
                return
        except (EOFError, OSError):
            pass
        raise WorkerError(
            "解析进程无法启动。若在自己的脚本里调用，请把调用放在 if __name__ == '__main__': 之下。"
        )


def _context(function: Callable[[Any], Any]) -> Any:
    """Never plain fork: this process may hold threads of the vector store."""
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([function.__module__])
    return context


def _work(function: Callable[[Any], Any], connection: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends its workers itself
    try:
        connection.send("ready")
        while True:
            connection.send(_call(function, connection.recv()))
    except (EOFError, OSError):  # the parent has gone
        return


def _call(function: Callable[[Item], Result], item: Item) -> tuple[Result | None, str | None]:
    try:
        return function(item), None
    except NianbaoError as error:
        return None, str(error)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is this item's alone
        return None, f"解析程序出错（{type(error).__name__}：{error}），请把文件反馈给开发者。"
