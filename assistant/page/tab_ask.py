"""The conversation: question box, answers, history, and the side panel that all tabs share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import gradio as gr

from assistant.page import chat, history, source
from assistant.page.chat import Conversation
from assistant.page.desk import Desk
from assistant.page.tab_editor import Editor
from assistant.page.texts import say
from assistant.page.ui import PRESS, PRIVATE, QUIET, clickable, i18n, language
from index.errors import NianbaoError

_CLOSED = (gr.Group(visible=False), gr.Group(visible=False))  # the editor, and what is wrong


def render(desk: Desk, talk: Conversation, lang: str) -> str:
    """The conversation as HTML, with a welcome where it is empty."""
    if talk.turns:
        return chat.transcript(talk.turns, lang, "", talk.dropped)
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
            self.new = gr.Button(i18n("new"), size="sm", min_width=80, elem_id="new")
            self.earlier = clickable("past", script="history.js")
            self.stop = gr.Button(i18n("stop"), size="sm", min_width=80, elem_id="stop")

    def _reason_box(self) -> None:
        self.rated = gr.State(None)
        with gr.Group(visible=False, elem_id="reason-box") as self.reason_box:
            self.reason = gr.Textbox(label=i18n("reason"), max_length=1000, elem_id="reason")
            self.send_reason = gr.Button(i18n("feedback_send"), size="sm", elem_id="send-reason")

    def _wire(self, page: gr.Blocks) -> None:
        talk, shown = self.talk, self.shown
        page.load(self.opened, None, [shown, self.panel, self.earlier], **PRIVATE)
        every = [shown, talk, self.panel, self.earlier, self.editor.box, self.reason_box]
        running = [
            self.question.submit(
                self.asked, [self.question, talk], [*every, self.question], **QUIET
            ),
            shown.submit(self.clicked, talk, every, **QUIET),
            self.editor.run.click(self.changed, [talk, *self.editor.inputs], every, **QUIET),
        ]
        kept = [shown, talk, self.earlier]
        self.earlier.submit(self.opened_again, talk, every, cancels=running, **QUIET)
        self.stop.click(self.stopped, talk, kept, cancels=running, **PRIVATE)
        self.new.click(self.begun, talk, every, cancels=running, **PRIVATE)
        for part in (shown, self.panel):
            part.click(self.open_panel, talk, self.panel, queue=False, **QUIET)
            part.download(self.to_file, talk, self.file, **QUIET).then(None, None, None, js=PRESS)
        shown.edit(self.editor.open, talk, self.editor.outputs, **QUIET)
        shown.like(self.rate, talk, [*kept, self.reason_box, self.rated], **QUIET)
        self.send_reason.click(
            self.give_reason,
            [talk, self.rated, self.reason],
            [*kept, self.reason_box, self.reason],
            **QUIET,
        )

    # --- events

    def opened(self, request: gr.Request) -> tuple[str, str, str]:
        """A browser tab opens."""
        lang, talk = language(request), Conversation()
        return render(self.desk, talk, lang), source.empty(lang), self._kept(talk, request)

    def _kept(self, talk: Conversation, request: gr.Request) -> str:
        """The conversation for the browser's history."""
        part = history.scope(self.desk.home, getattr(request, "username", None))
        return history.keeper(talk, part, language(request))

    def asked(self, text: str, talk: Conversation | None, request: gr.Request) -> Iterator[Any]:
        """A question is sent; the box is emptied as soon as it is taken, and keeps the words of
        one that is not."""
        talk = talk or Conversation()
        if text.strip():
            steps = self.desk.ask(talk, text.strip(), _client(request), language(request))
            for shown in self._shown(talk, steps, request):
                yield *shown, text if talk.turns[-1].refused else ""

    def clicked(
        self, talk: Conversation | None, event: gr.EventData, request: gr.Request
    ) -> Iterator[Any]:
        """A suggested question, or a retry."""
        talk, lang, data = talk or Conversation(), language(request), event._data
        if data["do"] == "retry":
            steps = self.desk.again(talk, int(data["turn"]), _client(request), lang)
        else:
            steps = self.desk.ask(talk, str(data["question"]).strip(), _client(request), lang)
        yield from self._shown(talk, steps, request)

    def changed(
        self, request: gr.Request, talk: Conversation, turn: int, *values: Any
    ) -> Iterator[Any]:
        """The editor's plan is run."""
        lang = language(request)
        plan = self.editor.plan(talk, turn, values, lang)
        steps = self.desk.rerun(talk, plan, talk.turns[turn].question, _client(request), lang)
        yield from self._shown(talk, steps, request)

    def _shown(
        self, talk: Conversation, steps: Iterable[None], request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        """Conversation, state, side panel (at last the answer's first source), history, and editor
        and reason closed, after each step of an answer. The panel never keeps an earlier answer's
        source."""
        lang = language(request)
        for _ in steps:
            last = talk.turns[-1]
            panel = earlier = gr.skip()
            if last.answer is not None or last.failed:
                first = {"do": "cite", "turn": len(talk.turns) - 1, "n": 1}
                panel = self.desk.panel(talk, first, lang) or source.empty(lang)
                earlier = self._kept(talk, request)
            yield render(self.desk, talk, lang), talk, panel, earlier, *_CLOSED

    def opened_again(
        self, talk: Conversation | None, event: gr.EventData, request: gr.Request
    ) -> Any:
        """An earlier conversation is opened, or the present one has been deleted."""
        talk, lang = talk or Conversation(), language(request)
        if event._data["do"] != "past":
            return self.begun(talk, request)
        try:
            self.desk.resume(talk, event._data.get("talk"), lang)
        except NianbaoError as error:
            raise gr.Error(str(error)) from error
        return self._other(talk, request)

    def _other(self, talk: Conversation, request: gr.Request) -> tuple[Any, ...]:
        """Another conversation in place of the one before, of which nothing stays open."""
        lang = language(request)
        shown, kept = render(self.desk, talk, lang), self._kept(talk, request)
        return shown, talk, source.empty(lang), kept, *_CLOSED

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
        return render(self.desk, talk, lang), talk, self._kept(talk, request)

    def begun(self, talk: Conversation | None, request: gr.Request) -> Any:
        """A new conversation begins."""
        talk = talk or Conversation()
        self.desk.begin(talk)
        return self._other(talk, request)

    def to_file(self, talk: Conversation | None, event: gr.EventData) -> Any:
        """A turn's rows as a file, which the page then downloads."""
        data = event._data
        path = self.desk.download(talk or Conversation(), int(data["turn"]), data["format"])
        return gr.DownloadButton(value=str(path)) if path else gr.skip()

    def rate(self, talk: Conversation, event: gr.EventData, request: gr.Request) -> Any:
        """👍 is kept at once, 👎 after it was asked what is wrong."""
        turn, rating = int(event._data["turn"]), event._data["rating"]
        if rating == "down":
            return gr.skip(), gr.skip(), gr.skip(), gr.Group(visible=True), turn
        self.desk.rate(talk, turn, "up")
        gr.Info(say(language(request), "feedback_thanks"))
        return *self._rated(talk, request), None

    def give_reason(
        self, talk: Conversation, turn: int | None, reason: str, request: gr.Request
    ) -> Any:
        """What is wrong with an answer."""
        if turn is not None:
            self.desk.rate(talk, turn, "down", reason)
            gr.Info(say(language(request), "feedback_thanks"))
        return *self._rated(talk, request), ""

    def _rated(self, talk: Conversation, request: gr.Request) -> tuple[Any, ...]:
        shown = render(self.desk, talk, language(request))
        return shown, talk, self._kept(talk, request), gr.Group(visible=False)


def _client(request: gr.Request) -> str:
    return str(request.session_hash)
