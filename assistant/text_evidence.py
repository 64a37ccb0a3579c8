"""narrative, mention, mixed: what the texts say of what was asked.

Mentions are looked for in all texts in scope; only a phrase that no report says as it is needs the
retriever, which is opened when it is needed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from assistant.evidence import Mentions, Passages
from assistant.lookup_read import Texts
from assistant.plan import Plan

if TYPE_CHECKING:
    from assistant.hybrid import Retriever

Open = Callable[[], "Retriever"]


def read(
    connection: Connection, plan: Plan, texts: Texts, open_retriever: Open
) -> Passages | Mentions:
    """Text is found in all reports: only figures of whole areas must not mix with others."""
    if plan.kind != "mixed":
        everywhere = plan.scope.model_copy(update={"area": True})
        plan = plan.model_copy(update={"scope": everywhere})
    if plan.kind != "mention" and not (plan.kind == "mixed" and plan.topics):
        return _passages(connection, plan, texts, open_retriever())
    from assistant.lookup_mentions import mentions

    said_so = mentions(connection, plan, texts)
    strict = plan.whether is not None and plan.whether.asks != "any"
    strict = strict or any(t.negated or t.part for t in plan.topics)
    if strict or (len(plan.topics) > 1 and plan.together == "all"):
        return said_so
    return _otherwise(connection, plan, said_so, texts, open_retriever)


def _passages(connection: Connection, plan: Plan, texts: Texts, retriever: Retriever) -> Passages:
    """Those of the newest reports, or, where these do not say it, of the years before."""
    from assistant.retrieve import passages

    found = passages(connection, plan, texts, retriever)
    said = any(not passage.near for passage in found.passages)
    whole = said and not found.unsaid
    if whole or not plan.scope.latest_only or plan.kind != "narrative":
        return found
    every = plan.scope.model_copy(update={"latest_only": False})
    wider = plan.model_copy(update={"scope": every})
    older = passages(connection, wider, texts, retriever)
    if said and len(older.unsaid) >= len(found.unsaid):
        return found  # the years before know no more of the words than the newest
    told = {passage.report.rid for passage in older.passages if not passage.near}
    newest = {passage.report.rid for passage in found.passages}
    if told:
        return replace(older, silent=(), older=not said or not told & newest)
    return older if older.passages else found


def _otherwise(
    connection: Connection, plan: Plan, said_so: Mentions, texts: Texts, open_retriever: Open
) -> Mentions:
    """With the sentences that put a phrase otherwise which no report says as it is, or that come
    nearest to it where none does."""
    from assistant.alike import alike, carries_all, is_phrase, nearest

    said = {one.topic for one in said_so.sayings()}
    phrases = [
        number
        for number, topic in enumerate(plan.topics)
        if number not in said and is_phrase(topic)
    ]
    if not phrases:
        return said_so
    listed = {one.rid for one in said_so.sayings()}
    retriever = open_retriever()
    found = alike(connection, plan, phrases, texts, retriever)
    if found or said_so.passages:
        others = tuple(passage for passage in found if passage.report.rid not in listed)
        one = plan.topics[phrases[0]]
        lone = len(plan.topics) == 1 and not one.negated and not said_so.passages
        whole = tuple(p for p in others if lone and carries_all(p, one))
        rest = tuple(p for p in others if p not in whole)
        return replace(said_so, whole=whole, alike=rest)
    phrase = plan.topics[phrases[0]].terms[0]
    return replace(said_so, nearest=nearest(connection, plan, phrase, texts, retriever))
