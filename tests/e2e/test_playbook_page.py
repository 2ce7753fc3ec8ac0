"""A person makes the playbook their own in the page, and the next call speaks from it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Locator, expect

from tests.e2e.call_page import CARD_MS, CallPage
from tests.e2e.house import RunningServer
from tests.e2e.playbook_page import PARTS, PlaybookPage

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

DEMO = "AI phone assistant for small businesses"
DEAR = "That is a lot of money."
EXPENSIVE_WORDS = "What's one new customer worth to you?"
BUDGET_WORDS = "Suppose it cost nothing for two weeks."
HEARD = (
    (0, 300, 2_000, "Hi, this is Sam, I am calling about your calls."),
    (1, 2_600, 4_200, "And how much is it?"),
    (0, 4_800, 6_000, "Seventy nine dollars a month."),
    (1, 6_600, 8_000, DEAR),
)
MANY_TABS = 90
TRIED_MS = 120_000
"""A playbook that was never heard before is read through first."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    """Hears the same call whatever is played to it."""
    keys = ("channel", "start_ms", "end_ms", "text")
    script = tmp_path / "heard.json"
    script.write_text(json.dumps([dict(zip(keys, line, strict=True)) for line in HEARD]))
    settings = {"STT_ENGINE": "scripted", "SCRIPTED_TRANSCRIPT": str(script)}
    with RunningServer(tmp_path, **settings) as running:
        yield running


@pytest.fixture
def playbooks(quiet_call: CallPage) -> PlaybookPage:
    return PlaybookPage(quiet_call.page)


def test_a_changed_trigger_is_tried_saved_and_used_in_the_next_call(
    call: CallPage,
) -> None:
    playbooks = PlaybookPage(call.page)
    playbooks.open(DEMO)
    playbooks.part("Objections & replies")
    playbooks.say(DEAR)
    _tried(playbooks, EXPENSIVE_WORDS)

    playbooks.row("Price").click()
    playbooks.row("No budget").click()
    playbooks.add_line("Add what they say", DEAR)
    _tried(playbooks, BUDGET_WORDS)
    expect(playbooks.tried()).to_contain_text("With your changes")
    playbooks.save()
    expect(playbooks.tried()).to_contain_text("As it is saved")
    _tried(playbooks, BUDGET_WORDS)

    call.page.get_by_role("link", name="Call", exact=True).click()
    call.start_with_meeting()
    expect(call.card("Price objection")).to_contain_text(BUDGET_WORDS, timeout=CARD_MS)
    call.end()
    call.ended()

    # What was changed is told, and can be taken back.
    playbooks.open(DEMO)
    playbooks.page.get_by_role("button", name="Versions, now 2").click()
    changes = playbooks.page.get_by_role("region", name="Objections & replies")
    expect(changes).to_contain_text(DEAR)
    playbooks.page.get_by_role("button", name="Version 1").click()
    playbooks.page.get_by_role("button", name="Restore this version").click()
    expect(playbooks.heading("Version 3")).to_be_visible()
    playbooks.page.get_by_role("link", name=DEMO).click()
    playbooks.say(DEAR)
    _tried(playbooks, EXPENSIVE_WORDS)


def test_the_first_run_makes_the_first_call_sell_the_users_own_product(
    call: CallPage,
) -> None:
    page, playbooks = call.page, PlaybookPage(call.page)
    page.get_by_role("link", name="Set up your playbook").click()
    page.get_by_role("radio", name="Business software").click()
    call.button("Continue").click()
    playbooks.field("Name of the product").fill("Ledgerly")
    page.get_by_label("What it does for a customer").fill("It books your invoices by itself.")
    playbooks.field("Price").fill("$49 a seat a month")
    page.keyboard.press("Enter")
    playbooks.field("Fact 1").fill("Setup takes an hour, and we do it with you.")
    playbooks.field("Fact 2").fill("Everything is stored in Frankfurt.")
    page.keyboard.press("Enter")
    playbooks.field("Competitor 1").fill("BookPal")
    playbooks.field("What you say when they bring it up optional").fill(
        "BookPal types in what you scan."
    )
    call.button("Make my playbook").click()

    card = page.get_by_role("article")
    expect(card).to_contain_text("Ledgerly is $49 a seat a month", timeout=TRIED_MS)
    call.button("“We already use BookPal.”").click()
    expect(card).to_contain_text("BookPal types in what you scan.", timeout=TRIED_MS)
    page.get_by_role("link", name="Start a call").click()
    expect(call.button("Try a demo call")).to_be_visible()
    expect(page.get_by_text("Which product do you sell?")).to_be_hidden()

    call.start_with_meeting()
    expect(call.card("They asked")).to_contain_text("$49 a seat a month", timeout=CARD_MS)
    expect(call.card("Price objection")).to_be_visible(timeout=CARD_MS)
    expect(page.get_by_text("Fernbell")).to_be_hidden()


def test_the_offer_of_the_first_run_can_be_declined_for_good(quiet_call: CallPage) -> None:
    offer = quiet_call.page.get_by_text("Which product do you sell?")
    expect(offer).to_be_visible()
    quiet_call.button("Not now").click()
    expect(offer).to_be_hidden()
    quiet_call.page.reload()
    expect(quiet_call.button("Try a demo call")).to_be_visible()
    expect(offer).to_be_hidden()


def test_a_playbook_is_written_by_keys_alone(playbooks: PlaybookPage) -> None:
    page, keys = playbooks.page, playbooks.page.keyboard
    _go_to(page.get_by_role("link", name="Playbooks", exact=True))
    keys.press("Enter")
    _go_to(page.get_by_role("link", name=DEMO, exact=True))
    keys.press("Enter")
    _go_to(page.get_by_role("link", name="Objections & replies"))
    keys.press("Enter")

    _go_to(playbooks.row("Price"))
    before = playbooks.rows("Categories")
    keys.press("Alt+ArrowUp")
    assert playbooks.rows("Categories") == _moved(before, "Price", -1)
    expect(playbooks.row("Price")).to_be_focused()
    keys.press("Enter")
    _go_to(page.get_by_role("button", name="Add a script"))
    keys.press("Enter")
    keys.type("Over the top")
    _go_to(playbooks.field("Words to say"))
    keys.type("What would be a fair price for you?")
    _go_to(playbooks.field("When to use it"))
    keys.type("They laugh at the price.")
    _go_to(playbooks.field("When customers say, 1"))
    keys.type("You are kidding.")
    keys.press("Enter")
    keys.type("Are you out of your mind?")
    keys.press("Alt+ArrowUp")
    expect(playbooks.field("When customers say, 1")).to_have_value("Are you out of your mind?")

    _go_to(page.get_by_role("button", name="More: Over the top"))
    keys.press("Enter")
    expect(page.get_by_role("menuitem", name="Move up")).to_be_focused()
    _go_to(page.get_by_role("menuitem", name="Remove"), by="ArrowDown")
    keys.press("Enter")
    expect(playbooks.row("Over the top")).to_be_hidden()
    expect(page.get_by_text("Removed “Over the top”")).to_be_visible()
    keys.press("Control+z")
    expect(playbooks.row("Over the top")).to_be_visible()

    keys.press("Control+k")
    keys.type("out of your mind")
    expect(page.get_by_role("option")).to_have_count(1)
    keys.press("Enter")
    expect(playbooks.field("When customers say, 1")).to_be_focused()
    playbooks.save()


def test_entries_are_moved_by_the_pointer_too(playbooks: PlaybookPage) -> None:
    playbooks.open(DEMO)
    playbooks.part("Objections & replies")
    before = playbooks.rows("Categories")
    _drag(playbooks, playbooks.row("Price"), playbooks.row("Not interested"))
    assert playbooks.rows("Categories") == _moved(before, "Price", -1)
    playbooks.row("Price").click()
    playbooks.row("Too expensive").click()
    first, second = (playbooks.field(f"When customers say, {place}") for place in (1, 2))
    was = first.input_value()
    _drag(playbooks, first, second)
    expect(second).to_have_value(was)
    playbooks.page.get_by_role("button", name="Undo").click()
    expect(first).to_have_value(was)


def test_unsaved_changes_are_not_lost_by_leaving_or_reloading(playbooks: PlaybookPage) -> None:
    page = playbooks.page
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    playbooks.open(DEMO)
    playbooks.field("Price").fill("$99 a month")
    expect(page.get_by_text("Unsaved changes")).to_be_visible()
    page.reload()
    assert asked == ["beforeunload"]
    expect(playbooks.field("Price")).to_have_value("$99 a month")
    expect(page.get_by_text("Unsaved changes")).to_be_visible()

    page.get_by_role("link", name="History").click()
    page.get_by_role("button", name="Stay").click()
    expect(playbooks.field("Price")).to_have_value("$99 a month")
    page.get_by_role("link", name="History").click()
    page.get_by_role("button", name="Save and leave").click()
    expect(page.get_by_role("heading", name="History", level=1)).to_be_visible()
    playbooks.open(DEMO)
    expect(playbooks.field("Price")).to_have_value("$99 a month")
    for part in PARTS:
        playbooks.part(part)


def test_a_playbook_goes_out_as_a_file_and_comes_back(
    playbooks: PlaybookPage, tmp_path: Path
) -> None:
    page = playbooks.page
    page.get_by_role("link", name="Playbooks", exact=True).click()
    with page.expect_download() as started:
        playbooks.menu(DEMO, "Export as a file")
    file = tmp_path / "mine.yaml"
    file.write_text(Path(started.value.path()).read_text().replace(DEMO, "Phones for vets"))

    page.get_by_role("button", name="Import").click()
    page.get_by_label("Playbook file").set_input_files(file)
    expect(playbooks.field("Name of the playbook")).to_have_value("Phones for vets")
    page.get_by_role("link", name="Back to the playbooks").click()
    playbooks.menu("Phones for vets", "Use in calls")
    row = page.get_by_role("listitem").filter(has_text="Phones for vets")
    expect(row.get_by_text("Used in calls")).to_be_visible()
    playbooks.menu("Phones for vets", "Make a copy")
    expect(playbooks.field("Name of the playbook")).to_have_value("Phones for vets (copy)")
    playbooks.menu("Phones for vets (copy)", "Delete")
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_role("heading", name="Playbooks", level=1)).to_be_visible()
    expect(page.get_by_text("Phones for vets (copy)")).to_be_hidden()


def _tried(playbooks: PlaybookPage, words: str) -> None:
    card = playbooks.tried_card("Price objection")
    expect(card).to_contain_text(words, timeout=TRIED_MS)


def _moved(rows: list[str], name: str, by: int) -> list[str]:
    place = rows.index(name)
    rest = rows[:place] + rows[place + 1 :]
    return [*rest[: place + by], name, *rest[place + by :]]


def _drag(playbooks: PlaybookPage, what: Locator, onto: Locator) -> None:
    """Takes an entry by the grip at its left and lets go of it on another."""
    mouse = playbooks.page.mouse
    what.evaluate("element => element.scrollIntoView({ block: 'center' })")
    what.hover()
    start, end = what.bounding_box(), onto.bounding_box()
    assert start is not None
    assert end is not None
    x = start["x"] - 10
    mouse.move(x, start["y"] + start["height"] / 2)
    mouse.down()
    mouse.move(x, (start["y"] + end["y"]) / 2, steps=4)
    mouse.move(x, end["y"] + end["height"] / 2, steps=4)
    mouse.up()


def _go_to(what: Locator, by: str = "Tab") -> None:
    """Presses the key ``by`` until it has the focus."""
    what.wait_for()
    for _ in range(MANY_TABS):
        if what.evaluate("element => element === document.activeElement"):
            return
        what.page.keyboard.press(by)
    raise AssertionError(f"The keyboard does not reach {what}")
