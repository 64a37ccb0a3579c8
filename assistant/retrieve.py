"""narrative, mixed: the sentences that answer a question in words, within the plan's scope.

A scope of a few reports is read whole, a larger one by its best chunks (`hybrid`). Sentences are
what is scored and quoted. Where none carries enough of the question the reports do not say it.
Where few do, or none, the sentences of a small scope that are nearest in meaning are shown too, as
no more than that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from sqlalchemy import Connection, select

from assistant.aspects import SETTLED, Wanted, unsaid, untold, wanted
from assistant.counterpart import remedies
from assistant.evidence import Passage, Passages, ReportRef, Row
from assistant.hybrid import Retriever
from assistant.kept import led_on, report_before, taken_up
from assistant.listed import nth_told
from assistant.lookup_lists import by_place, matched, population, selection, shown_measures
from assistant.lookup_read import Texts, batches, read_values
from assistant.lookup_scope import ref, ref_columns
from assistant.mentions import in_section, sentence_citation
from assistant.plan import Plan
from assistant.shortcomings import HEADINGS, Said, opens_remedies, told
from index.errors import ModelError, StoreError
from index.search.chunks import Span, chunk_id, report_of, sentences
from index.store.queries import among
from index.store.schema import chunks, reports
from index.text import squash

WHOLE_REPORTS = 12  # scopes up to here are read sentence by sentence
CANDIDATES = 60  # chunks of a larger scope whose sentences are scored
QUOTES_OF_FEW = 5  # of each of up to three reports; else one each
QUOTES_OF_SOME = 3  # of each of the reports that a filter chose
WHOLE_LIST = 9  # of problems or remedies, where nothing narrower is asked
FEW_REPORTS = 3
REPORTS_QUOTED = 8
_SAID = 0.34  # share of the question's words that a sentence must carry to be an answer to it
_NEAR_CHUNKS, _NEAR_SENTENCES = 3, 5
_NEAR_OF_EACH = 2
_NEAR_OF_MANY = 5  # chunks of many reports that are read for what comes nearest
_VERY_NEAR = 0.77  # similarity from which a sentence of many reports is shown; with the default
# model one of twenty questions about things in no report reached it, two came to 0.76
_BESIDE = 0.82  # from which one is shown beside an answer: in labelled questions two of the 49
# above it had more of what was wanted, and 13 of the 932 below it
_SHARED_WORDS = 0.3  # weight of shared words beside nearness in meaning
_ENOUGH = 3  # with fewer quotes the nearest in meaning are shown as well
_CHUNK_WEIGHT = 0.25
_MUCH_WORSE = 0.5
_LEAD_IN = 14  # characters up to which a sentence only announces the next (二是规范依申请公开。)
_AS_GOOD = 0.85
_SHORTEST = 7
_ORDINAL = re.compile(r"\s*(?:[一二三四五六七八九十]是|[（(]?[一二三四五六七八九十\d]+[)）.、．])")
_LEANS = re.compile("为此|因此|对此|据此|鉴于此")
_FORMAL = re.compile(
    "编制本报告|编制(?:并公布)?20[0-9]{2}年|统计期限|现(?:予|将)?(?:公布|公开)|数据(?:统计)?(?:时间|起止)"
)
"""What every report opens with, of which only a question in its words asks."""
_BULLET = re.compile(r"[-•●◆*]\s*")


@dataclass(frozen=True, slots=True)
class Place:
    """A chunk of a report in scope, where its sentences are looked for."""

    report: ReportRef
    section: str
    start: int
    end: int
    score: float = 0.0  # of the chunk, among those of a large scope


def in_scope(connection: Connection, plan: Plan) -> dict[str, ReportRef]:
    """Version id → report, by place, of what a plan looks into."""
    chosen = selection(plan)
    statement = (
        select(*ref_columns(), reports.c.version_id)
        .select_from(chosen.source)
        .where(chosen.scope, chosen.matched)
        .order_by(*by_place(chosen.frame))
    )
    return {row.version_id: ref(row) for row in connection.execute(statement).all()}


def passages(
    connection: Connection,
    plan: Plan,
    texts: Texts,
    retriever: Retriever,
    near: bool = True,
    by_version: Mapping[str, ReportRef] | None = None,
) -> Passages:
    """The sentences of the scope that answer the plan's query, best reports first; with `near`
    those nearest in meaning too, where few or none do.

    A mixed plan's conditions choose the reports. `by_version` is what `in_scope` gives, where it
    is known already: tens of thousands of reports, asked again and again for other words.
    """
    chosen = selection(plan)
    if by_version is None:
        by_version = in_scope(connection, plan)
    if plan.kind == "mixed" and plan.order is not None:
        first = {report.rid for report in matched(connection, plan, chosen)[0]}
        by_version = {name: one for name, one in by_version.items() if one.rid in first}
    refs = list(by_version.values())
    few = len(refs) <= WHOLE_REPORTS
    scores = None if few else _candidates(plan, by_version, retriever)
    places = chunks_of(connection, by_version, scores)
    texts.load(place.report.rid for place in places)
    asked = wanted(plan.query)
    said = _best(_scored(places, texts, asked, plan), refs, asked, plan.kind == "mixed")
    if said and len(refs) == 1:
        said = _with_grounds(said, places, texts)
        said += [] if asked.is_list else remedies(said, spoken_in(places, texts), texts)
    if plan.query == SETTLED and len(refs) == 1:
        said = _taken_up_too(connection, refs[0], said, spoken_in(places, texts), texts)
    if plan.item is not None:
        said = _only_item(in_asked_section(places, plan), texts, asked, plan.item) or said
    if near:
        said += _near(connection, plan, by_version, places, said, texts, retriever)
    unwritten = _unwritten(plan, places, texts, said) if 0 < len(refs) <= FEW_REPORTS else ()
    quotes = [passage.citation.quote for passage in said if not passage.near]
    without = untold(plan.query, quotes) if quotes and len(refs) == 1 else ()
    rows = _rows(connection, plan, refs, texts)
    with_text = {passage.report.rid for passage in said if not passage.near}
    silent = tuple(report for report in refs if report.rid not in with_text)
    counted = population(connection, plan, chosen)
    if plan.kind != "mixed":
        counted = replace(counted, matched=len(with_text))
    named = silent if few and with_text else ()
    return Passages(tuple(said), counted, rows, named, unsaid=unwritten, untold=without)


def _near(
    connection: Connection,
    plan: Plan,
    by_version: Mapping[str, ReportRef],
    places: Sequence[Place],
    said: Sequence[Passage],
    texts: Texts,
    retriever: Retriever,
) -> list[Passage]:
    """What comes nearest in meaning: beside few quotes of a few reports, of the reports that a
    filter chose and that say nothing, or, of many reports, what comes very near where none says
    it."""
    asked, reports_in_scope = wanted(plan.query), len(by_version)
    if plan.kind == "mixed" and said and reports_in_scope <= REPORTS_QUOTED:
        return _of_the_silent(connection, plan, by_version, said, texts, retriever)
    if reports_in_scope > WHOLE_REPORTS:
        return [] if said else _very_near(plan, places, texts, retriever)
    unsure = len(said) < (1 if asked.is_list else _ENOUGH)
    if not unsure or not 0 < reports_in_scope <= (FEW_REPORTS if said else WHOLE_REPORTS):
        return []
    dense = _dense(plan, by_version, retriever)
    found = nearest_in(chunks_of(connection, by_version, dense), texts, plan.query, retriever)
    if said:  # beside an answer only what may well belong to it
        found = [passage for passage in found if passage.score >= _BESIDE]
    if reports_in_scope == 1:
        found = _with_remedies(found, spoken_in(places, texts), texts)
    quoted = {passage.citation.quote for passage in said}
    new = [passage for passage in found if passage.citation.quote not in quoted]
    return new[: max(0, _NEAR_SENTENCES - len(said))]


def _very_near(
    plan: Plan, places: Sequence[Place], texts: Texts, retriever: Retriever
) -> list[Passage]:
    """The nearest sentence of each of a few of many reports, none that is only about as near as
    any sentence of a report is to any question."""
    best = sorted(in_asked_section(places, plan), key=lambda place: -place.score)[:_NEAR_OF_MANY]
    found: dict[int, Passage] = {}
    for passage in nearest_in(best, texts, plan.query, retriever) if plan.kind != "mixed" else ():
        if passage.score >= _VERY_NEAR:
            found.setdefault(passage.report.rid, passage)
    return list(found.values())


def _of_the_silent(
    connection: Connection,
    plan: Plan,
    by_version: Mapping[str, ReportRef],
    said: Sequence[Passage],
    texts: Texts,
    retriever: Retriever,
) -> list[Passage]:
    """The nearest sentences of each report that a filter chose and that says nothing outright."""
    told_of = {passage.report.rid for passage in said}
    found: list[Passage] = []
    for version, report in by_version.items():
        if report.rid not in told_of:
            own = {version: report}
            places = chunks_of(connection, own, _dense(plan, own, retriever))
            found += nearest_in(places, texts, plan.query, retriever)[:_NEAR_OF_EACH]
    return found


def _with_remedies(
    near: Sequence[Passage], spoken: Sequence[tuple[Place, int, int]], texts: Texts
) -> list[Passage]:
    """The nearest sentences, the remedy of the first problem among them right behind it."""
    for at, passage in enumerate(near):
        remedy = remedies([passage], spoken, texts)[:1]
        if remedy and remedy[0].citation not in [other.citation for other in near[:at]]:
            rest = [other for other in near[at + 1 :] if other.citation != remedy[0].citation]
            return [*near[: at + 1], replace(remedy[0], near=True), *rest]
    return list(near)


def _unwritten(
    plan: Plan, places: Sequence[Place], texts: Texts, said: Sequence[Passage]
) -> tuple[str, ...]:
    """What of the query the narrative of a few reports never writes, where others answer part."""
    if not any(not passage.near for passage in said):
        return ()
    text = squash("".join(texts[p.report.rid][p.start : p.end] + p.section for p in places))
    return unsaid(plan.query, text)


def _rows(
    connection: Connection, plan: Plan, refs: Sequence[ReportRef], texts: Texts
) -> tuple[Row, ...]:
    """The numbers by which a mixed plan chose its reports."""
    if plan.kind != "mixed" or not (plan.conditions or plan.order):
        return ()
    read = read_values(connection, refs, shown_measures(plan), texts)
    return tuple(Row(line, report) for line, report in zip(read, refs, strict=True))


def _candidates(
    plan: Plan, by_version: Mapping[str, ReportRef], retriever: Retriever
) -> dict[str, float]:
    """The best chunks of many reports with their fused scores."""
    scope, years = plan.scope, _years(by_version)
    places = scope.bodies or scope.without or scope.regions or scope.body_types
    narrow = places or plan.conditions
    return retriever.scores(plan.query, list(by_version) if narrow else None, years, CANDIDATES)


def _dense(
    plan: Plan, by_version: Mapping[str, ReportRef], retriever: Retriever
) -> dict[str, float]:
    """The chunks of a few reports by nearness in meaning."""
    found = retriever.dense(plan.query, list(by_version), _years(by_version))
    return dict(sorted(found.items(), key=lambda item: -item[1])[:_NEAR_CHUNKS])


def _years(by_version: Mapping[str, ReportRef]) -> list[int | None]:
    return sorted({report.year for report in by_version.values()}, key=str)


def chunks_of(
    connection: Connection, by_version: Mapping[str, ReportRef], scores: Mapping[str, float] | None
) -> list[Place]:
    """The chunks under `scores` (ids as in the derived stores), or all where it is null."""
    versions = {report.rid: version for version, report in by_version.items()}
    wanted_versions = by_version if scores is None else set(map(report_of, scores))
    refs = {r.rid: r for version, r in by_version.items() if version in wanted_versions}
    found = []
    for some in batches(list(refs)):
        for row in connection.execute(_CHUNKS, {"rids": some}):
            key = chunk_id(versions[row.rid], row.ordinal)
            if scores is None or key in scores:
                score = scores[key] if scores else 0.0
                found.append(Place(refs[row.rid], row.section, row.start, row.end, score))
    return found


_CHUNKS = (
    select(chunks.c.rid, chunks.c.ordinal, chunks.c.section, chunks.c.start, chunks.c.end)
    .where(among(chunks.c.rid, "rids"))
    .order_by(chunks.c.rid, chunks.c.ordinal)
)


def spoken_in(places: Iterable[Place], texts: Texts) -> list[tuple[Place, int, int]]:
    """The sentences of places that say something: no bare headings, no clipped list marks; one
    that only announces the next is taken together with it."""
    found = []
    for place in places:
        text, heading = texts[place.report.rid], squash(place.section)
        spans = [s for s in _without_bullets(text, place) if squash(text[slice(*s)]) not in heading]
        for start, end in _with_lead_ins(text, spans):
            if len(squash(text[start:end])) >= _SHORTEST:
                found.append((place, start, end))
    return found


def _with_lead_ins(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """The spans, a numbered lead-in joined to the sentence behind it if that has no number."""
    joined = False
    for (start, end), following in zip_longest(spans, spans[1:]):
        if joined:
            joined = False
            continue
        leads = len(squash(text[start:end])) <= _LEAD_IN and _ORDINAL.match(text, start, end)
        joined = bool(leads and following and not _ORDINAL.match(text, *following))
        joined = joined and not opens_remedies(text[slice(*following)] if following else "")
        yield (start, following[1] if joined and following else end)


def _without_bullets(text: str, place: Place) -> Iterator[Span]:
    for start, end in sentences(text, place.start, place.end):
        mark = _BULLET.match(text, start, end)
        yield (mark.end() if mark else start), end


def _scored(
    places: Sequence[Place], texts: Texts, asked: Wanted, plan: Plan
) -> list[tuple[float, Passage]]:
    """Sentences with their scores, those that carry too little of the question left out."""
    spoken = spoken_in(in_asked_section(places, plan), texts)
    folded = [squash(texts[place.report.rid][start:end]) for place, start, end in spoken]
    weights = asked.weights(folded)
    found = []
    parts = _parts(spoken, texts)
    for (place, start, end), sentence, said in zip(spoken, folded, parts, strict=True):
        heading = HEADINGS[said.part] if said.part else place.section.rpartition("/")[2]
        carried = asked.carried(said.intro + sentence, squash(heading), weights)
        if carried >= _SAID:
            score = round(carried + _CHUNK_WEIGHT * place.score, 4)
            found.append((score, passage_of(texts, place, start, end, score)))
    return found


def _taken_up_too(
    connection: Connection,
    report: ReportRef,
    said: Sequence[Passage],
    spoken: Sequence[tuple[Place, int, int]],
    texts: Texts,
) -> list[Passage]:
    """With the sentences that come back to what the report before named or meant to do."""
    before, found = report_before(connection, report), led_on(spoken, texts)
    if before is not None:
        earlier = chunks_of(connection, dict([before]), None)
        texts.load(place.report.rid for place in earlier)
        found += taken_up(spoken_in(earlier, texts), spoken, texts)
    seen = {passage.citation.start for passage in said}
    new = {item[1]: item for item in found if item[1] not in seen}
    return [*said, *(passage_of(texts, *item, score=_SAID) for item in new.values())]


def _only_item(places: Sequence[Place], texts: Texts, asked: Wanted, nth: int) -> list[Passage]:
    spoken = spoken_in(places, texts)
    told_of = list(zip(spoken, _parts(spoken, texts), strict=True))
    return [passage_of(texts, *found, score=1.0) for found in nth_told(told_of, asked, nth)]


def _parts(spoken: Sequence[tuple[Place, int, int]], texts: Texts) -> list[Said]:
    """Of each sentence, whether it tells a problem or a remedy."""
    order = sorted(range(len(spoken)), key=lambda i: (spoken[i][0].report.rid, spoken[i][1]))
    found: list[Said] = [Said()] * len(spoken)
    by_report: dict[int, list[int]] = {}
    for index in order:
        by_report.setdefault(spoken[index][0].report.rid, []).append(index)
    for indexes in by_report.values():
        listed = [spoken[i] for i in indexes]
        sentences = [(p.section, texts[p.report.rid][start:end]) for p, start, end in listed]
        for index, said in zip(indexes, told(sentences), strict=True):
            found[index] = said
    return found


def _with_grounds(said: Sequence[Passage], places: Sequence[Place], texts: Texts) -> list[Passage]:
    """The passages, before one that opens with 为此 the sentence it leans on."""
    spoken = sorted(spoken_in(places, texts), key=lambda item: item[1])
    quoted = {passage.citation.start for passage in said}
    found = []
    for passage in said:
        before = [item for item in spoken if item[2] <= passage.citation.start][-1:]
        if _LEANS.match(passage.citation.quote.strip()) and before:
            place, start, end = before[0]
            if place.section == passage.section and start not in quoted:
                found.append(passage_of(texts, place, start, end, passage.score))
        found.append(passage)
    return found


def passage_of(
    texts: Texts, place: Place, start: int, end: int, score: float, near: bool = False
) -> Passage:
    """A sentence of a place as a passage with its citation."""
    citation = sentence_citation(texts, place.report, place.section, start, end)
    return Passage(place.report, place.section, citation, score, near)


def in_asked_section(places: Sequence[Place], plan: Plan) -> Sequence[Place]:
    """The places under the section asked for, or all where a report has no such section."""
    if plan.section is None:
        return places
    inside = {place for place in places if in_section(place.section, plan.section)}
    with_section = {place.report.rid for place in inside}
    return [place for place in places if place in inside or place.report.rid not in with_section]


def _best(
    scored: Iterable[tuple[float, Passage]], refs: Sequence[ReportRef], asked: Wanted, mixed: bool
) -> list[Passage]:
    """The best sentences: some of one report, or one of each of the best reports, more where a
    filter chose them; equal wording of several reports (boilerplate) counts once. A list asked for
    as such (存在什么问题) is given whole, in the order of the text and of the reports."""
    ranked = sorted(scored, key=lambda item: (-item[0], item[1].report.rid, item[1].citation.start))
    each = _how_many(len(refs), asked, mixed)
    least = _AS_GOOD if len(refs) > FEW_REPORTS and not asked.is_list else _MUCH_WORSE
    taken: dict[int, list[Passage]] = {}
    seen: set[str] = set()
    for _, passage in ranked:
        key = squash(passage.citation.quote)
        group = taken.get(passage.report.rid, [])
        full = len(group) >= each or (not group and len(taken) >= REPORTS_QUOTED)
        worse = bool(group) and passage.score < least * group[0].score
        if key in seen or full or worse:
            continue
        seen.add(key)
        taken.setdefault(passage.report.rid, []).append(passage)
    if asked.is_list and each > 1:
        place = {report.rid: at for at, report in enumerate(refs)}
        groups = [taken[rid] for rid in sorted(taken, key=place.__getitem__)]
        return [p for group in groups for p in sorted(group, key=lambda item: item.citation.start)]
    return [
        passage
        for group in taken.values()
        for passage in sorted(group, key=lambda item: _place_in_answer(item, group[0]))
    ]


def _how_many(reports_in_scope: int, asked: Wanted, mixed: bool) -> int:
    """How many sentences of one report to quote."""
    if reports_in_scope > (REPORTS_QUOTED if mixed else FEW_REPORTS):
        return 1
    if asked.is_list:
        return WHOLE_LIST
    return QUOTES_OF_FEW if reports_in_scope <= FEW_REPORTS else QUOTES_OF_SOME


def _place_in_answer(passage: Passage, best: Passage) -> tuple[bool, int]:
    """Sentences about as good as the best one first; each kind in the order of the text."""
    return passage.score < _AS_GOOD * best.score, passage.citation.start


def nearest_in(
    places: Sequence[Place], texts: Texts, query: str, retriever: Retriever
) -> list[Passage]:
    """The sentences nearest in meaning, marked as near; none without an embedding model."""
    spoken = spoken_in(places, texts)
    if not spoken:
        return []
    said = [texts[place.report.rid][start:end] for place, start, end in spoken]
    try:
        scores = retriever.similarities(query, said)
    except (ModelError, StoreError):  # the retriever has said so already
        return []
    asked, folded = wanted(query), [squash(sentence) for sentence in said]
    weights = asked.weights(folded)
    fused = []
    for score, words, span in zip(scores, folded, spoken, strict=True):
        shared = asked.carried(words, squash(span[0].section.rpartition("/")[2]), weights)
        if shared or not _FORMAL.search(words):
            fused.append((float(score) + _SHARED_WORDS * shared, span))
    best = sorted(fused, key=lambda item: -item[0])[:_NEAR_SENTENCES]
    return [passage_of(texts, *found, score=round(score, 4), near=True) for score, found in best]
