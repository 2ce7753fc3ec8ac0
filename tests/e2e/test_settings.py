"""Engines, keys and privacy, chosen by keyboard alone and used from the next call on."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.call_page import CARD_MS, CallPage
from tests.e2e.house import RunningServer

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c"
HEARD = (
    (0, 300, 2_000, "Which card shall I use for the Falcon project?"),
    (1, 2_600, 5_200, "It is 4111 1111 1111 1111, thank you."),
)
MANY_TABS = 60


@pytest.fixture
def settings() -> dict[str, str]:
    """Nothing is set by the environment, and Deepgram is nowhere."""
    return {"STT_ENGINE": "", "DEEPGRAM_BASE_URL": "http://127.0.0.1:9"}


@pytest.fixture
def server(tmp_path: Path, settings: dict[str, str]) -> Iterator[RunningServer]:
    with RunningServer(tmp_path, **settings) as running:
        yield running


def test_an_engine_is_chosen_given_its_key_and_tested(
    quiet_call: CallPage, server: RunningServer, tmp_path: Path
) -> None:
    page = quiet_call.page
    keys = page.keyboard
    page.goto(f"{server.address}/settings")
    _press(page, page.get_by_role("link", name="Engines and keys"))
    _go_to(page, page.get_by_role("radio", name="Embedded").first)
    # A finger rests on a key: the choice follows the focus while an arrow is held down.
    keys.press("ArrowDown", delay=150)
    expect(page.get_by_text("It needs a key.")).to_be_visible()
    expect(page.get_by_text("the sound of both sides goes to")).to_be_visible()

    _go_to(page, page.get_by_label("Key", exact=True))
    keys.type(KEY)
    keys.press("Enter")
    expect(page.get_by_text("2d3c")).to_be_visible()
    _press(page, page.get_by_role("button", name="Test Deepgram"))
    expect(page.get_by_text("No connection")).to_be_visible(timeout=15_000)

    page.reload()
    expect(page.get_by_role("radio", name="Deepgram")).to_be_checked()
    assert KEY not in page.content()
    assert all(KEY.encode() not in kept for kept in _files(tmp_path))
    _press(page, page.get_by_role("link", name="Call", exact=True))
    expect(page.get_by_text("Sound goes to Deepgram to be written down.")).to_be_visible()


class TestMasking:
    @pytest.fixture
    def settings(self, tmp_path: Path) -> dict[str, str]:
        """Hears the same call whatever is played to it."""
        keys = ("channel", "start_ms", "end_ms", "text")
        script = tmp_path / "heard.json"
        script.write_text(json.dumps([dict(zip(keys, line, strict=True)) for line in HEARD]))
        return {"STT_ENGINE": "scripted", "SCRIPTED_TRANSCRIPT": str(script)}

    def test_what_is_not_to_be_kept_is_masked_in_the_next_call_and_counted(
        self, quiet_call: CallPage, server: RunningServer
    ) -> None:
        call, page = quiet_call, quiet_call.page
        page.goto(f"{server.address}/settings#privacy")
        _go_to(page, page.get_by_label("A word or phrase to mask"))
        page.keyboard.type("falcon")
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Remove falcon")).to_be_visible()

        _press(page, page.get_by_role("link", name="Call", exact=True))
        call.start_demo()
        expect(call.line("It is [card number], thank you.")).to_be_visible(timeout=CARD_MS)
        expect(call.line("for the [withheld] project")).to_be_visible()
        call.button("End call").click()
        call.button("End and save").click()
        call.ended()
        page.get_by_role("link", name="Read the call").click()
        expect(page.get_by_text("Masked: 1 card number, 1 word of your list")).to_be_visible()


def _files(folder: Path) -> Iterator[bytes]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.read_bytes()


def _press(page: Page, what: Locator) -> None:
    _go_to(page, what)
    page.keyboard.press("Enter")


def _go_to(page: Page, what: Locator) -> None:
    """Presses Tab until it has the focus."""
    what.wait_for()
    for _ in range(MANY_TABS):
        if what.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"The keyboard does not reach {what}")
