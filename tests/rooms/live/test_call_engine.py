"""A speech engine that dies, lags or never comes costs no word that can still be heard, and never
keeps a call from ending."""

import pytest

from salescoach.domain.events import (
    CallEnded,
    Gap,
)
from salescoach.rooms.live.feeder import LATE_FOR_MS
from salescoach.speech.errors import SpeechError
from tests.rooms.live.place import until, words
from tests.rooms.live.stage import FLUSH_WITHIN_S, Stage


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
    assert stage.ears.streams[0].economy
    stage.speak(12, 10)
    assert stage.told() == ["catching_up"]
    stage.ears.hearing.set()
    await call.drained()
    assert stage.told() == ["catching_up", "-transcriber"]
    assert not stage.ears.streams[0].economy


async def test_what_comes_at_once_and_is_taken_at_once_is_no_trouble(stage: Stage) -> None:
    call = await stage.begin()
    stage.ears.hearing.clear()
    stage.speak(0, 12)
    stage.ears.hearing.set()
    await call.drained()
    assert stage.told() == []


async def test_an_engine_that_stands_still_is_told_though_nothing_new_comes(stage: Stage) -> None:
    call = await stage.begin()
    stage.ears.hearing.clear()
    stage.speak(0, 12)
    stage.clock.advance(LATE_FOR_MS)
    await call.tidy()
    assert stage.told() == ["catching_up"]


async def test_a_slow_engine_is_waited_for_at_the_end(stage: Stage) -> None:
    """Longer than an engine may stand still, since it does not."""
    call = await stage.begin()
    stage.ears.frame_s = FLUSH_WITHIN_S / 10
    stage.speak(0, 15)
    await call.end("ended")
    assert words(stage.events) == [f"w{n}" for n in range(1, 16)]


async def test_a_bug_in_an_engine_does_not_end_the_call(stage: Stage) -> None:
    call = await stage.begin()
    stage.ears.bug = ValueError("a bug")
    stage.speak(0, 3)
    await call.drained()
    await call.end("ended")
    assert words(stage.events) == ["w1", "w2", "w3"]
    assert stage.told()[0] == "speech_failed"
