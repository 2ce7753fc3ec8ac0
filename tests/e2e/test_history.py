"""A person finds a call again by what was said, tags it, and deletes others."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from salescoach.app.bench.past_calls import past_calls
from salescoach.domain.audio import Speaker
from salescoach.domain.events import CallEnded, Transcription
from salescoach.infra.bus.memory import MemoryBus
from salescoach.infra.database import Database, migrate
from salescoach.kit.clock import SystemClock
from salescoach.rooms.calls.ended import EndedCalls
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.calls.sql_log import SqlEventLog
from salescoach.rooms.review.material import Material
from salescoach.rooms.review.worker import ReviewWorker
from tests.e2e.call_page import CallPage
from tests.e2e.house import RunningServer
from tests.e2e.looks import both_looks
from tests.rooms.review.reviewing import OnePlaybook

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

CALLS = 60
WORDS = "The colour is fine, but we signed with Bluefinch until Easter."


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    """With two months of reviewed calls, in one of which something was said that is in no other."""
    (tmp_path / "data").mkdir()
    asyncio.run(_keep(tmp_path / "data" / "salescoach.db"))
    with RunningServer(tmp_path) as running:
        yield running


async def _keep(file: Path) -> None:
    await migrate(f"sqlite:///{file}")
    database = Database(f"sqlite:///{file}")
    log = SqlEventLog(database, MemoryBus())
    for number, call in enumerate(past_calls(CALLS)):
        await log.open_call(call.start, "none")
        events = list(call.events)
        if number == 7:
            call_id, seq = call.start.call_id, len(events) + 1
            said = Transcription(
                call_id=call_id,
                seq=seq,
                turn_id="said",
                text=WORDS,
                speaker=Speaker.CUSTOMER,
                is_final=True,
                start_ms=200_500,
                end_ms=203_000,
                channel=1,
                committed_ms=203_000,
            )
            events[-1:] = [said, CallEnded(call_id=call_id, seq=seq + 1, duration_s=400)]
        for event in events:
            log.append(event)
    await log.drain(60)
    await log.aclose()
    calls = CallService(database)
    material = Material(calls, OnePlaybook())
    await ReviewWorker(
        database, EndedCalls(database), material, SystemClock(), calls.history.note_review
    ).work_off()
    await database.aclose()


@pytest.fixture
def page(quiet_call: CallPage) -> Page:
    quiet_call.page.emulate_media(reduced_motion="reduce")
    quiet_call.go_to_history()
    return quiet_call.page


def rows(page: Page) -> Locator:
    return page.get_by_role("checkbox")


def test_a_call_is_found_by_what_was_said_and_opens_there(page: Page) -> None:
    expect(rows(page)).to_have_count(25)
    page.keyboard.press("/")
    page.keyboard.type("color bluef")
    expect(rows(page)).to_have_count(1)
    line = page.get_by_role("link", name="we signed with Bluefinch")
    assert line.locator("mark").all_inner_texts() == ["colour", "Bluefinch"]
    assert both_looks(page, "what was found") == []
    line.focus()
    page.keyboard.press("Enter")
    said = page.get_by_role("region", name="Transcript").get_by_text(WORDS)
    expect(said).to_be_in_viewport()
    page.go_back()
    expect(page.get_by_role("textbox")).to_have_value("color bluef")
    expect(rows(page)).to_have_count(1)
    page.keyboard.press("/")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type('"no such thing" AND (*')
    expect(page.get_by_role("heading", name="No call fits")).to_be_visible()
    assert both_looks(page, "nothing found") == []
    page.keyboard.press("Escape")
    expect(rows(page)).to_have_count(25)


def test_calls_are_narrowed_down_tagged_and_deleted_by_keys_alone(
    page: Page, server: RunningServer
) -> None:
    keys = page.keyboard
    page.get_by_role("combobox", name="Objection").focus()
    keys.press("Enter")
    page.get_by_role("option", name="Price objection").focus()
    keys.press("Enter")
    expect(page.get_by_role("combobox", name="Objection: Price objection")).to_be_visible()
    expect(page.get_by_role("listitem").first).to_contain_text("Price objection")
    expect(rows(page).first).to_be_enabled()

    for row in (0, 1):
        rows(page).nth(row).focus()
        keys.press("Space")
    bar = page.get_by_role("region", name="Selected calls")
    expect(bar).to_contain_text("2 calls selected")
    assert both_looks(page, "calls selected") == []
    bar.get_by_role("button", name="Tags").focus()
    keys.press("Enter")
    keys.type("Renewal")
    keys.press("Enter")
    expect(page.get_by_role("button", name="Take off: Renewal")).to_be_visible()
    assert both_looks(page, "tags") == []
    keys.press("Escape")
    expect(page.get_by_role("listitem").filter(has_text="Renewal")).to_have_count(2)

    bar.get_by_role("button", name="Delete").focus()
    keys.press("Enter")
    page.get_by_role("button", name="Delete for ever").focus()
    keys.press("Enter")
    expect(page.get_by_text("2 calls were deleted, with 80 lines")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Renewal")).to_have_count(0)
    assert len(server.calls()) == 25
    page.get_by_role("button", name="Show all").click()
    expect(page.get_by_role("combobox", name="Objection", exact=True)).to_be_visible()
