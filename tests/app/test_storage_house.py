"""Storage at a start: what is damaged is told, what is old is backed up, what is taken waits."""

import sqlite3
from contextlib import AsyncExitStack, closing
from pathlib import Path

import pytest

from salescoach.app.storage_house import open_storage
from salescoach.infra.backup.reading import open_backup
from salescoach.infra.backup.shelf import kept_in, place_for
from salescoach.infra.backup.writing import Source, write_backup
from salescoach.infra.config import Settings
from salescoach.infra.configuration import create_directories, load_settings
from salescoach.infra.data_lock import DataInUse, alone
from salescoach.infra.database import newest_revision
from salescoach.kit.errors import SalesCoachError
from tests.infra.backup.workspace import NOON
from tests.infra.released import dump_of, load
from tests.migrated import migrated


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    found = load_settings(None, data_dir=tmp_path / "data")
    create_directories(found)
    return found


async def opened(settings: Settings) -> str | None:
    async with AsyncExitStack() as opening:
        database = await open_storage(settings, opening)
        with pytest.raises(DataInUse), alone(settings.data_dir):
            pass
        return await database.revision()


async def test_a_new_place_and_one_that_is_up_to_date_need_no_backup(settings: Settings) -> None:
    assert await opened(settings) == newest_revision()
    assert await opened(settings) == newest_revision()
    assert kept_in(settings.backups_dir) == []
    with alone(settings.data_dir):
        pass


async def test_an_upgrade_is_backed_up_first(settings: Settings) -> None:
    load(dump_of("0001"), settings.database_file)
    assert await opened(settings) == newest_revision()
    [kept] = kept_in(settings.backups_dir, "upgrade")
    with open_backup(kept.path) as backup:
        backup.check()
        assert (backup.manifest.revision, backup.manifest.calls) == ("0001", 2)


async def test_damage_names_the_way_out_and_changes_nothing(settings: Settings) -> None:
    await migrated(settings.database_file)
    target = place_for(settings.backups_dir, "daily", NOON)
    write_backup(Source(settings.database_file, {}), target, version="1", now=NOON)
    with closing(sqlite3.connect(settings.database_file)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    content = bytearray(settings.database_file.read_bytes())
    content[4096:20_480] = b"\xa5" * (20_480 - 4096)
    settings.database_file.write_bytes(content)
    with pytest.raises(SalesCoachError) as told:
        await opened(settings)
    assert told.value.code == "database_damaged"
    assert "of 2026-03-01 12:00 UTC and holds 0 calls" in told.value.message
    assert "salescoach restore --newest" in told.value.message
    assert settings.database_file.read_bytes() == content
    target.write_bytes(b"damaged as well")
    with pytest.raises(SalesCoachError, match="There is no good backup"):
        await opened(settings)


async def test_a_restore_that_was_cut_off_keeps_the_server_from_starting(
    settings: Settings,
) -> None:
    (settings.data_dir / "restore-unfinished").touch()
    left = settings.data_dir / ".unpacked-20260101T000000Z"
    left.mkdir()
    with pytest.raises(SalesCoachError) as told:
        await opened(settings)
    assert told.value.code == "restore_unfinished"
    assert not settings.database_file.exists()
    # It would take the room that the next restore needs.
    assert not left.exists()


async def test_a_database_elsewhere_is_not_replaced_under_another_data_folder(
    settings: Settings, tmp_path: Path
) -> None:
    url = f"sqlite+aiosqlite:///{settings.database_file}"
    other = load_settings(None, data_dir=tmp_path / "other", database_url=url)
    create_directories(other)
    async with AsyncExitStack() as opening:
        await open_storage(other, opening)
        with pytest.raises(DataInUse), alone(settings.data_dir, settings.database_file.parent):
            pass
    with alone(settings.data_dir, settings.database_file.parent):
        pass
