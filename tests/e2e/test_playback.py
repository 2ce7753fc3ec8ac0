"""A recorded call is listened to again: from a line, from a mark, with keys alone."""

import asyncio
import time
from pathlib import Path

import httpx
import numpy as np
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from salescoach.domain.audio import SAMPLE_RATE, AudioFrame
from salescoach.rooms.live.spool import ChannelSpool
from tests.e2e.house import RunningServer
from tests.e2e.looks import both_looks
from tests.e2e.test_review import keep_call
from tests.pipeline.review.talk import good_call

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

CALL = "01recorded"
READY_S = 60.0
LINE = "That sounds expensive to me."


@pytest.fixture
def recorded_call(server: RunningServer, tmp_path: Path) -> str:
    """A call that ended with its sound in the spool, made a recording of by the running server."""
    talk = good_call()
    for channel in (0, 1):
        _hum(tmp_path / "data" / "spool" / CALL / str(channel), talk.turns[-1].end_ms)
    asyncio.run(keep_call(talk, tmp_path / "data" / "salescoach.db", CALL, record_audio=True))
    give_up = time.monotonic() + READY_S
    where = f"{server.address}/api/v1/calls/{CALL}/sound"
    while httpx.get(where).json()["state"] != "kept":
        assert time.monotonic() < give_up, server.log()
        time.sleep(0.2)
    return CALL


def _hum(folder: Path, ms: int) -> None:
    """A low voice on one channel, all along."""
    channel = ChannelSpool(folder)
    at = np.arange(SAMPLE_RATE)
    second = (6_000 * np.sin(2 * np.pi * 200 * at / SAMPLE_RATE)).astype("<i2").tobytes()
    for _ in range(ms // 1000 + 1):
        channel.append(AudioFrame(int(folder.name), channel.next_seq, second), 0.0)
    assert channel.save()
    channel.close()


def _seconds(page: Page) -> int:
    value = page.get_by_role("slider", name="Place in the recording").get_attribute("aria-valuenow")
    assert value is not None
    return int(value)


def _heard(page: Page) -> Locator:
    return page.get_by_role("region", name="Transcript").locator("[data-heard]")


def test_a_recording_is_played_from_where_it_is_read(
    server: RunningServer, recorded_call: str, deaf: BrowserContext
) -> None:
    page = deaf.new_page()
    page.goto(f"{server.address}/calls/{recorded_call}")
    player = page.get_by_role("complementary", name="Player")
    play = player.get_by_role("button", name="Play", exact=True)
    pause = player.get_by_role("button", name="Pause", exact=True)
    expect(play).to_be_visible()
    expect(page.get_by_text("Sound kept until")).to_be_visible()
    assert both_looks(page, "player") == []

    # A line is played from its begin, far into the file, and stays marked.
    line = page.get_by_role("region", name="Transcript").get_by_text(LINE)
    line.click()
    expect(pause).to_be_visible()
    expect(_heard(page)).to_contain_text(LINE)
    begin = next(t.start_ms for t in server.turns(recorded_call) if LINE in t.text) // 1000
    page.wait_for_function(
        "begin => document.querySelector('[role=slider]').ariaValueNow > begin", arg=begin
    )

    # From here on with keys alone.
    page.keyboard.press("Space")
    expect(play).to_be_visible()
    stopped = _seconds(page)
    assert begin <= stopped < begin + 60
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("slider")).to_have_attribute("aria-valuenow", str(stopped - 5))
    page.keyboard.press("Shift+ArrowRight")
    expect(_heard(page)).to_contain_text(LINE)
    page.keyboard.press("]")
    expect(player.get_by_role("button", name="Speed 1.25×")).to_be_visible()
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(keys.get_by_text("Play or pause")).to_be_visible()
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()

    # A mark of a lane is reached by Tab and arrows, and played.
    marks = player.get_by_role("toolbar", name="Signals").get_by_role("button")
    marks.first.focus()
    page.keyboard.press("End")
    expect(marks.last).to_be_focused()
    page.keyboard.press("Enter")
    expect(pause).to_be_visible()
    assert _seconds(page) > 0
