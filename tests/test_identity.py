"""Identity: issuer, body, place and year, from titles of every shape and what is beside them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.truth import Truth, read_truth
from index.document import DocumentBuilder, SourceDocument
from index.identity import identify, looks_like_report
from index.identity.bodies import read_body
from index.identity.years import years_in
from index.readers import read, read_bytes
from index.report import Evidence, Identity
from index.sections import find_sections

CORPUS = Path(__file__).parents[1] / "eval" / "corpus"
PARTS = (
    "一、总体情况",
    "我镇认真贯彻条例。",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
)


def written(*lines: str, file: str = "报告.txt", **metadata: str) -> SourceDocument:
    builder = DocumentBuilder()
    for line in lines:
        builder.paragraph(line)
    return builder.build(file, "txt", "0", metadata)


def identity(*lines: str, file: str = "报告.txt", **metadata: str) -> Identity:
    document = written(*lines, file=file, **metadata)
    return identify(document, find_sections(document))


def titled(title: str, *body: str, file: str = "报告.txt", **metadata: str) -> Identity:
    lines = title.split("|")
    return identity(*lines, *PARTS, *body, file=file, **metadata)


def places(found: Identity) -> tuple[str | None, str | None, str | None]:
    return found.province, found.city, found.county


@pytest.mark.parametrize(
    ("title", "issuer", "year"),
    [
        ("临溪县柳浦镇人民政府 2024 年政府信息公开工作年度报告", "临溪县柳浦镇人民政府", 2024),
        ("临溪县柳浦镇2024年政府信息公开工作年度报告", "临溪县柳浦镇", 2024),
        ("柳浦镇2024年政府信息公开工作年度报告", "柳浦镇", 2024),
        ("柳浦镇人民政府 2023 年政府信息公开工作年度 报告", "柳浦镇人民政府", 2023),
        ("临溪县柳浦镇人民政府2024年政府信息公开工作|年度报告", "临溪县柳浦镇人民政府", 2024),
        ("临溪县柳浦镇人民政府|2024年政府信息公开工作年度报告", "临溪县柳浦镇人民政府", 2024),
        ("2023年柳浦镇政府信息公开工作年度报告", "柳浦镇", 2023),
        ("2022年度柳浦镇政府信息公开工作年度报告", "柳浦镇", 2022),
        ("柳浦镇2024年度政府信息公开工作年度报告", "柳浦镇", 2024),
        ("柳浦镇2019年政府信息公开年度工作报告", "柳浦镇", 2019),
        ("柳浦镇2021年信息公开年度报告", "柳浦镇", 2021),
        ("柳浦镇2018年政府信息公开年报", "柳浦镇", 2018),
        ("柳浦镇2024年政务公开年报", "柳浦镇", 2024),
        ("临溪县柳浦镇2023年政府信息公开 工作告年度报", "临溪县柳浦镇", 2023),
        ("临溪县柳浦镇2025年政府信息公开工作年度报", "临溪县柳浦镇", 2025),
        ("临溪县柳浦镇2023|政府信息公开工作年度报告", "临溪县柳浦镇", 2023),
        ("柳浦镇二〇二四年政府信息公开工作年度报告", "柳浦镇", 2024),
        ("柳浦镇二○二四年政府信息公开工作年度报告", "柳浦镇", 2024),
        ("柳浦镇２０２４年政府信息公开工作年度报告", "柳浦镇", 2024),
        ("《柳浦镇2024年政府信息公开工作年度报告》", "柳浦镇", 2024),
        ("关于公布临溪县柳浦镇2024年政府信息公开工作年度报告", "临溪县柳浦镇", 2024),
        ("2025年公布柳浦镇2024年度政府信息公开工作年度报告", "柳浦镇", 2024),
        ("柳浦镇2024年政府信息公开工作年度报告（2025）", "柳浦镇", 2024),
        ("公开柳浦镇2016年政府信息公开年度报告", "柳浦镇", 2016),
        ("柳浦镇人民政府信息公开工作年度报告（2024年度）", "柳浦镇人民政府", 2024),
        ("柳浦镇政府信息公开工作年度报告|（2024年）", "柳浦镇", 2024),
        ("臨溪縣柳浦鎮(zhèn)2024年政府信息公(gong)開工作年度報告", "临溪县柳浦镇", 2024),
        ("临溪县柳浦镇2025年全新体育平台工作年度报告", "临溪县柳浦镇", 2025),
    ],
)
def test_titles(title: str, issuer: str, year: int) -> None:
    found = titled(title)
    assert (found.issuer, found.body, found.body_type, found.year) == (issuer, "柳浦镇", "镇", year)
    assert found.evidence["year"].rule == "title"


@pytest.mark.parametrize(
    ("printed", "body", "body_type", "above"),
    [
        ("郏县李口镇人民政府", "李口镇", "镇", (None, None, "郏县")),
        ("桃江县鲊埠回族乡", "鲊埠回族乡", "民族乡", (None, None, "桃江县")),
        ("彭水苗族土家族自治县龙塘乡", "龙塘乡", "乡", (None, None, "彭水苗族土家族自治县")),
        ("麻阳苗族自治县和平溪乡", "和平溪乡", "乡", (None, None, "麻阳苗族自治县")),
        ("石家庄市桥西区中山街道办事处", "中山街道", "街道", (None, "石家庄市", "桥西区")),
        ("温州市鹿城区人民政府七都街道办事处", "七都街道", "街道", (None, "温州市", "鹿城区")),
        ("北京市大兴区瀛海镇", "瀛海镇", "镇", ("北京市", None, "大兴区")),
        ("山东沂源县悦庄镇", "悦庄镇", "镇", ("山东", None, "沂源县")),
        ("云岭省青禾市临溪县柳浦镇人民政府", "柳浦镇", "镇", ("云岭省", "青禾市", "临溪县")),
        ("邹城市太平镇", "太平镇", "镇", (None, None, "邹城市")),
        ("栖溪市荻渡镇", "荻渡镇", "镇", (None, None, "栖溪市")),
        ("枣庄市市中区税郭镇", "税郭镇", "镇", (None, "枣庄市", "市中区")),
        ("沙市区解放路街道", "解放路街道", "街道", (None, None, "沙市区")),
        ("唐闸镇街道", "唐闸镇街道", "街道", (None, None, None)),
        ("龙游县湖镇镇", "湖镇镇", "镇", (None, None, "龙游县")),
        ("大安镇镇", "大安镇镇", "镇", (None, None, None)),
        ("螅镇", "螅镇", "镇", (None, None, None)),
        ("湖南镇", "湖南镇", "镇", (None, None, None)),
        ("云南驿镇", "云南驿镇", "镇", (None, None, None)),
        ("越秀区北京街道", "北京街道", "街道", (None, None, "越秀区")),
        ("古县渡镇", "古县渡镇", "镇", (None, None, None)),
        ("花市镇", "花市镇", "镇", (None, None, None)),
        ("东区街道办事处", "东区街道", "街道", (None, None, None)),
        ("佳荣里街", "佳荣里街", "街道", (None, None, None)),
        ("蒋湖农场", "蒋湖农场", "农场", (None, None, None)),
        ("第六师芳草湖农场", "芳草湖农场", "农场", (None, None, None)),
        ("奉新县东风场", "东风场", "农场", (None, None, "奉新县")),
        ("双江农场社区管理委员会", "双江农场管委会", "管委会", (None, None, None)),
        ("陈炉古镇景区管委会", "陈炉古镇景区管委会", "管委会", (None, None, None)),
        ("衔溪市暮岭景区管理委员会", "暮岭景区管委会", "管委会", (None, None, "衔溪市")),
        ("鄂温克族自治旗巴彦嵯岗苏木", "巴彦嵯岗苏木", "苏木", (None, None, "鄂温克族自治旗")),
        ("东莞市虎门镇", "虎门镇", "镇", (None, "东莞市", None)),
        ("临溪县财政局", "临溪县财政局", "局", (None, None, "临溪县")),
        ("沭阳县发展和改革局", "沭阳县发展和改革局", "局", (None, None, "沭阳县")),
        ("临溪县人民政府", "临溪县", "县", (None, None, "临溪县")),
        ("临溪县人民政府办公室", "临溪县政府办公室", "办公室", (None, None, "临溪县")),
        ("昭通市人民政府", "昭通市", "市", (None, "昭通市", None)),
        ("云岭省人民政府", "云岭省", "省", ("云岭省", None, None)),
    ],
)
def test_names_of_bodies(
    printed: str, body: str, body_type: str, above: tuple[str | None, str | None, str | None]
) -> None:
    name = read_body(printed)
    assert name is not None
    assert (name.body, name.body_type) == (body, body_type)
    assert (name.province, name.city, name.county) == above


@pytest.mark.parametrize("words", ["", "镇", "政府信息公开", "街道办事处", "管理委员会", "2024年"])
def test_words_that_name_no_body(words: str) -> None:
    assert read_body(words) is None


def test_a_printed_county_is_completed_from_the_table() -> None:
    found = titled("郟县李口镇人民政府2024年政府信息公开工作年度报告")
    assert places(found) == ("河南省", "平顶山市", "郏县")
    assert (found.issuer, found.place_confidence) == ("郏县李口镇人民政府", "printed")
    assert found.evidence["county"].rule == "title"
    assert found.evidence["city"].rule == "division_table"


def test_a_unique_name_is_resolved() -> None:
    found = titled("寒葱沟镇2024年政府信息公开工作年度报告")
    assert places(found) == ("黑龙江省", "佳木斯市", "抚远市")
    assert found.place_confidence == "resolved"
    assert found.full_name == "抚远市寒葱沟镇"


def test_a_shared_name_stays_open_with_all_its_candidates() -> None:
    found = titled("太平镇2024年政府信息公开工作年度报告")
    assert found.place_confidence == "ambiguous"
    assert len(found.candidates) == 50
    assert places(found) == (None, None, None)


def test_two_counties_of_one_name_stay_open() -> None:
    found = titled("市中区永安镇2024年政府信息公开工作年度报告")
    assert (found.county, found.place_confidence) == ("市中区", "ambiguous")
    assert found.candidates == ("山东省/枣庄市/市中区", "四川省/内江市/市中区")


@pytest.mark.parametrize(
    "sentence",
    [
        "如有疑问，请与邹城市太平镇人民政府联系（电话：0537-1234567）。",
        "根据《邹城市2024年政务公开工作方案》要求，制定了本镇方案。",
        "通过邹城市人民政府网站公开信息3条。",
        "太平镇位于邹城市西部。",
    ],
)
def test_the_text_tells_which_of_the_candidates(sentence: str) -> None:
    found = titled("太平镇2024年政府信息公开工作年度报告", sentence)
    assert places(found) == ("山东省", "济宁市", "邹城市")
    assert found.evidence["county"].rule in ("text", "address")


def test_a_mailbox_tells_the_province() -> None:
    found = titled("李口镇2024年政府信息公开工作年度报告", "电子邮箱：likou@sq.jiangsu.gov.cn。")
    assert places(found) == ("江苏省", "宿迁市", "泗阳县")
    assert found.place_confidence == "resolved"


def test_everyday_words_are_no_counties() -> None:
    found = titled("太平镇2024年政府信息公开工作年度报告", "在城区、郊区和矿区设立公开栏。")
    assert found.place_confidence == "ambiguous"


def test_a_changed_suffix_is_found_by_its_stem() -> None:
    found = titled("刘振屯乡2018年政府信息公开工作年度报告")
    assert places(found) == ("河南省", "周口市", "淮阳区")
    assert (found.township, found.evidence["county"].rule) == ("刘振屯乡", "same_stem")


def test_a_misread_county_is_recognised() -> None:
    found = titled("沐阳县北丁集乡2023年政府信息公开工作年度报告")
    assert places(found) == ("江苏省", "宿迁市", "沭阳县")
    assert found.evidence["county"].rule == "lookalike"
    assert found.issuer == "沐阳县北丁集乡"


def test_folding_does_not_misspell_real_places() -> None:
    found = titled("乾县2024年政府信息公开工作年度报告".replace("2024", "人民政府2024"))
    assert (found.issuer, found.body, found.county) == ("乾县人民政府", "乾县", "乾县")


def test_a_place_no_table_knows_is_taken_as_printed() -> None:
    found = titled("青禾市临溪县柳浦镇人民政府2024年政府信息公开工作年度报告")
    assert places(found) == (None, "青禾市", "临溪县")
    assert (found.township, found.place_confidence) == ("柳浦镇", "printed")


@pytest.mark.parametrize(
    "sentence",
    [
        "请与临溪县柳浦镇人民政府联系。",
        "柳浦镇地处临溪县西北部。",
        "地址：青禾市临溪县柳浦镇渡口路5号。",
        "本报告由临溪县柳浦镇人民政府编制。",
        "一、总体情况 临溪县柳浦镇按要求公开各类信息。",  # the heading is no part of the place
        "在临溪县委、县政府领导下，临溪县政府网站设立专栏，得到临溪县政府肯定。",
    ],
)
def test_the_text_places_a_town_no_table_knows(sentence: str) -> None:
    found = titled("柳浦镇2024年政府信息公开工作年度报告", sentence)
    assert found.county == "临溪县"


def test_known_names_inside_unknown_ones_are_not_taken() -> None:
    found = titled("澄濑镇2024年政府信息公开工作年度报告", "地址：麦城市衔岚县澄濑镇渡口路5号。")
    assert places(found) == (None, "麦城市", "衔岚县")


def test_folders_and_file_names_place_a_town() -> None:
    for file in (
        "青禾市/临溪县/柳浦镇2024.docx",
        "年报/青禾市/临溪县/2024.docx",
        "青禾市临溪县柳浦镇.pdf",
    ):
        found = titled("柳浦镇2024年政府信息公开工作年度报告", file=file)
        assert places(found) == (None, "青禾市", "临溪县"), file
        assert found.place_confidence == "resolved"


def test_a_folder_outweighs_a_unique_name_and_yields_to_the_title() -> None:
    title = "邹城市太平镇2024年政府信息公开工作年度报告"
    assert titled(title, file="临溪县/a.txt").county == "邹城市"
    assert titled("太平镇2024年政府信息公开工作年度报告", file="郏县/a.txt").county == "郏县"


def test_metadata_comes_first() -> None:
    given = {"province": "山东省", "city": "济宁市", "county": "邹城市", "year": "2023"}
    found = titled("太平镇2024年政府信息公开工作年度报告", **given)
    assert (*places(found), found.year) == ("山东省", "济宁市", "邹城市", 2023)
    assert found.evidence["county"].rule == "metadata"
    named = titled("2024年政府信息公开工作年度报告", issuer="临溪县柳浦镇人民政府")
    assert (named.issuer, named.county) == ("临溪县柳浦镇人民政府", "临溪县")


def test_a_publisher_is_not_the_issuer_but_tells_the_county() -> None:
    found = titled("柳浦镇2024年政府信息公开工作年度报告", issuer="临溪县人民政府办公室")
    assert (found.body, found.county, found.place_confidence) == ("柳浦镇", "临溪县", "resolved")


@pytest.mark.parametrize(
    "lines",
    [
        ("今年以来，我镇公开信息3条。", "请与柳浦镇人民政府联系。"),
        ("今年以来，我镇公开信息3条。", "柳浦镇人民政府", "2025年1月15日"),
        ("2024年，柳浦镇认真贯彻条例。", "柳浦镇党委高度重视。"),
        ("本报告由柳浦镇人民政府编制。",),
        ("2024年以来，柳浦镇按照部署开展工作。", "我镇公开信息3条。"),
        ("请与柳浦镇综合服务中心联系。",),
        ("如有疑问，请与柳浦镇党政办公室联系（电话：1234567）。",),
    ],
)
def test_a_body_named_only_in_the_text(lines: tuple[str, ...]) -> None:
    found = identity(*lines, *PARTS[2:])
    assert (found.body, found.body_type) == ("柳浦镇", "镇")


def test_a_body_named_only_beside_the_text() -> None:
    page = identity(*PARTS, page_title="临溪县柳浦镇2024年政府信息公开工作年度报告-政务公开")
    assert (page.body, page.county, page.year) == ("柳浦镇", "临溪县", 2024)
    file = identity(*PARTS, file="临溪县柳浦镇2024年政府信息公开工作年度报告.docx")
    assert (file.body, file.county, file.year) == ("柳浦镇", "临溪县", 2024)


def test_a_report_that_names_nobody_says_so() -> None:
    found = identity("2024年政府信息公开工作年度报告", *PARTS)
    assert (found.issuer, found.body, found.body_type) == ("", "", "镇")
    assert (found.place_confidence, found.year) == ("unknown", 2024)


def test_area_reports_are_told_from_a_bodys_own() -> None:
    county = "临溪县人民政府2024年政府信息公开工作年度报告"
    assert titled(county, "全县全年共受理政府信息公开申请749件。").scope == "area"
    assert titled(county, "本报告由县政府办公室汇总各乡镇数据编制。").scope == "area"
    assert titled(county, "2024年度，全县按量计收信息处理费40元。").scope == "area"
    assert (
        titled("临溪县人民政府办公室2024年政府信息公开工作年度报告", "收到申请3件。").scope
        == "body"
    )
    assert titled("柳浦镇2024年政府信息公开工作年度报告", "全县共受理申请9件。").scope == "body"


@pytest.mark.parametrize(
    ("words", "years"),
    [
        ("20241月1日", [2024]),
        ("20211月1日起至202112月31日", [2021, 2021]),
        ("起至202020年12月31日", [2020]),
        ("截至2087年底", []),
        ("二〇二四年、二零二三年、2○22年", [2024, 2023, 2022]),
        ("国办公开办函〔2021〕30号", []),
        ("２０２４年", [2024]),
        ("电话20245678", []),
    ],
)
def test_damaged_years(words: str, years: list[int]) -> None:
    assert [year for year, _, _ in years_in(words)] == years


@given(st.text(alphabet="0123456789年月日一二〇○零 ", max_size=30))
def test_years_are_always_plausible(words: str) -> None:
    for year, start, end in years_in(words):
        assert 2008 <= year <= 2100
        assert 0 <= start < end <= len(words)


NO_YEAR = "柳浦镇政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("lines", "metadata", "year", "rule"),
    [
        (("统计期限自20241月1日起，至202412月31日止。", "2023年，2023年。"), {}, 2024, "period"),
        (("2022年公开3条。", "2023年公开4条，2023年办结5件。"), {}, 2023, "body"),
        (("我镇公开3条。",), {"published": "2025-01-20"}, 2024, "published"),
        (("我镇公开3条。",), {"published": "2024-12-25"}, 2024, "published"),
        (("我镇公开3条。", "发布时间：2025-03-01"), {}, 2024, "published"),
        (("截至2087年底。",), {"published": "2019-02-01"}, 2018, "published"),
        (("我镇公开3条。",), {"page_title": "柳浦镇2024年年报"}, 2024, "page"),
    ],
)
def test_years_where_the_title_has_none(
    lines: tuple[str, ...], metadata: dict[str, str], year: int, rule: str
) -> None:
    found = titled(NO_YEAR, *lines, **metadata)
    assert (found.year, found.evidence["year"].rule) == (year, rule)


def test_stale_years_in_the_text_do_not_outweigh_the_title() -> None:
    found = titled("柳浦镇2023年政府信息公开工作年度报告", "2022年制定文件0件。", "2022年公开3条。")
    assert found.year == 2023


def test_no_year_anywhere_is_no_year() -> None:
    assert titled(NO_YEAR).year is None


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (
            ("临溪县2024年法治政府建设年度报告", "一、总体情况", "好。", "二、存在的主要问题"),
            "法治政府建设",
        ),
        (("柳浦镇2024年部门预算公开", "一、部门概况"), "预算"),
        (("柳浦镇2024年政务公开工作要点", "一、加强领导"), "要点"),
        (("柳浦镇政府信息公开指南", "一、公开内容"), "指南"),
        (("柳浦镇2024年政府信息公开工作年度报告", "附件：年报.pdf"), "附件"),
        (("今天天气很好。",), "没有政府信息公开工作年度报告的标题"),
    ],
)
def test_other_documents_are_told_by_what_they_are(lines: tuple[str, ...], words: str) -> None:
    reason = looks_like_report(written(*lines))
    assert reason is not None
    assert words in reason


@pytest.mark.parametrize(
    "lines",
    [
        ("柳浦镇2024年政府信息公开工作年度报告", *PARTS),
        ("柳浦镇2024年政务公开年报", "今年以来，我镇公开信息3条。" * 12),
        PARTS,
        (
            "规章 0 0 0",
            "行政规范性文件 0 0 0",
            "行政许可 0",
            "行政处罚 0",
            "行政强制 0",
            "行政事业性收费 0",
        ),
    ],
)
def test_damaged_reports_are_reports(lines: tuple[str, ...]) -> None:
    assert looks_like_report(written(*lines)) is None


@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=8))
def test_any_text_gets_an_identity(lines: list[str]) -> None:
    if any(line.strip() for line in lines):
        document = written(*lines)
        found = identify(document, find_sections(document))
        assert found.year is None or "year" in found.evidence
        assert looks_like_report(document) is None or found.place_confidence


SEED_IDENTITIES = {
    "000": ("郏县李口镇人民政府", "李口镇", "河南省", "平顶山市", "郏县", 2024, "printed"),
    "001": ("刘振屯镇人民政府", "刘振屯镇", "河南省", "周口市", "淮阳区", 2023, "resolved"),
    "002": ("卫滨区平原镇", "平原镇", "河南省", "新乡市", "卫滨区", 2024, "printed"),
    "003": ("寒葱沟镇", "寒葱沟镇", "黑龙江省", "佳木斯市", "抚远市", 2024, "resolved"),
    "004": ("沂源县悦庄镇人民政府", "悦庄镇", "山东省", "淄博市", "沂源县", 2024, "printed"),
}


@pytest.mark.parametrize("number", SEED_IDENTITIES)
def test_real_reports(seeds: Path, number: str) -> None:
    (path,) = seeds.glob(f"{number}_*.txt")
    document = read(path)
    found = identify(document, find_sections(document))
    assert looks_like_report(document) is None
    assert (
        found.issuer,
        found.body,
        *places(found),
        found.year,
        found.place_confidence,
    ) == SEED_IDENTITIES[number]
    assert (found.body_type, found.scope) == ("镇", "body")


def bare(issuer: str) -> str:
    """Without the office word that titles leave out at will."""
    return issuer.replace("人民政府", "").replace("办事处", "")


@pytest.mark.parametrize("truth", read_truth(CORPUS / "truth.jsonl"), ids=lambda t: str(t.file))
def test_the_sample_corpus(truth: Truth) -> None:
    document = read(CORPUS / truth.file)
    found = identify(document, find_sections(document))
    assert looks_like_report(document) is None
    assert bare(found.issuer) in bare(truth.issuer)
    assert found.body in truth.issuer or truth.body_type == "管委会"
    assert (found.county, found.year, found.scope) == (truth.county, truth.year, truth.scope)
    assert found.province in (truth.province, None)
    assert found.city in (truth.city, None)


def test_a_page_s_breadcrumb_completes_the_place_of_a_county_the_table_does_not_know() -> None:
    page = (
        '<html><body><div class="crumb">当前位置：<a href="#">首页</a> &gt; <a>青禾市</a> &gt; '
        '<a href="#">临溪县</a> &gt; <a href="#">柳浦镇</a> &gt; 年报</div>'
        "<h1>临溪县柳浦镇2023年政府信息公开工作年度报告</h1><p>一、总体情况</p>"
        "<p>2023年，我镇认真执行条例，主动公开政府信息31条，接受群众监督，工作平稳有序推进，未发生争议案件。</p>"
        "</body></html>"
    )
    document = read_bytes(page.encode(), "page.html")
    identity = identify(document, find_sections(document))
    assert (identity.city, identity.county, identity.place_confidence) == (
        "青禾市",
        "临溪县",
        "printed",
    )
    assert identity.evidence["city"] == Evidence("trail", "青禾市临溪县柳浦镇")
