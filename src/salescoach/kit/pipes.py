"""A bounded queue between two tasks that can be closed and that counts what it dropped.

Every hand-over inside a call goes through one of these: a queue without a bound hides a slow
reader until memory ends.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from typing import Generic, Literal, TypeVar

T = TypeVar("T")
WhenFull = Literal["wait", "drop_oldest"]


class PipeClosed(Exception):
    """Nothing can be put into a closed pipe."""


class Pipe(Generic[T]):
    """First in, first out, of at most ``capacity`` items.

    A full pipe makes ``put`` wait, or drops its oldest item and counts it in ``dropped``.
    Iteration ends when the pipe is closed and empty.
    """

    def __init__(self, capacity: int, when_full: WhenFull = "wait") -> None:
        if capacity < 1:
            raise ValueError("a pipe holds at least one item")
        self.dropped = 0
        self._capacity = capacity
        self._when_full = when_full
        self._items: deque[T] = deque()
        self._closed = False
        self._readable = asyncio.Event()
        self._writable = asyncio.Event()
        self._writable.set()

    def __len__(self) -> int:
        return len(self._items)

    @property
    def closed(self) -> bool:
        return self._closed

    def offer(self, item: T) -> bool:
        """Put without waiting. False when a waiting pipe is full; the item is then not taken."""
        if self._closed:
            raise PipeClosed
        if len(self._items) >= self._capacity:
            if self._when_full == "wait":
                return False
            self._items.popleft()
            self.dropped += 1
        self._items.append(item)
        self._readable.set()
        if len(self._items) >= self._capacity and self._when_full == "wait":
            self._writable.clear()
        return True

    async def put(self, item: T) -> None:
        """Raises ``PipeClosed`` when the pipe is, or becomes, closed."""
        while not self.offer(item):
            await self._writable.wait()

    def close(self) -> None:
        """What is inside can still be read. Closing twice is harmless."""
        self._closed = True
        self._readable.set()
        self._writable.set()

    async def get(self) -> T:
        """Raises ``StopAsyncIteration`` when the pipe is closed and empty."""
        while not self._items:
            if self._closed:
                raise StopAsyncIteration
            self._readable.clear()
            await self._readable.wait()
        item = self._items.popleft()
        self._writable.set()
        return item

    def __aiter__(self) -> AsyncIterator[T]:
        return self

    async def __anext__(self) -> T:
        return await self.get()
