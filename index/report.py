"""`Report`: the one object between parsing and storing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from index.claims import Claim

CellState = Literal["reported", "blank", "not_applicable", "text", "unreadable", "missing"]
FormVersion = Literal["2021", "2019", "pre2019"]
Scope = Literal["body", "area"]
Number = int | float
CellKey = tuple[str, str, str]  # table, row code, column code

# Raise it where the same file yields another Report or other passages than before: stores keep
# what was read, and `nianbao index` reads again whatever an earlier version has read.
READING_VERSION = 1


class Cell(NamedTuple):
    """One statutory cell as printed.

    `value` is null unless `state` is "reported". `raw` keeps what was printed; `start`/`end` are
    offsets into the report's plain text, null where nothing is printed (state "missing").
    `repaired` is true where an identity or an alignment settled the position or the value;
    `reason` then says which, in Chinese. A tuple, since a report has two hundred: they are made
    and sent between processes in half the time of dataclasses.
    """

    table: str
    row: str
    col: str
    value: Number | None
    state: CellState
    raw: str | None = None
    start: int | None = None
    end: int | None = None
    repaired: bool = False
    reason: str | None = None

    @property
    def key(self) -> CellKey:
        """(table, row code, column code)."""
        return self.table, self.row, self.col


@dataclass(frozen=True, slots=True)
class Section:
    """One headed part of the report; spans nest by `path` ("一、总体情况/（一）主动公开情况").

    `start`..`end` covers heading and content in the plain text, up to the next section that is
    not its child. Leaves only: a parent with children covers just its own lead-in text.
    """

    path: str
    heading: str
    start: int
    end: int
    kind: Literal["title", "narrative", "table"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why an identity field has its value: the rule that decided and the words it rests on."""

    rule: str
    quote: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who reports for which year.

    `issuer` is the printed name with the places printed before it (沂源县悦庄镇人民政府);
    `body` the short name people use (悦庄镇); `place_confidence` is "printed", "resolved" (by the
    division table or contact line), "ambiguous" (`candidates` lists "省/市/县" paths) or "unknown".
    """

    issuer: str
    body: str
    body_type: str
    province: str | None = None
    city: str | None = None
    county: str | None = None
    township: str | None = None
    place_confidence: Literal["printed", "resolved", "ambiguous", "unknown"] = "unknown"
    candidates: tuple[str, ...] = ()
    year: int | None = None
    scope: Scope = "body"
    evidence: dict[str, Evidence] = field(default_factory=dict)

    @property
    def full_name(self) -> str:
        """The issuer with the county before it where it is known and not yet printed."""
        county = self.county or ""
        return self.issuer if not county or county in self.issuer else county + self.issuer


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken rule (DESIGN §4): `detail` states the formula with both sides in Chinese."""

    rule: str
    detail: str
    cells: tuple[str, ...] = ()  # "requests.received.total"
    soft: bool = False
    start: int | None = None  # the narrative sentence of narrative_mismatch
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One annual report, parsed: everything the stores need."""

    report_id: str
    file: str
    format: str
    sha256: str
    text: str
    title: str
    identity: Identity
    form: FormVersion
    sections: tuple[Section, ...]
    cells: tuple[Cell, ...]
    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]
    grade: str
    metadata: dict[str, str] = field(default_factory=dict)
