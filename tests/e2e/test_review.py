"""A call that has ended is reviewed, and its review leads to the words it rests on."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from salescoach.domain.events import CallEnded, CallEvent, CallStarted, Transcription
from salescoach.infra.bus.memory import MemoryBus
from salescoach.infra.database import Database
from salescoach.rooms.calls.sql_log import SqlEventLog
from tests.e2e.house import RunningServer
from tests.pipeline.review.talk import C, Talk, good_call

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

CALL = "01reviewed"


@pytest.fixture
def kept_call(server: RunningServer, tmp_path: Path) -> str:
    """A call in the history of the running server."""
    asyncio.run(keep_call(good_call(), tmp_path / "data" / "salescoach.db"))
    return CALL


async def keep_call(
    talk: Talk, file: Path, call_id: str = CALL, *, record_audio: bool = False
) -> None:
    """Stores it as an ended call."""
    database = Database(f"sqlite:///{file}", busy_timeout_ms=5_000)
    log = SqlEventLog(database, MemoryBus())
    start, *heard = talk.events
    said: list[CallEvent] = [
        Transcription(
            turn_id=turn.id,
            text=turn.text,
            speaker=turn.speaker,
            is_final=True,
            start_ms=turn.start_ms,
            end_ms=turn.end_ms,
            channel=int(turn.speaker is C),
            committed_ms=turn.end_ms,
        )
        for turn in talk.turns
    ]
    end = CallEnded(duration_s=talk.turns[-1].end_ms / 1000)
    events = [start, *said, *heard, end]
    kept = [replace(event, call_id=call_id, seq=seq) for seq, event in enumerate(events, 1)]
    assert isinstance(kept[0], CallStarted)
    await log.open_call(replace(kept[0], record_audio=record_audio), "hash")
    await asyncio.gather(*map(log.append, kept[1:]))
    await log.aclose()
    await database.aclose()


def test_a_review_is_read_and_leads_to_the_transcript(
    server: RunningServer, kept_call: str, deaf: BrowserContext
) -> None:
    page = deaf.new_page()
    page.goto(f"{server.address}/calls/{kept_call}")
    page.get_by_role("radio", name="Review").click()

    card = page.get_by_role("region", name="Scorecard")
    expect(card).to_contain_text("of 10")
    expect(card).to_contain_text("Next step agreed")
    expect(page.get_by_role("heading", name="What worked")).to_be_visible()
    expect(page.get_by_text("You named a day instead of asking")).to_be_visible()
    expect(page.get_by_text("Thanks for taking the time to talk.")).to_contain_text(
        "I will send the invitation."
    )

    # The rest with keys alone: open a figure, then the moment it rests on.
    figure = page.locator("summary", has_text="Pause after an objection")
    figure.focus()
    page.keyboard.press("Enter")
    page.locator("details", has=figure).get_by_role("button", name="expensive").focus()
    page.keyboard.press("Enter")

    line = page.get_by_role("region", name="Transcript").locator("[data-shown]")
    expect(line).to_contain_text("That sounds expensive to me.")
    expect(line).to_be_in_viewport()
    page.go_back()
    expect(card).to_be_visible()


def test_a_line_is_corrected_with_keys_alone_taken_back_and_shared(
    server: RunningServer, kept_call: str, deaf: BrowserContext
) -> None:
    deaf.grant_permissions(["clipboard-read", "clipboard-write"])
    page = deaf.new_page()
    page.goto(f"{server.address}/calls/{kept_call}")
    lines = page.get_by_role("region", name="Transcript")
    heard = "Maybe twenty, and it is getting worse."
    line = lines.locator("#t4")
    expect(line).to_contain_text(heard)
    pencil = line.get_by_role("button", name="Correct the line")
    pencil.focus()
    expect(pencil).to_be_focused()
    page.keyboard.press("Enter")
    words = page.get_by_role("textbox", name="Words of the line")
    expect(words).to_be_focused()
    words.fill("Maybe thirty, and it is getting worse.")
    page.keyboard.press("Enter")

    expect(words).to_have_count(0)
    expect(line).to_contain_text("Maybe thirty")
    expect(line.get_by_text("Corrected")).to_be_visible()
    expect(pencil).to_be_focused()

    undo = page.get_by_role("button", name="Undo")
    undo.focus()
    expect(undo).to_be_focused()
    page.keyboard.press("Enter")
    expect(line).to_contain_text(heard)
    expect(line.get_by_text("Corrected")).to_have_count(0)

    share = line.get_by_role("button", name="Copy the link")
    share.focus()
    expect(share).to_be_focused()
    page.keyboard.press("Enter")
    expect(line.get_by_role("button", name="Copied")).to_be_visible()
    page.goto(page.evaluate("navigator.clipboard.readText()"))
    expect(lines.locator("[data-shown]")).to_contain_text(heard)
    expect(lines.locator("[data-shown]")).to_be_focused()
