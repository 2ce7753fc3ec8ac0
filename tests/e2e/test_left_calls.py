"""A call whose tab is gone, and a call that two tabs want: nothing is lost, and nobody fights."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Error, expect

from salescoach.rooms.live.segments import read_segments
from tests.e2e.call_page import HEARD_MS, CallPage
from tests.e2e.house import RunningServer

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

FRAMES_A_SECOND = 10


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    """What is said does not matter here, only that it arrives."""
    script = tmp_path / "nothing.json"
    script.write_text(json.dumps([]))
    settings = {"STT_ENGINE": "scripted", "SCRIPTED_TRANSCRIPT": str(script)}
    with RunningServer(tmp_path, **settings) as running:
        yield running


def crash(call: CallPage) -> None:
    with pytest.raises(Error, match="crash"):
        call.page.goto("chrome://crash")


def test_what_a_crashed_tab_had_not_sent_goes_along_from_the_next_one(
    call: CallPage,
    hearing: BrowserContext,
    server: RunningServer,
    tmp_path: Path,
    complaints: list[str],
) -> None:
    call.start_with_meeting()
    [opened] = server.calls()
    server.kill()
    spool = tmp_path / "data" / "spool" / opened["id"]
    safe = max(segment.next_seq for segment, _ in read_segments(spool / "0"))
    # It counts from the last acknowledgement, up to a quarter of a second before what is safe; the
    # newest 400 ms are not written down yet.
    expect(call.page.get_by_text("is kept here, 4 s so far")).to_be_visible(timeout=HEARD_MS)
    crash(call)
    server.start()
    again = CallPage(hearing.new_page(), server.address)
    again.open()
    # What outlived the tab, and then whether all of that arrives: two things that can go wrong.
    expect(again.page.get_by_text(re.compile("Its last [2-9] s wait here and go"))).to_be_visible()
    again.button("End it").click()
    expect(again.page.get_by_text("A call is still open")).to_have_count(0)
    events = server.events(opened["id"])
    assert [event for event in events if event["type"] == "gap"] == []
    ended = events[-1]
    assert ended["type"] == "call_ended"
    assert ended["duration_s"] * FRAMES_A_SECOND >= safe + 2 * FRAMES_A_SECOND
    # A refused connection is an error on the console of the browser, and a part of this test.
    complaints.clear()


def test_a_call_is_in_one_tab_changes_it_only_when_asked_and_outlives_a_reload(
    call: CallPage, hearing: BrowserContext, server: RunningServer, tmp_path: Path
) -> None:
    call.start_with_meeting()
    other = CallPage(hearing.new_page(), server.address)
    other.open()
    expect(other.page.get_by_text("Your call is open in another tab")).to_be_visible()
    other.button("Take it over here").click()
    other.begun()
    elsewhere = call.page.get_by_role("heading", name="Your call goes on in another tab")
    expect(elsewhere).to_be_visible()
    call.button("Bring it back here").click()
    call.begun()
    moved = other.page.get_by_role("heading", name="Your call goes on in another tab")
    expect(moved).to_be_visible()
    expect(elsewhere).to_have_count(0)

    [opened] = server.calls()
    spool = tmp_path / "data" / "spool" / opened["id"]
    safe = max(segment.next_seq for segment, _ in read_segments(spool / "0"))
    # Reloading a page with a call is asked about, and meant here.
    call.page.once("dialog", lambda dialog: dialog.accept())
    call.page.reload()
    expect(call.page.get_by_text("A call is still open")).to_be_visible()
    call.button("Go back to your call").click()
    call.begun()
    call.end()
    call.ended()
    assert len(server.calls()) == 1
    events = server.events(opened["id"])
    assert events[-1]["reason"] == "ended"
    assert events[-1]["duration_s"] * FRAMES_A_SECOND > safe
    # What nobody heard while the page was away is missing on both sides, and says so.
    gaps = [event for event in events if event["type"] == "gap"]
    away = {gap["channel"] for gap in gaps if gap["start_ms"] * FRAMES_A_SECOND >= safe * 1000}
    assert away == {0, 1}
