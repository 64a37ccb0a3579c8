"""Follow-ups that doubt or divide the answer before: 那数对得上吧, 以哪个为准, 是哪几类."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.measures import OUTCOMES, concept_of
from assistant.parsing.before import topics_of
from assistant.parsing.build import build
from assistant.parsing.in_context import about_of
from assistant.parsing.reading import Reading
from assistant.parsing.rules_found import BLANK_WHY, ODDS_WHY, found
from assistant.plan import Plan
from assistant.question_years import Years
from assistant.vocabulary import Sort
from index.checks import OVER_YEARS

_LIGHT: tuple[Sort, ...] = ("stop", "mark", "then", "it", "howmany", "whole", "function")
_SHOULD = re.compile(
    "(?:应该?|应当|该|得|不就)(?:是|有|为|等于)?[0-9一二两三四五六七八九十百]+[件条次项]"
)
_REALLY = re.compile(
    "(?:真正|真实|实际上?|正确|准确|其实|到底)的?(?:数字?|件数|总数|数量)?(?:上)?(?:应该|应当|该|才|究竟|到底)*"
    "(?:是|为|有|等于|填)?(?:多少|几)[件条次项个]?(?:才对|呢|啊)?$"
    "|(?:应该|应当|该)(?:是|为|填|写|算|等于)(?:多少|几)[件条次项个]?(?:才对|呢|啊)?$"
    "|(?:正确|真正|真实|准确)的(?:数字?|件数|总数|数量)(?:应该|应当|该)?(?:是|呢)?(?:多少|几[件条次项个]?|什么)?$"
)
"""真正应该是几件: what the checks find of that figure."""
_RATHER = re.compile("[吗吧么嘛?？]|才对|不应|不该|不是")
_WHICH_HOLDS = re.compile(
    "还是.{1,6}为准|(?:以|按|照)(?:哪|谁|什么)[个一边份处张种儿]*(?:数字?|说法|口径)?(?:为准|算|来|的)"
    "|(?:信|听|看|采信|采用|认)(?:哪|谁)[个一边份处]*(?:的|数字?|说法)?$"
    "|(?:哪|谁)[个一边份处种]*(?:数字?|说法)?(?:才|是|更|比较)*(?:是?对|准|准确|算数|作数|正确|可信|可靠)(?:的|呢)*$"
)
_WHICH_KINDS = re.compile(
    "^(?:共|一共|总共)?(?:可以|能)?(?:分|有|分成|分为)?了?(?:几|多少)个?大?(?:类别?|种|方面|块|类型)$"
    "|^[那这]?(?:些|它们|其中|里面)?(?:都|分别|具体|主要|大致|各)*(?:是|有|包括|分成?|涉及|公开|发布?|含)?了?(?:的|都|些)*(?:是|有)?"
    "(?:哪[几些]?[个大]?(?:类别?|方面|种类?|块|内容|信息|领域|类型)|(?:什么|啥)(?:信息|内容|类别?|方面|类型|东西|种类)|什么|啥|哪些)"
    "(?:的|信息|内容|呢|啊|呀)*$"
)
_CAME = re.compile(
    "(?:来|到|去|参加|参与|到场|报名|出席)[了过]?的?(?:有|是)?(?:多少|几)个?(?:人|群众|代表|户)"
    "|(?:多少|几)个?(?:人|群众|代表)(?:来|到|去|参加|参与|到场|报名|出席)"
)
_IF_MISTAKEN = re.compile(
    "(?=.*[查核错误])(?:那|所以|后来|最后|到底|究竟|结果|确实|的确|他们|镇里|乡里|是不是|是|真的?|有没有|有|里面|出现?过?|[,，])*"
    "(?:(?:查|核实|复核|核查|调查|核对|复查)(?:下来|出来?|清楚|完|过|后)?(?:了|的|到底|究竟|结果|是不是|有没有|有|是|真的?|[,，])*)?"
    "(?:算|弄|搞|发|登记?|填|写|做|办|出|出了|出过)?(?:错|差错|误|有误|毛病|问题)(?:过|了)?(?:没错|没有?|吗|么|不|)(?:错|有)?[呢啊呀]*"
)
"""查下来到底算错没有: whether what was spoken of went wrong, as the text tells."""
_PUBLISHED = "主动公开的内容"
_REQUESTS = ("column_balance", "row_total", "processed_total", "carry_over", "narrative_mismatch")
_OF_ROWS = {
    "requests.carried_in": ("carry_over",),
    "requests.carried_out": ("carry_over",),
    "proactive.normative_documents": ("in_force_balance",),
    "proactive.regulations": ("in_force_balance",),
    "disputes.reconsideration": ("dispute_total",),
    "disputes.litigation": ("dispute_total",),
    "requests.received": _REQUESTS,
    **{f"requests.{code}": ("row_total", "processed_total", "column_balance") for code in OUTCOMES},
}


def reply(reading: Reading, plan: Plan) -> Plan | None:
    """The plan of such a follow-up to `plan`; None for others."""
    holds = _WHICH_HOLDS.search(_bare(reading)) is not None
    if (answered := found(reading, plan, holds)) is not None:
        return answered
    if reading.english or reading.asked.mentions or len(reading.places.units) != 1:
        return None
    if plan.kind in ("mention", "narrative") and _CAME.search(reading.text):
        topic = " ".join(topics_of(plan)).removesuffix(" 原因")
        return build(reading, "narrative", query=topic)
    told = plan.kind == "narrative" or (plan.kind == "refusal" and bool(plan.query))
    if told and plan.section != "problems" and _IF_MISTAKEN.fullmatch(_bare(reading)):
        about = " ".join(topics_of(plan)).removesuffix(" 原因")
        return build(reading, "narrative", query=f"{about} 差错")
    if told and plan.section != "problems" and _is_share(reading):
        note = "原文没有写出占比时，请按原文中的两个数计算"
        return build(reading, "narrative", query=plan.query, section=plan.section, notes=(note,))
    alike = told and set(reading.codes("quality")) == {"mismatch"}
    summed = alike and ("加" in reading.text and reading.has("function"))
    summed = summed or (alike and plan.query == _PUBLISHED and not reading.year_words)
    if summed and not reading.has_own_words() and not reading.has("table", "table_side"):
        note = "正文里的分项不在表格的核对之内，是否加得上请把原句中的数相加来看"
        return build(reading, "narrative", query=plan.query, section=plan.section, notes=(note,))
    if plan.kind != "value":
        return None
    claims = {m.claim for m in plan.measures}
    if claims == {"proactive_total"} and _WHICH_KINDS.search(_bare(reading)):
        return build(reading, "narrative", query=_PUBLISHED, section="proactive")
    return _doubt(reading, plan)


def between_years(reading: Reading, plan: Plan) -> Plan | None:
    """跟2023的结转对得上吗 after 2024, 2022结转的算进去了吗 after 2023: what the earlier of the two
    years left over against what the later one took over."""
    named, spoken = reading.years.years, plan.scope.years
    rows = {c for m in reading.asked.all for c in m.codes[:1]}
    rows |= {concept_of(m.code) or "" for m in reading.given} if not rows else set()
    carried = rows & {"carried_in", "carried_out"}
    held = {year for body in reading.places.bodies for year in body.years}
    if len(reading.places.units) != 1 or not reading.year_words or reading.english:
        return None
    if not carried or reading.codes("quality") != ("mismatch",) or len(named) != 1 or not spoken:
        return None
    beside = [year for year in spoken if abs(year - named[0]) == 1]
    later = max(*beside, named[0]) if beside else named[0] + 1 if named[0] + 1 in held else named[0]
    pair = replace(reading, years=Years(years=(later,)))
    return build(pair, "quality", rules=("carry_over",))


def _is_share(reading: Reading) -> bool:
    """占多少, 这占几成, and nothing else."""
    light = (*_LIGHT, "share", "versus", "all", "whole")
    part = reading.has("share") or "of" in reading.codes("versus")
    return part and all(t.sort in light for t in reading.tokens)


def _doubt(reading: Reading, plan: Plan) -> Plan | None:
    """那数对得上吧, 不应该是5件吗, 到底以哪个为准: the checks of the figure before; with the last
    one what the text says of it."""
    holds = _WHICH_HOLDS.search(_bare(reading)) is not None
    should = _SHOULD.search(reading.text) and _RATHER.search(reading.text)
    doubts = set(reading.codes("quality"))
    asks = bool(doubts) and doubts <= {"mismatch", "doubt"}
    asks = asks and not reading.has("how", "why", "which", "table_side", "and")
    really = _REALLY.search(_bare(reading)) is not None and not reading.has_own_words()
    asks = asks or (really and not reading.has("how", "why", "which"))
    rows = dict.fromkeys(m.code.rpartition(".")[0] for m in about_of(plan) if not m.is_ratio)
    rules = tuple(dict.fromkeys(rule for row in rows for rule in _OF_ROWS.get(row, ())))
    if should and set(rules) != {"in_force_balance"} and len(plan.measures) == 1:
        return build(reading, "value", measures=plan.measures)  # with what the checks find
    if not rules or not (holds or should or asks) or reading.has_own_words() > bool(should):
        return None
    if holds:
        rules = tuple(dict.fromkeys(("narrative_mismatch", *rules)))
    if set(rules) <= set(OVER_YEARS):
        reading = replace(reading, years=Years(every=True))
    checked = build(reading, "quality", rules=rules)
    told = build(reading, "narrative", query=ODDS_WHY, section="problems")
    if not holds or checked.refusal is not None or told.refusal is not None:
        return checked
    return checked.model_copy(update={"then": told})


def why_unfilled(reading: Reading) -> Plan | None:
    """表为啥空着, 怎么会对不上: what the text says of it, then what the checks find."""
    one = len({body.name for body in reading.places.bodies}) == 1
    blank = reading.codes("state") == ("blank",)
    odds = set(reading.codes("quality")) == {"mismatch"}
    asks = reading.has("why") or (reading.has("how") and (blank or "会" in reading.text))
    told = _EXPLAINS.search(reading.text) if blank else None
    asks = asks or told is not None
    words = reading.asked.mentions or reading.asked.limits or reading.has_own_words()
    light: tuple[Sort, ...] = (
        *_LIGHT, "why", "how", "state", "quality", "table_side", "table", "report", "body", "stem",
        "region", "year", "amount", "total_row",
    )  # fmt: skip
    if reading.english or not (asks and one and blank != odds) or words:
        return None
    rest = [t for t in reading.tokens if told is None or not told.start() <= t.start < told.end()]
    if any(t.sort not in light for t in rest) or (odds and reading.before is None):
        return None
    if odds and not reading.given:
        return None
    rules = ("missing_table", "blank_cells") if blank else _of_before(reading)
    says = build(reading, "narrative", query=BLANK_WHY if blank else ODDS_WHY, section="problems")
    found = build(reading, "quality", rules=rules)
    if says.refusal is not None or found.refusal is not None:
        return None
    return says.model_copy(update={"then": found})


_EXPLAINS = re.compile(
    "(?:怎么|如何|咋|怎样|怎么样|是不是|有没有|有|给出|做出?|作出?)(?:自己)?(?:去)?(?:解释|说明|交代|交待|说法|说|讲|辩解|承认|写)"
    "|(?:什么|啥|怎么个)(?:解释|说法|理由|原因)"
)


def _of_before(reading: Reading) -> tuple[str, ...]:
    rows = (m.code.rpartition(".")[0] for m in reading.given)
    return tuple(dict.fromkeys(rule for row in rows for rule in _OF_ROWS.get(row, _REQUESTS)))


def _bare(reading: Reading) -> str:
    """The question without its closing particles and marks."""
    return reading.text.rstrip("?？。!！呢啊呀吧嘛 ").lstrip("那么到底究竟 ，,")
