"""The cards of one call: shown when the policy lets them, confirmed or taken back as words finish.

At most one is on show. Whatever is decided rests on the folded state and leaves as an event.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from salescoach.domain.audio import Speaker
from salescoach.domain.events import (
    CallEvent,
    SuggestionShown,
    SuggestionUpdated,
    SuggestionUsed,
    SuggestionWithdrawn,
)
from salescoach.domain.playbook import Playbook
from salescoach.domain.suggestion import Suggestion
from salescoach.domain.turn import Turn
from salescoach.pipeline.early import Meaning, meaning_of, signal_of
from salescoach.pipeline.policy import Candidate, has_expired, judge
from salescoach.pipeline.signals import Reading
from salescoach.pipeline.state import CallState, ShownCard

SAME_MOMENT_MS = 1_000
"""Two hearings of the same words place their beginning this far apart at most."""

OVERLAP_MS = 700
"""So much earlier than the last word an answer may begin."""

WithdrawReason = Literal["expired", "superseded", "sentence_turned", "answered"]


class Cards:
    def __init__(
        self,
        playbook: Playbook,
        muted: frozenset[str],
        state: CallState,
        emit: Callable[[CallEvent], None],
    ) -> None:
        self._playbook = playbook
        self._muted = muted
        self._state = state
        self._emit = emit
        self._speaks_since_ms = -1

    def overhear(self, turn: Turn) -> None:
        """Words that are still being said."""
        if turn.speaker is Speaker.SALESPERSON:
            self._speaks_since_ms = max(self._speaks_since_ms, turn.start_ms)

    def is_read(self, card: ShownCard) -> bool:
        """Whether the salesperson has begun to speak since the card was shown, and so may just be
        reading it aloud."""
        said = (turn for turn in self._state.recent_turns(4) if turn.speaker is Speaker.SALESPERSON)
        began_ms = max((turn.start_ms for turn in said), default=-1)
        return max(began_ms, self._speaks_since_ms) >= card.since_ms

    def on_show(self) -> ShownCard | None:
        return self._state.cards.get(self._state.current_card or "")

    def of_turn(self, turn: Turn) -> ShownCard | None:
        """The card on show that rests on ``turn``. One that came early is known by its moment: an
        engine that was lost hears the same words again under another name."""
        card = self.on_show()
        if card is None or card.outcome != "shown":
            return None
        said = card.shown.evidence
        same_moment = turn.start_ms - SAME_MOMENT_MS <= said.start_ms <= turn.end_ms
        if said.turn_id == turn.id or (not card.confirmed and same_moment):
            return card
        return None

    def would_show(self, card: Suggestion, turn: Turn, *, early: bool = False) -> bool:
        """Whether the policy lets the card be shown now."""
        return judge(self._state, Candidate(card, turn.speaker, early), self._muted).allowed

    def offer(
        self,
        card: Suggestion,
        turn: Turn,
        *,
        early: bool,
        latency_ms: int,
        model: str | None = None,
    ) -> bool:
        """Shows the card, if the policy lets it. ``model``: who wrote it, if not the embedded
        coach."""
        if not self.would_show(card, turn, early=early):
            return False
        previous = self.on_show()
        if previous is not None and previous.outcome == "shown":
            self._withdraw(previous, "superseded")
        self._emit(
            SuggestionShown(
                id=f"c{self._state.cards_shown + 1}",
                primary_suggestion=card.primary_suggestion,
                context=card.context,
                highlight_toolkit=card.highlight_toolkit,
                script_id=card.script_id,
                next_move=card.next_move,
                source=card.source,
                early=early,
                evidence=card.evidence,
                latency_ms=latency_ms,
                model=model,
            )
        )
        return True

    def settle(self, turn: Turn, reading: Reading) -> None:
        """What finished words mean for the card that rests on them; and time, for any card."""
        card = self.of_turn(turn)
        if card is not None:
            meaning = meaning_of(card.shown, reading, self._playbook)
            if meaning is Meaning.GONE or (meaning is Meaning.WEAK and not card.confirmed):
                self._withdraw(card, "sentence_turned")
            elif not card.confirmed:
                self._confirm(card, turn, reading)
        current = self.on_show()
        if current is not None and has_expired(self._state):
            self._withdraw(current, "expired")

    def doubt(self, card: ShownCard, reading: Reading) -> None:
        """What longer, still unfinished words mean for a card that came early."""
        gone = meaning_of(card.shown, reading, self._playbook) is Meaning.GONE
        if gone and not card.confirmed:
            self._withdraw(card, "sentence_turned")

    def vanish(self, turn: Turn) -> None:
        """What seemed to be said was nothing."""
        card = self.of_turn(turn)
        if card is not None and not card.confirmed:
            self._withdraw(card, "sentence_turned")

    def waiting_for_answer(self, turn: Turn) -> ShownCard | None:
        """The card on show, when ``turn`` may answer the objection that it rests on."""
        card = self.on_show()
        if card is None or card.outcome != "shown" or not card.shown.context.objection_detected:
            return None
        return card if turn.start_ms > card.shown.evidence.end_ms - OVERLAP_MS else None

    def note_answered(self) -> None:
        """The objection was answered in the salesperson's own words, or is settled for the
        customer: its card has done its work."""
        card = self.on_show()
        if card is not None and card.outcome == "shown" and card.shown.context.objection_detected:
            self._withdraw(card, "answered")

    def note_said(self) -> None:
        """Cards whose script the salesperson said are used."""
        for card in list(self._state.cards.values()):
            said = card.shown.script_id in self._state.scripts_said
            if said and card.outcome in ("shown", "withdrawn"):
                self._emit(SuggestionUsed(id=card.shown.id, by="heard"))

    def _confirm(self, card: ShownCard, turn: Turn, reading: Reading) -> None:
        """The finished words say what the early card took them to say."""
        shown = card.shown
        signal = signal_of(shown, reading, self._playbook)
        if signal is None:
            # Its words lie further back than what is judged: they were said, that is enough.
            evidence = replace(shown.evidence, turn_id=turn.id)
            self._emit(SuggestionUpdated(id=shown.id, evidence=evidence))
            return
        confidence = round(signal.confidence * 100)
        main = replace(shown.primary_suggestion, confidence=confidence)
        self._emit(
            SuggestionUpdated(id=shown.id, primary_suggestion=main, evidence=signal.evidence)
        )

    def _withdraw(self, card: ShownCard, reason: WithdrawReason) -> None:
        self._emit(SuggestionWithdrawn(id=card.shown.id, reason=reason))
