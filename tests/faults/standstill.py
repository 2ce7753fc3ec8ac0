"""Times at which a fault itself stands between a page and its acknowledgements.

The server is down, the line is cut, the disk takes nothing, the page is gone or does not read:
nobody can be asked for an answer then. What is slow before and after is nobody's fault but ours.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Standstill:
    """Faults may overlap; a moment counts once. ``now`` gives seconds that only go forward."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._deep = 0
        self._spans: list[tuple[float, float]] = []
        self._since = 0.0

    def begin(self) -> None:
        if self._deep == 0:
            self._since = self._now()
        self._deep += 1

    def end(self) -> None:
        self._deep -= 1
        if self._deep == 0:
            self._spans.append((self._since, self._now()))

    @contextmanager
    def lasting(self) -> Iterator[None]:
        self.begin()
        try:
            yield
        finally:
            self.end()

    def since(self, moment: float) -> float:
        """Seconds of it between ``moment`` and now."""
        spans = list(self._spans)
        if self._deep:
            spans.append((self._since, self._now()))
        return sum(max(0.0, end - max(begin, moment)) for begin, end in spans)
