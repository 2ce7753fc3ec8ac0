"""Hands the events of a call to whoever watches it: the live page, a manager, a reconnect.

The bus promises no memory. A reader subscribes first, then reads the log, and drops what it has
already seen by ``seq``; so a reader that falls behind can be closed and loses nothing.
"""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from salescoach.domain.events import CallEvent

DEFAULT_CAPACITY = 1000
"""Events a subscriber may lag behind before it is closed."""


class Subscription(Protocol):
    """Events in the order of their publication, until the subscription is closed.

    Interim transcriptions are newest only, one a turn; every other event arrives or the
    subscription ends.
    """

    @property
    def overflowed(self) -> bool:
        """True when the bus closed the subscription because its reader was too slow."""
        ...

    def __aiter__(self) -> AsyncIterator[CallEvent]: ...

    async def __anext__(self) -> CallEvent: ...

    def close(self) -> None:
        """Ends the iteration after what is already waiting. Closing twice is harmless."""
        ...


class Bus(Protocol):
    def publish(self, topic: str, event: CallEvent) -> None:
        """Never waits and never fails because of a subscriber."""
        ...

    def subscribe(
        self, topic: str, capacity: int = DEFAULT_CAPACITY
    ) -> AbstractAsyncContextManager[Subscription]:
        """Everything published on ``topic`` from entering the block on."""
        ...

    async def aclose(self) -> None:
        """Ends every subscription."""
        ...


def call_topic(call_id: str) -> str:
    """Where the events of one call are published."""
    return f"call:{call_id}"
