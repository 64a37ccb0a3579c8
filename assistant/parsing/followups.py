"""Questions that lean on the one before: what they change, and what is carried over.

那2023年呢? changes the year, 换成行政处罚 the measure, 只看街道 the kind of body, 第二个镇 and 它们
point at the rows of the answer before. What is carried over is said in the plan's notes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.parsing.before import CARRIED, CARRIED_EN, Before, topics_of
from assistant.parsing.carried import (
    as_applicant,
)
from assistant.parsing.carried_measures import with_measures
from assistant.parsing.carried_places import (
    namesakes,
    only_types,
    pointed_at,
    single_of_kind,
    whole_units,
    with_more_types,
    with_places,
    with_regions,
    with_types,
    with_whole,
)
from assistant.parsing.carried_years import (
    against_year,
    goes_on,
    own_years,
    since,
    stays,
    sums_up,
    with_years,
    without_count,
    years_apart,
    years_counted,
)
from assistant.parsing.found_bodies import find_held
from assistant.parsing.in_context import about_of, rest_of, says_rest
from assistant.parsing.leaning import (
    has_content,
    is_next_rival,
    lacks_a_year,
    of_one_of_several,
    of_same_set,
    only_compares,
    whose,
)
from assistant.parsing.of_thing import asks_of_thing
from assistant.parsing.reading import Reading
from assistant.parsing.refusals import refusal
from assistant.parsing.remembered import taken_in
from assistant.parsing.rules_found import fewer
from assistant.parsing.these import unmatched
from assistant.parsing.widening import (
    each_there,
    looks_around,
    of_others,
    of_the_rest,
    says_places,
    takes_in,
    who_first,
)
from assistant.places import Held, HeldBody
from assistant.plan import Choice, Plan, Refusal
from assistant.question_years import resolve


def complete(reading: Reading, before: Before, held: Held) -> Reading:
    """The reading with what it lacks taken from the question before."""
    plan = before.plan
    if before.regions and only_compares(reading, light=("two", "level")):  # 两个县差多少
        both = {r.name: r for r in (*before.regions, *plan.scope.regions)}
        scope = plan.scope.model_copy(update={"regions": tuple(both.values())})
        plan = plan.model_copy(update={"scope": scope})
        before = replace(before, plan=plan, rows=())
    reading = as_applicant(reading, plan.measures)
    bodies, row_notes = pointed_at(reading, before, held)
    joined = reading.has("plus", "versus") or (
        reading.has("two") and reading.has("compare") and len(reading.places.units) == 1
    )
    if joined and reading.places.bodies:
        spoken_of = plan.scope.bodies[:1] if is_next_rival(reading, plan) else plan.scope.bodies
        spoken_of = taken_in(reading, before) or spoken_of
        bodies = find_held((*spoken_of, *(b.as_body() for b in reading.places.bodies)), held)
    elif (earlier := taken_in(reading, before)) and (bodies or not reading.has("plus")):
        bodies = find_held((*earlier, *(b.as_body() for b in bodies)), held)
    bodies = whole_units(bodies, held) or namesakes(reading, plan, held)
    bodies = bodies or single_of_kind(reading, plan, held)
    said = "" if reading.places.named else unmatched(reading.tokens, before, held)
    bodies = () if said else bodies
    reading = with_whole(reading, plan, held)
    away = says_places(reading, plan) or looks_around(reading, plan, len(before.beside) > 1)
    away = away or of_others(reading, plan)
    same_set = of_same_set(reading, plan) and not reading.places.types
    kept_places = bool(bodies) or not away or same_set
    spoken = plan.scope.years
    differs = only_compares(reading, ("trend", "change"), light=("two", "share"))
    if differs and not bodies and before.years:
        spoken = tuple(sorted({*spoken, *before.years[-1:]}))
        plan = plan.model_copy(update={"scope": plan.scope.model_copy(update={"years": spoken})})
    if sums_up(reading, before):
        reading, spoken = without_count(reading), tuple(sorted({*spoken, *before.years}))
        plan = plan.model_copy(update={"scope": plan.scope.model_copy(update={"years": spoken})})
        bodies = bodies or find_held(before.gathered.bodies, held)
    if of_the_rest(reading) and not reading.places.without:
        rest = find_held(before.beside or plan.scope.bodies or before.listed, held)
        without = tuple({b.key: b for b in (*reading.places.without, *rest)}.values())
        reading = replace(reading, places=replace(reading.places, without=without))
    if fewer(reading, plan) and before.years:
        spoken = (max(*spoken, before.years[-1]),)
        plan = plan.model_copy(update={"scope": plan.scope.model_copy(update={"years": spoken})})
    if len(before.beside) > 1 and plan.kind == "value" and who_first(reading, plan):
        bodies = bodies or find_held(before.beside, held)
    years = years_counted(reading, before) or resolve(
        reading.year_words, reading.today, held.years(), spoken
    )
    if stays(reading, before):
        years = replace(years, years=tuple(spoken))
    if goes_on(reading, plan, years):
        years = replace(years, years=(max(spoken), *years.years))
    elif len(spoken) == len(years.years) == 1 and spoken < years.years and since(reading, years):
        years = replace(years, years=(*spoken, *years.years))  # 到2024年变化多少 after 2022
    elif against_year(reading, plan) and len(spoken) == len(years.years) == 1:
        years = replace(years, years=tuple(sorted({*spoken, *years.years})))
    filled = replace(reading, before=plan, years=years)
    notes: list[str] = list(row_notes)
    if not bodies and takes_in(reading, plan):
        kinds = tuple(dict.fromkeys((*plan.scope.body_types, *reading.places.types)))
        reading = replace(reading, places=replace(reading.places, types=kinds))
        filled = with_regions(replace(filled, places=reading.places), plan, notes)
    elif bodies:
        places = replace(reading.places, bodies=bodies, types=(), regions=(), refusal=None)
        filled = replace(filled, places=places)
        if reading.has("they", "two") or not row_notes:
            notes.append("、".join(dict.fromkeys(body.name for body in bodies)))
    elif kept_places:
        filled = with_places(filled, plan, held, notes)
    elif reading.places.regions and not reading.places.types:
        filled = with_types(filled, plan, notes)
    elif reading.has("only") or only_types(reading) or each_there(reading, plan):
        filled = with_regions(with_more_types(filled, plan, notes), plan, notes)
    if said:
        doubt = _unclear(f"没有看出“{said}”指哪几个单位，请写出名称。")
        filled = replace(filled, places=replace(filled.places, refusal=doubt))
    for doubt in _doubts(reading, plan, bodies, spoken):
        filled = replace(filled, places=replace(filled.places, refusal=doubt))
    filled = with_years(filled, replace(before, plan=plan), notes)
    apart = years_apart(reading, filled, plan) or own_years(reading, filled, before)
    if apart and reading.years.named:
        notes.append(f"{plan.scope.years[0]}年")
    filled = replace(filled, given_years=apart)
    if before.numbered and only_compares(reading, ("trend", "change"), light=("year", "number")):
        plan = plan.model_copy(update={"measures": before.numbered})  # 那127条…, then 比上年多多少
        filled = replace(filled, before=plan)
    filled = with_measures(filled, plan, bool(bodies), notes, before.measures)
    if reading.has("how") and not has_content(reading) and not (reading.asked.all or filled.given):
        notes.extend(topics_of(plan))
    carried = f"{CARRIED}{'，'.join(dict.fromkeys(notes))}"
    if reading.english:
        carried = f"{CARRIED_EN}{', '.join(dict.fromkeys(notes))}"
    return replace(filled, notes=(*reading.notes, carried) if notes else reading.notes)


def _doubts(
    reading: Reading, plan: Plan, bodies: Sequence[HeldBody], spoken: Sequence[int]
) -> Iterator[Refusal]:
    """What is pointed at and cannot be made out: asked back, the last of these."""
    if reading.has("other_one") and not bodies:
        yield _unclear("没有看出“另一个”指哪个单位，请写出名称。")
    if not bodies and plan.kind in ("rank", "list") and only_compares(reading):
        yield _unclear("没有看出要比较哪两个单位，请写出名称。")
    rest = says_rest(reading.tokens) and plan.kind == "value"
    if rest and not rest_of(about_of(plan), reading.tokens):
        yield _unclear("没有看出剩下的是什么，请写出指标。")
    if lacks_a_year(reading, plan, spoken):
        yield _unclear("没有看出要比较哪两年，请写出年份。")
    if of_one_of_several(reading, plan):
        yield _unclear("没有看出说的是哪一类申请人的申请，请写出申请人。", whose(plan))
    ordinal = reading.has("ordinal") and not asks_of_thing(reading, plan)
    if ordinal and not bodies and plan.kind != "rank":
        said = next(t.text for t in reading.all("ordinal"))
        yield _unclear(f"没有看出“{said}”指哪个单位，请写出名称。")


def _unclear(reason: str, choices: Sequence[Choice] = ()) -> Refusal:
    return refusal("needs_clarification", reason, choices)
