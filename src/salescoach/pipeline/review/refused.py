"""Whether what was offered with a day was turned down at once: "I'll call you Monday?" "Monday, no,
you leave it, I'll call you." is no step of the one who offered, and the last word says who calls.
"""

import re

from salescoach.domain.audio import Speaker
from salescoach.domain.events import SignalHeard
from salescoach.domain.turn import Turn
from salescoach.pipeline.review.quotes import sentences
from salescoach.pipeline.review.reading import Reading
from salescoach.pipeline.time_words import MONTH, WEEKDAY

_LEAD = r"^(?:(?:oh|ah|well|um|uh|eh|look|see|listen|sorry|okay|ok|yeah|hmm)\b[,. ]*)*"
_NO = re.compile(
    rf"{_LEAD}(?:no\b(?! (?:problem|worries|bother|issue|hurry|rush|doubt|that's|it's|you're|go|"
    r"wonder))|nah\b|nope\b|not really\b|please don't\b|don't\b(?! (?:worry|mind|forget)))",
    re.IGNORECASE,
)
_SPARES = re.compile(
    r"\b(?:no need|don't (?:call|ring|phone|come|send|bother|chase|text|email|book)|leave it"
    r"(?! (?:with (?:me|you)|to me))|leave that|rather you didn't|(?:would|'d) rather not|"
    r"i'd prefer (?:if )?you (?:didn't|not))\b",
    re.IGNORECASE,
)
_DAY_NO = re.compile(
    rf"\b(?:{WEEKDAY}|tomorrow|tonight|today|the \w+|(?:{MONTH}) \w+)"
    r"(?: (?:morning|afternoon|arvo|evening|week))*(?:,? no\b(?! (?:problem|worries|bother|issue))|"
    r"(?:'s| is|'ll be|s are| would be)? (?:not|no (?:good|use)|out|impossible|won't|can't|"
    r"doesn't|isn't))",
    re.IGNORECASE,
)
_TAKES_OVER = re.compile(
    r"\b(?:i|we)(?:'ll| will| can)? (?:just )?(?:call|ring|phone|text|message|be in touch|contact|"
    r"come back to|get back to|let you know|tell you)\b",
    re.IGNORECASE,
)
_CALLS = re.compile(r"\b(?:call|ring|phone|give (?:you|ya|ye) a (?:call|ring|bell|buzz))\b", re.I)
_YES_AGAIN = re.compile(
    r"^(?:no,? )?(?:yes|yeah|yep|sure|go on|of course|please do|do so|that's (?:fine|good))\b", re.I
)


def is_refused(heard: SignalHeard, reading: Reading) -> bool:
    """Whether the next line of the other side turns the promise down: its day, or all of it."""
    turn, promise = reading.turn(heard), heard.commitment
    if promise is None or promise.who is not turn.speaker:
        return False
    answer = _answer(turn, reading)
    if answer is None:
        return False
    last_said = turn.text.rstrip().endswith(heard.evidence.quote.rstrip())
    text = answer.text.replace("’", "'")
    asked = heard.evidence.quote.rstrip().endswith("?")
    calls = _CALLS.search(promise.what) is not None
    for each in sentences(text):
        if promise.due is not None and _DAY_NO.search(each) and _speaks_of(each, promise.due):
            return True
        if calls and (_SPARES.search(each) or _takes_call(text, each)):
            return True
    first = sentences(text)[0]
    return last_said and asked and _NO.match(first) is not None and not _YES_AGAIN.match(first)


def _takes_call(text: str, said: str) -> bool:
    """The other will call instead: "No, I'll ring you"."""
    negative = _NO.match(text) is not None or _SPARES.search(text) is not None
    return negative and _TAKES_OVER.search(said) is not None


def _speaks_of(said: str, due: str) -> bool:
    day = re.search(rf"\b(?:{WEEKDAY}|tomorrow|tonight|today|{MONTH})\b", due, re.IGNORECASE)
    return day is None or day[0].lower() in said.lower()


def _answer(turn: Turn, reading: Reading) -> Turn | None:
    place = reading.place(turn)
    after = reading.turns[place + 1 : place + 2]
    other = after[0] if after else None
    if other is None or other.speaker in (turn.speaker, Speaker.UNKNOWN):
        return None
    return other
