"""All cells as one flat table (DESIGN §3): JSON lines, CSV, Parquet or Excel, one row a cell."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import BinaryIO, Literal, TypedDict

from index.errors import NianbaoError
from index.form import TABLES
from index.report import CellKey, Number
from index.store import Store
from index.store.queries import batched

Format = Literal["jsonl", "csv", "parquet", "xlsx"]
_BINARY = ("parquet", "xlsx")
_REPORTS_AT_ONCE = 100
_ROWS_AT_ONCE = 50_000  # of a Parquet row group
_SHEET_ROWS = 1_048_576  # what Excel can hold, heading included
_NUMBER = re.compile(r"[-+]*[\d.,]*")
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class CellRecord(TypedDict):
    """One cell: `tests/contract/cell.schema.json`."""

    report_id: str
    file: str
    issuer: str
    year: int | None
    table: str
    row_code: str
    col_code: str
    row_label: str
    col_label: str
    value: Number | None
    state: str
    raw: str | None
    repaired: bool


_FIELDS = tuple(CellRecord.__annotations__)


def export(home: Path, format: Format, out: Path | None = None) -> int:
    """Write every cell held under `home` to `out`, or to standard output; how many there were.

    `out` appears only when complete. Raises NianbaoError where the format needs a file or the
    file cannot be written.
    """
    if out is None and format in _BINARY:
        raise NianbaoError(f"{format} 是二进制格式，不能写到标准输出。请用 -o 指定文件。")
    count = 0

    def counted(records: Iterable[CellRecord]) -> Iterator[CellRecord]:
        nonlocal count
        for record in records:
            count += 1
            yield record

    with Store.open_read(home) as store, _target(out) as stream:
        _WRITERS[format](counted(cell_records(store)), stream)
    return count


def cell_records(store: Store) -> Iterator[CellRecord]:
    """The cells of all reports, report by report, each in the order of its form."""
    for some in batched(store.listing(), _REPORTS_AT_ONCE):
        cells = store.own_cells([row["report_id"] for row in some])
        for row in some:  # a report removed since the listing has no cells any more
            for cell in cells.get(row["report_id"], ()):
                row_label, col_label = _labels(cell.key)
                yield {
                    "report_id": row["report_id"],
                    "file": row["file"],
                    "issuer": row["issuer"],
                    "year": row["year"],
                    "table": cell.table,
                    "row_code": cell.row,
                    "col_code": cell.col,
                    "row_label": row_label,
                    "col_label": col_label,
                    "value": cell.value,
                    "state": cell.state,
                    "raw": cell.raw,
                    "repaired": cell.repaired,
                }


@cache
def _labels(key: CellKey) -> tuple[str, str]:
    """The labels of a cell's row and column as the form prints them."""
    table = TABLES[key[0]]
    return table.row(key[1]).printed, table.col(key[2]).label


@contextmanager
def _target(out: Path | None) -> Iterator[BinaryIO]:
    """Standard output, or a file that takes its name when complete."""
    if out is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    partial = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        with partial.open("wb") as stream:
            yield stream
        partial.replace(out)
    except OSError as error:
        raise NianbaoError(
            f"写不了 {out}：{error.strerror}。请确认目录存在、有写权限且磁盘有空间。"
        ) from error
    finally:
        partial.unlink(missing_ok=True)


def _write_jsonl(records: Iterable[CellRecord], stream: BinaryIO) -> None:
    for record in records:
        stream.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")


def _write_csv(records: Iterable[CellRecord], stream: BinaryIO) -> None:
    """With a byte order mark, without which Excel takes the text for another encoding."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow(_FIELDS)
    for record in records:
        writer.writerow([inert(value) for value in record.values()])
    text.flush()
    text.detach()


def inert(value: object) -> object:
    """Words that a spreadsheet would run as a formula get an apostrophe before them."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return value if _NUMBER.fullmatch(value) else "'" + value
    return value


def _write_parquet(records: Iterable[CellRecord], stream: BinaryIO) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {"year": pa.int32(), "value": pa.float64(), "repaired": pa.bool_()}
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in _FIELDS])
    with pq.ParquetWriter(stream, schema, compression="zstd") as writer:
        for some in batched(records, _ROWS_AT_ONCE):
            writer.write_table(pa.Table.from_pylist(some, schema=schema))


def _write_xlsx(records: Iterable[CellRecord], stream: BinaryIO) -> None:
    """A further sheet wherever one is full."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(_FIELDS)

    def cell(value: object) -> object:
        if not isinstance(value, str):
            return value
        value = NOT_IN_XML.sub("", value)
        if not value.startswith("="):
            return value
        words = WriteOnlyCell(sheet, value)
        words.data_type = "s"  # not a formula
        return words

    for number, record in enumerate(records):
        if number and number % (_SHEET_ROWS - 1) == 0:
            sheet = book.create_sheet()
            sheet.append(_FIELDS)
        sheet.append([cell(value) for value in record.values()])
    book.save(stream)


_WRITERS: dict[Format, Callable[[Iterable[CellRecord], BinaryIO], None]] = {
    "jsonl": _write_jsonl,
    "csv": _write_csv,
    "parquet": _write_parquet,
    "xlsx": _write_xlsx,
}
