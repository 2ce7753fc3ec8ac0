"""One thread turns sentences into vectors for every call at once.

A text that was seen lately is not encoded again: interims repeat, and playbooks ask for the same
lines at every start.
"""

import asyncio
import subprocess
import sys
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from loguru import logger

from salescoach.embedding.contract import Vectors
from salescoach.embedding.model import DIMENSIONS, SentenceModel
from salescoach.embedding.prepare import prepared_path
from salescoach.embedding.shelf import VectorShelf, digest

PREPARE_TIMEOUT_S = 60
CACHE_SIZE = 8_192
"""Vectors kept: about 12 MB."""

TURN_AT_THREAD = 4
"""Texts encoded before the next caller gets the thread: a live line never waits for a playbook."""


class LocalEmbedder:
    """The shipped model behind one worker thread. Loads on first use, or by ``warm_up``."""

    def __init__(self, folder: Path | None = None, cache_size: int = CACHE_SIZE) -> None:
        """``folder`` keeps the model in a form that costs half the memory; made when missing."""
        self._folder = folder
        self._cache_size = cache_size
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="embedder")
        self._model: SentenceModel | None = None
        self._cache: OrderedDict[str, Vectors] = OrderedDict()
        self._shelf = VectorShelf(folder) if folder is not None else None
        self._shelved: dict[str, Vectors] | None = None

    @property
    def dimensions(self) -> int:
        return DIMENSIONS

    async def warm_up(self) -> None:
        await self.embed(["ready"])

    async def embed(self, texts: Sequence[str]) -> Vectors:
        # Held here, for the cache may forget them while the others are encoded.
        known = {text: self._cache[text] for text in texts if text in self._cache}
        missing = list(dict.fromkeys(text for text in texts if text not in known))
        fresh: dict[str, Vectors] = {}
        loop = asyncio.get_running_loop()
        for start in range(0, len(missing), TURN_AT_THREAD):
            some = missing[start : start + TURN_AT_THREAD]
            encoded = await loop.run_in_executor(self._thread, self._encode, some)
            fresh.update(zip(some, encoded, strict=True))
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        known |= fresh
        self._remember(known)
        return np.stack([known[text] for text in texts])

    async def keep(self, texts: Sequence[str]) -> None:
        """Embeds ``texts`` and keeps their vectors, and no others, for the next start. Not for
        what was said in a call."""
        unique = list(dict.fromkeys(texts))
        vectors = await self.embed(unique)
        if self._shelf is not None and unique:
            if self._shelved is not None and all(digest(t) in self._shelved for t in unique):
                return
            await asyncio.to_thread(self._shelf.save, unique, vectors)

    async def aclose(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _encode(self, texts: Sequence[str]) -> list[Vectors]:
        if self._shelved is None:
            self._shelved = self._shelf.load() if self._shelf is not None else {}
        return [self._vector(text) for text in texts]

    def _vector(self, text: str) -> Vectors:
        known = self._shelved.get(digest(text)) if self._shelved else None
        if known is not None:
            return known
        if self._model is None:
            self._model = _load(self._folder)
        return self._model.encode(text)

    def _remember(self, seen: dict[str, Vectors]) -> None:
        for text, vector in seen.items():
            self._cache[text] = vector
            self._cache.move_to_end(text)
        while len(self._cache) > self._cache_size:
            self._cache.popitem(last=False)


def _load(folder: Path | None) -> SentenceModel:
    """The prepared model if it can be had, else the shipped one: same vectors, more memory."""
    if folder is None:
        return SentenceModel()
    prepared = prepared_path(folder)
    try:
        if not prepared.is_file():
            command = [sys.executable, "-P", "-m", "salescoach.embedding.prepare", str(prepared)]
            subprocess.run(command, check=True, capture_output=True, timeout=PREPARE_TIMEOUT_S)  # noqa: S603
        return SentenceModel(prepared)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with the copy, the original works
        logger.warning("The prepared sentence model is not usable: {}", type(error).__name__)
        prepared.unlink(missing_ok=True)
        return SentenceModel()
