"""A conversation with the assistant as a llama-index chat engine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from threading import Lock

from llama_index.core.base.llms.types import ChatMessage, ChatResponse, MessageRole
from llama_index.core.base.response.schema import Response
from llama_index.core.chat_engine.types import (
    AgentChatResponse,
    BaseChatEngine,
    StreamingAgentChatResponse,
)
from llama_index.core.tools import ToolOutput

from assistant.engine import Assistant
from assistant.llamaindex.query_engine import respond


class ReportChatEngine(BaseChatEngine):  # type: ignore[misc]
    """Follow-ups lean on the turns before, by nianbao's own session; needs no language model.

    A `chat_history` given with a message replaces the conversation so far: its questions are asked
    again, so that what they found is known. Each engine is one conversation; calls from several
    threads wait for one another. Raises as `Assistant.ask` does; such a turn leaves no trace.
    """

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._session = assistant.new_session()
        self._messages: list[ChatMessage] = []
        self._lock = Lock()

    @property
    def chat_history(self) -> list[ChatMessage]:
        """What was said, oldest first."""
        with self._lock:
            return list(self._messages)

    def reset(self) -> None:
        """Begin anew."""
        with self._lock:
            self._session.forget()
            self._messages.clear()

    def chat(
        self, message: str, chat_history: Sequence[ChatMessage] | None = None
    ) -> AgentChatResponse:
        """The answer; its metadata is the whole ANSWER."""
        found = self._turn(message, chat_history)
        return AgentChatResponse(
            response=str(found),
            sources=[_source(message, found)],
            source_nodes=found.source_nodes,
            metadata=found.metadata,
        )

    async def achat(
        self, message: str, chat_history: Sequence[ChatMessage] | None = None
    ) -> AgentChatResponse:
        """`chat` in a thread of its own."""
        return await asyncio.to_thread(self.chat, message, chat_history)

    def stream_chat(
        self, message: str, chat_history: Sequence[ChatMessage] | None = None
    ) -> StreamingAgentChatResponse:
        """The answer line by line. It is whole before its first line leaves, because it is
        checked as a whole; `sources[0].raw_output.metadata` is the ANSWER."""
        return _stream(message, self._turn(message, chat_history))

    async def astream_chat(
        self, message: str, chat_history: Sequence[ChatMessage] | None = None
    ) -> StreamingAgentChatResponse:
        """`stream_chat`, worked on in a thread of its own."""
        return _stream(message, await asyncio.to_thread(self._turn, message, chat_history))

    def _turn(self, message: str, before: Sequence[ChatMessage] | None) -> Response:
        with self._lock:
            if before is not None:
                self._replay(before)
            found = respond(self._assistant.ask(message, self._session))
            self._messages += [
                ChatMessage(role=MessageRole.USER, content=message),
                ChatMessage(role=MessageRole.ASSISTANT, content=str(found)),
            ]
            return found

    def _replay(self, messages: Sequence[ChatMessage]) -> None:
        self._session.forget()
        for said in messages:
            if said.role == MessageRole.USER and said.content:
                self._assistant.ask(said.content, self._session)
        self._messages = list(messages)


def _source(message: str, found: Response) -> ToolOutput:
    return ToolOutput(
        tool_name="nianbao",
        content=str(found),
        raw_input={"input": message},
        raw_output=found,
    )


def _stream(message: str, found: Response) -> StreamingAgentChatResponse:
    return StreamingAgentChatResponse(
        response=str(found),
        sources=[_source(message, found)],
        chat_stream=_deltas(str(found)),
        achat_stream=_adeltas(str(found)),
        source_nodes=found.source_nodes,
        is_writing_to_memory=False,  # the turn is remembered already
    )


def _deltas(text: str) -> Iterator[ChatResponse]:
    said = ""
    for line in text.splitlines(keepends=True):
        said += line
        message = ChatMessage(role=MessageRole.ASSISTANT, content=said)
        yield ChatResponse(message=message, delta=line)


async def _adeltas(text: str) -> AsyncIterator[ChatResponse]:
    for part in _deltas(text):
        yield part
