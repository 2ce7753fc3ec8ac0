"""How things stand, read at the moment somebody asks for the figures."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from salescoach.infra.backup.shelf import made_until


@dataclass(frozen=True, slots=True)
class Standing:
    """What is read from a running server. ``late_ms``: how late its event loop is.
    ``storage_trouble``: why events cannot be stored just now, None when they can. ``reviews`` by
    the state of their jobs."""

    live_calls: int = 0
    worst_lag_ms: int = 0
    late_ms: float = 0.0
    waiting_events: int = 0
    storage_trouble: str | None = None
    reviews: dict[str, int] = field(default_factory=dict)


Stand = Callable[[], Standing]


@dataclass(frozen=True, slots=True)
class Disk:
    """Where the data lies."""

    data_dir: Path
    database: Path
    backups: Path

    def free_bytes(self) -> int:
        """Raises ``OSError``."""
        return shutil.disk_usage(self.data_dir).free

    def database_bytes(self) -> int:
        """0 when there is none."""
        try:
            return self.database.stat().st_size
        except FileNotFoundError:
            return 0


class StateFigures(Collector):
    def __init__(self, stand: Stand, disk: Disk) -> None:
        self._stand = stand
        self._disk = disk

    def collect(self) -> Iterator[Metric]:
        now = self._stand()
        yield _gauge("calls_live", "Calls going on.", now.live_calls)
        lag_s = now.worst_lag_ms / 1000
        yield _gauge("audio_lag_seconds", "Audio not heard yet, of the latest call.", lag_s)
        late_s = now.late_ms / 1000
        yield _gauge("loop_late_seconds", "How late the event loop is.", late_s)
        yield _gauge("events_waiting", "Events not stored yet.", now.waiting_events)
        in_trouble = now.storage_trouble is not None
        yield _gauge("storage_trouble", "1 while events cannot be stored.", in_trouble)
        reviews = GaugeMetricFamily(
            "salescoach_reviews", "Reviews of calls, by state.", labels=["state"]
        )
        for state in ("pending", "running", "refining", "failed"):
            reviews.add_metric([state], now.reviews.get(state, 0))
        yield reviews
        yield from self._of_the_disk()

    def _of_the_disk(self) -> Iterator[Metric]:
        with suppress(OSError):
            free = self._disk.free_bytes()
            yield _gauge("disk_free_bytes", "Room on the disk of DATA_DIR.", free)
            size = self._disk.database_bytes()
            yield _gauge("database_bytes", "Size of the database.", size)
        newest = made_until(datetime.now(UTC), self._disk.backups)
        at_s = newest[0].made_at.timestamp() if newest else 0
        yield _gauge("backup_time_seconds", "When the newest backup was made, 0: none.", at_s)


def _gauge(name: str, said: str, value: float) -> Metric:
    return GaugeMetricFamily(f"salescoach_{name}", said, value=float(value))
