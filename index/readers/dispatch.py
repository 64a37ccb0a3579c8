"""Which reader a file gets: by what is inside it first, by its suffix second."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath

from index.document import SourceDocument
from index.errors import ReadError
from index.readers.base import check_size, digest, no_text
from index.readers.docx import read_docx
from index.readers.html import read_html
from index.readers.markdown import has_html_table, read_markdown
from index.readers.office import read_office
from index.readers.ooxml import open_package
from index.readers.pdf import read_pdf
from index.readers.text import read_text

_MARKDOWN = frozenset({".md", ".markdown"})
_HTML = frozenset({".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml"})
_OFFICE = frozenset({".doc", ".wps", ".rtf", ".odt"})
SUPPORTED = _MARKDOWN | _HTML | _OFFICE | {".txt", ".docx", ".docm", ".pdf"}
"""Suffixes, lower case with the dot, of files that can be reports."""

Reader = Callable[[bytes, str], SourceDocument]

_HEAD = 4096
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_PAGE_TAG = re.compile(rb"</(?:p|div)>", re.IGNORECASE)
_FEWEST_TAGS = 5
_MAIL = re.compile(rb"(?:MIME-Version|From: <Saved by|Content-Type: multipart/related)", re.I)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read(path: Path, name: str | None = None) -> SourceDocument:
    """The file at `path` as a document; `name` is what it is called in messages and citations.

    Raises `ReadError`, in Chinese with file, finding and remedy, for anything that cannot be read.
    """
    name = name or path.name
    try:
        check_size(name, path.stat().st_size)
        return read_bytes(path.read_bytes(), name)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ReadError(f"{name}：打不开文件（{reason}）。请检查路径和读取权限。") from error


def read_bytes(data: bytes, name: str) -> SourceDocument:
    """The bytes of a file called `name` as a document; raises `ReadError` as `read` does."""
    suffix = PurePosixPath(name).suffix.lower()
    check_size(name, len(data))
    if suffix not in SUPPORTED:
        raise ReadError(
            f"{name}：不支持的文件类型“{suffix or '无后缀'}”。支持 {' '.join(sorted(SUPPORTED))}。"
        )
    return (_by_content(data, suffix, name) or _by_suffix(data, suffix))(data, name)


def _by_content(data: bytes, suffix: str, name: str) -> Reader | None:
    """The reader for a file that says what it is; None for plain text and what merely looks it."""
    if b"%PDF-" in data[:1024]:
        return read_pdf
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data, name)
    if data.startswith(_OLE):
        return _ole(data, suffix, name)
    if data.startswith(b"{\\rtf"):
        return _office("rtf")
    if _MAIL.match(data):
        return _read_mail
    head = data[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    return read_html if _PAGE.match(head.removeprefix(b"\xef\xbb\xbf")) else None


def _by_suffix(data: bytes, suffix: str) -> Reader:
    if suffix in (".pdf",):
        return read_pdf
    if suffix in (".docx", ".docm"):
        return read_docx
    if suffix in _HTML or (
        suffix not in _MARKDOWN and len(_PAGE_TAG.findall(data)) >= _FEWEST_TAGS
    ):
        return read_html
    return read_markdown if suffix in _MARKDOWN else _read_plain


def _read_plain(data: bytes, name: str) -> SourceDocument:
    if has_html_table(data):
        return read_markdown(data, name, "txt")
    return read_text(data, name)


def _office(format: str) -> Reader:
    return lambda data, name: read_office(data, name, format)


def _zipped(data: bytes, name: str) -> Reader:
    with open_package(data, name) as package:
        members = frozenset(package.namelist())
        if not members.isdisjoint({"word/document.xml", "word/document2.xml"}):
            return read_docx
        if "mimetype" in members and b"opendocument.text" in package.read("mimetype"):
            return _office("odt")
    raise ReadError(
        f"{name}：内容是压缩包或其他 Office 文件，不是 Word 文档。"
        "若是压缩包请用 .zip 后缀，若是表格请另存为 .docx 或 .pdf。"
    )


def _ole(data: bytes, suffix: str, name: str) -> Reader:
    if _ENCRYPTED in data:
        raise ReadError(f"{name}：Word 文件加了密码，打不开。请用密码打开后另存为不加密的 .docx。")
    return _office(suffix[1:] if suffix in (".doc", ".wps") else "doc")


def _read_mail(data: bytes, name: str) -> SourceDocument:
    """A web page saved as one file (.mht, or the .doc that Word makes of it)."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes):
                return replace(read_html(page, name), sha256=digest(data))
    raise no_text(name)
