"""The assistant as a llama-index query engine."""

from __future__ import annotations

import asyncio

from llama_index.core.base.response.schema import Response
from llama_index.core.query_engine import CustomQueryEngine

from assistant.answer import Answer
from assistant.engine import Assistant
from assistant.llamaindex.nodes import cited


class ReportQueryEngine(CustomQueryEngine):  # type: ignore[misc]
    """Exact, cited answers; needs no language model.

    The response's text is the Markdown answer with [n] marks, its source nodes are the citations
    in the order of the marks (cells and sentences), its metadata the whole ANSWER. A question that
    is not answered is a response too: see metadata["status"]. Raises StoreError where nothing is
    indexed.
    """

    assistant: Assistant

    def custom_query(self, query_str: str) -> Response:
        """The answer to a question."""
        return respond(self.assistant.ask(query_str))

    async def acustom_query(self, query_str: str) -> Response:
        """`custom_query` in a thread of its own."""
        return await asyncio.to_thread(self.custom_query, query_str)


def respond(answer: Answer) -> Response:
    """An answer as llama-index passes it on."""
    sources = [cited(n, citation) for n, citation in enumerate(answer.citations, start=1)]
    return Response(answer.answer, source_nodes=sources, metadata=answer.as_json())
