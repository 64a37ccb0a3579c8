"""Small reports made by hand and stored for real, for tests that need control of each cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from index.checks import check_report, grade
from index.claims.model import Claim
from index.form import FORMS, TABLES
from index.keys import report_id
from index.report import READING_VERSION, Cell, Finding, Identity, Report, Section
from index.search.chunks import chunk_sections
from index.store.payload import Source, Version
from index.store.write import WriteStore

_STATES = {"": "blank", "/": "not_applicable", "-": "not_applicable", "见附件": "text"}


def make_report(
    body: str,
    year: int,
    cells: Mapping[str, Any] | None = None,
    said: Sequence[str | tuple[str, str, int]] = (),
    county: str = "临溪县",
    body_type: str = "镇",
    form: str = "2021",
    scope: str = "body",
    missing: Sequence[str] = (),
    problems: Sequence[str] = (),
    findings: Sequence[Finding] = (),
    province: str | None = "云岭省",
    city: str | None = "青禾市",
) -> Report:
    """A report whose cells are printed zeros but for `cells`; `missing` tables are not printed.

    `said` are sentences of 总体情况; (sentence, field, value) also makes a claim of one.
    """
    identity = Identity(
        issuer=f"{county}{body}人民政府",
        body=body,
        body_type=body_type,
        province=province,
        city=city,
        county=county or None,
        township=body,
        place_confidence="printed",
        year=year,
        scope=scope,  # type: ignore[arg-type]
    )
    text = _Text()
    text.line(f"{identity.issuer}{year}年政府信息公开工作年度报告")
    claims = text.overview(said)
    printed = text.tables(form, cells or {}, missing)
    text.section("五、存在的主要问题及改进情况", problems)
    made = tuple(findings) + check_report(form, printed, claims, body_type)  # type: ignore[arg-type]
    file = f"{county}{body}{year}.txt"
    return Report(
        report_id=report_id(identity, file),
        file=file,
        format="txt",
        sha256=f"{county}{body}{year}",
        text=text.text,
        title=f"{identity.issuer}{year}年政府信息公开工作年度报告",
        identity=identity,
        form=form,  # type: ignore[arg-type]
        sections=tuple(text.sections),
        cells=tuple(printed),
        claims=tuple(claims),
        findings=made,
        grade=grade(printed, made),
    )


class _Text:
    """The report's text while it is written."""

    def __init__(self) -> None:
        self.text = ""
        self.sections: list[Section] = []

    def line(self, line: str) -> int:
        start = len(self.text)
        self.text += line + "\n"
        return start

    def section(self, heading: str, lines: Sequence[str]) -> None:
        start = self.line(heading)
        for line in lines:
            self.line(line)
        self.sections.append(Section(heading, heading, start, len(self.text), "narrative"))

    def overview(self, said: Sequence[str | tuple[str, str, int]]) -> list[Claim]:
        heading = "一、总体情况"
        start, claims = self.line(heading), []
        for item in said:
            sentence, *claim = item if isinstance(item, tuple) else (item,)
            at = self.line(sentence)
            if claim:
                field, value = claim
                claims.append(_claim(field, value, sentence.rstrip("。"), at, heading))
        self.sections.append(Section(heading, heading, start, len(self.text), "narrative"))
        return claims

    def tables(self, form: str, given: Mapping[str, Any], missing: Sequence[str]) -> list[Cell]:
        cells = []
        for table in FORMS[form].tables:
            start = self.line(f"{table.number} {table.title}")
            for row in table.rows:
                if table.code not in missing:
                    self.text += row.printed
                for col in table.row_cols(row):
                    key = (table.code, row.code, col.code)
                    value = given.get(".".join(key), 0)
                    cells.append(
                        Cell(*key, None, "missing")
                        if table.code in missing or value is None
                        else self._cell(key, value)
                    )
                self.text += "\n"
            self.sections.append(Section(table.title, table.title, start, len(self.text), "table"))
        return cells

    def _cell(self, key: tuple[str, str, str], value: Any) -> Cell:
        self.text += "\t"
        raw, start = str(value), len(self.text)
        self.text += raw
        state = _STATES.get(raw, "reported")
        number = value if state == "reported" else None
        return Cell(*key, number, state, raw, start, len(self.text))  # type: ignore[arg-type]


def _claim(field: str, value: int, sentence: str, at: int, section: str) -> Claim:
    end = at + len(sentence)
    return Claim(
        field=field,
        value=value,
        unit=None,
        approx="余" in sentence,
        negated=value == 0 and "0" not in sentence,
        relative="持平" in sentence,
        period="year",
        section=section,
        quote=sentence,
        start=at,
        end=end,
        number_start=at,
        number_end=end,
    )


def store(home: Path, reports: Sequence[Report]) -> Path:
    """`reports` in the side store of `home`, without vectors or keywords."""
    with WriteStore.open_write(home) as written:
        versions = [
            Version(
                report,
                tuple(chunk_sections(report.report_id, report.text, report.sections)),
                Source(report.file, f"{report.sha256}:{READING_VERSION}"),
            )
            for report in reports
        ]
        written.stage(versions)
        written.mark_ready(versions, None)
    return home


def keys_of(row: str, table: str = "requests") -> list[str]:
    """The cell keys of one row."""
    found = TABLES[table]
    return [f"{table}.{row}.{col.code}" for col in found.row_cols(found.row(row))]
