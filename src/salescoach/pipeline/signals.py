"""What a customer's turn means for the sale.

A turn is judged clause by clause, by meaning: the playbook's own triggers first (they are the
user's words), then the trained heads. Every signal quotes the clause it rests on and says why.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from salescoach.domain.playbook import Category, Script
from salescoach.domain.signal import (
    Evidence,
    ObjectionType,
    Sentiment,
    Signal,
    SignalKind,
)
from salescoach.domain.turn import Turn
from salescoach.embedding.contract import Embedder, Vectors
from salescoach.pipeline.index import Match, PlaybookIndex
from salescoach.pipeline.lines import clauses

Label = str
"""``objection:<type>``, ``buying_signal``, ``question`` or ``none``."""

QUESTION = "question"
BUYING_SIGNAL = "buying_signal"
NONE = "none"
OBJECTIONS = tuple(f"objection:{kind.value}" for kind in ObjectionType)
LABELS = (*OBJECTIONS, BUYING_SIGNAL, QUESTION, NONE)

TRIGGER_SIMILARITY = 0.62
"""From here a clause counts as a trigger said in other words."""

TRIGGER_SLOPE = 12.0
"""How fast a trigger's confidence grows with similarity; 0.5 at ``TRIGGER_SIMILARITY``."""

SIGNAL_THRESHOLD = 0.5
"""Below this confidence the coach says nothing."""

_QUESTION_START = re.compile(
    r"^(?:and |so |but |well |okay |ok |yeah |um |uh )*"
    r"(?:who|what|when|where|why|how|which|is|are|am|was|were|do|does|did|can|could|will|would|"
    r"should|has|have)\b",
    re.IGNORECASE,
)


class Classifier(Protocol):
    """Trained heads. ``probabilities`` gives, for each clause, a probability for every label,
    from its vector, the vector of the line before it (None at the start) and its words."""

    def probabilities(
        self, texts: Sequence[str], vectors: Vectors, before: Vectors | None
    ) -> list[Mapping[Label, float]]: ...


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in one turn. ``pieces`` and ``vectors`` (one row each) are kept for the
    coach, which compares the same clauses with its scripts."""

    signals: tuple[Signal, ...]
    pieces: tuple[str, ...]
    vectors: Vectors
    trigger: Match[tuple[Category, Script]] | None

    @property
    def strongest(self) -> Signal | None:
        return max(self.signals, key=lambda signal: signal.confidence, default=None)


@dataclass(frozen=True, slots=True)
class _Verdict:
    label: Label
    confidence: float
    piece: int
    basis: str


class SignalReader:
    """Reads the customer's turns of one call against one playbook."""

    def __init__(
        self, index: PlaybookIndex, embedder: Embedder, classifier: Classifier | None = None
    ) -> None:
        self._index = index
        self._embedder = embedder
        self._classifier = classifier

    async def read(self, turn: Turn, before: Sequence[Turn]) -> Reading:
        """``before``: the turns that came before, oldest first."""
        pieces = clauses(turn.text) or (turn.text,)
        context = before[-1].text if before else ""
        texts = (*pieces, turn.text, context) if context else (*pieces, turn.text)
        vectors = await self._embedder.embed(texts)
        own = vectors[: len(pieces)]
        verdicts, trigger = self._by_triggers(pieces, own)
        if self._classifier is not None:
            verdicts += self._by_heads((*pieces, turn.text), vectors, bool(context))
        verdicts += _by_form(pieces)
        signals = [_to_signal(verdict, turn, pieces) for verdict in _strongest_each(verdicts)]
        signals.append(_sentiment(signals, turn))
        return Reading(tuple(signals), pieces, own, trigger)

    def _by_triggers(
        self, pieces: Sequence[str], vectors: Vectors
    ) -> tuple[list[_Verdict], Match[tuple[Category, Script]] | None]:
        verdicts: list[_Verdict] = []
        best: Match[tuple[Category, Script]] | None = None
        for place in range(len(pieces)):
            for match in self._index.triggers.nearest(vectors[place : place + 1], 1):
                label = _label_of(match.owner[0])
                confidence = _trigger_confidence(match.similarity)
                if label is None or confidence < SIGNAL_THRESHOLD:
                    continue
                if best is None or match.similarity > best.similarity:
                    best = match
                basis = f"close to your trigger “{match.line}”"
                verdicts.append(_Verdict(label, confidence, place, basis))
        return verdicts, best

    def _by_heads(
        self, texts: Sequence[str], vectors: Vectors, has_context: bool
    ) -> list[_Verdict]:
        assert self._classifier is not None
        before = vectors[-1] if has_context else None
        found: list[_Verdict] = []
        tables = self._classifier.probabilities(texts, vectors[: len(texts)], before)
        for place, table in enumerate(tables):
            label, probability = max(table.items(), key=lambda item: item[1])
            if label not in (NONE, QUESTION) and probability >= SIGNAL_THRESHOLD:
                piece = min(place, len(texts) - 2)
                found.append(_Verdict(label, probability, piece, "how customers put it"))
        return found


def _label_of(category: Category) -> Label | None:
    if category.signal is SignalKind.OBJECTION and category.objection_type is not None:
        return f"objection:{category.objection_type.value}"
    if category.signal is SignalKind.BUYING_SIGNAL:
        return BUYING_SIGNAL
    return None


def _trigger_confidence(similarity: float) -> float:
    return float(1 / (1 + np.exp(-TRIGGER_SLOPE * (similarity - TRIGGER_SIMILARITY))))


def _by_form(pieces: Sequence[str]) -> list[_Verdict]:
    """Questions, told by their form."""
    found: list[_Verdict] = []
    for place, piece in enumerate(pieces):
        if piece.rstrip().endswith("?"):
            found.append(_Verdict(QUESTION, 0.85, place, "asked as a question"))
        elif _QUESTION_START.match(piece) and len(piece.split()) > 3:
            found.append(_Verdict(QUESTION, 0.55, place, "begins like a question"))
    return found


def _strongest_each(verdicts: Sequence[_Verdict]) -> list[_Verdict]:
    """One verdict for each label: the most confident."""
    best: dict[Label, _Verdict] = {}
    for verdict in verdicts:
        if verdict.label not in best or verdict.confidence > best[verdict.label].confidence:
            best[verdict.label] = verdict
    return sorted(best.values(), key=lambda verdict: -verdict.confidence)


def _to_signal(verdict: _Verdict, turn: Turn, pieces: Sequence[str]) -> Signal:
    kind, _, objection = verdict.label.partition(":")
    quote = pieces[verdict.piece]
    return Signal(
        kind=SignalKind(kind),
        confidence=round(verdict.confidence, 3),
        evidence=Evidence(turn.id, quote, turn.start_ms, turn.end_ms),
        objection_type=ObjectionType(objection) if objection else None,
        basis=verdict.basis,
    )


def _sentiment(signals: Sequence[Signal], turn: Turn) -> Signal:
    """Resistance reads as negative, interest as positive; the stronger one counts."""
    kinds = {signal.kind: signal for signal in reversed(signals)}
    objection = kinds.get(SignalKind.OBJECTION)
    interest = kinds.get(SignalKind.BUYING_SIGNAL)
    sentiment, confidence, quote = Sentiment.NEUTRAL, 0.5, turn.text
    if objection and (not interest or objection.confidence >= interest.confidence):
        sentiment, confidence = Sentiment.NEGATIVE, objection.confidence
        quote = objection.evidence.quote
    elif interest:
        sentiment, confidence = Sentiment.POSITIVE, interest.confidence
        quote = interest.evidence.quote
    return Signal(
        kind=SignalKind.SENTIMENT,
        confidence=confidence,
        evidence=Evidence(turn.id, quote, turn.start_ms, turn.end_ms),
        sentiment=sentiment,
    )
