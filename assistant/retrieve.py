"""narrative, mixed: the sentences that answer a question in words, within the plan's scope.

Chunks come from vectors and keywords together, fused by the sum of their min-max scores (DESIGN
§5); a scope of a few reports is read whole instead. Then sentences are scored, because an answer
quotes sentences. Without an embedding model the keywords work alone, and the answer says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from sqlalchemy import Connection, bindparam, select

from assistant.aspects import Wanted, wanted
from assistant.evidence import Passage, Passages, Population, ReportRef, Row
from assistant.lookup_lists import by_place, selection, shown_measures
from assistant.lookup_read import Texts, batches, read_values
from assistant.lookup_scope import area_excluded, ref, ref_columns
from assistant.mentions import SECTIONS, pattern, sentence_citation
from assistant.plan import Plan
from index.chunks import Span, chunk_id, report_of, sentences
from index.errors import ModelError, StoreError
from index.schema import chunks, reports
from index.text import squash

if TYPE_CHECKING:
    from index.embedding import Embedder
    from index.keywords import KeywordIndex
    from index.vectors import VectorStore

WHOLE_REPORTS = 12  # scopes up to here are read sentence by sentence
CANDIDATES = 60  # chunks of a larger scope whose sentences are scored
QUOTES_OF_ONE = 4
QUOTES_OF_EACH = 1
REPORTS_QUOTED = 8
_SAID = 0.34  # share of the question's words that a sentence must carry to be an answer to it
_DENSE_WEIGHT = 0.25
_BULLET = re.compile(r"[-•●◆*]\s*")


@dataclass(frozen=True, slots=True)
class Place:
    """A chunk of a report in scope, where its sentences are looked for."""

    report: ReportRef
    section: str
    start: int
    end: int
    dense: float = 0.0


class Retriever:
    """The derived stores of one home, opened when first asked. Safe to share between threads."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._lock = Lock()
        self._embedder: Embedder | None = None
        self._vectors: VectorStore | None = None
        self._keywords: KeywordIndex | None = None
        self.unavailable = ""  # why vectors are not used, for the answer's warnings

    def scores(
        self, query: str, version_ids: Sequence[str] | None, years: Sequence[int | None], k: int
    ) -> dict[str, float]:
        """Chunk id → fused score in 0..1 of the best chunks for `query`."""
        with self._lock:
            dense = self._dense(query, version_ids, years, k)
            sparse = self._open_keywords().search(query, years or None, version_ids, k)
        found: Counter[str] = Counter()
        for hits in (dense, sparse):
            found.update(_min_max(hits))
        return {chunk: score / 2 for chunk, score in found.items()}

    def dense(
        self, query: str, version_ids: Sequence[str], years: Sequence[int | None]
    ) -> dict[str, float]:
        """Chunk id → cosine similarity of every chunk of a few reports; empty without a model."""
        with self._lock:
            return dict(self._dense(query, version_ids, years, 1000))

    def _dense(
        self, query: str, version_ids: Sequence[str] | None, years: Sequence[int | None], k: int
    ) -> list[tuple[str, float]]:
        try:
            embedder, vectors = self._open_vectors()
            return vectors.search(embedder.embed([query])[0], years or None, version_ids, k)
        except (ModelError, StoreError) as error:
            self.unavailable = str(error)
            return []

    def _open_vectors(self) -> tuple[Embedder, VectorStore]:
        if self._embedder is None or self._vectors is None:
            from index.embedding import load_embedder
            from index.vectors import VectorStore

            self._embedder = load_embedder()
            self._vectors = VectorStore(self._home, self._embedder.name, self._embedder.dim)
        return self._embedder, self._vectors

    def _open_keywords(self) -> KeywordIndex:
        if self._keywords is None:
            from index.keywords import KeywordIndex

            self._keywords = KeywordIndex(self._home)
        return self._keywords


def _min_max(hits: Sequence[tuple[str, float]]) -> dict[str, float]:
    if not hits:
        return {}
    scores = [score for _, score in hits]
    low, high = min(scores), max(scores)
    return {chunk: (score - low) / (high - low) if high > low else 1.0 for chunk, score in hits}


def passages(connection: Connection, plan: Plan, texts: Texts, retriever: Retriever) -> Passages:
    """The sentences of the scope that answer the plan's query, best reports first.

    A mixed plan's conditions come first; its terms, where it has them, must be said.
    """
    chosen = selection(plan)
    statement = (
        select(*ref_columns(), reports.c.version_id)
        .select_from(chosen.source)
        .where(chosen.scope, chosen.matched)
        .order_by(*by_place(chosen.frame))
    )
    found = connection.execute(statement).all()
    refs = [ref(row) for row in found]
    by_version = {row.version_id: report for row, report in zip(found, refs, strict=True)}
    asked = wanted(plan.query)
    places = _places(connection, plan, by_version, retriever)
    said = _best(_scored(places, texts, asked, plan), len(refs))
    rows: tuple[Row, ...] = ()
    if plan.kind == "mixed" and plan.conditions:
        read = read_values(connection, refs, shown_measures(plan), texts)
        rows = tuple(Row(line, report) for line, report in zip(read, refs, strict=True))
    with_text = {passage.report.rid for passage in said}
    silent = tuple(report for report in refs if report.rid not in with_text)
    excluded = area_excluded(connection, plan.scope)
    population = Population(len(refs), len(refs), len(with_text), (), excluded)
    few = len(refs) <= WHOLE_REPORTS
    return Passages(tuple(said), population, rows, silent if few and said else ())


def _places(
    connection: Connection, plan: Plan, by_version: Mapping[str, ReportRef], retriever: Retriever
) -> list[Place]:
    """Every chunk of a few reports, or the best candidates of many."""
    years = sorted({report.year for report in by_version.values()}, key=str)
    versions = list(by_version)
    query = plan.query or " ".join(plan.terms)
    if len(versions) <= WHOLE_REPORTS:
        scores = _min_max(list(retriever.dense(query, versions, years).items()))
        return _chunks_of(connection, by_version, scores)
    narrow = bool(
        plan.scope.bodies or plan.scope.regions or plan.conditions or plan.scope.body_types
    )
    scores = retriever.scores(query, versions if narrow else None, years, CANDIDATES)
    return _chunks_of(connection, by_version, scores, only=list(scores))


def _chunks_of(
    connection: Connection,
    by_version: Mapping[str, ReportRef],
    scores: Mapping[str, float],
    only: Sequence[str] | None = None,
) -> list[Place]:
    """Chunks as places; `scores` are by the derived stores' id, version and ordinal."""
    versions = {report.rid: version for version, report in by_version.items()}
    refs = {report.rid: report for report in by_version.values()}
    if only is not None:
        kept = {version for version in map(report_of, only) if version in by_version}
        rids = [by_version[version].rid for version in kept]
    else:
        rids = list(refs)
    found = []
    for some in batches(rids):
        for row in connection.execute(_CHUNKS, {"rids": some}):
            key = chunk_id(versions[row.rid], row.ordinal)
            if only is None or key in scores:
                place = Place(refs[row.rid], row.section, row.start, row.end, scores.get(key, 0.0))
                found.append(place)
    return found


_CHUNKS = (
    select(chunks.c.rid, chunks.c.ordinal, chunks.c.section, chunks.c.start, chunks.c.end)
    .where(chunks.c.rid.in_(bindparam("rids", expanding=True)))
    .order_by(chunks.c.rid, chunks.c.ordinal)
)


def _scored(
    places: Sequence[Place], texts: Texts, asked: Wanted, plan: Plan
) -> list[tuple[float, Passage]]:
    """Sentences with their scores, those that carry too little of the question left out."""
    texts.load(place.report.rid for place in places)
    inside = _in_section(places, plan)
    spoken = [
        (place, start, end)
        for place in inside
        for start, end in _without_bullets(texts[place.report.rid], place)
        if _is_sentence(texts[place.report.rid][start:end], place)
    ]
    folded = [squash(texts[place.report.rid][start:end]) for place, start, end in spoken]
    weights = asked.weights(folded)
    must = pattern(plan.terms) if plan.terms else None
    found = []
    for (place, start, end), sentence in zip(spoken, folded, strict=True):
        if must is not None and not must.search(texts[place.report.rid], start, end):
            continue
        carried = asked.carried(sentence, squash(_leaf(place.section)), weights)
        if carried < _SAID and must is None:
            continue
        score = carried + _DENSE_WEIGHT * place.dense
        citation = sentence_citation(texts, place.report, place.section, start, end)
        found.append((score, Passage(place.report, place.section, citation, round(score, 4))))
    return found


def _without_bullets(text: str, place: Place) -> Iterator[Span]:
    for start, end in sentences(text, place.start, place.end):
        mark = _BULLET.match(text, start, end)
        yield (mark.end() if mark else start), end


def _in_section(places: Sequence[Place], plan: Plan) -> Sequence[Place]:
    """The places under the section asked for, or all where a report has no such section."""
    if plan.section is None:
        return places
    heading = re.compile(SECTIONS[plan.section])
    inside = [place for place in places if heading.search(place.section)]
    with_section = {place.report.rid for place in inside}
    return [
        place
        for place in places
        if place.report.rid not in with_section or heading.search(place.section)
    ]


def _leaf(path: str) -> str:
    return path.rpartition("/")[2]


def _is_sentence(sentence: str, place: Place) -> bool:
    """Whether it says something: no bare heading, no clipped list mark."""
    words = squash(sentence)
    return len(words) >= 8 and words not in squash(place.section)


def _best(scored: Iterable[tuple[float, Passage]], reports_in_scope: int) -> list[Passage]:
    """The best sentences: some of one report, or one of each of the best reports; equal wording
    of several reports (boilerplate) counts once. Within a report in the order of the text."""
    ranked = sorted(scored, key=lambda item: (-item[0], item[1].report.rid, item[1].citation.start))
    each = QUOTES_OF_ONE if reports_in_scope <= 3 else QUOTES_OF_EACH
    taken: dict[int, list[Passage]] = {}
    seen: set[str] = set()
    for _, passage in ranked:
        key = squash(passage.citation.quote)
        group = taken.get(passage.report.rid, [])
        full = len(group) >= each or (not group and len(taken) >= REPORTS_QUOTED)
        if key in seen or full or _much_worse(passage, group):
            continue
        seen.add(key)
        taken.setdefault(passage.report.rid, []).append(passage)
    return [
        passage
        for group in taken.values()
        for passage in sorted(group, key=lambda item: item.citation.start)
    ]


def _much_worse(passage: Passage, group: Sequence[Passage]) -> bool:
    return bool(group) and passage.score < 0.6 * group[0].score
