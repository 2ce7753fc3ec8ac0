"""A card that a language model writes while it is read: one that the embedded coach showed, or
one of its own.

Words replace words only once, by a whole sentence, and grow from there. A card that was used,
dismissed, voted wrong, has expired or left for another is not touched any more; the words of one
that the salesperson may be reading aloud stay as they stand.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from salescoach.domain.events import (
    CallEvent,
    SuggestionUpdated,
    SuggestionWithdrawn,
)
from salescoach.domain.suggestion import Source, Suggestion
from salescoach.domain.turn import Turn
from salescoach.llm.faults import Fault
from salescoach.pipeline.advice import Advice, mentionable, sayable
from salescoach.pipeline.cards import Cards
from salescoach.pipeline.grounding import Grounds
from salescoach.pipeline.policy import has_expired
from salescoach.pipeline.state import CallState, ShownCard

LEAST_WORDS = 5
"""A shorter sentence ("I hear you.") replaces a card only together with the next one."""


@dataclass(frozen=True, slots=True)
class Author:
    """Whose words they are: the engine and the model's name."""

    source: Source
    model: str


@dataclass(frozen=True, slots=True)
class Moment:
    """What the advice is about. ``card_id``: the embedded coach's card on show; without one,
    ``blank`` is a card that only lacks its words."""

    turn: Turn
    blank: Suggestion | None = None
    card_id: str | None = None


class AdvisedCard:
    def __init__(
        self,
        moment: Moment,
        cards: Cards,
        state: CallState,
        emit: Callable[[CallEvent], None],
        grounds: Grounds,
        forbidden: tuple[str, ...],
        latency_ms: Callable[[Turn], int],
    ) -> None:
        self._moment = moment
        self._cards = cards
        self._state = state
        self._emit = emit
        self._grounds = grounds
        self._forbidden = forbidden
        self._latency_ms = latency_ms
        self._id = moment.card_id
        card = self._on_show()
        self._before = card.shown if card is not None else None
        self._words = ""

    @property
    def shown(self) -> bool:
        """Whether words of the model are, or were, on the page."""
        return bool(self._words)

    def grow(self, value: Mapping[str, object], author: Author) -> bool:
        """What stands so far of an ``Advice``. False when the moment has passed."""
        if not self._alive():
            return False
        written = value.get("say")
        if not isinstance(written, str):
            return True
        # A server need not keep the order of the fields: one ends where the next begins.
        complete = list(value)[-1] != "say"
        words = sayable(written, self._grounds, self._forbidden, growing=not complete)
        if len(words.split()) >= LEAST_WORDS or complete:
            return self._show(words, author)
        return True

    def finish(self, advice: Advice, author: Author) -> bool:
        """The whole advice. False when the moment has passed."""
        if not self._alive():
            return False
        if not self._show(sayable(advice.say, self._grounds, self._forbidden), author):
            return False
        card = self._on_show()
        if card is not None and self._words:
            why = mentionable(advice.why, self._grounds)
            main = card.shown.primary_suggestion
            self._emit(
                SuggestionUpdated(
                    id=card.shown.id,
                    primary_suggestion=replace(main, reasoning=why or main.reasoning),
                    next_move=mentionable(advice.next_move, self._grounds) or card.shown.next_move,
                    source=author.source,
                    model=author.model,
                )
            )
        return True

    def fail(self, fault: Fault) -> None:
        """Whole sentences that were shown stay, whatever cut the rest off; not what the model took
        back itself."""
        if fault is not Fault.REFUSED or not self._words or not self._alive():
            return
        if self._before is None:
            self._emit(SuggestionWithdrawn(id=self._id or "", reason="refused"))
            return
        self._emit(
            SuggestionUpdated(
                id=self._before.id,
                primary_suggestion=self._before.primary_suggestion,
                next_move=self._before.next_move,
                source=self._before.source,
            )
        )

    def _show(self, words: str, author: Author) -> bool:
        if not words or words == self._words:
            return True
        if self._id is None:
            return self._show_own(words, author)
        card = self._on_show()
        if card is None:
            return False
        if self._cards.is_read(card):
            return True
        self._words = words
        main = card.shown.primary_suggestion
        if words == main.text:
            return True
        self._emit(
            SuggestionUpdated(
                id=card.shown.id,
                primary_suggestion=replace(main, text=words),
                source=author.source,
                model=author.model,
            )
        )
        return True

    def _show_own(self, words: str, author: Author) -> bool:
        blank, turn = self._moment.blank, self._moment.turn
        if blank is None:
            return False
        main = replace(blank.primary_suggestion, text=words)
        card = replace(blank, primary_suggestion=main)
        shown = self._cards.offer(
            card, turn, early=False, latency_ms=self._latency_ms(turn), model=author.model
        )
        if shown:
            self._id = self._state.current_card
            self._words = words
        return shown

    def _alive(self) -> bool:
        state = self._state
        if state.ended or state.paused_at_ms is not None or state.mode != "suggestion":
            return False
        return self._id is None or (self._on_show() is not None and not has_expired(state))

    def _on_show(self) -> ShownCard | None:
        card = self._cards.on_show()
        if card is None or card.outcome != "shown" or card.shown.id != self._id:
            return None
        return card
