"""The trained heads: from an utterance to a calibrated probability for every label.

The trained upper layers read the utterance by itself and, when it is short, after the line it
answers; a linear head reads its vector and words. Their opinions are averaged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from salescoach.embedding.contract import Embedder, Judge, Scores
from salescoach.pipeline.calibration import Calibration, shipped_calibration
from salescoach.pipeline.utterance import Utterance
from salescoach.pipeline.words_head import WordsHead, shipped_words_head

ANSWER_WORDS = 12
"""Longer words speak for themselves, and reading the line before as well would take too long."""

WORDS_SHARE = 0.5
"""How much the linear head counts."""


class TrainedModel(Embedder, Judge, Protocol):
    """The shipped model."""


@dataclass(frozen=True, slots=True)
class TrainedHeads:
    model: TrainedModel
    words: WordsHead
    calibration: Calibration

    async def probabilities(self, utterances: Sequence[Utterance]) -> list[dict[str, float]]:
        """A probability for every label, for each utterance; they sum to 1."""
        return [await self._shares(each) for each in utterances]

    async def _shares(self, utterance: Utterance) -> dict[str, float]:
        alone, *answering = await self.model.judge(
            [(each.text, each.before) for each in readings(utterance)]
        )
        vector = (await self.model.embed([utterance.text]))[0]
        scores = combined(alone, answering, self.words.scores(utterance.text, vector))
        return self.calibration.shares(scores)


def readings(utterance: Utterance) -> tuple[Utterance, ...]:
    """How the upper layers read it: by itself, and as an answer."""
    alone = Utterance(utterance.text, "")
    if utterance.before and len(utterance.text.split()) <= ANSWER_WORDS:
        return alone, utterance
    return (alone,)


def combined(alone: Scores, answering: Sequence[Scores], words: Scores) -> dict[str, float]:
    """One score for each label. ``words`` are logarithms of probabilities."""
    read = [_logs(each) for each in (alone, *answering)]
    return {
        label: (1 - WORDS_SHARE) * sum(each[label] for each in read) / len(read)
        + WORDS_SHARE * words[label]
        for label in alone
    }


def _logs(scores: Scores) -> Mapping[str, float]:
    """Scores as logarithms of probabilities."""
    found = np.array(list(scores.values()))
    found = found - found.max()
    found = found - np.log(np.exp(found).sum())
    return {label: float(score) for label, score in zip(scores, found, strict=True)}


def load_heads(model: TrainedModel) -> TrainedHeads:
    """The heads that come with the product."""
    return TrainedHeads(model, shipped_words_head(), shipped_calibration())
