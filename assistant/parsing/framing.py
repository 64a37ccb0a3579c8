"""Words around a question that ask nothing: why it is asked (我写通报要用), who asks (我们柳浦镇),
where a term was met (表里说的勾稽关系), how a reason is named (以…为由)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.parsing.denied import REASONS
from assistant.parsing.neighbours import clause_bounds, clause_of
from assistant.parsing.occasions import OCCASION, is_charge
from assistant.parsing.tokens import Token
from assistant.parsing.trust_words import is_trust
from assistant.parsing.wished import WISHED
from assistant.vocabulary import Sort

_ME = "(?:我们?|咱们?|俺们?|本人)"
_WORK = (
    "(?:通报|稿子?|稿件|论文|报道|材料|课题|采访|调研|总结|汇报|ppt|通讯|专题|研究|作业|综述|简报"
    "|报告|年报|方案|选题|文章|新闻|案例|样本|访谈|走访|典型|参考|统计|小结|表格?|台账|ppt|讲稿)"
)
_MAKE = "(?:写|做|搞|弄|准备|起草|整理|编|赶|交|跑|发|填)(?:一?[个份篇点下些次]|着)?"
_WHO = (
    "(?:记者|学生|研究生|老师|教师|律师|居民|村民|编辑|研究员|志愿者|工作人员|干部|研究者"
    "|博士生?|硕士生?|职工|员工|工人|农民工?|个体户|公务员|退休干部|生意人|打工人|上班族)"
)
_EMPLOYED = (
    "(?:上班|工作|打工|干活|做事|做工|务工|干|任职|供职|当差|实习|挂职|驻村|当.{1,4}|做(?:小)?生意|教书|读书|上学"
    "|念书|开店|种地|种.{1,3}|养.{1,3}|跑运输|退休)"
)
_OFFICE = (
    "(?:机构|组织|协会|公司|团队|媒体|报社|课题组|基金会|律所|事务所|平台|智库|学校|学院|小组|中心)"
)
_INTENT = re.compile(
    f"{_ME}(?:这边|这里|这儿|在[^什哪几多怎何谁吗么,，]{{1,8}}?)?(?:正?在|正|要|想|得|准备|打算|需要|近期|最近)*{_MAKE}.{{0,8}}?{_WORK}"
    "(?:里|中|上|时|的时候)?(?:急着?|正)?(?:要|得|会|想)?(?:用[上到]?|引用|参考)?的?[呢啊呀]?"
    f"|(?:想|要|准备|打算|正要|正想|正在|最近在|在|需要)+{_MAKE}[^什哪几多怎何谁吗么,，]{{0,8}}?{_WORK}"
    f"|{_ME}(?:们)?(?:处长|科长|局长|领导|主任|老板|老师|导师|书记|镇长|县长|组长)(?:在|想|要|让我?)?(?:(?:来|去|帮忙|打听)?(?:问问?|知道|了解|查)?(?:一?下|一声|清楚)?)?"
    "|(?:处长|科长|局长|领导|主任|老板|老师|导师|书记|镇长|乡长|县长|组长)(?:让|叫|要)(?:我们?)?(?:来|去|帮忙)?(?:问问?|打听|了解|查)(?:一?下|一声|清楚)?"
    f"|{_ME}(?:是)?(?:一[个家])?.{{0,6}}?{_OFFICE}(?:一直|主要|长期|正在|目前|最近|是|就)*"
    "(?:关注|关心|研究|从事|跟踪|调研|在做|做的?|想?了解).{1,16}"
    f"|{_ME}(?:就|都|也)?是(?:在|住在?)?(?:下面|底下)?.{{0,12}}?(?:[一]个)?(?:[^的]{{0,4}}村|社区|小区|屯|寨子?|镇|乡|街道)(?:里|上)?的(?:人|村民|居民)?"
    f"|{_ME}是[^,，的]{{1,6}}(?:村|社区|小区|寨)"
    f"|{_ME}(?:也|都|就|正)*(?:想|要|打算|准备)(?:去|来|再|也|跟|向|给)*(?:镇里|乡里|街道|他们|政府)?(?:递交|提交|提|递|交)(?:一?[个份件])?(?:信息公开)?(?:的)?申请"
    f"|{_MAKE}{_WORK}(?:里|中|上|时)?(?:急|正)?(?:要|得|会)?(?:用[上到]?|引用|参考)的?"
    f"|{_ME}是(?:[一]?[个名位])?(?:做|搞|研究|从事|写|学|负责|跑).{{1,18}}(?:的|者|员)"
    f"|{_ME}是.{{0,10}}{_WHO}"
    f"|{_ME}(?:现在|目前|如今|平时|一直|就|也|都|常年|以前|原来|原先|之前)*在[^什啥哪几多怎何谁]{{1,14}}{_EMPLOYED}"
    "(?:(?:了|过)?(?:[一二两三四五六七八九十几多好]+|\\d+)年)?(?:的|了|呢|啊)*"
    f"|{_ME}(?:家里?人?|爸妈?|妈|爹|爷爷|奶奶|老公|老婆|对象|朋友|亲戚|邻居)(?:就|都|也)?(?:是|在)"
    f"(?:.{{1,8}}的|.{{0,8}}(?:{_WHO}|[渔农牧蜂]民|商户|[茶菜果棉蔗]农))"
    f"|{_ME}?(?:就|只|想|先)*(?:来)?摸(?:一?[个下])?底"
)
_ASIDE = re.compile(
    f"{_ME}(?:村|家|镇|乡|街道|社区|单位|县)?(?:里|这里|这边|那边|那里|这儿|那儿)?"
    "(?:好像|似乎|记得|听说|大概|应该)*(?:都|也)(?:好像|似乎|大概|应该)?[^什哪几多怎何谁为吗么没]{0,8}"
)
_SEEK = re.compile(
    f"(?:请?帮我|给我|请)?{_ME}?(?:正?在|正)?(?:想|要|打算|准备|需要)*(?:找|挑|选|物色)(?:出)?"
    "(?:几[个家位]|一些|一[个家位批]|些|点)(?P<of>.+?)"
    f"(?P<for>(?:(?:来|去)(?:做|搞|进行|当|作|写)?|做|搞|进行|当|作|写)(?:[个篇]|一[下次篇]|为)?{_WORK})?"
)


_GIVE = "(?:带|附|写|列|标|注|给|报|放)(?:[上出明]|清楚)?"
_HOW_TOLD = re.compile(
    "(?:麻烦|请|最好|并|同时|再|也|要)*(?:把|将)?"
    f"(?:{_GIVE}分子(?:和|与|、|跟)?分母|分子(?:和|与|、|跟)?分母(?:也|都|要|得|请|一并)*{_GIVE})(?:来|一下)?"
    "|分母(?:就|请|要|统一|一律|都)*(?:用|按|取|以|拿|选)[^什哪几多怎何谁吗啥]{1,14}"
)
"""带上分子分母, 分母用办结总数: how the rate asked for is to be given."""
_AT_A_LOSS = re.compile(
    f"[^,，?？]{{0,10}}?(?:这块|这部分|这段|这节|这一块|那块|部分)?(?:{_ME})?(?:都|也|还|真|实在|老|总)*"
    "(?:不知道|不晓得|不会|不太会|没想好|拿不准|不清楚|不懂|搞不懂|没思路|不知)(?:该|要|应该|得)?"
    "(?:咋|怎么|怎样|如何|从哪)?(?:写|弄|填|做|下笔|表述|表达|措辞|起头|下手|写些?什么|写啥|写才好)(?:才好|好|了|的|呢|啊)*"
)
"""培训这块不知道咋写: why the figures of others are asked for."""
_NEVER_MIND = re.compile(
    "(?:是)?(?:谁|哪.{1,3}|怎么|什么|为什么|为啥|咋).{0,6}(?:先|就|都)?(?:不管|不问|不提|别管|甭管|不用管|不用说|不用提|无所谓|不重要)了?"
    "|(?:先)?(?:不管|别管|甭管)(?:是|它|他)?(?:谁|什么|哪|怎么|为什么).{0,8}"
)
"""谁批的不管: what is not asked."""
_ALSO = re.compile(
    ".{1,14}(?:也|都|一并|也要|也得)(?:算上|算在内|算进去|计入|包括在内|包括|包含|算数|算|要|行|可以)了?"
)
_PLACES: tuple[Sort, ...] = ("body", "stem", "region", "unheld", "unknown")


def framed(tokens: Sequence[Token], text: str) -> tuple[Token, ...]:
    """The tokens, those of clauses that only say what for or by whom it is asked as light words,
    where anything else is asked."""
    found = list(tokens)
    starts = [i for i in range(len(found)) if found[i].sort != "mark"]
    spans = dict.fromkeys(clause_bounds(found, i) for i in starts)
    said = {span: _text_of(found, span, text) for span in spans}
    asides = (_INTENT, _ASIDE, WISHED, OCCASION, _HOW_TOLD, _NEVER_MIND, _AT_A_LOSS)
    light = {s for s, words in said.items() if any(form.fullmatch(words) for form in asides)}
    light |= {s for s, words in said.items() if _is_matter(found, s, words)}
    light |= {s for s in said if is_charge(found[slice(*s)]) or is_trust(found[slice(*s)])}
    light |= {s for s, words in said.items() if _includes(found, s, words)}
    light |= {s for s, words in said.items() if _will_apply(found, s, words)}
    rest = [t for span in spans if span not in light for t in found[slice(*span)]]
    placed = any(t.sort in _PLACES for t in rest)  # else 我是柳浦镇的村民 says where
    if any(t.sort != "stop" for t in rest):
        for start, end in light:
            found[start:end] = [
                t if t.sort in _PLACES and not placed else _light(t) for t in found[start:end]
            ]
    if among := _AMONG_REPORTS.search(text):  # 各份报告里谁收了: of all, not of each
        inside = (among.start(), among.end())
        found = [
            _light(t) if t.sort == "each" and inside[0] <= t.start < inside[1] else t for t in found
        ]
    for start, end in spans:
        if (start, end) not in light:
            _sought(found, start, end, text)
    for index, token in enumerate(found[:-1]):
        placed = found[index + 1].sort in ("body", "stem", "region")
        wishes = index + 1 < len(found) and found[index + 1].text in _WISHES
        if token.sort == "text" and (placed or wishes) and re.fullmatch(_ME, token.text):
            found[index] = _light(token)  # 我们柳浦镇, 我们想递交申请
    return tuple(found)


_WISHES = (
    "想",
    "想要",
    "要",
    "需要",
    "能",
    "能不能",
    "可以",
    "打算",
    "准备",
    "也想",
    "想问",
    "想问问",
)
_MATTER = re.compile(
    f"{_ME}?(?:就是|就|先|还|再)?(?:想|要|来)?(?:再)?"
    "(?:了解|咨询|请教|问问?|打听|知道|看看?|说说?|谈谈?|查)(?:一?[下个些])?.{1,12}?(?:方面|这块)?的?(?:问题|事情?|事儿|情况)"
    "|关于.{1,12}?(?:方面)?的?(?:问题|事情?|情况)"
)
_FIGURE: tuple[Sort, ...] = ("concept", "loose", "generic", "applicant")


def _is_matter(tokens: Sequence[Token], span: tuple[int, int], words: str) -> bool:
    """想了解一下收费问题。谁收了信息处理费: what it is about, which the other clause asks."""
    start, end = span
    figures = [t for t in tokens[start:end] if t.sort in _FIGURE and t.text != "咨询"]
    front = [set(t.codes) for t in figures]
    later = {code for t in tokens[end:] if t.sort in _FIGURE for code in t.codes}
    asked = any(t.sort in ("which", "howmany", "what") for t in tokens[start:end])
    same = bool(front) and all(codes & later for codes in front)
    return same and not asked and _MATTER.fullmatch(words) is not None


def _includes(tokens: Sequence[Token], span: tuple[int, int], words: str) -> bool:
    """有没有单位吃官司的？还没判的也算: a result that makes no difference to what is looked for."""
    start, end = span
    results = [t for t in tokens[start:end] if t.sort == "column"]
    before = {code for t in tokens[:start] if t.sort == "concept" for code in t.codes}
    named = len(results) == 1 and bool(before & set(results[0].codes[1:]))
    others = any(t.sort in (*_FIGURE, "hint", "number", "year") for t in tokens[start:end])
    return named and not others and _ALSO.fullmatch(words) is not None


_TO_APPLY = re.compile(
    f"{_ME}?(?:也|就)?(?:想|要|准备|打算|想要)(?:去|来|再)?(?:递交|提交|提|递|交|写|申请)(?:一?[个份件])?"
    "(?:政府)?(?:信息)?(?:公开)?(?:的)?(?:申请)?(?:的话)?"
)


def _will_apply(tokens: Sequence[Token], span: tuple[int, int], words: str) -> bool:
    """我们想递交申请，鹿鸣街道收费吗: why it is asked, where the other clause asks for a figure."""
    start, end = span
    others = [*tokens[:start], *tokens[end:]]
    figures = any(t.sort in ("concept", "loose") for t in others)
    return figures and _TO_APPLY.fullmatch(words) is not None


_AMONG_REPORTS = re.compile("各[个份家]?(?:单位|乡镇)?的?(?:报告|年报)(?:里面?|中|当中)(?=谁|哪)")


def _text_of(tokens: Sequence[Token], span: tuple[int, int], text: str) -> str:
    start, end = span
    return text[tokens[start].start : tokens[end - 1].end].strip() if end > start else ""


def _light(token: Token) -> Token:
    return replace(token, sort="stop", codes=(), figure=None)


def _sought(tokens: list[Token], start: int, end: int, text: str) -> None:
    """想找几个…的乡镇做采访: which bodies, and not how many; what for does not matter."""
    first = tokens[start].start
    match = _SEEK.fullmatch(text[first : tokens[end - 1].end]) if end > start else None
    which = any(t.sort in ("which", "mention") for t in tokens)
    bodies = any(t.sort in ("type", "unit") for t in tokens[start:end])
    if match is None or not bodies or not (which or match["for"]):
        return
    before, behind = first + match.start("of"), first + match.end("of")
    asked = which
    for at in range(start, end):
        token = tokens[at]
        if token.start >= before and token.end <= behind:
            continue
        tokens[at] = _light(token)
        if not asked and token.sort == "howmany":
            tokens[at], asked = replace(token, sort="which", codes=("many",)), True


_MEANS = ("用", "通过", "靠", "拿", "使用", "利用", "采用", "借助", "以")
_PURPOSE = re.compile(
    "(?:来|去|进行|开展|向群众|给群众|给老百姓)*"
    "(?:宣传|宣讲|讲解?|解读|普及|介绍|说明|传达|播报?|解释|推广|说|通知|告知|公布|公示)(?:和(?:宣传|解读|讲解))?(?:给)?"
    "(?:一些|惠民|惠农|党的|各项|相关|国家|政府|上级)*"
    "(?:政策|法规|法律|政策法规|政府信息|信息|政务公开|公开工作|工作|内容|事项|群众|村民|居民|老百姓|消息)?(?:的|过|了|吗|呢|啊)*"
)


def by_means(tokens: list[Token], index: int) -> Token | None:
    """哪些乡镇用方言或者民族语言来宣传政策: the means are looked for, not what all of them do."""
    token = tokens[index]
    if token.text not in _MEANS:
        return None
    asks = any(t.sort in ("which", "whether") or t.text in ("吗", "么") for t in tokens)
    if not asks:
        return None
    _, end = clause_bounds(tokens, index)
    things = index + 1
    while things < end and (_is_means(tokens[things]) or _joins(tokens, index, things)):
        things += 1
    if things in (index + 1, end) or tokens[things - 1].sort in ("or", "and"):
        return None
    for stop in range(end, things, -1):
        rest = tokens[stop:end]
        behind = "".join(t.text for t in tokens[things:stop])
        if _PURPOSE.fullmatch(behind) and all(t.sort in _ASKED_AFTER for t in rest):
            tokens[things:stop] = [_light(t) for t in tokens[things:stop]]
            return _light(token)
    return None


def _is_means(token: Token) -> bool:
    return "named" in token.codes or token.codes[:1] in _CHANNELS


def _joins(tokens: Sequence[Token], index: int, at: int) -> bool:
    return at > index + 1 and tokens[at].sort in ("or", "and")


_CHANNELS = tuple((f"claim:{name}",) for name in ("website", "new_media", "wechat", "short_video"))
_ASKED_AFTER: tuple[Sort, ...] = (
    "stop",
    "which",
    "type",
    "unit",
    "has",
    "year",
    "region",
    "report",
)
_TAKING = (
    "以",
    "拿",
    "用",
    "因",
    "把",
    "将",
    "打着",
    "搬出",
    "援引",
    "借口",
    "借",
    "因为",
    "出于",
    "基于",
    "引用",
    "凭",
    "按",
    "由",
)
_GROUND = re.compile(
    '[”"’」』]?(?:来|去)?(?:这[个条项一]+)?(?:作为|当作|当成|当做|说成|[当作做为])(?:了|拒绝的?)?'
    "(?:理由|借口|缘由|由头|挡箭牌|托词|说辞|说法|依据|名义|由)"
)
_NAMED_GROUND = re.compile(
    '[”"’」』]?(?:的|这[个条项一]+)*(?:理由|借口|由头|名义|缘由|原因|依据|名头|说法|说辞|缘故)(?:来|去|而)?'
)
_REFUSED_FOR = re.compile(
    "(?:没有?|未|不)(?:给|公开|提供|处理|办|答复|受理|予|同意)|拒|驳回|回绝|挡回|打发|推掉|推脱"
)
_QUOTES = tuple("“”\"'‘’「」『』")


def _ground_words(tokens: Sequence[Token], index: int, end: int) -> int:
    """How many characters behind a row only say that it is a ground: 为由, 的理由 (用 it, or where
    a refusal follows)."""
    rest = "".join(t.text for t in tokens[index + 1 : end])
    if (match := _GROUND.match(rest)) is not None:
        return match.end()
    named = _NAMED_GROUND.match(rest)
    before = next((t.text for t in reversed(tokens[:index]) if t.text not in _QUOTES), "")
    taken = before.rstrip("过了着") in _TAKING
    refused = named is not None and _REFUSED_FOR.search(rest[named.end() :]) is not None
    return named.end() if named is not None and (taken or refused) else 0


def as_ground(tokens: list[Token], index: int) -> Token | None:
    """以…为由, 拿…当理由 around a row of the table: the row says it all."""
    token = tokens[index]
    if not (token.codes[:1] and token.codes[0].startswith(REASONS)):
        return None
    _, end = clause_bounds(tokens, index)
    length, at = _ground_words(tokens, index, end), index + 1
    if not length:
        return None
    while length > 0:
        length -= len(tokens[at].text)
        at += 1
    if length < 0:
        return None
    tokens[index + 1 : at] = [_light(t) for t in tokens[index + 1 : at]]
    before = index - 1
    while before >= 0 and tokens[before].text in _QUOTES:
        tokens[before] = _light(tokens[before])
        before -= 1
    if before >= 0 and tokens[before].text in _TAKING:
        tokens[before] = _light(tokens[before])
    return token


_SAYS = ("说", "说是", "讲", "讲是", "一句")
_REFUSES = ("就不", "不给", "不让", "不肯", "不公开", "不提供", "打发", "拒绝", "推")


def said_as_reason(tokens: list[Token], index: int) -> Token | None:
    """凭啥说不掌握就不给了: what a refusal is said with is the row; no word of a text."""
    token, behind = tokens[index], tokens[index + 1 : index + 2]
    start, end = clause_bounds(tokens, index)
    row = bool(behind) and behind[0].codes[:1] and behind[0].codes[0].startswith(REASONS)
    rest = "".join(t.text for t in tokens[index + 2 : end])
    if token.sort not in ("mention", "text", "aside") or token.text not in _SAYS or not row:
        return None
    if not rest.startswith(_REFUSES) or any(t.sort == "which" for t in tokens[start:index]):
        return None
    tokens[index + 2 : end] = [_light(t) for t in tokens[index + 2 : end]]
    return _light(token)


_REMEDIES = ("措施", "举措", "对策", "办法", "哪些措施", "什么措施", "思路", "手段")


def told_and_asked(tokens: list[Token], index: int) -> Token | None:
    """太平镇说渔民收不到通知，打算怎么办: what is done about it, not whether it says so."""
    token = tokens[index]
    start, end = clause_bounds(tokens, index)
    admits = token.sort == "as_problem" and end - index == 1  # 自己承认了吗，打算怎么纠
    if not (token.sort == "mention" or admits) or end == len(tokens):
        return None
    of_body = any(t.place.bodies for t in tokens[:index])
    rest = tokens[end:]
    about = any(t.sort in ("how", "why") or "problems" in t.codes for t in rest)
    about = about or any(t.sort == "topic" and t.text in _REMEDIES for t in rest)
    counted: tuple[Sort, ...] = ("which", "howmany", "mention", "not_mention", "whether", "concept")
    other = any(t.sort in counted for t in (*tokens[start:index], *rest))
    said = end - index > 1 and tokens[index + 1].sort not in ("what", "which", "how", "howmany")
    said = said or admits
    return _light(token) if of_body and about and said and not other else None


_REASON_WORDS = ("理由", "缘由")


_ACCOUNTS = ("怎么解释", "如何解释", "作何解释", "咋解释", "怎么说明", "如何说明", "怎么解释的")


def accounts_for(tokens: list[Token], index: int) -> Token | None:
    """月坨镇的诉讼比上年多，报告怎么解释: why, as the report tells; no term is explained."""
    token = tokens[index]
    said = token.sort == "define" and token.text in _ACCOUNTS
    compared = any(t.sort in ("compare", "change", "trend", "column", "report") for t in tokens)
    placed = any(t.place.bodies for t in tokens[:index])
    return replace(token, sort="why", codes=()) if said and compared and placed else None


def tells_why(tokens: list[Token], index: int) -> Token | None:
    """…有几件，报告里讲了原因没有: the reason is asked for, of what the clause before names."""
    token = tokens[index]
    start, end = clause_bounds(tokens, index)
    behind = next((t for t in tokens[index + 1 : end] if t.sort != "stop"), None)
    reason = behind is not None and (behind.sort == "why" or behind.text in _REASON_WORDS)
    before = next((t for t in tokens[start:index][::-1] if t.sort != "stop"), None)
    if before is not None and behind is not None and behind.sort == "none":  # 原因写了没有
        reason = before.sort == "why" or before.text in _REASON_WORDS
    if token.sort != "mention" or not reason:
        return None
    asked = any(t.sort in ("howmany", "concept", "bound") for t in tokens[:start])
    closed = tokens[end - 1].sort == "none" or tokens[end - 1].text in ("吗", "么")
    if not (asked or (closed and not start)):  # as the second of two questions it stands alone
        return None
    if any(t.sort in ("which", "howmany", "unit") for t in tokens[start:end]):
        return None
    if tokens[end - 1].sort == "none":
        tokens[end - 1] = _light(tokens[end - 1])
    return _light(token)


def gives_no_reason(tokens: list[Token], index: int) -> Token | None:
    """不给又没说理由的有吗: that a reason is not given is looked for; no cell is empty."""
    token, behind = tokens[index], tokens[index + 1 : index + 2]
    reason = bool(behind) and (behind[0].text in _REASON_WORDS or behind[0].sort == "why")
    others = any(t.sort in ("mention", "not_mention", "howmany") for t in tokens)
    if token.sort != "silent" or not reason or others:
        return None
    tokens[index + 1] = replace(behind[0], sort="topic", codes=())
    return replace(token, sort="text", codes=())


def met_in(tokens: list[Token], index: int) -> Token | None:
    """表里说的勾稽关系是什么意思: where the term was met; its meaning is asked."""
    token, behind = tokens[index], tokens[index + 1 : index + 2]
    clause = clause_of(tokens, index)
    defined = any(t.sort == "define" and "weak" not in t.codes for t in clause)
    placed = any(t.sort in ("body", "stem", "region", "which") for t in tokens)
    other = sum(t.sort in ("mention", "not_mention") for t in tokens) > 1
    if token.sort != "mention" or not defined or placed or other:
        return None
    return _light(token) if [t.text for t in behind] == ["的"] else None


_ANSWERED = re.compile("没有(答复|回复|办完|办结|采纳|处理完?|给答复)")


def there_or_not(tokens: list[Token], index: int) -> Token | None:
    """多少意见，后来有没有答复: whether it was answered; not the requests that were not."""
    token, before = tokens[index], tokens[index - 1] if index else None
    said = _ANSWERED.fullmatch(token.text)
    asks = before is not None and before.text == "有" and before.end == token.start
    if not asks or said is None or before is None:
        return None
    if any(t.sort == "generic" or (t.sort == "concept" and t is not token) for t in tokens):
        return None
    cut = token.end - len(said[1])
    tokens[index - 1] = replace(before, sort="whether", end=cut, text="有没有")
    return replace(token, sort="topic", codes=(), start=cut, text=said[1])
