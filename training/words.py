"""Fits the linear head over an utterance's vector and its words."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression
from training.examples import Example

from salescoach.embedding.contract import Vectors
from salescoach.embedding.model import SentenceModel
from salescoach.pipeline.wording import terms
from salescoach.pipeline.words_head import WordsHead, row_of

STRENGTH = 5.0
LEAST_TERM_COUNT = 3
MOST_STEPS = 1000


def vectors_of(examples: Sequence[Example]) -> Vectors:
    model = SentenceModel()
    return np.stack([model.encode(example.utterance.text) for example in examples])


def fit_words(
    examples: Sequence[Example], vectors: Vectors, labels: Sequence[str], seed: int
) -> WordsHead:
    """``vectors`` has a row for each example."""
    counts = Counter(term for each in examples for term in terms(each.utterance.text))
    chosen = sorted(term for term, count in counts.items() if count >= LEAST_TERM_COUNT)
    vocabulary = {term: place for place, term in enumerate(chosen)}
    rarity = np.array(
        [np.log((1 + len(examples)) / (1 + counts[term])) + 1 for term in chosen], np.float32
    )
    table = np.stack(
        [
            row_of(each.utterance.text, vector, vocabulary, rarity)
            for each, vector in zip(examples, vectors, strict=True)
        ]
    )
    model = LogisticRegression(
        C=STRENGTH, class_weight="balanced", max_iter=MOST_STEPS, random_state=seed
    )
    model.fit(table, [list(labels).index(each.label) for each in examples])
    return WordsHead(
        tuple(labels),
        model.coef_.astype(np.float32),
        model.intercept_.astype(np.float32),
        vocabulary,
        rarity,
    )
