"""Pictures of every screen over the sample corpus: `python -m eval.screenshots`.

Needs playwright and a Chromium (`apt-get install chromium fonts-noto-cjk`). Writes PNG files to
docs/screenshots/, to be looked at before a change of the page is called done.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from eval.load import served
from index.pipeline import index_paths

_SAMPLE = Path(__file__).parent / "corpus"
_OUT = Path(__file__).parents[1] / "docs" / "screenshots"
_DESKTOP = {"viewport": {"width": 1440, "height": 900}, "locale": "zh-CN"}
_PHONE = {
    "viewport": {"width": 390, "height": 844},
    "locale": "zh-CN",
    "is_mobile": True,
    "has_touch": True,
}


class _Camera:
    """One open page; `shoot` waits for it to settle."""

    def __init__(self, browser: Any, address: str, **options: Any) -> None:
        self.page = browser.new_context(**options).new_page()
        self.page.goto(address)
        self.page.wait_for_selector(".chat")

    def shoot(self, name: str) -> None:
        self.page.wait_for_timeout(600)
        self.page.screenshot(path=_OUT / f"{name}.png")

    def ask(self, question: str) -> None:
        before = self.page.locator(".turn").count()
        self.page.fill("#question textarea", question)
        self.page.press("#question textarea", "Enter")
        self.page.locator(".turn").nth(before).locator(".took").wait_for()

    def press(self, selector: str, shown: str = "") -> None:
        self.page.locator(selector).first.click()
        if shown:
            self.page.locator(shown).first.wait_for()

    def tab(self, place: int, shown: str) -> None:
        self.page.get_by_role("tab").nth(place).click()
        self.page.locator(shown).first.wait_for()


def _asking(camera: _Camera) -> None:
    camera.shoot("ask-welcome")
    camera.ask("2024年新收申请最多的前5个单位")
    camera.press("#latest .cite", "#panel td.hit")
    camera.shoot("ask-cell")
    camera.press("#latest [data-do=edit]", "#edit-run")
    camera.shoot("ask-editor")
    camera.page.locator("#editor-end button").last.click()
    camera.ask("柳浦镇2022到2024年新收申请有什么变化？")
    camera.press("#latest .rows summary")
    camera.shoot("ask-trend")
    camera.ask("白鹭乡存在什么问题？")
    camera.press("#latest .cite", "#panel mark.hit")
    camera.shoot("ask-sentence")
    camera.ask("太平镇2024年收到几件申请？")
    camera.shoot("ask-clarify")
    camera.press("#new", ".welcome")
    camera.ask("哪些镇2024年收到过依申请公开？")
    camera.press(".talks summary", ".talks .past")
    camera.shoot("history")


def _reports(camera: _Camera) -> None:
    camera.tab(1, "#reports table")
    camera.shoot("reports-list")
    camera.page.locator("#reports [data-do=report]", has_text="白鹭乡").last.click()
    camera.page.locator("#report table.form").first.wait_for()
    camera.page.locator("#report summary").nth(0).click()
    camera.page.locator("#report summary").nth(1).click()
    camera.shoot("reports-years")


def _quality(camera: _Camera) -> None:
    camera.tab(2, "#findings table")
    camera.page.locator("#findings tr", has_text="列勾稽").locator("button").first.click()
    camera.page.locator("#finding td.hit").first.wait_for()
    camera.shoot("quality")


def shoot_all(home: Path, empty: Path) -> None:
    """Every screen, on a desk, in the dark, on a phone, in English, and with nothing held."""
    from playwright.sync_api import sync_playwright

    _OUT.mkdir(parents=True, exist_ok=True)
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        with served(home) as address:
            desk = _Camera(browser, address, **_DESKTOP)
            _asking(desk)
            _reports(desk)
            _quality(desk)
            dark = _Camera(browser, address, **_DESKTOP, color_scheme="dark")
            dark.ask("哪些镇2024年收到过依申请公开？")
            dark.press("#latest .cite", "#panel td.hit")
            dark.shoot("dark")
            phone = _Camera(browser, address, **_PHONE)
            phone.ask("2024年新收申请最多的前3个镇")
            phone.shoot("phone-answer")
            phone.press("#latest .cite", "#panel td.hit")
            phone.shoot("phone-source")
            phone.press("#panel button.close")
            phone.press(".talks summary", ".talks .past")
            phone.shoot("phone-history")
            english = _Camera(browser, address, **{**_DESKTOP, "locale": "en-US"})
            english.ask("How many requests did 柳浦镇 receive in 2024?")
            english.shoot("english")
        with served(empty) as address:
            _Camera(browser, address, **_DESKTOP).shoot("empty")
        browser.close()


def main() -> int:
    """Index the sample and take the pictures."""
    with tempfile.TemporaryDirectory(prefix="nianbao-screens-") as scratch:
        home = Path(scratch, "home")
        index_paths(home, [_SAMPLE])
        shoot_all(home, Path(scratch, "empty"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
