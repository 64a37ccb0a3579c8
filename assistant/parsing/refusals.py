"""Why a question is not answered, said with what is held and what could be asked instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from assistant.parsing.tokens import Token
from assistant.places import Held, HeldBody
from assistant.plan import Choice, Refusal, Region

Status = Literal["not_in_corpus", "needs_clarification", "out_of_scope"]

_SHOWN = 6
_HOLD = (
    "年报里有：收到和办理的信息公开申请、主动公开情况、行政许可、处罚、强制、收费、行政复议和行政诉讼、"
    "存在的问题与改进措施等。"
)
_HOLD_EN = (
    " Annual reports hold: disclosure requests received and handled, proactive disclosure, "
    "permits, penalties, coercive measures, fees, reconsideration and litigation, problems and "
    "improvements."
)
_OUTSIDE = {
    "writing": ("这里只回答年报里有什么，不代写文书，也不做翻译。", "Writing is not offered here."),
    "future": ("年报只记录已经过去的年度，不能预测将来的数字。", "Reports do not forecast."),
    "injection": ("这不是关于年报的问题。", "This is not a question about annual reports."),
    "contact": (
        "年报不作为通讯录使用；联系方式请查该机关的政府信息公开指南或政府网站。",
        "Reports are no directory; see the body's disclosure guide for contact details.",
    ),
    "person": ("年报不载明领导或申请人的姓名。", "Reports name neither officials nor applicants."),
    "petition": (
        "年报不统计信访工作的件数；表三只有因属于信访举报投诉而不予处理的信息公开申请件数，二者不是一回事。",
        "Reports do not count petitions, only disclosure requests refused for being petitions.",
    ),
    "society": ("政府信息公开年报不含人口、经济、地理等统计。", "Reports hold no such statistics."),
    "cost": (
        "年报的统计表没有工作经费；只有2019年表式填报政府集中采购的金额。",
        "The tables hold no working expenses; the 2019 form holds central procurement only.",
    ),
    "fine": (
        "年报的统计表只有行政处罚的处理决定数量，没有罚款金额。",
        "The tables hold the number of penalties, not the amounts of fines.",
    ),
    "analysis": (
        "这里只列出、比较和汇总年报里的数，不做回归等统计推断；全部数据可以导出，另行分析。",
        "Figures are listed, compared and added up here; no statistical inference is made.",
    ),
    "case": (
        "年报的表四只有复议和诉讼的件数，不载案号、案由和当事人。",
        "Reports count cases of reconsideration and litigation; they hold no case numbers.",
    ),
    "records": (
        "这里只有政府信息公开年报，调不出账目流水、录像、合同、档案之类的材料；需要的可以向该机关申请公开。",
        "Only annual reports are held here: no accounts, recordings, contracts or files.",
    ),
    "world": ("这与政府信息公开年报无关。", "This has nothing to do with annual reports."),
    "advice": (
        "这里不提供办事指引或法律意见；申请方式请查该机关的政府信息公开指南。",
        "No guidance on procedures is given here; see the body's disclosure guide.",
    ),
}
_GRAIN = {
    "month": ("年报只有全年数字，没有按月或按季度的数字。", "Reports have yearly figures only."),
    "channel": (
        "年报的统计表不分申请方式（当面、网络、信函等）。",
        "The tables do not tell in which way requests were made.",
    ),
    "village": (
        "年报以乡镇（街道）等机关为单位，没有村、社区或内设机构的数字。",
        "Reports have figures of townships, not of villages or offices.",
    ),
    "person": (
        "年报只按自然人和五类组织区分申请人，没有性别、年龄、职业等。",
        "Reports part applicants into natural persons and five kinds of organisation only.",
    ),
    "time": ("年报的统计表没有办理时长或天数。", "The tables hold no durations."),
}
_COMMON = (
    ("收到的申请", "requests received"),
    ("主动公开信息", "information proactively disclosed"),
    ("行政许可", "permits"),
    ("行政处罚", "penalties"),
    ("行政复议", "reconsideration"),
)


def refusal(status: Status, reason: str, choices: Sequence[Choice] = ()) -> Refusal:
    """A refusal with its ways out."""
    return Refusal(status=status, reason=reason, choices=tuple(choices))


def not_held(name: str, held: Held, english: bool) -> Refusal:
    """A body of which nothing is held."""
    near = held.nearest(name)
    offer = f"名称相近的有：{_names(near)}。" if near else ""
    reason = f"语料中没有{name}的报告。{offer}{_holdings(held)}"
    if english:
        reason = f"No report of {name} is held. {_holdings_en(held)}"
    choices = [Choice(label=b.label, question=f"{b.label}有哪些年份的报告？") for b in near]
    return refusal("not_in_corpus", reason, choices)


def no_region(
    name: str, held: Held, english: bool, level: str = "", types: Sequence[str] = ()
) -> Refusal:
    """A region, or a kind of body, of which nothing is held, or nothing that says where it is."""
    level = level if level in _LEVEL_NAMES else level_of(name)
    without = held.unplaced(level, types) if level else 0
    if without:
        kind = "、".join(types)
        return refusal("not_in_corpus", _unplaced(name, kind, level, without, held, english))
    name += "、".join(types)
    said, said_en = (
        (f"语料中没有{name}的报告。", f"No report of {name} is held. ") if name else ("", "")
    )
    reason = said_en + _holdings_en(held) if english else said + _holdings(held)
    return refusal("not_in_corpus", reason)


def no_country(token: Token, held: Held, raw: str) -> Refusal:
    """全国: only what is held can be counted."""
    reason = f"语料不是{token.text}的报告，得不出{token.text}的数字。{_holdings(held)}"
    choice = Choice(label="语料中全部单位", question=_instead(token, "所有单位", raw))
    return refusal("not_in_corpus", reason, (choice,))


_LEVEL_ENDS = {
    "province": ("省", "自治区"),
    "city": ("市", "州", "盟"),
    "county": ("县", "区", "旗"),
}
_LEVEL_NAMES = {"province": "省", "city": "市", "county": "县"}


def level_of(name: str) -> str:
    """The level of a region by the end of its name; "" where it has none."""
    return next((level for level, ends in _LEVEL_ENDS.items() if name.endswith(ends)), "")


def _unplaced(name: str, kind: str, level: str, without: int, held: Held, english: bool) -> str:
    known = "、".join(region.label for region in held.regions(level)[:_SHOWN])
    reports = sum(len(body.years) for body in held.bodies)
    if english:
        return (
            f"Whether a report of {name} is held cannot be told: {without} of {reports} reports"
            f" do not say which {level} they belong to" + (f"; known: {known}. " if known else ". ")
        ) + _holdings_en(held)
    where = _LEVEL_NAMES[level]
    return (
        f"印出所在{where}的报告中没有{name}的{kind}报告；但{reports}份报告中有{without}份{kind}报告没有印出"
        f"所在{where}，无法判断其中有没有{name}的"
        + (f"。已知的{where}：{known}。" if known else "。")
    ) + _holdings(held)


def elsewhere(above: str, bodies: Sequence[HeldBody], token: Token, raw: str) -> Refusal:
    """A body of this name is held, but not in the place named."""
    reason = f"语料中没有{above}的{bodies[0].name}；现有的是{_names(bodies)}。"
    return refusal("not_in_corpus", reason, _choices(token, bodies, raw))


def which_body(
    token: Token, bodies: Sequence[HeldBody], raw: str, english: bool, unknown: str = ""
) -> Refusal:
    """Several held bodies share the name; `unknown` is a place before it that no report prints."""
    listed = "；".join(f"{b.place or b.label}（{years_text(b.years)}）" for b in bodies[:_SHOWN])
    more = f"等{len(bodies)}个" if len(bodies) > _SHOWN else ""
    name = bodies[0].name
    reason = f"语料中名为{name}的有{len(bodies)}个：{listed}{more}。请指明是哪一个。"
    if english:
        reason = f"{len(bodies)} bodies called {name} are held: {listed}{more}. Which one?"
    elif unknown:
        reason = f"没有报告写明属于“{unknown}”。" + reason
    every = Choice(label="All" if english else "都看", question=_instead(token, "所有" + name, raw))
    return refusal("needs_clarification", reason, (*_choices(token, bodies, raw), every))


def which_stem(token: Token, raw: str, english: bool) -> Refusal:
    """A short name of both a body and a region."""
    place = token.place
    names = [body.label for body in place.bodies] + [region.label for region in place.regions]
    reason = f"“{token.text}”可以指{'、'.join(names)}，请指明是哪一个。"
    if english:
        reason = f"“{token.text}” may be {', '.join(names)}. Which one?"
    every = "all bodies of {}" if english else "{}各单位"
    options = [body.label for body in place.bodies]
    options += [every.format(region.label) for region in place.regions]
    choices = [Choice(label=words, question=_instead(token, words, raw)) for words in options]
    return refusal("needs_clarification", reason, choices)


def which_region(token: Token, regions: Sequence[Region], raw: str, english: bool) -> Refusal:
    """全省 where several provinces, or none, are known; a county's name that two cities have."""
    names = [region.label for region in regions[:_SHOWN]]
    more = "等" if len(regions) > _SHOWN else ""
    reason = f"“{token.text}”没有指明是哪里；语料涉及{'、'.join(names)}{more}。"
    if english:
        more = " and others" if more else ""
        reason = f"“{token.text}” does not say which; held are {', '.join(names)}{more}."
    named = [region.label for region in regions[:_SHOWN] if region.place != ""]
    choices = [Choice(label=name, question=_instead(token, name, raw)) for name in named]
    return refusal("needs_clarification", reason, choices)


def some_body(token: Token, held: Held, raw: str) -> Refusal:
    """A body that the question leaves open: 某镇."""
    kind = next((b.body_type for b in held.bodies if token.text.endswith(b.body_type)), "")
    bodies = [b for b in held.bodies if b.body_type == kind][:_SHOWN] or list(held.bodies[:_SHOWN])
    reason = f"请说出是哪个单位：“{token.text}”没有指明。"
    return refusal("needs_clarification", reason, _choices(token, bodies, raw))


def no_year(
    years: Sequence[int],
    have: Sequence[int],
    who: str,
    words: str,
    raw: str,
    newest: int,
    english: bool,
) -> Refusal:
    """None of the years asked is held; `words` is how the question named them, `newest` the last
    year that can have a report yet."""
    asked = "、".join(f"{year}年" for year in years)
    early = [year for year in years if year > newest]
    wait = f"{early[0]}年的年报要到{early[0] + 1}年初才公布。" if early else ""
    reason = f"语料中没有{who}{asked}的报告，现有{years_text(have)}。{wait}"
    if english:
        said = ", ".join(map(str, years))
        reason = (
            f"No report of {who or 'any body'} for {said} is held; held are {years_text(have)}."
        )
    choices = [
        Choice(label=f"{year}年", question=_with_year(raw, words, year)) for year in have[-_SHOWN:]
    ]
    return refusal("not_in_corpus", reason, choices)


def outside(reason: str, english: bool) -> Refusal:
    """Something that annual reports cannot hold, or a task that is not ours."""
    text = _OUTSIDE[reason]
    return refusal("out_of_scope", text[1] + _HOLD_EN if english else text[0] + _HOLD)


def reason_alone(reason: str) -> str:
    """The reason without what reports hold instead."""
    return reason.removesuffix(_HOLD).removesuffix(_HOLD_EN)


def why_outside(reason: str, english: bool) -> str:
    """Why something beside what is answered is not in the reports."""
    return _OUTSIDE[reason][english]


def of_wording(english: bool) -> Refusal:
    """How well a report is written, whether what it promises fits: for people to judge."""
    if english:
        return refusal("out_of_scope", "How well a text is written is not judged here.")
    reason = (
        "写得好不好、具体不具体、措施对不对症，要由人来判断，这里不作评价；"
        "可以列出各单位写的原文，供您比较。"
    )
    questions = ("各单位存在的主要问题是什么？", "各单位的改进措施有哪些？")
    choices = [Choice(label=question, question=question) for question in questions]
    return refusal("out_of_scope", reason, choices)


def of_trust() -> Refusal:
    """Whether reports are honest, or bodies right: not to be seen from the reports."""
    reason = (
        "报告写得实不实、做法对不对，这里看不出来，也不作评价；能查的是各单位自己写了哪些问题，"
        "表格里的数平不平，正文和表格一致不一致。"
    )
    questions = (
        "各单位存在的主要问题是什么？",
        "哪些报告填报有错误？",
        "哪些报告正文和表格不一致？",
    )
    choices = [Choice(label=question, question=question) for question in questions]
    return refusal("out_of_scope", reason, choices)


def of_most_problems(english: bool) -> Refusal:
    """Whose problems are most: those that write of many need not have many."""
    if english:
        return refusal("needs_clarification", "Reports are not ranked by the problems they name.")
    reason = (
        "各单位在报告里自己写存在的问题，写得多不等于问题多，这里不按写了几条排名；"
        "可以列出各单位写的问题，也可以列出核对时发现填报差错的报告。"
    )
    questions = ("各单位存在的主要问题是什么？", "哪些报告填报有错误？")
    choices = [Choice(label=question, question=question) for question in questions]
    return refusal("needs_clarification", reason, choices)


def too_fine(reason: str, english: bool) -> Refusal:
    """Finer than any number of the reports."""
    return refusal("out_of_scope", _GRAIN[reason][english])


def no_measure(raw: str, english: bool) -> Refusal:
    """A figure is asked for, but not of what."""
    start = raw.rstrip("？?。. ")
    reason = "没有看出要查哪个数字，请指明指标。"
    if english:
        reason = "Which figure do you mean? Please name it."
    words = (pair[english] for pair in _COMMON)
    choices = [Choice(label=word, question=f"{start}（{word}）？") for word in words]
    return refusal("needs_clarification", reason, choices)


def unclear(words: Sequence[str], raw: str, who: str, english: bool) -> Refusal:
    """Words that may change the answer and that no rule accounts for."""
    said = "、".join(f"“{word}”" for word in words)
    without = raw
    for word in words:
        for cut in (f"关于{word}的", f"有关{word}的", f"涉及{word}的", f"{word}的", word):
            if cut in without:
                without = without.replace(cut, "", 1)
                break
    search = f"{who}有没有提到“{words[0]}”？" if who else f"哪些报告提到“{words[0]}”？"
    if english:
        said = ", ".join(f"“{word}”" for word in words)
        search = f"Which reports mention “{words[0]}”?"
    choices = [
        Choice(label=f"without {said}" if english else f"不考虑{said}", question=without),
        Choice(label=f"search for {said}" if english else f"查正文是否提到{said}", question=search),
    ]
    reason = f"没有理解{said}，而它可能改变答案：统计表里没有这样的分类。"
    if english:
        reason = f"Not understood: {said}, which may change the answer."
    return refusal("needs_clarification", reason, choices)


def not_understood(held: Held, english: bool) -> Refusal:
    """Nothing of the question fits an annual report."""
    reason = f"没有看出这个问题与政府信息公开年报的关系。{_HOLD}{_holdings(held)}"
    if english:
        reason = f"This does not look like a question about annual reports.{_HOLD_EN}"
    return refusal("out_of_scope", reason)


def _choices(token: Token, bodies: Sequence[HeldBody], raw: str) -> list[Choice]:
    """The question with each body's full name in place of the words that were unclear."""
    labels = Counter(body.label for body in bodies)
    words = {b.key: b.label if labels[b.label] < 2 else b.long_label for b in bodies}
    return [
        Choice(label=f"{b.place or b.label} {b.name}", question=_instead(token, words[b.key], raw))
        for b in bodies[:_SHOWN]
    ]


def _instead(token: Token, words: str, raw: str) -> str:
    return raw[: token.start] + words + raw[token.end :]


def _with_year(raw: str, words: str, year: int) -> str:
    said = f"{year}年" if not words.isdigit() else str(year)
    return raw.replace(words, said, 1) if words and words in raw else f"{said}{raw}"


def _names(bodies: Sequence[HeldBody]) -> str:
    return "、".join(f"{b.label}（{years_text(b.years)}）" for b in bodies[:_SHOWN])


def years_text(years: Sequence[int]) -> str:
    """Years for people: 2021—2024年, or 2021、2023年 where some between are absent."""
    if not years:
        return "年份不明"
    ordered = sorted(years)
    if len(ordered) > 2 and ordered[-1] - ordered[0] == len(ordered) - 1:
        return f"{ordered[0]}—{ordered[-1]}年"
    return "、".join(str(year) for year in ordered) + "年"


def _holdings(held: Held) -> str:
    if not held.bodies:
        return "语料目前是空的，请先用 nianbao index 建立索引。"
    provinces = dict.fromkeys(b.province for b in held.bodies if b.province)
    where = "、".join(list(provinces)[:_SHOWN])
    reports = sum(len(body.years) for body in held.bodies)
    place = f"，涉及{where}" + ("等" if len(provinces) > _SHOWN else "") if where else ""
    return (
        f"语料现有{len(held.bodies)}个单位的{reports}份报告（{years_text(held.years())}）{place}。"
    )


def _holdings_en(held: Held) -> str:
    if not held.bodies:
        return "The corpus is empty: run nianbao index first."
    reports = sum(len(body.years) for body in held.bodies)
    years = held.years()
    span = f", {years[0]}–{years[-1]}" if years else ""
    return f"Held: {reports} reports of {len(held.bodies)} bodies{span}."
