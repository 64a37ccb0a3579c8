"""The conversation: question box, answers, history, and the side panel that all tabs share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from assistant.page import chat, source
from assistant.page.chat import Conversation
from assistant.page.desk import Desk
from assistant.page.tab_editor import Editor
from assistant.page.texts import say
from assistant.page.ui import PRESS, PRIVATE, QUIET, clickable, i18n, language


def render(desk: Desk, talk: Conversation, lang: str) -> str:
    """The conversation as HTML, with a welcome where it is empty."""
    if talk.turns:
        return chat.transcript(talk.turns, lang, "")
    return chat.transcript((), lang, chat.welcome(desk.held(), desk.examples(), lang))


class AskTab:
    """Components and events of the tab; `talk` is the state of one browser tab."""

    def __init__(self, page: gr.Blocks, desk: Desk, file: Any) -> None:
        self.desk = desk
        self.file = file
        self.talk = gr.State(None)
        with gr.Row(equal_height=False):
            with gr.Column(scale=7, min_width=320):
                self.shown = clickable("talk")
                self._reason_box()
                self._question_box()
            with gr.Column(scale=6, min_width=320, elem_classes="side"):
                self.editor = Editor(desk)
                self.panel = clickable("panel")
        self._wire(page)

    def _question_box(self) -> None:
        self.question = gr.Textbox(
            show_label=False,
            label=i18n("question"),
            placeholder=i18n("question_hint"),
            lines=1,
            max_lines=6,
            autofocus=True,
            container=False,
            submit_btn=True,
            elem_id="question",
        )
        with gr.Row(elem_id="talk-tools"):
            self.stop = gr.Button(i18n("stop"), size="sm", min_width=80, elem_id="stop")
            self.new = gr.Button(i18n("new"), size="sm", min_width=80, elem_id="new")
            with gr.Accordion(i18n("history"), open=False):
                self.earlier = clickable("past")

    def _reason_box(self) -> None:
        self.rated = gr.State(None)
        with gr.Group(visible=False, elem_id="reason-box") as self.reason_box:
            self.reason = gr.Textbox(label=i18n("reason"), max_length=1000, elem_id="reason")
            self.send_reason = gr.Button(i18n("feedback_send"), size="sm", elem_id="send-reason")

    def _wire(self, page: gr.Blocks) -> None:
        talk, shown = self.talk, self.shown
        page.load(self.opened, None, [shown, self.panel, self.earlier], **PRIVATE)
        running = [
            self.question.submit(
                self.asked, [self.question, talk], [shown, talk, self.panel, self.question], **QUIET
            ),
            shown.submit(self.clicked, talk, [shown, talk, self.panel, self.earlier], **QUIET),
            self.earlier.submit(
                self.clicked, talk, [shown, talk, self.panel, self.earlier], **QUIET
            ),
            self.editor.run.click(
                self.changed, [talk, *self.editor.inputs], [shown, talk, self.editor.box], **QUIET
            ),
        ]
        self.stop.click(self.stopped, talk, [shown, talk], cancels=running, **PRIVATE)
        self.new.click(self.begun, talk, [shown, talk, self.earlier], **PRIVATE)
        for part in (shown, self.panel):
            part.click(self.open_panel, talk, self.panel, queue=False, **QUIET)
            part.download(self.to_file, talk, self.file, **QUIET).then(None, None, None, js=PRESS)
        shown.edit(self.editor.open, talk, self.editor.outputs, **QUIET)
        shown.like(self.rate, talk, [shown, talk, self.reason_box, self.rated], **QUIET)
        self.send_reason.click(
            self.give_reason,
            [talk, self.rated, self.reason],
            [shown, talk, self.reason_box, self.reason],
            **QUIET,
        )

    # --- events

    def opened(self, request: gr.Request) -> tuple[str, str, str]:
        """A browser tab opens."""
        lang = language(request)
        return render(self.desk, Conversation(), lang), source.empty(lang), chat.past([], lang)

    def asked(self, text: str, talk: Conversation | None, request: gr.Request) -> Iterator[Any]:
        """A question is sent; the box is emptied as soon as it is taken."""
        talk, lang = talk or Conversation(), language(request)
        for panel in self._answer(text, talk, request):
            yield render(self.desk, talk, lang), talk, panel, ""

    def clicked(
        self, talk: Conversation | None, event: gr.EventData, request: gr.Request
    ) -> Iterator[Any]:
        """A suggested question, a retry, or an earlier conversation."""
        talk, lang, data = talk or Conversation(), language(request), event._data
        if data["do"] == "past":
            if 0 <= int(data["n"]) < len(talk.past):
                self.desk.resume(talk, int(data["n"]))
            past = chat.past(talk.past, lang)
            yield render(self.desk, talk, lang), talk, gr.skip(), past
            return
        text = data.get("question") or talk.turns[int(data["turn"])].question
        for panel in self._answer(text, talk, request):
            yield render(self.desk, talk, lang), talk, panel, gr.skip()

    def _answer(self, text: str, talk: Conversation, request: gr.Request) -> Iterator[Any]:
        """What the side panel shows after each step: at last the answer's first source."""
        if not text.strip():
            return
        lang = language(request)
        for _ in self.desk.ask(talk, text.strip(), str(request.session_hash), lang):
            last = talk.turns[-1].answer
            first = {"do": "cite", "turn": len(talk.turns) - 1, "n": 1}
            yield (last and self.desk.panel(talk, first, lang)) or gr.skip()

    def changed(self, request: gr.Request, talk: Conversation, turn: int, *values: Any) -> Any:
        """The editor's plan is run."""
        lang = language(request)
        plan = self.editor.plan(talk, turn, values, lang)
        for _ in self.desk.rerun(talk, plan, talk.turns[turn].question, lang):
            yield render(self.desk, talk, lang), talk, gr.Group(visible=False)

    def open_panel(
        self, talk: Conversation | None, event: gr.EventData, request: gr.Request
    ) -> Any:
        """A citation, a value or a table is opened."""
        data, lang = event._data, language(request)
        return self.desk.panel(talk or Conversation(), data, lang) or gr.skip()

    def stopped(self, talk: Conversation | None, request: gr.Request) -> Any:
        """The running answer is given up."""
        talk, lang = talk or Conversation(), language(request)
        for turn in talk.turns:
            if turn.answer is None and not turn.failed:
                turn.failed = say(lang, "stopped")
        return render(self.desk, talk, lang), talk

    def begun(self, talk: Conversation | None, request: gr.Request) -> Any:
        """A new conversation begins."""
        talk, lang = talk or Conversation(), language(request)
        self.desk.begin(talk)
        return render(self.desk, talk, lang), talk, chat.past(talk.past, lang)

    def to_file(self, talk: Conversation | None, event: gr.EventData) -> Any:
        """A turn's rows as a file, which the page then downloads."""
        data = event._data
        path = self.desk.download(talk or Conversation(), int(data["turn"]), data["format"])
        return gr.DownloadButton(value=str(path)) if path else gr.skip()

    def rate(self, talk: Conversation, event: gr.EventData, request: gr.Request) -> Any:
        """👍 is kept at once, 👎 after it was asked what is wrong."""
        turn, rating = int(event._data["turn"]), event._data["rating"]
        if rating == "down":
            return gr.skip(), gr.skip(), gr.Group(visible=True), turn
        self.desk.rate(talk, turn, "up")
        gr.Info(say(language(request), "feedback_thanks"))
        return render(self.desk, talk, language(request)), talk, gr.Group(visible=False), None

    def give_reason(
        self, talk: Conversation, turn: int | None, reason: str, request: gr.Request
    ) -> Any:
        """What is wrong with an answer."""
        lang = language(request)
        if turn is not None:
            self.desk.rate(talk, turn, "down", reason)
            gr.Info(say(lang, "feedback_thanks"))
        return render(self.desk, talk, lang), talk, gr.Group(visible=False), ""
