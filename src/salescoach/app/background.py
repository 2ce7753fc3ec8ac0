"""Tasks that run as long as the server does."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from loguru import logger


class Background:
    """Keeps its tasks alive and tells when one fails; closing cancels them."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, Any], name: str) -> None:
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    async def aclose(self) -> None:
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _done(self, task: "asyncio.Task[Any]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.opt(exception=error).error("Background task {} failed", task.get_name())


class Again:
    """Work that is done again whenever somebody asked for it since it last began. A failure is
    told, and the next asking tries again."""

    def __init__(self, work: Callable[[], Awaitable[None]]) -> None:
        self._work = work
        self._asked = asyncio.Event()

    def ask(self) -> None:
        self._asked.set()

    async def run(self) -> None:
        """Never returns."""
        while True:
            await self._asked.wait()
            self._asked.clear()
            try:
                await self._work()
            except Exception as error:  # noqa: BLE001 - what failed once may work with other content
                logger.opt(exception=error).error("Repeated work failed")
