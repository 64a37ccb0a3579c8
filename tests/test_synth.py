"""Synthetic reports: same seed same files, figures that add up, layouts that print the truth."""

from __future__ import annotations

import ast
import io
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.document import Document as WordDocument
from opencc import OpenCC

from eval.corpus_build import CORPUS, build
from eval.render import LAYOUTS, Document, Section, render
from eval.render.labels import form_keys
from eval.render.tables import build_table, lose_cell
from eval.synth import generate, stream
from eval.synth.defects import PLANTS
from eval.synth.narrative import in_chinese
from eval.synth.phrases import COUNTED, NONE, ROUGH
from eval.truth import RULES, CellTruth, Truth, read_cell, read_truth

ROOT = Path(__file__).parent.parent
APPLICANTS = ("natural_person", "business", "research", "public_welfare", "legal_service")
ORGANISED = (*APPLICANTS, "other_org")
ENDS = ("received", "carried_in", "total_processed", "carried_out")
Report = tuple[Truth, bytes]


@cache
def sample() -> tuple[Report, ...]:
    """Reports in the quick layouts, enough to meet every oddity."""
    quick = [name for name in LAYOUTS if not name.startswith(("docx", "pdf"))]
    return tuple(stream(seed=11, count=1200, layouts=quick))


def visible_text(truth: Truth, content: bytes) -> str:
    """What a reader sees of a file, by the format's own public reader."""
    suffix = LAYOUTS[truth.layout].suffix
    if suffix == ".docx":
        return "\n".join(docx_text(docx.Document(io.BytesIO(content))))
    if suffix == ".pdf":
        pages = pypdfium2.PdfDocument(content)
        return "\n".join(page.get_textpage().get_text_bounded() for page in pages)
    named = [q.removeprefix("encoding:") for q in truth.quirks if q.startswith("encoding:")]
    text = content.decode(named[0] if named else LAYOUTS[truth.layout].encoding)
    return re.sub(r"<[^>]+>", "\t", text) if suffix == ".html" else text


def docx_text(file: WordDocument) -> Iterator[str]:
    """Every paragraph, also those in nested tables and text boxes."""
    for element in file.element.body.iter():
        if element.tag.endswith("}p"):
            yield "".join(node.text or "" for node in element.iter() if node.tag.endswith("}t"))


def folded(text: str) -> str:
    """Simplified, half width, without white space or the brackets that pinyin stands in."""
    return re.sub(r"\s+", "", OpenCC("t2s").convert(unicodedata.normalize("NFKC", text)))


def value(truth: Truth, key: str) -> float | None:
    cell = truth.cells[key]
    return None if cell.destroyed else cell.value


def broken_identities(truth: Truth) -> set[tuple[str, str]]:
    """The identities of the form, written out once more, that the printed cells break."""
    rows = list(
        dict.fromkeys(k.split(".", 1)[1].rpartition(".")[0] for k in truth.cells if k[0] == "r")
    )
    outcomes = [row for row in rows if row not in ENDS]
    sums = {
        ("row_total", f"requests.{row}.total"): (
            [f"requests.{row}.{column}" for column in ORGANISED],
            [f"requests.{row}.total"],
        )
        for row in rows
    }
    for column in (*ORGANISED, "total"):
        ends = [f"requests.{end}.{column}" for end in ENDS]
        sums["column_balance", f"requests.{column}"] = (ends[:2], ends[2:])
        sums["processed_total", ends[2]] = ([f"requests.{r}.{column}" for r in outcomes], ends[2:3])
    for block in ("reconsideration", "direct_litigation", "litigation_after_reconsideration"):
        results = [
            f"disputes.{block}.{c}" for c in ("upheld", "corrected", "other_result", "pending")
        ]
        sums["dispute_total", f"disputes.{block}.total"] = (results, [f"disputes.{block}.total"])
    broken = set()
    for name, sides in sums.items():
        left, right = ([value(truth, key) for key in side] for side in sides)
        known = [number for number in (*left, *right) if number is not None]
        complete = len(known) == len(left) + len(right)
        if complete and sum(known[: len(left)]) != sum(known[len(left) :]):
            broken.add(name)
    return broken


def test_the_same_seed_gives_the_same_files(tmp_path: Path) -> None:
    layouts = [*LAYOUTS]
    first = generate(5, 45, tmp_path / "a", layouts)
    second = generate(5, 45, tmp_path / "b", layouts)
    assert first == second
    names = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert len(names) == 46
    assert names == sorted(path.name for path in (tmp_path / "b").iterdir())
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_another_seed_gives_other_reports() -> None:
    assert [t for t, _ in stream(1, 5)] != [t for t, _ in stream(2, 5)]


def test_truth_survives_its_json() -> None:
    for truth, _ in sample()[:40]:
        assert Truth.from_json(truth.to_json()) == truth


def test_truth_lists_every_cell_of_the_form() -> None:
    for truth, _ in sample():
        expected = [] if truth.form == "pre2019" else form_keys(truth.form)
        assert list(truth.cells) == expected
    assert {truth.form for truth, _ in sample()} == {"2021", "2019", "pre2019"}


def test_identities_hold_except_where_a_defect_is_recorded() -> None:
    rules = {"row_total", "column_balance", "processed_total", "dispute_total"}
    seen: Counter[str] = Counter()
    for truth, _ in sample():
        if truth.cells:
            recorded = {(d.rule, d.where) for d in truth.defects if d.rule in rules}
            assert broken_identities(truth) == recorded, truth.file
            seen.update(rule for rule, _ in recorded)
    assert seen.keys() == rules


def test_consecutive_years_hand_on_what_was_carried_out() -> None:
    broken = 0
    for (before, _), (after, _) in pairwise(sample()):
        same_body = (before.township, before.body_type) == (after.township, after.body_type)
        if not (same_body and after.year == before.year + 1 and before.cells and after.cells):
            continue
        for column in (*ORGANISED, "total"):
            there = value(before, f"requests.carried_out.{column}")
            here = value(after, f"requests.carried_in.{column}")
            where = f"requests.carried_in.{column}"
            recorded = [d for d in after.defects if (d.rule, d.where) == ("carry_over", where)]
            unequal = None not in (there, here) and there != here
            assert bool(recorded) == unequal
            assert all(defect.more["previous"] == before.file for defect in recorded)
            broken += unequal
    assert broken > 0


def test_every_check_rule_is_planted_somewhere() -> None:
    planted = {defect.rule for truth, _ in sample() for defect in truth.defects}
    assert planted == set(RULES)
    assert set(PLANTS) < set(RULES)


def test_a_mismatch_names_what_the_text_says_and_what_the_table_says() -> None:
    mismatches = [
        (truth, defect)
        for truth, _ in sample()
        for defect in truth.defects
        if defect.rule == "narrative_mismatch"
    ]
    assert mismatches
    for truth, defect in mismatches:
        assert truth.cells[defect.where].state == "reported"
        assert defect.more["told"] != defect.more["table"]
        assert defect.more["told"] in [claim.value for claim in truth.claims]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_prints_every_value_claim_and_passage(layout: str) -> None:
    for truth, content in stream(seed=3, count=8, layouts=[layout]):
        text = visible_text(truth, content)
        flat = folded(text)
        for quote in [c.quote for c in truth.claims] + [p.text for p in truth.passages]:
            assert folded(quote) in flat, (truth.file, quote)
        plain = unicodedata.normalize("NFKC", text).replace(",", "")
        printed = Counter(map(float, re.findall(r"\d+(?:\.\d+)?", plain)))
        sure = [c.value for c in truth.cells.values() if c.value is not None and not c.destroyed]
        if layout in ("txt_glued", "txt_once"):
            assert all(str(number) in plain for number in sure)
        else:
            wanted = Counter(abs(float(number)) for number in sure)
            assert not wanted - printed, truth.file


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_prints_every_label_in_full(layout: str) -> None:
    tables = [build_table(name, "2021", {}) for name in ("proactive", "requests", "disputes")]
    doc = Document(["标题"], [Section(f"{i}", table=t) for i, t in enumerate(tables)], "甲镇", 2024)
    truth = Truth("x", "甲镇", "镇", None, None, None, "甲镇", 2024, "2021", "body", layout)
    flat = Counter(folded(visible_text(truth, render(doc, layout))))
    labels = {cell.text for table in tables for row in table.rows for cell in row if not cell.key}
    assert not Counter(folded("".join(labels))) - flat


def test_word_files_keep_their_merged_cells() -> None:
    [(truth, content)] = stream(seed=3, count=1, layouts=["docx"])
    assert truth.form == "2021" or truth.form == "2019"
    tables = docx.Document(io.BytesIO(content)).tables
    requests = next(table for table in tables if len(table.columns) == 10)
    first = next(row for row in requests.rows if row.cells[0].text.startswith("一、"))
    assert first.cells[0]._tc is first.cells[2]._tc


def test_pdf_tables_run_over_pages() -> None:
    [(_, content)] = stream(seed=3, count=1, layouts=["pdf"])
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content)]
    assert len(pages) >= 2
    assert "— 2 —" in pages[1]


def test_a_lost_cell_makes_its_whole_row_uncertain() -> None:
    lossy = [truth for truth, _ in sample() if "lost_cell" in truth.quirks]
    assert lossy
    for truth in lossy:
        destroyed = [key for key, cell in truth.cells.items() if cell.destroyed]
        assert len({key.rpartition(".")[0] for key in destroyed}) <= 1
    table = lose_cell(build_table("requests", "2021", {}), "requests.granted.total")
    assert [len(table.values(row)) for row in table.rows[3:7]] == [7, 7, 6, 7]


def test_glued_rows_are_certain_only_with_one_digit_a_cell() -> None:
    cells = {"requests.received.total": "12", "requests.granted.total": "3"}
    table = build_table("requests", "2021", cells | {"requests.received.natural_person": "12"})
    doc = Document(["标题"], [Section("三", table=table)], "甲镇", 2024)
    lost = LAYOUTS["txt_glued"].losses(doc)
    assert "requests.received.research" in lost
    assert "requests.granted.total" not in lost
    assert "一、本年新收政府信息公开申请数量120000012" in render(doc, "txt_glued").decode()


def test_most_townships_get_no_or_few_requests() -> None:
    counts = [
        truth.cells["requests.received.total"].value
        for truth, _ in sample()
        if truth.cells and truth.scope == "body"
    ]
    known = sorted(count for count in counts if count is not None)
    assert known[len(known) // 2] == 0
    assert known[int(len(known) * 0.9)] <= 15
    assert known[-1] > 20


def test_namesakes_always_print_their_county() -> None:
    counties: dict[str, set[str | None]] = {}
    for truth, _ in sample():
        if truth.township:
            counties.setdefault(truth.township, set()).add(truth.county)
    namesakes = [found for found in counties.values() if len(found - {None}) > 1]
    assert namesakes
    assert all(None not in found for found in namesakes)
    assert len({(truth.issuer, truth.year) for truth, _ in sample()}) == len(sample())


def test_every_field_has_six_ways_to_be_told() -> None:
    assert min(len(variants) for variants in COUNTED.values()) >= 6
    assert all(
        clause.count("{n}") == 1
        for table in (COUNTED, ROUGH)
        for v in table.values()
        for clause, _ in v
    )
    assert not any("{n}" in clause for variants in NONE.values() for clause, _ in variants)


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "零"), (3, "三"), (10, "十"), (17, "十七"), (40, "四十"), (99, "九十九")],
)
def test_chinese_numerals(number: int, words: str) -> None:
    assert in_chinese(number) == words


@pytest.mark.parametrize(
    ("printed", "cell"),
    [
        ("0", CellTruth(0, "reported")),
        (" 12 ", CellTruth(12, "reported")),
        ("１２", CellTruth(12, "reported")),
        ("1,234", CellTruth(1234, "reported")),
        ("3件", CellTruth(3, "reported")),
        ("0.35", CellTruth(0.35, "reported")),
        ("-1", CellTruth(-1, "reported")),
        ("", CellTruth(None, "blank")),
        (" ", CellTruth(None, "blank")),
        ("/", CellTruth(None, "not_applicable")),
        ("—", CellTruth(None, "not_applicable")),
        ("无", CellTruth(None, "text")),
    ],
)
def test_a_printed_cell_read_with_care(printed: str, cell: CellTruth) -> None:
    assert read_cell(printed) == cell


def test_a_cell_that_needs_judgement_is_refused() -> None:
    with pytest.raises(ValueError, match="truth_cells"):
        read_cell("22（其中修订16件）")


def test_an_unknown_layout_is_named() -> None:
    with pytest.raises(ValueError, match="txt_tsv"):
        list(stream(1, 1, ["txt_scroll"]))


def test_the_generator_knows_nothing_of_the_product() -> None:
    sources = [*ROOT.glob("eval/render/*.py"), *ROOT.glob("eval/synth/*.py")]
    sources += [ROOT / "eval/truth.py", ROOT / "eval/corpus_build.py"]
    for source in sources:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {name.split(".")[0] for name in names} & {"index", "assistant"}, source


def test_the_committed_corpus_is_what_its_sources_render_to(tmp_path: Path) -> None:
    (tmp_path / "source").symlink_to(CORPUS / "source")
    truths = build(tmp_path)
    assert list(read_truth(CORPUS / "truth.jsonl")) == truths
    for truth in truths:
        made, kept = (tmp_path / truth.file).read_bytes(), (CORPUS / truth.file).read_bytes()
        if LAYOUTS[truth.layout].suffix in (".docx", ".pdf"):
            assert visible_text(truth, made) == visible_text(truth, kept)
        else:
            assert made == kept, truth.file


def test_a_source_whose_quote_is_not_in_its_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    source = {
        "file": "a.txt", "layout": "txt_tsv", "province": None, "city": None, "county": "栖溪县",
        "township": "鹭渚镇", "issuer": "栖溪县鹭渚镇人民政府", "body_type": "镇", "year": 2024,
        "form": "2021", "scope": "body", "title": ["标题"],
        "sections": [{"heading": "一、总体情况", "paragraphs": ["公开12条。"]}],
        "claims": [{"field": "x", "value": 13, "unit": "条", "approx": False, "quote": "公开13条"}],
    }  # fmt: skip
    (tmp_path / "source" / "a.yaml").write_text(json.dumps(source), encoding="utf-8")
    with pytest.raises(ValueError, match=r"a\.yaml: quote not in the text: 公开13条"):
        build(tmp_path)
