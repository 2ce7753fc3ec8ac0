"""A vendor of language models on loopback, for a server in a process of its own."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.llm.vendor import Reply, Vendor, serving


@contextmanager
def vendor(*replies: Reply) -> Iterator[Vendor]:
    """Answers with ``replies`` in order, the last one for ever, from a thread of its own."""
    loop = asyncio.new_event_loop()
    ready: list[Vendor] = []
    begun, over = threading.Event(), asyncio.Event()

    async def serve() -> None:
        async with serving(*replies) as served:
            ready.append(served)
            begun.set()
            await over.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
    thread.start()
    try:
        assert begun.wait(20)
        yield ready[0]
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(20)
        loop.close()
