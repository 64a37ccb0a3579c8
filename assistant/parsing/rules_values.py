"""Rules for lists of reports that meet conditions, and for the figures of named bodies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

from assistant.measures import MEDIA, NEW_MEDIA, OUTCOMES, concept_of, measure
from assistant.parsing.asked import Limit, Mention
from assistant.parsing.build import build
from assistant.parsing.only import ONLY
from assistant.parsing.ratios import ratio_asked
from assistant.parsing.reading import Reading
from assistant.parsing.scope import own_bodies
from assistant.parsing.tokens import Token
from assistant.parsing.wanted import (
    all_of,
    applicants_of,
    conditions_of,
    measures_of,
    reading_notes,
)
from assistant.plan import Condition, Measure, Plan
from assistant.vocabulary import Sort


def basis(reading: Reading) -> Plan | None:
    """县的申请量是全县的还是本级的: the figure of the county's own report, and what it covers."""
    places = reading.places
    named = reading.has("or") and reading.has("whole", "area")
    measures = measures_of(reading, False) if named else ()
    bodies = places.bodies
    if named and not bodies and len(places.regions) == 1:
        bodies = own_bodies(reading.held, places.regions[0])
    if not measures or len({body.name for body in bodies}) != 1:
        return None
    own = replace(reading, places=replace(places, bodies=bodies, regions=(), types=()))
    return build(replace(own, whole_area=True), "value", measures=measures)


def listing(reading: Reading) -> Plan | None:
    """Every report that meets the conditions, or that shows the measures asked."""
    if reading.places.bodies and not reading.has("which_year"):
        return None
    reading = reading.over_years()
    asked = reading.asked
    conditions = conditions_of(reading)
    shown: tuple[Measure, ...] = ()
    every = reading.has("which", "whether", "has", "type", "unit", "which_year")
    every = every or reading.has("report", "each", "they", "among", "show") or bool(conditions)
    every = every or (reading.has("form") and "吗" in reading.text)  # 还有用老表填的吗
    if not every or not (
        asked.all or asked.hints or conditions or reading.given or reading.has("form")
    ):
        return None
    fee = [limit for limit in asked.limits if limit.figure and limit.figure.unit == "元"]
    if fee and reading.has("about", "how", "why", "what") and len(conditions) == 1:
        query = conditions[0].measure.label  # 收了120块，是什么情况: what is written of it
        return build(reading, "mixed", conditions=conditions, query=query)
    mentions = asked.mentions or (() if conditions else asked.hints)
    ratio = ratio_asked(reading) if reading.has("share") and not conditions else None
    if ratio is not None:
        return build(reading, "list", measures=(ratio,), notes=reading_notes(reading))
    having, beside = _having(reading)
    if having:
        conditions = (*conditions, *_wanted(having))
        return _with_text(reading, build(reading, "list", measures=beside, conditions=conditions))
    any_of = mentions or tuple(limit.mention for limit in asked.limits if _is_any(limit))
    if _any_count(any_of) and len(conditions) == len(asked.limits) * (not mentions):
        return build(reading, "list", conditions=_each_count(any_of[0]), combine="any")
    entire = _entire(reading, (*mentions, *(limit.mention for limit in asked.limits)))
    if entire:
        about = {condition.measure.code for condition in entire}
        conditions = (*entire, *(c for c in conditions if c.measure.code not in about))
    elif _is_display(reading):
        shown = measures_of(reading, False)
    else:
        conditions += _wanted(mentions)
        shown = reading.given if not conditions else ()
    found = build(
        reading,
        "list",
        measures=shown,
        conditions=conditions,
        combine=_combine(reading, conditions),
        notes=reading_notes(reading),
    )
    return _with_text(reading, found)


def _with_text(reading: Reading, found: Plan) -> Plan:
    """第三方不同意就不公开的有哪些，报告原文: the reports found, and what they write of it."""
    asked = reading.has("quote_of") and found.kind == "list" and found.conditions
    if not asked or reading.places.bodies or found.language == "en":
        return found
    row = found.conditions[0].measure.label.partition("·")[0]
    reason = row.partition("（")[2].removesuffix("）")
    return found.model_copy(update={"kind": "mixed", "query": reason or row, "measures": ()})


def _having(reading: Reading) -> tuple[list[Mention], tuple[Measure, ...]]:
    """哪些镇有行政诉讼，结果如何; …，败诉几件: what the bodies are to have, and what is asked of
    those that have it."""
    which = reading.first("which") or reading.first("whether")
    marks = [t for t in reading.all("mark") if which is not None and t.start > which.start]
    if which is None or not marks or reading.places.bodies:
        return [], ()
    mark = marks[0]
    first = [t for t in reading.tokens if t.end <= mark.start]
    if reading.asked.mentions and not any(reading.tokens[m.at] in first for m in reading.asked.all):
        return [], ()
    rest = [t for t in reading.tokens if t.start >= mark.end]
    having = [m for m in reading.asked.mentions if reading.tokens[m.at] in first]
    later = [m for m in reading.asked.mentions if reading.tokens[m.at] in rest]
    asked = {t.sort for t in rest} & {"howmany", "outcome", "applicants", "about", "amount"}
    counted = any(t.sort in _COUNTING for t in first)
    if not asked or counted or any(t.sort == "which" for t in rest):
        return [], ()
    verb = any(t.sort in ("has", "hint") or t.text[-1] == "过" for t in first)
    verb = verb or any(
        t.sort in ("concept", "loose", "stop") and _HAPPENED.match(t.text) for t in first
    )
    if verb and _each_how_many(rest) and not reading.asked.limits:
        had = having or [m for m in reading.asked.hints if reading.tokens[m.at] in first]
        return had, tuple(measure for mention in had for measure in mention.measures(False))
    if not having:
        return [], ()
    if later:
        return having, tuple(m for mention in later for m in mention.measures(False))
    told = reading.has("outcome", "applicants")
    return (having, measures_of(reading, True)) if told else ([], ())


_HAPPENED = re.compile("被|.*过")


def _each_how_many(tokens: Sequence[Token]) -> bool:
    """各几件, behind bodies that have any."""
    said = [t.sort for t in tokens if t.sort not in ("stop", "mark", "year", "generic")]
    return (
        bool(said)
        and set(said) <= {"each", "howmany", "amount", "which_year"}
        and "howmany" in said
    )


_COUNTING: tuple[Sort, ...] = (
    "howmany", "amount", "about", "each", "most", "top", "compare", "function", "change", "trend",
)  # fmt: skip


def _entire(reading: Reading, mentions: tuple[Mention, ...]) -> tuple[Condition, ...]:
    """申请全部予以公开的镇: as many as were handled, and more than none."""
    tokens = reading.tokens
    for mention in mentions:
        concept = concept_of(mention.measures(False)[0].code)
        before = tokens[mention.at - 1] if mention.at else None
        every = before is not None and (before.sort == "all" or before.text in ONLY)
        every = every or mention.text.startswith("全")
        if every and concept in OUTCOMES[:6]:
            return all_of(mention.measures(False)[0], measure("total_processed"))
    return ()


def _any_count(mentions: tuple[Mention, ...]) -> bool:
    """填了规章: any of a document's three counts."""
    return len(mentions) == 1 and mentions[0].codes[0].startswith("regulations:")


def _is_any(limit: Limit) -> bool:
    """规章有数的: more than none, of a document without a column."""
    figure = limit.figure
    more = figure is not None and (figure.op, figure.value) == (">", 0)
    return more and len(limit.mention.codes) > 1


def _each_count(mention: Mention) -> tuple[Condition, ...]:
    return tuple(Condition(measure=m, op=">", value=0) for m in mention.measures(True))


def _wanted(mentions: Iterable[Mention]) -> tuple[Condition, ...]:
    """Conditions over 0 of everything named; ratios cannot be conditions of this kind."""
    found = (c for mention in mentions for c in Limit(mention).conditions())
    return tuple(c for c in found if not c.measure.is_ratio)


def _combine(reading: Reading, conditions: tuple[Condition, ...]) -> Literal["all", "any"]:
    if reading.asked.combine == "any" or (reading.has("or") and len(conditions) > 1):
        return "any"
    return "all"


def _is_display(reading: Reading) -> bool:
    """各镇的申请数: the figures of every body, not those that have any."""
    hinted = bool(reading.asked.hints) and reading.has("each") and reading.has("howmany")
    if not (reading.asked.mentions or reading.given or reading.has("outcome") or hinted):
        return False
    if any(m.measures(False)[0].is_ratio for m in reading.asked.mentions):
        return True
    if reading.has("outcome", "applicants"):
        return True
    if _who_apart(reading):
        return False
    asks = reading.has("each", "howmany", "amount", "about", "show", "compare")
    return (asks and not reading.has("has", "whether", "which")) or bool(
        reading.has("each") and reading.asked.mentions
    )


def _who_apart(reading: Reading) -> bool:
    """2023、2024年分别是谁, 分别有哪些单位: those that have any, of each year."""
    if reading.has("howmany", "amount", "about", "compare", "outcome", "applicants"):
        return False
    each = reading.first("each")
    return each is not None and [t.sort for t in reading.after(each)][:1] == ["which"]


def value(reading: Reading) -> Plan | None:
    """The figures of the named bodies."""
    if not reading.places.bodies:
        return None
    measures = measures_of(reading, True)
    alone = reading.asked.alone
    if alone is not None:  # 是不是只有自然人申请: each kind of applicant says it
        measures = applicants_of(alone.codes[0].partition(":")[0])
    if not measures:
        return None
    if _asks_words(reading, measures):
        counted = measures[0].label.removesuffix("次数").removesuffix("条数")
        words = reading.query() or (counted if measures[0].claim else "")
        return build(reading, "narrative", query=words)
    measures = _with_denied(reading, measures)
    also = measures[1:] if _is_refused(reading.asked.mentions) else ()
    measures = measures[: len(measures) - len(also)]
    limits = [limit for limit in reading.asked.limits if limit.figure and limit.figure.value]
    notes = reading_notes(reading)
    if limits:
        said = "、".join(limit.mention.text for limit in limits)
        notes += (f"条件（{said}）请对照下列数值判断",)
        asked = (limit for limit in limits if _is_asked(reading, limit))
        doubted = (m for limit in asked for m in limit.mention.measures(False))
        measures = tuple({m.code: m for m in (*doubted, *measures)}.values())
    return build(reading, "value", measures=measures, also=also, notes=notes)


def _with_denied(reading: Reading, measures: tuple[Measure, ...]) -> tuple[Measure, ...]:
    """罚了多少回，有人告它没有: what a clause of its own asks whether there is any."""
    if not reading.asked.mentions or reading.given:
        return measures
    first = reading.asked.mentions[0].at
    marks = [t.start for t in reading.all("mark") if t.start > reading.tokens[first].start]
    none = [
        x for x in reading.asked.limits if x.figure and (x.figure.op, x.figure.value) == ("=", 0)
    ]
    later = [x for x in none if marks and reading.tokens[x.mention.at].start > marks[0]]
    found = (m for limit in later for m in limit.mention.measures(False)[:1])
    return tuple({m.code: m for m in (*measures, *found)}.values())


def _is_asked(reading: Reading, limit: Limit) -> bool:
    """许可63件吗，处罚呢: whether it is so is the question, not what the question starts from."""
    at = reading.tokens[limit.mention.at].start
    marks = [t.start for t in reading.all("mark") if t.start > at]
    words = reading.text[at : marks[0] if marks else len(reading.text)]
    return words.endswith("吗") or "是不是" in words


ACCOUNTS = "开设账号"  # data/everyday_words.txt has what reports say of it
_OPENED = re.compile(
    "[开设建办]没[开设建办]|(?:开通|开设|设立|建立|注册|开办|创办|运营|建有|设有)"
    "|[开设建办][了过]?(?:政务|官方|微信|个)*(?:公众号|视频号|微博|抖音|快手|账号)"
)


def asks_account(reading: Reading, measures: tuple[Measure, ...]) -> bool:
    """开没开公众号, 有抖音吗: whether there is an account, which no count tells."""
    media = bool(measures) and all(measure.claim in (NEW_MEDIA, *MEDIA) for measure in measures)
    if not media or reading.given or reading.is_numeric or reading.has("hint", "bound"):
        return False
    if "problems" in reading.codes("topic"):  # 视频号有什么毛病没: that there is one is known
        return False
    asks = reading.has("whether", "has", "none") or _OPENED.search(reading.text) is not None
    return asks and not any(word in reading.text for word in ("推送", "条", "发布"))


def _asks_words(reading: Reading, measures: tuple[Measure, ...]) -> bool:
    """Figures of the text that no measure counts: 培训来了多少人次, 测评表收了多少份."""
    counted = {measure.unit for measure in measures}
    people = _PEOPLE.search(reading.text) and "人" not in counted and not reading.has("applicants")
    if people and all(measure.claim for measure in measures):
        return True
    things = reading.has_own_words()
    if not things or reading.given or reading.english:
        return False
    if reading.has("outcome") and not (reading.asked.all or reading.has("generic")):
        return True  # 学校撤并的意见怎么处理的
    if reading.asked.all:
        return not (reading.is_numeric or reading.has("whether", "outcome", "about", "none"))
    return bool(reading.asked.hints)


_PEOPLE = re.compile("(?:多少|几)(?:人次|人)")


def _is_refused(mentions: tuple[Mention, ...]) -> bool:
    """拒绝 alone: 不予公开 is meant first, the other two ways of not giving stand beside it."""
    return len(mentions) == 1 and mentions[0].loose and mentions[0].codes[0] == "denied"
