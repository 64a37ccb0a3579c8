"""One writer a home: the vector store loses records under two (DESIGN §5)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import StoreError

FILE = "write.lock"
_HOLDER = "write.pid"


@contextmanager
def write_lock(home: Path) -> Iterator[None]:
    """Hold the right to write under `home`; StoreError at once where another process has it.

    The system frees the lock with the process that holds it, however that ends.
    """
    lock = FileLock(home / FILE)
    try:
        home.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout as error:
        raise StoreError(
            f"{home} 正被另一个进程写入{_holder(home)}。请等它结束后重试；查询不受影响。"
        ) from error
    except OSError as error:
        raise StoreError(
            f"不能写入索引目录 {home}：{error.strerror}。"
            "请检查权限与磁盘空间，或用 --home 指定另一个目录。"
        ) from error
    try:
        (home / _HOLDER).write_text(str(os.getpid()), encoding="ascii")
        yield
    finally:
        (home / _HOLDER).unlink(missing_ok=True)
        lock.release()


def _holder(home: Path) -> str:
    try:
        return f"（进程号 {int((home / _HOLDER).read_text(encoding='ascii'))}）"
    except (OSError, ValueError):  # it has just begun or ended
        return ""
