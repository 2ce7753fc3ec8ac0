"""Playbooks in a database of their own, with a clock that moves when told to."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from salescoach.infra.database import Database
from salescoach.kit.clock import ManualClock
from salescoach.rooms.playbook.service import PlaybookService
from salescoach.rooms.playbook.shelf import open_shelf
from tests.migrated import migrated


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    url = await migrated(tmp_path / "playbooks.db")
    database = Database(url, busy_timeout_ms=20)
    yield database
    await database.aclose()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def service(database: Database, clock: ManualClock) -> PlaybookService:
    return PlaybookService(database, open_shelf(), clock)
