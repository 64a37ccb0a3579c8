"""The page's functions for programs: Gradio API endpoints, and MCP tools with `--mcp`.

Every function takes and gives plain JSON values; an answer has the form of the contract's ANSWER.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import gradio as gr

from assistant.page.corpus import narrow
from assistant.page.desk import Desk
from assistant.page.quality import joined
from assistant.plan import Plan
from index.errors import NianbaoError

_ROWS_AT_ONCE = 1000
_TURNS = 20


class Api:
    """Endpoints over one desk."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def publish(self) -> None:
        """Name the endpoints within the open `gr.Blocks`."""
        functions = (
            self.ask,
            self.run_plan,
            self.source,
            self.reports,
            self.cells,
            self.findings,
        )
        for function in functions:
            gr.api(_shown(function), api_name=function.__name__)

    def ask(
        self, request: gr.Request, question: str, before: list[str] | None = None
    ) -> dict[str, Any]:
        """Answer a question on the annual reports held, with citations.

        Args:
            question: The question, in Chinese or English, at most 500 characters.
            before: Earlier questions of the same conversation, oldest first; the question may
                lean on them.

        Returns:
            The answer: status, answer (Markdown with [n] marks), value, rows, citations, plan.
        """
        asked = [*(before or [])[-_TURNS:], question]
        self._limit(request, asked)
        with _told():
            session = self.desk.assistant.new_session()
            return [self.desk.assistant.ask(text, session) for text in asked][-1].as_json()

    def run_plan(
        self, request: gr.Request, plan: dict[str, Any], question: str = ""
    ) -> dict[str, Any]:
        """Run a plan, as an answer's `plan` gives it, changed or not.

        Args:
            plan: The plan.
            question: What to call it in the answer.

        Returns:
            The answer, as from `ask`.
        """
        self._limit(request, [question])
        with _told():
            try:
                made = Plan.model_validate(plan)
            except ValueError as error:
                raise NianbaoError(f"计划有误：{error}") from error
            return self.desk.assistant.run(made, question).as_json()

    def _limit(self, request: gr.Request, questions: list[str]) -> None:
        """Refuse what is too long, and clients that ask too much."""
        client = str(request.session_hash or (request.client.host if request.client else ""))
        refused = self.desk.refuse(max(questions, key=len), client, "zh")
        if refused:
            raise gr.Error(refused)

    def source(self, report_id: str, start: int, end: int, around: int = 300) -> dict[str, Any]:
        """The text of a report around a citation's offsets.

        Args:
            report_id: The citation's report_id.
            start: The citation's start.
            end: The citation's end.
            around: Characters to give before and after it, at most 5000.

        Returns:
            quote, before, after, and the length of the whole text.
        """
        with _told():
            text = self.desk.assistant.store.text(report_id)
        low, high = max(0, min(start, len(text))), max(0, min(end, len(text)))
        size = max(0, min(around, 5000))
        return {
            "quote": text[low:high],
            "before": text[max(0, low - size) : low],
            "after": text[high : high + size],
            "length": len(text),
        }

    def reports(self, search: str = "", year: int | None = None) -> list[dict[str, Any]]:
        """The reports held, at most 1000.

        Args:
            search: Part of an issuer, place or file name; empty for all.
            year: Only reports for this year.

        Returns:
            One record a report: report_id, file, issuer, places, year, form, cells, grade.
        """
        with _told():
            rows = self.desk.assistant.store.listing()
        return narrow(rows, search=search, year=year)[:_ROWS_AT_ONCE]

    def cells(self, report_id: str) -> list[dict[str, Any]]:
        """Every statutory cell of one report, with its state; null is no number, never 0.

        Args:
            report_id: As `reports` or a citation gives it.

        Returns:
            table, row, col, value, state, raw, start, end, repaired of each cell.
        """
        with _told():
            report = self.desk.assistant.store.report(report_id)
        return [cell._asdict() for cell in report.cells]

    def findings(self, rule: str = "", year: int | None = None) -> list[dict[str, Any]]:
        """Broken checks (sums, text against table, one year against the next), at most 1000.

        Args:
            rule: Only this rule, e.g. column_balance; empty for all.
            year: Only reports for this year.

        Returns:
            report_id, file, issuer, year, rule, detail and cells of each finding.
        """
        with _told():
            found = joined(self.desk.assistant.store)
        return [
            item
            for item in found
            if (not rule or item["rule"] == rule) and year in (None, item["year"])
        ][:_ROWS_AT_ONCE]


@contextmanager
def _told() -> Iterator[None]:
    """Errors that explain themselves reach the caller in words."""
    try:
        yield
    except NianbaoError as error:
        raise gr.Error(str(error)) from error


def _shown(method: Callable[..., Any]) -> Callable[..., Any]:
    """A plain function with the method's signature and documentation, as `gr.api` wants it."""

    @wraps(method)
    def function(*given: Any, **named: Any) -> Any:
        return method(*given, **named)

    return function
