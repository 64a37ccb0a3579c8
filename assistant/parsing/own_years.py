"""Bodies that are each asked about in a year of their own: 柳浦镇2022年和蚝岗镇2023年比."""

from __future__ import annotations

from itertools import pairwise

from assistant.parsing.reading import Reading
from assistant.parsing.tokens import Token


def own_years(reading: Reading) -> dict[str, int]:
    """Name → year, where each body named has one beside it and these are not all the same; else
    what was carried over."""
    parts = [t for t in reading.tokens if _names_body(t) or t.year is not None]
    named, years = parts[::2], parts[1::2]
    if named and not _names_body(named[0]):  # 2022年的柳浦镇和2023年的蚝岗镇
        named, years = years, named
    names = [{body.name for body in token.place.bodies} for token in named]
    paired = len(named) == len(years) > 1 and all(len(name) == 1 for name in names)
    taken = [token.year.years for token in years if token.year and token.year.kind == "named"]
    if not paired or len(taken) < len(named) or not all(len(year) == 1 for year in taken):
        return dict(reading.given_years)
    found = {name.pop(): year[0] for name, year in zip(names, taken, strict=True)}
    different = len(found) == len(named) and len(set(found.values())) > 1
    in_turn = all(_names_body(left) != _names_body(right) for left, right in pairwise(parts))
    return found if different and in_turn else {}


def _names_body(token: Token) -> bool:
    return token.sort in ("body", "stem") and bool(token.place.bodies)
