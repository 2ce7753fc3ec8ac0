"""One thread turns sentences into vectors, and utterances into scores, for every call at once.

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

from salescoach.embedding.contract import Scores, Vectors, Words
from salescoach.embedding.model import DIMENSIONS, SentenceModel
from salescoach.embedding.prepare import lower_path, prepared_path
from salescoach.embedding.shelf import VectorShelf, digest
from salescoach.embedding.utterances import UtteranceModel

PREPARE_TIMEOUT_S = 60
CACHE_SIZE = 8_192
"""Vectors kept: about 12 MB."""

JUDGED_SIZE = 1_024
"""Utterances whose scores are kept: a turn that grows repeats its clauses."""

SHORT_CHARACTERS = 200
"""Up to this length a text is surely not cut, and one run gives its scores and its vector."""

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
        self._utterances: UtteranceModel | None = None
        self._judged: OrderedDict[Words, Scores] = OrderedDict()
        self._cache: OrderedDict[str, Vectors] = OrderedDict()
        self._shelf = VectorShelf(folder) if folder is not None else None
        self._shelved: dict[str, Vectors] | None = None

    @property
    def dimensions(self) -> int:
        return DIMENSIONS

    async def warm_up(self) -> None:
        await self.embed(["ready"])
        await self.judge([("ready", "")])

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

    async def judge(self, utterances: Sequence[Words]) -> list[Scores]:
        loop = asyncio.get_running_loop()
        found: list[Scores] = []
        for utterance in utterances:
            if utterance in self._judged:
                found.append(self._judged[utterance])
                continue
            scores, vector = await loop.run_in_executor(self._thread, self._scores, *utterance)
            if vector is not None:
                self._remember({utterance[0]: vector})
            self._judged[utterance] = scores
            if len(self._judged) > JUDGED_SIZE:
                self._judged.popitem(last=False)
            found.append(scores)
        return found

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

    def _scores(self, text: str, before: str) -> tuple[Scores, Vectors | None]:
        """Also the vector of the text, when the same run gave it."""
        if self._utterances is None:
            self._utterances = UtteranceModel(self._loaded())
        if before or len(text) > SHORT_CHARACTERS:
            return self._utterances.scores(text, before), None
        return self._utterances.scores_and_vector(text)

    def _loaded(self) -> SentenceModel:
        if self._model is None:
            self._model = _load(self._folder)
        return self._model

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
        if not (prepared.is_file() and lower_path(prepared).is_file()):
            command = [sys.executable, "-P", "-m", "salescoach.embedding.prepare", str(prepared)]
            subprocess.run(command, check=True, capture_output=True, timeout=PREPARE_TIMEOUT_S)  # noqa: S603
        return SentenceModel(prepared)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with the copy, the original works
        logger.warning("The prepared sentence model is not usable: {}", type(error).__name__)
        prepared.unlink(missing_ok=True)
        return SentenceModel()
