"""The database file of a home: opening it, its settings, its schema version."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.exc import DatabaseError

from index.errors import StoreError
from index.store import grams
from index.store.schema import SCHEMA_VERSION, metadata

FILE = "nianbao.db"
_BUSY_SECONDS = 30  # a commit waits this long for another; readers never wait
_MAPPED_READING = 2 << 30  # bytes of the file in the address space: the most SQLite maps
_CACHED_READING = 64 << 10  # KiB of pages kept of what lies past that, for it is read, not mapped
_MAPPED_WRITING = 256 << 20
_PRAGMAS = ("PRAGMA foreign_keys = ON", "PRAGMA synchronous = NORMAL")


def open_read(home: Path) -> Engine:
    """An engine that can only read; StoreError where nothing is stored under `home` yet."""
    path = home / FILE
    if not path.exists():
        raise StoreError(
            f"{home} 里还没有已建的索引（没有 {FILE}）。请先运行 nianbao index 文件或目录，"
            "或用 --home 指明已有索引的位置。"
        )
    # In a folder that cannot be written nobody else writes, and SQLite needs to be told so.
    mode = "rw" if os.access(home, os.W_OK) else "ro&immutable=1"
    engine = _engine(path, mode, "BEGIN", query_only=True)
    _check_version(engine, path)
    return engine


def open_write(home: Path) -> Engine:
    """An engine that writes, its tables created where there are none. Hold the lock of `home`."""
    home.mkdir(parents=True, exist_ok=True)
    path = home / FILE
    engine = _engine(path, "rwc", "BEGIN IMMEDIATE")
    try:
        if _version(engine) == 0:
            _create(engine)
    except DatabaseError as error:
        raise _damaged(path, error) from error
    _check_version(engine, path)
    return engine


def _engine(path: Path, mode: str, begin: str, query_only: bool = False) -> Engine:
    uri = f"{path.resolve().as_uri()}?mode={mode}"

    def connect() -> sqlite3.Connection:
        # The driver would begin transactions late and for writes only; without its help every
        # block of reads is one snapshot.
        connection = sqlite3.connect(
            uri, uri=True, isolation_level=None, check_same_thread=False, timeout=_BUSY_SECONDS
        )
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        mapped = _MAPPED_READING if query_only else _MAPPED_WRITING
        connection.execute(f"PRAGMA mmap_size = {mapped}")
        if query_only:
            connection.execute("PRAGMA query_only = ON")
            connection.execute(f"PRAGMA cache_size = -{_CACHED_READING}")
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool)

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _create(engine: Engine) -> None:
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("PRAGMA journal_mode = WAL")  # outside any transaction
    finally:
        raw.close()
    with engine.begin() as connection:
        metadata.create_all(connection)
        grams.create(connection)
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _version(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def _check_version(engine: Engine, path: Path) -> None:
    try:
        found = _version(engine)
    except DatabaseError as error:
        raise _damaged(path, error) from error
    if found != SCHEMA_VERSION:
        engine.dispose()
        raise StoreError(
            f"{path} 的结构版本是 {found}，本程序需要 {SCHEMA_VERSION}。请用建立它的版本打开，"
            "或换一个 --home 重新运行 nianbao index（原始文件不受影响）。"
        )


def _damaged(path: Path, error: DatabaseError) -> StoreError:
    return StoreError(
        f"打不开 {path}：{error.orig}。文件可能已损坏、被占用或没有读写权限；"
        "请检查权限与磁盘空间，损坏时删除该目录后重新运行 nianbao index。"
    )
