"""The reports held: filter, open, compare years, add and remove."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.page import corpus, indexing, source
from assistant.page.desk import Desk
from assistant.page.markup import esc
from assistant.page.texts import say
from assistant.page.ui import (
    FILE_MB,
    FILES_AT_ONCE,
    PRIVATE,
    QUIET,
    clickable,
    i18n,
    language,
)
from index.errors import StoreError

_FILTERS = {
    "province": "province",
    "city": "city",
    "county": "county",
    "year": "year",
    "body_type": "type",
    "grade": "grade",
}
_TYPES = [".txt", ".md", ".html", ".htm", ".docx", ".doc", ".wps", ".pdf", ".zip", ".csv", ".mht"]


class CorpusTab:
    """Components and events of the tab."""

    def __init__(self, page: gr.Blocks, tab: gr.Tab, desk: Desk) -> None:
        self.desk = desk
        self.opened = gr.State("")
        with gr.Row(equal_height=False):
            with gr.Column(scale=7, min_width=320):
                self._upload_box()
                self._filters()
                self.listed = clickable("reports")
            with gr.Column(scale=6, min_width=320, elem_classes="side"):
                self.view = clickable("report")
                with gr.Row():
                    self.remove = gr.Button(
                        i18n("remove"), size="sm", visible=False, elem_id="remove"
                    )
                    self.sure = gr.Button(
                        i18n("remove_sure"),
                        size="sm",
                        variant="stop",
                        visible=False,
                        elem_id="sure",
                    )
        self._wire(page, tab)

    def _upload_box(self) -> None:
        with gr.Accordion(i18n("upload"), open=False, elem_id="upload-box"):
            self.files = gr.File(
                file_count="multiple",
                file_types=_TYPES,
                show_label=False,
                height=130,
                elem_id="files",
            )
            self.hint = gr.HTML()
            self.add = gr.Button(i18n("upload_go"), variant="primary", size="sm", elem_id="add")
            self.done = gr.HTML(elem_id="added")

    def _filters(self) -> None:
        self.search = gr.Textbox(
            placeholder=i18n("search"), show_label=False, container=False, elem_id="search"
        )
        with gr.Row():
            self.filters = [
                gr.Dropdown(label=i18n(key), elem_id=f"by-{name}", min_width=96)
                for name, key in _FILTERS.items()
            ]

    def _wire(self, page: gr.Blocks, tab: gr.Tab) -> None:
        every = [self.search, *self.filters]
        for event in (page.load, tab.select):
            event(self.choices, self.filters, self.filters, **QUIET)
        page.load(self.start, None, [self.view, self.hint], **QUIET)
        # One event, one call at a time: a list for earlier words must not arrive after a later one.
        changes = [part.change for part in (self.search, *self.filters)]
        gr.on(
            [page.load, tab.select, *changes],
            self.narrow,
            every,
            self.listed,
            trigger_mode="always_last",
            **QUIET,
        )
        shown = [self.view, self.opened, self.remove, self.sure]
        for part in (self.listed, self.view):
            part.click(self.open, None, shown, **QUIET)
        self.add.click(
            self.take, self.files, [self.done, self.files], concurrency_limit=2, **QUIET
        ).then(self.refresh, every, [self.listed, *self.filters], **QUIET)
        self.remove.click(lambda: gr.Button(visible=True), None, self.sure, **PRIVATE)
        self.sure.click(self.take_out, self.opened, shown, concurrency_limit=2, **QUIET).then(
            self.refresh, every, [self.listed, *self.filters], **QUIET
        )

    # --- events

    def start(self, request: gr.Request) -> tuple[str, str]:
        """A browser tab opens."""
        lang = language(request)
        hint = say(lang, "upload_hint", files=FILES_AT_ONCE, mb=FILE_MB)
        return corpus.report_empty(lang), f'<p class="legend">{esc(hint)}</p>'

    def rows(self) -> list[dict[str, Any]]:
        """The reports held; none before the first."""
        try:
            return self.desk.assistant.store.listing()
        except StoreError:
            return []

    def refresh(self, request: gr.Request, search: str, *chosen: Any) -> list[Any]:
        """The list and its filters after the corpus has changed."""
        return [self.narrow(request, search, *chosen), *self.choices(request, *chosen)]

    def choices(self, request: gr.Request, *chosen: Any) -> list[Any]:
        """The filters after the corpus may have changed."""
        rows, lang = self.rows(), language(request)
        filters = []
        for name, value in zip(_FILTERS, chosen, strict=True):
            choices = corpus.choices(rows, name, lang)
            known = value in [choice for _, choice in choices]
            filters.append(gr.Dropdown(choices, value=value if known else ""))
        return filters

    def narrow(self, request: gr.Request, search: str, *chosen: Any) -> str:
        """The list under other filters."""
        return self._list(self.rows(), search, chosen, language(request))

    @staticmethod
    def _list(rows: Sequence[Any], search: str, chosen: Sequence[Any], lang: str) -> str:
        wanted = dict(zip(_FILTERS, chosen, strict=True))
        return corpus.listing(corpus.narrow(rows, search or "", **wanted), len(rows), lang)

    def open(self, event: gr.EventData, request: gr.Request) -> Any:
        """A report is chosen."""
        report_id, lang = event._data.get("rid", ""), language(request)
        try:
            shown = corpus.report_view(self.desk.assistant.store, report_id, lang)
        except StoreError:
            return source.gone(lang), "", gr.Button(visible=False), gr.Button(visible=False)
        return shown, report_id, gr.Button(visible=True), gr.Button(visible=False)

    def take(self, files: Sequence[str] | None, request: gr.Request) -> Iterator[Any]:
        """Uploaded files are indexed by another process; what became of each is listed."""
        lang = language(request)
        paths = [Path(file) for file in files or ()]
        if not paths or len(paths) > FILES_AT_ONCE:
            key = "upload_many" if paths else "upload_none"
            yield esc(say(lang, key, limit=FILES_AT_ONCE, n=len(paths))), gr.skip()
            return
        large = [path for path in paths if path.stat().st_size > FILE_MB * 2**20]
        small = [path for path in paths if path not in large]
        yield f'<p class="muted">{esc(say(lang, "index_starting"))}</p>', gr.skip()
        known = indexing.held_already(self.desk.home, small)
        kept = indexing.keep_uploads(self.desk.home, small)
        for said in indexing.add(self.desk.home, kept) if kept else ():
            if "done" in said:
                text = say(lang, "indexing", **said)
                yield f'<p class="muted">{esc(text)}</p>', gr.skip()
            else:
                yield _outcome(said, small, large, known, lang), None
        if not kept:
            yield _outcome({}, small, large, known, lang), None

    def take_out(self, report_id: str, request: gr.Request) -> Any:
        """A report is removed by another process."""
        lang = language(request)
        *_, last = indexing.remove(self.desk.home, [report_id])
        result = last.get("result", {})
        removed = result.get("removed") or []
        failed = "；".join(item["error"] for item in result.get("failed", ()))
        gone = [say(lang, "removed", file=item["file"]) for item in removed]
        text = "；".join(gone) or last.get("error") or failed
        note = f'<div class="panel empty"><p>{esc(text)}</p></div>'
        return note, "", gr.Button(visible=False), gr.Button(visible=False)


def _outcome(
    said: dict[str, Any], small: Sequence[Path], large: Sequence[Path], known: set[str], lang: str
) -> str:
    """What became of every file."""
    result = said.get("result", {})
    failed = {Path(item["file"]).name: item["error"] for item in result.get("failed", ())}
    lines = []
    for path in large:
        size = path.stat().st_size >> 20
        text = say(lang, "upload_large", file=path.name, mb=FILE_MB, size=size)
        lines.append(_line(text, bad=True))
    if "error" in said:
        return f'<ul class="files">{_line(said["error"], bad=True)}{"".join(lines)}</ul>'
    for path in small:
        error = failed.pop(path.name, None)
        key = "file_failed" if error else "file_unchanged" if path.name in known else "file_ok"
        text = f"{path.name}：{say(lang, key)}"
        lines.append(_line(f"{text}。{error}" if error else text, bad=bool(error)))
    for name, error in failed.items():
        lines.append(_line(f"{name}：{say(lang, 'file_failed')}。{error}", bad=True))
    return f'{_counts(result, lang)}<ul class="files">{"".join(lines)}</ul>'


def _line(text: str, bad: bool) -> str:
    return f'<li class="{"bad" if bad else "good"}">{esc(text)}</li>'


def _counts(result: dict[str, Any], lang: str) -> str:
    if not result:
        return ""
    counts = {key: result[key] for key in ("indexed", "unchanged", "replaced", "reports")}
    text = say(lang, "index_done", failed=len(result["failed"]), **counts)
    warnings = "".join(f'<p class="muted">{esc(w)}</p>' for w in result.get("warnings", ()))
    return f'<p class="held">{esc(text)}</p>{warnings}'
