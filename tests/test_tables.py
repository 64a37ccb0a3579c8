"""Every cell of the form is found with its state, in every layout, or said to be unreadable."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eval.render import LAYOUTS, Document, Section, render
from eval.render.labels import form_keys, table_names
from eval.render.tables import build_table
from eval.synth.figures import new_history, year_values
from index.document import DocumentBuilder, SourceDocument
from index.form import FORM_2019, FORM_2021, TABLES, split_key
from index.readers import read
from index.report import Cell
from index.tables import extract_cells

HEADINGS = (
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
)
# Layouts that lose digits or repeated lines by nature; their cells may come back unreadable.
LOSSY = {name for name, layout in LAYOUTS.items() if name in ("txt_glued", "txt_once")}


def lines(*texts: str) -> SourceDocument:
    builder = DocumentBuilder()
    for text in texts:
        builder.paragraph(text)
    return builder.build("fragment.txt", "txt", "0" * 64)


def cells_by_key(document: SourceDocument) -> dict[str, Cell]:
    return {".".join(cell.key): cell for cell in extract_cells(document).cells}


def report_file(folder: Path, layout: str, form: str, printed: dict[str, str]) -> Path:
    sections = [Section("一、总体情况", ["2024年，本镇主动公开政府信息31条。"])]
    for heading, table in zip(HEADINGS, table_names(form), strict=True):
        sections.append(Section(heading, [], build_table(table, form, printed)))
    sections.append(Section("五、存在的主要问题及改进情况", ["一是公开形式不够丰富。"]))
    title = ["临溪县柳浦镇人民政府2024年政府信息公开工作年度报告"]
    document = Document(title, sections, "临溪县柳浦镇人民政府", 2024)
    path = folder / f"report{LAYOUTS[layout].suffix}"
    path.write_bytes(render(document, layout))
    return path


def test_the_2021_form_has_200_cells_and_the_2019_form_198() -> None:
    assert len(list(FORM_2021.cell_keys())) == 200
    assert len(list(FORM_2019.cell_keys())) == 198
    assert len(FORM_2021.identities) == 7 + 7 + 25 + 3


def test_cell_keys_split_at_the_table_and_the_column() -> None:
    key = ("requests", "denied.state_secret", "natural_person")
    assert split_key("requests.denied.state_secret.natural_person") == key
    assert TABLES["requests"].row("denied.state_secret").printed == "1.属于国家秘密"


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
@pytest.mark.parametrize("form", ["2021", "2019"])
def test_every_layout_gives_back_every_cell(tmp_path: Path, layout: str, form: str) -> None:
    rng = random.Random(f"{layout} {form}")
    history = new_history(rng, area=False)
    history.activity = 40
    values = year_values(rng, form, history)
    path = report_file(tmp_path, layout, form, {k: str(v) for k, v in values.items()})

    extraction = extract_cells(read(path))

    assert extraction.form == form
    assert [".".join(cell.key) for cell in extraction.cells] == form_keys(form)
    for cell in extraction.cells:
        key = ".".join(cell.key)
        if cell.state == "reported":
            assert cell.value == values[key], f"{key}: {cell}"
        else:
            assert layout in LOSSY and cell.state == "unreadable", f"{key}: {cell}"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    layout=st.sampled_from(
        ["txt_tsv", "txt_cells", "txt_space", "txt_pdf", "md_torn", "txt_glued"]
    ),
    numbers=st.lists(st.integers(0, 120), min_size=200, max_size=200),
    holes=st.lists(st.sampled_from(["", "/", "—", "无"]), max_size=5),
    data=st.data(),
)
def test_no_table_comes_back_wrong(
    tmp_path: Path, layout: str, numbers: list[int], holes: list[str], data: st.DataObject
) -> None:
    """Whatever is printed, identities or none: a cell is right, or it is not reported."""
    keys = form_keys("2021")
    printed = {key: str(number) for key, number in zip(keys, numbers, strict=True)}
    if layout in ("txt_tsv", "txt_cells", "md_torn"):
        for hole in holes:
            printed[data.draw(st.sampled_from(keys))] = hole
    found = cells_by_key(read(report_file(tmp_path, layout, "2021", printed)))
    for key, text in printed.items():
        cell = found[key]
        if cell.state == "reported" and not cell.repaired:
            assert str(cell.value) == text, f"{key}: {cell}"


def test_a_cell_keeps_where_and_what_was_printed(tmp_path: Path) -> None:
    printed = {"requests.received.natural_person": "2", "requests.received.total": "2"}
    document = read(report_file(tmp_path, "txt_tsv", "2021", printed))
    cell = cells_by_key(document)["requests.received.total"]
    assert (cell.value, cell.raw, cell.state, cell.repaired) == (2, "2", "reported", False)
    assert cell.start is not None and cell.end is not None
    row = document.text[: cell.end].rsplit("\n", 1)[-1]
    assert row.startswith("一、本年新收政府信息公开申请数量") and row.endswith("\t2")


@pytest.mark.parametrize(
    ("printed", "value", "state"),
    [
        ("0", 0, "reported"),
        (" 12 ", 12, "reported"),
        ("1,234", 1234, "reported"),
        ("１２", 12, "reported"),
        ("22（其中修订16件）", 22, "reported"),
        ("3件", 3, "reported"),
        ("", None, "blank"),
        ("/", None, "not_applicable"),
        ("—", None, "not_applicable"),
        ("无", None, "text"),
        ("□", None, "unreadable"),
    ],
)
def test_five_kinds_of_nothing_stay_apart(
    tmp_path: Path, printed: str, value: int | None, state: str
) -> None:
    key = "proactive.normative_documents.issued"
    cell = cells_by_key(read(report_file(tmp_path, "docx", "2021", {key: printed})))[key]
    assert (cell.value, cell.state) == (value, state)


def test_a_report_without_tables_has_every_cell_missing() -> None:
    document = lines("二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "见附件。")
    found = extract_cells(document, 2024)
    assert {cell.state for cell in found.cells} == {"missing"}
    assert (found.form, len(found.cells)) == ("2021", 200)
    assert extract_cells(document, 2020).form == "2019"


def test_a_report_older_than_the_form_has_no_cells() -> None:
    found = extract_cells(lines("收到和处理政府信息公开申请情况", "全年收到申请3件。"), 2017)
    assert (found.form, found.cells) == ("pre2019", ())


REQUEST_ROW = "一、本年新收政府信息公开申请数量"


def test_a_figure_fallen_onto_the_next_line_belongs_to_its_row() -> None:
    found = cells_by_key(lines(f"{REQUEST_ROW} 3 1 0 0 0 0", "4"))
    assert found["requests.received.natural_person"].value == 3
    assert found["requests.received.total"].value == 4


def test_a_lost_zero_is_not_guessed_when_several_places_fit() -> None:
    """1 0 0 0 0 1 with one figure lost may hold its 1 in either of two columns."""
    found = cells_by_key(lines(f"{REQUEST_ROW} 1 0 0 0 0 1"))
    assert {found[f"requests.received.{c}"].state for c in ("natural_person", "total")} == {
        "unreadable"
    }


def test_a_lost_zero_among_zeros_is_restored_and_marked() -> None:
    found = cells_by_key(lines(f"{REQUEST_ROW} 0 0 0 0 0 0"))
    cell = found["requests.received.total"]
    assert (cell.value, cell.repaired) == (0, True)
    assert cell.reason is not None and "应有7个数，只印出6个" in cell.reason


def test_a_damaged_figure_is_restored_only_by_its_identity() -> None:
    restored = cells_by_key(lines(f"{REQUEST_ROW} 3 O 0 0 0 0 4"))
    assert (restored["requests.received.business"].value) == 1
    assert restored["requests.received.business"].repaired
    assert not restored["requests.received.natural_person"].repaired
    lost = cells_by_key(lines(f"{REQUEST_ROW} 3 O O 0 0 0 4"))
    assert lost["requests.received.business"].state == "unreadable"


def test_page_numbers_inside_a_table_are_not_figures() -> None:
    found = cells_by_key(
        lines(
            f"{REQUEST_ROW} 3 1 0 0 0 0 4",
            "- 3 -",
            "二、上年结转政府信息公开申请数量",
            "0 0 0 0 0 0 0",
        )
    )
    assert found["requests.received.total"].value == 4
    assert found["requests.carried_in.total"].value == 0


def test_a_page_number_under_a_single_figure_is_not_the_figure() -> None:
    found = cells_by_key(lines("行政许可 5", "7", "行政处罚 2", "行政强制 0"))
    licensing = found["proactive.licensing.decisions"]
    assert (licensing.value, licensing.repaired) == (5, True)
    assert found["proactive.penalties.decisions"].value == 2


def test_counts_in_a_sentence_are_no_table() -> None:
    found = cells_by_key(lines("全年办理行政许可 12 件，行政处罚 3 件，未实施行政强制。"))
    assert {cell.state for cell in found.values()} == {"missing"}


def test_fees_printed_in_yuan_are_given_in_ten_thousands_and_marked() -> None:
    cell = cells_by_key(lines("行政许可 5", "行政处罚 0", "行政强制 0", "行政事业性收费 5000元"))[
        "proactive.fees.amount"
    ]
    assert (cell.value, cell.raw, cell.repaired) == (0.5, "5000元", True)


@pytest.fixture(scope="session")
def seed_cells(seeds: Path) -> dict[str, dict[str, Cell]]:
    return {path.name[:3]: cells_by_key(read(path)) for path in sorted(seeds.glob("*.txt"))}


def test_all_thousand_cells_of_the_five_seeds(seed_cells: dict[str, dict[str, Cell]]) -> None:
    """DOMAIN.md, "Seed gold values": all zeros but for one request granted in the last."""
    ones = {
        f"requests.{row}.{col}"
        for row in ("received", "granted", "total_processed")
        for col in ("natural_person", "total")
    }
    assert len(seed_cells) == 5
    for name, cells in seed_cells.items():
        assert len(cells) == 200
        for key, cell in cells.items():
            expected = 1 if name == "004" and key in ones else 0
            assert (cell.value, cell.state) == (expected, "reported"), f"{name} {key}"
            assert not cell.repaired
