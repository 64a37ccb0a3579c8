"""Words of a follow-up that only the question before explains, taken as what they mean there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.aspects import wanted
from assistant.measures import MEDIA, OUTCOMES, concept_of, measure
from assistant.parsing.called import called
from assistant.parsing.replies import replied
from assistant.parsing.tokens import Token
from assistant.parsing.wanted import applicants_of
from assistant.plan import Measure, Plan
from assistant.vocabulary import Sort

_WITHIN = ("里面", "里头", "里边", "当中", "其中的", "这里头", "这里边")
_LIGHT: tuple[Sort, ...] = ("stop", "mark", "then")
HERE: tuple[Sort, ...] = (*_LIGHT, "body", "stem", "region", "type", "year", "it", "they")
_BARE: tuple[Sort, ...] = ("hint", "has", "none", "whether", "outcome")
_OTHERS: tuple[Sort, ...] = (
    "which", "each", "all", "unit", "level", "by", "most", "top", "body", "stem", "region",
    "place_in_rank", "function", "compare",
)  # fmt: skip
_PUBLISHED = ("公开", "公布", "给公开")
_OF_ITEMS = ("信息", "条", "篇")
_REST = re.compile("剩|其余|余下|另外|其他|其它|别的|还有")
_REST_LIGHT: tuple[Sort, ...] = (*_LIGHT, "howmany", "outcome", "plus", "what", "swap")
_WHOSE: tuple[Sort, ...] = (*_REST_LIGHT, "number", "which", "applicants", "and", "hint")
_FEES = {
    "proactive.fees.amount": ("fees",),
    "claim:processing_fee": ("claim:processing_fee",),
}


def in_context(tokens: Sequence[Token], plan: Plan) -> tuple[Token, ...]:
    """The tokens of a follow-up, the words that lean on `plan` in their sense there."""
    tokens = _of_list(_where(_opening(_rather_much(_without_remark(tokens)))), plan)
    tokens = _own_or_whole(_of_those(tokens, plan), plan)
    whole = bool(plan.scope.bodies) or (plan.scope.area and bool(plan.scope.regions))
    tokens = _passed_on(called(_by_whom(tokens, plan), plan, about_of(plan)), about_of(plan))
    tokens = _for_what_reason(tokens, about_of(plan), whole)
    tokens = _that_region(_in_town(tokens, plan), plan)
    tokens = replied(_at_the_top(tokens, plan), plan, about_of(plan))
    tokens = _sent_out(_given_out(tokens, about_of(plan)), plan)
    tokens = _left_over(_blank_one(tokens, plan), about_of(plan))
    about = about_of(plan) or fees_told(plan)
    if len(about) == 1 and about[0].claim in CHANNELS and _is_elsewhere(tokens):
        tokens = [replace(t, sort="stop") if t.sort == "where" else t for t in tokens]
    return _taken(_bare_verb(tokens, plan), about)


def _of_list(tokens: Sequence[Token], plan: Plan) -> tuple[Token, ...]:
    """第二个呢, 最后一条怎么改的, after the problems of one report: of what it lists, no body."""
    one = plan.kind == "narrative" and len({body.name for body in plan.scope.bodies}) == 1
    if not one or not wanted(plan.query).is_list or any(t.place.bodies for t in tokens):
        return tuple(tokens)
    return tuple(replace(t, sort="item") if t.sort == "ordinal" else t for t in tokens)


def about_of(plan: Plan) -> tuple[Measure, ...]:
    """The measures that the question was about, those of its conditions where it shows none."""
    return plan.measures or tuple(condition.measure for condition in plan.conditions)


def _without_remark(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """没有啊。。那他们有公众号吗: what is said of the answer before asks nothing."""
    at = next((i for i, t in enumerate(tokens) if t.sort == "mark"), None)
    if at is None or not any(t.sort not in _LIGHT for t in tokens[at:]):
        return tuple(tokens)
    remark = {t.sort for t in tokens[:at]}
    return tuple(tokens[at + 1 :] if remark <= {"none", "stop", "then"} else tokens)


def _rather_much(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """为什么比较多: the amount spoken of, no order."""
    why = any(t.sort == "why" for t in tokens)
    pairs = [n for n, (t, u) in enumerate(pairwise(tokens)) if (t.text, u.text[:1]) == ("比", "较")]
    idle = {n for at in pairs for n in (at, at + 1)} if why else set()
    return tuple(
        replace(t, sort="stop", codes=()) if n in idle else t for n, t in enumerate(tokens)
    )


def _opening(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """里面哪家没收到过申请: of those spoken of."""
    at = next((i for i, t in enumerate(tokens) if t.sort not in ("then", "mark")), None)
    if at is None or tokens[at].text not in _WITHIN:
        return tuple(tokens)
    return (*tokens[:at], replace(tokens[at], sort="among"), *tokens[at + 1 :])


def _own_or_whole(tokens: Sequence[Token], plan: Plan) -> tuple[Token, ...]:
    """这是县政府本级的数还是全县的: of the report spoken of, no other bodies."""
    one = len({body.name for body in plan.scope.bodies}) == 1
    asks = OWN_OR_WHOLE.search("".join(t.text for t in tokens)) is not None
    kinds = ("whole", "type", "level", "or", "amount", "unit", "all", "each")
    return tuple(
        replace(t, sort="stop", codes=()) if one and asks and t.sort in kinds else t for t in tokens
    )


OWN_OR_WHOLE = re.compile(
    "本级.{0,8}还是.{0,4}全[县市区省州]|全[县市区省州].{0,8}还是.{0,6}(?:本级|自己|机关)"
    "|(?:算|包括|包含|含)(?:不(?:算|包括|包含|含)|没(?:算|包括)|了)?(?:下面|下属|各|所有)?的?(?:乡镇|镇街|部门|下级)的?(?:数字?)?[吗么没?？]*$"
)
"""这是县政府本级的数还是全县的: what the figures of a county's own report take in."""


def _of_those(tokens: Sequence[Token], plan: Plan) -> tuple[Token, ...]:
    """2024年那几份里谁最多, after what is held: of these."""
    sets = plan.kind in ("corpus", "list", "mention", "rank", "quality")
    those = [t for t in tokens if t.sort in ("stop", "text") and THOSE.fullmatch(t.text)]
    held = plan.kind == "corpus" and not any(t.place.bodies for t in tokens)
    asked = "哪个" if any(t.sort == "which" and "one" in t.codes for t in tokens) else ""
    said = [t for t in tokens if held and t.sort == "compare"]
    higher = {t: _HIGHER.fullmatch(t.text) or _HIGHER.fullmatch(asked + t.text) for t in said}
    order = {t: "asc" if found[1] in "少低小" else "desc" for t, found in higher.items() if found}
    return tuple(
        replace(t, sort="among", codes=())
        if sets and t in those
        else replace(t, sort="most", codes=(order[t], "all"))
        if t in order
        else t
        for t in tokens
    )


_HIGHER = re.compile("(?:哪一?[个家份]|谁|哪里)的?(?:更|比较|较)?([多高大少低小])(?:一些|些|一点)?")
"""主动公开哪个多, after which bodies are held: their order."""
THOSE = re.compile("[这那]几(?:份|家|个)(?:报告|年报|单位|地方|镇|乡)?(?:里|当中|中|里面)?")


def _by_whom(tokens: Sequence[Token], plan: Plan) -> tuple[Token, ...]:
    """黑板报谁在写, after what the text of one body says: who does it there, not which body."""
    one = plan.kind == "narrative" and len({body.name for body in plan.scope.bodies}) == 1
    at = next((i for i, t in enumerate(tokens) if t.text == "谁" and t.sort == "which"), None)
    light = (*_LIGHT, "text", "topic", "it", "which")
    if not one or not at or any(t.sort not in light for t in tokens):
        return tuple(tokens)
    named = any(t.sort in ("text", "topic") and len(t.text) > 1 for t in tokens[:at])
    behind = any(t.sort in ("text", "stop") for t in tokens[at + 1 :])
    if not (named and behind):
        return tuple(tokens)
    return (*tokens[:at], replace(tokens[at], sort="stop", codes=()), *tokens[at + 1 :])


def _where(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """哪里不平, 哪儿对不上: where, not which body."""
    found = list(tokens)
    odd = any(t.sort == "quality" for t in tokens)
    for at, (one, behind) in enumerate(pairwise(tokens) if odd else ()):
        if one.text == "哪" and behind.text in ("里", "儿", "边"):
            found[at] = replace(one, sort="where", codes=())
    return tuple(found)


_GROUPS = {f"requests.{row}.total": row for row in ("denied", "unavailable", "not_processed")}


def _for_what_reason(
    tokens: Sequence[Token], about: Sequence[Measure], whole: bool
) -> tuple[Token, ...]:
    """都是哪些理由, 理由呢, 分别是什么情形, after how many were refused: the rows that say it; with
    `whole`, of one report, also 最多的是哪种理由."""
    at = next((i for i, t in enumerate(tokens) if t.text in _REASONS), None)
    row = _GROUPS.get(about[0].code) if len(about) == 1 else None
    light = (*HERE, "which", "what", "define", "each", "all", "has", *(("most",) if whole else ()))
    if at is None or row is None or any(t.sort not in light for t in tokens if t is not tokens[at]):
        return tuple(tokens)
    named = replace(tokens[at], sort="concept", codes=(row,))
    asks = ("which", "what", "define", "each", "all", "has", "most")
    return tuple(
        named if i == at else replace(t, sort="stop", codes=()) if t.sort in asks else t
        for i, t in enumerate(tokens)
    )


def _passed_on(tokens: Sequence[Token], about: Sequence[Measure]) -> tuple[Token, ...]:
    """2023年接过来了吗, after what 2022 left over: whether the next year took it over."""
    rows = {concept_of(m.code) for m in about}
    text = "".join(t.text for t in tokens if t.sort not in ("year", "then", "mark"))
    if not rows or not rows <= {"carried_in", "carried_out"} or not _PASSED_ON.fullmatch(text):
        return tuple(tokens)
    first = next(t for t in tokens if t.sort not in ("year", "then", "mark"))
    whole = replace(first, sort="quality", codes=("mismatch",), text=text, end=tokens[-1].end)
    kept = [t for t in tokens if t.sort in ("year", "then")]
    return (*kept, whole)


_PASSED_ON = re.compile(
    "(?:次年|后一年|下一年|第二年|到|在|有没有|那|是不是|都)*(?:接|转|带|算|计|列|续)(?:过|进|上|入|到)(?:来|去)?了?(?:没有?|吗|么|[?？])+"
)
_REASONS = (
    "理由", "情形", "法定理由", "法定情形", "哪条理由", "哪种理由", "哪项理由", "哪个理由",
    "种理由", "条理由", "项理由", "理由是什么", "理由是啥",
)  # fmt: skip


def _in_town(tokens: Sequence[Token], plan: Plan) -> tuple[Token, ...]:
    """镇里有抖音没, after a question about one town: that town."""
    kinds = [i for i, t in enumerate(tokens) if t.sort == "type"]
    one = len({body.name for body in plan.scope.bodies}) == 1
    if not one or len(kinds) != 1 or any(t.sort in _OTHERS for t in tokens):
        return tuple(tokens)
    at = kinds[0]
    behind = tokens[at + 1].text[:1] if at + 1 < len(tokens) else ""
    if behind not in ("里", "上") or tokens[at].text not in ("镇", "乡", "街道", "农场"):
        return tuple(tokens)
    return (*tokens[:at], replace(tokens[at], sort="it", codes=()), *tokens[at + 1 :])


THAT = ("那个", "这个", "该", "那", "这", "此")


def _that_region(tokens: Sequence[Token], plan: Plan) -> tuple[Token, ...]:
    """那个县还有哪些单位, after a question about one body: the county of that body."""
    pairs = pairwise(tokens)
    at = next((i for i, (t, n) in enumerate(pairs) if t.text in THAT and n.sort == "level"), None)
    if at is None or not (plan.scope.bodies or plan.part):
        return tuple(tokens)
    level = tokens[at + 1]
    whole = replace(level, sort="whole", start=tokens[at].start, text=tokens[at].text + level.text)
    return (*tokens[:at], whole, *tokens[at + 2 :])


def _at_the_top(tokens: Sequence[Token], plan: Plan) -> tuple[Token, ...]:
    """是不是最多的, after a figure of one body: its place among all."""
    one = plan.kind == "value" and len({body.name for body in plan.scope.bodies}) == 1
    light = all(t.sort in (*_LIGHT, "whether", "most", "it") for t in tokens)
    at = next((i for i, t in enumerate(tokens) if t.sort == "most"), None)
    asks = any(t.sort == "whether" or t.text in ("吗", "么") for t in tokens)
    if not (one and light and asks) or at is None:
        return tuple(tokens)
    return (*tokens[:at], replace(tokens[at], sort="place_in_rank"), *tokens[at + 1 :])


def _given_out(tokens: Sequence[Token], about: Sequence[Measure]) -> tuple[Token, ...]:
    """公开了几件 after a number of requests: of these, not of what was published unasked."""
    at = next((i for i, t in enumerate(tokens) if _is_published(t)), None)
    if at is None or not any(_of_requests(m) for m in about):
        return tuple(tokens)
    denied = any(t.sort == "none" for t in tokens[:at])  # 没公开的呢
    items = denied or any(t.text.endswith(_OF_ITEMS) for t in tokens)
    light = (*HERE, "howmany", "none", "whether", "has", "among")
    if items or any(t.sort not in light for i, t in enumerate(tokens) if i != at):
        return tuple(tokens)
    given = replace(tokens[at], sort="concept", codes=("disclosed",))
    rest = [replace(t, sort="stop", codes=()) if t.sort in ("none", "whether") else t
            for t in tokens[at + 1 :]]  # fmt: skip
    return (*tokens[:at], given, *rest)


_MEDIA = (
    ("公众号", "claim:wechat"), ("微信", "claim:wechat"), ("微博", "claim:weibo"),
    ("抖音", "claim:short_video"), ("视频号", "claim:short_video"),
    ("账号", "claim:new_media"), ("新媒体", "claim:new_media"),
)  # fmt: skip


def _sent_out(tokens: Sequence[Token], plan: Plan) -> tuple[Token, ...]:
    """发了多少条, after a question about an account: what was sent there."""
    at = next((i for i, t in enumerate(tokens) if t.codes == ("claim:proactive_total",)), None)
    if at is None and any(t.sort == "howmany" and t.text.endswith(("条", "篇")) for t in tokens):
        at = next((i for i, t in enumerate(tokens) if t.text in ("推", "推送", "推出")), None)
    about = next((code for name, code in _MEDIA if name in plan.query), None)
    if at is None or about is None or not tokens[at].text.startswith(("发", "推")):
        return tuple(tokens)
    sent = replace(tokens[at], sort="concept", codes=(about,))
    return (*tokens[:at], sent, *tokens[at + 1 :])


def _left_over(tokens: Sequence[Token], about: Sequence[Measure]) -> tuple[Token, ...]:
    """剩下的是谁提的, 没办完的几件, after how many were closed: those carried over."""
    codes = [m.code for m in about]
    closed = "requests.total_processed.total" in codes and len(codes) in (1, len(_OF_CLOSING))
    rate = codes == [measure("ratio:handled_rate").code]
    at = next((i for i, t in enumerate(tokens) if _LEFT.match(t.text)), None)
    light = (*HERE, "applicants", "applicant", "howmany", "which", "number", "none", "has")
    others = [t for i, t in enumerate(tokens) if i != at and t.codes != ("total_processed",)]
    if not (closed or rate) or at is None or any(t.sort not in light for t in others):
        return tuple(tokens)
    left = replace(tokens[at], sort="concept", codes=("carried_out",))
    gone = [t for t in tokens if t.codes == ("total_processed",) or t.sort == "none"]
    whose = [t for t in tokens if t.sort == "which" and "谁" in t.text]
    rest = [replace(t, sort="stop", codes=()) if t in gone else t for t in tokens[at + 1 :]]
    rest = [replace(t, sort="applicants", codes=()) if t in whose else t for t in rest]
    return (*tokens[:at], left, *rest)


_OF_CLOSING = ("received", "carried_in", "total_processed", "carried_out")


def _blank_one(tokens: Sequence[Token], plan: Plan) -> tuple[Token, ...]:
    """那个空白的是没处罚吗, 没填的是不是等于零, after a figure of several: whose cell is blank."""
    blank = [t.codes for t in tokens if t.sort == "state"] == [("blank",)]
    about = {code for m in about_of(plan) if (code := concept_of(m.code))}
    named = {code for t in tokens for code in t.codes if t.sort == "concept"}
    idle = ("none", "whether", "number", "concept", "define", "has", "bound", "which")
    light = (*HERE, "state", *idle)
    asks = any(t.sort in ("none", "whether", "number", "bound") for t in tokens)
    of_set = not plan.scope.bodies and bool(about)
    if not (blank and of_set and asks and named <= about):
        return tuple(tokens)
    equals = [t for t in tokens if t.sort == "quality" and t.text.endswith("等于")]
    if any(t.sort not in light and t not in equals for t in tokens):
        return tuple(tokens)
    return tuple(
        replace(t, sort="stop", codes=(), figure=None) if t.sort in idle or t in equals else t
        for t in tokens
    )


_LEFT = re.compile("剩下?|余下|其余|没办|未办|没办完|没处理")


def _is_published(token: Token) -> bool:
    return token.codes == ("claim:proactive_total",) and token.text.startswith(_PUBLISHED)


def _of_requests(one: Measure) -> bool:
    return one.code.startswith("requests.") and not one.is_ratio


def _bare_verb(tokens: Sequence[Token], plan: Plan) -> tuple[Token, ...]:
    """柳浦镇收了没, 柳浦镇有没有: the question before, of another body or year."""
    placed = any(t.sort in ("body", "stem", "region", "year") for t in tokens)
    verbs = [t for t in tokens if t.sort in _BARE]
    asked = plan.measures or plan.conditions or plan.topics or plan.query
    if not (placed and verbs and asked) or any(t.sort not in (*HERE, *_BARE) for t in tokens):
        return tuple(tokens)
    closed = verbs[-1].sort in ("none", "whether", "outcome") or tokens[-1].text in ("吗", "么")
    if not closed and "?" not in (tokens[-1].text, tokens[-2].text):
        return tuple(tokens)
    if not all(_agrees(t, about_of(plan) or fees_told(plan)) for t in verbs):
        return tuple(tokens)
    return tuple(replace(t, sort="stop", codes=()) if t in verbs else t for t in tokens)


def fees_told(plan: Plan) -> tuple[Measure, ...]:
    """The fee that a question about the text asked of."""
    said = [m for name, m in _FEE_WORDS if name in plan.query] if plan.kind == "narrative" else []
    return tuple(map(measure, said[:1]))


_FEE_WORDS = (("信息处理费", "claim:processing_fee"), ("收费", "fees"))


def _taken(tokens: Sequence[Token], about: Sequence[Measure]) -> tuple[Token, ...]:
    """还有谁收了, 其他单位收了没, after a fee: who took it, no requests."""
    fees = [code for m in about for code in _FEES.get(m.code, ())]
    verb = next((t for t in tokens if _takes(t)), None)
    light = (*HERE, *_BARE, "which", "unit", "each", "howmany")
    others = any(t.sort in ("which", "unit") or t.text == "有人" for t in tokens)
    why = any(t.sort == "why" for t in tokens)
    idle_why = ("收", "收的", "收了", "收取", "收取的", "收过", "钱", "费", "这笔", "这钱")
    if fees and why and all(t.sort in (*HERE, "why") or t.text in idle_why for t in tokens):
        return tuple(  # 鹿鸣是因为什么收的
            replace(t, sort="stop", codes=()) if t.text in idle_why else t for t in tokens
        )
    if not (fees and others) or verb is None or any(t.sort not in light for t in tokens):
        return tuple(tokens)
    named = {verb: replace(verb, sort="concept", codes=(fees[0],))}
    named |= {t: replace(t, sort="unit") for t in tokens if t.text == "有人"}
    idle = [t for t in tokens if t.sort in ("none", "whether") and t.start > verb.start]
    return tuple(replace(t, sort="has") if t in idle else named.get(t, t) for t in tokens)


def _takes(token: Token) -> bool:
    """收了, 收过, 有没有单位收."""
    return token.text.startswith("收") and (token.codes == ("received",) or token.sort == "stop")


def _agrees(verb: Token, about: Sequence[Measure]) -> bool:
    """Whether the verb is one of what was asked about: 收了 of fees and requests."""
    if verb.sort == "outcome":
        return verb.text.startswith("办") and not any(_of_requests(m) for m in about)
    if verb.sort != "hint":
        return not verb.codes
    if verb.codes == ("received",):
        fees = verb.text.startswith("收") and any(m.code in _FEES for m in about)
        return fees or any(m.code.startswith("requests.received.") for m in about)
    return any(m.code == measure(verb.codes[0]).code for m in about)


def rest_of(about: Sequence[Measure], tokens: Sequence[Token]) -> tuple[Measure, ...]:
    """剩下的呢, 没公开的呢: the other outcomes beside one of 表三, the other applicants beside one
    kind of them; none where something else is asked."""
    if len(about) == 1 and about[0].claim in CHANNELS and _is_elsewhere(tokens):
        return tuple(measure(f"claim:{name}") for name in CHANNELS[about[0].claim])
    if len(about) != 1 or not _of_requests(about[0]):
        return ()
    taken = measure("disclosed") if _is_kept_back(tokens) else about[0]
    if taken is about[0] and not _is_rest(tokens):
        return ()
    row, column = concept_of(taken.code), taken.code.rpartition(".")[2]
    if row is not None and (column != "total" or (row == "received" and _is_whose(tokens))):
        every = applicants_of(row)[:-1]
    else:
        every = tuple(measure(code) for code in OUTCOMES if code != "total_processed")
    return tuple(m for m in every if not set(m.cells) <= set(taken.cells))


CHANNELS = {
    "website": ("new_media",),
    "new_media": ("website",),
    **dict.fromkeys(MEDIA, ("website", "new_media")),
}


def _is_elsewhere(tokens: Sequence[Token]) -> bool:
    """剩下的是哪里发的, 其余的发在哪, after what one channel posted: what the others did."""
    said = any(_REST.search(t.text) for t in tokens)
    light = (*_REST_LIGHT, "where", "which")
    sent = [t for t in tokens if t.codes == ("claim:proactive_total",)]
    return said and all(t.sort in light or t in sent for t in tokens)


def says_rest(tokens: Sequence[Token]) -> bool:
    """剩下的呢, 其余的呢, and nothing else."""
    return _is_rest(tokens) and any(t.text[:1] in ("剩", "其", "余") for t in tokens)


def _is_rest(tokens: Sequence[Token]) -> bool:
    said = any(_REST.search(t.text) for t in tokens)
    return said and (all(t.sort in _REST_LIGHT for t in tokens) or _is_whose(tokens))


def _is_whose(tokens: Sequence[Token]) -> bool:
    """还有一件是谁的, 剩下两件谁提的: whose the others are."""
    counted = any(t.sort == "number" or t.text in ("那件", "那几件", "几件") for t in tokens)
    asks = any(t.sort in ("which", "applicants") and "谁" in t.text for t in tokens)
    hints = {code for t in tokens if t.sort == "hint" for code in t.codes}
    light = all(t.sort in _WHOSE for t in tokens)
    return counted and asks and light and hints <= {"received"}


def _is_kept_back(tokens: Sequence[Token]) -> bool:
    """没公开的呢: of the requests, those that were not granted."""
    at = next((i for i, t in enumerate(tokens) if t.sort == "none"), None)
    behind = tokens[at + 1] if at is not None and at + 1 < len(tokens) else None
    given = behind is not None and (_is_published(behind) or behind.codes == ("disclosed",))
    light = all(t.sort in _LIGHT for t in tokens if t.sort != "none" and t is not behind)
    return given and light and any(t.text.endswith("的") for t in tokens)
