"""What is odd about one report, drawn before it is written."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from eval.render.labels import APPLICANTS, REQUEST_ROWS, table_names
from eval.synth.defects import PLANTS
from eval.synth.quirks import CELLS, GRID, LABELS, LINE, NO_QUIRKS, TEXT

_ENCODINGS = ("utf-8-sig", "gb18030", "utf-16")
_DEFECTS = (*PLANTS, "carry_over", "narrative_mismatch", "missing_table")
_CLEAN = 0.4
_BLANKING = ("blank_zero", "blank_table", "totals_only")
"""Quirks beside which one cell too few could not be told from a blank."""


@dataclass(slots=True)
class Oddities:
    """Quirk names, or null/empty where none; `lost_cell` is a cell key, `lost_row` a row code."""

    layout: str
    encoding: str | None = None
    defect: str | None = None
    cells: str | None = None
    labels: str | None = None
    text: str | None = None
    blank_label: bool = False
    lost_cell: str | None = None
    lost_row: str | None = None
    missing_table: str | None = None
    injection: bool = False

    def names(self) -> list[str]:
        """Quirk names for the truth; planted defects are recorded by their rule instead."""
        flagged = [
            name
            for name in ("blank_label", "lost_cell", "lost_row", "injection")
            if getattr(self, name)
        ]
        encoding = [f"encoding:{self.encoding}"] if self.encoding else []
        return [*filter(None, (self.cells, self.labels, self.text)), *flagged, *encoding]


def draw(rng: Random, layout: str, form: str) -> Oddities:
    """Two reports in five are plain; the others have a few oddities that suit their layout."""
    odd = Oddities(layout)
    if layout.startswith("txt") and rng.random() < 0.15:
        odd.encoding = rng.choice(_ENCODINGS)
    if rng.random() < _CLEAN:
        return odd
    odd.text = rng.choice(list(TEXT)) if rng.random() < 0.2 else None
    odd.injection = rng.random() < 0.02
    if form != "pre2019":
        _draw_table_oddities(rng, form, odd)
    return odd


def _draw_table_oddities(rng: Random, form: str, odd: Oddities) -> None:
    odd.labels = rng.choice(list(LABELS)) if rng.random() < 0.25 else None
    odd.defect = rng.choice(_DEFECTS) if rng.random() < 0.35 else None
    if odd.defect == "missing_table":
        odd.missing_table = rng.choice(table_names(form))
    if odd.layout in NO_QUIRKS:
        return
    suited = {name: quirk for name, quirk in CELLS.items() if odd.layout in quirk.layouts}
    if rng.random() < 0.45:
        odd.cells = rng.choices(list(suited), [quirk.weight for quirk in suited.values()])[0]
    present = odd.layout in GRID and not (odd.missing_table or "").startswith("proactive")
    odd.blank_label = present and rng.random() < 0.04
    fate = rng.random()
    if fate < 0.07 and odd.layout in GRID | LINE:
        row, column = rng.choice(REQUEST_ROWS[form])[0], rng.choice(APPLICANTS)[0]
        odd.lost_cell = f"requests.{row}.{column}"
    elif fate < 0.1:
        odd.lost_row = rng.choice([row for row, _ in REQUEST_ROWS[form]])
    if odd.missing_table == "requests":
        odd.lost_cell = odd.lost_row = None
    if odd.cells in _BLANKING:
        odd.lost_cell = None
