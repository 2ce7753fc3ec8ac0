"""When a promise is due, where its own words tell: a day that stands in another clause, or was
said of something else, is nobody's.
"""

import re
from datetime import date

from salescoach.domain.events import SignalHeard
from salescoach.pipeline.due_dates import Due, due_in
from salescoach.pipeline.lines import clauses
from salescoach.pipeline.review.reading import Reading
from salescoach.pipeline.review.said_back import named_with_it

_OTHER_CLAUSE = re.compile(
    r"[.;:?!]|,\s+(?!(?:um|uh|say|so|and|maybe|probably)?\s*$)|\b(?:so|once|if|unless|because|"
    r"which|whether|but)\b(?= \w)|\band (?:i|we|you|he|she|they|it|the|my|our|then)\b",
    re.IGNORECASE,
)
_IN_FRONT = re.compile(
    r"(?: (?:works|suits|is (?:fine|good|best|great|ok|okay)|['’]?s (?:fine|good|best|great)))?"
    r"[,.]?\s*(?:(?:let me (?:see|think)|so|then|and|yeah|well|um|uh)\b,?\s*)?"
    r"(?:(?:I|we|you|let me|let['’]?s|let us)\b[\w'’ ]{0,24})?",
    re.IGNORECASE,
)
_COMES_BY = re.compile(
    r"\b(?:swing|drop|come|pop|stop|pass|go|call|head)(?:s|ping|ing)?\s+$", re.IGNORECASE
)
_ON_FOR = re.compile(r"^on (?=for\b)|^by (?=on\b)", re.IGNORECASE)
_MOVED_TO = re.compile(
    r"\b(?:mov|push|shift|chang|swap|reschedul|postpon|switch|put|bring)\w* [\w ]{0,30}?"
    r"(?:to|back to|forward to) (?:the )?$",
    re.IGNORECASE,
)
"""The day something is moved to is not the day it is moved on."""
ANSWERED = "agreed when asked"
"""So begins the basis of a promise that is a yes to a request."""
NAMED_BEFORE = 12
"""For so many turns a bare hour may be that of a day that was named."""


def own_words(heard: SignalHeard, reading: Reading) -> str:
    """The words that make the promise, verbatim: of what the other took up, the clause of the line
    before that offered it."""
    turn, promise = reading.turn(heard), heard.commitment
    quote = heard.evidence.quote if heard.evidence.quote in turn.text else turn.text
    if promise is None or promise.who is turn.speaker:
        return quote
    return _clause_before(heard, reading, promise.what) or quote


def asked_words(heard: SignalHeard, reading: Reading) -> str:
    """The request that the promise is a yes to; empty where its own words hold the thing."""
    promise, turn = heard.commitment, reading.turn(heard)
    if promise is None or promise.who is not turn.speaker or not heard.basis.startswith(ANSWERED):
        return ""
    return _clause_before(heard, reading, promise.what)


def _clause_before(heard: SignalHeard, reading: Reading, what: str) -> str:
    turn = reading.turn(heard)
    before = reading.other_before(turn)
    if before is None:
        return ""
    wanted = set(what.lower().split())
    return max(
        clauses(before.text) or (before.text,),
        key=lambda each: len(wanted & set(re.findall(r"[\w'’]+", each.lower()))),
    )


def sure_due(heard: SignalHeard, said: str, reading: Reading) -> tuple[str | None, date | None]:
    """The words of the time and the day they name, None for either that is not certain."""
    promise, turn = heard.commitment, reading.turn(heard)
    if promise is None or promise.due is None:
        return None, None
    times = due_in(said, reading.said_on(turn))
    place = _place(promise.what, said)
    chosen = None if place is None else _own_time(times, said, *place)
    by_itself = place is None or not any(promise.due == each.words for each in times)
    before = reading.other_before(turn)
    opens = turn.text.startswith(heard.evidence.quote)
    answers = opens and chosen is None and before is not None and promise.due in before.text
    if by_itself and (promise.due in said or answers):
        return promise.due, _day_of(promise.due, heard, reading)
    if chosen is None or _MOVED_TO.search(said[: chosen.start]):
        return None, None
    words = chosen.words
    if words.lower().startswith("by ") and _COMES_BY.search(said[: chosen.start]):
        words = words[3:]
    words = _ON_FOR.sub("", words)
    on = chosen.on
    if on is not None and not chosen.names_day and _other_day_named(heard, reading, on):
        on = None
    return words, on and _certain(words, on, heard, reading)


def _day_of(words: str, heard: SignalHeard, reading: Reading) -> date | None:
    """The day of a promise whose words do not say what their time belongs to."""
    on = heard.commitment.due_on if heard.commitment is not None else None
    named = due_in(words, None)
    is_hour = bool(named) and not any(each.names_day for each in named)
    if on is None or (is_hour and _other_day_named(heard, reading, on)):
        return None
    return _certain(words, on, heard, reading)


def _certain(words: str, on: date, heard: SignalHeard, reading: Reading) -> date | None:
    return named_with_it(reading, reading.turn(heard), words, on)


def _place(deed: str, said: str) -> tuple[int, int] | None:
    """Where the deed's verb stands in the words."""
    verb = deed.split()[0] if deed.split() else ""
    stem = verb[:-1] if verb.endswith("e") else verb
    found = re.search(rf"\b(?:{re.escape(verb)}|{re.escape(stem)}\w{{0,2}}ing)\b", said, re.I)
    return None if found is None or not verb else found.span()


def _own_time(times: list[Due], said: str, start: int, end: int) -> Due | None:
    """After the verb in its clause, else right before the one who does it."""
    after = [each for each in times if each.start >= end and _follows(said, end, each)]
    before = [
        each for each in times if each.end <= start and _IN_FRONT.fullmatch(said[each.end : start])
    ]
    return next(iter(after), None) or (before[-1] if before else None)


def _follows(said: str, end: int, time: Due) -> bool:
    gap = said[end : time.start]
    if gap.rstrip().endswith(","):
        # "The quote, the plan, by Friday" is one clause, "…, Friday the order" begins another.
        rest = said[time.end :].strip()
        return not rest or rest[0] in ".,;!?"
    return _OTHER_CLAUSE.search(gap) is None


def _other_day_named(heard: SignalHeard, reading: Reading, on: date) -> bool:
    turn = reading.turn(heard)
    place = reading.place(turn)
    said_at = turn.text.find(heard.evidence.quote)
    return any(
        due.names_day and due.on is not None and due.on > on
        for each in reading.turns[max(0, place - NAMED_BEFORE) : place + 1]
        for due in reading.times[each.id]
        if each is not turn or due.end <= said_at
    )
