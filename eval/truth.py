"""What a careful human reader would say a report contains: one JSON line per report.

This module and everything that renders or generates reports is independent of the extraction
code, so that the product can be measured against it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

Number = int | float

STATES = ("reported", "blank", "not_applicable", "text", "unreadable", "missing")
"""Cell states of the export contract; `value` is null unless the state is `reported`."""

RULES = (
    "column_balance",
    "row_total",
    "processed_total",
    "dispute_total",
    "carry_over",
    "narrative_mismatch",
    "in_force_balance",
    "implausible_regulations",
    "blank_cells",
    "missing_table",
)
"""Check rules whose defects a truth may record."""


@dataclass(frozen=True, slots=True)
class CellTruth:
    """One cell. `destroyed`: the file cannot tell for sure, so a reader may answer either the
    value or `unreadable`/`missing`, but no other number."""

    value: Number | None
    state: str
    destroyed: bool = False

    def __post_init__(self) -> None:
        if self.state not in STATES:
            raise ValueError(f"cell state {self.state!r}: expected one of {', '.join(STATES)}")
        if (self.value is not None) != (self.state == "reported"):
            raise ValueError(f"a {self.state} cell cannot have the value {self.value!r}")

    def as_json(self) -> dict[str, Any]:
        """`{value, state}`, with `destroyed` only where true."""
        record: dict[str, Any] = {"value": self.value, "state": self.state}
        return {**record, "destroyed": True} if self.destroyed else record


@dataclass(frozen=True, slots=True)
class ClaimTruth:
    """A count stated in running text; `quote` is the clause as printed in the file."""

    field: str
    value: Number
    unit: str
    approx: bool
    quote: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A notable sentence, usable as gold evidence for `topic`."""

    topic: str
    text: str


@dataclass(frozen=True, slots=True)
class Defect:
    """A broken check rule. `where` is the cell key it shows at, `requests.<col>` for
    `column_balance`, a table name for `blank_cells` and `missing_table`; `more` holds what else
    helps, such as `previous` (file), `told` and `table` (numbers)."""

    rule: str
    where: str
    more: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.rule not in RULES:
            raise ValueError(f"unknown check rule {self.rule!r}: expected one of {RULES}")

    @classmethod
    def of(cls, record: dict[str, Any]) -> Defect:
        """From its flat JSON or YAML record."""
        more = {name: value for name, value in record.items() if name not in ("rule", "where")}
        return cls(record["rule"], record["where"], more)


@dataclass(frozen=True, slots=True)
class Truth:
    """The whole truth about one report file; place names are null where none applies.

    `form` is "2021", "2019" or "pre2019"; `scope` "body" or "area"; `cells` holds every cell of
    the form under `<table>.<row_code>.<col_code>`. Quotes and passages are as printed, line
    breaks of the layout aside.
    """

    file: str
    issuer: str
    body_type: str
    province: str | None
    city: str | None
    county: str | None
    township: str | None
    year: int
    form: str
    scope: str
    layout: str
    quirks: list[str] = field(default_factory=list)
    cells: dict[str, CellTruth] = field(default_factory=dict)
    claims: list[ClaimTruth] = field(default_factory=list)
    defects: list[Defect] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)

    def to_json(self) -> str:
        """One line of truth.jsonl."""
        record = {name: getattr(self, name) for name in self.__slots__}
        record["cells"] = {key: cell.as_json() for key, cell in self.cells.items()}
        record["claims"] = [asdict(claim) for claim in self.claims]
        record["defects"] = [{"rule": d.rule, "where": d.where, **d.more} for d in self.defects]
        record["passages"] = [asdict(passage) for passage in self.passages]
        return json.dumps(record, ensure_ascii=False)

    @classmethod
    def from_json(cls, line: str) -> Truth:
        """The inverse of `to_json`."""
        record = json.loads(line)
        record["cells"] = {key: CellTruth(**cell) for key, cell in record["cells"].items()}
        record["claims"] = [ClaimTruth(**claim) for claim in record["claims"]]
        record["defects"] = [Defect.of(defect) for defect in record["defects"]]
        record["passages"] = [Passage(**passage) for passage in record["passages"]]
        return cls(**record)


def write_truth(path: Path, truths: Iterable[Truth]) -> None:
    """Write one JSON line per truth."""
    path.write_text("".join(truth.to_json() + "\n" for truth in truths), encoding="utf-8")


def read_truth(path: Path) -> Iterator[Truth]:
    """The truths of a truth.jsonl, one at a time."""
    with path.open(encoding="utf-8") as lines:
        yield from (Truth.from_json(line) for line in lines if line.strip())


_NOTHING = {"/", "-", "—", "——", "－", "／", "--", "╱"}
_COUNT = re.compile(r"(-?\d+(?:\.\d+)?)\s*(?:万元|元|件|条|项|个|次|起|份|宗)?")


@lru_cache(maxsize=65536)
def read_cell(printed: str) -> CellTruth:
    """What a careful reader says of one printed cell: blanks, strokes, words and numbers, the
    latter also full width, with thousands commas or a trailing unit.

    Raises ValueError for strings that need a person's judgement, such as 22（其中修订16件）.
    """
    text = unicodedata.normalize("NFKC", printed).strip()
    if not text:
        return CellTruth(None, "blank")
    if printed.strip() in _NOTHING:
        return CellTruth(None, "not_applicable")
    match = _COUNT.fullmatch(text.replace(",", ""))
    if match:
        return CellTruth(_number(match[1]), "reported")
    if any(char.isdigit() for char in text):
        raise ValueError(f"printed cell {printed!r}: state its truth under truth_cells")
    return CellTruth(None, "text")


def _number(text: str) -> Number:
    value = float(text)
    return int(value) if value.is_integer() else value
