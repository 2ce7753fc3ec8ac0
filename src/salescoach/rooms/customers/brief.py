"""What is worth knowing before the next call with a customer: where the last one stopped, what both
sides promised, which objections still stand. Pure.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from salescoach.domain.audio import Speaker
from salescoach.domain.events import Timing
from salescoach.domain.review import HandledObjection, NextStep, Outcome, Review
from salescoach.domain.signal import Evidence, ObjectionType, Stage
from salescoach.rooms.customers.names import company_key, person_key


@dataclass(frozen=True, slots=True)
class PastCall:
    call_id: str
    started_at: datetime
    name: str
    company: str | None
    outcome: Outcome | None
    stage_reached: Stage | None
    timing: Timing = "full"


@dataclass(frozen=True, slots=True)
class Choice:
    """A customer of that name; ``company`` as it was last written."""

    name: str
    company: str | None
    calls: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class OpenPromise:
    """``key`` names it within its call."""

    call_id: str
    key: str
    step: NextStep


@dataclass(frozen=True, slots=True)
class OpenObjection:
    call_id: str
    started_at: datetime
    met: HandledObjection


@dataclass(frozen=True, slots=True)
class Brief:
    """``stopped_at``: the words that the last call ended on; None until it is reviewed.
    ``untimed``: the ids of calls of which nobody knows the times."""

    last: PastCall
    calls: int
    reviewed: bool
    stopped: str | None
    stopped_at: Evidence | None
    promises: tuple[OpenPromise, ...]
    objections: tuple[OpenObjection, ...]
    untimed: frozenset[str] = frozenset()


def same_customer(
    found: Iterable[PastCall], name: str, company: str | None
) -> tuple[tuple[PastCall, ...], tuple[Choice, ...]]:
    """The calls with the customer, newest first, when it is clear who is meant; else none and who
    it may be. With a company only calls with that company are meant; without one, all of that name
    when they are of one company."""
    groups: dict[str, list[PastCall]] = {}
    for call in found:
        if person_key(call.name) == person_key(name):
            groups.setdefault(company_key(call.company), []).append(call)
    for calls in groups.values():
        calls.sort(key=lambda call: (call.started_at, call.call_id), reverse=True)
    wanted = company_key(company)
    if wanted in groups and (wanted or len(groups) == 1):
        return tuple(groups[wanted]), ()
    if not wanted and len(groups) == 1:
        return tuple(next(iter(groups.values()))), ()
    choices = [
        Choice(calls[0].name, calls[0].company, len(calls), calls[0].started_at)
        for calls in groups.values()
    ]
    return (), tuple(sorted(choices, key=lambda choice: choice.last_at, reverse=True))


def brief_of(
    calls: Sequence[PastCall],
    reviews: Sequence[tuple[PastCall, Review]],
    kept: Collection[tuple[str, str]],
) -> Brief:
    """``calls``: all with the customer, ``reviews``: of the last ones, both newest first.
    ``kept``: call and key of promises that are done with."""
    last = calls[0]
    newest = reviews[0] if reviews and reviews[0][0].call_id == last.call_id else None
    return Brief(
        last=last,
        calls=len(calls),
        reviewed=newest is not None,
        stopped=newest[1].outcome_text if newest else None,
        stopped_at=newest[1].outcome_evidence if newest else None,
        promises=_open_promises(reviews, kept),
        objections=_open_objections(reviews),
        untimed=frozenset(call.call_id for call in calls if call.timing == "none"),
    )


def key_of(step: NextStep) -> str:
    told = f"{step.evidence.turn_id}|{step.owner}|{step.what.casefold()}"
    return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()


def _open_promises(
    reviews: Sequence[tuple[PastCall, Review]], kept: Collection[tuple[str, str]]
) -> tuple[OpenPromise, ...]:
    """The salesperson's first; what was promised again counts where it was said last."""
    found: dict[tuple[Speaker, str], OpenPromise] = {}
    for call, review in reviews:
        for step in review.next_steps:
            promise = OpenPromise(call.call_id, key_of(step), step)
            found.setdefault((step.owner, step.what.casefold()), promise)
    still = [each for each in found.values() if (each.call_id, each.key) not in kept]
    return tuple(sorted(still, key=lambda each: each.step.owner is not Speaker.SALESPERSON))


def _open_objections(reviews: Sequence[tuple[PastCall, Review]]) -> tuple[OpenObjection, ...]:
    """Of each kind the last word counts. One that was answered and led to nothing still stands,
    whatever else was agreed, until they buy: nobody knows that it is out of the way."""
    last: dict[ObjectionType, OpenObjection] = {}
    over: set[str] = set()
    bought = False
    for call, review in reviews:
        bought = bought or (call.outcome or review.outcome) is Outcome.WON
        if bought:
            over.add(call.call_id)
        for met in reversed(review.objections):
            last.setdefault(met.type, OpenObjection(call.call_id, call.started_at, met))
    return tuple(
        each
        for each in last.values()
        if each.met.handling in ("unanswered", "came_back")
        or (each.met.handling == "moved_on" and each.call_id not in over)
    )
