"""Reading Office XML: parts of the zip within limits, elements by local name.

Local names, because strict and transitional files differ in their namespaces only.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from index.errors import ReadError
from index.readers.base import MAX_TAGS, size_error

_MAX_PART = 64 * 2**20
_MAX_RATIO = 500
_SMALL = 4 * 2**20


@lru_cache(maxsize=4096)
def _local(name: str) -> str:
    return name.rpartition("}")[2]


def tag(element: etree._Element) -> str:
    """The local name; "" for comments and processing instructions."""
    name = element.tag
    return _local(name) if isinstance(name, str) else ""


def children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The children of this local name."""
    return (part for part in element if tag(part) == name)


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first child of this local name."""
    return next(children(element, name), None)


def descendants(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The descendants of this local name, in document order."""
    return element.iter(f"{{*}}{name}")


def attribute(element: etree._Element | None, name: str) -> str:
    """The attribute of this local name; "" where absent."""
    if element is None:
        return ""
    found = (value for key, value in element.attrib.items() if _local(str(key)) == name)
    return str(next(found, ""))


def open_package(data: bytes, file: str) -> zipfile.ZipFile:
    """The zip inside an Office file; `ReadError` if it is truncated or no zip at all."""
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise damaged(file) from error


def damaged(file: str) -> ReadError:
    """The error for a Word file that is no whole zip."""
    return ReadError(
        f"{file}：不是完整的 Word 文件（压缩结构已损坏或下载不完整）。"
        "请重新下载，或用 Word、WPS 打开后另存为 .docx。"
    )


def parse_part(package: zipfile.ZipFile, name: str, file: str) -> etree._Element | None:
    """The root of an XML part, None where the package lacks it.

    Raises `ReadError` if the part is damaged, encrypted, or unpacks to more than a document can
    be: its declared size is checked first, and no more than that is ever unpacked.
    """
    try:
        info = package.getinfo(name)
    except KeyError:
        return None
    ratio = info.file_size / max(1, info.compress_size)
    if info.file_size > _MAX_PART or (info.file_size > _SMALL and ratio > _MAX_RATIO):
        raise size_error(file, f"解压后有 {info.file_size >> 20} MB", f"{_MAX_PART >> 20} MB")
    try:
        xml = package.read(info)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise damaged(file) from error
    tags = xml.count(b"<")
    if tags > MAX_TAGS:
        raise size_error(file, f"文档有 {tags} 个标签", f"{MAX_TAGS} 个")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise damaged(file) from error
