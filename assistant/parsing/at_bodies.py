"""Words beside bodies and places: which they are, where one lies, how many."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.parsing.neighbours import clause_of
from assistant.parsing.tokens import Token
from assistant.places import Place
from assistant.vocabulary import Sort

_LAST = tuple("所地处部室台站厅队组")
_HEADS = ("台账", "资料", "清单", "名单", "明细", "一览表", "案卷")


def head(tokens: list[Token], index: int) -> Token | None:
    """电子台账, 司法所, 火塘会是哪里的: the last part of a name, not a way of asking."""
    token, before = tokens[index], tokens[max(0, index - 1)]
    if not index or before.sort != "text" or before.end != token.start or token.sort != "stop":
        return None
    behind = tokens[index + 1 : index + 2]
    last = not behind or behind[0].sort in ("mark", "which", "and", "or") or behind[0].text == "的"
    met = token.text == "会" and bool(behind) and behind[0].text in ("是", "上", "的", "在")
    heads = met or token.text in _HEADS or (token.text in _LAST and last)
    return replace(token, sort="text") if heads else None


def which_place(tokens: list[Token], index: int) -> Token | None:
    """李口镇是郏县的还是泗阳县的: where it lies is asked, of places held or not."""
    token = tokens[index]
    places = ("region", "unheld", "unknown")
    at = next((i for i in range(index, len(tokens)) if tokens[i].sort == "or"), 0)
    if token.sort not in places or not at or not index or tokens[index - 1].text != "是":
        return None
    behind = next((i for i in range(at + 1, len(tokens)) if tokens[i].sort != "stop"), 0)
    named = any(t.sort in ("body", "stem") and t.place.bodies for t in tokens[:index])
    measured = any(t.sort in ("concept", "generic", "hint", "topic") for t in tokens)
    if not behind or tokens[behind].sort not in places or not named or measured:
        return None
    for i in range(index + 1, behind + 1):
        tokens[i] = replace(tokens[i], sort="stop", codes=(), place=Place())
    return replace(token, sort="where", codes=(), place=Place())


def which_bodies(tokens: list[Token], index: int) -> Token | None:
    """行政处罚最多的是哪几个单位: which bodies, not what a term takes in (不予公开是哪几个)."""
    token = tokens[index]
    if token.text != "是哪几个":
        return None
    of_bodies = [t for t in tokens[index + 1 : index + 2] if t.sort in ("unit", "type", "level")]
    chosen = [t for t in tokens[:index] if t.sort in ("most", "top", "bound", "nonzero")]
    return replace(token, sort="which", codes=("many",)) if of_bodies or chosen else None


SANCTIONS = ("约谈", "问责", "追责", "通报", "抽查", "通报批评")
_WHOM = re.compile(
    "[过了的]*.{0,8}?(?:人|人员|干部|员|长|单位|部门|机关|同志|站所|领导|村|社区)们?(?:的|[吗么嘛吧]|没有?|[?？])*"
)


def whom(tokens: list[Token], index: int) -> Token | None:
    """约谈过站所负责人: whom it was done to is no second thing to look for."""
    token = tokens[index]
    if token.text not in SANCTIONS or "named" not in token.codes:
        return None
    behind = [t for t in clause_of(tokens, index) if t.start > token.start]
    if not behind or not _WHOM.fullmatch("".join(t.text for t in behind)):
        return None
    if any(t.sort in ("which", "what", "howmany", "body", "stem") for t in behind):
        return None
    at = index + 1
    said = ("text", "aside", "grain", "outside", "applicant", "unit", "topic")
    tokens[at : at + len(behind)] = [
        replace(t, sort="stop", codes=()) if t.sort in said else t for t in behind
    ]
    return token


def own_marks(tokens: list[Token], index: int) -> Token | None:
    """柳浦镇给站所打分: the body gives the marks; nobody is asked to."""
    token = tokens[index]
    if token.sort != "judgement" or "分" not in token.text:
        return None
    giver = next((i for i in range(index) if tokens[i].sort in ("body", "stem")), index)
    given = [i for i in range(giver, index) if tokens[i].text in ("给", "对", "为", "被", "由")]
    whom = tokens[given[0] + 1 : index] if given else []
    other = any(t.sort in ("grain", "text", "applicant", "topic", "outside") for t in whom)
    return replace(token, sort="topic", codes=()) if other else None


def some_people(tokens: list[Token], index: int) -> Token | None:
    """请来当监督员的是些什么人: people of the text, where no word of requests stands."""
    token = tokens[index]
    applied = any(t.sort in ("generic", "hint") or "申请" in t.text for t in tokens)
    spoken = any(t.is_own_word or t.sort == "topic" for t in tokens)
    people = token.sort == "applicants" and token.text.endswith("人")
    return replace(token, sort="what", codes=()) if people and spoken and not applied else None


_EVERY_YEAR = re.compile(
    "(?:各|每|这?(?:几|[两三四五六2-6]))个?年(?:份|度|头)?(?:都|均|全都|全)*(?:齐全|齐备|齐|全|完整|不缺)(?:的)?|年(?:份|度)(?:都|均)?(?:齐全|齐备|完整|不缺)"
)
_OVER_TIME: tuple[Sort, ...] = ("trend", "change")


def of_every_year(tokens: list[Token], index: int) -> Token | None:
    """申请量的时间序列，仅限三年齐全的单位: figures over years are of such bodies alone."""
    token = tokens[index]
    if token.sort not in ("text", "aside") or _EVERY_YEAR.fullmatch(token.text) is None:
        return None
    over_time = any(t.sort in _OVER_TIME for t in tokens)
    return replace(token, sort="stop", codes=()) if over_time else None


def is_in(tokens: list[Token], index: int) -> Token | None:
    """望川镇是望川区的吗, 望川镇在不在望川区: where it lies is asked."""
    token = tokens[index]
    before = [t.text for t in tokens[:index] if t.sort != "year"][-2:]
    behind = "".join(t.text for t in tokens[index + 1 :])
    bodies = [t for t in tokens[:index] if t.sort in ("body", "stem") and t.place.bodies]
    said = len(before) == 2 and any(before[1].endswith(word) for word in _LIES)
    if token.sort not in ("region", "unheld") or len(bodies) != 1 or not said:
        return None
    others = {t.sort for t in tokens if t.text not in ("归", "管")} - {*_WHERE_WORDS}
    asks: object = tokens[0].text in ("is", "does") and behind in ("", "?")
    asks = (
        asks
        or _IS_IT.fullmatch(behind)
        or (_WHETHER.search(before[1]) and behind in ("", "的", "?"))
    )
    if not asks or others:
        return None
    if behind[:1] == "管":
        tokens[index + 1] = replace(tokens[index + 1], sort="stop")
    names = tuple(r.name for r in token.place.regions) or (token.text,)
    inside = any(b.within(r) for b in bodies[0].place.bodies for r in token.place.regions)
    place = token.place if inside else Place()
    return replace(token, sort="where", codes=names, place=place)


_WHERE_WORDS: tuple[Sort, ...] = (
    *("body", "stem", "region", "unheld", "stop", "mark", "aside", "whether", "where", "define"),
)
_LIES = (
    "是",
    "在",
    "属于",
    "归",
    "属",
    "是不是",
    "在不在",
    "算",
    "隶属",
    "隶属于",
    "是否",
    "in",
    "to",
)
_WHETHER = re.compile("不|否")
_IS_IT = re.compile("(?:的|管|管的|里|境内|下面的?|辖区)?(?:吗|么|吧|嘛|不|对吗|对吧)[?？]?")
_AMONG = ("比", "里", "中", "相比", "当中", "之中", "里面", "比较", "对比")


def set_of_bodies(tokens: list[Token], index: int) -> Token | None:
    """几个镇处罚加起来一共多少件: some towns, whose sum is asked; not how many they are."""
    token, behind = tokens[index], tokens[index + 1 : index + 2]
    plural = token.text in ("几个", "几家") and [t.sort for t in behind] in (["type"], ["unit"])
    if not plural or (index and tokens[index - 1].text in ("有", "是", "共", "一共", "总共")):
        return None
    rest = tokens[index + 2 :]
    among = bool(rest) and rest[0].text in _AMONG
    if among and any(t.sort in ("most", "which") for t in rest):  # 几个乡镇比，谁收到的最多
        tokens[index + 2] = replace(rest[0], sort="stop", codes=())
        return replace(token, sort="stop", codes=())
    clause = [t for t in clause_of(tokens, index) if t.start > token.start]
    summed = any(t.sort == "function" and "sum" in t.codes for t in clause)
    asked = any(t.sort in ("howmany", "amount") and not t.codes for t in clause)
    return replace(token, sort="stop", codes=()) if summed and asked else None


_MORE = {"多": "desc", "高": "desc", "少": "asc", "低": "asc", "更多": "desc", "更少": "asc"}


def most_of_kind(tokens: list[Token], index: int) -> Token | None:
    """哪个镇申请多: the most of that kind, where no two are named to compare."""
    token = tokens[index]
    order = _MORE.get(token.text) if token.sort == "compare" else None
    kinds = [
        i
        for i, t in enumerate(tokens[1:index], 1)
        if t.sort == "type" and tokens[i - 1].sort == "which" and "one" in tokens[i - 1].codes
    ]
    named = any(t.sort in ("body", "stem", "versus", "or", "two", "they") for t in tokens)
    measured = [t for t in tokens[:index] if t.sort in ("concept", "generic", "hint")]
    ends = all(t.sort in ("stop", "mark") for t in tokens[index + 1 :])
    if order is None or len(kinds) != 1 or named or len(measured) != 1 or not ends:
        return None
    return replace(token, sort="most", codes=(order,))
