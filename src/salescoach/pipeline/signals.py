"""What a customer's turn means for the sale.

A turn is judged clause by clause, by meaning: the playbook's own triggers first (they are the
user's words), then the trained heads. Every signal quotes the clause it rests on and says why.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

import numpy as np

from salescoach.domain.audio import Speaker
from salescoach.domain.playbook import Category
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
from salescoach.pipeline.likeness import nearest_example
from salescoach.pipeline.lines import MIN_CLAUSE_WORDS, is_turning, latest_clauses
from salescoach.pipeline.misplaced import is_misplaced
from salescoach.pipeline.sentiment import SentimentReader
from salescoach.pipeline.small_heads import SmallHeads
from salescoach.pipeline.utterance import Utterance
from salescoach.pipeline.word_for_word import SAID_SIMILARITY, is_said

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

NEAREST_SCRIPTS = 12
"""Scripts looked at for each clause; their categories are the labels in question."""

BOOST_FROM, BOOST_SLOPE = 0.55, 9.0
"""A trigger at this similarity changes nothing; each tenth above makes its label 2.5 times as
likely."""

SAID_CONFIDENCE = 0.7
"""How sure a trigger said as it is written makes the reading, whatever the heads think."""

SIGNAL_THRESHOLD = 0.4
"""Below this confidence the coach says nothing."""

CLAUSE_THRESHOLD = 0.95
"""A clause taken out of its turn has to be clearer: every clause is one more chance to err."""

TURNING_THRESHOLD = 0.6
"""What comes after a "but" is what counts."""

CLEAR_CLAUSE = 0.5
"""From here a clause is quoted for what its whole turn means."""

SHORT_TURN_WORDS = 19
"""Up to this length a turn is judged as a whole only, and by what comes after a "but"; unless it
objects and no kind of objection has ``ONE_KIND`` of that: two in one breath hide each other."""

ONE_KIND = 0.8

_WHOLE = -1

_QUESTION_START = re.compile(
    r"^(?:and |so |but |well |okay |ok |yeah |um |uh )*"
    r"(?:who|what|when|where|why|how|which|is|are|am|was|were|do|does|did|can|could|will|would|"
    r"should|has|have)\b",
    re.IGNORECASE,
)


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


@dataclass(frozen=True, slots=True)
class _Trigger:
    similarity: float
    line: str


@dataclass(frozen=True, slots=True)
class _Verdict:
    """``piece`` is the clause it rests on, ``_WHOLE`` for the whole turn. ``basis`` is empty when
    it rests on what the heads have learnt."""

    label: Label
    confidence: float
    piece: int
    basis: str


@dataclass(frozen=True, slots=True)
class _Judged:
    """What the heads make of the clause at ``place``, ``_WHOLE`` for the whole turn, how sure they
    have ``needed`` to be, and the triggers that are ``near``."""

    place: int
    needed: float
    shares: Mapping[Label, float]
    near: Mapping[Label, _Trigger] = field(default_factory=dict)


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
        judged: list[_Judged] = []
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
            verdicts = _by_triggers(triggers) + _by_form(pieces)
            nothing = 1 - max((verdict.confidence for verdict in verdicts), default=0.0)
        else:
            verdicts, nothing = _by_heads(judged, triggers)
            verdicts = [
                each
                for each in verdicts
                if not is_misplaced(each.label, _words_of(each, turn, pieces), before)
            ]
            as_written = _as_written(pieces, triggers)
            verdicts += as_written
            if as_written:
                nothing = min(nothing, 1 - SAID_CONFIDENCE)
        strongest = [self._founded(verdict, vectors) for verdict in _strongest_each(verdicts)]
        signals = [_to_signal(verdict, turn, pieces) for verdict in strongest]
        if self._sentiment is not None:
            signals.append(await self._sentiment.read(turn, before, pieces, vectors, mood))
        else:
            signals.append(_sentiment(signals, turn))
        return Reading((*signals, *promises), pieces, vectors, nothing)

    def _founded(self, verdict: _Verdict, vectors: Vectors) -> _Verdict:
        if verdict.basis:
            return verdict
        rows = vectors if verdict.piece == _WHOLE else vectors[verdict.piece : verdict.piece + 1]
        example = nearest_example(self._index.examples, verdict.label, rows)
        basis = f"put as in “{example}”" if example else "how customers put it"
        return replace(verdict, basis=basis)

    def _nearest_triggers(self, vectors: Vectors) -> list[dict[Label, _Trigger]]:
        """For each clause, how near the nearest trigger of each label comes."""
        found: list[dict[Label, _Trigger]] = []
        for place in range(len(vectors)):
            nearest: dict[Label, _Trigger] = {}
            for match in self._index.triggers.nearest(vectors[place : place + 1], NEAREST_SCRIPTS):
                label = _label_of(match.owner[0])
                if label is not None and label not in nearest:
                    nearest[label] = _Trigger(match.similarity, match.line)
            found.append(nearest)
        return found

    async def _judged(
        self, turn: Turn, pieces: Sequence[str], before: Sequence[Turn]
    ) -> list[_Judged]:
        """The whole turn first, then the clauses of one so long that its point could drown, or
        that objects in more than one way."""
        assert self._classifier is not None
        utterance = Utterance(turn.text, before[-1].text if before else "")
        places = [_WHOLE]
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
        judged = [_Judged(*each) for each in zip(places, needed, tables, strict=True)]
        if len(places) == 1 and len(pieces) > 1 and _objects_in_several_ways(tables[0]):
            _, *alone = await self._classifier.probabilities(utterance, pieces)
            judged += [
                _Judged(place, TURNING_THRESHOLD, _within(tables[0], shares))
                for place, shares in enumerate(alone)
                if len(pieces[place].split()) >= MIN_CLAUSE_WORDS
            ]
        return judged


def _objects_in_several_ways(shares: Mapping[Label, float]) -> bool:
    kinds = [shares.get(label, 0.0) for label in OBJECTIONS]
    return sum(kinds) >= SIGNAL_THRESHOLD and max(kinds) < ONE_KIND * sum(kinds)


def _within(whole: Mapping[Label, float], clause: Mapping[Label, float]) -> Mapping[Label, float]:
    """A clause tells which objection it is; how sure it is that there is one, the turn tells."""
    sure = sum(whole.get(label, 0.0) for label in OBJECTIONS)
    shares = {
        label: share * sure if label in OBJECTIONS else share for label, share in clause.items()
    }
    return {**shares, NONE: shares.get(NONE, 0.0) + 1 - sum(shares.values())}


def _words_of(verdict: _Verdict, turn: Turn, pieces: Sequence[str]) -> str:
    return turn.text if verdict.piece == _WHOLE else pieces[verdict.piece]


def _by_heads(
    judged: Sequence[_Judged], triggers: Sequence[Mapping[Label, _Trigger]]
) -> tuple[list[_Verdict], float]:
    """What the heads say once triggers are weighed in: one that comes near makes its label
    likelier, alone it proves nothing. Also how probable it is that nothing is there."""
    whole, *parts = [_weighed(each, triggers) for each in judged]
    found = [verdict for part in parts for verdict in _verdicts(part)]
    for verdict in _verdicts(whole):
        # The words to quote are those of the clause that says it most clearly.
        clearest = max(parts, key=lambda part: part.shares[verdict.label], default=whole)
        clear = clearest.shares[verdict.label] >= CLEAR_CLAUSE
        found.append(replace(verdict, piece=clearest.place) if clear else verdict)
    nothing = min(part.shares.get(NONE, 0.0) for part in (whole, *parts))
    return found, nothing


def _as_written(
    pieces: Sequence[str], triggers: Sequence[Mapping[Label, _Trigger]]
) -> list[_Verdict]:
    """Triggers that were said as the user wrote them, the nearest of each clause."""
    found: list[_Verdict] = []
    for place, (piece, nearest) in enumerate(zip(pieces, triggers, strict=True)):
        label = max(nearest, key=lambda each: nearest[each].similarity, default=NONE)
        if label != NONE and is_said(nearest[label].line, piece, nearest[label].similarity):
            basis = f"your trigger “{nearest[label].line}”, as you wrote it"
            found.append(_Verdict(label, SAID_CONFIDENCE, place, basis))
    return found


def _weighed(judged: _Judged, triggers: Sequence[Mapping[Label, _Trigger]]) -> _Judged:
    whole = judged.place == _WHOLE
    near = _nearest_of_all(triggers) if whole else dict(triggers[judged.place])
    weighed = {
        label: share * _boost(near[label].similarity if label in near else 0.0)
        for label, share in judged.shares.items()
    }
    total = sum(weighed.values()) or 1.0
    shares = {label: weight / total for label, weight in weighed.items()}
    return replace(judged, shares=_as_said(shares, near), near=near)


def _as_said(
    shares: Mapping[Label, float], near: Mapping[Label, _Trigger]
) -> Mapping[Label, float]:
    """When a trigger was said in its own words, the user knows better than the heads which
    objection it is. Whether it is one at all is not for it to say: words that push back in one
    place answer a question in another."""
    said = max(near, key=lambda label: near[label].similarity, default=NONE)
    if said not in OBJECTIONS or near[said].similarity < SAID_SIMILARITY:
        return shares
    objection = sum(shares.get(label, 0.0) for label in OBJECTIONS)
    others = {label: share for label, share in shares.items() if label not in OBJECTIONS}
    if objection <= max(others.values(), default=0.0):
        return shares
    return {**shares, **dict.fromkeys(OBJECTIONS, 0.0), said: objection}


def _verdicts(judged: _Judged) -> list[_Verdict]:
    """What the words mean, if they mean anything. Objections count together until it is clear
    that it is one."""
    shares = judged.shares
    objection = sum(shares.get(label, 0.0) for label in OBJECTIONS)
    others = {label: share for label, share in shares.items() if label not in OBJECTIONS}
    label = max(others, key=lambda each: others[each])
    weight = others[label]
    if objection > weight:
        label = max(OBJECTIONS, key=lambda each: shares.get(each, 0.0))
        weight = objection
    if label == NONE or weight < judged.needed:
        return []
    trigger = judged.near.get(label)
    near = trigger is not None and trigger.similarity >= TRIGGER_SIMILARITY
    basis = f"close to your trigger “{trigger.line}”" if trigger is not None and near else ""
    return [_Verdict(label, shares[label], judged.place, basis)]


def _boost(similarity: float) -> float:
    return float(np.exp(BOOST_SLOPE * max(0.0, similarity - BOOST_FROM)))


def _nearest_of_all(
    triggers: Sequence[Mapping[Label, _Trigger]],
) -> dict[Label, _Trigger]:
    best: dict[Label, _Trigger] = {}
    for nearest in triggers:
        for label, trigger in nearest.items():
            if label not in best or trigger.similarity > best[label].similarity:
                best[label] = trigger
    return best


def _by_triggers(triggers: Sequence[Mapping[Label, _Trigger]]) -> list[_Verdict]:
    """Without heads a near trigger is all there is to go by."""
    found: list[_Verdict] = []
    for place, nearest in enumerate(triggers):
        for label, trigger in nearest.items():
            confidence = _trigger_confidence(trigger.similarity)
            if confidence >= SIGNAL_THRESHOLD:
                basis = f"close to your trigger “{trigger.line}”"
                found.append(_Verdict(label, confidence, place, basis))
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
