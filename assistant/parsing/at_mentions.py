"""Words beside what a report says: 还是不会, 是讲人手不够的, 有没有说要改进, X的案例,
是哪个乡的做法."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.definitions import find_definition
from assistant.parsing.neighbours import clause_bounds
from assistant.parsing.tokens import Token
from assistant.vocabulary import Sort

_DENIED = re.compile("[不没](.{1,2})")


def still(tokens: list[Token], index: int) -> Token | None:
    """培训完了还是不会填表: still, and no choice (会还是不会)."""
    token, behind = tokens[index], "".join(t.text for t in tokens[index + 1 : index + 3])
    denied = _DENIED.match(behind)
    if token.text != "还是" or token.sort != "or" or denied is None or behind.startswith("没有"):
        return None
    start, _ = clause_bounds(tokens, index)
    before = "".join(t.text for t in tokens[start:index])
    return None if denied[1] in before else replace(token, sort="stop", codes=())


_SPEAKS = (
    "是讲",
    "是说",
    "是谈",
    "是提",
    "讲的是",
    "说的是",
    "谈的是",
    "写的是",
    "提的是",
)


def speaks_of(tokens: list[Token], index: int) -> Token | None:
    """问题里有多少是讲人手不够的: how many say it."""
    token, before = tokens[index], tokens[index - 1] if index else None
    counted = before is not None and before.sort in ("howmany", "which", "type", "unit", "report")
    return replace(token, sort="mention", codes=()) if token.text in _SPEAKS and counted else None


_ASKS_IF = re.compile(
    "有没有(?:说|提|讲|写|谈)到?|(?:说|提|讲|写)没(?:说|提|讲|写)到?|是否(?:提|说|写|讲)到?"
)
_TO_MEND = re.compile(
    "(?:过|了|今后|以后|下一步|明年|也|还)*(?:要|会|打算|准备|需要|得|该|计划|想)*(?:去|来|怎么|如何|怎样)?"
    "(?:做|作|进行|加以|予以|有)?(?:改进|整改|完善|解决|加强|优化|提升|改善|提高|改|调整)"
    "(?:一下|措施|办法|计划|打算|的|了|吗|么|呢|[?？])*"
)


def will_mend(tokens: list[Token], index: int) -> Token | None:
    """碧梧湖停车限流的通知有没有说要改进: what is done about the thing named before, in words."""
    token = tokens[index]
    if token.sort != "mention" or not _ASKS_IF.fullmatch(token.text):
        return None
    start, end = clause_bounds(tokens, index)
    behind = "".join(t.text for t in tokens[index + 1 : end])
    before = tokens[start:index]
    of_thing = any(t.sort in ("text", "topic") and len(t.text) > 1 for t in before)
    of_body = any(t.place.bodies for t in tokens[:index])
    fits = of_thing and of_body and _TO_MEND.fullmatch(behind)
    return replace(token, sort="stop", codes=()) if fits else None


_SPOKEN_OF = [
    "学生",
    "教师",
    "医生",
    "学校",
    "医院",
    "低保户",
    "贫困户",
    "旅游",
    "景点",
    "工厂",
    "特产",
    "游戏",
    "电影",
    "音乐",
    "比赛",
    "快递",
    "历史",
    "医保",
    "社保",
]


def spoken_of(tokens: list[Token], index: int) -> Token | None:
    """请退休教师当监督员的是哪个乡: people and places of what a body did; none is counted."""
    token = tokens[index]
    if token.sort != "outside" or token.text not in _SPOKEN_OF:
        return None
    sorts = {t.sort for t in tokens}
    who = any(t.sort == "which" and t.text.endswith(("家", "谁")) for t in tokens)
    bodies = who or (sorts & {"which", "whether"} and sorts & {"type", "unit"})
    counted = sorts & {"howmany", "most", "top", "function", "share", "compare", "trend", "amount"}
    own = any(t.sort in ("text", "topic") and len(t.text) > 1 for t in tokens)
    return replace(token, sort="text", codes=()) if bodies and own and not counted else None


_CASES = ("案例", "先例", "事例", "实例", "例子", "前例", "实际例子", "证据", "案子", "真实案例")
_SUCH = ("的", "类似", "同类", "这样的", "这类", "相关", "类似的", "相关的")
_ASKING: tuple[Sort, ...] = ("which", "whether", "has", "howmany", "what", "mention", "how", "why")


def cases_of(tokens: list[Token], index: int) -> Token | None:
    """逾期不补正视为放弃的案例, …的先例有吗: who tells of such a thing; no report writes 先例."""
    token, before = tokens[index], tokens[index - 1] if index else None
    such = token.text.startswith(_SUCH) and token.text.endswith(_CASES)
    if before is None or not (such or (token.text in _CASES and before.text.endswith(_SUCH))):
        return None
    if any(t.place.bodies or t.sort in ("year", "howmany") for t in tokens):
        return replace(token, sort="stop", codes=())
    asks = any(t.sort in _ASKING for t in tokens)
    stop = replace(token, sort="stop", codes=())
    return stop if asks else replace(token, sort="which", codes=("many",))


_FEW = re.compile("几[个条种样家点份]")
_GIVE = ("列", "举", "来", "说", "给", "讲", "给我", "摘", "找", "推荐", "列举", "给出", "介绍")


def a_few(tokens: list[Token], index: int) -> Token | None:
    """土办法给我列几个: some of them; their number is not asked."""
    token, before = tokens[index], tokens[index - 1] if index else None
    few = token.sort == "howmany" and _FEW.fullmatch(token.text)
    if not few or before is None or not before.text.endswith(_GIVE):
        return None
    _, end = clause_bounds(tokens, index)
    last = all(t.text in ("看看", "吧", "呗", "的") for t in tokens[index + 1 : end])
    other = any(t.sort in ("concept", "type", "unit", "howmany") for t in tokens if t is not token)
    return replace(token, sort="stop", codes=()) if last and not other else None


_DOINGS = (
    "做法",
    "办法",
    "经验",
    "点子",
    "创意",
    "举措",
    "主意",
    "事",
    "事情",
    "情况",
    "招",
    "招数",
)


def whose_doing(tokens: list[Token], index: int) -> Token | None:
    """火塘会是哪个乡的做法: whose it is; a thing done is what was named before."""
    token = tokens[index]
    if token.text not in _DOINGS or index < 3 or tokens[index - 1].text != "的":
        return None
    _, end = clause_bounds(tokens, index)
    last = all(t.sort == "stop" for t in tokens[index + 1 : end])
    asked = _which_before(tokens, index - 2)
    return replace(token, sort="stop", codes=()) if last and asked else None


def _which_before(tokens: Sequence[Token], at: int) -> bool:
    while at > 0 and tokens[at].sort in ("type", "unit", "stop"):
        at -= 1
    return tokens[at].sort == "which" and at > 0 and tokens[at - 1].text in ("是", "属于")


_COUNTY = ("县政府", "县", "市政府", "区政府", "区", "市")
_SAYING = re.compile("(?:自己)?(?:说|讲|写|提|认为|指出|承认|反映|点出|通报|总结|的?报告|年报)")


def county_says(tokens: list[Token], index: int) -> Token | None:
    """县里说乡镇冷热不均，怎么说的: the county's report, which speaks of townships."""
    token = tokens[index]
    _, end = clause_bounds(tokens, index)
    after = tokens[index + 1].text if index + 1 < end else ""
    joined = after[:1] in ("里", "上") and _SAYING.fullmatch(after[1:]) is not None  # 县里讲
    inside = joined or after in ("里", "上", "里头", "里面", "里的", "上的")
    said = index + 2 if inside and not joined else index + 1
    named = token.sort == "level" and token.text in ("县", "区", "市") and inside
    named = named or (token.sort == "type" and "县政府" in token.codes)
    named = named or (token.sort == "text" and token.text in ("县里", "区里", "市里", "县上"))
    if said + 1 < end and tokens[said].text == "的" and tokens[said + 1].sort == "report":
        said += 1  # 县里的报告
    if not named or said >= end or not (joined or _SAYING.match(tokens[said].text)):
        return None
    if any(t.place.bodies or t.place.regions for t in tokens):
        return None
    told = tokens[said + 1 : end]
    some = any(t.sort == "number" for t in told) and any(t.sort == "unit" for t in told)
    if some or any(t.codes == ("body",) for t in told):
        return None  # 市里通报了几家单位, 通报的6家单位: done to them, not said
    asked = any(t.sort in ("how", "what", "why", "which") for t in tokens[said + 1 :])
    if (asked or joined) and tokens[said].sort != "report":
        tokens[said] = replace(tokens[said], sort="stop", codes=())
    for at in range(said + 1, end):
        if tokens[at].sort == "type":
            tokens[at] = replace(tokens[at], sort="topic", codes=())
    return replace(token, sort="type", codes=_COUNTY)


_LIGHT = ("的", "地方", "一点", "之处")


def greatest_topic(tokens: list[Token], index: int) -> Token | None:
    """柳浦镇最突出的做法是什么, 最大的亮点: no order of bodies, where a text is asked of one."""
    token = tokens[index]
    _, end = clause_bounds(tokens, index)
    behind = [t for t in tokens[index + 1 : end] if t.text not in _LIGHT][:1]
    topic = bool(behind) and behind[0].sort == "topic"
    if token.sort not in ("most", "judgement") or not topic:
        return None
    bodies = any(t.place.bodies for t in tokens)
    counted = any(t.sort in ("concept", "generic", "which", "howmany") for t in tokens)
    return replace(token, sort="stop", codes=()) if bodies and not counted else None


_COUNTED = "分毛块元角钱件条个次份名家级样把项年月天日人位句点些起户张下定般直切旦路种类批轮趟"


def whole_words(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, 一 with no unit right before a word of the text as a part of it: 一本通."""
    found: list[Token] = []
    for token in tokens:
        last = found[-1] if found else None
        led = len(found) > 1 and found[-2].sort == "text"  # 轮渡一停, 多久测一回
        lone = last is not None and last.sort == "number" and last.text == "一" and not led
        word = token.is_own_word and token.text[0] not in _COUNTED  # not 镇一级, 一分钱
        if last is not None and lone and word and token.start == last.end:
            token = replace(token, start=last.start, text=last.text + token.text)
            found.pop()
        found.append(token)
    return found


_CAME_ABOUT = ("怎么来的", "咋来的", "如何来的", "怎样来的", "是怎么来的", "怎么个来历")
_FIGURES: tuple[Sort, ...] = (
    "concept", "loose", "generic", "column", "hint", "quality", "share", "function", "number",
)  # fmt: skip


def came_about(tokens: list[Token], index: int) -> Token | None:
    """装电梯那个一本通怎么来的: how a thing in the text came about; no term is explained."""
    token = tokens[index]
    if token.sort != "define" or token.text not in _CAME_ABOUT:
        return None
    things = [t for t in tokens[:index] if t.sort == "text" and len(t.text) > 1]
    figures = any(t.sort in _FIGURES for t in tokens)
    known = any(find_definition(t.text) is not None for t in things)
    return None if figures or known or not things else replace(token, sort="how")


_WENT = ("出过", "出了", "出", "出现过", "发生过", "闹过", "有过")
_WRONG = ("差错", "错", "错误", "纰漏", "岔子", "失误")


def went_wrong(tokens: list[Token], index: int) -> Token | None:
    """公示安置资金，出过差错没有: what went wrong in that matter, as the text tells; no check."""
    token, before = tokens[index], tokens[index - 1] if index else None
    went = before is not None and before.text in _WENT
    matter = any(t.sort == "text" and len(t.text) > 1 for t in tokens[:index])
    if token.sort != "quality" or token.text not in _WRONG or not (went and matter):
        return None
    for at in range(index + 1, clause_bounds(tokens, index)[1]):
        if tokens[at].sort == "none":
            tokens[at] = replace(tokens[at], sort="stop", codes=())
    return replace(token, sort="text", codes=())
