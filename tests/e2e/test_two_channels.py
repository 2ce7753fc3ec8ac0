"""The main job: two people talk, the page shows who said what, and what to answer."""

import pytest
from playwright.sync_api import expect

from tests.e2e.call_page import CARD_MS, HEARD_MS, CallPage
from tests.e2e.house import RunningServer
from tests.e2e.meeting import Meeting
from tests.e2e.place import RECORDINGS
from tests.e2e.sound import SoundSystem

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


def test_a_call_with_two_voices_from_the_first_check_to_its_deletion(
    call: CallPage, meeting: Meeting, sound: SoundSystem, server: RunningServer
) -> None:
    page = call.page

    call.allow_microphone()
    sound.speak(RECORDINGS / "salesperson.wav")
    expect(call.side("Your voice").get_by_text("Heard")).to_be_visible(timeout=HEARD_MS)
    sound.hush()
    call.share_meeting()
    meeting.speak()
    expect(call.side("The customer's voice").get_by_text("Heard")).to_be_visible(timeout=HEARD_MS)
    meeting.hush()
    call.fill_in("Tom Baker", "Baker Plumbing")
    expect(call.button("Start the call")).to_be_disabled()
    call.consent("A transcript")
    call.start()

    sound.speak(RECORDINGS / "salesperson.wav")
    meeting.speak()
    card = call.card("Price objection")
    expect(card).to_be_visible(timeout=CARD_MS)
    expect(call.line("one extra job")).to_be_visible(timeout=HEARD_MS)
    assert call.said("You", "our offer", "Tom Baker")
    assert call.said("Tom Baker", "too expensive", "Tom Baker")
    assert not call.said("You", "expensive", "Tom Baker")
    assert not call.said("Tom Baker", "offer", "Tom Baker")
    price = page.get_by_role("region", name="Toolkit").get_by_role("button", name="Price fits now")
    expect(price).to_be_visible()

    call.end()
    call.ended()
    page.get_by_role("link", name="Read the call").click()
    expect(page.get_by_role("heading", name="Tom Baker", level=1)).to_be_visible()
    expect(page.get_by_role("region", name="Transcript")).to_contain_text("too expensive")
    expect(page.get_by_role("region", name="Transcript")).to_contain_text("Price objection")

    call.go_to_history()
    past = call.past_call("Tom Baker")
    expect(past).to_contain_text("Baker Plumbing")
    past.get_by_role("button", name="Delete: Tom Baker").click()
    call.button("Delete for ever").click()
    expect(page.get_by_text("No calls yet")).to_be_visible()
    assert server.calls() == []
