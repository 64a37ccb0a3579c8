"""The page as people use it: a real browser and server, sample reports, and a hostile file."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from making import make_report, store
from openpyxl import load_workbook

from assistant.page.auth import make_line
from index.pipeline import index_paths
from tests.model_server import Sent, completion, serving

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
Page = sync_api.Page
expect = sync_api.expect

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "eval" / "corpus"
SAMPLE = re.compile("太平镇|望川镇|枫渡镇|柳浦镇")
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")
# Never skipped in CI: .ci/run installs a browser, and without one the tests fail there.
pytestmark = pytest.mark.skipif(
    BROWSER is None and "CI" not in os.environ, reason="no browser: apt-get install chromium"
)
HOSTILE = (
    '（五）监督保障。<script>window.hacked=1</script><img src=x onerror="window.hacked=2">'
    "![图](http://203.0.113.9/a.png)，门户网站改版1次。"
)


MANY = 250  # townships of one county and year: more than a page of the result table
MANY_ASKED = "北原县2021年新收申请大于0件的有哪些乡？"


@contextmanager
def served(home: Path, *options: str, **environment: str) -> Iterator[str]:
    """`nianbao serve` on a free port; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "assistant", "--home", str(home), "serve"]
    log = home.parent / f"{home.name}-{port}.log"
    with log.open("w") as out:
        child = subprocess.Popen(
            [*command, "--port", str(port), *options],
            cwd=ROOT,
            stdout=out,
            stderr=out,
            env=os.environ | environment,
        )
    address = f"http://127.0.0.1:{port}/"
    try:
        _wait(address, child, log)
        yield address
    finally:
        child.terminate()
        child.wait(10)


def _wait(address: str, child: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except OSError:
            assert child.poll() is None, log.read_text()
            time.sleep(0.1)
    raise AssertionError(f"the page does not answer: {log.read_text()}")


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample corpus, a report that tries to be a web page, and a county of many townships."""
    folder = tmp_path_factory.mktemp("page")
    sample = (CORPUS / "东沙县青盐农场2024.txt").read_text("utf-8").replace("青盐农场", "黑石镇")
    lines = [HOSTILE if line.startswith("（五）") else line for line in sample.split("\n")]
    (folder / "东沙县黑石镇2024.txt").write_text("\n".join(lines), "utf-8")
    home = folder / "home"
    index_paths(
        home, [*(p for p in CORPUS.iterdir() if SAMPLE.search(p.name)), *folder.glob("*.txt")]
    )
    return store(home, [_balanced(f"第{n}乡", n) for n in range(1, MANY + 1)])


def _balanced(body: str, number: int) -> Any:
    cells = {
        f"requests.{row}.{column}": number
        for row in ("received", "granted", "total_processed")
        for column in ("natural_person", "total")
    }
    return make_report(body, 2021, cells, county="北原县", body_type="乡")


@pytest.fixture(scope="session")
def site(home: Path) -> Iterator[str]:
    with served(home) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as play:
        made = play.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture
def opened(browser: Any) -> Iterator[Callable[..., Any]]:
    """A function that opens an address in a new browser profile; afterwards no request has left
    this machine and no script has failed."""
    contexts, strays, errors = [], [], []

    def open_page(address: str, **options: Any) -> Any:
        given = {"viewport": {"width": 1400, "height": 900}, "locale": "zh-CN"} | options
        contexts.append(browser.new_context(**given))
        page = contexts[-1].new_page()
        page.set_default_timeout(30_000)
        page.on("request", lambda r: _is_local(r.url) or strays.append(r.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert strays == []
    assert errors == []


def _is_local(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "data:", "blob:"))


def ask(page: Any, question: str) -> Any:
    """Ask, wait for the answer, and give it."""
    before = page.locator(".turn").count()
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    return last_answer(page, before)


def last_answer(page: Any, before: int) -> Any:
    answer = page.locator(".turn").nth(before).locator(".a")
    answer.locator(".took").wait_for()
    return answer


def tab(page: Any, name: str) -> None:
    page.get_by_role("tab", name=name).click()


# --- asking


def test_an_answer_opens_on_the_cited_cell_of_the_reports_own_table(site: str, opened: Any) -> None:
    page = opened(site)
    answer = ask(page, "2024年新收申请最多的前3个镇")
    assert "太平镇人民政府2024年" in answer.inner_text()
    expect(answer.locator(".plan")).to_contain_text("新收政府信息公开申请数量")
    assert answer.locator(".chart .bar").count() == 3
    answer.locator(".cite").first.click()
    hit = page.locator("#panel td.hit")
    expect(hit).to_have_attribute("data-key", "requests.received.total")
    expect(hit).to_have_text("7")
    expect(hit).to_be_in_viewport()
    expect(page.locator("#panel h3")).to_contain_text("东沙县太平镇人民政府")
    page.get_by_role("button", name="下一处").click()
    expect(page.locator("#panel h3")).to_contain_text("柳浦镇")
    expect(page.locator("#panel td.hit")).to_have_text("6")
    page.get_by_role("button", name="上一处").click()
    expect(page.locator("#panel td.hit")).to_have_text("7")


def test_a_quote_opens_on_its_sentence_and_the_whole_report_follows(site: str, opened: Any) -> None:
    page = opened(site)
    answer = ask(page, "柳浦镇2024年存在什么问题？")
    answer.locator(".cite").first.click()
    mark = page.locator("#panel mark.hit")
    expect(mark).to_be_in_viewport()
    assert mark.inner_text().rstrip("。；") in answer.locator(".text").inner_text()
    page.get_by_role("button", name="打开整份报告").click()
    expect(page.locator("#panel table.requests")).to_be_visible()
    page.locator("#panel summary", has_text="历年对照").click()
    expect(page.locator("#panel .carry")).to_contain_text("结转下年度")


def test_a_clarification_is_answered_by_a_button_and_an_example_by_a_click(
    site: str, opened: Any
) -> None:
    page = opened(site)
    page.locator(".example").first.click()
    last_answer(page, 0)
    answer = ask(page, "太平镇2024年收到几件申请？")
    expect(answer.locator(".badge")).to_have_text("需要指明")
    assert [text[:5] for text in answer.locator(".text li").all_inner_texts()] == [
        "澜湾市/东",
        "望川区 太",
    ]  # with their numbers; what says no more than its button is not said twice
    answer.locator(".choice", has_text="东沙县").click()
    expect(last_answer(page, 2).locator(".text strong").first).to_contain_text("7")


def test_the_plan_is_edited_and_run_again(site: str, opened: Any) -> None:
    page = opened(site)
    ask(page, "2024年新收申请最多的前3个镇").get_by_role("button", name="修改条件").click()
    limit = page.locator("#edit-limit input")
    expect(limit).to_have_value("3")
    limit.fill("1")
    page.locator("#edit-run").click()
    answer = last_answer(page, 1)
    expect(answer.locator(".plan")).to_contain_text("取前1名")
    assert "柳浦镇" not in answer.locator(".text").inner_text()
    expect(page.locator("#editor")).to_have_count(0)


def test_the_rows_are_sorted_opened_and_downloaded(site: str, opened: Any, tmp_path: Path) -> None:
    page = opened(site)
    answer = ask(page, "哪些镇2024年收到过依申请公开？")
    answer.locator(".rows summary").click()
    values = answer.locator(".result td.num")
    assert values.all_inner_texts() == ["7", "6", "4", "1"]
    head = answer.locator(".result th button").nth(2)
    head.click()
    head.click()
    assert values.all_inner_texts() == ["1", "4", "6", "7"]
    values.nth(1).locator("button").click()
    expect(page.locator("#panel h3")).to_contain_text("望川镇")
    expect(page.locator("#panel td.hit")).to_contain_text("4")
    with page.expect_download() as got:
        answer.get_by_role("button", name="下载 XLSX").click()
    got.value.save_as(tmp_path / "rows.xlsx")
    sheet = load_workbook(tmp_path / "rows.xlsx").active
    assert sheet is not None
    header, *rows = sheet.iter_rows(values_only=True)
    assert header[:2] == ("单位", "年度") and "文件" in header
    assert [row[2] for row in rows] == [7, 6, 4, 1]
    assert str(rows[0][header.index("文件")]).endswith("东沙县太平镇2024.docx")
    assert [row[header.index("原文")] for row in rows] == ["7", "6", "4", "1"]
    assert {(row[header.index("列")], row[header.index("状态")]) for row in rows} == {
        ("总计", "有数")
    }


def test_plan_then_table_then_text_appear_while_a_model_writes(home: Path, opened: Any) -> None:
    pytest.importorskip("llama_index.llms.openai_like", reason="the extra `llm` is not installed")
    with writer() as (address, write):
        model = {"NIANBAO_LLM_BASE_URL": address, "NIANBAO_LLM_MODEL": "slow"}
        with served(home, **model) as site:
            page = opened(site)
            page.fill("#question textarea", "2024年各镇存在什么问题？")
            page.press("#question textarea", "Enter")
            turn = page.locator(".turn").last
            expect(turn.locator(".plan")).to_contain_text("存在什么问题", timeout=30_000)
            expect(turn.locator("table.result")).to_contain_text("柳浦镇人民政府")
            expect(turn.locator(".busy > p")).to_contain_text("正在写出并核对答案")
            assert turn.locator(".text").count() == 0
            early = turn.locator("table.result tbody").inner_text()
            write.set()
            expect(turn.locator(".text")).to_contain_text("柳浦镇")
            expect(turn.locator(".busy")).to_have_count(0)
            assert turn.locator("table.result tbody").text_content() == early.replace(
                "\n", ""
            ).replace("\t", "")


@contextmanager
def writer() -> Iterator[tuple[str, Event]]:
    """A language model's server that answers, with nothing of use, once the event is set."""
    write = Event()

    def answer(request: Sent) -> tuple[int, bytes]:
        write.wait(60)
        return 200, completion("没有。")

    with serving(answer) as url:
        yield url, write
        write.set()


def test_all_rows_are_reached_page_by_page_sorted_as_a_whole(site: str, opened: Any) -> None:
    page = opened(site)
    answer = ask(page, MANY_ASKED)
    answer.locator(".rows summary").click()
    assert answer.locator(".result tbody tr").count() == 10
    answer.locator(".result th button").nth(2).click()  # of ten rows out of many: opens all
    values = page.locator("#panel td.num")
    expect(values).to_have_count(200)
    assert values.all_inner_texts() == [str(n) for n in range(MANY, MANY - 200, -1)]
    expect(page.locator("#panel .meta")).to_contain_text("第 1–200 行，共 250 行")
    page.get_by_role("button", name="下一页").click()
    expect(values).to_have_count(50)
    assert values.all_inner_texts() == [str(n) for n in range(50, 0, -1)]
    page.locator("#panel th button").nth(2).click()
    expect(values.first).to_have_text("1")
    assert values.all_inner_texts() == [str(n) for n in range(1, 201)]
    page.get_by_role("button", name="最后一页").click()
    expect(values.last).to_have_text(str(MANY))
    values.last.locator("button").click()
    expect(page.locator("#panel h3")).to_contain_text("第250乡")
    expect(page.locator("#panel td.hit")).to_have_text("250")
    page.get_by_role("button", name="返回结果表").click()
    expect(values.last).to_have_text(str(MANY))


# --- earlier conversations


def history(page: Any) -> Any:
    """The list of earlier conversations, open."""
    if page.locator(".talks details[open]").count() == 0:
        page.locator(".talks summary").click()
    return page.locator(".talks .past")


def kept(page: Any) -> int:
    return int(page.evaluate("Object.keys(localStorage).filter(k => /nianbao/.test(k)).length"))


_STORED = "JSON.stringify(Object.entries(localStorage).filter(([k]) => /nianbao/.test(k)).sort())"


def test_a_conversation_outlives_its_tab_and_goes_on(site: str, opened: Any) -> None:
    page, other = opened(site), opened(site)
    ask(page, "2024年新收申请最多的前3个镇")
    ask(page, "第二个镇2023年收到几件申请？")
    assert other.locator(".turn").count() == 0
    page.reload()
    expect(page.locator(".welcome")).to_be_visible()
    entry = history(page)
    expect(entry).to_contain_text(re.compile(r"2024年新收申请最多的前3个镇\d{4}-\d\d-\d\d.*2 问"))
    expect(history(other)).to_have_count(0)  # another browser has its own
    before = entry.inner_text()
    aside = page.evaluate(_STORED)
    page.keyboard.press("Escape")
    expect(entry).not_to_be_visible()
    history(page).click()
    expect(page.locator(".turn")).to_have_count(2)
    assert history(page).inner_text() == before
    assert page.evaluate(_STORED) == aside  # looking at it is no new date
    first = page.locator(".turn").first
    expect(first.locator(".plan")).to_contain_text("取前3名")
    first.locator(".rows summary").click()
    assert first.locator(".result td.num").all_inner_texts() == ["7", "6", "4"]
    first.locator(".cite").nth(1).click()
    expect(page.locator("#panel h3")).to_contain_text("柳浦镇")
    expect(page.locator("#panel td.hit")).to_have_text("6")
    assert page.locator(".stale").count() == 0
    assert "2022" in ask(page, "再上一年呢？").locator(".plan").inner_text()
    expect(history(page)).to_contain_text("3 问")


def test_conversations_are_deleted_one_by_one_and_all_at_once(site: str, opened: Any) -> None:
    page = opened(site)
    for question in ("柳浦镇2024年收到几件申请？", "望川镇2024年收到几件申请？", "你好"):
        page.locator("#new").click()
        expect(page.locator(".welcome")).to_be_visible()
        ask(page, question)
    expect(history(page)).to_have_count(3)
    assert history(page).locator("span").all_inner_texts()[1:] == [
        "望川镇2024年收到几件申请？",
        "柳浦镇2024年收到几件申请？",
    ]
    page.get_by_role("button", name="删除 望川镇2024年收到几件申请？").click()
    expect(history(page)).to_have_count(2)
    assert kept(page) == 4  # an entry and a content each
    page.get_by_role("button", name="全部删除").click()
    assert kept(page) == 4
    page.get_by_role("button", name="确认全部删除").click()
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.locator(".talks .muted").first).to_have_text("还没有对话。问过的会列在这里。")
    assert kept(page) == 0


def test_the_oldest_conversations_make_room_and_it_is_said(site: str, opened: Any) -> None:
    page = opened(site)
    page.locator(".talks summary").wait_for()
    page.evaluate(
        """() => {
          const scope = document.querySelector('.talks').dataset.scope;
          for (let n = 0; n < 52; n += 1) {
            const id = String(n).padStart(32, '0');
            const head = { title: `旧${n}`, count: 1, at: 1000 + n, size: 10 };
            localStorage.setItem(`nianbao:head:${scope}:${id}`, JSON.stringify(head));
            localStorage.setItem(`nianbao:talk:${scope}:${id}`, '{"form": 0}');
          }
        }"""
    )
    ask(page, "柳浦镇2024年收到几件申请？")
    expect(history(page)).to_have_count(50)
    expect(page.locator(".talks .note")).to_have_text("存满了：已删去最早的 3 段对话。")
    expect(history(page).last).to_contain_text("旧3")
    history(page).last.click()
    expect(page.get_by_text("打不开")).to_be_visible()
    expect(page.locator(".turn")).to_have_count(1)


def test_a_full_browser_is_said_and_the_answer_stays(site: str, opened: Any) -> None:
    page = opened(site)
    page.locator(".talks summary").wait_for()
    page.evaluate(
        """() => {
          for (let size = 2 ** 22; size > 8; size /= 2) {
            for (let n = 0; ; n += 1) {
              try { localStorage.setItem(`other${size}-${n}`, '字'.repeat(size)); } catch { break; }
            }
          }
        }"""
    )
    assert "6" in ask(page, "柳浦镇2024年收到几件申请？").inner_text()
    history(page)
    expect(page.locator(".talks .note")).to_contain_text("浏览器没有保存这段对话")
    assert kept(page) == 0


def test_an_opinion_is_kept_with_question_plan_and_answer(
    site: str, opened: Any, home: Path
) -> None:
    page = opened(site)
    answer = ask(page, "柳浦镇2024年收到几件申请？")
    answer.get_by_role("button", name="有问题").click()
    page.fill("#reason textarea", "应写明来源")
    page.locator("#send-reason").click()
    expect(page.locator(".rate.on")).to_have_text("有问题")
    kept = json.loads((home / "feedback.jsonl").read_text("utf-8").splitlines()[-1])
    assert (kept["rating"], kept["reason"]) == ("down", "应写明来源")
    assert kept["turns"] == ["柳浦镇2024年收到几件申请？"]
    assert kept["plan"]["kind"] == "value" and kept["answer"]["value"] == 6
    tab(page, "反馈")
    expect(page.locator("#opinions")).to_contain_text("应写明来源")


def test_rating_an_answer_neither_folds_it_nor_scrolls_away(site: str, opened: Any) -> None:
    page = opened(site, viewport={"width": 1400, "height": 640})
    first = ask(page, "2024年新收申请最多的前3个镇")
    first.locator(".rows summary").click()
    ask(page, "哪些镇2024年收到过依申请公开？")
    assert first.locator(".rows").get_attribute("open") is not None
    place = "document.getElementById('talk').scrollTop"
    below = page.evaluate(place)
    page.evaluate(f"{place} = 60")
    first.get_by_role("button", name="有用").click()
    expect(first.locator(".rate.on")).to_be_visible()
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))")
    assert page.evaluate(place) < below - 100
    assert first.locator(".rows").get_attribute("open") is not None


def test_an_answer_without_sources_leaves_no_other_answers_source_beside_it(
    site: str, opened: Any
) -> None:
    page = opened(site)
    ask(page, "柳浦镇2024年收到几件申请？")
    expect(page.locator("#panel td.hit")).to_have_text("6")
    ask(page, "明天天气怎么样？")
    expect(page.locator("#panel .empty")).to_be_visible()
    page.locator(".turn").first.get_by_role("button", name="修改条件").click()
    expect(page.locator("#edit-run")).to_be_visible()
    ask(page, "望川镇2024年收到几件申请？")  # whose source would be hidden behind the editor
    expect(page.locator("#editor")).to_have_count(0)
    expect(page.locator("#panel td.hit")).to_contain_text("4")


# --- nothing in a report or a question acts


def test_a_report_and_a_question_that_are_web_pages_stay_text(site: str, opened: Any) -> None:
    page = opened(site)
    answer = ask(page, '黑石镇2024年监督保障做了什么？<img src=x onerror="window.hacked=3">')
    expect(page.locator(".q").last).to_contain_text("<img src=x")
    answer.locator(".cite").first.click()
    page.locator("#panel mark.hit").wait_for()
    tab(page, "报告")
    page.fill("#search textarea, #search input", "黑石镇")
    expect(page.locator("#reports tbody tr")).to_have_count(1)
    page.locator("#reports [data-do=report]").first.click()
    page.locator("#report summary", has_text="正文").click()
    expect(page.locator("#report")).to_contain_text("<script>window.hacked=1</script>")
    expect(page.locator("#report")).to_contain_text("![图](http://203.0.113.9/a.png)")
    assert page.evaluate("window.hacked") is None
    assert page.locator(".chat img, .panel img, .panel script").count() == 0


def test_too_long_a_question_is_refused_in_words(site: str, opened: Any) -> None:
    page = opened(site)
    page.fill("#question textarea", "申" * 501)
    page.press("#question textarea", "Enter")
    expect(page.locator(".status-error")).to_contain_text("最多 500 个字")
    assert page.input_value("#question textarea") == "申" * 501  # to be shortened, not typed anew


# --- the corpus


def test_files_are_added_and_removed_while_questions_are_answered(
    opened: Any, tmp_path: Path
) -> None:
    good = shutil.copy(CORPUS / "南屏县竹岩乡2023.txt", tmp_path)
    bad = tmp_path / "通知.txt"
    bad.write_text("关于召开会议的通知。请各单位准时参加。" * 20, "utf-8")
    with served(tmp_path / "empty") as site:
        page = opened(site)
        expect(page.locator(".welcome h2")).to_have_text("还没有报告")
        tab(page, "报告")
        page.get_by_role("button", name="上传报告").click()
        page.locator("#files input[type=file]").set_input_files([good, bad])
        expect(page.locator("#files")).to_contain_text("通知")
        page.locator("#add").click()
        results = page.locator("#added .files li")
        expect(results).to_have_count(2, timeout=30_000)
        expect(results.filter(has_text="竹岩乡")).to_contain_text("已加入")
        expect(results.filter(has_text="通知")).to_contain_text("没有加入")
        expect(page.locator("#reports tbody tr")).to_have_count(1)
        tab(page, "问答")
        assert "竹岩乡" in ask(page, "竹岩乡2023年收到几件申请？").inner_text()
        tab(page, "报告")
        page.locator("#reports [data-do=report]").first.click()
        page.locator("#remove").click()
        page.locator("#sure").click()
        expect(page.locator("#report")).to_contain_text("已移除", timeout=30_000)
        expect(page.locator("#reports")).to_contain_text("还没有报告")
        tab(page, "问答")
        page.reload()
        history(page).click()  # what was answered stays, and says that its source is gone
        expect(page.locator(".stale")).to_contain_text("1 份报告此后被移除或更换：")
        expect(page.locator(".stale")).to_contain_text("竹岩乡")
        page.locator(".cite").first.click()
        expect(page.locator("#panel")).to_contain_text("这份报告已被移除或替换。")


def test_the_quality_list_is_narrowed_opened_and_exported(
    site: str, opened: Any, tmp_path: Path
) -> None:
    page = opened(site)
    tab(page, "质量检查")
    rows = page.locator("#findings tbody tr")
    rows.first.wait_for()
    page.locator("#check-rule input").click()
    page.get_by_role("option", name="正文与表格不一致").click()
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("望川镇")
    rows.locator("button").click()
    expect(page.locator("#finding td.hit.doubt")).to_have_attribute(
        "data-key", "requests.received.total"
    )
    page.locator(".letter summary").click()
    expect(page.locator(".letter pre")).to_contain_text("有以下 1 处需要核对")
    with page.expect_download() as got:
        page.locator("#get-letters_txt").click()
    text = Path(got.value.path()).read_text("utf-8-sig")
    assert text == page.locator(".letter pre").inner_text()


# --- phone, dark, English, password, programs


def test_on_a_phone_nothing_is_wider_than_the_screen_and_the_source_slides_in(
    site: str, opened: Any
) -> None:
    page = opened(site, viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    answer = ask(page, "2024年新收申请最多的前3个镇")
    expect(page.locator(".side").first).not_to_be_in_viewport()
    answer.locator(".cite").first.tap()
    expect(page.locator("#panel td.hit")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="关闭").tap()
    expect(page.locator(".side").first).not_to_be_in_viewport()
    history(page)
    body = page.locator(".talks .body").bounding_box()
    assert body is not None and body["x"] >= 0 and body["x"] + body["width"] <= 390
    answer.get_by_role("button", name="修改条件").tap()
    expect(page.locator(".talks .body")).not_to_be_visible()
    page.locator("#edit-run").tap()
    expect(last_answer(page, 1).locator(".plan")).to_be_visible()
    expect(page.locator(".side").first).not_to_be_in_viewport()


def test_dark_mode_has_light_words_on_dark_ground(site: str, opened: Any) -> None:
    page = opened(site, color_scheme="dark")
    ask(page, "柳浦镇2024年收到几件申请？").locator(".cite").first.click()
    page.locator("#panel td.hit").wait_for()
    for place in (".a .text p", ".q > div", "#panel td.hit", "#panel th.row"):
        assert _contrast(page, place) >= 4.5, place


def _contrast(page: Any, selector: str) -> float:
    """WCAG contrast of a place's words with the nearest painted ground."""
    words, ground = page.evaluate(
        """(selector) => {
          let place = document.querySelector(selector);
          const words = getComputedStyle(place).color;
          const painted = (e) => !/(, 0\\)|transparent)$/.test(getComputedStyle(e).backgroundColor);
          while (place.parentElement && !painted(place)) place = place.parentElement;
          return [words, getComputedStyle(place).backgroundColor];
        }""",
        selector,
    )
    light, dark = sorted(map(_luminance, (words, ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", color)[:3]]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_an_english_browser_gets_english(site: str, opened: Any) -> None:
    page = opened(site, locale="en-US")
    expect(page.get_by_role("tab", name="Quality")).to_be_visible()
    expect(page.locator(".welcome h2")).to_have_text("Try asking")


def test_with_a_password_file_nobody_reads_without_one(
    opened: Any, home: Path, tmp_path: Path
) -> None:
    users = tmp_path / "users"
    users.write_text(make_line("li", "正确的密码"), "utf-8")
    with served(home, "--auth", str(users)) as site:
        page = opened(site)
        page.locator("input[type=password]").wait_for()
        assert page.locator(".chat").count() == 0
        refused = page.request.get(f"{site}config")
        assert refused.status == 401
        fields = page.locator("input")
        fields.nth(0).fill("li")
        fields.nth(1).fill("正确的密码")
        page.keyboard.press("Enter")
        page.locator(".welcome").wait_for()


def test_programs_ask_through_named_endpoints(site: str) -> None:
    def call(name: str, *given: Any) -> Any:
        body = json.dumps({"data": given}).encode()
        head = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{site}gradio_api/call/{name}", body, head)
        with urllib.request.urlopen(request) as response:
            event = json.load(response)["event_id"]
        with urllib.request.urlopen(f"{site}gradio_api/call/{name}/{event}") as response:
            return json.loads(response.read().decode().split("data: ", 1)[1].split("\n")[0])[0]

    answer = call("ask", "那2023年呢？", ["柳浦镇2024年收到几件申请？"])
    assert answer["status"] == "answered" and answer["rows"][0]["year"] == 2023
    cited = answer["citations"][0]
    place = call("source", cited["report_id"], cited["start"], cited["end"], 10)
    assert place["quote"] == cited["quote"]
    again = call("run_plan", answer["plan"], "同一计划")
    assert again["value"] == answer["value"]
    assert {row["year"] for row in call("reports", "柳浦镇", None)} == {2022, 2023, 2024}
    assert call("findings", "narrative_mismatch", None)[0]["issuer"].endswith("望川镇人民政府")
    assert len(call("cells", cited["report_id"])) == 200
    with urllib.request.urlopen(f"{site}gradio_api/info") as response:
        named = json.load(response)["named_endpoints"]
    assert set(named) == {
        "/ask", "/run_plan", "/source", "/reports", "/cells", "/findings"
    }  # fmt: skip
