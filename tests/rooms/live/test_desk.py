"""The one door: calls that outlive their page, their server and their engine, and leave nothing
behind when they are over."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from salescoach.domain.audio import Channel, Speaker
from salescoach.domain.events import (
    CallEnded,
    CallEvent,
    Customer,
    Degraded,
    Gap,
    Transcription,
)
from salescoach.infra.bus.memory import MemoryBus
from salescoach.kit.clock import ManualClock
from salescoach.kit.errors import Conflict, InvalidInput, NotFound, Unavailable
from salescoach.pipeline.brain import Expertise
from salescoach.pipeline.state import fold
from salescoach.rooms.live.admission import BUSY_LAG_MS, LATE_MS
from salescoach.rooms.live.call import LiveCall
from salescoach.rooms.live.desk import SWEEP_AGAIN_MS, CallDesk
from salescoach.rooms.live.leftovers import Fate, sort_left_audio
from salescoach.rooms.live.opening import Opened
from salescoach.speech.errors import SpeechError
from tests.fakes import expertise
from tests.rooms.live.hearing import Ears, said
from tests.rooms.live.place import TWO, by_channel, desk_of, locked, opening, server, until, words


def speak(call: LiveCall, first: int, count: int, channel: int = 0) -> None:
    for seq in range(first, first + count):
        call.receive(said(seq, seq + 1, channel))


def breathe(call: LiveCall, first: int, count: int = 4, channel: int = 0) -> None:
    for seq in range(first, first + count):
        call.receive(said(seq, 0, channel))


async def heard(desk: CallDesk, call: LiveCall, *expected: str) -> None:
    await until(lambda: words_of(call) == list(expected))
    await desk.log.drain()


def words_of(call: LiveCall) -> list[str]:
    return [word for turn in call.session.state.turns.values() for word in turn.text.split()]


async def log_of(desk: CallDesk, opened: Opened) -> list[CallEvent]:
    return await desk.log.read(opened.call.id)


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


@pytest.mark.parametrize("crash", [False, True])
async def test_a_call_goes_on_after_a_restart_where_it_was(tmp_path: Path, crash: bool) -> None:
    async with server(tmp_path, Ears(), crash=crash) as first:
        opened = await first.desk.open(opening(channels=TWO))
        call = opened.call
        speak(call, 0, 3)
        breathe(call, 3)
        speak(call, 0, 2, channel=1)
        await heard(first.desk, call, "w1", "w2", "w3")
        speak(call, 7, 2)
        safe = call.safe_seqs()
        last = (await log_of(first.desk, opened))[-1]
    async with server(tmp_path, Ears()) as second:
        [listed] = (await second.calls.list(10)).calls
        assert listed.status == "interrupted"
        call = await second.desk.resume(opened.call.id, opened.resume_token)
        assert call.next_seqs() == {0: 9, 1: 2}
        assert call.safe_seqs() == safe
        speak(call, 9, 2)
        speak(call, 2, 1, channel=1)
        await second.desk.close(call.id)
        events = await log_of(second.desk, opened)
        assert by_channel(events) == {
            0: ["w1", "w2", "w3", "w8", "w9", "w10", "w11"],
            1: ["w1", "w2", "w3"],
        }
        assert [event.seq for event in events] == list(range(1, len(events) + 1))
        later = events[events.index(last) + 1 :]
        assert all(event.at_ms >= last.at_ms for event in later)
        assert not [event for event in events if isinstance(event, Gap)]
        assert not call.spool.folder.exists()
        [listed] = (await second.calls.list(10)).calls
        assert (listed.status, listed.duration_ms) == ("ended", 1_100)


async def test_the_next_frame_is_known_when_all_audio_was_cut(tmp_path: Path) -> None:
    async with server(tmp_path, Ears(), crash=True) as first:
        opened = await first.desk.open(opening())
        call = opened.call
        for start in range(0, 240, 12):
            speak(call, start, 8)
            breathe(call, start + 8)
        await until(lambda: words_of(call)[-1:] == ["w236"])
        await first.desk.log.drain()
        await call.tidy()
        assert len(call.spool.channels[0].frames) <= 4
    async with server(tmp_path, Ears()) as second:
        call = await second.desk.resume(opened.call.id, opened.resume_token)
        assert call.next_seqs() == {0: 240}
        speak(call, 240, 1)
        await second.desk.close(call.id)
        events = await log_of(second.desk, opened)
        assert words(events)[-2:] == ["w236", "w241"]
        assert len(words(events)) == 161


async def test_a_spool_that_was_lost_costs_only_what_nobody_heard(tmp_path: Path) -> None:
    async with server(tmp_path, Ears(), crash=True) as first:
        opened = await first.desk.open(opening())
        speak(opened.call, 0, 3)
        breathe(opened.call, 3)
        await heard(first.desk, opened.call, "w1", "w2", "w3")
        for path in opened.call.spool.folder.glob("*/*.seg"):
            path.unlink()
    async with server(tmp_path, Ears()) as second:
        call = await second.desk.resume(opened.call.id, opened.resume_token)
        speak(call, 10, 2)
        await second.desk.close(call.id)
        events = await log_of(second.desk, opened)
        assert words(events) == ["w1", "w2", "w3", "w11", "w12"]
        [gap] = [event for event in events if isinstance(event, Gap)]
        assert (gap.start_ms, gap.end_ms) == (300, 1_000)


async def test_a_pause_goes_on_over_a_restart(tmp_path: Path) -> None:
    clock = ManualClock()
    async with server(tmp_path, Ears(), crash=True, clock=clock) as first:
        opened = await first.desk.open(opening())
        speak(opened.call, 0, 3)
        await opened.call.drained()
        opened.call.controls.pause()
        opened.call.receive(said(3, 99))
        await heard(first.desk, opened.call, "w1", "w2", "w3")
        clock.advance(5_000)
    async with server(tmp_path, Ears(), clock=clock) as second:
        call = await second.desk.resume(opened.call.id, opened.resume_token)
        assert call.next_seqs() == {0: 4}
        call.receive(said(4, 99))
        clock.advance(3_000)
        call.controls.unpause()
        speak(call, 5, 1)
        await second.desk.close(call.id)
        events = await log_of(second.desk, opened)
        assert words(events) == ["w1", "w2", "w3", "w6"]
        [gap] = [event for event in events if isinstance(event, Gap)]
        assert gap.reason == "paused"
        assert 8_000 <= gap.end_ms <= 8_800


async def test_only_the_holder_of_the_token_comes_back(tmp_path: Path) -> None:
    async with server(tmp_path, Ears()) as house:
        opened = await house.desk.open(opening())
        with pytest.raises(InvalidInput) as refused:
            await house.desk.resume(opened.call.id, "guess")
        assert refused.value.code == "wrong_resume_token"
        with pytest.raises(NotFound):
            await house.desk.resume("unknown", opened.resume_token)
        assert await house.desk.resume(opened.call.id, opened.resume_token) is opened.call
        await house.desk.close(opened.call.id)
        with pytest.raises(Conflict) as over:
            await house.desk.resume(opened.call.id, opened.resume_token)
        assert over.value.code == "call_has_ended"
        await house.calls.delete(opened.call.id)
        with pytest.raises(NotFound):
            await house.desk.resume(opened.call.id, opened.resume_token)


async def test_two_who_come_back_at_once_get_the_same_call(tmp_path: Path) -> None:
    ears = Ears()
    async with server(tmp_path, ears, crash=True) as first:
        opened = await first.desk.open(opening())
        speak(opened.call, 0, 2)
    ears = Ears()
    async with server(tmp_path, ears) as second:
        comers = (second.desk.resume(opened.call.id, opened.resume_token) for _ in range(5))
        calls = await asyncio.gather(*comers)
        assert len({id(call) for call in calls}) == 1
        assert len(ears.streams) == 1
        await second.desk.close(opened.call.id)
        assert words(await log_of(second.desk, opened)) == ["w1", "w2"]


async def test_coming_back_without_an_engine_keeps_the_call(tmp_path: Path) -> None:
    async with server(tmp_path, Ears(), crash=True) as first:
        opened = await first.desk.open(opening())
        speak(opened.call, 0, 2)
    ears = Ears()
    ears.broken = SpeechError("not yet")
    async with server(tmp_path, ears) as second:
        call = await second.desk.resume(opened.call.id, opened.resume_token)
        speak(call, 2, 1)
        ears.broken = None
        await until(lambda: call.session.lost is None)
        await second.desk.close(call.id)
        assert words(await log_of(second.desk, opened)) == ["w1", "w2", "w3"]


async def test_a_call_nobody_comes_back_to_is_heard_to_its_end(tmp_path: Path) -> None:
    clock = ManualClock()
    async with server(tmp_path, Ears(), crash=True, clock=clock) as first:
        opened = await first.desk.open(opening())
        speak(opened.call, 0, 3)
        assert opened.call.spool.folder.exists()
    async with server(tmp_path, Ears(), clock=clock, idle_timeout_s=60) as second:

        async def fate_of(call_id: str) -> Fate:
            return "open"

        await second.desk.take_over(await second.calls.mark_interrupted(), fate_of)
        await second.desk.sweep()
        [listed] = (await second.calls.list(10)).calls
        assert listed.status == "interrupted"
        clock.advance(61_000)
        await second.desk.sweep()
        [listed] = (await second.calls.list(10)).calls
        assert listed.status == "ended"
        events = await log_of(second.desk, opened)
        assert words(events) == ["w1", "w2", "w3"]
        assert isinstance(events[-1], CallEnded)
        assert events[-1].reason == "timeout"
        assert not opened.call.spool.folder.exists()


async def test_a_call_that_cannot_be_ended_now_is_ended_later(tmp_path: Path) -> None:
    clock = ManualClock()
    async with server(tmp_path, Ears(), crash=True, clock=clock) as first:
        opened = await first.desk.open(opening())
        speak(opened.call, 0, 3)
    async with server(tmp_path, Ears(), clock=clock, idle_timeout_s=60) as second:

        async def fate_of(call_id: str) -> Fate:
            return "open"

        await second.desk.take_over(await second.calls.mark_interrupted(), fate_of)
        clock.advance(61_000)
        async with locked(second.url):
            await second.desk.sweep()
        assert (await second.calls.get(opened.call.id)).status == "interrupted"
        clock.advance(SWEEP_AGAIN_MS - 1_000)
        await second.desk.sweep()
        assert (await second.calls.get(opened.call.id)).status == "interrupted"
        clock.advance(2_000)
        await second.desk.sweep()
        assert (await second.calls.get(opened.call.id)).status == "ended"
        assert words(await log_of(second.desk, opened)) == ["w1", "w2", "w3"]


async def test_a_call_that_was_left_and_is_gone_is_forgotten(tmp_path: Path) -> None:
    clock = ManualClock()
    desk = desk_of(tmp_path, Ears(), clock=clock, idle_timeout_s=60)

    async def fate_of(call_id: str) -> Fate:
        return "open"

    await desk.take_over(["call_that_was_deleted"], fate_of)
    clock.advance(61_000)
    await desk.sweep()
    assert not desk._orphans


async def test_the_sweeper_ends_lonely_and_endless_calls_and_no_others(tmp_path: Path) -> None:
    clock = ManualClock()
    desk = desk_of(tmp_path, Ears(), clock=clock, idle_timeout_s=60, max_call_s=63)
    lonely, attended, endless = [(await desk.open(opening())).call for _ in range(3)]
    attended.attended = endless.attended = True
    speak(endless, 0, 631)
    await endless.drained()
    await desk.sweep()
    assert desk.get(endless.id) is None
    clock.advance(61_000)
    await desk.sweep()
    assert desk.get(lonely.id) is None
    assert desk.get(attended.id) is attended
    await desk.close(attended.id)


@pytest.mark.parametrize("paused", [True, False])
async def test_a_call_without_sound_is_no_longer_than_any_other(
    tmp_path: Path, paused: bool
) -> None:
    clock = ManualClock()
    desk = desk_of(tmp_path, Ears(), clock=clock, max_call_s=60)
    call = (await desk.open(opening())).call
    call.attended = True
    if paused:
        speak(call, 0, 3)
        await call.drained()
        call.controls.pause()
    clock.advance(59_000)
    await desk.sweep()
    assert desk.get(call.id) is call
    clock.advance(2_000)
    await desk.sweep()
    assert desk.get(call.id) is None


async def test_the_hours_without_a_server_are_not_the_calls(tmp_path: Path) -> None:
    clock = ManualClock()
    async with server(tmp_path, Ears(), crash=True, clock=clock) as first:
        opened = await first.desk.open(opening())
        opened.call.controls.pause()
        await first.desk.log.drain()
    clock.advance(3_600_000)
    async with server(tmp_path, Ears(), clock=clock, max_call_s=60) as second:
        call = await second.desk.resume(opened.call.id, opened.resume_token)
        call.attended = True
        clock.advance(59_000)
        await second.desk.sweep()
        assert second.desk.get(call.id) is call
        clock.advance(2_000)
        await second.desk.sweep()
        assert second.desk.get(call.id) is None


async def test_a_demo_that_was_left_waits_no_longer_than_a_reload_takes(tmp_path: Path) -> None:
    clock = ManualClock()
    desk = desk_of(tmp_path, Ears(), clock=clock, demo_timeout_s=30)
    demo, left = [(await desk.open(opening(demo=demo))).call for demo in (True, False)]
    clock.advance(20_000)
    await desk.sweep()
    assert desk.get(demo.id) is demo
    clock.advance(11_000)
    await desk.sweep()
    assert desk.get(demo.id) is None
    assert desk.get(left.id) is left
    await desk.close(left.id)


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


async def test_a_call_whose_page_is_gone_can_be_ended_from_elsewhere(tmp_path: Path) -> None:
    async with server(tmp_path, Ears()) as house:
        call = (await house.desk.open(opening())).call
        speak(call, 0, 2)
        breathe(call, 2)
        call.attended = True
        with pytest.raises(Conflict) as refused:
            await house.desk.end_left(call.id)
        assert refused.value.code == "call_is_attended"
        call.leave()
        await house.desk.end_left(call.id)
        assert (await house.calls.get(call.id)).status == "ended"
        await house.desk.end_left(call.id)
        with pytest.raises(NotFound):
            await house.desk.end_left("never_was")


async def test_a_call_of_an_earlier_server_can_be_ended_from_elsewhere(tmp_path: Path) -> None:
    async with server(tmp_path, Ears(), crash=True) as first:
        opened = await first.desk.open(opening())
        speak(opened.call, 0, 3)
    async with server(tmp_path, Ears()) as second:
        await second.desk.end_left(opened.call.id)
        assert words(await log_of(second.desk, opened)) == ["w1", "w2", "w3"]
        assert (await second.calls.get(opened.call.id)).status == "ended"


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


async def test_left_audio_is_sorted_by_what_becomes_of_it(tmp_path: Path) -> None:
    fates: dict[str, Fate] = {"a": "open", "b": "over", "c": "recorded"}
    for name in fates:
        (tmp_path / name / "0").mkdir(parents=True)
        (tmp_path / name / "0" / "x.seg").write_bytes(b"sound")

    async def fate_of(call_id: str) -> Fate:
        return fates[call_id]

    assert await sort_left_audio(tmp_path, fate_of) == ["a"]
    assert not (tmp_path / "b").exists()
    assert (tmp_path / "c" / "0" / "x.seg").exists()
    assert await sort_left_audio(tmp_path / "nowhere", fate_of) == []


async def test_the_log_of_a_resumed_call_folds(tmp_path: Path) -> None:
    async with server(tmp_path, Ears(), crash=True) as first:
        opened = await first.desk.open(opening())
        speak(opened.call, 0, 2)
        await opened.call.drained()
        opened.call.controls.pause()
        await first.desk.log.drain()
    async with server(tmp_path, Ears()) as second:
        call = await second.desk.resume(opened.call.id, opened.resume_token)
        await second.desk.close(call.id)
        events = await log_of(second.desk, opened)
        state = fold(events)
        assert state.ended
        assert state.paused_at_ms is None
        assert [e.text for e in events if isinstance(e, Transcription)] == ["w1 w2"]
