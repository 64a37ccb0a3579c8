"""The side store as a text-to-SQL engine may see it: described in plain words, and only read.

The file is opened read-only, and only SELECT passes SQLite's authorizer: no other file can be
attached, no setting changed. One statement a call, in limited time, with a limited result.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from time import monotonic
from typing import Any

from llama_index.core import SQLDatabase
from sqlalchemy import StaticPool, create_engine, text

from eval.metrics.sqlrows import HeldReport
from index.checks import RULES
from index.claims.fields import FIELD
from index.form import TABLES, Table

ROWS = 1000
"""Most rows of a result; no gold list is longer."""
SECONDS = 10.0
"""What one statement may take."""
_LONGEST = 10_000_000  # bytes of one value: texts are far shorter, a zeroblob is not
_STEPS = 10_000  # of SQLite's machine between two looks at the clock
_READING = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
}

_REPORTS = """每行是一份年度报告。
rid：报告的行号，其他各表用它关联；issuer：印出的编报单位全名；
body：单位简称，如“柳浦镇”；body_type：单位类别，如镇、乡、民族乡、街道、农场、管委会、局、县，问“乡”时含民族乡；
province、city、county、township：省、市、县、乡镇，报告没有写明的为 NULL；
year：报告所属年度；form：表样版本，'2021'、'2019' 或 'pre2019'；
scope：'body' 为本单位数字，'area' 为整个县区的汇总数字，不能与各单位相加；file：文件名。"""
_CLAIMS = """正文里写明的数目，每行一个。
field：是什么数目；value：数；unit：单位；approx：约数；negated：以文字说没有（数为 0）；
relative：与上年之差，不是数目本身；period：'year' 为本年度，'prior' 为以前年度；quote：原文。
field 的取值："""
_FINDINGS = "勾稽与质量检查发现的问题，每行一个；detail 说明出入。rule 的取值："
_STATES = """没有印出数字的单元格，在各数据表里为 NULL，在这里说明原因。
cell：如 'requests.received.total'；raw：印出的原样；
state：blank 空白，not_applicable 印作“/”或“-”，text 文字，unreadable 读不出，
missing 没有该行或该表；repaired 为 1 而 state 为 reported 的，是按勾稽关系认定的数。"""
_TEXTS = "报告全文，每份报告一行。"


def descriptions() -> dict[str, str]:
    """Table → what its rows and columns mean, for the prompt."""
    told = {code: _grid(table) for code, table in TABLES.items()}
    fields = "；".join(f"{code} {field.label}" for code, field in FIELD.items())
    rules = "；".join(f"{code} {label}" for code, label in RULES.items())
    return told | {
        "reports": _REPORTS,
        "claims": _CLAIMS + fields,
        "findings": _FINDINGS + rules,
        "cell_states": _STATES,
        "texts": _TEXTS,
    }


def _grid(table: Table) -> str:
    """A statutory table: its columns in the store are `<row>__<column>`."""
    rows = "；".join(f"{_name(r.code)} {r.group}{r.printed}（{r.unit}）" for r in table.rows)
    columns = "；".join(f"{_name(c.code)} {c.group}{c.label}" for c in table.cols)
    return (
        f"法定{table.number}（{table.title}），每份报告一行；列名是“行__列”，值是印出的数，"
        f"没有印出数字时为 NULL。行：{rows}。列：{columns}。"
    )


def _name(code: str) -> str:
    return code.replace(".", "_")


class ReadOnlyStore(SQLDatabase):  # type: ignore[misc]
    """The store's tables worth asking, for llama-index; `fault` is what the last statement broke:
    `refused`, `invalid`, `slow`, or null."""

    def __init__(self, file: Path) -> None:
        uri = f"{file.resolve().as_uri()}?mode=ro"
        engine = create_engine(
            "sqlite://",
            creator=lambda: sqlite3.connect(uri, uri=True, check_same_thread=False),
            poolclass=StaticPool,
        )
        super().__init__(engine, include_tables=sorted(descriptions()))
        self.fault: str | None = None

    def run_sql(self, command: str) -> tuple[str, dict[str, Any]]:
        """The first `ROWS` rows of one SELECT; what goes wrong is raised and noted in `fault`."""
        raw: Any = self.engine.raw_connection().driver_connection
        end = monotonic() + SECONDS
        raw.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
        raw.set_authorizer(_only_reading)
        raw.set_progress_handler(lambda: monotonic() > end, _STEPS)
        self.fault = None
        try:
            cursor = raw.execute(command)
            rows = cursor.fetchmany(ROWS)
            if cursor.description is None:
                raise sqlite3.ProgrammingError("no statement")
        except (sqlite3.Error, sqlite3.Warning) as error:
            self.fault = _fault(str(error))
            raise
        finally:
            raw.set_progress_handler(None, 0)
            raw.set_authorizer(None)
        names = [column[0] for column in cursor.description]
        cursor.close()
        return str(rows), {"result": rows, "col_keys": names}

    def held(self) -> list[HeldReport]:
        """The reports, by all that may name them."""
        with self.engine.connect() as connection:
            return [_held(row) for row in connection.execute(text(_HELD))]

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()


_HELD = """SELECT report_id, file, issuer, full_name, body, township, province, city, county, year
FROM reports ORDER BY rid"""


def _held(row: Any) -> HeldReport:
    names = {row.report_id, row.file, row.issuer, row.full_name, row.body, row.township}
    names |= {f"{row.county}{row.body}", Path(row.file).name}
    places = {row.province, row.city, row.county}
    return HeldReport(
        Path(row.file).name, row.year, frozenset(names - {None}), frozenset(places - {None})
    )


def _only_reading(action: int, *_: str | None) -> int:
    return sqlite3.SQLITE_OK if action in _READING else sqlite3.SQLITE_DENY


def _fault(told: str) -> str:
    if "authoriz" in told or "one statement" in told:
        return "refused"
    return "slow" if told == "interrupted" else "invalid"
