"""The server's own backups: once a day, when nobody is on a call, and a few of them kept.

A due backup waits for the calls to end, but not for ever: after some hours it is made beside them,
a megabyte at a time, unless a call is late or storage is in trouble.
"""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from loguru import logger

from salescoach.app.storage_house import database_source, has_room
from salescoach.app.version import version
from salescoach.infra.backup.shelf import clear_partial, made_until, place_for, thin_out
from salescoach.infra.backup.writing import write_backup
from salescoach.infra.config import Settings
from salescoach.kit.clock import Clock, SystemClock
from salescoach.kit.errors import SalesCoachError
from salescoach.rooms.calls.log import EventLog
from salescoach.rooms.live.desk import CallDesk

LOOK_EVERY_S = 60.0
WAIT_FOR_CALLS = timedelta(hours=6)
TRY_AGAIN_AFTER = timedelta(hours=1)
LATE_MS = 1_000
"""A call that lags more than this is left alone."""


@dataclass(frozen=True, slots=True)
class Calls:
    """``live``: how many go on. ``in_trouble``: one is late, or storage is."""

    live: int
    in_trouble: bool


class DailyBackup:
    def __init__(self, settings: Settings, clock: Clock, calls: Callable[[], Calls]) -> None:
        self._settings = settings
        self._clock = clock
        self._calls = calls
        self._failed: str | None = None
        self._tried_at: datetime | None = None

    @property
    def failed(self) -> str | None:
        """Why the last try did not succeed, as a code."""
        return self._failed

    async def run(self) -> None:
        """Never returns."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK_EVERY_S)

    async def look(self) -> None:
        """Makes one when it is time."""
        if self._settings.backup_every_hours and await asyncio.to_thread(self._is_time):
            await self.make()

    async def make(self) -> bool:
        """Whether it succeeded; ``state`` says why not."""
        self._tried_at = self._clock.utc()
        stop = threading.Event()
        working = asyncio.create_task(asyncio.to_thread(self._make, stop.is_set))
        try:
            self._failed = await asyncio.shield(working)
        except asyncio.CancelledError:
            # The thread cannot be cancelled; it is asked, and lets go of the files.
            stop.set()
            with suppress(Exception):
                await working
            raise
        if self._failed is None:
            logger.info("The daily backup is made")
        else:
            logger.error("The daily backup failed: {}", self._failed)
        return self._failed is None

    def _is_time(self) -> bool:
        now = self._clock.utc()
        daily = made_until(now, self._settings.backups_dir, "daily")
        every = timedelta(hours=self._settings.backup_every_hours)
        overdue = every if not daily else now - daily[0].made_at
        if overdue < every or not self._settings.database_file.exists():
            return False
        if self._failed and self._tried_at and now - self._tried_at < TRY_AGAIN_AFTER:
            return False
        calls = self._calls()
        if calls.in_trouble:
            return False
        return not calls.live or (bool(daily) and overdue > every + WAIT_FOR_CALLS)

    def _make(self, stopped: Callable[[], bool]) -> str | None:
        """The code of what went wrong."""
        settings, now = self._settings, self._clock.utc()
        source = database_source(settings)
        try:
            target = place_for(settings.backups_dir, "daily", now)
            clear_partial(target.parent, now)
            if not has_room(settings, source):
                return "disk_full"
            write_backup(source, target, version=version(), now=now, stopped=stopped)
            thin_out(settings.backups_dir, "daily", settings.backup_keep, now)
        except SalesCoachError as error:
            return error.code
        except OSError as error:
            return "not_written" if error.errno is None else f"os_error_{error.errno}"
        except sqlite3.Error:
            return "storage_unavailable"
        return None


def daily_backup(settings: Settings, desk: CallDesk, log: EventLog) -> DailyBackup:
    def calls() -> Calls:
        in_trouble = log.trouble is not None or desk.worst_lag_ms > LATE_MS
        return Calls(desk.live_calls, in_trouble)

    return DailyBackup(settings, SystemClock(), calls)
