"""Rules for what has a name of its own: 阿婆讲政策是哪里的，拍了几期; 复议委员会地址在哪."""

from __future__ import annotations

import re

from assistant.parsing import refusals
from assistant.parsing.build import refuse
from assistant.parsing.mentions import Said
from assistant.parsing.reading import Reading
from assistant.parsing.rules_mention import mention_rule
from assistant.plan import Plan

_WHOSE = re.compile(
    '[“"‘「『《]?(?P<thing>[^,，。;；?？“”"《》]{3,16}?)[”"’」』》]?(?:这个?(?:栏目|节目|活动|品牌|账号)?)?'
    "是(?:在)?(?:哪里|哪儿|哪边|哪家|谁家?|哪个(?:乡镇|镇|乡|街道|单位|地方|部门)|什么地方)(?:的|搞的|办的|做的|开的)?"
    "(?:栏目|节目|活动|品牌|账号)?[呢啊呀]?[,，;；]"
    "(?P<count>[^,，。;；]{0,8}?(?:几|多少)[期次场条集个篇部讲档回户人][^,，。;；]{0,4})[?？。]?"
)


def whose_thing(reading: Reading) -> Plan | None:
    """Whose it is, and how often: every sentence that names it, with the numbers beside it."""
    match = _WHOSE.fullmatch(reading.text.strip())
    if match is None or reading.places.named or reading.english or reading.before is not None:
        return None
    inside = [t for t in reading.tokens if match.start("thing") <= t.start < match.end("thing")]
    own = any(t.is_own_word or "named" in t.codes for t in inside)
    if not own or any(t.sort in ("concept", "generic", "loose", "year") for t in inside):
        return None
    told = mention_rule(reading, Said((match["thing"],), False, False, frozenset()))
    said = f"“{match['count']}”请看所引的原句；原句没有写的，这里没有另外查。"
    return told.model_copy(update={"left_out": (said,)}) if told is not None else None


def is_whose_thing(reading: Reading, plan: Plan) -> bool:
    """Whether the plan answers such a question, its count included."""
    return plan.kind == "mention" and _WHOSE.fullmatch(reading.text.strip()) is not None


_OFFICE = re.compile(
    "(?:行政)?(?:复议|诉讼|信访|执法|许可|审批|处罚|投诉|举报)(?:的)?(?:委员会|机构|机关|办公室|受理中心|中心|部门|局|科室?|窗口)"
)
_HEADINGS = ("地址", "电话", "办公", "联系")


def office_contact(reading: Reading) -> Plan | None:
    """复议委员会地址在哪: of an office that is not the body which reports; only a sentence that
    gives it with that name would answer."""
    office = _OFFICE.search(reading.text)
    if office is None or "contact" not in reading.codes("outside") or reading.english:
        return None
    if reading.has("howmany", "most", "top") and not _NUMBER.search(reading.text):
        return None
    terms = tuple(f"{office[0]}{heading}" for heading in _HEADINGS)
    refusal = refusals.outside("contact", reading.english)
    return refuse(reading, refusal, " ".join(terms), terms)


_NUMBER = re.compile("电话|号码")
