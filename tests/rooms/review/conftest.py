"""A migrated database with calls in it, and a worker that nothing else drives."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from salescoach.infra.bus.memory import MemoryBus
from salescoach.infra.database import Database, migrate
from salescoach.kit.clock import ManualClock
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.calls.sql_log import SqlEventLog
from salescoach.rooms.review.service import ReviewService
from tests.rooms.calls.events import ended, line, started
from tests.rooms.review.reviewing import Reviewing

EndedCall = Callable[[str], Awaitable[None]]


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    url = f"sqlite:///{tmp_path / 'calls.db'}"
    await migrate(url)
    database = Database(url, busy_timeout_ms=20)
    yield database
    await database.aclose()


@pytest.fixture
async def log(database: Database) -> AsyncIterator[SqlEventLog]:
    log = SqlEventLog(database, MemoryBus())
    yield log
    await log.aclose()


@pytest.fixture
def calls(database: Database) -> CallService:
    return CallService(database)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def service(database: Database, calls: CallService, clock: ManualClock) -> ReviewService:
    return ReviewService(database, calls, clock)


@pytest.fixture
def reviewing(database: Database, calls: CallService, clock: ManualClock) -> Reviewing:
    return Reviewing(database, calls, clock)


@pytest.fixture
def a_call(log: SqlEventLog) -> EndedCall:
    """Stores an ended call under an id."""

    async def store(call_id: str) -> None:
        await log.open_call(started(call_id), "hash")
        said = "We do miss twenty calls a week."
        log.append(line(2, said, turn_id="t1", call_id=call_id))
        await log.append(ended(3, call_id=call_id))

    return store
