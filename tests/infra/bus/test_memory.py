"""The in-memory bus: nothing durable is dropped silently, interims are newest only."""

import asyncio

import pytest

from salescoach.domain.audio import Speaker
from salescoach.domain.events import CallEvent, NoteAdded, Transcription
from salescoach.infra.bus.memory import MemoryBus, Outbox


def note(seq: int) -> NoteAdded:
    return NoteAdded(call_id="c", seq=seq, text=str(seq), call_ms=seq)


def line(turn_id: str, text: str, *, seq: int | None = None) -> Transcription:
    return Transcription(
        call_id="c",
        seq=seq,
        turn_id=turn_id,
        text=text,
        speaker=Speaker.CUSTOMER,
        is_final=seq is not None,
        start_ms=0,
        end_ms=100,
        channel=1,
        committed_ms=0,
    )


async def rest(outbox: Outbox) -> list[CallEvent]:
    outbox.close()
    return [event async for event in outbox]


async def test_every_subscriber_of_the_topic_gets_the_events_in_order() -> None:
    bus = MemoryBus()
    async with bus.subscribe("a") as one, bus.subscribe("a") as two, bus.subscribe("b") as other:
        for seq in (1, 2, 3):
            bus.publish("a", note(seq))
        expected = [note(1), note(2), note(3)]
        assert await rest(one) == expected
        assert await rest(two) == expected
        assert await rest(other) == []


async def test_a_reader_that_waits_is_woken() -> None:
    bus = MemoryBus()
    async with bus.subscribe("a") as outbox:
        reader = asyncio.ensure_future(anext(outbox))
        await asyncio.sleep(0)
        bus.publish("a", note(1))
        assert await reader == note(1)


async def test_publishing_without_subscribers_is_nothing() -> None:
    bus = MemoryBus()
    bus.publish("a", note(1))
    async with bus.subscribe("a") as outbox:
        assert await rest(outbox) == []


async def test_leaving_the_block_unsubscribes_and_ends_the_iteration() -> None:
    bus = MemoryBus()
    async with bus.subscribe("a") as outbox:
        assert bus.subscribers("a") == 1
    assert bus.subscribers("a") == 0
    assert [event async for event in outbox] == []


async def test_closing_the_bus_ends_waiting_readers() -> None:
    bus = MemoryBus()
    async with bus.subscribe("a") as outbox:
        bus.publish("a", note(1))
        await bus.aclose()
        assert [event async for event in outbox] == [note(1)]
        assert not outbox.overflowed


async def test_a_newer_interim_replaces_the_waiting_one_of_its_turn() -> None:
    outbox = Outbox(10)
    for event in (line("t1", "we"), note(1), line("t2", "no"), line("t1", "we have")):
        outbox.offer(event)
    assert await rest(outbox) == [note(1), line("t2", "no"), line("t1", "we have")]


async def test_the_final_text_supersedes_a_waiting_interim() -> None:
    outbox = Outbox(10)
    outbox.offer(line("t1", "we ha"))
    outbox.offer(line("t1", "we have", seq=1))
    outbox.offer(line("t1", "we have a"))
    assert await rest(outbox) == [line("t1", "we have", seq=1), line("t1", "we have a")]


async def test_interims_give_way_to_durable_events_and_never_close_the_outbox() -> None:
    outbox = Outbox(2)
    for event in (line("t1", "a"), line("t2", "b"), line("t3", "c"), note(1), note(2)):
        outbox.offer(event)
    assert not outbox.overflowed
    assert await rest(outbox) == [note(1), note(2)]


async def test_a_durable_event_without_room_closes_the_outbox_and_frees_it() -> None:
    bus = MemoryBus()
    async with bus.subscribe("a", capacity=2) as slow, bus.subscribe("a") as quick:
        for seq in (1, 2, 3, 4):
            bus.publish("a", note(seq))
        assert slow.overflowed
        assert len(slow) == 0
        assert [event async for event in slow] == []
        assert len(await rest(quick)) == 4


def test_an_outbox_needs_room() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Outbox(0)
