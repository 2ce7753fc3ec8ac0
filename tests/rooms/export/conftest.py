"""A database for calls, and the exports over it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from salescoach.infra.database import Database
from salescoach.kit.clock import ManualClock
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.export.service import ExportService
from salescoach.rooms.review.service import ReviewService
from tests.migrated import migrated


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(await migrated(tmp_path / "calls.db"), busy_timeout_ms=20)
    yield database
    await database.aclose()


@pytest.fixture
def calls(database: Database) -> CallService:
    return CallService(database)


@pytest.fixture
def exports(database: Database, calls: CallService) -> ExportService:
    clock = ManualClock()
    return ExportService(calls, ReviewService(database, calls, clock), clock)
