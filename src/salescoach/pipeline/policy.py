"""Whether a card may be shown now. A wrong or late card costs more than none.

Pure: the state and the candidate decide, on call time, so a replay at any speed decides alike.
"""

from dataclasses import dataclass

from salescoach.domain.events import SuggestionShown
from salescoach.domain.suggestion import Suggestion, Urgency
from salescoach.pipeline.metrics import count_words
from salescoach.pipeline.state import CallState, ShownCard

READING_WORDS_PER_SECOND = 4.0
LEAST_READING_MS = 3_000
"""Nobody reads a card faster, however short."""

CATEGORY_COOLDOWN_MS = 20_000
"""The same kind of moment, again so soon, is usually the same moment."""

STALE_MS = 6_000
"""Advice on words that ended longer ago (while others have spoken) is about the past."""

EXPIRY_MS = 45_000
EXPIRY_TURNS = 4
"""A card leaves when the talk has moved on by either measure."""

WRONG_VOTES_TO_MUTE = 2

_RANK = {Urgency.LOW: 0, Urgency.NORMAL: 1, Urgency.HIGH: 2, Urgency.CRITICAL: 3}


@dataclass(frozen=True, slots=True)
class Verdict:
    allowed: bool
    reason: str


ALLOWED = Verdict(True, "")


def judge(state: CallState, card: Suggestion) -> Verdict:
    """May ``card`` be shown, and if not, why."""
    moment = card.evidence.end_ms
    if state.ended or state.paused_at_ms is not None:
        return Verdict(False, "off the record")
    if state.heard_ms - moment > STALE_MS:
        return Verdict(False, "the talk has moved on")
    if any(state.wrong_votes(kind) >= WRONG_VOTES_TO_MUTE for kind in card.highlight_toolkit):
        return Verdict(False, "voted wrong before")
    for known in state.cards.values():
        refusal = _against(known, card)
        if refusal is not None:
            return refusal
    last = state.cards.get(state.current_card or "")
    if last is not None and last.outcome == "shown" and not _outranks(card, last.shown):
        since = moment - last.shown.evidence.end_ms
        if since < reading_ms(last.shown):
            return Verdict(False, "the last card is still being read")
    return ALLOWED


def _against(known: ShownCard, card: Suggestion) -> Verdict | None:
    shown = known.shown
    if card.script_id is not None and shown.script_id == card.script_id:
        return Verdict(False, "already shown")
    if shown.primary_suggestion.text == card.primary_suggestion.text:
        return Verdict(False, "already shown")
    same_kind = shown.highlight_toolkit == card.highlight_toolkit and shown.highlight_toolkit
    if same_kind and shown.evidence.turn_id == card.evidence.turn_id:
        return Verdict(False, "this turn has its card")
    since = card.evidence.end_ms - shown.evidence.end_ms
    if same_kind and since < CATEGORY_COOLDOWN_MS:
        return Verdict(False, "cooling down")
    return None


def _outranks(card: Suggestion, shown: SuggestionShown) -> bool:
    return (
        _RANK[card.primary_suggestion.urgency] > _RANK[shown.primary_suggestion.urgency]
        and card.evidence.turn_id != shown.evidence.turn_id
    )


def reading_ms(card: SuggestionShown) -> float:
    words = count_words(card.primary_suggestion.text)
    return max(LEAST_READING_MS, words / READING_WORDS_PER_SECOND * 1000)


def has_expired(state: CallState) -> bool:
    """Whether the card on show is about a moment that has passed."""
    card = state.cards.get(state.current_card or "")
    if card is None:
        return False
    moment = card.shown.evidence.end_ms
    later = sum(1 for turn in state.turns.values() if turn.start_ms > moment)
    return state.heard_ms - moment > EXPIRY_MS or later > EXPIRY_TURNS
