"""The trained heads: from an utterance's features to a calibrated probability for every label.

A linear layer, trained on our own example bank (`make train`); its weights are small data that
lies beside this file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

import numpy as np

from salescoach.embedding.contract import Vectors
from salescoach.pipeline.features import Utterance, features, split_rows, without_context

FILE = "heads.npz"


@dataclass(frozen=True, slots=True)
class Heads:
    """``weights`` has a row for each label, a column for each feature. ``temperature`` above 1
    takes back the confidence that training gave too much."""

    labels: tuple[str, ...]
    weights: Vectors
    bias: Vectors
    vocabulary: Mapping[str, int]
    idf: Vectors
    temperature: float

    def probabilities(
        self, utterances: Sequence[Utterance], vectors: Vectors
    ) -> list[dict[str, float]]:
        """For each utterance a probability for every label; they sum to 1. ``vectors`` holds the
        ``texts()`` of the utterances one after another."""
        if not utterances:
            return []
        # What was said before can settle a "yes", but must not drown words that speak for
        # themselves: both readings count half.
        owned = list(zip(utterances, split_rows(utterances, vectors), strict=True))
        heard = [features(u, v, self.vocabulary, self.idf) for u, v in owned]
        alone = [without_context(u, v, self.vocabulary, self.idf) for u, v in owned]
        shares = (self._shares(np.stack(heard)) + self._shares(np.stack(alone))) / 2
        return [
            {label: float(share) for label, share in zip(self.labels, row, strict=True)}
            for row in shares
        ]

    def _shares(self, table: Vectors) -> Vectors:
        scores = (table @ self.weights.T + self.bias) / self.temperature
        scores -= scores.max(axis=1, keepdims=True)
        shares: Vectors = np.exp(scores)
        shares /= shares.sum(axis=1, keepdims=True)
        return shares


def load_heads() -> Heads:
    """The heads that come with the product."""
    path = resources.files("salescoach.pipeline").joinpath(FILE)
    with path.open("rb") as file, np.load(file, allow_pickle=False) as content:
        terms = [str(term) for term in content["terms"]]
        return Heads(
            labels=tuple(str(label) for label in content["labels"]),
            weights=content["weights"].astype(np.float32),
            bias=content["bias"].astype(np.float32),
            vocabulary={term: place for place, term in enumerate(terms)},
            idf=content["idf"].astype(np.float32),
            temperature=float(content["temperature"]),
        )
