"""Whatever calls append side by side, their logs and turns read back as they were."""

import asyncio
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salescoach.domain.audio import Speaker
from salescoach.domain.events import CallEvent, SpeakersSwapped, Transcription
from salescoach.domain.turn import Turn
from salescoach.infra.bus.memory import MemoryBus
from salescoach.infra.database import Database, migrate
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.calls.sql_log import SqlEventLog
from tests.rooms.calls.events import line, note, started, swapped

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
