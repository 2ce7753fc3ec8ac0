"""Rooms over a database, a receiver on this machine, and a clock that moves when told to."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from salescoach.infra.database import Database
from tests.migrated import migrated
from tests.rooms.webhooks.receiver import Receiver, receiving
from tests.rooms.webhooks.sending import Sending


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(await migrated(tmp_path / "calls.db"), busy_timeout_ms=20)
    yield database
    await database.aclose()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as receiver:
        yield receiver


@pytest.fixture
def sending(database: Database) -> Sending:
    return Sending(database)
