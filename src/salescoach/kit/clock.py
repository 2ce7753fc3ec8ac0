"""Time as a value that is passed in, so that tests and replays can own it."""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class Clock(Protocol):
    def now_ms(self) -> float:
        """Monotonic milliseconds; only differences mean anything."""
        ...

    def utc(self) -> datetime: ...

    def boot(self) -> str | None:
        """Names the run of the machine during which ``now_ms`` of any process means the same; None
        when nobody knows."""
        ...


class SystemClock:
    def now_ms(self) -> float:
        return time.monotonic() * 1000

    def utc(self) -> datetime:
        return datetime.now(UTC)

    def boot(self) -> str | None:
        try:
            return _BOOT_ID.read_text().strip()
        except OSError:
            return None


class ManualClock:
    """A clock that moves when told to."""

    def __init__(self, start: datetime = datetime(2026, 1, 1, tzinfo=UTC)) -> None:
        self._start = start
        self._ms = 0.0

    def boot(self) -> str | None:
        return None

    def advance(self, ms: float) -> None:
        self._ms += ms

    def now_ms(self) -> float:
        return self._ms

    def utc(self) -> datetime:
        return datetime.fromtimestamp(self._start.timestamp() + self._ms / 1000, UTC)
