"""Work that is worth doing when there is time for it, and nothing else has to wait for."""

import asyncio
from collections.abc import Awaitable, Callable
from types import TracebackType

from salescoach.kit.clock import Clock


class SpareTime:
    """``async with`` lets one piece of work through at a time, and after each one rests, so that
    all of it together takes at most ``share`` of the time. On a busy machine a piece takes longer
    and is followed by a longer rest, so the work falls away by itself where others need the
    processor."""

    def __init__(
        self,
        share: float,
        clock: Clock,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        if not 0 < share <= 1:
            raise ValueError(f"a share is above 0 and at most 1, got {share}")
        self._rest = 1 / share - 1
        self._clock = clock
        self._sleep = sleep
        self._turn = asyncio.Lock()
        self._began_ms = 0.0
        self._free_ms = 0.0

    async def __aenter__(self) -> None:
        await self._turn.acquire()
        try:
            await self._sleep(max(0.0, self._free_ms - self._clock.now_ms()) / 1000)
        except BaseException:
            self._turn.release()
            raise
        self._began_ms = self._clock.now_ms()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        now = self._clock.now_ms()
        self._free_ms = now + (now - self._began_ms) * self._rest
        self._turn.release()
