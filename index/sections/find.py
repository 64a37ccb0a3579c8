"""Headed parts: title, the six statutory sections and what they contain, as spans of the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.document import Grid, Paragraph, SourceDocument
from index.report import Section
from index.sections.headings import (
    INSERTED,
    PARTS,
    Heading,
    clean,
    matches_part_number,
    read_heading,
    subjects,
)
from index.sections.tablelines import Line, grid_kind, line_kind, table_lines
from index.sections.titles import find_title
from index.text import fold, squash

LEAD = "引言"
"""Path of the text between the title and the first heading."""

_TABLE_PARTS = ("proactive", "requests", "disputes")
_LONG_LINE = 60  # only longer lines can hold several headed parts
_NUMBERED = re.compile(
    r"\s*[#*\[第一二三四五六七八九十(\d]"
)  # how a numbered or marked line begins
_PROSE = 12  # fewer characters beside a table are a note to it, not a narrative


@dataclass(frozen=True, slots=True)
class _Part:
    """A heading with its depth and the lines under it, the heading's own first."""

    heading: Heading | None
    level: int
    lines: tuple[Line, ...]


def find_sections(document: SourceDocument) -> tuple[Section, ...]:
    """The report's parts in order, from the title to the end, without overlap.

    A part with a table and prose gives consecutive sections of the same path, one `kind` each.
    Text before the first heading is the section `LEAD`. A report without any heading is one lead.
    """
    folded = fold(document.text)
    title = find_title(document)
    sections: list[Section] = []
    begin = 0
    if title:
        words = clean(document.text[title.start : title.end])
        sections.append(Section(words, words, title.start, title.end, "title"))
        begin = title.end
    lines = [line for line in _lines(document, folded) if line.start >= begin]
    stack: list[tuple[int, str]] = []
    for part in _parts(lines, folded):
        path, heading = LEAD, ""
        if part.heading:
            heading = clean(document.text[part.heading.start : part.heading.end])
            while stack and stack[-1][0] >= part.level:
                stack.pop()
            stack.append((part.level, heading))
            path = "/".join(words for _, words in stack)
        sections += _pieces(part, path, heading)
    return tuple(_reaching(sections, len(document.text)))


def canonical(section: Section) -> str | None:
    """The statutory part a section belongs to: one of `PARTS`, None for the title and others.

    The outermost heading decides. Where it speaks of several parts, of none, or is 总体情况 with
    disputes, problems or other matters inside, the innermost heading that speaks of one does.
    """
    if section.kind == "title":
        return None
    if section.path == LEAD:
        return "overview"
    outer, *inner = section.path.split("/")
    parts = subjects(outer)
    fitting = ("disputes", "problems", "other") if parts == ("overview",) else parts or PARTS
    if len(fitting) > 1:
        for words in reversed(inner):
            if (found := subjects(words)) and found[0] in fitting:
                return found[0]
    return parts[0] if parts else None


def _lines(document: SourceDocument, folded: str) -> Iterator[Line]:
    for block in document.blocks:
        grid = grid_kind(block) if isinstance(block, Grid) else "layout"
        if grid != "layout":
            yield Line(block.start, block.end, "", grid)
            continue
        for cell in [block] if isinstance(block, Paragraph) else block.cells:
            yield from _split(folded, cell.start, cell.end)


def _split(folded: str, start: int, end: int) -> Iterator[Line]:
    """The lines from `start` to `end`; a part's title inside a long line begins a new one."""
    while start < end:
        stop = folded.find("\n", start, end)
        stop = end if stop < 0 else stop
        yield from _split_at_titles(folded, start, stop)
        start = stop + 1


def _split_at_titles(folded: str, start: int, end: int) -> Iterator[Line]:
    at = start
    for mark in "一二三四五六" if end - start > _LONG_LINE else "":
        found = folded.find(mark + "、", at + 1, end)
        if found > at and folded[found - 1] in "。;. \t\u3000" and _opens(folded, found, end):
            yield Line(at, found, folded[at:found])
            at = found
    if folded[at:end].strip():
        yield Line(at, end, INSERTED.sub("", folded[at:end]))


def _opens(folded: str, start: int, end: int) -> bool:
    heading = read_heading(folded, start, end)
    return heading is not None and heading.part is not None


def _parts(lines: Sequence[Line], folded: str) -> Iterator[_Part]:
    """The lines grouped under their headings; lines before the first heading come first."""
    opening = _choose(lines, _read_headings(lines, folded))
    current: list[Line] = []
    heading: Heading | None = None
    level = 0
    for number, line in enumerate(lines):
        if number in opening:
            if current:
                yield _Part(heading, level, tuple(current))
            heading, level = opening[number]
            current = []
        current.append(line)
    if current:
        yield _Part(heading, level, tuple(current))


def _read_headings(lines: Sequence[Line], folded: str) -> dict[int, Heading]:
    """Heading-like lines by number; a part's title wrapped over two lines is put together."""
    found: dict[int, Heading] = {}
    for number, line in enumerate(lines):
        heading = None if line.grid else read_heading(folded, line.start, line.end)
        if (heading is None or heading.part is None) and number + 1 < len(lines):
            heading = _wrapped(line, lines[number + 1]) or heading
        if heading:
            found[number] = heading
    return found


def _wrapped(line: Line, following: Line) -> Heading | None:
    """A numbered part's title that is broken over two lines."""
    if line.grid or following.grid or len(line.text) + len(following.text) > _LONG_LINE:
        return None
    if not _NUMBERED.match(line.text):
        return None
    joined = line.text + following.text
    heading = read_heading(joined, 0, len(joined))
    if heading is None or not heading.part or not heading.style or heading.end <= len(line.text):
        return None
    return replace(heading, start=line.start, end=following.end) if heading.alone else None


def _choose(lines: Sequence[Line], headings: dict[int, Heading]) -> dict[int, tuple[Heading, int]]:
    """The headings that open parts, with their depth: not table rows, not repeated ordinals."""
    top_style = _top_style(headings)
    top_parts = {h.part for h in headings.values() if h.style == top_style}
    tops = {
        n
        for n, h in headings.items()
        if _is_top(h, top_style, top_parts) and (h.part or line_kind(lines[n].text) == "prose")
    }
    prose = {n for n, h in headings.items() if h.part or line_kind(lines[n].text) == "prose"}
    in_table = table_lines(lines, tops | prose)
    chosen: dict[int, tuple[Heading, int]] = {}
    last, current = 0, None
    for number, heading in headings.items():
        if number in in_table:
            continue
        restarts = 0 < heading.number <= last and heading.part in (None, current)
        if number in tops and not restarts:
            chosen[number] = heading, 0
            last, current = heading.number or last, heading.part
        else:
            chosen[number] = heading, 1 + heading.rank
    return chosen


def _top_style(headings: dict[int, Heading]) -> str:
    """The ordinal style that numbers most statutory titles: usually 一、."""
    votes = Counter(h.style for h in headings.values() if matches_part_number(h))
    votes["han"] += 0
    return max(votes, key=lambda style: (votes[style], style == "han"))


def _is_top(heading: Heading, top_style: str, top_parts: set[str | None]) -> bool:
    """Outermost: any heading of the top style, or a statutory title that style does not have."""
    if heading.style == top_style:
        return heading.rank == 1 or heading.part is not None or matches_part_number(heading, True)
    if heading.rank == 1:
        return top_style not in ("round", "digit") or heading.part is not None
    if heading.part is None or heading.part in top_parts:
        return False
    return matches_part_number(heading) or heading.style in ("", "mark")


def _pieces(part: _Part, path: str, heading: str) -> Iterator[Section]:
    """A part as one section, or as several of one kind each where prose surrounds a table."""
    body = part.lines[1:] if part.heading else part.lines
    tables = table_lines(part.lines, {0} if part.heading else set())
    first = 1 if part.heading else 0
    flags = [number + first in tables for number in range(len(body))]
    own_prose = part.heading is not None and not part.heading.alone
    groups: list[tuple[bool, int, int]] = []
    for flag, line in zip(flags, body, strict=True):
        if groups and groups[-1][0] == flag:
            groups[-1] = flag, groups[-1][1], line.end
        else:
            groups.append((flag, line.start, line.end))
    if own_prose and groups and groups[0][0]:
        groups.insert(0, (False, part.lines[0].start, part.lines[0].end))
    if part.heading is None or part.heading.part in _TABLE_PARTS:
        groups = _without_notes(groups, body)
    start = part.lines[0].start
    if not groups:
        yield Section(path, heading, start, part.lines[-1].end, "narrative")
    for flag, _, end in groups:
        yield Section(path, heading, start, end, "table" if flag else "narrative")
        start = end


def _without_notes(
    groups: list[tuple[bool, int, int]], lines: Sequence[Line]
) -> list[tuple[bool, int, int]]:
    """The groups with short prose beside a table counted to the table."""
    if not any(flag for flag, _, _ in groups):
        return groups
    merged: list[tuple[bool, int, int]] = []
    for flag, start, end in groups:
        within = [line for line in lines if start <= line.start < end]
        size = sum(len(squash(line.text)) for line in within)
        table = flag or (size < _PROSE and not any(line.grid for line in within))
        if merged and merged[-1][0] == table:
            merged[-1] = table, merged[-1][1], end
        else:
            merged.append((table, start, end))
    return merged


def _reaching(sections: Sequence[Section], length: int) -> Iterator[Section]:
    """The sections each reaching to the next one's beginning, the last to the end of the text."""
    for number, section in enumerate(sections):
        last = number + 1 == len(sections)
        yield replace(section, end=length if last else sections[number + 1].start)


__all__ = ["LEAD", "PARTS", "canonical", "find_sections"]
