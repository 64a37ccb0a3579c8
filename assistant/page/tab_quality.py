"""The clerk's collection check: what must be sent back, why, and the words to send."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr

from assistant.page import corpus, quality
from assistant.page.desk import Desk
from assistant.page.ui import PRESS, QUIET, clickable, i18n, language
from index.errors import StoreError

_FILTERS = {"rule": "rule", "county": "county", "year": "year"}


class QualityTab:
    """Components and events of the tab."""

    def __init__(self, page: gr.Blocks, tab: gr.Tab, desk: Desk, file: Any) -> None:
        self.desk = desk
        with gr.Row(equal_height=False):
            with gr.Column(scale=7, min_width=320):
                with gr.Row():
                    self.filters = [
                        gr.Dropdown(label=i18n(key), elem_id=f"check-{name}", min_width=120)
                        for name, key in _FILTERS.items()
                    ]
                self.summary = gr.HTML(elem_id="summary", apply_default_css=False)
                self.listed = clickable("findings")
                with gr.Row():
                    exports = {
                        kind: gr.Button(i18n(kind), size="sm", min_width=90, elem_id=f"get-{kind}")
                        for kind in ("csv", "xlsx", "letters_txt")
                    }
                gr.Markdown(i18n("letters"), elem_id="letters-head")
                self.letters = clickable("letters")
            with gr.Column(scale=6, min_width=320, elem_classes="side"):
                self.panel = clickable("finding")
        outputs = [self.summary, self.listed, self.letters]
        for event in (page.load, tab.select):
            event(self.choices, self.filters, self.filters, **QUIET)
        gr.on(  # one event, one call at a time: an earlier list must not arrive after a later one
            [page.load, tab.select, *(part.change for part in self.filters)],
            self.narrow,
            self.filters,
            outputs,
            trigger_mode="always_last",
            **QUIET,
        )
        self.listed.click(self.open, None, self.panel, **QUIET)
        self.panel.click(self.open, None, self.panel, **QUIET)
        for kind, press in exports.items():
            press.click(self._export(kind), self.filters, file, **QUIET).then(
                None, None, None, js=PRESS
            )

    def found(self, chosen: Sequence[Any]) -> list[dict[str, Any]]:
        """The findings that the filters leave."""
        wanted = {name: value for name, value in zip(_FILTERS, chosen, strict=True) if value != ""}
        return [
            item
            for item in self._every()
            if all(value is None or item[name] == value for name, value in wanted.items())
        ]

    def _every(self) -> list[dict[str, Any]]:
        try:
            return quality.joined(self.desk.assistant.store)
        except StoreError:
            return []

    def choices(self, request: gr.Request, *chosen: Any) -> list[Any]:
        """The filters after the corpus may have changed."""
        lang, every = language(request), self._every()
        filters = []
        for name, value in zip(_FILTERS, chosen, strict=True):
            choices = corpus.choices(every, name, lang)
            if name == "rule":
                choices = [(quality.rule_name(label), choice) for label, choice in choices]
            known = value in [choice for _, choice in choices]
            filters.append(gr.Dropdown(choices, value=value if known else ""))
        return filters

    def narrow(self, request: gr.Request, *chosen: Any) -> list[str]:
        """The findings under other filters."""
        return self._show(self.found(chosen), language(request))

    @staticmethod
    def _show(found: Sequence[Any], lang: str) -> list[str]:
        return [
            quality.summary(found, lang),
            quality.listing(found, lang),
            quality.letters(found, lang),
        ]

    def open(self, event: gr.EventData, request: gr.Request) -> Any:
        """A finding is opened on its cells, or on its sentence where it names none."""
        data, lang = event._data, language(request)
        if data["do"] == "report":
            return self.desk.report(data["rid"], lang)
        if data.get("cells"):
            return self.desk.cells(data["rid"], data["cells"], lang)
        if data.get("start"):
            return self.desk.sentence(data["rid"], int(data["start"]), int(data["end"]), lang)
        return self.desk.report(data["rid"], lang)

    def _export(self, kind: str) -> Any:
        def export(*chosen: Any) -> Any:
            found = self.found(chosen)
            if kind == "letters_txt":
                path = quality.letters_file(found)
            else:
                path = quality.findings_file(found, "csv" if kind == "csv" else "xlsx")
            return gr.DownloadButton(value=str(path))

        return export
