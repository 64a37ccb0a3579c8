"""Words beside tables and reports: a table that lacks, the form of a year, an item of a list."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.parsing.denied import REASONS
from assistant.parsing.neighbours import clause_of
from assistant.parsing.tokens import Token
from assistant.vocabulary import Sort

_LACK = ("缺", "少", "漏", "差", "短", "缺了", "少了", "漏了")
_THERE = ("在不在", "都在", "在吗", "齐不齐", "齐全", "齐", "齐吗", "全不全", "不齐", "不全")
_TABLES: tuple[Sort, ...] = ("table", "table_side")
_THINGS_COUNTED = tuple("名位块面台辆座处本套扇")  # information is counted in 条, 件, 篇


def public_thing(tokens: list[Token], index: int) -> Token | None:
    """公开大使几名, 几块公开墙: a thing named after 公开, not how much was made public."""
    token, behind = tokens[index], tokens[index + 1 : index + 2]
    if token.text != "公开" or not behind or behind[0].start != token.end:
        return None
    counters = [t.text[-1] for t in clause_of(tokens, index) if t.sort in ("howmany", "number")]
    named = behind[0].sort == "text" and any(c in _THINGS_COUNTED for c in counters)
    return replace(token, sort="text", codes=()) if named else None


def lacking(tokens: list[Token], index: int) -> Token | None:
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


_ALL_NOUGHT = re.compile(
    "^(?:表格?|那张)?(?:里|中|上|里面)?的?(?:\\d{2,4}年度?的?)?(?:数字?|数据|各格|格子|各项|每格|每项|各栏|内容)?(?:的)?(?:填的?|写的?|报的?|印的?)?"
    "(?:全部?|全都|都|均|皆|一律|通通|统统|清一色)+(?:填|写|报|印)?(?:的)?(?:是|为|成|等于)?(?:0|零|〇)|^(?:里|的)?(?:是)?全(?:0|零)|^(?:里|的)?(?:是|为|等于)(?:0|零)$"
)
_NOT_ALL = re.compile("(?:不|并不|并非|没|没有)(?:全部?|全都|都)(?:是|为|填)?(?:0|零)$")
_TOTAL_OF = {"requests": "received_with_carried", "disputes": "disputes"}


def all_nought(tokens: list[Token], index: int) -> Token | None:
    """表四全是0的单位: its cases, of which there are none where every cell is 0; 表四不全是0的:
    some."""
    token = tokens[index]
    if token.sort != "table" or token.codes[0] not in _TOTAL_OF:
        return None
    if any(t.sort in _FIGURED for t in tokens):
        return None
    bound = next((n for n, t in enumerate(tokens) if n > index and t.sort == "bound"), None)
    rest = "".join(t.text for t in tokens[index + 1 : (bound or index) + 1])
    some = _NOT_ALL.search(rest) is not None
    if bound is None or not (some or _ALL_NOUGHT.search(rest)):
        return None
    for at in range(index + 1, bound):
        if some or tokens[at].sort in ("text", "all", "each", "amount"):
            tokens[at] = replace(tokens[at], sort="stop", codes=())
    figure = tokens[bound].figure
    if some and figure is not None:
        tokens[bound] = replace(tokens[bound], figure=replace(figure, op=">"))
    return replace(token, sort="concept", codes=(_TOTAL_OF[token.codes[0]],))


_NONE = ("没有", "没", "无", "没得", "没附", "没填", "有没有", "有无")


def no_table(tokens: list[Token], index: int) -> Token | None:
    """哪些报告没有表三: the table itself is not there; of a row (表三没有的) nothing is said."""
    token, behind = tokens[index], tokens[index + 1 : index + 2]
    if token.text not in _NONE or [t.sort for t in behind] != ["table"]:
        return None
    measured = any(t.sort in ("concept", "generic", "column", "hint", "state") for t in tokens)
    return None if measured else replace(token, sort="state", codes=("missing",))


def means_taken(tokens: list[Token], index: int) -> Token | None:
    """出台了哪些把关手段: measures taken; no documents."""
    token = tokens[index]
    rest = [t for t in tokens[index + 1 :] if t.sort != "stop"][:2]
    if token.sort != "column" or token.codes[:1] != ("issued",) or len(rest) < 2:
        return None
    asked = rest[0].sort in ("which", "what") and rest[1].sort in ("topic", "text")
    return replace(token, sort="stop", codes=()) if asked else None


_WRONG = ("错在哪", "错在哪里", "错在哪儿", "错在什么地方", "错在什么", "错哪了")


def what_was_wrong(tokens: list[Token], index: int) -> Token | None:
    """被纠正的两起复议错在什么地方: why, as the text tells; not a fault of the report."""
    token = tokens[index]
    corrected = any("corrected" in t.codes for t in tokens[:index])
    return replace(token, sort="why", codes=()) if token.text in _WRONG and corrected else None


_MAY = re.compile("能|可以|可否|可不可|行不行|吗|么|合适|应该|对不对|妥|直接|可比")


def put_together(tokens: list[Token], index: int) -> Token | None:
    """许可数放一起比一比: a comparison to make; no question whether one can be made."""
    token = tokens[index]
    asked = any(_MAY.search(t.text) for t in tokens)
    return None if token.sort != "comparable" or asked else replace(token, sort="compare")


_SAYING = ("说", "讲", "称", "认为", "判断", "显示", "提示", "报", "写")


def said_to_be(tokens: list[Token], index: int) -> Token | None:
    """为什么说对不上: what the check says, not what the text does; 凭啥说不掌握: a reason."""
    token, before = tokens[index], tokens[max(0, index - 1)]
    if token.text not in _SAYING or before.sort not in ("why", "how") or token.start != before.end:
        return None
    later = [t for t in clause_of(tokens, index) if t.start > token.start]
    doubted = any(t.sort == "quality" for t in later)
    doubted = doubted or any(c.startswith(REASONS) for t in later[:1] for c in t.codes[:1])
    return replace(token, sort="stop", codes=()) if doubted and before.sort == "why" else None


def item(tokens: list[Token], index: int) -> Token | None:
    """第二个问题准备怎么改: of it the remedy is asked."""
    token, behind = tokens[index], tokens[index + 1 : index + 2]
    if token.text not in ("问题", "不足", "短板", "困难") or token.sort != "topic":
        return None
    beside = [*tokens[max(0, index - 1) : index], *behind]
    numbered = any(t.sort == "item" for t in beside)
    asked = any(_REMEDY.search(t.text) for t in tokens[index + 1 :] if t.sort != "item")
    return replace(token, sort="stop", codes=()) if numbered and asked else None


_REMEDY = re.compile("改|解决|应对|办|处理|措施|打算")


def form_of_year(tokens: list[Token], index: int) -> Token | None:
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


def uses_form(tokens: list[Token], index: int) -> Token | None:
    """采用旧版表格的报告: whoever uses a form has it."""
    token, behind = tokens[index], tokens[index + 1 : index + 2]
    said = token.text.removesuffix("的").removesuffix("了") in _USES
    of_form = bool(behind) and behind[0].sort == "form" and token.sort in ("text", "aside")
    return replace(token, sort="stop", codes=()) if said and of_form else None


_USES = ("采用", "使用", "套用", "沿用", "选用", "适用", "用", "还用", "仍用")
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


def no_tables(tokens: list[Token], index: int) -> Token | None:
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
