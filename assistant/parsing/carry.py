"""A follow-up that says no kind of its own keeps the kind of the question before."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from assistant.parsing.before import CARRIED, CARRIED_EN
from assistant.parsing.build import build, refuse
from assistant.parsing.carried_area import of_whole_area
from assistant.parsing.carried_totals import is_it_much, per_item, share_of_total, who_has
from assistant.parsing.clauses import WHAT_FEE
from assistant.parsing.in_context import about_of
from assistant.parsing.items import item_of
from assistant.parsing.leaning import keeps_kind, only_moves, only_sums
from assistant.parsing.mentions import ASKS, Said
from assistant.parsing.of_thing import of_thing, says_of_it
from assistant.parsing.reading import Reading
from assistant.parsing.rules_adding import adds_up_again
from assistant.parsing.rules_after import after, later_mended
from assistant.parsing.rules_cells import of_cell
from assistant.parsing.rules_grounds import grounds_again
from assistant.parsing.rules_mention import mention_rule, section_of
from assistant.parsing.rules_narrative import FULLER, and_later, asks_request
from assistant.parsing.rules_refuse import asks_fines
from assistant.parsing.rules_replies import between_years, reply
from assistant.parsing.rules_sections import part_of
from assistant.parsing.rules_values import asks_account
from assistant.parsing.these import COUNTED
from assistant.parsing.wanted import conditions_of, measures_of
from assistant.parsing.widening import of_others, of_the_rest, shares_out
from assistant.plan import Body, Condition, Order, Plan, Topic
from assistant.vocabulary import Sort

_ALIKE = ("共同点", "共性", "异同", "相同点", "不同点", "不同之处", "相同之处", "差别")
_LOOKED_FOR = (
    "terms", "near_terms", "negated", "others", "together", "section", "aspect", "whether",
)  # fmt: skip
_OPERATIONS = {
    "sum": ("合计", "sum"),
    "mean": ("平均数", "mean"),
    "median": ("中位数", "median"),
    "max": ("最大值", "maximum"),
    "min": ("最小值", "minimum"),
}
_SINGLE = ("list", "rank", "aggregate", "compare")


def same_kind(reading: Reading, said: Said | None, plan: Plan) -> Plan | None:
    """The plan of before with what the follow-up changes; None where its own words decide."""
    if (told := _for_what(reading, plan)) is not None:
        return told
    if (whole := of_whole_area(reading, plan)) is not None:
        return whole
    if said is not None:
        return later_mended(reading, plan)
    if reading.places.refusal or "contact" in reading.codes("outside") or asks_fines(reading):
        return None
    if says_of_it(reading) and reading.places.bodies and (about := about_of(plan)):
        row = about[0].label.partition("·")[0].partition("（")[0]
        return build(reading, "narrative", query=row)
    if (cell := of_cell(reading, plan) or grounds_again(reading, plan)) is not None:
        return cell
    if (summed := adds_up_again(reading, plan)) is not None:
        return summed
    if (between := between_years(reading, plan)) is not None:
        return between
    answered = share_of_total(reading, plan) or per_item(reading, plan)
    answered = answered or is_it_much(reading, plan) or who_has(reading, plan)
    answered = answered or of_thing(reading, plan) or after(reading, plan) or reply(reading, plan)
    if answered is not None:
        return answered
    if plan.refusal is not None and plan.query and only_moves(reading.tokens):
        return refuse(reading, plan.refusal, plan.query, plan.terms)
    if reading.has("not_mention") and plan.kind == "mention":
        return build(reading, "mention", section=plan.section, **_contrary(plan))
    if (
        asks_request(reading)
        or (of_others(reading, plan) and (plan.kind == "value" or _says_more(reading)))
        or (plan.kind == "quality" and _asks_figure(reading) and not reading.has("quality"))
        or (plan.kind == "narrative" and (_asks_figure(reading) or _back_to_figures(reading, plan)))
    ):
        return None
    nth = item_of(reading, plan.query) if plan.kind == "narrative" else None
    if reading.has("item") and nth is not None and not _content(reading):
        return build(reading, "narrative", query=plan.query, section=plan.section, item=nth)
    if plan.kind == "narrative" and _asks_again(reading):
        reading = _beside_year(reading, plan)
        return build(reading, "narrative", query=plan.query, section=plan.section)
    if plan.kind == "corpus" and plan.aspect in ("count", "bodies") and _asks_names(reading):
        return build(reading, "corpus", aspect="reports")
    if plan.kind == "corpus" and _asks_years(reading):
        return build(reading, "corpus", aspect="years")
    contrary = _asks_contrary(reading, plan)
    if contrary and plan.kind == "mention":
        return build(reading, "mention", section=plan.section, **_contrary(plan))
    if contrary and plan.kind in ("list", "aggregate") and (other := _reversed(plan)):
        return build(reading, "list", conditions=other)
    if contrary and plan.conditions and plan.kind in ("list", "aggregate"):
        return None
    if plan.kind == "rank" and (nth := _asks_next(reading)):
        note = f"问的是第{nth}名，即所列的最后一位"
        fields = _fields(reading, plan) | {"limit": nth, "notes": (note,)}
        return build(reading, "rank", **fields)
    first = plan.kind == "rank" and (plan.limit or 0) > 1 and not plan.group
    if first and only_sums(reading):  # 前三名, then 加起来多少
        return build(reading, "rank", **(_fields(reading, plan) | {"function": "sum"}))
    if _sums_rows(reading, plan):
        about = plan.measures or (plan.conditions[0].measure,)
        fields = {"conditions": plan.conditions, "combine": plan.combine, "function": "sum"}
        return build(reading, "rank", measures=about[:1], order=Order(), **fields)
    if (by := reading.first("by")) is not None and _asks_groups(reading, plan):
        about = about_of(plan)[:1]
        return build(reading, "aggregate", measures=about, function="sum", group=by.codes[0])
    if _asks_blank(reading, plan):
        blank = Condition(measure=about_of(plan)[0], op="state", state="blank")
        notes = ("空白不等于零，不能当作没有",)
        return build(reading, "list", conditions=(blank,), notes=notes)
    if _asks_any(reading, plan):
        new = reading.asked.mentions[0].measures(False)[0]
        return build(reading, "list", conditions=(Condition(measure=new, op=">", value=0),))
    if _is_part_of_sum(reading, plan):
        named, limits = measures_of(reading, False), conditions_of(reading)
        return build(reading, "aggregate", measures=named, function="sum", conditions=limits)
    if _asks_each(reading, plan):
        about = measures_of(reading, False) or plan.measures
        return build(reading, "list", measures=about, conditions=conditions_of(reading))
    which_ones = "weak" in reading.codes("define") and not reading.asked.all  # 是哪几个
    counted = plan.kind == "aggregate" and plan.function == "count" and reading.given_conditions
    if counted and which_ones:
        return build(reading, "list", conditions=reading.given_conditions, combine=plan.combine)
    words = reading.asked.all or reading.given or reading.asked.hints
    if (
        plan.kind == "mention"
        and (which_ones or reading.has("among", "only", "which"))
        and not (words or _content(reading) or reading.is_numeric)
    ):  # 其中2023年的是哪家
        return build(reading, "mention", **{name: getattr(plan, name) for name in _LOOKED_FOR})
    alike = plan.kind == "narrative" and _content(reading) in _ALIKE
    again = plan.kind == "rank" and _asks_who_again(reading)
    if not keeps_kind(reading) and not alike and not again and not _is_sum_again(reading, plan):
        return None
    if plan.kind == "rank" and plan.part and len(reading.places.units) == 1:
        reading, body = _among_all(reading, plan)
        return build(reading, "rank", **(_fields(reading, plan) | {"part": body}))
    if plan.kind in ("refusal", "corpus", "definition"):
        return None
    content = _content(reading)
    part = part_of(content) if plan.kind == "mention" and not plan.terms else None
    if part is not None:
        topic = Topic(part=part, negated=plan.topics[0].negated)
        return build(reading, "mention", others=(topic,), whether=plan.whether)
    if plan.kind == "mention" and _asks_improvement(reading):
        return build(reading, "narrative", query=content, section="problems")
    if plan.kind == "mention" and content:
        return mention_rule(reading, Said((content,), plan.topics[0].negated, False, frozenset()))
    if plan.kind == "narrative":
        if content in _ALIKE:
            content = f"{plan.query} {content}"
        own = section_of(reading) if content and not alike else plan.section
        later = and_later(reading)
        if later.years != reading.years:
            reading, own = later, None
        return build(reading, "narrative", query=content or plan.query, section=own)
    if content and not (reading.asked.all or reading.given or reading.given_conditions):
        return build(reading, "narrative", query=reading.query(), section=section_of(reading))
    kind, fields = _kind(reading, plan), _fields(reading, plan)
    operation = _OPERATIONS.get(str(fields.get("function")))
    if kind == plan.kind == "aggregate" and operation and not reading.has("function"):
        reading = _noted(reading, operation[reading.english])
    if kind == "value" and asks_account(reading, fields["measures"]):
        return None
    needs = kind in ("value", "trend", "rank") or (kind == "compare" and not fields.get("query"))
    return build(reading, kind, **fields) if fields["measures"] or not needs else None


def _says_more(reading: Reading) -> bool:
    """其他单位有开放日吗: no 其他镇呢, which asks the same of the others."""
    return bool(reading.asked.all) or bool(_content(reading))


def _asks_again(reading: Reading) -> bool:
    """跟去年一样吗, 2023年说的是什么, after a question about the text: the same of that year."""
    light = ("stop", "mark", "then", "year", "versus", "quality", "what", "swap", "mention", "and")
    plain = all(t.sort in light for t in reading.tokens) and not reading.places.refusal
    alike = reading.has("versus", "and") and reading.codes("quality") == ("mismatch",)
    what = reading.has("what") and not reading.has("versus", "quality")
    return plain and reading.years.named and (alike or what)


def _asks_names(reading: Reading) -> bool:
    """分别是哪些, 都是谁, after how many reports are held: these."""
    light = (
        *("stop", "mark", "then", "which", "define", "each", "all", "they", "report"),
        *("among", "region", "type"),  # 其中南屏县的是哪些
    )
    weak = all(t.codes == ("weak",) for t in reading.all("define"))
    asks = reading.has("which", "define") and not reading.places.bodies
    return asks and weak and all(t.sort in light for t in reading.tokens)


def _asks_years(reading: Reading) -> bool:
    """都是哪些年的, 分别是哪几年, after what is held."""
    light = ("stop", "mark", "then", "which_year", "define", "each", "all", "they", "report")
    return reading.has("which_year") and all(t.sort in light for t in reading.tokens)


def _beside_year(reading: Reading, plan: Plan) -> Reading:
    """跟去年一样吗: that year and the one before, which 去年 counts from."""
    spoken, named = plan.scope.years, reading.years.years
    if not reading.has("quality") or not spoken:
        return reading
    if any(t.text in ("去年", "上年", "上一年", "前一年", "头一年") for t in reading.all("year")):
        named = (max(spoken) - 1,)
    years = tuple(sorted({*spoken, *named}))
    return replace(reading, years=replace(reading.years, years=years, notes=()))


def _asks_figure(reading: Reading) -> bool:
    """有处罚吗, after a question about the text: a row of the tables, no word to look for."""
    named = [m.measures(False)[0] for m in reading.asked.all]
    words = any(t.sort == "topic" or t.is_own_word for t in reading.tokens)
    tabled = bool(named) and all(m.cells for m in named)
    asks = reading.has("has", "none") or _ANY_STILL.search(reading.text) is not None
    return tabled and not words and asks and bool(reading.places.bodies)


_ANY_STILL = re.compile("还.{1,12}[吗么没]有?[呢啊呀?？]*$")
"""还有被纠正的吗, 还被纠正过没有: whether there are any."""


def _for_what(reading: Reading, plan: Plan) -> Plan | None:
    """写了收的是什么费吗, after fees: what the texts say of these."""
    about = plan.measures or tuple(c.measure for c in plan.conditions)
    fees = any(m.code.startswith("proactive.fees") for m in about)
    if not fees or WHAT_FEE.search(reading.text) is None or reading.places.refusal:
        return None
    if reading.given_conditions or (plan.conditions and not reading.places.bodies):
        chosen = reading.given_conditions or plan.conditions
        return build(reading, "mixed", conditions=chosen, query=_FEES)
    return build(reading, "narrative", query=_FEES) if reading.places.bodies else None


_FEES = "行政事业性收费"


def _back_to_figures(reading: Reading, plan: Plan) -> bool:
    """诉讼呢, 那许可呢, after why a case was lost or what the problems are: how many."""
    named = [m.measures(False)[0] for m in reading.asked.mentions]
    rows = ("disputes.", "proactive.")
    tabled = bool(named) and all(m.code.startswith(rows) for m in named)
    aside = "原因" in plan.query.split() or plan.section == "problems"
    return tabled and aside and only_moves(reading.tokens, measures=True)


def _asks_improvement(reading: Reading) -> bool:
    """他们准备怎么改: a question in the words of one, no word to look for."""
    topics = [t for t in reading.tokens if t.sort == "topic" or t.is_own_word]
    problems = all("problems" in t.codes for t in topics)
    return problems and any(ASKS.search(t.text) for t in topics)


def _asks_who_again(reading: Reading) -> bool:
    """2024年又是谁, after who came first in another year."""
    light = ("stop", "mark", "then", "year", "which", "unit", "type", "region", "stem", "and")
    asks = reading.has("which") and "one" in reading.codes("which") and reading.years.named
    return asks and all(token.sort in light for token in reading.tokens)


def _contrary(plan: Plan) -> dict[str, Any]:
    """没提到的呢: what the reports listed before do not meet."""
    flipped = tuple(t.model_copy(update={"negated": not t.negated}) for t in plan.others)
    swapped = "any" if plan.together == "all" else "all"
    return {
        "terms": plan.terms,
        "near_terms": plan.near_terms,
        "negated": not plan.negated,
        "others": flipped,
        "together": swapped if len(plan.topics) > 1 else plan.together,
    }


_CONTRARY: tuple[Sort, ...] = (
    "stop", "mark", "then", "among", "they", "none", "which", "unit", "type", "report", "year",
    "not_mention", "silent", "define", "has", "mention",
)  # fmt: skip


def _asks_contrary(reading: Reading, plan: Plan) -> bool:
    """哪份里没有, 没有的呢, after who has it, 有的呢 after who has none: nothing said but that, and
    of whom."""
    none = [c.op for c in plan.conditions] == ["="] or (plan.kind == "mention" and plan.negated)
    denies = reading.has("none", "silent")
    light = all(t.sort in _CONTRARY and not (t.sort == "none" and t.codes) for t in reading.tokens)
    asks = reading.has("which", "among") or any(t.text.endswith("的") for t in reading.tokens)
    turned = (denies and not none) or (none and reading.has("has", "mention") and not denies)
    return light and asks and turned and not reading.places.bodies


def _reversed(plan: Plan) -> tuple[Condition, ...]:
    """Those that have none for those that have any, and the other way round."""
    if len(plan.conditions) != 1 or plan.conditions[0].value != 0:
        return ()
    turned = {">": "=", "=": ">"}.get(plan.conditions[0].op)
    return (plan.conditions[0].model_copy(update={"op": turned}),) if turned else ()


def _asks_next(reading: Reading) -> int:
    """第二呢, 第三名是谁, of an order that showed fewer: how many of the first to show; else 0."""
    token = reading.first("ordinal")
    light = ("stop", "mark", "then", "ordinal", "which", "has", "unit", "howmany")
    if token is None or token.figure is None or reading.places.bodies:
        return 0
    plain = all(t.sort in light for t in reading.tokens)
    return int(token.figure.value) if plain and token.figure.value > 1 else 0


def _sums_rows(reading: Reading, plan: Plan) -> bool:
    """加起来几件, after a list over every year held: of the rows listed, not of the newest year."""
    pointing = any(COUNTED.fullmatch(t.text) for t in reading.all("they"))
    over = not plan.scope.years and plan.kind == "list" and not reading.has("they")
    over = over and all(t.text[-1:] in "件条次项元起万" for t in reading.all("howmany"))
    above = {c.op for c in plan.conditions} <= {">", ">=", "between"}
    listed = plan.kind in ("list", "rank") and above and bool(plan.conditions or plan.measures)
    named = reading.asked.all or reading.places.bodies or plan.change or plan.group or plan.part
    without = replace(reading, tokens=tuple(t for t in reading.tokens if t.sort != "they"))
    return listed and (over or pointing) and not named and only_sums(without)


def _asks_groups(reading: Reading, plan: Plan) -> bool:
    """按县分开列一下, after a sum, an order or a list: the sum of each group."""
    light = ("stop", "mark", "then", "by", "howmany", "each", "function", "show", "grain")
    plain = all(t.sort in light for t in reading.tokens) and not reading.asked.all
    sums = set(reading.codes("function")) <= {"sum"}
    one = len(about_of(plan)) == 1 and not about_of(plan)[0].is_ratio
    return plan.kind in _SINGLE[:3] and not plan.scope.bodies and one and plain and sums


def _asks_blank(reading: Reading, plan: Plan) -> bool:
    """那个空白的, 没填的是谁, after a figure of several: whose cell is blank."""
    light = ("stop", "mark", "then", "state", "which", "it", "they", "unit")
    of_set = plan.kind in _SINGLE and not plan.scope.bodies and len(about_of(plan)) == 1
    plain = all(t.sort in light for t in reading.tokens) and not reading.asked.all
    return of_set and plain and reading.codes("state") == ("blank",)


def _asks_any(reading: Reading, plan: Plan) -> bool:
    """公益组织的有吗, after an order or a sum over those with another number: who has any."""
    summed = plan.kind in ("rank", "aggregate") and plan.conditions and plan.function == "sum"
    asks = reading.has("has") and any(t.text in ("吗", "么", "没", "没有") for t in reading.tokens)
    light = ("stop", "mark", "then", "has", "whether", "none", "concept", "applicant", "hint")
    plain = all(t.sort in light for t in reading.tokens) and len(reading.asked.mentions) == 1
    return bool(summed) and asks and plain and not reading.places.bodies


def _is_part_of_sum(reading: Reading, plan: Plan) -> bool:
    """其中公开了几件 after a sum over many: the sum of that, not each report's."""
    summed = plan.kind == "aggregate" and plan.function == "sum" and not plan.group
    asks = reading.has("among") and reading.has("howmany") and not reading.codes("howmany")
    plain = keeps_kind(reading, but=("howmany",)) and not reading.has("each", "unit", "type")
    named = reading.asked.mentions and not (reading.asked.limits or reading.places.bodies)
    return summed and asks and plain and bool(named)


def _asks_each(reading: Reading, plan: Plan) -> bool:
    """各镇呢, after a sum over many: the number of each of them."""
    summed = plan.kind == "aggregate" and plan.function == "sum" and not plan.group
    plain = keeps_kind(reading) and not reading.asked.limits and not reading.has("function")
    shared = any(shares_out(reading, t, plan) for t in reading.all("each"))
    return summed and plain and not shared and reading.has("each") and not reading.places.bodies


def _noted(reading: Reading, words: str) -> Reading:
    """The reading with `words` added to its note of what was carried over."""
    comma = ", " if reading.english else "，"
    begun = (CARRIED, CARRIED_EN)
    notes = tuple(n + comma + words if n.startswith(begun) else n for n in reading.notes)
    return replace(reading, notes=notes)


def _is_sum_again(reading: Reading, plan: Plan) -> bool:
    """办结了几件 after the sum over several years, or of several bodies: that sum again."""
    several = len(plan.scope.bodies) > 1 or len(plan.scope.years) > 1
    summed = plan.kind == "aggregate" and plan.function in ("sum", "mean", "median") and several
    carried = [b.key for b in reading.places.bodies] == [b.key for b in plan.scope.bodies]
    years = reading.years.years == plan.scope.years
    only = keeps_kind(reading, but=("howmany",)) and not reading.codes("howmany")
    return bool(plan.scope.bodies) and summed and carried and years and only


def _among_all(reading: Reading, plan: Plan) -> tuple[Reading, Body]:
    """柳浦镇呢 after the place of another body: its own in the same order."""
    own = reading.places.units[0][-1].as_body()
    scope = plan.scope
    places = replace(reading.places, bodies=(), types=scope.body_types, regions=scope.regions)
    return replace(reading, places=places), own


def _content(reading: Reading) -> str:
    words = [t for t in reading.tokens if t.sort == "topic" or t.is_own_word]
    named = list(reading.all("concept", "generic"))
    content = " ".join(reading.raw[t.start : t.end] for t in words or named)
    return FULLER.get(content, content)


def _kind(reading: Reading, plan: Plan) -> Any:
    bodies = len(reading.places.units)
    several = bodies > 1 or len(reading.years.years) > 1
    if plan.kind == "aggregate" and bodies == 1 and several and reading.has("each"):
        return "trend"  # 部分公开两年各几件, after the sum of two years
    summed = plan.kind == "aggregate" and not (plan.group or plan.part)  # 两个镇呢, after 三个街道
    if summed and bodies and several and (plan.scope.bodies or bodies > 1):
        return "aggregate"
    one = len({body.name for body in plan.scope.bodies}) == 1
    if plan.kind == "compare" and bodies == 1 and one and len(plan.measures) == 2:
        return "compare"  # 许可比处罚多多少, of another body
    if plan.kind in _SINGLE and bodies == 1:
        return "value"
    if plan.kind in ("value", *_SINGLE) and bodies > 1:
        return "compare"
    if plan.kind in ("value", "compare") and not bodies:
        return "aggregate" if len(reading.places.types) < 2 else "compare"
    if plan.kind == "value" and len(reading.years.years) > 1:
        return "trend"
    if plan.kind == "trend" and bodies == 1 and len(reading.years.years) == 1:
        return "value"  # 2022年呢, after a change: no change is left
    return plan.kind


def _fields(reading: Reading, plan: Plan) -> dict[str, Any]:
    """The fields of the plan before that its kind still needs, with new measures put in."""
    kind = _kind(reading, plan)
    measures = measures_of(reading, kind in ("value", "compare"))
    if kind in ("value", "trend", "compare") and (kind != "compare" or reading.places.bodies):
        return {"measures": measures, **_change(reading, plan, kind)}
    kept: dict[str, Any] = {
        name: getattr(plan, name)
        for name in ("function", "group", "order", "limit", "combine", "rules", "query", "part",
                     *_LOOKED_FOR)
    }  # fmt: skip
    if kind in ("aggregate", "compare") and kept["function"] is None:
        kept["function"] = "sum"
    said = reading.codes("function")
    if kind == "aggregate" and said and said[0] != kept["function"]:  # 它们合计多少
        kept["function"] = said[0]
        measures = measures or tuple(condition.measure for condition in plan.conditions[:1])
    conditions = conditions_of(reading)
    if kind == "list" and reading.given_conditions and not plan.measures:  # 其中因为第三方的呢
        named = (m for mention in reading.asked.mentions for m in mention.measures(False))
        conditions += tuple(Condition(measure=m, op=">", value=0) for m in named if not m.is_ratio)
    if kind == "list" and reading.given and plan.conditions:
        measures = plan.measures
    if kind == plan.kind and not plan.measures and conditions:
        measures = ()
    kept |= {"measures": measures or plan.measures, "conditions": conditions}
    if kind == "rank" and of_the_rest(reading):  # 其他几家呢, after who came first
        kept["limit"] = None
    if plan.kind in ("list", "rank") and plan.change:
        kept["change"] = plan.change
    return kept


def _change(reading: Reading, plan: Plan, kind: str) -> dict[str, Any]:
    if kind != "trend" or plan.change is None:
        return {}
    years = reading.years.years
    if not reading.year_words:
        return {"change": plan.change}
    spans = {"base": min(years), "year": max(years)} if len(years) > 1 else None
    return {"change": plan.change.model_copy(update=spans)} if spans else {}
