"""A bus whose events are also seen by those who count or trace them.

A watcher sees what the page sees, in the same order, and can neither delay nor stop it by failing.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager

from loguru import logger

from salescoach.domain.events import CallEvent
from salescoach.infra.bus.bus import DEFAULT_CAPACITY, Bus, Subscription

Watcher = Callable[[CallEvent], None]
"""Called on the event loop: it has to be quick."""


class WatchedBus:
    def __init__(self, bus: Bus, watchers: Sequence[Watcher]) -> None:
        self._bus = bus
        self._watchers = tuple(watchers)

    def publish(self, topic: str, event: CallEvent) -> None:
        self._bus.publish(topic, event)
        for watcher in self._watchers:
            try:
                watcher(event)
            except Exception as error:  # noqa: BLE001 - who only counts may not stop a call
                logger.opt(exception=error).error("A watcher of events failed")

    def subscribe(
        self, topic: str, capacity: int = DEFAULT_CAPACITY
    ) -> AbstractAsyncContextManager[Subscription]:
        return self._bus.subscribe(topic, capacity)

    async def aclose(self) -> None:
        await self._bus.aclose()
