"""Nobody speaks faster than time: audio that comes far too fast is refused.

A page that was away sends what it kept, so a good stretch may come at once.
"""

from salescoach.kit.clock import Clock
from salescoach.kit.errors import InvalidInput

BURST_MS = 600_000.0
"""Audio (of all channels together) that may come at once: five minutes of two channels."""

RATE = 2.4
"""Milliseconds of audio that may come each millisecond: two channels, and clocks that differ."""


class Pace:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._left = BURST_MS
        self._at = clock.now_ms()

    def spend(self, duration_ms: float) -> None:
        """Raises ``InvalidInput`` (``frame_too_fast``)."""
        now = self._clock.now_ms()
        self._left = min(BURST_MS, self._left + (now - self._at) * RATE)
        self._at = now
        if duration_ms > self._left:
            raise InvalidInput(
                "Audio comes much faster than it can have been spoken.", code="frame_too_fast"
            )
        self._left -= duration_ms
