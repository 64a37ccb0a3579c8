"""Pickled BERT weights into safetensors and a quantised ONNX graph: the one step that needs torch.

Run by `index.search.model` when it prepares the default model; nothing imports it afterwards.
"""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import numpy as np
import torch
from onnxruntime import InferenceSession
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.torch import save_file
from tokenizers import Tokenizer
from transformers import BertModel
from transformers.utils.logging import disable_progress_bar

MIN_COSINE = 0.995  # below this agreement with fp32 the int8 export is not used
_PROBES = (
    "本年度主动公开政府信息86条，全部通过县政府门户网站发布。",
    "未收到政府信息公开申请",
    "公开形式较为单一，图解和短视频解读偏少，群众不易看懂。",
    "一是加强学习培训，邀请业务骨干授课；二是严格落实三级审核，先审查后公开；三是定期自查。",
    "镇里有没有开设抖音号？",
    "其他需要报告的事项：本机关全年没有收取信息处理费。",
)


def write_sentence_transformer(weights: Path, made: Path) -> int:
    """Weights and module list, so that sentence-transformers loads `made` as it stands.

    `weights` is the pickle, read without running any code it may hold; `made` already has
    config.json and the tokenizer. Returns the dimension of the vectors.
    """
    config = json.loads((made / "config.json").read_text(encoding="utf-8"))
    dim = int(config["hidden_size"])
    state = torch.load(weights, weights_only=True, map_location="cpu")
    state = {
        name: value.contiguous() for name, value in state.items() if "position_ids" not in name
    }
    save_file(state, made / "model.safetensors", metadata={"format": "pt"})
    modules = [
        {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
        {
            "idx": 1,
            "name": "1",
            "path": "1_Pooling",
            "type": "sentence_transformers.models.Pooling",
        },
    ]
    (made / "1_Pooling").mkdir()
    _write_json(made / "modules.json", modules)
    _write_json(
        made / "1_Pooling" / "config.json",
        {"word_embedding_dimension": dim, "pooling_mode_mean_tokens": True},
    )
    _write_json(made / "sentence_bert_config.json", {"max_seq_length": 512, "do_lower_case": False})
    return dim


def write_onnx(made: Path) -> Literal["int8", "fp32"]:
    """`made`/model.int8.onnx, or model.fp32.onnx where int8 strays from it; says which was kept."""
    full, small = made / "model.fp32.onnx", made / "model.int8.onnx"
    with _quiet():
        _export(made, full)
        quantize_dynamic(full, small, per_channel=True, weight_type=QuantType.QInt8)
    if _agreement(made / "tokenizer.json", full, small) < MIN_COSINE:
        small.unlink()
        return "fp32"
    full.unlink()
    return "int8"


@contextmanager
def _quiet() -> Iterator[None]:
    """Mute notes that need no action: the unused pooler, branches of the trace, preprocessing."""
    disable_progress_bar()  # type: ignore[no-untyped-call]
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(logging.NOTSET)


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=2), encoding="utf-8")


class _MeanPooled(torch.nn.Module):  # type: ignore[misc]
    """BERT, then the mean of its last layer over the tokens that are not padding."""

    def __init__(self, bert: torch.nn.Module) -> None:
        super().__init__()
        self.bert = bert

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        output = self.bert(input_ids=input_ids, attention_mask=attention_mask)
        hidden: torch.Tensor = output.last_hidden_state
        weight = attention_mask.unsqueeze(-1).to(hidden.dtype)
        return (hidden * weight).sum(1) / weight.sum(1)


def _export(folder: Path, path: Path) -> None:
    """The model in `folder` as one ONNX graph with free batch and token axes."""
    # eager attention exports to plain matrix products; the fused kind quantises to a slower graph
    bert = BertModel.from_pretrained(
        folder, add_pooling_layer=False, attn_implementation="eager", local_files_only=True
    )
    ids = torch.ones(2, 8, dtype=torch.long)
    axes = {0: "batch", 1: "token"}
    torch.onnx.export(
        _MeanPooled(bert).eval(),
        (ids, ids),
        path,
        input_names=["input_ids", "attention_mask"],
        output_names=["embedding"],
        dynamic_axes={"input_ids": axes, "attention_mask": axes, "embedding": {0: "batch"}},
        opset_version=17,
        dynamo=False,  # the other exporter needs onnxscript and gains nothing here
    )


def _agreement(tokenizer: Path, full: Path, small: Path) -> float:
    """The lowest cosine between the two graphs' vectors over the probe sentences."""
    encode = Tokenizer.from_file(str(tokenizer)).encode
    sessions = [InferenceSession(path) for path in (full, small)]

    def cosine(text: str) -> float:
        ids = np.array([encode(text).ids], dtype=np.int64)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        a, b = (np.asarray(session.run(None, feed)[0])[0] for session in sessions)
        return float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b)))

    return min(cosine(text) for text in _PROBES)
