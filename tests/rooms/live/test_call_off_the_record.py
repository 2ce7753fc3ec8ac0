"""What is said while a call is paused is kept nowhere, and the gap it leaves is declared."""

from salescoach.domain.events import (
    CallEnded,
    Gap,
    Paused,
    Transcription,
    Unpaused,
)
from salescoach.pipeline.state import fold
from tests.rooms.live.hearing import said
from tests.rooms.live.place import by_channel, until
from tests.rooms.live.stage import Stage


async def test_off_the_record_nothing_is_kept_and_the_gap_is_declared(stage: Stage) -> None:
    call = await stage.begin()
    stage.speak(0, 3)
    stage.speak(0, 2, channel=1)
    await call.drained()
    call.controls.pause()
    call.controls.pause()
    [paused] = stage.of(Paused)
    assert paused.call_ms == 300
    await call.drained()
    await until(lambda: by_channel(stage.events) == {0: ["w1", "w2", "w3"], 1: ["w1", "w2"]})
    call.receive(said(3, 77))
    assert call.safe_seqs() == {0: 3, 1: 1}
    stage.clock.advance(60_000)
    call.controls.unpause()
    call.controls.unpause()
    [gap] = stage.of(Gap)
    assert (gap.channel, gap.start_ms, gap.end_ms, gap.reason) == (None, 1_300, 60_300, "paused")
    assert stage.of(Unpaused)[0].call_ms == 60_300
    stage.speak(4, 2)
    stage.speak(2, 2, channel=1)
    await call.end("ended")
    assert b"M\0M\0" not in b"".join(stream.heard for stream in stage.ears.streams)
    assert by_channel(stage.events) == {
        0: ["w1", "w2", "w3", "w5", "w6"],
        1: ["w1", "w2", "w3", "w4"],
    }
    starts = {(e.channel, e.start_ms) for e in stage.of(Transcription) if e.is_final}
    assert {(0, 60_300), (1, 60_300)} <= starts


async def test_frames_lost_right_after_a_pause_on_the_channel_behind(stage: Stage) -> None:
    call = await stage.begin()
    stage.speak(0, 5)
    stage.speak(0, 2, channel=1)
    call.controls.pause()
    stage.clock.advance(10_000)
    call.controls.unpause()
    call.receive(said(4, 9, channel=1))
    call.receive(said(5, 9))
    await call.end("ended")
    fold(stage.events)
    assert [(g.start_ms, g.end_ms) for g in stage.of(Gap)] == [(1_500, 10_500), (10_500, 10_700)]


async def test_a_channel_that_sent_nothing_is_brought_along_by_a_gap(stage: Stage) -> None:
    call = await stage.begin()
    stage.speak(0, 200)
    call.controls.pause()
    [gap] = stage.of(Gap)
    assert (gap.channel, gap.start_ms, gap.end_ms) == (1, 0, 21_000)
    stage.clock.advance(2_000)
    call.controls.unpause()
    assert stage.of(Gap)[-1].start_ms == 21_000


async def test_a_pause_before_the_first_sound(stage: Stage) -> None:
    call = await stage.begin()
    call.controls.pause()
    stage.clock.advance(5_000)
    call.controls.unpause()
    stage.speak(0, 2)
    await call.end("ended")
    assert not stage.of(Gap)
    assert stage.of(CallEnded)[0].duration_s == 0.2


async def test_ending_a_paused_call_ends_the_pause(stage: Stage) -> None:
    call = await stage.begin()
    stage.speak(0, 2)
    call.controls.pause()
    stage.clock.advance(4_000)
    await call.end("ended")
    kinds = [e.type for e in stage.events if e.type in ("paused", "gap", "unpaused", "call_ended")]
    assert kinds == ["paused", "gap", "unpaused", "call_ended"]
    assert "w1 w2" in [e.text for e in stage.of(Transcription) if e.is_final]
