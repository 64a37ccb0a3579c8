"""Administrative divisions: province, prefecture, county, township, by name (NBS codes, mid-2023).

The table is sorted by level and folded name, so a name, or all names with one stem, is found by
bisection: nothing is built at load time, which takes some 10 ms on first use. A division's parents
follow from its code: 410425 is the county of township 410425105. Names that repeat (30 % of all
townships) are returned whole: nothing here chooses among them. Sources: index/data/README.md.
"""

from __future__ import annotations

import gzip
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from index.text import fold

Level = Literal["province", "city", "county", "township"]

_TABLE = Path(__file__).parent / "data" / "divisions.tsv.gz"
_CODE_LENGTH: dict[Level, int] = {"province": 2, "city": 4, "county": 6, "township": 9}

_PEOPLE = (
    "(?:(?<!内)蒙古|维吾尔|哈萨克|柯尔克孜|塔吉克|锡伯|达斡尔|鄂温克|鄂伦春|朝鲜|东乡|保安|撒拉|裕固|"
    "土家|布依|傈僳|拉祜|景颇|阿昌|普米|德昂|独龙|基诺|仡佬|仫佬|毛南|纳西|哈尼|布朗|高山|俄罗斯|"
    "塔塔尔|乌孜别克|赫哲|门巴|珞巴)"
)
_OF_PEOPLE = f"(?:(?:各|[回藏苗彝壮侗瑶白黎傣畲满羌土水佤怒京]|{_PEOPLE})族)"
_OF_A_PEOPLE = re.compile(
    f"(?<=.)(?:(?:{_OF_PEOPLE}|{_PEOPLE})+自治[区州县旗]"
    f"|{_OF_PEOPLE}+(?:民族|少数民族)?(?:[区乡镇]|苏木)|{_PEOPLE}民族(?:乡|苏木))$"
)
_KIND = re.compile(
    r"(?<=.)(?:街道办事处|街道办|街道|民族乡|苏木|镇|乡"
    r"|族自治[县旗]|自治[区州县旗]|地区|(?<=神农架)林区|特区|[省市州盟县区旗])$"
)


@dataclass(frozen=True, slots=True)
class Division:
    """One division with its parents; a level it does not have or lies above is "".

    北京 and the counties directly under a province have no `city`; 东莞 has no `county`.
    """

    code: str
    name: str
    county: str
    city: str
    province: str

    @property
    def level(self) -> Level:
        """province, city, county or township."""
        return next(level for level, size in _CODE_LENGTH.items() if size == len(self.code))

    @property
    def path(self) -> str:
        """The place the division lies in: 河南省/平顶山市/郏县 for a township of 郏县."""
        above = (self.province, self.city, self.county)
        return "/".join(name for name in above if name and name != self.name)

    def within(self, name: str, loosely: bool = False) -> bool:
        """Whether it is, or lies in, the province, city or county `name` (short form allowed).

        `loosely` also accepts another kind: 淮阳县 for 淮阳区, 彭水县 for 彭水苗族土家族自治县.
        """
        wanted = fold(name)
        short = stem(wanted) if loosely else wanted
        return any(
            wanted == fold(own) or (len(short) > 1 and short == stem(own))
            for own in (self.county, self.city, self.province)
            if own
        )


def townships_named(name: str) -> list[Division]:
    """All townships, streets and their like called exactly `name`: 太平镇 → 50 of them."""
    return list(_named("township", fold(name)))


def counties_named(name: str) -> list[Division]:
    """All counties called `name`, exactly or, if none is, without 县/区/市/旗: 沂源 → 沂源县."""
    return _named_or_short("county", name)


def counties_like(name: str) -> list[Division]:
    """Counties of another kind with the same stem: 淮阳县 → 淮阳区, 彭水县 → 彭水…自治县."""
    short = stem(name)
    return _with_stem("county", short) if len(short) > 1 else []


def cities_named(name: str) -> list[Division]:
    """All prefectures called `name`, in full or without 市/州/盟/地区."""
    return _named_or_short("city", name)


def provinces_named(name: str) -> list[Division]:
    """The province called `name`, in full or short (内蒙古)."""
    return _named_or_short("province", name)


def townships_with_stem(name: str) -> list[Division]:
    """Townships whose name is `name` but for the suffix: 刘振屯乡, 刘振屯 → 刘振屯镇."""
    return _with_stem("township", stem(name))


def resolve(township: str, *above: str) -> list[Division]:
    """Townships called `township` lying in every place of `above`, any levels, any order.

    Empty names in `above` are ignored. Falls back to the same stem where no name fits exactly.
    """
    places = [name for name in above if name]
    for found in (townships_named, townships_with_stem):
        for loosely in (False, True):
            fitting = [d for d in found(township) if all(d.within(p, loosely) for p in places)]
            if fitting:
                return fitting
    return []


@lru_cache(maxsize=8192)
def stem(name: str) -> str:
    """A division's name without its kind: 柳浦镇 → 柳浦, 彭水苗族土家族自治县 → 彭水."""
    folded = fold(name)
    short = _OF_A_PEOPLE.sub("", folded)
    return short if short != folded else _KIND.sub("", folded)


@cache
def _lines() -> list[str]:
    """`folded name, code[, name]` lines, by code length, then name, then code."""
    return gzip.decompress(_TABLE.read_bytes()).decode("utf-8").splitlines()


@cache
def _bounds(level: Level) -> tuple[int, int]:
    """Where a level's lines begin and end."""
    lines, size = _lines(), _CODE_LENGTH[level]

    def code_length(line: str) -> int:
        return len(line.split("\t")[1])

    return bisect_left(lines, size, key=code_length), bisect_left(lines, size + 1, key=code_length)


@cache
def _upper_names() -> dict[str, str]:
    """Code → name of every province, prefecture and county."""
    fields = (line.split("\t") for line in _lines()[: _bounds("township")[0]])
    return {parts[1]: parts[-1] if len(parts) == 3 else parts[0] for parts in fields}


def _division(line: str) -> Division:
    folded, code, *printed = line.split("\t")
    names = _upper_names()
    province, city, county = (
        names.get(code[:size], "") if len(code) >= size else "" for size in (2, 4, 6)
    )
    own_county = "" if county == city else county  # 东莞市 stands for its own county level
    return Division(code, printed[0] if printed else folded, own_county, city, province)


def _from(level: Level, start: str) -> Iterator[str]:
    """The level's lines that begin with `start`."""
    low, high = _bounds(level)
    lines = _lines()
    at = bisect_left(lines, start, low, high)
    while at < high and lines[at].startswith(start):
        yield lines[at]
        at += 1


def _named(level: Level, folded: str) -> Iterator[Division]:
    return map(_division, _from(level, folded + "\t"))


def _with_stem(level: Level, short: str) -> list[Division]:
    if not short:
        return []
    lines = _from(level, short)
    return [_division(line) for line in lines if stem(line.split("\t", 1)[0]) == short]


def _named_or_short(level: Level, name: str) -> list[Division]:
    folded = fold(name)
    exact = list(_named(level, folded))
    return exact if exact or len(folded) < 2 else _with_stem(level, folded)
