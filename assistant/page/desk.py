"""What the page does for one user: asking, opening sources, running a changed plan. No HTML
framework here: everything takes and gives plain values."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, Literal

from sqlalchemy import func, select

from assistant.engine import Assistant
from assistant.page import source
from assistant.page.chat import Conversation, Turn, downloads
from assistant.page.corpus import report_view
from assistant.page.examples import examples
from assistant.page.feedback import record
from assistant.page.markup import button, esc
from assistant.page.table import SHOWN_IN_PANEL, cells_behind, download, result_table
from assistant.page.texts import say
from assistant.plan import Plan
from index.errors import NianbaoError, StoreError
from index.form import split_key
from index.store.schema import reports

LONGEST_QUESTION = 500  # characters
ASKED_A_MINUTE = 60  # by one browser tab or API client
_TURNS_KEPT = 50  # of one conversation
_PAST_KEPT = 20
_CLIENTS_KEPT = 10_000
_log = logging.getLogger(__name__)


_HELD = select(
    func.count(),
    func.count(reports.c.body_key.distinct()),
    func.min(reports.c.year),
    func.max(reports.c.year),
)


class Desk:
    """One home, asked by many conversations at once."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.assistant = Assistant(home)
        self._lock = Lock()
        self._asked: dict[str, deque[float]] = {}

    # --- what is held

    def held(self) -> dict[str, Any]:
        """How many reports and bodies are held, and the years as words; zeros before the first."""
        try:
            with self.assistant.store.connect() as connection:
                count, bodies, first, last = connection.execute(_HELD).one()
        except StoreError:
            count, bodies, first, last = 0, 0, None, None
        years = dict.fromkeys(str(year) for year in (first, last) if year)
        return {"reports": count, "bodies": bodies, "years": "–".join(years)}

    def examples(self) -> list[str]:
        """Questions that the reports held can answer; none before the first report."""
        try:
            return examples(self.assistant.held())
        except StoreError:
            return []

    # --- asking

    def refuse(self, question: str, client: str, language: str) -> str:
        """Why a question is not taken at all (too long, too many a minute), or ""."""
        if len(question) > LONGEST_QUESTION:
            return say(language, "too_long", n=len(question), limit=LONGEST_QUESTION)
        now = time.monotonic()
        with self._lock:
            if client not in self._asked and len(self._asked) >= _CLIENTS_KEPT:
                del self._asked[next(iter(self._asked))]
            times = self._asked.setdefault(client, deque(maxlen=ASKED_A_MINUTE))
            if len(times) == ASKED_A_MINUTE and now - times[0] < 60:
                return say(language, "too_many", limit=ASKED_A_MINUTE)
            times.append(now)
        return ""

    def ask(self, talk: Conversation, question: str, client: str, language: str) -> Iterator[None]:
        """Answer `question` as the next turn of `talk`; yields where there is more to show."""
        turn = Turn(question[:LONGEST_QUESTION], note=say(language, "thinking"))
        _append(talk, turn)
        turn.failed = self.refuse(question, client, language)
        yield
        if turn.failed:
            return
        with _fault_shown(turn, language):
            if talk.session is None:
                talk.session = self.assistant.new_session()
            turn.plan_text = _render(talk.session.understand(question))
            turn.note = say(language, "looking")
            yield
            turn.answer = self.assistant.ask(question, talk.session).as_json()
        yield

    def rerun(self, talk: Conversation, plan: Plan, question: str, language: str) -> Iterator[None]:
        """Run a changed plan as the next turn; later questions may lean on it."""
        turn = Turn(say(language, "edited", question=question), note=say(language, "looking"))
        turn.plan_text = _render(plan)
        _append(talk, turn)
        yield
        with _fault_shown(turn, language):
            found = self.assistant.run(plan, turn.question)
            turn.answer = found.as_json()
            if talk.session is not None:
                talk.session.remember(turn.question, plan, found.bodies)
        yield

    def begin(self, talk: Conversation) -> None:
        """A new conversation; the one before stays to be opened again."""
        if talk.turns:
            talk.past.append(talk.turns)
            del talk.past[:-_PAST_KEPT]
        talk.turns, talk.session = [], None

    def resume(self, talk: Conversation, n: int) -> None:
        """Open an earlier conversation in place of the present one, with its memory."""
        chosen = talk.past.pop(n)
        self.begin(talk)
        talk.turns = chosen
        talk.session = self.assistant.new_session()
        for turn in chosen:
            if turn.answer is not None and turn.answer["plan"]:
                talk.session.remember(turn.question, Plan(**turn.answer["plan"]))

    # --- the side panel

    def panel(self, talk: Conversation, data: Mapping[str, Any], language: str) -> str | None:
        """The panel for a click: on a citation, on a value of a row, on a whole table."""
        if data["do"] == "report":
            return self.report(str(data.get("rid")), language)
        try:
            answer = talk.turns[int(data["turn"])].answer
            if answer is None:
                return None
            if data["do"] == "cite":
                n = int(data["n"])
                report = self.assistant.store.report(answer["citations"][n - 1]["report_id"])
                return source.cited(report, answer["citations"], n, int(data["turn"]), language)
            if data["do"] == "row":
                return self._row(answer, data, language)
            return _whole_table(answer, int(data["turn"]), language)
        except StoreError:
            return source.gone(language)
        except (KeyError, IndexError, ValueError):  # a click made of another page's data
            return None

    def _row(self, answer: Mapping[str, Any], data: Mapping[str, Any], language: str) -> str:
        row = answer["rows"][int(data["row"])]
        citations, turn = answer["citations"], int(data["turn"])
        report = self.assistant.store.report(row["report_id"])
        keys = cells_behind(answer, str(data["name"]), report)
        if keys:
            return source.cells(report, keys, language)
        own = (n for n, c in enumerate(citations, 1) if c["report_id"] == row["report_id"])
        n = next(own, None)
        if n is not None:
            return source.cited(report, citations, n, turn, language)
        fields = {m.get("claim") for m in (answer["plan"] or {}).get("measures", ())}
        claim = next((c for c in report.claims if c.field in fields), None)
        span = (claim.start, claim.end) if claim else (0, 0)
        return source.sentence(report, span, language)

    def cells(self, report_id: str, names: str, language: str) -> str:
        """The panel for cells named "requests.received.total,…"."""
        try:
            report = self.assistant.store.report(report_id)
            keys = [split_key(name) for name in names.split(",") if name]
            return source.cells(report, keys, language)
        except (StoreError, ValueError, KeyError):
            return source.gone(language)

    def sentence(self, report_id: str, start: int, end: int, language: str) -> str:
        """The panel for a stretch of a report's text."""
        try:
            report = self.assistant.store.report(report_id)
        except StoreError:
            return source.gone(language)
        return source.sentence(report, (start, end), language)

    def report(self, report_id: str, language: str) -> str:
        """A whole report."""
        try:
            return report_view(self.assistant.store, report_id, language)
        except StoreError:
            return source.gone(language)

    # --- files and opinions

    def download(
        self, talk: Conversation, turn: int, format: Literal["csv", "xlsx"]
    ) -> Path | None:
        """The rows of a turn as a file."""
        answer = talk.turns[turn].answer if 0 <= turn < len(talk.turns) else None
        return download(answer, self.assistant.store, format) if answer else None

    def rate(
        self, talk: Conversation, turn: int, rating: Literal["up", "down"], reason: str = ""
    ) -> None:
        """Keep an opinion on a turn with its question, plan and answer."""
        chosen = talk.turns[turn]
        if chosen.answer is not None:
            chosen.rated = rating
            asked = [other.question for other in talk.turns[: turn + 1]]
            record(self.home, asked, chosen.answer, rating, reason)


def _render(plan: Plan) -> str:
    from assistant.plan_text import render

    return render(plan)


def _whole_table(answer: Mapping[str, Any], turn: int, language: str) -> str:
    rows = len(answer["rows"])
    table = result_table(answer, turn, language, SHOWN_IN_PANEL)
    note = ""
    if rows > SHOWN_IN_PANEL:
        text = say(language, "rows_capped", shown=SHOWN_IN_PANEL, n=rows)
        note = f'<p class="legend">{esc(text)}</p>'
    close = button("✕", "close", say(language, "close"), do="close")
    return (
        f'<div class="panel" data-panel="table"><header><div class="top">'
        f"<h3>{esc(say(language, 'rows', n=rows))}</h3>{close}</div>"
        f'<div class="meta">{downloads(turn, language)}</div></header>{note}{table}</div>'
    )


def _append(talk: Conversation, turn: Turn) -> None:
    talk.turns.append(turn)
    del talk.turns[:-_TURNS_KEPT]


@contextmanager
def _fault_shown(turn: Turn, language: str) -> Iterator[None]:
    """Whatever goes wrong is said in the turn: one question must not take the page down."""
    try:
        yield
    except NianbaoError as error:
        turn.failed = str(error)
    except Exception:  # noqa: BLE001 - see above; the log has the trace
        _log.exception("no answer to %r", turn.question)
        turn.failed = say(language, "failed")
