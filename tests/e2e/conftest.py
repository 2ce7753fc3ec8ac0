"""What stands ready for every browser test, and is gone after it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.call_page import CallPage
from tests.e2e.chromium import PATIENCE_MS, chromium, desk
from tests.e2e.house import RunningServer
from tests.e2e.meeting import Meeting, meeting_page
from tests.e2e.place import RECORDINGS, require
from tests.e2e.sound import SoundSystem

SOUND_PROGRAMS = ("pulseaudio", "pactl", "paplay")

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    with RunningServer(tmp_path) as running:
        yield running


@pytest.fixture
def sound() -> Iterator[SoundSystem]:
    require(*SOUND_PROGRAMS)
    with (
        tempfile.TemporaryDirectory(prefix="sound-") as directory,
        SoundSystem(Path(directory)) as running,
    ):
        yield running


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What the pages wrote to their consoles as errors; a test that passes has none."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def hearing(sound: SoundSystem, complaints: list[str]) -> Iterator[BrowserContext]:
    """A browser with a microphone, a loudspeaker and the right to use them."""
    with chromium(sound.environment) as browser:
        context = desk(browser)
        context.grant_permissions(["microphone"])
        _listen(context, complaints)
        yield context


@pytest.fixture
def deaf(tmp_path: Path, complaints: list[str]) -> Iterator[BrowserContext]:
    """A browser on a machine without any sound device."""
    require()
    nowhere = {"PULSE_SERVER": f"unix:{tmp_path / 'none'}", "XDG_RUNTIME_DIR": str(tmp_path)}
    with chromium(nowhere) as browser:
        context = desk(browser)
        _listen(context, complaints)
        yield context


@pytest.fixture
def meeting(hearing: BrowserContext) -> Iterator[Meeting]:
    """The other tab, with the customer in it."""
    with meeting_page(RECORDINGS / "customer.wav") as address:
        tab = hearing.new_page()
        tab.goto(address)
        yield Meeting(tab)


@pytest.fixture
def call(server: RunningServer, hearing: BrowserContext, meeting: Meeting) -> CallPage:
    """The page of the product, in front, with the meeting in another tab. It is closed before the
    server, whose end it would complain of."""
    return _opened(hearing.new_page(), server)


@pytest.fixture
def quiet_call(server: RunningServer, deaf: BrowserContext) -> CallPage:
    """The page of the product where nothing can be heard from outside; closed before the server."""
    return _opened(deaf.new_page(), server)


def _opened(page: Page, server: RunningServer) -> CallPage:
    call = CallPage(page, server.address)
    call.open()
    return call


def _listen(context: BrowserContext, complaints: list[str]) -> None:
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
