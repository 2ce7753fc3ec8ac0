"""The shared embedder for work that can wait: one text at a time, with rests between.

Live calls use the same thread. Between two texts it is theirs, and while there are any, work in
the background leaves them most of the time.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

import numpy as np

from salescoach.embedding.contract import Embedder, Heard, Judge, Scores, Vectors
from salescoach.kit.clock import Clock, SystemClock

REST = 0.5
REST_BESIDE_CALLS = 4.0
"""Rest after each text, in times of what it took."""

REMEMBERED_MS = 1.0
"""A text that took less came from memory and cost nobody anything."""

MANY = 50
"""Texts from memory after which others get a turn all the same."""


class Shared(Embedder, Judge, Protocol):
    """What live calls ask as well."""


class PoliteEmbedder:
    """``beside_calls`` tells whether live calls are on."""

    def __init__(
        self,
        embedder: Shared,
        beside_calls: Callable[[], bool],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Clock | None = None,
    ) -> None:
        self._embedder = embedder
        self._beside_calls = beside_calls
        self._sleep = sleep
        self._clock = clock or SystemClock()

    @property
    def dimensions(self) -> int:
        return self._embedder.dimensions

    async def embed(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self.dimensions), np.float32)
        for place, text in enumerate(texts):
            began = self._clock.now_ms()
            rows[place] = (await self._embedder.embed([text]))[0]
            await self._rest(self._clock.now_ms() - began, place)
        return rows

    async def judge(self, heard: Sequence[Heard]) -> list[tuple[Scores, ...]]:
        found: list[tuple[Scores, ...]] = []
        for place, each in enumerate(heard):
            began = self._clock.now_ms()
            found += await self._embedder.judge([each])
            await self._rest(self._clock.now_ms() - began, place)
        return found

    async def keep(self, texts: Sequence[str]) -> None:
        """Only embeds them: what the next start needs is not for background work to say."""
        await self.embed(texts)

    async def _rest(self, took_ms: float, place: int) -> None:
        if took_ms >= REMEMBERED_MS:
            times = REST_BESIDE_CALLS if self._beside_calls() else REST
            await self._sleep(took_ms * times / 1000)
        elif place % MANY == MANY - 1:
            await self._sleep(0)
