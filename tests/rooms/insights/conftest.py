"""Calls that are stored, reviewed and counted by the very parts that do so in the server."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from salescoach.infra.bus.memory import MemoryBus
from salescoach.infra.database import Database
from salescoach.kit.clock import ManualClock
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.calls.sql_log import SqlEventLog
from tests.migrated import migrated
from tests.rooms.insights.told import Told


@pytest.fixture
async def told(tmp_path: Path) -> AsyncIterator[Told]:
    database = Database(await migrated(tmp_path / "calls.db"))
    log = SqlEventLog(database, MemoryBus())
    yield Told(database, log, CallService(database), ManualClock())
    await log.aclose()
    await database.aclose()
