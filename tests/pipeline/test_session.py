from dataclasses import replace

import pytest

from salescoach.domain.audio import Speaker
from salescoach.domain.coaching import Coaching
from salescoach.domain.events import (
    CallEnded,
    CallEvent,
    Degraded,
    Gap,
    ModeSet,
    Recovered,
    SpeakersSwapped,
    SuggestionShown,
    Transcription,
)
from salescoach.kit.clock import ManualClock
from salescoach.pipeline.brain import Expertise
from salescoach.pipeline.session import CallSession
from salescoach.pipeline.state import fold
from salescoach.speech.engines.scripted import ScriptedTranscriber, ScriptLine
from salescoach.speech.errors import SpeechError
from salescoach.speech.transcriber import Transcriber
from tests.fakes import BrokenCoach, MortalTranscriber, TakesBack, expertise, frame, trigger
from tests.pipeline.sessions import HeardCall

PRICE = trigger("price")
NEED = trigger("not_interested")
SCRIPT = (
    ScriptLine(0, 300, 1_800, "Hi Dana, this is Sam from Fernbell."),
    ScriptLine(1, 2_400, 3_000, "Go ahead."),
    ScriptLine(0, 3_400, 5_000, "We answer your phone day and night."),
    ScriptLine(1, 5_600, 7_600, PRICE),
    ScriptLine(0, 8_400, 9_600, "I hear you."),
    ScriptLine(1, 15_000, 17_000, NEED),
)
LENGTH_MS = 18_000


class Call(HeardCall):
    def of(self, kind: type[CallEvent]) -> list[CallEvent]:
        return [event for event in self.events if isinstance(event, kind)]

    def finals(self) -> list[Transcription]:
        return [e for e in self.events if isinstance(e, Transcription) and e.is_final]

    def turns(self) -> list[tuple[str, Speaker, str, int, int]]:
        return [
            (turn.id, turn.speaker, turn.text, turn.start_ms, turn.end_ms)
            for turn in self.session.state.turns.values()
        ]

    def cards(self) -> list[tuple[str, str, int]]:
        """As they stand in the end: what came early has its whole sentence by then."""
        return [
            (c.shown.primary_suggestion.text, c.shown.evidence.quote, c.shown.evidence.end_ms)
            for c in self.session.state.cards.values()
            if c.outcome != "turned"
        ]


async def begin(
    transcriber: Transcriber | None = None,
    brain: Expertise | None = None,
    *,
    realtime: bool = True,
) -> Call:
    return await Call.begin(transcriber or ScriptedTranscriber(SCRIPT), brain, realtime=realtime)


async def whole_call() -> Call:
    call = await begin()
    await call.hear(LENGTH_MS)
    await call.session.finish()
    return call


async def test_a_whole_call() -> None:
    call = await whole_call()

    durable = [event.seq for event in call.events if event.seq is not None]
    assert durable == list(range(1, len(durable) + 1))
    assert [event.at_ms for event in call.events] == sorted(event.at_ms for event in call.events)
    assert call.events[-1] == CallEnded(
        call_id=call.events[0].call_id, seq=len(durable), at_ms=LENGTH_MS, duration_s=18.0
    )
    assert fold(call.events) == call.session.state
    assert [turn[1:3] for turn in call.turns()] == [
        (Speaker.SALESPERSON, SCRIPT[0].text),
        (Speaker.CUSTOMER, SCRIPT[1].text),
        (Speaker.SALESPERSON, SCRIPT[2].text),
        (Speaker.CUSTOMER, PRICE),
        (Speaker.SALESPERSON, SCRIPT[4].text),
        (Speaker.CUSTOMER, NEED),
    ]


async def test_a_card_rests_on_the_customers_words_and_says_how_late_it_is() -> None:
    call = await begin(brain=replace(await expertise(), coaching=Coaching(early_cards=False)))
    await call.hear(LENGTH_MS)
    await call.session.finish()

    first = next(event for event in call.events if isinstance(event, SuggestionShown))
    assert first.highlight_toolkit == ("price",)
    assert first.evidence.quote in PRICE
    assert (first.evidence.start_ms, first.evidence.end_ms) == (5_600, 7_600)
    assert first.latency_ms == 200
    assert not first.early


async def test_nothing_follows_the_end() -> None:
    call = await whole_call()
    before = list(call.events)

    call.session.emit(ModeSet(mode="guidance"))
    await call.session.consider_again()
    await call.session.finish()

    assert call.events == before


@pytest.mark.parametrize("frame_ms", [50, 100, 250])
async def test_a_replay_gives_the_same_turns_and_cards_at_any_speed(frame_ms: int) -> None:
    in_time = await whole_call()
    fast = await begin(realtime=False)
    for _ in range(LENGTH_MS // frame_ms):
        for channel in (0, 1):
            await fast.session.feed(frame(channel, 0, frame_ms))
    await fast.session.finish("replay")

    assert fast.turns() == in_time.turns()
    assert fast.cards() == in_time.cards()
    assert len(fast.cards()) == 2


async def test_a_recording_is_heard_in_the_order_it_was_spoken_however_it_comes() -> None:
    together = await begin(realtime=False)
    await together.hear(LENGTH_MS)
    await together.session.finish()
    apart = await begin(realtime=False)
    await apart.hear(LENGTH_MS, channels=[1])
    await apart.hear(LENGTH_MS, channels=[0])
    await apart.session.finish()

    assert apart.turns() == together.turns()
    assert apart.cards() == together.cards()
    assert [e.end_ms for e in apart.finals()] == sorted(e.end_ms for e in apart.finals())


async def test_a_lost_engine_is_opened_again_and_nothing_is_lost_or_doubled() -> None:
    engine = MortalTranscriber(SCRIPT, lives_ms=6_500)
    call = await begin(engine)

    with pytest.raises(SpeechError):
        await call.hear(LENGTH_MS)
    await call.settle()
    with pytest.raises(SpeechError):
        await call.session.feed(frame(0, call.seqs[0]))
    # The lines so far end at 5.0 s and 3.0 s; what was being said is heard again.
    engine.begins_ms = {0: 5_000, 1: 3_000}
    positions = await call.session.restart_transcriber()
    call.seqs = {channel: ms // 100 for channel, ms in positions.items()}
    await call.hear(LENGTH_MS)
    await call.session.finish()

    # The removal of echo hears more than the engine: both channels, from before either's end.
    assert positions == {0: 0, 1: 0}
    whole = await whole_call()
    assert [turn[1:] for turn in call.turns()] == [turn[1:] for turn in whole.turns()]
    assert call.cards() == whole.cards()


async def test_words_that_come_again_after_trouble_say_that_it_is_over() -> None:
    call = await begin()
    await call.hear(1_000)
    call.session.emit(Degraded(component="transcriber", reason="speech_failed"))
    await call.hear(2_000)

    assert [event.component for event in call.events if isinstance(event, Recovered)] == [
        "transcriber"
    ]
    await call.session.aclose()


async def test_an_engine_that_dies_while_it_flushes_is_not_passed_over() -> None:
    call = await begin(MortalTranscriber(SCRIPT, lives_ms=10**6))
    await call.hear(2_500)

    await call.session.finish()

    assert [(e.component, e.reason) for e in call.events if isinstance(e, Degraded)] == [
        ("transcriber", "last_words_lost")
    ]
    assert isinstance(call.events[-1], CallEnded)


async def test_a_call_that_ends_while_the_engine_is_lost_says_what_is_missing() -> None:
    call = await begin(MortalTranscriber(SCRIPT, lives_ms=1_000))
    with pytest.raises(SpeechError):
        await call.hear(2_500)

    await call.session.finish()

    assert "last_words_lost" in [e.reason for e in call.events if isinstance(e, Degraded)]


async def test_a_failing_coach_does_not_end_the_call() -> None:
    able = await expertise()
    coach = BrokenCoach(able.coach)
    brain = replace(await expertise(coach), coaching=Coaching(early_cards=False))
    call = await begin(brain=brain)

    await call.hear(8_000)
    failed = call.of(Degraded)
    coach.broken = False
    await call.hear(LENGTH_MS - 8_000)
    await call.session.finish()

    assert [(e.component, e.reason) for e in failed if isinstance(e, Degraded)] == [
        ("coach", "RuntimeError")
    ]
    assert [e.component for e in call.events if isinstance(e, Recovered)] == ["coach"]
    assert [quote for _, quote, _ in call.cards()] == [NEED]
    assert len(call.turns()) == 6


async def test_a_pause_shifts_the_call_time_of_what_comes_after() -> None:
    call = await begin()
    await call.hear(2_100)
    call.clock.advance(60_000)
    call.session.emit(Gap(channel=None, start_ms=2_100, end_ms=62_100, reason="paused"))
    await call.hear(6_000)
    await call.session.finish()

    assert [turn[3:] for turn in call.turns()][:2] == [(300, 1_800), (62_400, 63_000)]
    assert call.session.position_ms() == 68_100
    ended = call.events[-1]
    assert isinstance(ended, CallEnded)
    assert ended.duration_s == 68.1


async def test_a_line_over_a_pause_begins_after_it_or_ends_before_it() -> None:
    script = [ScriptLine(0, 0, 1_000, "Hi"), ScriptLine(0, 1_000, 2_000, "again")]
    call = await begin(ScriptedTranscriber(script))
    await call.hear(1_000)
    call.session.emit(Gap(channel=None, start_ms=1_000, end_ms=9_000, reason="paused"))
    await call.hear(1_500)
    await call.session.finish()

    assert [turn[2:] for turn in call.turns()] == [("Hi", 0, 1_000), ("again", 9_000, 10_000)]


async def test_a_call_taken_up_from_its_log_goes_on_where_it_stood() -> None:
    first = await begin()
    await first.hear(10_000)
    await first.session.aclose()
    log = [event for event in first.events if event.seq is not None]

    engine = MortalTranscriber(SCRIPT, lives_ms=0)
    engine.opened = 1
    engine.begins_ms = {0: 9_600, 1: 7_600}
    clock = ManualClock()
    events: list[CallEvent] = []
    session = CallSession(await expertise(), engine, clock, events.append, state=fold(log))
    positions = await session.resume(since_first_frame_ms=70_000)
    second = Call(session, clock, events, {0: 26, 1: 26})
    await second.hear(LENGTH_MS - 2_600)
    await session.finish()

    assert positions == {0: 2_600, 1: 2_600}
    assert fold([*log, *(e for e in events if e.seq is not None)]) == session.state
    assert events[0].seq is None or events[0].seq == len(log) + 1
    assert min(event.at_ms for event in events) >= 70_000
    whole = await whole_call()
    assert second.turns() == whole.turns()
    assert second.cards() == whole.cards()


async def test_swapping_mid_sentence_names_the_right_speaker() -> None:
    call = await begin()
    await call.hear(2_700)

    call.session.emit(SpeakersSwapped())
    call.session.swap_channels()
    await call.hear(3_000)
    await call.session.finish()

    assert [turn[1:3] for turn in call.turns()] == [
        (Speaker.CUSTOMER, SCRIPT[0].text),
        (Speaker.SALESPERSON, SCRIPT[1].text),
        (Speaker.CUSTOMER, SCRIPT[2].text),
    ]


async def test_swapping_loses_no_audio_that_was_waiting_for_the_other_channel() -> None:
    call = await begin(ScriptedTranscriber([ScriptLine(0, 3_000, 4_000, "Hello again")]))
    await call.hear(300, channels=[0])

    call.session.emit(SpeakersSwapped())
    call.session.swap_channels()
    await call.hear(300, channels=[1])
    await call.hear(4_700)
    await call.session.finish()

    (final,) = call.finals()
    # The engine has heard 4.2 s of the channel, none of it left out, 300 ms after the start.
    assert (final.text, final.at_ms) == ("Hello again", 4_500)


async def test_a_line_taken_back_leaves_the_turn_settled() -> None:
    """The page must not wait for the rest of a turn whose last line was nothing."""
    script = [ScriptLine(1, 0, 1_000, "Fine."), ScriptLine(1, 1_200, 1_800, "the")]
    call = await begin(TakesBack(script))
    await call.hear(3_000)

    last = [e for e in call.events if isinstance(e, Transcription)][-1]
    assert (last.text, last.is_final) == ("Fine.", True)
    await call.session.aclose()


async def test_the_mode_can_be_changed_and_the_coach_speaks_at_once() -> None:
    call = await begin()
    await call.hear(8_000)

    call.session.emit(ModeSet(mode="guidance"))
    await call.session.consider_again()
    await call.settle()

    assert call.session.state.guidance is not None
    await call.session.aclose()
