"""Real places that may not be held: so that an unheld town is told from a mistyped one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from index.divisions import cities_named, counties_named, provinces_named, townships_named
from index.text import fold

_TOWNSHIP_ENDS = "镇乡道木场"
_UPPER_ENDS = "省市县区旗州盟"
_LONGEST = 12
_PROVINCES = (
    "北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏",
    "浙江", "安徽", "福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "广西",
    "海南", "重庆", "四川", "贵州", "云南", "西藏", "陕西", "甘肃", "青海", "宁夏",
    "新疆", "香港", "澳门", "台湾",
)  # fmt: skip


def unheld(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, level) of every real division named in full in folded `text`, held or not.

    Two-character township names (新镇) are left out: too much ordinary text looks like them.
    """
    for end in range(2, len(text) + 1):
        last = text[end - 1]
        if last in _TOWNSHIP_ENDS:
            for start in range(max(0, end - _LONGEST), end - 2):
                if _is_township(text[start:end]):
                    yield start, end, "township"
        elif last in _UPPER_ENDS:
            for start in range(max(0, end - _LONGEST), end - 1):
                level = _upper_level(text[start:end])
                if level:
                    yield start, end, level
    for name in _PROVINCES:
        at = text.find(name)
        if at >= 0:
            yield at, at + len(name), "province"


_LOOKUPS = (("province", provinces_named), ("city", cities_named), ("county", counties_named))


@lru_cache(maxsize=16384)
def _is_township(name: str) -> bool:
    return bool(townships_named(name))


@lru_cache(maxsize=16384)
def _upper_level(name: str) -> str:
    """The level of a division called exactly `name`; "" if there is none."""
    for level, lookup in _LOOKUPS:
        if any(fold(division.name) == name for division in lookup(name)):
            return level
    return ""


def namesakes(name: str) -> int:
    """How many townships of the country bear exactly this name."""
    return len(townships_named(name))
