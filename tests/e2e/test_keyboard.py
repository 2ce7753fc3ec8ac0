"""A whole call without a mouse."""

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.call_page import CARD_MS, CallPage
from tests.e2e.house import RunningServer

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

MANY_TABS = 60


def test_a_call_is_led_by_keys_alone(quiet_call: CallPage, server: RunningServer) -> None:
    call, page = quiet_call, quiet_call.page
    keys = page.keyboard

    _go_to(call, call.button("Try a demo call"))
    keys.press("Enter")
    call.begun()

    keys.press("m")
    expect(page.get_by_text("Marked at 0:")).to_be_visible()
    keys.press("Shift+?")
    window = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(window).to_be_visible()
    keys.press("Escape")
    expect(window).to_be_hidden()

    keys.press("/")
    search = page.get_by_role("searchbox", name="Search the toolkit")
    expect(search).to_be_focused()
    keys.type("brother")
    keys.press("Escape")
    expect(search).to_have_value("")
    keys.press("g")
    expect(page.get_by_role("region", name="Guidance")).to_be_visible()
    keys.press("g")

    expect(call.card("They asked")).to_be_visible(timeout=CARD_MS)
    keys.press("u")
    expect(call.card("They asked").get_by_text("Used", exact=True)).to_be_visible()
    dismiss = call.button("Dismiss D")
    expect(dismiss).to_be_visible(timeout=CARD_MS)
    keys.press("d")
    expect(dismiss).to_be_hidden()
    expect(page.get_by_text("Dismissed")).to_be_visible()

    _go_to(call, call.button("End call"))
    keys.press("Enter")
    _go_to(call, call.button("End and save"))
    keys.press("Enter")
    call.ended()

    _go_to(call, page.get_by_role("radio", name="Dark"))
    keys.press("Space")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    _go_to(call, page.get_by_role("link", name="History").first)
    keys.press("Enter")
    past = call.past_call("Tony")
    _go_to(call, past.get_by_role("link", name="Tony"))
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Tony", level=1)).to_be_visible()
    expect(page.get_by_role("region", name="Transcript").get_by_text("Marked")).to_be_visible()
    _go_to(call, call.button("Delete"))
    keys.press("Enter")
    _go_to(call, call.button("Delete for ever"))
    keys.press("Enter")
    expect(page.get_by_text("No calls yet")).to_be_visible()
    assert server.calls() == []

    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def _go_to(call: CallPage, what: Locator) -> None:
    """Presses Tab until it has the focus; inside a group of choices the arrows lead on."""
    what.wait_for()
    for _ in range(MANY_TABS):
        if what.evaluate("element => element === document.activeElement"):
            return
        inside = what.evaluate(
            "element => element.closest('[role=group],[role=radiogroup]')"
            "?.contains(document.activeElement) ?? false"
        )
        call.page.keyboard.press("ArrowRight" if inside else "Tab")
    raise AssertionError(f"The keyboard does not reach {what}")
