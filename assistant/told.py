"""What the text of the bodies named says of a figure that no table has, before it is refused."""

from __future__ import annotations

import re
from dataclasses import replace

from sqlalchemy import Connection

from assistant.evidence import Passages
from assistant.hybrid import Retriever
from assistant.lookup_read import Texts
from assistant.plan import Plan
from assistant.retrieve import passages

_CARRIED = 0.5  # share of the words asked for that a sentence must carry
_BLANK = re.compile(r"\s+")
_CLAUSE = re.compile("[，,；;。]")
_FIGURE = re.compile(r"\d|[一二三四五六七八九十百千万两几]+(?:个|名|人|次|家|天|日|成|元)|分之")


def told(
    connection: Connection, plan: Plan, texts: Texts, retriever: Retriever
) -> tuple[Plan, Passages] | None:
    """The narrative plan and the sentences with a figure that carry a refused plan's `query`, with
    one of its `terms` where it has any; None where the text says nothing of it."""
    asked = plan.model_copy(
        update={"kind": "narrative", "refusal": None, "terms": (), "measures": ()}
    )
    found = passages(connection, asked, texts, retriever)
    said = tuple(
        passage
        for passage in found.passages
        if not passage.near and _says(plan, _BLANK.sub("", passage.citation.quote), passage.score)
    )
    if not said:
        return None
    counted = replace(found.population, matched=len({passage.report.rid for passage in said}))
    return asked, replace(found, passages=said, population=counted, silent=(), unsaid=())


def _says(plan: Plan, sentence: str, carried: float) -> bool:
    """Whether a figure stands in a clause with one of the words, or with one of the terms."""
    clauses = [clause for clause in _CLAUSE.split(sentence) if _FIGURE.search(clause)]
    words = plan.terms or plan.query.split()
    beside = any(word in clause for clause in clauses for word in words)
    return beside and (bool(plan.terms) or carried >= _CARRIED)
