"""A drill as a list shows it."""

from dataclasses import dataclass
from datetime import datetime

from salescoach.domain.drill import Attempt, Drill
from salescoach.domain.events import Timing
from salescoach.domain.turn import Turn


@dataclass(frozen=True, slots=True)
class ListedDrill:
    """``line``: the customer's words. ``title``: of the call."""

    drill: Drill
    line: str
    title: str
    company: str | None
    called_at: datetime
    demo: bool
    attempts: int
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class OpenedDrill:
    """``before``: what the salesperson had said, None at the start of a call. ``said_then``: what
    they answered in the call, None when they did not. ``timing``: which of their times are
    known."""

    drill: Drill
    line: Turn
    before: Turn | None
    said_then: Turn | None
    title: str
    company: str | None
    called_at: datetime
    recorded: bool
    timing: Timing
    attempts: tuple[Attempt, ...]
