"""Lines on their way to whoever iterates a stream: finals always, of the interims of a line only
the newest, so a slow reader costs no memory and never sees stale words."""

import asyncio
from collections.abc import AsyncIterator

from salescoach.domain.transcript import Transcript
from salescoach.speech.errors import SpeechError


class Outbox(AsyncIterator[Transcript]):
    """Iteration ends, or raises what ``close`` was given, once everything inside was read."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[int, str], Transcript] = {}
        self._something = asyncio.Event()
        self._closed = False
        self._failure: SpeechError | None = None

    def put(self, transcript: Transcript) -> None:
        key = (transcript.channel, transcript.line_id)
        # A line is taken out and put back, so that lines leave in the order they last changed.
        self._waiting.pop(key, None)
        self._waiting[key] = transcript
        self._something.set()

    def holds(self, channel: int) -> bool:
        """Whether a line of the channel waits to be read."""
        return any(waiting == channel for waiting, _ in self._waiting)

    def close(self, failure: SpeechError | None = None) -> None:
        if self._closed:
            return
        self._closed = True
        self._failure = failure
        self._something.set()

    async def __anext__(self) -> Transcript:
        while not self._waiting:
            if self._closed:
                if self._failure is not None:
                    raise self._failure
                raise StopAsyncIteration
            self._something.clear()
            await self._something.wait()
        return self._waiting.pop(next(iter(self._waiting)))
