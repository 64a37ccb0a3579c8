"""What the page does for one user: asking, opening sources, running a changed plan. No HTML
framework here: everything takes and gives plain values."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import func, select

from assistant.engine import Assistant, Found, Step, Understood
from assistant.page import history, panel, source
from assistant.page.chat import TABLED_ROWS, Conversation, Turn
from assistant.page.corpus import report_view
from assistant.page.download import download
from assistant.page.examples import examples
from assistant.page.feedback import record
from assistant.page.texts import say
from assistant.plan import Plan
from index.errors import NianbaoError, StoreError
from index.form import split_key
from index.store.schema import reports

if TYPE_CHECKING:
    from assistant.session import Session

LONGEST_QUESTION = 500  # characters
ASKED_A_MINUTE = 60  # by one browser tab or API client
_TURNS_KEPT = 50  # of one conversation
_NAMED = 5  # reports that are named
_CLIENTS_KEPT = 10_000
_log = logging.getLogger(__name__)


_HELD = select(
    func.count(),
    func.count(reports.c.body_key.distinct()),
    func.min(reports.c.year),
    func.max(reports.c.year),
    func.max(reports.c.rid),
)


class Desk:
    """One home, asked by many conversations at once."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.assistant = Assistant(home, resident=True)
        self._lock = Lock()
        self._asked: dict[str, deque[float]] = {}

    # --- what is held

    def held(self) -> dict[str, Any]:
        """How many reports and bodies are held, and the years as words; zeros before the first."""
        count, bodies, first, last, _ = self._counted()
        years = dict.fromkeys(str(year) for year in (first, last) if year)
        return {"reports": count, "bodies": bodies, "years": "–".join(years)}

    def corpus(self) -> str:
        """A mark of what is held: another one after any report is added, replaced or removed."""
        count, *_, newest = self._counted()
        return f"{count}-{newest}"

    def _counted(self) -> Any:
        try:
            with self.assistant.store.connect() as connection:
                return connection.execute(_HELD).one()
        except StoreError:
            return 0, 0, None, None, None

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
        turn = Turn(question[: LONGEST_QUESTION + 1], note=say(language, "thinking"))
        self._take(talk, turn, question, client, language)
        yield
        if turn.refused:
            return
        with _fault_shown(turn, language):
            session = self._session(talk)
            yield from self._follow(turn, self.assistant.steps(question, session), language)
        yield

    def rerun(
        self, talk: Conversation, plan: Plan, question: str, client: str, language: str
    ) -> Iterator[None]:
        """Run a changed plan as the next turn; later questions may lean on it."""
        question = question.removeprefix(say(language, "edited", question=""))
        turn = Turn(say(language, "edited", question=question), edited=plan)
        turn.note = say(language, "looking")
        self._take(talk, turn, question, client, language)
        yield
        if turn.refused:
            return
        with _fault_shown(turn, language):
            session = self._session(talk)
            steps = self.assistant.run_steps(plan, turn.question)
            yield from self._follow(turn, steps, language)
            session.remember(turn.question, plan, turn.bodies)
        yield

    def _take(
        self, talk: Conversation, turn: Turn, question: str, client: str, language: str
    ) -> None:
        """Put the turn into the conversation, refused where the question is not taken."""
        _append(talk, turn)
        turn.failed = self.refuse(question, client, language)
        turn.refused = bool(turn.failed)

    def again(self, talk: Conversation, n: int, client: str, language: str) -> Iterator[None]:
        """Turn `n` once more, as the next one."""
        turn = talk.turns[n]
        if turn.edited is not None:
            return self.rerun(talk, turn.edited, turn.question, client, language)
        return self.ask(talk, turn.question, client, language)

    def _session(self, talk: Conversation) -> Session:
        if talk.session is None:
            talk.session = self.assistant.new_session()
        session: Session = talk.session
        return session

    def _follow(self, turn: Turn, steps: Iterable[Step], language: str) -> Iterator[None]:
        """Plan, rows and answer into the turn, as they come. The text is shown only once it has
        been checked; the rows before it are the very rows of the answer."""
        turn.corpus = self.corpus()
        for step in steps:
            if isinstance(step, Understood):
                turn.plan_text, turn.found = step.plan_text, None
                turn.note = say(language, "looking")
                yield
            elif isinstance(step, Found):
                turn.note = say(language, "checking")
                turn.found = _partial(step) if len(step.rows) >= TABLED_ROWS else None
                yield
            else:
                turn.answer, turn.found, turn.bodies = step.as_json(), None, step.bodies

    def begin(self, talk: Conversation) -> None:
        """A new conversation; the one before is in the browser's history."""
        talk.turns, talk.session, talk.id, talk.dropped = [], None, "", 0

    def resume(self, talk: Conversation, given: object, language: str) -> None:
        """Open a conversation out of the browser's history in place of the present one, with its
        memory; NianbaoError where it is none."""
        saved = history.unpack(given, language)
        self.begin(talk)
        talk.id, talk.dropped = saved.id, saved.dropped
        talk.turns, session = history.turns_of(saved), self._session(talk)
        now = self.corpus()
        for turn in talk.turns:
            if turn.answer is None:
                continue
            if turn.answer["plan"]:
                session.remember(turn.question, Plan(**turn.answer["plan"]), turn.bodies)
            if turn.corpus != now:
                turn.stale = self._since(turn.answer, language)

    def _since(self, answer: Mapping[str, Any], language: str) -> str:
        """What has become of an earlier answer's sources, in words."""
        try:
            gone = history.changed(self.assistant.store, answer["citations"])
        except StoreError:
            return say(language, "stale_empty")
        if not gone:
            return say(language, "stale_other")
        names = "、".join(gone[:_NAMED]) + ("……" if len(gone) > _NAMED else "")
        return say(language, "stale_cited", n=len(gone), names=names)

    # --- the side panel

    def panel(self, talk: Conversation, data: Mapping[str, Any], language: str) -> str | None:
        """The panel for a click: on a citation, on a value of a row, on a whole table."""
        if data["do"] == "report":
            return self.report(str(data.get("rid")), language)
        try:
            turn = int(data["turn"])
            answer = talk.turns[turn].shown
            if answer is None:
                return None
            return panel.clicked(self.assistant.store, answer, turn, data, language)
        except StoreError:
            return source.gone(language)
        except (KeyError, IndexError, ValueError):  # a click made of another page's data
            return None

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


def _partial(step: Found) -> dict[str, Any]:
    """The plan and rows of an answer that is not yet written, in its form."""
    plan = step.plan.model_dump(mode="json", exclude_defaults=True)
    return {"plan": plan, "rows": list(step.rows), "citations": []}


def _append(talk: Conversation, turn: Turn) -> None:
    talk.turns.append(turn)
    talk.dropped += max(0, len(talk.turns) - _TURNS_KEPT)
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
