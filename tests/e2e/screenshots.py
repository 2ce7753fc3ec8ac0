"""Takes a picture of every view from a real demo call: `python -m tests.e2e.screenshots OUT_DIR`.

Two sizes, two looks. The pictures of the README are among them; see `docs/screenshots`.
"""

import sys
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Error, Page, ViewportSize, expect

from tests.e2e.call_page import CARD_MS, CallPage
from tests.e2e.chromium import chromium, desk
from tests.e2e.house import RunningServer

SIZES = (ViewportSize(width=1440, height=900), ViewportSize(width=1024, height=768))
SMALL = ViewportSize(width=400, height=300)
LOOKS: tuple[Literal["light", "dark"], ...] = ("light", "dark")


class Album:
    """Pictures of one page in every size and look, into ``folder``."""

    def __init__(self, page: Page, folder: Path) -> None:
        self._page = page
        self._folder = folder

    def take(self, view: str) -> None:
        for size in SIZES:
            self._page.set_viewport_size(size)
            for look in LOOKS:
                self._page.emulate_media(color_scheme=look)
                expect(self._page.locator("html")).to_have_attribute("data-theme", look)
                self._page.wait_for_timeout(300)
                file = self._folder / f"{view}-{look}-{size['width']}.png"
                self._page.screenshot(path=file)
        self._page.set_viewport_size(SIZES[0])
        self._page.emulate_media(color_scheme="light")


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as directory,
        RunningServer(Path(directory)) as server,
        chromium() as browser,
    ):
        _earlier_calls(browser, server)
        _whole_call(browser, server, folder)


def _whole_call(browser: Browser, server: RunningServer, folder: Path) -> None:
    context = desk(browser)
    page = context.new_page()
    call = CallPage(page, server.address)
    album = Album(page, folder)
    call.open()
    album.take("pre-call")
    call.start_demo()
    expect(call.line("callers do you lose").first).to_be_visible(timeout=CARD_MS)
    album.take("listening")
    expect(call.card("They asked").first).to_be_visible(timeout=CARD_MS)
    album.take("live-question")
    expect(call.card("Price objection")).to_be_visible(timeout=CARD_MS)
    album.take("live")
    page.keyboard.press("u")
    page.keyboard.press("m")
    _small_window(page, folder)
    page.keyboard.press("g")
    album.take("guidance")
    page.keyboard.press("g")
    call.ended(patience_ms=CARD_MS)
    album.take("ended")
    page.get_by_role("link", name="Read the call").click()
    expect(page.get_by_role("region", name="Transcript")).to_be_visible()
    album.take("call")
    call.go_to_history()
    album.take("history")
    context.close()


def _small_window(page: Page, folder: Path) -> None:
    """The window on top of the meeting. It is a page of its own to Playwright, where it can be
    opened at all: a browser without a screen may refuse it."""
    try:
        for look in LOOKS:
            page.emulate_media(color_scheme=look)
            expect(page.locator("html")).to_have_attribute("data-theme", look)
            with page.context.expect_page(timeout=5_000) as opened:
                page.get_by_role("button", name="Small window on top").click()
            small = opened.value
            small.set_viewport_size(SMALL)
            small.wait_for_timeout(300)
            small.screenshot(path=folder / f"small-window-{look}.png")
            small.close()
    except Error as refused:
        print(f"No picture of the small window: {refused.message.splitlines()[0]}")  # noqa: T201


def _earlier_calls(browser: Browser, server: RunningServer) -> None:
    """A history with one line says little: a few demo calls that were broken off."""
    context = desk(browser)
    call = CallPage(context.new_page(), server.address)
    call.open()
    for _ in range(2):
        call.start_demo()
        expect(call.line("runs to the desk").first).to_be_visible(timeout=CARD_MS)
        call.end()
        call.ended()
        call.button("Start another call").click()
    context.close()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))
