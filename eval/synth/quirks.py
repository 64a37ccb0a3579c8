"""Oddities of content, each by name: what is printed in cells, in labels, in running text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from eval.render import LAYOUTS

Printed = dict[str, str]
CellQuirk = Callable[[Printed, Random], Printed]
Respell = Callable[[str], str]

LINE = frozenset(("txt_bars", "txt_bare", "txt_space", "txt_pdf", "txt_pdf_pages", "txt_above"))
"""Layouts that print a row's values one after another."""
SHIFTED = frozenset(("txt_tsv_shifted",))
"""Layouts whose rows have slipped: with blanks, too, their columns could not be told."""
NO_QUIRKS = frozenset(("txt_glued", "txt_once"))
"""Layouts that are hard enough without."""
GRID = frozenset(LAYOUTS) - LINE - NO_QUIRKS
"""Layouts in which an empty cell can be seen."""


def _of(printed: Printed, *tables: str) -> list[str]:
    return [key for key in printed if key.split(".")[0] in tables]


def _replaced(printed: Printed, keys: list[str], change: Callable[[str], str]) -> Printed:
    return printed | {key: change(printed[key]) for key in keys}


def _for_zero(mark: str) -> Callable[[str], str]:
    return lambda text: mark if text == "0" else text


def _some_tables(printed: Printed, rng: Random) -> list[str]:
    tables = sorted({key.split(".")[0] for key in printed})
    return _of(printed, *rng.choice([tables, ["requests"], ["disputes"], ["requests", "disputes"]]))


def _blank_zero(printed: Printed, rng: Random) -> Printed:
    return _replaced(printed, _some_tables(printed, rng), _for_zero(""))


def _slash_zero(printed: Printed, rng: Random) -> Printed:
    mark = rng.choice(("/", "/", "-", "—"))
    return _replaced(printed, _some_tables(printed, rng), _for_zero(mark))


def _word_zero(printed: Printed, rng: Random) -> Printed:
    return _replaced(printed, _of(printed, "disputes"), _for_zero("无"))


def _totals_only(printed: Printed, rng: Random) -> Printed:
    keys = [key for key in _of(printed, "requests") if not key.endswith(".total")]
    return printed | dict.fromkeys(keys, "")


def _blank_table(printed: Printed, rng: Random) -> Printed:
    tables = sorted({key.split(".")[0] for key in printed})
    return printed | dict.fromkeys(_of(printed, rng.choice(tables)), "")


def _full_width(printed: Printed, rng: Random) -> Printed:
    return _replaced(printed, _some_tables(printed, rng), full_width)


def _thousands(printed: Printed, rng: Random) -> Printed:
    large = [key for key, text in printed.items() if re.fullmatch(r"\d{4,}", text)]
    return _replaced(printed, large, lambda text: f"{int(text):,}")


def _unit(printed: Printed, rng: Random) -> Printed:
    keys = [key for key in printed if re.search(r"\.(decisions|issued|in_force|made)$", key)]
    counted = _replaced(printed, keys, lambda text: text + "件")
    return _replaced(counted, _of_amount(printed), lambda text: text + "元")


def _of_amount(printed: Printed) -> list[str]:
    return [key for key in printed if key.endswith("procurement.amount")]


def _padded(printed: Printed, rng: Random) -> Printed:
    return {key: f" {text} " for key, text in printed.items()}


@dataclass(frozen=True, slots=True)
class Quirk:
    """A cell quirk and the layouts in which a reader can still tell what is meant."""

    weight: int
    change: CellQuirk
    layouts: frozenset[str]


CELLS: dict[str, Quirk] = {
    "blank_zero": Quirk(5, _blank_zero, GRID - SHIFTED),
    "slash_zero": Quirk(4, _slash_zero, GRID | LINE),
    "word_zero": Quirk(1, _word_zero, GRID | LINE),
    "totals_only": Quirk(2, _totals_only, GRID - SHIFTED),
    "blank_table": Quirk(3, _blank_table, GRID),
    "full_width": Quirk(2, _full_width, GRID | LINE),
    "thousands": Quirk(2, _thousands, GRID | LINE),
    "unit_in_cell": Quirk(2, _unit, GRID | LINE),
    "padded": Quirk(2, _padded, GRID),
}


def _swaps(*pairs: tuple[str, str]) -> Respell:
    def change(text: str) -> str:
        for old, new in pairs:
            text = text.replace(old, new)
        return text

    return change


def _unnumbered(label: str) -> str:
    return re.sub(r"^\d\.", "", label)


LABELS: dict[str, Respell] = {
    "label_drift": _swaps(
        ("行政规范性文件", "规范性文件"),
        ("现行有效件数", "现行有效件"),
        ("行政事业性收费", "行政事业型收费"),
        ("本年增/减", "本年增/"),
        ("本年新收政府信息公开申请数量", "本年新收政府信息公开申请数"),
        ("正当理由", "正当事由"),
    ),
    "label_explained": _swaps(
        ("规章", "规章（设区的市人民政府应提供相关数据）"),
        ("本年增/减", "本年增/减（减用负值表示，如-8）"),
        ("采购项目数量", "采购项目数"),
        ("行政处罚", "行政处罚（含街面执法）"),
    ),
    "label_quotes": _swaps(("“三安全一稳定”", '"三安全一稳定"')),
    "label_brackets": _swaps(("（", "("), ("）", ") "), ("，", ", "), ("、", "、 ")),
    "label_spaced": lambda label: re.sub(r"^(\d\.)", r"\1 ", label),
    "label_full_stop": lambda label: re.sub(r"^(\d)\.", r"\1、", label),
    "label_unnumbered": _unnumbered,
}


def blank_first_rows(label: str) -> str:
    """Table two without the names of its first two rows: they are known by position only."""
    return "" if label in ("规章", "行政规范性文件", "规范性文件") else label


def full_width(text: str) -> str:
    """The same text with full-width digits."""
    return re.sub(r"[0-9]", lambda digit: chr(ord(digit[0]) + 0xFEE0), text)


TEXT: dict[str, Respell] = {
    "spaced_digits": lambda text: re.sub(r"(\d+(?:\.\d+)?)", r" \1 ", text),
    "full_width_digits": full_width,
    "half_width_punctuation": _swaps(("，", ","), ("；", ";"), ("（", "("), ("）", ")")),
    "pinyin": _swaps(("镇", "镇(zhèn)"), ("公开", "公(gōng)开")),
    "english_noise": _swaps(("工作人员", "Work 人员"), ("和", " and ")),
}
