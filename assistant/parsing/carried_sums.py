"""Figures asked one after the other that a follow-up adds up: 加起来多少, 两样合计占办结的几成."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.measure_sums import added
from assistant.measures import concept_of
from assistant.parsing.before import Before
from assistant.parsing.build import build
from assistant.parsing.in_context import about_of
from assistant.parsing.reading import Reading
from assistant.plan import Measure, Plan
from index.numerals import parse_number

_COUNTED = re.compile("(?<![第0-9])([2-9两二三四五六七八九])(?:样|项|个|种|类|者|组|块)")
_WHOLES = ("received", "received_with_carried", "total_processed")


def spoken_of(
    reading: Reading, about: Sequence[Measure], before: Sequence[Measure]
) -> tuple[Measure, ...]:
    """What a sum adds: as many of the figures asked last as it says (这两项), else all of them but
    the totals that others of them are parts of."""
    asked = (*before, *(m for m in about if m not in before))
    counted = _COUNTED.search(reading.text)
    said = parse_number(counted[1]) if counted else None
    if said is not None and 1 < said < len(asked):
        return asked[-int(said) :]
    parts = tuple(m for m in asked if not any(_holds(m, other) for other in asked))
    return parts if len(parts) > 1 else asked


def _holds(whole: Measure, part: Measure) -> bool:
    """Whether `part` is counted in `whole`: an outcome in what came in, a column in its total."""
    if whole == part or whole.is_ratio or part.is_ratio:
        return False
    if whole.cells and part.cells and set(part.cells) < set(whole.cells):
        return True
    row, inner = concept_of(whole.code), concept_of(part.code)
    if row is None or inner is None or not whole.code.endswith(".total"):
        return False
    if row == inner:
        return not part.code.endswith(".total")
    of_requests = all(m.code.startswith("requests.") for m in (whole, part))
    return of_requests and row in _WHOLES and inner not in (*_WHOLES, "carried_in")


def share_of_sum(
    reading: Reading, about: Sequence[Measure], before: Sequence[Measure]
) -> Measure | None:
    """两样加起来占办结的百分之多少, 一共占了几成: the sum that the share is of; None where no
    share of one is asked for, or the figures make no sum."""
    sums = reading.codes("function") == ("sum",)
    of = reading.has("share") or any("of" in t.codes for t in reading.all("versus"))
    if not (sums and of and before) or len(reading.asked.mentions) > 1 or reading.asked.limits:
        return None
    parts = spoken_of(reading, about, before)
    named = {m.code for mention in reading.asked.mentions for m in mention.measures(False)}
    return added([part for part in parts if part.code not in named])


def share_of_first(reading: Reading, before: Before) -> Plan | None:
    """最多的占多少, 第一名占几成, after a sum over many or who came first: of that sum."""
    plan, about = before.plan, about_of(before.plan)
    first = reading.has("most") or (reading.has("ordinal") and "第一" in reading.text)
    summed = plan.kind == "aggregate" and plan.function in ("sum", "mean") and first
    led = plan.kind == "rank" and plan.limit == 1 and not reading.asked.all
    light = ("stop", "mark", "then", "most", "share", "versus", "ordinal", "all", "it", "whole")
    plain = all(t.sort in light for t in reading.tokens)
    plain = plain and reading.codes("most") in ((), ("desc",))
    asks = reading.has("share") or "of" in reading.codes("versus")
    single = len(about) == 1 and not about[0].is_ratio and not (plan.group or plan.change)
    if not ((summed or led) and plain and asks and single and before.rows) or plan.scope.bodies:
        return None
    scope = plan.scope
    places = replace(
        reading.places, bodies=(), types=scope.body_types, regions=scope.regions, refusal=None
    )
    years = replace(reading.years, years=scope.years)
    asked = replace(reading, places=places, years=years, before=plan)
    part = before.rows[0]
    return build(asked, "aggregate", measures=about, function="sum", part=part)
