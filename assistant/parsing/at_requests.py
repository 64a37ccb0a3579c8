"""Words beside requests: granted or not, how they came in, what became of them."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.parsing.denied import GIVEN_UP, NOT_DONE, REASONS
from assistant.parsing.neighbours import clause_bounds, clause_of, table_of
from assistant.parsing.tokens import Token
from assistant.vocabulary import Sort

_OVERDUE = ("other.correction_overdue", "other.fee_overdue")
_ENDED = "ended"
_THEN = ("办", "办了", "办理", "处理", "处理了", "受理", "被", "就", "而", "了", "的", "给")
_COUNTING: tuple[Sort, ...] = ("stop", "howmany", "function", "number", "which", "year")
_ASKING_ON = ("applicants", "outcome", "then", "and")
_MANNER = re.compile("(?:都|是)?(?:怎么|怎样|如何|咋)(?:处理|处置|办理|答复|回复)的?$")
_SECRETS = ("个人隐私", "商业秘密", "隐私")  # of which reports tell how they are kept
_PETITION = ("信访", "信访件", "信访事项", "信访投诉", "信访举报", "信访举报投诉", "信访诉求")
_WORK = ("处理", "办理", "接待", "受理", "化解", "调处", "收到", "接到", "办结", "处理完", "办完")


def not_done(tokens: list[Token], index: int) -> Token | None:
    """一件许可也没办: no permit; of requests 没办 are those carried over."""
    token = tokens[index]
    if token.text not in NOT_DONE or token.sort != "concept":
        return None
    others = [other for other in clause_of(tokens, index) if other.text not in NOT_DONE]
    tables = {table_of(other) for other in others} - {""}
    return replace(token, sort="none", codes=()) if tables == {"proactive"} else None


def given_up(tokens: list[Token], index: int) -> Token | None:
    """不交费就不办了, 逾期不补正被终止办理: what the row's own name says."""
    before = next((t for t in reversed(tokens[:index]) if t.text not in _THEN), None)
    token = tokens[index]
    if before is None or not (set(before.codes) & set(_OVERDUE) or _ENDED in before.codes):
        return None
    ended = token.text in GIVEN_UP or token.text in _THEN
    return replace(token, sort="stop", codes=(_ENDED,)) if ended and token.text != "的" else None


def manner(tokens: list[Token], index: int) -> Token | None:
    """怎样处理个人信息: how that is done, not how requests ended."""
    token, following = tokens[index], tokens[index + 1 : index + 2]
    if token.sort != "outcome" or not _MANNER.fullmatch(token.text):
        return None
    if following and following[0].text in _SECRETS:
        tokens[index + 1] = replace(following[0], sort="topic", codes=())
        following = tokens[index + 1 : index + 2]
    content = bool(following) and (following[0].sort == "topic" or following[0].is_own_word)
    return replace(token, sort="how", codes=()) if content else None


def beside_persons(tokens: list[Token], index: int) -> Token | None:
    """个人几件单位几件, 个人和单位各几件: applicants that are no persons, not those that report."""
    token, behind = tokens[index], tokens[index + 1 : index + 2]
    if token.sort not in ("unit", "text") or token.text not in ("单位", "机构", "组织"):
        return None
    before = next((t for t in reversed(tokens[:index]) if t.sort not in _JOINING), None)
    counted = bool(behind) and behind[0].sort in ("each", "howmany") and not behind[0].codes
    person = before is not None and before.codes == ("natural_person",)
    joined = before is not None and before.end < token.start
    beside = person and joined and counted
    return replace(token, sort="applicant", codes=("legal_person",)) if beside else None


_JOINING: tuple[Sort, ...] = ("and", "howmany", "mark")


def for_reason(tokens: list[Token], index: int) -> Token | None:
    """理由是保护第三方权益的: the row that says the reason, not the words about it."""
    token = tokens[index]
    if token.text not in ("理由", "原因", "依据", "缘由") or token.sort not in ("topic", "why"):
        return None
    rest = next((t for t in tokens[index + 1 :] if t.sort not in ("stop", "has")), None)
    copula = [t.text for t in tokens[index + 1 : index + 2]] in (["是"], ["为"], ["属于"], ["就是"])
    row = rest is not None and rest.codes[:1] and rest.codes[0].startswith(REASONS)
    return replace(token, sort="stop", codes=()) if copula and row else None


_NOT_GIVEN = (
    "不给",
    "就不给",
    "就不给了",
    "就不给看",
    "就是不给",
    "没给",
    "不给看",
    "没给看",
    "不提供",
    "没提供",
    "没让看",
    "不让看",
    "驳回",
    "拒绝",
)


def not_given(tokens: list[Token], index: int) -> Token | None:
    """按执法案卷不给的有几件: the row that says the reason says that they were not given too."""
    token, (start, end) = tokens[index], clause_bounds(tokens, index)
    if token.text not in _NOT_GIVEN or token.sort == "stop":
        return None
    row = any(c.startswith(REASONS) for t in tokens[start:end] for c in t.codes[:1] if "." in c)
    return replace(token, sort="stop", codes=()) if row else None


def petitions(tokens: list[Token], index: int) -> Token | None:
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


def of_no_request(tokens: list[Token], index: int) -> Token | None:
    """处罚企业几件, 个人的许可: the form parts applicants, not those fined or permitted."""
    token, behind = tokens[index], tokens[index + 1 : index + 2]
    if token.sort == "applicant" and any("claim:processing_fee" in t.codes for t in behind):
        return replace(token, sort="stop", codes=())  # 收过老百姓信息处理费吗
    if token.sort == "applicant" and _counted_by_house(tokens, index):
        return replace(token, sort="text", codes=())
    if token.sort != "applicant" or any(table_of(t) == "requests" for t in tokens):
        return None
    if any(t.sort in _ASKING_ON or t.codes[:1] == ("received",) for t in tokens):
        return None
    near = [t for t in tokens[:index] if t.sort not in ("stop", "has", "hint")][-1:]
    near += [t for t in tokens[index + 1 :] if t.sort != "stop"][:1]
    fined = "proactive" in {table_of(t) for t in near}
    return replace(token, sort="text", codes=()) if fined else None


def _counted_by_house(tokens: list[Token], index: int) -> bool:
    """涉及多少户居民: no requests, which are counted by 件."""
    before = tokens[max(0, index - 2) : index]
    asked = bool(before) and before[0].sort == "howmany" and before[-1].text.endswith(("户", "名"))
    return asked and not any(t.sort == "generic" or "received" in t.codes for t in tokens)


def granted(tokens: list[Token], index: int) -> Token | None:
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


CHANNELS = (
    ("网上", "网络", "互联网", "线上", "在线", "电子邮件", "邮箱"),
    ("当面", "现场", "窗口", "上门"),
    ("信函", "邮寄", "来信", "写信", "寄信", "信件", "书信"),
    ("传真",),
    ("电话", "来电"),
)
"""Ways in which requests are made, those that are one on a line; no table parts them."""
_MADE = ("提交", "提交的", "提出", "提出的", "递交", "递交的", "提的", "提", "寄来的", "来的")


def by_channel(tokens: list[Token], index: int) -> Token | None:
    """从网上提交的申请有几件: how requests came in, no items on a website."""
    token, behind = tokens[index], [t.text for t in tokens[index + 1 : index + 2]]
    ways = {word for words in CHANNELS for word in words}
    asked = any(t.sort == "howmany" and not t.codes for t in tokens)
    made = behind and (behind[0] in _MADE or behind[0].startswith("申请"))
    requests = any(t.sort == "generic" or t.codes[:1] == ("received",) for t in tokens)
    if token.text not in ways or not (asked and made and requests):
        return None
    return replace(token, sort="grain", codes=("channel",))


_CALLED = ("电话", "热线", "来电", "专线")
_TOOK_CALLS = ("接", "打进", "打来", "受理", "收到")


def calls(tokens: list[Token], index: int) -> Token | None:
    """开了个咨询电话，一年接了多少个: calls, which are no requests; the number is not asked for."""
    token = tokens[index]
    if token.codes[:1] != ("received",) or not token.text.startswith(_TOOK_CALLS):
        return None
    phones = [i for i, t in enumerate(tokens[:index]) if any(word in t.text for word in _CALLED)]
    requests = any(t.sort == "generic" or "申请" in t.text for t in tokens)
    counted = any(t.sort == "howmany" for t in tokens[index + 1 : index + 3])
    if not phones or requests or not counted:
        return None
    for at in phones:
        tokens[at] = replace(tokens[at], sort="text", codes=())
    return replace(token, sort="text", codes=())


_ANSWERS = ("答复", "回答", "解答", "回应", "回复")


def questions_put(tokens: list[Token], index: int) -> Token | None:
    """现场答复了几个问题: questions that people put, no shortcomings; no requests are answered."""
    token = tokens[index]
    at = next((i for i in range(index - 2, -1, -1) if tokens[i].text not in ("了", "过", "到")), -1)
    counted = at >= 0 and tokens[index - 1].sort == "howmany"
    if token.text != "问题" or not counted or not any(w in tokens[at].text for w in _ANSWERS):
        return None
    tokens[at] = replace(tokens[at], sort="text", codes=())
    return replace(token, sort="text", codes=())


_FINALLY = ("最后", "最终", "后来", "到头来", "到最后", "结果")
_DISCLOSED = ("granted", "disclosed", "claim:proactive_total")


def in_the_end(tokens: list[Token], index: int) -> Token | None:
    """申请是谁提的，最后公开了吗: how the request ended, not what is published."""
    token, before = tokens[index], tokens[max(0, index - 1)]
    if token.codes[:1] not in [(code,) for code in _DISCLOSED] or before.text not in _FINALLY:
        return None
    asked = any(t.sort in ("generic", "applicants") or "received" in t.codes for t in tokens)
    counted = any(t.sort in ("howmany", "which", "share") for t in tokens[index:])
    return replace(token, sort="outcome", codes=()) if asked and not counted else None


def granted_permits(tokens: list[Token], index: int) -> Token | None:
    """which towns granted no permits: permits are granted as requests are."""
    token = tokens[index]
    clause = clause_of(tokens, index)
    permits = any(t.codes[:1] == ("licensing",) and t.text.isascii() for t in clause)
    requests = any(t.codes[:1] == ("received",) for t in clause)
    granted = token.codes == ("granted",) and token.text == "granted"
    return replace(token, sort="stop", codes=()) if granted and permits and not requests else None


def carried_out(tokens: list[Token], index: int) -> Token | None:
    """received + carried in = processed + carried out: the row, beside the other one."""
    token, behind = tokens[index], tokens[index + 1 : index + 2]
    out = token.text == "carried" and [t.text for t in behind] == ["out"]
    beside = any(t.codes == ("carried_in",) for t in tokens)
    return replace(token, sort="concept", codes=("carried_out",)) if out and beside else None


_NO_OUTCOME = (
    "没下文",
    "没了下文",
    "没有下文",
    "没了结果",
    "没结果",
    "没有结果",
    "还没出结果",
    "没出结果",
)


def no_outcome(tokens: list[Token], index: int) -> Token | None:
    """收的申请没下文: not closed, where no case of law is spoken of."""
    token = tokens[index]
    if token.text not in _NO_OUTCOME or token.sort != "column":
        return None
    codes = {code for i, t in enumerate(tokens) if i != index for code in t.codes}
    court = codes & {"reconsideration", "litigation"}
    requests = codes & {"received", "requested"}
    return (
        replace(token, sort="concept", codes=("carried_out",)) if requests and not court else None
    )


_TOLD = ("公开", "公开了", "公开过", "公布了", "公示了", "发布了", "发了", "公开的")


def told_whom(tokens: list[Token], index: int) -> Token | None:
    """给村民公开了什么: for whom it was made public; no request by them."""
    token, behind = tokens[index], tokens[index + 1 : index + 2]
    given = index > 0 and tokens[index - 1].text in ("给", "向", "对", "为")
    told = bool(behind) and behind[0].text in _TOLD
    return (
        replace(token, sort="stop", codes=())
        if token.sort == "applicant" and given and told
        else None
    )


_WHOLLY = ("完全", "压根", "压根儿", "根本", "愣是", "一直", "从头到尾", "自始至终")
_NOTHING: tuple[Sort, ...] = ("none", "not_mention", "silent", "state")


def wholly(tokens: list[Token], index: int) -> Token | None:
    """完全没收到过申请: none is none."""
    token, behind = tokens[index], tokens[index + 1 : index + 2]
    light = token.text in _WHOLLY and bool(behind) and behind[0].sort in _NOTHING
    return replace(token, sort="stop", codes=()) if light and token.sort != "stop" else None
