"""Every view can be used by everybody: axe finds nothing serious, in neither look."""

import pytest
from playwright.sync_api import expect

from tests.e2e.call_page import CARD_MS, CallPage
from tests.e2e.chromium import SCREEN
from tests.e2e.looks import both_looks
from tests.e2e.playbook_page import PARTS, PlaybookPage

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

_MOVES_AS_THE_LOOK_CHANGES = """() => {
    const { dataset } = document.documentElement, before = dataset.theme;
    dataset.theme = before === 'dark' ? 'light' : 'dark';
    const moving = document.getAnimations().length;
    dataset.theme = before;
    return moving;
}"""


def test_no_view_keeps_anybody_out(quiet_call: CallPage) -> None:
    call, page = quiet_call, quiet_call.page
    page.emulate_media(reduced_motion="reduce")
    found = both_looks(page, "before the call")
    call.start_demo()
    expect(call.line("runs to the desk").first).to_be_visible(timeout=CARD_MS)
    found += both_looks(page, "listening")
    call.button("Guidance").or_(page.get_by_role("radio", name="Guidance")).first.click()
    expect(page.get_by_role("region", name="Guidance")).to_be_visible()
    found += both_looks(page, "guidance")
    page.get_by_role("radio", name="Suggestions").click()
    expect(call.card()).to_be_visible(timeout=CARD_MS)
    found += both_looks(page, "a card")
    call.button("End call").click()
    found += both_looks(page, "the question before the end")
    call.button("End and save").click()
    call.ended()
    found += both_looks(page, "after the call")
    page.get_by_role("link", name="Read the call").click()
    expect(page.get_by_role("region", name="Transcript")).to_be_visible()
    found += both_looks(page, "a past call")
    call.go_to_history()
    expect(call.past_call("Tony")).to_be_visible()
    found += both_looks(page, "the history")
    assert found == []


def test_the_settings_keep_nobody_out(quiet_call: CallPage) -> None:
    page = quiet_call.page
    page.emulate_media(reduced_motion="reduce")
    page.get_by_role("link", name="Settings").click()
    expect(page.get_by_role("switch", name="Talking fast")).to_be_visible()
    # Who wants no motion sees no words in the colour of the other look, either.
    assert page.evaluate(_MOVES_AS_THE_LOOK_CHANGES) == 0
    found = both_looks(page, "the settings")
    figure = page.get_by_role("textbox", name="Talking fast: words a minute")
    figure.fill("5")
    found += both_looks(page, "a figure that does not fit")
    page.get_by_role("link", name="Engines and keys").click()
    page.get_by_role("radio", name="Claude").click()
    expect(page.get_by_text("It needs a key.")).to_be_visible()
    found += both_looks(page, "the engines")
    page.get_by_role("radio", name="Another model").click()
    expect(page.get_by_label("Address of the server")).to_be_visible()
    found += both_looks(page, "another model")
    page.get_by_role("link", name="Privacy").click()
    expect(page.get_by_role("switch", name="Keep recordings")).to_be_visible()
    found += both_looks(page, "privacy")
    page.get_by_role("link", name="Limits").click()
    limit = page.get_by_label("In one call")
    limit.fill("-3")
    limit.press("Enter")
    expect(page.get_by_text("Not saved. Between 0 and 1,000 dollars.")).to_be_visible()
    found += both_looks(page, "the limits")
    assert found == []


def test_no_view_of_a_playbook_keeps_anybody_out(quiet_call: CallPage) -> None:
    page = quiet_call.page
    playbooks = PlaybookPage(page)
    page.emulate_media(reduced_motion="reduce")
    expect(page.get_by_text("Which product do you sell?")).to_be_visible()
    found = both_looks(page, "the offer of the first run")
    page.get_by_role("link", name="Set up your playbook").click()
    expect(page.get_by_role("radio", name="Real estate")).to_be_visible()
    quiet_call.button("Continue").click()
    expect(page.get_by_text("Choose the nearest one.")).to_be_visible()
    found += both_looks(page, "the trade of the first run")
    page.get_by_role("radio", name="Real estate").click()
    quiet_call.button("Continue").click()
    quiet_call.button("Continue").click()
    expect(page.get_by_text("What is it called?")).to_be_visible()
    found += both_looks(page, "the first run")
    page.get_by_role("link", name="Playbooks", exact=True).click()
    expect(page.get_by_role("heading", name="Playbooks", level=1)).to_be_visible()
    found += both_looks(page, "the playbooks")
    playbooks.open("AI phone assistant for small businesses")
    page.set_viewport_size({"width": 800, "height": 900})
    parts = page.get_by_role("navigation", name="Parts of the playbook").get_by_role("link")
    for place in range(len(PARTS)):
        expect(parts.nth(place)).to_be_in_viewport(ratio=1)
    page.set_viewport_size(SCREEN)
    for part in PARTS:
        playbooks.part(part)
        row = page.get_by_role("main").get_by_role("listitem").locator("[aria-expanded]").first
        if row.count():
            row.click()
        found += both_looks(page, part)
    playbooks.part("Product")
    playbooks.field("Price").fill("$99 a month")
    playbooks.say("How much is it?")
    expect(playbooks.tried_card("They asked")).to_be_visible(timeout=CARD_MS)
    found += both_looks(page, "a tried card")
    page.keyboard.press("Control+k")
    page.keyboard.type("month")
    expect(page.get_by_role("option").first).to_be_visible()
    found += both_looks(page, "the search")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Back to the playbooks").click()
    found += both_looks(page, "the question before leaving")
    quiet_call.button("Stay").click()
    playbooks.save()
    quiet_call.button("Versions, now 2").click()
    expect(page.get_by_role("region", name="Product")).to_be_visible()
    found += both_looks(page, "the versions")
    assert found == []
