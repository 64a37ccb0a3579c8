"""Words beside other figures: fees, what was bought, one figure as a part of another."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.parsing.neighbours import clause_of
from assistant.parsing.tokens import Token
from assistant.vocabulary import Sort


def fee_taken(tokens: list[Token], index: int) -> Token | None:
    """谁收过信息处理费，收了多少: of the fee, not how many requests came."""
    token, behind = tokens[index], tokens[index + 1 : index + 2]
    asks = bool(behind) and behind[0].sort == "howmany" and behind[0].text[-1] not in "件份"
    taken = token.codes == ("received",) and token.sort == "hint" and asks
    fee = any(t.codes == ("claim:processing_fee",) for t in tokens[:index])
    others = any(t.sort == "generic" for t in tokens)
    return replace(token, sort="stop", codes=()) if taken and fee and not others else None


def money_taken(tokens: list[Token], index: int) -> Token | None:
    """收的0.46万元是什么钱: a charge, not how many requests came."""
    token, behind = tokens[index], tokens[index + 1 : index + 2]
    taken = token.codes == ("received",) and token.sort == "hint" and bool(behind)
    money = taken and behind[0].sort == "number" and behind[0].text.endswith("元")
    if not money or any(t.sort == "generic" for t in tokens):
        return None
    return replace(token, sort="concept", codes=("fees",))


_HOW_MUCH = ("多少钱", "花了多少钱", "花多少钱", "用了多少钱", "多少元", "多少万元")


def projects(tokens: list[Token], index: int) -> Token | None:
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


_TIMES = ("几倍", "多少倍", "好几倍", "几分之几", "百分之几", "百分之多少", "几成")


def of_another(tokens: list[Token], index: int) -> Token | None:
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


def fee_named(tokens: list[Token], index: int) -> Token | None:
    """行政事业性收费收了多少钱, 收过处理费，收了多少钱: which of the two fees is said before."""
    token = tokens[index]
    named = {"fees", "claim:processing_fee"}
    asks = token.sort == "loose" and set(token.codes) == named and "多少" in token.text
    fees = [t for t in tokens if t.sort == "concept" and set(t.codes[:1]) & named]
    before = {t.codes[0] for t in fees if t.start < token.start}
    said = len(before) == 1 or any(t in fees for t in clause_of(tokens, index))
    return replace(token, sort="howmany", codes=()) if asks and said else None


_STATING = ("写", "说", "称", "讲", "写着", "写的", "写了", "提到", "载明", "报")


def stated(tokens: list[Token], index: int) -> Token | None:
    """正文写处罚公示163条，表二是多少: what the words of the text count is the figure named."""
    token, clause = tokens[index], clause_of(tokens, index)
    if token.sort not in ("text", "topic", "aside") or len(clause) == len(tokens):
        return None
    sides = any(t.sort == "text_side" for t in clause if t.start < token.start)
    said = any(t.text in _STATING for t in clause if t.start < token.start)
    counted = any(t.sort == "number" for t in clause if t.start > token.start)
    named = any(t.sort == "concept" for t in clause)
    tables = any(t.sort in ("table", "table_side") for t in tokens)
    light = sides and said and counted and named and tables
    return replace(token, sort="stop", codes=()) if light else None


_COUNT_NAMED = re.compile("(?:条|件|次|个|场|期|人|总|总条|总件|数)数量?$|数量$|总量$")
_WITHHELD = re.compile(
    "(?:没有?|未|不)(?:给|提供|写|标|标明|统计|报|报出来?|列|列出来?|公布|附|讲|讲明|登|登出来?|填)(?:出来?|明|上|过)?的?"
    "|缺|缺了|缺少|少|少了|漏|漏了|漏写|漏报|漏填|漏统计"
)


def number_withheld(tokens: list[Token], index: int) -> Token | None:
    """没给主动公开总数, 培训次数没报出来, 缺条数: a figure of the text that is not stated; no
    request refused and no cell without a number."""
    token, rest = tokens[index], tokens[index + 1 : index + 4]
    others = ("generic", "mention", "versus", "change")
    if token.sort not in _NOT_GIVEN or any(t.sort in others for t in tokens):
        return None
    words, taken = token.text, 0
    while taken < len(rest) and rest[taken].sort in ("text", "stop", "has", "hint"):
        if token.sort != "none" or _WITHHELD.fullmatch(words) or rest[taken].text in "的了":
            break
        words, taken = words + rest[taken].text, taken + 1
    if _WITHHELD.fullmatch(words) is None or not _beside_count(tokens, index, index + taken):
        return None
    for i in range(index + 1, index + taken + 1):
        tokens[i] = replace(tokens[i], sort="stop", codes=())
    return replace(token, sort="silent", codes=())


_NOT_GIVEN: tuple[Sort, ...] = ("none", "loose", "concept", "text", "state", "compare", "aside")


def _beside_count(tokens: list[Token], first: int, last: int) -> bool:
    """Whether a count that only the text states stands right before or behind."""
    light = ("stop", "which", "unit", "report", "type", "each", "all")
    before = next((t for t in reversed(tokens[:first]) if t.sort not in light), None)
    before = None if tokens[first].sort == "compare" else before  # 条数少 compares
    behind = next((t for t in tokens[last + 1 :] if t.sort != "stop"), None)
    return any(
        t is not None
        and t.sort == "concept"
        and t.codes[0].startswith("claim:")
        and _COUNT_NAMED.search(t.text) is not None
        for t in (before, behind)
    )


_OTHER_UNIT = re.compile(
    "(?:多)?(?:个)?(?:半)?(?:小时|钟头|分钟|秒钟?|工作日|自然日|月份?(?!结)|星期|礼拜|季度|公里|里路|米|亩|公顷|平方米?"
    "|平米|公斤|斤|吨|岁|周岁|天|日|周|层楼?|楼|度)"
)


def of_another_unit(tokens: list[Token], index: int) -> Token | None:
    """那超过两小时怎么收: a bound in a unit that no figure of the reports has is no bound of one;
    it is looked for in the text."""
    token, behind = tokens[index], tokens[index + 1 : index + 3]
    bound = token.sort == "bound" and token.figure is not None and token.figure.unit in ("", "个")
    found = _OTHER_UNIT.match("".join(t.text for t in behind)) if bound else None
    if found is None or behind[0].start != token.end or behind[0].year is not None:
        return None
    end = token.end + found.end()
    for at in range(index + 1, index + 1 + len(behind)):
        part = tokens[at]
        if part.end <= end:
            tokens[at] = replace(part, sort="stop", codes=())
        elif part.start < end:
            tokens[at] = replace(part, start=end, text=part.text[end - part.start :])
    return replace(token, sort="text", codes=(), figure=None, end=end, text=token.text + found[0])
