"""A call's audio on a disk that is full, slow or unreadable: it goes when its text is stored, and
not before."""

import pytest

from salescoach.domain.events import (
    AudioSettled,
    CallEnded,
    Gap,
)
from salescoach.kit.errors import Unavailable
from salescoach.rooms.live.spool import MAX_UNSAVED_SAMPLES
from tests.rooms.live.hearing import said
from tests.rooms.live.place import until, words
from tests.rooms.live.stage import BOTH_SIDES, Stage


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
