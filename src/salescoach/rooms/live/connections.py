"""Which connection serves which call: the latest one, alone.

Two pages cannot fight over a call. Whoever resumes it displaces the one before.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from salescoach.rooms.live.attempts import Attempts


class Connections:
    def __init__(self) -> None:
        self.attempts = Attempts()
        self._serving: dict[str, asyncio.Event] = {}

    def is_claimed(self, call_id: str) -> bool:
        return call_id in self._serving

    @asynccontextmanager
    async def claim(self, call_id: str) -> AsyncIterator[asyncio.Event]:
        """Serves the call until the block ends. The event is set when another claim displaces
        this one."""
        earlier = self._serving.get(call_id)
        if earlier is not None:
            earlier.set()
        displaced = asyncio.Event()
        self._serving[call_id] = displaced
        try:
            yield displaced
        finally:
            if self._serving.get(call_id) is displaced:
                del self._serving[call_id]
