"""A migrated database in a file of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from salescoach.infra.bus.memory import MemoryBus
from salescoach.infra.database import Database
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.calls.sql_log import SqlEventLog
from tests.migrated import migrated


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "calls.db"


@pytest.fixture
async def database(path: Path) -> AsyncIterator[Database]:
    url = await migrated(path)
    database = Database(url, busy_timeout_ms=20)
    yield database
    await database.aclose()


@pytest.fixture
def bus() -> MemoryBus:
    return MemoryBus()


@pytest.fixture
def troubles() -> list[str | None]:
    """What the log said of its storage."""
    return []


@pytest.fixture
async def log(
    database: Database, bus: MemoryBus, troubles: list[str | None]
) -> AsyncIterator[SqlEventLog]:
    log = SqlEventLog(database, bus, on_trouble=troubles.append)
    yield log
    await log.aclose()


@pytest.fixture
def service(database: Database) -> CallService:
    return CallService(database)
