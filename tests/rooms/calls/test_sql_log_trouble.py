"""A locked or full database delays events, and never loses or reorders them."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event

from salescoach.infra.bus.memory import MemoryBus
from salescoach.infra.database import Database
from salescoach.kit.clock import ManualClock
from salescoach.kit.errors import Unavailable
from salescoach.rooms.calls.sql_log import OPEN_WITHIN_S, SqlEventLog
from tests.rooms.calls.events import CALL, line, note, started
from tests.rooms.calls.watching import until, watching

Troubles = list[str | None]


class Disk:
    """Whether the databases of this process may grow."""

    full = False

    def limit(self, connection: Connection) -> None:
        pages = 1 if self.full else 1_000_000
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


@pytest.fixture
def disk() -> Iterator[Disk]:
    disk = Disk()
    event.listen(Engine, "begin", disk.limit)
    yield disk
    event.remove(Engine, "begin", disk.limit)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another process holds the database."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


async def test_a_locked_database_delays_and_neither_loses_nor_reorders(
    log: SqlEventLog, bus: MemoryBus, path: Path, troubles: Troubles
) -> None:
    await log.open_call(started(), "hash")
    await log.drain()
    events = [note(seq) for seq in range(2, 8)]
    async with watching(bus) as seen:
        with locked(path):
            committed = [log.append(found) for found in events[:4]]
            await until(lambda: troubles == ["locked"])
            assert not any(future.done() for future in committed)
            committed += [log.append(found) for found in events[4:]]
        await asyncio.gather(*committed)
        await until(lambda: troubles == ["locked", None])
    assert seen == events
    assert await log.read(CALL, after_seq=1) == events


async def test_a_full_disk_is_told_the_call_goes_on_and_all_is_stored_later(
    log: SqlEventLog, bus: MemoryBus, disk: Disk, troubles: Troubles
) -> None:
    await log.open_call(started(), "hash")
    await log.drain()
    words = "we already have somebody for that " * 100
    lines = [line(seq, words, turn_id=f"t{seq}") for seq in range(2, 12)]
    async with watching(bus) as seen:
        disk.full = True
        committed = [log.append(found) for found in lines]
        await until(lambda: troubles == ["disk_full"])
        committed.append(log.append(note(12)))
        await until(lambda: len(seen) == len(lines) + 1)
        assert not any(future.done() for future in committed)
        assert await log.committed_seq(CALL) == 1
        # A reconnect misses nothing of what was shown.
        assert await log.read(CALL, after_seq=3) == [*lines[2:], note(12)]
        disk.full = False
        await asyncio.gather(*committed)
        await until(lambda: troubles == ["disk_full", None])
    assert seen == [*lines, note(12)]
    assert await log.read(CALL, after_seq=1) == seen


async def test_a_backlog_that_is_full_says_what_it_does_not_keep(
    database: Database, bus: MemoryBus, path: Path
) -> None:
    log = SqlEventLog(database, bus, backlog=2)
    await log.open_call(started(seq=None), "hash")
    with locked(path):
        kept = [log.append(note(1)), log.append(note(2))]
        with pytest.raises(Unavailable) as refusal:
            await log.append(note(3))
    await asyncio.gather(*kept)
    assert refusal.value.code == "storage_backlog_full"
    assert await log.read(CALL) == [note(1), note(2)]
    await log.aclose()


async def test_a_call_that_cannot_be_kept_is_not_opened(
    database: Database, bus: MemoryBus, path: Path
) -> None:
    clock = ManualClock()
    log = SqlEventLog(database, bus, clock=clock)
    with locked(path):
        opening = asyncio.create_task(log.open_call(started(), "hash"))
        await asyncio.sleep(0.01)
        clock.advance(OPEN_WITHIN_S * 1000 + 1)
        with pytest.raises(Unavailable) as refusal:
            await opening
    assert refusal.value.code == "storage_unavailable"
    await log.open_call(started(), "hash")
    await log.aclose()


async def test_closing_in_trouble_ends_and_says_what_was_not_stored(
    database: Database, bus: MemoryBus, path: Path
) -> None:
    log = SqlEventLog(database, bus, close_within_s=0.05)
    await log.open_call(started(), "hash")
    assert await log.drain()
    with locked(path):
        lost = log.append(note(2))
        await until(lambda: log.trouble == "locked")
        assert not await log.drain(0.01)
        await log.aclose()
    for future in (lost, log.append(note(3))):
        with pytest.raises(Unavailable) as refusal:
            await future
        assert refusal.value.code == "storage_closed"
    assert await log.read(CALL) == [started()]


async def test_a_listener_that_fails_does_not_stop_the_writer(
    database: Database, bus: MemoryBus, path: Path
) -> None:
    def fail(reason: str | None) -> None:
        raise LookupError

    log = SqlEventLog(database, bus, on_trouble=fail)
    await log.open_call(started(), "hash")
    with locked(path):
        committed = log.append(note(2))
        await asyncio.sleep(0.05)
    await committed
    await log.aclose()
