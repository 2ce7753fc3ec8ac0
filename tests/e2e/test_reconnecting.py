"""The connection breaks in the middle of a call: the page says so, comes back, and nothing is
said twice or lost."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.e2e.call_page import HEARD_MS, CallPage
from tests.e2e.house import RunningServer
from tests.e2e.meeting import Meeting
from tests.e2e.place import RECORDINGS
from tests.e2e.sound import SoundSystem

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


def test_a_killed_server_takes_the_call_up_where_it_was(
    call: CallPage,
    meeting: Meeting,
    sound: SoundSystem,
    server: RunningServer,
    complaints: list[str],
) -> None:
    call.allow_microphone()
    call.share_meeting()
    call.fill_in("Tom", "Baker Plumbing")
    call.consent("A transcript")
    call.start()
    sound.speak(RECORDINGS / "salesperson.wav")
    meeting.speak()
    expect(call.line("our offer").first).to_be_visible(timeout=HEARD_MS)

    # The customer is talking now, and goes on while nobody listens.
    server.kill()
    expect(call.page.get_by_text("Reconnecting").first).to_be_visible(timeout=HEARD_MS)
    expect(call.page.get_by_text("The call goes on and is kept here")).to_be_visible()
    expect(call.line("our offer").first).to_be_visible()
    server.start()

    expect(call.page.get_by_text("Reconnecting")).to_have_count(0, timeout=120_000)
    expect(call.line("one extra job").first).to_be_visible(timeout=120_000)
    expect(call.line("expensive").first).to_be_visible(timeout=HEARD_MS)
    expect(call.page.get_by_text("could not be kept")).to_have_count(0)
    shown = call.lines("Tom")
    assert len(shown) == len(set(shown))

    call.end()
    call.ended(patience_ms=120_000)
    kept = server.calls()
    assert len(kept) == 1
    turns = server.turns(kept[0]["id"])
    words = " ".join(turn.text for turn in turns).lower()
    for part in ("our offer", "expensive", "one extra job"):
        assert words.count(part) == 1, words
    assert {turn.speaker for turn in turns if "expensive" in turn.text} == {"customer"}
    assert all(first.start_ms <= second.start_ms for first, second in pairwise(turns))
    # A refused connection is an error on the console of the browser, and a part of this test.
    complaints.clear()
