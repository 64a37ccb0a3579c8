"""Words whose figure their neighbours tell: 剩多少 of documents, 申请人结构：, 各渠道条数."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from assistant.parsing.neighbours import clause_of
from assistant.parsing.tokens import Token
from assistant.vocabulary import Sort

_DOCUMENTS = ("normative_documents", "regulations")
_LEFT = ("剩", "剩下", "剩余", "还剩", "还剩下", "剩了", "还留", "留下", "还余", "后还剩", "余下")
_STILL = ("还", "后还", "之后还", "还有", "尚")
_COUNTS = (
    *("几", "几件", "几份", "几个", "有几件", "有几份"),
    *("多少", "多少件", "多少份", "有多少", "有多少件"),
)


def left_in_force(tokens: list[Token], index: int) -> Token | None:
    """废止了几件文件，剩多少: the documents still in force, no requests carried over."""
    token, others = tokens[index], [t for i, t in enumerate(tokens) if i != index]
    documents = any(
        set(t.codes) & set(_DOCUMENTS) for t in others if t.sort in ("concept", "column", "hint")
    )
    requests = any(t.sort in ("generic", "applicant") or t.codes == ("received",) for t in others)
    if not documents or requests:
        return None
    if any("in_force" in t.codes for t in others):  # 还剩几件有效的: said in full
        named = token.codes == ("carried_out",) and "剩" in token.text
        return replace(token, sort="stop", codes=()) if named else None
    behind = next((t for t in tokens[index + 1 :] if t.sort != "stop"), None)
    counted = behind is not None and behind.sort == "howmany" and behind.text in _COUNTS
    repealed = any("repealed" in t.codes for t in tokens[:index])
    left = token.text in _LEFT and counted
    left = left or (token.text in _STILL and counted and repealed)
    left = left or (token.codes == ("carried_out",) and "剩" in token.text)
    return replace(token, sort="column", codes=("in_force", _DOCUMENTS[0])) if left else None


def heading(tokens: list[Token], index: int) -> Token | None:
    """申请人结构：企业占比最高的是谁: what the applicants named behind it belong to."""
    token, rest = tokens[index], tokens[index + 1 :]
    if token.sort != "applicants" or not any(t.sort in ("most", "top") for t in rest):
        return None
    named = any(t.sort == "applicant" or t.codes[:1] in _SHARES for t in rest)
    return replace(token, sort="stop", codes=()) if named else None


def several_each(tokens: list[Token], index: int) -> Token | None:
    """几个乡镇街道各有几件: of each of those few; not how many they are."""
    token, clause = tokens[index], clause_of(tokens, index)
    few = token.sort == "howmany" and token.text in ("几个", "几家", "这几个", "这几家")
    kinds = index + 1 < len(tokens) and tokens[index + 1].sort in ("type", "unit")
    each = [i for i, t in enumerate(clause) if t.sort == "each" and t.start > token.start]
    asks = bool(each) and any(t.sort == "howmany" for t in clause[each[0] :])
    return replace(token, sort="stop", codes=()) if few and kinds and asks else None


_OTHERS = ("别的", "其他", "其它", "其余", "周边", "周围", "附近", "隔壁", "兄弟", "人家")


def others_each(tokens: list[Token], index: int) -> Token | None:
    """别的乡镇都培训了几次: of each of them, no sum."""
    token, clause = tokens[index], clause_of(tokens, index)
    kinds = [i for i, t in enumerate(tokens[:index]) if t.sort in ("type", "unit") and i]
    others = any(tokens[i - 1].text in _OTHERS for i in kinds)
    counted = any(t.sort == "howmany" and t.start > token.start for t in clause)
    other: tuple[Sort, ...] = ("function", "most", "top", "which", "each", "mention", "whether")
    if token.text not in ("都", "都是", "都有") or token.sort not in ("stop", "all"):
        return None
    asks = others and counted and not any(t.sort in other for t in clause)
    return replace(token, sort="each", codes=()) if asks else None


_WITHIN = ("里", "里面", "里头", "中", "当中", "之中", "其中", "内")


def carried_in(tokens: list[Token], index: int) -> Token | None:
    """155件里新收多少、结转多少: what was handled is made of both, so of the year before."""
    token, others = tokens[index], [t for i, t in enumerate(tokens) if i != index]
    if token.text not in ("结转", "结转的", "结转来的") or token.codes != ("carried_out",):
        return None
    received = any(t.codes == ("received",) and t.text.startswith("新收") for t in others)
    at = next((i for i in range(index) if tokens[i].text in _WITHIN), None)
    whole = at is not None and any(t.sort == "number" for t in tokens[:at])
    return replace(token, codes=("carried_in",)) if received and whole else None


_SHARES = (("ratio:natural_share",), ("ratio:legal_share",))
_APART = ("差异", "有差异", "不一样", "偏差", "有偏差")
_SETS: tuple[Sort, ...] = ("type", "region", "stem", "body")


def sets_apart(tokens: list[Token], index: int) -> Token | None:
    """乡和街道的申请量差异大吗: how two kinds of body compare; not whether a report agrees with
    itself."""
    token, before = tokens[index], tokens[:index]
    if token.sort != "quality" or token.text not in _APART:
        return None
    if any(t.sort in ("text_side", "table_side", "table") for t in tokens):
        return None
    sets = [i for i, t in enumerate(before) if t.sort in _SETS]
    paired = any(
        all(t.sort in ("and", "versus") for t in tokens[a + 1 : b]) and b - a == 2
        for a, b in pairwise(sets)
    )
    measured = any(t.sort in ("concept", "generic", "loose", "hint", "column") for t in before)
    if not (paired and measured):
        return None
    if index + 1 < len(tokens) and tokens[index + 1].text in ("大", "大不大", "明显", "多大"):
        tokens[index + 1] = replace(tokens[index + 1], sort="stop")
    return replace(token, sort="compare", codes=())


_RESULT_OF: tuple[Sort, ...] = ("concept", "generic")
_ROWS = ("received", "reconsideration", "litigation", "total_processed")


def taken_over(tokens: list[Token], index: int) -> Token | None:
    """2022结转的那件算进去了吗: whether what one year left over is what the next one took over."""
    token = tokens[index]
    carried = any(set(t.codes[:1]) & {"carried_in", "carried_out"} for t in tokens[:index])
    said = _TAKEN_OVER.fullmatch(token.text) is not None and token.sort in ("text", "aside", "stop")
    asks = any(t.text in ("吗", "么", "没", "没有", "?", "不") for t in tokens[index + 1 :])
    asks = asks or any(t.text in ("有没有", "是否", "是不是") for t in tokens[:index])
    taken = carried and said and asks
    return replace(token, sort="quality", codes=("mismatch",)) if taken else None


_TAKEN_OVER = re.compile(
    "(?:算|计|加|接|转|带|记|列|统计|包含|包括)(?:进|入|过|到|上|在内)(?:来|去)?了?"
)


def result_of(tokens: list[Token], index: int) -> Token | None:
    """15件申请的结果: how they ended, where nothing stands behind it."""
    token, rest = tokens[index], tokens[index + 1 :]
    if token.text not in ("结果", "结局") or token.sort != "stop":
        return None
    if any(t.sort != "mark" for t in rest):
        return None
    before = [t for t in tokens[:index] if t.sort != "stop"][-1:]
    named = bool(before) and before[0].sort in _RESULT_OF and before[0].codes[0] in _ROWS
    return replace(token, sort="outcome") if named and tokens[index - 1].text == "的" else None


_EACH_CHANNEL = ("渠道", "平台", "公开渠道", "公开平台", "发布渠道", "发布平台", "媒体", "账号")
_COUNTED: tuple[Sort, ...] = ("amount", "howmany", "hint", "concept")


def each_channel(tokens: list[Token], index: int) -> Token | None:
    """公开总条数及各渠道条数: what the site and the accounts posted, each for itself."""
    token, clause = tokens[index], clause_of(tokens, index)
    if token.text not in _EACH_CHANNEL or token.sort not in ("topic", "text", "stop", "aside"):
        return None
    each = index > 0 and (tokens[index - 1].sort == "each" or tokens[index - 1].text in _EACH)
    behind = [t for t in tokens[index + 1 :] if t.sort != "stop"][:2]
    counted = any(t.sort in _COUNTED for t in behind) or any(
        t.sort == "each" and u.sort == "howmany" for t, u in pairwise(behind)
    )
    published = any(
        t.codes[:1] == ("claim:proactive_total",) for t in tokens if t.sort in ("concept", "hint")
    )
    if not (each and counted and (published or _posts(clause))):
        return None
    tokens[index - 1] = replace(tokens[index - 1], sort="stop")
    return replace(token, sort="concept", codes=("claim:website", "claim:new_media"))


_EACH = ("各个", "每个", "各类", "各大", "分")


def _posts(clause: list[Token]) -> bool:
    return any(t.text.startswith(("发布", "推送", "公开")) for t in clause)


_OFTEN = (
    "最常用",
    "最常用的",
    "最常见",
    "最常见的",
    "最常引用",
    "最常引用的",
    "最普遍",
    "最普遍的",
)
_GROUPS = ("denied", "unavailable", "not_processed", "other")


def most_used(tokens: list[Token], index: int) -> Token | None:
    """不予公开的理由里最常用的: which row has the most; no opinion."""
    token = tokens[index]
    if token.text not in _OFTEN:
        return None
    rows = any(t.sort == "concept" and t.codes[0] in _GROUPS for t in tokens)
    return replace(token, sort="most", codes=("desc",)) if rows else None


_STAFF = {"专职": "claim:staff_full", "兼职": "claim:staff_part"}
_OTHER_STAFF = {"专职": "兼职", "兼职": "专职"}


def kind_of_staff(tokens: list[Token], index: int) -> Token | None:
    """专职和兼职一共几人, 专职、兼职人员各几名: the number of both kinds."""
    token = tokens[index]
    if token.text not in _STAFF or token.sort not in ("text", "topic"):
        return None
    ahead = [t for t in tokens[:index] if t.sort != "and"][-1:]
    behind = [t for t in tokens[index + 1 :] if t.sort != "and"][:1]
    beside = any(t.text.startswith(_OTHER_STAFF[token.text]) for t in (*ahead, *behind))
    counted = any(t.sort == "howmany" and t.text[-1] in "人名个位" for t in tokens)
    counted = counted or any(t.text in ("人数", "多少") for t in tokens)
    return (
        replace(token, sort="concept", codes=(_STAFF[token.text],)) if beside and counted else None
    )
