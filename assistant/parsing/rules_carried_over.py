"""Rule for whether two figures just shown follow: what one year carries out, the next takes in."""

from __future__ import annotations

from dataclasses import replace

from assistant.measures import concept_of
from assistant.parsing.before import CARRIED, Before
from assistant.parsing.build import build
from assistant.parsing.found_bodies import find_held
from assistant.parsing.reading import Reading
from assistant.plan import Plan
from assistant.question_years import Years
from assistant.vocabulary import Sort

_LIGHT: tuple[Sort, ...] = (
    "stop", "mark", "then", "two", "they", "number", "quality", "whether", "and", "compare",
)  # fmt: skip


def carried_over_right(reading: Reading, before: Before) -> Plan | None:
    """那这两个对得上吗, after 上年结转 of one year and 结转下年 of the one before it."""
    shown = before.gathered.figures[-2:]
    doubts = reading.codes("quality") == ("mismatch",)
    plain = (
        all(t.sort in _LIGHT or t.text == "不" for t in reading.tokens) and not reading.asked.all
    )
    if not (doubts and plain and len(shown) == 2) or any(len(f.years) != 1 for f in shown):
        return None
    if not reading.has("two", "they") and concept_of(shown[-1].measure.code) == "carried_in":
        return None  # checked over all years
    out, taken = sorted(shown, key=lambda figure: figure.years)
    rows = (concept_of(out.measure.code), concept_of(taken.measure.code))
    year = taken.years[0]
    if rows != ("carried_out", "carried_in") or out.years[0] != year - 1:
        return None
    bodies = find_held(before.plan.scope.bodies, reading.held)
    kept = "，".join(dict.fromkeys((*(b.name for b in bodies), f"{year - 1}、{year}年")))
    asked = replace(
        reading,
        places=replace(reading.places, bodies=bodies, refusal=None),
        years=Years(years=(year - 1, year)),
        notes=(*reading.notes, f"{CARRIED}{kept}"),
    )
    return build(asked, "quality", rules=("carry_over",))
