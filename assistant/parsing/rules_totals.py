"""Rules for one figure over many reports: comparisons of groups, sums, means, counts, shares."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

from assistant.measure_sums import parts_of
from assistant.measures import measure, share
from assistant.parsing import refusals
from assistant.parsing.asked import Mention
from assistant.parsing.build import build, refuse
from assistant.parsing.carried_totals import per_item
from assistant.parsing.clauses import clauses_of
from assistant.parsing.counted_bodies import counted
from assistant.parsing.parts import joined
from assistant.parsing.ratios import (
    applicant_shares,
    other_readings,
    ratio_asked,
    ratios_asked,
)
from assistant.parsing.reading import Reading
from assistant.parsing.rules_rank import group_asked
from assistant.parsing.rules_years import summed_over
from assistant.parsing.scope import around, own_bodies
from assistant.parsing.sums import TOGETHER, sum_asked
from assistant.parsing.tokens import Token
from assistant.parsing.wanted import conditions_of, limiting_codes, measures_of, reading_notes
from assistant.plan import MOST_PARTS, Measure, Order, Plan
from assistant.vocabulary import Sort

_OTHERS = MOST_PARTS - 1
_WHOLES: tuple[Sort, ...] = ("region", "type", "unit", "whole")
_PLURAL: tuple[Sort, ...] = ("which", "each", "whether", "none", "they", "among", "show")


def compare(reading: Reading) -> Plan | None:
    """Two bodies or more, kinds of body, or regions, side by side."""
    places = reading.places
    several = len(places.units) > 1
    ratio = ratio_asked(reading)
    measures = (ratio,) if ratio else measures_of(reading, several)
    if not measures:
        return None
    notes = reading_notes(reading)
    if several and not _wants_total(reading):
        more = [code for code in reading.codes("compare", "exceeds") if code in ("more", "less")]
        order = Order(descending=more[0] == "more") if more and len(places.units) > 2 else None
        measures = _in_money(reading, measures)
        return build(reading, "compare", measures=measures, order=order, notes=notes)
    cue = reading.has("compare", "versus", "each", "function")
    if places.bodies or not cue or reading.has("most", "top") or _of_each_found(reading):
        return None
    group = _compare_group(reading)
    if group is None:
        return None
    functions = reading.codes("function")
    if _wants_total(reading) and (group != "body_type" or _kinds_together(reading)):
        return None  # 临溪县和望川区合在一起, 3个街道加2个镇一共: one total
    if group == "body_type" and _each_of_kinds(reading):
        return None
    total = measures[0].is_ratio or reading.wants_total or group != "body_type"
    function = functions[0] if functions else ("sum" if total else "mean")
    if not functions and not total:
        notes += ("按平均每份报告比较",)
    conditions = conditions_of(reading)
    if function == "sum" and any(own_bodies(reading.held, r) for r in places.regions):
        reading = replace(reading, whole_area=True)
    return build(
        reading,
        "compare",
        measures=measures[:1],
        group=group,
        function=function,
        conditions=conditions,
        notes=notes,
    )


def _in_money(reading: Reading, measures: tuple[Measure, ...]) -> tuple[Measure, ...]:
    """收费少多少万: of two kinds of fees the one that is printed in 万元."""
    said = any("万" in token.text for token in reading.all("howmany", "number"))
    return (said and tuple(m for m in measures if m.unit == "万元")) or measures


def _of_each_found(reading: Reading) -> bool:
    """办过提案的镇和街道，各办了几件: of every report found, not of the kinds of body."""
    each = reading.first("each")
    kinds = [t for t in reading.all("type") if each is not None and t.start < each.start]
    if each is None or not kinds or reading.has("compare", "versus", "function"):
        return False
    apart = any(kinds[-1].end <= t.start < each.start for t in reading.all("mark"))
    return apart and any(limit.relative for limit in reading.asked.limits)


def _kinds_together(reading: Reading) -> bool:
    """3个街道加2个镇一共, 镇和街道加起来: the kinds name together what is summed."""
    kinds = [n for n, t in enumerate(reading.tokens) if t.sort == "type"]
    between = reading.tokens[kinds[0] + 1 : kinds[-1]]
    light = ("and", "plus", "number", "stop", "type", "whole", "region")
    functions = [t for t in reading.all("function") if t.start > reading.tokens[kinds[-1]].start]
    joined_kinds = all(t.sort in light for t in between)
    return joined_kinds and set(reading.codes("function")) == {"sum"} and bool(functions)


def _each_of_kinds(reading: Reading) -> bool:
    """列一下各街道和镇的处罚数量: of every street and town; no kind against the other."""
    if reading.has("compare", "versus", "function") or reading.english:
        return False
    kinds = [n for n, t in enumerate(reading.tokens) if t.sort == "type"]
    each = [n for n, t in enumerate(reading.tokens) if t.sort == "each"]
    return bool(each) and each[0] == kinds[0] - 1 and len(each) < len(kinds)


def _compare_group(reading: Reading) -> str | None:
    places = reading.places
    named = [token for token in reading.all("region", "stem") if token.place.regions]
    if len(places.regions) > 1 and (len(named) > 1 or reading.before is not None):
        return places.regions[0].level
    return "body_type" if len({token.codes for token in reading.all("type")}) > 1 else None


def _wants_total(reading: Reading) -> bool:
    together = {"sum", "mean", "median"} & set(reading.codes("function"))
    return bool(together) and not reading.has("compare", "each", "versus")


_PER_YEAR = ("年均", "年平均", "平均一年", "一年平均")


def aggregate(reading: Reading) -> Plan | None:
    """One figure over the scope: sums, means, counts of bodies, shares."""
    whole = _part_of_whole(reading) or per_item(reading, None)
    if whole is not None:
        return whole
    yearly = any(t.text.startswith(_PER_YEAR) for t in reading.all("function"))
    if (
        yearly and reading.places.bodies and not (reading.years.years or reading.years.every)
    ):  # 柳浦镇年均收到几件
        reading = replace(reading, years=replace(reading.years, every=True))
    if len(reading.places.units) == 1 and not _over_years(reading):
        return _several_added(reading) or _body_share(reading) or _share_in_words(reading)
    kinds = _kinds_of_whole(reading)
    if kinds is not None:
        return kinds
    bodies = counted(reading)
    if bodies is not None:
        return bodies
    kinds_of = applicant_shares(reading)
    ratio = ratio_asked(reading) if not kinds_of else None
    shares = ratios_asked(reading)[:MOST_PARTS] if ratio is not None else ()
    measures = kinds_of or ((ratio,) if ratio else measures_of(reading, False))
    functions = reading.codes("function")
    each = of_each_body(reading)
    total = reading.wants_total and not each  # 各单位许可总数
    spoken = functions or ratio or total or kinds_of
    if not measures or not (spoken or _is_total(reading, measures)):
        return None
    if _side_by_side(reading, measures):
        limits_of = conditions_of(reading)
        fields = {"measures": measures, "order": Order(), "conditions": limits_of}
        return build(reading, "rank", notes=reading_notes(reading), **fields)
    inside = any(t.text in WITHIN for t in reading.tokens)  # 各镇办结的申请里
    if ratio and not functions and (_asks_which(reading) or (each and not inside)):
        return None
    function = functions[0] if functions else "sum"
    both = _joined_functions(reading)
    if len(functions) > 1 and functions[0] == "sum" and not both:  # 总的平均数
        function = functions[1]
    by_year = "year" if reading.years.every and not reading.places.bodies else None
    group = next(iter(reading.codes("by")), None) or group_asked(reading) or by_year
    limits = limiting_codes(reading)
    kept = tuple(m for m in measures if m.code not in limits) or measures
    several = reading.has("outcome", "applicants", "compare", "and")  # 个人多还是单位多
    several = several or _each_measure(reading) or _asked_apart(reading)
    several = several or _each_counted(reading) or _of_given(reading)
    ended = reading.has("outcome")  # 加起来…的结局: each result, summed over the bodies
    whole_of = sum_asked(reading) if function in ("sum", "mean") and not ended else None
    if whole_of is not None:
        kept, several = (whole_of.whole,), False
    if function == "sum" and group is None and of_whole_area(reading, ratio is not None):
        reading = replace(reading, whole_area=True)
    plan = build(
        reading,
        "aggregate",
        measures=kept if several and not ratio else kept[:1],
        function=function,
        group=group,
        conditions=conditions_of(reading) if not ratio else (),
        combine=reading.asked.combine,
        notes=reading_notes(reading) + _total_notes(reading),
    )
    if shares:
        return joined([plan.model_copy(update={"measures": (one,)}) for one in shares])
    others = tuple(dict.fromkeys(functions))[1:] if both or "sum" not in functions else ()
    return joined([plan, *(plan.model_copy(update={"function": f}) for f in others[:_OTHERS])])


def _side_by_side(reading: Reading, measures: tuple[Measure, ...]) -> bool:
    """三家的条数比一比: the figure of each body of the set, no total."""
    places, years = reading.places, reading.years
    named = places.regions or places.types or reading.has("unit", "they", "each")
    over = reading.codes("function") or reading.wants_total or len(years.years) > 1 or years.every
    plain = not reading.has("by", "which_year", "trend", "change", "versus", "share")
    asks = "compare" in {t.sort for t in reading.tokens} and len(measures) == 1 and plain
    return asks and bool(named) and not (places.bodies or over)


def _joined_functions(reading: Reading) -> bool:
    """总数和平均数: each is asked for."""
    found = list(reading.all("function"))
    return any(
        left.end <= token.start < right.start
        for left, right in pairwise(found)
        for token in reading.all("and")
    )


def of_whole_area(reading: Reading, ratio: bool) -> bool:
    """Whether a county is asked for as one (南屏县的纠错率, 全县一共), not its bodies together, and
    its own report is held: that one then comes first."""
    places = reading.places
    each = reading.has("each") and not _each_measure(reading)
    counted = any(t.text in _IN_ALL for t in reading.all("function")) and reading.has("howmany")
    if len(places.regions) != 1 or places.types or each or reading.has("unit", "all"):
        return False
    summed = "sum" in reading.codes("function") and not ratio
    own = own_bodies(reading.held, places.regions[0])
    return bool(own) and (reading.has("whole") or counted or not summed)


_IN_ALL = ("一共", "总共", "共计", "总共有", "共有", "拢共")  # 加起来 adds up bodies


def _each_measure(reading: Reading) -> bool:
    """南屏县许可和处罚各多少: each of the measures named before it, of one region or of all."""
    each, mentions = list(reading.all("each")), reading.asked.mentions
    named = len(mentions) + any(_is_joint(mention) for mention in mentions)
    if len(each) != 1 or named < 2 or len(reading.places.regions) > 1:
        return False
    if reading.has("which", "which_year", "they", "show", "among", "has", "whether"):
        return False
    of_bodies = reading.places.types or reading.has("type", "unit", "level")
    behind = reading.tokens[mentions[-1].end].end <= each[0].start
    return behind and not of_bodies and not reading.asked.limits


def of_each_body(reading: Reading) -> bool:
    """各单位, 每个镇: for each body, not of each measure."""
    each = reading.first("each")
    if each is None:
        return False
    following = [t.sort for t in reading.after(each)][:1]
    return each.text.endswith(("单位", "家", "镇", "乡", "机关", "份")) or following in (
        ["type"],
        ["unit"],
        ["level"],
        ["report"],
    )


def _is_joint(mention: Mention) -> bool:
    """复议和诉讼: two measures in one word."""
    return mention.codes == ("reconsideration", "litigation") and len(mention.text) > 4


def _each_counted(reading: Reading) -> bool:
    """新收多少结转多少: a number asked of each of several measures."""
    mentions, tokens = reading.asked.mentions, reading.tokens
    behind = [next((t.sort for t in tokens[m.end + 1 :] if t.sort != "stop"), "") for m in mentions]
    if len(mentions) < 2 or reading.has("function"):
        return False
    first, last = tokens[mentions[0].at], tokens[mentions[-1].at]
    one = not any(first.end <= mark.start < last.start for mark in reading.all("mark"))
    return one and all(sort == "howmany" for sort in behind)


WITHIN = ("里", "里面", "里头", "中", "当中", "之中", "其中", "内")


def _of_given(reading: Reading) -> bool:
    """6件行政诉讼里几件是直接起诉的: the number given is that of the whole, of which a part is
    asked."""
    mentions, tokens = reading.asked.mentions, reading.tokens
    if len(mentions) != 2 or not mentions[0].at:
        return False
    given = tokens[mentions[0].at - 1].sort == "number"
    return given and any(t.text in WITHIN for t in tokens[mentions[0].end + 1 : mentions[1].at])


def _asks_which(reading: Reading) -> bool:
    """能算的单位有哪些: the ratio of each."""
    which = reading.first("which")
    plain = not (reading.asked.limits or reading.places.bodies or reading.has("most", "top"))
    return which is not None and which.codes == ("many",) and plain and reading.has("unit", "type")


def _kinds_of_whole(reading: Reading) -> Plan | None:
    """南屏县146件新收里乡镇占多少: a county's own total is not told by kinds of body, and not all
    of them may be held; the figure of those held is given without a share. 收到的申请里街道占几成,
    of all reports: the sum of each kind."""
    places, tokens = reading.places, reading.tokens
    at = next((n for n, t in enumerate(tokens) if t.sort == "type"), 0)
    within = at > 1 and tokens[at - 1].text in WITHIN
    asked = any(t.sort == "share" or "of" in t.codes for t in tokens[at + 1 :])
    if not (within and asked) or len(places.regions) > 1 or places.bodies or not places.types:
        return None
    measures = [m for mention in reading.asked.all for m in mention.measures(False)]
    if len(measures) != 1 or measures[0].is_ratio:
        return None
    fields: dict[str, Any] = {"measures": tuple(measures), "function": "sum"}
    if places.regions:
        return build(reading, "aggregate", **fields, notes=(_NOT_BY_KIND,))
    every = replace(reading, places=replace(places, types=(), notes=()))
    return build(every, "aggregate", **fields, group="body_type", notes=(_BY_KIND,))


_BY_KIND = "没有算占比：以下是所收报告按单位类型的合计"
_NOT_BY_KIND = (
    "没有算占比：区域汇总没有按单位类型分列，所收的报告也未必齐全，以下是所收这类单位的合计"
)


def _asked_apart(reading: Reading) -> bool:
    """有几件行政诉讼，被纠正的有几件: a row and a column of it, each in a clause of its own."""
    of = {m.codes[0].partition(":")[0] for m in reading.asked.mentions}
    asked = [
        c
        for c in clauses_of(reading.tokens)
        if any(t.sort in ("howmany", "amount") and not t.codes for t in c)
        and any(reading.tokens[m.at] in c for m in reading.asked.mentions)
    ]
    return len(of) == 1 and len(asked) > 1 and not reading.asked.limits


def _part_of_whole(reading: Reading) -> Plan | None:
    """柳浦镇占全县申请的多少: the total of the whole, the body's figure among its parts."""
    summed = sum_asked(reading, shared=True)
    measures = (summed.whole,) if summed is not None else measures_of(reading, False)
    bodies = reading.places.bodies
    whole = _whole_of_share(reading) if bodies and measures else None
    if whole is None or measures[0].is_ratio:
        return None
    regions = tuple(r for t in whole for r in t.place.regions)
    regions = (*regions, *(r for t in whole for r in around(bodies, t)))[:1]
    inside = reading.without_bodies(regions=regions, types=reading.kinds_held(whole))
    part = reading.places.bodies[0].as_body()
    return build(inside, "aggregate", measures=measures[:1], function="sum", part=part)


def _whole_of_share(reading: Reading) -> list[Token] | None:
    """What a body's share is of: 柳浦镇占全县的多少; or asked for before it, with no word where
    that is all bodies: 一共收到多少，柳浦镇占几成. None where no share is asked for."""
    cut = next((t for t in reading.all("versus") if "of" in t.codes), None)
    named = next((t for t in reading.all("body", "stem") if t.place.bodies), None)
    if named is None:
        return None
    if cut is not None and cut.start > named.start:
        behind = [t for t in reading.tokens if t.start >= cut.end]
        return [t for t in behind if t.sort in _WHOLES or t.place.regions] or None
    asked = [t for t in reading.all("share") if t.start > named.start]
    apart = [t for t in reading.all("mark") if t.end <= named.start]
    before = [t for t in reading.tokens if apart and t.end <= apart[-1].start]
    mentions = [reading.tokens[m.at] for m in (*reading.asked.mentions, *reading.asked.hints)]
    if not asked or not mentions or any(token not in before for token in mentions):
        return None
    return [t for t in before if t.sort in _WHOLES or t.place.regions]


def _several_added(reading: Reading) -> Plan | None:
    """不予公开、无法提供、不予处理加起来几件: their sum, each beside it; 三个加起来呢 after single
    figures: which ones has to be said."""
    found = sum_asked(reading)
    if found is not None:
        notes = reading_notes(reading)
        return build(reading, "value", measures=(found.whole,), also=found.parts, notes=notes)
    spoken = any(word in reading.text for word in TOGETHER)
    if not spoken or not reading.given or reading.asked.all or reading.has("share"):
        return None
    return refuse(reading, refusals.no_measure(reading.raw, reading.english))


def _share_in_words(reading: Reading) -> Plan | None:
    """疫情类占比: parts that only sentences count, and no computed share; 网站和微信各占几成: of
    several numbers of the text, each as a share of all that is published."""
    of = [t for t in reading.all("versus") if "of" in t.codes]
    measures = measures_of(reading, False)
    if not (of or reading.has("share")) or not measures or not measures[0].claim:
        return None
    parts = [t for t in reading.all("text", "topic") if len(t.text) > 1]
    if parts:
        words = " ".join(reading.phrases(parts))
        return build(reading, "narrative", query=words, notes=("占比须由原句中的数字自行计算",))
    whole = measure("claim:proactive_total")
    measures = tuple(one for m in measures for one in parts_of(m) or (m,))
    inside = [m for m in measures if m.claim and m.unit == whole.unit and m != whole]
    if len(inside) < len(measures):
        return build(reading, "value", measures=measures)  # no share of anything
    shares = tuple(share(m, whole) for m in inside)
    return build(reading, "value", measures=(whole, *shares) if _asks_all(reading) else shares)


def _asks_all(reading: Reading) -> bool:
    """一共多少条信息，网站占多少: the number of all in a clause of its own."""
    named = [reading.tokens[m.at] for m in reading.asked.mentions]
    return any(
        any(t.sort in ("howmany", "amount") and t.text.endswith(_ITEMS) for t in clause)
        and not any(t in clause for t in named)
        for clause in clauses_of(reading.tokens)
    )


_ITEMS = ("条", "多少", "总数", "总量")


def _over_years(reading: Reading) -> bool:
    several = len(reading.years.years) > 1 or reading.years.every
    return several and (reading.has("function") or summed_over(reading))


def _is_total(reading: Reading, measures: tuple[Measure, ...]) -> bool:
    """Whether a figure without a body means that of the whole scope."""
    plural = [s for s in _PLURAL if s != "each" or not _each_measure(reading)]
    if reading.has("applicants") and not of_each_body(reading):  # 每类申请人各有几件
        plural = [s for s in plural if s != "each"]
    if _which_applicants(reading) or _who_beside_number(reading):
        plural.remove("which")
    if _asked_apart(reading) and not reading.has("unit", "type"):  # 诉讼几件，其中被纠正几件
        plural.remove("among")
    if reading.places.bodies or reading.has(*plural):
        return False
    if reading.asked.limits and not reading.asked.mentions:
        return False
    numeric = reading.has("howmany", "amount", "about", "outcome", "share", "by", "applicants")
    return numeric or measures[0].is_ratio or not reading.has("has", "type", "unit")


def _which_applicants(reading: Reading) -> bool:
    """涉及哪些申请人类型: which kinds of applicants, of all reports together."""
    which = list(reading.all("which"))
    behind = [[t.sort for t in reading.after(token)][:1] for token in which]
    return bool(which) and behind == [["applicants"]] * len(which)


def _who_beside_number(reading: Reading) -> bool:
    """收费收了多少，都谁在收: the number of all, and then whose it is."""
    clauses = clauses_of(reading.tokens)
    if len(clauses) != 2 or reading.asked.limits or reading.has("most", "top", "bound", "none"):
        return False
    first, then = ({t.sort for t in clause} for clause in clauses)
    counted = "howmany" in first and not any(t.codes for t in reading.all("howmany"))
    named = first & {"concept", "loose", "generic"} and not first & {"which", "type", "unit"}
    return bool(counted and named and "which" in then and then <= _WHO_ALONE)


_WHO_ALONE: set[Sort] = {"which", "unit", "type", "stop", "has", "hint"}


def _total_notes(reading: Reading) -> tuple[str, ...]:
    if reading.places.named or reading.english:
        return ()
    if reading.has("all", "unit", "by", "level"):
        return ()
    summed = not {"mean", "median", "max", "min"} & set(reading.codes("function"))
    return (f"未指明单位，按语料中全部单位{'合计' if summed else '计算'}",)


def _body_share(reading: Reading) -> Plan | None:
    """A ratio of one body, or the shares of several parts."""
    several = ratios_asked(reading)
    if several:
        return build(reading, "value", measures=several, notes=reading_notes(reading))
    ratio = ratio_asked(reading)
    if ratio is None:
        return None
    also, notes = other_readings(reading, ratio), reading_notes(reading)
    return build(reading, "value", measures=(ratio,), also=also, notes=notes)
