"""Every view can be used by everybody: axe finds nothing serious, in neither look."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.call_page import CARD_MS, CallPage
from tests.e2e.place import AXE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_GRAVE = ("serious", "critical")
# A colour on its way from one look to the other has no contrast to be judged.
_SETTLED = """() => Promise.all(document.getAnimations()
    .filter((each) => each.effect.getComputedTiming().iterations !== Infinity)
    .map((each) => each.finished.catch(() => undefined)))"""


def test_no_view_keeps_anybody_out(quiet_call: CallPage) -> None:
    call, page = quiet_call, quiet_call.page
    page.emulate_media(reduced_motion="reduce")
    found = _both_looks(page, "before the call")
    call.start_demo()
    expect(call.line("runs to the desk").first).to_be_visible(timeout=CARD_MS)
    found += _both_looks(page, "listening")
    call.button("Guidance").or_(page.get_by_role("radio", name="Guidance")).first.click()
    expect(page.get_by_role("region", name="Guidance")).to_be_visible()
    found += _both_looks(page, "guidance")
    page.get_by_role("radio", name="Suggestions").click()
    expect(call.card()).to_be_visible(timeout=CARD_MS)
    found += _both_looks(page, "a card")
    call.button("End call").click()
    found += _both_looks(page, "the question before the end")
    call.button("End and save").click()
    call.ended()
    found += _both_looks(page, "after the call")
    page.get_by_role("link", name="Read the call").click()
    expect(page.get_by_role("region", name="Transcript")).to_be_visible()
    found += _both_looks(page, "a past call")
    call.go_to_history()
    expect(call.past_call("Tony")).to_be_visible()
    found += _both_looks(page, "the history")
    assert found == []


def _both_looks(page: Page, view: str) -> list[str]:
    found: list[str] = []
    for look in ("light", "dark"):
        page.emulate_media(color_scheme=look)
        expect(page.locator("html")).to_have_attribute("data-theme", look)
        page.evaluate(_SETTLED)
        found += [f"{view}, {look}: {each}" for each in _violations(page)]
    return found


def _violations(page: Page) -> list[str]:
    # The page's content security policy lets no foreign script in; evaluating one goes past it.
    page.evaluate(AXE.read_text())
    report: dict[str, Any] = page.evaluate(
        "tags => axe.run(document, { runOnly: tags, resultTypes: ['violations'] })", _RULES
    )
    return [
        f"{each['id']} ({each['impact']}): {node['target']} {node['failureSummary']}"
        for each in report["violations"]
        if each["impact"] in _GRAVE
        for node in each["nodes"]
    ]
