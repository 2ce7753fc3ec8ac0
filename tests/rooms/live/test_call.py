"""A live call from its first word to its end: no word lost, none heard twice, and nothing taken
afterwards."""

import asyncio

import pytest

from salescoach.domain.audio import Speaker
from salescoach.domain.events import (
    CallEnded,
    Gap,
    Transcription,
)
from salescoach.kit.errors import Conflict, InvalidInput, NotFound
from salescoach.rooms.live.call import AHEAD_MS
from tests.fakes import expertise
from tests.rooms.live.hearing import said
from tests.rooms.live.place import until, words
from tests.rooms.live.stage import BOTH_SIDES, Stage


async def test_words_come_under_their_channel_and_the_audio_goes_at_the_end(stage: Stage) -> None:
    call = await stage.begin()
    stage.speak(0, 3)
    stage.speak(0, 2, channel=1)
    await call.end("ended")
    by_channel = {e.channel: e.text for e in stage.of(Transcription) if e.is_final}
    assert by_channel == {0: "w1 w2 w3", 1: "w1 w2"}
    [end] = stage.of(CallEnded)
    assert (end.duration_s, end.reason) == (0.3, "ended")
    assert stage.events[-1] is end
    await call.put_away()
    assert not call.spool.folder.exists()


async def test_a_recording_outlives_the_call(stage: Stage) -> None:
    call = await stage.begin(record_audio=True)
    stage.speak(0, 3)
    await call.end("ended")
    await call.put_away()
    assert len(list(call.spool.folder.glob("*/*.seg"))) == 1


async def test_frames_received_before_are_dropped(stage: Stage) -> None:
    call = await stage.begin()
    assert call.receive(said(0, 1))
    assert not call.receive(said(0, 1))
    assert call.receive(said(1, 2))
    assert not call.receive(said(0, 9))
    await call.end("ended")
    assert words(stage.events) == ["w1", "w2"]


async def test_frames_the_sender_lost_are_a_gap(stage: Stage) -> None:
    call = await stage.begin()
    stage.speak(0, 3)
    call.receive(said(8, 4))
    [gap] = stage.of(Gap)
    assert (gap.channel, gap.start_ms, gap.end_ms, gap.reason) == (0, 300, 800, "lost")
    await call.end("ended")
    assert [e.start_ms for e in stage.of(Transcription) if e.is_final][-1] in (0, 800)
    assert stage.of(CallEnded)[0].duration_s == 0.9


async def test_a_page_that_recorded_on_through_hours_without_a_server_goes_on(
    stage: Stage,
) -> None:
    call = await stage.begin()
    stage.speak(0, 3)
    three_hours = 3 * 36_000
    stage.clock.advance(three_hours * 100)
    assert call.receive(said(3 + three_hours, 4))
    [gap] = stage.of(Gap)
    assert gap.end_ms - gap.start_ms == three_hours * 100
    await call.end("ended")
    assert words(stage.events) == ["w1", "w2", "w3", "w4"]


async def test_no_more_is_missing_than_time_has_passed(stage: Stage) -> None:
    call = await stage.begin()
    stage.speak(0, 3)
    stage.clock.advance(5_000)
    assert call.receive(said(500_000, 4))
    [gap] = stage.of(Gap)
    assert gap.end_ms <= stage.clock.now_ms() + AHEAD_MS
    await call.end("ended")
    assert words(stage.events) == ["w1", "w2", "w3", "w4"]


async def test_a_jump_beyond_reason_is_refused_and_changes_nothing(stage: Stage) -> None:
    call = await stage.begin()
    stage.speak(0, 1)
    with pytest.raises(InvalidInput) as refused:
        call.receive(said(4_000_000_000, 1))
    assert refused.value.code == "frame_out_of_order"
    assert call.next_seqs() == {0: 1, 1: 0}
    stage.speak(1, 1)
    assert not stage.of(Gap)


async def test_a_channel_the_call_does_not_have(stage: Stage) -> None:
    call = await stage.begin()
    with pytest.raises(InvalidInput) as refused:
        call.receive(said(0, 1, channel=7))
    assert refused.value.code == "frame_channel"


async def test_nothing_is_taken_after_the_end(stage: Stage) -> None:
    call = await stage.begin()
    stage.speak(0, 1)
    ending = asyncio.create_task(call.end("ended"))
    await asyncio.sleep(0)
    assert not call.receive(said(1, 2))
    controls = call.controls
    for command in (
        controls.pause,
        controls.unpause,
        controls.swap_speakers,
        lambda: controls.mute(0, True),
        lambda: controls.mark_moment(None),
        lambda: controls.add_note("late"),
    ):
        with pytest.raises(Conflict) as refused:
            command()
        assert refused.value.code == "call_has_ended"
    await asyncio.gather(ending, call.end("timeout"))
    assert [e.reason for e in stage.of(CallEnded)] == ["ended"]
    assert stage.events[-1].type == "call_ended"


async def test_controls_refuse_what_is_not_there(stage: Stage) -> None:
    call = await stage.begin()
    with pytest.raises(InvalidInput, match="channel 5"):
        call.controls.mute(5, True)
    with pytest.raises(Conflict, match="both sides"):
        call.controls.swap_speakers()
    with pytest.raises(NotFound, match="objective"):
        await call.controls.set_objective("no_such_goal", True)
    [*goals] = (await expertise()).playbook.objectives
    await call.controls.set_objective(goals[0].id, True)
    assert stage.events[-1].type == "objective"


async def test_speakers_swap_in_the_middle_of_words(stage: Stage) -> None:
    call = await stage.begin(BOTH_SIDES)
    stage.speak(0, 5, channel=1)
    stage.pause_for_breath(5, channel=1)
    stage.pause_for_breath(0, 9, channel=0)
    await call.drained()
    await until(lambda: stage.of(Transcription))
    call.controls.swap_speakers()
    assert {t.speaker for t in call.session.state.turns.values()} <= {Speaker.SALESPERSON}
    await call.end("ended")


async def test_suspending_commits_what_was_heard(stage: Stage) -> None:
    call = await stage.begin()
    stage.speak(0, 3)
    await call.suspend()
    assert words(stage.events) == ["w1", "w2", "w3"]
    assert not stage.of(CallEnded)
    assert call.spool.folder.exists()
