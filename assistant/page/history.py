"""Conversations kept in the user's own browser (history.js): what is handed to it, and what comes
back, which is checked like any other input. The server keeps nobody's questions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.page.chat import Conversation, Turn
from assistant.page.markup import attributes
from assistant.page.texts import say
from assistant.plan import Body, Plan, Status
from index.errors import NianbaoError, StoreError
from index.store import Store

ROWS_KEPT = 200  # of one answer
TALK_CHARS = 1_000_000  # of one conversation; its earliest turns are left out beyond
TALKS_KEPT = 50
ALL_CHARS = 4_000_000  # of all: browsers give a site about 5 million
_TITLE = 80
_FORM = 1  # raise it when what is kept changes; older ones are then refused in words
_WORDS = tuple(
    f"history{part}"
    for part in ("", "_none", "_dropped", "_full", "_delete", "_wipe", "_sure", "_turns")
)
Number = int | float | None


class _Kept(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Row(_Kept):
    report_id: str | None
    issuer: str
    year: int | None
    value: Number
    values: dict[str, Number]


class _Citation(_Kept):
    n: int
    report_id: str
    file: str
    issuer: str
    year: int | None
    section: str
    kind: Literal["cell", "text"]
    table: str | None
    row_code: str | None
    col_code: str | None
    quote: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class _Answer(_Kept):
    """The contract's ANSWER."""

    question: str
    status: Status
    answer: str
    value: Number
    rows: list[_Row] = Field(max_length=ROWS_KEPT)
    citations: list[_Citation]
    population: dict[str, Any] | None
    plan: Plan | None
    plan_text: str
    warnings: list[str]
    timings_ms: dict[str, float]


class _Turn(_Kept):
    question: str
    answer: _Answer | None
    plan_text: str = ""
    failed: str = ""
    rated: str = ""
    edited: Plan | None = None
    bodies: tuple[Body, ...] = ()
    corpus: str = ""
    cut: int = 0


class Saved(_Kept):
    """One conversation as the browser keeps it; `dropped` of its first turns are left out."""

    form: Literal[1]
    id: str = Field(pattern=r"^[0-9a-f]{32}$")
    turns: tuple[_Turn, ...] = Field(max_length=100)
    dropped: int = 0


def scope(home: Path, user: str | None) -> str:
    """The part of the browser's store that belongs to one home and one user of it."""
    return sha256(f"{home.resolve()}\n{user or ''}".encode()).hexdigest()[:12]


def pack(talk: Conversation) -> dict[str, Any]:
    """A conversation for the browser, within `TALK_CHARS`; {} before its first question."""
    if not talk.turns:
        return {}
    talk.id = talk.id or uuid4().hex
    turns = [_packed(turn) for turn in talk.turns]
    sizes = [len(json.dumps(turn, ensure_ascii=False)) for turn in turns]
    first = 0
    while sum(sizes[first:]) > TALK_CHARS and first < len(turns):
        first += 1
    kept = {"form": _FORM, "id": talk.id, "turns": turns[first:], "dropped": talk.dropped + first}
    count = talk.dropped + len(talk.turns)
    return {"title": talk.turns[0].question[:_TITLE], "count": count, "talk": kept}


def _packed(turn: Turn) -> dict[str, Any]:
    answer, rows = turn.answer, list(turn.answer["rows"]) if turn.answer else []
    if answer is not None:
        answer = {**answer, "rows": rows[:ROWS_KEPT]}
        if answer["population"]:
            open_ = answer["population"]["unjudged"][:ROWS_KEPT]
            answer["population"] = {**answer["population"], "unjudged": open_}
    few = len(rows) <= ROWS_KEPT  # a follow-up must not mean some of the rows
    bodies = [body.model_dump(exclude_defaults=True) for body in turn.bodies] if few else []
    edited = turn.edited.model_dump(mode="json", exclude_defaults=True) if turn.edited else None
    return {
        "question": turn.question,
        "answer": answer,
        "plan_text": turn.plan_text,
        "failed": turn.failed,
        "rated": turn.rated,
        "edited": edited,
        "bodies": bodies,
        "corpus": turn.corpus,
        "cut": turn.cut or (0 if few else len(rows)),
    }


def unpack(given: object, language: str) -> Saved:
    """A conversation out of the browser; NianbaoError in words where it is none."""
    try:
        return Saved.model_validate(given)
    except ValidationError as error:
        raise NianbaoError(say(language, "history_broken")) from error


def turns_of(saved: Saved) -> list[Turn]:
    """The turns of a kept conversation."""
    return [
        Turn(
            one.question,
            _plain(one.answer) if one.answer else None,
            plan_text=one.plan_text,
            failed=one.failed,
            rated=one.rated,
            edited=one.edited,
            bodies=one.bodies,
            corpus=one.corpus,
            cut=one.cut,
        )
        for one in saved.turns
        if one.answer is not None or one.failed
    ]


def _plain(answer: _Answer) -> dict[str, Any]:
    plan = answer.plan.model_dump(mode="json", exclude_defaults=True) if answer.plan else None
    return {**answer.model_dump(mode="json"), "plan": plan}


def changed(store: Store, citations: Sequence[Mapping[str, Any]]) -> list[str]:
    """The cited reports, by name and year, that no longer say at its place what is quoted."""
    texts: dict[str, str | None] = {}
    found: dict[str, None] = {}
    for citation in citations:
        rid = citation["report_id"]
        if rid not in texts:
            try:
                texts[rid] = store.text(rid)
            except StoreError:
                texts[rid] = None
        if not stands(texts[rid], citation):
            found[f"{citation['issuer']}{citation['year'] or ''}"] = None
    return list(found)


def stands(text: str | None, citation: Mapping[str, Any]) -> bool:
    """Whether a text still says what is quoted where it is quoted."""
    return text is not None and text[citation["start"] : citation["end"]] == citation["quote"]


def keeper(talk: Conversation, part: str, language: str) -> str:
    """HTML that hands the conversation to history.js, which keeps it and lists all that it keeps;
    `part` is their `scope`."""
    words = {key.removeprefix("history_"): say(language, key) for key in _WORDS}
    words["kept"] = say(language, "history_kept", most=TALKS_KEPT, mb=ALL_CHARS // 1_000_000)
    limits = {"talks": TALKS_KEPT, "chars": ALL_CHARS}
    packed = pack(talk)  # which names a new conversation
    given = {"save": packed, "words": words, "limits": limits}
    data = {name: json.dumps(item, ensure_ascii=False) for name, item in given.items()}
    return f'<div class="talks"{attributes(scope=part, current=talk.id, **data)}></div>'
