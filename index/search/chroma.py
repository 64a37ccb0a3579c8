"""Chroma, embedded or served, shared safely between one writer and many readers.

Embedded Chroma is made for one process: a reader that loads an index file while a writer replaces
it is killed by a segmentation fault, and one that has loaded it never notices later writing. Here
a file lock keeps loading and writing apart, and a stamp tells readers when to load anew. What a
killed writer leaves can crash whoever reads it, so a mark stands while one writes: where it stands
and nobody writes, the folder is not read again but discarded.
"""

from __future__ import annotations

import gc
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from index.errors import StoreError

T = TypeVar("T")

SERVER = "NIANBAO_CHROMA_URL"
FOLDER = "chroma"
_POLL_SECONDS = 0.005  # a writer holds the lock for a fraction of a second at a time


class Chroma:
    """A Chroma client for `home`/chroma, or for the server at `$NIANBAO_CHROMA_URL`."""

    def __init__(self, home: Path) -> None:
        """Connect; StoreError where the server does not answer, the folder cannot be opened or a
        writer was killed in it."""
        self.path = home / FOLDER
        self._stamp_file = _stamp_file(home)
        self._lock_file = _lock_file(home)
        self._mark = _mark(home)
        self._server = os.environ.get(SERVER)
        self._one_at_a_time = threading.RLock()  # threads that find the stamp changed together
        if not self._server:
            self.path.mkdir(parents=True, exist_ok=True)
        with self._alone():
            self._refuse_torn()
            self._seen = self._stamp()
            self._client = self._connect()

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """The client, while no other process loads or writes; hold it briefly.

        Raises StoreError where another writer was killed meanwhile.
        """
        with self._alone():
            if self._server:
                yield self._client
                return
            self._refuse_torn()
            self._mark.touch()
            try:
                yield self._client
            finally:  # an error leaves Chroma whole; only a killed process leaves the mark
                self._mark.unlink()

    def publish(self) -> None:
        """Tell readers in other processes to load what was written so far."""
        if not self._server:
            self._stamp_file.touch()
            self._seen = self._stamp()

    def read(self, read: Callable[[Any], T]) -> T:
        """`read` applied to a client that knows everything published.

        It runs a second time, on a new client, where it met a record that a writer has not yet
        published or has removed ("Error finding id"). Raises StoreError where that fails too, and
        where a writer was killed.
        """
        from chromadb.errors import ChromaError, InternalError, NotFoundError

        with self._alone():
            self._refuse_torn()
            if self._seen != self._stamp():
                self._reconnect()
            try:
                return read(self._client)
            except (InternalError, NotFoundError):
                self._reconnect()
            try:
                return read(self._client)
            except ChromaError as error:
                raise StoreError(
                    f"向量库读取失败（{error}）。请稍后重试；若仍失败，删除 {self.path} 后运行 "
                    "nianbao index 重建向量。"
                ) from error

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other processes out of the folder; a server needs no such care."""
        from filelock import FileLock

        across: AbstractContextManager[object] = nullcontext()
        if not self._server:
            across = FileLock(self._lock_file, poll_interval=_POLL_SECONDS)
        with self._one_at_a_time, across:
            yield

    def _refuse_torn(self) -> None:
        """StoreError where a killed writer left the folder; the lock must be held."""
        if not self._server and self._mark.exists():
            raise StoreError("上次写入向量时被中断，向量库不可用。请运行 nianbao index 重建向量。")

    def _stamp(self) -> int:
        try:
            return self._stamp_file.stat().st_mtime_ns
        except FileNotFoundError:
            return 0

    def _reconnect(self) -> None:
        self._seen = self._stamp()
        self._client = None
        self._forget()
        _collect()
        self._client = self._connect()

    def _forget(self) -> None:
        """Empty Chroma's cache in this process, which hands out what was loaded before."""
        from chromadb.api.shared_system_client import SharedSystemClient

        if not self._server:
            SharedSystemClient.clear_system_cache()

    def _connect(self) -> Any:
        import chromadb
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False)
        self._forget()
        if not self._server:
            return chromadb.PersistentClient(str(self.path), settings=settings)
        parts = urlsplit(self._server)
        secure = parts.scheme == "https"
        try:
            return chromadb.HttpClient(
                host=parts.hostname or "localhost",
                port=parts.port or (443 if secure else 8000),
                ssl=secure,
                settings=settings,
            )
        except ValueError as error:  # what chromadb makes of a refused connection
            raise StoreError(
                f"连接不上 {SERVER} 所指的 Chroma 服务 {self._server}。请确认服务已启动"
                "（chroma run）且地址形如 http://主机:8000；取消该设置即用本地目录。"
            ) from error


def discard_torn(home: Path) -> None:
    """Remove the folder where a writer was killed in it; readers load anew."""
    from filelock import FileLock

    with FileLock(_lock_file(home), poll_interval=_POLL_SECONDS):
        if _mark(home).exists():
            folder = home / FOLDER
            if folder.exists():
                shutil.rmtree(folder)
            folder.mkdir()
            _stamp_file(home).touch()
            _mark(home).unlink()


def _stamp_file(home: Path) -> Path:
    return home / f"{FOLDER}.stamp"


def _lock_file(home: Path) -> Path:
    return home / f"{FOLDER}.lock"


def _mark(home: Path) -> Path:
    return home / f"{FOLDER}.writing"


def _collect() -> None:
    """Free the old client's index, of any size: it hangs in a reference cycle, which may be among
    what the program has frozen since (`gc.freeze`) and keeps frozen."""
    frozen = gc.get_freeze_count()
    gc.unfreeze()
    gc.collect()
    if frozen:
        gc.freeze()
