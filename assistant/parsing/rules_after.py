"""Follow-ups that go behind a figure or a text: how requests came in, why more were closed than
received, whether last year's problems are settled, what became of the case kept back."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.aspects import SETTLED, wanted
from assistant.measures import OUTCOMES, measure
from assistant.parsing.build import build, refuse
from assistant.parsing.in_context import OWN_OR_WHOLE, about_of
from assistant.parsing.items import item_of
from assistant.parsing.leaning import CASE, MORE_FROM, THE_WORK, asks_if_given
from assistant.parsing.of_thing import thing_of
from assistant.parsing.reading import Reading
from assistant.parsing.refusals import refusal
from assistant.parsing.rules_ensuing import how_it_ended, since_then, who_applied
from assistant.parsing.rules_overview import main_figures
from assistant.parsing.rules_shortfall import if_done
from assistant.plan import Measure, Plan
from assistant.question_years import Years

HOW_MADE = "申请怎样提交"  # its words are in data/everyday_words.txt
_UNPAID = "未缴费"
"""Their words are in data/everyday_words.txt."""
_REMEDIES = "改进措施"
_MADE = re.compile(
    "(?:通过|用|以|走|从|经)?(?:的是)?(?:什么|哪[些种几]*|啥|何种)(?:样的|个)?(?:方式|途径|渠道|形式|办法)"
    "(?:来)?(?:提交|提出|递交|递|申请|交|提|寄|发|送)(?:来|过来|上来)?的?"
    "|(?:怎么|怎样|如何|咋)(?:提交|提出|递交|递|寄|送)(?:来|过来|上来)?的"
    "|(?:提交|提出|递交|申请)的?(?:方式|途径|渠道|形式)(?:是|有|都|分别)*(?:什么|哪|啥|呢|怎)"
)
_MORE = re.compile(
    "比(?:当年|今年|新|本年|全年)?(?:收到|新收|收|接到|申请|接收)(?:到)?的?(?:申请|数量?|件数|总数)?的?(?:还|要|都|反而)*(?:多|大|高|少|低)"
)
_WANTED = re.compile(
    "(?:要求|申请|想要|索要|要看|想看|想查|要)(?:公开)?的?(?:都|分别)?(?:是|的是)?(?:些)?(?:什么|啥|哪些|哪方面|哪一类)的?"
    "(?:材料|东西|信息|内容|资料|文件|数据)"
    "|(?:都|主要|到底|究竟|一般|大多|在|人|群众|村民|居民|他们|企业)(?:是|在|都|主要|想)*"
    "(?:问|打听|询问|关心|关注|想知道|知道|想了解|了解|咨询|想问|申请|查询?)的?(?:都|主要|是|些)*(?:什么|啥|哪些|哪方面|哪类)"
    "(?:方面|事|事情|问题|内容|信息|东西|领域)?(?:的|呢|啊|呀|了)?[?？]?$"
)
_COUNTED_IN = "汇总范围"
_APPLICANT = re.compile("申请人：(?:社会)?([^）]+)")
_TWO = re.compile(
    "[两俩2二]个(?:不同的?|不一样的?)?(?:数|数字|数据|说法|版本|口径)"
    "|(?:数|数字|数据|前后|正文[和跟与]表格?)(?:都|会|还|怎么|为什么|为啥)*(?:不一样|不一致|不同|打架|矛盾)"
)
_WHY = re.compile("怎么|为什么|为啥|为何|咋|哪来|怎么回事|原因")
_THAT_SENTENCE = re.compile("那句|那一句|这句|原句|那段话")
_LATER = "(?:第二年|次年|下一?年|转年|来年|后一年|隔年|后来|之后|再后来|[0-9]{2,4}年)"
_MENDED = "(?:解决|整改|改正|改进|改|处理|落实|纠正|克服)"
_DONE = "(?:了|好|掉|到位|完|过来|过|得)*(?:没有?|吗|么|不|怎么样|如何)"
_NEXT_MENDED = re.compile(
    f"^(?:那|它|他们|这些|问题|[,，])*{_LATER}(?:的|报告|年报|里|中|有没有?说|说|写|讲|提|都|有没有|到底|最后|是否|给|把|它|这些|问题)*{_MENDED}{_DONE}"
)
_REMEDY = re.compile(
    "^(?:那|它们?|他们|这些?|上述|这|问题|不足|第?[一二三四五六七八九两1-9最后几]*[个条点项]|[,，]|都|打算|准备|计划|又|是|有没有|想)*"
    "(?:(?:怎么|怎样|如何|咋)(?:去|来|样)?(?:解决|整改|改正|改进|改|应对|办|整|弄|处理|弥补|克服|补救|落实)"
    f"|{_MENDED}(?:了|好|掉)*(?:没有?|吗|么)|(?:采取|有|用|做)(?:了|过)?(?:些)?(?:什么|啥|哪些)(?:改进|整改)?(?:措施|办法|举措|动作|对策)"
    "|有没有改)(?:的|了|呢|啊|呀|吗|过|[?？])*$"
)
"""怎么解决的, 改了没, after the problems that a report lists."""
_YEARS_PROBLEMS = re.compile(
    "(?:提|列|指|查|说|讲|写|找|存在|反映)(?:出|到|及|摆)?(?:来|了)?的(?:那|这)?(?:些|几|[0-9一二两三四五六])?"
    f"(?:个|项|条)?(?:主要)?(?:问题|不足|短板|毛病)(?:{_LATER}|都|到底|最后|后来|有没有|是否|已经|已|现在)*{_MENDED}{_DONE}"
)
_FINISHED = re.compile(
    f"^(?:那|它|这|件|一|几|[,，])*(?:{_LATER}|最后|最终)(?:都|有没有|到底|是否|给)*"
    "(?:办理?|处理|答复|解决|了结|办结|消化)(?:了|掉|完|结|好|出来|清)*(?:没有?|吗|么)"
)
_WHAT_HAPPENED = (
    "(?:是|又|到底|究竟|的)*(?:什么情况|怎么回事|为什么|为啥|咋回事|什么原因|啥情况|啥原因|怎么解释|怎么说"
    "|什么理由|啥理由|(?:申请|要)的?(?:是)?(?:什么|啥))"
)
_KEPT_BACK = re.compile(
    "(?:没有?|未|不|被拒|拒)(?:给|公开|予|提供|同意|答应|绝)*(?:公开|提供)?的(?:那|这)?(?:[0-9一二两三四五六七几])?"
    f"[件份条个宗笔些](?:申请)?{_WHAT_HAPPENED}"
)
_NOT_PAID = re.compile(
    "(?:没有?|未|逾期没?|不)(?:交|缴|付)(?:费|钱)?的?(?:那|这)?(?:[0-9一二两三几])?(?:份|笔|件|个|家|人|位)"
    "(?:是|最后|后来|又|申请)*(?:怎么|如何|咋|什么|啥)"
)
_FEES = ("claim:processing_fee", "other.fee_overdue")


_REASON = re.compile(
    "(?:理由|情形|原因)(?:都|分别|主要)*(?:是|有)(?:什么|啥|哪[些几])"
    "|(?:什么|啥|哪[种条项些]|哪几[种条项])(?:理由|原因)|为什么|为啥|为何|凭什么|凭啥"
)
_REFUSED = ("denied", "unavailable", "not_processed")


def legal_reason(reading: Reading) -> Plan | None:
    """不予公开的理由是什么, 不公开是什么理由: the rows of the table that say it."""
    named = {code for m in reading.asked.all for code in m.codes}
    refused = [code for code in _REFUSED if code in named]
    one = len(reading.places.units) == 1 and not reading.english
    only = named <= {*_REFUSED, "received", "requested"}
    if not (one and refused and only) or _REASON.search(reading.text) is None:
        return None
    other = reading.has("share", "compare", "trend", "change", "outcome", "howmany")
    if reading.has_own_words() or other:
        return None
    rows = tuple(map(measure, refused))
    if reading.has("why"):  # 没给材料是什么原因: the text may say it
        return _with_text(reading, rows, "未予公开 原因")
    if len(rows) > 1:
        return _with_text(reading, rows, "未予公开")
    return build(reading.without_measures(), "value", measures=rows)


_NO_FIGURE = re.compile(
    "(?:为什么|为啥|为何|怎么|咋)(?:会|都|就|也)*(?:没有?|没写|没给|没填|没报|不写|不给|缺)(?:出|明|上|有)?"
    "(?:这个|具体|总|它的|那个)*(?:数字?|数据|总数)"
)


def after(reading: Reading, plan: Plan) -> Plan | None:
    """The plan of such a follow-up to `plan`; None for others."""
    if reading.english or len(reading.places.units) != 1:
        return None
    for rule in (settled, main_figures, if_done, legal_reason):
        if (found := rule(reading)) is not None:
            return found
    if THE_WORK.search(reading.text):
        general = re.search("公开|工作", reading.text)
        thing = "" if general else thing_of(plan)
        return build(reading, "narrative", query=f"{thing} 由哪个部门负责".strip())
    about = about_of(plan)
    if OWN_OR_WHOLE.search(reading.text) and plan.kind in ("value", "narrative"):
        return build(reading, "narrative", query=_COUNTED_IN)
    requests = any(m.code.startswith("requests.") for m in about) or "申请" in plan.query
    if requests and _MADE.search(reading.text):
        return build(reading, "narrative", query=HOW_MADE)
    if (told := _beside_text(reading, plan)) is not None:
        return told
    if (ended := _that_case(reading, about) or _what_became(reading, plan)) is not None:
        return ended
    codes = [m.codes[0] for m in reading.asked.mentions]
    case = _WANTED.search(reading.text) and CASE.search(reading.text)
    if case and len(codes) == 1 and codes[0].partition(".")[0] in _REFUSED:
        said = reading.asked.mentions[0].text.rstrip("的")  # 无法提供的那件要的是什么材料
        return build(reading.without_measures(), "narrative", query=f"{said} 申请 内容")
    named = {code for mention in reading.asked.mentions for code in mention.codes}
    if requests and _WANTED.search(reading.text) and named <= {"received"}:
        found_in = _APPLICANT.search(about[0].label) if about else None
        who = f"{found_in[1]} " if found_in else ""
        return build(reading, "narrative", query=f"{who}申请 内容", measures=about)
    if about and _NO_FIGURE.search(reading.text) and not reading.asked.mentions:
        return build(reading, "value", measures=about[:1])
    if _NOT_PAID.search(reading.text) and _is_of_fees(plan):
        return _with_text(reading, (measure("other.fee_overdue"),), _UNPAID)
    if requests and _KEPT_BACK.search(reading.text):
        rows = tuple(map(measure, ("denied", "unavailable", "not_processed")))
        return _with_text(reading, rows, "未予公开")
    for ensuing in (later_mended, how_it_ended, who_applied):
        if (found := ensuing(reading, plan)) is not None:
            return found
    listed = plan.kind == "narrative" and wanted(plan.query).is_list
    if listed and _REMEDY.search(reading.text):
        query = reading.query() if _is_of_remedies(reading.query()) else _REMEDIES
        nth = item_of(reading, query)
        return build(reading, "narrative", query=query, section="problems", item=nth)
    carried = any(m.code.startswith("requests.carried_out") for m in about)
    carried = carried or any(word in plan.query for word in ("没办完", "未办", "结转"))
    if carried and _FINISHED.search(reading.text):
        return _finished(reading, plan)
    if (since := since_then(reading, plan)) is not None:
        return since
    return _of_figure(reading, plan, about)


def _beside_text(reading: Reading, plan: Plan) -> Plan | None:
    """跟表里的行政处罚数一致吗 after what the text says: both; 其中修订的: the text."""
    named = tuple(m for x in reading.asked.mentions for m in x.measures(False))
    alike = reading.codes("quality") == ("mismatch",) and reading.has("table_side", "table")
    if plan.kind == "narrative" and plan.query and alike and named and all(m.cells for m in named):
        return _with_text(reading, named, plan.query)
    light = ("stop", "mark", "then", "among", "aside", "howmany", "has")
    asides = [t.text for t in reading.all("aside")]
    plain = reading.has("among") and all(t.sort in light for t in reading.tokens)
    told = plan.kind == "narrative" and bool(thing_of(plan)) and plan.section != "problems"
    other = reading.years.years != plan.scope.years and reading.has("amount", "howmany")
    if told and other and reading.year_words and _is_that_number(reading):
        return build(reading.without_measures(), "narrative", query=plan.query)
    if plan.kind == "value" and asides and plain:
        return build(reading.without_measures(), "narrative", query=" ".join(asides))
    return None


def _is_that_number(reading: Reading) -> bool:
    """前两年这个数是多少, 2023年是多少, after what only the text has: that thing again."""
    light = ("stop", "mark", "then", "year", "amount", "howmany", "it", "each", "and")
    unit = any(t.text.endswith(("件", "人")) for t in reading.all("howmany"))
    return all(t.sort in light for t in reading.tokens) and not unit


def _that_case(reading: Reading, about: tuple[Measure, ...]) -> Plan | None:
    """柳浦那件公开了吗 after whom firms asked: what became of those of the firms."""
    row, _, column = about[0].code.rpartition(".") if about else ("", "", "")
    given = {code for t in reading.tokens for code in t.codes} & _GIVEN
    asks = reading.has("outcome") or bool(given)
    others = [code for m in reading.asked.mentions for code in m.codes if code not in _GIVEN]
    if row != "requests.received" or column == "total" or others or not asks:
        return None
    if CASE.search(reading.text) is None or reading.has("howmany", "share", "why"):
        return None
    rows = tuple(measure(f"{name}:{column}") for name in ("received", *OUTCOMES))
    return build(reading.without_measures(), "value", measures=rows)


_GIVEN = {"claim:proactive_total", "disclosed", "granted"}


def _what_became(reading: Reading, plan: Plan) -> Plan | None:
    """给了吗, after what firms asked for: how their requests ended, or all of them."""
    if not asks_if_given(reading, plan):
        return None
    asked = [m.code.rpartition(".") for p in plan.parts for m in p.measures]
    columns = {column for row, _, column in asked if row == "requests.received"}
    column = columns.pop() if len(columns) == 1 else "total"
    rows = tuple(measure(f"{name}:{column}") for name in ("received", *OUTCOMES))
    return build(reading.without_measures(), "value", measures=rows)


def _is_of_remedies(query: str) -> bool:
    asked = wanted(query)
    return asked.is_list and asked.asks("improvement")


def _of_figure(reading: Reading, plan: Plan, about: tuple[Measure, ...]) -> Plan | None:
    if plan.kind != "value":
        return None
    closed = any(m.code.startswith("requests.total_processed") for m in about)
    more = _MORE.search(reading.text) and _WHY.search(reading.text)
    if closed and (more or MORE_FROM.search(reading.text)):
        names = ("received", "carried_in", "total_processed", "carried_out")
        note = "本年办结的也有上年结转来的：新收＋上年结转＝办结＋结转下年"
        found = build(reading, "value", measures=tuple(map(measure, names)), notes=(note,))
        return _then(found, build(reading, "quality", rules=("column_balance",)))
    if _TWO.search(reading.text) and _WHY.search(reading.text):
        return _with_text(reading, plan.measures, "数字对不上 原因")
    named = tuple(m for x in reading.asked.mentions for m in x.measures(False))
    doubts = set(reading.codes("quality"))
    if named and doubts and doubts <= {"mismatch", "doubt"} and not reading.asked.limits:
        tabled = all(m.cells for m in named) and not reading.has("how", "why", "which", "and")
        checked = build(reading, "quality", rules=("narrative_mismatch",))
        return _then(build(reading, "value", measures=named), checked) if tabled else None
    if _THAT_SENTENCE.search(reading.text) and not reading.asked.mentions:
        light = tuple(replace(t, sort="stop") if t.is_own_word else t for t in reading.tokens)
        return build(replace(reading, tokens=light), "value", measures=plan.measures)
    return None


def _with_text(reading: Reading, rows: tuple[Measure, ...], query: str) -> Plan:
    """The figures, and what the text says of them."""
    reading = reading.without_measures()
    found = build(reading, "value", measures=rows)
    return _then(found, build(reading, "narrative", query=query))


def _then(first: Plan, second: Plan) -> Plan:
    if first.refusal is not None or second.refusal is not None:
        return first
    return first.model_copy(update={"then": second})


def _is_of_fees(plan: Plan) -> bool:
    fees = any(m.code.startswith(_FEES) for m in about_of(plan))
    return fees or any(word in plan.query for word in ("缴费", "收费", "信息处理费", "交费"))


def _finished(reading: Reading, plan: Plan) -> Plan:
    """第二年办掉了吗: what was carried into the next year, and out of it again."""
    reading = _next_year(reading, plan)
    if (unknown := _none_later(reading, plan, "没办完的后来怎样")) is not None:
        return unknown
    names = ("carried_in", "total_processed", "carried_out")
    reading = replace(reading, asked=replace(reading.asked, mentions=(), hints=()))
    return build(reading, "value", measures=tuple(map(measure, names)))


def _of_later(reading: Reading, plan: Plan) -> Plan:
    """第二年整改了吗: what the next report says of the problems of the one before."""
    reading = replace(_next_year(reading, plan), asked=replace(reading.asked, mentions=()))
    if (unknown := _none_later(reading, plan, "提出的问题后来改了没有")) is not None:
        return unknown
    return build(reading, "narrative", query=f"{thing_of(plan)} {SETTLED}".strip())


def _none_later(reading: Reading, plan: Plan, what: str) -> Plan | None:
    """The refusal where no report later than the one spoken of is held; None where one is."""
    spoken = plan.scope.years
    if len(spoken) != 1 or reading.years.years not in ((), spoken):
        return None
    who = reading.places.bodies[0].name
    reason = f"语料中没有{who}{spoken[0]}年之后的报告，看不出{what}。"
    return refuse(reading.without_measures(), refusal("not_in_corpus", reason))


def later_mended(reading: Reading, plan: Plan) -> Plan | None:
    """第二年报告说改好了没, 2024年做到了没, after the problems or remedies of a year."""
    if (kept := _promise_kept(reading, plan)) is not None:
        return kept
    fault = _tells_of_fault(reading, plan)
    one = plan.section == "problems" or fault
    if (
        not (one and len(reading.places.units) == 1)
        or reading.english
        or _NEXT_MENDED.search(reading.text) is None
    ):
        return None
    later = _of_later(reading, plan)
    years = plan.scope.years
    if later.refusal and fault and plan.kind == "narrative":
        return None  # `since_then` tells what this report says of it
    if later.refusal or not (fault or _is_of_remedies(plan.query)) or len(years) != 1:
        return later
    if plan.kind == "value":
        return later
    before = replace(reading.without_measures(), years=Years(years=years))
    if fault:
        later = later.model_copy(update={"query": SETTLED})
    first = build(before, "narrative", query=plan.query, section=plan.section)
    return _then(first, later)


def _tells_of_fault(reading: Reading, plan: Plan) -> bool:
    """后来整改了吗, after why a reconsideration was lost: a fault that one report tells of."""
    mended = re.search("整改|改[正进好掉了没过]|纠正|克服", reading.text) is not None
    told = plan.kind == "value" or (plan.kind == "narrative" and bool(thing_of(plan)))
    return mended and told and plan.section is None and len(plan.scope.years) == 1


_KEPT_WORD = "(?:说到做到|做到|兑现|落实|实现|办到|做成|办成|搞成|干成|完成|履行)"
_KEPT = re.compile(
    f"^(?:那|它|他们|这些|这个|说的|承诺|答应的|措施|[,，])*(?P<year>{_LATER})?(?:的|报告|年报|里|中|真的|真|都|有没有|是不是"
    f"|到底|最后|究竟|是否|给|把|它|这些|承诺|措施|说的)*(?:{_KEPT_WORD}{_DONE}|(?<=有没有){_KEPT_WORD}|(?<=是否){_KEPT_WORD}"
    "|做没做到|兑没兑现|落没落实|兑现没兑现|落实没落实|做到没做到)(?:了|呢|啊|呀|[?？])*$"
)
"""2024年做到了没, after what a report means to do."""


def _promise_kept(reading: Reading, plan: Plan) -> Plan | None:
    """2024年做到了没, 兑现了吗, after the remedies of one year: these again, then what the next
    report says of them."""
    told = [p for p in plan.parts if p.kind == "narrative" and len(p.scope.years) == 1]
    told = [p for p in told if p.section == "problems" or _is_of_remedies(p.query)]
    said = _KEPT.search(reading.text) if told else None
    if said is None or len(reading.places.units) != 1 or reading.english:
        return None
    remedies = _is_of_remedies(told[0].query)
    if not (said["year"] or remedies):
        return None
    year = told[0].scope.years[0]
    named = reading.years.years if said["year"] and said["year"][0].isdigit() else ()
    if any(other <= year for other in named):
        return None
    reading = reading.without_measures()
    before = replace(reading, years=Years(years=(year,)))
    later = reading if named else _in_later(before, year)
    if later.years == before.years:
        who = reading.places.bodies[0].name
        reason = f"语料中没有{who}{year}年之后的报告，看不出{year}年说要做的后来做到没有。"
        return refuse(reading, refusal("not_in_corpus", reason))
    query = told[0].query if remedies else _REMEDIES
    promise = build(before, "narrative", query=query, section="problems")
    return _then(promise, build(later, "narrative", query=SETTLED))


def _next_year(reading: Reading, plan: Plan) -> Reading:
    """The reading in the year it names, else in the next year held after that of `plan`."""
    spoken = plan.scope.years
    if reading.years.years and reading.years.years != spoken:
        return reading
    return _in_later(reading, max(spoken)) if spoken else reading


def _in_later(reading: Reading, year: int) -> Reading:
    later = sorted(other for other in reading.held_years() if other > year)
    if not later:
        return reading
    note = f"在{year}年之后的{later[0]}年报告里查"
    years = Years(years=(later[0],))
    return replace(reading, years=years, notes=(*reading.notes, note))


_KEPT_OVER = re.compile(
    "(?:[没未](?:能|有)?(?:办|处理|答复)(?:理)?(?:完|结|好)|结转)(?:了|到(?:下一?年|次年|第二年))?的?(?:申请)?的?(?:那|这)?"
    "[0-9一二两三四五六七几些]*[件份个宗笔]?(?:申请)?[,，]?"
    "(?:后来|之后|后面|后续|最后|最终|第二年|次年|转年|隔年)(?!几|多少|继续)"
    "|(?:年底|年末|岁末|年尾|快过年)(?:才|时|的时候)?(?:收|接|来)(?:到|上来|进来)?的(?:申请)?的?(?:那|这)?.{0,2}[件份个]?(?:申请)?[,，]?"
    "(?:后来|之后|后面|后续|最后|最终|第二年|次年|转年|隔年|到底)(?!几|多少|继续)"
)
"""2023年没办完的那件，后来怎么处理的: the report of the year after says it."""


def _kept_over(reading: Reading) -> Plan | None:
    year = reading.years.years[0]
    later = _in_later(replace(reading, asked=replace(reading.asked, mentions=(), hints=())), year)
    if later.years == reading.years:
        who = reading.places.bodies[0].name
        reason = f"语料中没有{who}{year}年之后的报告，看不出{year}年结转的申请后来怎样。"
        return refuse(reading, refusal("not_in_corpus", reason))
    names = ("carried_in", "total_processed", "carried_out")
    found = build(later, "value", measures=tuple(map(measure, names)))
    return _then(found, build(later, "narrative", query="上年结转"))


_PROMISED = re.compile(
    "(?:去年|上年|上一年|前一年|以前|之前|往年|头年)(?:的?报告)?(?:里|中)?.{0,6}"
    "(?:说|讲|提|写|承诺|答应|表示|列|指)(?:出|到|过|了|好|明|下)*(?:要|会|的)?.{0,8}(?:整改|改进|改|解决|问题|不足|毛病|短板|承诺)"
    ".{0,12}(?:改|落实|兑现|解决|做到|完成|整改)(?:了|好|掉|到位|完|过来|的)"
)


def came_back_to(reading: Reading) -> Plan | None:
    """去年说了要整改，今年报告写了已经改的，有没有: reports that come back to what the one before
    them named; 去年 is the year before each report."""
    if reading.english or reading.places.bodies or not _PROMISED.search(reading.text):
        return None
    if reading.has("howmany", "most", "top", "share", "quality"):
        return None
    every = replace(reading.without_measures(), years=Years(), year_words=())
    return build(every, "narrative", query=SETTLED)


_CHANNELS_OF = re.compile(
    "申请.{0,8}?(?:当面|邮寄|网上|线上|信函|寄信|网络|邮件|传真|窗口|信件)"
    ".{0,14}?(?:提交|提出|提的|递交|寄来|寄的|送来|送的|交的|申请的?)"
)


def how_made(reading: Reading) -> Plan | None:
    """哪些申请是当面、邮寄、网上提交的: how requests came in, which no table has."""
    if reading.english or not _CHANNELS_OF.search(reading.text):
        return None
    if reading.has("howmany", "most", "top", "function", "share", "amount", "compare", "how"):
        return None
    if not reading.has("which", "mention", "whether"):
        return None
    return build(reading.without_measures(), "narrative", query=HOW_MADE)


def settled(reading: Reading) -> Plan | None:
    """2022年提的问题解决了没: the next report of that body says so."""
    years = reading.years.years
    one = len(reading.places.units) == 1 and len(years) == 1
    asks = _KEPT_OVER.search(reading.text) and not reading.has("quality", "howmany")
    if one and asks and not reading.english:
        return _kept_over(reading)
    if reading.english or not one or not _YEARS_PROBLEMS.search(reading.text):
        return None
    if reading.has("most", "top", "how", "why"):
        return None
    later = _in_later(reading, years[0])
    later = replace(later, asked=replace(reading.asked, mentions=()))
    if later.years == reading.years:
        who = reading.places.bodies[0].name
        reason = f"语料中没有{who}{years[0]}年之后的报告，看不出{years[0]}年提出的问题后来怎样。"
        return refuse(reading, refusal("not_in_corpus", reason))
    return build(later, "narrative", query=SETTLED)
