"""Whether a question leans on the one before, and what it says itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.measures import concept_of
from assistant.parsing.before import CARRIED, CARRIED_EN
from assistant.parsing.in_context import OWN_OR_WHOLE, THAT, THOSE, about_of, rest_of
from assistant.parsing.of_thing import asks_of_thing
from assistant.parsing.reading import LEGAL_REASONS, Reading
from assistant.parsing.tokens import Token
from assistant.parsing.widening import OWN_SCOPE, each_there, of_others, own_scope
from assistant.plan import Choice, Plan
from assistant.vocabulary import Sort
from index.numerals import parse_number

_CUES: tuple[Sort, ...] = (
    "it", "they", "two", "among", "ordinal", "item", "last_one", "swap", "only", "not_this", "plus",
    "other_one",
)  # fmt: skip
_KIND: tuple[Sort, ...] = (
    "howmany", "most", "top", "function", "share", "compare", "trend", "change", "how", "why",
    "what", "mention", "not_mention", "quality", "define", "whether", "outcome", "applicants",
    "about", "which", "which_year", "where", "show", "quote_of", "comparable", "place_in_rank",
    "task", "grain",
)  # fmt: skip
_ALONE: tuple[Sort, ...] = ("define", "comparable", "source", "corpus", "task", "outside")
SETS = ("list", "rank", "aggregate", "mixed", "mention", "quality", "corpus")


def drop_denied(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """不是柳浦，是白鹭: without the words denied; unchanged where nothing replaces them."""
    said = [i for i, t in enumerate(tokens) if t.sort == "not_this"]
    said = [i for i in said if i + 1 < len(tokens) and tokens[i + 1].sort != "mark"] or said
    if not said:  # 我说错了，不是柳浦: the denial is the one with something behind it
        return tuple(tokens)
    start = said[0]
    for index in range(start + 1, len(tokens)):
        token, rest = tokens[index], tokens[index + 1 :]
        ends = token.text in ("是", "而是", "要", "换成") or token.sort in ("mark", "swap")
        if ends and any(t.sort != "stop" for t in rest):
            return (*tokens[: start + 1], *rest)
    return tuple(tokens)


def leans(reading: Reading, plan: Plan) -> bool:
    """Whether the question needs the one before: it says so, or lacks its places or its measure."""
    if of_same_set(reading, plan) or still_ahead(reading, plan) or each_there(reading, plan):
        return True
    if any(t.text.startswith(THAT) for t in reading.all("whole")):  # 那个县还有哪些单位
        return True
    years = ("stop", "mark", "then", "which_year")
    if plan.kind == "corpus" and reading.has("which_year"):  # 都是哪些年的
        return all(t.sort in years for t in reading.tokens)
    if asks_what_for(reading, plan) and plan.scope.bodies and not reading.places.named:
        return True
    if THE_WORK.search(reading.text) and plan.scope.bodies and not reading.places.named:
        return True
    if asks_if_given(reading, plan) and not reading.places.named:
        return True
    if of_fees(reading, plan) or (plan.scope.bodies and OWN_OR_WHOLE.search(reading.text)):
        return True
    if MORE_FROM.search(reading.text) and plan.kind == "value":
        return True
    if of_others(reading, plan) or _points_at_case(reading) or asks_of_thing(reading, plan):
        return True
    levels = [r.level for r in plan.scope.regions]
    if any(list(t.codes) == levels for t in reading.all("whole")):  # 全县那份, after a county
        return True
    if any(t.text in SAME_YEAR for t in reading.tokens) and not reading.years.named:
        return True
    if rest_of(about_of(plan), reading.tokens) or _asks_name(reading, plan):
        return True
    around = bool(reading.places.bodies or reading.places.regions)
    if reading.has("whole") and plan.scope.bodies and not around:  # 全县许可一共多少
        return True
    if reading.has(*_CUES) or (reading.tokens and reading.tokens[0].text in ("那", "那么")):
        return True
    asks = {"contact", "cost"} & set(reading.codes("outside"))
    if asks and plan.scope.bodies:  # 有联系电话吗, 花了多少钱
        return not (reading.places.named or own_scope(reading, plan))
    measured = bool(reading.asked.all or reading.asked.hints)
    content = has_content(reading) or reading.has("mention", "as_problem")
    if all(token.sort in ("stop", "mark") for token in reading.tokens):
        excepted = reading.places.named or bool(reading.places.without)  # 柳浦镇除外
        return excepted or _is_bare_yes(reading, plan)
    alone = any("weak" not in token.codes for token in reading.all(*_ALONE))
    if alone and not reading.has("then"):
        return reading.has("define") and not (measured or content or reading.has("quality"))
    own = [t for t in own_scope(reading, plan) if not t.text.startswith(("分别", "各自"))]
    if _is_the_report(reading, plan):
        own = [t for t in own if t.sort not in ("report", "which")]
    placed = reading.places.named or bool(own)
    if not measured and not content:
        listed = reading.has("report") and reading.has("which", "howmany")
        return not (placed and (listed or reading.has("quality", "where", "form", "which_year")))
    summed = reading.years.named and reading.wants_total and not plan.scope.bodies
    return not placed and not summed


FEES = ("proactive.fees.amount", "claim:processing_fee")


def of_fees(reading: Reading, plan: Plan) -> bool:
    """鹿鸣收了多少, 鹿鸣为什么收, after who took a fee: of that fee, no requests."""
    hints = reading.asked.hints
    took = bool(hints) and all(hint.text.startswith("收") for hint in hints)
    took = took and re.search("收到|[几少]件", reading.text) is None
    about = about_of(plan)
    fees = bool(about) and all(m.code in FEES for m in about)
    return fees and took and not (reading.asked.mentions or reading.asked.limits)


def still_ahead(reading: Reading, plan: Plan) -> bool:
    """许可呢，也是鹿鸣多, after two bodies side by side: of these two again."""
    spoken = {body.name for body in plan.scope.bodies}
    named = {body.name for body in reading.places.bodies}
    two = plan.kind == "compare" and len(spoken) == 2 and len(named) == 1 and named < spoken
    more = re.search("(?<!多)[多少高低](?:一?些|一点)?[吗么吧嘛]?[?？]?$", reading.text)
    again = re.search("[也还仍](?:都)?(?:是|然是)?", reading.text)
    return two and more is not None and again is not None and not reading.year_words


_WHAT_FOR = re.compile(
    "^(?:都|分别|各自?|具体|主要|大多|那|他们|人家)*(?:是|要|问|想问|打听|关于|涉及|想要|要问|申请|想知道|想了解|了解|围绕|针对)*"
    "(?:的是|的|了)?(?:些)?(?:什么|啥|哪些|哪方面|哪类)(?:方面|内容|事情?|东西|材料|信息)?(?:的)?[呢啊呀的?？]*$"
)
_WHICH_ONES = re.compile("^(?:都|分别|各自?|具体|主要|是|那|的)*(?:什么|啥|哪些)[呢啊呀的?？]*$")


def asks_what_for(reading: Reading, plan: Plan) -> bool:
    """都是问什么的, 都是什么内容, after a number of requests, or after what they were about."""
    text = reading.text.strip()
    asked = any(m.code.startswith("requests.") for m in plan.measures) or "申请" in plan.query
    return asked and bool(_WHAT_FOR.search(text)) and not _WHICH_ONES.search(text)


SAME_YEAR = ("同年", "同一年", "同年度", "那年", "那一年", "同期")
THE_WORK = re.compile(
    "^(?:那|都)?(?:这|那)(?:些|件|个|项|一|块|摊|方面)*(?:的)?(?:事|工作|活|块)(?:情|儿)?(?:都|是|现在|平时)*(?:归|由)?"
    "(?:谁|哪个(?:部门|科室|单位|人)|什么(?:部门|人))(?:来|在)?(?:负责|管|办|抓|弄|牵头|承担)"
    "|^(?:那|都|平时|现在|是|由|具体)*(?:谁|哪个(?:部门|科室|单位|人)|什么(?:部门|人))(?:来|在|专门)*"
    "(?:负责|管|办|抓|弄|牵头|承担)(?:管|办)?(?:这|那)?(?:些|件|个|项|一|块|摊|方面)*(?:的)?"
    "(?:事|工作|活|块)?(?:情|儿)?(?:的|呢|啊|呀|[?？])*$"
)
"""这事谁在管: the work of disclosure, where nothing else was spoken of."""
MORE_FROM = re.compile("多(?:出来?|了)的?.{0,6}(?:哪来|哪里来|怎么来|从哪|怎么回事)")
"""多出来的是哪来的: of a figure spoken of, not where the data come from."""
CASE = re.compile("[这那](?:[0-9一两二三四五六七八九十几]{1,2})?[件笔次起宗场]")


def _points_at_case(reading: Reading) -> bool:
    """柳浦镇那件为什么没办完, 鹿鸣那2件是谁的: a case of the year spoken of."""
    behind = any(t.place.bodies for t in reading.tokens) and CASE.search(reading.text)
    return bool(behind) and not reading.years.named


_GIVEN = "(?:公开|答复|提供|同意|批准|批|给)(?:给|予)?(?:他们?|人家|对方|公开|看)?"
_IF_GIVEN = re.compile(
    "^(?:那|这|它|他们|人家|后来|最后|到底|究竟|镇里|乡里|材料|东西|信息|都|全|[,，]|有没有|是不是|是否|几?件|份|申请)*"
    f"(?:{_GIVEN}(?:了|过|好|下来)*(?:没有?|吗|么)|(?<=有没有){_GIVEN}|给没给|给不给|批没批|同没同意|同意没同意)"
    "(?:了|呢|啊|呀|[?？])*$"
)
_IF_KEPT = re.compile(
    "(?:那|后来|之后|最后|到底|究竟|都|真的?|[,，])*(?:说到)?(?:做到|办到|兑现|落实|实现)(?:了|过)*(?:没有?|吗|么)(?:呢|啊|呀|[?？])*$"
)


def asks_if_given(reading: Reading, plan: Plan) -> bool:
    """给了吗, 最后给了没有, after what an applicant asked for: what became of it."""
    one = len({body.name for body in plan.scope.bodies}) == 1
    told = plan.kind == "narrative" and "申请" in plan.query and "内容" in plan.query
    counted = plan.kind == "value" and bool(plan.measures) and not reading.asked.mentions
    counted = counted and all(m.code.startswith("requests.received.") for m in plan.measures)
    bare = _IF_GIVEN.search(reading.text.strip()) is not None and not reading.english
    return one and (told or counted) and bare


def _is_bare_yes(reading: Reading, plan: Plan) -> bool:
    """给了吗, 做到了吗: nothing but whether it was done."""
    remedies = plan.kind == "narrative" and bool(plan.scope.bodies) and plan.section == "problems"
    kept = remedies and _IF_KEPT.fullmatch(reading.text.strip()) is not None
    return kept or asks_if_given(reading, plan)


def _asks_name(reading: Reading, plan: Plan) -> bool:
    """松汀那个叫什么名字, after who issued documents: those of the same year."""
    named = any(t.codes == ("name",) for t in reading.all("what"))
    documents = {concept_of(m.code) for m in about_of(plan)} == {"normative_documents"}
    return named and documents and bool(reading.places.bodies) and not reading.years.named


def lacks_a_year(reading: Reading, plan: Plan, spoken: Sequence[int]) -> bool:
    """两年差几件, where one year alone was spoken of."""
    two = re.search("(?<!近)(?<!最近)[两2二]个?年", reading.text)
    differs = only_compares(reading, ("trend", "change"))
    return bool(two) and differs and plan.kind == "value" and len(spoken) == 1


def of_one_of_several(reading: Reading, plan: Plan) -> bool:
    """这件怎么处理的, after several kinds of applicants: whose it is is not said."""
    rows = [m.code.rpartition(".") for m in plan.measures]
    several = len(rows) > 1 and all(row == "requests.received" for row, _, _ in rows)
    case = reading.has("outcome") and CASE.search(reading.text) is not None
    several = several and bool(plan.scope.bodies)
    return several and case and not reading.asked.all and not reading.has("applicant")


def whose(plan: Plan) -> tuple[Choice, ...]:
    """The kinds of applicants to choose from, each asked of the body and year spoken of."""
    body, year = plan.scope.bodies[0].name, plan.scope.years[-1:]
    named = (_APPLICANT.search(m.label) for m in plan.measures)
    kinds = [found[1] for found in named if found]
    when = f"{year[0]}年" if year else ""
    return tuple(Choice(label=k, question=f"{body}{when}{k}的申请怎么处理的？") for k in kinds)


_APPLICANT = re.compile("申请人：([^）]+)")


def _is_the_report(reading: Reading, plan: Plan) -> bool:
    """报告说有哪些不足, 年报提到哪些问题, after a body: its report says it, no others are asked."""
    opens = next((t for t in reading.tokens if t.sort not in ("stop", "then", "mark")), None)
    saying = opens is not None and [t.sort for t in reading.after(opens)[:1]] == ["mention"]
    says = opens is not None and opens.sort == "report" and saying
    return says and len({body.name for body in plan.scope.bodies}) == 1


_MOVES: tuple[Sort, ...] = (
    "stop", "mark", "then", "year", "body", "stem", "region", "type", "swap", "only",
)  # fmt: skip


def moves_on(tokens: Sequence[Token]) -> bool:
    """24年还涨吗: the same figures in another year, as they change."""
    rises = any({"rising", "falling"} & set(t.codes) for t in tokens if t.sort == "change")
    dated = any(t.sort == "year" for t in tokens)
    light = ("stop", "mark", "then", "year", "change", "whether")
    return rises and dated and all(t.sort in light for t in tokens)


def only_moves(tokens: Sequence[Token], measures: bool = False) -> bool:
    """那2023年呢, 白鹭乡呢: the same question of another year or place, or with `measures` of
    another measure (那处罚呢), and nothing else."""
    what: tuple[Sort, ...] = ("year", "body", "stem", "region", "type")
    what += ("concept", "generic", "loose") if measures else ()
    moved = any(t.sort in what for t in tokens)
    return moved and all(t.sort in (*_MOVES, *what) for t in tokens)


_OF_REPORTS: tuple[Sort, ...] = ("mention", "not_mention", "quality", "state")
_UNNAMED: tuple[Sort, ...] = (
    "stop", "mark", "then", "year", "body", "stem", "region", "type", "unit", "report", "which",
    "each", "mention", "not_mention", "hint", "has", "none", "whether", "howmany", "function",
)  # fmt: skip


def asks_nothing_else(tokens: Sequence[Token]) -> bool:
    """Whether the question names no figure and no word of its own: 谁提到过, 哪几家收过."""
    return all(t.sort in _UNNAMED for t in tokens)


def of_same_set(reading: Reading, plan: Plan) -> bool:
    """维持的有哪些, 处罚最多的是哪个, after a list or an order: of the bodies and years of that;
    after 东沙县有哪几家的年报 whatever is asked of those."""
    scope, held = plan.scope, plan.kind == "corpus"
    own = [t for t in reading.all(*OWN_SCOPE) if t.sort != "which"]
    own = [t for t in own if t.sort != "unit"]
    if held:
        own = [t for t in own if t.sort not in ("each", "report")]
    narrow = bool(scope.years or scope.regions or scope.body_types) and not scope.bodies
    kinds = reading.places.types and not (held or reading.has("most"))  # 哪个镇收到的最多
    placed = reading.places.bodies or reading.places.regions or kinds
    pointing = any(THOSE.fullmatch(t.text) for t in reading.all("among"))
    named = placed or (reading.years.named and not pointing) or own
    if plan.kind not in SETS or not narrow or named:
        return False
    figures = bool(reading.asked.all or reading.asked.hints)
    if held:
        asks = reading.has("which", "each", "they", "among", "howmany", "none")
        return asks and (figures or has_content(reading) or reading.has(*_OF_REPORTS))
    asks = reading.has("which") and not reading.has("mention", "not_mention", "as_problem", "then")
    return asks and figures and not (has_content(reading) or reading.has(*_ALONE))


def keeps_kind(reading: Reading, but: Sequence[Sort] = ()) -> bool:
    """Whether the kind of the question before stays: nothing in this one says another, the sorts
    of `but` apart."""
    compared = reading.years.base is not None
    says = reading.has(*(sort for sort in _KIND if sort not in but))
    return reading.before is not None and not compared and not says


def has_content(reading: Reading) -> bool:
    """Whether it asks for something that only words tell."""
    return any(
        (t.sort == "topic" and t.text not in LEGAL_REASONS) or t.is_own_word for t in reading.tokens
    )


COUNTED_YEARS = re.compile("这?([几两二三四五六七八九十2-9])(?:个年头|年)|每一?年")


def counts(reading: Reading, several: int) -> bool:
    """Whether 三年 says as many years as were spoken of, or no number of them is said."""
    counted = [COUNTED_YEARS.fullmatch(t.text) for t in reading.tokens]
    return all(
        found[1] in (None, "几") or parse_number(found[1]) == several for found in counted if found
    )


def is_next_rival(reading: Reading, plan: Plan) -> bool:
    """比枫渡镇呢 after 比柳浦镇多几次: the first body beside another one, not all three."""
    two = plan.kind == "compare" and len({body.name for body in plan.scope.bodies}) == 2
    if not two or reading.has("plus", "two", "they", "all"):
        return False
    opens = next((t for t in reading.tokens if t.sort != "stop"), None)
    carried = any(note.startswith((CARRIED, CARRIED_EN)) for note in plan.notes)
    return carried or (opens is not None and opens.sort == "versus")


_LIGHT: tuple[Sort, ...] = ("stop", "mark", "then", "compare", "howmany", "versus")


def only_compares(reading: Reading, also: Sequence[Sort] = (), light: Sequence[Sort] = ()) -> bool:
    """差多少, 哪个多: a comparison of what was spoken of before, with nothing named; with `also`
    变化多少."""
    asks = reading.has("compare", *also)
    return asks and all(token.sort in (*_LIGHT, *also, *light) for token in reading.tokens)


def only_sums(reading: Reading) -> bool:
    """一共呢, 两样加起来几件: nothing but a sum of what was asked one after the other."""
    light = ("stop", "mark", "then", "function", "howmany", "two", "number", "amount")
    sums = [token.codes for token in reading.all("function")]
    spoken = all(t.sort in light or t.text in ("样", "者") for t in reading.tokens)
    return bool(sums) and all(codes == ("sum",) for codes in sums) and spoken
