"""What the trained heads look at in an utterance. Training and the live call share these lines.

The vectors tell what it is about, the words how it is put: doubt, refusal and assent hide in small
words that a sentence vector hardly shows.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from salescoach.embedding.contract import Vectors

CONTEXT_CHARACTERS = 200
"""Of the line before, its end is what an answer refers to."""

CONTEXT_WEIGHT = 0.5
WORDS_WEIGHT = 1.5

_TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|[?!]")


@dataclass(frozen=True, slots=True)
class Utterance:
    """``before`` is the line before it, empty at the start of a call."""

    text: str
    before: str

    @property
    def joined(self) -> str:
        """Both together: what "yes" means depends on what was asked."""
        return f"{self.before[-CONTEXT_CHARACTERS:]} / {self.text}" if self.before else self.text

    def texts(self) -> tuple[str, ...]:
        """What has to be embedded, in the order that ``features`` expects."""
        return (self.text, self.joined, *((self.before,) if self.before else ()))


def terms(text: str) -> Counter[str]:
    """Single words and pairs of neighbours."""
    tokens = _TOKEN.findall(text.lower().replace("’", "'"))
    pairs = (f"{first} {second}" for first, second in pairwise(tokens))
    return Counter([*tokens, *pairs])


def word_weights(text: str, vocabulary: Mapping[str, int], idf: Vectors) -> Vectors:
    """Unit vector of weighted terms: log of the count times rarity."""
    weights = np.zeros(len(idf), dtype=np.float32)
    for term, count in terms(text).items():
        place = vocabulary.get(term)
        if place is not None:
            weights[place] = (1 + np.log(count)) * idf[place]
    length = float(np.linalg.norm(weights))
    return weights / length if length else weights


def features(
    utterance: Utterance, vectors: Vectors, vocabulary: Mapping[str, int], idf: Vectors
) -> Vectors:
    """One row. ``vectors``: one row for each of ``utterance.texts()``."""
    before = vectors[2] if utterance.before else np.zeros_like(vectors[0])
    words = word_weights(utterance.text, vocabulary, idf)
    return np.concatenate(
        [vectors[0], vectors[1], CONTEXT_WEIGHT * before, WORDS_WEIGHT * words]
    ).astype(np.float32)


def without_context(
    utterance: Utterance, vectors: Vectors, vocabulary: Mapping[str, int], idf: Vectors
) -> Vectors:
    """The row of the same words said at the start of a call. ``vectors`` as for ``features``."""
    bare = Utterance(utterance.text, "")
    return features(bare, np.stack([vectors[0], vectors[0]]), vocabulary, idf)


def split_rows(utterances: Sequence[Utterance], vectors: Vectors) -> list[Vectors]:
    """The vectors of each utterance, out of those of all of them one after another."""
    found: list[Vectors] = []
    at = 0
    for utterance in utterances:
        count = len(utterance.texts())
        found.append(vectors[at : at + count])
        at += count
    return found
