"""Guidance: directions for the conversation rather than words to say."""

from dataclasses import dataclass

from salescoach.domain.signal import Stage
from salescoach.domain.suggestion import Source, Urgency


@dataclass(frozen=True, slots=True)
class GuidanceStage:
    """``confidence`` is 0-1; ``time_in_stage_ms`` is call time."""

    current: Stage
    confidence: float
    time_in_stage_ms: int


@dataclass(frozen=True, slots=True)
class Focus:
    what: str
    why: str
    urgency: Urgency


@dataclass(frozen=True, slots=True)
class ObjectiveProgress:
    """Objective ids of the whole call."""

    completed: tuple[str, ...]
    remaining: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyQuestion:
    """``context`` says when to ask it."""

    primary: str
    alternatives: tuple[str, ...]
    context: str


@dataclass(frozen=True, slots=True)
class Direction:
    """``confidence`` is 0-100, as on a card."""

    direction: str
    key_questions: tuple[KeyQuestion, ...]
    talking_points: tuple[str, ...]
    confidence: int


@dataclass(frozen=True, slots=True)
class Guidance:
    stage: GuidanceStage
    focus: Focus
    objectives: ObjectiveProgress
    guidance: Direction
    source: Source = Source.LOCAL
