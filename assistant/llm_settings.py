"""Which language model to use, from NIANBAO_LLM_* or `llm.toml` in the home folder."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from index.errors import NianbaoError

FILE = "llm.toml"
_PREFIX = "NIANBAO_LLM_"


class LLMError(NianbaoError):
    """The model gave nothing of use; the text says why, for a user's eyes."""


class LLMSettingsError(LLMError):
    """The settings name no usable model."""


@dataclass(frozen=True, slots=True)
class LLMSettings:
    """`timeout` is in seconds for one call, `calls` the most calls for one question."""

    base_url: str
    model: str
    api_key: str = field(default="", repr=False)
    timeout: float = 30.0
    calls: int = 4

    @property
    def host(self) -> str:
        """The server as messages name it, without any credentials in its address."""
        return urlsplit(self.base_url).hostname or "?"


def load_settings(home: Path, environ: Mapping[str, str] = os.environ) -> LLMSettings | None:
    """The settings of NIANBAO_LLM_* over those of `llm.toml` in `home`; None where there are none.

    Raises LLMSettingsError for unknown names, values of the wrong kind, or no address or model.
    """
    given = _from_file(home / FILE)
    for one in fields(LLMSettings):
        if value := environ.get(_PREFIX + one.name.upper(), "").strip():
            given[one.name] = value
    if not given:
        return None
    settings = _checked(given)
    if urlsplit(settings.base_url).scheme not in ("http", "https"):
        raise LLMSettingsError(
            "语言模型的接口地址应以 http:// 或 https:// 开头，如 http://127.0.0.1:8000/v1。"
        )
    return settings


def _from_file(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise LLMSettingsError(f"读不懂 {path}，它应是 TOML 文件，见 docs/llm.md。") from error
    known = [one.name for one in fields(LLMSettings)]
    if unknown := sorted(given.keys() - set(known)):
        raise LLMSettingsError(
            f"{path} 里有不认识的设置：{'、'.join(unknown)}。可用的有：{'、'.join(known)}。"
        )
    return given


def _checked(given: Mapping[str, Any]) -> LLMSettings:
    for name in ("base_url", "model"):
        if not str(given.get(name, "")):
            raise LLMSettingsError(
                f"要用语言模型，请设置 {_PREFIX}{name.upper()}（或 {FILE} 里的 {name}）；"
                "不用时请取消其他 NIANBAO_LLM_ 设置。"
            )
    try:
        timeout, calls = float(given.get("timeout", 30.0)), int(given.get("calls", 4))
    except (TypeError, ValueError):
        timeout, calls = 0.0, 0
    if not 0 < timeout <= 3600 or calls < 1:
        raise LLMSettingsError(
            f"{_PREFIX}TIMEOUT 应是 3600 以内的秒数，{_PREFIX}CALLS 应是不小于 1 的整数。"
        )
    text = {name: str(given.get(name, "")) for name in ("base_url", "model", "api_key")}
    return LLMSettings(**text, timeout=timeout, calls=calls)
