"""Rules for cases that do not add up to a reader: 收了6件怎么只办结5件, 有两件没给，为啥."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.measures import OUTCOMES, measure
from assistant.parsing.build import build
from assistant.parsing.reading import Reading
from assistant.plan import Measure, Plan

_NOT_GIVEN = re.compile(
    "没给|没公开|没有公开|没同意|没批|没提供|没有提供|不给|没答应|拒绝|未予公开|未公开"
)
_FLOW = re.compile(
    "(?:收到?|接到?|受理)了?.{1,4}[件份].{0,8}?(?:办[结完了理]?|答复|处理|了结)[了掉]?.{1,4}[件份]"
)
_FEWER = re.compile("只|才|仅|就|却|少了?|没有?全|还有|[剩余差]")
_WHY = re.compile(
    "怎么|咋|为啥|为什么|为何|原因|什么缘故|哪里?去了|去哪|哪儿去了|怎么回事|什么情况"
)
_OF_REFUSAL, _OF_REST = "未予公开 原因", "未办结"  # data/everyday_words.txt has their wordings
_OF_CASES = {
    "received", "denied", "unavailable", "not_processed", "granted", "claim:proactive_total",
    "total_processed", "carried_out",
}  # fmt: skip
_REST = ("received", "carried_in", "total_processed", "carried_out")


def shortfall(reading: Reading) -> Plan | None:
    """The figures of one body that say where the cases went, then what its text says of them."""
    asked = {m.codes[0] for m in (*reading.asked.all, *reading.asked.hints)}
    numbers = [t for t in reading.all("number") if t.text[-1] in "件份起条个宗"]
    one = len(reading.places.bodies) == 1 and not reading.english
    if one and asked <= _OF_CASES and (done := if_done(reading)) is not None:
        return done
    if not one or _WHY.search(reading.text) is None:
        return None
    if not numbers:
        return _why_refused(reading)
    if reading.has("howmany", "which_year", "most", "top", "mention", "function", "share"):
        return None
    if _FLOW.search(reading.text) and asked <= _OF_CASES:
        asked |= {"received", "total_processed"}
    if "received" in asked and len(numbers) > 1:
        if "total_processed" in asked:
            return _with_text(reading, tuple(map(measure, _REST)), _OF_REST)
        fewer = _FEWER.search(reading.text) is not None
        if fewer and ("granted" in asked or "公开" in reading.text):
            return _with_text(reading, tuple(map(measure, OUTCOMES)), _OF_REFUSAL)
    if _NOT_GIVEN.search(reading.text) and asked <= _OF_CASES:
        refused = tuple(map(measure, ("denied", "unavailable", "not_processed")))
        return _with_text(reading, refused, _OF_REFUSAL)
    return None


_ENDED = "(?:办结|办完|办好|办理完毕?|处理完毕?|答复完?|回复完?|有结果)(?:了|过)*"
_SO_FAR = "(?:都|全部?|全都|统统|均|后来|最后|到底|究竟|现在|年底前?|有)*"
_OR_NOT = "(?:吗|么|没有?|了没有?)[呀啊呢?？]*$"
_DONE = re.compile(
    "(?:申请|收到的|收的|[那这][0-9一二两三几些]?件)(?:公开)?的?(?:那|这)?[^,，。?？]{0,4}?"
    f"(?:{_SO_FAR}{_ENDED}{_OR_NOT}|(?:有没有|是否|是不是)(?:都|全部?|已经?)*{_ENDED})"
)
_DONE_NEXT = re.compile(f"^(?:那|它们?|[那这]些?|[,，])*{_SO_FAR}{_ENDED}{_OR_NOT}")
"""申请都办结了吗: what came in, what was closed and what was carried over tell it together."""


def if_done(reading: Reading) -> Plan | None:
    """Whether the requests of one body were closed; None where something else is asked."""
    before = reading.before.measures if reading.before is not None else ()
    spoken = any(m.code.startswith("requests.received") for m in before)
    asks = _DONE.search(reading.text) or (spoken and _DONE_NEXT.search(reading.text))
    counted = reading.has("howmany", "which", "applicant", "function", "share", "topic", "column")
    several = len(reading.years.years) > 1 or reading.has_own_words() or reading.english
    one = len(reading.places.units) == len(reading.places.bodies) == 1
    if not (asks and one) or counted or several:
        return None
    reading = replace(reading, asked=replace(reading.asked, mentions=(), hints=()))
    return _with_text(reading, tuple(map(measure, _REST)), _OF_REST)


def _why_refused(reading: Reading) -> Plan | None:
    """都什么原因呀, after how many were refused: the rows that say it, then the text."""
    if _of_the_rest(reading):
        return _with_text(reading, tuple(map(measure, _GROUPS)), _OF_REFUSAL)
    light = ("stop", "why", "all", "each", "topic", "then", "mark", "it", "they", "what")
    rest = [t for t in reading.tokens if t.sort not in light or "problems" in t.codes]
    refused = [m for m in reading.given if m.code in _REFUSED]
    if rest or not refused or len(refused) < len(reading.given):
        return None
    return _with_text(reading, tuple(refused), _OF_REFUSAL)


def _of_the_rest(reading: Reading) -> bool:
    """剩下的为啥没给, 其余的为什么没公开, after how many were given: of those that were not."""
    before = reading.before.measures if reading.before is not None else ()
    cases = bool(before) and all(m.code.startswith("requests.") for m in before)
    named = reading.has("topic", "year") or reading.has_own_words()
    return cases and not named and _REST_WHY.search(reading.text.rstrip("?？ ")) is not None


_REST_WHY = re.compile(
    "^(?:那|那么)?(?:剩下?|其余|余下|其他|其它|另外|别|没给|没公开)(?:那|的)*(?:几|.)?件?的?(?:都|是)*"
    "(?:为啥|为什么|为何|怎么|咋|因为什么|什么原因)(?:都|就|不|没)*(?:没给|没公开|不给|不公开|没同意|没批|没提供|给|公开)?"
    "(?:公开|的|呢|啊|呀)*$"
)
_GROUPS = ("denied", "unavailable", "not_processed")
_REFUSED = tuple(f"requests.{group}.total" for group in _GROUPS)


def _with_text(reading: Reading, measures: tuple[Measure, ...], query: str) -> Plan | None:
    figures = build(reading, "value", measures=measures)
    told = build(reading, "narrative", query=query)
    if figures.refusal is not None or told.refusal is not None:
        return None
    return figures.model_copy(update={"then": told})
