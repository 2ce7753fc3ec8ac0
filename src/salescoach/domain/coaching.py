"""How one user wants to be coached: a value that is handed to the brain before a call."""

from dataclasses import dataclass, field

from salescoach.domain.cue import DEFAULT_CUES, CueRules
from salescoach.domain.events import CoachingMode


@dataclass(frozen=True, slots=True)
class Coaching:
    """``mode`` None leaves it to the configuration. ``muted``: scripts of the call's playbook
    that bring no card."""

    mode: CoachingMode | None = None
    early_cards: bool = True
    cues: CueRules = field(default_factory=lambda: DEFAULT_CUES)
    muted: frozenset[str] = frozenset()


UNCHANGED = Coaching()
"""For a user who has set nothing."""
