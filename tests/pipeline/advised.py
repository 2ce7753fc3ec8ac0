"""A call with a language model beside the embedded coach, for tests."""

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from salescoach.domain.events import (
    CallEvent,
    Degraded,
    ModelUsed,
    Recovered,
    SuggestionShown,
    SuggestionUpdated,
)
from salescoach.kit.clock import ManualClock
from salescoach.llm.budget import Budget, Limits
from salescoach.llm.engines.scripted import Line, ScriptedEngine
from salescoach.llm.failure import GuardedModel, Patience
from salescoach.llm.model import Engine, Purpose
from salescoach.llm.shelf import LiveModel
from salescoach.pipeline.session import CallSession
from salescoach.pipeline.state import CallState, ShownCard
from salescoach.speech.engines.scripted import ScriptedTranscriber, ScriptLine
from tests.fakes import expertise, frame, playbook, trigger
from tests.pipeline.events import started

PRICE = trigger("price")
AUTHORITY = trigger("authority")
QUESTION = "Could you tell me whether Fernbell can sing a song for me?"
SILENT = Line(silent=True)
PATIENT = Patience(20, 20)
BETTER = "Compared to what, Dana? Tell me what a missed call costs you."


def embedded() -> str:
    """What the embedded coach says of the price."""
    category = playbook().category("price")
    assert category is not None
    return category.scripts[0].text


def advice(say: str, why: str = "They asked about the cost.", next_move: str = "Ask.") -> str:
    return json.dumps({"say": say, "why": why, "next_move": next_move})


def lines(*customer: str, gap_ms: int = 30_000, answer: str = "") -> tuple[ScriptLine, ...]:
    """A salesperson who names Dana, then the customer's turns. ``answer`` is what the salesperson
    says at second 10."""
    first = ScriptLine(0, 300, 1_800, "Hi Dana, this is Sam from Fernbell.")
    rest = (
        ScriptLine(1, 3_000 + n * gap_ms, 5_000 + n * gap_ms, text)
        for n, text in enumerate(customer)
    )
    reply = [ScriptLine(0, 10_000, 12_000, answer)] if answer else []
    return tuple(sorted((first, *rest, *reply), key=lambda line: line.start_ms))


def guarded(
    engine: Engine, clock: ManualClock, limits: Limits | None = None, patience: Patience = PATIENT
) -> GuardedModel:
    return GuardedModel(
        engine,
        Budget(limits or Limits(), clock),
        clock,
        patience=dict.fromkeys(Purpose, patience),
    )


class Vendors(ScriptedEngine):
    """Stands in for a vendor's, which costs money."""

    host = "models.example"


def scripted(*answers: Line | str) -> ScriptedEngine:
    """An answer is a line or the words to say."""
    played = [each if isinstance(each, Line) else Line(advice(each)) for each in answers]
    return Vendors(played, ("model-1",), name="claude")


@dataclass
class AdvisedCall:
    session: CallSession
    model: LiveModel
    clock: ManualClock
    events: list[CallEvent]
    seqs: dict[int, int] = field(default_factory=lambda: {0: 0, 1: 0})

    async def hear(self, ms: int, frame_ms: int = 100, *, faster: int = 1) -> None:
        """So much of both channels, so many times faster than it lasts."""
        for _ in range(ms // frame_ms):
            self.clock.advance(frame_ms // faster)
            for channel in (0, 1):
                await self.session.feed(frame(channel, self.seqs[channel], frame_ms))
                self.seqs[channel] += 1
            for _ in range(12):
                await asyncio.sleep(0)

    async def until(self, ready: Callable[[], bool]) -> None:
        for _ in range(20_000):
            if ready():
                return
            await asyncio.sleep(0.001)
        raise AssertionError("it never came")

    async def heard(self, ms: int) -> None:
        """Hears so much and waits until nothing is asked any more."""
        await self.hear(ms)
        await self.until(lambda: not self.state.unconsidered)
        await self.session.advised()

    def of(self, *kinds: type[CallEvent]) -> list[CallEvent]:
        return [event for event in self.events if isinstance(event, kinds)]

    @property
    def state(self) -> CallState:
        return self.session.state

    @property
    def card(self) -> ShownCard:
        return list(self.state.cards.values())[-1]

    @property
    def words(self) -> str:
        return self.card.shown.primary_suggestion.text

    def texts(self) -> list[str]:
        """Every text that stood on the page, in order."""
        seen: list[str] = []
        for event in self.events:
            if isinstance(event, SuggestionShown | SuggestionUpdated) and event.primary_suggestion:
                text = event.primary_suggestion.text
                seen += [text] if text not in seen[-1:] else []
        return seen

    def signed(self) -> set[str]:
        """The models that the words on the page were ever signed with."""
        return {
            event.model
            for event in self.events
            if isinstance(event, SuggestionShown | SuggestionUpdated) and event.model
        }

    def used(self) -> list[ModelUsed]:
        return [event for event in self.events if isinstance(event, ModelUsed)]

    def health(self) -> list[str]:
        """What was said about the model, ``ok`` for recovered."""
        told = [e for e in self.events if isinstance(e, Degraded | Recovered)]
        return [e.reason if isinstance(e, Degraded) else "ok" for e in told]


async def call_with(
    model: LiveModel | Engine,
    script: Sequence[ScriptLine],
    clock: ManualClock | None = None,
    *,
    state: CallState | None = None,
    realtime: bool = True,
) -> AdvisedCall:
    clock = clock or ManualClock()
    live = model if isinstance(model, LiveModel) else LiveModel(guarded(model, clock))
    events: list[CallEvent] = []
    session = CallSession(
        await expertise(),
        ScriptedTranscriber(script),
        clock,
        events.append,
        state=state,
        realtime=realtime,
        model=live,
    )
    if state is None:
        await session.start(started())
    else:
        await session.resume(state.heard_ms)
    return AdvisedCall(session, live, clock, events)
