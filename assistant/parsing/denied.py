"""没 and 出现过 beside a row: what is not done, not issued, or was there at all."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.parsing.neighbours import clause_of, table_of
from assistant.parsing.tokens import Token
from assistant.vocabulary import Sort

NOT_DONE = ("没办", "没有办", "未办", "没办过", "没有办过")
GIVEN_UP = ("终止", "就不", "不再", "不再处理", "不处理", "没有处理", "不予办理", "作罢")
_NOT_TAKEN_UP = re.compile(
    "^(?:再|能够?|继续|接着|往下|往后|给|被|予以?|得到|进一步|作|做|去|按申请|当申请)*"
    "(?:办理?|处理|受理|审理|理会|答复|提供|公开|给|批|同意|办下去|往下走|走下去)(?:下去)?[了的]?"
)
REASONS = ("denied.", "unavailable.", "not_processed.", "other.")


def not_taken_up(tokens: list[Token], index: int) -> Token | None:
    """判成信访举报投诉没往下办, 因不掌握没提供: not done for that reason, as the row says; not none
    of it."""
    token, rest = tokens[index], tokens[index + 1 :]
    clause = clause_of(tokens[: index + 1], index)
    rows = [t.codes[0] for t in clause if t.codes[:1] and t is not token]
    if not any(row.startswith(REASONS) for row in rows):
        return None
    ended = any(row.startswith("not_processed.") for row in rows) and token.text in GIVEN_UP
    refused = token.sort == "loose" and "not_processed" in token.codes  # 没给办
    if ended or refused or token.text in NOT_DONE or token.text in _NOT_GIVEN:
        return replace(token, sort="stop", codes=())
    end = next((i for i, t in enumerate(rest) if t.sort in ("mark", "generic")), len(rest))
    said = _NOT_TAKEN_UP.match("".join(t.text for t in rest[:end]))
    if token.sort != "none" or token.codes or said is None:
        return None
    length, at = said.end(), index + 1
    while length > 0:
        length -= len(tokens[at].text)
        at += 1
    if length < 0 or (at < len(tokens) and tokens[at].text == "过"):
        return None
    tokens[index + 1 : at] = [replace(t, sort="stop", codes=()) for t in tokens[index + 1 : at]]
    return replace(token, sort="stop", codes=())


_NOT_GIVEN = ("没提供", "没有提供", "未提供", "没给", "没有给")
_ISSUING = ("发过", "发布过", "发了", "发布了", "发布", "公布过", "立过", "出过", "定过", "新发")
_DOCUMENTS = ("normative_documents", "regulations")


def issued(tokens: list[Token], index: int) -> Token | None:
    """没发过也没废过规范性文件: documents are issued; information is published."""
    token, clause = tokens[index], clause_of(tokens, index)
    denied = index and tokens[index - 1].sort == "none"
    said = token.text in _ISSUING or (denied and token.text in ("发", "立", "出", "定", "废"))
    if not said or token.sort not in ("hint", "text", "stop", "has"):
        return None
    if not any(set(t.codes) & set(_DOCUMENTS) for t in clause if t.sort in ("concept", "hint")):
        return None
    if token.text == "废":
        return replace(token, sort="column", codes=("repealed", _DOCUMENTS[0]))
    repealed = any(t.codes[:1] == ("repealed",) or t.text == "废" for t in clause)
    return replace(token, sort="column", codes=("issued", _DOCUMENTS[0])) if repealed else None


_PUBLISHING = ("公开", "公开的", "公开过", "公开了")
_NOT = ("没", "没有", "未", "未能")
_KEPT_BACK = ("denied", "unavailable", "not_processed")
_ANY = ("一件", "一份", "一条", "任何", "一个")


def not_published(tokens: list[Token], index: int) -> Token | None:
    """Of requests, none was granted (收到过申请却一件都没公开的, 有申请但一件没给的), or how many
    were not (没公开的申请有几件); never the total of what is issued."""
    token, others = tokens[index], [t for i, t in enumerate(tokens) if i != index]
    if any(t.codes[:1] and t.codes[0].startswith(REASONS) for t in others):
        return None
    counted = next((t for t in others if t.sort == "howmany" and not t.codes), None)
    requests = any(t.codes[:1] == ("received",) or table_of(t) == "requests" for t in others)
    if not requests and (counted is None or not counted.text.endswith("件")):
        return None
    if token.text in _NOT_GIVEN and index and tokens[index - 1].text in _ANY:
        tokens[index - 1] = replace(tokens[index - 1], sort="none", figure=None)
        return replace(token, sort="concept", codes=("granted",))
    at = next((i for i in range(index - 1, -1, -1) if tokens[i].text not in _ANY), 0)
    granted = token.sort == "concept" and token.codes == ("granted",)
    published = token.sort == "hint" and token.text in _PUBLISHING
    if tokens[at].sort != "none" or tokens[at].codes or not (granted or published):
        return None
    if counted is not None and tokens[at].text in _NOT:
        tokens[at] = replace(tokens[at], sort="stop")
        return replace(token, sort="loose", codes=_KEPT_BACK)
    for i in range(index + 1, len(tokens)):  # 没有公开任何一件
        if tokens[i].text not in _ANY:
            break
        tokens[i] = replace(tokens[i], sort="stop", codes=(), figure=None)
    return replace(token, sort="concept", codes=("granted",))


_FINISHED = ("total_processed",)
_WHETHER_NOT = ("没有", "没", "没呢")
_OF_DEPUTIES = ("claim:proposals_npc", "claim:proposals_cppcc")


def finished_or_not(tokens: list[Token], index: int) -> Token | None:
    """各单位的申请，办完没有: how many were not, by what is carried over; not those that finished
    none. Proposals of deputies have no such figure."""
    token, behind = tokens[index], tokens[index + 1 :]
    closes = len(behind) == 1 or (len(behind) > 1 and behind[1].sort == "mark")
    if token.codes != _FINISHED or not closes or behind[0].text not in _WHETHER_NOT:
        return None
    alone = all(t.sort == "stop" or t in (token, behind[0]) for t in clause_of(tokens, index))
    if not alone or not any(t.sort == "mark" for t in tokens[:index]):
        return None
    tokens[index + 1] = replace(behind[0], sort="stop", codes=())
    if any(t.codes[:1] and t.codes[0] in _OF_DEPUTIES for t in tokens[:index]):
        return replace(token, sort="stop", codes=())
    return replace(token, codes=("carried_out",))


_BEFALLS = ("有", "被", "告", "收到", "发生", "出现", "碰到", "遇到")


def or_not(tokens: list[Token], index: int) -> Token | None:
    """罚了多少，有人告它没有: whether there was any, behind another question; none is not meant."""
    token, behind = tokens[index], tokens[index + 1 : index + 2]
    closes = not behind or behind[0].sort == "mark"
    if token.sort != "none" or token.text not in _WHETHER_NOT or not closes:
        return None
    clause = clause_of(tokens, index)
    what = next((n for n, t in enumerate(clause[:-1]) if t.sort == "what"), None)
    if what is not None and tokens[index - 1].text not in ("都", "也"):
        there = clause[what].text.startswith("有") or (what and clause[what - 1].sort == "has")
        return replace(token, sort="stop", codes=()) if there else None  # 有什么毛病没
    figures = [t for t in clause if t.sort == "concept"]
    befalls = len(figures) == 1 and any(t.text.startswith(_BEFALLS) for t in clause[:-1])
    before = tokens[: tokens.index(clause[0])]
    asked = any(t.sort == "concept" for t in before) and any(t.place.bodies for t in before)
    return replace(token, sort="stop", codes=()) if befalls and asked else None


def sued(tokens: list[Token], index: int) -> Token | None:
    """告过李口镇政府没: the body stands inside the words for it."""
    token, behind = tokens[index], tokens[index + 1 : index + 2]
    named = bool(behind) and bool(behind[0].place.bodies)
    who = any(t.sort == "outside" for t in tokens)  # 告鹿鸣街道的那个人叫什么
    if who or not named or token.text not in ("告", "告过", "告了", "状告", "状告过"):
        return None
    return replace(token, sort="concept", codes=("litigation",))


_CASES = ("情形", "情况", "结果", "案件", "案子", "件", "事项", "申请")
_OF_BODIES: tuple[Sort, ...] = ("type", "unit", "which", "body", "stem")
_OCCURRED = re.compile("(是否|有没有|有无|曾经?)?出现过?")
_WRITTEN: tuple[Sort, ...] = ("report", "text_side", "section", "topic", "mention", "silent")
_OF_WORDS = ("字样", "说法", "提法", "表述", "词", "字眼", "用语", "几次", "多少次")


def occurred(tokens: list[Token], index: int) -> Token | None:
    """是否出现过“不予处理”的申请: whether there were any; no word of the text."""
    token, rest = tokens[index], tokens[index + 1 :]
    said = _OCCURRED.fullmatch(token.text)
    named = next((t for t in rest if t.sort != "stop"), None)
    if token.sort != "mention" or said is None or named is None or table_of(named) == "":
        return None
    others = [t for i, t in enumerate(tokens) if i != index]
    if any(t.sort in _WRITTEN or t.text in _OF_WORDS for t in others):
        return None
    cases = any(t.sort == "generic" or t.text.startswith(_CASES) for t in rest)
    if not cases and not any(t.sort in _OF_BODIES for t in others):
        return None
    return replace(token, sort="whether" if said[1] else "has", codes=())
