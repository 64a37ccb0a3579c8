"""Where things are kept, and every environment variable nianbao reads, in one place."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from index.errors import NianbaoError

PREFIX = "NIANBAO_"
VARIABLES = {
    "NIANBAO_HOME": "索引目录，--home 优先；默认 ./.nianbao",
    "NIANBAO_EMBEDDING_MODEL": "嵌入模型：m3e-small（默认），或 sentence-transformers 模型名或目录",
    "NIANBAO_MODELS": "默认嵌入模型的存放目录；默认 ~/.cache/nianbao/models",
    "NIANBAO_CHROMA_URL": "Chroma 服务地址，如 http://主机:8000；默认用索引目录里的本地向量库",
    "NIANBAO_LLM_BASE_URL": "OpenAI 兼容的大模型接口地址，如 http://127.0.0.1:8000/v1；不设则不用大模型",
    "NIANBAO_LLM_MODEL": "大模型名称",
    "NIANBAO_LLM_API_KEY": "大模型接口的密钥",
    "NIANBAO_LLM_TIMEOUT": "一次调用最多等几秒；默认 30",
    "NIANBAO_LLM_CALLS": "一个问题最多调用几次；默认 4",
    "NIANBAO_SEEDS": "评测用的真实样本目录；默认代码目录旁的 ../shared/seeds",
}


def resolve_home(option: str | None = None, environ: Mapping[str, str] = os.environ) -> Path:
    """The folder that holds everything stored: `--home`, else $NIANBAO_HOME, else ./.nianbao."""
    check_environment(environ)
    home = Path(option or environ.get("NIANBAO_HOME") or ".nianbao").expanduser().absolute()
    if home.exists() and not home.is_dir():
        raise NianbaoError(
            f"索引目录 {home} 是一个文件。请用 --home 或 NIANBAO_HOME 指定一个目录。"
        )
    return home


def check_environment(environ: Mapping[str, str] = os.environ) -> None:
    """Refuse NIANBAO_* names that nothing reads: a mistyped setting must not pass in silence."""
    unknown = sorted(name for name in environ if name.startswith(PREFIX) and name not in VARIABLES)
    if unknown:
        known = "\n".join(f"  {name}  {meaning}" for name, meaning in VARIABLES.items())
        raise NianbaoError(
            f"不认识的环境变量：{'、'.join(unknown)}。请取消设置或改正拼写；可用的有：\n{known}"
        )
