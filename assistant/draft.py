"""An answer while it is written: paragraphs, numbered citations and the words that are fixed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.evidence import Citation, Population, ReportRef, Row, ValueAt
from assistant.markdown import MARK, escape, number, shown_quote
from assistant.plan import Plan, Status
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
    bodies: dict[str, ReportRef] = field(default_factory=dict)
    value: Number | None = None
    status: Status = "answered"
    population: Population | None = None
    _numbers: dict[Citation, int] = field(default_factory=dict)
    _several: bool = False  # parts with a value of their own

    def add(self, *paragraphs: str) -> None:
        """Append paragraphs; empty ones are dropped."""
        self.paragraphs += [paragraph for paragraph in paragraphs if paragraph]

    def with_part(self, other: Draft) -> Draft:
        """What is said here and behind it what `other` says, its marks numbered on.

        The rows are those of both; two numbers are no single value, but the place of the first
        number among others is no second one; the population is that of the first part that has
        one.
        """
        first = len(self.citations)
        marked = (
            MARK.sub(lambda mark: f"[{int(mark[1]) + first}]", paragraph)
            for paragraph in other.paragraphs
        )
        place = other.plan.kind == "rank" and other.plan.part is not None
        placed = place and other.plan.measures == self.plan.measures and self.value is not None
        told = (self,) if placed else (self, other)
        values = [part.value for part in told if part.value is not None]
        return replace(
            self,
            paragraphs=[*self.paragraphs, *marked],
            citations=[*self.citations, *other.citations],
            words=self.words | other.words,
            counts=self.counts | other.counts,
            warnings=[*self.warnings, *other.warnings],
            rows=[*self._labelled_rows(), *other._labelled_rows()],
            bodies=self.bodies | other.bodies,
            value=values[0] if len(values) == 1 and not self._several else None,
            status=self.status if self.status == "answered" else other.status,
            population=self.population or other.population,
            _several=self._several or len(values) > 1,
        )

    def _labelled_rows(self) -> list[dict[str, Any]]:
        """The rows, a computed number under a name too: beside others it must say what it is."""
        labels = [measure.label for measure in self.plan.measures]
        usual = labels[0] if labels else self.say.function(self.plan, ())
        named = ((row["issuer"] if row["issuer"] in labels else usual, row) for row in self.rows)
        return [
            {**row, "values": {name: row["value"]}}
            if row["value"] is not None and not row["values"]
            else row
            for name, row in named
        ]

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
            self.bodies[report.body_key] = report
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
    if len(values) == 1:
        return {values[0].measure.label: values[0].value}
    labels = [value.measure.label for value in values]
    return {
        value.measure.label
        if labels.count(value.measure.label) == 1
        else f"{value.measure.label}（{value.report.year}年）": value.value
        for value in values
    }
