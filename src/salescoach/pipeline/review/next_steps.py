"""Who does what by when: the promises of the call, said so that they can be done.

A promise is often an answer ("Great, I will send it"): what "it" is, and the words that asked for
it, stand in the customer's line before.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from salescoach.domain.audio import Speaker
from salescoach.domain.events import SignalHeard
from salescoach.domain.review import NextStep
from salescoach.domain.signal import Evidence
from salescoach.domain.turn import Turn
from salescoach.pipeline.commitments import PROPOSED
from salescoach.pipeline.metrics import count_words
from salescoach.pipeline.metrics_call import evidence_of
from salescoach.pipeline.phrases import as_meeting
from salescoach.pipeline.replies import is_negative
from salescoach.pipeline.review.agreed import agreed_step
from salescoach.pipeline.review.due_words import hour_of
from salescoach.pipeline.review.outcome import Ending
from salescoach.pipeline.review.quotes import sentences
from salescoach.pipeline.review.reading import Reading, of_something_else
from salescoach.pipeline.review.refused import is_refused
from salescoach.pipeline.review.said_back import named_with_it, takes
from salescoach.pipeline.review.sure_days import asked_words, own_words, sure_due
from salescoach.pipeline.review.sure_deeds import as_said, is_complete
from salescoach.pipeline.review.third_persons import sent_ones
from salescoach.pipeline.review.told_once import NO_MORE_THAN_MET, told_once, with_settled_days
from salescoach.pipeline.review.undone import is_undone
from salescoach.pipeline.things import ABOUT_IT, said_until, with_thing
from salescoach.pipeline.time_words import HOUR, WEEKDAY

_WHO_DOES = re.compile(r"(?<=^have )(?:Our|My|Your|The|One|Somebody|Someone)\b")
"""A sentence's first word, inside one."""
_SECOND = re.compile(r"\s*,?\s+(?:and|then|so)\s+(?:let's|let us)\s+", re.IGNORECASE)
_WHOSE = re.compile(r"\b(?:your|my|our)\b")
_MEETS = re.compile(
    r"\b(?:meet|speak|talk|call|start|demo|see|fit|visit|come|bring|swing|drop by|ring)\b",
    re.IGNORECASE,
)
_THEN = re.compile(r"\b(?:you|it|that|there|him|her|them) then\b", re.IGNORECASE)
_RATHER = re.compile(
    r"\b(?:better|rather|instead|sooner|earlier|later|make it|can't|too late)\b", re.IGNORECASE
)
_OTHER_HOUR = re.compile(
    r"\b(?:make it|rather|instead|can't|cannot|couldn't|too (?:late|early|soon)|"
    r"(?:is|be|suits? (?:me|us)|works?) better)\b",
    re.IGNORECASE,
)
_NOT_THEN = re.compile(rf"\bnot (?:on |this )?(?:{WEEKDAY}|tomorrow|tonight)\b", re.IGNORECASE)
_BOTH = re.compile(r"(?:meet|speak|talk)\b|have (?:an?|another|the|our)\b")
_LEADS = ("by", "on", "before", "at", "for")
NAMED_WITHIN = 4
SAID_AGAIN_WITHIN = 3
BESIDE_WORDS = 2
"""More beside a day that is said again is a deed of its own."""
_HOUR = re.compile(rf"\b{HOUR}\b", re.IGNORECASE)
_NO_DEED = re.compile(r"be (?:gone|done|quick|brief|short|honest|careful)\b", re.IGNORECASE)
ADJACENT = 2
"""So many turns of their own later, nobody speaks of the other's line any more."""
MOST_OF = 0.7
"""So many words of a deed have to stand in the line that asked for it."""


def next_steps(reading: Reading, ending: Ending) -> tuple[NextStep, ...]:
    """In the order they were promised; the day that was agreed is one of them."""
    refused = [heard for heard in reading.promises if is_refused(heard, reading)]
    kept = [heard for heard in reading.promises if heard not in refused]
    steps = [step for heard in kept for step in _steps(heard, reading)]
    steps += [each for each in sent_ones(reading) if not any(_same_day(each, s) for s in steps)]
    agreed = agreed_step(reading, ending)
    turned_down = {each.evidence.turn_id for each in refused}
    if agreed is not None and agreed.evidence.turn_id not in turned_down:
        told = next((at for at, step in enumerate(steps) if _same_day(agreed, step)), None)
        if told is None:
            steps.append(agreed)
        elif agreed.shared and steps[told].what == NO_MORE_THAN_MET:
            steps[told] = agreed
        elif hour_of(agreed.due) and not hour_of(steps[told].due):
            steps[told] = replace(steps[told], due=agreed.due)
    steps = with_settled_days(steps, reading)
    steps = [_at_last_hour(each, reading) for each in steps]
    steps = [each for each in steps if not is_undone(each, reading, ending)]
    return tuple(sorted(told_once(steps), key=lambda step: step.evidence.start_ms))


def _at_last_hour(step: NextStep, reading: Reading) -> NextStep:
    """At the hour its day was said again with, where the salesperson took up another: "Thursday at
    four?" "Make it five." "Five on Thursday." Without one, where only the number was said. The
    customer refused the hour in between: else the new one may be of something else."""
    hour = hour_of(step.due).removeprefix("at ").lower()
    if step.due_on is None or not hour:
        return step
    place = reading.place(reading.by_id[step.evidence.turn_id]) + 1
    for turn in reading.turns[place : place + SAID_AGAIN_WITHIN]:
        between = reading.turns[place : reading.place(turn)]
        refused = any(_refuses_hour(each, hour, step) for each in between)
        if turn.speaker is not Speaker.SALESPERSON or not refused:
            continue
        for due in reading.times[turn.id]:
            said = next((each for each in sentences(turn.text) if due.words in each), "")
            is_all = count_words(said) <= count_words(due.words) + BESIDE_WORDS
            moved = not _says(hour, said) and (due.hour or _HOUR.search(said))
            if is_all and moved and due.on == step.due_on:
                return replace(step, due=due.words)
    return step


def _refuses_hour(turn: Turn, hour: str, step: NextStep) -> bool:
    """Whether the customer wants another hour for the step, and speaks of no other deed."""
    if turn.speaker is not Speaker.CUSTOMER:
        return False
    if _MEETS.search(turn.text) and not _MEETS.search(step.what):
        return False
    named = _says(hour, turn.text) and not takes(turn.text)
    return named or _OTHER_HOUR.search(turn.text.replace("’", "'")) is not None


def _says(hour: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(hour)}\b", text, re.IGNORECASE) is not None


def _same_day(agreed: NextStep, step: NextStep) -> bool:
    """Whether ``step`` tells that day already."""
    if agreed.due_on is not None and step.due_on is not None:
        return agreed.due_on == step.due_on and _MEETS.search(step.what) is not None
    return agreed.due is not None and agreed.due == step.due


def _steps(heard: SignalHeard, reading: Reading) -> Iterator[NextStep]:
    promise = heard.commitment
    if promise is None:
        return
    evidence = _words_of(heard, reading)
    said = own_words(heard, reading)
    first, *rest = _SECOND.split(promise.what)
    if _NO_DEED.match(first):
        return
    what = _named(first, heard, reading)
    # The time was said last, so it belongs to the last deed.
    due, due_on = (None, None) if rest else sure_due(heard, said, reading)
    if not rest and promise.due is None:
        due, due_on = _day_before(heard, reading)
    elif due is not None and of_something_else(promise.what):
        due, due_on = None, None
    if due is not None:
        due, due_on = _moved(heard, reading) or (due, due_on)
    proposed = heard.basis.startswith(PROPOSED)
    if is_complete(what, _line_before(reading.turn(heard), reading) if proposed else said):
        what = as_meeting(_WHO_DOES.sub(lambda match: match[0].lower(), what))
    else:
        who = "You" if promise.who is Speaker.SALESPERSON else reading.who_first
        what = as_said(who, _own_part(said, promise.what), asked_words(heard, reading))
    shared = proposed and _BOTH.match(what) is not None
    yield NextStep(promise.who, what, due, due_on, evidence, shared=shared)
    for deed in rest:
        last = sure_due(heard, said, reading)
        yield NextStep(promise.who, as_meeting(deed), *last, evidence, shared=True)


_NEXT_OWN = re.compile(r",? and (?=(?:I|we)(?:['’]ll| will| can)\b)")


def _own_part(said: str, deed: str) -> str:
    """Of two promises in one sentence, the words of this one."""
    verb = re.compile(rf"\b{re.escape(deed.partition(' ')[0])}\b", re.IGNORECASE)
    own = [part for part in _NEXT_OWN.split(said) if verb.search(part)]
    return own[0] if len(own) == 1 else said


def _moved(heard: SignalHeard, reading: Reading) -> tuple[str, date | None] | None:
    """The day that took the promised one's place at once: "Tuesday would be better." "Tuesday
    then." None when it stayed."""
    turn = reading.turn(heard)
    wish, *rest = reading.turns[reading.place(turn) + 1 :][:2] or (turn,)
    wanted = {due.on for due in reading.times[wish.id] if due.names_day}
    promised = heard.commitment.due_on if heard.commitment is not None else None
    refused = promised in wanted and _NOT_THEN.search(wish.text) is not None
    if wish.speaker is turn.speaker or not rest or not (refused or _RATHER.search(wish.text)):
        return None
    agreed = [due for due in reading.times[rest[0].id] if due.names_day and due.on in wanted]
    if rest[0].speaker is not turn.speaker or not agreed or is_negative(rest[0].text):
        return None
    last = max(agreed, key=lambda due: len(due.words))
    on = last.on and named_with_it(reading, rest[0], last.words, last.on)
    first, _, others = last.words.partition(" ")
    return (f"{first.lower()} {others}" if first.lower() in _LEADS else last.words), on


def _day_before(heard: SignalHeard, reading: Reading) -> tuple[str | None, date | None]:
    """The day that "I'll ring you then" speaks of, where just one was named shortly before."""
    turn = reading.turn(heard)
    if _THEN.search(heard.evidence.quote) is None:
        return None, None
    place = reading.place(turn)
    named = [
        due
        for each in reading.turns[max(0, place - NAMED_WITHIN) : place]
        for due in reading.times[each.id]
        if due.names_day
    ]
    if len({due.on or due.words for due in named}) != 1:
        return None, None
    return named[0].words, named[0].on


def _words_of(heard: SignalHeard, reading: Reading) -> Evidence:
    """The words that say what is promised: the request before it, when the promise is a yes."""
    promise, turn = heard.commitment, reading.turn(heard)
    before = reading.other_before(turn)
    if promise is not None and before is not None and turn.text.startswith(heard.evidence.quote):
        wanted, asked = _words(promise.what), _words(before.text)
        if len(wanted & asked) >= MOST_OF * len(wanted) and not wanted & _words(turn.text):
            return evidence_of(before)
    return reading.said(heard.evidence)


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"[a-z']+", text.lower()) if len(word) > 3}


def _line_before(turn: Turn, reading: Reading) -> str:
    """The other's, when nothing but the turn's own speaker came since."""
    before = reading.other_before(turn)
    if before is None:
        return ""
    between = reading.turns[reading.place(before) + 1 : reading.place(turn)]
    return before.text if len(between) < ADJACENT else ""


_MAY_SEND = re.compile(
    r"\b(?:can|could|shall|may|should|let me) (?:i|we)?\b[^.?!]{0,20}\b(?:send|email|mail|text|"
    r"drop|give|share|forward)\b[^.?!]*\?",
    re.IGNORECASE,
)


def _own_line_before(turn: Turn, reading: Reading) -> str:
    """What its speaker asked to send, right before the other's line; empty where nothing was."""
    place = reading.place(turn)
    mine = reading.turns[place - 2] if place > 1 else turn
    asked = None if mine is turn else _MAY_SEND.search(mine.text)
    return asked[0] if asked is not None and mine.speaker is turn.speaker else ""


def _named(what: str, heard: SignalHeard, reading: Reading) -> str:
    """With the thing in the place of "it", when the line before or the words just before name it;
    what the other asked for keeps the other's words only where they are sure to be heard right."""
    turn = reading.turn(heard)
    if ABOUT_IT.match(what):
        own = said_until(turn.text, heard.evidence.quote)
        named = with_thing(what, own, _line_before(turn, reading))
        return named if named != what else with_thing(what, _own_line_before(turn, reading), "")
    thing_words = _words(what.partition(" ")[2])
    if thing_words and not thing_words & _words(turn.text):
        return _WHOSE.sub("the", what)
    return what
