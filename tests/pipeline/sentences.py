"""The shipped sentence model without its thread, loaded once for all tests."""

from collections.abc import Sequence
from functools import cache

import numpy as np

from salescoach.embedding.contract import Vectors
from salescoach.embedding.model import DIMENSIONS, SentenceModel


@cache
def _model() -> SentenceModel:
    return SentenceModel()


@cache
def _vector(text: str) -> Vectors:
    return _model().encode(text)


class Sentences:
    dimensions = DIMENSIONS

    async def embed(self, texts: Sequence[str]) -> Vectors:
        return np.stack([_vector(text) for text in texts])

    async def keep(self, texts: Sequence[str]) -> None:
        await self.embed(texts)
