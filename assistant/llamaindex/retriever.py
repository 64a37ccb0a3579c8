"""nianbao's retrieval as a llama-index retriever: sentences, searched for within a scope."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle

from assistant.engine import Assistant
from assistant.evidence import Passage
from assistant.hybrid import Retriever
from assistant.llamaindex.nodes import describe, span_node
from assistant.lookup_mentions import mentions
from assistant.lookup_read import Texts
from assistant.plan import Plan
from assistant.retrieve import passages
from index.search.chunks import Chunk

WINDOW = "window"
"""Metadata key of the passage around a sentence, for MetadataReplacementPostProcessor."""


class ReportRetriever(BaseRetriever):  # type: ignore[misc]
    """The sentences that answer a question, by vectors and keywords together, best reports first.

    Only reports in scope are searched: those of `plan` where one is given (its scope and
    conditions), else those that the question names. No more is returned than carries enough of the
    question: at most eight reports, or four sentences each of up to three. Where none does and the
    scope is small, the nearest are returned with metadata "near". A question that nianbao refuses
    (no such report, not its field) finds nothing; ask `ReportQueryEngine` why.
    """

    def __init__(self, assistant: Assistant, plan: Plan | None = None) -> None:
        self._assistant = assistant
        self._plan = plan
        self._search = Retriever(assistant.home)
        super().__init__()

    def plan_of(self, question: str) -> Plan | None:
        """What is searched for and where; null where the question is refused."""
        read = self._assistant.new_session().understand(question)
        within = self._plan or read
        if within.refusal is not None or any(t.negated or t.part for t in read.topics):
            return None
        if self._plan is None and read.kind in ("narrative", "mention", "mixed"):
            return read
        asked = read.query or " ".join(measure.label for measure in read.measures)
        return Plan(
            kind="mixed" if within.conditions else "narrative",
            scope=within.scope,
            conditions=within.conditions,
            combine=within.combine,
            query=asked or question,
            section=read.section,
        )

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        plan = self.plan_of(query_bundle.query_str)
        if plan is None:
            return []
        with self._assistant.store.connect() as connection:
            texts = Texts(connection)
            if plan.terms:
                found: Sequence[Passage] = mentions(connection, plan, texts, None).passages
            else:
                found = passages(connection, plan, texts, self._search).passages
        return [self._node(passage) for passage in found]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return await asyncio.to_thread(self._retrieve, query_bundle)

    def _node(self, passage: Passage) -> NodeWithScore:
        quoted = passage.citation
        around = _around(
            self._assistant.store.chunks_of(quoted.report_id), quoted.start, quoted.end
        )
        metadata = {
            **describe(passage.report),
            "section": passage.section,
            "near": passage.near,
            WINDOW: around or quoted.quote,
        }
        name = f"{quoted.report_id}:{quoted.start}-{quoted.end}"
        node = span_node(name, quoted.quote, quoted.start, quoted.end, metadata)
        return NodeWithScore(node=node, score=passage.score or None)


def _around(chunks: Sequence[Chunk], start: int, end: int) -> str:
    """The passages that a sentence stands in."""
    return "".join(chunk.text for chunk in chunks if chunk.start < end and start < chunk.end)
