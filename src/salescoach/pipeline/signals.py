"""What a customer's turn means for the sale.

A turn is judged clause by clause, by meaning: the playbook's own triggers first (they are the
user's words), then the trained heads. Every signal quotes the clause it rests on and says why.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from salescoach.domain.audio import Speaker
from salescoach.domain.signal import (
    Evidence,
    ObjectionType,
    Sentiment,
    Signal,
    SignalKind,
)
from salescoach.domain.turn import Turn
from salescoach.embedding.contract import Embedder, Vectors
from salescoach.pipeline.commitments import CommitmentReader
from salescoach.pipeline.index import PlaybookIndex
from salescoach.pipeline.labels import Label, label_of
from salescoach.pipeline.likeness import nearest_example
from salescoach.pipeline.lines import MIN_CLAUSE_WORDS, is_turning, latest_clauses
from salescoach.pipeline.misplaced import is_misplaced
from salescoach.pipeline.sentiment import SentimentReader
from salescoach.pipeline.small_heads import SmallHeads
from salescoach.pipeline.utterance import Utterance
from salescoach.pipeline.verdicts import (
    SAID_CONFIDENCE,
    SIGNAL_THRESHOLD,
    WHOLE,
    Judged,
    Trigger,
    Verdict,
    as_written,
    by_form,
    by_heads,
    by_triggers,
    objects_in_several_ways,
    strongest_each,
    within,
)

NEAREST_SCRIPTS = 12
"""Scripts looked at for each clause; their categories are the labels in question."""

CLAUSE_THRESHOLD = 0.95
"""A clause taken out of its turn has to be clearer: every clause is one more chance to err."""

TURNING_THRESHOLD = 0.6
"""What comes after a "but" is what counts."""

SHORT_TURN_WORDS = 19
"""Up to this length a turn is judged as a whole only, and by what comes after a "but"; unless it
objects in several ways, which hide each other in one breath."""


class Classifier(Protocol):
    """A calibrated probability of every label, for an utterance and then for each of the clauses
    of it that are asked for; they sum to 1."""

    async def probabilities(
        self, utterance: Utterance, parts: Sequence[str] = ()
    ) -> Sequence[Mapping[Label, float]]: ...


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in one turn. ``pieces`` and ``vectors`` (one row each) are kept for the
    coach, which compares the same clauses with its scripts. ``nothing``: how probable it is that
    the turn means nothing for the sale."""

    signals: tuple[Signal, ...]
    pieces: tuple[str, ...]
    vectors: Vectors
    nothing: float = 1.0

    @property
    def strongest(self) -> Signal | None:
        return max(self.signals, key=lambda signal: signal.confidence, default=None)


class SignalReader:
    """Reads the customer's turns of one call against one playbook."""

    def __init__(
        self,
        index: PlaybookIndex,
        embedder: Embedder,
        classifier: Classifier | None = None,
        small_heads: SmallHeads | None = None,
    ) -> None:
        self._index = index
        self._embedder = embedder
        self._classifier = classifier
        self._commitments: CommitmentReader | None = None
        self._sentiment: SentimentReader | None = None
        if small_heads is not None:
            self._commitments = CommitmentReader(embedder, small_heads.promises)
            self._sentiment = SentimentReader(embedder, small_heads.sentiment)

    async def read(
        self,
        turn: Turn,
        before: Sequence[Turn],
        said_on: date | None = None,
        mood: Sentiment = Sentiment.NEUTRAL,
    ) -> Reading:
        """``before``: the turns that came before, oldest first; ``said_on``: the day of the turn,
        which promises count from; ``mood``: how the customer sounded so far."""
        text, pieces = latest_clauses(turn.text)
        turn = replace(turn, text=text)
        judged: list[Judged] = []
        if self._classifier is not None and turn.speaker is not Speaker.SALESPERSON:
            # Judging a text embeds it in the same run, so it comes first.
            judged = await self._judged(turn, pieces, before)
        vectors = await self._embedder.embed(pieces)
        promises: list[Signal] = []
        if self._commitments is not None:
            promises = await self._commitments.read(turn, before, pieces, vectors, said_on)
        if turn.speaker is Speaker.SALESPERSON:
            # Only the customer's words are signals of the customer's mind.
            return Reading(tuple(promises), pieces, vectors)
        triggers = self._nearest_triggers(vectors)
        if self._classifier is None:
            verdicts = by_triggers(triggers) + by_form(pieces)
            nothing = 1 - max((verdict.confidence for verdict in verdicts), default=0.0)
        else:
            verdicts, nothing = by_heads(judged, triggers)
            verdicts = [
                each
                for each in verdicts
                if not is_misplaced(each.label, _words_of(each, turn, pieces), before)
            ]
            said = as_written(pieces, triggers)
            verdicts += said
            if said:
                nothing = min(nothing, 1 - SAID_CONFIDENCE)
        strongest = [self._founded(verdict, vectors) for verdict in strongest_each(verdicts)]
        signals = [_to_signal(verdict, turn, pieces) for verdict in strongest]
        if self._sentiment is not None:
            signals.append(await self._sentiment.read(turn, before, pieces, vectors, mood))
        else:
            signals.append(_sentiment(signals, turn))
        return Reading((*signals, *promises), pieces, vectors, nothing)

    def _founded(self, verdict: Verdict, vectors: Vectors) -> Verdict:
        if verdict.basis:
            return verdict
        rows = vectors if verdict.piece == WHOLE else vectors[verdict.piece : verdict.piece + 1]
        example = nearest_example(self._index.examples, verdict.label, rows)
        basis = f"put as in “{example}”" if example else "how customers put it"
        return replace(verdict, basis=basis)

    def _nearest_triggers(self, vectors: Vectors) -> list[dict[Label, Trigger]]:
        """For each clause, how near the nearest trigger of each label comes."""
        found: list[dict[Label, Trigger]] = []
        for place in range(len(vectors)):
            nearest: dict[Label, Trigger] = {}
            for match in self._index.triggers.nearest(vectors[place : place + 1], NEAREST_SCRIPTS):
                label = label_of(match.owner[0])
                if label is not None and label not in nearest:
                    nearest[label] = Trigger(match.similarity, match.line)
            found.append(nearest)
        return found

    async def _judged(
        self, turn: Turn, pieces: Sequence[str], before: Sequence[Turn]
    ) -> list[Judged]:
        """The whole turn first, then the clauses of one so long that its point could drown, or
        that objects in more than one way."""
        assert self._classifier is not None
        utterance = Utterance(turn.text, before[-1].text if before else "")
        places = [WHOLE]
        long = len(turn.text.split()) > SHORT_TURN_WORDS
        for place, piece in enumerate(pieces if len(pieces) > 1 else ()):
            if len(piece.split()) >= MIN_CLAUSE_WORDS and (long or is_turning(piece)):
                places.append(place)
        parts = [pieces[place] for place in places[1:]]
        tables = await self._classifier.probabilities(utterance, parts)
        clauses_need = (
            TURNING_THRESHOLD if is_turning(pieces[place]) else CLAUSE_THRESHOLD
            for place in places[1:]
        )
        needed = [SIGNAL_THRESHOLD, *clauses_need]
        judged = [Judged(*each) for each in zip(places, needed, tables, strict=True)]
        if len(places) == 1 and len(pieces) > 1 and objects_in_several_ways(tables[0]):
            _, *alone = await self._classifier.probabilities(utterance, pieces)
            judged += [
                Judged(place, TURNING_THRESHOLD, within(tables[0], shares))
                for place, shares in enumerate(alone)
                if len(pieces[place].split()) >= MIN_CLAUSE_WORDS
            ]
        return judged


def _words_of(verdict: Verdict, turn: Turn, pieces: Sequence[str]) -> str:
    return turn.text if verdict.piece == WHOLE else pieces[verdict.piece]


def _to_signal(verdict: Verdict, turn: Turn, pieces: Sequence[str]) -> Signal:
    kind, _, objection = verdict.label.partition(":")
    quote = _words_of(verdict, turn, pieces)
    return Signal(
        kind=SignalKind(kind),
        confidence=round(verdict.confidence, 3),
        evidence=Evidence(turn.id, quote, turn.start_ms, turn.end_ms),
        objection_type=ObjectionType(objection) if objection else None,
        basis=verdict.basis,
    )


def _sentiment(signals: Sequence[Signal], turn: Turn) -> Signal:
    """Without a head: resistance reads as negative, interest as positive; the stronger counts."""
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
