"""Short words of a follow-up about the figure before: its other column, its parts, its doubt.

几个项目 after an amount, 新发了几件 after the documents in force, 都公开了吗 after requests.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.measures import columns_of, concept_of
from assistant.parsing.figures import Figure
from assistant.parsing.tokens import Token
from assistant.plan import Measure, Plan
from assistant.vocabulary import Sort
from index.numerals import parse_number

_LIGHT: tuple[Sort, ...] = ("stop", "mark", "then")
_TWO_YEARS = re.compile("(?:前后|这|那|头尾|相邻)?[两2二俩](?:个年头|年)?")
_SOME_YEARS = re.compile("(?:前后|这|那|头尾|中间)?([两2二俩三四五六3-6几])(?:个年头|年间?)?")
_THINGS = re.compile("项目|个|项|笔|批|单|宗|件")
_ISSUED = re.compile("发|出|制|印|下|颁")
_OF_IT = ("涉及", "涉及到", "包括", "共有")
_NEWLY = ("新", "又新", "新增", "新增加", "新添", "新加", "增加", "新出", "新增了")
_PLACE = re.compile("(?:排|排名|排在)?第([一二三四五六七八九十]{1,3}|[0-9]{1,2})(?:名|位)?")
_SUBJECT = ("类", "方面", "领域", "类的", "方面的", "领域的")
_ALL_OF = re.compile("都|全|统统|一律|一概")


def replied(tokens: Sequence[Token], plan: Plan, about: Sequence[Measure]) -> tuple[Token, ...]:
    """The tokens of a follow-up with such words in their sense after `plan`."""
    found = _two_years(_as_quote(tuple(tokens)), plan)
    found = _in_order(found, plan)
    found = _as_text(found, plan)
    found = _who_of_two(found, about)
    found = _how_it_ended(found, about)
    found = _in_same_column(found, about)
    return _of_documents(_as_column(found, about), about)


def _as_quote(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """把原句发我, 原话贴一下: where the answer stands; 荞坪原文怎么写的: the same of that body,
    whose sentences the answer quotes."""
    at = next((i for i, t in enumerate(tokens) if _QUOTE.search(t.text)), None)
    said = at is not None and any(t.text.startswith(_HANDED) for t in tokens)
    light = all(t.sort in (*_LIGHT, "aside", "quote_of", "body", "stem", "region", "year", "how")
                or t.text.startswith(_HANDED) or t.text in _SENTENCE for t in tokens)  # fmt: skip
    if at is None or not light or not (said or tokens[at].sort == "quote_of"):
        return tokens
    elsewhere = any(t.place.bodies for t in tokens)
    named = ("body", "stem", "region", "year", *_LIGHT[1:])
    asked = replace(tokens[at], sort="stop" if elsewhere else "quote_of", codes=())
    return tuple(
        asked if i == at else t if t.sort in named else replace(t, sort="stop", codes=())
        for i, t in enumerate(tokens)
    )


_QUOTE = re.compile("原句|原话|原文")
_HANDED = ("发", "贴", "给", "抄", "念", "摘", "引", "拿", "列", "要", "看", "来", "原话给我")
_SENTENCE = ("那句", "这句", "那段", "这段", "那句话", "这句话")


def _two_years(tokens: tuple[Token, ...], plan: Plan) -> tuple[Token, ...]:
    """两年差几件, 前后两年相差多少, after a figure of one body: the years spoken of; 两年涨了多少,
    三年涨了多少, after the series of three."""
    differs = any(t.sort in ("compare", "trend", "change") for t in tokens)
    one = (
        plan.kind in ("value", "trend", "aggregate")
        and len({body.name for body in plan.scope.bodies}) == 1
    )
    if not (differs and one):
        return tokens
    said = _TWO_YEARS if plan.kind == "value" else _SOME_YEARS
    span = len(plan.scope.years)
    kept = []
    for index, token in enumerate(tokens):
        behind = tokens[index + 1].text if index + 1 < len(tokens) else ""
        whole = token.text if token.text.endswith(("年", "年头")) else token.text + behind
        found = said.fullmatch(token.text)
        years = found is not None and whole.endswith(("年", "年头", "年之间", "年间"))
        if years and found is not None and plan.kind != "value":
            years = found[1] == "几" or parse_number(found[1]) in (span - 1, span)
        kept.append(replace(token, sort="stop", year=None) if years else token)
    return tuple(kept)


def _in_order(tokens: tuple[Token, ...], plan: Plan) -> tuple[Token, ...]:
    """第三 after an order: a place of it."""
    asks = ("which", "howmany", "unit", "has")
    said = [t for t in tokens if t.sort not in (*_LIGHT, *asks)]
    place = _PLACE.fullmatch(said[0].text) if len(said) == 1 else None
    number = parse_number(place[1]) if place else None
    if plan.kind != "rank" or number is None or said[0].sort == "ordinal":
        return tokens
    ordinal = replace(said[0], sort="ordinal", figure=Figure("ordinal", float(number)))
    return tuple(ordinal if t is said[0] else t for t in tokens)


def _as_text(tokens: tuple[Token, ...], plan: Plan) -> tuple[Token, ...]:
    """其中社保方面的 after what was published: a subject of it, which the text may tell."""
    told = bool(plan.measures) and all(m.claim for m in plan.measures)
    within = any(t.sort == "among" or t.text in _SUBJECT for t in tokens)
    if not (told and within):
        return tokens
    return tuple(
        replace(t, sort="text", codes=()) if t.codes == ("society",) else t for t in tokens
    )


def _who_of_two(tokens: tuple[Token, ...], about: Sequence[Measure]) -> tuple[Token, ...]:
    """是个人的还是单位的 after a row of 表三: who applied."""
    whose = [t for t in tokens if t.sort in ("applicant", "unit")]
    either = any(t.sort == "or" for t in tokens)
    applied = [t.sort for t in whose] == ["applicant", "unit"]
    if not (either and applied and _of_requests(about)):
        return tokens
    asked = replace(whose[0], sort="applicants", codes=())
    silent = [t for t in tokens if t is whose[1] or t.sort == "or"]
    return tuple(
        asked if t is whose[0] else replace(t, sort="stop", codes=()) if t in silent else t
        for t in tokens
    )


def _how_it_ended(tokens: tuple[Token, ...], about: Sequence[Measure]) -> tuple[Token, ...]:
    """都公开了吗 after requests: how each of them ended, which a sum of those given hides."""
    given = next((t for t in tokens if _is_given(t)), None)
    if given is not None and {t.sort for t in tokens} >= {
        "outcome",
        "all",
    }:  # how handled, all granted?
        silent = [t for t in tokens if t is given or t.sort == "all"]
        return tuple(replace(t, sort="stop", codes=()) if t in silent else t for t in tokens)
    every = any(_ALL_OF.match(t.text) for t in tokens)
    asks = any(t.text in ("吗", "么", "没", "没有", "吧", "嘛", "?") for t in tokens)
    own: tuple[Sort, ...] = (
        "body", "stem", "region", "type", "year", "it", "they", "none", "all", "applicant",
    )  # fmt: skip
    light = all(t.sort in (*_LIGHT, *own, "whether") for t in tokens if t is not given)
    received = bool(about) and all(m.code.startswith("requests.received.") for m in about)
    if given is None or not (every and asks and light and received):
        return tokens
    ended = replace(given, sort="outcome", codes=())
    idle = ("none", "whether", "all")
    return tuple(
        ended if t is given else replace(t, sort="stop", codes=()) if t.sort in idle else t
        for t in tokens
    )


_GIVEN_OUT = ("公开", "给公开", "公布")


def _in_same_column(tokens: tuple[Token, ...], about: Sequence[Measure]) -> tuple[Token, ...]:
    """公开了几件, 给公开了没, after those of one kind of applicant: of these."""
    row, _, column = about[0].code.rpartition(".") if len(about) == 1 else ("", "", "")
    items = any(t.text.endswith(("信息", "条")) for t in tokens)
    given = [t for t in tokens if _is_given(t) and t.text.startswith(_GIVEN_OUT) and not items]
    own: tuple[Sort, ...] = ("howmany", "none", "whether", "has", "among", "outcome")
    light = all(t.sort in (*_LIGHT, *own) or t in given for t in tokens)
    if row != "requests.received" or column == "total" or len(given) != 1 or not light:
        return tokens
    named = replace(given[0], sort="concept", codes=(f"disclosed:{column}",))
    idle = ("none", "whether", "has")
    return tuple(
        named if t is given[0] else replace(t, sort="stop", codes=()) if t.sort in idle else t
        for t in tokens
    )


def _is_given(token: Token) -> bool:
    published = token.codes == ("claim:proactive_total",) and "公" in token.text
    return published or token.codes in (("disclosed",), ("granted",))


def _as_column(tokens: tuple[Token, ...], about: Sequence[Measure]) -> tuple[Token, ...]:
    """几个项目 after an amount, 花了多少钱 after the number of purchases: the same row's other
    column."""
    concept = concept_of(about[0].code) if len(about) == 1 and about[0].cells else None
    same = (concept,) if concept else ()
    sorts = (*_LIGHT, "howmany", "amount", "function")
    light = all(t.sort in sorts or t.codes == same or t.text in _OF_IT for t in tokens)
    count = next((t for t in tokens if t.sort == "howmany"), None)
    if concept is None or count is None or not light or about[0].is_ratio:
        return tokens
    column = about[0].code.rpartition(".")[2]
    words = "".join(t.text for t in tokens[tokens.index(count) :])
    if column == "amount" and _THINGS.search(words) and "projects" in columns_of(concept):
        named = replace(count, sort="column", codes=("projects", concept))
    elif column == "projects" and re.search("钱|金额|块|元", "".join(t.text for t in tokens)):
        named = replace(count, sort="column", codes=("amount", concept))
    else:
        return tokens
    asked = replace(count, codes=(), start=count.end, text="")
    at = tokens.index(count)
    idle = [replace(t, sort="stop", codes=()) if t.codes == same else t for t in tokens[:at]]
    return (*idle, named, asked, *tokens[at + 1 :])


_OF_DOCUMENTS = ("issued", "repealed", "in_force")


def _of_documents(tokens: tuple[Token, ...], about: Sequence[Measure]) -> tuple[Token, ...]:
    """新发了几件, 又出了几件, after the documents in force: those issued in the year."""
    rows = {one.code.rpartition(".")[0] for one in about}
    documents = rows and rows <= {"proactive.normative_documents", "proactive.regulations"}
    at = next((i for i, t in enumerate(tokens) if t.codes == ("claim:proactive_total",)), None)
    if not documents or any(t.text.endswith(("条", "信息")) for t in tokens):
        return tuple(tokens)
    columns = [i for i, t in enumerate(tokens) if t.sort == "column" and len(t.codes) == 1]
    if columns and tokens[columns[0]].codes[0] in _OF_DOCUMENTS:  # 出台了几件
        row = concept_of(about[0].code) or ""
        return tuple(
            replace(t, codes=(*t.codes, row)) if i in columns else t for i, t in enumerate(tokens)
        )
    newly = [i for i, t in enumerate(tokens) if t.text in _NEWLY]
    if at is not None and not _ISSUED.match(tokens[at].text):
        return tuple(tokens)
    at = at if at is not None else next(iter(newly), None)
    concept = concept_of(about[0].code)
    if at is None or concept is None or any(t.sort == "column" for t in tokens[:at]):
        return tuple(tokens)
    issued = replace(tokens[at], sort="column", codes=("issued", concept))
    return tuple(
        issued if i == at else replace(t, sort="stop", codes=()) if i in newly else t
        for i, t in enumerate(tokens)
    )


def _of_requests(about: Sequence[Measure]) -> bool:
    return bool(about) and all(m.code.startswith("requests.") and not m.is_ratio for m in about)
