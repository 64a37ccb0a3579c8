"""The conversation as HTML: question, answer, chart, table, plan, and what can be done next."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.markdown import escape, plain
from assistant.page.chart import chart
from assistant.page.markup import attributes, button, esc, markdown
from assistant.page.table import SHOWN_IN_CHAT, result_table
from assistant.page.texts import say
from assistant.plan import Body, Plan

Answer = Mapping[str, Any]
TABLED_ROWS = 2  # fewer rows than this stand in the text
_OPEN_WARNINGS = 2
_MARK = re.compile(r"\[\d+\]")


@dataclass(slots=True)
class Turn:
    """One question. Without an answer it is under way (`note` says how far; `found` holds the plan
    and the rows once they are there), or it failed.

    `edited` is the plan of a turn that was not asked in words, `bodies` those of the rows (for
    follow-ups), `corpus` the state of the corpus it was answered from. Of a turn out of the
    history, `cut` is how many rows there were, where some are not kept, and `stale` what has
    happened to the reports since."""

    question: str
    answer: Answer | None = None
    note: str = ""
    failed: str = ""
    plan_text: str = ""
    rated: str = ""
    found: Answer | None = None
    edited: Plan | None = None
    bodies: tuple[Body, ...] = ()
    corpus: str = ""
    cut: int = 0
    stale: str = ""
    refused: bool = False  # not taken at all: too long, or too many

    @property
    def shown(self) -> Answer | None:
        """What a click on the turn's table is about."""
        return self.answer or self.found


@dataclass(slots=True)
class Conversation:
    """What one browser tab asks; `session` is the assistant's memory of it, `id` its name in the
    browser's history once it is kept there, without its first `dropped` turns."""

    turns: list[Turn] = field(default_factory=list)
    session: Any = None
    id: str = ""
    dropped: int = 0


def transcript(turns: Sequence[Turn], language: str, welcome: str, dropped: int = 0) -> str:
    """All turns, or what to ask where there are none yet. `dropped` turns before them are gone."""
    if not turns:
        return f'<div class="chat">{welcome}</div>'
    gone = say(language, "history_cut", n=dropped) if dropped else ""
    before = f'<p class="muted">{esc(gone)}</p>' if gone else ""
    shown = "".join(
        _turn(turn, i, language, last=i == len(turns) - 1) for i, turn in enumerate(turns)
    )
    return f'<div class="chat" role="log" aria-live="polite">{before}{shown}</div>'


def welcome(held: Mapping[str, Any], examples: Sequence[str], language: str) -> str:
    """The empty conversation: what is held and what can be asked, or how to add reports."""
    if not held["reports"]:
        return (
            f'<div class="welcome"><h2>{esc(say(language, "empty_title"))}</h2>'
            f"<p>{esc(say(language, 'empty_add'))}</p><pre>nianbao index 年报文件夹/</pre>"
            f"<p>{esc(say(language, 'empty_hint'))}</p></div>"
        )
    text = say(language, "welcome_held", **held)
    asked = "".join(
        button(esc(question), "example", do="ask", question=question) for question in examples
    )
    return (
        f'<div class="welcome"><p class="held">{esc(text)}</p>'
        f'<h2>{esc(say(language, "welcome"))}</h2><div class="examples">{asked}</div></div>'
    )


def _turn(turn: Turn, i: int, language: str, last: bool) -> str:
    asked = f'<div class="q"><div>{esc(turn.question)}</div></div>'
    if turn.failed:
        retry = button(esc(say(language, "retry")), "plain", do="retry", turn=i)
        body = f'<div class="a status-error"><p>{esc(turn.failed)}</p>{retry}</div>'
    elif turn.answer is None:
        body = _under_way(turn, i, language)
    else:
        body = _answer(turn, turn.answer, i, language)
    current = ' id="latest"' if last else ""
    return f'<section class="turn"{current}{attributes(turn=i)}>{asked}{body}</section>'


def _under_way(turn: Turn, i: int, language: str) -> str:
    """The plan, then the rows; both stay where they are when the text comes."""
    plan = _plan_line(turn.plan_text, language)
    dots = '<span class="dots" aria-hidden="true"></span>'
    rows = ""
    if turn.found is not None:
        drawn = chart(turn.found, say(language, "no_value"))
        rows = f'<div class="early">{drawn}{_rows(turn.found, i, language, early=True)}</div>'
    return f'<div class="a busy">{plan}<p>{esc(turn.note)}{dots}</p>{rows}</div>'


def _answer(turn: Turn, answer: Answer, i: int, language: str) -> str:
    status = answer["status"]
    badge = ""
    if status != "answered":
        badge = f'<span class="badge {esc(status)}">{esc(say(language, "status_" + status))}</span>'
    stale = f'<p class="stale">{esc(turn.stale)}</p>' if turn.stale else ""
    parts = [
        _understood(answer, i, language),
        stale,
        badge,
        f'<div class="text">{markdown(_said(answer), i, len(answer["citations"]))}</div>',
        _choices(answer),
        chart(answer, say(language, "no_value")),
        _rows(answer, i, language, turn.cut),
        _warnings(answer, language),
        _tools(turn, answer, i, language),
    ]
    return f'<div class="a status-{esc(status)}">{"".join(parts)}</div>'


def _said(answer: Answer) -> str:
    """The answer's words, without the ways out that stand below as buttons and say no more."""
    refusal = (answer["plan"] or {}).get("refusal") or {}
    doubled = {f"- {escape(choice['label'])}" for choice in refusal.get("choices", ())}
    lines = answer["answer"].split("\n")
    return "\n".join(line for line in lines if line not in doubled)


def _choices(answer: Answer) -> str:
    """A clarification's ways out, as buttons."""
    refusal = (answer["plan"] or {}).get("refusal") or {}
    asked = "".join(
        button(
            esc(choice["label"]),
            "choice",
            choice["question"],
            do="ask",
            question=choice["question"],
        )
        for choice in refusal.get("choices", ())
    )
    return f'<div class="choices">{asked}</div>' if asked else ""


def _rows(answer: Answer, i: int, language: str, cut: int = 0, early: bool = False) -> str:
    """The first rows, with a way to all of them. `early`: before the answer is written the table
    is all there is, so it is open, and there is nothing to download yet."""
    rows = answer["rows"]
    if len(rows) < TABLED_ROWS:
        return ""
    head = esc(say(language, "rows", n=len(rows)))
    table = result_table(answer, i, language, SHOWN_IN_CHAT)
    every = button(esc(say(language, "all_rows", n=len(rows))), "plain", do="table", turn=i)
    more = every if len(rows) > SHOWN_IN_CHAT else ""
    files = "" if early else downloads(i, language)
    note = say(language, "rows_cut", shown=len(rows), n=cut) if cut else ""
    kept = f'<p class="legend">{esc(note)}</p>' if note else ""
    return (
        f'<details class="rows"{" open" if early else ""}><summary>{head}</summary>{kept}{table}'
        f'<div class="tools">{more}{files}</div></details>'
    )


def downloads(turn: int, language: str) -> str:
    """The two download buttons of an answer's rows."""
    return "".join(
        button(esc(say(language, format)), "plain", do="download", turn=turn, format=format)
        for format in ("csv", "xlsx")
    )


def _warnings(answer: Answer, language: str) -> str:
    """What is to be noted and does not stand in the answer's words already."""
    said = _MARK.sub("", plain(answer["answer"]))
    left = [text for text in answer["warnings"] if not _is_said(text, said)]
    if not left:
        return ""
    items = "".join(f"<li>{esc(text)}</li>" for text in left)
    head = f"{esc(say(language, 'warnings'))}（{len(left)}）"
    opened = " open" if len(left) <= _OPEN_WARNINGS else ""
    return f'<details class="warnings"{opened}><summary>{head}</summary><ul>{items}</ul></details>'


def _is_said(warning: str, said: str) -> bool:
    """Whether the words after the report's name stand in the answer."""
    words = warning.partition("：")[2]
    return bool(words) and words in said


def _understood(answer: Answer, i: int, language: str) -> str:
    kind = (answer["plan"] or {}).get("kind", "refusal")
    if kind == "refusal":  # the answer says the same
        return ""
    fixed = kind in ("definition", "corpus")
    return _plan_line(answer["plan_text"], language, None if fixed else i)


def _plan_line(plan_text: str, language: str, turn: int | None = None) -> str:
    if not plan_text:
        return ""
    edit = ""
    if turn is not None:
        edit = button(esc(say(language, "edit_plan")), "plain", do="edit", turn=turn)
    label = esc(say(language, "understood"))
    return f'<div class="plan"><span><b>{label}</b>　{esc(plan_text)}</span>{edit}</div>'


def _tools(turn: Turn, answer: Answer, i: int, language: str) -> str:
    def rate(which: str, sign: str) -> str:
        css = "rate on" if turn.rated == which else "rate"
        return button(esc(sign), css, do="rate", turn=i, rating=which)

    took = say(language, "took", ms=f"{answer['timings_ms'].get('total', 0):.0f}")
    return (
        '<div class="tools">'
        + button(esc(say(language, "copy")), "plain", do="copy", done=say(language, "copied"))
        + button(esc(say(language, "retry")), "plain", do="retry", turn=i)
        + rate("up", say(language, "up"))
        + rate("down", say(language, "down"))
        + f'<span class="took">{esc(took)}</span></div>'
    )
