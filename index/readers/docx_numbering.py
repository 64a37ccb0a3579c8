"""Automatic paragraph numbers of Word files: headings like 一、 that are nowhere in the text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from index.readers.ooxml import attribute, child, children, descendants, tag

_DIGITS = "零一二三四五六七八九"
_CIRCLED = 0x2460
_LEVEL = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class _Level:
    format: str
    text: str
    start: int


@dataclass(slots=True)
class Numbering:
    """The number printed before each numbered paragraph, counted in document order."""

    lists: dict[str, dict[int, _Level]] = field(default_factory=dict)
    abstract: dict[str, str] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def load(cls, numbering: etree._Element | None, styles: etree._Element | None) -> Numbering:
        """From numbering.xml and styles.xml, where the file has them."""
        lists: dict[str, dict[int, _Level]] = {}
        abstract: dict[str, str] = {}
        restarts: dict[str, dict[int, int]] = {}
        for part in () if numbering is None else numbering:
            if tag(part) == "abstractNum":
                lists[attribute(part, "abstractNumId")] = _levels(part)
            elif tag(part) == "num" and (base := child(part, "abstractNumId")) is not None:
                abstract[attribute(part, "numId")] = attribute(base, "val")
                restarts[attribute(part, "numId")] = _restarts(part)
        numbered = {} if styles is None else _numbered_styles(styles)
        return cls(lists, abstract, numbered, restarts)

    def prefix(self, properties: etree._Element | None) -> str:
        """The number of a paragraph with these properties, "" for none or a bullet; counts on."""
        number_id, level = self._place(properties)
        base = self.abstract.get(number_id, "")
        spec = self.lists.get(base, {}).get(level)
        if spec is None or spec.format in ("bullet", "none"):
            return ""
        counts = self._counts.setdefault(base, {})
        for restarted, start in self.restarts.pop(number_id, {}).items():
            counts[restarted] = start - 1
        counts[level] = counts.get(level, spec.start - 1) + 1
        for deeper in [key for key in counts if key > level]:
            del counts[deeper]
        return _LEVEL.sub(lambda match: self._printed(base, int(match[1]) - 1), spec.text)

    def _place(self, properties: etree._Element | None) -> tuple[str, int]:
        if properties is None:
            return "", 0
        style = child(properties, "pStyle")
        number_id, level = self.styles.get(attribute(style, "val"), ("", 0))
        numbering = child(properties, "numPr")
        if numbering is not None:
            number_id = attribute(child(numbering, "numId"), "val") or number_id
            level = _integer(attribute(child(numbering, "ilvl"), "val"), level)
        return number_id, level

    def _printed(self, base: str, level: int) -> str:
        spec = self.lists[base].get(level)
        if spec is None:
            return ""
        return _FORMATS.get(spec.format, str)(self._counts[base].get(level, spec.start))


def _levels(part: etree._Element) -> dict[int, _Level]:
    return {
        _integer(attribute(level, "ilvl"), 0): _Level(
            attribute(child(level, "numFmt"), "val") or "decimal",
            attribute(child(level, "lvlText"), "val"),
            _integer(attribute(child(level, "start"), "val"), 1),
        )
        for level in children(part, "lvl")
    }


def _restarts(number: etree._Element) -> dict[int, int]:
    """Levels that a list counts anew from its first use."""
    return {
        _integer(attribute(override, "ilvl"), 0): _integer(attribute(start, "val"), 1)
        for override in children(number, "lvlOverride")
        for start in children(override, "startOverride")
    }


def _numbered_styles(styles: etree._Element) -> dict[str, tuple[str, int]]:
    numbered = {}
    for style in children(styles, "style"):
        for numbering in descendants(style, "numPr"):
            number_id = attribute(child(numbering, "numId"), "val")
            level = _integer(attribute(child(numbering, "ilvl"), "val"), 0)
            numbered[attribute(style, "styleId")] = number_id, level
    return numbered


def _integer(printed: str, default: int) -> int:
    return int(printed) if printed.isdecimal() else default


def chinese(number: int) -> str:
    """一 … 九十九 as Word counts; larger numbers digit by digit."""
    if not 0 < number < 100:
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones or not tens else "")


def _circled(number: int) -> str:
    return chr(_CIRCLED + number - 1) if 0 < number <= 20 else str(number)


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26)


_FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "ideographDigital": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
}
