"""The log that lives in memory keeps the same promises as the one on disk."""

import pytest

from salescoach.infra.bus.bus import call_topic
from salescoach.infra.bus.memory import MemoryBus
from salescoach.kit.errors import Conflict, NotFound
from salescoach.rooms.calls.log import EventLog, MemoryEventLog
from tests.rooms.calls.events import CALL, ended, line, note, started


@pytest.fixture
def bus() -> MemoryBus:
    return MemoryBus()


@pytest.fixture
def log(bus: MemoryBus) -> EventLog:
    return MemoryEventLog(bus)


async def test_events_are_kept_in_order_and_shown_once(bus: MemoryBus, log: EventLog) -> None:
    async with bus.subscribe(call_topic(CALL)) as shown:
        await log.open_call(started(), "hash")
        for event in (started(), note(2), line(None, "we"), line(3, "we have"), note(2)):
            await log.append(event)
        shown.close()
        events = [event async for event in shown]
    assert events == [started(), note(2), line(3, "we have")]
    assert await log.read(CALL) == [started(), note(2), line(3, "we have")]
    assert await log.read(CALL, after_seq=1, limit=1) == [note(2)]
    assert await log.committed_seq(CALL) == 3


async def test_an_interim_is_shown_and_not_kept(bus: MemoryBus, log: EventLog) -> None:
    await log.open_call(started(seq=None), "hash")
    async with bus.subscribe(call_topic(CALL)) as shown:
        await log.append(line(None, "we"))
        assert await anext(aiter(shown)) == line(None, "we")
    assert await log.read(CALL) == []


async def test_a_call_is_opened_once(log: EventLog) -> None:
    await log.open_call(started(), "hash")
    with pytest.raises(Conflict) as refusal:
        await log.open_call(started(), "other")
    assert refusal.value.code == "call_exists"
    assert await log.resume_token_hash(CALL) == "hash"


async def test_an_event_without_a_place_is_refused(log: EventLog) -> None:
    with pytest.raises(ValueError, match="no seq"):
        log.append(started(seq=None))
    with pytest.raises(ValueError, match="no call"):
        log.append(note(1, call_id=""))
    with pytest.raises(NotFound):
        await log.append(note(1))


async def test_only_a_call_that_has_not_ended_is_reopened(log: EventLog) -> None:
    with pytest.raises(NotFound):
        await log.reopen(CALL)
    await log.open_call(started(), "hash")
    await log.reopen(CALL)
    await log.append(ended(2))
    with pytest.raises(Conflict) as refusal:
        await log.reopen(CALL)
    assert refusal.value.code == "call_has_ended"
