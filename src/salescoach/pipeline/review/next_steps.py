"""Who does what by when: the promises of the call, said so that they can be done.

A promise is often an answer ("Great, I will send it"): what "it" is, and the words that asked for
it, stand in the customer's line before.
"""

import re
from collections.abc import Iterator

from salescoach.domain.audio import Speaker
from salescoach.domain.events import SignalHeard
from salescoach.domain.review import NextStep
from salescoach.domain.signal import Evidence
from salescoach.pipeline.metrics_call import evidence_of
from salescoach.pipeline.review.agreed import agreed_step
from salescoach.pipeline.review.outcome import Ending
from salescoach.pipeline.review.reading import Reading

_SECOND = re.compile(r"\s*,?\s+(?:and|then|so)\s+(?:let's|let us)\s+", re.IGNORECASE)
_IT = re.compile(r"^(send|get|forward|email|share|mail)( you)? (?:it|that|this|them)\b")
_THING = re.compile(
    r"\b(invit(?:e|ation)|proposal|quote|offer|contract|agreement|brochure|link|details|information|"
    r"summary|recording|pricing|case study|references?|invoice|email)\b",
    re.IGNORECASE,
)
_MEETS = re.compile(r"\b(?:meet|speak|talk|call|start|demo|see)\b", re.IGNORECASE)
MOST_OF = 0.7
"""So many words of a deed have to stand in the line that asked for it."""

_OPPOSITE = {Speaker.SALESPERSON: Speaker.CUSTOMER, Speaker.CUSTOMER: Speaker.SALESPERSON}


def next_steps(reading: Reading, ending: Ending) -> tuple[NextStep, ...]:
    """In the order they were promised; the day that was agreed is one of them."""
    steps = [step for heard in reading.promises for step in _steps(heard, reading)]
    agreed = agreed_step(reading, ending)
    if agreed is not None and not any(_same_day(agreed, step) for step in steps):
        steps.append(agreed)
    return tuple(sorted(steps, key=lambda step: step.evidence.start_ms))


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
    first, *rest = _SECOND.split(promise.what)
    # The time was said last, so it belongs to the last deed.
    due, due_on = (None, None) if rest else (promise.due, promise.due_on)
    yield NextStep(promise.who, _named(first, heard, reading), due, due_on, evidence)
    for deed in rest:
        yield NextStep(promise.who, deed, promise.due, promise.due_on, evidence, shared=True)


def _words_of(heard: SignalHeard, reading: Reading) -> Evidence:
    """The words that say what is promised: the request before it, when the promise is a yes."""
    promise, turn = heard.commitment, reading.turn(heard)
    before = reading.before(turn, _OPPOSITE.get(turn.speaker, Speaker.CUSTOMER))
    if promise is not None and before is not None and turn.text.startswith(heard.evidence.quote):
        wanted, asked = _words(promise.what), _words(before.text)
        if len(wanted & asked) >= MOST_OF * len(wanted) and not wanted & _words(turn.text):
            return evidence_of(before)
    return reading.said(heard.evidence)


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"[a-z']+", text.lower()) if len(word) > 3}


def _named(what: str, heard: SignalHeard, reading: Reading) -> str:
    """With the thing in the place of "it", when the line before names it."""
    turn = reading.turn(heard)
    before = reading.before(turn, _OPPOSITE.get(turn.speaker, Speaker.CUSTOMER))
    thing = None if before is None else _THING.search(before.text)
    if thing is None or not _IT.match(what):
        return what
    name = thing[1].lower()
    return _IT.sub(rf"\1\2 the {'invitation' if name == 'invite' else name}", what)
