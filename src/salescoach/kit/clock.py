"""Time as a value that is passed in, so that tests and replays can own it."""

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    def now_ms(self) -> float:
        """Monotonic milliseconds; only differences mean anything."""
        ...

    def utc(self) -> datetime: ...


class SystemClock:
    def now_ms(self) -> float:
        return time.monotonic() * 1000

    def utc(self) -> datetime:
        return datetime.now(UTC)


class ManualClock:
    """A clock that moves when told to."""

    def __init__(self, start: datetime = datetime(2026, 1, 1, tzinfo=UTC)) -> None:
        self._start = start
        self._ms = 0.0

    def advance(self, ms: float) -> None:
        self._ms += ms

    def now_ms(self) -> float:
        return self._ms

    def utc(self) -> datetime:
        return datetime.fromtimestamp(self._start.timestamp() + self._ms / 1000, UTC)
