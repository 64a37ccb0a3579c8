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
from typing import Any

import pytest
from openpyxl import load_workbook

from assistant.page.auth import make_line
from index.pipeline import index_paths

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


@contextmanager
def served(home: Path, *options: str) -> Iterator[str]:
    """`nianbao serve` on a free port; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "assistant", "--home", str(home), "serve"]
    log = home.parent / f"{home.name}-{port}.log"
    with log.open("w") as out:
        child = subprocess.Popen(
            [*command, "--port", str(port), *options], cwd=ROOT, stdout=out, stderr=out
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
    """The sample corpus and a report that tries to be a web page."""
    folder = tmp_path_factory.mktemp("page")
    sample = (CORPUS / "东沙县青盐农场2024.txt").read_text("utf-8").replace("青盐农场", "黑石镇")
    lines = [HOSTILE if line.startswith("（五）") else line for line in sample.split("\n")]
    (folder / "东沙县黑石镇2024.txt").write_text("\n".join(lines), "utf-8")
    home = folder / "home"
    index_paths(
        home, [*(p for p in CORPUS.iterdir() if SAMPLE.search(p.name)), *folder.glob("*.txt")]
    )
    return home


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
        page.set_default_timeout(10_000)
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


def test_conversations_are_separate_and_come_back_from_the_history(site: str, opened: Any) -> None:
    page, other = opened(site), opened(site)
    ask(page, "柳浦镇2024年收到几件申请？")
    assert other.locator(".turn").count() == 0
    assert "2023" in ask(page, "上一年呢？").locator(".text").inner_text()
    page.locator("#new").click()
    expect(page.locator(".welcome")).to_be_visible()
    page.get_by_text("历史对话").click()
    page.locator(".past").click()
    expect(page.locator(".turn")).to_have_count(2)


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
    answer.get_by_role("button", name="修改条件").tap()
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
