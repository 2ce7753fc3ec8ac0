"""How late those are on whom every call waits: the event loop for each frame, line and card, and
the thread that reads sentences for each card."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from statistics import median

from salescoach.kit.clock import Clock

EVERY_S = 0.1
REMEMBERED = 30
"""Beats: three seconds. One long stop, as when a model is loaded, does not count."""

WAITS_REMEMBERED = 5
"""Where a beat waits in a queue there are fewer of them the longer that is."""


async def _at_once() -> None:
    pass


class Pulse:
    """``turn`` returns when a beat has had its turn; left out, it is the event loop's."""

    def __init__(
        self,
        clock: Clock,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        turn: Callable[[], Awaitable[None]] = _at_once,
        remembered: int = REMEMBERED,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._turn = turn
        self._late_ms: deque[float] = deque(maxlen=remembered)
        self._remembered = remembered
        self._due_ms: float | None = None
        """Of the beat that waits."""

    def late_ms(self) -> float:
        """The median of the last beats, 0 before the first. One that still waits counts for as many
        as would have come meanwhile."""
        waits_ms = 0.0 if self._due_ms is None else self._clock.now_ms() - self._due_ms
        missed = min(self._remembered, int(waits_ms / (EVERY_S * 1000))) if waits_ms > 0 else 0
        known = [*self._late_ms, *[waits_ms] * missed][-self._remembered :]
        return median(known) if known else 0.0

    async def run(self) -> None:
        """Never returns."""
        while True:
            due_ms = self._due_ms = self._clock.now_ms() + EVERY_S * 1000
            await self._sleep(EVERY_S)
            await self._turn()
            self._late_ms.append(max(0.0, self._clock.now_ms() - due_ms))
