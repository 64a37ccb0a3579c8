"""Rules for what is held: how many reports, which years, places and bodies, from where."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.parsing import refusals
from assistant.parsing.build import build, refuse
from assistant.parsing.membership import said_of
from assistant.parsing.parts import joined
from assistant.parsing.reading import Reading
from assistant.parsing.rules_rank import HIGHER_YEAR
from assistant.plan import Order, Plan
from assistant.question_years import Years
from assistant.vocabulary import Sort

_ASKING: tuple[Sort, ...] = ("how", "about", "why", "which", "what")
_OLDEST = ("最早", "最老", "最旧", "earliest", "oldest")
_ONLY = ("只有", "仅有", "只收", "就只", "就有", "光有")
_LACKING = ("缺", "少了", "少哪", "断了", "断档", "漏了", "空档")
_COUNTED = ("reports", "bodies", "years")
_OTHER: tuple[Sort, ...] = ("outside", "grain", "judgement", "compare", "quality")


def corpus(reading: Reading) -> Plan | None:
    """What is held: how many reports, which years, places and bodies, from where."""
    if reading.given_conditions:  # 其中是镇的有哪些, after a list: no holdings
        return None
    if reading.given and HIGHER_YEAR.search(reading.text):  # 哪年高, of a figure
        return None
    if reading.given and reading.has("why"):  # 为什么没有, of a figure
        return None
    if _NOT_AREA.search(reading.text):
        return _without_areas(reading)
    if _WHICH_FORM.search(reading.text) and not (reading.asked.all or reading.asked.hints):
        tokens = tuple(t for t in reading.tokens if t.sort != "form")
        return build(replace(reading, tokens=tokens), "corpus", aspect="forms")
    both = _regions_and_years(reading) or _bodies_and_years(reading)
    if both is not None:
        return both
    counted = _counted_regions(reading) or _most_reports(reading) or _of_nothing_else(reading)
    if counted is not None:
        return counted
    aspect = _aspect(reading)
    if reading.years.streak and aspect is not None:  # no plan holds 连续三年都有
        words = [t.text for t in reading.all("year")]
        return refuse(reading, refusals.unclear(words, reading.raw, "", reading.english))
    if aspect is None:
        return None
    if _asks_oldest(reading):
        return _oldest(reading)
    if aspect == "years" and _asks_only_years(reading):  # with all the others
        reading = replace(reading, years=Years())
    part = _part_of_all(reading)
    if part is not None:
        reading, aspect = part, "count"
    several = len(list(reading.all("type"))) > 1 and reading.has("each")
    group = "body_type" if several else next(iter(reading.codes("by")), None)
    left_out = said_of(reading)
    asked = reading.has("howmany") or "sum" in reading.codes("function")
    function = "count" if asked and group is None and aspect in _COUNTED else None
    fields = {"aspect": aspect, "group": group, "function": function, "left_out": left_out}
    plan = build(reading, "corpus", **fields)
    if aspect == "count" and _areas_among(reading):
        every = plan.scope.model_copy(update={"area": False})
        return joined([plan.model_copy(update={"scope": every}), plan])
    return plan


def _areas_among(reading: Reading) -> bool:
    """收录的报告有几份，其中全县汇总几份: two counts."""
    area, first = reading.first("area"), reading.first("howmany")
    if area is None or first is None:
        return False
    return any(first.end <= t.start < area.start for t in reading.all("mark", "among"))


_WHICH_FORM = re.compile(
    "表.{0,8}(?:哪|什么|啥)(?:个|一个|种|一)?(?:年的?)?(?:版本?|表式|样式)"
    "|(?:哪|什么|啥)(?:个|一个|种|一)?(?:年的?)?(?:版本?|样式)的?(?:统计)?表"
    "|(?:新|老|旧)版?表?(?:格|式)?还是(?:新|老|旧)版?表?"
)
_NOT_AREA = re.compile(
    "(?:不是|并非|非|不属于|不算|不含|不包括|除了|除去|除开|排除|去掉|剔除|扣除|别算).{0,4}"
    "(?:全[县市区域]的?汇总|区域汇总|汇总(?:报告|口径|数据|的)|县级汇总)"
)


def _without_areas(reading: Reading) -> Plan | None:
    """哪几份不是全县汇总, 收录了几份，不算全县汇总的: the reports of a body's own figures."""
    if reading.asked.all or reading.asked.hints or not reading.has("which", "howmany", "report"):
        return None
    tokens = tuple(t for t in reading.tokens if t.sort != "area")
    aspect = "count" if reading.has("howmany") else "reports"
    return build(replace(reading, tokens=tokens), "corpus", aspect=aspect, negated=True)


def _counted_regions(reading: Reading) -> Plan | None:
    """涉及几个县: the regions of a level that reports name."""
    level = next(iter(reading.codes("level")), None)
    said = {"howmany", "level", "corpus", "report", "has", "stop", "function", "mark", "all"}
    if level is None or "howmany" not in _sorts(reading) or not _sorts(reading) <= said:
        return None
    return build(reading, "corpus", aspect="places", group=level)


def _regions_and_years(reading: Reading) -> Plan | None:
    """收录了几个县、哪几年的年报: the regions of a level, then the years."""
    level = next(iter(reading.codes("level")), None)
    said = {"howmany", "which", "which_year", "level", "function", "hint", *_LIGHT}
    asks = reading.has("howmany", "which") and reading.has("which_year")
    if level is None or not asks or reading.asked.all or not _sorts(reading) <= said:
        return None
    if reading.has("hint") and not reading.has("report"):
        return None  # 收到最多的是哪个县哪几年
    if "report" in reading.codes("howmany") and level == "province":
        return None  # how many reports: by year and by province
    regions = build(reading, "corpus", aspect="places", group=level)
    return joined([regions, build(reading, "corpus", aspect="years")])


def _bodies_and_years(reading: Reading) -> Plan | None:
    """有哪些单位、哪几年的年报: the bodies, each with its years, then the years."""
    said: set[str] = {"which", "which_year", "unit", "type", "hint", "function", "region", "define"}
    said |= _LIGHT
    whole = reading.before is None or reading.before.kind in ("refusal", "corpus")
    held = reading.has("report", "corpus") and whole and not reading.given
    collected = _COLLECTED.search(reading.text) is not None
    said |= {"generic"} if collected else set()
    named = (reading.asked.all and not collected) or reading.places.bodies
    if named or not held or not _sorts(reading) <= said or _asks_oldest(reading):
        return None
    if not reading.has("which_year") or not _which_bodies(reading) or reading.years.latest:
        return None
    bodies = build(reading, "corpus", aspect="bodies")
    return joined([bodies, build(reading, "corpus", aspect="years")])


def _which_bodies(reading: Reading) -> bool:
    """哪些单位, 哪几家, 谁家: which bodies, and not which reports."""
    behind = [(t, reading.after(t)[:1]) for t in reading.all("which", "corpus")]
    return any(  # 收了哪些 is one word
        t.text.rstrip("的").endswith(("哪家", "几家", "些家", "谁", "谁家"))
        or ("哪" in t.text and after and after[0].sort in ("unit", "type"))
        for t, after in behind
    )


def _most_reports(reading: Reading) -> Plan | None:
    """报告最多的是哪个县, 哪年的报告最多: reports counted by region or year, the most first."""
    measured = reading.asked.all or reading.asked.hints or reading.given or _own_words(reading)
    if measured or not reading.has("most", "top") or not reading.has("report"):
        return None
    group = next(iter((*reading.codes("level"), *reading.codes("by"))), None)
    group = group or ("year" if reading.has("which_year") else None)
    if group is None or reading.places.bodies:
        return None
    return build(reading, "corpus", aspect="count", group=group, order=Order())


_COLLECTED = re.compile(
    "收(?:录|集|齐|到)?了?(?:哪些|哪几|多少|几)(?:个|家)?(?:单位|机关|地方|镇|乡|街道|乡镇)?"
    "(?:[、,，和跟]?哪[几些]年份?)?的?(?:年报|报告|材料)"
)  # 一共收了哪些单位的年报
_LIGHT: frozenset[str] = frozenset(
    {
        "stop",
        "mark",
        "has",
        "whether",
        "then",
        "corpus",
        "report",
        "and",
        "or",
        "all",
        "each",
        "they",
    }
)


def _of_nothing_else(reading: Reading) -> Plan | None:
    """Questions that name no figure and no word of the text: how many (报告总数, 总共有几家上报了,
    用新表的有几份), which years (哪些年份你没有), which kind has more (街道和镇的报告哪个多)."""
    rest = _sorts(reading) - _LIGHT
    if reading.before is not None or reading.asked.all or reading.asked.hints:
        return None
    if _asks_oldest(reading) or _HOW_MANY_YEARS.search(reading.text):
        return None
    spread = all(t.text in ("分布", "分布情况") for t in reading.all("text"))
    if "by" in rest and rest <= {"by", "text"} and spread:  # 按机关类型分布情况
        return build(reading, "corpus", aspect="count", group=reading.codes("by")[0])
    if rest == {"which_year"} or rest == {"which_year", "none"}:
        return build(reading, "corpus", aspect="years")
    kinds = len(list(reading.all("type"))) > 1
    if kinds and rest <= {"type", "compare", "which", "most", "howmany"} and "compare" in rest:
        if reading.has("report", "corpus"):
            return build(reading, "corpus", aspect="count", group="body_type", order=Order())
        return None
    if rest - {"region", "type", "year"} == {"which"} and _WHICH_REPORTS.search(reading.text):
        return build(reading, "corpus", aspect="reports")
    if "form" in rest and rest - {"year", "whether"} <= {"form", "body", "stem"}:
        if reading.places.bodies and (reading.has("whether") or "吗" in reading.text):
            return build(reading, "corpus", aspect="count")  # 柳浦镇用的是老表格吗
        return None
    if rest - {"function"} == {"howmany", "form"} and "report" in reading.codes("howmany"):
        return build(reading, "corpus", aspect="count")
    if rest == {"function"} and reading.codes("function") == ("sum",) and reading.has("report"):
        return build(reading, "corpus", aspect="count")
    bodies = rest - {"function"} in ({"unit"}, {"howmany"}, {"howmany", "unit"})
    if bodies and (reading.has("unit") or "body" in reading.codes("howmany")):
        counted = reading.has("howmany") or "sum" in reading.codes("function")
        return build(reading, "corpus", aspect="bodies", function="count") if counted else None
    return None


_WHOSE_REPORTS = re.compile(
    "(?:哪[几些]?(?:家|个?(?:单位|机关|乡镇|镇|乡|街道|部门))|谁家?)的?(?:年报|报告|材料)"
    "|(?:年报|报告|材料)(?:都|分别)?(?:是|来自|出自)?(?:哪[几些]?(?:家|个?(?:单位|机关|乡镇|镇|乡|街道|部门))|谁家?)(?:的|[?？]|$)"
)
_WHICH_REPORTS = re.compile("哪一?[几些]?份")  # 临溪县的都有哪几份
_HOW_MANY_YEARS = re.compile("(?<!哪)(?:几|多少)个?(?:年度|年份|年头)")


def _asks_when(reading: Reading) -> bool:
    """矿是哪年停采的: when a thing happened, of the text."""
    asked = reading.first("which_year")
    if asked is None or not reading.places.bodies or reading.has("report", "corpus"):
        return False
    done = any(t.sort in ("text", "aside") and t.start >= asked.end for t in reading.tokens)
    thing = any(t.sort in ("text", "topic") and t.end <= asked.start for t in reading.tokens)
    return done and thing


def _aspect(reading: Reading) -> str | None:
    places = reading.places
    if _asks_when(reading):
        return None
    if reading.has("source") and not (reading.asked.all or _own_words(reading)):
        return "source"
    if places.bodies and (reading.has("where") or {"which", "level"} <= _sorts(reading)):
        return None if reading.asked.all or _own_words(reading) else "places"
    if _asks_only_years(reading):
        return "years"
    if _COLLECTED.search(reading.text) and not reading.asked.mentions:
        return "bodies"
    whose = {"which", "region", "type", "year", "unit", "function", "define", "body", *_LIGHT}
    if _WHOSE_REPORTS.search(reading.text) and _sorts(reading) <= whose:
        return "bodies"  # 一共有哪几家的报告在里面
    lacking = reading.has("which_year") and any(word in reading.text for word in _LACKING)
    if lacking and not (reading.asked.all or reading.asked.hints):
        return "years"
    if reading.asked.all or _content(reading) or reading.has("bound", "nonzero", "state"):
        return None
    if reading.years.years and reading.has("none") and not reading.asked.hints:
        return "count"  # 21年的一份也没有？
    if _HOW_MANY_YEARS.search(reading.text) and not reading.asked.hints:
        return "years"
    if _only_a_year(reading):
        return "count"
    about = reading.has("corpus", "report", "area") or (reading.years.latest and not reading.given)
    if reading.has("howmany") and (about or "report" in reading.codes("howmany")):
        return "bodies" if "body" in reading.codes("howmany") else "count"
    if about and _asks_oldest(reading) and reading.has("which"):
        return "reports"  # 最早的是哪年哪家的
    if "body" in reading.codes("howmany") and _asks_which_bodies(reading):
        return "bodies"
    if reading.has("which_year") and (about or places.bodies or reading.has("has", "then")):
        return "years"
    if reading.has("corpus") and reading.has("level", "where"):
        return "places"
    if about and _asks_oldest(reading):
        return "years"
    if _asks_which_bodies(reading):
        return "bodies"
    if about and not reading.is_numeric and not reading.has("what", "how", "why"):
        return "reports"
    lone = places.bodies or places.regions
    idle = not (reading.asked.hints or reading.is_numeric or reading.has(*_ASKING))
    fresh = reading.before is None or reading.before.kind in ("refusal", "corpus")
    return "reports" if lone and idle and fresh and not reading.given else None


def _asks_oldest(reading: Reading) -> bool:
    if not any(word in reading.text for word in _OLDEST):
        return False
    named = any(not t.text.startswith(_OLDEST) for t in reading.all("corpus", "report"))
    return named or reading.before is None or reading.before.kind == "corpus"


def _oldest(reading: Reading) -> Plan:
    """库里最早的是谁家的报告: those of the first year held of the places named."""
    years = reading.held_years()
    if years and not reading.years.years:
        first = min(years)
        said = f"The earliest year held is {first}" if reading.english else f"最早的是{first}年"
        named = replace(reading.years, years=(first,))
        reading = replace(reading, years=named, notes=(*reading.notes, said))
    return build(reading, "corpus", aspect="reports")


def _asks_only_years(reading: Reading) -> bool:
    """只有2024这一年的吗, 是不是只收了2024年的: with nothing else said, of reports."""
    light = {"year", "whether", "has", "then", "stop", "mark", "corpus", "report", "body", "stem"}
    light |= {"region", "type", "unit", "hint", "all", "each"}
    only = any(word in reading.text for word in _ONLY)
    return only and reading.years.named and _sorts(reading) <= light


def _only_a_year(reading: Reading) -> bool:
    """有没有2025年的？, 有没有区政府的: with nothing else said, a report."""
    light = {"year", "whether", "has", "then", "stop", "mark", "corpus", "type", "unit", "among"}
    named = reading.years.years or reading.places.types
    asks = reading.has("whether", "has") and named and reading.before is None
    return bool(asks) and _sorts(reading) <= light


def _part_of_all(reading: Reading) -> Reading | None:
    """年报有几份，其中街道几份: all of them, whose kinds are counted beside."""
    among, first = reading.first("among"), reading.first("howmany")
    kinds = list(reading.all("type"))
    if among is None or first is None or not kinds or first.start > among.start:
        return None
    if reading.before is not None or any(kind.start < among.start for kind in kinds):
        return None
    notes = tuple(note for note in reading.places.notes if kinds[0].text not in note)
    return replace(reading, places=replace(reading.places, types=(), notes=notes))


def _sorts(reading: Reading) -> set[str]:
    return {token.sort for token in reading.tokens}


def _own_words(reading: Reading) -> bool:
    """党政办公室在什么地方: of something in the text, not of the body."""
    return any(t.sort in ("topic", "text") and len(t.text) > 1 for t in reading.tokens)


def _content(reading: Reading) -> bool:
    return _own_words(reading) or reading.has(
        "form", "state", "change", "trend", "most", "outcome", "applicants", *_OTHER
    )


def _asks_which_bodies(reading: Reading) -> bool:
    """哪些镇, 有多少个镇, with nothing asked of them."""
    told = bool(reading.places.types) and not reading.given  # 既不是镇也不是乡
    bodies = told or reading.has("type", "unit")
    counted = "body" in reading.codes("howmany") and not reading.asked.hints
    return bodies and (counted or (reading.has("which") and not reading.asked.hints))
