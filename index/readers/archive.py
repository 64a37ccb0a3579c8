"""Zip archives of reports: member names, limits, and reading one member at a time.

Nothing is unpacked to disk, so a member's path can do no harm; a member is read whole into
memory, which its size limit bounds.
"""

from __future__ import annotations

import os
import stat
import zipfile
import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from index.errors import ReadError
from index.readers.base import MAX_FILE_BYTES, size_error

_MAX_MEMBERS = 300_000
_MAX_RATIO = 200
_SMALL = 4 * 2**20
_ENCRYPTED, _UTF8 = 0x1, 0x800


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its place in the archive's directory, its path, what bars it."""

    index: int
    path: PurePosixPath
    error: str | None = None


def list_members(archive: Path, name: str) -> list[Member]:
    """The files of a zip. Raises `ReadError` if it is damaged or built to exhaust a reader:
    overlapping members, too many of them, or far too much in all for its size."""
    members = _open(archive, name).infolist()
    size = archive.stat().st_size
    total = sum(info.file_size for info in members)
    if len(members) > _MAX_MEMBERS:
        raise size_error(name, f"压缩包有 {len(members)} 个文件", f"{_MAX_MEMBERS} 个")
    if sum(info.compress_size for info in members) > size:
        raise ReadError(f"{name}：压缩包的成员互相重叠，可能是压缩炸弹，未读取。请重新打包。")
    if total > max(_MAX_RATIO * size, _SMALL):
        raise size_error(name, f"压缩包解开后有 {total >> 20} MB", f"{_MAX_RATIO} 倍压缩率")
    return [_member(index, info) for index, info in enumerate(members) if _is_file(info)]


def _is_file(info: zipfile.ZipInfo) -> bool:
    return not (info.is_dir() or stat.S_ISLNK(info.external_attr >> 16))


def _member(index: int, info: zipfile.ZipInfo) -> Member:
    path = PurePosixPath(_name(info).replace("\\", "/"))
    error = None
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        error = "在压缩包里的路径不安全（绝对路径或含“..”），未读取。请重新打包。"
        path = PurePosixPath(path.name)
    elif info.flag_bits & _ENCRYPTED:
        error = "压缩包加了密码，打不开。请解压后再试。"
    return Member(index, path, error)


def _name(info: zipfile.ZipInfo) -> str:
    """The member's name; without the UTF-8 flag it is UTF-8 all the same, or GB18030."""
    if info.flag_bits & _UTF8:
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def read_member(archive: Path, index: int, name: str) -> bytes:
    """The bytes of a member. Raises `ReadError` if it is too large, packed too tightly to be a
    document, or damaged; no more than its declared size is ever unpacked."""
    package = _open(archive, name)
    info = package.infolist()[index]
    ratio = info.file_size / max(1, info.compress_size)
    if info.file_size > MAX_FILE_BYTES or (info.file_size > _SMALL and ratio > _MAX_RATIO):
        found = f"解压后有 {info.file_size / 2**20:.0f} MB（压缩率 {ratio:.0f} 倍）"
        raise size_error(name, found, f"{MAX_FILE_BYTES >> 20} MB、{_MAX_RATIO} 倍")
    try:
        return package.read(info)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError) as error:
        raise ReadError(
            f"{name}：从压缩包里解不出来（{error}）。请重新打包，或解压后再试。"
        ) from error


def _open(archive: Path, name: str) -> zipfile.ZipFile:
    try:
        return _cached(archive, archive.stat().st_mtime_ns, os.getpid())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise ReadError(f"{name}：不是完整的 zip 压缩包。请重新下载，或解压后再试。") from error


@lru_cache(maxsize=2)
def _cached(archive: Path, modified: int, process: int) -> zipfile.ZipFile:
    """An open archive, as its directory may be long; one for each process that reads it."""
    return zipfile.ZipFile(archive)
