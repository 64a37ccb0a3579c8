"""A sentence as clauses, in the signs of `line`: # a figure, @ a year, ~ what is no count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.claims.line import CLAUSE_END, Figure, Line, read_line
from index.search.chunks import sentences

_LONGEST_SENTENCE = 3000  # characters; a longer one is a damaged table or spam and states nothing
_MOST_CLAUSES = 60  # joined by ；
_BOUNDARY = re.compile(rf"[(){CLAUSE_END}]")
_COUNTED = re.compile(r"[#@]")


@dataclass(frozen=True, slots=True)
class Clause:
    """Text between two commas, or in brackets (`aside`); `text[i]` stands for the report's
    `starts[i]`..`ends[i]`."""

    text: str
    starts: list[int]
    ends: list[int]
    figures: dict[int, Figure]
    years: tuple[int, ...]
    aside: bool = False

    @property
    def start(self) -> int:
        """Offset of the clause in the report's text."""
        return self.starts[0]

    @property
    def end(self) -> int:
        """Offset after the clause in the report's text."""
        return max(self.ends)

    def places(self) -> list[Place]:
        """The figures with their places, left to right."""
        return [Place(self, position, figure) for position, figure in self.figures.items()]


@dataclass(frozen=True, slots=True)
class Place:
    """A figure where it stands: `clause.text[position]` is its sign."""

    clause: Clause
    position: int
    figure: Figure

    @property
    def before(self) -> str:
        """The clause up to the figure."""
        return self.clause.text[: self.position]

    @property
    def after(self) -> str:
        """The clause after the figure and its unit."""
        return self.clause.text[self.position + 1 :]


def passages(text: str, start: int, end: int) -> Iterator[list[Clause]]:
    """The clauses of each sentence in `text[start:end]`; ； and a leading 其中 continue one."""
    joined: list[Clause] = []
    goes_on = True
    for left, right in sentences(text, start, end):
        readable = right - left <= _LONGEST_SENTENCE
        clauses = _clauses(read_line(text, left, right)) if readable else []
        if not clauses:
            continue
        goes_on = goes_on or clauses[0].text.startswith("其中")
        if joined and (not goes_on or len(joined) > _MOST_CLAUSES):
            yield joined
            joined = []
        joined += clauses
        goes_on = text[right - 1] in "；;"
    if joined:
        yield joined


def _clauses(line: Line) -> list[Clause]:
    """The clauses of one sentence, each bracketed one after the clause it stands in."""
    if "(" not in line.signs and ")" not in line.signs:
        return [_clause(line, [part], False) for part in _between(line.signs) if part]
    done: list[tuple[list[range], bool]] = []
    current: list[range] = []
    asides: list[list[range]] = []
    depth, closing, begin = 0, line.signs.count(")"), 0
    for match in _BOUNDARY.finditer(line.signs):
        sign, at = match.group(), match.start()
        if sign == "(" and closing <= depth:
            continue  # never closed: a character like any other
        (asides[-1] if depth else current).append(range(begin, at))
        begin = at + 1
        if sign == "(":
            depth += 1
            asides.append([])
        elif sign == ")":
            depth, closing = max(0, depth - 1), closing - 1
        elif depth:
            asides.append([])
        else:
            done += [(current, False), *((aside, True) for aside in asides)]
            current, asides = [], []
    (asides[-1] if depth else current).append(range(begin, len(line.signs)))
    done += [(current, False), *((aside, True) for aside in asides)]
    return [_clause(line, parts, aside) for parts, aside in done if any(parts)]


def _between(signs: str) -> Iterator[range]:
    """The places between the ends of clauses."""
    begin = 0
    for match in _BOUNDARY.finditer(signs):
        yield range(begin, match.start())
        begin = match.end()
    yield range(begin, len(signs))


def _clause(line: Line, parts: list[range], aside: bool) -> Clause:
    """The clause that the `parts` of the line make up: several where brackets interrupt it."""
    figures: dict[int, Figure] = {}
    years: list[int] = []
    text = ""
    starts: list[int] = []
    ends: list[int] = []
    for part in filter(None, parts):
        signs = line.signs[part.start : part.stop]
        for match in _COUNTED.finditer(signs):
            at = part.start + match.start()
            if at in line.figures:
                figures[len(text) + match.start()] = line.figures[at]
            elif at in line.years:
                years.append(line.years[at])
        starts += line.starts[part.start : part.stop]
        ends += line.ends[part.start : part.stop]
        text += signs
    return Clause(text, starts, ends, figures, tuple(years), aside)
