"""Try it: what the coach would make of a sentence, with the very reader and coach of a live call,
and why.

What a whole call adds (cooldowns, cards shown before, votes) does not apply to one sentence.
"""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from salescoach.domain.audio import Speaker
from salescoach.domain.events import Transcription
from salescoach.domain.playbook import Category, Fact, Playbook, Script
from salescoach.domain.signal import ObjectionType, Sentiment, Signal, SignalKind, Stage
from salescoach.domain.slots import filled
from salescoach.domain.suggestion import Suggestion
from salescoach.domain.turn import Turn
from salescoach.embedding.contract import Embedder
from salescoach.pipeline.coach import (
    FACT_SIMILARITY,
    CallView,
    LocalCoach,
    category_of,
)
from salescoach.pipeline.index import Match, PlaybookIndex, build_index
from salescoach.pipeline.signals import TRIGGER_SIMILARITY, Classifier, Reading, SignalReader
from salescoach.pipeline.state import CallState

CARD_CONFIDENCE = 60
"""0-100: a card less sure is not shown."""

NEAREST = 5
EXAMPLES = 3
INDEXES_KEPT = 4
_TURN_MS = 3_000

Said = tuple[Speaker, str]


@dataclass(frozen=True, slots=True)
class TriedSignal:
    kind: SignalKind
    objection_type: ObjectionType | None
    sentiment: Sentiment | None
    confidence: float
    quote: str
    basis: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TriedCard:
    text: str
    category: str | None
    script_id: str | None
    confidence: int
    reasoning: str
    next_move: str


@dataclass(frozen=True, slots=True)
class NearTrigger:
    """``similarity`` is a cosine, not below 0."""

    category: str
    script_id: str
    line: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Tried:
    signals: tuple[TriedSignal, ...]
    stage: Stage
    card: TriedCard | None
    why: tuple[str, ...]
    nearest: tuple[NearTrigger, ...]


class Trial:
    """Indexes of the playbooks tried last are kept, so that typing on is answered at once."""

    def __init__(self, embedder: Embedder, classifier: Classifier | None = None) -> None:
        self._embedder = embedder
        self._classifier = classifier
        self._indexes: OrderedDict[Playbook, PlaybookIndex] = OrderedDict()

    async def __call__(self, playbook: Playbook, text: str, context: Sequence[Said]) -> Tried:
        """``playbook`` as written, ``text`` the customer's words, ``context`` what was said
        before, oldest first."""
        index = await self._index(filled(playbook))
        reader = SignalReader(index, self._embedder, self._classifier)
        state = CallState()
        for place, (speaker, words) in enumerate([*context, (Speaker.CUSTOMER, text)]):
            before = state.recent_turns(len(state.turns))
            turn = _turn(place, speaker, words)
            state.apply(_heard(turn))
            reading = await reader.read(turn, before)
        view = CallView(state, turn, reading)
        card: Suggestion | None = None
        async for advice in LocalCoach(index).advise(view, index.playbook):
            if card is None and isinstance(advice, Suggestion) and _is_sure(advice):
                card = advice
        near = index.triggers.nearest(reading.vectors, NEAREST)
        return Tried(
            signals=tuple([await self._tried(signal, index) for signal in reading.signals]),
            stage=state.stage,
            card=_card(card),
            why=tuple(_why(index, reading, card, near)),
            nearest=tuple(
                NearTrigger(m.owner[0].id, m.owner[1].id, m.line, _rounded(m.similarity))
                for m in near
            ),
        )

    async def _index(self, playbook: Playbook) -> PlaybookIndex:
        index = self._indexes.pop(playbook, None)
        if index is None:
            index = await build_index(playbook, self._embedder)
        self._indexes[playbook] = index
        while len(self._indexes) > INDEXES_KEPT:
            self._indexes.popitem(last=False)
        return index

    async def _tried(self, signal: Signal, index: PlaybookIndex) -> TriedSignal:
        vectors = await self._embedder.embed([signal.evidence.quote])
        category = category_of(signal, index.playbook)
        near = index.triggers.nearest(vectors, len(index.triggers.texts)) if category else []
        return TriedSignal(
            kind=signal.kind,
            objection_type=signal.objection_type,
            sentiment=signal.sentiment,
            confidence=signal.confidence,
            quote=signal.evidence.quote,
            basis=signal.basis,
            examples=tuple(
                match.line for match in near if category and match.owner[0].id == category.id
            )[:EXAMPLES],
        )


def _turn(place: int, speaker: Speaker, words: str) -> Turn:
    start = place * _TURN_MS
    return Turn(f"t{place + 1}", speaker, words, start, start + _TURN_MS)


def _heard(turn: Turn) -> Transcription:
    return Transcription(
        turn_id=turn.id,
        text=turn.text,
        speaker=turn.speaker,
        is_final=True,
        start_ms=turn.start_ms,
        end_ms=turn.end_ms,
        channel=0 if turn.speaker is Speaker.SALESPERSON else 1,
        committed_ms=turn.end_ms,
    )


def _is_sure(card: Suggestion) -> bool:
    return card.primary_suggestion.confidence >= CARD_CONFIDENCE


def _card(card: Suggestion | None) -> TriedCard | None:
    if card is None:
        return None
    said = card.primary_suggestion
    return TriedCard(
        text=said.text,
        category=next(iter(card.highlight_toolkit), None),
        script_id=card.script_id,
        confidence=said.confidence,
        reasoning=said.reasoning,
        next_move=card.next_move,
    )


def _why(
    index: PlaybookIndex,
    reading: Reading,
    card: Suggestion | None,
    near: Sequence[Match[tuple[Category, Script]]],
) -> Iterator[str]:
    playbook = index.playbook
    opening = [s for s in reading.signals if category_of(s, playbook) is not None]
    for signal in opening:
        yield f"Heard {_name(signal)}, {signal.confidence:.0%} sure: {signal.basis}."
    if not opening:
        yield "No objection and no buying signal was heard in it."
    if card is not None:
        yield _chosen(playbook, card)
    yield from _missed(playbook, reading, card)
    if near:
        match = near[0]
        likeness = "close enough to count as said in other words"
        if match.similarity < TRIGGER_SIMILARITY:
            likeness = f"from {TRIGGER_SIMILARITY:.0%} on it counts as said in other words"
        yield (
            f"The nearest trigger is “{match.line}” of the script “{match.owner[1].name}”, "
            f"{_rounded(match.similarity):.0%} alike; {likeness}."
        )
    if card is None and any(s.kind is SignalKind.QUESTION for s in reading.signals):
        yield _no_fact(index.facts.nearest(reading.vectors))


def _chosen(playbook: Playbook, card: Suggestion) -> str:
    script = next(
        (s for c in playbook.categories for s in c.scripts if s.id == card.script_id), None
    )
    if script is not None:
        return f"So the card is your script “{script.name}”."
    fact = next((f for f in playbook.product.facts if f.text == card.primary_suggestion.text), None)
    if fact is not None:
        return f"So the card is your fact “{fact.id}”: it answers a question like this one."
    return "So the card is what you wrote about the competitor they named."


def _missed(playbook: Playbook, reading: Reading, card: Suggestion | None) -> Iterator[str]:
    if card is not None:
        return
    for signal in reading.signals:
        if signal.kind not in (SignalKind.OBJECTION, SignalKind.BUYING_SIGNAL):
            continue
        if category_of(signal, playbook) is None:
            yield f"No category of yours answers {_name(signal)}, so there is no card."
        elif signal.confidence * 100 < CARD_CONFIDENCE:
            yield (
                f"A card needs {CARD_CONFIDENCE}%, and {_name(signal)} reached "
                f"{signal.confidence:.0%}, so there is none."
            )


def _no_fact(facts: Sequence[Match[Fact]]) -> str:
    if not facts:
        return "It sounds like a question, and no fact of yours answers any yet."
    match = facts[0]
    return (
        f"It sounds like a question. The nearest one that a fact answers is “{match.line}”, "
        f"{_rounded(match.similarity):.0%} alike; {FACT_SIMILARITY:.0%} are needed."
    )


def _name(signal: Signal) -> str:
    if signal.kind is SignalKind.BUYING_SIGNAL:
        return "a buying signal"
    kind = (signal.objection_type or "").replace("ai_concerns", "AI").replace("_", " ")
    return f"an objection ({kind})" if kind else f"a {signal.kind.value.replace('_', ' ')}"


def _rounded(similarity: float) -> float:
    return round(max(0.0, similarity), 3)
