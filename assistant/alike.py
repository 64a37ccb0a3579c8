"""mention: sentences that say a phrase in other words, of every report in scope.

What people describe (把政策编成顺口溜, 信息员老换人) stands in no report as they put it. A sentence
counts that carries most of the phrase, its rare words above all; the answer says that it does not
say it as it was asked.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence, Set

from sqlalchemy import Connection

from assistant.aspects import Wanted, wanted
from assistant.evidence import Passage
from assistant.hybrid import Retriever
from assistant.lookup_read import Texts
from assistant.plan import Plan, Topic
from assistant.retrieve import (
    Place,
    chunks_of,
    in_asked_section,
    in_scope,
    nearest_in,
    passage_of,
    spoken_in,
)
from assistant.topics import is_known
from index.store.grams import candidates
from index.text import squash

PHRASE = 4  # characters from which what is looked for is a phrase that others may put otherwise
_MOST = 0.5  # share of a phrase that a sentence must carry to stand for it
_SHARED = 2  # words of a longer one that must stand there
_NEAR_CHUNKS = 12
_CHUNKS = 400  # of a large scope that are read where the store cannot say which reports may
_SMALL = 150  # reports that are all read
_MANY = 1000  # of more those that hold most of the phrase are read
_MAY = 0.4  # share of a phrase that the whole report must hold to be read
_MOST_OF_ONE = 0.55  # where a single word of it stands there
_EVERYDAY = 0.6  # weight of a word that reports put otherwise, against what it has elsewhere
_UNHELD = 1.3  # weight of a pair that stands nowhere, against the rarest that does
_WHOLE = 6  # characters from which a phrase can be said whole in other words
_PAIRS = 3  # pairs of characters of it that must stand there then
_CLAUSES = re.compile("[，,；;。：:]")
_DENIES = re.compile("[没未不无]|拒绝|取消")
_UNDENIED = 0.8  # of a sentence that denies nothing, where the phrase does
_LIGHT = re.compile(
    "[的了是把要被让由为来去着过给跟和与及等并在将向从对]|担任|当(?![事面年地场天时前中今])|之类|之前|之后|自己|方面|以及|或者"
)


def alike(
    connection: Connection, plan: Plan, topics: Sequence[int], texts: Texts, retriever: Retriever
) -> tuple[Passage, ...]:
    """The best sentence of each report that carries most of the phrase of one of the plan's
    `topics` (their places in `plan.topics`), by place."""
    found: dict[int, Passage] = {}
    for number in topics:
        for passage in _of_topic(connection, plan, plan.topics[number], texts, retriever):
            found.setdefault(passage.report.rid, passage)
    return tuple(found.values())


def is_phrase(topic: Topic) -> bool:
    """Whether a topic is put in words that others may put otherwise, and we have no others for."""
    return bool(topic.terms) and len(topic.terms[0]) >= PHRASE and not is_known(topic.terms[0])


def carries_all(passage: Passage, topic: Topic) -> bool:
    """Whether a sentence that `alike` found says the whole phrase in other words: it carries all
    that any report has of it, and denies as the phrase does."""
    phrase = topic.terms[0]
    if len(phrase) < _WHOLE or passage.score < 1:
        return False
    asked = _asked(_LIGHT.sub(" ", phrase).split())
    sentence = squash(passage.citation.quote)
    said = [word for same in asked.groups if (word := _longest(same, sentence))]
    clauses = [c for c in _CLAUSES.split(sentence) if any(word in c for word in said)]
    denied = any(_DENIES.search(clause) for clause in clauses)
    enough = sum(len(word) - 1 for word in said) >= _PAIRS
    return enough and denied == (_DENIES.search(phrase) is not None)


def _longest(same: Sequence[str], sentence: str) -> str:
    """The longest of some words of one meaning that stands in a sentence; "" where none does."""
    return max((word for word in same if word in sentence), key=len, default="")


def nearest(
    connection: Connection, plan: Plan, phrase: str, texts: Texts, retriever: Retriever
) -> tuple[Passage, ...]:
    """The sentences nearest in meaning to a phrase that no report says, one of a report."""
    by_version = in_scope(connection, plan)
    years = sorted({report.year for report in by_version.values()}, key=str)
    scores = retriever.scores(phrase, list(by_version), years, _NEAR_CHUNKS)
    best = dict(sorted(scores.items(), key=lambda item: -item[1])[:_NEAR_CHUNKS])
    places = in_asked_section(chunks_of(connection, by_version, best), plan)
    texts.load(place.report.rid for place in places)
    found: dict[int, Passage] = {}
    for passage in nearest_in(places, texts, phrase, retriever):
        found.setdefault(passage.report.rid, passage)
    return tuple(found.values())


def _of_topic(
    connection: Connection, plan: Plan, topic: Topic, texts: Texts, retriever: Retriever
) -> Iterator[Passage]:
    phrase = _LIGHT.sub(" ", topic.terms[0])
    asked = _asked(phrase.split())
    if asked.is_aspect_alone:
        return
    places = in_asked_section(_places(connection, plan, phrase, asked, retriever), plan)
    texts.load(place.report.rid for place in places)
    sentences = spoken_in(places, texts)
    folded = [squash(texts[place.report.rid][start:end]) for place, start, end in sentences]
    weights = _weights(asked, folded)
    held = [same for same in asked.groups if any(word in s for s in folded for word in same)]
    least = min(_SHARED, len(held)) if len(phrase) > PHRASE else 1  # 考核考评: one of the two
    denies = _DENIES.search(phrase) is not None
    best: dict[int, Passage] = {}
    for (place, start, end), sentence in zip(sentences, folded, strict=True):
        carried = asked.carried(sentence, "", weights)
        carried *= 1 if not denies or _DENIES.search(sentence) else _UNDENIED
        known = best.get(place.report.rid)
        shared = sum(any(word in sentence for word in same) for same in held)
        if carried < (_MOST if shared >= least else _MOST_OF_ONE):
            continue
        if known is None or carried > known.score:
            best[place.report.rid] = passage_of(texts, place, start, end, round(carried, 4))
    yield from best.values()


def _asked(parts: Sequence[str]) -> Wanted:
    """What the parts of a phrase want together; pairs across a light word are none."""
    each = [wanted(part) for part in parts]
    return Wanted(
        frozenset(pair for one in each for pair in one.pairs),
        (),
        tuple(word for one in each for word in one.words),
        tuple(same for one in each for same in one.everyday),
    )


def _weights(asked: Wanted, sentences: Sequence[str]) -> dict[str, float]:
    """Weights squared, so that rare words decide. A pair that no sentence has, beside one that
    some have, may only join two words (满意度测评 for 测评, 满意率): it weighs nothing."""
    weights = asked.weights(sentences)
    held = {pair for pair in asked.pairs if any(pair in sentence for sentence in sentences)}
    for word in asked.words:
        pairs = [word[i : i + 2] for i in range(len(word) - 1)]
        for at, pair in enumerate(pairs):
            if pair not in held and held & set(pairs[max(0, at - 1) : at + 2]):
                weights[pair] = 0.0
    rarest = max((weights[pair] for pair in held), default=0.0)
    for pair in asked.pairs - held if held else ():  # nor more than what stands somewhere
        weights[pair] = min(weights[pair], _UNHELD * rarest)
    for same in asked.everyday:
        weights[same[0]] *= _EVERYDAY
    return {word: weight**2 for word, weight in weights.items()}


def _places(
    connection: Connection, plan: Plan, phrase: str, asked: Wanted, retriever: Retriever
) -> Sequence[Place]:
    """The chunks of the reports that can carry the phrase: all of a small scope."""
    by_version = in_scope(connection, plan)
    if len(by_version) <= _SMALL:
        return chunks_of(connection, by_version, None)
    groups = asked.groups
    likely = candidates(connection, [word for same in groups for word in same])
    if likely is None:
        years = sorted({report.year for report in by_version.values()}, key=str)
        scores = retriever.scores(phrase, list(by_version), years, _CHUNKS)
        return chunks_of(connection, by_version, scores)
    able = _able({r.rid for r in by_version.values()}, groups, likely)
    chosen = {version: report for version, report in by_version.items() if report.rid in able}
    return chunks_of(connection, chosen, None)


def _able(
    rids: Set[int], groups: Sequence[tuple[str, ...]], likely: Mapping[int, tuple[str, ...]]
) -> set[int]:
    """The reports that hold so much of a phrase that a sentence of theirs may carry most of it;
    of very many those that hold most."""
    held = {rid: set(words) for rid, words in likely.items() if rid in rids}
    counts = [sum(not words.isdisjoint(same) for words in held.values()) for same in groups]
    weights = [math.log(1 + len(rids) / (1 + count)) ** 2 if count else 0.0 for count in counts]
    least = _MAY * sum(weights)
    shares: dict[int, float] = {}
    for rid, words in held.items():
        share = sum(
            weight
            for same, weight in zip(groups, weights, strict=True)
            if not words.isdisjoint(same)
        )
        if share >= least:
            shares[rid] = share
    return set(sorted(shares, key=shares.__getitem__, reverse=True)[:_MANY])
