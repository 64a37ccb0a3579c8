"""One question's use of the language model: both seams of the engine, and what to say of them.

Whatever goes wrong ends in the rules' plan or the quotes alone, with a warning that says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from time import perf_counter

from assistant import llm_planner, llm_writer
from assistant.draft import Draft
from assistant.evidence import Passages
from assistant.llm import LanguageModel
from assistant.llm_settings import LLMError, load_settings
from assistant.places import Held
from assistant.plan import Plan

_NOT_PLANNED = "{why}；以下按规则理解的结果作答。"
_NOT_WRITTEN = "{why}；以下只列原文。"
_NOT_RUN = "语言模型给出的计划无法执行；以下按规则理解的结果作答。"


def open_model(home: Path) -> LanguageModel | None:
    """The model configured for `home`, if any; LLMSettingsError where its settings are wrong."""
    settings = load_settings(home)
    return LanguageModel(settings) if settings is not None else None


class Turn:
    """The calls one question may make, and the warnings they gave."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self._budget = model.budget()
        self._warnings: list[str] = []
        self._spent = 0.0
        self._before: list[tuple[Draft, list[str]]] = []  # paragraphs without the synthesis

    def plan(
        self, question: str, rules: Plan, held: Held, today: date, history: Sequence[str]
    ) -> Plan:
        """The model's plan where the rules left something unexplained and it has a good one."""
        if not llm_planner.is_needed(rules):
            return rules
        start = perf_counter()
        try:
            found = llm_planner.plan_with(
                self._model, question, rules, held, today, history, self._budget
            )
        except LLMError as error:
            self._warnings.append(_NOT_PLANNED.format(why=error))
            found = None
        self._spent += 1000 * (perf_counter() - start)
        return found or rules

    def plan_failed(self) -> None:
        """Note that the model's plan could not be run."""
        self._warnings.append(_NOT_RUN)

    def finish(
        self, parts: Sequence[tuple[Draft, object]], question: str, timings: dict[str, float]
    ) -> None:
        """A synthesis before the quotes of each part, where there are enough; the warnings; the
        time. `parts` are the drafts, each with what the engine composed it of: the found first.
        """
        alone = len(parts) == 1
        for draft, evidence in parts:
            found = evidence[0] if isinstance(evidence, tuple) and evidence else evidence
            if isinstance(found, Passages) and llm_writer.is_wanted(draft.plan, found):
                self._write(draft, found, question if alone else draft.plan.query)
        parts[0][0].warnings += self._warnings
        if self._spent:
            timings["llm"] = self._spent

    def _write(self, draft: Draft, found: Passages, question: str) -> None:
        start = perf_counter()
        before = list(draft.paragraphs)
        try:
            llm_writer.write(self._model, draft, found, question, self._budget)
            if draft.paragraphs != before:
                self._before.append((draft, before))
        except LLMError as error:
            self._warnings.append(_NOT_WRITTEN.format(why=error))
        self._spent += 1000 * (perf_counter() - start)

    def take_back(self) -> bool:
        """Undo every synthesis, for an answer that does not pass its last check; False if none."""
        for draft, before in self._before:
            draft.paragraphs = before
            draft.warnings.append(_NOT_WRITTEN.format(why="语言模型写的内容没有通过核对"))
        undone, self._before = bool(self._before), []
        return undone
