"""A side of the call goes away in the middle of it: it is said, the call goes on, it comes back."""

import pytest
from playwright.sync_api import expect

from tests.e2e.call_page import HEARD_MS, CallPage
from tests.e2e.meeting import Meeting
from tests.e2e.place import RECORDINGS
from tests.e2e.sound import SoundSystem

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

GONE = "Your microphone is gone."
# Chromium learns from the kernel that a microphone was pulled out, and one of PulseAudio's is
# not known there: the browser's part of it, the end of the track, is played to the page.
REMEMBER = """
    const ask = MediaDevices.prototype.getUserMedia;
    MediaDevices.prototype.getUserMedia = async function (wanted) {
      return (window.microphone = await ask.call(this, wanted));
    };
"""
END = """() => window.microphone.getTracks().forEach((track) => {
    track.stop();
    track.dispatchEvent(new Event('ended'));
})"""
NOT_SHARED = "The meeting is no longer shared."


def test_the_call_outlives_its_share_and_its_microphone(
    call: CallPage, meeting: Meeting, sound: SoundSystem
) -> None:
    page = call.page
    page.add_init_script(REMEMBER)
    page.reload()
    call.allow_microphone()
    call.share_meeting()
    call.consent("Not asked yet")
    call.start()
    meeting.speak()
    expect(call.line("expensive").first).to_be_visible(timeout=HEARD_MS)

    # A meeting that moves on to another page ends the share of its tab when the tab is closed.
    address = meeting.tab.url
    meeting.tab.close()
    expect(call.notice(NOT_SHARED)).to_be_visible(timeout=HEARD_MS)
    sound.speak(RECORDINGS / "salesperson.wav")
    expect(call.line("our offer").first).to_be_visible(timeout=HEARD_MS)
    sound.hush()

    again = Meeting(page.context.new_page())
    again.tab.goto(address)
    page.bring_to_front()
    call.button("Share again").click()
    expect(call.notice(NOT_SHARED)).to_be_hidden(timeout=HEARD_MS)
    page.bring_to_front()

    sound.pull_out()
    page.evaluate(END)
    expect(call.notice(GONE)).to_be_visible(timeout=HEARD_MS)
    again.speak()
    expect(call.line("expensive")).to_have_count(2, timeout=HEARD_MS)
    sound.plug_in()
    call.button("Use another one").click()
    expect(call.notice(GONE)).to_be_hidden(timeout=HEARD_MS)
    sound.speak(RECORDINGS / "salesperson.wav")
    expect(call.line("our offer")).to_have_count(2, timeout=HEARD_MS)

    call.end()
    call.ended()
