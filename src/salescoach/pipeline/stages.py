"""Where the conversation stands.

Each turn is weighed by a trained layer and by the playbook's own lines; from turn to turn a stage
tends to stay, and a new one has to lead clearly before it takes over. Calls move backwards too.

The reading depends on the call's state alone: a turn that grows replaces what it said before, and
a call rebuilt from its log stands where it stood.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from salescoach.domain.signal import Evidence, SignalKind, Stage
from salescoach.domain.turn import Turn
from salescoach.embedding.contract import Embedder, Vectors
from salescoach.pipeline.index import PlaybookIndex
from salescoach.pipeline.stage_heads import (
    STAGES,
    HeardTurn,
    StageHeads,
    count_of,
    judged,
    stage_features,
)
from salescoach.pipeline.state import CallState

WINDOW = 40
"""Turns that are looked at: what lies before them has long faded."""

LEAD = 0.1
"""By how much another stage must lead the current one, of 1."""

WEIGHT = 0.9
"""How much one turn counts against what was known before."""

WORDLESS = 3
"""A turn of fewer words says nothing about the stage."""

OBJECTION_BONUS, BUYING_BONUS = 2.0, 1.5
"""What a found signal adds for its stage, times its confidence."""

LINES_WEIGHT, LINES_SHARPNESS = 0.3, 9.0
LINES_FROM, LINES_FULL = 0.4, 0.7
"""How much the playbook's own lines count, from which similarity on, and when in full."""

UNTRAINED_LINES_WEIGHT = 1.0
"""Without trained heads the playbook's lines are all there is."""

_START = np.array([0.90, 0.06, 0.01, 0.02, 0.01], dtype=np.float32)
_LONG_AGO = 10_000
_BONUS = {
    SignalKind.OBJECTION: (Stage.OBJECTION, OBJECTION_BONUS),
    SignalKind.BUYING_SIGNAL: (Stage.CLOSE, BUYING_BONUS),
}


def untrained_transitions() -> Vectors:
    """A stage stays; whatever comes next is as likely as anything else."""
    stay = 0.8
    table: Vectors = np.full((len(STAGES), len(STAGES)), (1 - stay) / (len(STAGES) - 1), np.float32)
    np.fill_diagonal(table, stay)
    return table


@dataclass(frozen=True, slots=True)
class StageReading:
    """``entered_at_ms`` is where the stage began and ``evidence`` what was said there; both are
    about a change, and None when the stage is the one that was."""

    stage: Stage
    confidence: float
    evidence: Evidence | None
    entered_at_ms: int | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    text: str
    vector: Vectors
    near: Vectors
    """How near the playbook's lines of each stage come."""


class StageTracker:
    """Reads the stage from a call's state. What it remembers only saves work."""

    def __init__(
        self, index: PlaybookIndex, embedder: Embedder, heads: StageHeads | None = None
    ) -> None:
        self._index = index
        self._embedder = embedder
        self._heads = heads
        self._known: dict[str, _Known] = {}

    async def read(self, state: CallState) -> StageReading:
        turns = [turn for turn in state.recent_turns(WINDOW) if turn.text]
        current = state.stage
        await self._learn(turns)
        if not turns:
            return StageReading(current, float(_START[STAGES.index(current)]), None)
        shares = self._shares(turns, state)
        last = shares[-1]
        here = STAGES.index(current)
        leader = int(np.argmax(last))
        if leader == here or last[leader] - last[here] < LEAD:
            return StageReading(current, round(float(last[here]), 3), None)
        first = len(turns) - 1
        while first > 0 and int(np.argmax(shares[first - 1])) == leader:
            first -= 1
        began = next(
            turn
            for turn in turns[first:]
            if turn.start_ms >= state.stage_entered_ms or turn is turns[-1]
        )
        evidence = Evidence(began.id, began.text, began.start_ms, began.end_ms)
        confidence = round(float(last[leader]), 3)
        entered = max(began.start_ms, state.stage_entered_ms)
        return StageReading(STAGES[leader], confidence, evidence, entered)

    async def _learn(self, turns: Sequence[Turn]) -> None:
        missing = [
            turn
            for turn in turns
            if (known := self._known.get(turn.id)) is None or known.text != turn.text
        ]
        vectors = await self._embedder.embed([judged(turn.text) for turn in missing])
        for turn, vector in zip(missing, vectors, strict=True):
            near = self._near(vector[np.newaxis])
            self._known[turn.id] = _Known(turn.text, vector, near)
        here = {turn.id for turn in turns}
        self._known = {name: known for name, known in self._known.items() if name in here}

    def _near(self, vectors: Vectors) -> Vectors:
        matches = self._index.stages.nearest(vectors, len(STAGES))
        found = {match.owner.stage: match.similarity for match in matches}
        return np.array([found.get(stage, 0.0) for stage in STAGES], dtype=np.float32)

    def _shares(self, turns: Sequence[Turn], state: CallState) -> Vectors:
        """For each turn, how likely each stage is after it; rows sum to 1."""
        fitting = self._fitting(turns, state)
        transitions = self._heads.transitions if self._heads else untrained_transitions()
        whole = len(turns) == len(state.turns)
        share = _START if whole else np.full(len(STAGES), 1 / len(STAGES), np.float32)
        shares: list[Vectors] = []
        for place, row in enumerate(fitting):
            if place:
                share = transitions.T @ share
            share = share * np.exp(WEIGHT * (row - row.max()))
            share = share / share.sum()
            shares.append(share)
        return np.stack(shares)

    def _fitting(self, turns: Sequence[Turn], state: CallState) -> Vectors:
        known = [self._known[turn.id] for turn in turns]
        fitting = np.zeros((len(turns), len(STAGES)), np.float32)
        weight = UNTRAINED_LINES_WEIGHT
        if self._heads is not None:
            fitting = self._heads.log_likelihoods(_rows(turns, known, len(state.turns)))
            weight = LINES_WEIGHT
        for place, each in enumerate(known):
            fitting[place] += weight * _by_lines(each.near)
        places = {turn.id: place for place, turn in enumerate(turns)}
        for place, bonus in _bonuses(state, places):
            fitting[place] += bonus
        for place, turn in enumerate(turns):
            if count_of(turn.text) < WORDLESS:
                fitting[place] = 0
        return fitting


def _rows(turns: Sequence[Turn], known: Sequence[_Known], all_turns: int) -> list[Vectors]:
    words = 0 if len(turns) == all_turns else _LONG_AGO
    rows: list[Vectors] = []
    before: HeardTurn | None = None
    for turn, each in zip(turns, known, strict=True):
        heard = HeardTurn(turn.speaker, turn.text, each.vector, words)
        rows.append(stage_features(heard, before))
        words += count_of(turn.text)
        before = heard
    return rows


def _by_lines(near: Vectors) -> Vectors:
    """How the playbook's own lines put it: nothing when none comes near."""
    shares = np.exp(LINES_SHARPNESS * (near - near.max()))
    shares /= shares.sum()
    certain = float(np.clip((near.max() - LINES_FROM) / (LINES_FULL - LINES_FROM), 0.0, 1.0))
    weighed: Vectors = certain * np.log(shares + 0.05)
    return weighed


def _bonuses(state: CallState, places: Mapping[str, int]) -> list[tuple[int, Vectors]]:
    """What the signals found in a turn add to it: of each kind the surest."""
    best: dict[tuple[int, SignalKind], float] = {}
    for signal in state.signals:
        place = places.get(signal.evidence.turn_id)
        if place is not None and signal.kind in _BONUS:
            key = (place, signal.kind)
            best[key] = max(best.get(key, 0.0), signal.confidence)
    found: list[tuple[int, Vectors]] = []
    for (place, kind), confidence in best.items():
        stage, bonus = _BONUS[kind]
        row = np.zeros(len(STAGES), np.float32)
        row[STAGES.index(stage)] = bonus * confidence
        found.append((place, row))
    return found
