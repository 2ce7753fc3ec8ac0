"""A turn: what one person said until somebody else spoke."""

from dataclasses import dataclass

from salescoach.domain.audio import Speaker


@dataclass(frozen=True, slots=True)
class Turn:
    """``start_ms`` and ``end_ms`` are call time: milliseconds since the call's first sample."""

    id: str
    speaker: Speaker
    text: str
    start_ms: int
    end_ms: int
    confidence: float | None = None
