"""Where the conversation stands.

Each turn is compared by meaning with lines typical of each stage; the evidence fades slowly, and a
new stage has to lead clearly before it takes over. Calls move backwards too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from salescoach.domain.signal import Evidence, Signal, SignalKind, Stage
from salescoach.domain.turn import Turn
from salescoach.embedding.contract import Vectors
from salescoach.pipeline.index import PlaybookIndex

MEMORY = 0.72
"""How much of the earlier evidence outlives one turn."""

LEAD = 0.12
"""By how much another stage must lead the current one."""

SHARPNESS = 9.0
"""How strongly the nearest stage outweighs the others in one turn."""

WORDLESS = 3
"""A turn of fewer words says nothing about the stage."""

OBJECTION_WEIGHT = 1.4
BUYING_WEIGHT = 1.4
"""What a found objection or buying signal adds for its stage, beside the turn's own weight of 1."""


@dataclass(frozen=True, slots=True)
class StageReading:
    stage: Stage
    confidence: float
    evidence: Evidence | None


class StageTracker:
    """Evidence for each stage, updated turn by turn. Its memory is rebuilt from the turns of a
    log by hearing them again."""

    def __init__(self, index: PlaybookIndex) -> None:
        self._index = index
        self._weights: dict[Stage, float] = dict.fromkeys(Stage, 0.0)
        self._weights[Stage.OPENING] = 1.0

    def hear(
        self, turn: Turn, vectors: Vectors, signals: Sequence[Signal], current: Stage
    ) -> StageReading:
        """The stage after ``turn``; ``current`` unless another one leads clearly."""
        if len(turn.text.split()) >= WORDLESS:
            likeness = self._likeness(vectors)
            for stage in Stage:
                self._weights[stage] = self._weights[stage] * MEMORY + likeness[stage]
        for signal in signals:
            if signal.kind is SignalKind.OBJECTION:
                self._weights[Stage.OBJECTION] += OBJECTION_WEIGHT * signal.confidence
            elif signal.kind is SignalKind.BUYING_SIGNAL:
                self._weights[Stage.CLOSE] += BUYING_WEIGHT * signal.confidence
        total = sum(self._weights.values()) or 1.0
        shares = {stage: weight / total for stage, weight in self._weights.items()}
        leader = max(shares, key=lambda stage: shares[stage])
        if leader is not current and shares[leader] - shares[current] >= LEAD:
            evidence = Evidence(turn.id, turn.text, turn.start_ms, turn.end_ms)
            return StageReading(leader, round(shares[leader], 3), evidence)
        return StageReading(current, round(shares[current], 3), None)

    def _likeness(self, vectors: Vectors) -> Mapping[Stage, float]:
        """How much the turn sounds like each stage; sums to 1."""
        matches = self._index.stages.nearest(vectors, len(Stage))
        found = {match.owner.stage: match.similarity for match in matches}
        similarities = np.array([found.get(stage, 0.0) for stage in Stage])
        weights = np.exp(SHARPNESS * (similarities - similarities.max()))
        weights /= weights.sum()
        # A turn that resembles nothing should move nothing.
        weights *= float(np.clip(similarities.max() / 0.6, 0.0, 1.0)) ** 2
        return {stage: float(weight) for stage, weight in zip(Stage, weights, strict=True)}
