"""Rules for checks: 勾稽, 对不上, 空白, 缺失: which findings are asked for."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from assistant.parsing.build import build
from assistant.parsing.reading import Reading
from assistant.parsing.wanted import measures_of
from assistant.plan import CELL_RULES, Measure, Plan
from assistant.question_years import Years
from index.checks import OVER_YEARS

_HARD = ("column_balance", "row_total", "processed_total", "dispute_total")
_COLUMN = ("column_balance", "row_total", "narrative_mismatch")
_ACROSS = re.compile(
    "跨年|年际|断档|衔接|接不上|接得上|没接上|相邻(?:两个?)?(?:的)?年|(?:上下|前后)(?:两个?)?年"
    "|(?:两|2)个?年度?(?:的)?(?:数字|数据|报告|年报)?之?间"
)
_YEARS_WORD = re.compile("年|衔接|结转")
_QUALITY_OF = re.compile(
    "(?:年报|报告|材料|填报|数据|数字|表格)的?(?:填报)?质量|质量(?:行不行|过不过关|过得去|合不合格|如何|咋样|怎样|好不好)"
    "|(?:要|该|得|需要?)(?:打回去?|退回去?|重填|返工|更正)"
)
_IN_TABLE = re.compile("加|横|竖|表内|合计|总计|add|sum")
_SUMS = re.compile("加总|加起来|算|勾稽|平")
_FILLED = re.compile("填|加总|算|勾稽|校验|核对|表")
_LOST = re.compile("少掉|少了|不见|差的|多出|哪去|哪儿去|哪里去|漏|不平|对不上|不等")
_ALL_RIGHT = re.compile(
    "(?<![没不])(?:全部|全都?|都|均|完全|皆)(?:能|可以)?(?:过关|通过|合格|平(?!均)|对得上|对上|对的?(?![不比])|正确|没问题|没有问题"
    "|无误|相符|一致|衔接)|(?<!有)(?:没有|没|无|不存在)(?:任何|一处|什么)?(?:勾稽|填报|质量|数据|勾稽关系)?(?:问题|错误|差错|瑕疵|毛病|硬伤)"
    "(?!吗|呢|么)|挑不出|(?<!不)(?<!没)(?:勾稽|质量|校验|核对)(?:关系)?(?:过关|通过|全对|合格)"
)
_AGAINST_ITSELF = (
    "自相矛盾",
    "矛盾",
    "前后不一",
    "前后不一致",
    "说法不一",
    "打架",
    "自己打自己",
    "冲突",
    "contradict",
)
_DISPUTES = (
    "reconsideration",
    "litigation",
    "direct_litigation",
    "litigation_after_reconsideration",
)
_ACCEPTED = "received_with_carried"
_BALANCE = ("一+二", "一加二", "三(七)", "三加四")
_DOCUMENTS = ("normative_documents",)


def quality(reading: Reading) -> Plan | None:
    """勾稽, 对不上, 空白, 缺失: which findings of the checks are asked for."""
    cells_named = reading.has("table", "table_side") or _WHICH_CELLS.search(reading.text)
    zero = reading.has("define") or (reading.given and not cells_named)
    cells = None if zero else _of_cells(reading)
    if cells is not None:
        return cells
    if _told_of_thing(reading):
        return None
    sides = reading.has("table_side", "table") and reading.has("quality")
    tried = reading.has("quality") and _TRIED.search(reading.text)
    open_ = (reading.has("how") and not tried) or (reading.has("why") and not sides)
    open_ = open_ and not _asks_of_figure(reading)
    rules = _of_tables(reading)
    if rules is None:
        rules = _COLUMN if _of_column(reading) else None if open_ else _rules(reading)
    if rules is None:
        return None
    fields: dict[str, Any] = {"rules": rules}
    if _asks_passed(reading):
        fields["negated"] = True
    if fields.get("negated") and "report" in reading.codes("howmany"):
        fields["function"] = "count"
    if rules == ("narrative_mismatch",) and len(reading.asked.all) == 1:
        fields["measures"] = tuple(m for m in measures_of(reading, False) if _is_cells(m))
    lacked = set(_LACKED.findall(reading.text))
    if rules == ("missing_table",) and len(lacked) == 1:
        fields["section"] = _SECTIONS[lacked.pop()]
    if set(rules) & set(OVER_YEARS) and reading.years.relative:
        notes = ("“今年”“上年”等按相邻两个报告年度理解",)
        years = Years(every=rules == OVER_YEARS and bool(reading.places.bodies))
        return build(replace(reading, years=years), "quality", notes=notes, **fields)
    if rules == OVER_YEARS and reading.places.bodies and not reading.years.years:
        reading = replace(reading, years=Years(every=True))
    return build(reading, "quality", **fields)


def _is_cells(measure: Measure) -> bool:
    return bool(measure.cells) and not measure.is_ratio


_CELLS = re.compile("单元格|格子?|栏|表(?![示明述达态演])|报告|年报")
_WHICH_CELLS = re.compile(
    "(?:哪些?|有没有|有无|几个|多少|还有)[^,，]{0,8}(?:格|栏)|(?:格子?|单元格)(?:都|里)?(?:有哪些|有没有|有几)"
)
_REPAIRED = re.compile("修复过?|修正过?|推(?:算|断)出来|核算?出来|(?:校|订)正过?")


def _of_cells(reading: Reading) -> Plan | None:
    """表四有没有填斜杠的, 哪些格读不出来, 哪些格是修复过的: cells by their state."""
    if reading.asked.all or reading.asked.hints or _CELLS.search(reading.text) is None:
        return None
    states = [s for s in dict.fromkeys(reading.codes("state")) if f"{s}_cells" in CELL_RULES]
    rules = tuple(
        f"{state}_cells" for state in states if state != "unreadable" or _CELL.search(reading.text)
    )
    if reading.given and "blank" in reading.codes("state"):
        rules = ("blank_cells",)
    own = [t.text for t in reading.tokens if t.is_own_word]
    if not rules and _REPAIRED.search(reading.text) and _CELL.search(reading.text):
        rules = ("repaired_cells",)
        own = [word for word in own if _REPAIRED.search(word) is None]
    if not rules or own:
        return None
    tables = reading.codes("table")
    section = tables[0] if len(set(tables)) == 1 else None
    return build(reading, "quality", rules=rules, section=section)


_CELL = re.compile("单元格|格子?|栏")


def _told_of_thing(reading: Reading) -> bool:
    """合作社分红的矛盾具体指什么: a conflict over a thing that the text speaks of."""
    doubt = reading.first("quality")
    if doubt is None or not reading.places.bodies or reading.asked.all:
        return False
    checked = reading.has("table_side", "table", "text_side", "total_row", "state", "report")
    before = [t for t in reading.tokens if t.end <= doubt.start and t.sort != "stop"][-1:]
    of_thing = doubt.text in _OVER_A_THING and bool(before) and before[0].is_own_word
    return of_thing and not checked and reading.codes("quality") == ("mismatch",)


_OVER_A_THING = ("矛盾", "冲突", "出入", "差异", "偏差", "有出入", "有差异")


def _asks_of_figure(reading: Reading) -> bool:
    """24年怎么没接上, 现行有效数为什么对不上: the check of a figure of one body says why."""
    checked = {"carried_in", "carried_out", *_DOCUMENTS}
    asked = {code.partition(":")[0] for m in reading.asked.all for code in m.codes[:1]}
    words = reading.has("text_side", "mention") or reading.has_own_words()
    return bool(asked) and asked <= checked and _of_year(reading) and not words


def _of_year(reading: Reading) -> bool:
    """Whether a figure of one body is said not to fit another year's."""
    bodies = len({body.name for body in reading.places.bodies}) == 1
    return bodies and "mismatch" in reading.codes("quality")


_LACKED = re.compile("(?:表|第)([二三四2-4])(?!部分|个)")  # 缺表三: of one table
_SECTIONS = dict(zip("二三四234", ("proactive", "requests", "disputes") * 2, strict=True))
_TRIED = re.compile("(?:怎么|怎样|横竖|咋)(?:去|来)?(?:加|算|凑|对|核|横加|竖加)")
_TABLE = "(?:表格|年报表|统计表|表[二三四2-4]|表)"
_ASKS_STATE = re.compile(
    f"{_TABLE}(?:里|中|上|里面)?(?:是|到底|究竟)?(?:怎么了|怎么回事|咋了|咋回事|啥情况|什么情况|出了什么问题|有什么问题)"
)
_ALL_EMPTY = re.compile(f"{_TABLE}(?:里|中|上)?(?:都|全|是|怎么|一片)*(?:空的|空着|空空|空白的?吗)")
_WHETHER_FILLED = re.compile(
    f"{_TABLE}[^,，。;；?？]{{0,3}}(?:有没有|是否|是不是|都)*填(?:写|报)?(?:了|上|好|全|齐|完整|过)*(?:没有?|吗|么|[?？]|$)"
    f"|{_TABLE}[^,，。;；?？]{{0,3}}(?:填没填|填(?:没填|得)?[全齐完](?:没全|整|不全|不齐)?(?:了|没|吗|么)|[全齐](?:不[全齐])?(?:了|没|吗|么)|漏没漏填)"
)
"""三张统计表有没有填, 表填齐了吗: whether tables or cells of them are lacking."""
_EMPTY = re.compile(
    f"{_TABLE}(?:里|中|上|里面)?(?:怎么|为什么|为何|为啥|咋)(?:会|都|全|就|是)*"
    "(?:没有?|无|缺|空|看不到|不见|查不到)(?:任何|什么|统计|了)*(?:数据|数字|数|内容|东西|的|着)?$"
    f"|(?:怎么|为什么|为何|为啥|咋)[^,，。?？]{{0,14}}?(?:会|都|全|就|是)*(?:没有?|无|缺了?|少了?)(?:任何|统计|那|几张|附)*{_TABLE}(?=$|[,，?？])"
)


def _of_tables(reading: Reading) -> tuple[str, ...] | None:
    """望潮镇的表格怎么了: all that is found in it; …怎么没有数据: whether the tables are there."""
    if reading.asked.mentions or not reading.places.bodies:
        return None
    filled = _WHETHER_FILLED.search(reading.text)
    own = [t.start for t in reading.tokens if t.is_own_word]
    if filled and all(filled.start() <= at < filled.end() for at in own):
        return ("missing_table", "blank_cells")
    if own:
        return None
    text = reading.text.rstrip("?？。!吗呢啊呀的了 ")
    if _EMPTY.search(text):
        return ("missing_table", "blank_cells")
    return () if _ASKS_STATE.search(reading.text) else None


def _is_across(text: str) -> bool:
    """上下两个年度衔接, 断档: between years, with no count of its own (结转) named."""
    found = _ACROSS.search(text) is not None and _YEARS_WORD.search(text) is not None
    return found and "结转" not in text


def _asks_passed(reading: Reading) -> bool:
    """多少份勾稽全部过关, 哪些报告没有勾稽问题: those without a finding."""
    asks = reading.has("which", "howmany") and not reading.places.bodies
    return asks and _ALL_RIGHT.search(reading.text) is not None


def _of_column(reading: Reading) -> bool:
    """商业企业那一列3件只办了2件，少掉的那件: a column of one body that does not balance."""
    column = reading.has("applicant") and re.search("[列栏]", reading.text)
    return bool(column and reading.places.bodies and _LOST.search(reading.text))


def _spoken_of(reading: Reading) -> bool:
    """哪些单位检讨说几处说法对不上: a mismatch that the text speaks of, not one that is found."""
    checked = reading.has("text_side", "table_side", "table", "total_row") or reading.asked.all
    told = reading.has("mention", "as_problem", "not_mention")
    return told and not (checked or "identity" in reading.codes("quality"))


def _rules(reading: Reading) -> tuple[str, ...] | None:
    """Rules by the words that doubt and what they doubt; None where nothing is doubted."""
    asked = {code.partition(":")[0] for m in reading.asked.all for code in m.codes[:1]}
    doubts = set(reading.codes("quality"))
    if reading.places.bodies and reading.asked.mentions and reading.has("howmany"):
        return None  # 到底收到几件，正文和表格一样吗: the figure, whose answer shows both sides
    if _spoken_of(reading):
        return None
    topics = any("problems" not in t.codes for t in reading.all("topic"))
    named = (asked - {"carried_out"}) or topics or reading.has("mention")
    if not doubts and reading.has("text_side") and reading.has("table_side"):
        either = reading.has("or") and reading.asked.all and not reading.has("number")
        return None if either else ("narrative_mismatch",)  # 正文说5件表格4件
    across = _is_across(reading.text)
    if across and not named and (doubts or re.search("断档|脱节", reading.text)):
        return OVER_YEARS if _of_bodies(reading) else None
    if not (doubts or named) and _asks_passed(reading) and _FLAWLESS.search(reading.text):
        return ()
    if not (doubts or named) and _asks_passed(reading) and _FILLED.search(reading.text):
        return (*_HARD, *OVER_YEARS) if _SUMS.search(reading.text) else ()
    if lacked := _lacking_tables(reading):
        return lacked
    ordered = reading.has("most", "judgement", "top")
    doubted = _QUALITY_OF.search(reading.text) is not None and not (doubts or named or ordered)
    if doubted and _of_bodies(reading):
        return ()
    if not doubts:
        return _state_rules(reading)
    subject = _subject(reading, asked)
    if subject:
        return subject
    if "identity" in doubts:
        return _HARD if _IN_TABLE.search(reading.text) else (*_HARD, *OVER_YEARS)
    if "all" in doubts and not asked:
        return ()
    bodies = _of_bodies(reading)
    plain = not (asked or reading.has("topic", "what"))
    if "mismatch" in doubts and bodies and plain:
        itself = any(w in t.text for t in reading.all("quality") for w in _AGAINST_ITSELF)
        tables = reading.has("table_side") or _SUMS.search(reading.text)
        several = reading.years.every or len(reading.years.years) > 1
        rules = _HARD if tables or (itself and not several) else (*_HARD, *OVER_YEARS)
        return (*rules, "narrative_mismatch") if itself else rules
    whole = reading.has("report", "table_side")
    whole = whole or (reading.has("amount") and bool(reading.places.bodies))  # 竹岩乡的数填错了
    whole = whole and not reading.has_own_words()
    return () if whole and plain and "doubt" in doubts else None  # 这份报告有没有错


_FLAWLESS = re.compile(
    "(?:没有?|无|不存在)(?:任何|一点|什么)?(?:问题|错误|差错|毛病|瑕疵|硬伤)的(?:那些|几份)?(?:报告|年报|材料)"
    "|(?:报告|年报|材料)(?:里|中)?(?:是)?(?:没有?|无)(?:任何|一点)(?:问题|错误|差错|毛病|瑕疵|硬伤)"
)
_UNFILLED = re.compile(
    "(?:没有?|未|不|没怎么)填(?:写|报)?(?:任何)?(?:统计|数据)?表(?!格?[二三四2-4])|(?:光|只|仅|就)(?:有|剩|列)(?:了)?(?:个|一个|几个)?"
    "(?:标题|表头|空表|空架子|框架|表名|空壳)|表(?:格)?(?:里|中)?(?:一个数|什么|啥|任何数字?|一格)(?:也|都)(?:没有?|未)(?:填|写|有)?"
)


def _lacking_tables(reading: Reading) -> tuple[str, ...]:
    """哪几家没填表，光有标题: tables are not there or empty; 缺表二表三，要退回去: not there."""
    if reading.asked.all or reading.asked.hints:
        return ()
    if _UNFILLED.search(reading.text):
        return ("missing_table", "blank_cells")
    states = reading.codes("state")
    return ("missing_table",) if states == ("missing",) and reading.has("table") else ()


_FIGURES = re.compile("数(?:字|据)?(?=[有都会是打前自互对不]|$)|的数|数(?:字|据)")


def _of_bodies(reading: Reading) -> bool:
    """Whether it asks about bodies, reports or their tables."""
    counted = bool({"report", "body"} & set(reading.codes("howmany")))
    named = reading.has("report", "type", "unit", "table_side") or reading.places.named
    english = reading.english and "report" in reading.text
    named = named or (not reading.has_own_words() and _FIGURES.search(reading.text) is not None)
    return bool(counted or named or english)


def _subject(reading: Reading, asked: set[str]) -> tuple[str, ...]:
    """What is doubted: the first that fits."""
    doubts = set(reading.codes("quality"))
    tables = set(reading.codes("table"))
    total = reading.has("total_row") or "总计" in reading.text
    if "total_processed" in asked and asked & {"carried_in", "carried_out", _ACCEPTED}:
        return ("column_balance",)
    if reading.has("text_side") and (reading.has("table_side", "table") or "mismatch" in doubts):
        return ("narrative_mismatch",)
    carried = asked & {"carried_in", "carried_out"}
    if len(carried) == 2 or (carried and "mismatch" in doubts):
        return ("carry_over",)
    if "disputes" in tables or (asked & set(_DISPUTES) and (total or doubts & {"identity"})):
        return ("dispute_total",)
    if "regulations" in asked and doubts & {"doubt", "all"}:
        return ("implausible_regulations",)
    if asked & set(_DOCUMENTS) and "mismatch" in doubts:
        return ("in_force_balance",)
    if reading.has("total_row") and any(sum_ in reading.text for sum_ in _BALANCE):
        return ("column_balance",)
    if reading.has("applicants", "applicant") and doubts & {"mismatch", "doubt"}:
        return ("row_total",)
    if "requests" in tables:
        return ("column_balance", "row_total", "processed_total")
    if total:
        return ("row_total", "processed_total")
    return ()


def _state_rules(reading: Reading) -> tuple[str, ...] | None:
    """空白 and 缺失 of whole tables; of one measure they are conditions of a list."""
    states = set(reading.codes("state"))
    whole = reading.has("table_side", "table", "report") or not reading.asked.all
    if not states or reading.asked.all or reading.given or not whole:
        return None
    if reading.has_own_words() and not (reading.has("table_side", "table")):
        return None  # 把养殖户漏了: what the text speaks of
    if states == {"blank"} and reading.places.bodies and _ALL_EMPTY.search(reading.text):
        return ("missing_table", "blank_cells")  # 望潮镇表格是空的吗
    rules = {"blank": "blank_cells", "missing": "missing_table", "unreadable": "missing_table"}
    return tuple(dict.fromkeys(rules[s] for s in reading.codes("state") if s in rules)) or None
