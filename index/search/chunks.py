"""Narrative sections into sentences, and sentences into chunks small enough to embed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.report import Section

Span = tuple[int, int]

CHUNK_CHARS = 300  # what the embedding model reads well, and about one (一)–(五) part of a report
LONGEST_SENTENCE = 450  # lists without any full stop are cut at a comma before this length
WRAPPED_LINE = 25  # a line this long without a full stop was cut by the page, not by its author

_STOP = re.compile(
    r"(?=[。！？；!?;.．\n])"  # passes quickly over the rest
    r"(?:[。！？；!?;][”’」』）)】》\"]*"
    r"|(?<=[\u4e00-\u9fff])[.．](?=\s|$)"  # a full stop read as a dot, never a decimal point
    r"|\n\s*)"
)
_SENTENCE_END = re.compile(r"[。！？；!?;.．][”’」』）)】》\"]*\s*$")
_ITEM = re.compile(
    r"\s*(?:[-•●◆*]|[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、是.．]"
    r"|\d{1,2}[、.．)）](?!\d)|[①-⑳]|第[一二三四五六七八九十]{1,3}[，、条章])"
)
_BLANK_LINE = re.compile(r"\n[ \t\u3000]*\n")
_SOFT_STOP = re.compile(r"[，、,：:\s]")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage of one report: `text` is the report's plain text from `start` to `end`."""

    chunk_id: str
    report_id: str
    ordinal: int
    section: str
    start: int
    end: int
    text: str

    def embedding_text(self, issuer: str | None, year: int | None) -> str:
        """The passage under a header of body, year and section, which near-identical texts need."""
        header = [issuer, f"{year}年" if year is not None else None, self.section.replace("/", " ")]
        return " ".join(part for part in header if part) + "\n" + self.text


@dataclass(frozen=True, slots=True)
class PlacedChunk:
    """A chunk with what its report says of itself: what the derived stores index."""

    chunk: Chunk
    issuer: str | None
    year: int | None

    @property
    def indexed_text(self) -> str:
        """The text that is embedded and split into keywords, header included."""
        return self.chunk.embedding_text(self.issuer, self.year)


def chunk_id(report_id: str, ordinal: int) -> str:
    """The id of a report's chunk; `ordinal` counts from 0 without gaps."""
    return f"{report_id}:{ordinal}"


def report_of(chunk_id: str) -> str:
    """The report that a chunk id belongs to."""
    return chunk_id.rpartition(":")[0]


@lru_cache(maxsize=64)  # a report's sections are read for claims first, then for passages
def sentences(text: str, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
    """Spans of the sentences in `text[start:end]`, without surrounding white space.

    A sentence ends at 。！？； with its closing quotes, or where its paragraph or item ends. A line
    break that page layout put inside a sentence does not end it.
    """
    end = len(text) if end is None else end
    spans: list[Span] = []
    begin = start
    for stop in _STOP.finditer(text, start, end):
        if stop.group()[0] == "\n" and _is_wrapped(text, stop, start, end):
            continue
        spans.append((begin, stop.end()))
        begin = stop.end()
    spans.append((begin, end))
    return tuple(span for raw in spans if (span := _strip(text, *raw))[0] < span[1])


def chunk_sections(report_id: str, text: str, sections: Sequence[Section]) -> list[Chunk]:
    """The narrative sections as chunks of about 300 characters, none across two sections.

    `chunk_id` is report id and position, so the same report always yields the same ids.
    """
    placed = (
        (section.path, span)
        for section in sections
        if section.kind == "narrative"
        for span in _pack(text, section.start, section.end)
    )
    return [
        Chunk(chunk_id(report_id, n), report_id, n, path, start, end, text[start:end])
        for n, (path, (start, end)) in enumerate(placed)
    ]


def _is_wrapped(text: str, stop: re.Match[str], start: int, end: int) -> bool:
    """Whether page layout, not the author, put the line break `stop` where it is."""
    line = text[max(start, text.rfind("\n", start, stop.start())) : stop.start()].strip()
    if not line or _SENTENCE_END.search(line) or _ITEM.match(text, stop.end(), end):
        return False
    if len(line) >= WRAPPED_LINE:
        return True
    is_heading = _ITEM.match(line) is not None and "，" not in line
    return not is_heading and not _BLANK_LINE.search(stop.group())


def _strip(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _pack(text: str, start: int, end: int) -> Iterator[Span]:
    """Sentences joined into spans of like size, so that no section leaves a tiny last chunk."""
    parts = [part for span in sentences(text, start, end) for part in _cut(text, *span)]
    if not parts:
        return
    length = parts[-1][1] - parts[0][0]
    target = length / -(-length // CHUNK_CHARS)
    first = last = parts[0][0]
    for part_start, part_end in parts:
        overshoot, gap = part_end - first - target, target - (last - first)
        if last > first and overshoot > gap:
            yield first, last
            first = part_start
        last = part_end
    yield first, last


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    """A sentence too long to embed, cut at its commas where it has any."""
    while end - start > LONGEST_SENTENCE:
        middle = start + CHUNK_CHARS
        commas = [m.end() for m in _SOFT_STOP.finditer(text, start + CHUNK_CHARS // 2, middle)]
        cut = commas[-1] if commas else middle
        yield start, cut
        start = cut
    yield start, end
