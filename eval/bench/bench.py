"""`Bench`: what the benchmarks of one run share."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from eval.bench.corpus import BASE, add_derived, make_files, make_home
from index.store.database import FILE


@dataclass(slots=True)
class Bench:
    """A scratch folder, the sizes asked for, and how hard to measure.

    `sizes` null leaves each benchmark its own. `rounds` is the number of runs behind a median;
    `files` the number of report files that are parsed and indexed for real.
    """

    scratch: Path
    sizes: Sequence[int] | None = None
    rounds: int = 15
    files: int = 80
    _homes: dict[tuple[int, bool], Path] = field(default_factory=dict)

    def sizes_or(self, usual: Sequence[int]) -> Sequence[int]:
        """The sizes asked for, else the usual ones."""
        return usual if self.sizes is None else self.sizes

    @property
    def slow_rounds(self) -> int:
        """Runs behind the median of something that takes seconds."""
        return max(1, self.rounds // 7)

    def home(self, reports: int) -> Path:
        """A side store of so many reports, made once a run."""
        if (reports, False) not in self._homes:
            held = min(reports, BASE)
            base = self.home(held) if reports > held else None
            made = make_home(self.scratch / f"home{reports}", reports, base)
            self._homes[reports, False] = made
        return self._homes[reports, False]

    def searchable(self, reports: int) -> Path:
        """A home of so many reports with vectors and keywords."""
        if (reports, True) not in self._homes:
            home = self.scratch / f"searchable{reports}"
            home.mkdir()
            shutil.copy(self.home(reports) / FILE, home / FILE)
            add_derived(home)
            self._homes[reports, True] = home
        return self._homes[reports, True]

    def folder(self, reports: int, layouts: tuple[str, ...] | None = None) -> Path:
        """A folder of so many report files, by default of all layouts; made once a run."""
        folder = self.scratch / "-".join(["files", str(reports), *(layouts or ())])
        if not folder.exists():
            make_files(folder, reports, layouts)
        return folder
