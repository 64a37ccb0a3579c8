"""An answer while it is written: paragraphs, numbered citations and the words that are fixed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.evidence import Citation, Population, ReportRef, Row, ValueAt
from assistant.markdown import MARK, escape, number, shown_quote
from assistant.plan import Body, Plan, Status
from assistant.wording import Wording
from index.report import Number


@dataclass(slots=True)
class Draft:
    """Collects what an answer says. `words` are names and official labels that were put in whole:
    digits in them (三（七）, 14团) are no figures. `counts` are numbers of reports and years."""

    plan: Plan
    say: Wording
    paragraphs: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    counts: set[Number] = field(default_factory=set)
    warnings: list[str] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    bodies: dict[str, Body] = field(default_factory=dict)
    value: Number | None = None
    status: Status = "answered"
    population: Population | None = None
    _numbers: dict[Citation, int] = field(default_factory=dict)

    def add(self, *paragraphs: str) -> None:
        """Append paragraphs; empty ones are dropped."""
        self.paragraphs += [paragraph for paragraph in paragraphs if paragraph]

    def append(self, other: Draft) -> None:
        """What `other` says, behind what is said here; its marks are numbered on."""
        first = len(self.citations)
        self.paragraphs += [
            MARK.sub(lambda mark: f"[{int(mark[1]) + first}]", paragraph)
            for paragraph in other.paragraphs
        ]
        self.citations += other.citations
        self.value = other.value if self.value is None else self.value
        self.rows = self.rows or other.rows
        self.words |= other.words
        self.counts |= other.counts
        self.warnings += other.warnings

    def text(self, key: str, **given: object) -> str:
        """The wording under `key` in the plan's language, filled in; numbers are counts."""
        shown = {}
        for name, item in given.items():
            if isinstance(item, int | float):
                self.counts.add(item)
                item = number(item)
            shown[name] = item
        self.counts.update(self.say.literals(key))
        return self.say(key, **shown)

    def marks(self, citations: Iterable[Citation]) -> str:
        """[1][2] for `citations`, numbered by first use."""
        found = []
        for citation in citations:
            if citation not in self._numbers:
                self.citations.append(citation)
                self._numbers[citation] = len(self.citations)
            found.append(f"[{self._numbers[citation]}]")
        return "".join(dict.fromkeys(found))

    def name(self, text: str) -> str:
        """A name or an official label, escaped and remembered as fixed words."""
        shown = escape(text)
        self.words.add(shown)
        if text.isdigit():  # a year or a version used as a label
            self.counts.add(int(text))
        return shown

    def quote(self, citation: Citation) -> str:
        """“the quote”[n]."""
        opened, closed = self.say.quotes
        return f"{opened}{shown_quote(citation.quote)}{closed}{self.marks([citation])}"

    def row(
        self,
        report: ReportRef | None,
        issuer: str,
        year: int | None,
        value: Number | None,
        values: Mapping[str, Number | None],
    ) -> None:
        """One element of the answer's `rows`."""
        if report is not None:
            body = Body(name=report.body, key=report.body_key, place=report.place or None)
            self.bodies[report.body_key] = body
        self.rows.append(
            {
                "report_id": report.report_id if report else None,
                "issuer": issuer,
                "year": year,
                "value": value,
                "values": dict(values),
            }
        )

    def rows_of(self, rows: Sequence[Row]) -> None:
        """`rows` of the evidence as rows of the answer."""
        for row in rows:
            values = _named(row.values)
            computed = row.figure.value if row.figure else None
            asked = computed if row.figure else (row.values[0].value if row.values else None)
            report = row.report
            if report is not None:
                self.row(report, report.full_name, report.year, asked, values)
            else:
                year = int(row.label) if row.label.isdigit() else None
                self.row(None, row.label, year, asked, values)


def _named(values: Sequence[ValueAt]) -> dict[str, Number | None]:
    """Values by label, with the year where one label stands for two years."""
    labels = [value.measure.label for value in values]
    return {
        value.measure.label
        if labels.count(value.measure.label) == 1
        else f"{value.measure.label}（{value.report.year}年）": value.value
        for value in values
    }
