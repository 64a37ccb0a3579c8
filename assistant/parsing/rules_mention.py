"""Rules for which reports mention a thing: 哪些镇提到, 谁说过, 有没有写, named things."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from assistant.parsing import refusals
from assistant.parsing.at_bodies import SANCTIONS
from assistant.parsing.build import build, refuse
from assistant.parsing.mentions import COUNTS, Said, asks_every, split_words
from assistant.parsing.reading import Reading
from assistant.parsing.tokens import Token
from assistant.parsing.wanted import conditions_of
from assistant.plan import Choice, Condition, Plan, Topic


def mention_rule(reading: Reading, said: Said | None) -> Plan | None:
    """提到X: exhaustive; with conditions on numbers the reports are filtered first."""
    if said is None:
        return _nothing_to_find(reading)
    verbs = len(list(reading.all("mention", "not_mention")))
    if reading.has("and", "mark") and verbs > 1 + len(said.others):
        return _one_at_a_time(reading, said)
    if _denies_a_figure(reading, said):
        return _one_at_a_time(reading, said)
    reading = reading.over_years()
    first, *others = said.topics()
    conditions = conditions_of(reading)
    section = "problems" if said.as_problem else section_of(reading)
    fields: dict[str, Any] = {
        **_first(first),
        "others": (*([first] if first.words else []), *others),
        "together": "all" if others and said.every else "any",
        "section": section,
    }
    if reading.has("define"):
        fields["term"] = said.words[0]
    if conditions and not reading.places.bodies:
        fields |= {"conditions": conditions, "combine": reading.asked.combine}
        return build(reading, "mixed", query="、".join(said.words), **fields)
    return build(reading, "mention", **fields, **asked_of(reading, said))


_WHERE = re.compile(
    "哪[一个几些]*(?:部分|节|章|段)|第几(?:部分|节|章)|什么(?:部分|位置)|写在(?:报告的?)?哪"
    "|报告的?(?:哪(?![几些个份家])|什么地方)"
)


def asked_of(reading: Reading, said: Said) -> dict[str, Any]:
    """What is asked of the reports that say it: years, times, where; how many, what share."""
    counted = reading.codes("howmany")
    found: dict[str, Any] = {}
    if said.times:
        found["aspect"] = "times"
    elif reading.has("which_year"):
        found["aspect"] = "years"
    elif _WHERE.search(reading.text):
        found["aspect"] = "section"
    elif "body" in counted or counts_kinds(reading):
        found = {"aspect": "bodies", "function": "count"}
    elif "report" in counted and ("报告" in reading.text or "年报" in reading.text):
        found["function"] = "count"
    if reading.has("share") and not _WEIGHT.search(reading.text):
        found["function"] = "share"
    return found


_WEIGHT = re.compile(  # 考核占分写明的有吗，占多少: of the marks, not of the reports
    "(?:考核|绩效|考评|测评|评分)(?:里|中|总分|成绩|结果)*的?(?:占分|占比|分值|权重|比重|占几分|占多少分|占的?分)"
)


def counts_kinds(reading: Reading) -> bool:
    """几个镇, 多少单位: bodies are counted."""
    after = (reading.after(t)[:1] for t in reading.all("howmany"))
    return any(t.sort in ("type", "unit") for following in after for t in following)


def _first(topic: Topic) -> dict[str, Any]:
    """A topic as the plan's own words; several words that are one topic stand with the others."""
    names = () if topic.words else ("terms", "near_terms", "negated")
    return {name: getattr(topic, name) for name in names}


def _denies_a_figure(reading: Reading, said: Said) -> bool:
    """提到收费但没写金额: what is not written is no word, nor a figure that is known."""
    first, silent = reading.first("mention", "not_mention"), reading.first("silent")
    if first is None or silent is None or silent.start < first.start:
        return False
    beside = any(topic.negated for other in said.others for topic in other.topics())
    behind = [t.sort for t in reading.after(silent)[:1]]
    return behind == ["amount"] and not beside and not conditions_of(reading)


_SUCH_THINGS = ("这种事", "这类事", "这样的事", "那种事", "那类事")


def _nothing_to_find(reading: Reading) -> Plan | None:
    """哪些镇提到了%: which bodies say it, with no word to look for."""
    verb = reading.first("mention", "not_mention", "as_problem")
    asked = reading.asked.all or reading.asked.hints or reading.before is not None
    such = any(t.text.startswith(_SUCH_THINGS) for t in reading.all("stop"))  # 这种事报告写了吗
    if verb is None or asked or reading.places.bodies or not (such or reading.has("which")):
        return None
    light = ("stop", "mark", "which", "type", "unit", "report", "year", "region", "stem", "each")
    rest = [t for t in reading.tokens if t is not verb and t.sort not in light]
    if any(t.sort != "text" or len(t.text) > 1 for t in rest):
        return None
    reason = "没有看出要在报告里找什么词，请写出要查找的词语（两个字以上）。"
    return refuse(reading, refusals.refusal("needs_clarification", reason))


def _one_at_a_time(reading: Reading, said: Said) -> Plan:
    """提到X、Y，没提到Z, as three verbs say it: more than is read."""
    words = "、".join(f"“{word}”" for word in said.words)
    questions = tuple(f"哪些报告{verb}“{said.words[0]}”？" for verb in ("提到", "没有提到"))
    reason = f"一次只能查一种提法；这里先认出的是{words}，请分开提问。"
    choices = tuple(Choice(label=question, question=question) for question in questions)
    return refuse(reading, refusals.refusal("needs_clarification", reason, choices))


def section_of(reading: Reading) -> Any:
    """The section named outright, else the one its topics belong to."""
    codes = [c for c in (*reading.codes("section"), *reading.codes("topic")) if c != "named"]
    codes += ["problems"] if reading.has("as_problem") else []
    return codes[0] if codes else None


def named_things(reading: Reading) -> Plan | None:
    """哪些镇设了政务公开专区: which bodies, by words that only the text can hold."""
    if reading.asked.mentions or reading.has("how", "why", "what", "judgement"):
        return None
    if reading.places.bodies or denies_people(reading):
        return None
    general = any(t.sort == "topic" and "named" not in t.codes for t in reading.tokens)
    things = [t for t in reading.tokens if t.sort == "text" or "named" in t.codes]
    things = [t for t in reading.tokens if t in things or _opens(reading, t)] if things else []
    things = [t for t in reading.tokens if t in things or _ends(t, things)]
    things = things or _published(reading)
    unwritten = _unwritten(reading)
    general = general and not unwritten
    things = unwritten or things
    told = reading.asked.hints and not _published_named(reading)
    numeric = reading.is_numeric and (told or reading.has("most", "top"))
    asked = asks_bodies(reading) or _how_many_have(reading, things)
    if general or not things or not asked or numeric:
        return None
    words = split_words(reading.joined(things))
    if words and _done_to(reading, things):
        return build(reading, "narrative", query=" ".join(words))
    denied = reading.has("none", "silent")
    said = Said(words, denied, False, frozenset(), every=denied or asks_every(reading.tokens))
    return mention_rule(reading, said) if words else None


def _how_many_have(reading: Reading, things: Sequence[Token]) -> bool:
    """兼职干公开工作的有几家: how many bodies, of a thing that reports are known to write of."""
    counted = any(t.text.endswith("家") for t in reading.all("howmany") if t.codes == ("body",))
    verb = next((n for n, t in enumerate(reading.tokens) if t.sort == "has"), None)
    behind = reading.tokens[verb + 1 : verb + 2] if verb is not None else ()
    named = any("named" in t.codes for t in things) or any(t in things for t in behind)
    named = named or _published_named(reading)
    return named and (counted or counts_kinds(reading))


_UNITS = "(?:单位|部门|机关|乡镇|镇|乡|街道|村)"
_DONE_TO = re.compile(f"(?:了|过|到|掉)*(?:问题)?(?:多少|几)[个家]{_UNITS}?")


_THE_MANY = re.compile(f"(?:\\d+|[两二三四五六七八九十]+)(?:来|多)?[个家](?:问题)?{_UNITS}")


def _done_to(reading: Reading, things: Sequence[Token]) -> bool:
    """通报了几家单位, 通报的6家单位是哪几家: to how many or whom it was done, as the text says; not
    which reports say it."""
    if any(_DONE_TO.match(reading.text[thing.end :]) for thing in things):
        return True
    sanctions = any(thing.text in SANCTIONS for thing in things)
    return sanctions and _THE_MANY.search(reading.text) is not None


def _published_named(reading: Reading) -> bool:
    """有几个乡发了明白纸: how many published that thing; no number of it."""
    words = [t for t in reading.tokens if t.sort != "stop"]
    given = any(a.sort == "hint" and "named" in b.codes for a, b in pairwise(words))
    return given and reading.codes("howmany") == ("body",)


def _ends(token: Token, things: Sequence[Token]) -> bool:
    """会 of 火塘会: one common character that ends unexplained text."""
    touches = any(t.end == token.start and t.sort == "text" for t in things)
    return token.sort == "aside" and token.text == "会" and touches


def _opens(reading: Reading, token: Token) -> bool:
    """自助 of 自助查询机: a common word that unexplained text goes on from."""
    if token.sort != "aside":
        return False
    end = token.end
    for other in reading.tokens:
        if other.start == end and other.sort in ("text", "stop"):
            if other.sort == "text":
                return True
            end = other.end
    return False


def _unwritten(reading: Reading) -> list[Token]:
    """没有写创新做法: what right behind it is not written."""
    silent = reading.first("silent")
    behind = reading.after(silent)[:1] if silent is not None else []
    return [t for t in behind if t.sort == "topic"]


def _published(reading: Reading) -> list[Token]:
    """征地信息哪些镇公开了: what is published is the word right before 信息."""
    about = {t.start for t in reading.all("stop") if t.text in ("信息", "情况", "事项", "的信息")}
    spoken = [t for t in reading.all("aside") if t.end in about]
    return spoken if "claim:proactive_total" in reading.codes("hint") else []


def asks_bodies(reading: Reading) -> bool:
    """Whether bodies are asked for: 哪些镇, 谁家."""
    for token in reading.all("which"):
        if is_who(token):
            return True
        following = reading.after(token)
        if not following or following[0].sort in ("type", "unit", "report", "mark", "level"):
            return True
    last = [token for token in reading.tokens if token.sort not in ("stop", "mark")][-1:]
    return bool(last) and last[0].sort in ("type", "unit")  # 出现“适老化”的单位


def denies_people(reading: Reading) -> bool:
    """公开栏没人看: of people, not of what a report does not say."""
    return any("人" in token.text for token in reading.all("none"))


def is_who(token: Token) -> bool:
    """哪几家用方言, 谁家设了."""
    return token.sort == "which" and token.text.endswith(("家", "谁"))


def who_states(reading: Reading) -> Plan | None:
    """政策解读写了篇数的有哪些: the reports that state that figure of the text."""
    mentions = reading.asked.mentions
    counted = [t for t in reading.tokens if t.text.endswith(COUNTS)]
    if len(mentions) != 1 or not counted or not reading.has("mention") or not asks_bodies(reading):
        return None
    if reading.places.bodies or reading.asked.limits or reading.has("howmany", "most", "top"):
        return None
    if reading.has("compare", "function", "none", "silent", "quality", "text_side", "share"):
        return None
    own = [t for t in reading.tokens if t.sort == "text" and t not in counted and len(t.text) > 1]
    measures = mentions[0].measures(False)
    if own or len(measures) != 1 or measures[0].claim is None:
        return None
    light = tuple(
        replace(t, sort="stop", codes=()) if t.sort == "text" else t for t in reading.tokens
    )
    some = Condition(measure=measures[0], op=">", value=0)
    return build(replace(reading, tokens=light), "list", conditions=(some,))


_PLACE = re.compile(
    "(?P<done>[^,，。？?“”]{5,30}?)的?(?:这事|这件事|那事|这个)?是(?:在)?哪(?:里|儿|个地方|地儿?|边)?"
    "(?:的|的事|搞的|做的|办的|呢|啊|呀|来着)*[?？]*"
)
_NO_EVENT = re.compile(
    "渠道|地址|地点|位置|平台|专区|栏目|网站|窗口|入口|电话|问题|短板|难点|原因|数据|报告"
)


def where_done(reading: Reading) -> Plan | None:
    """大学生参与拍视频是哪儿: at which body something was done, as people put it."""
    match = _PLACE.fullmatch(reading.text.strip())
    if match is None or reading.places.named or reading.english or reading.before is not None:
        return None
    if _NO_EVENT.search(match["done"]) or not reading.has("text"):
        return None
    if reading.has("concept", "howmany", "mention", "compare", "unheld", "unknown", "year"):
        return None
    words = split_words([match["done"]])
    return mention_rule(reading, Said(words, False, False, frozenset())) if words else None
