"""The coach: from what was just said to the one thing worth saying now.

Every coach, embedded or backed by a model, has this shape. The embedded one chooses words from the
playbook; it writes none of its own about the product.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from salescoach.domain.audio import Speaker
from salescoach.domain.guidance import Guidance
from salescoach.domain.playbook import Category, Fact, Playbook, Script
from salescoach.domain.signal import Sentiment, Signal, SignalKind
from salescoach.domain.suggestion import (
    PrimarySuggestion,
    Source,
    Suggestion,
    SuggestionContext,
    Urgency,
)
from salescoach.domain.turn import Turn
from salescoach.pipeline.guide import compose_guidance, next_objective
from salescoach.pipeline.index import Match, PlaybookIndex
from salescoach.pipeline.signals import Reading
from salescoach.pipeline.state import CallState

CARD_CONFIDENCE = 0.6
"""A signal this sure may bring a card: a wrong one costs more than none."""

UNKNOWN_SPEAKER_CONFIDENCE = 0.8
"""On one mixed channel the words may be the salesperson's own."""

FACT_SIMILARITY = 0.56
"""A question this near to one that a fact answers is answered by it."""


@dataclass(frozen=True, slots=True)
class CallView:
    """The moment a coach is asked about: the call so far, the turn that was just said, and what
    was read in it."""

    state: CallState
    turn: Turn
    reading: Reading


class Coach(Protocol):
    def advise(
        self, view: CallView, playbook: Playbook
    ) -> AsyncIterator[Suggestion | Guidance]: ...


def category_of(signal: Signal, playbook: Playbook) -> Category | None:
    """The drawer of the toolkit that a signal opens: the first the playbook gives to it."""
    return next(
        (
            category
            for category in playbook.categories
            if category.signal is signal.kind and category.objection_type is signal.objection_type
        ),
        None,
    )


class LocalCoach:
    """The embedded coach. Needs the index of the playbook it is asked about."""

    def __init__(self, index: PlaybookIndex) -> None:
        self._index = index

    async def advise(
        self, view: CallView, playbook: Playbook
    ) -> AsyncIterator[Suggestion | Guidance]:
        if view.state.mode == "guidance":
            yield compose_guidance(view.state, playbook, view.reading)
            return
        if view.turn.speaker is Speaker.SALESPERSON:
            return
        card = self._card(view, playbook)
        if card is not None:
            yield card

    def _card(self, view: CallView, playbook: Playbook) -> Suggestion | None:
        signals = sorted(view.reading.signals, key=lambda signal: -signal.confidence)
        known = view.turn.speaker is not Speaker.UNKNOWN
        least = CARD_CONFIDENCE if known else UNKNOWN_SPEAKER_CONFIDENCE
        for signal in signals:
            category = category_of(signal, playbook)
            if category is None or signal.confidence < least:
                continue
            script = self._script(category, view)
            if script is not None:
                return _script_card(signal, category, script, view, playbook)
        for signal in signals:
            if signal.kind is SignalKind.QUESTION and signal.confidence >= least:
                match = self._fact(signal, view)
                if match is not None:
                    return _fact_card(signal, match, view, playbook)
        return None

    def _script(self, category: Category, view: CallView) -> Script | None:
        """The script whose triggers come nearest, of those not shown in this call yet."""
        shown = {card.shown.script_id for card in view.state.cards.values()}
        matches = self._index.triggers.nearest(
            view.reading.vectors, len(self._index.triggers.texts)
        )
        ranked = [match.owner[1] for match in matches if match.owner[0].id == category.id]
        ranked += [script for script in category.scripts if script not in ranked]
        return next((script for script in ranked if script.id not in shown), None)

    def _fact(self, signal: Signal, view: CallView) -> Match[Fact] | None:
        if signal.evidence.quote not in view.reading.pieces:
            return None
        place = view.reading.pieces.index(signal.evidence.quote)
        rows = view.reading.vectors[place : place + 1]
        match = next(iter(self._index.facts.nearest(rows)), None)
        return match if match is not None and match.similarity >= FACT_SIMILARITY else None


def _script_card(
    signal: Signal, category: Category, script: Script, view: CallView, playbook: Playbook
) -> Suggestion:
    objection = signal.kind is SignalKind.OBJECTION
    what = f"{category.name} objection" if objection else "Buying signal"
    return Suggestion(
        primary_suggestion=PrimarySuggestion(
            text=script.text,
            reasoning=f"{what}: {script.when_to_use}",
            confidence=round(signal.confidence * 100),
            urgency=Urgency.HIGH,
        ),
        context=_context(view, signal),
        highlight_toolkit=(category.id,),
        next_move=_next_move(view.state, playbook),
        evidence=signal.evidence,
        source=Source.LOCAL,
        script_id=script.id,
    )


def _fact_card(
    signal: Signal, match: Match[Fact], view: CallView, playbook: Playbook
) -> Suggestion:
    confidence = min(signal.confidence, match.similarity + 0.2)
    return Suggestion(
        primary_suggestion=PrimarySuggestion(
            text=match.owner.text,
            reasoning=f"They asked; your facts answer it: “{match.line}”",
            confidence=round(confidence * 100),
            urgency=Urgency.NORMAL,
        ),
        context=_context(view, None),
        highlight_toolkit=(),
        next_move=_next_move(view.state, playbook),
        evidence=signal.evidence,
        source=Source.LOCAL,
    )


def _context(view: CallView, signal: Signal | None) -> SuggestionContext:
    objection = signal is not None and signal.kind is SignalKind.OBJECTION
    sentiment = next(
        (s.sentiment for s in view.reading.signals if s.sentiment is not None), Sentiment.NEUTRAL
    )
    return SuggestionContext(
        call_stage=view.state.stage,
        objection_detected=objection,
        objection_type=signal.objection_type if signal is not None and objection else None,
        buying_signal=signal is not None and signal.kind is SignalKind.BUYING_SIGNAL,
        sentiment=sentiment,
    )


def _next_move(state: CallState, playbook: Playbook) -> str:
    goal = next_objective(state, playbook)
    return goal.text if goal is not None else "Agree on the next step and its date."
