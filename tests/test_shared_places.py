"""Counties and cities that only some reports print, completed by the others or said to be open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assistant.engine import Assistant
from index.across_years import check_across_years
from index.pipeline import index_paths
from index.report import Report
from index.store.read import Store
from index.store.write import WriteStore
from tests.making import make_report, store

_RECEIVED = "requests.received.total"
Ask = Callable[[str], object]


def town(
    body: str, received: int, province: str | None, city: str | None, county: str = "临溪县"
) -> Report:
    return make_report(
        body, 2024, {_RECEIVED: received}, county=county, province=province, city=city
    )


def held(home: Path, *reports: Report) -> Assistant:
    store(home, reports)
    with WriteStore.open_write(home) as written:
        check_across_years(written)
    return Assistant(home, date(2025, 6, 1))


def places(home: Path) -> dict[str, tuple[str | None, str | None]]:
    with Store.open_read(home) as found:
        return {row["issuer"]: (row["province"], row["city"]) for row in found.listing()}


def groups(assistant: Assistant, question: str) -> dict[str, object]:
    return {row["issuer"]: row["value"] for row in assistant.ask(question).rows}


ONE_COUNTY = (
    town("柳浦镇", 1, "云岭省", "青禾市"),
    town("桥头镇", 2, None, "青禾市"),
    town("望川镇", 4, None, None),
    town("石门镇", 8, None, "青禾市", county="东沙县"),
    town("白鹭乡", 16, None, None, county="砚泉县"),
)
TWO_COUNTIES = (
    town("柳浦镇", 1, "云岭省", "青禾市"),
    town("桥头镇", 2, None, "澜湾市"),
    town("望川镇", 4, None, None),
    town("石门镇", 8, "云岭省", None),
)


def test_a_place_that_some_reports_print_holds_for_the_others(tmp_path: Path) -> None:
    held(tmp_path, *ONE_COUNTY)
    assert places(tmp_path) == {
        "临溪县柳浦镇人民政府": ("云岭省", "青禾市"),
        "临溪县桥头镇人民政府": ("云岭省", "青禾市"),
        "临溪县望川镇人民政府": ("云岭省", "青禾市"),
        "东沙县石门镇人民政府": ("云岭省", "青禾市"),  # by its city
        "砚泉县白鹭乡人民政府": (None, None),
    }


def test_a_place_that_could_be_either_of_two_stays_open(tmp_path: Path) -> None:
    held(tmp_path, *TWO_COUNTIES)
    assert places(tmp_path) == {
        "临溪县柳浦镇人民政府": ("云岭省", "青禾市"),
        "临溪县桥头镇人民政府": (None, "澜湾市"),
        "临溪县望川镇人民政府": (None, None),
        "临溪县石门镇人民政府": ("云岭省", None),  # 澜湾市 may lie in 云岭省 too
    }


@pytest.mark.parametrize(
    ("printed", "whole"),
    [
        ([("云岭省", None), (None, "青禾市")], ("云岭省", "青禾市")),
        ([("云岭省", "青禾"), (None, "青禾市")], ("云岭省", "青禾市")),
    ],
)
def test_names_belong_together_as_far_as_they_are_printed(
    tmp_path: Path, printed: list[tuple[str | None, str | None]], whole: tuple[str, str]
) -> None:
    towns = [
        town(name, 1, *place) for name, place in zip(("柳浦镇", "桥头镇"), printed, strict=True)
    ]
    held(tmp_path, *towns)
    assert set(places(tmp_path).values()) == {whole}


def test_what_was_taken_over_goes_with_the_report_it_came_from(tmp_path: Path) -> None:
    printed = town("柳浦镇", 1, "云岭省", "青禾")
    held(tmp_path, printed, *ONE_COUNTY[1:3])
    with WriteStore.open_write(tmp_path) as written:
        written.remove([printed.report_id])
        check_across_years(written)
        kept = [written.report(report.report_id).identity for report in ONE_COUNTY[1:3]]
    assert [identity.city for identity in kept] == ["青禾市", "青禾市"]
    assert [identity.province for identity in kept] == [None, None]


def test_a_county_is_one_group_however_much_its_reports_print(tmp_path: Path) -> None:
    assistant = held(tmp_path, *ONE_COUNTY)
    assert groups(assistant, "各县2024年收件合计") == {
        "云岭省青禾市临溪县": 7,
        "云岭省青禾市东沙县": 8,
        "砚泉县": 16,
    }
    assert groups(assistant, "各市2024年收件合计") == {"云岭省青禾市": 15, "": 16}
    assert assistant.ask("青禾市2024年收件合计").value == 15
    assert assistant.ask("云岭省2024年收件合计").value == 15


def test_counties_of_one_name_stay_apart_and_what_could_be_either_says_so(tmp_path: Path) -> None:
    assistant = held(tmp_path, *TWO_COUNTIES)
    assert groups(assistant, "各县2024年收件合计") == {
        "云岭省青禾市临溪县": 1,
        "澜湾市临溪县": 2,
        "临溪县（所在省市未印出）": 4,
        "云岭省临溪县（所在省市未印出）": 8,
    }


def test_a_name_of_two_counties_is_asked_back(tmp_path: Path) -> None:
    assistant = held(tmp_path, *TWO_COUNTIES)
    unclear = assistant.ask("临溪县2024年收件合计")
    assert unclear.status == "needs_clarification"
    assert "云岭省青禾市临溪县、澜湾市临溪县" in unclear.answer
    one = assistant.ask("青禾市临溪县2024年收件合计")
    assert one.value == 1
    assert "另有2份报告没有印出所在市，无法判断是否属于云岭省青禾市临溪县" in one.answer
    assert assistant.ask("澜湾市临溪县2024年收件合计").value == 2


def test_files_that_took_a_place_over_are_unchanged_when_indexed_again(tmp_path: Path) -> None:
    folder, home = tmp_path / "年报", tmp_path / "home"
    folder.mkdir()
    for name, above in (("柳浦镇", "青禾市临溪县"), ("望川镇", "临溪县")):
        text = (
            f"{above}{name}人民政府2024年政府信息公开工作年度报告\n一、总体情况\n{name}公开信息。\n"
        )
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    assert index_paths(home, [folder]).indexed == 2
    assert {city for _, city in places(home).values()} == {"青禾市"}
    again = index_paths(home, [folder / "望川镇.txt"])
    assert (again.indexed, again.unchanged, again.replaced) == (0, 1, 0)


def test_any_number_of_groups_is_answered(tmp_path: Path) -> None:
    """More than the guard walks of reports, each with another rate, last in every order."""
    cells = {"requests.total_processed.total": 1000, "requests.granted.total": 0}
    many = [
        make_report(
            "柳浦镇", 2024, {**cells, "requests.granted.total": n}, county=f"第{1000 - n}区"
        )
        for n in range(1, 461)
    ]
    answer = held(tmp_path, *many).ask("各县2024年予以公开率")
    assert answer.status == "answered"
    assert [row["value"] for row in answer.rows] == [n / 10 for n in range(460, 0, -1)]


def test_reports_are_counted_by_county_as_they_are_grouped(tmp_path: Path) -> None:
    assistant = held(tmp_path, *TWO_COUNTIES, town("白鹭乡", 16, None, "栖云市", county="砚泉县"))
    counted = assistant.ask("各县各有多少份报告").answer
    assert "云岭省青禾市临溪县 1份" in counted
    assert "临溪县（所在省市未印出） 1份" in counted
    assert "、砚泉县 1份" in counted
