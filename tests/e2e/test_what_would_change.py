"""A person sees what a change would have done in a call they made, before they save it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.call_page import CARD_MS, CallPage
from tests.e2e.house import RunningServer
from tests.e2e.playbook_page import PlaybookPage

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

DEMO = "AI phone assistant for small businesses"
DEAR = "That is a lot of money."
HEARD = (
    (0, 300, 2_000, "Hi, this is Sam, I am calling about your calls."),
    (0, 4_800, 6_000, "Seventy nine dollars a month."),
    (1, 6_600, 8_000, DEAR),
)
OTHER_WORDS = "Compared to which other thing?"
COMPARED_MS = 120_000


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    """Hears the same call whatever is played to it."""
    keys = ("channel", "start_ms", "end_ms", "text")
    script = tmp_path / "heard.json"
    script.write_text(json.dumps([dict(zip(keys, line, strict=True)) for line in HEARD]))
    settings = {"STT_ENGINE": "scripted", "SCRIPTED_TRANSCRIPT": str(script)}
    with RunningServer(tmp_path, **settings) as running:
        yield running


def test_unsaved_words_are_tried_on_the_last_call(quiet_call: CallPage) -> None:
    page, playbooks = quiet_call.page, PlaybookPage(quiet_call.page)
    quiet_call.start_demo()
    expect(quiet_call.card("Price objection")).to_be_visible(timeout=CARD_MS)
    quiet_call.end()
    quiet_call.ended()

    playbooks.open(DEMO)
    playbooks.menu(DEMO, "What would change")
    expect(page.get_by_role("heading", name="Nothing has changed yet")).to_be_visible()
    page.get_by_role("link", name="Change something").click()
    playbooks.part("Objections & replies")
    playbooks.row("Price").click()
    playbooks.row("Too expensive").click()
    playbooks.field("Words to say").fill(OTHER_WORDS)
    playbooks.menu(DEMO, "What would change")

    # By keys alone, over the one call there is.
    compare = quiet_call.button("Compare")
    compare.focus()
    page.keyboard.press("Enter")
    changed = page.get_by_role("region", name="What would change")
    said = "1 card would change in this call."
    expect(changed.get_by_role("heading", name=said)).to_be_visible(timeout=COMPARED_MS)
    expect(changed.get_by_role("listitem")).to_contain_text(DEAR)
    expect(changed.get_by_role("listitem")).to_contain_text(OTHER_WORDS)

    # It is there again after a reload, and the draft is still a draft.
    page.reload()
    expect(changed.get_by_role("heading", name=said)).to_be_visible(timeout=COMPARED_MS)
    page.get_by_role("link", name=DEMO).click()
    expect(page.get_by_text("Unsaved changes")).to_be_visible()
