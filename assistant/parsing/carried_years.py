"""Years taken from the question before."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.parsing.before import CARRIED, Before
from assistant.parsing.found_bodies import find_held
from assistant.parsing.leaning import (
    CASE,
    COUNTED_YEARS,
    SAME_YEAR,
    counts,
    has_content,
    only_compares,
)
from assistant.parsing.reading import Reading
from assistant.parsing.widening import of_the_rest
from assistant.plan import Plan
from assistant.question_years import Years
from assistant.vocabulary import Sort
from index.numerals import parse_number

_SUMMING: tuple[Sort, ...] = (
    "stop", "mark", "then", "function", "howmany", "two", "number", "amount",
    "hint", "has", "concept", "generic", "loose",
)  # fmt: skip


def sums_up(reading: Reading, before: Before) -> bool:
    """加起来呢, 三年一共多少, 这几年总共收到几件, after the same figure of several years or
    bodies in turn."""
    years = {*before.plan.scope.years, *before.years} if before.years else set()
    several = len(before.gathered.bodies) > 1
    if not (years or several) or before.plan.kind not in ("value", "compare"):
        return False
    rest = without_count(reading)
    named = {m.measures(False)[0].code for m in rest.asked.all or rest.asked.hints}
    same = named <= {m.code for m in before.plan.measures}
    sums = set(reading.codes("function")) in ({"sum"}, {"mean"})
    light = all(t.sort in _SUMMING or t.text in ("样", "者") for t in rest.tokens)
    return sums and light and same and not rest.asked.limits and counts(reading, len(years))


def years_counted(reading: Reading, before: Before) -> Years | None:
    """两年一共几件, 这两年各几件, after one body: the years spoken of where they are as many, else
    the last ones that are held of it."""
    counted = [t for t in reading.tokens if t.year is not None]
    if (ahead := _years_ahead(reading, before)) is not None:
        return ahead
    found = COUNTED_YEARS.fullmatch(counted[0].text.removesuffix("的")) if counted else None
    number = int(parse_number(found[1]) or 0) if found and found[1] not in (None, "几") else 0
    bodies = find_held(before.plan.scope.bodies, reading.held)
    if len(counted) != 1 or not number or not bodies or reading.places.named:
        return None
    spoken = sorted({*before.plan.scope.years, *before.years})
    held = sorted({year for body in bodies for year in body.years})
    years = spoken if len(spoken) == number else held[-number:]
    return Years(years=tuple(years)) if len(years) == number else None


def _years_ahead(reading: Reading, before: Before) -> Years | None:
    """前两年有没有, after a figure of one body in one year: those before it that are held."""
    dated = [t for t in reading.tokens if t.year is not None]
    found = _AHEAD.fullmatch(dated[0].text) if len(dated) == 1 else None
    bodies = find_held(before.plan.scope.bodies, reading.held)
    spoken = before.plan.scope.years
    if found is None or len(spoken) != 1 or not bodies or reading.places.named:
        return None
    number = int(parse_number(found[1]) or 0)
    held = {year for body in bodies for year in body.years}
    years = [year for year in range(spoken[0] - number, spoken[0]) if year in held]
    return Years(years=tuple(years)) if years else None


_AHEAD = re.compile("(?:再)?(?:往)?前面?的?([一两二三四五2-5])个?年度?的?")


def goes_on(reading: Reading, plan: Plan, named: Years) -> bool:
    """24年还涨吗, after the figures of 2022 and 2023: from the last year spoken of to that one."""
    spoken = plan.scope.years
    moves = {"rising", "falling"} & set(reading.codes("change"))
    one = len({body.name for body in plan.scope.bodies}) == 1 and not reading.places.named
    later = len(named.years) == 1 and bool(spoken) and named.years[0] > max(spoken)
    light = ("stop", "mark", "then", "year", "change", "whether")
    return bool(moves) and one and later and all(t.sort in light for t in reading.tokens)


def without_count(reading: Reading) -> Reading:
    """The reading with 三年 and 这三年, which count the years spoken of, as light words."""
    counts = [t for t in reading.tokens if COUNTED_YEARS.fullmatch(t.text)]
    if not counts:
        return reading
    tokens = [replace(t, sort="stop", year=None) if t in counts else t for t in reading.tokens]
    words = tuple(t.year for t in tokens if t.year is not None)
    return replace(reading, tokens=tuple(tokens), year_words=words, years=Years())


def stays(reading: Reading, before: Before) -> bool:
    """上一年诉讼呢, right after 上一年复议有几件: that year, not the one before it."""
    said = [t for t in reading.tokens if t.year is not None]
    same = len(said) == 1 and _STEP.fullmatch(said[0].text) is not None
    named = {m.measures(False)[0].code for m in reading.asked.all or reading.asked.hints}
    other = bool(named - {m.code for m in before.plan.measures})
    return before.stepped and same and other and not reading.places.named


_STEP = re.compile("(?:上一?年|前一年|头一年|去年)度?的?")


def since(reading: Reading, years: Years) -> bool:
    """Whether a change up to the year named is asked for."""
    upto = any(f"{word}{years.years[-1]}" in reading.text for word in ("到", "至"))
    return upto and reading.has("trend", "change")


def against_year(reading: Reading, plan: Plan) -> bool:
    """跟2024年差几件, after a figure of 2023: between these two years."""
    one = plan.kind == "value" and len({body.name for body in plan.scope.bodies}) == 1
    joined = any(t.text in ("跟", "和", "与", "同") for t in reading.tokens)
    return one and joined and only_compares(reading, ("trend", "change"), light=("year", "and"))


def years_apart(reading: Reading, filled: Reading, plan: Plan) -> tuple[tuple[str, int], ...]:
    """The years of bodies that each have their own: as before, or 跟蚝岗镇2023年比 after a question
    about another year."""
    spoken, said = plan.scope.bodies, reading.years.years
    apart = tuple((body.name, body.year) for body in spoken if body.year)
    if not reading.years.named:
        return apart
    new = {body.name for body in reading.places.bodies} - {body.name for body in spoken}
    old = {body.name for body in filled.places.bodies} - new
    one = len(new) == len(old) == len(said) == len(plan.scope.years) == 1
    if not one or said == plan.scope.years or not reading.has("versus", "compare"):
        return ()
    return ((old.pop(), plan.scope.years[0]), (new.pop(), said[0]))


def own_years(reading: Reading, filled: Reading, before: Before) -> tuple[tuple[str, int], ...]:
    """差多少, after the same figure of two bodies, each asked of a year of its own."""
    asked = {body.name: body.year for body in before.rows if body.year}
    names = list(dict.fromkeys(body.name for body in filled.places.bodies))
    years = [asked[name] for name in names if name in asked]
    two = len(names) == len(years) == 2 and len(set(years)) == 2
    bare = only_compares(reading, light=("two", "they"))
    if not two or not bare or reading.places.named or before.years:
        return ()
    return tuple(zip(names, years, strict=True))


def with_years(reading: Reading, before: Before, notes: list[str]) -> Reading:
    """The reading with the years of the plan before where it names none, noted in `notes`."""
    plan = before.plan
    years = plan.scope.years or _that_year(reading, before)
    if reading.years.named or not years:
        return reading
    if _asks_whether(reading, plan):
        years = years[-1:]
    if reading.has("which_year") and len(years) == 1:  # 哪年最高: of every year held
        return reading
    then = any(t.text in ("当时", "那时", "那时候", "当年那会儿") for t in reading.tokens)
    if then and plan.kind == "narrative" and has_content(reading):  # 那个问题当时怎么改的
        return reading
    if _had_one_year(reading, plan) or _none_beside(reading, plan):
        return reading
    notes.append(f"{years[0]}年" if len(years) == 1 else f"{years[0]}—{years[-1]}年")
    return replace(reading, years=Years(years=years))


def _that_year(reading: Reading, before: Before) -> tuple[int, ...]:
    """它那年培训几次, after what reports of any year say: the one year the answer quotes."""
    said = any(t.text in SAME_YEAR for t in reading.tokens)
    return before.told if said and len(before.told) == 1 else ()


def _none_beside(reading: Reading, plan: Plan) -> bool:
    """其他街道呢, after what one report says of a year that no other body has one of."""
    spoken = {body.name for body in plan.scope.bodies}
    years, kinds = set(plan.scope.years), reading.places.types
    others = (b for b in reading.held.bodies if b.name not in spoken)
    beside = any(years & set(b.years) for b in others if not kinds or b.body_type in kinds)
    return plan.kind == "narrative" and of_the_rest(reading) and not beside


def _asks_whether(reading: Reading, plan: Plan) -> bool:
    """那信息处理费收过没, after how another figure changed: of the later year alone."""
    moved = plan.kind == "trend" and plan.change is not None and len(plan.scope.years) == 2
    named = (*reading.asked.mentions, *(limit.mention for limit in reading.asked.limits))
    new = {m.measures(False)[0].code for m in named} - {m.code for m in plan.measures}
    closes = _CLOSED.search(reading.text) is not None
    return moved and bool(new) and closes and not reading.has("trend", "change", "compare")


_CLOSED = re.compile("(?:没有?|吗|么)[呢啊呀?？]*$|有没有|是否|有无")


def _was_carried(plan: Plan) -> bool:
    """Whether the year of the question before was itself taken from the one before it."""
    said = tuple(f"{year}年" for year in plan.scope.years)
    return any(note.startswith(CARRIED) and said[0] in note for note in plan.notes if said)


def _had_one_year(reading: Reading, plan: Plan) -> bool:
    """柳浦呢, after what one body says that has a report of this year only, or where this one has
    none of it: of every year."""
    mine = {body.name for body in reading.places.bodies}
    spoken = find_held(plan.scope.bodies, reading.held)
    only = {year for body in spoken for year in body.years} == set(plan.scope.years)
    only = only and not _was_carried(plan)
    lacking = not any(set(plan.scope.years) & set(b.years) for b in reading.places.bodies)
    case = plan.kind == "narrative" and lacking and CASE.search(reading.text) is not None
    told = plan.kind == "narrative" or (plan.refusal is not None and bool(plan.query))
    said = plan.kind == "mention" or case or (told and lacking)  # 太平镇那次呢
    said = said and bool(spoken) and bool(reading.places.bodies)
    return said and (only or lacking) and not mine & {body.name for body in spoken}
