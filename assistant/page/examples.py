"""Example questions drawn from what is held, so that every one of them has an answer."""

from __future__ import annotations

from collections import Counter

from assistant.places import Held, HeldBody

_TOWNS = ("镇", "乡", "街道")


def examples(held: Held) -> list[str]:
    """Up to eight questions over the bodies and years held, the same for the same corpus."""
    if not held.bodies:
        return []
    counts = Counter(year for body in held.bodies for year in body.years)
    if not counts:
        return []
    year = max(counts, key=lambda y: (counts[y], y))
    unique = [body for body in held.bodies if _names(held)[body.name] == 1]
    towns = [body for body in unique if body.body_type in _TOWNS] or unique or list(held.bodies)
    here = [body for body in towns if year in body.years] or towns
    kind = Counter(body.body_type for body in here).most_common(1)[0][0]
    known = max(here, key=lambda body: len(body.years))
    found = [
        f"{known.name}{max(known.years)}年收到几件政府信息公开申请？" if known.years else "",
        f"哪些{kind}{year}年收到过依申请公开？",
        f"{year}年行政许可办得最多的前5个单位",
        _over_years(towns),
        f"{here[-1].name}存在什么问题？",
        "哪些报告提到了微信视频号？",
        "哪些报告勾稽关系不平？",
        _ambiguous(held, year),
    ]
    return [question for question in found if question]


def _names(held: Held) -> Counter[str]:
    return Counter(body.name for body in held.bodies)


def _over_years(towns: list[HeldBody]) -> str:
    longest = max(towns, key=lambda body: len(body.years))
    if len(longest.years) < 2:
        return ""
    first, last = min(longest.years), max(longest.years)
    return f"{longest.name}{first}到{last}年新收申请有什么变化？"


def _ambiguous(held: Held, year: int) -> str:
    """A name that several bodies share: the answer asks which one is meant."""
    shared = [name for name, count in _names(held).items() if count > 1]
    return f"{shared[0]}{year}年收到几件申请？" if shared else ""
