"""An answer on the page comes in steps (plan, rows, checked text), conversations are kept in the
browser and come back, tables have all their rows and files the place of every value."""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import make_report, store

from assistant.answer import Answer
from assistant.engine import Assistant, Found, Understood
from assistant.page import chat, history
from assistant.page.desk import ASKED_A_MINUTE, Desk
from assistant.page.table import ROWS_A_PAGE, View, in_order, result_table
from assistant.page.texts import say
from assistant.plan import Plan
from index.errors import NianbaoError
from index.store.write import WriteStore

RECEIVED = "requests.received.total"
LIST = "哪些镇2024年收到过依申请公开？"
MANY = ROWS_A_PAGE + 50


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Towns 柳1镇…, each year with its own number; one cell blank, one number said in words."""
    reports = [
        make_report(f"柳{name}镇", year, {RECEIVED: value, "requests.granted.total": granted})
        for name, year, value, granted in (
            ("浦", 2024, 7, 5),
            ("浦", 2023, 3, 3),
            ("岸", 2024, 4, 2),
            ("岸", 2023, 4, ""),
            ("湾", 2024, 9, 9),
        )
    ]
    said = "举办培训12次。"
    reports.append(make_report("柳坪镇", 2024, {RECEIVED: 1}, said=[(said, "training", 12)]))
    return store(tmp_path_factory.mktemp("steps"), reports)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More towns than one page of the table has rows; the last ones have the highest numbers."""
    reports = [make_report(f"第{n}镇", 2024, {RECEIVED: n}) for n in range(1, MANY + 1)]
    return store(tmp_path_factory.mktemp("many"), reports)


@pytest.fixture
def desk(home: Path) -> Desk:
    return Desk(home)


def asked(desk: Desk, *questions: str) -> chat.Conversation:
    talk = chat.Conversation()
    for question in questions:
        list(desk.ask(talk, question, "tab", "zh"))
    return talk


def answer_of(talk: chat.Conversation) -> dict[str, Any]:
    found = talk.turns[-1].answer
    assert found is not None, talk.turns[-1].failed
    return dict(found)


class Shown(HTMLParser):
    """The words of each table row, the data of each button, and the cells that are marked."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.buttons: list[dict[str, str | None]] = []
        self.hits: list[tuple[str | None, str]] = []
        self.inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        data = dict(attrs)
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.inside = True
            self.rows[-1].append("")
            if "hit" in str(data.get("class")).split():
                self.hits.append((data["data-key"], ""))
        elif tag == "button":
            self.buttons.append(data)

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.rows[-1][-1] += data
        if self.inside and self.hits and not self.hits[-1][1]:
            self.hits[-1] = (self.hits[-1][0], data)


# --- steps


@pytest.mark.parametrize(
    "question",
    [
        LIST,
        "2024年新收申请最多的前2个镇",
        "柳浦镇2024年收到几件申请？",
        "柳浦镇和柳岸镇2024年新收申请比较",
        "柳浦镇2023到2024年新收申请有什么变化？",
        "2024年各镇新收申请总数",
        "2023年到2024年新收申请增加最多的镇",
        "柳浦镇2024年予以公开率是多少？",
        "哪些报告提到了培训？",
        "报告有多少份？",
        "哪些报告勾稽关系不平？",
        "柳松镇2024年收到几件申请？",
        "今天天气怎么样？",
    ],
)
def test_plan_rows_and_answer_come_in_turn_and_agree(home: Path, question: str) -> None:
    assistant = Assistant(home)
    understood, found, answer = list(assistant.steps(question))
    assert isinstance(understood, Understood)
    assert isinstance(found, Found)
    assert isinstance(answer, Answer)
    assert understood.plan == found.plan == answer.plan
    assert understood.plan_text == found.plan_text == answer.plan_text
    assert found.rows == answer.rows
    whole = assistant.ask(question).as_json() | {"timings_ms": {}}
    assert answer.as_json() | {"timings_ms": {}} == whole
    assistant.close()


def test_rows_are_not_shown_before_the_answer_where_a_quote_does_not_print_them(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant import lookup_read

    cite = lookup_read._cell_citation

    def shifted(report: Any, cell: Any, text: str) -> Any:
        return cite(report, cell, "9" + text)

    monkeypatch.setattr(lookup_read, "_cell_citation", shifted)
    assistant = Assistant(home)
    _, found, answer = list(assistant.steps(LIST))
    assert isinstance(found, Found) and found.rows == ()
    assert isinstance(answer, Answer) and (answer.status, answer.rows) == ("error", ())


def test_rows_shown_early_go_with_an_answer_that_fails_its_last_check(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant import engine

    monkeypatch.setattr(engine, "problems", lambda *_: ["数字9没有依据"])
    talk, screens = chat.Conversation(), []
    for _ in desk.ask(talk, LIST, "tab", "zh"):
        screens.append(chat.transcript(talk.turns, "zh", ""))
    assert [row[2] for row in Shown(screens[-2]).rows[1:]] == ["9", "7", "4", "1"]
    assert 'class="result"' not in screens[-1] and "内部核对没有通过" in screens[-1]


def test_a_question_is_understood_once(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant import session

    parse, parsed = session.parse, []
    monkeypatch.setattr(session, "parse", lambda *given: parsed.append(given[0]) or parse(*given))
    asked(Desk(home), LIST)
    assert parsed == [LIST]


def test_waiting_between_steps_is_not_counted_as_time_taken(home: Path) -> None:
    assistant = Assistant(home)
    assistant.ask(LIST)
    steps = assistant.steps(LIST)
    for _ in range(2):
        next(steps)
        time.sleep(0.3)
    answer = next(steps)
    assert isinstance(answer, Answer)
    assert answer.timings_ms["total"] < 300


def test_an_answer_given_up_halfway_is_not_remembered(home: Path) -> None:
    assistant = Assistant(home)
    session = assistant.new_session()
    steps = assistant.steps(LIST, session)
    next(steps), next(steps)
    steps.close()
    assert session.history == ()
    assert assistant.ask(LIST, session).status == "answered"


def test_the_page_shows_plan_then_table_then_text(desk: Desk) -> None:
    talk, screens = chat.Conversation(), []
    for _ in desk.ask(talk, LIST, "tab", "zh"):
        screens.append(chat.transcript(talk.turns, "zh", ""))
    thinking, plan, table, text = screens
    assert 'class="plan"' not in thinking and say("zh", "thinking") in thinking
    assert 'class="plan"' in plan and "<table" not in plan
    assert 'class="result"' in table and 'class="text"' not in table
    assert 'class="text"' in text and say("zh", "checking") not in text
    early, late = Shown(table).rows, Shown(text).rows
    assert [row[2] for row in early[1:]] == ["9", "7", "4", "1"]
    assert early == late[-len(early) :]


def test_a_value_can_be_opened_before_the_text_is_there(desk: Desk) -> None:
    talk = chat.Conversation()
    steps = desk.ask(talk, LIST, "tab", "zh")
    while talk.turns == [] or talk.turns[-1].found is None:
        next(steps)
    press = next(b for b in Shown(chat.transcript(talk.turns, "zh", "")).buttons if "data-row" in b)
    data = {name.removeprefix("data-"): value for name, value in press.items()}
    assert Shown(str(desk.panel(talk, data, "zh"))).hits == [(RECEIVED, "9")]


def test_a_changed_plan_counts_as_a_question_and_is_run_again_as_it_is(desk: Desk) -> None:
    talk = asked(desk, LIST)
    plan = Plan(**answer_of(talk)["plan"]).model_copy(update={"limit": 2})
    list(desk.rerun(talk, plan, talk.turns[0].question, "tab", "zh"))
    assert len(answer_of(talk)["rows"]) == 2
    list(desk.again(talk, 1, "tab", "zh"))
    assert [turn.question for turn in talk.turns[1:]] == [f"（修改条件）{LIST}"] * 2
    assert len(answer_of(talk)["rows"]) == 2
    for _ in range(ASKED_A_MINUTE - 3):
        assert desk.refuse("问", "tab", "zh") == ""
    list(desk.rerun(talk, plan, LIST, "tab", "zh"))
    assert "请稍等" in talk.turns[-1].failed
    assert (talk.turns[-1].answer, talk.turns[-1].refused) == (None, True)


# --- all rows


def test_every_row_is_reached_and_sorted_over_all_pages(many: Path) -> None:
    desk = Desk(many)
    talk = asked(desk, "2024年新收申请大于0件的有哪些镇？")
    assert len(answer_of(talk)["rows"]) == MANY
    in_chat = Shown(chat.transcript(talk.turns, "zh", ""))
    heads = [b for b in in_chat.buttons if b.get("data-do") == "table" and "data-col" in b]
    assert len(heads) == 3  # sorting ten of many rows would mislead: it opens the sorted table

    def values(**data: str) -> list[int]:
        shown = Shown(str(desk.panel(talk, {"do": "table", "turn": "0", **data}, "zh")))
        return [int(row[2]) for row in shown.rows[1:]]

    rising = {"col": "2", "down": "0"}
    assert values(**rising) == list(range(1, ROWS_A_PAGE + 1))
    assert values(page="1", **rising) == list(range(ROWS_A_PAGE + 1, MANY + 1))
    assert values(col="2", down="1")[0] == MANY
    first, last = values(), values(page="1")
    assert sorted(first + last) == list(range(1, MANY + 1))
    assert desk.panel(talk, {"do": "table", "turn": "0", "page": "9"}, "zh") is None
    assert desk.panel(talk, {"do": "table", "turn": "0", "col": "77"}, "zh") is None


def test_a_value_of_a_later_page_opens_its_own_cell_and_leads_back(many: Path) -> None:
    desk = Desk(many)
    talk = asked(desk, "2024年新收申请大于0件的有哪些镇？")
    last = {"do": "table", "turn": "0", "page": "1", "col": "2", "down": "0"}
    press = Shown(str(desk.panel(talk, last, "zh"))).buttons[-1]
    data = {name.removeprefix("data-"): value for name, value in press.items()}
    panel = str(desk.panel(talk, data, "zh"))
    assert f"第{MANY}镇" in panel and Shown(panel).hits == [(RECEIVED, str(MANY))]
    back = next(b for b in Shown(panel).buttons if b.get("data-do") == "table")
    assert (back["data-page"], back["data-col"], back["data-down"]) == ("1", "2", "0")


def test_seven_thousand_rows_are_turned_over_in_a_moment() -> None:
    rows = [
        {
            "report_id": f"{n:012}",
            "issuer": f"镇{n}",
            "year": 2024,
            "value": n,
            "values": {"新收": n},
        }
        for n in range(7000)
    ]
    found = {"rows": rows, "plan": {"kind": "list"}, "citations": []}
    shown = Shown(result_table(found, 0, "zh", ROWS_A_PAGE, View(34, 2, down=True)))
    assert [row[2] for row in shown.rows[1:]] == [str(n) for n in range(199, -1, -1)]


@given(st.lists(st.one_of(st.none(), st.integers(-3, 3)), max_size=30), st.booleans())
def test_sorting_keeps_every_row_and_leaves_nothing_last(
    values: list[int | None], down: bool
) -> None:
    rows = [{"issuer": "镇", "year": 2024, "value": v, "values": {"数": v}} for v in values]
    places = in_order({"rows": rows}, View(0, 2, down))
    assert sorted(places) == list(range(len(values)))
    found = [values[place] for place in places]
    known = [value for value in found if value is not None]
    assert found == known + [None] * (len(values) - len(known))
    assert known == sorted(known, reverse=down)


# --- files


def test_rows_of_two_parts_have_the_places_of_their_own_values_only(desk: Desk) -> None:
    talk = asked(desk, "2024年申请最多的前2个镇，柳坪镇2024年培训几次")
    rows = downloaded(desk, talk)
    received, training = "本年新收政府信息公开申请数量", "培训次数"
    assert [bool(r[received]) for r in rows] == [True, True, False]
    assert [r[f"{training}：状态"] for r in rows][:2] == ["", ""]
    assert (rows[2][training], rows[2][f"{training}：原文"]) == ("12", "举办培训12次")


def downloaded(desk: Desk, talk: chat.Conversation) -> list[dict[str, str]]:
    path = desk.download(talk, len(talk.turns) - 1, "csv")
    assert path is not None
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_row_of_a_file_says_where_its_value_is_printed(many: Path) -> None:
    desk = Desk(many)
    talk = asked(desk, "2024年新收申请大于0件的有哪些镇？")
    rows = downloaded(desk, talk)
    assert len(rows) == MANY
    for row in rows:
        text = desk.assistant.store.text(row["报告编号"])
        assert text[int(row["起"]) : int(row["止"])] == row["原文"]
        assert row["原文"] == row["本年新收政府信息公开申请数量"]
    assert {row["出处"] for row in rows} == {"表三 收到和处理政府信息公开申请情况"}
    assert {(row["行"], row["列"], row["状态"]) for row in rows} == {
        ("一、本年新收政府信息公开申请数量", "总计", "有数")
    }
    assert rows[0]["文件"].endswith("2024.txt")


def test_several_figures_have_their_own_places_and_a_blank_is_no_zero(desk: Desk) -> None:
    talk = asked(desk, "柳岸镇2023年新收申请和予以公开各多少？")
    (row,) = downloaded(desk, talk)
    names = [name for name in row if name.endswith("：原文")]
    assert len(names) == 2
    received, granted = (name.removesuffix("：原文") for name in names)
    assert (row[received], row[f"{received}：状态"]) == ("4", "有数")
    assert (row[granted], row[f"{granted}：状态"]) == ("", "留空")
    assert row[f"{granted}：行"].endswith("予以公开")


def test_a_change_cites_both_years_reports(desk: Desk) -> None:
    talk = asked(desk, "2023年到2024年新收申请增加最多的镇")
    row = downloaded(desk, talk)[0]
    assert row["单位"].endswith("柳浦镇人民政府") and row["数值"] == "4"
    dated = {name: row[name] for name in row if name.endswith("：原文")}
    assert sorted(dated.values()) == ["3", "7"]
    old = next(name.removesuffix("：原文") for name, quote in dated.items() if quote == "3")
    assert "2023年" in old
    place = next(i for i, r in enumerate(answer_of(talk)["rows"]) if "柳浦镇" in r["issuer"])
    data = {"do": "row", "turn": "0", "row": str(place), "name": old}
    panel = str(desk.panel(talk, data, "zh"))  # not the other year's report
    assert "柳浦镇人民政府　2023" in panel and Shown(panel).hits == [(RECEIVED, "3")]


def test_a_number_from_the_text_is_placed_in_its_sentence(desk: Desk) -> None:
    talk = asked(desk, "柳坪镇2024年举办培训几次？")
    assert answer_of(talk)["value"] == 12
    (row,) = downloaded(desk, talk)
    assert (row["出处"], row["原文"], row["状态"]) == ("一、总体情况", "举办培训12次", "有数")


def test_a_file_says_that_a_report_has_changed_since(tmp_path: Path) -> None:
    home = store(tmp_path, [make_report("柳浦镇", 2024, {RECEIVED: 7})])
    store(home, [make_report("柳岸镇", 2024, {RECEIVED: 2})])
    desk = Desk(home)
    talk = asked(desk, LIST)
    gone = next(r["report_id"] for r in answer_of(talk)["rows"] if "柳岸镇" in r["issuer"])
    with WriteStore.open_write(home) as written:
        written.remove([gone])
    store(home, [make_report("柳浦镇", 2024, {RECEIVED: 8})])
    states = {row["单位"]: row["状态"] for row in downloaded(desk, talk)}
    assert states == {
        "临溪县柳浦镇人民政府": "报告已更换，现为8",
        "临溪县柳岸镇人民政府": "报告已移除",
    }


# --- kept conversations


def kept(talk: chat.Conversation) -> Any:
    """A conversation as it comes back out of the browser."""
    return json.loads(json.dumps(history.pack(talk)["talk"]))


def reopened(desk: Desk, talk: chat.Conversation) -> chat.Conversation:
    other = chat.Conversation()
    desk.resume(other, kept(talk), "zh")
    return other


def test_a_conversation_comes_back_as_it_was(desk: Desk) -> None:
    talk = asked(
        desk, LIST, "今天天气怎么样？", "柳浦镇2023到2024年新收申请有什么变化？", "x" * 501
    )
    back = reopened(desk, talk)
    assert back.id == talk.id
    assert json.dumps(kept(back)) == json.dumps(kept(talk))  # to the letter: opening is no change
    before, after = (chat.transcript(t.turns, "zh", "") for t in (talk, back))
    assert after == before
    first = {"do": "cite", "turn": "0", "n": "1"}
    assert desk.panel(back, first, "zh") == desk.panel(talk, first, "zh") is not None


@pytest.mark.parametrize(
    ("before", "then", "body", "value"),
    [
        (LIST, "第二个呢？", "柳浦镇", 7),
        ("柳浦镇2024年收到几件申请？", "上一年呢？", "柳浦镇", 3),
        ("柳浦镇2024年收到几件申请？", "那柳湾镇呢？", "柳湾镇", 9),
    ],
)
def test_a_follow_up_works_in_a_conversation_opened_again(
    desk: Desk, before: str, then: str, body: str, value: int
) -> None:
    back = reopened(desk, asked(desk, before))
    list(desk.ask(back, then, "tab", "zh"))
    assert body in answer_of(back)["rows"][0]["issuer"]
    assert answer_of(back)["value"] == value


def test_what_has_become_of_the_sources_since_is_said(tmp_path: Path) -> None:
    home = store(tmp_path, [make_report("柳浦镇", 2024, {RECEIVED: 7})])
    desk = Desk(home)
    talk = asked(desk, "柳浦镇2024年收到几件申请？")
    assert reopened(desk, talk).turns[0].stale == ""
    store(home, [make_report("柳岸镇", 2024, {RECEIVED: 2})])
    assert reopened(desk, talk).turns[0].stale == say("zh", "stale_other")
    store(home, [make_report("柳浦镇", 2024, {RECEIVED: 1234}, said=["新的一版。"])])
    back = reopened(desk, talk)
    assert back.turns[0].stale.startswith("这是当时的回答。所引的 1 份报告此后被移除或更换")
    assert "临溪县柳浦镇人民政府2024" in back.turns[0].stale
    panel = str(desk.panel(back, {"do": "cite", "turn": "0", "n": "1"}, "zh"))
    assert say("zh", "replaced") in panel and 'class="hit' not in panel
    list(desk.again(back, 0, "tab", "zh"))
    assert answer_of(back)["value"] == 1234 and back.turns[-1].stale == ""


def test_of_a_long_table_the_first_rows_are_kept_and_it_says_so(many: Path) -> None:
    desk = Desk(many)
    talk = asked(desk, "2024年新收申请大于0件的有哪些镇？")
    assert len(history.pack(talk)["talk"]["turns"][0]["answer"]["rows"]) == history.ROWS_KEPT
    back = reopened(desk, talk)
    assert back.turns[0].cut == MANY
    assert say("zh", "rows_cut", shown=200, n=MANY) in chat.transcript(back.turns, "zh", "")
    assert reopened(desk, back).turns[0].cut == MANY
    assert back.turns[0].bodies == ()  # a follow-up on “the second” of some rows would mislead
    assert len(answer_of(talk)["rows"]) == MANY


def test_a_conversation_too_long_to_keep_loses_its_first_questions_and_says_so(desk: Desk) -> None:
    talk = asked(desk, LIST)
    long = dict(answer_of(talk)) | {"answer": "字" * 300_000}
    talk.turns = [chat.Turn(f"问{n}", long) for n in range(5)]
    back = reopened(desk, talk)
    assert [turn.question for turn in back.turns] == ["问2", "问3", "问4"]
    assert back.dropped == 2
    assert "开头的 2 问没有保存下来" in chat.transcript(back.turns, "zh", "", back.dropped)
    assert len(json.dumps(kept(talk), ensure_ascii=False)) <= 1.05 * history.TALK_CHARS


def test_of_a_conversation_without_end_the_last_questions_stay(desk: Desk) -> None:
    talk = chat.Conversation([chat.Turn(f"问{n}", failed="停") for n in range(50)])
    list(desk.ask(talk, LIST, "tab", "zh"))
    assert (len(talk.turns), talk.turns[0].question, talk.dropped) == (50, "问1", 1)
    assert history.pack(talk)["count"] == 51
    assert reopened(desk, talk).dropped == 1


@pytest.mark.parametrize("damage", ["none", "words", "form", "id", "turn", "plan", "row", "extra"])
def test_what_is_no_kept_conversation_is_refused_in_words(desk: Desk, damage: str) -> None:
    good = kept(asked(desk, LIST))
    turn = good["turns"][0]
    change: dict[str, Any] = {
        "none": None,
        "words": "对话",
        "form": good | {"form": 0},
        "id": good | {"id": "<script>"},
        "turn": good | {"turns": [{"question": 7}]},
        "plan": good | {"turns": [turn | {"answer": turn["answer"] | {"plan": {"kind": "x"}}}]},
        "row": good | {"turns": [turn | {"answer": turn["answer"] | {"rows": [{"a": 1}]}}]},
        "extra": good | {"more": 1},
    }
    talk = asked(desk, "柳浦镇2024年收到几件申请？")
    with pytest.raises(NianbaoError, match="打不开"):
        desk.resume(talk, change[damage], "zh")
    assert len(talk.turns) == 1  # the present conversation stays


def test_kept_conversations_of_two_homes_or_users_stay_apart(tmp_path: Path) -> None:
    scopes = {history.scope(tmp_path / home, user) for home in "ab" for user in (None, "li", "wu")}
    assert len(scopes) == 6
    assert history.scope(tmp_path / "a", "li") in scopes


def test_the_server_writes_down_no_question(home: Path) -> None:
    def files() -> Iterator[tuple[str, int]]:
        return ((str(path), path.stat().st_size) for path in sorted(home.rglob("*")))

    before = [item for item in files() if "-shm" not in item[0] and "-wal" not in item[0]]
    history.keeper(asked(Desk(home), LIST), "s", "zh")
    after = [item for item in files() if "-shm" not in item[0] and "-wal" not in item[0]]
    assert after == before
