"""How late the event loop is. Whatever a call waits for, be it a frame, a line or a card, waits at
least so long."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from statistics import median

from salescoach.kit.clock import Clock

EVERY_S = 0.1
REMEMBERED = 30
"""Beats: three seconds. One long stop, as when a model is loaded, does not count."""


class Pulse:
    def __init__(
        self, clock: Clock, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._late_ms: deque[float] = deque(maxlen=REMEMBERED)

    def late_ms(self) -> float:
        """The median of the last seconds, 0 before the first."""
        return median(self._late_ms) if self._late_ms else 0.0

    async def run(self) -> None:
        """Never returns."""
        while True:
            due = self._clock.now_ms() + EVERY_S * 1000
            await self._sleep(EVERY_S)
            self._late_ms.append(max(0.0, self._clock.now_ms() - due))
