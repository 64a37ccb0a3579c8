"""Any number of fictional reports with known truth: `generate(seed, reports, out, layouts)`.

Several consecutive years per body, both forms, every layout, realistic figures (most are zero),
the oddities of real files and planted violations of every check rule. The same seed gives the
same files, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from eval.render import LAYOUTS
from eval.synth.defects import cross_year
from eval.synth.figures import new_history
from eval.synth.places import Gazetteer
from eval.synth.report import make_report
from eval.truth import Truth, write_truth

__all__ = ["generate", "stream"]

_RARE = {"docx": 4, "docx_textbox": 2, "docx_nested": 2, "pdf": 4, "txt_once": 2, "txt_glued": 4}
_USUAL = 6
_FIRST_YEARS = (2017, 2019, 2020, 2021, 2022, 2023, 2024)
_FIRST_WEIGHTS = (1, 3, 3, 5, 6, 6, 4)


def stream(
    seed: int, count: int, layouts: Sequence[str] | None = None
) -> Iterator[tuple[Truth, bytes]]:
    """`count` reports one after another, the years of one body together.

    Raises ValueError for an unknown layout.
    """
    unknown = set(layouts or ()) - LAYOUTS.keys()
    if unknown:
        raise ValueError(f"no layout {', '.join(sorted(unknown))}; known: {', '.join(LAYOUTS)}")
    chosen = list(layouts or LAYOUTS)
    weights = [_RARE.get(name, _USUAL) if layouts is None else 1 for name in chosen]
    rng = Random(seed)
    gazetteer = Gazetteer(rng)
    made = 0
    while made < count:
        town = gazetteer.draw()
        history = new_history(rng, area=town.scope == "area")
        first = rng.choices(_FIRST_YEARS, _FIRST_WEIGHTS)[0]
        years = min(rng.randint(1, 5), 2025 - first + 1, count - made)
        before: Truth | None = None
        for year in range(first, first + years):
            layout = rng.choices(chosen, weights)[0]
            truth, content = make_report(rng, town, year, history, layout, f"r{made:06d}")
            truth.defects.extend(cross_year(before, truth) if before else [])
            before = truth
            made += 1
            yield truth, content


def generate(
    seed: int, reports: int, out: Path | str, layouts: Sequence[str] | None = None
) -> list[Truth]:
    """Write `reports` files and truth.jsonl into the folder `out`; returns the truths."""
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    truths = []
    for truth, content in stream(seed, reports, layouts):
        (folder / truth.file).write_bytes(content)
        truths.append(truth)
    write_truth(folder / "truth.jsonl", truths)
    return truths
