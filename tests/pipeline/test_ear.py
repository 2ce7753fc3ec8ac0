"""What the engine gets, and where in the call its lines lie, over restarts and silence."""

import asyncio
from itertools import pairwise

import numpy as np
import pytest

from salescoach.domain.audio import AudioFrame, ms_to_samples
from salescoach.domain.events import AudioSettled, CallEvent, Transcription
from salescoach.domain.transcript import Transcript
from salescoach.kit.clock import ManualClock
from salescoach.pipeline.ear import LEAD_IN_MS, UNSETTLED_MS, Ear, PlacedLine
from salescoach.pipeline.session import SETTLE_EVERY_MS, CallSession
from salescoach.pipeline.state import CallState, fold
from salescoach.speech.engines.scripted import ScriptedStream, ScriptedTranscriber, ScriptLine
from salescoach.speech.transcriber import TranscribeOptions
from tests.fakes import expertise, frame
from tests.pipeline.events import said, started

NEAR, FAR = 0, 1


class Recording(ScriptedTranscriber):
    """Hears nothing, and keeps what each channel was sent."""

    def __init__(self, *, hears: bool = True) -> None:
        super().__init__((), hears=hears)
        self.sent: dict[int, bytes] = {NEAR: b"", FAR: b""}

    async def open(self, options: TranscribeOptions) -> ScriptedStream:
        return _RecordingStream(self, options)

    def samples(self, channel: int) -> int:
        return len(self.sent[channel]) // 2


class _RecordingStream(ScriptedStream):
    def __init__(self, engine: Recording, options: TranscribeOptions) -> None:
        super().__init__((), options, 200)
        self._engine = engine

    async def send(self, frame: AudioFrame) -> None:
        self._engine.sent[frame.channel] += frame.pcm
        await super().send(frame)


async def nobody(line: PlacedLine) -> None:
    return


async def ear(state: CallState, engine: Recording) -> tuple[Ear, dict[int, int]]:
    made = Ear(engine, state, nobody, (), realtime=True)
    return made, await made.open()


def talked(near_ms: int, far_ms: int) -> CallState:
    """A call whose text ends there on each channel."""
    events: list[CallEvent] = [started()]
    if far_ms:
        events.append(said("t1", 0, far_ms, "So we lose quite a few of them."))
    if near_ms:
        events.append(AudioSettled(channel=NEAR, until_ms=near_ms))
    return fold(events)


@pytest.mark.parametrize(
    ("near_ms", "far_ms", "from_ms"),
    [(0, 0, 0), (2_000, 8_000, 0), (10_000, 15_000, 5_000), (15_000, 10_000, 5_000)],
)
async def test_both_channels_are_fed_again_from_before_the_text_of_either(
    near_ms: int, far_ms: int, from_ms: int
) -> None:
    engine = Recording()
    made, positions = await ear(talked(near_ms, far_ms), engine)

    assert positions == {NEAR: from_ms, FAR: from_ms}
    for channel in (FAR, NEAR):
        for _ in range((20_000 - from_ms) // 100):
            await made.feed(frame(channel, 0), 0.0)
    await made.flush()
    # What lies before its text is heard by the removal of echo alone.
    assert engine.samples(FAR) == ms_to_samples(20_000 - far_ms)
    assert abs(engine.samples(NEAR) - ms_to_samples(20_000 - near_ms)) <= ms_to_samples(25)
    await made.aclose()


def voice(seconds: int, seed: int) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    rng = np.random.default_rng(seed)
    loud = np.repeat(rng.integers(1_500, 4_000, seconds * 5), ms_to_samples(200))
    noise = rng.standard_normal(len(loud)) * loud
    return noise.clip(-30_000, 30_000).astype(np.int16)


async def test_the_customer_in_the_microphone_is_not_the_salesperson_after_a_restart() -> None:
    """The customer's words are committed and the microphone, which heard them, is not."""
    far = voice(12, 3)
    echo = np.concatenate([np.zeros(ms_to_samples(60), np.int16), far])[: len(far)] // 2
    engine = Recording()
    made, positions = await ear(talked(0, 12_000), engine)
    assert positions == {NEAR: 0, FAR: 0}

    for at in range(0, len(far), 1_600):
        for channel, sound in ((FAR, far), (NEAR, echo)):
            await made.feed(AudioFrame(channel, 0, sound[at : at + 1_600].tobytes()), 0.0)
    await made.flush()

    heard = np.frombuffer(engine.sent[NEAR], np.int16).astype(float)
    late = heard[ms_to_samples(4_000) :]
    assert engine.samples(FAR) == 0
    assert made.echo_heard
    assert np.sqrt(np.mean(late**2)) < 0.1 * np.sqrt(np.mean(echo.astype(float) ** 2))
    await made.aclose()


async def session(
    script: tuple[ScriptLine, ...], state: CallState | None = None
) -> tuple[CallSession, list[CallEvent], ManualClock]:
    events: list[CallEvent] = []
    clock = ManualClock()
    made = CallSession(
        await expertise(), ScriptedTranscriber(script), clock, events.append, state=state
    )
    return made, events, clock


async def play(made: CallSession, clock: ManualClock, ms: int) -> None:
    for _ in range(ms // 250):
        clock.advance(250)
        for channel in (NEAR, FAR):
            await made.feed(frame(channel, 0, 250))
        for _ in range(3):
            await asyncio.sleep(0)


async def test_a_silent_channel_is_settled_as_it_goes() -> None:
    """A restarted engine must not hear an hour of silence before it hears what was said last."""
    made, events, clock = await session((ScriptLine(FAR, 60_000, 62_000, "Are you there?"),))
    await made.start(started())
    await play(made, clock, 90_000)

    settled = [event for event in events if isinstance(event, AudioSettled)]
    near = [event.until_ms for event in settled if event.channel == NEAR]
    assert near == sorted(near)
    assert all(later - earlier >= SETTLE_EVERY_MS for earlier, later in pairwise(near))
    assert 90_000 - UNSETTLED_MS - SETTLE_EVERY_MS < near[-1] <= 90_000 - UNSETTLED_MS
    assert made.state.committed_ms[NEAR] == near[-1]
    positions = await made.restart_transcriber()
    assert positions[NEAR] == positions[FAR] >= min(made.state.committed_ms.values()) - LEAD_IN_MS
    await made.aclose()


async def test_words_that_have_begun_are_not_settled() -> None:
    """Somebody talks and talks: the line is shown, and not finished."""
    monologue = ScriptLine(NEAR, 1_000, 80_000, "word " * 200)
    made, events, clock = await session((monologue,))
    await made.start(started())
    await play(made, clock, 60_000)

    settled = [e for e in events if isinstance(e, AudioSettled) and e.channel == NEAR]
    shown = [e for e in events if isinstance(e, Transcription)]
    assert shown
    assert settled == []
    await made.aclose()


async def test_what_comes_back_in_the_microphone_after_a_restart_is_known_by_its_words() -> None:
    """Where the sound cannot tell, because the spool lost the customer's part of it."""
    words = "So we lose quite a few of them over lunch."
    log: list[CallEvent] = [started(), said("t1", 1_000, 4_000, words)]
    engine_hears = (
        ScriptLine(NEAR, 1_200, 4_100, words.lower()),
        ScriptLine(NEAR, 6_000, 8_000, "How many would you say that is?"),
    )
    made, events, clock = await session(engine_hears, fold(log))
    await made.resume(9_000.0)
    await play(made, clock, 12_000)
    await made.finish()

    finals = [e.text for e in events if isinstance(e, Transcription) and e.is_final]
    assert finals == ["How many would you say that is?"]


async def test_a_line_is_named_after_the_engine_that_heard_it() -> None:
    state = fold([started()])
    placed: list[PlacedLine] = []

    async def hear(line: PlacedLine) -> None:
        placed.append(line)

    engine = ScriptedTranscriber((ScriptLine(FAR, 0, 500, "Yes."),))
    made = Ear(engine, state, hear, (), realtime=True)
    for _ in range(2):
        await made.open()
        for _ in range(8):
            await made.feed(frame(FAR, 0), 0.0)
        await made.flush()
        await made.let_go()

    assert [(p.line.line_id, p.start_ms, p.end_ms) for p in placed if p.line.is_final] == [
        ("1:0", 0, 500),
        ("2:0", 0, 500),
    ]
    assert all(isinstance(p.line, Transcript) for p in placed)


async def test_nothing_is_cleaned_for_an_engine_that_does_not_listen() -> None:
    engine = Recording(hears=False)
    made, _ = await ear(talked(0, 0), engine)

    await made.feed(frame(NEAR, 0, 100), 0)

    assert not made.compares_channels
    assert engine.samples(NEAR) == ms_to_samples(100)
    await made.aclose()
