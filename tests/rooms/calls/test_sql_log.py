"""The log on disk: nothing lost, nothing reordered, whatever storage does."""

import asyncio
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, event

from salescoach.domain.audio import Speaker
from salescoach.domain.events import CallEvent, SpeakersSwapped, Transcription
from salescoach.domain.turn import Turn
from salescoach.infra.bus.bus import call_topic
from salescoach.infra.bus.memory import MemoryBus
from salescoach.infra.database import Database, migrate
from salescoach.kit.clock import ManualClock
from salescoach.kit.errors import Conflict, NotFound, Unavailable
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.calls.sql_log import OPEN_WITHIN_S, SqlEventLog
from tests.rooms.calls.events import CALL, ended, line, note, started, swapped

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


@asynccontextmanager
async def watching(bus: MemoryBus, call_id: str = CALL) -> AsyncIterator[list[CallEvent]]:
    """Everything shown of the call; complete when the block has ended."""
    seen: list[CallEvent] = []
    async with bus.subscribe(call_topic(call_id)) as shown:

        async def read() -> None:
            async for found in shown:
                seen.append(found)  # noqa: PERF401 - read while it grows

        reader = asyncio.create_task(read())
        yield seen
        shown.close()
        await reader


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not happened():  # noqa: ASYNC110 - what happens has no event of its own
            await asyncio.sleep(0.002)


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


async def test_a_locked_database_delays_and_neither_loses_nor_reorders(
    log: SqlEventLog, bus: MemoryBus, path: Path, troubles: Troubles
) -> None:
    await log.open_call(started(), "hash")
    await log.drain()
    events = [note(seq) for seq in range(2, 8)]
    async with watching(bus) as seen:
        with locked(path):
            committed = [log.append(found) for found in events[:4]]
            await asyncio.sleep(0.3)
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
    log: SqlEventLog, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("salescoach.rooms.calls.sql_log.CLOSE_WITHIN_S", 0.05)
    await log.open_call(started(), "hash")
    await log.drain()
    with locked(path):
        lost = log.append(note(2))
        await log.aclose()
    for future in (lost, log.append(note(3))):
        with pytest.raises(Unavailable) as refusal:
            await future
        assert refusal.value.code == "storage_closed"


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


pieces = st.one_of(
    st.just("note"),
    st.just("swap"),
    st.tuples(st.integers(1, 4), st.sampled_from(["", "yes", "it's 5% — né?"]), st.booleans()),
)


def built(call_id: str, seq: int, piece: str | tuple[int, str, bool]) -> CallEvent:
    if piece == "note":
        return note(seq, call_id=call_id)
    if piece == "swap":
        return swapped(seq, call_id=call_id)
    assert not isinstance(piece, str)
    turn, text, is_customer = piece
    speaker = Speaker.CUSTOMER if is_customer else Speaker.UNKNOWN
    return line(seq, text, turn_id=f"t{turn}", speaker=speaker, start_ms=turn, call_id=call_id)


def turns_of(events: list[CallEvent]) -> list[Turn]:
    turns: dict[str, Turn] = {}
    other = {Speaker.CUSTOMER: Speaker.SALESPERSON, Speaker.SALESPERSON: Speaker.CUSTOMER}
    for found in events:
        if isinstance(found, SpeakersSwapped):
            turns = {
                turn_id: replace(turn, speaker=other.get(turn.speaker, turn.speaker))
                for turn_id, turn in turns.items()
            }
        elif isinstance(found, Transcription):
            turns[found.turn_id] = Turn(
                found.turn_id,
                found.speaker,
                found.text,
                found.start_ms,
                found.end_ms,
                found.confidence,
            )
    return sorted((turn for turn in turns.values() if turn.text), key=lambda turn: turn.start_ms)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A migrated database."""
    path = tmp_path_factory.mktemp("empty") / "calls.db"
    asyncio.run(migrate(f"sqlite:///{path}"))
    return path.read_bytes()


@settings(max_examples=25, deadline=None)
@given(
    calls=st.lists(st.lists(st.tuples(pieces, st.integers(0, 3)), max_size=12), max_size=3),
    late=st.booleans(),
)
def test_calls_appended_side_by_side_read_back_as_they_were(
    empty: bytes, calls: list[list[tuple[str | tuple[int, str, bool], int]]], late: bool
) -> None:
    """``int``: 0 goes straight on, 1 waits for the commit, 2 and 3 append the event again."""

    async def append(log: SqlEventLog, events: list[CallEvent], ways: list[int]) -> None:
        await log.open_call(started(events[0].call_id), "hash")
        order = [*events[2:], *events[1:2]] if late else events[1:]
        for found, way in zip(order, ways, strict=True):
            future = log.append(found)
            if way == 1:
                await future
            for _ in range(way - 1):
                log.append(found)

    async def run() -> None:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "calls.db"
            path.write_bytes(empty)
            database, bus = Database(f"sqlite:///{path}"), MemoryBus()
            log, service = SqlEventLog(database, bus), CallService(database)
            logs = [
                [
                    started(f"c{number}"),
                    *(built(f"c{number}", seq, piece) for seq, (piece, _) in enumerate(call, 2)),
                ]
                for number, call in enumerate(calls)
            ]
            ways = [[way for _, way in call] for call in calls]
            await asyncio.gather(*map(append, [log] * len(logs), logs, ways))
            await log.drain()
            for events in logs:
                record = await service.record(events[0].call_id)
                assert list(record.events) == events == await log.read(events[0].call_id)
                assert list(record.turns) == turns_of(events)
                assert record.call.turn_count == len(record.turns)
            await log.aclose()
            await database.aclose()

    asyncio.run(run())
