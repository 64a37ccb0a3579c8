"""What lookup and retrieval hand to the composer: typed values that carry their citations.

A citation is made where a cell or a sentence is read and travels with the value; it is never
matched to a text afterwards. Nothing here knows about SQL or wording.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from assistant.plan import Measure, Than
from index.report import CellKey, Number

State = Literal[
    "reported",
    "blank",
    "not_applicable",
    "text",
    "unreadable",
    "missing",  # the row or the table is absent from the report
    "silent",  # the text states no such number
    "not_comparable",  # the report's form has no comparable cell
    "no_cases",  # a ratio over a printed 0
]


class ReportRef(NamedTuple):
    """One stored report, as answers name it. `rid` is the store's row id of this version.

    A row of the store as it is: a list has one for each of its thousands of reports, and a frozen
    dataclass takes five times as long to make.
    """

    rid: int
    report_id: str
    body_key: str
    year: int | None
    form: str
    scope: str
    full_name: str
    body: str
    body_type: str
    province: str | None
    city: str | None
    county: str | None
    grade: str
    file: str

    @property
    def place(self) -> str:
        """省市县 in one word, "" where unknown; the form in which plans name a body's place."""
        parts = (self.province, self.city, self.county)
        return "".join(dict.fromkeys(part for part in parts if part))


def is_one_body(refs: Sequence[ReportRef]) -> bool:
    """Whether reports may be taken for those of one body: some years may print no place."""
    names = {report.body for report in refs}
    counties = {report.county for report in refs if report.county}
    years = [report.year for report in refs]
    return len(names) == 1 and len(counties) < 2 and len(set(years)) == len(years)


@dataclass(frozen=True, slots=True)
class Citation:
    """One printed place: `quote == text[start:end]` of the report's stored text.

    `value` is the number read there (0 for a denial in words), null where none is; it is what a
    figure standing before this citation's mark must equal. `settled`: an identity or an alignment
    decided it, so the quote alone need not show it.
    """

    report_id: str
    file: str
    issuer: str
    year: int | None
    section: str
    kind: Literal["cell", "text"]
    quote: str
    start: int
    end: int
    table: str | None = None
    row_code: str | None = None
    col_code: str | None = None
    value: Number | None = None
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One cell that entered a value. `reason` says, in Chinese, why it was repaired."""

    key: CellKey
    value: Number | None
    state: State
    raw: str | None = None
    repaired: bool = False
    reason: str | None = None
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A number the running text states; `denied` is a zero said in words."""

    value: Number | None
    unit: str | None
    approx: bool
    denied: bool
    includes_carried: bool
    relative: bool
    period: str
    field: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class ValueAt:
    """A measure's value in one report, with everything it rests on.

    `value` is null unless `state` is "reported". `at_least` is the sum of the reported cells of a
    sum that has unreported ones; `parts` are the cells of the numerator, `over` and `minus` those
    of a ratio's denominator; `statement` takes their place where the text states the number;
    of a ratio of two such numbers it is the numerator, and `whole` the denominator; `added` are
    those summed with it.
    """

    report: ReportRef
    measure: Measure
    value: Number | None
    state: State
    parts: tuple[Part, ...] = ()
    over: tuple[Part, ...] = ()
    minus: tuple[Part, ...] = ()
    statement: Statement | None = None
    whole: Statement | None = None
    added: tuple[Statement, ...] = ()
    at_least: Number | None = None

    @property
    def all_parts(self) -> tuple[Part, ...]:
        """Every cell that entered, numerator first."""
        return self.parts + self.over + self.minus

    @property
    def said(self) -> tuple[Statement, ...]:
        """The statements it rests on, numerator first."""
        return tuple(s for s in (self.statement, self.whole, *self.added) if s is not None)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Where the value is printed, in the order of its formula."""
        if self.statement is not None:
            return tuple(said.citation for said in self.said)
        return tuple(part.citation for part in self.all_parts if part.citation is not None)

    @property
    def numerator(self) -> Number | None:
        """Sum of the numerator cells; null unless all are reported."""
        return total(part.value for part in self.parts)

    @property
    def denominator(self) -> Number | None:
        """Sum of `over` less `minus`; null unless all are reported, or for a plain value."""
        whole, less = total(p.value for p in self.over), total(p.value for p in self.minus)
        return None if whole is None or less is None or not self.over else whole - less


def total(values: Iterator[Number | None]) -> Number | None:
    """The sum, exact to 6 decimals; null where any term is null."""
    terms = list(values)
    if any(term is None for term in terms):
        return None
    return tidy(sum(term for term in terms if term is not None))


def tidy(value: float) -> Number:
    """A computed number without float dust: 0.1+0.2 is 0.3, whole ones are `int`."""
    rounded = round(value, 6)
    return int(rounded) if float(rounded).is_integer() else rounded


def percent(part: Number, whole: Number) -> Number:
    """`part` of a `whole` that is not 0, in percent, to two decimals."""
    return tidy(round(100 * part / whole, 2))


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A report in scope whose value or condition cannot be decided, and why (Chinese)."""

    report: ReportRef
    reason: str


@dataclass(frozen=True, slots=True)
class Population:
    """How many reports stand behind a list or a figure.

    `held` in scope, `readable` with the asked numbers, `matched` meeting the conditions;
    `area_excluded` are reports on a whole area that were left out of township figures; `unplaced`
    those that do not print the province or city asked for, so that they may lie in it or not.
    """

    held: int
    readable: int
    matched: int
    unjudged: tuple[Unjudged, ...] = ()
    area_excluded: int = 0
    unplaced: int = 0


@dataclass(frozen=True, slots=True)
class Conflict:
    """A stored finding that touches what was asked, with the places it rests on."""

    report: ReportRef
    rule: str
    detail: str
    citations: tuple[Citation, ...] = ()
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Absent:
    """A body and year that were asked for and are not held; `held_years` of that body are."""

    name: str
    year: int | None
    held_years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list. A group's line has no report but a `label`."""

    values: tuple[ValueAt, ...]
    report: ReportRef | None = None
    label: str = ""
    figure: Figure | None = None  # the computed number of a group, a change or an aggregate
    step: Figure | None = None  # trend: the difference to the year before


@dataclass(frozen=True, slots=True)
class Figure:
    """A computed number with its operands; `verify` does the sum again.

    `kind` says how `value` follows from `operands`. `count` is how many numbers entered where
    they are too many to be listed (`operands` is then empty). `value` is null where the operation
    has no result (a ratio over 0, growth from 0): `reason` says why.
    """

    kind: Literal[
        "sum", "mean", "median", "max", "min", "count", "share", "difference", "growth", "times"
    ]
    value: Number | None
    operands: tuple[Number, ...] = ()
    count: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Standard:
    """What a condition compared with: a body's value, or a figure over the plan's scope."""

    than: Than
    measure: Measure
    value: ValueAt | None = None
    figure: Figure | None = None

    @property
    def number(self) -> Number | None:
        """The number compared with; null where there is none."""
        found = self.value or self.figure
        return found.value if found else None


@dataclass(frozen=True, slots=True)
class Values:
    """value, compare: what the reports named have, one row a report; what of them is not held."""

    rows: tuple[Row, ...]
    absent: tuple[Absent, ...] = ()
    difference: Figure | None = None  # of two bodies, or of two measures of one
    times: Figure | None = None  # how many times the smaller the larger is


@dataclass(frozen=True, slots=True)
class Related:
    """What stands beside a single value: other cells of the same matter, and the text on it."""

    values: tuple[ValueAt, ...] = ()
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """list, rank: complete rows; `tied_out` reports tie with the last one and are not listed."""

    rows: tuple[Row, ...]
    population: Population
    tied_out: int = 0
    together: Figure | None = None  # what the first of a ranking make, or their share of the whole
    contrary: tuple[Conflict, ...] = ()  # left out by their table, while their text would let in
    met: tuple[ReportRef, ...] = ()  # asked whether all do: those that do; `rows` do not
    areas: tuple[Row, ...] = ()  # reports on whole areas that meet the conditions; none of `rows`


@dataclass(frozen=True, slots=True)
class Total:
    """aggregate: one figure, or one a group; `rows` are the reports that entered."""

    groups: tuple[Row, ...]
    rows: tuple[Row, ...]
    population: Population
    complete: bool = True  # false: `rows` lists only the largest contributions
    ungrouped: int = 0  # reports that belong to no known group of a ranking
    areas: tuple[Row, ...] = ()  # what reports on the whole area of a region say themselves
    part: ValueAt | None = None  # the value of the body whose share is asked for
    share: Figure | None = None  # and its share
    area_shares: tuple[Figure, ...] = ()  # its shares of what `areas` say, in order
    contrary: tuple[Conflict, ...] = ()  # not counted, while their text would let them in
    difference: Figure | None = None  # compare: of two groups, the first less the second


@dataclass(frozen=True, slots=True)
class Series:
    """trend: one row a year (of one body, or of a fixed set of bodies), oldest first; `change` is
    that between the two years of `span`."""

    rows: tuple[Row, ...]
    absent: tuple[Absent, ...] = ()
    change: Figure | None = None
    span: tuple[int, int] = (0, 0)
    same_bodies: int = 0  # how many bodies each year's figure rests on; 0 for a single body
    said: tuple[Statement, ...] = ()  # what a report says about a year that is not held
    population: Population | None = None  # of a total over many bodies
    stated: tuple[Statement, ...] = ()  # what gave the earlier year's number where no report did
    before: Figure | None = None  # that number, as it follows from them


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive sentences of one section, quoted whole; `score` is comparable in one answer."""

    report: ReportRef
    section: str
    citation: Citation
    score: float = 0.0
    near: bool = False  # said with a near term, not the asked one
    topic: int = 0  # mention: which of the plan's topics it says


@dataclass(frozen=True, slots=True)
class Passages:
    """narrative, mixed: the best passages, best first; `silent` reports hold none."""

    passages: tuple[Passage, ...]
    population: Population
    rows: tuple[Row, ...] = ()  # mixed: the values that passed the filter
    silent: tuple[ReportRef, ...] = ()
    unsaid: tuple[str, ...] = ()  # parts of the query that a few reports write nowhere
    untold: tuple[str, ...] = ()  # 原因, 效果: asked for, in none of the sentences of one report
    older: bool = False  # the newest report says nothing of it; these are of earlier years


@dataclass(frozen=True, slots=True)
class Saying:
    """That a report says one of the plan's topics, or says it in near words."""

    rid: int
    topic: int
    near: bool


@dataclass(frozen=True, slots=True)
class Mentions:
    """mention: the reports that say it, with the sentence; `silent` are those that meet a plan
    where no sentence need say so (negated, a part, a yes or no), `others` those that do not meet a
    yes or no; `rows` are the numbers by which a mixed plan chose the reports. Reports past those
    that an answer shows are not quoted: `more` say it, `unquoted` is what they say, or say in near
    words."""

    passages: tuple[Passage, ...]
    population: Population
    more: tuple[ReportRef, ...] = ()
    unquoted: tuple[Saying, ...] = ()
    silent: tuple[ReportRef, ...] = ()
    rows: tuple[Row, ...] = ()
    whole: tuple[Passage, ...] = ()  # where none says it as it is: sentences with all its words
    alike: tuple[Passage, ...] = ()  # and those that carry most of its words
    nearest: tuple[Passage, ...] = ()  # where there are none either: the nearest in meaning
    others: tuple[ReportRef, ...] = ()
    times: Mapping[int, int] = field(default_factory=dict)  # asked how often: row id → how often

    def sayings(self) -> Iterator[Saying]:
        """Who says what, quoted or not."""
        for passage in self.passages:
            yield Saying(passage.report.rid, passage.topic, passage.near)
        yield from self.unquoted


@dataclass(frozen=True, slots=True)
class Check:
    """A rule that holds in one report: the cells on both sides of its formula."""

    report: ReportRef
    rule: str
    formula: str
    left: tuple[Part, ...]
    right: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """quality: stored findings in scope, by report; `passed` where named bodies keep a rule."""

    items: tuple[Conflict, ...]
    population: Population
    passed: tuple[Check, ...] = ()
    blank: int = 0  # cells that the findings call blank
    sound: tuple[ReportRef, ...] = ()  # asked which have no finding: those


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Reports counted by year, kind of body, place or form; "" for what is unknown."""

    by: str
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Corpus:
    """corpus: what is held, counted; `rows` where reports are listed."""

    parts: tuple[Breakdown, ...]
    rows: tuple[Row, ...] = ()
    population: Population = field(default_factory=lambda: Population(0, 0, 0))
    span: tuple[int, ...] = ()  # years: the first and the last year of all that is held
    gaps: tuple[int, ...] = ()  # the years between of which the scope holds nothing
    whole: int = 0  # share: all reports held
