"""The log on disk: committed before it is shown, each event once, and there after a kill."""

import asyncio
import signal
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from salescoach.domain.audio import Speaker
from salescoach.domain.turn import Turn
from salescoach.infra.bus.bus import call_topic
from salescoach.infra.bus.memory import MemoryBus
from salescoach.infra.database import Database
from salescoach.kit.errors import Conflict, NotFound
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.calls.sql_log import SqlEventLog
from tests.rooms.calls.events import CALL, ended, line, note, started, swapped
from tests.rooms.calls.watching import watching


async def test_an_event_is_committed_before_it_is_shown(
    log: SqlEventLog, bus: MemoryBus, path: Path
) -> None:
    await log.open_call(started(seq=None), "hash")
    async with bus.subscribe(call_topic(CALL)) as shown:
        log.append(note(1))
        assert await anext(aiter(shown)) == note(1)
        with closing(sqlite3.connect(path)) as other:
            assert other.execute("SELECT seq FROM call_events").fetchall() == [(1,)]


async def test_an_interim_is_shown_at_once_and_never_kept(log: SqlEventLog, bus: MemoryBus) -> None:
    await log.open_call(started(), "hash")
    await log.drain()
    async with watching(bus) as seen:
        assert log.append(line(None, "we")).done()
    assert seen == [line(None, "we")]
    assert await log.read(CALL) == [started()]


async def test_repetitions_are_dropped_and_shown_once(log: SqlEventLog, bus: MemoryBus) -> None:
    async with watching(bus) as seen:
        await log.open_call(started(), "hash")
        for repeated in (started(), note(2), note(2)):
            log.append(repeated)
        await log.drain()
        await log.append(note(2))
    assert seen == [started(), note(2)]
    assert await log.read(CALL) == [started(), note(2)]
    assert await log.read(CALL, after_seq=1, limit=1) == [note(2)]
    assert await log.committed_seq(CALL) == 2


async def test_a_call_is_opened_once(log: SqlEventLog) -> None:
    await log.open_call(started(), "hash")
    with pytest.raises(Conflict) as refusal:
        await log.open_call(replace(started(), playbook_id="other"), "other")
    assert refusal.value.code == "call_exists"
    assert await log.resume_token_hash(CALL) == "hash"
    with pytest.raises(NotFound):
        await log.resume_token_hash("unknown")


async def test_an_event_that_cannot_be_stored_does_not_hold_up_the_others(
    log: SqlEventLog,
) -> None:
    await log.open_call(started(), "hash")
    lost = log.append(note(1, call_id="unknown"))
    kept = [log.append(note(seq)) for seq in (2, 3)]
    await asyncio.gather(*kept)
    assert await log.read(CALL) == [started(), note(2), note(3)]
    with pytest.raises(NotFound):
        await lost
    with pytest.raises(ValueError, match="no seq"):
        log.append(started(seq=None))


async def test_the_log_takes_up_where_another_left_off(
    log: SqlEventLog, database: Database, bus: MemoryBus
) -> None:
    await log.open_call(started(), "hash")
    await log.append(note(2))
    await log.aclose()
    after = SqlEventLog(database, bus)
    assert await after.committed_seq(CALL) == 2
    async with watching(bus) as seen:
        await asyncio.gather(after.append(note(2)), after.append(note(3)))
    assert seen == [note(3)]
    assert await after.read(CALL, after_seq=1) == [note(2), note(3)]
    await after.aclose()


async def test_turns_and_the_calls_figures_follow_the_events(
    log: SqlEventLog, service: CallService
) -> None:
    await log.open_call(started(), "hash")
    log.append(line(2, "we have", turn_id="t1", end_ms=900))
    log.append(line(3, "hello", turn_id="t2", speaker=Speaker.SALESPERSON, start_ms=1000))
    log.append(line(4, "echo", turn_id="t3"))
    log.append(swapped(5))
    log.append(line(6, "we have one", turn_id="t1", end_ms=4000))
    await log.append(line(7, "", turn_id="t3"))
    record = await service.record(CALL)
    assert record.turns == (
        Turn("t1", Speaker.CUSTOMER, "we have one", 0, 4000, 0.9),
        Turn("t2", Speaker.CUSTOMER, "hello", 1000, 1000, 0.9),
    )
    assert (record.call.status, record.call.turn_count) == ("live", 2)
    assert record.call.duration_ms == 4000
    assert [found.seq for found in record.events] == [1, 2, 3, 4, 5, 6, 7]
    await log.append(ended(8, duration_s=12.5))
    call = await service.get(CALL)
    assert (call.status, call.duration_ms) == ("ended", 12_500)
    assert call.ended_at is not None


async def test_a_killed_server_has_lost_nothing_that_was_committed(
    tmp_path: Path, bus: MemoryBus
) -> None:
    url = f"sqlite:///{tmp_path / 'killed.db'}"
    program = f"""
import asyncio
from salescoach.infra.bus.memory import MemoryBus
from salescoach.infra.database import Database, migrate
from salescoach.rooms.calls.sql_log import SqlEventLog
from tests.rooms.calls.events import note, started

async def main():
    await migrate({url!r})
    log = SqlEventLog(Database({url!r}), MemoryBus())
    await log.open_call(started(seq=None), "hash")
    for seq in range(1, 10_000):
        await log.append(note(seq))
        print(seq, flush=True)

asyncio.run(main())
"""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    for _ in range(20):
        await process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    said = (await process.stdout.read()).split()
    await process.wait()
    last = max([20, *(int(number) for number in said)])

    database = Database(url)
    log, service = SqlEventLog(database, bus), CallService(database)
    kept = await log.read(CALL)
    assert len(kept) >= last
    assert kept == [note(seq) for seq in range(1, len(kept) + 1)]
    assert await service.mark_interrupted() == (CALL,)
    assert (await service.get(CALL)).status == "interrupted"
    await log.reopen(CALL)
    assert (await service.get(CALL)).status == "live"
    await log.append(ended(len(kept) + 1))
    with pytest.raises(Conflict):
        await log.reopen(CALL)
    with pytest.raises(NotFound):
        await log.reopen("unknown")
    await log.aclose()
    await database.aclose()
