"""Questions about what the text says: 提到X, X谁提到了, 把X列为问题."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.parsing.english import in_chinese
from assistant.parsing.neighbours import clause_bounds
from assistant.parsing.quotes import pasted
from assistant.parsing.tokens import Token
from assistant.plan import Topic
from assistant.topics import is_known, parted, wordings
from assistant.vocabulary import Sort

_VERBS: tuple[Sort, ...] = ("mention", "not_mention", "as_problem")
_CONTENT: tuple[Sort, ...] = (
    "text", "topic", "concept", "generic", "loose", "column", "applicant", "hint", "domain",
    "state", "grain", "outside", "number", "quality", "unknown", "comparable", "outcome",
)  # fmt: skip
_NOT_QUOTED: tuple[Sort, ...] = ("what", "which", "how", "why", "howmany", "which_year")
_OPEN: tuple[Sort, ...] = ("what", "how", "why")
_BODIES: tuple[Sort, ...] = ("type", "unit", "report", "which", "has", "whether")
_QUOTED = re.compile(r"[“「『\"‘']([^”」』\"’']{1,40})[”」』\"’']")
_CALLED = re.compile(
    "(?:(?:这种|这类|这样的)[\u4e00-\u9fff]{1,3}|这个词|这个说法|这种说法|[两三四五]个字|字样|一词|这词|这话|这类话题|这种事|的事|的那一?[件个次家份起位]|(?:这一?|这种|这样的|这类)(?:个|件|种|样)?(?:问题|毛病|情况|事情?|事儿|现象)|的?缘故|的原因|的关系)$"
)
_ASKED_IF = re.compile("^.*(?:有没有|有无|是不是|是否有?)")
_STAFF = re.compile(
    "^(?:公开|信息|经办|工作|专职|负责公开的)?(?:干部|人员|人手|信息员|经办人|职工)(?:都|均|全)?[是为由]?"
)
_WORKED = re.compile(  # 公开工作是兼职人员在做
    "(?:(?:政府)?(?:信息公开|政务公开|公开|信息)(?:的?工作|这块|这摊事?)?)?(?:都|全|均|主要|基本)?[是由靠让归为]?(?:着|几个|些)?"
    "(.{2,4}?)的?(?:干部|人员|工作人员|同志|职工|人|岗)?(?:在|来)?(?:[做干撑管搞弄兼]|负责|承担|承办|支撑)?(?:着|的)?"
)
_WORKING = re.compile(  # 兼职干公开工作
    "(.{2,4}?)的?(?:人员?|干部|同志)?(?:在|来|去)?(?:[做干撑管搞弄抓]|负责|承担)(?:着|的)?"
    "(?:政府)?(?:信息公开|政务公开|公开)(?:的?工作|的事|这块|这摊事?)?"
)
_COPULA = re.compile("[是为由]$")
_LEADING = re.compile("^(?:要|曾经?|还|已经?)+|(?:了|过|着)$")  # 要征求, 采纳了
ASKS = re.compile("什么|哪[些里]|啥|怎么|怎样|如何|咋")  # of a topic: 存在什么问题, 准备怎么改
_LONG = 3  # characters from which a light one is no part of a name
_EDGES = " \t“”「」『』\"'‘’《》"
_SPLIT = re.compile(  # 对残疾人做了无障碍改造: whom, and what
    r"\s*(?:或者|还是(?![不没])|或是|或|、|以及|和| or | and "
    r"|(?<=[人民户者员])(?:做了|做过|搞了|搞过|进行了|提供了|采取了|开展了)(?=..))\s*"
)


@dataclass(frozen=True, slots=True)
class Said:
    """The words looked for. `tokens` are the indexes of the tokens they cover; `others` what a
    second verb asks for (提到X但没提到Y); `every` where all of it must be so (X和Y都提到)."""

    words: tuple[str, ...]
    negated: bool
    as_problem: bool
    tokens: frozenset[int]
    others: tuple[Said, ...] = ()
    every: bool = False
    times: bool = False  # asked how many times: “培训”出现几次
    either: bool = False  # its words are joined by 或

    def topics(self) -> tuple[Topic, ...]:
        """Each word in all its wordings, words of one meaning as one; what 或 joins beside another
        verb (提到X或Y，但没提到Z) as one."""
        more = tuple(topic for said in self.others for topic in said._own(joined=True))
        found = (*self._own(joined=bool(self.others)), *more)
        said = {term for topic in found for term in topic.terms}
        near = [tuple(term for term in topic.near_terms if term not in said) for topic in found]
        return tuple(
            topic.model_copy(update={"near_terms": terms})
            for topic, terms in zip(found, near, strict=True)
        )

    def _own(self, joined: bool) -> tuple[Topic, ...]:
        found: dict[tuple[str, ...], Topic] = {}
        for word in self.words:
            same, near = wordings(in_chinese(word) if word.isascii() else word)
            near = near or (parted(word) if self.as_problem else ())
            topic = Topic(terms=same, near_terms=near, negated=self.negated)
            found.setdefault(tuple(sorted(same)), topic)
        if not (joined and self.either and len(found) > 1) or self.negated:
            return tuple(found.values())
        every = dict.fromkeys(term for topic in found.values() for term in topic.terms)
        close = dict.fromkeys(term for topic in found.values() for term in topic.near_terms)
        apart = tuple(term for term in close if term not in every)
        return (Topic(terms=tuple(every), near_terms=apart, words=self.words),)


def read_said(tokens: Sequence[Token], raw: str) -> Said | None:
    """What the question asks the text for; None where it asks for nothing of the kind."""
    sorts = {token.sort for token in tokens}
    if "text_side" in sorts and sorts & {"quality", "table_side"}:
        return None  # 文字里说的数和表对不上: a check, not a search
    verbs = [i for i in range(len(tokens)) if _is_verb(tokens, i)]
    if not verbs:
        return _quoted_alone(tokens, raw)
    first = _said_by(tokens, verbs[0], raw)
    if first is None:
        return None
    every = first.negated or _asks_every(tokens, verbs)
    if _denies_together(tokens):
        first, every = replace(first, negated=True), False
    others: list[Said] = []
    for verb in verbs[1:] if not first.as_problem else ():
        said = _said_by(tokens, verb, raw)
        taken = first.tokens.union(*(other.tokens for other in others))
        if said is None or said.as_problem or said.tokens & taken:
            return replace(first, every=every)
        others.append(said)
    if not others:
        return replace(first, every=every)
    covered = first.tokens.union(*(said.tokens for said in others))
    between = set(range(verbs[0], verbs[-1])) - covered
    either = any(tokens[i].sort == "or" for i in between)
    return replace(first, tokens=covered, others=tuple(others), every=not either)


def _is_verb(tokens: Sequence[Token], index: int) -> bool:
    """没写 is one beside another verb: 提到培训，但没写考核; 没写诉讼，只写了复议."""
    token = tokens[index]
    behind = any(t.sort in _VERBS for t in tokens[:index])
    about = next((t.sort for t in tokens[index + 1 :] if t.sort != "stop"), "")
    ahead = any(t.place.bodies for t in tokens[:index]) and about == "concept"
    ahead = ahead and any(t.sort in _VERBS for t in tokens[clause_bounds(tokens, index)[1] :])
    told = (behind and about in _WORDS) or ahead
    return token.sort in _VERBS or (token.sort == "silent" and told)


def _said_by(tokens: Sequence[Token], verb: int, raw: str) -> Said | None:
    """What one verb asks for."""
    kind = tokens[verb].sort
    chosen = _backwards(tokens, verb) if kind == "as_problem" else _forwards(tokens, verb)
    if chosen is None:
        return None
    chosen = chosen or _backwards(tokens, verb) or _clause_before(tokens, verb)
    quoted = _quoted_behind(tokens, verb, raw)
    if quoted and chosen and tokens[chosen[0]].start >= tokens[quoted[-1]].end:
        chosen = quoted  # 提及“检索”义务: the word in quotes
    words = _words(tokens, chosen, raw)
    if kind == "as_problem":  # 有没有过期不换的，他们自己认不认
        words = tuple(word for said in words if len(word := _ASKED_IF.sub("", said)) > 1)
    times = _asks_times(tokens, verb)
    if not words or (_asks_its_figure(tokens, chosen) and not times):
        return None
    negated = kind in ("not_mention", "silent") or _negated(tokens, verb)
    either = any(tokens[i].sort == "or" for i in chosen)
    problem = kind == "as_problem"
    return Said(words, negated, problem, frozenset(chosen), times=times, either=either)


def _quoted_behind(tokens: Sequence[Token], verb: int, raw: str) -> list[int]:
    """The words in quotes right behind the verb."""
    quoted = _QUOTED.match(raw, tokens[verb].end)
    if quoted is None or len(quoted[1]) < 2:
        return []
    start, end = quoted.span(1)
    return [i for i, t in enumerate(tokens) if start <= t.start and t.end <= end]


_TIMES = ("几次", "多少次", "几回", "多少回", "几遍", "多少遍", "几处", "多少处")


def _asks_times(tokens: Sequence[Token], verb: int) -> bool:
    """提到了几次, 出现多少次: right behind the verb."""
    behind = next((t for t in tokens[verb + 1 :] if t.sort != "stop"), None)
    return behind is not None and behind.text in _TIMES


def _denies_together(tokens: Sequence[Token]) -> bool:
    """没有同时提到X和Y: one of them, or both, are not said."""
    return any(t.sort == "none" and n.text == "同时" for t, n in pairwise(tokens))


def _asks_every(tokens: Sequence[Token], verbs: Sequence[int]) -> bool:
    """X和Y都提到, 同时提到X和Y, 既提到X又提到Y; not 镇都提到X, of all bodies."""
    first = verbs[0]
    both = first > 1 and tokens[first - 1].text in _BOTH and tokens[first - 2].sort in _CONTENT
    return both or asks_every(tokens)


def asks_every(tokens: Sequence[Token]) -> bool:
    """Whether all words together are asked for: 同时, 两样都."""
    return any(t.text in _TOGETHER for t in tokens)


_BOTH = ("都", "均", "全", "全都", "两个都", "也都")
_TOGETHER = ("同时", "既", "两样都", "两者都", "二者都", "都要", "两个都", "三样都", "三者都")
_WORDS: tuple[Sort, ...] = ("topic", "text")


_NAMING: tuple[Sort, ...] = ("concept", "column", "loose")
_FIGURES: tuple[Sort, ...] = ("most", "top", "bound", "share", "function")


def _asks_its_figure(tokens: Sequence[Token], chosen: Sequence[int]) -> bool:
    """发布了几条，报告里讲了吗; 写明了条数的镇，从高到低排: the figure, not who says it."""
    words = [tokens[i] for i in chosen if tokens[i].sort != "stop"]
    if _asks_that_it_is_counted(tokens, words):
        return True
    beside = (*_NAMING, "generic", "hint", "amount", "bound")
    if words and all(t.sort == "hint" for t in words):  # 年报说收到几件申请
        last = tokens.index(words[-1])
        return [t.sort for t in tokens[last + 1 : last + 2]] == ["howmany"]
    asks_bodies = any(t.sort in ("which", "type", "unit") for t in tokens)
    if any(t.sort == "outside" for t in words) and not asks_bodies:  # 花了多少钱报告写了吗
        return all(t.sort in ("outside", "function", *beside) for t in words)
    if not any(t.sort in _NAMING for t in words) or any(t.sort not in beside for t in words):
        return False
    of_bodies = ("type", "unit", "report")  # 有多少镇提到
    behind = [*(t.sort for t in tokens[1:]), ""]
    counted = any(
        t.sort == "howmany" and not t.codes and after not in of_bodies
        for t, after in zip(tokens, behind, strict=True)
    )
    reports = any(t.sort == "howmany" and t.codes for t in tokens)
    figures = [t for t in tokens if t.sort in _FIGURES and not (reports and t.sort == "share")]
    return counted or bool(figures)


COUNTS = (
    "篇数",
    "次数",
    "条数",
    "件数",
    "场次",
    "场数",
    "期数",
    "人数",
    "人次",
    "个数",
    "数量",
    "具体数字",
    "具体数",
)


def _asks_that_it_is_counted(tokens: Sequence[Token], words: Sequence[Token]) -> bool:
    """政策解读写了篇数的有哪些: who states that figure."""
    counted = [t for t in words if t.text.endswith(COUNTS)]
    named = [t for t in tokens if t.sort == "concept" and t.codes[0].startswith("claim:")]
    rest = [t for t in words if t not in counted and t not in named]
    return bool(counted) and len(named) == 1 and not rest


_CLOSING = ("”", "」", "』", '"', "’")
_WORDING = re.compile(
    r"[”」』\"’'](?:这|等|的)?(?:[几两三四五]个)?(?:字样|字眼|个词|一词|词语|字|提法)"
)


def _quoted_alone(tokens: Sequence[Token], raw: str) -> Said | None:
    """含“码头”的年报, “集市”哪些报告里有: quoted words that name no measure, of reports."""
    sorts = {token.sort for token in tokens}
    verb = next((i for i, t in enumerate(tokens) if t.text.startswith("出现")), None)
    times = verb is not None and _asks_times(tokens, verb)
    ends = [i for i, t in enumerate(tokens) if t.text in _CLOSING]
    times = times or (verb is not None and any(_asks_times(tokens, end) for end in ends))
    counted = any(t.sort == "howmany" and not t.codes for t in tokens) and not times
    asked = sorts & {"which", "report", "then", "howmany"} and not counted
    asked = asked and not sorts & {"define", "how", "why", "what"}
    found = [m for m in _QUOTED.finditer(raw) if 1 < len(m[1]) < _LONGEST_WORD]
    spans = [(m.start(1), m.end(1)) for m in found]
    inside = [i for i, t in enumerate(tokens) if any(a <= t.start < b for a, b in spans)]
    words_of = ("text", "topic", "aside", "unknown", "domain")
    named = times or bool(_WORDING.search(raw))
    named = named or any(tokens[i].sort in words_of or _is_thing(tokens, i) for i in inside)
    if not asked or not named or (pasted(tokens) and not times):
        return None
    words = tuple(dict.fromkeys(m[1] for m in found))
    before = [t for t in tokens[: inside[0]] if t.sort != "stop"][-1:]
    denied = any(t.sort in ("none", "silent") for t in before)  # 没有“平台建设”的内容
    every = denied or asks_every(tokens)
    return Said(words, denied, False, frozenset(inside), every=every, times=times)


_LONGEST_WORD = 16


def _negated(tokens: Sequence[Token], verb: int) -> bool:
    return verb > 0 and tokens[verb - 1].sort == "none"


def _forwards(tokens: Sequence[Token], verb: int) -> list[int] | None:
    """The words behind the verb, up to the bodies that say them; None if it asks what is said."""
    chosen: list[int] = []
    for index in range(verb + 1, len(tokens)):
        token = tokens[index]
        if token.sort == "topic" and ASKS.search(token.text):
            return None  # 说了什么内容
        if not chosen and _problems_asked(tokens, index):
            return None  # 指出的主要问题是什么
        if token.text in _TIMES and not chosen:
            return []  # 培训提到了几次
        if token.sort in _NOT_QUOTED:
            return None if token.sort in _OPEN else chosen or None
        if token.sort == "has" and not chosen and _asks_what(tokens, index):
            return None  # 说碰到了什么难处
        if token.sort == "mark" or token.sort in _BODIES or _is_verb(tokens, index):
            break
        if token.text == "的" and _bodies_follow(tokens, index):
            break
        if (
            token.sort in _CONTENT
            or _is_thing(tokens, index)
            or _is_alternative(tokens, index)
            or (chosen and token.sort in ("or", "and", "stop", "none"))
            or token.sort == "none"
            or _begins_a_noun(tokens, index)
        ):
            chosen.append(index)
    return _trimmed(tokens, chosen)


def _problems_asked(tokens: Sequence[Token], index: int) -> bool:
    """Whether the problems themselves are asked for: (提到的)主要问题是什么, 不足有哪些."""
    if tokens[index].sort != "topic" or "problems" not in tokens[index].codes:
        return False
    behind = [t for t in tokens[index + 1 :] if t.sort not in ("stop", "has")]
    asks = bool(behind) and (behind[0].sort in ("what", "how") or behind[0].text in _WHAT_ARE)
    return asks and not any(t.sort in ("which", "unit") for t in tokens[:index])


_WHAT_ARE = (
    "是什么",
    "是啥",
    "有哪些",
    "是哪些",
    "都有哪些",
    "包括哪些",
    "是哪几个",
    "哪些",
    "哪几个",
)


def _asks_what(tokens: Sequence[Token], index: int) -> bool:
    """Whether the rest of the clause asks in its own words."""
    return any(t.sort in _OPEN for t in tokens[index : clause_bounds(tokens, index)[1]])


def _bodies_follow(tokens: Sequence[Token], index: int) -> bool:
    rest = [t for t in tokens[index + 1 : index + 4] if t.sort != "stop"]
    return not rest or rest[0].sort in _BODIES or rest[0].sort == "mark"


def _is_alternative(tokens: Sequence[Token], index: int) -> bool:
    """Whether a light word of two characters is one side of 或: 征地或征收."""
    if tokens[index].sort != "stop" or len(tokens[index].text) < 2:
        return False
    before, after = tokens[max(0, index - 1) : index], tokens[index + 1 : index + 2]
    return any(token.sort == "or" for token in (*before, *after))


def _trimmed(tokens: Sequence[Token], chosen: list[int]) -> list[int]:
    things = {i for i in chosen if _is_thing(tokens, i)}
    no_word = ("stop", "or", "and", "none", "aside")
    if not things and all(tokens[index].sort in no_word for index in chosen):
        return []  # 写了没有
    light = {i for i in chosen if tokens[i].sort in ("stop", "or", "and")} - things
    light -= {i for i in chosen if _is_alternative(tokens, i) or _begins_a_noun(tokens, i)}
    while chosen and (chosen[-1] in light or tokens[chosen[-1]].sort == "none"):
        if _ends_a_noun(tokens, chosen):
            break
        chosen.pop()
    while chosen and chosen[0] in light:
        chosen.pop(0)
    return chosen


def _ends_a_noun(tokens: Sequence[Token], chosen: Sequence[int]) -> bool:
    """村务公开栏, 工作群: one character that belongs to the word before."""
    last, before = tokens[chosen[-1]], tokens[chosen[-2]] if len(chosen) > 1 else None
    touches = before is not None and before.end == last.start and before.sort != "stop"
    return touches and last.text in _NOUN_ENDS


def _begins_a_noun(tokens: Sequence[Token], index: int) -> bool:
    """答复书说理: a light word that unexplained text goes on from."""
    token, behind = tokens[index], tokens[index + 1 : index + 2]
    goes_on = bool(behind) and behind[0].sort == "text" and behind[0].start == token.end
    return goes_on and token.sort == "stop" and token.text in _NOUN_BEGINS


_NOUN_BEGINS = (
    "答复",
    "登记",
    "统计",
    "检索",
    "处理",
    "办理",
    "数据",
    "数字",
    "资料",
    "记录",
    "组织",
    "核实",
)
_NOUN_ENDS = tuple("栏报号书册")


def _is_thing(tokens: Sequence[Token], index: int) -> bool:
    """A light word that a text can speak of: 提到台账, “清单”."""
    return tokens[index].sort == "stop" and tokens[index].text in _THINGS


_THINGS = ("台账", "清单", "名单", "法院", "账号", "工单", "研究", "登记", "汇总")


def _backwards(tokens: Sequence[Token], verb: int) -> list[int]:
    """The words right before the verb: 把解读不足列为问题, 视频号有哪些镇提到."""
    chosen: list[int] = []
    for index in range(verb - 1, -1, -1):
        token = tokens[index]
        if token.sort == "mark" or token.text == "把":
            break
        if (
            token.sort in _CONTENT
            or (chosen and token.sort in ("or", "and"))
            or _is_thing(tokens, index)
            or token.text in _NOUN_ENDS
        ):
            chosen.insert(0, index)
        elif chosen and token.sort != "stop":
            break
    return _trimmed(tokens, chosen)


def _clause_before(tokens: Sequence[Token], verb: int) -> list[int]:
    """The subject of the clause before: “三审三校”是什么意思，谁提到了？"""
    start, _ = clause_bounds(tokens, verb)
    before = list(tokens[:start])
    denied = [
        n
        for n, (no, token) in enumerate(pairwise(before), 1)
        if no.sort == "none" and token.sort == "stop" and len(token.text) > 1  # 没登记
    ]
    return [i for i in range(start) if tokens[i].sort in _CONTENT or i in denied]


def split_words(phrases: Iterable[str]) -> tuple[str, ...]:
    """The words of phrases that are joined by 、 or 和, each once; single characters are none."""
    parts = (p for w in phrases for p in ([w] if is_known(w.strip(_EDGES)) else _SPLIT.split(w)))
    words = (_CALLED.sub("", part.strip(_EDGES)).strip(_EDGES).removesuffix("的") for part in parts)
    words = (_OF_THE_WORK.sub("", word) if not is_known(word) else word for word in words)
    words = (_LEADING.sub("", word) if len(word) > _LONG else word for word in words)
    said = (_said_of_staff(word) for word in words if len(word) > 1)
    return tuple(dict.fromkeys(_as_known(word) for word in said))


def _as_known(word: str) -> str:
    """约谈过干部, 建议提案办理情况: as the wordings that are known have it."""
    if is_known(word):
        return word
    bare = (_DONE.sub("", word), _MATTER.sub("", word))
    return next((known for known in bare if known != word and is_known(known)), word)


_OF_THE_WORK = re.compile("^(?:(?:政府)?信息公开|政务公开|依申请公开)(?:工作)?的?(?=.{4})")
_DONE = re.compile("(?<=..)[过了](?=..)")
_MATTER = re.compile("的?(?:办理|办复|答复|开展|落实|执行|建设|设置)*的?(?:情况|状况)$")


def _said_of_staff(word: str) -> str:
    """干部是兼职, 干部兼职, 公开工作靠兼职干部撑着 → 兼职: who of the staff it is said of, each
    report words in its way."""
    part_time = _WORKED.fullmatch(word) or _WORKING.fullmatch(word)
    if part_time is not None and is_known(part_time[1]) and not is_known(word):
        return part_time[1]
    said = _STAFF.sub("", word)
    copula = len(word) - len(said) and _COPULA.search(word[: len(word) - len(said)])
    return said if len(said) > 1 and (copula or is_known(said)) else word


def _words(tokens: Sequence[Token], chosen: Sequence[int], raw: str) -> tuple[str, ...]:
    if not chosen:
        return ()
    start, end = tokens[chosen[0]].start, tokens[chosen[-1]].end
    quoted = [m[1] for m in _QUOTED.finditer(raw) if m.start() < end and m.end() > start]
    if quoted:
        return tuple(dict.fromkeys(word for part in quoted if len(word := part.strip(_EDGES)) > 1))
    return split_words([raw[start:end]])
