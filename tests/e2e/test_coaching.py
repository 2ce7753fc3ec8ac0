"""A person says how they want to be coached, and the next call keeps to it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.call_page import CARD_MS, CallPage
from tests.e2e.house import RunningServer

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

DEAR = "That is a lot of money for answering the phone, and I would have to see it first."
HEARD = (
    (0, 300, 2_000, "Hi, this is Sam, I am calling about your calls."),
    (1, 2_600, 4_200, "Good, go ahead then."),
    (0, 4_800, 6_000, "It is seventy nine dollars a month."),
    (1, 6_600, 12_000, DEAR),
)
PAUSE = "Wait 1.5 s before you answer."
EARLY = "before they finished"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    """Hears the same call whatever is played to it."""
    keys = ("channel", "start_ms", "end_ms", "text")
    script = tmp_path / "heard.json"
    script.write_text(json.dumps([dict(zip(keys, line, strict=True)) for line in HEARD]))
    settings = {"STT_ENGINE": "scripted", "SCRIPTED_TRANSCRIPT": str(script)}
    with RunningServer(tmp_path, **settings) as running:
        yield running


def test_what_is_switched_off_stays_away_from_the_next_call(quiet_call: CallPage) -> None:
    call, page = quiet_call, quiet_call.page
    call.start_demo()
    expect(call.card("Price objection")).to_contain_text(EARLY, timeout=CARD_MS)
    expect(page.get_by_text(PAUSE)).to_be_visible(timeout=CARD_MS)
    _leave(call)

    page.get_by_role("link", name="Settings").click()
    for name in ("Cards before they finish", "Pause"):
        switch = page.get_by_role("switch", name=name)
        switch.focus()
        page.keyboard.press("Space")
        expect(switch).not_to_be_checked()
    expect(page.get_by_text("Saved. Used from the next call on.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("switch", name="Pause")).not_to_be_checked()

    page.get_by_role("link", name="Call", exact=True).click()
    call.start_demo()
    card = call.card("Price objection")
    expect(card).to_be_visible(timeout=CARD_MS)
    expect(card).not_to_contain_text(EARLY)
    expect(page.get_by_text(PAUSE)).to_have_count(0)
    _leave(call)


def test_a_card_voted_wrong_twice_is_muted_and_can_be_had_back(quiet_call: CallPage) -> None:
    call, page = quiet_call, quiet_call.page
    muted = page.get_by_role("region", name="Muted cards")
    words: list[str] = []
    for _ in range(2):
        call.start_demo()
        card = call.card("Price objection")
        expect(card).to_be_visible(timeout=CARD_MS)
        words.append(card.inner_text())
        call.button("Wrong").click()
        expect(page.get_by_text("Noted as wrong")).to_be_visible()
        _leave(call)
    page.get_by_role("link", name="Settings").click()
    expect(muted).to_contain_text("You called it wrong 2 times.")
    again = muted.get_by_role("button", name="Use ")
    script = (again.get_attribute("aria-label") or "").removeprefix("Use ").removesuffix(" again")

    page.get_by_role("link", name="Call", exact=True).click()
    call.start_demo()
    third = call.card("Price objection")
    expect(third).to_be_visible(timeout=CARD_MS)
    assert _words_to_say(third.inner_text()) != _words_to_say(words[0])
    _leave(call)

    page.get_by_role("link", name="Settings").click()
    again.click()
    expect(muted).not_to_contain_text(script)
    page.reload()
    expect(muted).to_contain_text("None.")


def _leave(call: CallPage) -> None:
    """Ends the call and goes back to where one begins."""
    call.end()
    call.ended()
    call.open()


def _words_to_say(card: str) -> str:
    """What is to be said: the longest line above what the customer said."""
    return max(card.partition("They said")[0].splitlines(), key=len)
