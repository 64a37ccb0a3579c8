"""metadata.csv beside report files: what is known of each file without opening it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import PurePosixPath

from index.errors import ReadError
from index.readers.encoding import decode

METADATA_FILE = "metadata.csv"

_HEADERS = {
    "file": ("file", "filename", "文件", "文件名", "文件名称"),
    "issuer": (
        "issuer",
        "发布机构",
        "编报单位",
        "编报主体",
        "单位",
        "单位名称",
        "机关",
        "机关名称",
    ),
    "province": ("province", "省", "省份", "省（区、市）"),
    "city": ("city", "市", "地市", "城市", "市（州）"),
    "county": ("county", "县", "区县", "县区", "县（市、区）"),
    "year": ("year", "年", "年份", "年度", "报告年度"),
    "url": ("url", "网址", "链接", "来源网址", "地址"),
    "published": ("published", "发布日期", "发布时间", "公开日期"),
}
_KEYS = {header: key for key, headers in _HEADERS.items() for header in headers}

Rows = Mapping[str, dict[str, str]]
"""File path below the folder, lower case with "/", → its known values."""


def parse_metadata(data: bytes, name: str) -> Rows:
    """The rows of a metadata.csv by file; empty values are left out.

    Header names may be English (file, issuer, province, city, county, year, url, published) or
    Chinese; other columns are ignored. Raises `ReadError` if there is no file column.
    """
    reader = csv.reader(io.StringIO(decode(data, name)))
    try:
        header = [_KEYS.get(cell.strip().lower()) for cell in next(reader, [])]
        if "file" not in header:
            raise ReadError(
                f"{name}：第一行没有“file”或“文件”列。"
                "请在第一行写列名：file,issuer,province,city,county,year,url,published。"
            )
        rows = [
            {key: cell.strip() for key, cell in zip(header, line, strict=False) if key}
            for line in reader
        ]
    except csv.Error as error:
        raise ReadError(
            f"{name}：不是规范的 CSV（{error}）。请用表格软件另存为 UTF-8 CSV。"
        ) from error
    return {
        _normal(row["file"]): {key: value for key, value in row.items() if value and key != "file"}
        for row in rows
        if row.get("file")
    }


def _normal(path: str) -> str:
    return path.replace("\\", "/").removeprefix("./").strip("/").lower()


def find_row(rows: Rows, path: PurePosixPath, by_name: bool) -> dict[str, str]:
    """The row for a file at `path` below the folder of the metadata.csv, {} if there is none.

    Its whole path is looked for, then, if `by_name` (no other file is called the same), its bare
    name; each also without the suffix.
    """
    tried = [path.as_posix(), path.with_suffix("").as_posix()]
    tried += [path.name, path.stem] if by_name else []
    return next((dict(rows[key.lower()]) for key in tried if key.lower() in rows), {})
