"""Storage as a start finds it: taken, proven whole, backed up before an upgrade, up to date after.

A damaged database is never repaired, replaced or begun anew by itself: the start fails and says
which command brings the newest good backup back.
"""

import asyncio
import shutil
import sqlite3
from contextlib import AsyncExitStack
from datetime import UTC, datetime

from loguru import logger

from salescoach.app.version import version
from salescoach.infra.backup.reading import open_backup
from salescoach.infra.backup.restoring import clear_leftovers
from salescoach.infra.backup.shelf import newest_good, place_for, thin_out
from salescoach.infra.backup.snapshot import DatabaseDamaged, look_quickly, revision_of
from salescoach.infra.backup.unfinished import refuse_unfinished
from salescoach.infra.backup.writing import Source, write_backup
from salescoach.infra.config import Settings
from salescoach.infra.data_lock import in_use
from salescoach.infra.database import Database, migrate, newest_revision
from salescoach.kit.errors import SalesCoachError

LOOK_WITHIN_S = 5.0
"""How long a start may look for damage."""

KEEP_UPGRADES = 3
SPARE_BYTES = 256 << 20
"""A backup leaves at least so much of the disk free."""


async def open_storage(settings: Settings, opening: AsyncExitStack) -> Database:
    """The database, up to date; ``opening`` gives it back. Raises ``DataInUse``,
    ``DatabaseDamaged``, ``Unavailable`` (``restore_unfinished``, ``database_too_new``) or
    ``StorageTrouble``."""
    opening.enter_context(in_use(settings.data_dir, settings.database_file.parent))
    await asyncio.to_thread(clear_leftovers, settings.data_dir)
    refuse_unfinished(settings.data_dir)
    await asyncio.to_thread(_prepare, settings)
    await migrate(settings.database_url)
    database = Database(settings.database_url)
    opening.push_async_callback(database.aclose)
    return database


def database_source(settings: Settings) -> Source:
    """What a backup that the server makes by itself takes along. Recordings do not change once they
    are made, and a copy on the same disk protects them from nothing."""
    return Source(settings.database_file, {})


def has_room(settings: Settings, source: Source) -> bool:
    """For the copy and for its packed form, at the same time."""
    free = shutil.disk_usage(settings.backups_dir).free
    return free > 2 * source.size() + SPARE_BYTES


def _prepare(settings: Settings) -> None:
    if not settings.database_file.exists():
        return
    try:
        if not look_quickly(settings.database_file, LOOK_WITHIN_S):
            logger.info("Not all of the database was looked at: it is large, or in use")
        found = revision_of(settings.database_file)
    except DatabaseDamaged as error:
        raise DatabaseDamaged(f"{error.message} {_way_out(settings)}") from error
    except sqlite3.Error:
        return  # the migration meets the same trouble, waits for it, and names it
    if found is not None and found < newest_revision():
        _back_up_before_upgrade(settings)


def _way_out(settings: Settings) -> str:
    untouched = "Nothing has been changed."
    good = newest_good(settings.backups_dir, datetime.now(UTC))
    if good is None:
        return (
            f"{untouched} There is no good backup in {settings.backups_dir}: `salescoach restore "
            "FILE` takes one from elsewhere. To begin anew, move the file away and start again."
        )
    with open_backup(good) as backup:
        made, calls = backup.manifest.made_at, backup.manifest.calls
    return (
        f"{untouched} The newest good backup is of {made:%Y-%m-%d %H:%M} UTC and holds {calls} "
        f"calls: `salescoach restore --newest` brings it back and keeps the damaged file aside."
    )


def _back_up_before_upgrade(settings: Settings) -> None:
    """An upgrade is one transaction, so a backup that fails does not keep it from going on."""
    source, now = database_source(settings), datetime.now(UTC)
    try:
        target = place_for(settings.backups_dir, "upgrade", now)
        if not has_room(settings, source):
            logger.warning("The disk has no room for a backup before the upgrade")
            return
        write_backup(source, target, version=version(), now=now)
        thin_out(settings.backups_dir, "upgrade", KEEP_UPGRADES, now)
    except (SalesCoachError, OSError, sqlite3.Error) as error:
        logger.warning("No backup before the upgrade: {}", type(error).__name__)
    else:
        logger.info("Backed up before the upgrade: {}", target.name)
