"""Printed names of issuing bodies: 温州市鹿城区人民政府七都街道办事处 → places, body and kind.

Works by structure (…省…市…县…镇人民政府), so that places no table knows are read too; where several
readings are possible, the division table's names and hierarchy decide among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from index import divisions
from index.divisions import Division
from index.text import fold

_SUFFIX = {
    "province": ("省", "自治区"),
    "city": ("市", "自治州", "州", "地区", "盟"),
    "county": ("县", "市", "区", "旗"),
}
_MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")
_LEVELS = ("province", "city", "county")
_NAMED = {
    "province": divisions.provinces_named,
    "city": divisions.cities_named,
    "county": divisions.counties_named,
}
GOVERNMENTS = frozenset({"县", "市", "区", "旗", "省", "州", "自治区"})
"""Kinds of bodies (`body_type`) that are governments of counties and above."""
_LONGEST = 16
_KIND_CHARS = "省市县区州旗盟"

_OFFICE = re.compile(
    r"(?:人民政府|政府)?(?:党政(?:综合)?办公室|(?:党政)?综合办公室|办公室)$|人民政府$|政府$|人民$|"
    r"(?<=街道)办事处$|(?<=街道)办$|(?<=街)办事处$|(?<=[镇乡])办事处$|办事处$"
)
_COMMITTEE = re.compile(r"(?:社区)?(?:管理委员会|管委会)$")
_DIVISION_ARMY = re.compile(r"^(?:新疆生产建设兵团)?第[一二三四五六七八九十]+师(?=.)")
_TOWNSHIP_KINDS = (
    ("民族乡", re.compile(r".+(?:族|民族)乡$")),
    ("苏木", re.compile(r".+苏木$")),
    ("街道", re.compile(r".+(?:街道|街)$")),
    ("镇", re.compile(r".+镇$")),
    ("乡", re.compile(r".+乡$")),
    ("农场", re.compile(r".{2,}(?:农场|林场|牧场|渔场|茶场|场)$")),
)
_AREA = re.compile(r".{2,}(?:开发区|园区|产业园|管理区|景区|度假区|新区|示范区|保税区)$")
_DEPARTMENT = re.compile(
    r"(?!街道办|办事处|管理委员会|管委会).+(?P<kind>局|委员会|委|厅|办公室|中心|支队|大队|总队|队|所|站|院|处|署|联社|联合会|公司|学校|医院)$"
)
_DEPARTMENT_KIND = {"委员会": "委", "支队": "队", "大队": "队", "总队": "队", "院": "院"}


@dataclass(frozen=True, slots=True)
class BodyName:
    """A body's name taken apart. Places are those printed; `office` is what follows them.

    `body` is the short name (柳浦镇, 双江农场管委会, 临溪县财政局); `township` is null for
    departments and for governments of counties and above.
    """

    printed: str
    body: str
    body_type: str
    province: str | None
    city: str | None
    county: str | None
    township: str | None
    office: str


@dataclass(frozen=True, slots=True)
class _Office:
    """The part of a name behind its places: short name, kind, township (if one)."""

    body: str
    body_type: str
    township: str | None


_Chain = tuple[tuple[str, int, int], ...]


@lru_cache(maxsize=4096)
def read_body(text: str) -> BodyName | None:
    """The body that the folded, blankless `text` names as a whole; None if it names none."""
    if not 2 <= len(text) <= 60:
        return None
    readings = [
        (score, reading) for chain in _chains(text) for score, reading in _readings(text, chain)
    ]
    return max(readings, key=lambda item: item[0])[1] if readings else None


def _chains(text: str, level: int = 0, at: int = 0) -> Iterator[_Chain]:
    """Every way to read places at the beginning of `text`, outermost first, none included."""
    yield ()
    for number in range(level, len(_LEVELS)):
        for end in _ends(text, at, _LEVELS[number]):
            for rest in _chains(text, number + 1, end):
                yield (_LEVELS[number], at, end), *rest


def _ends(text: str, at: int, level: str) -> Iterator[int]:
    """Where a place of this level that begins at `at` can end."""
    for end in range(at + 2, min(len(text), at + _LONGEST) + 1):
        name = text[at:end]
        is_province = level == "province" and (
            name in _MUNICIPALITIES or _short_province(name, text[end:])
        )
        if is_province or name.endswith(_SUFFIX[level]):
            yield end


def _short_province(name: str, rest: str) -> bool:
    """山东 in 山东沂源县…: a province without its kind, before a city or county of its own."""
    found = divisions.provinces_named(name)
    if not found or name != divisions.stem(found[0].name):
        return False
    levels = ("city", "county")
    return any(known(level, rest[:end], name) for level in levels for end in _ends(rest, 0, level))


def _readings(text: str, chain: _Chain) -> Iterator[tuple[float, BodyName]]:
    """The reading of `text` whose places are `chain`, with its score, if what follows fits."""
    end = chain[-1][2] if chain else 0
    rest = text[end:]
    if chain and rest.startswith("人民政府") and len(rest) > len("人民政府办公室"):
        rest = rest.removeprefix("人民政府")
    names = {level: text[start:stop] for level, start, stop in chain}
    office = _government(rest, names) or _read_office(rest)
    if office is None:
        return
    score = _chain_score(text, chain) + _office_score(office, tuple(names.values()))
    body = office.body
    if office.township is None and names:
        *_, last = names.values()
        body = last + body
    yield (
        score,
        BodyName(
            text,
            body,
            office.body_type,
            names.get("province"),
            names.get("city"),
            names.get("county"),
            office.township,
            rest,
        ),
    )


def _read_office(rest: str) -> _Office | None:
    """The name behind the places: 七都街道办事处 → 七都街道; None for words that are no body."""
    committee = _COMMITTEE.search(rest)
    if committee and committee.start() >= 2:
        name = rest[: committee.start()]
        return _Office(_DIVISION_ARMY.sub("", name) + "管委会", "管委会", name)
    name = _OFFICE.sub("", rest)
    bare = _DIVISION_ARMY.sub("", name)
    for kind, pattern in _TOWNSHIP_KINDS:
        if pattern.fullmatch(bare):
            return _Office(bare, kind, bare)
    if _AREA.fullmatch(bare):
        return _Office(bare + "管委会", "管委会", bare)
    department = _DEPARTMENT.fullmatch(rest)
    if department:
        kind = department["kind"]
        return _Office(rest, _DEPARTMENT_KIND.get(kind, kind), None)
    return None


def _government(rest: str, names: dict[str, str]) -> _Office | None:
    """The government of the innermost place itself, or its general office."""
    if not names or not re.fullmatch(r"(?:人民政府|政府|人民)?(?:办公室)?", rest):
        return None
    *_, last = names.values()
    if rest.endswith("办公室"):
        return _Office("政府办公室", "办公室", None)
    kind = "自治区" if last.endswith("自治区") else last[-1]
    return _Office("", "州" if kind == "盟" else kind, None)


def _chain_score(text: str, chain: _Chain) -> float:
    """How credible the places are: known in hierarchy, else well formed."""
    score, above = 0.0, None
    for level, start, end in chain:
        name = text[start:end]
        fitting = known(level, name, above)
        score += 4 if fitting else _form_score(name) - 0.1 * (level == "city")
        above = fitting[0].name if fitting else above
    return score


def known(level: str, name: str, above: str | None) -> list[Division]:
    """Divisions of `level` called exactly `name`, inside `above` if that is given."""
    named = [d for d in _NAMED[level](name) if level == "province" or name == fold(d.name)]
    return [d for d in named if above is None or d.within(above)]


def _form_score(name: str) -> float:
    """An unknown place's name: 2 to 5 characters, one kind at its end and none inside."""
    inner = sum(char in _KIND_CHARS + "镇乡街" for char in re.sub("自治.$", "", name[:-1]))
    long = len(name) > 5 and not re.search("自治|族|新区|开发区|度假区|管理区", name)
    return 1 - 3 * inner - long - 1.5 * (len(name) == 2) - 3 * (name[0] in _KIND_CHARS)


def _office_score(office: _Office, above: tuple[str, ...]) -> float:
    """How well the remaining name fits behind the places before it."""
    name = office.township or office.body
    found = divisions.townships_named(name) if office.township else []
    if found:
        inside = any(all(d.within(place) for place in above) for d in found)
        return (4.0 if above else 4.5) if inside else 1.0  # 古县渡镇 is no 渡镇 of 古县
    inner = [i for i, char in enumerate(name) if char in _KIND_CHARS and 0 < i < len(name) - 2]
    first = -3.0 if name[:1] in _KIND_CHARS and name else 0.0
    return first - 2.0 * len(inner) - 0.5 * (len(name) > 8)
