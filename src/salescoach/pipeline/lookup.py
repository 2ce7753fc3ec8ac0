"""Lines as vectors, to find which of them comes nearest to what was said."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from salescoach.embedding.contract import Embedder, Vectors

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """``similarity`` is a cosine, ``line`` the playbook's line that came nearest."""

    owner: T
    similarity: float
    line: str


@dataclass(frozen=True, slots=True)
class Lines(Generic[T]):
    """Lines, their vectors (one row each) and what each belongs to."""

    texts: tuple[str, ...]
    owners: tuple[T, ...]
    vectors: Vectors

    def nearest(self, vectors: Vectors, count: int = 1) -> list[Match[T]]:
        """The best line of each of the ``count`` nearest owners, over all rows of ``vectors``."""
        if not self.texts or not len(vectors):
            return []
        best = (vectors @ self.vectors.T).max(axis=0)
        found: list[Match[T]] = []
        seen: set[int] = set()
        for place in np.argsort(-best, kind="stable").tolist():
            owner = self.owners[place]
            if id(owner) in seen:
                continue
            seen.add(id(owner))
            found.append(Match(owner, float(best[place]), self.texts[place]))
            if len(found) == count:
                break
        return found


async def embedded_lines(pairs: Sequence[tuple[str, T]], embedder: Embedder) -> Lines[T]:
    texts = tuple(text for text, _ in pairs)
    return Lines(texts, tuple(owner for _, owner in pairs), await embedder.embed(texts))
