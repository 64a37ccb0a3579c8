"""Every format holds every cell, as the contract has it; a file appears whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import jsonschema
import openpyxl
import pyarrow.parquet as pq
import pytest
from making import make_report, store

from index import export as module
from index.errors import NianbaoError
from index.export import cell_records, export
from index.report import Report
from index.store import Store

SCHEMA = Path(__file__).parent / "contract" / "cell.schema.json"
PRINTED = {
    "requests.received.total": 12,
    "requests.granted.total": "",
    "requests.carried_out.total": "/",
    "requests.denied.state_secret.total": "见附件",
    "proactive.fees.amount": 0.5,
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    reports = [
        make_report("柳浦镇", 2024, PRINTED, missing=["disputes"]),
        make_report("白鹭乡", 2020, form="2019", county="砚泉县"),
    ]
    return store(tmp_path / "home", reports)


def jsonl(home: Path, tmp_path: Path) -> list[dict[str, object]]:
    out = tmp_path / "cells.jsonl"
    assert export(home, "jsonl", out) == 398
    return [json.loads(line) for line in out.read_text("utf-8").splitlines()]


def found(records: list[dict[str, object]], key: str) -> tuple[object, object, object]:
    table, rest = key.split(".", 1)
    row, col = rest.rsplit(".", 1)
    [record] = [
        r
        for r in records
        if (r["year"], r["table"], r["row_code"], r["col_code"]) == (2024, table, row, col)
    ]
    return record["value"], record["state"], record["raw"]


def test_there_is_one_record_a_cell_of_each_report_s_form(home: Path, tmp_path: Path) -> None:
    records = jsonl(home, tmp_path)
    by_year = {y: [r for r in records if r["year"] == y] for y in (2024, 2020)}
    assert {y: len(rows) for y, rows in by_year.items()} == {2024: 200, 2020: 198}
    assert [r["table"] for r in by_year[2020][:1]] == ["proactive_2019"]
    keys = [(r["table"], r["row_code"], r["col_code"]) for r in by_year[2020]]
    assert len(set(keys)) == len(keys)


def test_states_and_values_are_those_of_the_cells(home: Path, tmp_path: Path) -> None:
    records = jsonl(home, tmp_path)
    assert found(records, "requests.received.total") == (12, "reported", "12")
    assert found(records, "requests.received.business") == (0, "reported", "0")
    assert found(records, "requests.granted.total") == (None, "blank", "")
    assert found(records, "requests.carried_out.total") == (None, "not_applicable", "/")
    assert found(records, "requests.denied.state_secret.total") == (None, "text", "见附件")
    assert found(records, "proactive.fees.amount") == (0.5, "reported", "0.5")
    assert found(records, "disputes.reconsideration.total") == (None, "missing", None)


def test_whole_numbers_are_printed_whole(home: Path, tmp_path: Path) -> None:
    export(home, "jsonl", tmp_path / "x")
    assert '"value": 12,' in (tmp_path / "x").read_text("utf-8")


def test_labels_are_those_of_the_form(home: Path, tmp_path: Path) -> None:
    labels = {
        (r["row_code"], r["col_code"]): (r["row_label"], r["col_label"])
        for r in jsonl(home, tmp_path)
        if r["table"] == "requests"
    }
    assert labels["received", "total"] == ("一、本年新收政府信息公开申请数量", "总计")
    assert labels["denied.state_secret", "natural_person"] == ("1.属于国家秘密", "自然人")


def test_every_record_fits_the_contract(home: Path, tmp_path: Path) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    for record in jsonl(home, tmp_path):
        validator.validate(record)
        assert list(record) == list(validator.schema["required"])


def test_csv_opens_in_excel_and_holds_the_same(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "cells.csv"
    assert export(home, "csv", out) == 398
    assert out.read_bytes().startswith(b"\xef\xbb\xbfreport_id,file,issuer,year,table,")
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"))))
    records = jsonl(home, tmp_path)
    assert [r["raw"] for r in rows] == [r["raw"] or "" for r in records]
    assert [r["value"] for r in rows] == [
        "" if r["value"] is None else str(r["value"]) for r in records
    ]


def test_parquet_holds_the_same_with_types(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "cells.parquet"
    assert export(home, "parquet", out) == 398
    table = pq.read_table(out)
    assert [str(t) for t in table.schema.types[3:4] + table.schema.types[9:10]] == [
        "int32",
        "double",
    ]
    assert table.to_pylist() == jsonl(home, tmp_path)


def test_xlsx_holds_the_same_and_goes_on_when_a_sheet_is_full(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_SHEET_ROWS", 101)  # the real one takes a million cells to fill
    out = tmp_path / "cells.xlsx"
    assert export(home, "xlsx", out) == 398
    sheets = openpyxl.load_workbook(out).worksheets
    assert [sheet.max_row for sheet in sheets] == [101, 101, 101, 99]
    rows = [row for sheet in sheets for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert [row[9] for row in rows] == [r["value"] for r in jsonl(home, tmp_path)]


def test_words_never_become_formulas(tmp_path: Path) -> None:
    report = make_report(
        "柳浦镇", 2024, {"requests.received.total": "-", "requests.granted.total": 3}
    )
    cells = [
        module.CellRecord(**{**record, "raw": raw})  # type: ignore[typeddict-item]
        for raw, record in zip(
            ["=1+1", "+cmd|x", "@sum", "-8", "-", "+5", "a\x07b"],
            _records(tmp_path, report),
            strict=False,
        )
    ]
    text = io.BytesIO()
    module._write_csv(cells, text)
    rows = list(csv.DictReader(io.StringIO(text.getvalue().decode("utf-8-sig"))))
    assert [row["raw"] for row in rows] == ["'=1+1", "'+cmd|x", "'@sum", "-8", "-", "+5", "a\x07b"]
    book = io.BytesIO()
    module._write_xlsx(cells, book)
    column = [row[11] for row in openpyxl.load_workbook(book).active.iter_rows(min_row=2)]
    assert [cell.data_type for cell in column] == ["s"] * 7
    assert (column[0].value, column[6].value) == ("=1+1", "ab")


def _records(tmp_path: Path, report: Report) -> list[module.CellRecord]:
    with Store.open_read(store(tmp_path / "home", [report])) as opened:
        return list(cell_records(opened))


def test_standard_output_takes_text_formats_only(
    home: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert export(home, "jsonl") == 398
    sys.stdout.flush()
    assert capsysbinary.readouterr().out.count(b"\n") == 398
    for format in ("parquet", "xlsx"):
        with pytest.raises(NianbaoError, match="-o"):
            export(home, format)  # type: ignore[arg-type]


def test_a_failed_export_leaves_the_old_file_and_no_other(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "cells.csv").write_text("old")

    def interrupted(code: str) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "_labels", interrupted)
    with pytest.raises(KeyboardInterrupt):
        export(home, "csv", folder / "cells.csv")
    assert [path.name for path in folder.iterdir()] == ["cells.csv"]
    assert (folder / "cells.csv").read_text() == "old"


def test_an_unwritable_target_is_named(home: Path, tmp_path: Path) -> None:
    with pytest.raises(NianbaoError, match="目录存在"):
        export(home, "csv", tmp_path / "absent" / "cells.csv")
    (tmp_path / "folder").mkdir()
    with pytest.raises(NianbaoError, match="写不了"):
        export(home, "csv", tmp_path / "folder")


def test_an_empty_store_exports_headings_only(tmp_path: Path) -> None:
    home = store(tmp_path / "home", [])
    assert export(home, "csv", tmp_path / "a.csv") == 0
    assert (tmp_path / "a.csv").read_text("utf-8-sig").count("\n") == 1
    assert export(home, "parquet", tmp_path / "a.parquet") == 0
    assert pq.read_table(tmp_path / "a.parquet").num_rows == 0
    assert export(home, "xlsx", tmp_path / "a.xlsx") == 0
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").active.max_row == 1
