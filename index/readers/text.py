"""Plain text (.txt): the decoded text is kept as it is, blocks point into it."""

from __future__ import annotations

import re

from index.document import Block, SourceDocument
from index.readers.base import check_marks, digest, no_text
from index.readers.encoding import decode
from index.readers.lines import Line, paragraph, split_lines
from index.readers.text_tables import FINDERS

_PAGE_NUMBER = re.compile(
    r"[-—–－]+\s*\d{1,3}\s*[-—–－]+|第\s*\d{1,3}\s*页(\s*[，,/]?\s*共\s*\d+\s*页)?"
)
_MARKS = re.compile(r"\s{0,3}(?:#{1,6}\s+|>\s+|[-*+•]\s+(?=[^\s\d—–－-]|\d+[.．、]))")
_STRONG = re.compile(r"(\*\*|__)(.+)\1", re.DOTALL)


def read_text(data: bytes, file: str) -> SourceDocument:
    """A .txt file; offsets are those of its own characters (after newline normalisation).

    Raises `ReadError` if it cannot be decoded or holds nothing.
    """
    text = decode(data, file)
    check_marks(file, text)
    return document(text, text_blocks(text, split_lines(text)), data, file, "txt")


def document(text: str, blocks: list[Block], data: bytes, file: str, format: str) -> SourceDocument:
    """The finished document; `ReadError` where there is no block."""
    if not blocks:
        raise no_text(file)
    return SourceDocument(file, format, digest(data), text, tuple(blocks))


def text_blocks(text: str, lines: list[Line]) -> list[Block]:
    """Grids where lines form tables, a paragraph for every other line with something on it."""
    blocks: list[Block] = []
    number = 0
    while number < len(lines):
        found = next((f for finder in FINDERS if (f := finder(text, lines, number))), None)
        if found:
            blocks.append(found[0])
            number = found[1]
        else:
            blocks += line_paragraph(text, lines[number])
            number += 1
    return blocks


def line_paragraph(text: str, line: Line) -> list[Block]:
    """The line without Markdown marks at its edges; nothing for page numbers and blanks."""
    if _PAGE_NUMBER.fullmatch(line.text.strip()):
        return []
    mark = _MARKS.match(line.text)
    start, end = line.start + (mark.end() if mark else 0), line.end
    for found in paragraph(text, start, end):
        strong = _STRONG.fullmatch(found.text)
        if strong and strong[1] not in strong[2]:
            return list(paragraph(text, found.start + 2, found.end - 2))
        return [found]
    return []
