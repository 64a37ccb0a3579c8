"""Web pages (.html, .htm, and files of other names that are web pages inside)."""

from __future__ import annotations

import re

from lxml import etree

from index.document import DocumentBuilder, SourceDocument
from index.readers.base import MAX_TAGS, digest, no_text, size_error, tidy
from index.readers.encoding import decode
from index.readers.html_chrome import DATE, iso_date, report_items
from index.readers.html_flow import page_items

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_HEAD = 4096
_DATA_URI = re.compile(r"(?<=[\"'(])data:[\w/+.;=-]{0,100}base64,[A-Za-z0-9+/=\s]+")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_META_KEYS = {
    "articletitle": "page_title",
    "og:title": "page_title",
    "pubdate": "published",
    "publishdate": "published",
    "url": "url",
    "og:url": "url",
}


def read_html(data: bytes, file: str) -> SourceDocument:
    """A web page without its furniture: text lines and tables in reading order.

    `metadata` gets page_title, url, published (YYYY-MM-DD) and issuer where the page's meta tags
    or its table of 索引号/发布机构/发布日期 name them. Raises `ReadError` if the page cannot be
    decoded, is too large or has no text.
    """
    text = decode(data, file, _declared(data))
    root = _parse(_DATA_URI.sub("", text) if "base64," in text else text, file)
    body = root.find(".//body")
    shown = page_items(root if body is None else body)
    if not shown:
        raise no_text(file)
    items, facts = report_items(shown)
    builder = DocumentBuilder()
    for item in items:
        if item.cells:
            builder.grid(item.cells)
        else:
            builder.paragraph(item.text)
    return builder.build(file, "html", digest(data), facts | _metadata(root))


def _declared(data: bytes) -> str | None:
    found = _CHARSET.search(data, 0, _HEAD)
    return found[1].decode("ascii") if found else None


def _parse(text: str, file: str) -> etree._Element:
    tags = text.count("<")
    if tags > MAX_TAGS:
        raise size_error(file, f"网页有 {tags} 个标签", f"{MAX_TAGS} 个")
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True
    )
    markup = _DECLARATION.sub("", text).replace("\x00", "").encode("utf-8", "replace")
    root = etree.fromstring(markup, parser) if markup.strip() else None
    if root is None:
        raise no_text(file)
    return root


def _metadata(root: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").lower()
        value = tidy(meta.get("content") or "")
        if name in _META_KEYS and value:
            found.setdefault(_META_KEYS[name], value)
    title = next(root.iter("title"), None)
    if title is not None and (text := tidy(title.text or "")):
        found.setdefault("page_title", text)
    date = DATE.search(found.get("published", ""))
    if date:
        found["published"] = iso_date(date)
    return found
