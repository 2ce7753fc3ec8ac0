"""Which promises of a call stand no more when it ends: taken back in the same breath, for a day
that was turned down later, or from before the customer's no.
"""

import re

from salescoach.domain.audio import Speaker
from salescoach.domain.review import NextStep, Outcome
from salescoach.pipeline.review.outcome import Ending
from salescoach.pipeline.review.put_off import is_taken_back, left_open_ms
from salescoach.pipeline.review.quotes import sentences
from salescoach.pipeline.review.reading import Reading
from salescoach.pipeline.time_words import WEEKDAY

_DAY = re.compile(rf"\b(?:{WEEKDAY})\b", re.IGNORECASE)
_TURNS_DOWN = (
    r"\b(?:not|(?:don't|do not) want to(?: \w+)?|(?:can't|cannot|couldn't|won't) (?:do|make|manage|"
    r"say)|no good|scrub|forget)(?: (?:on|this|that|for|until|before|do|say|the))* {day}\b"
)


def is_undone(step: NextStep, reading: Reading, ending: Ending) -> bool:
    if is_taken_back(reading.by_id[step.evidence.turn_id], step.evidence.quote):
        return True
    if ending.outcome is Outcome.DECLINED and ending.evidence is not None:
        return step.evidence.start_ms < ending.evidence.start_ms
    left_open = step.shared and step.evidence.start_ms < left_open_ms(reading.turns)
    return left_open or _is_turned_down_later(step, reading)


def _is_turned_down_later(step: NextStep, reading: Reading) -> bool:
    """Whether the customer's last word on its weekday is against it."""
    day = _DAY.search(step.due or "")
    if day is None:
        return False
    named = re.compile(rf"\b{day[0]}\b", re.IGNORECASE)
    against = re.compile(_TURNS_DOWN.replace("{day}", day[0]), re.IGNORECASE)
    place = reading.place(reading.by_id[step.evidence.turn_id])
    for turn in reversed(reading.turns[place + 1 :]):
        text = turn.text.replace("\u2019", "'")
        if named.search(text) is None:
            continue
        if turn.speaker is not Speaker.CUSTOMER:
            return False
        last = next(each for each in reversed(sentences(text)) if named.search(each))
        return against.search(last) is not None or is_taken_back(turn, day[0])
    return False
