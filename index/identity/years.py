"""The year a report is about, from damaged text too: 20241月1日, 202020年12月31日, 二〇二四年.

Title before the 统计期限 line, before the majority of years in the body, before the file's name,
before the date of publication (a report comes out in the year after its own).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import PurePath

from index.document import SourceDocument
from index.report import Evidence
from index.text import fold

FIRST_YEAR = 2008  # 《政府信息公开条例》 has been in force since 2008-05-01
_HAN_DIGITS = str.maketrans("〇零○o一二三四五六七八九", "0000123456789")

_YEAR = re.compile(
    r"(?<!\d)(?P<run>\d{4,7})(?P<unit>年|(?=\d?\d?月))"  # 2024年, 20241月1日, 202020年
    r"|(?P<han>[二2][〇零○0o][\d一二三四五六七八九〇零○o]{2})年"
)
_BARE = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_CITED = re.compile(r"[〔\[【(]\s*$")
_RELATIVE = re.compile(r"(?:比|较|与|同|上年|去年|截至|下一步|计划到|力争)\(?$")
_PERIOD = re.compile(r"统计(?:期限?|期间|时限|时间|周期)|所列数据|数据统计|起至|日至12月31日")
_PUBLISHED = re.compile(
    r"(?:发布|公开|生成|成文|发文)(?:日期|时间)[:\s]*(20\d\d)\s*[-年/.]\s*(\d{1,2})"
)
_SIGNED = re.compile(r"(20\d\d)年(\d{1,2})月\d{1,2}日\s*$")
_DATE = re.compile(r"(20\d\d)\D{0,2}(\d{1,2})?")
_SIGNATURE_LENGTH = 60
_BLANKS = re.compile(r"\s+")


def find_year(document: SourceDocument, title: str | None) -> tuple[int, Evidence] | None:
    """The year the report covers with the words that say so, or None.

    `title` is the report's title as printed, None if it prints none. Only years from 2008 to next
    year count; "截至2087年底" is no evidence.
    """
    given = _plausible(document.metadata.get("year", ""))
    if given:
        return given, Evidence("metadata", document.metadata["year"])
    for rule, source in _SOURCES:
        if found := source(document, title or ""):
            return found[0], Evidence(rule, found[1])
    return None


def years_in(text: str) -> Iterator[tuple[int, int, int]]:
    """(year, start, end) of every year of the plausible range in `text`, damaged ones too.

    Years in file numbers (〔2021〕30号) are not years of the text.
    """
    folded = fold(text)
    for match in _YEAR.finditer(folded):
        run, han = match["run"], match["han"]
        year = _from_run(run) if run else _plausible(han.translate(_HAN_DIGITS))
        if year:
            yield year, match.start(), match.end()


def _from_run(run: str) -> int | None:
    """The year in a run of digits: its first four, or its last four (1202020年 keeps 2020)."""
    return _plausible(run[:4]) or _plausible(run[-4:])


def _plausible(digits: str) -> int | None:
    """The number if it can be a report's year."""
    if not re.fullmatch(r"\s*\d{4}\s*年?度?\s*", digits):
        return None
    year = int(re.sub(r"\D", "", digits))
    return year if FIRST_YEAR <= year <= date.today().year + 1 else None


def _last(found: list[tuple[int, str]]) -> tuple[int, str] | None:
    return found[-1] if found else None


def _in_title(title: str) -> list[tuple[int, str]]:
    """Years in a title, 年 lost or not; only those before its topic where there are any.

    2025年公布2024年度政府信息公开… is about 2024, …2024年报告（2025年1月公布） too.
    """
    bare = _BLANKS.sub("", fold(title))
    topic = max(bare.rfind("信息公开"), bare.rfind("政务公开"))
    found = [(start, year, bare[start:end]) for year, start, end in years_in(bare)]
    if not found:
        bare_years = (m for m in _BARE.finditer(bare) if _plausible(m[1]))
        found = [(m.start(), int(m[1]), m[1]) for m in bare_years]
    before = [item for item in found if item[0] < topic]
    return [(year, words) for _, year, words in before or found]


def _period(text: str) -> tuple[int, str] | None:
    """The year of the sentence that states the reporting period."""
    for match in _PERIOD.finditer(text):
        begin = max(text.rfind("\n", 0, match.start()), text.rfind("。", 0, match.start())) + 1
        stops = (text.find("。", match.end()), text.find("\n", match.end()), len(text))
        end = min(stop for stop in stops if stop >= 0)
        sentence = _BLANKS.sub("", text[begin:end])
        years = Counter(year for year, _, _ in years_in(sentence))
        if years and "月" in sentence:
            return years.most_common(1)[0][0], sentence[:80]
    return None


def _majority(text: str) -> tuple[int, str] | None:
    """The year named most often in running text; the earlier-named one of equals."""
    compact = _BLANKS.sub("", text)
    found = [
        (year, compact[start : end + 8])
        for year, start, end in years_in(compact)
        if not _RELATIVE.search(compact[max(0, start - 4) : start])
        and not _CITED.search(compact[max(0, start - 1) : start])
    ]
    if not found:
        return None
    year = Counter(year for year, _ in found).most_common(1)[0][0]
    return next(item for item in found if item[0] == year)


def _published(document: SourceDocument, text: str) -> tuple[int, str] | None:
    """One year before publication; the same year for reports out in its last two months."""
    given = document.metadata.get("published", "")
    printed = _PUBLISHED.search(text)
    signed = _SIGNED.search(_BLANKS.sub("", text[-_SIGNATURE_LENGTH:]))
    for source in (given, printed[0] if printed else "", signed[0] if signed else ""):
        match = _DATE.search(source)
        if match and (year := _plausible(match[1])):
            late = match[2] is not None and int(match[2]) >= 11
            return (year if late else year - 1), source
    return None


_SOURCES: tuple[tuple[str, Callable[[SourceDocument, str], tuple[int, str] | None]], ...] = (
    ("title", lambda document, title: _last(_in_title(title))),
    ("period", lambda document, title: _period(fold(document.text))),
    ("body", lambda document, title: _majority(fold(document.text))),
    ("page", lambda document, title: _last(_in_title(document.metadata.get("page_title", "")))),
    ("file", lambda document, title: _last(_in_title(PurePath(document.file).stem))),
    ("published", lambda document, title: _published(document, fold(document.text))),
)
