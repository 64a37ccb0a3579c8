"""Rules for terms and sources: 怎么算, 什么意思, 能直接比吗, 在原文哪里."""

from __future__ import annotations

import re

from assistant.definitions import terms_in
from assistant.parsing import refusals
from assistant.parsing.build import build, refuse
from assistant.parsing.clauses import WHAT_FEE
from assistant.parsing.mentions import Said
from assistant.parsing.reading import CONTENT, Reading
from assistant.parsing.tokens import Token
from assistant.plan import Plan

_COMPARABLE = "新旧表式可比性"
_REPORT = "政府信息公开工作年度报告"
_UNIT = re.compile(
    "(?<!万)元(?:还是|或|或者)(?:以|按|用)?万元|万元(?:还是|或|或者)(?:以|按|用)?元"
    "|[以按用]什么(?:为|作|当)?(?:计量)?单位|(?:计量|金额|数额)的?单位"
)


_WHERE_FROM = re.compile(
    "(?:在|哪张)表(?:格)?(?:里|中|上)?的?哪一?[格栏行]|在哪张表|(?:表|表格)(?:里|中|上)?(?:有没有|有无)(?:这|对应|单独)"
    "|(?:取自|来自|出自|源自|源于|摘自|是|从|在|按).{0,8}(?:正文|文字|叙述).{0,4}(?:还是|或).{0,6}表"
    "|(?:取自|来自|出自|源自|源于|摘自|是|从|在|按).{0,8}表.{0,6}(?:还是|或).{0,4}(?:正文|文字|叙述)"
)
_DAYS = "(?:[几多][个少]?(?:工作)?[天日]|多久|多长时间)"
_DEADLINE = re.compile(
    f"{_DAYS}.{{0,12}}(?:条例|法律|法定)|补正.{{0,10}}{_DAYS}|{_DAYS}.{{0,6}}补正|"
    "(?:法定|法律|条例|依法|按规定|规定).{0,14}(?:[几多][个少]?(?:工作)?[天日]|多久|多长时间|期限|时限)"
    "|(?:答复|办理)的?(?:法定)?(?:期限|时限)(?:是|有|为|一般)?(?:多久|[几多][个少]?(?:工作)?[天日]|多少|多长|什么)"
)
_MUST = re.compile(
    f"{_DAYS}(?:之?内)?(?:就)?(?:要|得|必须|应该|应当|须|该|能|才能|才会?|会)?(?:得到|收到|拿到|给)?(?:个)?"
    "(?:答复|回复|结果|回音|回信)|(?:答复|回复)(?:要|需要?|得)?(?:等)?(?:几天|多久|多长时间|多少天)"
)
_OFFICE = re.compile("(?:镇|乡|街道)(?:里|上|政府)")  # as people say whom they apply to
_COSTS = re.compile(
    "申请.{0,10}(?:要钱|花钱|收钱|收费|交钱|付费|免费|交费)(?:吗|不|么|的吗)"
    "|申请.{0,8}(?:要|得|需要)?(?:交|花|付|收)?多少钱"
    "|(?:申请|信息公开).{0,10}(?:要不要|用不用|需不需要|需要不需要|收不收|交不交|是否需?要?|是不是要?|得不得|该不该)"
    "(?:另外|额外)?(?:钱|花钱|收钱|收费|交钱|付钱|付费|交费|缴费|费用?)"
    "|(?:要不要|用不用|需不需要|需要|必须|要|得)(?:先)?(?:钱|花钱|交钱|付钱|付费|交费|缴费).{0,4}(?:申请|查|公开)"
    "|(?:申请|信息公开).{0,6}(?:是|要)?(?:免费|收费|花钱|要钱|交钱)(?:的)?(?:还是|吗|不|么)"
)
_WHICH_ROW = re.compile(
    "(?:填|算|归|计|记|列|放|写|报)(?:写|报)?(?:在|到|入|进)?(?:表|表格|表[二三四]|统计表)?(?:里|中|上|里面)?的?(?:(?:“?其他”?)(?:还是|或).{0,3})?"
    "哪(?:[里儿]|一?[个]?[栏行格项类列])"
)
_NOT_CONTENT = re.compile(
    "(?:答复|回复|决定|处理|结果).{0,4}(?:不服|不满意?|有异议|不认可)(?!的)|(?:不服|不满意?|有异议)(?:的?话|答复|决定|处理|结果|怎么|如何|咋|可以|能|该)"
)
_TO_APPEAL = re.compile(
    "(?:复议|起诉|诉讼|打官司)的?(?:申请)?(?:期限|时限|时效|期)(?:是|有|为|一般)?(?:多久|[几多][个少]?(?:工作)?[天日月]|多少|多长|什么)"
    "|(?:多久|[几多][个少]?(?:工作)?[天日月]|什么时候|何时)(?:之?内|以内|前)(?:可以|能|要|得|必须|应该|去|提|提出|才能)*(?:申请|提起)?(?:行政)?(?:复议|起诉|诉讼)"
)
_THEN = re.compile(
    "怎么办|咋办|咋整|怎么[做弄搞]|多少天|[几多]天|多久|多长时间|期限|时限|找谁|去哪|到哪|可以|能不能|可不可以|能否|如何|途径|渠道|该"
)
_DISPUTE_TIME = re.compile(
    "(?:表四|复议|诉讼|官司).{0,12}(?:当年|本年|今年|新收|新发生|新受理|这一?年).{0,8}(?:还是|或者?|含不含|包不包|也).{0,8}"
    "(?:往年|上年|去年|以前|历年|累计|结转|前几年|所有)"
    "|(?:表四|复议|诉讼).{0,10}(?:含不含|含|包不包含|包不包括|包括|包含|算不算|有没有|是否含|是否包括)(?:有|了)?"
    "(?:往年|上一?年|去年|以前|历年|结转|前一?年).{0,8}(?:吗|不|没|的|么|$)"
)
_AS_NOUGHT = re.compile("[当算是等作](?:成|于|作)?(?:0|零)")
_ACTUAL = ("实际", "平均", "用了", "花了", "超期", "超过", "写", "提到", "规定了", "承诺")
_FORMS = re.compile(
    "(?:2019|19|旧|老).{0,4}[年版式表]?.{0,6}(?:2021|21|新).{0,8}(?:表|格式|版|式样|模板|样)"
    "|(?:2019|19|旧|老).{0,3}(?:表|格式|样式|模板).{0,4}(?:现在|如今|目前|今年|眼下)"
    "|(?:2021|21|新).{0,4}[年版式表]?.{0,6}(?:2019|19|旧|老).{0,8}(?:表|格式|版|式样|模板|样)"
)
_DIFFER = re.compile("差别|区别|不同|不一样|差异|变化|变动|改了|改动|调整了")


def _known_ahead(reading: Reading) -> Plan | None:
    """What is defined whatever else the words may mean: where a figure stands, how long the law
    gives, how the two forms differ."""
    text, measured = reading.text, reading.asked.all
    if reading.places.bodies or reading.has("quality", "which_year"):
        return None
    rows = _WHICH_ROW.search(text) and not reading.has("howmany", "source", "quote_of")
    if rows and not reading.places.named and (terms := [t for t in _terms(text) if t[0] != "表"]):
        return build(reading, "definition", term="、".join(terms))
    if _DISPUTE_TIME.search(text) and not reading.has("howmany", "which"):
        return build(reading, "definition", term="表四的统计时间")
    limits = _TO_APPEAL.search(text) and not reading.places.named and not reading.years.named
    if limits and not any(word in text for word in _ACTUAL):
        return build(reading, "definition", term="对答复不服")
    objects = _NOT_CONTENT.search(text) and not reading.has("which", "type", "unit", "most")
    if objects and _THEN.search(text) and not any(word in text for word in _ACTUAL):
        return build(reading, "definition", term="对答复不服")
    asked = len(measured) == 1 and not reading.has("define")
    if asked and _WHERE_FROM.search(text):
        about = measured[0].measures(False)[0]
        return build(reading, "definition", term=about.label, measures=(about,), aspect="source")
    if _DEADLINE.search(text) and not any(word in text for word in _ACTUAL):
        return build(reading, "definition", term="补正" if "补正" in text else "答复期限")
    office = _OFFICE.search(text) and not (reading.places.regions or reading.has("each", "all"))
    office = office and not ("复了" in text or any(word in text for word in _ACTUAL))
    anywhere = office or not reading.places.named
    if anywhere and not reading.years.named and reading.before is None:
        plain = not reading.has("which", "howmany", "has", "function", "most", "bound", "unit")
        if plain and _MUST.search(text):
            return build(reading, "definition", term="答复期限")
        if plain and _COSTS.search(text) and not reading.has("none"):
            return build(reading, "definition", term="信息处理费")
    if _FORMS.search(text) and _DIFFER.search(text) and not measured:
        return build(reading, "definition", term=_COMPARABLE)
    return None


def definition(reading: Reading, said: Said | None) -> Plan | None:
    """怎么算, 什么意思, 能直接比吗."""
    settled = _known_ahead(reading) if said is None else None
    if settled is not None:
        return settled
    if reading.has("comparable"):
        measures = tuple(m for mention in reading.asked.all for m in mention.measures(False))
        return build(reading, "definition", term=_COMPARABLE, measures=measures)
    token = reading.first("define")
    if WHAT_FEE.search(reading.text) and reading.has("most", "top"):
        return None  # 收费最多的单位，收的是什么钱
    in_what = _UNIT.search(reading.text) is not None
    if token is not None and _asks_each_count(reading):
        return None
    if token is None or said is not None or (_of_chosen_bodies(reading) and not in_what):
        return None
    if in_what and reading.places.bodies and reading.asked.all:
        return None  # 潮音街道的采购金额是元还是万元: the figure says its unit
    measured = [m for mention in reading.asked.all for m in mention.measures(False)]
    as_nought = _AS_NOUGHT.search(reading.text) is not None
    if reading.places.bodies and measured and as_nought and reading.has("how", "why"):
        return build(reading, "value", measures=tuple(measured))  # 怎么什么都没有，能当零看吗
    printed = reading.has("state") or as_nought
    if reading.places.bodies and measured and (measured[0].is_ratio or printed):
        return None  # 纠错率怎么算，鹿鸣街道是多少: the value says its formula
    if reading.has("text_side") and reading.asked.all:
        return None  # 以第三方为由不公开的单位，正文怎么解释
    if reading.has("why") and (reading.places.named or not terms_in(reading.text)):
        return None
    dashes = "not_applicable" in reading.codes("state")
    dashes = dashes or any(t.text.endswith("/") for t in reading.tokens)
    known = "不适用" if dashes else "、".join(_terms(reading.text))
    other = reading.has_own_words()
    if reading.places.bodies and (not known or other) and not (measured or reading.given):
        return None  # “断档”指什么, of one report: what it says of it
    if reading.has("which") and reading.asked.limits:
        return None  # 不是零的是哪个镇，有没有解释
    if "weak" in token.codes and (not known or reading.places.named):
        return None
    named = [m.label for mention in reading.asked.all for m in mention.measures(False)]
    label = named[0] if named and reading.english else ""
    term = known or "、".join(terms_in(label)[-1:]) or label or _defined_words(reading)
    if not term and reading.before is not None and reading.before.measures:
        term = reading.before.measures[0].label
    if not term:
        return None
    return build(reading, "definition", term=term)


_EACH_COUNT = re.compile(
    "(?:各|分别|各自)(?:有|是|为)?(?:多少|几)[件条次项份]?(?:呢|啊|呀|来着)?[?？。!！]*$"
)


def _asks_each_count(reading: Reading) -> bool:
    """区分无法提供与不予公开，这两类各多少件: the figures of what is told apart."""
    named = {m.codes for m in reading.asked.mentions}
    return len(named) > 1 and _EACH_COUNT.search(reading.text.strip()) is not None


def _terms(text: str) -> tuple[str, ...]:
    """The terms that `text` names; 年报 is one only where it names no other."""
    terms = terms_in(text)
    return tuple(t for t in terms if t != _REPORT) or terms


def _of_chosen_bodies(reading: Reading) -> bool:
    """被复议过的单位，报告里怎么解释: what they say of it, not what it means."""
    ends = (x.mention.end + 1 for x in reading.asked.limits if x.relative)
    said = any(t.text == "的" for end in ends for t in reading.tokens[end : end + 3])
    return said and not reading.places.bodies


def _defined_words(reading: Reading) -> str:
    """The words in question where they are no term that we define."""
    words = reading.phrases(reading.all(*CONTENT, "domain", "report", "applicant"))
    return "、".join(word.strip("“”\"'「」") for word in words)


def _asks_before(reading: Reading) -> bool:
    """…如何管理的，请引用原文: another clause asks, and this one only how it should be answered."""
    token = reading.first("quote_of")
    marks = [t.start for t in reading.all("mark")]
    if token is None:
        return False
    apart = [t for t in reading.tokens if any(_parts(mark, t, token) for mark in marks)]
    return any(t.sort in ("how", "why", "topic", "what", "which") or t.is_own_word for t in apart)


def _parts(mark: int, one: Token, other: Token) -> bool:
    return (one.start < mark) != (other.start < mark) and one.sort != "mark"


def _text_first(reading: Reading, again: Plan) -> Plan:
    """正文原文怎么写的, after a figure of a table: the sentence of the text, then the figure."""
    before = reading.before
    if before is None or before.kind != "value" or len(before.measures) != 1 or again.then:
        return again
    told = build(reading, "narrative", query=before.measures[0].label.partition("·")[0])
    return told if told.refusal is not None else told.model_copy(update={"then": again})


def trace(reading: Reading) -> Plan | None:
    """在原文哪里: the answer before, whose citations say it."""
    answered = reading.before is not None and reading.before.kind not in ("refusal", "corpus")
    asked = reading.has("quote_of") or (answered and reading.has("source"))
    if not asked or reading.asked.all or reading.has("as_problem", "mention"):
        return None
    if _asks_before(reading):
        return None
    if reading.before is None or reading.before.kind == "refusal":
        reason = "请先提出一个问题，答案里的引用会标出原文位置。"
        return refuse(reading, refusals.refusal("needs_clarification", reason, ()))
    notes = ("沿用上一问：原文位置见引用",)
    again = reading.before.model_copy(update={"notes": notes})
    return _text_first(reading, again) if reading.has("text_side") else again
