"""What would spoil a call is said before it begins."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.call_page import HEARD_MS, CallPage
from tests.e2e.chromium import chromium, desk
from tests.e2e.house import RunningServer
from tests.e2e.meeting import Meeting
from tests.e2e.place import free_port, require

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


def test_silence_on_both_sides_is_told(call: CallPage, meeting: Meeting) -> None:
    call.allow_microphone()
    call.share_meeting()
    expect(call.side("Your voice")).to_contain_text(
        "No sound from your microphone", timeout=HEARD_MS
    )
    customer = call.side("The customer's voice")
    expect(customer).to_contain_text("Nothing is heard from the customer", timeout=HEARD_MS)
    meeting.speak()
    expect(customer.get_by_text("Heard", exact=True)).to_be_visible(timeout=HEARD_MS)
    expect(customer).not_to_contain_text("Nothing is heard from the customer")


def test_a_shared_tab_without_audio_is_told_and_keeps_the_call_from_starting(
    server: RunningServer, hearing: BrowserContext, meeting: Meeting
) -> None:
    page = hearing.new_page()
    # The user leaves "Also share tab audio" off: the browser then gives a picture only.
    page.add_init_script(
        "const share = MediaDevices.prototype.getDisplayMedia;"
        "MediaDevices.prototype.getDisplayMedia = function (options) {"
        "  return share.call(this, { ...options, audio: false });"
        "};"
    )
    call = CallPage(page, server.address)
    call.open()
    call.allow_microphone()
    call.button("Share the meeting's tab").click()
    page.bring_to_front()
    side = call.side("The customer's voice")
    expect(side).to_contain_text("The shared tab has no audio")
    expect(side).to_contain_text("Also share tab audio")
    call.consent("A transcript")
    expect(call.button("Start the call")).to_be_disabled()
    assert meeting.tab.url


def test_a_machine_without_a_microphone_is_told(quiet_call: CallPage) -> None:
    quiet_call.page.context.grant_permissions(["microphone"])
    quiet_call.allow_microphone()
    side = quiet_call.side("Your voice")
    expect(side).to_contain_text("No microphone was found")
    expect(quiet_call.button("Try a demo call")).to_be_enabled()


def test_plain_http_from_another_machine_is_told(tmp_path: Path) -> None:
    """A server behind a proxy without TLS, asked by its name: the browser trusts only
    loopback without TLS, so the page gets no microphone and says why."""
    require()
    port = free_port()
    elsewhere = f"http://salescoach.test:{port}"
    token = "a-token-of-sixteen-and-more"
    opened = {"ALLOWED_HOSTS": "salescoach.test", "PORT": str(port), "ACCESS_TOKEN": token}
    names = "--host-resolver-rules=MAP salescoach.test 127.0.0.1"
    with RunningServer(tmp_path, **opened), chromium(None, names) as browser:
        call = CallPage(desk(browser).new_page(), elsewhere)
        call.open()
        call.page.get_by_label("Access token", exact=True).fill(token)
        call.page.keyboard.press("Enter")
        expect(call.page.get_by_text("HTTPS needed", exact=True)).to_be_visible()
        expect(call.button("Allow the microphone")).to_be_disabled()
        expect(call.button("Start the call")).to_be_disabled()
