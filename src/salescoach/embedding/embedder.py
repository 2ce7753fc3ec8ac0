"""One thread turns sentences into vectors for every call at once.

A text that was seen lately is not encoded again: interims repeat, and playbooks ask for the same
lines at every start.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from salescoach.embedding.contract import Vectors
from salescoach.embedding.model import DIMENSIONS, SentenceModel

CACHE_SIZE = 8_192
"""Vectors kept: about 12 MB."""

TURN_AT_THREAD = 4
"""Texts encoded before the next caller gets the thread: a live line never waits for a playbook."""


class LocalEmbedder:
    """The shipped model behind one worker thread. Loads on first use, or by ``warm_up``."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="embedder")
        self._model: SentenceModel | None = None
        self._cache: OrderedDict[str, Vectors] = OrderedDict()

    @property
    def dimensions(self) -> int:
        return DIMENSIONS

    async def warm_up(self) -> None:
        await self.embed(["ready"])

    async def embed(self, texts: Sequence[str]) -> Vectors:
        missing = list(dict.fromkeys(text for text in texts if text not in self._cache))
        fresh: dict[str, Vectors] = {}
        loop = asyncio.get_running_loop()
        for start in range(0, len(missing), TURN_AT_THREAD):
            some = missing[start : start + TURN_AT_THREAD]
            encoded = await loop.run_in_executor(self._thread, self._encode, some)
            fresh.update(zip(some, encoded, strict=True))
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        rows = np.stack([fresh[text] if text in fresh else self._cache[text] for text in texts])
        self._remember(fresh)
        return rows

    async def aclose(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _encode(self, texts: Sequence[str]) -> list[Vectors]:
        if self._model is None:
            self._model = SentenceModel()
        return [self._model.encode(text) for text in texts]

    def _remember(self, fresh: dict[str, Vectors]) -> None:
        self._cache.update(fresh)
        while len(self._cache) > CACHE_SIZE:
            self._cache.popitem(last=False)
