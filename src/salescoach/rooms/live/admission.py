"""Whether one more call may begin: one too many would spoil all that go on."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

from salescoach.kit.errors import Unavailable
from salescoach.rooms.live.call import LiveCall

BUSY_LAG_MS = 4_000
"""Audio of a running call that waits for its engine."""

LATE_MS = 60.0
"""A loop that is so late for seconds on end has no room for anybody else."""

READING_LATE_MS = 500.0
"""Sentences that wait so long to be read bring their cards too late, however early the words."""

PATIENCE_S = 4.0
LOOK_EVERY_S = 0.2
"""Calls that begin together are late for a moment: a new one waits, but not for long."""


class Admission:
    """``occupying``: calls at a time whose engine keeps a processor busy, None for as many as come.
    ``lateness_ms``: how late the event loop is. ``reading_ms``: how long a sentence waits for its
    reader."""

    def __init__(
        self,
        calls: Mapping[str, LiveCall],
        occupying: int | None = None,
        lateness_ms: Callable[[], float] = lambda: 0.0,
        reading_ms: Callable[[], float] = lambda: 0.0,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._calls = calls
        self._occupying = occupying
        self._lateness_ms = lateness_ms
        self._reading_ms = reading_ms
        self._sleep = sleep
        self._beginning = 0
        """Calls that are being opened, of those that occupy a processor."""

    async def ask(self) -> None:
        """Raises ``Unavailable`` (``busy``) when those that go on are late already."""
        if any(call.hears and call.lag_ms > BUSY_LAG_MS for call in self._calls.values()):
            raise _busy("a running call is already late. Try again when a call has ended.")
        waited_s = 0.0
        while self._is_late():
            if waited_s >= PATIENCE_S:
                raise _busy("running calls are already late. Try again when a call has ended.")
            waited_s += LOOK_EVERY_S
            await self._sleep(LOOK_EVERY_S)

    def _is_late(self) -> bool:
        if self._lateness_ms() > LATE_MS:
            return True
        # A server that only learns its playbook has room.
        return bool(self._calls) and self._reading_ms() > READING_LATE_MS

    @asynccontextmanager
    async def place(self, *, occupies: bool) -> AsyncIterator[None]:
        """For the time of opening. Raises ``Unavailable`` (``busy``)."""
        if not occupies:
            yield
            return
        most = self._occupying
        live = sum(call.occupies for call in self._calls.values())
        if most is not None and live + self._beginning >= most:
            raise _busy(
                f"it hears {most} calls well, and so many go on. Try again when one has ended."
            )
        self._beginning += 1
        try:
            yield
        finally:
            self._beginning -= 1


def _busy(why: str) -> Unavailable:
    return Unavailable(f"This machine is full: {why}", code="busy")
