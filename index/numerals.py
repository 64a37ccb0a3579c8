"""Figures as reports and questions print them: 12, １２, 1,234, 十二, 10.8万, 80余, 近百."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from index.text import fold

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"万": 10**4, "亿": 10**8}

# Folding would turn ① into a plain 1 and a sentence's ， into a thousands separator.
_ENCLOSED = re.compile(r"[\u00b2\u00b3\u00b9\u2070-\u209f\u2460-\u24ff\u3280-\u3289\u32c0-\u32cb]")
_CLAUSE_COMMA = re.compile(r"(?<![０-９])，|，(?![０-９])")

_FIGURE = re.compile(
    r"(?=[0-9大将接超不多近约逾上零〇一二两三四五六七八九十百千万])"  # passes quickly over the rest
    r"(?P<about>大约|将近|接近|超过|不到|多达|(?<![最附新])近|约|逾|超|上(?=[百千万]))?"
    r"(?:(?P<arabic>[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
    r"(?:(?P<inner>[余多])?(?P<scale>[百千]?[万亿]|[百千](?!分)))?"
    r"|(?P<chinese>(?:(?<![数几好])(?=[零〇一二两三四五六七八九十])|(?<=[近逾超约上])(?=[百千万])(?!百姓))"
    r"[零〇一二两三四五六七八九十百千万亿]+)(?P<more>[余多]万?)?)"
    r"(?P<tail>[余多]|(?<=十)几)?"
)
_LONGEST = 30  # characters; longer runs of digits are serial numbers or damage
_ABOUT_AFTER = re.compile(r"\S{0,2}?(?:左右|以上|上下)")


@dataclass(frozen=True, slots=True)
class NumberMatch:
    """A figure at `text[start:end]`, with 万/亿 and a following 余/多 but without its unit.

    `approx` is true for 80余, 近百, 约50, 100条左右; `value` is then the printed figure (80, 100).
    """

    start: int
    end: int
    value: Decimal
    approx: bool


def find_numbers(text: str) -> list[NumberMatch]:
    """Every figure in `text`, left to right.

    Chinese numerals are found wherever they stand (十分, 统一 too): the caller decides by the unit
    that follows. Indefinite amounts (数十, 几百) and idioms (三五次) have no value: left out.
    """
    return list(_matches(_plain(text)))


def parse_number(text: str) -> Decimal | None:
    """The value of a text that is one figure and nothing else, sign allowed; None otherwise."""
    plain = _plain(text).strip()
    sign = -1 if plain[:1] in ("-", "−", "负") else 1
    body = plain[1:] if sign < 0 else plain
    match = _FIGURE.fullmatch(body)
    value = _value(match) if match else None
    return None if value is None else sign * value


def _plain(text: str) -> str:
    return fold(_CLAUSE_COMMA.sub("、", _ENCLOSED.sub("_", text)))


def _matches(plain: str) -> Iterator[NumberMatch]:
    for match in _FIGURE.finditer(plain):
        value = _value(match)
        if value is None:
            continue
        about, inner, more, tail = match.group("about", "inner", "more", "tail")
        approx = bool(about or inner or more or tail or _ABOUT_AFTER.match(plain, match.end()))
        yield NumberMatch(match.start() + len(about or ""), match.end(), value, approx)


def _value(match: re.Match[str]) -> Decimal | None:
    if len(match.group()) > _LONGEST:
        return None
    if arabic := match["arabic"]:
        value = Decimal(arabic.replace(",", ""))
        for char in match["scale"] or "":
            value *= _UNITS.get(char) or _SCALES[char]
        return value
    whole = _chinese(match["chinese"])
    if whole is None:
        return None
    return Decimal(whole * (_SCALES["万"] if (match["more"] or "").endswith("万") else 1))


def _chinese(run: str) -> int | None:
    """A run of Chinese numerals as an integer; None where it is not one well-formed number."""
    if all(char in _DIGITS for char in run):
        if len(run) == 2 and run[0] not in "零〇" and run[1] not in "零〇":
            return None  # 三五次, 一二条: idioms, not thirty-five
        return int("".join(str(_DIGITS[char]) for char in run))
    for scale, factor in reversed(_SCALES.items()):
        head, found, rest = run.rpartition(scale)
        if found:
            high = _chinese(head) if head else 1
            low = _after(rest, factor)
            return None if high is None or low is None else high * factor + low
    return _section(run)


def _after(rest: str, factor: int) -> int | None:
    """What follows 万 or 亿: a bare digit means the next place down (一万二 = 12,000)."""
    if len(rest) == 1 and rest in _DIGITS:
        return _DIGITS[rest] * factor // 10
    return _chinese(rest.lstrip("零〇")) if rest else 0


def _section(run: str) -> int | None:
    """A number below 10,000 written with 千, 百, 十 in falling order."""
    total, digit, last, zero = 0, None, 10**4, False
    for char in run:
        if char in "零〇":
            zero = True
        elif char in _DIGITS:
            if digit is not None:
                return None
            digit = _DIGITS[char]
        else:
            unit = _UNITS[char]
            if unit >= last or (digit is None and unit != 10 and total):
                return None
            total, digit, last, zero = total + (digit or 1) * unit, None, unit, False
    if digit is None:
        return total
    return total + digit * (last // 10 if last >= 100 and not zero and last < 10**4 else 1)
