"""One thread turns sentences into vectors, and utterances into scores, for every call at once.

A text that was seen lately is not encoded again: interims repeat, and playbooks ask for the same
lines at every start.
"""

import asyncio
import shutil
import subprocess
import sys
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

import numpy as np
from loguru import logger

from salescoach.embedding.contract import Heard, Scores, Vectors
from salescoach.embedding.model import DIMENSIONS, SentenceModel
from salescoach.embedding.prepare import is_prepared, prepared_folder
from salescoach.embedding.shelf import VectorShelf, digest
from salescoach.kit.thread_order import fall_behind

PREPARE_TIMEOUT_S = 60
CACHE_SIZE = 8_192
"""Vectors kept: about 12 MB."""

JUDGED_SIZE = 1_024
"""Utterances whose scores are kept: a turn that grows repeats its clauses."""

TURN_AT_THREAD = 4
"""Texts encoded before the next caller gets the thread: a live line never waits for a playbook."""


class Model(Protocol):
    """See ``SentenceModel``: blocking, one caller at a time."""

    def encode(self, text: str) -> Vectors: ...

    def judge(self, heard: Heard) -> tuple[tuple[Scores, ...], Vectors | None]: ...


class LocalEmbedder:
    """The shipped model behind one worker thread. Loads on first use, or by ``warm_up``."""

    def __init__(
        self,
        folder: Path | None = None,
        cache_size: int = CACHE_SIZE,
        load: Callable[[Path | None], Model] | None = None,
    ) -> None:
        """``folder`` keeps the model in a form that costs half the memory; made when missing.
        ``load`` makes the model, the shipped one when left out."""
        self._load = load or _load
        self._folder = folder
        self._cache_size = cache_size
        self._thread = ThreadPoolExecutor(
            max_workers=1, thread_name_prefix="embedder", initializer=fall_behind
        )
        self._model: Model | None = None
        self._judged: OrderedDict[Heard, tuple[Scores, ...]] = OrderedDict()
        self._cache: OrderedDict[str, Vectors] = OrderedDict()
        self._shelf = VectorShelf(folder) if folder is not None else None
        self._shelved: dict[str, Vectors] | None = None

    @property
    def dimensions(self) -> int:
        return DIMENSIONS

    async def warm_up(self) -> None:
        await self.embed(["ready"])
        await self.judge([Heard("ready")])

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

    async def judge(self, heard: Sequence[Heard]) -> list[tuple[Scores, ...]]:
        known = {each: self._judged[each] for each in heard if each in self._judged}
        missing = [each for each in heard if each not in known]
        if missing:
            loop = asyncio.get_running_loop()
            fresh, vectors = await loop.run_in_executor(self._thread, self._scores, missing)
            known |= fresh
            self._remember(vectors)
        for each, scores in known.items():
            self._judged[each] = scores
            self._judged.move_to_end(each)
        while len(self._judged) > JUDGED_SIZE:
            self._judged.popitem(last=False)
        return [known[each] for each in heard]

    async def take_turn(self) -> None:
        """Returns once everything that was asked for before has been read."""
        await asyncio.get_running_loop().run_in_executor(self._thread, _nothing)

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
        return self._loaded().encode(text)

    def _scores(
        self, heard: Sequence[Heard]
    ) -> tuple[dict[Heard, tuple[Scores, ...]], dict[str, Vectors]]:
        """Also the vectors of the texts, where they are to be had on the way."""
        found: dict[Heard, tuple[Scores, ...]] = {}
        vectors: dict[str, Vectors] = {}
        for each in heard:
            found[each], vector = self._loaded().judge(each)
            if vector is not None:
                vectors[each.text] = vector
        return found, vectors

    def _loaded(self) -> Model:
        if self._model is None:
            self._model = self._load(self._folder)
        return self._model

    def _remember(self, seen: dict[str, Vectors]) -> None:
        for text, vector in seen.items():
            self._cache[text] = vector
            self._cache.move_to_end(text)
        while len(self._cache) > self._cache_size:
            self._cache.popitem(last=False)


def _nothing() -> None:
    pass


def _load(cache: Path | None) -> SentenceModel:
    """The prepared model if it can be had, else one made in memory: same vectors, more memory."""
    if cache is None:
        return SentenceModel()
    prepared = prepared_folder(cache)
    try:
        if not is_prepared(prepared):
            command = [sys.executable, "-P", "-m", "salescoach.embedding.prepare", str(prepared)]
            subprocess.run(command, check=True, capture_output=True, timeout=PREPARE_TIMEOUT_S)  # noqa: S603
        return SentenceModel(prepared)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with the copy, the original works
        logger.warning("The prepared sentence model is not usable: {}", type(error).__name__)
        shutil.rmtree(prepared, ignore_errors=True)
        return SentenceModel()
