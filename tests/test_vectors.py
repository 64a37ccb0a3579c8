"""The dense index in a real Chroma: scope, replacement, mismatch, a killed writer, a server."""

from __future__ import annotations

import gc
import socket
import subprocess
import sys
import time
import weakref
from collections.abc import Iterator
from itertools import product
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from pathlib import Path

import numpy as np
import pytest

from index.errors import ModelError, StoreError
from index.search.chroma import discard_torn
from index.search.chunks import Chunk, PlacedChunk
from index.search.embedding import Embedder, Vectors, load_embedder
from index.search.vectors import VectorStore

DIM = 8
SPAWN = get_context("spawn")


def placed(report: str, count: int, year: int | None = 2024) -> list[PlacedChunk]:
    return [
        PlacedChunk(Chunk(f"{report}:{n}", report, n, "一", 0, 1, "文"), None, year)
        for n in range(count)
    ]


def unit(rows: int, seed: int = 0) -> Vectors:
    vectors = np.random.default_rng(seed).normal(size=(rows, DIM)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


@pytest.fixture
def store(tmp_path: Path) -> VectorStore:
    """r0 (2023), r1 (2024) and r2 (no year) with 3, 40 and 2 chunks."""
    store = VectorStore(tmp_path, "model", DIM)
    chunks = placed("r0", 3, 2023) + placed("r1", 40) + placed("r2", 2, None)
    store.add(chunks, unit(45))
    return store


def ids(hits: list[tuple[str, float]]) -> list[str]:
    return [chunk_id for chunk_id, _ in hits]


def test_an_empty_store_finds_nothing(tmp_path: Path) -> None:
    store = VectorStore(tmp_path, "model", DIM)
    assert store.search(unit(1)[0]) == []
    assert (store.count(), store.chunk_ids()) == (0, set())


def test_the_nearest_come_first_with_their_cosine(store: VectorStore) -> None:
    vectors, query = unit(45), unit(1, seed=9)[0]
    names = [f"r0:{n}" for n in range(3)] + [f"r1:{n}" for n in range(40)] + ["r2:0", "r2:1"]
    best = np.argsort(-(vectors @ query))[:10]
    hits = store.search(query, k=10)
    assert ids(hits) == [names[row] for row in best]
    assert [score for _, score in hits] == pytest.approx((vectors @ query)[best], abs=1e-5)


def test_scope_by_year_and_by_report(store: VectorStore) -> None:
    query = unit(45)[4]  # the vector of r1:1
    assert ids(store.search(query, k=1)) == ["r1:1"]
    assert {i[:2] for i in ids(store.search(query, years=[2023, None], k=50))} == {"r0", "r2"}
    assert set(ids(store.search(query, years=[None]))) == {"r2:0", "r2:1"}
    assert set(ids(store.search(query, report_ids=["r0", "r2", "none such"]))) == {
        *("r0:0", "r0:1", "r0:2"),
        *("r2:0", "r2:1"),
    }
    assert store.search(query, years=[2023], report_ids=["r1"]) == []
    assert store.search(query, years=[]) == []
    assert store.search(query, report_ids=[]) == []


def test_a_small_scope_is_searched_whole_however_long_its_reports(store: VectorStore) -> None:
    scores = unit(45)[3:43] @ unit(45)[4]
    hits = store.search(unit(45)[4], report_ids=["r1"], k=50)
    assert len(hits) == 40
    assert dict(hits) == pytest.approx({f"r1:{n}": s for n, s in enumerate(scores)}, abs=1e-5)


def test_a_large_scope_agrees_with_the_exact_order(tmp_path: Path) -> None:
    store = VectorStore(tmp_path, "model", DIM)
    chunks = [item for n in range(400) for item in placed(f"r{n}", 2)]
    vectors, query = unit(800), unit(1, seed=5)[0]
    store.add(chunks, vectors)
    wanted = {f"r{n}" for n in range(0, 400, 3)}
    order = [chunks[row].chunk for row in np.argsort(-(vectors @ query))]
    expected = [chunk.chunk_id for chunk in order if chunk.report_id in wanted][:20]
    assert ids(store.search(query, report_ids=wanted, k=20)) == expected


def test_adding_again_changes_nothing_and_a_new_vector_replaces(store: VectorStore) -> None:
    before = store.search(unit(1, seed=3)[0], k=45)
    chunks = placed("r0", 3, 2023) + placed("r1", 40) + placed("r2", 2, None)
    store.add(chunks, unit(45))
    assert store.search(unit(1, seed=3)[0], k=45) == before
    store.add(placed("r2", 1, None), -unit(45)[43:44])
    assert store.count() == 45
    assert dict(store.search(unit(45)[43], years=[None]))["r2:0"] == pytest.approx(-1, abs=1e-5)


def test_deleted_reports_are_gone_from_every_year(store: VectorStore) -> None:
    store.delete_reports(["r0", "r1", "none such"])
    assert store.chunk_ids() == {"r2:0", "r2:1"}
    assert store.count() == 2
    assert set(ids(store.search(unit(1)[0], k=50))) == {"r2:0", "r2:1"}


def test_another_model_or_dimension_is_refused_with_the_remedy(
    store: VectorStore, tmp_path: Path
) -> None:
    with pytest.raises(ModelError, match=r"model（8 维）.*other（8 维）.*nianbao index"):
        VectorStore(tmp_path, "other", DIM)
    with pytest.raises(ModelError, match=r"model（8 维）.*model（512 维）"):
        VectorStore(tmp_path, "model", 512)
    assert VectorStore(tmp_path, "model", DIM).count() == 45


def write_much(home: Path, begun: Event) -> None:
    store = VectorStore(home, "model", DIM)
    store.add(placed("r0", 1000), unit(1000))
    begun.set()
    store.add(placed("r1", 8000), unit(8000))


def write_again(home: Path) -> None:
    """In a process of its own: a native crash of Chroma ends only this one."""
    store = VectorStore(home, "model", DIM)
    held = store.count()
    assert held in {0, *range(1000, 9000)}
    store.add(placed("r0", 1000) + placed("r1", 3000), unit(4000))
    assert store.chunk_ids() >= {f"r1:{n}" for n in range(3000)}
    assert store.count() == max(4000, held)
    assert dict(store.search(unit(4000)[3500], k=5))["r1:2500"] == pytest.approx(1, abs=1e-5)


def test_a_killed_writer_can_be_repeated(tmp_path: Path) -> None:
    begun = SPAWN.Event()
    writer = SPAWN.Process(target=write_much, args=(tmp_path, begun))
    writer.start()
    assert begun.wait(30)
    time.sleep(0.1)
    writer.kill()
    writer.join()
    discard_torn(tmp_path)
    again = SPAWN.Process(target=write_again, args=(tmp_path,))
    again.start()
    again.join()
    assert again.exitcode == 0


def write_until_killed(home: Path, begun: Event) -> None:
    with VectorStore(home, "model", DIM)._chroma.writing():
        begun.set()
        time.sleep(600)


def test_what_a_killed_writer_left_is_not_read_but_discarded(
    store: VectorStore, tmp_path: Path
) -> None:
    begun = SPAWN.Event()
    writer = SPAWN.Process(target=write_until_killed, args=(tmp_path, begun))
    writer.start()
    assert begun.wait(30)
    writer.kill()
    writer.join()
    for read_or_write in (
        store.count,
        lambda: store.add(placed("r3", 1), unit(1)),
        lambda: VectorStore(tmp_path, "model", DIM),
    ):
        with pytest.raises(StoreError, match=r"写入向量时被中断.*nianbao index"):
            read_or_write()
    discard_torn(tmp_path)
    assert store.count() == 0
    store.add(placed("r3", 1), unit(1))
    assert VectorStore(tmp_path, "model", DIM).count() == 1


def test_a_store_whose_writers_ended_well_is_not_discarded(
    store: VectorStore, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match="stop"), store._chroma.writing():
        raise ValueError("stop")
    discard_torn(tmp_path)
    assert store.count() == 45


def write_and_delete(home: Path) -> None:
    store = VectorStore(home, "model", DIM)
    for n in range(10):
        store.add(placed(f"w{n}", 300, 2024 + n % 2), unit(300, n))
        store.delete_reports([f"w{n - 2}"])
        store.commit()


def test_a_reader_follows_a_writer_in_another_process(store: VectorStore, tmp_path: Path) -> None:
    query = unit(1, seed=7)[0]
    writer = SPAWN.Process(target=write_and_delete, args=(tmp_path,))
    writer.start()
    while writer.is_alive():
        assert len(store.search(query, k=20)) == 20
    assert writer.exitcode == 0
    assert {chunk_id[:2] for chunk_id in ids(store.search(query, k=645))} == {
        "r0",
        "r1",
        "r2",
        "w8",
        "w9",
    }
    assert store.count() == 45 + 600
    assert ids(store.search(unit(300, 9)[5], years=[2025], k=1)) == ["w9:5"]


def write_steadily(home: Path) -> None:
    store = VectorStore(home, "model", DIM)
    for n in range(12):
        store.add(placed(f"w{n}", 400), unit(400, n + 1))
        store.commit()


def open_and_search(home: Path, done: Event) -> None:
    while not done.is_set():
        assert len(VectorStore(home, "model", DIM).search(unit(1)[0], k=20)) == 20


@pytest.mark.parametrize("frozen", [False, True])
def test_a_reader_that_loads_anew_frees_what_it_had(store: VectorStore, frozen: bool) -> None:
    gc.unfreeze()  # what tests before have left
    store.search(unit(1)[0])
    chroma = store._chroma
    before = weakref.ref(chroma._client._system)
    if frozen:  # a program may freeze what it holds
        gc.freeze()
    chroma._stamp_file.touch()
    try:
        assert len(store.search(unit(1)[0], k=45)) == 45
        assert before() is None
        assert (gc.get_freeze_count() > 0) is frozen
    finally:
        gc.unfreeze()


def test_readers_that_open_while_another_process_writes_neither_crash_nor_harm(
    tmp_path: Path,
) -> None:
    VectorStore(tmp_path, "model", DIM).add(placed("r", 100), unit(100))
    done = SPAWN.Event()
    writer = SPAWN.Process(target=write_steadily, args=(tmp_path,))
    reader = SPAWN.Process(target=open_and_search, args=(tmp_path, done))
    reader.start()
    writer.start()
    writer.join()
    done.set()
    reader.join()
    assert (writer.exitcode, reader.exitcode) == (0, 0)
    store = VectorStore(tmp_path, "model", DIM)
    assert store.count() == 4900
    assert all(ids(store.search(unit(400, n + 1)[n], k=1)) == [f"w{n}:{n}"] for n in range(12))


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = f"--host 127.0.0.1 --port {port} --path {tmp_path / 'served'}".split()
    process = subprocess.Popen(
        [sys.executable, "-c", "from chromadb.cli.cli import app; app()", "run", *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(150):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    monkeypatch.setenv("NIANBAO_CHROMA_URL", f"http://127.0.0.1:{port}")
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait()


def test_a_chroma_server_serves_the_same_store(server: str, tmp_path: Path) -> None:
    store = VectorStore(tmp_path, "model", DIM)
    store.add(placed("r0", 30), unit(30))
    assert not (tmp_path / "chroma").exists()
    other = VectorStore(tmp_path, "model", DIM)
    assert ids(other.search(unit(30)[7], k=1)) == ["r0:7"]
    assert ids(other.search(unit(30)[7], report_ids=["r0"], k=1)) == ["r0:7"]
    store.delete_reports(["r0"])
    assert other.count() == 0


def test_a_server_that_does_not_answer_is_an_error_with_its_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NIANBAO_CHROMA_URL", "http://127.0.0.1:9")
    with pytest.raises(StoreError, match=r"连接不上.*http://127\.0\.0\.1:9.*chroma run"):
        VectorStore(tmp_path, "model", DIM)


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load_embedder()


@pytest.fixture(scope="module")
def passages(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> VectorStore:
    """Fifty passages of ten bodies; only the third of 松6镇 mentions a video channel."""
    places = ["门户网站", "宣传栏", "微信公众号", "村务公开栏", "便民服务大厅"]
    acts = ["定期更新", "安排专人管理", "公开财政预算", "接受群众监督", "开展业务培训"]
    texts = [f"我镇利用{place}，{act}。" for place, act in product(places, acts)] * 2
    texts[33] = "我镇新开通视频号一个，用短片讲解惠民政策。"
    items = [
        PlacedChunk(
            Chunk(f"松{n // 5}:{n % 5}", f"松{n // 5}", n % 5, "一", 0, 1, text), None, 2024
        )
        for n, text in enumerate(texts)
    ]
    store = VectorStore(tmp_path_factory.mktemp("home"), embedder.name, embedder.dim)
    store.add(items, embedder.embed([item.indexed_text for item in items]))
    return store


@pytest.mark.parametrize(
    "question", ["哪个镇开通了视频号？", "视频号", "有没有用短视频做宣传的", "谁拍片子讲政策"]
)
def test_the_real_model_finds_the_passage_among_fifty(
    embedder: Embedder, passages: VectorStore, question: str
) -> None:
    assert "松6:3" in ids(passages.search(embedder.embed([question])[0], k=3))


def test_importing_the_store_does_not_import_chroma() -> None:
    program = (
        "import sys, index.search.vectors, index.search.keywords;"
        "print({'chromadb', 'tantivy'} & {*sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"
