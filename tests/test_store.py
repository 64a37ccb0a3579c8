"""The side store gives back what was put in, and shows a version whole or not at all."""

from __future__ import annotations

import hashlib
import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import make_report
from sqlalchemy import case, func, insert, select
from sqlalchemy.exc import OperationalError

from index.checks import check_years
from index.errors import StoreError
from index.form import FORM_2019, FORM_2021, TABLES, split_key
from index.keys import body_key, report_id
from index.report import Cell, Evidence, Finding, Identity, Report
from index.search.chunks import chunk_sections
from index.store import Store
from index.store.database import FILE
from index.store.grams import TABLE, candidates
from index.store.lock import write_lock
from index.store.payload import Source, Version, dump, load
from index.store.schema import (
    SCHEMA_VERSION,
    all_keys,
    cell_states,
    metadata,
    reports,
    stale_bodies,
    value_column,
    values,
)
from index.store.write import WriteStore

RECEIVED = ("requests", "received", "total")


def version(report: Report, path: str = "", mark: str = "") -> Version:
    chunks = chunk_sections(report.report_id, report.text, report.sections)
    digest = hashlib.sha256(f"{report.sha256}{mark}".encode()).hexdigest()
    source = Source(path or f"/reports/{report.file}", digest)
    return Version(report, tuple(chunks), source)


def put(home: Path, *versions: Version) -> None:
    with WriteStore.open_write(home) as store:
        store.stage(versions)
        store.mark_ready(versions, None)


def rich_report() -> Report:
    report = make_report(
        "柳浦镇",
        2024,
        {
            "requests.received.total": "",
            "requests.granted.total": "/",
            "proactive.fees.amount": 1.5,
        },
        said=[
            "未开通政务新媒体。",
            ("收到申请2件。", "received", 2),
            ("约80余条。", "published", 80),
        ],
        missing=["disputes"],
        findings=[
            Finding("narrative_mismatch", "正文2件", ("requests.received.total",), False, 3, 9)
        ],
    )
    cells = list(report.cells)
    cells[2] = cells[2]._replace(raw="1,200", value=1200)
    cells[3] = cells[3]._replace(repaired=True, reason="位置由勾稽关系判定")
    cells[4] = Cell(*cells[4].key, None, "unreadable", "O 7", 4, 7, reason="字迹不清")
    cells[5] = Cell(*cells[5].key, -8, "reported", "减8", 4, 6)
    identity = replace(
        report.identity,
        candidates=("云岭省/青禾市/临溪县", "云岭省/澜湾市/东沙县"),
        evidence={"year": Evidence("title", "2024年"), "county": Evidence("folder", "临溪县")},
    )
    return replace(
        report,
        identity=identity,
        cells=tuple(cells),
        metadata={"url": "https://example.org/1", "published": "2025-01-20", "page_title": "年报"},
    )


@pytest.mark.parametrize(
    "report",
    [
        rich_report(),
        make_report("白鹭乡", 2020, form="2019"),
        make_report(
            "白鹭乡", 2020, form="2019", missing=["proactive_2019", "requests", "disputes"]
        ),
        replace(make_report("青石街道", 2018), form="pre2019", cells=(), sections=(), findings=()),
    ],
    ids=["every kind of cell", "2019 form", "all tables missing", "before 2019"],
)
def test_a_report_comes_back_equal(tmp_path: Path, report: Report) -> None:
    given = version(report)
    put(tmp_path, given)
    with Store.open_read(tmp_path) as store:
        assert store.report(report.report_id) == report
        assert store.text(report.report_id) == report.text
        stored = store.chunks_of(report.report_id)
    assert [(c.text, c.section, c.start, c.end) for c in stored] == [
        (c.text, c.section, c.start, c.end) for c in given.chunks
    ]
    assert all(c.chunk_id == f"{given.version_id}:{c.ordinal}" for c in stored)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.builds(
            lambda value, raw, span, repaired, reason: (value, raw, span, repaired, reason),
            st.none() | st.integers(-(10**9), 10**12) | st.floats(-1e6, 1e9, allow_nan=False),
            st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
            st.none() | st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)),
            st.booleans(),
            st.none() | st.just("由勾稽关系补出"),
        ),
        min_size=10,
        max_size=10,
    ),
    st.lists(
        st.sampled_from(["blank", "not_applicable", "text", "unreadable", "missing"]),
        min_size=10,
        max_size=10,
    ),
)
def test_any_cell_comes_back_equal(
    tmp_path_factory: pytest.TempPathFactory,
    drawn: list[tuple[float | None, str | None, tuple[int, int] | None, bool, str | None]],
    states: list[str],
) -> None:
    home = tmp_path_factory.mktemp("home")
    report = make_report("柳浦镇", 2024)
    cells = tuple(
        Cell(*cell.key, value, "reported" if value is not None else state, raw, start, end, *rest)
        for cell, state, (value, raw, span, *rest) in zip(
            report.cells[:10], states, drawn, strict=True
        )
        for start, end in [span or (None, None)]
    )
    report = replace(report, cells=cells + report.cells[10:])
    put(home, version(report))
    with Store.open_read(home) as store:
        assert store.report(report.report_id).cells == report.cells


def test_cells_are_answered_in_the_asked_order_and_absent_ones_are_missing(tmp_path: Path) -> None:
    report = make_report("柳浦镇", 2024, {"requests.received.total": 7}, missing=["disputes"])
    put(tmp_path, version(report))
    keys = [
        ("disputes", "reconsideration", "total"),
        RECEIVED,
        ("proactive_2019", "fees", "items_prev"),
    ]
    with Store.open_read(tmp_path) as store:
        cells = store.cells(report.report_id, keys)
        assert [(cell.key, cell.value, cell.state) for cell in cells] == [
            (keys[0], None, "missing"),
            (keys[1], 7, "reported"),
            (keys[2], None, "missing"),
        ]
        received = store.cell(report.report_id, RECEIVED)
        assert report.text[received.start : received.end] == "7" == received.raw
        assert isinstance(received.value, int)
        assert store.cells_of([report.report_id, "nobody"], [RECEIVED]) == {
            report.report_id: [received]
        }


def test_five_kinds_of_nothing_stay_apart_in_sql(tmp_path: Path) -> None:
    printed = {"镇甲": 0, "镇乙": "", "镇丙": "/", "镇丁": "见附件"}
    made = [make_report(body, 2024, {".".join(RECEIVED): cell}) for body, cell in printed.items()]
    made += [make_report("镇戊", 2024, missing=["requests"])]
    made += [replace(make_report("镇己", 2024), cells=(), form="pre2019")]
    put(tmp_path, *map(version, made))
    table, states = values["requests"], cell_states
    of_cell = (states.c.rid == reports.c.rid) & (states.c.cell == ".".join(RECEIVED))
    number = value_column(RECEIVED)
    printed = case((number.is_not(None), "reported"), else_="missing")
    statement = (
        select(reports.c.body, number, func.coalesce(states.c.state, printed))
        .join_from(reports, table, table.c.rid == reports.c.rid, isouter=True)
        .join(states, of_cell, isouter=True)
        .order_by(reports.c.rid)
    )
    with Store.open_read(tmp_path) as store, store.connect() as connection:
        assert [tuple(row) for row in connection.execute(statement)] == [
            ("镇甲", 0, "reported"),
            ("镇乙", None, "blank"),
            ("镇丙", None, "not_applicable"),
            ("镇丁", None, "text"),
            ("镇戊", None, "missing"),
            ("镇己", None, "missing"),
        ]


def test_every_cell_of_every_form_has_its_own_column() -> None:
    for form in (FORM_2021, FORM_2019):
        columns = [value_column(key) for key in form.cell_keys()]
        assert len({(c.table.name, c.name) for c in columns}) == len(columns)
    secret = split_key("requests.denied.state_secret.total")
    assert value_column(secret).name == "denied_state_secret__total"
    assert {c.name for c in values["disputes"].c} == {"rid"} | {
        f"{row.code}__{col.code}"
        for row in TABLES["disputes"].rows
        for col in TABLES["disputes"].cols
    }


def test_the_stored_layout_changes_only_with_the_schema_version() -> None:
    """`spans` holds cells by position and the columns follow the form: raise SCHEMA_VERSION with
    any change to either, then state the new layout here."""
    columns = [f"{t.name}.{c.name} {c.type}" for t in metadata.sorted_tables for c in t.columns]
    layout = "\n".join(columns + [".".join(key) for key in all_keys()])
    assert (SCHEMA_VERSION, hashlib.sha256(layout.encode()).hexdigest()[:8]) == (1, "029d027c")


def test_a_staged_version_is_invisible_and_a_swap_is_whole(tmp_path: Path) -> None:
    old = version(make_report("柳浦镇", 2024, {".".join(RECEIVED): 1}))
    new = version(make_report("柳浦镇", 2024, {".".join(RECEIVED): 2}), mark="b")
    assert old.report.report_id == new.report.report_id
    put(tmp_path, old)
    with WriteStore.open_write(tmp_path) as writer, Store.open_read(tmp_path) as reader:
        writer.stage([new])
        assert reader.cell(old.report.report_id, RECEIVED).value == 1
        assert writer.unsettled() == [new.version_id]

        with reader.connect() as before:
            statement = select(reports.c.version_id)
            assert before.scalars(statement).all() == [old.version_id]
            assert writer.mark_ready([new], "m3e-small") == [(old.report.file, new.report.file)]
            assert before.scalars(statement).all() == [old.version_id]  # its snapshot stands

        assert reader.report(old.report.report_id) == new.report
        assert writer.unsettled() == [old.version_id]
        assert reader.count() == 1
        kept = reader.history(old.report.report_id)
        assert [v.report for v in kept] == [old.report]
        assert kept[0].source == old.source


def test_readers_see_old_or_new_never_a_mixture(tmp_path: Path) -> None:
    """A reader in another thread looks on while versions replace each other."""
    made = [
        version(
            make_report(
                "柳浦镇",
                2024,
                {
                    f"requests.{row.code}.total": n
                    for row in TABLES["requests"].rows
                    if row.code != "other_total"
                },
            ),
            mark=f"{n}",
        )
        for n in range(1, 12)
    ]
    ident = made[0].report.report_id
    put(tmp_path, made[0])
    stop, seen, wrong = threading.Event(), set(), []
    keys = [key for key in FORM_2021.cell_keys() if key[0] == "requests" and key[2] == "total"]

    def look() -> None:
        with Store.open_read(tmp_path) as reader:
            while not stop.is_set():
                found = {cell.value for cell in reader.cells(ident, keys)}
                seen.update(found)
                if len(found) != 1 or reader.report(ident).report_id != ident:
                    wrong.append(found)

    watcher = threading.Thread(target=look)
    watcher.start()
    for one in made[1:]:
        put(tmp_path, one)
    stop.set()
    watcher.join()
    assert not wrong
    assert len(seen) > 1


def test_a_file_that_changes_its_identity_takes_its_old_report_along(tmp_path: Path) -> None:
    before = version(make_report("柳浦镇", 2023), path="/r/a.txt")
    after = version(make_report("柳浦镇", 2024), path="/r/a.txt")
    put(tmp_path, before, version(make_report("白鹭乡", 2024)))
    put(tmp_path, after)
    with Store.open_read(tmp_path) as store:
        assert {row["year"] for row in store.listing() if row["township"] == "柳浦镇"} == {2024}
        assert [v.report for v in store.history(before.report.report_id)] == [before.report]


def test_removing_leaves_no_row_behind(tmp_path: Path) -> None:
    gone = version(rich_report())
    put(tmp_path, gone)
    put(tmp_path, replace(gone, report=replace(gone.report, sha256="other")))
    with WriteStore.open_write(tmp_path) as store:
        store.remove([gone.report.report_id])
        assert store.unsettled() == [gone.version_id]
        store.settle(store.unsettled())
        store.set_cross_year(store.stale_bodies(), {})
        with pytest.raises(StoreError, match="没有编号为"):
            store.report(gone.report.report_id)
        with store.connect() as connection:
            assert candidates(connection, (gone.report.text[:2],)) == {}
    with sqlite3.connect(tmp_path / FILE) as raw:
        names = [n for (n,) in raw.execute("select name from sqlite_master where type='table'")]
        names = [name for name in names if not name.startswith(TABLE)]
        left = {n: raw.execute(f'select count(*) from "{n}"').fetchone()[0] for n in names}
    assert {n: count for n, count in left.items() if count} == {"sqlite_sequence": 1}


def test_findings_across_years_are_replaced_body_by_body(tmp_path: Path) -> None:
    old = make_report("柳浦镇", 2023, {"requests.carried_out.total": 3})
    new = make_report("柳浦镇", 2024)
    put(tmp_path, version(old), version(new))
    key = body_key(new.identity, new.file)
    with WriteStore.open_write(tmp_path) as store:
        assert store.stale_bodies() == [key]
        assert store.years_of(key) == [(2023, old.report_id), (2024, new.report_id)]
        cells = [{c.key: c for c in report.cells} for report in (old, new)]
        found = check_years(*cells, 2023)
        assert [f.rule for f in found] == ["carry_over"]
        for _ in range(2):
            store.set_cross_year([key], {new.report_id: found})
        assert store.stale_bodies() == []
        assert store.report(new.report_id).findings == new.findings + found
        listed = [(row["report_id"], row["rule"], row["cells"]) for row in store.findings()]
        assert listed[-1] == (new.report_id, "carry_over", ["requests.carried_in.total"])
        assert [row["findings"] for row in store.listing()] == [len(old.findings), 1]


def test_an_id_rests_on_the_body_and_year_not_on_the_file() -> None:
    known = Identity(
        "沂源县悦庄镇", "悦庄镇", "镇", "山东省", "淄博市", "沂源县", "悦庄镇", "printed", year=2024
    )
    assert report_id(known, "a.txt") == report_id(known, "b/c.pdf")
    assert len(report_id(known, "a.txt")) == 12
    assert body_key(known, "a.txt") == "山东省|淄博市|沂源县|悦庄镇"
    other_year = replace(known, year=2023)
    assert report_id(other_year, "a.txt") != report_id(known, "a.txt")
    assert body_key(other_year, "a.txt") == body_key(known, "a.txt")
    assert report_id(replace(known, county="寿光市"), "a.txt") != report_id(known, "a.txt")


def test_a_county_that_the_table_lacks_is_the_same_with_and_without_its_city() -> None:
    bare = Identity(
        "临溪县柳浦镇", "柳浦镇", "镇", None, None, "临溪县", "柳浦镇", "printed", year=2024
    )
    full = replace(bare, province="云岭省", city="青禾市")
    assert report_id(bare, "a") == report_id(full, "b")


@pytest.mark.parametrize(
    "unsettled",
    [
        {"place_confidence": "ambiguous"},
        {"place_confidence": "unknown"},
        {"year": None},
        {"body": ""},
    ],
)
def test_without_a_settled_identity_files_are_not_versions_of_each_other(
    unsettled: dict[str, object],
) -> None:
    known = Identity(
        "太平镇人民政府", "太平镇", "镇", None, None, "邹城市", "太平镇", "printed", year=2024
    )
    one = replace(known, **unsettled)
    assert report_id(one, "a.txt") != report_id(one, "b.txt")


def test_a_payload_is_the_whole_version() -> None:
    given = version(rich_report())
    assert load(dump(given)) == given


def test_nothing_stored_yet_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nianbao index"):
        Store.open_read(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_another_schema_version_is_refused(tmp_path: Path) -> None:
    WriteStore.open_write(tmp_path).close()
    with sqlite3.connect(tmp_path / FILE) as raw:
        raw.execute("PRAGMA user_version = 99")
    for opened in (Store.open_read, WriteStore.open_write):
        with pytest.raises(StoreError, match="结构版本是 99"):
            opened(tmp_path)


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"not a database, but long enough to look at" * 40)
    for opened in (Store.open_read, WriteStore.open_write):
        with pytest.raises(StoreError, match="可能已损坏"):
            opened(tmp_path)


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    WriteStore.open_write(tmp_path).close()
    with (
        Store.open_read(tmp_path) as store,
        pytest.raises(OperationalError, match="readonly"),
        store.connect() as connection,
    ):
        connection.execute(insert(stale_bodies).values(body_key="x"))


def test_a_home_may_have_any_name(tmp_path: Path) -> None:
    home = tmp_path / "年报 100%?#库"
    put(home, version(make_report("柳浦镇", 2024)))
    with Store.open_read(home) as store:
        assert store.count() == 1


def test_a_second_writer_is_refused_at_once_and_told_of_the_first(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from index.store.lock import write_lock\n"
        f"with write_lock(Path({str(tmp_path)!r})): print('held', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout and holder.stdout.readline() == "held\n"
    with pytest.raises(StoreError, match=f"进程号 {holder.pid}"), write_lock(tmp_path):
        pass
    holder.kill()
    holder.communicate()
    with write_lock(tmp_path):  # the system freed it
        pass


def test_a_home_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="ascii")
    with (
        pytest.raises(StoreError, match=r"不能写入索引目录.*--home"),
        write_lock(tmp_path / "file" / "home"),
    ):
        pass


def test_reading_loads_nothing_heavy(tmp_path: Path) -> None:
    put(tmp_path, version(make_report("柳浦镇", 2024)))
    code = (
        "import sys; from pathlib import Path; from index.store import Store\n"
        "import index.pipeline, index.removal, index.export, index.settings\n"
        f"Store.open_read(Path({str(tmp_path)!r})).listing()\n"
        "heavy = 'torch chromadb llama_index tantivy onnxruntime tokenizers pyarrow openpyxl'\n"
        "print([name for name in heavy.split() if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_states_are_stored_only_for_cells_that_are_not_plain(tmp_path: Path) -> None:
    put(
        tmp_path,
        version(make_report("柳浦镇", 2024, {".".join(RECEIVED): ""}, missing=["disputes"])),
    )
    with Store.open_read(tmp_path) as store, store.connect() as connection:
        rows = connection.execute(select(cell_states.c.cell, cell_states.c.state)).all()
    assert [tuple(row) for row in rows] == [(".".join(RECEIVED), "blank")]
