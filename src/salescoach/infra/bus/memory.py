"""The bus of a single process: one bounded outbox for each subscriber."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from salescoach.domain.events import CallEvent, Transcription, is_durable
from salescoach.infra.bus.bus import DEFAULT_CAPACITY

_Key = tuple[str, str | int]


class Outbox:
    """What one subscriber has not read yet, at most ``capacity`` events.

    An interim transcription replaces the waiting one of its turn, goes when the turn's final text
    comes, and gives way when room is needed. A durable event that finds no room closes the outbox
    with ``overflowed`` set and frees what was waiting.
    """

    def __init__(self, capacity: int) -> None:
        if capacity < 1:
            raise ValueError("an outbox holds at least one event")
        self.overflowed = False
        self._capacity = capacity
        self._waiting: OrderedDict[_Key, CallEvent] = OrderedDict()
        self._interims: OrderedDict[_Key, None] = OrderedDict()
        self._count = 0
        self._closed = False
        self._readable = asyncio.Event()

    def __len__(self) -> int:
        return len(self._waiting)

    def offer(self, event: CallEvent) -> None:
        if self._closed:
            return
        if isinstance(event, Transcription):
            self._forget_interim(("turn", event.turn_id))
        if not is_durable(event):
            if len(self._waiting) < self._capacity:
                self._hold_interim(event)
            return
        if len(self._waiting) >= self._capacity and self._interims:
            self._forget_interim(next(iter(self._interims)))
        if len(self._waiting) >= self._capacity:
            self.overflowed = True
            self._waiting.clear()
            self._interims.clear()
            self.close()
            return
        self._count += 1
        self._waiting["event", self._count] = event
        self._readable.set()

    def close(self) -> None:
        self._closed = True
        self._readable.set()

    def __aiter__(self) -> AsyncIterator[CallEvent]:
        return self

    async def __anext__(self) -> CallEvent:
        while not self._waiting:
            if self._closed:
                raise StopAsyncIteration
            self._readable.clear()
            await self._readable.wait()
        key, event = self._waiting.popitem(last=False)
        self._interims.pop(key, None)
        return event

    def _hold_interim(self, event: CallEvent) -> None:
        assert isinstance(event, Transcription)
        key: _Key = ("turn", event.turn_id)
        self._waiting[key] = event
        self._interims[key] = None
        self._readable.set()

    def _forget_interim(self, key: _Key) -> None:
        if key in self._interims:
            del self._interims[key]
            del self._waiting[key]


class MemoryBus:
    def __init__(self) -> None:
        self._topics: dict[str, set[Outbox]] = {}

    def publish(self, topic: str, event: CallEvent) -> None:
        for outbox in self._topics.get(topic, ()):
            outbox.offer(event)

    @asynccontextmanager
    async def subscribe(
        self, topic: str, capacity: int = DEFAULT_CAPACITY
    ) -> AsyncIterator[Outbox]:
        outbox = Outbox(capacity)
        self._topics.setdefault(topic, set()).add(outbox)
        try:
            yield outbox
        finally:
            outbox.close()
            subscribers = self._topics[topic]
            subscribers.discard(outbox)
            if not subscribers:
                del self._topics[topic]

    def subscribers(self, topic: str) -> int:
        return len(self._topics.get(topic, ()))

    async def aclose(self) -> None:
        for subscribers in self._topics.values():
            for outbox in subscribers:
                outbox.close()
