"""Title lines, contact lines and section headings with the variations seen in the wild."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from eval.synth import prose
from eval.synth.places import Town

_REPORT = "政府信息公开工作年度报告"
_DAMAGED = (
    "政府信息公开工作年度报",
    "政府信息公开 工作告年度报",
    "信息公开年度报告",
    "政府信息公开工作年报",
)
_SHAPES = ("plain", "wrapped", "year_first", "no_year", "damaged")

HEADINGS = {
    1: ("总体情况",) * 4 + ("概述", "基本情况"),
    2: ("主动公开政府信息情况",) * 4 + ("主动公开情况",),
    3: ("收到和处理政府信息公开申请情况",) * 4 + ("收到和处理政府信息公开申请的情况",),
    4: ("政府信息公开行政复议、行政诉讼情况",) * 4
    + ("因政府信息公开工作被申请行政复议、提起行政诉讼情况",),
    5: (
        "存在的主要问题及改进情况",
        "存在的主要问题及改进情况",
        "存在问题及改进措施",
        "存在的主要问题及下一步计划",
    ),
    6: ("其他需要报告的事项",) * 4 + ("其他事项",),
}


@dataclass(frozen=True, slots=True)
class Titled:
    """Title lines, the issuer's longest printed name, and the quirks met on the way."""

    lines: list[str]
    issuer: str
    quirks: list[str]
    year_printed: bool


def make_title(rng: Random, town: Town, year: int) -> Titled:
    """A title. Bodies whose name is not unique always print their county."""
    place, quirks = _place(rng, town)
    name, office_quirks = _office(rng, town)
    issuer = place + name
    shape = rng.choices(_SHAPES, (60, 20, 8, 6, 6))[0]
    if shape == "year_first":
        lines = [f"{year}年度{issuer}{_REPORT}"]
    elif shape == "wrapped":
        lines = rng.choice(
            ([issuer, f"{year}年{_REPORT}"], [f"{issuer}{year}年政府信息公开工作", "年度报告"])
        )
    elif shape == "no_year":
        lines = [issuer + _REPORT]
    elif shape == "damaged":
        lines = [f"{issuer}{year}年{rng.choice(_DAMAGED)}"]
    else:
        lines = [f"{issuer}{year}年{_REPORT}"]
    named = [] if shape == "plain" else [f"title_{shape}"]
    return Titled(lines, issuer, [*named, *quirks, *office_quirks], shape != "no_year")


def _place(rng: Random, town: Town) -> tuple[str, list[str]]:
    county = town.county
    prefixes = [county, county, county, town.city + county, town.province + town.city + county]
    return ("", ["title_no_county"]) if town.terse else (rng.choice(prefixes), [])


def _office(rng: Random, town: Town) -> tuple[str, list[str]]:
    if town.township and town.office.endswith("人民政府") and rng.random() < 0.25:
        return town.township, ["title_no_government"]
    return town.office, []


def contact_line(rng: Random, town: Town) -> str:
    """Address, postcode and telephone, which also place the body."""
    street = rng.choice("渡桥文建") + rng.choice("兴安和") + "路"
    address = f"{town.city}{town.county}{town.township or ''}{street}"
    return prose.CONTACT.format(
        place=town.name,
        who=rng.choice(prose.WHO[:3]),
        address=f"{address}{rng.randint(1, 199)}号",
        zip=f"{rng.randint(100, 899)}{rng.randint(100, 999)}",
        phone=f"0{rng.randint(300, 999)}-{rng.randint(2000000, 8999999)}",
    )


def headings(rng: Random) -> dict[int, str]:
    """Section number → heading, all numbered alike."""
    mark = rng.choices(("{}、", "{}、 ", "{}．"), (90, 5, 5))[0]
    arabic = rng.random() < 0.05
    numbers = "123456" if arabic else "一二三四五六"
    return {
        index: mark.format(numbers[index - 1]) + rng.choice(names)
        for index, names in HEADINGS.items()
    }
