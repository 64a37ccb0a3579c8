"""What the tabs share: clickable HTML, the browser's language, limits, translations."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")  # before Gradio: nothing calls home

import gradio as gr

from assistant.page.texts import language_of, translations

HERE = Path(__file__).parent
FILE_MB = 50
FILES_AT_ONCE = 200
i18n = gr.I18n(**translations())
PRIVATE = {"api_visibility": "private"}  # events of the page are no API
QUIET = {"api_visibility": "private", "show_progress": "hidden"}
PRESS = """() => setTimeout(() => {
  const file = document.querySelector('#file');
  (file.matches('a, button') ? file : file.querySelector('a, button')).click();
}, 200)"""

CLOSE_SIDE = """() => document.querySelectorAll('.side.open')
  .forEach((side) => side.classList.remove('open'))"""  # on a phone the side covers the answer


def language(request: gr.Request | None) -> str:
    """ "zh" or "en", as the browser asks for it."""
    return language_of(request.headers.get("accept-language") if request else None)


def clickable(elem_id: str, value: str = "", script: str = "page.js") -> Any:
    """HTML whose buttons raise events, as `script` says."""
    code = (HERE / script).read_text(encoding="utf-8")
    return gr.HTML(value, elem_id=elem_id, js_on_load=code, apply_default_css=False)
