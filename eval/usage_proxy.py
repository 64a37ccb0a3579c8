"""A counting proxy on the loopback interface between a product and its language model.

It forwards what it is sent and counts calls, tokens and seconds. Keys and bodies are passed on and
neither kept nor logged.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from http.client import HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from time import perf_counter
from types import TracebackType
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

_NOT_FORWARDED = {"host", "connection", "content-length", "accept-encoding", "transfer-encoding"}
_POLL_S = 0.02  # how soon it ends when it is left
_UNREACHABLE = b'{"error": {"message": "no connection to the language model"}}'


@dataclass(frozen=True, slots=True)
class Usage:
    """What calls cost; `failures` are HTTP errors and broken connections, tokens as the server
    counts them, 0 where it does not."""

    calls: int = 0
    failures: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0


class UsageProxy:
    """Forwards to the endpoint `base_url` while it is entered; a read may take `timeout` s."""

    def __init__(self, base_url: str, timeout: float) -> None:
        self._upstream = base_url.rstrip("/")
        self._timeout = timeout
        self._lock = Lock()
        self._usage = Usage()
        self._opener = build_opener(_NoRedirects)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        """The base URL to give to the product in place of the endpoint's."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def usage(self) -> Usage:
        """The counts so far."""
        with self._lock:
            return self._usage

    def __enter__(self) -> UsageProxy:
        Thread(target=self._server.serve_forever, args=(_POLL_S,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def forward(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        """The endpoint's status and reply to a POST; 502 where it cannot be reached."""
        start = perf_counter()
        request = Request(self._upstream + path, data=body, headers=headers, method="POST")
        try:
            with self._opener.open(request, timeout=self._timeout) as reply:
                status, answer = reply.status, reply.read()
        except HTTPError as error:
            status, answer = error.code, error.read()
        except (OSError, HTTPException):
            status, answer = 502, _UNREACHABLE
        self._note(status, answer, perf_counter() - start)
        return status, answer

    def _note(self, status: int, answer: bytes, seconds: float) -> None:
        prompt, completion = _tokens(answer)
        with self._lock:
            before = self._usage
            self._usage = replace(
                before,
                calls=before.calls + 1,
                failures=before.failures + (status >= 400),
                prompt_tokens=before.prompt_tokens + prompt,
                completion_tokens=before.completion_tokens + completion,
                seconds=before.seconds + seconds,
            )


class _NoRedirects(HTTPRedirectHandler):
    """A redirect is handed back: a key goes to no other host than the configured one."""

    def redirect_request(self, *arguments: object) -> None:
        return None


def _tokens(answer: bytes) -> tuple[int, int]:
    """Prompt and completion tokens of a reply; 0 where it does not say."""
    try:
        usage = json.loads(answer)["usage"]
        return int(usage["prompt_tokens"]), int(usage["completion_tokens"])
    except (ValueError, LookupError, TypeError):
        return 0, 0


def _handler(proxy: UsageProxy) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Forward one call."""
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            kept = {k: v for k, v in self.headers.items() if k.lower() not in _NOT_FORWARDED}
            status, answer = proxy.forward(self.path, kept, body)
            try:
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)
            except OSError:  # the product has given up waiting; the call is counted all the same
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Nothing of a call is logged."""

    return Handler
