"""Sentences as vectors, utterances as scores: what the brain may ask of the shipped model."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]

Words = tuple[str, str]
"""An utterance and the line before it, which is empty at the start of a call."""

Scores = Mapping[str, float]
"""For each label how well it fits; only differences count, and they are not calibrated."""


class Embedder(Protocol):
    """``embed`` gives one row of unit length for each text, in order, without blocking the event
    loop. Equal texts have equal vectors."""

    @property
    def dimensions(self) -> int: ...

    async def embed(self, texts: Sequence[str]) -> Vectors: ...

    async def keep(self, texts: Sequence[str]) -> None:
        """Embeds texts that every start needs again, so that the next start finds them done."""
        ...


class Judge(Protocol):
    async def judge(self, utterances: Sequence[Words]) -> Sequence[Scores]:
        """Scores for each utterance, in order, without blocking the event loop."""
        ...
