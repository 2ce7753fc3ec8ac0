"""Long work in small steps, on one thread of its own, so that neither the event loop nor a live
call waits for it."""

import asyncio
import time
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from salescoach.kit.errors import Conflict

T = TypeVar("T")

Steps = Generator[None, None, T]
"""Work that pauses at each ``yield`` and returns what came of it."""

REST_BESIDE_CALLS = 5.0
"""In times of what a step took."""


class StepByStep:
    """Several pieces of work take turns. ``beside_calls``: whether there are live calls just
    now."""

    def __init__(self, beside_calls: Callable[[], bool] = lambda: False) -> None:
        self._beside_calls = beside_calls
        self._thread = ThreadPoolExecutor(1, "recordings")
        self._under_way: dict[str, _Work] = {}

    async def do(self, name: str, steps: "Steps[T]") -> T:
        """Raises what ``steps`` raises, and ``Conflict``: ``under_way`` when there is work of that
        name, ``stopped`` when ``stop`` was asked for."""
        if name in self._under_way:
            raise Conflict("This is being done already.", code="under_way")
        work = self._under_way[name] = _Work()
        try:
            return await self._do(work, steps)
        finally:
            # The step that was begun has the thread until it is through.
            await asyncio.wrap_future(self._thread.submit(steps.close))
            del self._under_way[name]
            work.over.set()

    async def stop(self, name: str) -> None:
        """Returns once nothing of that name is under way."""
        work = self._under_way.get(name)
        if work is not None:
            work.stop.set()
            await work.over.wait()

    def close(self) -> None:
        self._thread.shutdown()

    async def _do(self, work: "_Work", steps: "Steps[T]") -> T:
        loop = asyncio.get_running_loop()
        while not work.stop.is_set():
            began = time.monotonic()
            done: _Done[T] | None = await loop.run_in_executor(self._thread, _step, steps)
            if done is not None:
                return done.value
            if self._beside_calls():
                await work.rest((time.monotonic() - began) * REST_BESIDE_CALLS)
        raise Conflict("This was stopped before it was done.", code="stopped")


@dataclass(slots=True)
class _Work:
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def rest(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self.stop.wait()
        except TimeoutError:
            pass


@dataclass(frozen=True, slots=True)
class _Done(Generic[T]):
    value: T


def _step(steps: "Steps[T]") -> _Done[T] | None:
    try:
        next(steps)
    except StopIteration as finished:
        return _Done(finished.value)
    return None


def through(steps: "Steps[T]") -> T:
    """All of it at once, on the caller's thread. Raises what ``steps`` raises."""
    while True:
        done = _step(steps)
        if done is not None:
            return done.value
