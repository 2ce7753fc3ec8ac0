"""The coach: from what was just said to the one thing worth saying now.

Every coach, embedded or backed by a model, has this shape. The embedded one chooses words from the
playbook; it writes none of its own about the product.
"""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from salescoach.domain.audio import Speaker
from salescoach.domain.guidance import Guidance
from salescoach.domain.playbook import Category, Playbook, Script
from salescoach.domain.signal import ObjectionType, Sentiment, Signal, SignalKind
from salescoach.domain.slots import name_competitor
from salescoach.domain.suggestion import (
    PrimarySuggestion,
    Source,
    Suggestion,
    SuggestionContext,
    Urgency,
    card_of_fact,
)
from salescoach.domain.turn import Turn
from salescoach.pipeline.answering import FACT_SIMILARITY, Answered, answered
from salescoach.pipeline.competitors import Named
from salescoach.pipeline.fitting import fitting
from salescoach.pipeline.guide import compose_guidance, next_objective, stage_of
from salescoach.pipeline.index import PlaybookIndex
from salescoach.pipeline.rivals import likened, weighed
from salescoach.pipeline.signals import Reading
from salescoach.pipeline.state import CallState

CARD_CONFIDENCE = 0.6
"""A signal this sure may bring a card: a wrong one costs more than none."""

SURE_PURCHASE = 0.9
"""From here a buying signal is taken up, though they ask something beside it."""

NAMED_WITHIN_TURNS = 12
"""How far back a competitor that was named is still the one spoken of."""

ANSWERING_FACTS = 2
"""In guidance, among the points to talk about."""


@dataclass(frozen=True, slots=True)
class CallView:
    """The moment a coach is asked about: the call so far, the turn that was just said, and what
    was read in it. ``muted``: scripts the user wants no more of."""

    state: CallState
    turn: Turn
    reading: Reading
    muted: frozenset[str] = frozenset()

    def spent(self) -> frozenset[str]:
        """Scripts that are no use now: shown, said or muted."""
        shown = {
            card.shown.script_id
            for card in self.state.cards.values()
            if card.outcome != "turned" and card.shown.script_id is not None
        }
        return frozenset({*shown, *self.state.scripts_said, *self.muted})


class Coach(Protocol):
    def advise(self, view: CallView, playbook: Playbook) -> AsyncIterator[Suggestion | Guidance]:
        """Cards in the order of their worth: the first that may be shown is shown."""
        ...


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
            fit = fitting(self._index, view.state)
            yield compose_guidance(view.state, playbook, self._answers(view), fit)
            return
        for card in self.cards(view, playbook):
            yield card

    def cards(self, view: CallView, playbook: Playbook) -> Iterator[Suggestion]:
        """What the turn calls for, the most particular first: what the user wrote about a
        competitor that it names, a fact for what it asks, a script for what it means."""
        if view.turn.speaker is Speaker.SALESPERSON:
            return
        yield from self._about_competitor(view, playbook)
        sure = (one for one in view.reading.signals if one.confidence >= CARD_CONFIDENCE)
        signals = sorted(sure, key=lambda signal: -signal.confidence)
        answer = answered(self._index, view.turn, view.reading)
        asked_first = not any(_comes_before_answers(each) for each in signals)
        if answer is not None and asked_first:
            yield _fact_card(answer, view, playbook)
        for signal in signals:
            category = category_of(signal, playbook)
            script = self._script(category, view) if category is not None else None
            if category is not None and script is not None:
                said = replace(script, text=self._wording(script, self._named(signal), view))
                yield _script_card(signal, category, said, view, playbook)
                break
        if answer is not None and not asked_first:
            yield _fact_card(answer, view, playbook)

    def _about_competitor(self, view: CallView, playbook: Playbook) -> Iterator[Suggestion]:
        """What the user wrote about one that is weighed against the offer, however the heads hear
        the sentence; else about one that a sure signal names in other words."""
        reading = view.reading
        found = weighed(view.turn, reading.pieces, reading.signals, self._index.names)
        if found is not None:
            yield _competitor_card(*found, view, playbook)
            return
        for signal in sorted(reading.signals, key=lambda signal: -signal.confidence):
            named = self._named(signal) if signal.confidence >= CARD_CONFIDENCE else None
            if named is not None:
                yield _competitor_card(signal, named, view, playbook)

    def _script(self, category: Category, view: CallView) -> Script | None:
        """The script whose triggers come nearest, of those that are not spent."""
        matches = self._index.triggers.nearest(
            view.reading.vectors, len(self._index.triggers.texts)
        )
        ranked = [match.owner[1] for match in matches if match.owner[0].id == category.id]
        ranked += [script for script in category.scripts if script not in ranked]
        spent = view.spent()
        return next((script for script in ranked if script.id not in spent), None)

    def _named(self, signal: Signal) -> Named | None:
        """The competitor that the signal's words name, where that is what they are about."""
        if signal.objection_type is ObjectionType.COMPETITOR:
            return self._index.names.find(signal.evidence.quote, expected=True)
        if signal.kind is SignalKind.QUESTION:
            return likened(signal.evidence.quote, self._index.names)
        return None

    def _wording(self, script: Script, named: Named | None, view: CallView) -> str:
        """The script's text; where it speaks of a competitor, of the one named now or last."""
        naming = self._index.naming.get(script.id)
        if naming is None:
            return script.text
        for turn in (view.turn, *reversed(view.state.recent_turns(NAMED_WITHIN_TURNS))):
            if named is None and turn.speaker is not Speaker.SALESPERSON:
                named = self._index.names.find(turn.text)
        return name_competitor(naming, named.competitor.name) if named else script.text

    def _answers(self, view: CallView) -> list[str]:
        """Facts that speak to what the customer has just said, best first."""
        if view.turn.speaker is Speaker.SALESPERSON:
            return []
        matches = self._index.facts.nearest(view.reading.vectors, ANSWERING_FACTS)
        return [
            each.owner.text
            for each in matches
            if each.similarity >= FACT_SIMILARITY and card_of_fact(each.owner.id) not in view.muted
        ]


def _comes_before_answers(signal: Signal) -> bool:
    """An objection, or a purchase that is surely meant, is met before a question beside it."""
    if signal.kind is SignalKind.BUYING_SIGNAL:
        return signal.confidence >= SURE_PURCHASE
    return signal.kind is SignalKind.OBJECTION


def blank_card(view: CallView, playbook: Playbook, source: Source) -> Suggestion | None:
    """A card that only lacks its words, for a customer's turn that deserves advice: what an
    engine that writes its own words starts from. None for any other turn."""
    if view.turn.speaker is Speaker.SALESPERSON:
        return None
    kinds = (SignalKind.OBJECTION, SignalKind.BUYING_SIGNAL, SignalKind.QUESTION)
    sure = (
        signal
        for signal in view.reading.signals
        if signal.kind in kinds and signal.confidence >= CARD_CONFIDENCE
    )
    signal = max(sure, key=lambda signal: signal.confidence, default=None)
    if signal is None:
        return None
    category = category_of(signal, playbook)
    objection = signal.kind is SignalKind.OBJECTION
    return Suggestion(
        primary_suggestion=PrimarySuggestion(
            text="",
            reasoning=_occasion(signal, category),
            confidence=round(signal.confidence * 100),
            urgency=Urgency.HIGH if objection else Urgency.NORMAL,
        ),
        context=_context(view, signal),
        highlight_toolkit=(category.id,) if category is not None else (),
        next_move=_next_move(view.state, playbook, signal),
        evidence=signal.evidence,
        source=source,
    )


def _occasion(signal: Signal, category: Category | None) -> str:
    if signal.kind is SignalKind.QUESTION:
        return "They asked, and your facts hold no ready answer."
    if signal.kind is SignalKind.BUYING_SIGNAL:
        return "Buying signal."
    return f"{category.name} objection." if category is not None else "Objection."


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
        next_move=_next_move(view.state, playbook, signal),
        evidence=signal.evidence,
        source=Source.LOCAL,
        script_id=script.id,
    )


def _competitor_card(
    signal: Signal, named: Named, view: CallView, playbook: Playbook
) -> Suggestion:
    objection = signal.kind is SignalKind.OBJECTION
    category = category_of(signal, playbook)
    return Suggestion(
        primary_suggestion=PrimarySuggestion(
            text=named.competitor.say,
            reasoning=f"They named {named.competitor.name}: “{named.quote}”",
            confidence=round(signal.confidence * 100),
            urgency=Urgency.HIGH if objection else Urgency.NORMAL,
        ),
        context=_context(view, signal if objection else None),
        highlight_toolkit=(category.id,) if category is not None else (),
        next_move=_next_move(view.state, playbook, signal),
        evidence=signal.evidence,
        source=Source.LOCAL,
    )


def _fact_card(answer: Answered, view: CallView, playbook: Playbook) -> Suggestion:
    signal, match = answer.question, answer.match
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
        next_move=_next_move(view.state, playbook, signal),
        evidence=signal.evidence,
        source=Source.LOCAL,
        script_id=card_of_fact(match.owner.id),
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


def _next_move(state: CallState, playbook: Playbook, signal: Signal) -> str:
    """What the moment calls for: an objection is met first, also in the call's first minute."""
    goal = next_objective(state, playbook, stage_of(signal.kind))
    return goal.text if goal is not None else "Agree on the next step and its date."
