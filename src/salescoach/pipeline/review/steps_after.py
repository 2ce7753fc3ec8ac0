"""What the customer did towards buying once an objection was answered."""

import re

from salescoach.domain.audio import Speaker
from salescoach.domain.events import SignalHeard
from salescoach.domain.signal import Evidence, ObjectionType
from salescoach.domain.turn import Turn
from salescoach.pipeline.metrics_call import evidence_of
from salescoach.pipeline.review.quotes import sentences
from salescoach.pipeline.review.reading import Reading, names_a_day

SETTLES_WITHIN = 2
"""Turns of the customer after the answer began: what they agree to later need not be about it."""
_HOLDS_BACK = re.compile(
    r"\b(?:can't|cannot|couldn't|won't|wouldn't|don't|not sure|i doubt|still|unless|maybe|might|"
    r"perhaps|depends|we'll see|i'd have to|(?:have|need|got) to (?:go|see|think|ask|check|talk)|"
    r"(?:i |we )?said no)\b|^no\b|^not\b",
    re.IGNORECASE,
)
"""Words that leave it open. What they agree to beside them settles nothing."""
_BRINGS_IN = re.compile(
    r"\b(?:(?:two|three|both|all) of (?:you|us)|you (?:two|both)|with you and (?:him|her|them)|"
    r"(?:bring|invite|include|ask|involve) (?:him|her|them|both)|"
    r"(?:have|get) (?:him|her|them|both of you) (?:on|in|there|along|over|to join|with us))\b",
    re.IGNORECASE,
)
_YES = re.compile(
    r"^(?:yes|yeah|yep|sure|of course|i'll|we'll|that works|okay|fine)\b", re.IGNORECASE
)
_WITH_THEM = re.compile(r"\bwith (?:him|her|them)\b", re.IGNORECASE)
_TALKS = re.compile(
    r"\b(?:meet|meeting|speak|talk|sit down|call|chat|demo|visit|session|minutes|a word|"
    r"go (?:through|over)|(?:could|can|shall|should|may) (?:we|i))\b",
    re.IGNORECASE,
)
_LONG_PAST = re.compile(
    r"\b(?:did|had|was|were|used to|last|ago|worked|spoke|met)\b", re.IGNORECASE
)


def brings_others_in(text: str) -> bool:
    """Whether the salesperson wants who else decides to be there."""
    return _BRINGS_IN.search(text) is not None or meets_with_them(text)


def meets_with_them(text: str) -> bool:
    """Whether a talk with others is proposed; "with them" alone may be of anybody."""
    return any(
        _WITH_THEM.search(each)
        and (_TALKS.search(each) or names_a_day(each))
        and not _LONG_PAST.search(each)
        for each in sentences(text)
    )


def steps_after(reading: Reading, answer: Turn | None, until: int | None) -> dict[str, Evidence]:
    """What the customer did towards buying right after ``answer``, before the next objection, by
    its turn."""
    if answer is None:
        return {}
    theirs = [
        turn.id
        for turn in reading.turns
        if turn.speaker is Speaker.CUSTOMER and turn.start_ms >= answer.start_ms
    ][:SETTLES_WITHIN]
    return {
        each.turn_id: each
        for each in sorted(_towards_buying(reading), key=lambda each: -each.start_ms)
        if each.turn_id in theirs
        and (until is None or each.start_ms < until)
        and not _HOLDS_BACK.search(each.quote)
    }


def steps_with_others(reading: Reading, heard: SignalHeard, turn: Turn) -> dict[str, Evidence]:
    """What the customer agreed to where the salesperson brought in who else decides."""
    if heard.objection_type is not ObjectionType.AUTHORITY:
        return {}
    towards = {each.turn_id for each in _towards_buying(reading)}
    found: dict[str, Evidence] = {}
    for place, own in enumerate(reading.turns):
        if place <= reading.place(turn) or own.speaker is not Speaker.SALESPERSON:
            continue
        if not brings_others_in(own.text):
            continue
        after = reading.turns[place + 1 :]
        theirs = [each for each in after if each.speaker is Speaker.CUSTOMER][:SETTLES_WITHIN]
        for each in theirs:
            agreed = next(filter(_agrees, sentences(each.text)), None)
            if each.id in towards and agreed is not None:
                found.setdefault(each.id, evidence_of(each, agreed))
    return found


def _agrees(sentence: str) -> bool:
    """Whether it says yes and holds nothing back."""
    return _YES.match(sentence) is not None and not _HOLDS_BACK.search(sentence)


def _towards_buying(reading: Reading) -> list[Evidence]:
    promised = (
        each.evidence
        for each in reading.promises
        if each.commitment is not None and each.commitment.who is Speaker.CUSTOMER
    )
    return [*(each.evidence for each in reading.buying), *promised]
