"""Rules for what the text alone tells beside a number or in place of one: how complaints and
proposals ended, by which ways requests came, what they were about."""

from __future__ import annotations

import re

from assistant.measures import OUTCOMES, measure
from assistant.parsing.build import build
from assistant.parsing.clauses import clauses_of
from assistant.parsing.parts import joined
from assistant.parsing.reading import Reading
from assistant.parsing.rules_after import HOW_MADE
from assistant.plan import Plan

_CASES = (
    "claim:complaints",
    "claim:proposals",
    "claim:proposals_npc",
    "claim:proposals_cppcc",
    "claim:messages",
    "claim:hotline",
)
_LEAD = "(?:那|都|各|分别|最后|最终|后来|到底|有没有|是否|是不是|又|结果|给|全部?|已经?)*"
_ENDED = re.compile(
    f"{_LEAD}(?:(?:办|处理|办理|答复|解决|落实|整改|回复|回应|查处|了结)(?:完|结|好|掉|毕|到位|清)*了?(?:没有?|吗|么|不)?"
    "|(?:怎么|怎样|如何|咋|咋样)(?:个)?(?:处理|办理?|答复|解决|整改|查处?|回复|落实|弄|了结)(?:的|了|完)*"
    "|(?:处理|办理)?(?:结果|结局|情况)?(?:怎么样|如何|怎样|咋样|是什么|是啥|呢))[的了呢啊呀吗?？]*"
)


def told_outcome(reading: Reading) -> Plan | None:
    """办了几件人大代表建议，办结了没; 有没有收到投诉，咋处理的: how many, and the words on how they
    ended, which no table has."""
    marks = [t for t in reading.all("mark") if t.end < len(reading.text)]
    if reading.english or len(marks) != 1 or len(reading.places.units) != 1:
        return None
    first = [t for t in reading.tokens if t.end <= marks[0].start]
    cases = [t for t in first if t.sort == "concept" and t.codes[:1] and t.codes[0] in _CASES]
    asks = any(t.sort in ("howmany", "whether", "has", "amount") for t in first)
    ended = _ENDED.fullmatch(reading.text[marks[0].end :].strip())
    if len(cases) != 1 or not asks or ended is None or reading.asked.limits:
        return None
    others = [t for t in first if t.sort in ("concept", "loose", "text") and t is not cases[0]]
    if others:
        return None
    figure = build(reading.without_measures(), "value", measures=(measure(cases[0].codes[0]),))
    words = build(reading.without_measures(), "narrative", query=cases[0].text)
    return joined([figure, words])


_CAME_BY = re.compile(
    "申请(?:公开)?.{0,6}?(?:是|都|主要|分别|通过|从|经|走|用|靠)*(?:哪[些种几个]*|什么|啥|何种)(?:样的|个)?(?:渠道|途径|方式|形式|路子)"
    "|(?:渠道|途径)(?:来源|分布|构成|占比|各是|各有|分别|有哪些|都有)"
    "|申请的?(?:来源)?(?:渠道|途径|提交方式|递交方式)"
)
_PUBLISHING = re.compile("发布|公布|公开(?:了|的?信息|渠道)|看到|查到|获取|知道")


def came_by(reading: Reading) -> Plan | None:
    """依申请公开从哪些渠道来的: by post, by hand or online, which no table has."""
    about = reading.has("generic") or any("申请" in m.text for m in reading.asked.all)
    if reading.english or not about or _CAME_BY.search(reading.text) is None:
        return None
    if _PUBLISHING.search(reading.text) or reading.has("why", "most", "top", "mention", "section"):
        return None
    if len(reading.places.units) > 1 or reading.before is not None:
        return None
    return build(reading.without_measures(), "narrative", query=HOW_MADE)


_ABOUT_WHAT = re.compile(
    "(?:申请|要|问|索要|查|想要|要求公开|申请公开)的?(?:都|各|分别|主要)*(?:是|的是)?(?:些)?(?:申请|要|问)?"
    "(?:公开)?的?(?:什么|啥|哪些|哪方面|哪类)(?!样的?人|人|企业|公司|单位|身份)(?:的|材料|东西|信息|内容|资料|方面|事|事情)*"
)
_THE_CASES = re.compile("[那这][0-9一二两三四五六七八九十几]*[件份宗个起]申请|申请(?:的)?都是")


def about_what(reading: Reading) -> Plan | None:
    """那3件申请都是申请什么的，最后怎么答复的: what the text says they were about, and how they
    ended where that is asked too."""
    clauses = clauses_of(reading.tokens)
    if reading.english or reading.before is not None or len(reading.places.units) != 1:
        return None
    first = "".join(t.text for t in clauses[0]) if clauses else ""
    if not _THE_CASES.search(first) or not _ABOUT_WHAT.search(first) or len(clauses) > 2:
        return None
    named = {c for m in reading.asked.mentions for c in m.codes}
    if named - {"received"} or reading.has("applicants", "applicant", "howmany"):
        return None
    words = build(reading.without_measures(), "narrative", query="申请 内容")
    last = clauses[-1] if len(clauses) == 2 else []
    if not any(t.sort == "outcome" for t in last):
        return words if not last else None
    rows = tuple(map(measure, ("received", *OUTCOMES)))
    return joined([words, build(reading.without_measures(), "value", measures=rows)])
