"""Lines of a recording in the order they were spoken.

Two channels of a file are heard as fast as the engine manages, so which line is finished first
depends on the machine. Held back until every channel has been heard past them, lines leave in one
order at any speed, and the coach decides alike.
"""

import heapq

from salescoach.domain.transcript import Transcript

SETTLED_MS = 2_500
"""An engine makes a line final at the latest this much audio after its last word."""


class SpokenOrder:
    """Final lines in, final lines out by the call time they end at."""

    def __init__(self) -> None:
        self._held: list[tuple[int, int, int, Transcript]] = []
        self._count = 0

    def hold(self, line: Transcript, end_ms: int) -> None:
        """``end_ms`` is call time. Interims are about now, and a file has no now: none is kept."""
        if line.is_final:
            self._count += 1
            heapq.heappush(self._held, (end_ms, line.channel, self._count, line))

    def release(self, heard_ms: int | None) -> list[Transcript]:
        """The lines that no other can come before. ``heard_ms``: call time up to which every
        channel was heard, None when nothing more is heard."""
        ready: list[Transcript] = []
        while self._held and (heard_ms is None or self._held[0][0] + SETTLED_MS <= heard_ms):
            ready.append(heapq.heappop(self._held)[-1])
        return ready
