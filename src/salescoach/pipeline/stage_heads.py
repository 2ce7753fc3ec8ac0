"""How likely each stage of a call is by one turn: a small trained layer over what is said, who says
it and what was said before. Training and the live call share the features.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

import numpy as np

from salescoach.domain.audio import Speaker
from salescoach.domain.signal import Stage
from salescoach.embedding.contract import Vectors

FILE = "stage_heads.npz"

STAGES = tuple(Stage)

JUDGED_WORDS = 60
"""Of a longer turn the end is judged: it may have gone through several stages."""

FLAGS_WEIGHT = 1.5
EARLY_WORDS = 40.0
"""The beginning of a call fades with so many words."""

_WORD = re.compile(r"[\w']+")


@dataclass(frozen=True, slots=True)
class HeardTurn:
    """``vector`` is that of ``judged(text)``; ``words_before`` counts the whole call so far."""

    speaker: Speaker
    text: str
    vector: Vectors
    words_before: int


def judged(text: str) -> str:
    """The end of a turn that is looked at."""
    words = text.split()
    return " ".join(words[-JUDGED_WORDS:])


def stage_features(turn: HeardTurn, before: HeardTurn | None) -> Vectors:
    """One row for ``turn`` after ``before``."""
    own = _ownness(turn.speaker)
    asks = float("?" in turn.text)
    answers = 0.0
    earlier = np.zeros_like(turn.vector)
    if before is not None:
        earlier = before.vector
        answers = _ownness(before.speaker) * float("?" in before.text)
    flags = np.array(
        [
            own,
            asks * own,
            asks * (1 - own),
            min(count_of(turn.text), 40) / 40,
            np.exp(-turn.words_before / EARLY_WORDS),
            float(turn.words_before == 0),
            answers,
        ],
        dtype=np.float32,
    )
    return np.concatenate([turn.vector, own * turn.vector, earlier, FLAGS_WEIGHT * flags])


def count_of(text: str) -> int:
    return len(_WORD.findall(text))


def _ownness(speaker: Speaker) -> float:
    """1 for the salesperson, 0 for the customer."""
    return {Speaker.SALESPERSON: 1.0, Speaker.CUSTOMER: 0.0}.get(speaker, 0.5)


@dataclass(frozen=True, slots=True)
class StageHeads:
    """``weights``: a row for each of ``STAGES``. ``prior``: how common each was in training.
    ``transitions``: row, the stage of one turn; column, that of the next."""

    weights: Vectors
    bias: Vectors
    prior: Vectors
    transitions: Vectors

    def log_likelihoods(self, rows: Sequence[Vectors]) -> Vectors:
        """For each row and stage, how well the turn fits, whatever stage is common."""
        scores = np.stack(list(rows)) @ self.weights.T + self.bias
        scores -= scores.max(axis=1, keepdims=True)
        scores -= np.log(np.exp(scores).sum(axis=1, keepdims=True))
        fitting: Vectors = (scores - np.log(self.prior)).astype(np.float32)
        return fitting


def load_stage_heads() -> StageHeads:
    """The ones that come with the product."""
    path = resources.files("salescoach.pipeline").joinpath(FILE)
    with path.open("rb") as file, np.load(file, allow_pickle=False) as content:
        return StageHeads(
            *(
                content[name].astype(np.float32)
                for name in ("weights", "bias", "prior", "transitions")
            )
        )
