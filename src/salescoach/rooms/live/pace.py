"""Nobody speaks faster than time: audio that comes far too fast has to wait.

A page that was away sends what it kept, so a good stretch may come at once. What is too fast is
slowed down rather than refused: the sender was told that the server takes its audio.
"""

from salescoach.kit.clock import Clock

BURST_MS = 600_000.0
"""Audio (of all channels together) that may come at once: five minutes of two channels."""

RATE = 2.4
"""Milliseconds of audio that may come each millisecond: two channels, and clocks that differ."""


MESSAGES_BURST = 200
MESSAGES_PER_S = 20
"""Commands are made by a person's hand, or by a page that comes back and repeats some."""


class Pace:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._left = BURST_MS
        self._at = clock.now_ms()
        self._messages_left = float(MESSAGES_BURST)
        self._message_at = self._at

    def spend(self, duration_ms: float) -> float:
        """Seconds to wait before this audio may be taken, 0 as a rule."""
        now = self._clock.now_ms()
        self._left = min(BURST_MS, self._left + (now - self._at) * RATE) - duration_ms
        self._at = now
        return max(0.0, -self._left / RATE / 1000)

    def spend_message(self) -> float:
        """Seconds to wait before another command, or a frame that is none, is answered."""
        now = self._clock.now_ms()
        gained = (now - self._message_at) / 1000 * MESSAGES_PER_S
        self._messages_left = min(MESSAGES_BURST, self._messages_left + gained) - 1
        self._message_at = now
        return max(0.0, -self._messages_left / MESSAGES_PER_S)
