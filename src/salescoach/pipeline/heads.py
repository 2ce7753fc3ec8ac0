"""The trained heads: from an utterance to a calibrated probability for every label.

The trained upper layers read the utterance by itself and, when it is short, after the line it
answers; a linear head reads its vector and words. Their opinions are averaged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from salescoach.embedding.contract import Embedder, Heard, Judge, Scores
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

    async def probabilities(
        self, utterance: Utterance, parts: Sequence[str] = ()
    ) -> list[dict[str, float]]:
        """A probability for every label, for the utterance and then for each of its parts; they
        sum to 1."""
        alone, *answers = readings(utterance)
        judged = await self.model.judge(
            [Heard(alone.text, parts=tuple(parts)), *(Heard(a.text, a.before) for a in answers)]
        )
        answering = [scores[0] for scores in judged[1:]]
        vectors = await self.model.embed([utterance.text, *parts])
        found: list[dict[str, float]] = []
        for place, text in enumerate((utterance.text, *parts)):
            words = self.words.scores(text, vectors[place])
            scores = combined(judged[0][place], answering if place == 0 else (), words)
            found.append(self.calibration.shares(scores))
        return found


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
