"""开发区, 经开区, 石磐高新区: an area with a committee of its own, called by its kind. The only one
held (in the county named before it) is meant; a kind of which none is held is a name not held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.parsing.tokens import Token
from assistant.places import Held, HeldBody, Place
from assistant.vocabulary import Sort
from index.divisions import stem
from index.text import fold

_SEVERAL: tuple[Sort, ...] = ("which", "each", "all", "except", "two")
_COUNTED = ("几个", "多少个", "几家", "多少家")
_NAME_LENGTH = 3  # of what stands before a kind without being a place: 滨江开发区
_OWN_KINDS = ("经开区", "高新区", "度假区")  # no general words for areas


def with_areas(tokens: Sequence[Token], held: Held) -> tuple[Token, ...]:
    """The tokens, kinds of area as the bodies they mean."""
    found: list[Token] = []
    several = any(t.sort in _SEVERAL or t.text.endswith(_COUNTED) for t in tokens)
    for token in tokens:
        kind = token.text if token.sort == "type" and "管委会" in token.codes else ""
        if not kind or (several and kind not in _OWN_KINDS) or not _begins_name(found, token):
            found.append(token)
            continue
        county = found[-1] if found and found[-1].place.regions else None
        areas = [b for b in held.areas(kind) if county is None or _within(b, county)]
        if (len(areas) == 1 and not several) or (not areas and (county or kind in _OWN_KINDS)):
            if county is not None and not several:
                found.pop()
                token = replace(token, start=county.start, text=county.text + token.text)
            sort: Sort = "stem" if areas else "unknown"
            token = replace(token, sort=sort, codes=(), place=Place(tuple(areas), (), False))
        found.append(token)
    return tuple(found)


def _begins_name(before: Sequence[Token], kind: Token) -> bool:
    """Whether no other name runs into the kind: 云桥镇（2023年的）开发区, 滨江开发区."""
    named = [t for t in before if t.sort != "year" and t.text != "的"]
    last = named[-1] if named else None
    if last is None or last.place.regions:
        return True
    touches = before[-1].end == kind.start and last is before[-1]
    joined = touches and last.sort == "text" and len(last.text) <= _NAME_LENGTH
    return last.sort not in ("body", "stem") and not joined


def _within(body: HeldBody, county: Token) -> bool:
    """Whether it lies in the county, or is called by its name where its report prints none."""
    return any(
        body.within(region) or fold(body.name).startswith(stem(fold(region.name)))
        for region in county.place.regions
    )
