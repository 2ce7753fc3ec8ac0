"""A call on its own, and a server with a desk, for the tests of this room."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from salescoach.rooms.live import feeder as feeding
from tests.rooms.live.hearing import Ears
from tests.rooms.live.place import Server, server
from tests.rooms.live.stage import Stage


@pytest.fixture
async def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    monkeypatch.setattr(feeding, "RESTART_DELAYS_S", (0.0, 0.0, 0.01))
    stage = Stage(tmp_path)
    yield stage
    stage.ears.hearing.set()
    await stage.call.abandon()


@pytest.fixture
def ears() -> Ears:
    return Ears()


@pytest.fixture
async def house(tmp_path: Path, ears: Ears) -> AsyncIterator[Server]:
    async with server(tmp_path, ears) as house:
        yield house
