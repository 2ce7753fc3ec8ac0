"""What somebody looks for among past calls, and what is found of each.

A hit names the turn it stands in, so that every line found can be opened at its moment.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from salescoach.domain.audio import Speaker
from salescoach.domain.call import Call
from salescoach.domain.review import Outcome
from salescoach.domain.signal import ObjectionType, Stage

CallSort = Literal["newest", "oldest", "longest", "customer", "score"]
OutcomeBy = Literal["user", "review"]


@dataclass(frozen=True, slots=True)
class CallQuery:
    """``text``: words to be found, as typed. ``since`` and ``until`` bound when a call began, the
    latter excluded. Of the others a call has to fit one of each that is not empty. ``ids``: only
    these calls."""

    text: str = ""
    since: datetime | None = None
    until: datetime | None = None
    outcomes: tuple[Outcome, ...] = ()
    stages: tuple[Stage, ...] = ()
    objections: tuple[ObjectionType, ...] = ()
    playbooks: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    sort: CallSort = "newest"
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    found: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A turn that holds the words, cut to what stands around the first of them."""

    turn_id: str
    speaker: Speaker
    start_ms: int
    excerpt: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class RaisedObjection:
    type: str
    times: int


@dataclass(frozen=True, slots=True)
class FoundCall:
    """``objections`` in the order they first came up; ``hits`` are the first few of
    ``hit_count``; ``stage_reached`` is the furthest."""

    call: Call
    stage_reached: Stage | None = None
    outcome: Outcome | None = None
    outcome_by: OutcomeBy | None = None
    score: float | None = None
    objections: tuple[RaisedObjection, ...] = ()
    tags: tuple[str, ...] = ()
    hits: tuple[Hit, ...] = ()
    hit_count: int = 0


@dataclass(frozen=True, slots=True)
class CallLabels:
    """What the user or a review put on a call."""

    outcome: Outcome | None = None
    outcome_by: OutcomeBy | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to filter by, and how many calls fit it."""

    value: str
    calls: int


@dataclass(frozen=True, slots=True)
class FilterChoices:
    outcomes: tuple[Choice, ...]
    stages: tuple[Choice, ...]
    objections: tuple[Choice, ...]
    playbooks: tuple[Choice, ...]
    tags: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class DeletedCall:
    """What was there and is gone. ``audio_bytes``: of the recording and of sound in waiting."""

    id: str
    turns: int
    cards: int
    audio_bytes: int


@dataclass(frozen=True, slots=True)
class KeptCall:
    """A call that was not deleted, and why."""

    id: str
    code: str
    message: str
