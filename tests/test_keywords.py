"""The keyword index on disk: terms, scope, commits, deletions, a killed writer."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path

import pytest

from index.errors import StoreError
from index.search.chunks import Chunk, PlacedChunk
from index.search.keywords import KeywordIndex, terms

SUBJECTS = ["门户网站", "宣传栏", "微信公众号", "村务公开栏", "便民服务大厅"]
ACTS = ["定期更新", "安排专人管理", "公开财政预算", "接受群众监督", "开展业务培训"]


def passage(report: str, ordinal: int, text: str, year: int | None = 2024) -> PlacedChunk:
    chunk = Chunk(f"{report}:{ordinal}", report, ordinal, "一、总体情况", 0, len(text), text)
    return PlacedChunk(chunk, f"{report}镇人民政府", year)


def fifty() -> list[PlacedChunk]:
    """Passages of ten bodies, of which only one mentions a video channel."""
    texts = [f"我镇利用{subject}，{act}。" for subject in SUBJECTS for act in ACTS] * 2
    texts[33] = "我镇新开通视频号一个，用短片讲解惠民政策。"
    return [passage(f"松{n // 5}", n % 5, text, 2020 + n // 10) for n, text in enumerate(texts)]


@pytest.fixture
def index(tmp_path: Path) -> Iterator[KeywordIndex]:
    index = KeywordIndex(tmp_path)
    index.add(fifty())
    index.commit()
    yield index
    index.close()


def ids(index: KeywordIndex, query: str, **scope: object) -> list[str]:
    return [chunk_id for chunk_id, _ in index.search(query, **scope)]  # type: ignore[arg-type]


def test_terms_are_characters_pairs_and_whole_numbers() -> None:
    assert terms("公开信息12条") == ["公", "开", "信", "息", "公开", "开信", "信息", "12", "条"]
    assert terms("APP、Ｗｅｉｂｏ") == ["app", "weibo"]
    assert terms("政務2024年度") == ["政", "务", "政务", "2024", "年", "度", "年度"]
    assert terms("，。 \n") == []


def test_the_one_passage_with_the_word_comes_first(index: KeywordIndex) -> None:
    (best, score), (_, next_score) = index.search("哪个镇开通了视频号？", k=2)
    assert best == "松6:3"
    assert score > 2 * next_score


def test_an_index_never_written_finds_nothing(tmp_path: Path) -> None:
    empty = KeywordIndex(tmp_path)
    assert empty.search("视频号") == []
    assert empty.count() == 0
    assert list(tmp_path.iterdir()) == []


def test_a_query_without_a_known_term_finds_nothing(index: KeywordIndex) -> None:
    assert index.search("？！") == []
    assert index.search("zzz") == []


def test_scope_is_part_of_the_query_and_leaves_scores_alone(index: KeywordIndex) -> None:
    everywhere = dict(index.search("群众监督", k=50))
    inside = index.search("群众监督", report_ids=["松1", "松2"], k=50)
    assert {chunk_id.split(":")[0] for chunk_id, _ in inside} == {"松1", "松2"}
    assert all(everywhere[chunk_id] == pytest.approx(score) for chunk_id, score in inside)
    assert ids(index, "视频号", years=[2023], k=1) == ["松6:3"]
    assert "松6:3" not in ids(index, "视频号", years=[2020, 2021, 2022, 2024], k=50)
    assert ids(index, "群众监督", years=[], k=50) == []
    assert ids(index, "群众监督", report_ids=[], k=50) == []
    assert ids(index, "群众监督", years=[2020], report_ids=["松9"], k=50) == []


def test_reports_without_a_year_are_a_scope_of_their_own(index: KeywordIndex) -> None:
    index.add([passage("柳溪", 0, "我镇建立公开台账。", None)])
    index.commit()
    assert ids(index, "台账", years=[None]) == ["柳溪:0"]
    assert "柳溪:0" in ids(index, "台账")


def test_adding_again_replaces(index: KeywordIndex) -> None:
    index.add(fifty())
    index.commit()
    assert index.count() == 50
    index.add([passage("松6", 3, "我镇新设抖音账号。", 2023)])
    index.commit()
    assert ids(index, "抖音", k=1) == ["松6:3"]
    assert "松6:3" not in ids(index, "视频", k=50)


def test_deleted_reports_are_gone_after_commit(index: KeywordIndex) -> None:
    index.delete_reports(["松6", "没有这份报告"])
    assert index.count() == 50
    index.commit()
    assert index.count() == 45
    assert "松6:3" not in ids(index, "视频号", k=50)


def test_an_open_reader_sees_the_next_commit(index: KeywordIndex, tmp_path: Path) -> None:
    reader = KeywordIndex(tmp_path)
    assert reader.count() == 50
    index.add([passage("柳溪", 0, "我镇建立公开台账。")])
    assert reader.count() == 50
    index.commit()
    assert reader.count() == 51
    assert ids(reader, "台账", k=1) == ["柳溪:0"]


def test_closing_drops_what_was_not_committed(index: KeywordIndex, tmp_path: Path) -> None:
    index.delete_reports(["松6"])
    index.close()
    assert KeywordIndex(tmp_path).count() == 50


def test_a_second_writer_is_told_to_wait(index: KeywordIndex, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="正被另一个进程写入"):
        KeywordIndex(tmp_path).add(fifty()[:1])


def write_and_die(home: Path) -> None:
    index = KeywordIndex(home)
    index.add(fifty()[:20])
    index.commit()
    index.add(fifty()[20:])
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_killed_writer_leaves_the_last_commit_and_can_be_repeated(tmp_path: Path) -> None:
    writer = get_context("spawn").Process(target=write_and_die, args=(tmp_path,))
    writer.start()
    writer.join()
    assert writer.exitcode == -signal.SIGKILL
    again = KeywordIndex(tmp_path)
    assert again.count() == 20
    again.add(fifty())
    again.commit()
    assert again.count() == 50
    assert ids(again, "视频号", k=1) == ["松6:3"]
    again.close()


def test_a_damaged_index_is_an_error_with_its_remedy(index: KeywordIndex, tmp_path: Path) -> None:
    index.close()
    (tmp_path / "keywords" / "meta.json").write_text("{")
    with pytest.raises(StoreError, match=r"打不开.*nianbao index"):
        KeywordIndex(tmp_path).search("视频号")
