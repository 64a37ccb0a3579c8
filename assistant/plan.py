"""`Plan`: a question as a small language a reader can see through; the only thing executed.

The rule parser, the page's editor and a language model all produce plans; every plan is validated
here and round-trips through JSON. Cells are named by the codes of DESIGN §4
("requests.received.total"), so a plan says exactly which printed cells an answer rests on.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from index.form import TABLES, split_key

Kind = Literal[
    "value",  # one or several measures of one or several named bodies
    "list",  # all reports that meet the conditions
    "rank",  # ordered, with a limit
    "aggregate",  # one figure over the scope, or one a group
    "compare",  # bodies or groups side by side
    "trend",  # one body or scope over years
    "quality",  # findings of the checks
    "narrative",  # what, how, why: quoted sentences
    "mention",  # which reports say X: exhaustive text match
    "mixed",  # conditions on cells, then quoted sentences
    "corpus",  # what is held
    "definition",  # what a term or a rate means
    "refusal",  # not answerable: status and reason
]
Status = Literal["answered", "not_in_corpus", "needs_clarification", "out_of_scope", "error"]
Operator = Literal[">", ">=", "<", "<=", "=", "!=", "between", "outside", "state"]
Function = Literal["sum", "mean", "median", "max", "min", "count", "share"]
Group = Literal["province", "city", "county", "year", "body_type"]
MOST_PARTS = 4  # of one question
State = Literal["reported", "blank", "not_applicable", "text", "unreadable", "missing", "silent"]


Aspect = Literal[
    "count", "years", "places", "bodies", "source", "reports", "section", "times",
    "several", "single", "share", "formats", "forms", "unplaced", "help",
]  # fmt: skip
TextPart = Literal[
    "overview", "proactive", "requests", "disputes", "problems", "other", "problem", "improvement"
]


class _Part(BaseModel):
    """Strict parts: unknown fields are refused, so a mistyped plan never half-runs."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _check_cells(cells: tuple[str, ...]) -> tuple[str, ...]:
    for key in cells:
        try:
            table, row, col = split_key(key)
            columns = {c.code for c in TABLES[table].row_cols(TABLES[table].row(row))}
        except (KeyError, StopIteration, ValueError):
            columns = set()
            col = ""
        if col not in columns:
            raise ValueError(f"没有这个单元格：{key}")
    return cells


class Body(_Part):
    """A reporting body of the corpus: `key` is the store's body_key, `place` 省/市/县 if known,
    `year` the one whose report is meant where bodies of different years stand side by side."""

    name: str
    key: str | None = None
    place: str | None = None
    year: int | None = None

    @property
    def label(self) -> str:
        """The name with the nearest place above before it, as far as known."""
        above = (self.place or "").rpartition("/")[2]
        return self.name if above in self.name else above + self.name


class Measure(_Part):
    """A number asked for: a cell, a sum of cells, a narrative claim, or a ratio of sums.

    `cells` are summed; with `over` the value is 100 × Σcells / (Σover − Σminus), in percent.
    `cells_2019` replaces `cells` on reports in the 2019 form where the two are comparable; empty
    means: not comparable, such reports are unjudged. `claim` names a claim field instead of cells;
    with `claim_over` the value is 100 × claim / claim_over, both stated by one report's text.
    `claim_parts` are claims added to it, as far as stated; where `claim` is what they are parts of
    (新媒体 of 微信 and 短视频) their sum stands in for it only in reports that do not state it.
    """

    code: str
    label: str
    unit: str = "件"
    cells: tuple[str, ...] = ()
    cells_2019: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    claim: str | None = None
    claim_over: str | None = None
    claim_parts: tuple[str, ...] = ()

    _cells_exist = field_validator("cells", "cells_2019", "over", "minus")(_check_cells)

    @model_validator(mode="after")
    def _one_source(self) -> Measure:
        if bool(self.cells) == bool(self.claim):
            raise ValueError(f"指标“{self.label}”须且只须指明单元格或正文数字之一")
        if self.claim_over and (not self.claim or self.claim_over == self.claim):
            raise ValueError(f"指标“{self.label}”的分母须是另一个正文数字，分子也须是正文数字")
        if self.claim_parts and (not self.claim or self.claim_over):
            raise ValueError(f"指标“{self.label}”的各部分须附在一个正文数字上，且不是比率")
        if self.claim and (self.over or self.minus):
            raise ValueError(f"指标“{self.label}”的正文数字不能以单元格为分母")
        return self

    @property
    def is_ratio(self) -> bool:
        """True where the value is a percentage of two sums."""
        return bool(self.over or self.claim_over)

    @property
    def claims(self) -> tuple[str, ...]:
        """The claim fields it rests on, numerator first."""
        return tuple(f for f in (self.claim, self.claim_over, *self.claim_parts) if f)


class Region(_Part):
    """A province, city or county by the name the reports carry.

    `place` is 省市 above it, given only where regions of that name are held in several places: ""
    stands for the reports that print nothing above.
    """

    level: Literal["province", "city", "county"]
    name: str
    place: str | None = None

    @property
    def label(self) -> str:
        """The name, with its place where it needs one."""
        return self.name if self.place is None else (self.place or "未写明所属的") + self.name

    @property
    def told_by(self) -> Literal["province", "city", "county"]:
        """The level at which a report tells whether it lies there: of a region with a `place` the
        one above."""
        if self.place is None:
            return self.level
        return "city" if self.level == "county" else "province"


class Scope(_Part):
    """Which reports are looked at; empty fields do not narrow. Area-wide reports stay out of
    township figures unless `area` asks for them (DOMAIN §2, scope)."""

    bodies: tuple[Body, ...] = ()
    without: tuple[Body, ...] = ()  # left out of what the other fields select
    regions: tuple[Region, ...] = ()
    body_types: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    latest_only: bool = False  # no year asked: the latest report of each body
    form: Literal["2021", "2019", "pre2019"] | None = None
    area: bool = False


class Than(_Part):
    """What a condition compares with where no number is said: the `function` of its own measure
    over the plan's scope, its measure in the report of a `body` (for `year`, else the scope's), or
    another `measure` of the same report."""

    function: Literal["mean", "median"] | None = None
    body: Body | None = None
    year: int | None = None
    measure: Measure | None = None

    @model_validator(mode="after")
    def _one(self) -> Than:
        if sum(part is not None for part in (self.function, self.body, self.measure)) != 1:
            raise ValueError("比较对象须且只须是平均数（中位数）、一个单位或另一项指标")
        return self


class Condition(_Part):
    """`measure op value` (between: `value` ≤ x ≤ `high`; outside: the rest; state: the cell's
    printed state), or `measure op than`, whose value, if any, is looked up when the plan is run."""

    measure: Measure
    op: Operator
    value: float | None = None
    high: float | None = None
    state: State | None = None
    than: Than | None = None

    @model_validator(mode="after")
    def _operands(self) -> Condition:
        if self.than is not None:
            if self.op in ("between", "outside", "state"):
                raise ValueError(f"条件“{self.op}”不能与比较对象同用")
            return self
        spans = self.op in ("between", "outside")
        needs = self.high if spans else self.state if self.op == "state" else self.value
        if needs is None or (spans and self.value is None):
            raise ValueError(f"条件“{self.op}”缺少数值")
        return self


class Topic(_Part):
    """What a text may say: any of `terms`, or something under a `part` of the form (a section with
    its text or table, the problems named, the remedies); `negated`: reports that do NOT say it."""

    terms: tuple[str, ...] = ()
    near_terms: tuple[str, ...] = ()  # near, not equal; listed apart
    words: tuple[str, ...] = ()  # as asked, where several are one topic; else the first of `terms`
    part: TextPart | None = None
    negated: bool = False

    @property
    def shown(self) -> tuple[str, ...]:
        """The terms that are words; those of two parts close by each other (没有‥网站) are not."""
        return tuple(term for term in self.terms if "‥" not in term)

    @model_validator(mode="after")
    def _something(self) -> Topic:
        if bool(self.terms) == (self.part is not None):
            raise ValueError("要查找的内容须且只须是词语或报告的一个部分")
        return self


class Whether(_Part):
    """A yes or no over the scope: do `all`, `any`, `none` of the reports meet the conditions (or
    say the topics), or `only` those of `bodies` or of the kinds `body_types`."""

    asks: Literal["all", "any", "none", "only"]
    bodies: tuple[Body, ...] = ()
    body_types: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _only_whom(self) -> Whether:
        if (self.asks == "only") != bool(self.bodies or self.body_types):
            raise ValueError("“只有”须指明是哪些单位，其他问法不须指明")
        return self


class Order(_Part):
    """Sort key: the first measure's value, the change over years, or the year."""

    by: Literal["value", "change", "year"] = "value"
    descending: bool = True


class Change(_Part):
    """Difference (件) or growth (percent) from `base` to `year`; `direction` keeps only bodies
    that rose or fell in every step from `base` to `year`."""

    base: int
    year: int
    kind: Literal["difference", "growth"] = "difference"
    direction: Literal["rising", "falling"] | None = None


class Choice(_Part):
    """One way out of a clarification: a label to show and the question to ask instead."""

    label: str
    question: str


class Refusal(_Part):
    """Why a question is not answered, and what could be asked instead."""

    status: Literal["not_in_corpus", "needs_clarification", "out_of_scope"]
    reason: str
    choices: tuple[Choice, ...] = ()
    in_words: bool = False  # with a query: any sentence that carries it is told, figure or not


CELL_RULES = {
    "not_applicable_cells": "填“/”或“-”",
    "text_cells": "填文字",
    "unreadable_cells": "无法辨认",
    "repaired_cells": "经勾稽或对齐修复",
}
"""What quality may ask for beside the rules of the checks: name → what is said of the cells."""


class Plan(_Part):
    """The understood question. `plan_text.render` says it in words."""

    kind: Kind
    scope: Scope = Scope()
    measures: tuple[Measure, ...] = ()
    also: tuple[Measure, ...] = ()  # value: other readings of a word, shown beside the measure
    in_yuan: bool = False  # amounts printed in 万元 are said in 元 as well
    conditions: tuple[Condition, ...] = ()
    combine: Literal["all", "any"] = "all"
    function: Function | None = None  # rank: what the first of the order make together
    group: Group | None = None
    part: Body | None = None  # aggregate: whose share of the sum is asked for; rank: whose place
    order: Order | None = None
    limit: int | None = Field(default=None, ge=1)
    change: Change | None = None
    # quality: check rules of DESIGN §4, or CELL_RULES; empty for all rules
    rules: tuple[str, ...] = ()
    query: str = ""  # what to look for in the text; refusal: looked for before it is given
    section: (
        Literal["overview", "proactive", "requests", "disputes", "problems", "other"] | None
    ) = None
    terms: tuple[str, ...] = ()  # a report matches if it says any; refusal: to be said with `query`
    item: int | None = None  # narrative: of the list asked for only this one, −1 the last
    near_terms: tuple[str, ...] = ()  # near, not equal; listed apart
    negated: bool = False  # reports that do NOT say it; quality: those without a finding; corpus:
    # without those on a whole area
    others: tuple[Topic, ...] = ()  # what else is looked for, beside `terms`
    together: Literal["all", "any"] = "any"  # whether a report must meet all topics
    whether: Whether | None = None  # list, mention: answered with yes or no, then the exceptions
    term: str = ""  # definition, mention: the term to explain; corpus: the file format asked for
    aspect: Aspect | None = None  # corpus: what of it (several: bodies with at least `limit` years,
    # unplaced: reports that print no `group`); mention: years, bodies, section or times
    refusal: Refusal | None = None
    notes: tuple[str, ...] = ()  # readings worth saying: 理解为…, 沿用上一问…
    unexplained: tuple[str, ...] = ()  # words of the question no rule accounts for
    then: Plan | None = None  # the next part of a question that asks several things
    left_out: tuple[str, ...] = ()  # sentences for parts of the question that it does not answer
    language: Literal["zh", "en"] = "zh"

    @model_validator(mode="after")
    def _complete(self) -> Plan:
        missing = {
            "value": not self.measures,
            "rank": not self.measures,
            "compare": not (self.measures or self.query),
            "trend": not self.measures,
            "aggregate": not self._has_function_and_operand(),
            "narrative": not self.query,
            "mention": not (self.terms or self.others),
            "mixed": not (self.query or self.terms or self.others),
            "definition": not self.term,
            "corpus": self.aspect is None,
            "refusal": self.refusal is None,
        }.get(self.kind, False)
        if missing or (self.change is not None and not self.measures):
            raise ValueError(f"计划不完整：{self.kind} 缺少必要内容")
        if len(self.parts) > MOST_PARTS:
            raise ValueError(f"一个问题最多分{MOST_PARTS}部分：then 套得太深")
        return self

    @property
    def topics(self) -> tuple[Topic, ...]:
        """All that a mention looks for, in the order asked."""
        if not self.terms:
            return self.others
        first = Topic(terms=self.terms, near_terms=self.near_terms, negated=self.negated)
        return (first, *self.others)

    @property
    def parts(self) -> tuple[Plan, ...]:
        """The plan and those behind it, in order."""
        return (self, *(self.then.parts if self.then is not None else ()))

    def _has_function_and_operand(self) -> bool:
        """Reports can be counted as such, a share needs a condition, all else a measure."""
        counts = self.function == "count" or (self.function == "share" and self.conditions)
        return self.function is not None and bool(self.measures or counts)
