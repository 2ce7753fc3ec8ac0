"""Whether a card may be shown now. A wrong or late card costs more than none.

Pure: the state and the candidate decide, on call time, so a replay at any speed decides alike. A
card that came early and was taken back, because the sentence turned, counts as never shown.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from salescoach.domain.audio import Speaker
from salescoach.domain.events import SuggestionShown
from salescoach.domain.signal import Stage
from salescoach.domain.suggestion import Suggestion, Urgency
from salescoach.pipeline.coach import CARD_CONFIDENCE
from salescoach.pipeline.echo_text import is_echo_of
from salescoach.pipeline.metrics import count_questions, count_words
from salescoach.pipeline.replies import offers_step
from salescoach.pipeline.state import CallState, ShownCard

UNKNOWN_SPEAKER_CONFIDENCE = 80
"""0-100, as on a card. On one mixed channel the words may be the salesperson's own."""

EARLY_CONFIDENCE = 80
"""Words that are still being said have to be plain."""

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

Reason = Literal[
    "off the record",
    "your own words",
    "an echo of your words",
    "small talk",
    "nothing was offered yet",
    "not sure enough",
    "the talk has moved on",
    "muted",
    "voted wrong before",
    "said already",
    "already shown",
    "this turn has its card",
    "cooling down",
    "taken back once",
    "the last card is still being read",
]

FEW_WORDS = 6
_BUYS = re.compile(
    r"\b(?:buy|order|sign|start|pay|take (?:it|one|two|them)|set (?:it|me|us) up|try)\b",
    re.IGNORECASE,
)

_RANK = {Urgency.LOW: 0, Urgency.NORMAL: 1, Urgency.HIGH: 2, Urgency.CRITICAL: 3}

_WORD = re.compile(r"[a-z']+")
_GREETING_WORDS = (
    "hi hey hello morning afternoon evening how thanks thank pleasure meet meeting doing bye "
    "goodbye weekend weather speaking"
)
_COURTEOUS_WORDS = (
    "good day are is it you your there this that i'm i am we're we yes yeah yep sure okay ok "
    "alright right fine great well nice lovely to and oh so too not bad take care see have a one "
    "week the please mm hm uh um"
)
_GREETINGS = frozenset(_GREETING_WORDS.split())
_COURTESIES = _GREETINGS | frozenset(_COURTEOUS_WORDS.split())


@dataclass(frozen=True, slots=True)
class Candidate:
    """A card, who said the words it rests on, and whether they are still being said."""

    card: Suggestion
    speaker: Speaker
    early: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """``reason`` None: the card may be shown."""

    reason: Reason | None

    @property
    def allowed(self) -> bool:
        return self.reason is None


def judge(state: CallState, candidate: Candidate, muted: Collection[str] = frozenset()) -> Verdict:
    """May the card be shown, and if not, why. ``muted``: scripts the user wants no more of."""
    return Verdict(next(_reasons(state, candidate, muted), None))


def _reasons(state: CallState, candidate: Candidate, muted: Collection[str]) -> Iterator[Reason]:
    """Every reason against the card, the plainest first."""
    card = candidate.card
    if state.ended or state.paused_at_ms is not None:
        yield "off the record"
    if candidate.speaker is Speaker.SALESPERSON:
        yield "your own words"
    if card.primary_suggestion.confidence < _least_confidence(candidate):
        yield "not sure enough"
    if state.heard_ms - card.evidence.end_ms > STALE_MS:
        yield "the talk has moved on"
    if is_small_talk(card.evidence.quote):
        yield "small talk"
    if _is_early_yes(state, candidate):
        yield "nothing was offered yet"
    if _is_echo(state, card):
        yield "an echo of your words"
    if card.script_id in muted:
        yield "muted"
    if any(state.wrong_votes(kind) >= WRONG_VOTES_TO_MUTE for kind in card.highlight_toolkit):
        yield "voted wrong before"
    if card.script_id in state.scripts_said:
        yield "said already"
    for known in state.cards.values():
        yield from _against(known, candidate)
    if _is_being_read(state, candidate):
        yield "the last card is still being read"


def _least_confidence(candidate: Candidate) -> int:
    if candidate.speaker is Speaker.UNKNOWN:
        # Who is speaking is hardly known after the words; before their end it is a guess.
        return 101 if candidate.early else UNKNOWN_SPEAKER_CONFIDENCE
    return EARLY_CONFIDENCE if candidate.early else round(CARD_CONFIDENCE * 100)


def is_small_talk(quote: str) -> bool:
    """Whether the words are nothing but courtesy. A bare "yes" is none: it may accept an offer."""
    words = set(_WORD.findall(quote.lower().replace("’", "'")))
    return not words or (words <= _COURTESIES and bool(words & _GREETINGS))


def _is_early_yes(state: CallState, candidate: Candidate) -> bool:
    """Whether the few words only answer what the salesperson asked before anything was offered: an
    hour to be rung back at is no purchase."""
    card = candidate.card
    if not card.context.buying_signal or card.context.call_stage is not Stage.OPENING:
        return False
    if candidate.speaker is not Speaker.CUSTOMER or count_words(card.evidence.quote) > FEW_WORDS:
        return False
    before = [turn for turn in state.turns.values() if turn.start_ms < card.evidence.start_ms]
    last = max(before, key=lambda turn: turn.start_ms, default=None)
    if last is None or last.speaker is not Speaker.SALESPERSON:
        return False
    if offers_step(last.text) or _BUYS.search(last.text):
        return False
    return count_questions(last.text) > 0 and _BUYS.search(card.evidence.quote) is None


def _is_echo(state: CallState, card: Suggestion) -> bool:
    """Whether the customer's channel only carried what the salesperson was saying."""
    said = card.evidence
    return any(
        turn.speaker is Speaker.SALESPERSON
        and is_echo_of(turn, said.quote, said.start_ms, said.end_ms)
        for turn in state.recent_turns(4)
    )


def _against(known: ShownCard, candidate: Candidate) -> Iterator[Reason]:
    card, shown = candidate.card, known.shown
    same_turn = shown.evidence.turn_id == card.evidence.turn_id
    if known.outcome == "turned":
        if candidate.early and same_turn:
            yield "taken back once"
        return
    if card.script_id is not None and shown.script_id == card.script_id:
        yield "already shown"
    if shown.primary_suggestion.text == card.primary_suggestion.text:
        yield "already shown"
    if not card.highlight_toolkit or shown.highlight_toolkit != card.highlight_toolkit:
        return
    if same_turn:
        yield "this turn has its card"
    if card.evidence.end_ms - shown.evidence.end_ms < CATEGORY_COOLDOWN_MS:
        yield "cooling down"


def _is_being_read(state: CallState, candidate: Candidate) -> bool:
    last = state.cards.get(state.current_card or "")
    if last is None or last.outcome != "shown":
        return False
    since = candidate.card.evidence.end_ms - last.shown.evidence.end_ms
    if since >= reading_ms(last.shown):
        return False
    return candidate.early or not _outranks(candidate.card, last.shown)


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
