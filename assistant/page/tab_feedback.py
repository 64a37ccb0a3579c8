"""What users said about answers, and its export."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.page import feedback
from assistant.page.desk import Desk
from assistant.page.ui import PRESS, QUIET, i18n, language


class FeedbackTab:
    """Components and events of the tab."""

    def __init__(self, tab: gr.Tab, desk: Desk, file: Any) -> None:
        self.desk = desk
        gr.Markdown(i18n("feedback_intro"))
        export = gr.Button(
            i18n("feedback_export"), size="sm", min_width=160, elem_id="get-feedback"
        )
        listed = gr.HTML(elem_id="opinions", apply_default_css=False)
        tab.select(self.refresh, None, listed, **QUIET)
        export.click(self.to_file, None, file, **QUIET).then(None, None, None, js=PRESS)

    def refresh(self, request: gr.Request) -> str:
        """The opinions so far."""
        return feedback.listing(self.desk.home, language(request))

    def to_file(self) -> Any:
        """All opinions as candidate test questions."""
        return gr.DownloadButton(value=str(feedback.candidates(self.desk.home)))
