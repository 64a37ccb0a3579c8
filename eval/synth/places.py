"""Fictional issuers: provinces, cities, counties and towns made from stems.

The combinations were checked once against the published list of divisions: none of the county
or town stems exists, so no reader can place a town by looking its name up.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

PROVINCES = ("云岭省", "苍原省", "岚海省", "朔川省", "棠南省", "霁州省", "泠西省")
CITIES = ("青禾市", "霜林市", "鹤沙市", "雁湖市", "汐口市", "麦城市", "棉州市", "苇海市")
_COUNTY = ("栖衔听枕屏汲沂照鸣", "溪泉川岚屏陵浦澜原阳塘岫")
_TOWN_FIRST = "鹭砚荻菱蓼槿栎椿莳苇萤鹂雁鲤麓岫泠漪溯汐霁朔晴暮曦昭"
_TOWN_SHARED = "澄沐岚"
_TOWN_LAST = "渚汀浦屿濑溆陂坞埠塬峁垭圩洲渡墟畈坨堰坝湾桥集店铺寨沟坪岭"
_PEOPLES = ("回族", "畲族", "苗族", "土家族")
_BUREAUS = ("农业农村局", "民政局", "水利局", "教育体育局")

_BODY_TYPES = ("镇", "乡", "街道", "民族乡", "农场", "管委会", "苏木", "局", "县")
_BODY_WEIGHTS = (50, 20, 18, 3, 2, 2, 1, 2, 2)
_SELF = {"街道": "我街道", "农场": "我场", "管委会": "管委会", "苏木": "我苏木", "县": "全县"}


@dataclass(frozen=True, slots=True)
class Town:
    """An issuing body. `township` is null for bureaus and counties; `ambiguous` when another
    body bears the same name, so that every report must print the county; `terse` when none of
    its reports prints more than its own name in title and chrome."""

    province: str
    city: str
    county: str
    township: str | None
    body_type: str
    office: str
    ambiguous: bool
    terse: bool

    @property
    def name(self) -> str:
        """The place without its county, or the bureau's own name."""
        return self.township or self.office

    @property
    def self_name(self) -> str:
        """How the body speaks of itself: 我镇, 我乡, 管委会."""
        return _SELF.get(self.body_type, "我" + self.body_type[-1])

    @property
    def scope(self) -> str:
        """ "area" for counties, whose reports sum over their townships, else "body"."""
        return "area" if self.body_type == "县" else "body"


class Gazetteer:
    """Draws issuers one after another; no two share both county and name, and a terse one has
    no namesake at all."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._taken: set[tuple[str, str]] = set()
        self._names: set[str] = set()
        self._alone: set[str] = set()

    def draw(self) -> Town:
        """An issuer not drawn before."""
        while True:
            town = self._candidate()
            if (town.county, town.office) in self._taken or town.name in self._alone:
                continue
            self._taken.add((town.county, town.office))
            self._names.add(town.name)
            if town.terse:
                self._alone.add(town.name)
            return town

    def _candidate(self) -> Town:
        rng = self._rng
        county = rng.choice(_COUNTY[0]) + rng.choice(_COUNTY[1]) + rng.choice("县县县区市")
        body_type = rng.choices(_BODY_TYPES, _BODY_WEIGHTS)[0]
        shared = rng.random() < 0.06
        stem = rng.choice(_TOWN_SHARED if shared else _TOWN_FIRST) + rng.choice(_TOWN_LAST)
        township, office = _names(rng, stem, body_type)
        ambiguous = shared or (township or office) in self._names or township is None
        province, city = rng.choice(PROVINCES), rng.choice(CITIES)
        terse = not ambiguous and rng.random() < 0.35
        return Town(province, city, county, township, body_type, office, ambiguous, terse)


def _names(rng: Random, stem: str, body_type: str) -> tuple[str | None, str]:
    """Township name and the office that signs."""
    if body_type == "县":
        return None, "人民政府"
    if body_type == "局":
        return None, rng.choice(_BUREAUS)
    if body_type == "街道":
        return f"{stem}街道", f"{stem}街道办事处"
    if body_type == "管委会":
        return f"{stem}景区", f"{stem}景区管理委员会"
    if body_type == "农场":
        return f"{stem}农场", f"{stem}农场"
    suffix = rng.choice(_PEOPLES) + "乡" if body_type == "民族乡" else body_type
    return stem + suffix, f"{stem}{suffix}人民政府"
