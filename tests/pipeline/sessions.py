"""A session on a clock of its own, and everything it emitted, for tests of whole calls."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

from salescoach.domain.events import CallEvent
from salescoach.kit.clock import ManualClock
from salescoach.pipeline.brain import Expertise
from salescoach.pipeline.session import CallSession
from salescoach.speech.transcriber import Transcriber
from tests.fakes import expertise, frame
from tests.pipeline.events import started

SETTLING_ROUNDS = 60
"""Turns of the loop after which whoever can go on has gone on."""


@dataclass
class HeardCall:
    session: CallSession
    clock: ManualClock
    events: list[CallEvent]
    seqs: dict[int, int] = field(default_factory=lambda: {0: 0, 1: 0})

    @classmethod
    async def begin(
        cls, transcriber: Transcriber, brain: Expertise | None = None, *, realtime: bool = True
    ) -> Self:
        clock = ManualClock()
        events: list[CallEvent] = []
        session = CallSession(
            brain or await expertise(), transcriber, clock, events.append, realtime=realtime
        )
        await session.start(started())
        return cls(session, clock, events)

    async def hear(self, ms: int, frame_ms: int = 100, channels: Sequence[int] = (0, 1)) -> None:
        """So much of both channels, in time."""
        for _ in range(ms // frame_ms):
            self.clock.advance(frame_ms)
            for channel in channels:
                await self.session.feed(frame(channel, self.seqs[channel], frame_ms))
                self.seqs[channel] += 1
            await self.settle()

    async def settle(self) -> None:
        """Lets the listener and the coach catch up."""
        for _ in range(SETTLING_ROUNDS):
            await asyncio.sleep(0)
