"""The steps of a call, each told once: a day that was settled beside the promise that names it, a
promise that was said again, and two readings of one sentence.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from salescoach.domain.audio import Speaker
from salescoach.domain.review import NextStep
from salescoach.pipeline.metrics_call import evidence_of
from salescoach.pipeline.review.day_deeds import deed_on
from salescoach.pipeline.review.due_words import hour_of
from salescoach.pipeline.review.reading import Reading
from salescoach.pipeline.review.settled_days import Settled, sentence_of, settled_days
from salescoach.pipeline.review.sure_deeds import said_in

NO_MORE_THAN_MET = "meet"
"""What is done at a time that was taken, where nothing else told it."""
_MEETS = re.compile(
    r"\b(?:meet|speak|talk|call|start|demo|see|fit|visit|come|swing|drop by|ring|walk)\b",
    re.IGNORECASE,
)
_LOOKS = re.compile(r"(?:check|look at|look in|see if|ask|confirm)\b", re.IGNORECASE)
_HANDS_OVER = re.compile(
    r"^(?:get|send|email|mail|forward|share|text|give|drop|message|post)\b(?: over| across)?",
    re.IGNORECASE,
)
_VERB = re.compile(r"^[\w'-]+")
_SMALL = frozenset(
    re.findall(
        r"\w+",
        "a an and as at back by for from her him his in it its my of off on our out over own some "
        "that the their them then these they this those to two up us with you your list copy one "
        "page",
    )
)


def with_settled_days(steps: list[NextStep], reading: Reading) -> list[NextStep]:
    """With the days both settled on: a step that tells the day already gets its hour."""
    steps = list(steps)
    for settled in settled_days(reading):
        step = _step_of(settled, reading)
        turns = {turn.id for turn in settled.lines}
        at = next(
            (
                at
                for at, each in enumerate(steps)
                if each.due_on == settled.due.on
                and (
                    _MEETS.search(each.what)
                    or _WRITES_DOWN.search(each.what)
                    or each.evidence.turn_id in turns
                )
                and not _LOOKS.match(each.what)
            ),
            None,
        )
        if at is None:
            if step is not None:
                steps.append(step)
        elif step is not None and _tells_less(steps[at], step):
            steps[at] = step
        elif settled.due.hour and not hour_of(steps[at].due):
            steps[at] = replace(steps[at], due=settled.due.words)
    days = {each.due_on for each in steps if each.shared and each.due_on is not None}
    return [_without_meeting_day(each, days) for each in steps]


def _tells_less(known: NextStep, settled: NextStep) -> bool:
    """Only that they meet, or that the day is written down."""
    if known.owner is not settled.owner:
        return False
    return known.what == NO_MORE_THAN_MET or _WRITES_DOWN.search(known.what) is not None


_WRITES_DOWN = re.compile(
    r"\b(?:pencil|book|put|pop|stick|slot) (?:you|ye|ya|that|it|him|her|them|us|me) "
    r"(?:in|down)\b|\b(?:calendar|diary)\b",
    re.IGNORECASE,
)


def _without_meeting_day(step: NextStep, days: set[date]) -> NextStep:
    """ "I'll have to check her book", said of a day to meet, is not due on that day."""
    if step.due_on in days and _LOOKS.match(step.what) and not step.shared:
        return replace(step, due=None, due_on=None)
    return step


def _step_of(settled: Settled, reading: Reading) -> NextStep | None:
    agreed, on = settled.agreed, settled.due.on
    other = replace(agreed.answer, text=sentence_of(reading, agreed.answer, on))
    words = sentence_of(reading, agreed.offer, on)
    told = deed_on(reading, replace(agreed, due=settled.due, answer=other), words)
    if told is None:
        return None
    what, shared = told
    due = settled.due.words.removesuffix("'s").removesuffix("’s")
    evidence = evidence_of(settled.agreed.offer)
    return NextStep(Speaker.SALESPERSON, what, due, settled.due.on, evidence, shared=shared)


def told_once(steps: Iterable[NextStep]) -> list[NextStep]:
    """The fuller telling of each, at its first place."""
    kept: list[NextStep] = []
    for each in sorted(steps, key=lambda step: step.evidence.start_ms):
        at = next((n for n, known in enumerate(kept) if _are_one(known, each)), None)
        if at is None:
            kept.append(each)
        else:
            kept[at] = _fuller(kept[at], each)
    return kept


def _are_one(known: NextStep, again: NextStep) -> bool:
    if known.owner is not again.owner or known.shared != again.shared:
        return False
    if known.what == again.what and known.due_on == again.due_on:
        return True
    days = {known.due_on, again.due_on} - {None}
    if len(days) > 1:
        return False
    if said_in(known.what) and known.what == again.what:
        # Two times heard in one sentence: the one that names a day is its.
        return (known.due_on is None) != (again.due_on is None)
    first, second = said_in(known.what), said_in(again.what)
    if first and second:
        return known.due_on is not None and len(_told(first) & _told(second)) >= ALIKE_WORDS
    if first or second:
        return False
    return _verb(known.what) == _verb(again.what) and _things_agree(known.what, again.what)


ALIKE_WORDS = 2
"""Two sentences for one day that share so many words of weight promise one thing."""


def _told(said: str) -> set[str]:
    words = set(re.findall(r"[a-z]{4,}", said.lower()))
    return words - _SMALL - {"will", "then", "after", "also", "just", "well", "tomorrow", "today"}


def _things_agree(one: str, other: str) -> bool:
    """Whether the shorter deed has nothing that the longer has not."""
    first, second = _things(one), _things(other)
    shorter, longer = sorted((first, second), key=len)
    return bool(shorter) and (shorter <= longer or len(shorter & longer) > len(shorter) / 2 > 0.5)


def _verb(what: str) -> str:
    if _HANDS_OVER.match(what):
        return "send"
    found = _VERB.match(what.lower())
    return {"phone": "ring", "call": "ring"}.get(found[0], found[0]) if found else ""


def _things(what: str) -> set[str]:
    words = re.findall(r"[\w'’-]+", _HANDS_OVER.sub("send", what.lower()))[1:]
    return {word for word in words if word not in _SMALL}


def _fuller(known: NextStep, again: NextStep) -> NextStep:
    if known.due_on is None and again.due_on is not None:
        return again
    if known.due is None and again.due is not None:
        return again
    if said_in(known.what) and said_in(again.what):
        return again
    return known
