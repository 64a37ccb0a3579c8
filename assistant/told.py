"""What the text says of a figure that no table has, or in words that no rule knows, before the
question is refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from sqlalchemy import Connection

from assistant.aspects import wanted
from assistant.evidence import Passage, Passages
from assistant.hybrid import Retriever
from assistant.lookup_read import Texts
from assistant.plan import Body, Plan
from assistant.retrieve import FEW_REPORTS, in_scope, passages

_LOOKED_IN = {"kind": "narrative", "refusal": None, "terms": (), "measures": ()}
_CARRIED = 0.5  # share of the words asked for that a sentence must carry
_AS_GOOD = 0.7
_ANYWHERE = 2  # words of it that must stand there, where the question names no body
_NEARLY_ALL = 0.8
_BLANK = re.compile(r"\s+")
_DAYS = "工作日"
_ANNOUNCED = ("联系部门", "联系科室", "联系单位")  # a name follows, and no figure
_CLAUSE = re.compile("[，,；;。]")
_ALL = re.compile("^(?:均|都|皆|全部|全都|一律)")
_FIGURE = re.compile(r"\d|[一二三四五六七八九十百千万两几]+(?:个|名|人|次|家|天|日|成|元)|分之")


def told(
    connection: Connection, plan: Plan, texts: Texts, retriever: Retriever
) -> tuple[Plan, Passages] | None:
    """The narrative plan and the sentences that carry a refused plan's `query`, with one of its
    `terms` where it has any, and a figure unless the refusal looks for words. Where none does,
    those of all reports that come very near (each marked `near`); None where there are none."""
    words = plan.query.split() if plan.terms else []  # any of them will do beside a term
    every = not plan.scope.bodies  # a county's own report may say it too
    scope = plan.scope.model_copy(update={"area": plan.scope.area or every})
    nearest: tuple[Plan, Passages] | None = None
    loosely = every and plan.refusal is not None and plan.refusal.in_words
    by_version = in_scope(connection, plan.model_copy(update={**_LOOKED_IN, "scope": scope}))
    for query in dict.fromkeys((plan.query, *words, *plan.terms)):
        asked = plan.model_copy(
            update={**_LOOKED_IN, "scope": scope, "query": query},
        )
        loose = loosely and nearest is None
        found = passages(connection, asked, texts, retriever, loose, by_version)
        said = tuple(p for p in found.passages if not p.near and _says(plan, p))
        if nearest is None and any(passage.near for passage in found.passages):
            nearest = (asked, found)
        if said and which_is_asked(plan):
            return _of_one(connection, plan, asked, texts, retriever)
        if said and every:
            said = _best(connection, plan, asked, said, texts, retriever)
        if said:
            counted = replace(found.population, matched=len({p.report.rid for p in said}))
            return asked, replace(found, passages=said, population=counted, silent=(), unsaid=())
    return nearest


def is_plain(plan: Plan, said: Passages) -> bool:
    """Whether one sentence carries nearly all of the words asked for: then no part of the question
    is left that was not understood."""
    words = wanted(plan.query).groups
    least = max(_ANYWHERE, _NEARLY_ALL * len(words))
    sentences = (_BLANK.sub("", passage.citation.quote) for passage in said.passages)
    return any(
        sum(any(w in sentence for w in same) for same in words) >= least for sentence in sentences
    )


def which_is_asked(plan: Plan) -> bool:
    """Whether the plan asks back which of several bodies of one name is meant."""
    back = plan.refusal is not None and plan.refusal.status == "needs_clarification"
    several = len(plan.scope.bodies) > 1
    return back and several and len({body.name for body in plan.scope.bodies}) == 1


def _of_one(
    connection: Connection, plan: Plan, asked: Plan, texts: Texts, retriever: Retriever
) -> tuple[Plan, Passages] | None:
    """What the one body that writes of it says; None where several do. Each is read by itself:
    together the same sentence of two would count once."""
    told: list[tuple[Plan, Passages]] = []
    for body in asked.scope.bodies:
        scope = asked.scope.model_copy(update={"bodies": (body,)})
        alone = asked.model_copy(update={"scope": scope})
        found = passages(connection, alone, texts, retriever, near=False)
        if any(_says(plan, passage) for passage in found.passages):
            told.append((alone, found))
    return told[0] if len(told) == 1 else None


def _best(
    connection: Connection,
    plan: Plan,
    asked: Plan,
    said: tuple[Passage, ...],
    texts: Texts,
    retriever: Retriever,
) -> tuple[Passage, ...]:
    """Of sentences of many reports those that say about as much as the best; where a figure of the
    text is asked and few reports are left, the sentences of these that give one with the words."""
    best = max(passage.score for passage in said)
    said = tuple(passage for passage in said if passage.score >= _AS_GOOD * best)
    reports = {passage.report.body_key: passage.report for passage in said}
    counted = bool(plan.measures) and all(m.claim for m in plan.measures)
    mended = wanted(plan.query).asks("improvement")
    if not (counted or (mended and len(reports) == 1)) or len(reports) > FEW_REPORTS:
        return said
    bodies = tuple(Body(name=r.body, key=r.body_key, place=r.place) for r in reports.values())
    scope = asked.scope.model_copy(update={"bodies": bodies})
    alone = asked.model_copy(update={"scope": scope})
    closer = passages(connection, alone, texts, retriever, near=False).passages
    if not counted:  # what is done about it stands apart, and is found where one report is read
        return closer or said
    words = plan.query.split()
    figured = tuple(p for p in closer if _counts(p, words))
    return figured or said


def _counts(passage: Passage, words: Sequence[str]) -> bool:
    """Whether a clause of the sentence has a figure beside one of the words."""
    clauses = _with_figure(_BLANK.sub("", passage.citation.quote))
    return any(word in clause for clause in clauses for word in words)


def _with_figure(sentence: str) -> list[str]:
    """The clauses of a sentence that have a figure."""
    return [clause for clause in _CLAUSE.split(sentence) if _FIGURE.search(clause)]


def _says(plan: Plan, passage: Passage) -> bool:
    """Whether a sentence carries the words asked for; where a figure is, whether it stands in a
    clause with one of the words, or with one of the terms."""
    sentence, carried = _BLANK.sub("", passage.citation.quote), passage.score
    clauses = _with_figure(sentence)
    if plan.refusal is not None and plan.refusal.in_words:
        if any(term in clause for clause in clauses for term in plan.terms):
            return True
        if plan.scope.bodies:
            return carried >= _CARRIED
        words = wanted(plan.query).groups
        shared = sum(any(word in sentence for word in same) for same in words)
        return carried >= _CARRIED and 0 < min(len(words), _ANYWHERE) <= shared
    terms = plan.terms or plan.query.split()
    beside = any(term in clause for clause in clauses for term in terms)
    about = plan.query.split()
    if _DAYS in plan.terms:  # 平均几天答复: days of answering, not of anything else
        beside = beside and any(word in sentence for word in about)
    beside = beside or any(term in sentence for term in plan.terms if term in _ANNOUNCED)
    beside = beside or _all_of_them(_CLAUSE.split(sentence), plan.terms)
    if not beside and not plan.terms:
        beside = _right_behind(_CLAUSE.split(sentence), terms)
    return beside and (bool(plan.terms) or carried >= _CARRIED)


def _all_of_them(clauses: Sequence[str], terms: Sequence[str]) -> bool:
    """收到申请3件，均由自然人当面提交: the clause says it of all that the one before counts."""
    return any(
        _FIGURE.search(counted) and _ALL.search(said) and any(term in said for term in terms)
        for counted, said in pairwise(clauses)
    )


def _right_behind(clauses: Sequence[str], words: Sequence[str]) -> bool:
    """开设“码头公告”栏目，推送129条: the figure of a clause that names something and counts none
    stands at the end of the clause after it, which opens with a verb."""
    return any(
        all(word in named for word in words)
        and not _FIGURE.search(named)
        and len(counted) <= _VERB_AND_FIGURE
        and _FIGURE.search(counted)
        for named, counted in pairwise(clauses)
    )


_VERB_AND_FIGURE = 12  # characters
