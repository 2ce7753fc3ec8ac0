"""How one user wants to be coached: a value that is handed to the brain before a call."""

from dataclasses import dataclass, field
from typing import Literal

from salescoach.domain.cue import DEFAULT_CUES, CueKind, CueRule

CoachingMode = Literal["suggestion", "guidance"]


@dataclass(frozen=True, slots=True)
class Coaching:
    """``mode`` None leaves it to the configuration. ``muted``: scripts of the call's playbook
    that bring no card, in one order: it stands in the log, and the same call is told alike."""

    mode: CoachingMode | None = None
    early_cards: bool = True
    cues: dict[CueKind, CueRule] = field(default_factory=lambda: dict(DEFAULT_CUES))
    muted: tuple[str, ...] = ()


UNCHANGED = Coaching()
"""For a user who has set nothing."""
