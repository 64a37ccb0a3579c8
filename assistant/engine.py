"""`Assistant`: question → Plan → Evidence → Answer over one home; what every surface calls."""

from __future__ import annotations

import gc
import logging
import os
from collections import deque
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, select

from assistant import compose_texts
from assistant.answer import Answer, Evidence, compose, finish, new_draft
from assistant.draft import Draft
from assistant.evidence import Conflict, Mentions, Passages, Related, Row, ValueAt, Values
from assistant.lookup import look_up
from assistant.lookup_conflicts import conflicts
from assistant.lookup_read import Texts
from assistant.lookup_than import settled
from assistant.lookup_values import related
from assistant.lookup_years import said_of_absent_years
from assistant.plan import Choice, Plan, Refusal
from assistant.plan_text import render
from assistant.verify import problems, unprinted
from index.errors import NianbaoError
from index.store import Store
from index.store.queries import among, count_outdated
from index.store.schema import reports

if TYPE_CHECKING:
    from assistant.hybrid import Retriever
    from assistant.llm import LanguageModel
    from assistant.llm_turn import Turn
    from assistant.places import Held
    from assistant.session import Session

_log = logging.getLogger(__name__)
_TEXT_KINDS = ("narrative", "mention", "mixed")
_FLAGGED_ROWS = 200  # contradictions are looked up for as many reports as are shown
_CHOICES_ANSWERED = 5
_OBJECTS_BETWEEN = 20_000  # new objects between two collections: those of a list of thousands
_FILLED_IN = 5  # bodies without the number whose text is asked for it
_FAILED = (
    "内部核对没有通过，为避免给出没有依据的内容，这次不作答。请换一种问法，或把问题反馈给维护者。"
)


@dataclass(frozen=True, slots=True)
class Understood:
    """A question is understood: the plan that is run next, and the plan in words."""

    plan: Plan
    plan_text: str


@dataclass(frozen=True, slots=True)
class Found:
    """The evidence is there: `rows` are those of the answer to come (unless that is withheld),
    each value compared with the place it is read from; () where one is not printed there."""

    plan: Plan
    plan_text: str
    rows: tuple[dict[str, Any], ...]


Step = Understood | Found | Answer


class Assistant:
    """Answers over the reports stored in `home`; opens stores when they are first needed.

    Safe to share between threads. `today` fixes what 去年 means (default: the clock).
    `resident` is for a process that does little else: what is in memory once the bodies are read
    is left out of its garbage collection (`gc.freeze`), which runs less often. Those of a large
    store live as long as the process, and walking them took a third of the time of every long
    list; walking the rows of the list itself again and again, a tenth.
    """

    def __init__(self, home: Path, today: date | None = None, resident: bool = False) -> None:
        self.home = home
        self._today = today
        self._resident = resident
        self._lock = Lock()
        self._store: Store | None = None
        self._held: tuple[object, Held] | None = None
        self._outdated: int | None = None
        self._retriever: Retriever | None = None
        self._model: LanguageModel | None = None

    @property
    def store(self) -> Store:
        """The side store; StoreError where nothing is indexed yet."""
        with self._lock:
            if self._store is None:
                self._store = Store.open_read(self.home)
            return self._store

    def close(self) -> None:
        """Give the stores back."""
        with self._lock:
            if self._store is not None:
                self._store.close()
            self._store = self._retriever = self._held = self._outdated = None

    def held(self) -> Held:
        """The bodies held, as the parser knows them; read again after the corpus has changed."""
        with self.store.connect() as connection:
            state = connection.execute(_STATE).one()
            with self._lock:
                if self._held is None or self._held[0] != state:
                    from assistant.holdings import read_held

                    self._held = (state, read_held(connection))
                    if self._resident:
                        gc.freeze()
                        gc.set_threshold(_OBJECTS_BETWEEN, *gc.get_threshold()[1:])
                return self._held[1]

    def ask(self, question: str, session: Session | None = None) -> Answer:
        """The answer to a question, as a follow-up of `session` where one is given."""
        return _last(self.steps(question, session))

    def steps(self, question: str, session: Session | None = None) -> Iterator[Step]:
        """`ask` step by step: Understood, Found, at last the Answer. A plan that cannot be run is
        followed by another Understood. `session` remembers the turn once it is answered."""
        start = perf_counter()
        question = question.encode("utf-8", "replace").decode()  # no half characters
        plan = rules = self._parse(question, session)
        turn = self._turn()
        if turn is not None:
            earlier = [one.question for one in session.history] if session is not None else []
            plan = turn.plan(question, rules, self.held(), self._clock(), earlier)
        planned, answer = _ms(start), None
        if turn is not None and plan is not rules:
            answer = yield from self._try(plan, question, planned, turn)
        if answer is None:
            plan, answer = rules, (yield from self._run(rules, question, planned, turn))
        if session is not None:
            session.remember(question, plan, answer.bodies, answer.citations)
        yield answer

    def new_session(self) -> Session:
        """A conversation over this corpus; pass it to `ask` for every turn."""
        from assistant.session import Session

        return Session(self.held, self._clock)

    def run(self, plan: Plan, question: str = "") -> Answer:
        """The answer to a plan: one edited in the page, or read from a file."""
        return _last(self.run_steps(plan, question))

    def run_steps(self, plan: Plan, question: str = "") -> Iterator[Step]:
        """`run` step by step, as `steps`."""
        yield (yield from self._run(plan, question, 0.0, self._turn()))

    def _turn(self) -> Turn | None:
        """The language model's part in one question. None, and none of its code imported, where
        none is configured; LLMSettingsError where its settings are wrong."""
        if not _has_language_model(self.home):
            return None
        from assistant.llm_turn import Turn, open_model

        with self._lock:
            self._model = self._model or open_model(self.home)
            return Turn(self._model) if self._model is not None else None

    def _try(
        self, plan: Plan, question: str, planned: float, turn: Turn
    ) -> Generator[Step, None, Answer | None]:
        """The answer to a language model's plan; None where it is valid but cannot be run."""
        try:
            answer = yield from self._run(plan, question, planned, turn)
        except (NianbaoError, ArithmeticError, LookupError, TypeError, ValueError):
            _log.exception("a language model's plan failed (%s): %s", question, plan)
        else:
            if answer.status != "error":
                return answer
        turn.plan_failed()
        return None

    def _parse(self, question: str, session: Session | None) -> Plan:
        if session is not None:
            return session.understand(question)
        from assistant.parse import parse

        return parse(question, self.held(), self._clock())

    def _count_outdated(self, connection: Connection) -> int:
        """How many reports an earlier version of the program has read; none stays none."""
        if self._outdated != 0:
            self._outdated = count_outdated(connection)
        return self._outdated

    def _clock(self) -> date:
        return self._today or date.today()

    def _run(
        self, plan: Plan, question: str, planned: float, turn: Turn | None
    ) -> Generator[Step, None, Answer]:
        """One connection throughout: what is found and what it is checked against are one state of
        the corpus. Time that the caller takes between steps is not counted."""
        plan_text = render(plan)
        yield Understood(plan, plan_text)
        start = perf_counter()
        timings = {"plan": planned}
        with self.store.connect() as connection:
            texts = Texts(connection)
            parts = [self._part(connection, part, texts, timings) for part in plan.parts]
            if outdated := self._count_outdated(connection):
                draft, _ = parts[0]
                draft.warnings.append(draft.text("warning.outdated", count=outdated))
            draft, evidence = _joined(parts)
            rows = tuple(draft.rows)
            wrong = tuple(unprinted(evidence, texts.__getitem__))
            if wrong:
                rows = ()
            looked = _ms(start)
            yield Found(plan, plan_text, rows)
            start = perf_counter()
            if turn is not None:
                turn.finish(parts, question, timings)
                draft, _ = _joined(parts)
            composed = perf_counter()
            answer = finish(draft, question, plan_text)
            checked = self._checked(connection, answer, draft, evidence, texts, wrong)
            if checked.status == "error" and turn is not None and turn.take_back():
                draft, _ = _joined(parts)
                answer = finish(draft, question, plan_text)
                checked = self._checked(connection, answer, draft, evidence, texts, wrong)
        timings["compose"] = timings.get("compose", 0.0) + _ms(composed)
        timings["total"] = planned + looked + _ms(start)
        rounded = {name: round(ms, 2) for name, ms in timings.items()}
        return checked.timed(rounded)

    # --- evidence and draft

    def _part(
        self, connection: Connection, plan: Plan, texts: Texts, timings: dict[str, float]
    ) -> tuple[Draft, object]:
        """What one part of the plan finds, and the answer to it."""
        start = perf_counter()
        if plan.refusal is not None:
            return self._told(connection, plan, texts) or self._refused(
                connection, plan, plan.refusal, texts
            )
        if plan.kind == "definition":
            return self._defined(connection, plan, texts)
        plan, standards = settled(connection, plan, texts)
        if plan.refusal is not None:
            return self._refused(connection, plan, plan.refusal, texts)
        if plan.kind in _TEXT_KINDS or (
            plan.kind == "compare" and plan.query and not plan.measures
        ):
            from assistant.text_evidence import read

            found: Evidence = read(connection, plan, texts, self._open_retriever)
            timings["retrieve"] = timings.get("retrieve", 0.0) + _ms(start)
            beside: dict[int, Related] = {}
            conflicting: dict[int, tuple[Conflict, ...]] = {}
        else:
            found = look_up(connection, plan, texts)
            beside, conflicting = _around(connection, found, texts)
            timings["lookup"] = timings.get("lookup", 0.0) + _ms(start)
        start = perf_counter()
        draft = compose(plan, found, beside, conflicting, standards)
        instead = self._instead(connection, plan, found, beside, texts)
        if instead is not None:
            compose_texts.told_beside(draft, instead)
        if plan.kind == "mention" and plan.term:
            self._with_definition(draft)
        searched = plan.kind in _TEXT_KINDS and (plan.kind != "mention" or _fell_back(found))
        if searched and self._retriever is not None and self._retriever.unavailable:
            draft.warnings.append(self._retriever.unavailable)
        timings["compose"] = timings.get("compose", 0.0) + _ms(start)
        shown = (tuple(beside.values()), tuple(conflicting.values()), standards)
        return draft, (found, *shown, *((instead,) if instead is not None else ()))

    def _instead(
        self,
        connection: Connection,
        plan: Plan,
        found: Evidence,
        beside: Mapping[int, Related],
        texts: Texts,
    ) -> Passages | None:
        """What the text says where the table that was asked for gives nothing."""
        from assistant.told_instead import direct, looked_for

        asked = looked_for(plan, found, beside)
        if asked is None:
            return None
        from assistant.retrieve import passages

        return direct(passages(connection, asked, texts, self._open_retriever()))

    def _open_retriever(self) -> Retriever:
        from assistant.hybrid import Retriever

        with self._lock:
            if self._retriever is None:
                self._retriever = Retriever(self.home)
            return self._retriever

    def _defined(self, connection: Connection, plan: Plan, texts: Texts) -> tuple[Draft, object]:
        from assistant.about import explained

        found = explained(plan.term)
        said: Mentions | None = None
        if found is None and not plan.aspect:
            from assistant.lookup_mentions import mentions

            looked = plan.model_copy(update={"kind": "mention", "terms": (plan.term,)})
            said = mentions(connection, looked, texts)
        draft = new_draft(plan)
        compose_texts.definition(draft, found, said)
        return draft, said

    @staticmethod
    def _with_definition(draft: Draft) -> None:
        from assistant.about import explained

        found = explained(draft.plan.term)
        said, draft.paragraphs = draft.paragraphs, []
        compose_texts.definition(draft, found, None)
        draft.paragraphs += said
        draft.status = "answered"

    def _told(
        self, connection: Connection, plan: Plan, texts: Texts
    ) -> tuple[Draft, object] | None:
        """What the text says of a figure that no table has; None where it says nothing."""
        if not plan.query:
            return None
        from assistant.told import is_plain, told, which_is_asked

        found = told(connection, plan, texts, self._open_retriever())
        if found is None:
            return None
        asked, said = found
        if plan.refusal is not None and all(passage.near for passage in said.passages):
            draft, known = self._refused(connection, plan, plan.refusal, texts)
            compose_texts.come_near(draft, said.passages)
            return draft, (known, said)
        draft = new_draft(asked)
        in_words = plan.refusal is not None and plan.refusal.in_words
        if which_is_asked(plan):
            body = asked.scope.bodies[0]
            count, name = len(plan.scope.bodies), draft.name(body.name)
            where = draft.name(body.place or body.label)
            draft.add(draft.text("told.one", name=name, count=count, place=where))
        else:
            key = "told.said" if is_plain(plan, said) else "told.words"
            draft.add(draft.text(key if in_words else "told"))
        compose_texts.passages(draft, said)
        return draft, said

    def _refused(
        self, connection: Connection, plan: Plan, why: Refusal, texts: Texts
    ) -> tuple[Draft, object]:
        """The refusal, each way out with its number where that is a single value."""
        known = [
            (choice, self._value_of(connection, choice, why, texts))
            for choice in why.choices[:_CHOICES_ANSWERED]
        ]
        known += [(choice, None) for choice in why.choices[_CHOICES_ANSWERED:]]
        draft = new_draft(plan)
        said = said_of_absent_years(connection, plan, texts) if _is_absent(why) else ()
        compose_texts.refusal(draft, why, known, said)
        return draft, (tuple(value for _, value in known), said)

    def _value_of(
        self, connection: Connection, choice: Choice, why: Refusal, texts: Texts
    ) -> ValueAt | None:
        newest = _is_absent(why) and choice is why.choices[-1] and choice.label.endswith("年")
        if why.status != "needs_clarification" and not newest:
            return None
        plan = self._parse(choice.question, None)
        if plan.kind != "value" or len(plan.measures) != 1 or len(plan.scope.bodies) != 1:
            return None
        found = look_up(connection, plan, texts)
        single = isinstance(found, Values) and len(found.rows) == 1
        return found.rows[0].values[0] if isinstance(found, Values) and single else None

    # --- the last gate

    def _checked(
        self,
        connection: Connection,
        answer: Answer,
        draft: Draft,
        evidence: object,
        texts: Texts,
        wrong: Sequence[str],
    ) -> Answer:
        """`answer`, or an honest error where a number or a quote in it has no ground; `wrong` are
        values that do not follow from what their places print."""
        rids = _rids(connection, {citation.report_id for citation in answer.citations})
        found = [*wrong]
        found += problems(
            answer.answer,
            answer.citations,
            evidence,
            draft.plan,
            draft.words,
            draft.counts,
            lambda report_id: texts[rids[report_id]],
        )
        if not found:
            return answer
        _log.error("answer withheld (%s): %s", answer.question, "; ".join(found))
        return answer.withheld(_FAILED, found)


def _fell_back(found: Evidence) -> bool:
    """Whether a mention was looked for by nearness in meaning."""
    return isinstance(found, Mentions) and bool(found.nearest)


def _last(steps: Iterator[Step]) -> Answer:
    """The answer that ends a run of steps."""
    answer = deque(steps, maxlen=1).pop()
    if not isinstance(answer, Answer):
        raise TypeError(f"steps ended with {answer!r}, not with an Answer")
    return answer


def _joined(parts: Sequence[tuple[Draft, object]]) -> tuple[Draft, object]:
    """The answers to the parts of a question as one, and all their evidence."""
    (draft, evidence), *others = parts
    if not others:
        return draft, evidence
    for other, _ in others:
        draft = draft.with_part(other)
    every = (found if isinstance(found, tuple) else (found,) for _, found in parts)
    return draft, tuple(chain.from_iterable(every))


# Apart, each is answered from an index's shape; together they would walk every entry.
_STATE = select(
    select(func.count()).select_from(reports).scalar_subquery(),
    select(func.max(reports.c.rid)).scalar_subquery(),
)


def _is_absent(why: Refusal) -> bool:
    return why.status == "not_in_corpus"


def _has_language_model(home: Path) -> bool:
    named = any(name.startswith("NIANBAO_LLM_") and os.environ[name] for name in os.environ)
    return named or (home / "llm.toml").is_file()


def _rids(connection: Connection, report_ids: set[str]) -> Mapping[str, int]:
    return dict(connection.execute(_RIDS, {"ids": sorted(report_ids)}).tuples().all())


_RIDS = select(reports.c.report_id, reports.c.rid).where(among(reports.c.report_id, "ids"))


def _around(
    connection: Connection, found: Evidence, texts: Texts
) -> tuple[dict[int, Related], dict[int, tuple[Conflict, ...]]]:
    """What belongs beside the numbers shown: other cells and words, and contradictions."""
    rows: Sequence[Row] = getattr(found, "rows", ())
    shown = [row for row in rows[:_FLAGGED_ROWS] if row.report is not None and row.values]
    beside: dict[int, Related] = {}
    if isinstance(found, Values):
        single = len(shown) == 1 and len(shown[0].values) == 1
        asked = [row.values[0] for row in shown if single or row.values[0].value is None]
        for value in asked[:_FILLED_IN]:
            beside[value.report.rid] = related(connection, value, texts)
    if not shown:
        return beside, {}
    measures = [value.measure for value in shown[0].values]
    refs = [row.report for row in shown if row.report is not None]
    return beside, conflicts(connection, refs, measures, texts)


def _ms(start: float) -> float:
    return 1000 * (perf_counter() - start)
