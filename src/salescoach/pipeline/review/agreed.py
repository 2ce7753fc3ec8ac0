"""The day both sides settled on: one named it, the other took it up."""

import re
from collections.abc import Iterator
from dataclasses import replace

from salescoach.domain.audio import Speaker
from salescoach.domain.review import NextStep, Outcome
from salescoach.domain.turn import Turn
from salescoach.pipeline.due_dates import Due
from salescoach.pipeline.metrics import questions_in
from salescoach.pipeline.metrics_call import evidence_of
from salescoach.pipeline.review.day_deeds import done_on
from salescoach.pipeline.review.outcome import Ending
from salescoach.pipeline.review.quotes import sentences
from salescoach.pipeline.review.reading import Reading, names_a_day
from salescoach.pipeline.review.said_back import (
    AgreedDay,
    day_said_back,
    named_with_it,
    takes_part,
)
from salescoach.pipeline.time_words import CLOCK, MARK, NO_AMOUNT, WEEKDAYS

_NO = re.compile(
    r"\b(?:no|not|don't|can't|cannot|won't|couldn't|unfortunately|busy|away|rather)\b",
    re.IGNORECASE,
)
_ELSE = re.compile(
    r"\b(?:how (?!about|would|is\b|are\b)|what (?!about|day|time|if|would)|who|why)\b",
    re.IGNORECASE,
)
"""Asks for something that no day answers, even where it names one."""
_PROPOSES = re.compile(
    r"\b(?:let's|let us|i(?:'d| would) (?:suggest|propose)|i(?:'ve| have)(?: got)?|i can do|"
    r"see you|(?:would |will )?(?:works?|suits?)\b)",
    re.IGNORECASE,
)
_THEIRS = re.compile(
    r"\b(?:can|could|may|should|do) (?:we|i) (?:expect|have|get)\b|\b(?:p\.?o\.?|purchase order|"
    r"order|signature|signed?|payment|pay|invoice|deposit)\b",
    re.IGNORECASE,
)
"""What is due from the customer by that day."""
_AT = rf"{CLOCK}{MARK}?(?!\w){NO_AMOUNT}"
_MOVED = re.compile(
    rf"\b(?:make (?:it|that)|rather|prefer)(?: (?:have|do|say|at|it))* (?P<moved>{_AT})|"
    rf"\b(?P<better>{_AT})(?: is|'s|’s| would be| suits (?:me|us)| works)? better\b(?! than)|"
    r"^(?:(?:and|or|so|then|maybe|say|okay|ok|yes|yeah|sure|great|fine|how about|what about|"
    rf"at|about|around)\b\W*)*(?P<bare>{_AT})(?:\W+(?:then|please|sharp))*\W*$",
    re.IGNORECASE,
)
_NOT_AT = re.compile(
    r"\b(?:not|can[’']t|cannot|couldn[’']t|won[’']t|wouldn[’']t|never)\b", re.IGNORECASE
)
_NOW = re.compile(r"(?:right |straight )?(?:now|away)\b|as we speak|immediately", re.IGNORECASE)
_HOUR_LEAD = re.compile(r"(?:at|by|around|about|before|after|from) ", re.IGNORECASE)
_OF_HOUR = re.compile(
    r"(?: ?(?:o[’']?clock|am|pm|[ap]\.m\.?|ish|sharp|in the \w+|morning|afternoon|evening))+$"
)


def agreed_days(reading: Reading, ending: Ending) -> Iterator[AgreedDay]:
    """The last one first; none when the call did not end with a step."""
    if ending.outcome not in (Outcome.WON, Outcome.NEXT_STEP):
        return
    objected = {each.evidence.turn_id for each in reading.objections}
    for turn in reversed(reading.turns):
        if turn.speaker is not Speaker.SALESPERSON or not names_a_day(turn.text):
            continue
        answer = reading.after(turn, Speaker.CUSTOMER, words=1)
        if answer is None or answer.id in objected or not takes_part(answer.text):
            continue
        if _proposal(turn.text, answer.text) is not None:
            yield AgreedDay(turn, answer, _due(reading, turn, answer))


def _proposal(text: str, answer: str) -> str | None:
    """What of ``text`` proposes the day that it names; all of it, where the day stands beside the
    question and the answer takes it up."""
    said = [each for each in sentences(text) if _ELSE.search(each) is None]
    for each in said:
        if names_a_day(each) and (questions_in(each) or _PROPOSES.search(each)):
            return each
    beside = any(map(questions_in, said)) and names_a_day(" ".join(said))
    return text if beside and names_a_day(answer) else None


def agreed_step(reading: Reading, ending: Ending) -> NextStep | None:
    """What both do on that day; without ``due_on`` while the words leave open which day it is. What
    is neither a meeting nor a talk is told in the words that named the day."""
    found = (
        each for each in agreed_days(reading, ending) if not _THEIRS.search(offered_words(each))
    )
    agreed = next(found, None)
    if agreed is None or agreed.due is None or _NO.search(agreed.answer.text):
        agreed = day_said_back(reading)
    if agreed is None or agreed.due is None or _THEIRS.search(offered_words(agreed)):
        return None
    what, shared = done_on(reading, agreed, offered_words(agreed))
    day = agreed.due
    told = day.words.removesuffix("'s").removesuffix("’s")
    evidence = evidence_of(agreed.offer)
    return NextStep(Speaker.SALESPERSON, what, told, day.on, evidence, shared=shared)


def offered_words(agreed: AgreedDay) -> str:
    """The last sentence of the offer that holds the day, or all of it."""
    day = agreed.due.words.lower() if agreed.due else ""
    weekday = next((each for each in WEEKDAYS if each in day), day)
    held = [each for each in sentences(agreed.offer.text) if weekday in each.lower()]
    return held[-1] if held else agreed.offer.text


def _due(reading: Reading, offer: Turn, answer: Turn) -> Due | None:
    """The customer's word decides between two days; its hour may stand in the offer only."""
    offered = [due for due in reading.times[offer.id] if due.names_day]
    taken = [
        each for each in reading.times[answer.id] if each.names_day and not _NOW.match(each.words)
    ]
    if not taken:
        return _at_their_hour(offered[0], answer.text) if len(offered) == 1 else None
    chosen = taken[0]
    if chosen.on is not None:
        chosen = replace(chosen, on=named_with_it(reading, answer, chosen.words, chosen.on))
    same = [due for due in offered if chosen.on is not None and due.on == chosen.on]
    return max((chosen, *same), key=lambda due: (due.hour != "", -len(due.words)))


def _at_their_hour(offered: Due, answer: str) -> Due:
    """The day that was offered, at the hour the customer moved it to: "Make it half ten". An hour
    of anything else in their words moves nothing."""
    told = (match for each in sentences(answer) if (match := _moved_to(each)))
    hours = {(match["moved"] or match["better"] or match["bare"]).lower() for match in told}
    if not offered.hour or len(hours) != 1:
        return offered
    hour = hours.pop()
    places = list(re.finditer(rf"\b{re.escape(offered.hour)}(?!\w)", offered.words))
    if not places or _plain(hour) == _plain(offered.hour):
        return offered
    lead = _HOUR_LEAD.match(offered.hour)
    hour = f"{lead[0]}{hour}" if lead else hour
    start, end = places[-1].span()
    return replace(offered, words=offered.words[:start] + hour + offered.words[end:], hour=hour)


def _moved_to(said: str) -> re.Match[str] | None:
    return None if _NOT_AT.search(said) else _MOVED.search(said)


def _plain(hour: str) -> str:
    """Without what may be left out of an hour."""
    return _OF_HOUR.sub("", _HOUR_LEAD.sub("", hour.lower()))
