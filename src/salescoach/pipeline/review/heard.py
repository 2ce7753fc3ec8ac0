"""Which signals of a call's log count afterwards: those sure enough for a card, each once."""

import re
from collections.abc import Iterable, Mapping, Sequence

from salescoach.domain.events import SignalHeard
from salescoach.domain.signal import ObjectionType, SignalKind
from salescoach.domain.turn import Turn
from salescoach.pipeline.coach import CARD_CONFIDENCE
from salescoach.pipeline.metrics import count_words
from salescoach.pipeline.review.courtesies import tells_interest
from salescoach.pipeline.review.spoken_of import speaks_of
from salescoach.pipeline.signals import SHORT_TURN_WORDS
from salescoach.pipeline.state import ShownCard

PASSING, PASSING_PLAINLY = 0.8, 0.7
"""What was said in passing, in the midst of a long turn, has to be plainer; less so what money, a
third person or doubt are spoken of in words of their own."""
_PLAIN = (ObjectionType.PRICE, ObjectionType.AUTHORITY, ObjectionType.TRUST)
TIMING = 0.85
"""Days and months are named for many reasons. In the call such a card costs a glance; afterwards it
would be held against them."""


_HALF_HEARTED = re.compile(
    r"^(?:(?:oh|well|yeah|yes|ok|okay|right|mm|er)[,. ]+)*(?:if you (?:like|want|must|say so)|"
    r"you can(?: do)?(?: if you (?:like|want))?|i suppose(?: so)?|whatever|we'll see|"
    r"maybe|fine)\W*$|\bnot (?:promising|agreeing to|signing|committing)\b|\bno promises\b|"
    r"^(?:(?:oh|well|yeah|yes|ok|okay|right|mm)[,. ]+)*you can (?:just )?(?:send|e-?mail|mail|post|"
    r"leave|drop|try)\b(?!.*\b(?:contract|agreement|invoice|proposal|quote)\b)|"
    r"^(?:(?:oh|well|ok|okay|right)[,. ]+)*(?:will do|sure|thanks|thank you)[,. ]+(?:good)?bye\b|"
    r"^(?:(?:yes|yeah|sure|ok|okay)[,. ]+)*(?:go ahead(?! (?:and|with)\b)|send(?:[,. ]+send)*\W*$)|"
    r"^(?:fine|okay|ok|alright)[,. ]+(?:if|whatever)\b|"
    r"\b(?:won't|will not) (?:read|look at) it\b|\bthat's too (?:late|much|far)\b",
    re.IGNORECASE,
)


def is_half_hearted(said: str) -> bool:
    """Whether a customer lets something happen without wanting it."""
    return _HALF_HEARTED.search(said.replace("’", "'")) is not None or not tells_interest(said)


def once_a_turn(heard: Iterable[SignalHeard], kind: SignalKind) -> tuple[SignalHeard, ...]:
    """The surest of each turn."""
    best: dict[str, SignalHeard] = {}
    for event in heard:
        if event.kind is kind and event.withdrawn:
            best.pop(event.evidence.turn_id, None)
        elif event.kind is kind:
            known = best.get(event.evidence.turn_id)
            if known is None or event.confidence > known.confidence:
                best[event.evidence.turn_id] = event
    return tuple(sorted(best.values(), key=lambda event: event.evidence.start_ms))


def apart(heard: Iterable[SignalHeard], kind: SignalKind) -> tuple[SignalHeard, ...]:
    """Of each turn the surest, and those of another type that rest on other words of it: "too
    dear, and my partner decides" is two."""
    by_turn: dict[str, list[SignalHeard]] = {}
    for event in heard:
        known = by_turn.setdefault(event.evidence.turn_id, [])
        if event.kind is kind and event.withdrawn:
            known[:] = [each for each in known if each.objection_type is not event.objection_type]
        elif event.kind is kind:
            known.append(event)
    kept: list[SignalHeard] = []
    for events in by_turn.values():
        of_turn: list[SignalHeard] = []
        for event in sorted(events, key=lambda each: -each.confidence):
            if not any(_same_objection(event, each) for each in of_turn):
                of_turn.append(event)
        kept += of_turn
    return tuple(sorted(kept, key=lambda event: event.evidence.start_ms))


def _same_objection(one: SignalHeard, other: SignalHeard) -> bool:
    words, others = one.evidence.quote, other.evidence.quote
    return one.objection_type is other.objection_type or words in others or others in words


def sure(
    heard: Iterable[SignalHeard], cards: Sequence[ShownCard], turns: Mapping[str, Turn]
) -> tuple[SignalHeard, ...]:
    """Those that were sure enough for a card, or brought one, and whose words speak of their kind:
    what nobody would have been told of in the call is not held against them afterwards."""
    return tuple(
        event
        for event in heard
        if (
            event.confidence >= _least(event, turns)
            or (not _is_careful(event, turns) and any(_rests_on(card, event) for card in cards))
        )
        and speaks_of(event)
    )


def _least(event: SignalHeard, turns: Mapping[str, Turn]) -> float:
    least = CARD_CONFIDENCE
    if _is_in_passing(event, turns):
        least = PASSING_PLAINLY if event.objection_type in _PLAIN else PASSING
    return max(least, TIMING) if event.objection_type is ObjectionType.TIMING else least


def _is_careful(event: SignalHeard, turns: Mapping[str, Turn]) -> bool:
    """Whether more is asked of it than of a card."""
    return event.objection_type is ObjectionType.TIMING or _is_in_passing(event, turns)


def _is_in_passing(event: SignalHeard, turns: Mapping[str, Turn]) -> bool:
    """Whether a few words of a long turn are all it rests on."""
    said = turns[event.evidence.turn_id].text
    return count_words(said) > SHORT_TURN_WORDS and event.evidence.quote != said


def _rests_on(card: ShownCard, event: SignalHeard) -> bool:
    if card.shown.evidence.turn_id != event.evidence.turn_id:
        return False
    about = card.shown.context
    if event.kind is SignalKind.OBJECTION:
        return about.objection_detected and about.objection_type is event.objection_type
    return event.kind is SignalKind.BUYING_SIGNAL and about.buying_signal
