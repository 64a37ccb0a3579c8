"""Words that mean what they mean by where they stand: beside a permit, an applicant, a table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.parsing.denied import (
    GIVEN_UP,
    NOT_DONE,
    REASONS,
    issued,
    not_published,
    not_taken_up,
    occurred,
    sued,
)
from assistant.parsing.framing import (
    as_ground,
    by_means,
    met_in,
    tells_why,
    there_or_not,
    told_and_asked,
)
from assistant.parsing.neighbours import clause_of, table_of
from assistant.parsing.only import all_others, mark_alone, nothing_else
from assistant.parsing.speaker import asker, of_a_kind, says
from assistant.parsing.tokens import Token
from assistant.places import Place
from assistant.vocabulary import Sort

_OVERDUE = ("other.correction_overdue", "other.fee_overdue")
_ENDED = "ended"
_THEN = ("办", "办了", "办理", "处理", "处理了", "受理", "被", "就", "而", "了", "的", "给")
_LACK = ("缺", "少", "漏", "差", "短", "缺了", "少了", "漏了")
_THERE = ("在不在", "都在", "在吗", "齐不齐", "齐全", "齐", "齐吗", "全不全", "不齐", "不全")
_TABLES: tuple[Sort, ...] = ("table", "table_side")
_COUNTING: tuple[Sort, ...] = ("stop", "howmany", "function", "number", "which", "year")
_ASKING_ON = ("applicants", "outcome", "then", "and")
_MANNER = re.compile("(?:都|是)?(?:怎么|怎样|如何|咋)(?:处理|处置|办理|答复|回复)的?$")
_SECRETS = ("个人隐私", "商业秘密", "隐私")  # of which reports tell how they are kept
_PETITION = ("信访", "信访件", "信访事项", "信访投诉", "信访举报", "信访举报投诉", "信访诉求")
_WORK = ("处理", "办理", "接待", "受理", "化解", "调处", "收到", "接到", "办结", "处理完", "办完")


def by_position(tokens: Sequence[Token], text: str) -> tuple[Token, ...]:
    """The tokens, those whose neighbours say what they are taken for it."""
    found = list(_of_reports(tokens))
    for index in range(len(found)):
        for rule in _RULES:
            told = rule(found, index)
            if told is not None:
                found[index] = told
    mark_alone(found, text)
    return tuple(found)


def _of_reports(tokens: Sequence[Token]) -> Iterator[Token]:
    """哪些年报的表: of which reports, not in which years they report it."""
    last: Token | None = None
    for token in tokens:
        asks = last is not None and last.text == "哪些年" and last.end == token.start
        if last is not None and asks and token.sort == "stop" and token.text.startswith("报"):
            at = last.end - 1
            yield Token("which", last.start, at, "哪些", ("many",))
            yield Token("report", at, token.start + 1, "年报")
            if len(token.text) > 1:
                yield replace(token, start=token.start + 1, text=token.text[1:])
            last = None
            continue
        if last is not None:
            yield last
        last = token
    if last is not None:
        yield last


def _not_done(tokens: list[Token], index: int) -> Token | None:
    """一件许可也没办: no permit; of requests 没办 are those carried over."""
    token = tokens[index]
    if token.text not in NOT_DONE or token.sort != "concept":
        return None
    others = [other for other in clause_of(tokens, index) if other.text not in NOT_DONE]
    tables = {table_of(other) for other in others} - {""}
    return replace(token, sort="none", codes=()) if tables == {"proactive"} else None


def _given_up(tokens: list[Token], index: int) -> Token | None:
    """不交费就不办了, 逾期不补正被终止办理: what the row's own name says."""
    before = next((t for t in reversed(tokens[:index]) if t.text not in _THEN), None)
    token = tokens[index]
    if before is None or not (set(before.codes) & set(_OVERDUE) or _ENDED in before.codes):
        return None
    ended = token.text in GIVEN_UP or token.text in _THEN
    return replace(token, sort="stop", codes=(_ENDED,)) if ended and token.text != "的" else None


_THINGS_COUNTED = tuple("名位块面台辆座处本套扇")  # information is counted in 条, 件, 篇


def _public_thing(tokens: list[Token], index: int) -> Token | None:
    """公开大使几名, 几块公开墙: a thing named after 公开, not how much was made public."""
    token, behind = tokens[index], tokens[index + 1 : index + 2]
    if token.text != "公开" or not behind or behind[0].start != token.end:
        return None
    counters = [t.text[-1] for t in clause_of(tokens, index) if t.sort in ("howmany", "number")]
    named = behind[0].sort == "text" and any(c in _THINGS_COUNTED for c in counters)
    return replace(token, sort="text", codes=()) if named else None


def _fee_taken(tokens: list[Token], index: int) -> Token | None:
    """谁收过信息处理费，收了多少: of the fee, not how many requests came."""
    token, behind = tokens[index], tokens[index + 1 : index + 2]
    asks = bool(behind) and behind[0].sort == "howmany" and behind[0].text[-1] not in "件份"
    taken = token.codes == ("received",) and token.sort == "hint" and asks
    fee = any(t.codes == ("claim:processing_fee",) for t in tokens[:index])
    others = any(t.sort == "generic" for t in tokens)
    return replace(token, sort="stop", codes=()) if taken and fee and not others else None


_LAST = tuple("所地处部室台站厅队组")
_HEADS = ("台账", "资料", "清单", "名单", "明细", "一览表", "案卷")


def _head(tokens: list[Token], index: int) -> Token | None:
    """电子台账, 司法所: the last part of a name, not a way of asking."""
    token, before = tokens[index], tokens[max(0, index - 1)]
    if not index or before.sort != "text" or before.end != token.start or token.sort != "stop":
        return None
    behind = tokens[index + 1 : index + 2]
    last = not behind or behind[0].sort in ("mark", "which", "and", "or") or behind[0].text == "的"
    heads = token.text in _HEADS or (token.text in _LAST and last)
    return replace(token, sort="text") if heads else None


def _which_place(tokens: list[Token], index: int) -> Token | None:
    """李口镇是郏县的还是泗阳县的: where it lies is asked, of places held or not."""
    token = tokens[index]
    places = ("region", "unheld", "unknown")
    at = next((i for i in range(index, len(tokens)) if tokens[i].sort == "or"), 0)
    if token.sort not in places or not at or not index or tokens[index - 1].text != "是":
        return None
    behind = next((i for i in range(at + 1, len(tokens)) if tokens[i].sort != "stop"), 0)
    named = any(t.sort in ("body", "stem") and t.place.bodies for t in tokens[:index])
    measured = any(t.sort in ("concept", "generic", "hint", "topic") for t in tokens)
    if not behind or tokens[behind].sort not in places or not named or measured:
        return None
    for i in range(index + 1, behind + 1):
        tokens[i] = replace(tokens[i], sort="stop", codes=(), place=Place())
    return replace(token, sort="where", codes=(), place=Place())


def _which_bodies(tokens: list[Token], index: int) -> Token | None:
    """行政处罚最多的是哪几个单位: which bodies, not what a term takes in (不予公开是哪几个)."""
    token = tokens[index]
    if token.text != "是哪几个":
        return None
    of_bodies = [t for t in tokens[index + 1 : index + 2] if t.sort in ("unit", "type", "level")]
    chosen = [t for t in tokens[:index] if t.sort in ("most", "top", "bound", "nonzero")]
    return replace(token, sort="which", codes=("many",)) if of_bodies or chosen else None


def _lacking(tokens: list[Token], index: int) -> Token | None:
    """缺哪几张表, 三张表都在不在: whether the tables are there."""
    token = tokens[index]
    tables = [t for t in clause_of(tokens, index) if t.sort in _TABLES]
    if not tables or token.sort in _TABLES:
        return None
    there = token.text in _THERE and any(t.start < token.start for t in tables)
    behind = [t.sort for t in tokens[index + 1 :] if t.sort not in ("stop", "number")][:2]
    asked = behind[:1] in (["which"], ["what"], ["howmany"]) and behind[1:] == ["table_side"]
    asked = asked or (token.text in _LACK and behind[:1] in (["table"], ["table_side"]))
    lacks = token.text in _LACK and asked
    return replace(token, sort="state", codes=("missing",)) if there or lacks else None


_NONE = ("没有", "没", "无", "没得", "没附", "没填", "有没有", "有无")


def _no_table(tokens: list[Token], index: int) -> Token | None:
    """哪些报告没有表三: the table itself is not there; of a row (表三没有的) nothing is said."""
    token, behind = tokens[index], tokens[index + 1 : index + 2]
    if token.text not in _NONE or [t.sort for t in behind] != ["table"]:
        return None
    measured = any(t.sort in ("concept", "generic", "column", "hint", "state") for t in tokens)
    return None if measured else replace(token, sort="state", codes=("missing",))


def _manner(tokens: list[Token], index: int) -> Token | None:
    """怎样处理个人信息: how that is done, not how requests ended."""
    token, following = tokens[index], tokens[index + 1 : index + 2]
    if token.sort != "outcome" or not _MANNER.fullmatch(token.text):
        return None
    if following and following[0].text in _SECRETS:
        tokens[index + 1] = replace(following[0], sort="topic", codes=())
        following = tokens[index + 1 : index + 2]
    content = bool(following) and (following[0].sort == "topic" or following[0].is_own_word)
    return replace(token, sort="how", codes=()) if content else None


def _for_reason(tokens: list[Token], index: int) -> Token | None:
    """理由是保护第三方权益的: the row that says the reason, not the words about it."""
    token = tokens[index]
    if token.text not in ("理由", "原因", "依据", "缘由") or token.sort not in ("topic", "why"):
        return None
    rest = next((t for t in tokens[index + 1 :] if t.sort not in ("stop", "has")), None)
    copula = [t.text for t in tokens[index + 1 : index + 2]] in (["是"], ["为"], ["属于"], ["就是"])
    row = rest is not None and rest.codes[:1] and rest.codes[0].startswith(REASONS)
    return replace(token, sort="stop", codes=()) if copula and row else None


def _own_marks(tokens: list[Token], index: int) -> Token | None:
    """柳浦镇给站所打分: the body gives the marks; nobody is asked to."""
    token = tokens[index]
    if token.sort != "judgement" or "分" not in token.text:
        return None
    giver = next((i for i in range(index) if tokens[i].sort in ("body", "stem")), index)
    given = [i for i in range(giver, index) if tokens[i].text in ("给", "对", "为", "被", "由")]
    whom = tokens[given[0] + 1 : index] if given else []
    other = any(t.sort in ("grain", "text", "applicant", "topic", "outside") for t in whom)
    return replace(token, sort="topic", codes=()) if other else None


def _by_means(tokens: list[Token], index: int) -> Token | None:
    """出台了哪些把关手段: measures taken; no documents."""
    token = tokens[index]
    rest = [t for t in tokens[index + 1 :] if t.sort != "stop"][:2]
    if token.sort != "column" or token.codes[:1] != ("issued",) or len(rest) < 2:
        return None
    asked = rest[0].sort in ("which", "what") and rest[1].sort in ("topic", "text")
    return replace(token, sort="stop", codes=()) if asked else None


def _some_people(tokens: list[Token], index: int) -> Token | None:
    """请来当监督员的是些什么人: people of the text, where no word of requests stands."""
    token = tokens[index]
    applied = any(t.sort in ("generic", "hint") or "申请" in t.text for t in tokens)
    spoken = any(t.is_own_word or t.sort == "topic" for t in tokens)
    people = token.sort == "applicants" and token.text.endswith("人")
    return replace(token, sort="what", codes=()) if people and spoken and not applied else None


_WRONG = ("错在哪", "错在哪里", "错在哪儿", "错在什么地方", "错在什么", "错哪了")


def _what_was_wrong(tokens: list[Token], index: int) -> Token | None:
    """被纠正的两起复议错在什么地方: why, as the text tells; not a fault of the report."""
    token = tokens[index]
    corrected = any("corrected" in t.codes for t in tokens[:index])
    return replace(token, sort="why", codes=()) if token.text in _WRONG and corrected else None


def _petitions(tokens: list[Token], index: int) -> Token | None:
    """处理了多少起信访: the work on petitions, of which only requests refused for it are a row."""
    token = tokens[index]
    if token.text not in _PETITION or token.codes != ("not_processed.petition",):
        return None
    if any(t.sort == "generic" or t.codes == ("not_processed",) for t in tokens):
        return None
    before = next((i for i in range(index - 1, -1, -1) if tokens[i].sort not in _COUNTING), None)
    after = range(index + 1, min(index + 3, len(tokens)))
    near = (*range(before or 0, index), *after)
    worked = [i for i in near if tokens[i].text.rstrip("了过") in _WORK]
    worked += [i for i in after if tokens[i].sort == "outcome"]
    if not worked:
        return None
    for at in worked:
        tokens[at] = replace(tokens[at], sort="stop", codes=())
    return replace(token, sort="outside", codes=("petition",))


def _of_no_request(tokens: list[Token], index: int) -> Token | None:
    """处罚企业几件, 个人的许可: the form parts applicants, not those fined or permitted."""
    token = tokens[index]
    if token.sort != "applicant" or any(table_of(t) == "requests" for t in tokens):
        return None
    if any(t.sort in _ASKING_ON or t.codes[:1] == ("received",) for t in tokens):
        return None
    near = [t for t in tokens[:index] if t.sort not in ("stop", "has", "hint")][-1:]
    near += [t for t in tokens[index + 1 :] if t.sort != "stop"][:1]
    fined = "proactive" in {table_of(t) for t in near}
    return replace(token, sort="text", codes=()) if fined else None


def _granted(tokens: list[Token], index: int) -> Token | None:
    """收到几件申请，公开了几件: requests are counted by 件, what is published by 条."""
    token = tokens[index]
    if token.sort != "hint" or token.codes != ("claim:proactive_total",):
        return None
    if not token.text.startswith(("公开", "同意公开", "给公开")) or "信息" in token.text:
        return None
    others = tokens[:index] + tokens[index + 1 :]
    if not any(t.sort == "generic" or t.codes[:1] == ("received",) for t in others):
        return None
    near = [t for t in tokens[:index] if t.sort != "stop"][-1:]
    near += [t for t in tokens[index + 1 :] if t.sort != "stop"][:1]
    counted = any(t.sort == "howmany" and t.text.endswith("件") for t in near)
    return replace(token, sort="concept", codes=("granted",)) if counted else None


_HOW_MUCH = ("多少钱", "花了多少钱", "花多少钱", "用了多少钱", "多少元", "多少万元")


def _projects(tokens: list[Token], index: int) -> Token | None:
    """政府采购几个项目，多少钱: the other column of the row, and its money where that is asked."""
    token = tokens[index]
    bought = [i for i, t in enumerate(tokens) if t.codes == ("procurement",)]
    counts = [i for i in (index - 1, index + 1) if 0 <= i < len(tokens)]
    counts = [i for i in counts if tokens[i].sort == "howmany"]
    if token.text not in ("项目", "项目数", "个项目") or not bought or not counts:
        return None
    tokens[counts[0]] = replace(tokens[counts[0]], codes=())
    for i, other in enumerate(tokens):
        if other.text in _HOW_MUCH and i > bought[0]:
            tokens[i] = replace(other, sort="concept", codes=("procurement",))
    return replace(token, sort="column", codes=("projects", "procurement"))


def _item(tokens: list[Token], index: int) -> Token | None:
    """第二个问题准备怎么改: an item of what a report lists, no body of those listed before."""
    token, behind = tokens[index], tokens[index + 1 : index + 2]
    if token.sort != "ordinal" or not behind or "problems" not in behind[0].codes:
        return None
    if any(_REMEDY.search(t.text) for t in tokens[index + 2 :]):  # of it the remedy is asked
        tokens[index + 1] = replace(behind[0], sort="stop", codes=())
    return replace(token, sort="stop", codes=())


_REMEDY = re.compile("改|解决|应对|办|处理|措施|打算")
CHANNELS = (
    ("网上", "网络", "互联网", "线上", "在线", "电子邮件", "邮箱"),
    ("当面", "现场", "窗口", "上门"),
    ("信函", "邮寄", "来信", "写信", "寄信", "信件", "书信"),
    ("传真",),
    ("电话", "来电"),
)
"""Ways in which requests are made, those that are one on a line; no table parts them."""
_MADE = ("提交", "提交的", "提出", "提出的", "递交", "递交的", "提的", "提", "寄来的", "来的")


def _by_channel(tokens: list[Token], index: int) -> Token | None:
    """从网上提交的申请有几件: how requests came in, no items on a website."""
    token, behind = tokens[index], [t.text for t in tokens[index + 1 : index + 2]]
    ways = {word for words in CHANNELS for word in words}
    asked = any(t.sort == "howmany" and not t.codes for t in tokens)
    made = behind and (behind[0] in _MADE or behind[0].startswith("申请"))
    requests = any(t.sort == "generic" or t.codes[:1] == ("received",) for t in tokens)
    if token.text not in ways or not (asked and made and requests):
        return None
    return replace(token, sort="grain", codes=("channel",))


_TIMES = ("几倍", "多少倍", "好几倍", "几分之几", "百分之几", "百分之多少", "几成")


def _of_another(tokens: list[Token], index: int) -> Token | None:
    """许可是处罚的几倍, 处罚是许可的几分之几: of another figure of the same year, no growth."""
    token, before = tokens[index], tokens[max(0, index - 1)]
    named = [i for i in range(index) if tokens[i].sort == "concept"]
    if token.text not in _TIMES or len(named) != 2 or before.text != "的":
        return None
    between = [i for i in range(named[0], named[1]) if tokens[i].text in ("是", "为", "相当于")]
    if not between or sum(t.year is not None for t in tokens) > 1:
        return None
    whole = not token.text.endswith("倍")
    at = between[-1]
    tokens[at] = replace(tokens[at], sort="versus", codes=("of" if whole else "than",))
    return replace(token, sort="share" if whole else "compare", codes=())


_FINALLY = ("最后", "最终", "后来", "到头来", "到最后", "结果")
_DISCLOSED = ("granted", "disclosed", "claim:proactive_total")


def _in_the_end(tokens: list[Token], index: int) -> Token | None:
    """申请是谁提的，最后公开了吗: how the request ended, not what is published."""
    token, before = tokens[index], tokens[max(0, index - 1)]
    if token.codes[:1] not in [(code,) for code in _DISCLOSED] or before.text not in _FINALLY:
        return None
    asked = any(t.sort in ("generic", "applicants") or "received" in t.codes for t in tokens)
    counted = any(t.sort in ("howmany", "which", "share") for t in tokens[index:])
    return replace(token, sort="outcome", codes=()) if asked and not counted else None


def _is_in(tokens: list[Token], index: int) -> Token | None:
    """望川镇是望川区的吗, 望川镇在不在望川区: where it lies is asked."""
    token = tokens[index]
    before = [t.text for t in tokens[:index] if t.sort != "year"][-2:]
    behind = "".join(t.text for t in tokens[index + 1 :])
    bodies = [t for t in tokens[:index] if t.sort in ("body", "stem") and t.place.bodies]
    said = len(before) == 2 and any(before[1].endswith(word) for word in _LIES)
    if token.sort not in ("region", "unheld") or len(bodies) != 1 or not said:
        return None
    others = {t.sort for t in tokens if t.text not in ("归", "管")} - {*_WHERE_WORDS}
    asks: object = tokens[0].text in ("is", "does") and behind in ("", "?")
    asks = (
        asks
        or _IS_IT.fullmatch(behind)
        or (_WHETHER.search(before[1]) and behind in ("", "的", "?"))
    )
    if not asks or others:
        return None
    if behind[:1] == "管":
        tokens[index + 1] = replace(tokens[index + 1], sort="stop")
    names = tuple(r.name for r in token.place.regions) or (token.text,)
    inside = any(b.within(r) for b in bodies[0].place.bodies for r in token.place.regions)
    place = token.place if inside else Place()
    return replace(token, sort="where", codes=names, place=place)


_WHERE_WORDS: tuple[Sort, ...] = (
    *("body", "stem", "region", "unheld", "stop", "mark", "aside", "whether", "where", "define"),
)
_LIES = (
    "是",
    "在",
    "属于",
    "归",
    "属",
    "是不是",
    "在不在",
    "算",
    "隶属",
    "隶属于",
    "是否",
    "in",
    "to",
)
_WHETHER = re.compile("不|否")
_IS_IT = re.compile("(?:的|管|管的|里|境内|下面的?|辖区)?(?:吗|么|吧|嘛|不|对吗|对吧)[?？]?")


def _form_of_year(tokens: list[Token], index: int) -> Token | None:
    """2019年那个版式: the form of that year, whatever the year of the report."""
    token = tokens[index]
    before = [t for t in tokens[:index] if t.sort != "stop" or t.text not in _POINTING][-1:]
    dated = before[0].year if before else None
    if dated is None or dated.kind != "named" or token.text not in _LAYOUTS:
        return None
    if any(t.sort in ("quality", "compare", "versus") for t in tokens):
        return None
    form = {2019: "2019", 2020: "2021", 2021: "2021"}.get(dated.years[-1])
    return replace(token, sort="form", codes=(form,)) if form else None


_POINTING = (
    "那个",
    "的",
    "那种",
    "那一版",
    "那版",
    "版",
    "那套",
    "式",
    "那",
    "那份",
    "用的",
    "这个",
)
_LAYOUTS = (
    *("格式", "版式", "样式", "式样", "表样", "表式", "模板", "版本", "老格式", "旧格式", "版本的"),
    *("格式的", "版式的", "老表", "旧表", "老表格", "旧表格", "表样式"),
)


_AMONG = ("比", "里", "中", "相比", "当中", "之中", "里面", "比较", "对比")


def _set_of_bodies(tokens: list[Token], index: int) -> Token | None:
    """几个镇处罚加起来一共多少件: some towns, whose sum is asked; not how many they are."""
    token, behind = tokens[index], tokens[index + 1 : index + 2]
    plural = token.text in ("几个", "几家") and [t.sort for t in behind] in (["type"], ["unit"])
    if not plural or (index and tokens[index - 1].text in ("有", "是", "共", "一共", "总共")):
        return None
    rest = tokens[index + 2 :]
    among = bool(rest) and rest[0].text in _AMONG
    if among and any(t.sort in ("most", "which") for t in rest):  # 几个乡镇比，谁收到的最多
        tokens[index + 2] = replace(rest[0], sort="stop", codes=())
        return replace(token, sort="stop", codes=())
    clause = [t for t in clause_of(tokens, index) if t.start > token.start]
    summed = any(t.sort == "function" and "sum" in t.codes for t in clause)
    asked = any(t.sort in ("howmany", "amount") and not t.codes for t in clause)
    return replace(token, sort="stop", codes=()) if summed and asked else None


def _granted_permits(tokens: list[Token], index: int) -> Token | None:
    """which towns granted no permits: permits are granted as requests are."""
    token = tokens[index]
    clause = clause_of(tokens, index)
    permits = any(t.codes[:1] == ("licensing",) and t.text.isascii() for t in clause)
    requests = any(t.codes[:1] == ("received",) for t in clause)
    granted = token.codes == ("granted",) and token.text == "granted"
    return replace(token, sort="stop", codes=()) if granted and permits and not requests else None


def _carried_out(tokens: list[Token], index: int) -> Token | None:
    """received + carried in = processed + carried out: the row, beside the other one."""
    token, behind = tokens[index], tokens[index + 1 : index + 2]
    out = token.text == "carried" and [t.text for t in behind] == ["out"]
    beside = any(t.codes == ("carried_in",) for t in tokens)
    return replace(token, sort="concept", codes=("carried_out",)) if out and beside else None


def _no_tables(tokens: list[Token], index: int) -> Token | None:
    """表格整个没有的, 统计表一张都没有的报告: the tables themselves are not there."""
    token = tokens[index]
    nothing = token.text in _NO_DATA
    if token.sort not in ("none", "silent") or not (nothing or token.text in _NOT_THERE):
        return None
    before = [t for t in tokens[:index] if t.sort not in ("all", "stop", "number")]
    before = [t for t in before if t.text not in _PIECES][-1:]
    behind = [t for t in tokens[index + 1 :] if t.text not in ("的", "是", "都")][:1]
    ends = not behind or behind[0].sort in ("mark", "report", "unit", "type", "which", "howmany")
    table = bool(before) and before[0].sort in _TABLES
    if not table or not ends or any(t.sort in _FIGURED for t in tokens):
        return None
    return replace(token, sort="state", codes=("missing", "blank") if nothing else ("missing",))


_NO_DATA = ("没有数据", "没数据", "没有数字", "没数字", "无数据", "没有任何数据", "没有内容")
_PIECES = ("张", "个", "整张", "整份", "整个儿", "压根", "全部")
_NOT_THERE = (
    "没有",
    "没",
    "都没有",
    "全没有",
    "全都没有",
    "也没有",
    "没了",
    "不见了",
    "完全没有",
    "根本没有",
)
_FIGURED: tuple[Sort, ...] = ("concept", "generic", "column", "hint", "state", "applicant")


def _fee_named(tokens: list[Token], index: int) -> Token | None:
    """行政事业性收费收了多少钱, 收过处理费，收了多少钱: which of the two fees is said before."""
    token = tokens[index]
    named = {"fees", "claim:processing_fee"}
    asks = token.sort == "loose" and set(token.codes) == named and "多少" in token.text
    fees = [t for t in tokens if t.sort == "concept" and set(t.codes[:1]) & named]
    before = {t.codes[0] for t in fees if t.start < token.start}
    said = len(before) == 1 or any(t in fees for t in clause_of(tokens, index))
    return replace(token, sort="howmany", codes=()) if asks and said else None


_RULES: tuple[Callable[[list[Token], int], Token | None], ...] = (
    all_others,
    nothing_else,
    as_ground,
    by_means,
    told_and_asked,
    tells_why,
    met_in,
    there_or_not,
    not_taken_up,
    _not_done,
    _given_up,
    issued,
    not_published,
    occurred,
    _head,
    _public_thing,
    _fee_taken,
    _which_place,
    _which_bodies,
    _lacking,
    _no_table,
    _manner,
    _for_reason,
    _own_marks,
    _by_means,
    _petitions,
    _some_people,
    _what_was_wrong,
    _of_no_request,
    _granted,
    _by_channel,
    _item,
    _of_another,
    _projects,
    _in_the_end,
    sued,
    asker,
    says,
    of_a_kind,
    _is_in,
    _form_of_year,
    _set_of_bodies,
    _granted_permits,
    _carried_out,
    _no_tables,
    _fee_named,
)
