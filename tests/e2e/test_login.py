"""A server opened to a network, and its owner at the keyboard: in, a call under the page's policy,
and out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.call_page import CallPage
from tests.e2e.house import RunningServer

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

TOKEN = "a-token-of-sixteen-and-more"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    with RunningServer(tmp_path, ACCESS_TOKEN=TOKEN) as running:
        yield running


def test_the_owner_logs_in_has_a_call_and_logs_out(
    server: RunningServer, deaf: BrowserContext, complaints: list[str]
) -> None:
    page = deaf.new_page()
    keys = page.keyboard
    page.goto(f"{server.address}/settings")
    field = page.get_by_label("Access token", exact=True)
    expect(field).to_be_focused()
    assert page.url == f"{server.address}/login?next=/settings"

    keys.type("not-the-token-of-it")
    keys.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("That is not the token of this server.")
    # The refusal itself is the only thing the browser complains of.
    assert [each for each in complaints if "401" not in each] == []
    complaints.clear()

    expect(field).to_be_focused()
    field.fill(TOKEN)
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Settings", level=1)).to_be_visible()
    assert [each["httpOnly"] for each in deaf.cookies()] == [True]

    # Worker, worklet, sound and socket, all under the policy; a violation is a complaint.
    page.get_by_role("link", name="Call", exact=True).click()
    call = CallPage(page, server.address)
    call.start_demo()
    expect(call.line("who answers").first).to_be_visible(timeout=60_000)
    call.button("End call").click()
    call.button("End and save").click()
    call.ended()

    page.goto(f"{server.address}/settings#access")
    page.get_by_role("button", name="Log out").press("Enter")
    expect(field).to_be_focused()
    assert deaf.cookies() == []
    assert complaints == []
