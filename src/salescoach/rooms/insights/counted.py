"""What is added up over many calls, as the database adds it up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from salescoach.domain.audio import Speaker
from salescoach.domain.insight import MomentKind, Reaction
from salescoach.domain.review import Handling, Outcome
from salescoach.domain.signal import Stage
from salescoach.pipeline.insights.statistics import Sums

GOOD = (Outcome.WON, Outcome.NEXT_STEP)
"""Outcomes that a call is made for."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which calls count: days, both included, and playbooks; all when left out."""

    since: date | None = None
    until: date | None = None
    playbooks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Totals:
    """Of a span of time. ``questions``, ``objections`` and the like are for a call."""

    calls: int = 0
    score: Sums = field(default_factory=Sums)
    talk_ratio: Sums = field(default_factory=Sums)
    questions: Sums = field(default_factory=Sums)
    objections: Sums = field(default_factory=Sums)
    longest_monologue_ms: Sums = field(default_factory=Sums)
    good: int = 0


@dataclass(frozen=True, slots=True)
class Week:
    """``starts_on`` is a Monday."""

    starts_on: date
    totals: Totals


@dataclass(frozen=True, slots=True)
class StageOutcomes:
    """``stage`` None: none was noted."""

    stage: Stage | None
    outcomes: Mapping[Outcome, int]


@dataclass(frozen=True, slots=True)
class Reply:
    """Objections of one type that were answered by one script, or in own words (None)."""

    type: str
    playbook_id: str
    script_id: str | None
    handlings: Mapping[Handling, int]


@dataclass(frozen=True, slots=True, eq=False)
class LineCount:
    """A script over the calls. ``cards`` were shown in ``shown_calls``; ``good`` of the calls in
    which it was said ended well. ``name`` as it was last called."""

    playbook_id: str
    script_id: str
    name: str
    cards: int
    shown_calls: int
    reactions: Mapping[Reaction, int]
    good: int

    @property
    def said(self) -> int:
        return sum(self.reactions.values())


@dataclass(frozen=True, slots=True)
class TellingMoment:
    """A moment, by its call and its ``place`` there, with what it is chosen by."""

    call_id: str
    place: int
    rank: int
    score: float
    started_at: datetime


@dataclass(frozen=True, slots=True)
class Counted:
    """What calls tell together, so that it can be added to what others tell. ``weeks``: oldest
    first. ``with_objection``: type of objection -> in how many calls it came."""

    weeks: tuple[Week, ...]
    stages: tuple[StageOutcomes, ...]
    replies: tuple[Reply, ...]
    with_objection: Mapping[str, int]
    lines: tuple[LineCount, ...]
    best: tuple[TellingMoment, ...]
    worst: tuple[TellingMoment, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A line of a call. ``start_ms`` None: nobody knows when it was said."""

    turn_id: str
    start_ms: int | None
    speaker: Speaker
    text: str


@dataclass(frozen=True, slots=True)
class CallAt:
    call_id: str
    started_at: datetime
    title: str
    customer: str | None
    company: str | None
    outcome: Outcome | None
    score: float | None


@dataclass(frozen=True, slots=True)
class ToldMoment:
    kind: MomentKind
    text: str
    more: str
    call: CallAt
    spot: Spot


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Behind a figure: what was said, what came of it. ``verdict`` is a ``Reaction`` or a
    ``Handling``, None for a script that was shown and not said."""

    call: CallAt
    spot: Spot
    then: Spot | None
    verdict: str | None
