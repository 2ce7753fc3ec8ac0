"""What is said of a call once it is over: figures, and a review whose every claim names its moment.

An ``Evidence`` of a review is verbatim: its quote stands in the turn it names.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from salescoach.domain.audio import Speaker
from salescoach.domain.signal import Evidence, ObjectionType

FigureKey = Literal[
    "duration",
    "talk_ratio",
    "longest_monologue",
    "longest_customer_story",
    "interactivity",
    "patience",
    "objection_pause",
    "questions",
    "question_rate",
    "open_questions",
    "pace",
    "fillers",
    "interruptions",
    "silence",
    "objections",
    "objectives",
    "own_promises",
    "their_promises",
]
FigureUnit = Literal["ms", "percent", "count", "words_a_minute", "per_minute", "per_ten_minutes"]
Verdict = Literal["within", "below", "above"]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """The range that does well, in the figure's unit; an end that is None is open."""

    low: float | None
    high: float | None
    source: str


@dataclass(frozen=True, slots=True)
class FigureMoment:
    """``value`` is what the figure was there, in its unit, None when it is only a place."""

    evidence: Evidence
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """``value`` None: the call does not tell. ``of``: out of how many, where there is a whole.
    ``verdict`` None: there is no benchmark, or the call is too short to be held to it."""

    key: FigureKey
    value: float | None
    moments: tuple[FigureMoment, ...] = ()
    of: int | None = None
    verdict: Verdict | None = None


class Outcome(StrEnum):
    WON = "won"
    NEXT_STEP = "next_step_agreed"
    INTERESTED = "interested"
    UNDECIDED = "undecided"
    DECLINED = "declined"
    NO_CONVERSATION = "no_conversation"


Handling = Literal["settled", "moved_on", "came_back", "unanswered"]
"""``settled``: the customer took the answer, or a step towards buying; ``moved_on``: answered, and
not heard again; ``came_back``: raised once more since; ``unanswered``: also where something else
was said instead."""


@dataclass(frozen=True, slots=True)
class Point:
    text: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Worked:
    """``why``: what it brought about in this call."""

    text: str
    why: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Missed:
    opportunity: str
    what_to_do: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Tip:
    tip: str
    why: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class NextStep:
    """``due`` are the words of the time, ``due_on`` the day they name. ``shared``: both do it
    ("let's start")."""

    owner: Speaker
    what: str
    due: str | None
    due_on: date | None
    evidence: Evidence
    shared: bool = False


@dataclass(frozen=True, slots=True)
class HandledObjection:
    """``pause_ms``: silence before the answer. ``text`` tells how it went."""

    type: ObjectionType
    handling: Handling
    text: str
    evidence: Evidence
    answer: Evidence | None
    pause_ms: int | None


PartKey = Literal["next_step", "discovery", "objections", "listening", "objectives"]
Weights = Mapping[PartKey, int]


@dataclass(frozen=True, slots=True)
class ScorePart:
    """``score`` is 0-10, None when the call gave no occasion for it: it then counts nowhere."""

    key: PartKey
    score: float | None
    because: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Mail:
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Writing:
    """A language model's part in a review, done or tried. ``parts``: the call was read in so many;
    ``refused``: items left out because the call does not prove them, ``mail_refused`` the mail.
    Tokens of the prompt are all of them, ``cached_tokens`` those read from the vendor's cache.
    ``usd``: US dollars by list price, 0 on this machine; ``estimated``: the vendor left some open.
    ``fault``: why it has no part in the words after all, and ``message`` so in a sentence."""

    source: str
    label: str
    model: str
    parts: int = 1
    refused: int = 0
    mail_refused: bool = False
    requests: int = 0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    usd: float = 0.0
    estimated: bool = False
    fault: str | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """``source``: who wrote the words, ``local`` the embedded coach. ``writing`` None: no model
    was asked. ``read_until``: the ``seq`` of the last event that was read."""

    outcome: Outcome
    outcome_text: str
    outcome_evidence: Evidence | None
    summary: tuple[Point, ...] = ()
    what_worked: tuple[Worked, ...] = ()
    missed: tuple[Missed, ...] = ()
    tips: tuple[Tip, ...] = ()
    insights: tuple[Point, ...] = ()
    objections: tuple[HandledObjection, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    parts: tuple[ScorePart, ...] = ()
    figures: tuple[Figure, ...] = ()
    mail: Mail | None = None
    source: str = "local"
    writing: Writing | None = None
    read_until: int = 0
