"""Putting a backup in the place of what is there.

Everything is unpacked and proven first, beside its place. What it replaces is moved aside, never
deleted. A mark says that the exchange is under way: a server that finds it does not start, since an
exchange that was cut off may have left no database, or one without its audio.
"""

import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from salescoach.infra.backup.manifest import DATABASE, FOLDERS, SECRET, Manifest
from salescoach.infra.backup.reading import Backup, BackupUnusable
from salescoach.infra.backup.snapshot import call_ids, examine
from salescoach.kit.errors import Unavailable

UNFINISHED = "restore-unfinished"
"""The mark in DATA_DIR."""

REPLACED = "replaced"
"""The folder in DATA_DIR that keeps what was moved aside."""

SPARE_BYTES = 64 << 20
_BESIDE_DATABASE = ("", "-wal", "-shm", "-journal")


class NoRoom(Unavailable):
    """The disk is too full for what was asked."""

    code = "disk_full"


@dataclass(frozen=True, slots=True)
class Places:
    """Where the data of this machine lies."""

    data_dir: Path
    database: Path


@dataclass(frozen=True, slots=True)
class Restored:
    """``aside``: what was replaced, None when there was nothing."""

    manifest: Manifest
    aside: Path | None


def prove(backup: Backup, folder: Path, newest_revision: str) -> None:
    """Unpacks into ``folder``, which is new, and looks at all of it. Raises ``BackupUnusable``,
    ``DatabaseDamaged``, ``NoRoom`` or ``OSError``."""
    folder.mkdir(mode=0o700)
    if shutil.disk_usage(folder).free < backup.manifest.size + SPARE_BYTES:
        raise NoRoom(
            f"Unpacking this backup takes {backup.manifest.size >> 20} MB, more than there is. "
            "Make room on the disk of DATA_DIR."
        )
    backup.unpack(folder)
    facts = examine(folder / DATABASE)
    if (facts.revision, facts.rows) != (backup.manifest.revision, backup.manifest.rows):
        raise BackupUnusable("Its database does not hold what its manifest says.")
    if facts.revision is None or facts.revision > newest_revision:
        raise BackupUnusable(
            "A newer version of Sales Coach AI made this backup. Install that version first.",
            code="database_too_new",
        )


def restore(backup: Backup, places: Places, newest_revision: str, now: datetime) -> Restored:
    """For whoever holds ``data_lock.alone``. Raises as ``prove``; until the exchange begins nothing
    has changed."""
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    unpacked = places.data_dir / f".unpacked-{stamp}"
    try:
        prove(backup, unpacked, newest_revision)
        mark = places.data_dir / UNFINISHED
        mark.touch(mode=0o600)
        aside = _free_name(places.data_dir / REPLACED / stamp)
        _move_aside(backup.manifest, places, unpacked, aside)
        _move_in(backup.manifest, places, unpacked)
        mark.unlink()
    finally:
        shutil.rmtree(unpacked, ignore_errors=True)
    return Restored(backup.manifest, aside if aside.exists() else None)


def refuse_unfinished(data_dir: Path) -> None:
    """Raises ``Unavailable`` (``restore_unfinished``) when an exchange was cut off."""
    if (data_dir / UNFINISHED).exists():
        raise Unavailable(
            f"A restore was interrupted, so the data in {data_dir} is not whole. Run `salescoach "
            f"restore` again; what was there before is in {data_dir / REPLACED}.",
            code="restore_unfinished",
        )


def _move_aside(manifest: Manifest, places: Places, unpacked: Path, aside: Path) -> None:
    for suffix in _BESIDE_DATABASE:
        # A log that belongs to the old database must never be read into the new one.
        beside = places.database.with_name(places.database.name + suffix)
        _move([beside], aside)
    known = call_ids(unpacked / DATABASE) if manifest.revision else frozenset()
    for name in FOLDERS:
        folder = places.data_dir / name
        if name in manifest.folders:
            _move([folder], aside)
        elif folder.is_dir():
            # A server deletes the audio of calls that it does not know.
            strangers = [each for each in folder.iterdir() if each.name.split(".")[0] not in known]
            _move(strangers, aside / name)
    if manifest.has_secret:
        _move([places.data_dir / SECRET], aside)


def _move_in(manifest: Manifest, places: Places, unpacked: Path) -> None:
    for name in manifest.folders:
        (unpacked / name).mkdir(mode=0o700, exist_ok=True)
        (unpacked / name).replace(places.data_dir / name)
    if manifest.has_secret:
        (unpacked / SECRET).replace(places.data_dir / SECRET)
    places.database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.move(unpacked / DATABASE, places.database)


def _move(paths: Iterable[Path], into: Path) -> None:
    for path in paths:
        if path.exists():
            into.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.move(path, into / path.name)


def _free_name(path: Path) -> Path:
    numbered = path
    number = 1
    while numbered.exists():
        number += 1
        numbered = path.with_name(f"{path.name}-{number}")
    return numbered


def clear_leftovers(data_dir: Path) -> None:
    """What a restore that was killed had unpacked."""
    for left in data_dir.glob(".unpacked-*"):
        with suppress(OSError):
            shutil.rmtree(left)
