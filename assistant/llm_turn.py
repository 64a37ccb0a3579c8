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
        self._before: list[str] | None = None  # the draft's paragraphs without the synthesis

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
        self, draft: Draft, evidence: object, question: str, timings: dict[str, float]
    ) -> None:
        """A synthesis before the draft's quotes, where there are enough; the warnings; the time.

        `evidence` is what the engine composed the draft of: the found first.
        """
        found = evidence[0] if isinstance(evidence, tuple) and evidence else evidence
        if isinstance(found, Passages) and llm_writer.is_wanted(draft.plan, found):
            start = perf_counter()
            try:
                before = list(draft.paragraphs)
                llm_writer.write(self._model, draft, found, question, self._budget)
                self._before = before if draft.paragraphs != before else None
            except LLMError as error:
                self._warnings.append(_NOT_WRITTEN.format(why=error))
            self._spent += 1000 * (perf_counter() - start)
        draft.warnings += self._warnings
        if self._spent:
            timings["llm"] = self._spent

    def take_back(self, draft: Draft) -> bool:
        """Undo the synthesis, for an answer that does not pass its last check; False if none."""
        if self._before is None:
            return False
        draft.paragraphs, self._before = self._before, None
        draft.warnings.append(_NOT_WRITTEN.format(why="语言模型写的内容没有通过核对"))
        return True
