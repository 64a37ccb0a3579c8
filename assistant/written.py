"""Which reports write something under a part of the form, and where: a section with text or a
table under its heading, the problems that are named, the remedies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection, select

from assistant.evidence import Citation, ReportRef
from assistant.lookup_read import Texts, batches, read_refs
from assistant.mentions import Placed, in_section, sentence_citation
from assistant.plan import TextPart
from assistant.shortcomings import told
from index.search.chunks import sentences
from index.store.queries import among
from index.store.schema import sections
from index.text import squash

_LEAST = 4  # characters of a sentence that says something (无。 says nothing of problems)
_PLACES = (
    select(sections.c.rid, sections.c.path, sections.c.kind, sections.c.start, sections.c.end)
    .where(among(sections.c.rid, "rids"), sections.c.kind != "title")
    .order_by(sections.c.rid, sections.c.start)
)


def written(
    connection: Connection, rids: Sequence[int], part: TextPart, texts: Texts
) -> dict[int, Citation | None]:
    """Row id → the first sentence under `part`, null where that holds a table alone; reports
    without a key lack the part, or have no more of it than its heading."""
    tables: set[int] = set()
    narrative: defaultdict[int, list[Placed]] = defaultdict(list)
    for some in batches(rids):
        for rid, path, kind, start, end in connection.execute(_PLACES, {"rids": some}).all():
            if kind == "narrative":
                narrative[rid].append((path, start, end))
            elif in_section(path.partition("/")[0], _section(part)):
                tables.add(rid)
    first = {rid: _first(texts[rid], places, part) for rid, places in narrative.items()}
    found = {rid: place for rid, place in first.items() if place is not None}
    return _cited(connection, found, tables - found.keys(), texts)


def _section(part: TextPart) -> str:
    return "problems" if part in ("problem", "improvement") else part


def _first(text: str, places: Sequence[Placed], part: TextPart) -> Placed | None:
    """The first sentence of a report that stands under the part."""
    spoken = list(_spoken(text, places))
    if part in ("problem", "improvement"):
        parts = told([(path, text[start:end]) for path, start, end in spoken])
        under = (said for said, tells in zip(spoken, parts, strict=True) if tells.part == part)
    else:
        under = (said for said in spoken if _is_under(said[0], part))
    return next(under, None)


def _is_under(path: str, part: TextPart) -> bool:
    """Problems may stand under any heading, every other section is one of the form's six."""
    return in_section(path if part == "problems" else path.partition("/")[0], part)


def _spoken(text: str, places: Sequence[Placed]) -> Iterator[Placed]:
    """The sentences that are no headings."""
    for path, start, end in places:
        for left, right in sentences(text, start, end):
            said = squash(text[left:right])
            if len(said) >= _LEAST and said not in squash(path):
                yield path, left, right


def _cited(
    connection: Connection, found: Mapping[int, Placed], tables: set[int], texts: Texts
) -> dict[int, Citation | None]:
    refs: Mapping[int, ReportRef] = read_refs(connection, list(found))
    cited: dict[int, Citation | None] = dict.fromkeys(tables)
    for rid, place in found.items():
        cited[rid] = sentence_citation(texts, refs[rid], *place)
    return cited
