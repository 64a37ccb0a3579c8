"""Calls of the configured language model, within a budget, and what can go wrong with them.

Any server that speaks OpenAI's chat protocol will do; llama-index's `OpenAILike` speaks to it.
Nothing here is imported unless a model is configured, and llama-index only when it is called.
What goes wrong is an `LLMError`; the caller answers without the model and says so. The key is
sent to the server and shown nowhere: not in messages, logs or `repr`.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from time import monotonic, perf_counter
from typing import Any

from assistant.llm_settings import LLMError, LLMSettings

_log = logging.getLogger(__name__)
_ATTEMPTS = 2  # of one call, where the server is busy or the connection breaks
_TRANSIENT = (408, 409, 429, 500, 502, 503, 504)
_FAILURES_TO_REST = 3  # in a row; then the model is left alone for a while
_REST_S = 60.0
_THINKING = re.compile(r"<think>.*?</think>", re.DOTALL)
_LONGEST_REPLY = 20_000  # characters


def without_thoughts(reply: str) -> str:
    """A reply less what a reasoning model thinks aloud."""
    return _THINKING.sub("", reply)


class LLMTimeoutError(LLMError):
    """The server did not answer in time."""


class LLMUnreachableError(LLMError):
    """No connection to the server, or no client installed."""


class LLMRejectedError(LLMError):
    """The server answered with an HTTP error; `status` is its code."""

    def __init__(self, status: int) -> None:
        super().__init__(f"语言模型服务返回错误 {status}")
        self.status = status


class LLMBudgetError(LLMError):
    """The calls allowed for one question are used up."""


class LLMReplyError(LLMError):
    """The reply is empty, or not what the protocol or the prompt asks for."""


@dataclass(slots=True)
class Usage:
    """What calls cost so far; tokens as the server counts them, 0 where it does not."""

    calls: int = 0
    failures: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class Budget:
    """The calls one question may still make."""

    left: int

    def take(self) -> None:
        """Use one call; LLMBudgetError where none is left."""
        if self.left < 1:
            raise LLMBudgetError("一个问题的语言模型调用次数已用完")
        self.left -= 1


class LanguageModel:
    """The configured model; safe to share between threads."""

    def __init__(self, settings: LLMSettings) -> None:
        self.settings = settings
        self.usage = Usage()
        self._lock = Lock()
        self._client: Any = None
        self._failed = 0
        self._rests_until = 0.0

    def budget(self) -> Budget:
        """The calls of one question."""
        return Budget(self.settings.calls)

    def ask(self, system: str, user: str, budget: Budget, max_tokens: int) -> str:
        """The model's reply; raises LLMError. Busy servers and broken connections are tried twice,
        each try being a call of the budget; a server that failed thrice in a row rests a minute."""
        if monotonic() < self._rests_until:
            raise LLMUnreachableError("语言模型连续出错，暂停使用一分钟")
        client = self._open()  # before the clock runs: the first import takes seconds
        for attempt in range(1, _ATTEMPTS + 1):
            budget.take()
            try:
                return self._once(client, system, user, max_tokens)
            except (LLMUnreachableError, LLMRejectedError) as error:
                busy = getattr(error, "status", 503) in _TRANSIENT
                if not busy or attempt == _ATTEMPTS or budget.left < 1:
                    raise
        raise AssertionError("unreachable")

    def _once(self, client: Any, system: str, user: str, max_tokens: int) -> str:
        start = perf_counter()
        try:
            reply = _within(
                self.settings.timeout, lambda: self._chat(client, system, user, max_tokens)
            )
        except LLMError as error:
            self._note(start, failed=True)
            _log.warning("language model %s: %s", self.settings.host, type(error).__name__)
            raise
        self._note(start, failed=False, raw=getattr(reply, "raw", None))
        text = (reply.message.content or "").strip()
        if not text:
            raise LLMReplyError("语言模型没有给出内容")
        return text[:_LONGEST_REPLY]

    def _note(self, start: float, failed: bool, raw: object = None) -> None:
        counted = getattr(raw, "usage", None)
        with self._lock:
            self.usage.calls += 1
            self.usage.failures += failed
            self.usage.seconds += perf_counter() - start
            self.usage.prompt_tokens += getattr(counted, "prompt_tokens", 0) or 0
            self.usage.completion_tokens += getattr(counted, "completion_tokens", 0) or 0
            self._failed = self._failed + 1 if failed else 0
            if self._failed >= _FAILURES_TO_REST:
                self._failed, self._rests_until = 0, monotonic() + _REST_S

    def _chat(self, client: Any, system: str, user: str, max_tokens: int) -> Any:
        import openai
        from llama_index.core.llms import ChatMessage

        messages = [ChatMessage(role="system", content=system), ChatMessage(content=user)]
        try:
            return client.chat(messages, max_tokens=max_tokens)
        except openai.APITimeoutError as error:
            raise _timeout(self.settings.timeout) from error
        except openai.APIStatusError as error:
            raise LLMRejectedError(error.status_code) from None  # its text may repeat the key
        except openai.APIConnectionError as error:
            raise LLMUnreachableError(f"连不上语言模型服务（{self.settings.host}）") from error
        except (openai.OpenAIError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise LLMReplyError("语言模型服务的回复不合协议") from error

    def _open(self) -> Any:
        try:
            from llama_index.llms.openai_like import OpenAILike
        except ImportError as error:
            raise LLMUnreachableError(
                "没有安装语言模型的客户端，请执行 pip install 'nianbao[llm]'"
            ) from error
        with self._lock:
            if self._client is None:
                self._client = OpenAILike(
                    model=self.settings.model,
                    api_base=self.settings.base_url,
                    api_key=self.settings.api_key or "none",
                    is_chat_model=True,
                    temperature=0.0,
                    timeout=self.settings.timeout,
                    max_retries=0,
                )
            return self._client


def _timeout(seconds: float) -> LLMTimeoutError:
    return LLMTimeoutError(f"语言模型 {seconds:g} 秒内没有回复")


def _within(seconds: float, call: Callable[[], Any]) -> Any:
    """The result of `call`; LLMTimeoutError after `seconds`, however slowly bytes trickle in.

    A client's own timeout is for each read only. The thread is left to end by itself.
    """
    done: SimpleQueue[tuple[Any, BaseException | None]] = SimpleQueue()

    def work() -> None:
        try:
            done.put((call(), None))
        except BaseException as error:  # noqa: BLE001 - raised again in the caller's thread
            done.put((None, error))

    Thread(target=work, name="nianbao-llm", daemon=True).start()
    try:
        result, error = done.get(timeout=seconds)
    except Empty:
        raise _timeout(seconds) from None
    if error is not None:
        raise error
    return result
