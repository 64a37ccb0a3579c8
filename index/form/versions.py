"""The two versions of the form with their identities, and labels by cell key."""

from __future__ import annotations

from index.form.disputes import DISPUTES
from index.form.model import Form, Identity, Table
from index.form.proactive import PROACTIVE_2019, PROACTIVE_2021
from index.form.requests import REQUESTS_2019, REQUESTS_2021
from index.report import CellKey, FormVersion


def _column_identities(table: Table) -> list[Identity]:
    """一＋二＝三（七）＋四 and （一）…（六）＝（七）, per applicant column."""
    results = [r.code for r in table.rows[2:] if r.code not in ("total_processed", "carried_out")]
    found = []
    for col in table.cols:

        def key(row: str, col: str = col.code) -> CellKey:
            return table.code, row, col

        balance = f"{col.label}列：一＋二＝三（七）＋四"
        found.append(
            Identity(
                "column_balance",
                balance,
                (key("received"), key("carried_in")),
                (key("total_processed"), key("carried_out")),
            )
        )
        processed = f"{col.label}列：（一）至（六）各行之和＝（七）总计"
        left = tuple(key(row) for row in results)
        found.append(Identity("processed_total", processed, left, (key("total_processed"),)))
    return found


def _row_identities(table: Table, rule: str, formula: str) -> list[Identity]:
    """All columns but the last sum to the last, per row."""
    *parts, total = (col.code for col in table.cols)
    return [
        Identity(
            rule,
            f"{row.printed}行：{formula}",
            tuple((table.code, row.code, part) for part in parts),
            ((table.code, row.code, total),),
        )
        for row in table.rows
    ]


def _form(version: FormVersion, source: str, proactive: Table, requests: Table) -> Form:
    identities = (
        _column_identities(requests)
        + _row_identities(requests, "row_total", "六类申请人之和＝总计")
        + _row_identities(DISPUTES, "dispute_total", "结果维持＋结果纠正＋其他结果＋尚未审结＝总计")
    )
    return Form(version, source, (proactive, requests, DISPUTES), tuple(identities))


FORM_2021 = _form("2021", "国办公开办函〔2021〕30号", PROACTIVE_2021, REQUESTS_2021)
FORM_2019 = _form("2019", "国办公开办函〔2019〕60号", PROACTIVE_2019, REQUESTS_2019)
FORMS = {form.version: form for form in (FORM_2021, FORM_2019)}

# One entry a table code, with the rows of both versions: for labels, storage and vocabulary.
_REQUESTS_ALL = Table(
    REQUESTS_2021.code,
    REQUESTS_2021.number,
    REQUESTS_2021.title,
    REQUESTS_2021.rows + tuple(r for r in REQUESTS_2019.rows if r not in REQUESTS_2021.rows),
    REQUESTS_2021.cols,
)
TABLES = {t.code: t for t in (PROACTIVE_2021, PROACTIVE_2019, _REQUESTS_ALL, DISPUTES)}


def split_key(key: str) -> CellKey:
    """`"requests.denied.state_secret.total"` → ("requests", "denied.state_secret", "total")."""
    table, rest = key.split(".", 1)
    row, col = rest.rsplit(".", 1)
    return table, row, col


def cell_label(key: CellKey) -> str:
    """A cell's name for people: 表三“一、本年新收政府信息公开申请数量”行“总计”列."""
    table = TABLES[key[0]]
    return f"{table.number}“{table.row(key[1]).printed}”行“{table.col(key[2]).label}”列"
