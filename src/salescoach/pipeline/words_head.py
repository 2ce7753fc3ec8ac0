"""A linear head over an utterance's vector and its words, beside the trained upper layers.

It sees little but errs otherwise than they do: together the two are right more often, and less
often sure of what is wrong. Its weights are small data that lies beside this file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np

from salescoach.embedding.contract import Scores, Vectors
from salescoach.pipeline.wording import terms, word_row

FILE = "words.npz"
WORDS_WEIGHT = 1.5


def row_of(text: str, vector: Vectors, vocabulary: Mapping[str, int], rarity: Vectors) -> Vectors:
    """What the head sees; training and the live call share this line."""
    return np.concatenate([vector, WORDS_WEIGHT * word_row(terms(text), vocabulary, rarity)])


@dataclass(frozen=True, slots=True)
class WordsHead:
    """``weights`` has a row for each label, a column for each number of ``row_of``."""

    labels: tuple[str, ...]
    weights: Vectors
    bias: Vectors
    vocabulary: Mapping[str, int]
    rarity: Vectors

    def scores(self, text: str, vector: Vectors) -> Scores:
        """Logarithms of probabilities."""
        row = row_of(text, vector, self.vocabulary, self.rarity)
        found = self.weights @ row + self.bias
        found = found - found.max()
        found = found - np.log(np.exp(found).sum())
        return {label: float(score) for label, score in zip(self.labels, found, strict=True)}

    def save(self, target: Path) -> None:
        with target.open("wb") as file:
            np.savez_compressed(
                file,
                labels=np.array(self.labels),
                weights=self.weights.astype(np.float16),
                bias=self.bias,
                terms=np.array(list(self.vocabulary)),
                rarity=self.rarity.astype(np.float16),
            )


def shipped_words_head() -> WordsHead:
    path = resources.files("salescoach.pipeline").joinpath(FILE)
    with path.open("rb") as file, np.load(file, allow_pickle=False) as content:
        return WordsHead(
            labels=tuple(str(label) for label in content["labels"]),
            weights=content["weights"].astype(np.float32),
            bias=content["bias"].astype(np.float32),
            vocabulary={str(term): place for place, term in enumerate(content["terms"])},
            rarity=content["rarity"].astype(np.float32),
        )
