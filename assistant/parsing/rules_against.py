"""Rules for what is more or less than something: an average, another body, another measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from assistant.parsing import refusals
from assistant.parsing.asked import Mention
from assistant.parsing.build import build, refuse
from assistant.parsing.reading import Reading
from assistant.parsing.tokens import Token
from assistant.parsing.wanted import measures_of, reading_notes
from assistant.places import HeldBody
from assistant.plan import Condition, Measure, Operator, Plan, Than
from assistant.vocabulary import Sort

_OPERATORS: dict[str, Operator] = {"more": ">", "less": "<"}
_BODIES: tuple[Sort, ...] = ("which", "each", "show", "whether")


def against(reading: Reading) -> Plan | None:
    """申请高于平均的镇, 比柳浦镇多的有哪些, 处罚比许可多的镇, 柳浦镇许可多还是处罚多."""
    if reading.years.base is not None:  # 高于去年: a change
        return None
    return (
        _two_measures(reading)
        or _than_average(reading)
        or _than_body(reading)
        or _than_measure(reading)
        or _same_as_measure(reading)
        or _not_settled(reading)
    )


def _than_average(reading: Reading) -> Plan | None:
    """Bodies above or below the average of those looked at."""
    cut = _cut(reading)
    function = _average_beside(reading, cut) if cut is not None else None
    measures = measures_of(reading, False)[:1]
    if cut is None or function is None or not measures or _of_two_kinds(reading, cut):
        return None
    than = Than(function=function)  # type: ignore[arg-type]
    notes: tuple[str, ...] = ()
    if reading.places.bodies:
        names = "、".join(body.name for body in reading.places.bodies)
        notes = (f"{names}是否在列即是答案",)
        types = tuple(dict.fromkeys(body.body_type for body in reading.places.bodies))
        reading = reading.without_bodies(types=types)
    condition = Condition(measure=measures[0], op=_operator(reading), than=than)
    return _listed(reading, condition, notes)


def _of_two_kinds(reading: Reading, cut: Token) -> bool:
    """街道平均比镇多收几件, 比街道平均多的镇: the averages of two kinds side by side, not the
    bodies above the average of both. No plan holds the average of others than those listed."""
    kinds = [t.start for t in reading.all("type")]
    than = next((t for t in reading.after(cut) if t.sort != "stop"), None)
    of_kind = than is not None and than.sort == "type" and len(kinds) > 1
    return of_kind or len({start < cut.start for start in kinds}) == 2


_AVERAGES = ("mean", "median")
_BETWEEN: tuple[Sort, ...] = (
    "stop", "whole", "level", "region", "type", "unit", "all", "year", "concept", "generic",
    "each", "and", "amount", "report",
)  # fmt: skip


def _average_beside(reading: Reading, cut: Token) -> str | None:
    """高于全县平均, 比平均多, 跟平均水平比: the average that is compared with; 相比，平均每家收到
    多少 compares nothing with it."""
    if set(cut.codes) & set(_AVERAGES):
        return "mean"
    after = [t for t in reading.tokens if t.start >= cut.end]
    found = next((t for t in after if t.sort not in _BETWEEN), None)
    before = [t for t in reading.tokens if t.end <= cut.start and t.sort not in ("stop", "amount")]
    beside = [t for t in (found, before[-1] if before else None) if t is not None]
    return next((c for t in beside for c in t.codes if c in _AVERAGES), None)


def _than_body(reading: Reading) -> Plan | None:
    """Bodies with more or less than the one named."""
    cut = _cut(reading)
    units = reading.places.units
    if cut is None or len(units) != 1 or not _asks_others(reading, cut):
        return None
    behind = next((t for t in reading.after(cut) if t.sort not in _PLACED), None)
    if behind is None or not (behind.place.bodies and behind.sort in ("body", "stem")):
        return None
    measures = measures_of(reading, False)[:1]
    if not measures:
        return None
    body, year = _newest(units[0], reading.years.years)
    than = Than(body=body.as_body(), year=year)
    condition = Condition(measure=measures[0], op=_operator(reading), than=than)
    years = reading.years if reading.years.named else replace(reading.years, years=(year,))
    return _listed(replace(_without_body(reading, cut), years=years), condition)


_PLACED: tuple[Sort, ...] = ("stop", "region", "year")


def _than_measure(reading: Reading) -> Plan | None:
    """Bodies with more of one measure than of another."""
    cut = _cut(reading)
    if cut is None or reading.places.bodies or not _asks_others(reading, cut):
        return None
    left, right = _sides(reading, cut)
    if not (left and right):
        return None
    behind = [t for t in reading.tokens if t.start > reading.tokens[right[0].at].start]
    if any(t.sort in ("number", "share", "bound", "change") for t in behind):
        return _not_settled(reading)  # 超过许可数两成: of a part of it, which no plan holds
    than = Than(measure=right[0].measures(False)[0])
    about = left[-1].measures(False)[0]
    return _listed(reading, Condition(measure=about, op=_operator(reading), than=than))


_EQUAL: dict[str, Operator] = {
    **dict.fromkeys(("等于", "相等", "是否相等", "一样"), "="),
    **dict.fromkeys(("不等于", "不相等", "不等", "不一样"), "!="),
}


def _same_as_measure(reading: Reading) -> Plan | None:
    """申请数等于办结数的单位: bodies with as much of the one as of the other."""
    cut = next((t for t in reading.all("quality") if t.text in _EQUAL), None)
    mentions = reading.asked.all
    if cut is None or reading.places.bodies or len(mentions) != 2:
        return None
    between = [m for m in mentions if reading.tokens[m.at].start < cut.start]
    if len(between) == 0 or not _asks_others(reading, cut):
        return None
    left, right = (mention.measures(False)[0] for mention in mentions)
    if left.unit != right.unit:
        return None
    than = Than(measure=right)
    return _listed(reading, Condition(measure=left, op=_EQUAL[cut.text], than=than))


def _two_measures(reading: Reading) -> Plan | None:
    """Two measures of one body beside each other, with the difference."""
    cues = reading.has("compare", "exceeds") or "than" in reading.codes("versus")
    asks = reading.has("which", "each", "most", "top", "trend", "function", "share")
    asks = asks or any("倍" not in token.text for token in reading.all("change"))
    mentions = reading.asked.mentions
    measures = tuple(mention.measures(False)[0] for mention in mentions)
    if reading.before is not None and not reading.asked.all and reading.has("compare"):
        measures, asks = reading.given, False  # 许可几件，处罚呢，哪个多
    if not cues or asks or len(reading.places.units) != 1 or len(measures) != 2:
        return None
    several = len(reading.years.years) > 1 or reading.years.every
    if several or len({m.unit for m in measures}) > 1 or _is_part(*measures):
        return None
    return build(reading, "compare", measures=measures, notes=reading_notes(reading))


def _is_part(left: Measure, right: Measure) -> bool:
    """Whether one is a column of the other's row, or both are the same."""
    return left.code.rpartition(".")[0] == right.code.rpartition(".")[0]


def _not_settled(reading: Reading) -> Plan | None:
    """高于 of what is not understood: never answered as if it were not there."""
    token = reading.first("exceeds")
    two = len(reading.places.units) > 1  # 柳浦镇是不是超过了白鹭乡: side by side
    if token is None or two or not reading.asked.all or reading.has("how", "why"):
        return None
    who = "、".join(body.name for body in reading.places.bodies)
    return refuse(reading, refusals.unclear([token.text], reading.raw, who, reading.english))


def _listed(reading: Reading, condition: Condition, notes: Sequence[str] = ()) -> Plan:
    """The bodies that meet the condition, or how many they are."""
    counted = {"body", "report"} & set(reading.codes("howmany"))
    fields: dict[str, Any] = {"conditions": (condition,), "notes": notes}
    if counted and not reading.has("which", "show"):
        return build(reading, "aggregate", function="count", **fields)
    return build(reading, "list", **fields)


# --- the parts of such a question


def _cut(reading: Reading) -> Token | None:
    """The word between what is compared and what it is compared with; None where nothing says
    which way."""
    beside = (t for t in reading.all("exceeds", "versus") if _average_beside(reading, t))
    with_average = next(beside, None)
    if with_average is not None and (_way(reading) or reading.has("compare")):
        return with_average
    exceeds = reading.first("exceeds")
    if exceeds is not None:
        return exceeds
    than = next((t for t in reading.all("versus") if "than" in t.codes), None)
    return than if than is not None and (_way(reading) or reading.has("compare")) else None


def _way(reading: Reading) -> str:
    said = [c for c in reading.codes("exceeds", "compare") if c in _OPERATORS]
    return said[0] if said else ""


def _operator(reading: Reading) -> Operator:
    return _OPERATORS[_way(reading) or "more"]


def _sides(reading: Reading, cut: Token) -> tuple[list[Mention], list[Mention]]:
    mentions, tokens = reading.asked.all, reading.tokens
    left = [m for m in mentions if tokens[m.at].start < cut.start]
    return left, [m for m in mentions if tokens[m.at].start > cut.start]


def _asks_others(reading: Reading, cut: Token) -> bool:
    """Whether bodies are asked for: 哪些, 有几个, or …的镇 at the end."""
    if reading.has(*_BODIES) or {"body", "report"} & set(reading.codes("howmany")):
        return True
    last = [t for t in reading.tokens if t.sort not in ("stop", "mark", "has")][-1:]
    return bool(last) and last[0].sort in ("type", "unit") and last[0].start > cut.start


def _newest(unit: Sequence[HeldBody], years: Sequence[int]) -> tuple[HeldBody, int]:
    """The body and the year to compare with: the last one asked, else the last one held."""
    found = [(year, body) for body in unit for year in body.years]
    asked = [pair for pair in found if pair[0] in years] or found
    year, body = max(asked, key=lambda pair: pair[0])
    return body, max(years) if years else year


def _without_body(reading: Reading, cut: Token) -> Reading:
    """The scope without the body compared with: kinds and regions that are named apart from it."""
    types = reading.kinds_held(reading.tokens)
    before = [t for t in reading.all("region", "stem") if t.start < cut.start]
    regions = tuple(r for t in before for r in t.place.regions[:1])
    return replace(reading, places=replace(reading.places, bodies=(), types=types, regions=regions))
