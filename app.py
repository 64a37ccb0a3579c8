"""The chat page: puts the tabs of `assistant.page` together with Gradio, and serves them."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

from assistant.page.ui import FILE_MB, HERE, i18n  # first: it turns Gradio's analytics off

import gradio as gr  # isort: skip

from assistant.page.api import Api
from assistant.page.auth import check_password
from assistant.page.desk import Desk
from assistant.page.tab_ask import AskTab
from assistant.page.tab_corpus import CorpusTab
from assistant.page.tab_feedback import FeedbackTab
from assistant.page.tab_quality import QualityTab
from assistant.page.texts import say
from index.errors import NianbaoError

_FONT = ["system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"]
_AT_ONCE = 8  # questions answered at the same time
_WAITING = 200  # requests in the queue before new ones are turned away


def build(home: Path) -> gr.Blocks:
    """The page over one home, which may still be empty."""
    desk = Desk(home)
    with gr.Blocks(title=say("zh", "title"), analytics_enabled=False, fill_width=True) as page:
        gr.Markdown(i18n("title"), elem_id="head")
        file = gr.DownloadButton(visible="hidden", elem_id="file")  # what the page downloads
        with gr.Tabs():
            with gr.Tab(i18n("tab_ask"), id="ask"):
                AskTab(page, desk, file)
            with gr.Tab(i18n("tab_corpus"), id="corpus") as tab:
                CorpusTab(page, tab, desk)
            with gr.Tab(i18n("tab_quality"), id="quality") as tab:
                QualityTab(page, tab, desk, file)
            with gr.Tab(i18n("tab_feedback"), id="feedback") as tab:
                FeedbackTab(tab, desk, file)
        Api(desk).publish()
    return page


def serve(
    home: Path,
    host: str = "127.0.0.1",
    port: int = 7860,
    auth: Path | None = None,
    mcp: bool = False,
    wait: bool = True,
) -> gr.Blocks:
    """Serve the page, until interrupted if `wait`. `auth` is a file of hashed passwords
    (`page/auth.py`); `mcp` serves the API as MCP tools as well. Raises NianbaoError where that
    cannot be."""
    if mcp and importlib.util.find_spec("mcp") is None:
        raise NianbaoError("--mcp 需要 Gradio 的 mcp 扩展。请先安装：pip install 'nianbao[mcp]'")
    check = check_password(auth) if auth else None
    page = build(home)
    page.queue(max_size=_WAITING, default_concurrency_limit=_AT_ONCE)
    try:
        page.launch(
            server_name=host,
            server_port=port,
            auth=check,
            mcp_server=mcp,
            quiet=True,
            share=False,
            inbrowser=False,
            ssr_mode=False,
            show_error=True,
            max_file_size=f"{FILE_MB}mb",
            max_threads=_AT_ONCE * 4,
            footer_links=["api"],
            i18n=i18n,
            theme=gr.themes.Default(font=_FONT, font_mono=["ui-monospace", "monospace"]),
            css_paths=[HERE / "style.css"],
            prevent_thread_lock=True,
        )
    except OSError as error:
        raise NianbaoError(
            f"{host}:{port} 不能使用（{error}）。请用 --port 换一个端口，或检查 --host。"
        ) from error
    if wait:
        print(f"网页已打开：http://{host}:{port}/（按 Ctrl+C 结束）", file=sys.stderr)
        page.block_thread()
    return page
