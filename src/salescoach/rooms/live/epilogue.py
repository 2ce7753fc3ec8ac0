"""After the end of a call: its audio goes, but not before its text is stored."""

import asyncio
from collections.abc import Coroutine

from loguru import logger

from salescoach.kit.errors import Unavailable
from salescoach.rooms.calls.log import EventLog
from salescoach.rooms.live.call import LiveCall

CLOSE_WITHIN_S = 3.0
"""What a stopping server leaves to calls that are being put away."""

ASK_EVERY_S = 1.0


class Epilogue:
    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def pending(self) -> int:
        return len(self._tasks)

    async def is_stored(self, call: LiveCall) -> bool:
        """Whether the log holds every event of the call; waits a bounded time for it."""
        await self._log.drain()
        try:
            return await self._log.committed_seq(call.id) >= call.session.state.seq
        except Unavailable:
            return False

    async def put_away(self, call: LiveCall) -> None:
        try:
            await call.put_away()
        except OSError as error:
            # The next start finds a call that is over, and deletes it then.
            logger.error("Call {} leaves audio behind: {}", call.id, error.strerror)

    async def put_away_once_stored(self, call: LiveCall) -> None:
        stored = False
        while not stored:
            await asyncio.sleep(ASK_EVERY_S)
            stored = await self.is_stored(call)
        await self.put_away(call)

    def later(self, work: Coroutine[object, object, None]) -> None:
        """Goes on while nobody waits for it."""
        task = asyncio.create_task(work, name="call-close")
        self._tasks.add(task)
        task.add_done_callback(self._done)

    async def aclose(self) -> None:
        """What is not done in time is found by the next start."""
        if not self._tasks:
            return
        _, stuck = await asyncio.wait(self._tasks, timeout=CLOSE_WITHIN_S)
        for task in stuck:
            task.cancel()
        await asyncio.gather(*stuck, return_exceptions=True)

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.opt(exception=error).error("A call could not be closed")
