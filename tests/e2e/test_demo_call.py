"""The installer's proof: a recorded call goes through the whole product, without a microphone, and
here over a thin line, too.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.call_page import CARD_MS, HEARD_MS, CallPage
from tests.e2e.house import RunningServer

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

SAID = (
    ("You", "who answers when you are busy"),
    ("Tony", "runs to the desk"),
    ("You", "one new customer worth"),
    ("Tony", "does it work with google"),
    ("Tony", "clients hate robots"),
    ("You", "dollars a month"),
    ("Tony", "a lot of money"),
    ("You", "what will he want to know"),
    ("Tony", "how do we get started"),
)
CARDS = ("They asked", "Concern about AI", "They asked", "Price objection", "Buying signal")
SOUND_BYTES_A_MS = 2 * 16 * 2
"""Of two channels as samples; packed it is about a tenth."""

NAMES = {"salesperson": "You", "customer": "Tony"}


def test_the_demo_call_goes_from_one_click_to_the_history(
    quiet_call: CallPage, server: RunningServer
) -> None:
    call, page = quiet_call, quiet_call.page
    page.evaluate("localStorage.setItem('salescoach.thin-line', 'yes')")
    sound = 0

    def count(frame: bytes | str) -> None:
        nonlocal sound
        sound += len(frame) if isinstance(frame, bytes) else 0

    page.on("websocket", lambda socket: socket.on("framesent", count))
    call.start_demo()
    expect(page.get_by_role("heading", name="Tony")).to_be_visible()
    expect(call.line("Fernbell").first).to_be_visible(timeout=HEARD_MS)
    for title in CARDS:
        expect(call.card(title)).to_be_visible(timeout=CARD_MS)
    assert call.said("Tony", "a lot of money", "Tony")
    call.ended(patience_ms=120_000)

    page.get_by_role("link", name="Read the call").click()
    transcript = page.get_by_role("region", name="Transcript")
    expect(transcript).to_contain_text("Fernbell")
    kept = server.calls()
    assert 0 < sound < kept[0]["duration_ms"] * SOUND_BYTES_A_MS / 8
    assert [each["customer"]["name"] for each in kept] == ["Tony"]
    turns = server.turns(kept[0]["id"])
    assert [turn.start_ms for turn in turns] == sorted(turn.start_ms for turn in turns)
    said = [(NAMES[turn.speaker], turn.text.lower()) for turn in turns]
    places = [
        next((i for i, (who, text) in enumerate(said) if who == speaker and part in text), None)
        for speaker, part in SAID
    ]
    assert None not in places, [
        part for part, place in zip(SAID, places, strict=True) if place is None
    ]
    assert places == sorted(places, key=lambda place: place or 0)

    outline = page.get_by_role("navigation", name="In this call").get_by_role("listitem")
    became = re.compile(r"[Uu]sed|said it|Answered|Dismissed|moved on|went on")
    cards = outline.filter(has_text=became)
    times = [_seconds(text) for text in cards.all_inner_texts()]
    assert len(times) >= len(CARDS)
    assert times == sorted(times)


def _seconds(shown: str) -> int:
    minutes, seconds = re.findall(r"\d+", shown)[:2]
    return int(minutes) * 60 + int(seconds)
