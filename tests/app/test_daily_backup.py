"""When the server backs up by itself, what it keeps, and what it says when it cannot."""

import asyncio
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from salescoach.app import daily_backup, storage_house
from salescoach.app.daily_backup import Calls, DailyBackup
from salescoach.infra.backup.reading import open_backup
from salescoach.infra.backup.shelf import kept_in, place_for
from salescoach.infra.backup.snapshot import BackupStopped
from salescoach.infra.config import Settings
from salescoach.infra.configuration import create_directories, load_settings
from salescoach.kit.clock import ManualClock
from tests.migrated import migrated

HOUR_MS = 3_600_000


class Day:
    """A server's backups, looked after now and then."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.clock = ManualClock()
        self.calls = Calls(0, in_trouble=False)
        self.backups = DailyBackup(settings, self.clock, lambda: self.calls)

    async def after(self, hours: float) -> int:
        """How many backups there are once it has looked."""
        self.clock.advance(hours * HOUR_MS)
        await self.backups.look()
        return len(kept_in(self.settings.backups_dir, "daily"))


async def a_day(folder: Path, **settings: Any) -> Day:
    found = load_settings(None, data_dir=folder / "data", **settings)
    create_directories(found)
    await migrated(found.database_file)
    return Day(found)


async def test_one_a_day_and_some_are_kept(tmp_path: Path) -> None:
    day = await a_day(tmp_path, backup_keep=2)
    assert await day.after(0) == 1
    assert await day.after(23) == 1
    assert await day.after(1.1) == 2
    assert await day.after(25) == 2
    newest = kept_in(day.settings.backups_dir)[0]
    with open_backup(newest.path) as backup:
        backup.check()
        assert backup.manifest.folders == ()
    assert day.backups.failed is None


async def test_live_calls_are_waited_for_but_not_for_ever(tmp_path: Path) -> None:
    day = await a_day(tmp_path)
    day.calls = Calls(1, in_trouble=False)
    assert await day.after(0) == 0
    day.calls = Calls(0, in_trouble=False)
    assert await day.after(0) == 1
    day.calls = Calls(2, in_trouble=False)
    assert await day.after(25) == 1
    day.calls = Calls(2, in_trouble=True)
    assert await day.after(6) == 1
    day.calls = Calls(2, in_trouble=False)
    assert await day.after(0.1) == 2


async def test_a_clock_that_once_was_years_ahead_stops_no_backup(tmp_path: Path) -> None:
    day = await a_day(tmp_path, backup_keep=2)
    ahead = place_for(day.settings.backups_dir, "daily", day.clock.utc() + timedelta(days=1000))
    ahead.touch()
    assert await day.after(0) == 2
    assert await day.after(25) == 3
    assert await day.after(25) == 3
    assert ahead.exists()


async def test_none_when_none_is_wanted(tmp_path: Path) -> None:
    day = await a_day(tmp_path, backup_every_hours=0)
    assert await day.after(100) == 0


async def test_a_failure_is_told_and_tried_again_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = await a_day(tmp_path)
    with monkeypatch.context() as full:
        full.setattr(storage_house, "SPARE_BYTES", 1 << 60)
        assert await day.after(0) == 0
        assert day.backups.failed == "disk_full"
    assert await day.after(0.5) == 0
    assert await day.after(0.6) == 1
    assert day.backups.failed is None


async def test_a_damaged_database_costs_no_good_backup(tmp_path: Path) -> None:
    day = await a_day(tmp_path, backup_keep=1)
    assert await day.after(0) == 1
    good = kept_in(day.settings.backups_dir)
    content = bytearray(day.settings.database_file.read_bytes())
    content[4096:20_480] = b"\xa5" * (20_480 - 4096)
    day.settings.database_file.write_bytes(content)
    assert await day.after(25) == 1
    assert day.backups.failed == "database_damaged"
    assert kept_in(day.settings.backups_dir) == good


async def test_a_stopping_server_stops_its_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = await a_day(tmp_path)
    begun, ended = threading.Event(), threading.Event()

    def write(*_: object, stopped: Callable[[], bool], **__: object) -> None:
        begun.set()
        while not stopped():
            ended.wait(0.001)
        ended.set()
        raise BackupStopped("stopped")

    monkeypatch.setattr(daily_backup, "write_backup", write)
    making = asyncio.create_task(day.backups.make())
    await asyncio.to_thread(begun.wait)
    making.cancel()
    with pytest.raises(asyncio.CancelledError):
        await making
    assert ended.is_set()
