"""A restart gives nobody a second budget, for reviews neither."""

from pathlib import Path

from salescoach.app.spent_today import spent_today
from salescoach.domain.review import Writing
from salescoach.infra.bus.memory import MemoryBus
from salescoach.infra.database import Database
from salescoach.kit.clock import ManualClock
from salescoach.rooms.calls.sql_log import SqlEventLog
from salescoach.rooms.review.spent_store import book
from tests.migrated import migrated
from tests.rooms.calls.events import CALL, ended, started

WRITING = Writing(
    "claude",
    "Claude",
    "claude-sonnet-5-5",
    requests=3,
    prompt_tokens=9_000,
    cached_tokens=2_000,
    output_tokens=1_500,
    usd=0.25,
)


async def test_what_reviews_cost_today_counts(tmp_path: Path) -> None:
    database = Database(await migrated(tmp_path / "calls.db"))
    log = SqlEventLog(database, MemoryBus())
    await log.open_call(started(), "hash")
    await log.append(ended(2))
    clock = ManualClock()
    async with database.write() as connection:
        await book(connection, "job_1", CALL, clock.utc(), WRITING)

    today = (await spent_today(database, clock)).today
    assert (today.requests, today.usd) == (3, 0.25)
    assert (today.usage.prompt, today.usage.cache_read) == (9_000, 2_000)
    clock.advance(24 * 3_600_000)
    assert (await spent_today(database, clock)).today.requests == 0
    await log.aclose()
    await database.aclose()
