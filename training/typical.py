"""Picks the lines of the bank that the coach shows as what a signal is like.

Of short lines that mean one thing only, those that stand nearest to their own label's middle and
far from every other; then as different from each other as can be.
"""

from collections.abc import Sequence

import numpy as np
from training.examples import Example

from salescoach.embedding.contract import Vectors
from salescoach.embedding.model import SentenceModel

LEAST_WORDS, MOST_WORDS = 5, 14
CLEAR, KEPT = 48, 24


def typical_lines(examples: Sequence[Example], labels: Sequence[str]) -> dict[str, list[str]]:
    model = SentenceModel()
    lines = {label: _plain(examples, label) for label in labels}
    rows = {label: np.stack([model.encode(line) for line in lines[label]]) for label in labels}
    middles = {label: rows[label].mean(axis=0) for label in labels}
    found: dict[str, list[str]] = {}
    for label in labels:
        others = np.stack([middles[each] for each in labels if each != label])
        margin = rows[label] @ middles[label] - (rows[label] @ others.T).max(axis=1)
        clear = np.argsort(-margin, kind="stable")[:CLEAR]
        found[label] = [lines[label][clear[place]] for place in _spread(rows[label][clear])]
    return found


def _plain(examples: Sequence[Example], label: str) -> list[str]:
    texts = (each.utterance.text for each in examples if each.label == label and not each.also_ok)
    return sorted({text for text in texts if LEAST_WORDS <= len(text.split()) <= MOST_WORDS})


def _spread(rows: Vectors) -> list[int]:
    chosen = [0]
    while len(chosen) < min(KEPT, len(rows)):
        nearest = (rows @ rows[chosen].T).max(axis=1)
        chosen.append(int(np.argmin(nearest)))
    return sorted(chosen)
