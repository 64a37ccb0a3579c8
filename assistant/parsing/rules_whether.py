"""A yes or no over a scope: 是不是所有镇都…, 没有一个镇…吗, 有没有哪个镇…, 只有柳浦镇…吗."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.parsing.mentions import Said, split_words
from assistant.parsing.reading import Reading
from assistant.parsing.tokens import Token
from assistant.parsing.wished import both_sides
from assistant.places import Place
from assistant.plan import Body, Condition, Plan, Whether
from assistant.vocabulary import Sort

Decide = Callable[[Reading, Said | None], Plan]
_ONLY = ("只有", "仅有", "唯有", "仅", "只", "唯独", "只是", "就", "光")
_ALL = ("都", "均", "全都", "也都")
_IS_IT = ("是不是", "是否", "是不是都", "是否都")
_IS_THERE = ("有没有", "有无", "有没有过", "是否有", "是否存在")
_ASKED = ("吗", "么", "吧", "嘛", "是吗", "对吗", "对吧", "对不对")
_BODIES: tuple[Sort, ...] = ("type", "unit", "report")
_OPEN: tuple[Sort, ...] = (
    "howmany", "amount", "most", "top", "function", "share", "how", "why", "what", "trend",
    "change", "compare", "outcome", "applicants", "which_year", "quality", "corpus",
)  # fmt: skip


def whether(reading: Reading, said: Said | None, decide: Decide) -> Plan:
    """The plan of the question (by `decide`), with the yes or no where it asks for one and its
    plan lists something."""
    if (anyone := _of_anyone(reading)) is not None:
        plan = _with(decide(anyone, said), Whether(asks="any"))
        return plan or decide(reading, said)
    asked = _asked(reading)
    if asked is None:
        return decide(reading, said)
    about = _of_all(reading) if asked.asks == "only" else reading
    sought = said or _named_said(about) or _counted_said(about)
    plan = decide(about, sought)
    told = _with(plan, asked)
    if told is None and (about is not reading or sought is not said):
        return decide(reading, said)
    return told or plan


def _asked(reading: Reading) -> Whether | None:
    """The yes or no that is asked for; None where anything else is."""
    if both_sides(reading.text) and reading.before is None and not reading.has("howmany", "most"):
        several = len(reading.places.bodies) != 1 or _years(reading)
        return Whether(asks="all") if several else None
    if reading.has(*_OPEN) or reading.before is not None:
        return None
    if any(_BLAMED.search(t.text) for t in reading.all("topic")):
        return None  # reports write of it to say that there was none
    if reading.has("or") and not _joins_things(reading):
        return None
    return _only(reading) or _all(reading) or _none(reading) or _any(reading)


_BLAMED = re.compile("追责|问责|责任|处分|批评|挨批")


def _joins_things(reading: Reading) -> bool:
    """方言或者民族语言: words of the text, either of which will do."""
    tokens, ors = reading.tokens, [i for i, t in enumerate(reading.tokens) if t.sort == "or"]
    beside = [tokens[i - 1 : i] + tokens[i + 1 : i + 2] for i in ors if i]
    return len(beside) == len(ors) and all(
        len(pair) == 2 and all("named" in t.codes for t in pair) for pair in beside
    )


def _named_said(reading: Reading) -> Said | None:
    """是否都公布了指南: who says it."""
    named = [t for t in reading.all("topic") if "named" in t.codes]
    if not named or reading.asked.all:
        return None
    named = [t for t in reading.tokens if t in named or t.is_own_word]
    words = split_words(_together(reading, named))
    return Said(words, reading.has("none"), False, frozenset()) if words else None


def _counted_said(reading: Reading) -> Said | None:
    """各街道的培训搞了没有，谁有谁没有: who does not write of it has none, whatever was counted."""
    named = [t for t in reading.all("concept") if t.codes[0].startswith("claim:")]
    if not both_sides(reading.text) or len(named) != 1 or len(reading.asked.all) > 1:
        return None
    return Said((named[0].text,), False, False, frozenset())


def _together(reading: Reading, named: Sequence[Token]) -> list[str]:
    """The words as typed, those with light words alone between them as one: 集市上的宣传栏."""
    phrases: list[tuple[int, int]] = []
    for token in named:
        between = [t for t in reading.tokens if phrases and phrases[-1][1] <= t.start < token.start]
        light = bool(phrases) and all(t.sort == "stop" for t in between)
        start = phrases.pop()[0] if light else token.start
        phrases.append((start, token.end))
    return [reading.raw[start:end] for start, end in phrases]


def _with(plan: Plan, asked: Whether) -> Plan | None:
    """A list or a mention with the yes or no; a list of figures asks whether there are any."""
    if plan.kind not in ("list", "mention") or plan.refusal or plan.change or plan.term:
        return None
    if plan.kind == "list" and not plan.conditions:
        some = tuple(Condition(measure=m, op=">", value=0) for m in plan.measures)
        if not some or any(m.is_ratio for m in plan.measures):
            return None
        plan = plan.model_copy(update={"conditions": some, "measures": ()})
    if asked.asks == "none" and plan.kind == "list":
        asked = asked if all(c.op != "=" for c in plan.conditions) else Whether(asks="any")
    if plan.kind == "mention" and len(plan.topics) == 1 and plan.topics[0].negated:
        return _affirmed(plan, asked)
    return plan.model_copy(update={"whether": asked})


def _affirmed(plan: Plan, asked: Whether) -> Plan:
    """都没提到X as none that says it, 没有一个没提到X as all that do: asked of what is said."""
    swapped = {"all": Whether(asks="none"), "none": Whether(asks="all")}.get(asked.asks)
    if swapped is None:
        return plan.model_copy(update={"whether": asked})
    others = tuple(topic.model_copy(update={"negated": False}) for topic in plan.others)
    return plan.model_copy(update={"whether": swapped, "negated": False, "others": others})


def _only(reading: Reading) -> Whether | None:
    """只有 right before bodies or kinds of body, in a question to be answered with yes or no."""
    tokens = reading.tokens
    at = next((i for i, t in enumerate(tokens) if t.text in _ONLY), None)
    if at is None or not _closed(reading):
        return None
    behind = [t for t in tokens[at + 1 :] if t.sort not in ("region", "year")][:1]
    bodies = behind[0].place.bodies if behind else ()
    if bodies:
        named: tuple[Body, ...] = tuple(body.as_body() for body in reading.places.bodies)
        return Whether(asks="only", bodies=named)
    if behind and behind[0].sort == "type" and reading.places.types:
        return Whether(asks="only", body_types=reading.places.types)
    return None


def _of_all(reading: Reading) -> Reading:
    """The question asked of all bodies, of every kind."""
    tokens = tuple(
        replace(t, sort="unit", codes=(), place=Place()) if t.place.bodies else t
        for t in reading.tokens
    )
    places = replace(reading.places, bodies=(), types=(), notes=())
    return replace(reading, tokens=tokens, places=places)


def _all(reading: Reading) -> Whether | None:
    """是不是所有镇都…, 各镇是否都…, 其他镇都…吗."""
    every = [t for t in reading.all("all", "each") if _about_bodies(reading, t)]
    every += [t for t in reading.tokens if t.text in _ALL or _of_all_denied(t)]
    if not every or not _closed(reading) or reading.has("which"):
        return None
    several = not reading.places.bodies or len(reading.places.bodies) > 1 or _years(reading)
    return Whether(asks="all") if several else None


def _of_all_denied(token: Token) -> bool:
    """都没有, 均未."""
    return token.sort in ("none", "not_mention", "silent") and token.text[0] in "都均"


def _years(reading: Reading) -> bool:
    return reading.years.every or len(reading.years.years) > 1


def _none(reading: Reading) -> Whether | None:
    """没有一个镇, 没有哪个镇: none of them."""
    token = next((t for t in reading.all("none") if t.text in _NOT_ONE), None)
    following = reading.after(token) if token is not None else []
    while following and following[0].sort in ("which", "number", "all", "each"):
        following = following[1:]
    one = token is not None and following and following[0].sort in _BODIES
    one = one and following[0].start > token.end  # type: ignore[union-attr]
    return Whether(asks="none") if one and not reading.places.bodies else None


_NOT_ONE = ("没有", "没", "无", "从来没有")


def _any(reading: Reading) -> Whether | None:
    """有没有哪个镇…: whether there is one."""
    token = next((t for t in reading.all("whether") if t.text in _IS_THERE), None) or _there(
        reading
    )
    following = reading.after(token) if token is not None else []
    while following and following[0].sort in ("number", "region", "year"):
        following = following[1:]
    one = bool(following) and following[0].sort == "which"
    one = one and following[0].text.endswith(("家", "谁", "份"))
    following = [t for t in following if t.sort not in ("which", "number", "region", "year")]
    asked = one or (bool(following) and following[0].sort in _BODIES)
    asked = asked and not reading.places.bodies
    return Whether(asks="any") if asked else None


def _there(reading: Reading) -> Token | None:
    """有乡镇用方言宣传吗."""
    first = next((t for t in reading.tokens if t.sort not in ("stop", "mark", "year")), None)
    there = first is not None and first.sort == "has" and first.text in ("有", "有过")
    return first if there and _closed(reading) else None


_ANYONE = ("有人", "有谁", "有没有人", "有没有谁")


def _of_anyone(reading: Reading) -> Reading | None:
    """信息处理费有人收吗, of no body, as one of bodies: 有单位收信息处理费吗. None for others."""
    anyone = next((t for t in reading.tokens if t.text in _ANYONE), None)
    if anyone is None:
        return None
    figure = len(reading.asked.all) == 1 and not reading.has_own_words()
    if not figure or not _closed(reading) or reading.places.bodies:
        return None
    if reading.has(*_OPEN) or reading.before is not None:
        return None
    bodies = replace(anyone, sort="unit")
    return replace(reading, tokens=tuple(bodies if t is anyone else t for t in reading.tokens))


def _about_bodies(reading: Reading, token: Token) -> bool:
    following = [t for t in reading.after(token) if t.sort not in ("region", "year", "level")][:1]
    return bool(following) and following[0].sort in _BODIES


_ENGLISH = re.compile(r"(?:did|does|do|is|are|was|were|has|have)\b")


def _closed(reading: Reading) -> bool:
    """Whether it is to be answered with yes or no."""
    if reading.english:
        return _ENGLISH.match(reading.text.strip()) is not None
    whether = any(t.text in _IS_IT for t in reading.all("whether"))
    return whether or any(t.text in _ASKED for t in reading.tokens)
