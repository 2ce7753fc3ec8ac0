"""What a reader of the bus sees of a call, for the tests of this room."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from salescoach.domain.events import CallEvent
from salescoach.infra.bus.bus import call_topic
from salescoach.infra.bus.memory import MemoryBus
from tests.rooms.calls.events import CALL


@asynccontextmanager
async def watching(bus: MemoryBus, call_id: str = CALL) -> AsyncIterator[list[CallEvent]]:
    """Everything shown of the call; complete when the block has ended."""
    seen: list[CallEvent] = []
    async with bus.subscribe(call_topic(call_id)) as shown:

        async def read() -> None:
            async for found in shown:
                seen.append(found)  # noqa: PERF401 - read while it grows

        reader = asyncio.create_task(read())
        yield seen
        shown.close()
        await reader


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not happened():  # noqa: ASYNC110 - what happens has no event of its own
            await asyncio.sleep(0.002)
