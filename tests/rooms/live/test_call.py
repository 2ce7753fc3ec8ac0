"""A live call over an engine that hears what the audio says: no word lost, none heard twice,
nothing off the record kept, and an end that always comes."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TypeVar

import pytest

from salescoach.domain.audio import Channel, Speaker
from salescoach.domain.events import (
    AudioSettled,
    CallEnded,
    CallEvent,
    CallStarted,
    Degraded,
    Gap,
    Paused,
    Recovered,
    Transcription,
    Unpaused,
)
from salescoach.kit.clock import ManualClock
from salescoach.kit.errors import Conflict, InvalidInput, NotFound, Unavailable
from salescoach.pipeline.session import CallSession
from salescoach.pipeline.state import fold
from salescoach.rooms.live import feeder as feeding
from salescoach.rooms.live.call import LiveCall
from salescoach.rooms.live.spool import MAX_UNSAVED_SAMPLES, Spool
from salescoach.speech.errors import SpeechError
from tests.fakes import expertise
from tests.rooms.live.disk import Disk
from tests.rooms.live.hearing import Ears, said
from tests.rooms.live.place import TWO, by_channel, until, words

E = TypeVar("E")
BOTH_SIDES = (Channel(0, Speaker.SALESPERSON), Channel(1, Speaker.CUSTOMER))


class Stage:
    """One call, its events and all that can go wrong around it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ears = Ears()
        self.disk = Disk()
        self.clock = ManualClock()
        self.events: list[CallEvent] = []
        self.trouble: str | None = None
        self.stored = True
        self.call: LiveCall

    async def begin(
        self, channels: tuple[Channel, ...] = TWO, record_audio: bool = False
    ) -> LiveCall:
        self.call = await self._call(Spool(self.folder / "c1", (0, 1), self.disk.open))
        await self.call.start(
            CallStarted(
                call_id="c1",
                channels=channels,
                playbook_id="default",
                consent=True,
                record_audio=record_audio,
                started_at="2026-11-20T10:00:00+00:00",
            )
        )
        return self.call

    async def _call(self, spool: Spool) -> LiveCall:
        known = await expertise()

        def sink(event: CallEvent) -> None:
            self.events.append(event)
            if self.stored:
                call.note_stored(event)

        session = CallSession(known, self.ears, self.clock, sink)
        call = LiveCall(
            session,
            spool,
            self.clock,
            known.playbook,
            storage_trouble=lambda: self.trouble,
            flush_within_s=0.2,
        )
        return call

    def speak(self, first: int, count: int, channel: int = 0) -> None:
        """Words numbered like their frames, from 1."""
        for seq in range(first, first + count):
            self.clock.advance(50)
            self.call.receive(said(seq, seq + 1, channel))

    def pause_for_breath(self, first: int, count: int = 4, channel: int = 0) -> None:
        for seq in range(first, first + count):
            self.clock.advance(50)
            self.call.receive(said(seq, 0, channel))

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in self.events if isinstance(event, kind)]

    def told(self) -> list[str]:
        return [
            f"-{event.component}" if isinstance(event, Recovered) else event.reason
            for event in self.events
            if isinstance(event, Degraded | Recovered)
        ]


@pytest.fixture(autouse=True)
def no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeding, "RESTART_DELAYS_S", (0.0, 0.0, 0.01))


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    stage = Stage(tmp_path)
    yield stage
    stage.ears.hearing.set()
    await stage.call.abandon()


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


async def test_an_engine_that_dies_is_replaced_and_its_words_are_heard_again(
    stage: Stage,
) -> None:
    call = await stage.begin()
    stage.speak(0, 3)
    stage.pause_for_breath(3)
    await call.drained()
    await until(lambda: words(stage.events) == ["w1", "w2", "w3"])
    stage.speak(7, 2)
    await call.drained()
    stage.ears.kill()
    stage.speak(9, 2)
    stage.pause_for_breath(11)
    await call.drained()
    await until(lambda: "-transcriber" in stage.told())
    await call.end("ended")
    assert words(stage.events) == ["w1", "w2", "w3", "w8", "w9", "w10", "w11"]
    assert stage.told() == ["speech_failed", "-transcriber"]


async def test_an_engine_that_dies_in_silence_is_noticed_and_recovers(stage: Stage) -> None:
    call = await stage.begin()
    stage.speak(0, 2)
    await call.drained()
    stage.ears.kill()
    await until(lambda: call.session.lost)
    await call.tidy()
    await until(lambda: len(stage.ears.streams) == 2)
    await until(lambda: not call.session.lost)
    for seq in range(2, 42):
        stage.pause_for_breath(seq, 1)
        await call.drained()
    await until(lambda: stage.told() == ["speech_failed", "-transcriber"])
    assert words(stage.events) == ["w1", "w2"]


async def test_the_last_words_survive_an_engine_that_dies_just_before_the_end(
    stage: Stage,
) -> None:
    call = await stage.begin()
    stage.speak(0, 3)
    await call.drained()
    stage.ears.kill()
    await until(lambda: call.session.lost)
    await call.end("ended")
    assert words(stage.events) == ["w1", "w2", "w3"]


async def test_a_call_without_an_engine_keeps_its_audio_until_there_is_one(stage: Stage) -> None:
    stage.ears.broken = SpeechError("no engine yet")
    call = await stage.begin()
    stage.speak(0, 3)
    assert call.safe_seqs()[0] == 2
    await until(lambda: stage.told() == ["speech_failed"])
    assert not call.hears
    stage.ears.broken = None
    stage.pause_for_breath(3)
    await until(lambda: words(stage.events) == ["w1", "w2", "w3"])


async def test_an_engine_that_never_comes_does_not_keep_the_call_from_ending(
    stage: Stage,
) -> None:
    stage.ears.broken = SpeechError("no engine at all")
    call = await stage.begin()
    stage.speak(0, 12)
    async with asyncio.timeout(3):
        await call.end("ended")
    assert stage.told() == ["speech_failed", "last_words_lost"]
    [gap] = stage.of(Gap)
    assert (gap.channel, gap.start_ms, gap.end_ms, gap.reason) == (0, 0, 1_200, "lost")
    assert stage.of(CallEnded)[0].duration_s == 1.2


async def test_an_engine_that_can_never_work_is_no_call(stage: Stage) -> None:
    stage.ears.broken = SpeechError("no model", code="speech_model_missing", retryable=False)
    with pytest.raises(SpeechError):
        await stage.begin()


async def test_a_lagging_engine_is_asked_for_less_and_the_page_is_told(stage: Stage) -> None:
    call = await stage.begin()
    stage.ears.hearing.clear()
    stage.speak(0, 12)
    assert stage.told() == ["catching_up"]
    assert stage.ears.streams[0].economy
    stage.ears.hearing.set()
    await call.drained()
    assert stage.told() == ["catching_up", "-transcriber"]
    assert not stage.ears.streams[0].economy


async def test_a_slow_engine_is_waited_for_at_the_end(stage: Stage) -> None:
    call = await stage.begin()
    stage.ears.hearing.clear()
    stage.speak(0, 30)
    ending = asyncio.create_task(call.end("ended"))
    for _ in range(8):
        stage.ears.hearing.set()
        await asyncio.sleep(0)
        stage.ears.hearing.clear()
        await asyncio.sleep(0.06)
    stage.ears.hearing.set()
    await ending
    assert words(stage.events) == [f"w{n}" for n in range(1, 31)]


async def test_audio_that_cannot_be_read_counts_as_silence(stage: Stage) -> None:
    call = await stage.begin()
    stage.ears.hearing.clear()
    stage.speak(0, 3)
    next(call.spool.folder.glob("0/*.seg")).write_bytes(b"")
    stage.ears.hearing.set()
    await call.drained()
    call.spool.close()
    await call.end("ended")
    assert stage.of(CallEnded)[0].duration_s == 0.3


async def test_a_full_disk_stops_acks_not_the_call(stage: Stage) -> None:
    call = await stage.begin()
    stage.speak(0, 2)
    stage.disk.left = 0
    stage.speak(2, 3)
    assert call.safe_seqs()[0] == 1
    assert stage.told() == ["disk_full"]
    stage.pause_for_breath(5)
    await until(lambda: words(stage.events) == ["w1", "w2", "w3", "w4", "w5"])
    stage.disk.left = None
    await call.tidy()
    assert call.safe_seqs()[0] == 8
    assert stage.told() == ["disk_full", "-storage"]


async def test_a_call_on_a_full_disk_ends_with_all_its_lines(stage: Stage) -> None:
    call = await stage.begin()
    stage.disk.left = 0
    stage.speak(0, 3)
    await call.end("ended")
    assert words(stage.events) == ["w1", "w2", "w3"]
    await call.put_away()


async def test_hours_on_a_full_disk_take_a_minute_of_memory(stage: Stage) -> None:
    call = await stage.begin()
    stage.disk.left = 0
    frames = 2 * MAX_UNSAVED_SAMPLES // 1_600
    for seq in range(frames):
        call.receive(said(seq, 0 if seq % 10 > 6 else seq + 1))
        if seq % 50 == 0:
            await call.drained()
            await call.tidy()
    await call.drained()
    held = [frame for frame in call.spool.channels[0].frames if frame.pcm is not None]
    assert sum(frame.samples for frame in held) <= MAX_UNSAVED_SAMPLES
    assert call.safe_seqs()[0] == -1
    await call.end("ended")
    assert words(stage.events) == [f"w{n + 1}" for n in range(frames) if n % 10 <= 6]


async def test_without_disk_and_engine_the_sender_has_to_keep_it(stage: Stage) -> None:
    call = await stage.begin()
    stage.disk.left = 0
    stage.ears.hearing.clear()
    expected = MAX_UNSAVED_SAMPLES // 1_600
    stage.speak(0, expected)
    for seq in (expected, expected + 5):
        with pytest.raises(Unavailable) as refused:
            call.receive(said(seq, 1))
        assert refused.value.code == "disk_full"
    assert not stage.of(Gap)
    assert call.next_seqs()[0] == expected


async def test_trouble_of_the_log_is_told_once_and_its_end_as_well(stage: Stage) -> None:
    call = await stage.begin()
    stage.trouble = "locked"
    await call.tidy()
    await call.tidy()
    stage.trouble = "disk_full"
    await call.tidy()
    stage.trouble = None
    await call.tidy()
    assert stage.told() == ["locked", "disk_full", "-storage"]


async def test_audio_stays_until_its_text_is_stored(stage: Stage) -> None:
    call = await stage.begin()
    stage.stored = False
    for start in range(0, 240, 12):
        stage.speak(start, 8)
        stage.pause_for_breath(start + 8)
    await call.drained()
    await until(lambda: words(stage.events)[-1] == "w236")
    await call.tidy()
    assert len(call.spool.channels[0].frames) == 240
    assert len(list(call.spool.folder.glob("0/*.seg"))) == 3
    for event in stage.events:
        call.note_stored(event)
    await call.tidy()
    assert len(call.spool.channels[0].frames) == 4
    assert len(list(call.spool.folder.glob("0/*.seg"))) == 1


async def test_suspending_commits_what_was_heard(stage: Stage) -> None:
    call = await stage.begin()
    stage.speak(0, 3)
    await call.suspend()
    assert words(stage.events) == ["w1", "w2", "w3"]
    assert not stage.of(CallEnded)
    assert call.spool.folder.exists()


async def test_a_bug_in_an_engine_does_not_end_the_call(stage: Stage) -> None:
    call = await stage.begin()
    stage.ears.bug = ValueError("a bug")
    stage.speak(0, 3)
    await call.drained()
    await call.end("ended")
    assert words(stage.events) == ["w1", "w2", "w3"]
    assert stage.told()[0] == "speech_failed"


async def test_audio_stays_while_the_other_side_may_need_it(stage: Stage) -> None:
    """To take the customer out of the microphone, an engine that is opened again has to hear what
    the customer said."""
    call = await stage.begin(BOTH_SIDES)
    for seq in range(400):
        call.receive(said(seq, 0 if seq % 20 > 15 else 1 + seq, 1))
        call.receive(said(seq, 0, 0))
    await call.drained()
    await until(lambda: call.session.state.committed_ms.get(1, 0) > 35_000)

    def segments() -> dict[int, int]:
        return {n: len(list(c.folder.glob("*.seg"))) for n, c in call.spool.channels.items()}

    before = segments()
    await call.tidy()
    after_settling = segments()
    call.note_stored(AudioSettled(channel=0, until_ms=30_000))
    await call.tidy()

    # Of the microphone little more than 10 s are known to be silence, and the removal of echo
    # hears some seconds before that again.
    assert 10_000 <= call.session.state.committed_ms[0] < 12_000
    assert before == after_settling == {0: 4, 1: 4}
    assert segments() == {0: 2, 1: 2}
