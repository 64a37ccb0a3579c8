"""Taking reports out again, by id or by file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePath
from typing import Any

from index.across_years import check_across_years
from index.errors import StoreError
from index.search.derived import Derived
from index.store.database import FILE
from index.store.lock import write_lock
from index.store.write import WriteStore


@dataclass(slots=True)
class RemoveResult:
    """What went, and which selectors matched nothing, or several files without saying which."""

    removed: list[dict[str, str]] = field(default_factory=list)
    failed: list[dict[str, str]] = field(default_factory=list)
    reports: int = 0

    def as_json(self) -> dict[str, Any]:
        """The object that `nianbao remove --json` prints."""
        return asdict(self)


def remove(home: Path, selectors: Sequence[str]) -> RemoveResult:
    """Remove reports with their older versions. A selector is a report id, a file as listed by
    `nianbao reports`, its path on disk, or its bare name where only one file has it.

    What a selector matches is removed even where another matches nothing. Raises StoreError where
    nothing is stored under `home`, or another process writes there.
    """
    if not (home / FILE).exists():
        raise StoreError(f"{home} 里还没有已建的索引，没有可移除的报告。请用 --home 指明位置。")
    with write_lock(home), WriteStore.open_write(home) as store, Derived(home) as derived:
        result = RemoveResult()
        files = store.files()
        chosen: dict[str, str] = {}  # report id → file
        for selector in selectors:
            matches = _match(files, selector)
            if len(matches) == 1:
                chosen |= matches
            else:
                result.failed.append({"file": selector, "error": _explain(selector, matches)})
        store.remove(chosen)
        derived.drop(store)
        check_across_years(store)
        result.removed = [{"report_id": i, "file": file} for i, file in chosen.items()]
        result.reports = store.count()
        return result


def _match(files: Sequence[tuple[str, str, str]], selector: str) -> dict[str, str]:
    """Report id → file of what the first reading that fits finds."""
    whole = str(Path(selector).resolve())
    readings = (
        [row for row in files if selector in row[:2]],
        [row for row in files if whole == row[2]],
        [row for row in files if PurePath(row[1]).name == selector],
    )
    rows = next((found for found in readings if found), [])
    return {report_id: file for report_id, file, _ in rows}


def _explain(selector: str, matches: dict[str, str]) -> str:
    if not matches:
        return f"没有编号或文件是“{selector}”的报告。用 nianbao reports 查看现有的报告。"
    listed = "、".join(f"{file}（{report_id}）" for report_id, file in matches.items())
    return f"“{selector}”对应 {len(matches)} 份报告：{listed}。请改用报告编号。"
