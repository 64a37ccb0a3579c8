"""The division table: exact and short names, names that repeat, never a choice among them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import divisions
from index.divisions import (
    cities_named,
    counties_like,
    counties_named,
    provinces_named,
    resolve,
    stem,
    townships_named,
    townships_with_stem,
)


def paths(found: list[divisions.Division]) -> list[str]:
    return [division.path for division in found]


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("悦庄镇", "山东省/淄博市/沂源县"),
        ("寒葱沟镇", "黑龙江省/佳木斯市/抚远市"),
        ("刘振屯镇", "河南省/周口市/淮阳区"),
        ("螅镇", "陕西省/榆林市/佳县"),
    ],
)
def test_a_unique_township_has_one_place(name: str, path: str) -> None:
    assert paths(townships_named(name)) == [path]


def test_a_shared_name_gives_every_bearer() -> None:
    assert len(townships_named("太平镇")) == 50
    assert len(townships_named("城关镇")) == 88
    assert sorted(d.county for d in townships_named("李口镇")) == ["泗阳县", "睢阳区", "郏县"]


def test_a_name_that_is_none_gives_nothing() -> None:
    assert townships_named("柳浦镇") == []
    assert townships_named("") == []
    assert counties_named("临溪县") == []


def test_traditional_script_and_full_width_find_the_same_row() -> None:
    assert counties_named("郟縣") == counties_named("郏县")
    assert [d.name for d in counties_named("乾县")] == ["乾县"]


@pytest.mark.parametrize(
    ("short", "full"),
    [("沂源", "沂源县"), ("彭水", "彭水苗族土家族自治县"), ("抚远", "抚远市")],
)
def test_counties_answer_to_their_short_names(short: str, full: str) -> None:
    assert [d.name for d in counties_named(short)] == [full]


def test_an_exact_county_name_shuts_out_short_ones() -> None:
    assert {d.name for d in counties_named("平原县")} == {"平原县"}


def test_a_county_of_another_kind_is_found_only_when_asked_for() -> None:
    assert counties_named("淮阳县") == []
    assert [d.name for d in counties_like("淮阳县")] == ["淮阳区"]


def test_upper_levels() -> None:
    assert [d.name for d in cities_named("淄博")] == ["淄博市"]
    assert [d.name for d in provinces_named("内蒙古")] == ["内蒙古自治区"]
    (zibo,) = cities_named("淄博市")
    assert (zibo.level, zibo.province, zibo.city, zibo.county) == ("city", "山东省", "淄博市", "")


def test_pseudo_prefectures_are_no_places() -> None:
    (pengshui,) = counties_named("彭水苗族土家族自治县")
    assert (pengshui.province, pengshui.city) == ("重庆市", "")
    assert cities_named("市辖区") == []
    assert {d.city for d in townships_named("东华门街道")} == {""}


def test_a_city_without_counties_lends_no_county() -> None:
    (humen,) = townships_named("虎门镇")
    assert (humen.province, humen.city, humen.county) == ("广东省", "东莞市", "")
    assert humen.path == "广东省/东莞市"


@pytest.mark.parametrize(
    ("names", "path"),
    [
        (("太平镇", "邹城市"), "山东省/济宁市/邹城市"),
        (("李口镇", "郏县"), "河南省/平顶山市/郏县"),
        (("李口", "宿迁"), "江苏省/宿迁市/泗阳县"),
        (("永安镇", "市中区", "枣庄市"), "山东省/枣庄市/市中区"),
        (("龙塘乡", "彭水县"), "重庆市/彭水苗族土家族自治县"),
        (("刘振屯乡", "淮阳县"), "河南省/周口市/淮阳区"),
    ],
)
def test_places_above_narrow_a_name(names: tuple[str, ...], path: str) -> None:
    assert paths(resolve(*names)) == [path]


def test_a_name_is_not_moved_to_another_county() -> None:
    assert resolve("悦庄镇", "郏县") == []
    assert len(resolve("永安镇", "市中区")) == 2


def test_the_suffix_may_have_changed() -> None:
    assert [d.name for d in townships_with_stem("刘振屯乡")] == ["刘振屯镇"]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("柳浦镇", "柳浦"),
        ("湖镇镇", "湖镇"),
        ("七都街道办事处", "七都"),
        ("鲊埠回族乡", "鲊埠"),
        ("彭水苗族土家族自治县", "彭水"),
        ("内蒙古自治区", "内蒙古"),
        ("东乡族自治县", "东乡"),
        ("保安镇", "保安"),
        ("神农架林区", "神农架"),
        ("镇", "镇"),
    ],
)
def test_stems(name: str, short: str) -> None:
    assert stem(name) == short


@given(st.text(max_size=12))
def test_any_text_is_a_harmless_question(name: str) -> None:
    for found in (townships_named(name), counties_named(name), townships_with_stem(name)):
        assert all(isinstance(division.path, str) for division in found)


def test_every_row_is_found_under_its_own_name() -> None:
    lines = divisions._lines()
    for line in lines[-30000::997]:
        name, code = line.split("\t")[:2]
        assert code in {division.code for division in townships_named(name)}
