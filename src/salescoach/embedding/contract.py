"""Sentences as vectors: what the brain may ask of an embedding model."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


class Embedder(Protocol):
    """``embed`` gives one row of unit length for each text, in order, without blocking the event
    loop. Equal texts have equal vectors."""

    @property
    def dimensions(self) -> int: ...

    async def embed(self, texts: Sequence[str]) -> Vectors: ...

    async def keep(self, texts: Sequence[str]) -> None:
        """Embeds texts that every start needs again, so that the next start finds them done."""
        ...
