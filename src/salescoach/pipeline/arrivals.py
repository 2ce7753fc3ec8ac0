"""When the audio of each moment reached the server, so that a card can say how late it is."""

from bisect import bisect_left
from collections import deque

KEPT_FRAMES = 1_200
"""Two minutes of frames of 100 ms: no line is finished later than that."""


class Arrivals:
    """One channel's frames: the call time each one ends at, and when it arrived."""

    def __init__(self) -> None:
        self._ends: deque[int] = deque(maxlen=KEPT_FRAMES)
        self._received: deque[float] = deque(maxlen=KEPT_FRAMES)

    @property
    def known(self) -> bool:
        """Whether any frame has arrived."""
        return bool(self._ends)

    def note(self, end_ms: int, received_ms: float) -> None:
        """``end_ms`` is call time, ``received_ms`` the server's monotonic clock. A frame that is
        fed again keeps its first arrival."""
        if self._ends and end_ms <= self._ends[-1]:
            return
        self._ends.append(end_ms)
        self._received.append(received_ms)

    def received_ms(self, call_ms: int) -> float | None:
        """When the frame that holds ``call_ms`` arrived, or the oldest one still known. None when
        it has not arrived yet."""
        place = bisect_left(self._ends, call_ms)
        return self._received[place] if place < len(self._received) else None
