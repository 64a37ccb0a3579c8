"""Paths given by the user → the files to be read, each with a name, metadata, or an error."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from index.document import SourceDocument
from index.errors import ReadError
from index.readers.archive import list_members, read_member
from index.readers.base import check_size
from index.readers.dispatch import SUPPORTED, read_bytes
from index.readers.sidecar import METADATA_FILE, Rows, find_row, parse_metadata

_SKIPPED_NAMES = frozenset({"truth.jsonl", METADATA_FILE, "__macosx", "thumbs.db"})
_UNREADABLE = {
    ".zip": "压缩包里的压缩包不展开。请先解压。",
    ".rar": "不支持 .rar 压缩包。请解压，或改用 .zip。",
    ".7z": "不支持 .7z 压缩包。请解压，或改用 .zip。",
    ".gz": "不支持 .gz 压缩包。请解压，或改用 .zip。",
    ".ofd": "不支持 .ofd 版式文件。请另存为 PDF 或 .docx。",
    ".ceb": "不支持 .ceb 版式文件。请另存为 PDF 或 .docx。",
    ".xls": "不支持表格文件。请另存为 .docx 或 PDF。",
    ".xlsx": "不支持表格文件。请另存为 .docx 或 PDF。",
}
"""Formats that reports do come in but cannot be read: named, where others are passed over."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file to be read. `name` is what messages and citations call it (folder/file.txt,
    archive.zip/inner.txt); `error`, in Chinese, says why it cannot be read, else null."""

    name: str
    path: Path
    member: int | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    error: str | None = None

    def data(self) -> bytes:
        """The file's bytes; `ReadError` if it cannot be read, is empty or too large."""
        if self.error is not None:
            raise ReadError(self.error)
        if self.member is not None:
            return read_member(self.path, self.member, self.name)
        try:
            check_size(self.name, self.path.stat().st_size)
            return self.path.read_bytes()
        except OSError as error:
            raise ReadError(
                f"{self.name}：打不开文件（{error.strerror}）。请检查路径和读取权限。"
            ) from error

    def read(self) -> SourceDocument:
        """The document, its metadata completed by that of metadata.csv; raises `ReadError`."""
        document = read_bytes(self.data(), self.name)
        return replace(document, metadata={**document.metadata, **self.metadata})


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file below a folder or in an archive, at `path` from there."""

    path: PurePosixPath
    file: Path
    member: int | None = None
    error: str | None = None


def expand(paths: Iterable[Path]) -> Iterator[InputFile]:
    """Files, folders and zips as the files to be read, each folder sorted by path.

    Left out are hidden files, README, truth.jsonl, metadata.csv and, in folders and zips, files
    whose suffix no report has. What is wrong with one file is its `error`, and stops no other.
    """
    for path in paths:
        if path.is_dir():
            yield from _listed(path.resolve().name, list(_below(path)))
        elif path.suffix.lower() == ".zip" and path.is_file():
            yield from _archive(path, path.name, {})
        elif path.is_file():
            yield from _single(path)
        else:
            yield InputFile(path.name, path, error=f"{path}：没有这个文件或文件夹。请检查路径。")


def _single(path: Path) -> Iterator[InputFile]:
    beside = path.parent / METADATA_FILE
    rows: Rows = {}
    if beside.is_file():
        try:
            rows = parse_metadata(beside.read_bytes(), METADATA_FILE)
        except ReadError as error:
            yield InputFile(METADATA_FILE, beside, error=str(error))
    yield InputFile(path.name, path, metadata=find_row(rows, PurePosixPath(path.name), True))


def _below(folder: Path) -> Iterator[_Entry]:
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not _is_skipped(name)]
        for name in files:
            file = Path(parent, name)
            yield _Entry(PurePosixPath(file.relative_to(folder).as_posix()), file)


def _archive(path: Path, name: str, metadata: dict[str, str]) -> Iterator[InputFile]:
    try:
        members = list_members(path, name)
    except ReadError as error:
        yield InputFile(name, path, error=str(error))
        return
    entries = [_Entry(member.path, path, member.index, member.error) for member in members]
    for found in _listed(name, entries):
        yield replace(found, metadata={**metadata, **found.metadata})


def _listed(root: str, entries: Sequence[_Entry]) -> Iterator[InputFile]:
    """The entries that can be reports, with their rows of the metadata.csv files among them."""
    tables: dict[PurePosixPath, Rows] = {}
    for entry in entries:
        if entry.path.name.lower() == METADATA_FILE:
            source = InputFile(f"{root}/{entry.path}", entry.file, entry.member, error=entry.error)
            try:
                tables[entry.path.parent] = parse_metadata(source.data(), source.name)
            except ReadError as error:
                yield replace(source, error=str(error))
    same_name = Counter(entry.path.name for entry in entries)
    for entry in sorted(entries, key=lambda entry: entry.path):
        if any(map(_is_skipped, entry.path.parts)):
            continue
        metadata = _metadata(tables, entry.path, same_name[entry.path.name] == 1)
        yield from _input(f"{root}/{entry.path}", entry, metadata)


def _input(name: str, entry: _Entry, metadata: dict[str, str]) -> Iterator[InputFile]:
    suffix = entry.path.suffix.lower()
    if suffix == ".zip" and entry.member is None:
        yield from _archive(entry.file, name, metadata)
    elif suffix in SUPPORTED or suffix in _UNREADABLE:
        reason = entry.error or _UNREADABLE.get(suffix)
        error = f"{name}：{reason}" if reason else None
        yield InputFile(name, entry.file, entry.member, metadata, error)


def _metadata(
    tables: dict[PurePosixPath, Rows], path: PurePosixPath, is_only: bool
) -> dict[str, str]:
    """The file's row, of the nearest metadata.csv last so that it counts most."""
    found: dict[str, str] = {}
    for folder in reversed(path.parents):
        if folder in tables:
            by_name = is_only or folder == path.parent
            found |= find_row(tables[folder], path.relative_to(folder), by_name)
    return found


def _is_skipped(name: str) -> bool:
    lower = name.lower()
    hidden = lower.startswith((".", "~$"))
    return hidden or lower in _SKIPPED_NAMES or lower.split(".")[0] == "readme"
