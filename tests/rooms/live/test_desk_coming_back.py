"""Calls that outlive their page, their server and their engine."""

import asyncio
from pathlib import Path

import pytest

from salescoach.domain.events import (
    Gap,
    Transcription,
)
from salescoach.kit.clock import ManualClock
from salescoach.kit.errors import Conflict, InvalidInput, NotFound
from salescoach.pipeline.state import fold
from salescoach.speech.errors import SpeechError
from tests.rooms.live.desk_talk import breathe, heard, log_of, speak, words_of
from tests.rooms.live.hearing import Ears, said
from tests.rooms.live.place import TWO, by_channel, opening, server, until, words


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
