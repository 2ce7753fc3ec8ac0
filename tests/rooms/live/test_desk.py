"""The one door: who is let in, and that calls leave nothing behind when they are over."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from salescoach.domain.audio import Channel, Speaker
from salescoach.domain.events import (
    CallEnded,
    Customer,
    Degraded,
)
from salescoach.infra.bus.memory import MemoryBus
from salescoach.kit.clock import ManualClock
from salescoach.kit.errors import InvalidInput, Unavailable
from salescoach.pipeline.brain import Expertise
from salescoach.rooms.live.admission import BUSY_LAG_MS, LATE_MS, READING_LATE_MS
from salescoach.rooms.live.leftovers import Fate
from salescoach.speech.errors import SpeechError
from tests.fakes import expertise
from tests.rooms.live.desk_talk import log_of, speak
from tests.rooms.live.hearing import Ears
from tests.rooms.live.place import desk_of, locked, opening, server, until, words


async def test_a_call_that_can_never_begin_leaves_nothing(tmp_path: Path) -> None:
    ears = Ears()
    ears.broken = SpeechError("no model", code="speech_model_missing", retryable=False)
    async with server(tmp_path, ears) as house:
        with pytest.raises(SpeechError):
            await house.desk.open(opening())
        assert not (await house.calls.list(10)).calls
        assert house.desk.live_calls == 0
        tasks = {task.get_name() for task in asyncio.all_tasks()}
        assert not {name for name in tasks if name.startswith("call-")}


async def test_nobody_is_admitted_while_the_loop_is_late(tmp_path: Path) -> None:
    looks = [2 * LATE_MS, 0.0]
    desk = desk_of(tmp_path, Ears(), lateness_ms=lambda: looks.pop(0))
    await desk.open(opening())
    assert looks == []
    await desk.drain()


async def test_beside_a_call_whose_sentences_wait_to_be_read_nobody_is_admitted(
    tmp_path: Path,
) -> None:
    looks = [2 * READING_LATE_MS, 0.0]
    desk = desk_of(tmp_path, Ears(), reading_ms=lambda: looks.pop(0))
    await desk.open(opening())
    assert len(looks) == 2, "where no call goes on they wait for a playbook that is learned"
    await desk.open(opening())
    assert looks == []
    await desk.drain()


async def test_channels_have_to_be_told_apart(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, Ears())
    twice = (Channel(0, Speaker.CUSTOMER), Channel(0, Speaker.SALESPERSON))
    for channels in ((), twice):
        with pytest.raises(InvalidInput) as refused:
            await desk.open(opening(channels=channels))
        assert refused.value.code == "invalid_channels"


async def test_recording_needs_consent(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, Ears())
    opened = await desk.open(opening(consent=False, record_audio=True))
    assert not opened.call.records_audio
    await desk.close(opened.call.id)


async def test_a_demo_takes_the_playbook_that_fits_its_recording(tmp_path: Path) -> None:
    asked: list[tuple[str | None, int | None]] = []

    async def experts(
        playbook_id: str | None, customer: Customer | None, version: int | None
    ) -> Expertise:
        asked.append((playbook_id, version))
        return await expertise()

    desk = desk_of(tmp_path, Ears(), demo_playbook=("fernbell", 3))
    desk.experts = experts
    for request in (opening(demo=True, playbook_id="mine"), opening(playbook_id="mine")):
        await desk.close((await desk.open(request)).call.id)
    assert asked == [("fernbell", 3), ("mine", None)]


async def test_one_call_that_cannot_be_closed_does_not_keep_the_others(tmp_path: Path) -> None:
    clock = ManualClock()
    async with server(tmp_path, Ears(), clock=clock, idle_timeout_s=60) as house:

        async def fate_of(call_id: str) -> Fate:
            return "open"

        (tmp_path / "spool" / "gone").mkdir(parents=True)
        await house.desk.take_over(["never_was"], fate_of)
        opened = await house.desk.open(opening())
        clock.advance(61_000)
        await house.desk.sweep()
        assert (await house.calls.get(opened.call.id)).status == "ended"


async def test_audio_waits_until_its_text_is_stored(tmp_path: Path) -> None:
    async with server(tmp_path, Ears()) as house:
        opened = await house.desk.open(opening())
        speak(opened.call, 0, 3)
        await opened.call.drained()
        async with locked(house.url):
            opened.call.controls.mark_moment(None)
            await until(lambda: house.desk.log.trouble)
            closing = asyncio.create_task(house.desk.close(opened.call.id))
            await until(lambda: opened.call.session.state.ended)
            await asyncio.sleep(0.1)
            assert opened.call.spool.folder.exists()
        await closing
        assert not opened.call.spool.folder.exists()
        assert words(await log_of(house.desk, opened)) == ["w1", "w2", "w3"]


async def test_no_more_calls_are_heard_than_the_processors_carry(tmp_path: Path) -> None:
    ears = Ears()
    ears.capabilities = replace(ears.capabilities, occupies=True)
    desk = desk_of(tmp_path, ears, max_occupying=2)
    opened = await asyncio.gather(*(desk.open(opening()) for _ in range(3)), return_exceptions=True)
    refused = [each for each in opened if isinstance(each, Unavailable)]
    taken = [each for each in opened if not isinstance(each, BaseException)]
    assert [each.code for each in refused] == ["busy"]
    assert len(taken) == 2
    await desk.close(taken[0].call.id)
    again = await desk.open(opening())
    for each in (taken[1], again):
        await desk.close(each.call.id)


async def test_a_busy_machine_takes_no_further_call(tmp_path: Path) -> None:
    ears = Ears()
    desk = desk_of(tmp_path, ears)
    opened = await desk.open(opening())
    ears.hearing.clear()
    speak(opened.call, 0, BUSY_LAG_MS // 100 + 2)
    with pytest.raises(Unavailable) as refused:
        await desk.open(opening())
    assert refused.value.code == "busy"
    ears.hearing.set()
    await opened.call.drained()
    other = await desk.open(opening())
    await desk.close(opened.call.id)
    await desk.close(other.call.id)


async def test_a_call_without_an_engine_does_not_keep_others_out(tmp_path: Path) -> None:
    ears = Ears()
    ears.broken = SpeechError("no engine")
    desk = desk_of(tmp_path, ears, flush_within_s=0.05)
    opened = await desk.open(opening())
    speak(opened.call, 0, BUSY_LAG_MS // 100 + 2)
    other = await desk.open(opening())
    await desk.close(other.call.id)
    await desk.close(opened.call.id)
    events = await log_of(desk, opened)
    assert [e.reason for e in events if isinstance(e, Degraded)][-1] == "last_words_lost"


async def test_a_stopping_server_takes_no_calls_and_keeps_what_it_heard(tmp_path: Path) -> None:
    async with server(tmp_path, Ears()) as first:
        opened = await first.desk.open(opening())
        speak(opened.call, 0, 3)
        await first.desk.drain()
        with pytest.raises(Unavailable) as refused:
            await first.desk.open(opening())
        assert refused.value.code == "shutting_down"
        with pytest.raises(Unavailable):
            await first.desk.resume(opened.call.id, opened.resume_token)
        assert words(await log_of(first.desk, opened)) == ["w1", "w2", "w3"]
    async with server(tmp_path, Ears()) as second:
        call = await second.desk.resume(opened.call.id, opened.resume_token)
        speak(call, 3, 1)
        await second.desk.close(call.id)
        assert words(await log_of(second.desk, opened)) == ["w1", "w2", "w3", "w4"]


async def test_closing_twice_at_once_and_again_is_harmless(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, Ears())
    opened = await desk.open(opening())
    speak(opened.call, 0, 2)
    await asyncio.gather(*(desk.close(opened.call.id) for _ in range(3)))
    await desk.close(opened.call.id)
    events = await log_of(desk, opened)
    assert sum(isinstance(event, CallEnded) for event in events) == 1


async def test_many_short_calls_leave_nothing(tmp_path: Path) -> None:
    bus = MemoryBus()
    ears = Ears()
    desk = desk_of(tmp_path, ears, bus=bus)
    before = len(asyncio.all_tasks())
    for _ in range(20):
        opened = await desk.open(opening())
        speak(opened.call, 0, 1)
        desk.close_soon(opened.call.id)
        await until(lambda: desk.live_calls == 0)
    await until(lambda: len(asyncio.all_tasks()) == before)
    assert not list((tmp_path / "spool").iterdir())
    await until(lambda: not desk._epilogue.pending)
    assert not desk._rebuilding
