"""How a thing is put, as numbers: its words and pairs of words, and the sense of its clauses.

A sentence vector tells what is said; doubt, refusal and promise hide in small words that it hardly
shows. Shared by the small heads, in training and in the live call.
"""

import re
from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from salescoach.embedding.contract import Vectors

_TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|[?!]")


def terms(text: str) -> frozenset[str]:
    """Single words and pairs of neighbours."""
    tokens = _TOKEN.findall(text.lower().replace("’", "'"))
    return frozenset([*tokens, *(f"{first} {second}" for first, second in pairwise(tokens))])


def word_row(said: frozenset[str], vocabulary: Mapping[str, int], rarity: Vectors) -> Vectors:
    """Unit vector of the known terms, each weighted by its rarity."""
    row = np.zeros(len(rarity), dtype=np.float32)
    for term in said:
        if (place := vocabulary.get(term)) is not None:
            row[place] = rarity[place]
    length = float(np.linalg.norm(row))
    return row / length if length else row


def pooled(vectors: Vectors) -> Vectors:
    """The sense of several clauses as one unit vector. ``vectors`` has a row for each."""
    middle: Vectors = vectors.mean(axis=0)
    return middle / max(float(np.linalg.norm(middle)), 1e-12)
