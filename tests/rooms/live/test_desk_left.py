"""What becomes of a call that nobody attends any more."""

from pathlib import Path

import pytest

from salescoach.domain.events import (
    CallEnded,
)
from salescoach.kit.clock import ManualClock
from salescoach.kit.errors import Conflict, NotFound
from salescoach.rooms.live.desk import LEFT_AFTER_MS, SWEEP_AGAIN_MS
from salescoach.rooms.live.leftovers import Fate, sort_left_audio
from tests.rooms.live.desk_talk import breathe, log_of, speak
from tests.rooms.live.hearing import Ears
from tests.rooms.live.place import desk_of, locked, opening, server, words


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


async def test_a_call_that_was_left_open_keeps_nobody_from_other_work(tmp_path: Path) -> None:
    clock = ManualClock()
    desk = desk_of(tmp_path, Ears(), clock=clock)
    told = [desk.talking]
    call = (await desk.open(opening())).call
    call.attended = True
    clock.advance(2 * LEFT_AFTER_MS)
    told.append(desk.talking)
    call.leave()
    told.append(desk.talking)
    clock.advance(LEFT_AFTER_MS)
    told.append(desk.talking)
    assert told == [False, True, True, False], "a page that was cut off may come back"
    assert desk.live_calls == 1
    await desk.drain()
