"""Every day the two sides settled on, once each, whoever proposed it, moved it and said it last.

"Monday at nine?" "Monday, no. Tuesday's better." "Tuesday the first, half eight?" "Half eight.
Grand." is one day with one hour: the last that was named and not turned down.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from salescoach.domain.audio import Speaker
from salescoach.domain.turn import Turn
from salescoach.pipeline.due_dates import Due
from salescoach.pipeline.metrics import count_words, questions_in
from salescoach.pipeline.review.quotes import sentences
from salescoach.pipeline.review.reading import Reading
from salescoach.pipeline.review.said_back import AgreedDay, days_said_back, named_with_it
from salescoach.pipeline.time_words import HOUR, MONTH, NO_AMOUNT, ORDINAL, WEEKDAY

_DAY = re.compile(
    rf"\b(?:{WEEKDAY}|tomorrow|(?:{MONTH}) \d|\d{{1,2}} (?:{MONTH})|{ORDINAL})\b", re.IGNORECASE
)
_WEEKDAY = re.compile(rf"\b(?:{WEEKDAY})\b", re.IGNORECASE)
_HOUR = re.compile(
    rf"\b(?:at|about|around|say|like) (?P<hour>(?:half (?:past )?|quarter (?:past|to) )?{HOUR}"
    rf"(?: (?:thirty|fifteen|forty five))?){NO_AMOUNT}\b",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"(?:by|before|until|till|no later|from|since|after)\b", re.IGNORECASE)
_YES = re.compile(
    r"^(?:(?:oh|ah|well|um|uh|and|so|then|right|okay|ok)\b[,. ]*)*(?:yes|yeah|yep|yup|aye|ya|sure|"
    r"of course|absolutely|perfect|grand|great|lovely|brilliant|beauty|deal|done|good|fine|"
    r"okay|ok|alright|all right|too easy|no (?:worries|problem)|sounds (?:good|great)|that(?:'s|"
    r" is|'ll be|'d be)? (?:works|suits|fine|good|grand|great|perfect|lovely)|works|suits|"
    r"(?:put|pencil|book) (?:me|us|her|him|them|it)\b|do)\b",
    re.IGNORECASE,
)
_BUT = re.compile(
    r"\b(?:no|not|never|but|can't|cannot|won't|don't|unless|if|let me|i'll have to|depends|maybe|"
    r"might|think about|check|ask)\b",
    re.IGNORECASE,
)
_HOUR_TAKEN = re.compile(
    r"^(?:(?:\w+ ){0,4}\w+)(?:,? (?:is|'s|works|suits|would be|will be))?(?: (?:okay|ok|fine|good|"
    r"grand|great|perfect|lovely))?[.,!]",
    re.IGNORECASE,
)
_OFFER = re.compile(
    r"\b(?:i'll|we'll|i could|we could|i can|we can|we'd be|we would be|shall|let's|how about|"
    r"what about|would|could|suit|pencil|put you|see you)\b",
    re.IGNORECASE,
)
_TENTATIVE = re.compile(
    r"\b(?:maybe|perhaps|possibly|might|provisional\w*|tentative\w*|not sure|don't know yet|"
    r"depends|(?:i can|i could|i'll|i will|i'd have to|let me|have to) "
    r"(?:ask|check|see if|find out))\b",
    re.IGNORECASE,
)
BESIDE_DAY = 3
ASKS_FIRST_WITHIN = 4
YES_WORDS = 14
"""A yes of more words may be about something else."""


@dataclass(frozen=True, slots=True)
class Settled:
    """``lines``: those that named the day, in order."""

    agreed: AgreedDay
    due: Due
    lines: tuple[Turn, ...]


def settled_days(reading: Reading) -> list[Settled]:
    """In the order they were settled. A day without a date in the calendar is none, and what is due
    by a day is no appointment."""
    by_day: dict[date, list[AgreedDay]] = {}
    found = [*days_said_back(reading), *_answered(reading)]
    for each in sorted(found, key=lambda one: max(map(reading.place, (one.offer, one.answer)))):
        if each.due is not None and each.due.on is not None and not _is_limit(reading, each):
            by_day.setdefault(each.due.on, []).append(each)
    told = [_merged(reading, each) for each in by_day.values()]
    return [each for each in told if not _moved_on(reading, each, told)]


def _is_limit(reading: Reading, each: AgreedDay) -> bool:
    """Or was taken with a doubt."""
    on = each.due.on if each.due else None
    last = max(map(reading.place, (each.offer, each.answer)))
    if _TENTATIVE.search(reading.turns[last].text.replace("’", "'")):
        return True
    return any(
        due.on == on and _UNTIL.match(due.words)
        for turn in (each.offer, each.answer)
        for due in reading.times[turn.id]
    )


def _merged(reading: Reading, told: list[AgreedDay]) -> Settled:
    """With its hour, where one line named it and others only the day."""
    with_hour = [each for each in told if each.due is not None and each.due.hour]
    chosen = (with_hour or told)[-1]
    lines = {turn.id: turn for each in told for turn in (each.offer, each.answer)}
    assert chosen.due is not None
    ordered = tuple(sorted(lines.values(), key=reading.place))
    due = chosen.due if chosen.due.hour else _with_hour_beside(reading, chosen, chosen.due)
    return Settled(chosen, due, ordered)


def _with_hour_beside(reading: Reading, agreed: AgreedDay, due: Due) -> Due:
    """With the one hour that both lines say beside the day: "Would Wednesday suit, about ten?"
    "Yeah, ten is good." """
    said = sentence_of(reading, agreed.offer, due.on)
    offered = {
        match["hour"].lower()
        for match in _HOUR.finditer(said)
        if re.search(rf"\b{match['hour']}\b", agreed.answer.text, re.IGNORECASE)
    }
    days = {
        each.on
        for each in reading.times[agreed.answer.id]
        if each.names_day and each.on is not None and _WEEKDAY.search(each.words)
    }
    if len(offered) != 1 or len(days) > 1:
        return due
    hour = offered.pop()
    return replace(due, words=f"{due.words} at {hour}", hour=hour)


def sentence_of(reading: Reading, turn: Turn, on: date | None) -> str:
    """The sentence of ``turn`` that names the day ``on``; all of it, where none does."""
    told = [due for due in reading.times[turn.id] if due.on == on and due.names_day]
    found = (each for due in told for each in sentences(turn.text) if due.words in each)
    return next(found, turn.text)


def _moved_on(reading: Reading, each: Settled, told: list[Settled]) -> bool:
    """Whether another day took its place in the same exchange, which turned it down."""
    last = reading.place(each.lines[-1])
    for other in told:
        first = reading.place(other.lines[0])
        if other is each or not last <= first <= last + 1:
            continue
        if any(
            re.search(r"\b(?:no|not|can't|rather|instead|better)\b", t.text, re.IGNORECASE)
            for t in other.lines[:1]
        ):
            return True
    return False


def _answered(reading: Reading) -> Iterator[AgreedDay]:
    """Days that were proposed and taken with a yes that does not name them again."""
    objected = {each.evidence.turn_id for each in reading.objections}
    for place, turn in enumerate(reading.turns[:-1]):
        if turn.speaker is Speaker.UNKNOWN or turn.id in objected:
            continue
        due = _proposed(reading, turn)
        answer = _yes_to(reading, place) if due is not None else None
        if due is None or answer is None or answer.id in objected:
            continue
        if due.on is not None:
            due = replace(due, on=named_with_it(reading, turn, due.words, due.on))
        own = turn if turn.speaker is Speaker.SALESPERSON else answer
        yield AgreedDay(own, answer if own is turn else turn, due)


def _proposed(reading: Reading, turn: Turn) -> Due | None:
    """The one day that the end of a line proposes: as a question, by itself, or beside one."""
    days = [each for each in reading.times[turn.id] if each.names_day and _DAY.search(each.words)]
    if len({each.on for each in days}) != 1:
        return None
    due = days[-1]
    told = sentences(turn.text)
    at = next((n for n, each in enumerate(told) if due.words in each), len(told))
    if at < len(told) - 2:
        return None
    said = told[at] if at < len(told) else turn.text
    alone = count_words(said) <= count_words(due.words) + BESIDE_DAY
    asks_beside = at == len(told) - 2 and questions_in(told[-1])
    offers = _OFFER.search(said) and (questions_in(said) or asks_beside)
    beside = asks_beside and _OFFER.search(told[-1])
    return due if offers or beside or (alone and at == len(told) - 1) else None


def _yes_to(reading: Reading, place: int) -> Turn | None:
    """The other's yes: at once, or after a question of theirs that was answered."""
    turn = reading.turns[place]
    for at in range(place + 1, min(place + ASKS_FIRST_WITHIN, len(reading.turns))):
        answer = reading.turns[at]
        if answer.speaker is turn.speaker:
            if questions_in(answer.text):
                return None
            continue
        if answer.speaker is Speaker.UNKNOWN:
            return None
        told = sentences(answer.text.replace("’", "'"))
        if told and all(each.endswith("?") for each in told if count_words(each) > 1):
            if at == place + 1:
                continue
            return None
        first = told[0] if told else ""
        hour = bool(reading.times[answer.id]) and not any(
            each.names_day for each in reading.times[answer.id]
        )
        short = count_words(first) <= YES_WORDS and not _BUT.search(first)
        other = any(each.names_day for each in reading.times[answer.id])
        if short and not other and (_YES.match(first) or (hour and _HOUR_TAKEN.match(first))):
            return answer
        return None
    return None
