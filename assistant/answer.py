"""Evidence → Answer: numbers first, each with its citation, in the contract's form (DESIGN §3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from assistant import compose_corpus, compose_totals, compose_years
from assistant import compose_lists as lists
from assistant import compose_mentions as said
from assistant import compose_texts as texts
from assistant import compose_values as values
from assistant.compose_parts import absences, label
from assistant.draft import Draft
from assistant.evidence import (
    Citation,
    Conflict,
    Corpus,
    Findings,
    Listing,
    Mentions,
    Passages,
    Population,
    Related,
    ReportRef,
    Row,
    Series,
    Standard,
    Total,
    Unjudged,
    ValueAt,
    Values,
)
from assistant.lookup_reasons import reason
from assistant.plan import Body, Plan, Status
from assistant.wording import Wording
from assistant.wording_en import English
from index.report import Number

Evidence = Values | Listing | Total | Series | Findings | Corpus | Passages | Mentions
_WORDINGS = {"zh": Wording(), "en": English()}
STAGES = ("plan", "lookup", "retrieve", "compose", "total")
_LOW_GRADES = ("C", "D")
_WARNED_REPORTS = 20  # more reports than this with one problem are counted, not named


@dataclass(frozen=True, slots=True)
class Answer:
    """What every surface shows; `as_json` is the contract's ANSWER.

    `reports` are one of each body of `rows`, in their order: what a follow-up may point at.
    """

    question: str
    status: Status
    answer: str
    value: Number | None
    rows: tuple[dict[str, Any], ...]
    citations: tuple[Citation, ...]
    population: Population | None
    plan: Plan | None
    plan_text: str
    warnings: tuple[str, ...]
    timings_ms: dict[str, float] = field(default_factory=dict)
    reports: tuple[ReportRef, ...] = ()

    @property
    def bodies(self) -> tuple[Body, ...]:
        """The bodies of `rows`, in their order."""
        return tuple(
            Body(name=report.body, key=report.body_key, place=report.place or None)
            for report in self.reports
        )

    def as_json(self) -> dict[str, Any]:
        """Plain data in the contract's field order."""
        return {
            "question": self.question,
            "status": self.status,
            "answer": self.answer,
            "value": self.value,
            "rows": list(self.rows),
            "citations": [_citation(n, c) for n, c in enumerate(self.citations, start=1)],
            "population": _population(self.population),
            "plan": self.plan.model_dump(mode="json", exclude_defaults=True) if self.plan else None,
            "plan_text": self.plan_text,
            "warnings": list(self.warnings),
            "timings_ms": self.timings_ms,
        }

    def timed(self, timings_ms: dict[str, float]) -> Answer:
        """The answer with how long each stage took; 0 for a stage it did not need."""
        return replace(self, timings_ms={**dict.fromkeys(STAGES, 0.0), **timings_ms})

    def withheld(self, message: str, problems: Sequence[str]) -> Answer:
        """An error in place of an answer that failed its check: nothing of it is shown."""
        return Answer(
            self.question,
            "error",
            message,
            None,
            (),
            (),
            None,
            self.plan,
            self.plan_text,
            tuple(problems),
            self.timings_ms,
        )


def failed(question: str, message: str) -> Answer:
    """An ANSWER for a question that could not be worked on at all."""
    return Answer(question, "error", message, None, (), (), None, None, "", ()).timed({})


def finish(draft: Draft, question: str, plan_text: str) -> Answer:
    """The draft as an answer."""
    return Answer(
        question=question,
        status=draft.status,
        answer="\n\n".join(draft.paragraphs),
        value=draft.value,
        rows=tuple(draft.rows),
        citations=tuple(draft.citations),
        population=draft.population,
        plan=draft.plan,
        plan_text=plan_text,
        warnings=tuple(dict.fromkeys(draft.warnings)),
        reports=tuple(draft.bodies.values()),
    )


def _citation(n: int, citation: Citation) -> dict[str, Any]:
    found = {"n": n, **asdict(citation)}
    del found["value"], found["settled"]
    order = ("n", "report_id", "file", "issuer", "year", "section", "kind", "table", "row_code")
    return {name: found.pop(name) for name in order} | {
        name: found[name] for name in ("col_code", "quote", "start", "end")
    }


def _population(found: Population | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "held": found.held,
        "readable": found.readable,
        "matched": found.matched,
        "unjudged": [
            {"report_id": item.report.report_id, "reason": item.reason} for item in found.unjudged
        ],
    }


def new_draft(plan: Plan) -> Draft:
    """An empty draft in the plan's language."""
    return Draft(plan, _WORDINGS[plan.language])


def compose(
    plan: Plan,
    found: Evidence,
    beside: Mapping[int, Related],
    conflicts: Mapping[int, Sequence[Conflict]],
    standards: Sequence[Standard] = (),
) -> Draft:
    """The draft of an answer. `beside` (what belongs to a value) and `conflicts` are by row id;
    `standards` are what the plan's conditions compared with."""
    draft = new_draft(plan)
    if isinstance(found, Values):
        _values(draft, found, beside, conflicts)
    elif isinstance(found, Listing):
        lists.listing(draft, found, conflicts)
    elif isinstance(found, Total):
        compose_totals.total(draft, found, conflicts)
    elif isinstance(found, Series):
        compose_years.trend(draft, found, conflicts)
    elif isinstance(found, Findings):
        compose_corpus.findings(draft, found)
    elif isinstance(found, Corpus):
        compose_corpus.corpus(draft, found)
    elif isinstance(found, Passages):
        texts.passages(draft, found)
    else:
        said.mentions(draft, found)
    for standard in standards:
        lists.compared_with(draft, standard)
    if isinstance(found, Values | Listing | Total | Series):
        first = compose_totals.area_first(plan, found) if isinstance(found, Total) else ()
        _warn(draft, (*first, *found.rows))
    if plan.in_yuan and isinstance(found, Values | Listing | Total | Series):
        apart = found.difference if isinstance(found, Values) else None
        draft.add(values.in_yuan(draft, found.rows, apart))
    draft.add(*(draft.name(sentence) for sentence in plan.left_out))
    if plan.unexplained:
        words = draft.say.list(list(plan.unexplained))
        draft.warnings.append(draft.text("warning.unexplained", words=words))
    return draft


def _values(
    draft: Draft,
    found: Values,
    beside: Mapping[int, Related],
    conflicts: Mapping[int, Sequence[Conflict]],
) -> None:
    if not found.rows:
        draft.status = "not_in_corpus"
        absences(draft, found.absent)
    elif len(found.rows) == 1 and len(found.rows[0].values) == 1 and draft.plan.kind == "value":
        draft.rows_of(found.rows)
        value = found.rows[0].values[0]
        values.single(draft, value, beside.get(value.report.rid, Related()), conflicts)
        absences(draft, found.absent)
    else:
        values.several(draft, found, beside, conflicts)
    counted = [row for row in found.rows if row.values and row.values[0].value is not None]
    open_ = tuple(row for row in found.rows if row not in counted)
    draft.population = Population(len(found.rows), len(counted), len(counted), _open(open_))


def _open(rows: Sequence[Row]) -> tuple[Unjudged, ...]:
    return tuple(Unjudged(row.report, reason(row.values[0])) for row in rows if row.report)


def _warn(draft: Draft, rows: Sequence[Row]) -> None:
    """Repaired cells, low grades and area reports among what is shown."""
    low: dict[str, str] = {}
    for row in rows:
        for value in row.values:
            _warn_repaired(draft, value)
            report = value.report
            name = {"name": report.full_name, "year": report.year}
            if report.grade in _LOW_GRADES and value.measure.cells:
                low[report.report_id] = draft.text("warning.grade", grade=report.grade, **name)
            if not value.measure.unit and value.measure.cells and value.value is not None:
                low["/unit"] = draft.text("warning.unit", label=label(draft, value.measure))
            if report.scope == "area":
                low[report.report_id + "/area"] = draft.text("warning.area", **name)
    draft.warnings += list(low.values())[:_WARNED_REPORTS]


def _warn_repaired(draft: Draft, value: ValueAt) -> None:
    repaired = [part for part in value.all_parts if part.repaired]
    if repaired:
        cells = draft.say.rows([part.key for part in repaired]).strip()
        draft.warnings.append(
            draft.text(
                "warning.repaired",
                name=value.report.full_name,
                year=value.report.year,
                cells=cells,
                reason=repaired[0].reason or "",
            )
        )
