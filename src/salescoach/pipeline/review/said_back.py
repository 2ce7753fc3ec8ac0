"""The day that one side named and the other said back: agreed, whoever named it and however it was
put, also without a question and without anybody's promise.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from salescoach.domain.audio import Speaker
from salescoach.domain.turn import Turn
from salescoach.pipeline.due_dates import Due, due_in
from salescoach.pipeline.metrics import count_words, questions_in
from salescoach.pipeline.review.reading import Reading
from salescoach.pipeline.time_words import MONTH, ORDINAL, WEEKDAY

WITHIN_TURNS = 4
"""So soon it is said back."""
BARE_WORDS = 4
"""A sentence of so few words is the day and nothing else."""

_NOT_THAT_DAY = re.compile(
    r"\b(?:no|not|never|can't|cannot|won't|couldn't|unfortunately|busy|away|rather|if|unless|"
    r"until|was|were|been|had|did|didn't|came|went|ago|last|every|closes?|since)\b",
    re.IGNORECASE,
)
_TAKES = re.compile(
    r"\b(?:then|okay|ok|yes|yeah|yep|aye|all right|alright|sure|great|perfect|lovely|done|"
    r"see you|brilliant|good|cool|works|(?:would|could|will) work|fine|suits?|thanks?|let's|"
    r"i can|we can|i could|we could|could do|can do|do it|book|so)\b",
    re.IGNORECASE,
)
_OFFERS = re.compile(
    r"\b(?:(?:i|we)(?:'ve got| have got| have|'ve| can| could|'d)|there(?:'s| is)|how about|"
    r"what about|let's|let us|say|(?:shall|can|could|should) (?:i|we|you)|(?:would|do|are) you)\b",
    re.IGNORECASE,
)
_DAY_WORD = re.compile(
    rf"\b(?:{WEEKDAY}|tomorrow|(?:{MONTH}) \d|\d{{1,2}} (?:{MONTH})|{ORDINAL})\b", re.IGNORECASE
)
"""Days that people meet on: "now" and "the end of March" are none."""

_HANDED_OVER = re.compile(
    r"\b(?:when|what day|how soon|by when) (?:can|could|will|would|might|do|are) (?:you|we|i) "
    r"(?:\w+ )?(?:get|send|sending|let|give|email|return|share|forward|deliver|pay|sign)\b",
    re.IGNORECASE,
)
"""Asks when something is due: its answer is no day to meet on."""
ASKED_WITHIN = 3
_DEADLINE = re.compile(r"(?:by|before|until|till|no later)\b", re.IGNORECASE)
_SENTENCES = re.compile(r"[^.!?]+[.!?]*")
_WEEKDAY = re.compile(rf"\b(?:{WEEKDAY})", re.IGNORECASE)
_NUMBERED = re.compile(
    rf"\b(?:{ORDINAL})\b(?! thing| half)|\b(?:{MONTH}|\d{{1,2}}(?:st|nd|rd|th))\b", re.IGNORECASE
)
_DATED = re.compile(
    rf"{_NUMBERED.pattern}|\b(?:next|this|coming|week)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class AgreedDay:
    """``offer`` is the salesperson's line that named it, ``answer`` the customer's; either may be
    the earlier one."""

    offer: Turn
    answer: Turn
    due: Due | None


def day_said_back(reading: Reading) -> AgreedDay | None:
    """The last one of the call."""
    return next(days_said_back(reading), None)


def days_said_back(reading: Reading) -> Iterator[AgreedDay]:
    """All of the call, the last first; a day that was settled again is told again."""
    objected = {each.evidence.turn_id for each in reading.objections}
    for place in range(len(reading.turns) - 1, 0, -1):
        later = reading.turns[place]
        if later.speaker is Speaker.UNKNOWN or later.id in objected:
            continue
        taken = list(_taken(reading, later))
        for earlier in reversed(reading.turns[max(0, place - WITHIN_TURNS) : place]):
            if {earlier.speaker, later.speaker} != {Speaker.SALESPERSON, Speaker.CUSTOMER}:
                continue
            if earlier.id in objected:
                continue
            told = _both(taken, list(_named(reading, earlier)))
            if not told or _is_handed_over(reading, reading.place(earlier), place):
                continue
            due = max(told, key=lambda each: len(each.words))
            if due.on is not None:
                due = replace(due, on=named_with_it(reading, later, due.words, due.on))
            own = earlier if earlier.speaker is Speaker.SALESPERSON else later
            yield AgreedDay(own, later if own is earlier else earlier, due)
            break


def _is_handed_over(reading: Reading, first: int, last: int) -> bool:
    """Whether the day answers when something will be sent: nobody meets then."""
    asked = reading.turns[max(0, first - ASKED_WITHIN) : last]
    return any(_HANDED_OVER.search(each.text) for each in asked)


def _both(taken: Sequence[Due], named: Sequence[Due]) -> list[Due]:
    """The day that was taken, as either put it; it may be one of two that were named."""
    for due in taken:
        same = [each for each in named if each.on == due.on or _is_its_weekday(each, due)]
        word = _DAY_WORD.search(due.words)
        one_of = any(
            each.on is None and word is not None and word[0].lower() in each.words.lower()
            for each in named
        )
        if same or one_of:
            return [due, *(each for each in same if each.on == due.on)]
    return []


def _is_its_weekday(named: Due, taken: Due) -> bool:
    """ "Wednesday?" "Wednesday the second": the date that is said last is meant."""
    if named.on is None or taken.on is None or not is_bare_weekday(named.words):
        return False
    return not is_bare_weekday(taken.words) and named.on.weekday() == taken.on.weekday()


_GOODBYE = re.compile(
    r"(?:\W*\b(?:bye|goodbye|cheers|ta|see you|take care|later)\b)+\W*", re.IGNORECASE
)


def takes_part(answer: str) -> bool:
    """Whether an answer may take a day up: more than a goodbye, the day asked back in doubt
    ("Thursday? That's too late.") or something else asked instead."""
    if _GOODBYE.fullmatch(answer):
        return False
    said = [match[0].strip() for match in _SENTENCES.finditer(answer)]
    told = [each for each in said if not each.endswith("?")]
    if any(each.endswith("?") and _DAY_WORD.match(each) for each in said):
        return any(map(takes, told))
    evades = any(each.endswith("?") and not due_in(each, None) for each in said)
    return not evades or any(takes(each) or _is_bare_time(each) for each in told)


def _is_bare_time(said: str) -> bool:
    return count_words(said) <= BARE_WORDS and bool(due_in(said, None))


def takes(text: str) -> bool:
    """Whether it agrees to something, in whatever words."""
    return _TAKES.search(text) is not None


def _sentences(reading: Reading, turn: Turn) -> Iterator[tuple[str, list[Due]]]:
    days = [d for d in reading.times[turn.id] if d.names_day and _DAY_WORD.search(d.words)]
    if not days:
        return
    for match in _SENTENCES.finditer(turn.text):
        found = [due for due in days if match.start() <= due.start < match.end()]
        if found:
            yield match[0].strip(), found


def _named(reading: Reading, turn: Turn) -> Iterator[Due]:
    """The days a turn offers: the customer's any way but as a no, the salesperson's as an offer."""
    for said, found in _sentences(reading, turn):
        if turn.speaker is Speaker.CUSTOMER:
            offered = _NOT_THAT_DAY.search(said) is None
        else:
            offered = _proposes(said) or (_is_all(said, found) and not _NOT_THAT_DAY.search(said))
        if offered:
            yield from found


def _is_all(said: str, found: Sequence[Due]) -> bool:
    """Whether a sentence is the day and at most a word: "Wednesday the second, ten o'clock." """
    return count_words(said) <= sum(count_words(each.words) for each in found) + 1


def _proposes(said: str) -> bool:
    return bool(questions_in(said) or _OFFERS.search(said))


def _taken(reading: Reading, turn: Turn) -> Iterator[Due]:
    """The days a turn agrees to. What is due by a day is no meeting on it."""
    found_in = list(_sentences(reading, turn))
    limits = {due.on for _, found in found_in for due in found if _DEADLINE.match(due.words)}
    for said, found in found_in:
        if _NOT_THAT_DAY.search(said) or (said.endswith("?") and turn.speaker is Speaker.CUSTOMER):
            continue
        if _TAKES.search(said) or count_words(said) <= BARE_WORDS or _is_all(said, found):
            yield from (due for due in found if due.on and due.on not in limits)


def named_with_it(reading: Reading, turn: Turn, words: str, on: date) -> date | None:
    """The day of a weekday alone: the date that was proposed with it shortly before, where it is
    the only one; None where another date in the talk could be meant as well."""
    if not is_bare_weekday(words):
        return on
    place = reading.place(turn)
    proposed: set[date] = set()
    others = False
    for at, each in enumerate(reading.turns):
        near = place - WITHIN_TURNS <= at <= place
        for due in reading.times[each.id]:
            if not _DATED.search(due.words):
                continue
            if due.on is None:
                # "Friday the sixth or Friday the thirteenth": one of them, nobody knows which.
                named = f"{on:%A}".lower() in due.words.lower()
                others = others or (named and _NUMBERED.search(due.words) is not None)
            elif due.on.weekday() == on.weekday():
                if near and _WEEKDAY.search(due.words) and _proposed(each, due):
                    proposed.add(due.on)
                else:
                    others = others or due.on != on
    if proposed:
        return proposed.pop() if len(proposed) == 1 and not others else None
    return None if others else on


def _proposed(turn: Turn, due: Due) -> bool:
    """Whether a time is proposed in its sentence, or is all of it."""
    said = next(m[0] for m in _SENTENCES.finditer(turn.text) if m.start() <= due.start < m.end())
    return _proposes(said) or count_words(said) <= count_words(due.words) + 1


def is_bare_weekday(words: str) -> bool:
    """Whether a time names its day by the weekday and nothing else."""
    return _WEEKDAY.search(words) is not None and _DATED.search(words) is None
