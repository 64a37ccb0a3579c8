"""What the readers share: limits, digests, edge trimming, the error for a file without text."""

from __future__ import annotations

import hashlib
import re

from index.errors import ReadError

MAX_FILE_BYTES = 50 * 2**20
"""Largest file read; reports are 5 KB to 5 MB."""
MAX_TAGS = 500_000
"""Most tags parsed in one XML or HTML document: about 300 MB as a tree; reports have 20,000."""
MAX_MARKS = 300_000
"""Most lines, tabs, pipes and tags taken apart in one plain text; reports have 2,000."""

BLANK = " \t\n\r\f\v\xa0\u3000\u200b\u200c\u200d\u2060\ufeff\xad"
"""White space and invisible characters, trimmed from the edges of blocks and cells."""
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\xad]+")
_CJK = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
_BREAK_IN_CHINESE = re.compile(rf"(?<={_CJK})[ \t]*\n\s*(?={_CJK})")
_UNTIDY = re.compile("[\t\r\n\f\xa0\u200b\u200c\u200d\u2060\ufeff\xad]|  ")
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")


def words(text: str) -> frozenset[str]:
    """The words of a space-separated list."""
    return frozenset(text.split())


def digest(data: bytes) -> str:
    """SHA-256 of a file's bytes, hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def tidy(text: str) -> str:
    """Markup text as a browser shows it: white space collapsed, invisible characters gone."""
    if text.isalnum():
        return text
    if _UNTIDY.search(text):
        text = _BREAK_IN_CHINESE.sub("", text)
        text = _INVISIBLE.sub("", _SPACES.sub(" ", text))
    return text.strip(BLANK)


def size_error(name: str, found: str, limit: str) -> ReadError:
    """The error for anything larger than its limit."""
    return ReadError(
        f"{name}：{found}，超过上限（{limit}），可能已损坏或是压缩炸弹，未读取。"
        "确是年报时，请拆成小一些的文件再试。"
    )


def check_size(name: str, size: int) -> None:
    """Raise `ReadError` for an empty or an oversized file of `size` bytes."""
    if not size:
        raise ReadError(f"{name}：文件是空的（0 字节）。请重新下载或另存后再试。")
    if size > MAX_FILE_BYTES:
        raise size_error(name, f"文件有 {size / 2**20:.0f} MB", f"{MAX_FILE_BYTES >> 20} MB")


def check_marks(name: str, text: str) -> None:
    """Raise `ReadError` for a text of so many lines or cells that it is no report."""
    marks = sum(text.count(mark) for mark in "\n\t|｜<")
    if marks > MAX_MARKS:
        raise size_error(name, f"文本有 {marks} 行或单元格", f"{MAX_MARKS} 个")


def no_text(name: str) -> ReadError:
    """The error for a readable file without a word in it."""
    return ReadError(f"{name}：文件里没有文字。请打开原文件确认内容，或换一个版本。")
