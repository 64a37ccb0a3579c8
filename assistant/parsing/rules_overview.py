"""Rules for questions that name no figure: what a report says, how two bodies differ, and what
became of what was promised the year before."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.aspects import SETTLED
from assistant.measures import measure
from assistant.parsing import refusals
from assistant.parsing.build import build, refuse
from assistant.parsing.mentions import Said
from assistant.parsing.reading import Reading
from assistant.plan import Kind, Plan
from assistant.question_years import Years

_FIGURES = ("claim:proactive_total", "received", "total_processed", "licensing", "penalties")
_OF_TWO = (*_FIGURES, "reconsideration", "litigation")
_SAYS = re.compile(
    "(?:报告|年报|年度报告|材料)[里中上]?(?:面|头)?(?:都|主要|大致|大概|大体|到底|究竟|一共|具体)*"
    "(?:说|讲|写|谈|提)(?:到|的|了|过)*(?:都|主要|大致|大概)*(?:是|有)?(?:了)?(?:些)?(?:什么|啥|哪些)(?:内容|东西|事)?"
    "[呢啊呀的了?？]*(?:$|[,，。;；])"
    "|(?:概括|概述|总结|归纳|介绍|简述|说说|讲讲|简单说|简单讲)(?:一下|下|介绍)?.{0,16}(?:报告|年报)"
    "(?:的)?(?:主要|大致|大概)?(?:内容)?[呢啊呀的吧?？]*$"
    "|(?:报告|年报)的?(?:主要|大致|大概|基本)(?:内容|意思)(?:是|有)?(?:什么|啥|哪些)?[呢啊呀的?？]*$"
)
_IN_SHORT = re.compile(
    "(?:介绍|概括|总结|概述|归纳|说说|讲讲)(?:一下|下)?.*(?:报告|年报)[吧呢啊。]*$"
    "|(?:报告|年报)的?(?:主要|大概|大致|基本)?(?:大意|要点|概要|梗概)(?:是|有|呢|[?？。]|$)"
)
_MAIN_FIGURES = re.compile(
    "(?:主要|关键|核心|重要|重点|基本|几个|几项)(?:的|几个|几项|主要|关键)*(?:数字|数据|指标)"
)
_GATHERS = (
    "整理", "梳理", "归纳", "罗列", "盘点", "关键", "核心", "重要", "重点", "主要内容",
    "内容", "大意", "要点", "概要", "梗概",
)  # fmt: skip
_MAIN = (
    "claim:proactive_total", "received", "carried_in", "total_processed", "carried_out",
    "licensing", "penalties", "coercive_measures", "fees", "reconsideration", "litigation",
)  # fmt: skip
_DIFFER = re.compile("不一样|不同|区别|差别|差异|异同|对比|比较|比一比|比一下|相比|两样|差在哪")
_WHOLE = ("内容", "主要内容", "哪些内容", "什么内容")  # of a report: all that it says
_NEXT = re.compile("第二年|次年|下一年|后一年|来年|转年|隔年")
_KEPT = re.compile(
    "兑现|落实(?:了|没|得)|做到(?:了|没)|改了?(?:没|吗)|改好|改到位|整改到位|实现了?(?:没|吗)|办到了?(?:没|吗)"
    "|完成了?(?:没|吗)|落地|(?:搞|弄|做|办|建|开|上)(?:起来|成|出来)?了?(?:没有?|吗|么)(?:[?？啊呢]|$)|真的?(?:就)?(?:做|搞|办|改|弄)了"
)
_PROMISED = re.compile(
    "提出|承诺|答应|说要|说是要|打算|计划|准备|表示|写的|列的|查出|整改|改进|问题|不足"
)


def overview(reading: Reading) -> Plan | None:
    """望潮镇的报告说了些什么: its main figures, then the problems it names."""
    if len(reading.places.units) != 1 or _asks_more(reading, _GATHERS) or reading.english:
        return None
    narrower = reading.has("section", "quality", "most", "compare", "trend", "change")
    topics = (t.text for t in reading.all("topic"))
    if narrower or any(text not in (*_WHOLE, *_GATHERS) for text in topics):
        return None
    if not (_SAYS.search(reading.text) or _IN_SHORT.search(reading.text)):
        return None
    return in_short(reading)


def in_short(reading: Reading) -> Plan | None:
    """The main figures of one body's report, then what it says of problems and their remedy."""
    if len(reading.places.units) != 1 or reading.english:
        return None
    figures = build(_bare(reading), "value", measures=tuple(measure(code) for code in _FIGURES))
    query = "存在的问题和改进措施"
    told = build(_latest(reading), "narrative", query=query, section="problems")
    if figures.refusal is not None or told.refusal is not None:
        return None
    notes = (*figures.notes, "列主要数字、存在的问题和改进措施，其余部分可以再问")
    return figures.model_copy(update={"then": told, "notes": notes})


_LIGHT_WORDS = (
    "(?:请|给我|跟我|你|帮我|简单|简短|大概|总体|整体|总的|说|讲|谈|看|一下|介绍|下|来|的|这边|那边"
    "|这个|那个|他们|它们?|自己|政府|工作|信息|政务|公开|年度|全年|方面|这块|这一块|这事|事|情况"
    "|相比|比|较|跟|[近这前后]?[几两二三四五2-5]年|间|到底|究竟|还|都|上|里|是|又|在|和|与|,)*"
)
_DOING = re.compile(
    f"{_LIGHT_WORDS}(?:[做干搞弄整][得的]|表现[得的]?|成绩|成效|开展[得的])(?:到底|究竟|还|算)?"
    "(?:怎么样|怎样|咋样|如何|好不好|好吗|好不|行不行|行吗|还行吗|好还是坏|好还是不好|是好是坏)"
    "[呢啊呀了的?？。]*"
)
_PROGRESS = re.compile(
    f"{_LIGHT_WORDS}(?:有没有|有无|是否|是不是|有|算不算|看得出|看出)*"
    "(?:什么|啥|多大|一点|点|些|明显的?|了|得|更)*"
    "(?:进步|退步|长进|起色|变好|变差|好转|越来越[好差]|越[做干]越[好差]|一年[比强][一上]?年?[好强差]"
    "|提升|提高|改观|改善)"
    "(?:了|过|没有?|吗|么|呢|啊|多大|大不大|明显不?|的|还是|是|[?？。]"
    "|退步|进步|变差|变好|倒退|原地踏步|没变)*"
)


def doing(reading: Reading) -> Plan | None:
    """枫渡镇干得怎么样: what the report holds of it; 有没有进步: the main figures of each year.
    How good that is, is for people to judge."""
    if reading.english or reading.before or reading.given:
        return None
    if len(reading.places.units) != 1 or not reading.places.bodies:
        return _progress_of_which(reading)
    placed = ("body", "stem", "region", "year")
    bare = "".join(t.text for t in reading.tokens if t.sort not in placed)
    if _DOING.fullmatch(bare):
        plan = in_short(_worded(reading))
        notes = () if plan is None else (*plan.notes, _NOT_JUDGED)
        return plan and plan.model_copy(update={"notes": notes})
    if not _PROGRESS.fullmatch(bare):
        return None
    years, base = reading.years, reading.years.base
    if base is not None and years.years:  # 2023年比2022年有进步吗
        years = Years(years=(base, *years.years))
    elif len(years.years) < 2:
        years = Years(every=True)
    measures = tuple(measure(code) for code in _OF_TWO)
    return build(
        replace(_bare(_worded(reading)), years=years),
        "value",
        measures=measures,
        notes=("列各年的主要数字", _NOT_JUDGED),
    )


def _progress_of_which(reading: Reading) -> Plan | None:
    """哪些镇有进步: of which figure has to be said."""
    apart = ("type", "unit", "which", "region", "year", "each", "mark")
    bare = "".join(t.text for t in reading.tokens if t.sort not in apart)
    asks = reading.has("which") and not reading.places.bodies and _PROGRESS.fullmatch(bare)
    return refuse(reading, refusals.no_measure(reading.raw, False)) if asks else None


def _worded(reading: Reading) -> Reading:
    """Its own words (进步, 干得) are accounted for."""
    tokens = tuple(replace(t, sort="stop") if t.is_own_word else t for t in reading.tokens)
    return replace(reading, tokens=tokens)


_NOT_JUDGED = "做得好坏由人来判断，这里不作评价"


def main_figures(reading: Reading) -> Plan | None:
    """几个主要数字, 关键数据有哪些, of one body."""
    named = reading.asked.mentions or reading.asked.limits or reading.asked.hints
    words = [t for t in reading.tokens if t.is_own_word or t.sort == "topic"]
    others = any(t.text not in _GATHERS for t in words)
    asks = reading.has("not_mention", "quality", "most", "compare", "trend", "change", "section")
    one = len(reading.places.units) == 1 and len(reading.years.years) < 2 and not reading.english
    if named or others or asks or not one or not _MAIN_FIGURES.search(reading.text):
        return None
    return build(_bare(reading), "value", measures=tuple(map(measure, _MAIN)))


def of_a_year(reading: Reading) -> Plan | None:
    """2023年的情况如何: the main figures of all that is held of that year, added up."""
    places = reading.places
    if len(reading.years.years) != 1 or places.bodies or reading.english or reading.before:
        return None
    words = any(
        t.is_own_word or (t.sort == "topic" and t.text not in _SUMMED) for t in reading.tokens
    )
    own = {t.sort for t in reading.tokens} - {
        "stop",
        "mark",
        "year",
        "about",
        "how",
        "topic",
        "all",
        "report",
        "domain",
        "then",
        "unit",
        "what",
        "show",
    }
    asked = reading.asked.all or reading.asked.hints or reading.given
    if words or own or asked or places.types or places.regions or places.refusal:
        return None
    if not (reading.has("about") or any(t.text in _SUMMED for t in reading.all("topic"))):
        return None
    sums = tuple(measure(code) for code in _MAIN if not code.startswith("claim:"))
    notes = ("没有指明指标和单位，列语料中全部单位的主要数字合计",)
    return build(_bare(reading), "aggregate", measures=sums, function="sum", notes=notes)


_SUMMED = ("总体情况", "概况")


def _bare(reading: Reading) -> Reading:
    return replace(reading, asked=replace(reading.asked, mentions=(), hints=()))


def differences(reading: Reading) -> Plan | None:
    """两个太平镇有啥不一样, 柳浦镇2022和2024年有什么不同: the main figures side by side, where
    nothing is named that differs."""
    several = len(reading.places.units) > 1
    years = len(reading.places.units) == 1 and len(reading.years.years) > 1
    listed = reading.before is not None and reading.before.kind == "corpus"  # which they are
    alone = replace(reading, before=None) if listed else reading
    if not (several or years) or _asks_more(alone, ("不同", "相比", "大")) or reading.english:
        return None
    other = reading.has("topic", "section", "table_side", "text_side", "table", "state", "most")
    other = other or any(t.text != "大不大" for t in reading.all("howmany"))
    other = other or reading.has("mention", "why", "how", "number", "trend", "change")
    if other or not _DIFFER.search(reading.text):
        return None
    kind: Kind = "compare" if several else "value"
    notes = ("没有指明比较什么，列主要数字",)
    return build(reading, kind, measures=tuple(measure(code) for code in _OF_TWO), notes=notes)


def promised(reading: Reading, said: Said | None) -> Plan | None:
    """2023年提出的整改，2024年兑现了没有: what was to be mended, then what the next report says; of
    a promise that is named, what both say of it."""
    years = sorted(reading.years.years)
    if not years and _NEXT.search(reading.text):
        held = {year for body in reading.places.bodies for year in body.years}
        years = [year for year in sorted(held) if year + 1 in held][-1:]
    if len(years) == 1 and _NEXT.search(reading.text):
        held = {year for body in reading.places.bodies for year in body.years}
        years += [year for year in held if year == years[0] + 1]
    if len(reading.places.units) != 1 or len(years) != 2 or reading.english:
        return None
    if years[1] - years[0] != 1 or reading.has("howmany", "most", "number", "why"):
        return None
    told = _KEPT.search(reading.text) and _PROMISED.search(reading.text)
    things = [m.codes[0] for m in reading.asked.mentions if m.codes[0] != "claim:rectified"]
    claimed = bool(things) and all(code.startswith("claim:") for code in things)
    if told and claimed and not (reading.asked.limits or reading.asked.hints or reading.before):
        stated = replace(reading, asked=replace(reading.asked, mentions=()))
        if not _asks_more(stated):
            both = replace(stated, years=replace(reading.years, years=tuple(years)))
            words = " ".join(dict.fromkeys(mention.text for mention in reading.asked.mentions))
            return build(both, "narrative", query=words)
    if not told or _asks_more(reading, ("整改", "兑现", "承诺", "落实", "落地")):
        return None
    named = [w for w in said.words if not _ONLY_MENDED.fullmatch(w)] if said is not None else []
    named = named or [t.text for t in reading.all("topic") if "named" in t.codes]
    if named:
        both = replace(reading, years=replace(reading.years, years=tuple(years)))
        return build(both, "narrative", query=" ".join(named))
    before, after = (replace(reading, years=replace(reading.years, years=(y,))) for y in years)
    query = "存在的问题和改进措施"
    first = build(before, "narrative", query=query, section="problems")
    then = build(after, "narrative", query=SETTLED)
    return first.model_copy(update={"then": then})


_ONLY_MENDED = re.compile(
    "(?:要|的|进行|继续|会|将)*(?:改进?|整改|改正|改善|做|办|解决|落实)(?:的|好|掉|措施)*"
)


def _asks_more(reading: Reading, but: tuple[str, ...] = ()) -> bool:
    """Whether a figure, a word of the text `but` those, or a question before is asked about."""
    named = [m for m in reading.asked.all if not (but and m.codes[0] == "claim:rectified")]
    figures = named or reading.asked.hints or reading.given or reading.before
    own = any(t.is_own_word and t.text not in but for t in reading.tokens)
    return bool(figures) or own or reading.has("generic", "outcome", "column")


def _latest(reading: Reading) -> Reading:
    """The report that the figures are of: a text is else looked for in earlier ones too."""
    if reading.years.named:
        return reading
    newest = max(year for body in reading.places.bodies for year in body.years)
    return replace(reading, years=replace(reading.years, years=(newest,)))
