"""The bodies and regions that are held, by every name a question may use for them.

Names are compared folded. A stem (柳浦 for 柳浦镇, 临溪 for 临溪县) is a weaker name than the full
one; names that several bodies share give all of them: nothing here chooses.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from assistant.plan import Body, Region
from assistant.vocabulary import lexicon
from index.divisions import stem
from index.text import fold

Level = Literal["province", "city", "county"]

_LEVELS: tuple[Level, ...] = ("province", "city", "county")
_FARM = re.compile("(?:国营)?(?:农场|林场|牧场|渔场)$")
_AREA_KINDS = (
    *("旅游度假区", "度假区", "风景名胜区", "风景区", "名胜区", "景区"),
    *("经济开发区", "经开区", "开发区", "高新区", "产业园区", "工业园区", "示范区", "新区"),
)
_AREA = re.compile(
    r"(?<=..)(?:旅游|经济|技术|高新|产业|生态|国家级?|省级|风景|名胜|工业|农业|现代|综合|文化)*"
    r"(?:度假区|开发区|示范区|高新区|园区|新区|景区|风景区|名胜区|工业园|产业园|管理区|保税区)$"
)
_OFFICES = (
    ("市场监督管理局", "市场监管局 市监局"),
    ("人力资源和社会保障局", "人社局 人力社保局"),
    ("人力资源社会保障局", "人社局 人力社保局"),
    ("住房和城乡建设局", "住建局 建设局"),
    ("住房城乡建设局", "住建局 建设局"),
    ("自然资源和规划局", "自然资源局 自规局 资规局"),
    ("发展和改革局", "发改局"),
    ("发展和改革委员会", "发改委"),
    ("卫生健康局", "卫健局"),
    ("卫生健康委员会", "卫健委"),
    ("国有资产监督管理委员会", "国资委"),
    ("应急管理局", "应急局"),
    ("文化广电和旅游局", "文旅局 文广旅局"),
    ("文化和旅游局", "文旅局"),
    ("文化广电旅游体育局", "文旅局 文广旅体局"),
    ("文化广电旅游局", "文旅局 文广旅局"),
    ("综合行政执法局", "综合执法局 执法局"),
    ("城市管理综合行政执法局", "城管局 城管执法局"),
    ("城市管理行政执法局", "城管局 城管执法局"),
    ("城市管理局", "城管局"),
    ("教育体育局", "教体局"),
    ("教育和体育局", "教体局"),
    ("科学技术局", "科技局"),
    ("工业和信息化局", "工信局"),
    ("民族宗教事务局", "民宗局"),
    ("退役军人事务局", "退役军人局"),
    ("交通运输局", "交通局"),
    ("农业农村局", "农业局"),
    ("生态环境局", "环保局 环境局"),
    ("医疗保障局", "医保局"),
    ("行政审批服务局", "行政审批局 审批局"),
    ("行政审批局", "审批局"),
    ("政务服务和数据管理局", "政数局"),
    ("政务服务管理局", "政务服务局"),
    ("林业和草原局", "林草局"),
    ("地方金融监督管理局", "金融局 金融监管局"),
    ("机关事务管理局", "机关事务局"),
    ("园林绿化局", "园林局"),
    ("粮食和物资储备局", "粮储局"),
    ("投资促进局", "投促局"),
    ("大数据管理局", "大数据局"),
)
"""Bureaus and what everybody calls them."""
_JOINT_BUREAU = re.compile("(.{2,}?)[和与及].{2,}(局)")
"""海洋与渔业局 is called 海洋局 too: by the first of its fields."""
COUNTY_KINDS = ("县", "县政府", "市政府", "区政府")


@dataclass(frozen=True, slots=True)
class HeldBody:
    """A reporting body of which at least one report is held; `years` ascending."""

    key: str
    name: str
    issuer: str
    body_type: str
    province: str | None = None
    city: str | None = None
    county: str | None = None
    township: str | None = None
    years: tuple[int, ...] = ()
    place_confidence: str = "printed"
    area: bool = False  # whether its newest report covers the whole area (全市汇总)

    @property
    def place(self) -> str:
        """省/市/县 as far as known."""
        return "/".join(part for part in (self.province, self.city, self.county) if part)

    @property
    def label(self) -> str:
        """The name with its county (or the next known place above) before it."""
        above = self.county or self.city or self.province or ""
        return self.name if not above or above in self.name else above + self.name

    @property
    def long_label(self) -> str:
        """The name with all known places before it."""
        return self.place.replace("/", "") + self.name

    def as_body(self) -> Body:
        """The body as a plan names it."""
        return Body(name=self.name, key=self.key, place=self.place or None)

    def within(self, region: Region) -> bool:
        """Whether it lies in `region` as far as its report tells."""
        own = bool(getattr(self, region.level) == region.name)
        return own and region.place in (None, self.above(region.level))

    def above(self, level: Level) -> str:
        """省市 above a level in one word, as far as known."""
        places = (self.province, self.city)[: _LEVELS.index(level)]
        return "".join(name for name in places if name)


@dataclass(frozen=True, slots=True)
class Place:
    """What a surface names: held bodies, regions, or both; `full` for an unshortened name."""

    bodies: tuple[HeldBody, ...] = ()
    regions: tuple[Region, ...] = ()
    full: bool = True


@dataclass(slots=True)
class _Names:
    """Folded full and short names → bodies and regions; name lengths by first character."""

    bodies: dict[str, list[HeldBody]] = field(default_factory=lambda: defaultdict(list))
    stems: dict[str, list[HeldBody]] = field(default_factory=lambda: defaultdict(list))
    regions: dict[str, list[Region]] = field(default_factory=lambda: defaultdict(list))
    region_stems: dict[str, list[Region]] = field(default_factory=lambda: defaultdict(list))
    lengths: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    areas: dict[str, list[HeldBody]] = field(default_factory=lambda: defaultdict(list))
    pinyin: dict[str, Place] | None = None

    def full(self, surface: str) -> Place:
        """What is called exactly so."""
        return Place(tuple(self.bodies.get(surface, ())), tuple(self.regions.get(surface, ())))

    def short(self, surface: str) -> Place:
        """What is called so but for the kind of place at its end."""
        bodies, regions = self.stems.get(surface, ()), self.region_stems.get(surface, ())
        return Place(tuple(bodies), tuple(regions), full=False)


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """All that is held, for the parser. Build one per state of the corpus and keep it: names are
    indexed once (30 ms for 10,000 bodies), and safe to read from threads."""

    bodies: tuple[HeldBody, ...]
    _names: _Names = field(init=False, repr=False)
    _years: dict[tuple[str, str], Counter[int]] = field(init=False, repr=False)
    _inside: dict[Region, tuple[HeldBody, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_inside", _regions(self.bodies))
        object.__setattr__(self, "_names", _index(self.bodies, self._inside))
        object.__setattr__(self, "_years", _year_counts(self.bodies))

    def starting(self, text: str, at: int) -> Iterator[tuple[int, Place]]:
        """(end, place) of every held name that begins at `text[at]`."""
        for length in self._names.lengths.get(text[at], ()):
            surface = text[at : at + length]
            if len(surface) == length:
                for place in (self._names.full(surface), self._names.short(surface)):
                    if place.bodies or place.regions:
                        yield at + length, place

    def named(self, name: str) -> Place:
        """The place of a full or short name; an empty one where nothing held is called so."""
        surface = fold(name)
        found = self._names.full(surface)
        return found if found.bodies or found.regions else self._names.short(surface)

    def romanised(self, letters: str) -> Place:
        """Places whose stem reads `letters` in pinyin without tones or spaces."""
        if self._names.pinyin is None:
            self._names.pinyin = _pinyin_index(self._names)
        return self._names.pinyin.get(letters, Place())

    def inside(self, region: Region) -> tuple[HeldBody, ...]:
        """The bodies of a region."""
        return self._inside.get(region, ())

    def areas(self, kind: str) -> tuple[HeldBody, ...]:
        """The areas with a committee of their own that are called by this kind: 开发区."""
        return tuple(self._names.areas.get(kind, ()))

    def regions(self, level: str) -> tuple[Region, ...]:
        """The regions of a level of which anything is held."""
        return tuple(region for region in self._inside if region.level == level)

    def unplaced(self, level: str, types: Iterable[str] = ()) -> int:
        """How many reports (of bodies of these types, if any) do not tell which region of `level`
        their body lies in."""
        kinds = frozenset(types)
        fitting = (b for b in self.bodies if not kinds or b.body_type in kinds)
        return sum(len(body.years) for body in fitting if not getattr(body, level))

    def types(self) -> frozenset[str]:
        """The body types that are held."""
        return frozenset(value for kind, value in self._years if kind == "type")

    def year_counts(self, regions: Iterable[Region], types: Iterable[str]) -> Counter[int]:
        """Year → number of reports in the regions (any of them) and of the types (any)."""
        regions, types = tuple(regions), tuple(types)
        if regions:
            within = {body.key: body for region in regions for body in self.inside(region)}
            fitting = (b for b in within.values() if not types or b.body_type in types)
            return Counter(year for body in fitting for year in body.years)
        if types:
            return sum((self._years.get(("type", t), Counter()) for t in types), Counter[int]())
        return self._years.get(("all", ""), Counter())

    def years(self) -> tuple[int, ...]:
        """All years held, ascending."""
        return tuple(sorted(self._years.get(("all", ""), ())))

    def nearest(self, name: str, limit: int = 3) -> tuple[HeldBody, ...]:
        """Held bodies whose names look most like `name`, the likest first."""
        from rapidfuzz import process
        from rapidfuzz.distance import Levenshtein

        wanted = fold(name)
        allowed = 1 if len(wanted) < 5 else 2
        found = process.extract(
            wanted,
            list(self._names.bodies),
            scorer=Levenshtein.distance,
            score_cutoff=allowed,
            limit=8,
        )
        bodies = [body for surface, *_ in found for body in self._names.bodies[surface]]
        bodies += self._names.stems.get(stem(wanted), [])
        return tuple({body.key: body for body in bodies}.values())[:limit]

    def surfaces(self) -> list[str]:
        """Every full name of a body, for the correction of typing errors."""
        return list(self._names.bodies)


def _regions(bodies: Iterable[HeldBody]) -> dict[Region, tuple[HeldBody, ...]]:
    found: dict[tuple[Level, str], list[HeldBody]] = defaultdict(list)
    above: dict[tuple[Level, str], set[tuple[str | None, ...]]] = defaultdict(set)
    for body in bodies:
        places = (body.province, body.city, body.county)
        for depth, (level, name) in enumerate(zip(_LEVELS, places, strict=True)):
            if name:
                found[level, name].append(body)
                above[level, name].add(places[:depth])
    return {
        Region(level=level, name=name, place=place): tuple(inside)
        for (level, name), alike in found.items()
        for place, inside in _of_one_name(level, alike, above[level, name])
    }


def _of_one_name(
    level: Level, bodies: Sequence[HeldBody], above: Collection[Sequence[str | None]]
) -> Iterable[tuple[str | None, Sequence[HeldBody]]]:
    """(`Region.place`, bodies) of the one region of a name, or of each where several lie in places
    that contradict each other."""
    if is_one_place(above):
        return [(None, bodies)]
    groups: dict[str, list[HeldBody]] = defaultdict(list)
    for body in bodies:
        groups[body.above(level)].append(body)
    return groups.items()


def is_one_place(places: Collection[Sequence[str | None]]) -> bool:
    """Whether places, each a name a level, contradict each other at no level."""
    distinct = (set(names) - {None} for names in zip(*places, strict=True))
    return len(places) < 2 or all(len(names) < 2 for names in distinct)


def _index(bodies: Iterable[HeldBody], regions: Iterable[Region]) -> _Names:
    names = _Names()
    for body in bodies:
        name = fold(body.name)
        for surface in _surfaces(body, name):
            names.bodies[surface].append(body)
        own = _FARM.sub("", stem(name))  # 青盐农场 is called 青盐 too
        if name.endswith(("委员会", "委会")):
            base = _area_base(name)
            own = _AREA.sub("", base)
            for kind in (*_AREA_KINDS, "管委会"):
                if kind == "管委会" or _is_kind(base, kind):
                    names.areas[kind].append(body)
        if len(own) > 1 and own != name and body.body_type not in COUNTY_KINDS:
            names.stems[own].append(body)
    for region in regions:
        name = fold(region.name)
        names.regions[name].append(region)
        own = stem(name)
        if len(own) > 1 and own != name:
            names.region_stems[own].append(region)
    for surface in names.stems.keys() & names.region_stems.keys():  # 石磐 means the county,
        bodies = names.stems[surface]  # not its development zone
        names.stems[surface] = [body for body in bodies if body.body_type != "管委会"]
    for surfaces in (names.bodies, names.stems, names.regions, names.region_stems):
        for surface in surfaces:
            names.lengths[surface[0]].add(len(surface))
    return names


def _surfaces(body: HeldBody, name: str) -> Iterable[str]:
    """The full names of a body: its own, as printed where its place is not known, as a committee
    or bureau is also called.

    A county government is not called by the county's name alone: that names the region. Names that
    are ordinary words (a body printed as 街道) are none.
    """
    if body.body_type in COUNTY_KINDS:
        base = name.removesuffix("政府").removesuffix("人民")
        return {base + "人民政府", base + "政府", fold(body.issuer)}
    found = {name}
    if body.county is None:
        printed = fold(body.issuer)
        found |= {printed, printed.removesuffix("人民政府").removesuffix("办事处")}
    if name.endswith(("委员会", "委会")):
        base = _area_base(name)
        own = _AREA.sub("", base)
        bases = {base, own}  # own alone is a stem: 石磐 may be the county too
        bases |= {own + kind for kind in _AREA_KINDS if own != base and _is_kind(base, kind)}
        bases |= {kind for kind in _AREA_KINDS if base.endswith(kind)}
        found |= bases - {*_AREA_KINDS, own if own != base else ""}
        found |= {b + end for b in bases for end in ("管委会", "管理委员会")}
    if body.township is None and body.county and name.startswith(body.county):
        own = name[len(body.county) :]
        found |= {own, stem(fold(body.county)) + own}  # 城市管理局, 霁川城市管理局
    for long, shorter in _OFFICES:
        named = [surface for surface in found if surface.endswith(long)]
        found |= {surface.replace(long, short) for surface in named for short in shorter.split()}
    found |= {m[1] + m[2] for m in map(_JOINT_BUREAU.fullmatch, found) if m is not None}
    return {surface for surface in found if len(surface) > 1 and surface not in lexicon().words}


def _area_base(name: str) -> str:
    return name.removesuffix("管理委员会").removesuffix("管委会")


def _is_kind(name: str, kind: str) -> bool:
    """Whether an area is also called by this kind: 经济技术开发区 is an 经济开发区, a 开发区, an
    经开区."""
    if kind == "经开区":
        return name.endswith("开发区") and "经济" in name
    return name.endswith(kind) or (kind[:2] in name and name.endswith(kind[2:]))


def _year_counts(bodies: Iterable[HeldBody]) -> dict[tuple[str, str], Counter[int]]:
    counts: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    for body in bodies:
        counts["all", ""].update(body.years)
        counts["type", body.body_type].update(body.years)
    return dict(counts)


def _pinyin_index(names: _Names) -> dict[str, Place]:
    from pypinyin import lazy_pinyin

    found: dict[str, Place] = {}
    for surface in {**names.stems, **names.region_stems}:
        letters = "".join(lazy_pinyin(surface)).replace("ü", "v")
        known, place = found.get(letters, Place()), names.short(surface)
        found[letters] = Place(known.bodies + place.bodies, known.regions + place.regions, False)
    return found
