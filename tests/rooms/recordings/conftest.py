"""Calls in a database of their own, with a spool beside it, and the parts that keep their sound."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import numpy as np
import pytest
from fastapi import FastAPI

from salescoach.app.errors import add_error_handlers
from salescoach.app.recordings_house import KeptSound, RecordingsHouse, recordings_house
from salescoach.infra.bus.memory import MemoryBus
from salescoach.infra.config import Settings
from salescoach.infra.configuration import create_directories, load_settings
from salescoach.infra.database import Database
from salescoach.kit.clock import ManualClock
from salescoach.rooms.calls.api import calls_router
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.calls.sql_log import SqlEventLog
from salescoach.rooms.recordings.recorder import SETTLED
from tests.migrated import migrated
from tests.rooms.calls.events import ended, line, started
from tests.rooms.recordings.sounds import LEFT_HZ, RIGHT_HZ, silence, spool, tone


class Place:
    """``house`` is what a server has; ``again`` is the next server on the same data."""

    def __init__(self, settings: Settings, database: Database, clock: ManualClock) -> None:
        self.settings = settings
        self.clock = clock
        self._database = database
        self.log = SqlEventLog(database, MemoryBus(), clock=clock)
        self.sound: KeptSound
        self.calls: CallService
        self.house: RecordingsHouse
        self.again()

    def again(self) -> None:
        self.sound = KeptSound(self.settings)
        self.calls = CallService(self._database, on_delete=self.sound.delete)
        self.house = recordings_house(self._database, self.sound, self.calls, self.clock)

    async def call(self, call_id: str, *, recorded: bool = True, over: bool = True) -> None:
        """A call that begins now."""
        start = replace(started(call_id, at=self.clock.utc().isoformat()), record_audio=recorded)
        await self.log.open_call(start, "hash")
        self.log.append(line(2, "We do miss calls.", turn_id="t1", call_id=call_id))
        await self.log.drain()
        if over:
            await self.end(call_id, 3)

    async def end(self, call_id: str, seq: int) -> None:
        await self.log.append(ended(seq, call_id=call_id))

    def spooled(self, call_id: str) -> Path:
        """Sound of two seconds: first the salesperson's, then the customer's."""
        folder = self.settings.spool_dir / call_id
        spool(folder / "0", np.concatenate([tone(1_000, LEFT_HZ), silence(1_000)]))
        spool(folder / "1", np.concatenate([silence(1_000), tone(1_000, RIGHT_HZ)]))
        return folder

    async def recorded(self, call_id: str) -> Path:
        """A call that ended and was made a recording of."""
        await self.call(call_id)
        self.spooled(call_id)
        self.clock.advance(SETTLED / timedelta(milliseconds=1))
        await self.house.recorder.work_off()
        return self.sound.files.recording(call_id)

    def client(self) -> httpx.AsyncClient:
        app = FastAPI()
        add_error_handlers(app)
        app.include_router(self.house.router)
        app.include_router(calls_router(self.calls))
        transport = httpx.ASGITransport(app)
        return httpx.AsyncClient(transport=transport, base_url="http://test")


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    settings = load_settings(None, data_dir=tmp_path)
    create_directories(settings)
    database = Database(await migrated(tmp_path / "calls.db"), busy_timeout_ms=20)
    place = Place(settings, database, ManualClock())
    yield place
    await place.sound.aclose()
    await place.calls.history.swept()
    await place.log.aclose()
    await database.aclose()
