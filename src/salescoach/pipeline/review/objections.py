"""How each objection was met, and what became of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from salescoach.domain.audio import Speaker
from salescoach.domain.events import SignalHeard
from salescoach.domain.review import HandledObjection, Handling
from salescoach.domain.signal import Evidence, ObjectionType
from salescoach.domain.turn import Turn
from salescoach.pipeline.metrics import CUT_IN_WORDS, count_words, questions_in
from salescoach.pipeline.metrics_call import answer_to, evidence_of, pause_before
from salescoach.pipeline.review.ended import Ended, how_it_ended, went_elsewhere
from salescoach.pipeline.review.quotes import quoted
from salescoach.pipeline.review.reading import Reading, names_a_day
from salescoach.pipeline.review.steps_after import (
    brings_others_in,
    steps_after,
    steps_with_others,
)
from salescoach.pipeline.review.words import OBJECTION_NAMES, seconds
from salescoach.pipeline.state import ShownCard

_TAKEN_IN = re.compile(
    r"\b(?:i (?:hear|understand|see|get|appreciate)|understood|of course|fair|makes? sense|sure|"
    r"that's a good|good (?:question|point)|i'd (?:feel|think)|you're right|totally|absolutely)\b",
    re.IGNORECASE,
)


_PROPOSES = re.compile(
    r"^(?:(?:so|and|well|okay|ok|then|of course|sure)[,.]? ){0,2}"
    r"(?:shall|should|can|could|would|will|does|do|is|are|how about|what about|"
    r"why don't|which day|when)\b",
    re.IGNORECASE,
)
_PRESSES = re.compile(
    r"\b(?:can|could|will|won't|can't|couldn't) (?:you|we) (?:not )?just\b|\bcan you not\b|"
    r"\b(?:what )?if i (?:could |can )?(?:got?|get|did|do|drop(?:ped)?|knock(?:ed)?|t[oa]ke?)\b|"
    r"\bwould you (?:go for it|take it|sign|buy)\b|"
    r"^(?:(?:well|okay|ok|so|and)[,.]? )*(?:have|do|let|get|take) (?:a|an|the|it|me|us)\b[^?]*$",
    re.IGNORECASE,
)
"""Pushes, haggles or tells them to think: it asks nothing about the objection."""
_OFFERS = re.compile(
    r"\b(?:can|could|shall|may|should) (?:i|we) (?:just )?(?:drop|send|pop|email|mail|text|come|"
    r"bring|give|book|put|set|get|show|ping|call|ring)\b",
    re.IGNORECASE,
)
_ANSWERED_BY_A_DAY = (ObjectionType.AUTHORITY, ObjectionType.TIMING)


@dataclass(frozen=True, slots=True)
class Met:
    """``reply``: the answer with what follows it. ``asked``: the question in it, when there was
    one. ``step``: what settled it, or would have: words that take the answer, or a step towards
    buying. ``again``: where it was raised once more. ``past``: what was said instead of an
    answer."""

    heard: SignalHeard
    type: ObjectionType
    turn: Turn
    answer: Turn | None
    reply: tuple[Turn, ...]
    pause_ms: int | None
    asked: Evidence | None
    taken_in: bool
    said_next: Turn | None
    step: Evidence | None
    again: Evidence | None
    past: Turn | None
    card: ShownCard | None
    handling: Handling

    @property
    def name(self) -> str:
        return OBJECTION_NAMES[self.type]


def objections_met(reading: Reading) -> list[Met]:
    merged = _merged(reading)
    return [_met(heard, merged[place + 1 :], reading) for place, heard in enumerate(merged)]


def told(met: Met, reading: Reading) -> HandledObjection:
    return HandledObjection(
        type=met.type,
        handling=met.handling,
        text=_story(met, reading),
        evidence=reading.said(met.heard.evidence),
        answer=met.asked or (evidence_of(met.answer) if met.answer else None),
        pause_ms=met.pause_ms,
    )


def _merged(reading: Reading) -> list[SignalHeard]:
    """One objection that goes on over turns of the customer's is one."""
    found: list[SignalHeard] = []
    for heard in reading.objections:
        if heard.objection_type is None:
            continue
        known = next((e for e in reversed(found) if e.objection_type is heard.objection_type), None)
        if known is not None:
            before, now = reading.turn(known), reading.turn(heard)
            answer = answer_to(before, reading.turns)
            if answer is None or answer.start_ms >= now.start_ms:
                continue
        found.append(heard)
    return found


def _met(heard: SignalHeard, later: Sequence[SignalHeard], reading: Reading) -> Met:
    assert heard.objection_type is not None
    turn = reading.turn(heard)
    at_once_after = answer_to(turn, reading.turns)
    again = next((each for each in later if each.objection_type is heard.objection_type), None)
    answer = _about_it(reading, heard, at_once_after, again)
    passed_over = answer is not None and went_elsewhere(answer, turn)
    until = _until(turn, answer, at_once_after, later)
    steps = {} if passed_over else steps_after(reading, answer, until)
    steps |= steps_with_others(reading, heard, turn)
    ended = Ended() if answer is None else how_it_ended(reading, heard, answer, later, steps)
    handling: Handling = "moved_on"
    past = None
    if ended.taken is not None:
        handling = "settled"
    elif ended.again is not None:
        handling = "came_back"
    elif answer is None:
        handling = "unanswered"
    elif passed_over:
        past, answer, handling = answer, None, "unanswered"
    reply = reading.from_answer(answer) if answer else ()
    asked = next((evidence_of(t, q) for t in at_once(reply) for q in _questions(t, heard)), None)
    return Met(
        heard=heard,
        type=heard.objection_type,
        turn=turn,
        answer=answer,
        reply=reply,
        pause_ms=None
        if answer is None or answer is not at_once_after or reading.timing != "full"
        else pause_before(answer, turn, reading.turns),
        asked=asked,
        taken_in=any(_TAKEN_IN.search(each.text) for each in reply),
        said_next=reading.after(reply[-1], Speaker.CUSTOMER) if reply else None,
        step=None if ended.taken is None else reading.said(ended.taken),
        again=ended.again,
        past=past,
        card=_card_of(heard, reading),
        handling=handling,
    )


def _about_it(
    reading: Reading, heard: SignalHeard, answer: Turn | None, again: SignalHeard | None
) -> Turn | None:
    """What answered an objection that others decide: the turn that brings them in, where what came
    at once was a statement. Once it has come ``again``, that is what is answered."""
    if answer is None or heard.objection_type is not ObjectionType.AUTHORITY:
        return answer
    if any(questions_in(each.text) for each in reading.from_answer(answer)):
        return answer
    until = None if again is None else reading.place(reading.turn(again))
    later = (
        turn
        for turn in reading.turns[reading.place(answer) : until]
        if turn.speaker is Speaker.SALESPERSON and brings_others_in(turn.text)
    )
    return next(later, answer)


def _card_of(heard: SignalHeard, reading: Reading) -> ShownCard | None:
    """The turn's card; the one about this objection where the turn has several."""
    cards = [c for c in reading.cards if c.shown.evidence.turn_id == heard.evidence.turn_id]
    about = (c for c in cards if c.shown.context.objection_type is heard.objection_type)
    several = sum(e.evidence.turn_id == heard.evidence.turn_id for e in reading.objections) > 1
    return next(about, None if several or not cards else cards[0])


def at_once(reply: Sequence[Turn]) -> tuple[Turn, ...]:
    """The reply as far as it goes before more than a word of acknowledgement was said and answered:
    what is asked after a defence does not meet the objection any more."""
    for place, turn in enumerate(reply):
        if count_words(turn.text) >= CUT_IN_WORDS:
            return tuple(reply[: place + 1])
    return tuple(reply)


def _questions(turn: Turn, heard: SignalHeard) -> list[str]:
    """What is asked about the objection: a day is proposed to whoever cannot decide alone, or not
    now; to all others it is no question about theirs."""
    asked = [each for each in questions_in(turn.text) if not _PRESSES.search(each)]
    if heard.objection_type in _ANSWERED_BY_A_DAY:
        return asked
    return [
        each
        for each in asked
        if not _OFFERS.search(each) and not (_PROPOSES.search(each) and names_a_day(each))
    ]


def _until(
    turn: Turn, answer: Turn | None, at_once_after: Turn | None, later: Sequence[SignalHeard]
) -> int | None:
    """When the next objection came after what answers this one."""
    since = answer.start_ms if answer and answer is not at_once_after else 0
    return next(
        (
            each.evidence.start_ms
            for each in later
            if each.evidence.turn_id != turn.id and each.evidence.start_ms >= since
        ),
        None,
    )


def _story(met: Met, reading: Reading) -> str:
    if met.past is not None:
        return f"You went on to something else: {quoted(met.past.text)}"
    if met.answer is None:
        if met.turn.id == reading.turns[-1].id:
            return "The call ended on it."
        return "It got no answer."
    how = f"You asked {quoted(met.asked.quote)}" if met.asked else "You answered with a statement"
    if met.pause_ms is not None:
        how += f" after {seconds(met.pause_ms)}"
    if met.again is not None:
        at = reading.clock(met.again.start_ms)
        how += f"; it came back at {at}: {quoted(reading.said(met.again).quote)}"
    if met.step is not None:
        return f"{how}; then, at {reading.clock(met.step.start_ms)}: {quoted(met.step.quote)}"
    return how if met.again is not None else f"{how}."
