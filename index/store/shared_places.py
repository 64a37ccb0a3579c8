"""Places that one report does not print and others do: those of its body, its county, its city.

Only places that the division table does not know are completed here; the others are when a report
is read. A place belongs with another where the names agree as far as both print them. One that
could be either of two (a county's name in two cities) stays as it is printed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations

from index.divisions import cities_named, counties_named, stem
from index.report import Identity

LEVELS = ("province", "city", "county")
OTHER_REPORT = "other_report"  # rule of a place that the report does not print
_GIVEN = "given_"  # evidence of a place that others print with its kind: how the report gives it

_CITY, _COUNTY = 1, 2
_Chain = tuple[str | None, str | None, str | None]  # province, city, county


@dataclass(frozen=True, slots=True)
class Placed:
    """A stored report's place; `evidence` maps a field to rule and quote."""

    rid: int
    body_key: str
    places: _Chain
    evidence: Mapping[str, Sequence[str]]

    @property
    def own(self) -> _Chain:
        """The place as the report itself gives it."""
        province, city, county = map(self._own, LEVELS, self.places)
        return province, city, county

    def _own(self, level: str, name: str | None) -> str | None:
        if _GIVEN + level in self.evidence:
            return self.evidence[_GIVEN + level][1]
        return None if self.evidence.get(level, ("",))[0] == OTHER_REPORT else name


def shared(placed: Iterable[Placed]) -> Iterator[tuple[Placed, _Chain]]:
    """The reports whose place changes, each with what it is to be.

    What one report took over is undone where the report it came from has gone.
    """
    reports = list(placed)
    chains = [report.own for report in reports]
    chains = _completed(chains, [report.body_key for report in reports])
    for level in (_CITY, _COUNTY, _CITY):  # a city's province may tell two counties apart
        chains = _completed(chains, [_unknown(level, chain[level]) for chain in chains], level + 1)
    for report, places in zip(reports, chains, strict=True):
        if report.places != places:
            yield report, places


def evidence_of(report: Placed, places: _Chain) -> dict[str, Sequence[str]]:
    """The report's evidence once it stands at `places`."""
    found = {field: why for field, why in report.evidence.items() if not _is_shared(field, why[0])}
    for level, own, name in zip(LEVELS, report.own, places, strict=True):
        if own is None and name is not None:
            found[level] = (OTHER_REPORT, name)
        elif own is not None and own != name:
            found[_GIVEN + level] = (OTHER_REPORT, own)
    return found


def without_shared(identity: Identity) -> Identity:
    """The identity as its own report gives it."""
    evidence = {field: (why.rule, why.quote) for field, why in identity.evidence.items()}
    places = (identity.province, identity.city, identity.county)
    province, city, county = Placed(0, "", places, evidence).own
    kept = {k: why for k, why in identity.evidence.items() if not _is_shared(k, why.rule)}
    return replace(identity, province=province, city=city, county=county, evidence=kept)


def _is_shared(field: str, rule: str) -> bool:
    return rule == OTHER_REPORT or field.startswith(_GIVEN)


def _completed(
    chains: Sequence[_Chain], keys: Sequence[str | None], depth: int = len(LEVELS)
) -> list[_Chain]:
    """The chains, their outer `depth` levels completed by those of the chains with the same key;
    without a key they stand alone."""
    groups: dict[str, set[_Chain]] = defaultdict(set)
    for chain, key in zip(chains, keys, strict=True):
        if key is not None:
            groups[key].add(_cut(chain, depth))
    joined = {key: _joined(group) for key, group in groups.items() if len(group) > 1}
    done = []
    for chain, key in zip(chains, keys, strict=True):
        outer = _cut(chain, depth)
        whole = joined.get(key or "", {}).get(outer, outer)
        done.append((whole[0], whole[1], whole[2] if depth > _COUNTY else chain[2]))
    return done


def _cut(chain: _Chain, depth: int) -> _Chain:
    return chain if depth > _COUNTY else (chain[0], chain[1], None)


def _joined(chains: Iterable[_Chain]) -> dict[_Chain, _Chain]:
    """Each chain with all that the chains it agrees with print; none that could be either of two,
    because those it agrees with contradict each other."""
    agreeing = {one: [other for other in chains if _agree(one, other)] for one in chains}
    settled = {
        one
        for one, others in agreeing.items()
        if all(_agree(*two) for two in combinations(others, 2))
    }
    return {one: _whole([o for o in agreeing[one] if o in settled]) for one in settled}


def _agree(one: _Chain, other: _Chain) -> bool:
    return all(a is None or b is None or _same(a, b) for a, b in zip(one, other, strict=True))


def _same(one: str, other: str) -> bool:
    """青禾 and 青禾市, but not 临溪县 and 临溪区."""
    short, long = sorted((one, other), key=len)
    return short in (long, stem(long))


def _whole(chains: Sequence[_Chain]) -> _Chain:
    """The longest name of each level."""
    names = (max((c[n] or "" for c in chains), key=len) or None for n in range(len(LEVELS)))
    province, city, county = names
    return province, city, county


@cache
def _unknown(level: int, name: str | None) -> str | None:
    """What a city or county is called without its kind if the division table does not know it."""
    known = counties_named if level == _COUNTY else cities_named
    return stem(name) if name and not known(name) else None
