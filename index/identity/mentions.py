"""What running text says about where a body is: places printed before its name, or beside it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from index import divisions
from index.divisions import Division
from index.identity.bodies import BodyName, known, read_body
from index.text import fold

LEVELS = ("province", "city", "county")
_SUPERIORS = re.compile(
    r"(?:按照|根据|依据|对照|落实|贯彻)(?P<province>[\u4e00-\u9fff]{2,3}省)、?"
    r"(?P<city>[\u4e00-\u9fff]{2,4}市)(?=[^。,;]{0,12}(?:要点|部署|要求|安排|规定|任务|通知|方案))"
)

# Names of counties that are everyday words: seen in a text they prove nothing.
_EVERYDAY = {"城区", "郊区", "矿区", "东区", "西区", "新区", "市区", "县城区"}
_PROVINCE_DOMAINS = {
    "beijing": "北京市", "tianjin": "天津市", "hebei": "河北省", "shanxi": "山西省",
    "liaoning": "辽宁省", "jilin": "吉林省", "shanghai": "上海市", "jiangsu": "江苏省",
    "zhejiang": "浙江省", "anhui": "安徽省", "fujian": "福建省", "jiangxi": "江西省",
    "shandong": "山东省", "henan": "河南省", "hubei": "湖北省", "hunan": "湖南省",
    "guangdong": "广东省", "guangxi": "广西壮族自治区", "hainan": "海南省",
    "chongqing": "重庆市", "sichuan": "四川省", "guizhou": "贵州省", "yunnan": "云南省",
    "shaanxi": "陕西省", "gansu": "甘肃省", "qinghai": "青海省", "ningxia": "宁夏回族自治区",
    "xinjiang": "新疆维吾尔自治区",
}  # fmt: skip
_DOMAIN = re.compile(r"@[\w.]*?\b([a-z]+)\.(?:gov\.)?cn\b")

_HAN_RUN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+$")
_WORDS_BEFORE = 24
_MOST_MENTIONS = 12
# Words that stand before a place name and are no part of it; known names are tried before.
_NO_PART = re.compile(
    r"(?:情况|概况|概述|总述|综述|引言|前言|导语|如下|年度?|公布|按照|依照|根据|依据|依托|地址|[与和及由向在于是为对请至到从经以的了等将使被把本我该全各])"
)
_NO_NAME = re.compile(r"[县区市旗的].|其中|所在|本|我|全|各|该|上级|^[城郊矿东西新市]区$")
_LIES_IN = r"(?:位于|地处|坐落于?|隶属于?|属于?|是|系|为)"
_RUN_BY = re.compile(
    r"(?:^|[,。;:、“”()《》\n]|[在由经与和及向为对按照依托通过到请将])"
    r"([\u4e00-\u9fff]{2,4}?[县区市旗])(?=县?委|区委|市委|人民政府|政府|政务公开|党工委)"
)


def printed_near(township: str, text: str) -> Iterator[BodyName]:
    """The name wherever `text` prints places right before `township`, or says where it lies."""
    for count, match in enumerate(re.finditer(re.escape(township), text)):
        if count >= _MOST_MENTIONS:
            return
        before = text[max(0, match.start() - _WORDS_BEFORE) : match.start()]
        run = _HAN_RUN.search(before)
        office = re.match(r"人民政府|街道办事处|办事处|管理委员会|管委会", text[match.end() :])
        tail = office.group() if office else ""
        adjacent = run and run.group()[-1] in "省市县区州旗盟府"
        name = _places_at_end(run.group(), township) if run and adjacent else None
        if name:
            yield _with_tail(name, tail)
        after = re.match(_LIES_IN + r"([\u4e00-\u9fff]{2,20})", text[match.end() :])
        if after and (lies := _places_at_start(after[1], township)):
            yield lies


def _with_tail(name: BodyName, tail: str) -> BodyName:
    return read_body(name.printed + tail) or name if tail else name


def _places_at_end(words: str, township: str) -> BodyName | None:
    """Places in the last characters of `words`, from where a word that is no part of them ends.

    Known places may begin anywhere if the table has the township there (县 names end in others).
    """
    starts = [0, *(match.end() for match in _NO_PART.finditer(words))]
    for cut in range(len(words)):
        name = read_body(words[cut:] + township)
        if name and name.township == township and _all_known(name):
            above = [place for place in (name.county, name.city, name.province) if place]
            if cut in starts or divisions.resolve(township, *above):
                return name
    for cut in reversed(starts):
        name = read_body(words[cut:] + township)
        if name and name.township == township and name.county and _are_names(name, 5):
            return name
    return None


def _places_at_start(words: str, township: str) -> BodyName | None:
    """Places that `words` begin with: the longest readable beginning of up to 20 characters."""
    for end in range(len(words), 2, -1):
        if words[end - 1] in "县区市旗":
            name = read_body(words[:end] + township)
            if not name or name.township != township or not name.county:
                continue
            if _all_known(name) or _are_names(name, 4):
                return name
    return None


def _are_names(name: BodyName | None, longest: int) -> bool:
    """Whether the places are short enough to be names and not the words before one."""
    places = (name.province, name.city, name.county) if name else ()
    return all(len(place) <= longest or "自治" in place for place in places if place)


def _all_known(name: BodyName) -> bool:
    """Whether every place of the name is in the division table, each inside the one before."""
    above: str | None = None
    for level in LEVELS:
        place = getattr(name, level)
        if place is not None:
            if not known(level, place, above):
                return False
            above = place
    return above is not None


def superiors(text: str) -> tuple[str, str, str] | None:
    """(province, city, words) whose instructions the report says it follows."""
    match = _SUPERIORS.search(text)
    return (match["province"], match["city"], match.group()) if match else None


def county_in_charge(text: str) -> str | None:
    """The county whose party committee or government the text speaks of most often.

    A name that no table knows counts only where it is repeated.
    """
    names = Counter(m[1] for m in _RUN_BY.finditer(text) if not _NO_NAME.search(m[1]))
    for name, count in names.most_common():
        if known("county", name, None) or (count > 1 and len(name) > 2):
            return name
    return None


def mentioned(found: Sequence[Division], text: str) -> tuple[Division, str] | None:
    """The one candidate whose county, else city, else province the text names."""
    domains = {_PROVINCE_DOMAINS.get(m[1]): m[0] for m in _DOMAIN.finditer(text)}
    for level in ("county", "city", "province"):
        hits: list[tuple[Division, str]] = []
        for division in found:
            name: str = getattr(division, level)
            quote = name if name and name not in _EVERYDAY and fold(name) in text else ""
            quote = quote or (domains.get(name, "") if level == "province" else "")
            if quote:
                hits.append((division, quote))
        if len(hits) == 1:
            return hits[0]
        if hits:
            found = [division for division, _ in hits]
    return None
