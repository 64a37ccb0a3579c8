"""Where a body is: printed places, hints and the division table brought together, never guessed.

Order of evidence: metadata, title, the text (沂源县悦庄镇, 柳浦镇位于临溪县, a place that only one
of the candidates lies in), page title, folder and file name, a unique name in the division table,
the same name with another suffix. Otherwise the place stays open, with its candidates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from index import divisions
from index.divisions import Division
from index.identity.bodies import BodyName
from index.identity.mentions import LEVELS, county_in_charge, mentioned, superiors
from index.report import Evidence
from index.text import fold

Confidence = Literal["printed", "resolved", "ambiguous", "unknown"]

# Characters that scanners and typists mix up in county names.
_LOOKALIKES = ("沭沐", "亳毫", "汨汩", "溧漂", "莒营", "睢雎", "郯剡", "邳坯", "浚俊", "鄄甄")


@dataclass(frozen=True, slots=True)
class Hint:
    """Places that one source names, with the words it uses."""

    rule: str
    quote: str
    province: str | None = None
    city: str | None = None
    county: str | None = None

    @classmethod
    def of(cls, rule: str, name: BodyName) -> Hint:
        """The places printed in a body's name."""
        return cls(rule, name.printed, name.province, name.city, name.county)

    def level(self, level: str) -> str | None:
        """The place of this level, if named."""
        found: str | None = getattr(self, level)
        return found


@dataclass(slots=True)
class Place:
    """Where a body is, level by level, with what says so.

    `township` is the township as the division table spells it, null where that is not known.
    """

    province: str | None = None
    city: str | None = None
    county: str | None = None
    confidence: Confidence = "unknown"
    candidates: tuple[str, ...] = ()
    evidence: dict[str, Evidence] = field(default_factory=dict)
    township: str | None = None

    def fill(self, level: str, name: str, evidence: Evidence) -> None:
        """Set a level that is still open."""
        if name and getattr(self, level) is None:
            setattr(self, level, name)
            self.evidence[level] = evidence

    def respell(self, name: str) -> str:
        """`name` with its places as the table spells them, where folding had changed them."""
        for own in (self.province, self.city, self.county, self.township):
            if own and fold(own) != own:
                name = name.replace(fold(own), own)
        return name

    def given(self) -> tuple[str, ...]:
        """The names known so far, innermost first."""
        return tuple(name for name in (self.county, self.city, self.province) if name)


def locate(
    township: str | None, printed: Sequence[Hint], nearby: Sequence[Hint], text: str
) -> Place:
    """The place of a body, from what is `printed` in or with the report, then from `nearby` hints.

    `township` is null for departments and governments, which only their printed places can place.
    `text` is the folded report without white space. Ambiguous names keep all their candidates.
    """
    place = Place()
    for hint in printed:
        _take(place, hint)
    has_printed = bool(place.given())
    found = _candidates(township, place)
    if place.county is None and len(found) != 1 and township:
        _from_text(place, found, text)
        for hint in nearby:
            if place.county is None:
                _take(place, hint)
        found = _candidates(township, place)
    if not found:
        _take_above(place, nearby)
        _take_superiors(place, text)
    _settle(place, found, township, has_printed)
    return place


def _take_above(place: Place, nearby: Sequence[Hint]) -> None:
    """Province and city of a county that the table does not know, from a hint that names it."""
    for hint in nearby:
        if place.county and hint.county and fold(hint.county) == fold(place.county):
            _take(place, hint)


def _take_superiors(place: Place, text: str) -> None:
    """按照某省、某市政务公开要点: the same, from the instructions that the report follows."""
    cited = superiors(text) if place.county and not (place.province or place.city) else None
    if cited is not None:
        province, city, quote = cited
        _take(place, Hint("text", quote, province, city))


def _take(place: Place, hint: Hint) -> None:
    """Add a hint's places unless it contradicts what is known."""
    for level in LEVELS:
        own, new = getattr(place, level), hint.level(level)
        if own and new and divisions.stem(own) != divisions.stem(new):
            return
    for level in LEVELS:
        if name := hint.level(level):
            place.fill(level, fold(name), Evidence(hint.rule, hint.quote))


def _candidates(township: str | None, place: Place) -> list[Division]:
    """What the body can be: townships inside the known places, or the innermost place itself."""
    if township:
        found = divisions.resolve(township, *place.given())
        return found or _lookalikes(township, place)
    return []


def _lookalikes(township: str, place: Place) -> list[Division]:
    """The township in the county that `place.county` is a misreading of (沐阳县 → 沭阳县), or,
    where the table does not have the township, that county."""
    county = place.county or ""
    if not county or divisions.counties_named(county):
        return []
    for wrong, right in ((p[i], p[1 - i]) for p in _LOOKALIKES for i in (0, 1)):
        if wrong in county:
            meant = county.replace(wrong, right)
            found = divisions.resolve(township, meant, place.city or "")
            return found or divisions.counties_named(meant)
    return []


def _from_text(place: Place, found: Sequence[Division], text: str) -> None:
    """What the running text says: a place that one candidate alone has, or who runs the body."""
    if found:
        chosen = mentioned(found, text)
        if chosen:
            division, quote = chosen
            _take(place, Hint("text", quote, division.province, division.city, division.county))
    elif county := county_in_charge(text):
        _take(place, Hint("text", county, county=county))


def _settle(place: Place, found: Sequence[Division], township: str | None, printed: bool) -> None:
    """Fill the open levels from the table where it leaves one possibility, and say how sure."""
    if not found:
        found = _enclosing(place)
    paths = tuple(dict.fromkeys(division.path for division in found))
    if len(paths) == 1:
        _adopt(place, found[0], township or fold(found[0].name))
    elif paths:
        place.candidates = paths
        _adopt(place, _common(found), township or "")
        place.confidence = "ambiguous"
        return
    if place.given():
        place.confidence = "printed" if printed and _has_own_level(place) else "resolved"


def _common(found: Sequence[Division]) -> Division:
    """What all candidates agree on."""
    shared = {
        level: names.pop() if len(names := {getattr(d, level) for d in found}) == 1 else ""
        for level in LEVELS
    }
    return Division(found[0].code, found[0].name, **shared)


def _has_own_level(place: Place) -> bool:
    """Whether the innermost place known was not read from the table."""
    innermost = next(level for level in reversed(LEVELS) if getattr(place, level))
    rule = place.evidence[innermost].rule
    return rule in ("metadata", "title", "text", "address", "lookalike")


def _adopt(place: Place, division: Division, township: str) -> None:
    """Take the table's places, correcting short or misread names, and keep what was printed."""
    is_township = division.level == "township"
    same_name = is_township and fold(division.name) == township
    rule = "division_table" if same_name or not is_township else "same_stem"
    place.township = division.name if same_name else None
    for level in LEVELS:
        name, own = getattr(division, level), getattr(place, level)
        if name and own is None:
            place.fill(level, name, Evidence(rule, division.name))
        elif name and own != name:
            setattr(place, level, name)
            if divisions.stem(own) != divisions.stem(name):
                quote = place.evidence[level].quote
                place.evidence[level] = Evidence("lookalike", quote)


def _enclosing(place: Place) -> list[Division]:
    """The innermost known place itself, wherever the table has it inside the outer ones."""
    if place.county:
        named = divisions.counties_named(place.county) or divisions.counties_like(place.county)
    elif place.city:
        named = divisions.cities_named(place.city)
    elif place.province:
        named = divisions.provinces_named(place.province)
    else:
        return []
    above = [name for name in (place.city, place.province) if name]
    return [d for d in named if all(d.within(name) for name in above)]
