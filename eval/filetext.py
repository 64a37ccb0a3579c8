"""The plain text of a report file by the simplest public reader of its format.

Used to check quotes and to find words; deliberately nothing of the product's own readers.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from lxml import etree, html

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ENCODINGS = ("utf-8-sig", "gb18030")
_PLAIN = (".txt", ".md")


def file_text(path: Path) -> str:
    """All text of a .txt, .md, .html, .docx or .pdf file.

    Raises ValueError for other formats.
    """
    content, suffix = path.read_bytes(), path.suffix.lower()
    if suffix in _PLAIN:
        return decoded(content)
    if suffix in (".html", ".htm"):
        return _page_text(content)
    if suffix == ".docx":
        return _word_text(content)
    if suffix == ".pdf":
        return _pdf_text(content)
    raise ValueError(f"{path.name}: no plain text for {suffix} files")


def is_plain(path: Path) -> bool:
    """Whether a quote must occur character for character, line breaks included."""
    return path.suffix.lower() in _PLAIN


def decoded(content: bytes) -> str:
    """Text of unknown encoding, line ends as \\n."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16").replace("\r\n", "\n")
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding).replace("\r\n", "\n")
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", errors="replace").replace("\r\n", "\n")


def squeezed(text: str) -> str:
    """Without whitespace and invisible marks."""
    return re.sub(r"[\s\u200b\ufeff\u00ad]+", "", text)


def _page_text(content: bytes) -> str:
    parser = html.HTMLParser(encoding=_declared(content))
    tree = html.document_fromstring(content, parser=parser)
    for element in [e for e in tree.iter("script", "style") if isinstance(e, html.HtmlElement)]:
        element.drop_tree()
    return "\n".join(str(text) for text in tree.itertext())


def _declared(content: bytes) -> str:
    match = re.search(rb"charset=[\"']?([\w-]+)", content[:2000])
    name = match[1].decode("ascii").lower() if match else "utf-8"
    return "gb18030" if name in ("gb2312", "gbk") else name


def _word_text(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        tree = etree.fromstring(archive.read("word/document.xml"))
    pieces = []
    for element in tree.iter(f"{_WORD}t", f"{_WORD}p", f"{_WORD}br", f"{_WORD}tab"):
        pieces.append(element.text or "" if element.tag == f"{_WORD}t" else "\n")
    return "".join(pieces)


def _pdf_text(content: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)
