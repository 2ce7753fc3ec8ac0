"""Sentences as vectors, utterances as scores: what the brain may ask of the shipped model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]

Scores = Mapping[str, float]
"""For each label how well it fits; only differences count, and they are not calibrated."""


@dataclass(frozen=True, slots=True)
class Heard:
    """An utterance, the line before it, which is empty at the start of a call, and pieces of the
    utterance, in order, that are judged as well, each for itself but knowing the rest."""

    text: str
    before: str = ""
    parts: tuple[str, ...] = ()


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
    async def judge(self, heard: Sequence[Heard]) -> Sequence[tuple[Scores, ...]]:
        """For each utterance, in order, its scores and then those of its parts, without blocking
        the event loop."""
        ...
