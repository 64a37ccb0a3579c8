"""Rules for what the text says: 怎么做, 为什么, 存在什么问题, what a body did about a thing."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.aspects import wanted
from assistant.parsing import refusals
from assistant.parsing.before import topics_of
from assistant.parsing.build import build, in_words, refuse
from assistant.parsing.clauses import WHAT_FEE
from assistant.parsing.items import item_of
from assistant.parsing.leaning import asks_what_for
from assistant.parsing.mentions import Said, asks_every, split_words
from assistant.parsing.parts import joined
from assistant.parsing.reading import Reading
from assistant.parsing.rules_mention import (
    asks_bodies,
    denies_people,
    is_who,
    mention_rule,
    section_of,
)
from assistant.parsing.rules_overview import in_short
from assistant.parsing.rules_rank import rank
from assistant.parsing.rules_totals import of_each_body
from assistant.parsing.rules_values import ACCOUNTS, asks_account
from assistant.parsing.scope import own_bodies
from assistant.parsing.tokens import Token
from assistant.parsing.wanted import conditions_of, measures_of
from assistant.parsing.wants_text import CHANNELS, asks_problems, wants_text
from assistant.plan import Condition, Measure, Plan
from assistant.vocabulary import Sort

_SECTION_QUERIES = {
    "problems": "存在的问题和改进措施",
    "requests": "收到和处理申请的情况",
    "disputes": "行政复议和行政诉讼",
    "proactive": "主动公开",
    "other": "其他需要报告的事项",
}
_AFTERWARDS = re.compile(
    "后来|后续|此后|随后|(?<!年)(?:之后|以后)(?=有没有|又|还|到底|真的?|是不是|怎么样|咋样|如何)"
)
_LATER = re.compile(
    f"{_AFTERWARDS.pattern}|最后(?!一?[个条点项])|最终|兑现|落实了|落实没|做到了|做到没"
)
_CLOSED = re.compile(r"(?:关|停)(?:了|掉了?|用了)")  # as people say it; reports write 关停
_MENDED = re.compile(r"\s改$")
FULLER = {
    "全文": "总体情况",
    **dict.fromkeys(("改", "打算", "准备", "计划", "今后", "打算怎么", "准备怎么"), "改进措施"),
}
_REMEDY = re.compile(
    "怎么解决|如何解决|怎么应对|怎么处理|怎么办|怎么改|怎么纠|如何纠|咋纠|咋办|咋改|咋解决|怎么弥补|怎样解决"
)
_BY = ("用", "通过", "靠", "借助", "利用", "在", "使用")
_SIGNS: tuple[Sort, ...] = ("domain", "report", "type", "unit", "topic", "concept", "generic")
_THINGS = ("信息", "内容", "东西", "方面", "类别", "领域", "事项", "类型")
_ASKS_WHAT = re.compile("[了过]?些?(?:哪|什么|啥)")


def _what_is_published(reading: Reading) -> Plan | None:
    """公开的都是哪些方面的内容, 主要公开了什么信息: what it is about, which no count tells."""
    asked = next((t for t in reading.tokens if _ASKS_WHAT.match(t.text)), None)
    hinted = {code for token in reading.all("hint") for code in token.codes}
    if asked is None or hinted != {"claim:proactive_total"} or not reading.places.bodies:
        return None
    if reading.asked.mentions or reading.asked.limits or reading.is_numeric or reading.has("why"):
        return None
    rest = [t for t in reading.after(asked) if t.text not in _THINGS and t.sort != "mark"]
    things = asked.text.endswith(_THINGS) or any(t.text in _THINGS for t in reading.tokens)
    things = things or _WHAT_PUBLISHED.search(reading.text) is not None
    others = [t for t in reading.tokens if t.is_own_word and t.text not in _THINGS]
    if not things or rest or others:
        return None
    return build(reading, "narrative", query="主动公开的内容", section="proactive")


def _own_report(reading: Reading) -> Reading:
    """南屏县被纠正的那两件是什么原因: a county asked for as one, by what its own report writes."""
    places = reading.places
    if len(places.regions) != 1 or places.bodies or places.types or of_each_body(reading):
        return reading
    if reading.has("unit", "all", "which", "level", "they", "whether"):
        return reading
    own = own_bodies(reading.held, places.regions[0])
    counted = reading.asked.all or reading.given or reading.has("number", "column", "bound")
    if len({body.name for body in own}) != 1 or not counted:
        return reading
    return replace(reading, places=replace(places, bodies=own, regions=()))


_WHAT_PUBLISHED = re.compile(
    "公开(?:了|过|的是|的都是)(?:些|点)?(?:什么|啥)(?:了|呢|啊|呀|东西|来着)*[?？。,，;；]*$"
)


def _times_published(reading: Reading) -> bool:
    """古桥修缮前后公开了几次: how often something was published is no number of items."""
    hinted = {code for token in reading.all("hint") for code in token.codes}
    often = any(t.text.endswith(("次", "回", "遍", "轮")) for t in reading.all("howmany"))
    named = reading.has_own_words() and not (reading.asked.mentions or reading.asked.limits)
    return hinted == {"claim:proactive_total"} and often and named and not reading.english


_ABOUT_WHAT = re.compile(
    "申请(?:公开)?(?:的|人|都|主要|一般|大多|大都|件|书|里|们|大致|究竟|到底)*(?:是|有)?(?:都|主要)?"
    "(?:关于|涉及|问|要|要求|想要|打听|针对|围绕|查|集中在|想了解|了解)(?:公开|的|了|到|些|知道)*"
    "(?:什么|啥|哪些|哪方面|哪类)(?!原因|时候|理由)"
    "|what (?:were|was|are|is|did) (?:the |these |those |all |most )?(?:foi |disclosure )?"
    "(?:requests?|applications?|applicants?) (?:\\w+ ){0,3}?"
    "(?:about|concern\\w*|regarding|ask\\w*|cover|seek)"
)
"""申请都是关于什么的: no table lists the subjects of requests; what the text says is told."""


_POSTED = re.compile(
    "(处罚|许可|强制|收费|采购)(?:信息|结果|决定|案件)?的?(公示|上网|挂网)(?:了|过)?(?:多少|几)[条件次期宗项]"
)
"""处罚公示了多少条: what was posted, no number of decisions."""


def narrative(reading: Reading) -> Plan | None:
    """What, how, why: quoted sentences; with conditions on numbers the bodies are chosen first."""
    reading = _own_report(reading) if reading.has("why") else reading
    if _ABOUT_WHAT.search(reading.text) and not reading.has("mention", "outcome", "applicants"):
        kinds = [m.measures(False)[0] for m in reading.asked.mentions if ":" in m.codes[0]]
        whose = tuple(kinds) if len(kinds) == 1 else ()  # for 给了吗, asked next
        return build(reading, "narrative", query="申请内容 主要涉及", measures=whose)
    posted = _POSTED.search(reading.text) if reading.places.bodies else None
    if posted is not None:
        return build(reading, "narrative", query=f"{posted[1]}{posted[2]}")
    if _why_nought(reading):
        return refuse(reading, refusals.no_measure(reading.raw, False))
    having = _that_have(reading)
    if having is not None:
        return having
    if reading.places.bodies and asks_account(reading, measures_of(reading, True)):
        return build(reading, "narrative", query=ACCOUNTS)
    if asks_request(reading):
        return _applied_for(reading)
    if WHAT_FEE.search(reading.text) and reading.has("most", "top"):
        return _with_what_fee(reading)
    if reading.places.named and WHAT_FEE.search(reading.text) and not reading.is_numeric:
        return build(reading, "narrative", query="行政事业性收费")
    if _times_published(reading):
        return build(reading, "narrative", query=reading.query())
    published = _what_is_published(reading)
    if published is not None:
        return published
    if not wants_text(reading):
        return None
    if not (reading.places.named or reading.years.named or reading.has(*_SIGNS, "each")):
        return _elsewhere(reading)
    limits = conditions_of(reading) if not reading.places.bodies else ()
    query = _beside_filter(reading) if limits else reading.query()
    if asks_problems(reading):
        query = f"{query} 存在的问题".strip()
    if reading.has("why") and not _is_what(reading):
        query = _why(reading, query)
    if _closes_accounts(reading):
        query = _CLOSED.sub("关停", query)
    query = FULLER.get(query, query)
    query = _MENDED.sub("", query)
    asked = wanted(query)
    if asked.is_aspect_alone and not asked.aspects:  # 概括一下公开工作: no word to look for
        told = reading.has("section") or "problems" in reading.codes("topic")
        query = limits[0].measure.label.partition("·")[0] if limits and not told else ""
    elif asked.is_aspect_alone and limits and [a.name for a in asked.aspects] == ["reason"]:
        query = f"{limits[0].measure.label} {query}"  # 不予公开过申请的镇，理由是怎么说的
    if not query and reading.has("item") and reading.has("how"):  # 第二个问题准备怎么解决
        query = "改进措施"
    query = _of_limits(reading, limits, query)
    if not query and reading.has("how", "about"):
        query = " ".join(topics_of(reading.before)) if reading.before is not None else ""
        query = f"{query} 改进措施" if query and _REMEDY.search(reading.text) else query
    if not query and reading.given and reading.has("text_side"):
        query = reading.given[0].label
    opens: tuple[Sort, ...] = (
        ("about", "section") if reading.before else ("how", "about", "section")
    )
    open_ = reading.has(*opens) or asks_problems(reading)
    if not query and (open_ or (limits and "problems" in reading.codes("topic"))):
        query = _SECTION_QUERIES.get(str(section_of(reading)), "总体情况")
    if not query:
        return None
    if reading.has("most", "top") and reading.asked.all and not reading.places.bodies:
        return _of_the_first(reading)
    who = _who_says(reading, query) if not limits else None
    if who is not None:
        return who
    if limits:
        combine = reading.asked.combine
        section = "problems" if asks_problems(reading) else section_of(reading)
        return build(
            reading, "mixed", conditions=limits, combine=combine, query=query, section=section
        )
    section = "problems" if asks_problems(reading) else section_of(reading)
    if query == "总体情况" and section is None and (whole := in_short(reading)) is not None:
        return whole
    if _SHARED.search(reading.text) and section == "problems" and not reading.places.bodies:
        reading = replace(reading, notes=(*reading.notes, _EACH_OWN))
    read = and_later(_of_region(reading))
    if read.years != reading.years:  # what became of it may stand anywhere
        section = None
    return build(read, "narrative", query=query, section=section, item=item_of(reading, query))


_SHARED = re.compile("反复|共性|共同|普遍|通病|老毛病|都有的|常犯|老犯|都犯")
_EACH_OWN = "哪些是共有的没有统计，列各单位自己写的问题"
_APPLIED_FOR = re.compile(
    "(?:申请|要求|索要|想要|(?<=[织人业构所会民户司众校商])(?:要|问|打听|想知道|想了解))(?:公开|人)?的?(?:都|分别|各自?)*(?:是|要)?(?:些|了)?(?:什么|啥)"
    "(?:信息|内容|东西|材料|事)?[呢啊呀的?？]*$"
    "|申请(?:书|里|上|人|公开|的|件)*(?:(?:想|要求|索)?要(?:求)?|想看|想查|查|问|打听|想知道|想了解)(?:公开|看|查)?"
    "的?(?:都|分别|各自?)*(?:是)?(?:些|了)?(?:什么|啥|哪些)(?:信息|内容|东西|材料|资料|文件|数据|事|方面)*[呢啊呀的?？]*$"
)


def _applied_for(reading: Reading) -> Plan:
    """What was asked for; of one kind of applicant with how many requests it made, since the text
    may tell only of others."""
    told = build(reading, "narrative", query="申请 内容")
    kinds = [m.measures(False)[0] for m in reading.asked.mentions if ":" in m.codes[0]]
    if len(kinds) != 1:
        return told
    return joined([build(reading, "value", measures=tuple(kinds)), told])


_REQUESTED = ("received", "requested")  # 公益组织申请的是什么: received:public_welfare


def asks_request(reading: Reading) -> bool:
    """申请的什么, or 都是什么内容 after a number of requests: what was asked for."""
    lone = all(m.codes[0].partition(":")[0] in _REQUESTED for m in reading.asked.all)
    about = reading.before is not None and asks_what_for(reading, reading.before)
    said = _APPLIED_FOR.search(reading.text) or about
    return bool(said) and bool(reading.places.bodies) and lone and not reading.has("applicants")


def _of_limits(reading: Reading, limits: tuple[Condition, ...], query: str) -> str:
    """The query beside a filter: 收费缘由 of those that took a fee is the reason of that fee."""
    said = {limit.measure.code for limit in limits}
    for mention in reading.asked.mentions if reading.has("why") else ():
        same = [m for m in mention.measures(True) if m.code in said]
        query = query.replace(mention.text, same[0].label) if same else query
    return query


def _who_says(reading: Reading, query: str) -> Plan | None:
    """把政策编成顺口溜来宣传的有哪些单位: which bodies, all of them, by what they do."""
    other = reading.has("how", "why", "what", "most", "top", "section", "about", "as_problem")
    if other or reading.places.bodies or wanted(query).is_aspect_alone:
        return None
    if not any(token.sort in ("type", "unit") or is_who(token) for token in reading.tokens):
        return None  # 政策解读形式有哪些
    if not (asks_bodies(reading) or _asks_whether_any(reading)):
        return None
    words = split_words(query.split() if reading.has("or") else [query])
    return mention_rule(reading, Said(words, False, False, frozenset())) if words else None


def _asks_whether_any(reading: Reading) -> bool:
    """有没有镇请退休教师当监督员."""
    whether = reading.first("whether")
    following = [t.sort for t in reading.after(whether)[:1]] if whether is not None else []
    return following in (["type"], ["unit"])


def _beside_filter(reading: Reading) -> str:
    """The query without the words of the filter, unless it asks about nothing else."""
    query = reading.query(filtered=True)
    asked = wanted(query)
    told = reading.has("how") and not reading.has("section")  # 怎么讲这一件的
    empty = asked.is_aspect_alone and not asked.aspects
    return reading.query() if empty and (told or not query) else query


def and_later(reading: Reading) -> Reading:
    """2023年提出的，后来做了没有: the reports after that year are read as well."""
    years, bodies = reading.years.years, reading.places.bodies
    if len(years) != 1 or len(bodies) != 1 or not _LATER.search(reading.text):
        return reading
    later = tuple(sorted(year for year in bodies[0].years if year > years[0]))
    if not later:
        return reading
    note = f"“{years[0]}年”之后的报告一并查找"
    return replace(
        reading,
        years=replace(reading.years, years=(*years, *later)),
        notes=(*reading.notes, note),
    )


def said_afterwards(reading: Reading) -> Reading:
    """当时说的联络单后来搞了吗: what is mentioned, in the reports after that year as well."""
    return and_later(reading) if _AFTERWARDS.search(reading.text) else reading


_NOUGHT = re.compile("(?:全|都|一直|还|就)*(?:是|为|填|报)?(?:零|0)(?:蛋)?(?:呢|啊|呀|的)?[?？]*$")


def _why_nought(reading: Reading) -> bool:
    """青盐农场为什么是零: which figure is meant has to be said."""
    named = reading.asked.all or reading.asked.hints or reading.given or reading.before
    other = reading.has(
        "topic", "table_side", "table", "quality", "mention", "applicant", "generic"
    )
    nought = reading.has("why") and _NOUGHT.search(reading.text) is not None
    own = [t for t in reading.all("text", "aside") if t.text not in ("全", "都", "零", "0")]
    return bool(nought and reading.places.bodies) and not (named or other or own)


def _that_have(reading: Reading) -> Plan | None:
    """谁家开了微信视频号, 政府开放日有谁搞过: which bodies, all of them, by the word for it."""
    which = reading.first("which")
    other = reading.has("how", "why", "what", "most", "top", "trend", "change", "section")
    if (
        which is None
        or reading.places.bodies
        or other
        or reading.is_numeric
        or reading.has("bound")
    ):
        return None
    things = [t for t in reading.tokens if "named" in t.codes or t.codes in CHANNELS]
    rest = [t for t in reading.all("topic", "text") if t not in things and len(t.text) > 1]
    if _closes_accounts(reading) and not rest:
        return _closing(reading)
    if things and not reading.after(which):  # 存在人手不足问题的有哪些
        rest = [t for t in rest if "problems" not in t.codes or t.start < things[0].start]
    following = reading.after(which)
    kinds = which.text.endswith(("哪些", "哪几种", "哪几类")) and following[:1] == things[:1]
    if denies_people(reading):
        return None
    by = [t.end for t in reading.all("stop") if t.text in _BY]
    used = bool(things) and things[0].start in by  # 用抖音发信息
    if not things or rest or (reading.asked.hints and not used) or kinds:  # 用了哪些新媒体
        return None
    words = tuple(reading.phrases(things))
    at = {reading.tokens.index(thing) for thing in things}
    limits = tuple(limit for limit in reading.asked.limits if limit.mention.at not in at)
    asked = replace(reading, asked=replace(reading.asked, limits=limits))
    denied = reading.has("none")
    every = denied or asks_every(reading.tokens)
    return mention_rule(asked, Said(words, denied, False, frozenset(), every=every))


def _closes_accounts(reading: Reading) -> bool:
    return any(m.codes[0] == "claim:accounts_closed" for m in reading.asked.all)


def _closing(reading: Reading) -> Plan | None:
    """哪些地方关了公众号: who closed an account, not who has one."""
    asked = replace(reading.asked, mentions=(), hints=(), limits=())
    said = Said(("关停账号",), reading.has("none"), False, frozenset())
    return mention_rule(replace(reading, asked=asked), said)


def _of_region(reading: Reading) -> Reading:
    """南屏县打算如何帮助落后的乡镇: 乡镇 are what the county speaks of, not who speaks."""
    places = reading.places
    region = next((t for t in reading.all("region", "stem") if t.place.regions), None)
    if region is None or not places.types or places.bodies:
        return reading
    following = [t.sort for t in reading.after(region)][:1]
    if following and following[0] in ("type", "each", "all", "which", "unit", "level"):
        return reading
    return replace(reading, places=replace(places, types=(), notes=()))


def _why(reading: Reading, query: str) -> str:
    """为什么 looks for the reason of what is named, else of what was spoken of before."""
    denied = [t.text for t in reading.all("none")]  # 为什么没有, of what was asked before
    if (not query or query in (*denied, *_NAMELESS)) and reading.before is not None:
        about = reading.given or reading.before.measures
        ended = {m.code for m in reading.before.measures} >= _ENDED
        query = reading.before.query or " ".join(_spoken(m) for m in about[:1])
        query = "未予公开" if ended else query  # 为什么, after how the requests ended
    refused = any(m.codes[0] == "denied" for m in reading.asked.all)
    refused = refused and not _HOW_FAR.search(reading.text)
    query = f"不予公开 {query}" if refused and not _REFUSED.search(query) else query
    return query if "原因" in query else f"{query} 原因".strip()


_NAMELESS = ("事", "事情", "事儿", "啥事", "什么事", "何事")  # 因为啥事: of what was asked before
_REFUSED = re.compile("不予公开|[不没]给")
_ENDED = {f"requests.{row}.total" for row in ("denied", "unavailable", "not_processed")}
_HOW_FAR = re.compile(
    "(?:不|没有?|未)公开(?:到|至|在|给)"
)  # 为啥不公开到每户: published, but not so far
_MATTER = ("怎么回事", "咋回事")


def _is_what(reading: Reading) -> bool:
    """“走错门了吗”是怎么回事: what a thing is; of a figure, or of what is not, its cause."""
    asked = {token.text for token in reading.all("why")}
    event = reading.asked.all or reading.asked.hints or reading.given or reading.before
    denied = reading.has("none", "state", "silent", "change", "quality", "number", "outcome")
    return asked <= {*_MATTER} and reading.has_own_words() and not (event or denied)


_RECEIVED = "requests.received.total"
_REASON_OF = re.compile("^(?:不予公开|无法提供|不予处理|其他处理)（([^（）]+)）$")


def _spoken(measure: Measure) -> str:
    """复议被纠正 for 行政复议·结果纠正, as reports write of it; else the row."""
    row = measure.label.partition("·")[0]
    if measure.code == _RECEIVED:  # 本年新收政府信息公开申请数量
        return "申请"
    reason = _REASON_OF.search(row)
    if reason is not None:  # 无法提供（本机关不掌握相关政府信息）
        return reason[1].removesuffix("相关政府信息")
    return f"{row.removeprefix('行政')}被纠正" if measure.code.endswith(".corrected") else row


def _elsewhere(reading: Reading) -> Plan | None:
    """Words that nothing ties to the reports: looked for in all of them, else refused."""
    words = [word for word in reading.phrases(reading.all("text")) if not word.isascii()]
    if not words:
        return None
    said = "、".join(f"“{word}”" for word in words)
    reason = f"没有看出{said}与政府信息公开年报的关系，现有报告的正文里也没有找到有关的句子。"
    query = reading.query()
    query = f"{query} 怎么解决" if query and _REMEDY.search(reading.text) else query
    return refuse(reading, in_words(refusals.refusal("out_of_scope", reason)), query)


def _of_the_first(reading: Reading) -> Plan | None:
    """处罚最多的镇存在什么问题: the ranking, then the text of those it finds."""
    ranking = rank(reading)
    if ranking is None or ranking.kind != "rank":
        return ranking
    words = (t for t in reading.tokens if t.sort in ("topic", "text"))
    query = " ".join(reading.phrases(words))
    if reading.has("why"):
        order = next(reading.all("most", "top"))
        behind = (t for t in reading.all("concept") if t.start > order.start)
        query = _why(reading, query or " ".join(reading.phrases(behind)))
    if not query and reading.has("how"):  # …的那家，依申请公开一段怎么写的
        query = " ".join(reading.phrases(_behind_order(reading)))
    query = query or reading.query()
    return ranking.model_copy(
        update={"kind": "mixed", "query": query, "section": section_of(reading)}
    )


def _with_what_fee(reading: Reading) -> Plan | None:
    """收费最多的是哪家，收的什么费: what the text of those found says of the fee."""
    ranking = None if reading.places.bodies else rank(reading)
    if ranking is None or ranking.kind != "rank":
        return None
    return ranking.model_copy(update={"kind": "mixed", "query": "行政事业性收费"})


def _behind_order(reading: Reading) -> list[Token]:
    """The measures of the clauses behind the one that orders."""
    order = next(reading.all("most", "top"))
    mark = next((t for t in reading.all("mark") if t.start > order.start), None)
    named = reading.all("concept", "generic")
    return [t for t in named if mark is not None and t.start > mark.start]
