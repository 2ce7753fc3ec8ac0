"""What is kept of a reviewed call to be counted over many: small rows, each with its moment.

No words of the call are among them but names of scripts: what was said is looked up by its turn.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from salescoach.domain.review import Handling
from salescoach.domain.signal import ObjectionType


class Reaction(StrEnum):
    """What the customer did right after a line, the first that fits: raised an objection, took a
    step towards buying (a buying signal or a promise), asked something, went on talking, or said
    nothing more."""

    OBJECTED = "objected"
    STEPPED = "stepped"
    ASKED = "asked"
    WENT_ON = "went_on"
    ENDED = "ended"


MomentKind = Literal["best", "worst"]


@dataclass(frozen=True, slots=True)
class Place:
    """A turn of a call and its start in call time."""

    turn_id: str
    start_ms: int


@dataclass(frozen=True, slots=True)
class CountedObjection:
    """``script_id``: the script that was said in reply, None for the salesperson's own words or no
    reply."""

    type: ObjectionType
    handling: Handling
    at: Place
    answer: Place | None
    script_id: str | None


@dataclass(frozen=True, slots=True)
class CountedLine:
    """A script in a call. ``shown``: how many cards held it. ``at``: where it was said first, else
    what the first card was about. ``reaction`` None: it was not said."""

    script_id: str
    name: str
    shown: int
    at: Place
    reaction: Reaction | None
    reacted_at: Place | None

    @property
    def said(self) -> bool:
        return self.reaction is not None


@dataclass(frozen=True, slots=True)
class CountedMoment:
    """``text`` is the review's own sentence, ``more`` its reason or advice. The higher ``rank``,
    the more it counted in the call."""

    kind: MomentKind
    rank: int
    text: str
    more: str
    at: Place


@dataclass(frozen=True, slots=True)
class CallDigest:
    """``day`` is where the salesperson was. ``counts`` False: a demo, or nobody talked. Figures are
    None where the call does not tell; ``talk_ratio`` in percent, times in milliseconds."""

    call_id: str
    day: date
    playbook_id: str
    counts: bool
    duration_ms: int
    talk_ratio: float | None
    questions: int | None
    open_questions: int | None
    longest_monologue_ms: int | None
    patience_ms: int | None
    objections: tuple[CountedObjection, ...] = ()
    lines: tuple[CountedLine, ...] = ()
    moments: tuple[CountedMoment, ...] = ()
