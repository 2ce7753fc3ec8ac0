"""A call taken up from its log at any event ends as the call that was never interrupted."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pytest

from salescoach.domain.events import (
    CallEnded,
    CallEvent,
    CallMetrics,
    LineSaid,
    SignalHeard,
    SuggestionUsed,
    Transcription,
)
from salescoach.domain.guidance import Guidance
from salescoach.domain.playbook import Playbook
from salescoach.domain.suggestion import Suggestion
from salescoach.kit.clock import ManualClock
from salescoach.pipeline.coach import CallView, Coach
from salescoach.pipeline.session import CallSession
from salescoach.pipeline.stage_heads import load_stage_heads
from salescoach.pipeline.state import CallState, fold
from salescoach.speech.engines.scripted import ScriptedTranscriber, ScriptLine
from tests.fakes import (
    BOTH,
    BrokenCoach,
    MortalTranscriber,
    expertise,
    frame,
    playbook,
    trigger,
)
from tests.pipeline.events import started

FRAME_MS = 250
BOOK = playbook()
REACHED = next(goal for goal in BOOK.objectives if goal.said_by == "customer")
SCRIPT = (
    ScriptLine(0, 500, 2_500, BOOK.objectives[0].done_when[0]),
    ScriptLine(1, 3_000, 4_500, REACHED.done_when[0]),
    ScriptLine(0, 5_000, 7_000, BOOK.questions[3].question),
    ScriptLine(1, 7_500, 9_000, "Most of it goes to the voicemail."),
    ScriptLine(1, 9_500, 12_000, trigger("price")),
    ScriptLine(0, 12_500, 16_000, next(s.text for c in BOOK.categories for s in c.scripts
                                       if s.id == "price_too_expensive")),
    ScriptLine(1, 17_000, 19_000, "Well, that is a way to look at it."),
    ScriptLine(1, 20_000, 23_000, trigger("not_interested")),
)  # fmt: skip
LENGTH_MS = 25_000


@dataclass(frozen=True)
class Outcome:
    """What the salesperson was told, and what the log says of the call."""

    turns: tuple[Any, ...]
    cards: tuple[Any, ...]
    stage: str
    entered_ms: int
    goals: frozenset[str]
    said: frozenset[str]
    signals: tuple[Any, ...]
    cues: frozenset[str]


def outcome(state: CallState) -> Outcome:
    return Outcome(
        tuple(
            (turn.text, turn.speaker, turn.start_ms, turn.end_ms) for turn in state.turns.values()
        ),
        tuple(
            (card.shown.script_id, card.shown.evidence.quote, card.outcome)
            for card in state.cards.values()
            if card.outcome != "turned"
        ),
        state.stage,
        state.stage_entered_ms,
        frozenset(name for name, goal in state.objectives.items() if goal.done),
        frozenset([*state.scripts_said, *state.questions_asked]),
        tuple((signal.kind, signal.evidence.turn_id) for signal in state.signals),
        frozenset(state.cues),
    )


async def settle() -> None:
    for _ in range(40):
        await asyncio.sleep(0)


async def play(session: CallSession, clock: ManualClock, positions: dict[int, int]) -> None:
    """Both channels from there to the end."""
    at = {channel: positions[channel] for channel in (0, 1)}
    while min(at.values()) < LENGTH_MS:
        clock.advance(FRAME_MS)
        for channel in (0, 1):
            await session.feed(frame(channel, 0, FRAME_MS))
            at[channel] += FRAME_MS
        await settle()


_WHOLE: list[list[CallEvent]] = []


async def whole_log() -> list[CallEvent]:
    """The log of the call that was never interrupted; made once."""
    if not _WHOLE:
        brain = replace(await expertise(), stage_heads=load_stage_heads())
        events: list[CallEvent] = []
        clock = ManualClock()
        session = CallSession(brain, ScriptedTranscriber(SCRIPT), clock, events.append)
        await session.start(started())
        await play(session, clock, {0: 0, 1: 0})
        await session.finish()
        _WHOLE.append([event for event in events if event.seq is not None])
    return _WHOLE[0]


async def taken_up(log: list[CallEvent]) -> CallState:
    state = fold(log)
    engine = MortalTranscriber(SCRIPT, lives_ms=0)
    engine.opened = 1
    engine.begins_ms = {channel.id: state.committed_ms.get(channel.id, 0) for channel in BOTH}
    clock = ManualClock()
    brain = replace(await expertise(), stage_heads=load_stage_heads())
    session = CallSession(brain, engine, clock, lambda event: None, state=state)
    positions = await session.resume(since_first_frame_ms=float(log[-1].at_ms))
    await settle()
    await play(session, clock, positions)
    await session.finish()
    return state


async def test_the_call_has_all_that_could_be_lost() -> None:
    end = outcome(fold(await whole_log()))

    assert len(end.cards) == 2
    assert end.cards[0][2] == "used"
    assert REACHED.id in end.goals
    assert {"price_too_expensive", BOOK.questions[3].question} <= end.said
    assert end.stage != "opening"
    assert "pause" in end.cues


@cache
def shares() -> list[float]:
    return [place / 16 for place in range(1, 16)]


@pytest.mark.parametrize("share", shares())
async def test_a_call_taken_up_at_any_event_ends_alike(share: float) -> None:
    log = await whole_log()
    cut = max(1, round(share * (len(log) - 1)))

    assert outcome(await taken_up(log[:cut])) == outcome(fold(log))


@pytest.mark.parametrize("kind", [Transcription, SignalHeard, LineSaid, SuggestionUsed])
async def test_a_turn_that_nobody_finished_with_is_finished_with(kind: type[CallEvent]) -> None:
    """Between the words and the last event about them a server may die."""
    log = await whole_log()
    price = next(
        place
        for place, event in enumerate(log)
        if isinstance(event, Transcription) and trigger("price") in event.text
    )
    cut = next(place for place in range(price, len(log)) if isinstance(log[place], kind)) + 1

    assert not isinstance(log[cut - 1], CallMetrics)
    assert outcome(await taken_up(log[:cut])) == outcome(fold(log))


async def test_every_turn_is_finished_with_in_the_end() -> None:
    log = await whole_log()

    assert isinstance(log[-1], CallEnded)
    assert fold(log).unconsidered == {}


async def resumed(state: CallState, coach: Coach) -> CallSession:
    brain = replace(await expertise(coach), stage_heads=load_stage_heads())
    session = CallSession(
        brain, ScriptedTranscriber(()), ManualClock(), lambda event: None, state=state
    )
    await session.resume(since_first_frame_ms=60_000)
    return session


async def unconsidered() -> CallState:
    """The log ends with an objection that nobody has thought about."""
    log = await whole_log()
    price = next(
        place
        for place, event in enumerate(log)
        if isinstance(event, Transcription) and trigger("price") in event.text
    )
    return fold(log[: price + 1])


async def test_a_coach_that_fails_does_not_keep_a_call_from_going_on() -> None:
    able = await expertise()
    session = await resumed(await unconsidered(), BrokenCoach(able.coach))

    assert session.state.degraded == {"coach": "RuntimeError"}
    assert session.state.unconsidered == {}
    await session.aclose()


class SlowCoach:
    """Thinks until it is stopped."""

    async def advise(
        self, view: CallView, playbook: Playbook
    ) -> AsyncIterator[Suggestion | Guidance]:
        await asyncio.Event().wait()
        nothing: tuple[Suggestion, ...] = ()
        for advice in nothing:
            yield advice


async def test_a_thought_that_was_stopped_is_thought_again() -> None:
    log = await whole_log()
    brain = await expertise(SlowCoach())
    events: list[CallEvent] = []
    clock = ManualClock()
    session = CallSession(brain, ScriptedTranscriber(SCRIPT), clock, events.append)
    await session.start(started())
    for _ in range(20):
        clock.advance(FRAME_MS)
        for channel in (0, 1):
            await session.feed(frame(channel, 0, FRAME_MS))
        await settle()
    await session.aclose()

    state = fold([event for event in events if event.seq is not None])
    assert state.unconsidered.keys() >= {next(iter(fold(log).turns))}
