"""When the brain is asked: finished turns one after another, unfinished words beside them.

Finished words never wait for unfinished ones: at most one early reading runs, the newest words win,
and it is dropped as soon as the words are finished.
"""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Callable

from loguru import logger

from salescoach.domain.events import CallEvent, Degraded, Recovered
from salescoach.domain.turn import Turn
from salescoach.kit.pipes import Pipe
from salescoach.kit.spare_time import SpareTime
from salescoach.pipeline.brain import Brain
from salescoach.pipeline.early import SteadyWords
from salescoach.pipeline.state import CallState
from salescoach.pipeline.turns import TurnUpdate

WAITING_TURNS = 512


class Thinking:
    def __init__(
        self,
        brain: Brain,
        state: CallState,
        emit: Callable[[CallEvent], None],
        spare: SpareTime | None = None,
    ) -> None:
        """Unfinished words are read in ``spare`` time, which the calls of a server share; at once
        without."""
        self._spare = spare or contextlib.nullcontext()
        self._brain = brain
        self._state = state
        self._emit = emit
        self._finished: Pipe[Turn] = Pipe(WAITING_TURNS)
        self._task: asyncio.Task[None] | None = None
        self._steady: dict[int, SteadyWords] = defaultdict(SteadyWords)
        self._newest: Turn | None = None
        self._reading: Turn | None = None
        self._early: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._brain.begin()
        self._task = asyncio.create_task(self._run(), name="call-brain")

    @property
    def closed(self) -> bool:
        return self._finished.closed

    async def finish(self, turn: Turn) -> None:
        """Queues a finished turn."""
        await self._finished.put(turn)

    async def consider(self, turn: Turn) -> None:
        """Considers a finished turn now. A failing coach must not end the call."""
        try:
            await self._brain.consider(self._state.turns.get(turn.id, turn))
        except Exception as error:  # noqa: BLE001 - whatever fails, the call goes on
            logger.opt(exception=error).error("The coach failed on a turn")
            if "coach" not in self._state.degraded:
                self._emit(Degraded(component="coach", reason=type(error).__name__))
        else:
            if "coach" in self._state.degraded:
                self._emit(Recovered(component="coach"))

    def overhear(self, update: TurnUpdate) -> None:
        """Unfinished words. While the engine lags they are about the past."""
        if "transcriber" not in self._state.degraded and not self._finished.closed:
            self._brain.overhear(update.turn)
        steady = self._steady[update.channel].hear(update.turn, update.line)
        if steady is None or "transcriber" in self._state.degraded or self._finished.closed:
            return
        self._newest = steady
        if self._early is None or self._early.done():
            self._early = asyncio.create_task(self._read_early(), name="call-early")

    def settle(self, update: TurnUpdate) -> None:
        """The line of ``update`` is finished: what was made of its beginning is out of date."""
        self._steady[update.channel].forget()
        if self._newest is not None and self._newest.id == update.turn.id:
            self._newest = None
        if self._reading is not None and self._reading.id == update.turn.id and self._early:
            self._early.cancel()
        if not update.line:
            self._brain.vanish(update.turn)

    def forget_early(self) -> None:
        """The engine that heard them is gone: the words will be heard again."""
        self._steady.clear()
        self._newest = None
        if self._early is not None:
            self._early.cancel()

    async def drain(self) -> None:
        """Everything queued is considered, and nothing can be queued after it."""
        self._finished.close()
        self.forget_early()
        if self._task is not None:
            await self._task
        await self._brain.aclose()

    async def aclose(self) -> None:
        self._finished.close()
        tasks = [task for task in (self._task, self._early) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._brain.aclose()

    async def _run(self) -> None:
        async for turn in self._finished:
            await self.consider(turn)

    async def _read_early(self) -> None:
        while self._newest is not None:
            async with self._spare:
                if self._newest is not None:
                    self._reading, self._newest = self._newest, None
                    await self._consider_early(self._reading)

    async def _consider_early(self, turn: Turn) -> None:
        try:
            await self._brain.consider_early(turn)
        except Exception as error:  # noqa: BLE001 - the finished words will tell
            logger.warning("Unfinished words were not read: {}", type(error).__name__)
        finally:
            self._reading = None
