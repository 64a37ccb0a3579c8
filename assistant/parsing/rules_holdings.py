"""Rules for holdings counted otherwise: years a body, their share of all, formats of the files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.parsing.build import build
from assistant.parsing.mentions import Said
from assistant.parsing.reading import Reading
from assistant.plan import Plan
from assistant.question_years import Years
from index.numerals import parse_number

_N = "(?<![0-9〇零一二三四五六七八九十])([一二两三四五六七八九十]|[1-9])"
_YEARS = "个?(?:报告)?(?:年度|年份|年(?!报表))"
_REPORTS = re.compile("年报|报告|材料|收录|语料|资料|reports?")
_MORE_THAN = re.compile(f"(?:不止|不只|不仅|不单|超过|多于|超出)(?:有|收|是)?{_N}(?:{_YEARS}|份)")
_AT_LEAST = re.compile(
    f"(?:至少|起码|不少于|不低于){_N}{_YEARS}|{_N}{_YEARS}(?:及|或|和)?(?:以上|之上|往上)"
    f"|{_N}{_YEARS}的?(?:报告|年报|材料)?(?:全都|都|全)(?:有|齐|收)"
    f"|(?<![只仅就才唯])(?:有|收了?|交了?)(?:连续)?{_N}{_YEARS}的?(?:报告|年报|材料)"
)
_SEVERAL = re.compile(
    "(?:多个|好几个?|若干个?|好些个?|数个|各个|多)(?:年度|年份)|好几年|多年份?的|(?:多|好几|若干)份(?:年报|报告)"
)
_MOST_YEARS = re.compile(
    "(?:年份|年度|年数|份数|年报|报告)的?(?:数|数量)?最(?:多|全|齐)|最(?:多|全)的?年"
)
_SINGLE = re.compile(f"(?:只|仅|就|才|唯)(?:有|收|收了|收录了?|存了?)?(?:一|1)(?:{_YEARS}|份|期)")
_EACH = re.compile("(?:各|每家|每个单位|分别)(?:自|都)?(?:有|收了?|收录了?|存了?)?(?:几|多少)个?年")
_IN_ALL = re.compile("(?:都|均|全)(?:有|交了?|报了?|收了?|收录了?|在|存了?|齐)(?![哪什啥谁几多])")
_ONLY_YEAR = re.compile(
    r"(?:只|仅|就|才|唯)(?:有|收|交|报)?(?:录|了)?(?:20)?\d\d年?度?(?:这|那)?(?:一年|一份)?的?(?:报告|年报|材料)"
)
_FILES = (
    ("pdf", "pdf"),
    ("docx", "docx|word"),
    ("doc", "(?<![a-z])doc(?!x)"),
    ("html", "html?|网页"),
    ("txt", "txt|纯文本|文本文件"),
    ("md", "(?<![a-z])md(?![a-z])|markdown"),
)
_FORMAT = re.compile(
    "(?:文件|原件|电子|存储|原始|年报|报告|材料).{0,6}格式|格式的(?:文件|原件|年报|报告)"
    "|扫描[件版]|图片[格版]|照片版"
)
_ITS_FORMAT = re.compile("(?:什么|哪些|哪几种|哪种|几种|啥|何种)(?:文件|电子)?格式|格式")


def holdings(reading: Reading, said: Said | None) -> Plan | None:
    """哪些单位有多个年度的年报, 占全部报告的比例, 原件是什么格式: of the reports, not in them."""
    counted = [m for m in reading.asked.all if reading.tokens[m.at].sort != "hint"]
    if (said is None or set(said.words) <= _LASTING) and not counted:
        lasting = _in_a_row(reading)
        if lasting is not None:
            return lasting
    if said is not None or counted or reading.given or not _of_reports(reading):
        return None
    if reading.has("most"):
        return _years_held(reading)
    unplaced = _unplaced(reading)
    if unplaced is not None:
        return unplaced
    return _formats(reading) or _years_held(reading) or _share(reading)


def _of_reports(reading: Reading) -> bool:
    """Whether it speaks of the reports themselves, and of nothing that stands in them."""
    inside = reading.has("how", "why", "topic", "top", "trend", "change", "form", "quality")
    inside = (
        inside
        or (reading.has("level", "by") and not _NO_PLACE.search(reading.text))
        or bool(reading.years.streak)
    )
    return _REPORTS.search(reading.text) is not None and not inside


def _years_held(reading: Reading) -> Plan | None:
    """How many years of each body are held: those with at least so many, or with one only."""
    most = _most(reading) if reading.has("most") else None
    if reading.has("most") and most is None:
        return None
    least = most or _least(reading.text) or _all_named(reading)
    single = least is None and (_SINGLE.search(reading.text) is not None or _one_named(reading))
    bodies = reading.has("unit", "type", "which", "each") or "body" in reading.codes("howmany")
    if not bodies or not (single or least) or reading.places.bodies:
        return None
    dated = any(word.kind == "named" for word in reading.year_words)
    held = reading if dated else replace(reading, years=Years())  # 以上年报: no 上年
    asked = "body" in reading.codes("howmany") and (single or (least or 1) > 1)
    counted = "count" if asked else None
    aspect = "single" if single else "several"
    return build(held, "corpus", aspect=aspect, limit=least, function=counted)


def _all_named(reading: Reading) -> int | None:
    """2023年和2024年都有报告的单位: as many years as are named."""
    years = len(reading.years.years)
    return years if years > 1 and _IN_ALL.search(reading.text) else None


def _one_named(reading: Reading) -> bool:
    """只有2024年报告的: no year but that one."""
    return len(reading.years.years) == 1 and _ONLY_YEAR.search(reading.text) is not None


def _most(reading: Reading) -> int | None:
    """收录年份最多的单位: as many years as any body has."""
    asks = _MOST_YEARS.search(reading.text) is not None and "desc" in reading.codes("most")
    return max((len(body.years) for body in reading.held.bodies), default=None) if asks else None


def _least(text: str) -> int | None:
    """The years that a body must have: 不止一个年度 two, 三年以上 three, 多个年度 two."""
    more, least = _MORE_THAN.search(text), _AT_LEAST.search(text)
    if more is not None:
        return _number(more[1]) + 1
    if least is not None:
        return _number(next(group for group in least.groups() if group))
    if _SEVERAL.search(text):
        return 2
    return 1 if _EACH.search(text) else None


def _number(text: str) -> int:
    return int(parse_number(text) or 1)


_LASTING = {"连续", "连着", "接连"}
_IN_A_ROW = re.compile(
    f"(?:连续|连着|接连)(?:的)?(?:{_N}|好?几|多)个?(?:报告)?(?:年度|年份|年)(?:都|全|均|里|内)*(?:有|交了?|报了?|收了?|收录了?|在|齐|存了?)"
    "(?:年度|的)*(?:报告|年报|材料|[,，?？]|$)|(?:报告|年报|材料)[^,，。;；?？]{0,4}(?:连续|连着)(?:的)?(?:好?几|多)年"
)


def _in_a_row(reading: Reading) -> Plan | None:
    """连续几年都有报告的有哪几家: those with as many years, each with its years."""
    found = _IN_A_ROW.search(reading.text)
    plain = reading.has("which", "howmany", "unit", "type") and not reading.places.bodies
    inside = reading.has("how", "why", "topic", "top", "most", "trend", "change", "quality")
    if found is None or not plain or inside or reading.given or reading.asked.all:
        return None
    least = max(2, _number(found[1])) if found[1] else 2
    notes = ("各年是否相连，看所列年度",)
    held = replace(reading, years=Years())
    return build(held, "corpus", aspect="several", limit=least, notes=notes)


def _share(reading: Reading) -> Plan | None:
    """云岭省的年报占全部的多大比例: of all reports that are held."""
    scoped = reading.places.named or bool(reading.years.years)
    held = reading.has("report", "corpus")
    if not (reading.has("share") and held and scoped) or reading.asked.hints:
        return None
    several = len(list(reading.all("type"))) > 1 and "各" in reading.text
    group = "body_type" if several else None
    return build(reading, "corpus", aspect="share", group=group)


def _unplaced(reading: Reading) -> Plan | None:
    """哪些报告没印省份: those that do not print their province, city or county."""
    found = _NO_PLACE.search(reading.text)
    if found is None or not reading.has("which", "howmany", "report"):
        return None
    level = _LEVELS[found[1]]
    return build(reading, "corpus", aspect="unplaced", group=level)


_LEVELS = {"省": "province", "市": "city", "县": "county"}
_NO_PLACE = re.compile(
    "(?<!有)(?:没有?|未|不)(?:印|写|标|注|载|说|交代|打|显示)?(?:出|明|上)*(?:自己)?(?:所?[在属])?的?(?:是?哪个?)?"
    "(省|市|县)(?:份|级|名)?(?!级|委|政府)"
)


def _formats(reading: Reading) -> Plan | None:
    """原件都是什么格式, PDF的有几份: of the files that were read."""
    named = next(_named(reading.text), "")
    asks = reading.has("which", "what", "howmany", "whether", "each", "all", "has", "show")
    asks = asks or reading.has("define")  # 都是什么格式
    if not asks or "表" in reading.text.replace("年度报告", ""):
        return None
    about = _FORMAT.search(reading.text) or _ITS_FORMAT.search(reading.text) or named
    own = [t for t in reading.all("text") if len(t.text) > 1 and not next(_named(t.text), "")]
    scans = "扫描" in reading.text or "图片" in reading.text
    if not about or not ("格式" in reading.text or scans or (named and not own)):
        return None
    return build(reading, "corpus", aspect="formats", term=named)


def _named(text: str) -> Iterator[str]:
    return (name for name, words in _FILES if re.search(words, text))
