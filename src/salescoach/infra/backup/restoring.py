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
from salescoach.infra.backup.moving import free_name, move
from salescoach.infra.backup.proving import prove
from salescoach.infra.backup.reading import Backup
from salescoach.infra.backup.snapshot import call_ids
from salescoach.infra.backup.unfinished import REPLACED, Exchange, Places, take_back


@dataclass(frozen=True, slots=True)
class Restored:
    """``aside``: what was replaced, None when there was nothing. ``came_in``: what a restore before
    this one had brought when it was cut off, None when nothing."""

    manifest: Manifest
    aside: Path | None
    came_in: Path | None


def restore(backup: Backup, places: Places, now: datetime) -> Restored:
    """For whoever holds ``data_lock.alone``. Raises as ``prove``; until the exchange begins nothing
    has changed."""
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    unpacked = places.data_dir / f".unpacked-{stamp}"
    clear_leftovers(places.data_dir)
    try:
        prove(backup, unpacked)
        came_in = take_back(places)
        exchange = Exchange(
            aside=free_name(places.data_dir / REPLACED / stamp).name,
            folders=backup.manifest.folders,
            has_secret=backup.manifest.has_secret,
        )
        aside = exchange.aside_in(places)
        exchange.write(places)
        _move_aside(exchange, places, unpacked, aside)
        exchange.model_copy(update={"brought": True}).write(places)
        _move_in(exchange, places, unpacked)
        places.mark.unlink()
    finally:
        shutil.rmtree(unpacked, ignore_errors=True)
    return Restored(backup.manifest, aside if aside.exists() else None, came_in)


def clear_leftovers(data_dir: Path) -> None:
    """What a restore that was killed had unpacked: as much as all the data, for nobody."""
    for left in data_dir.glob(".unpacked-*"):
        with suppress(OSError):
            shutil.rmtree(left)


def _move_aside(exchange: Exchange, places: Places, unpacked: Path, aside: Path) -> None:
    # A log that belongs to the old database must never be read into the new one.
    _move(places.database_files, aside)
    known = call_ids(unpacked / DATABASE)
    for name in FOLDERS:
        folder = places.data_dir / name
        if name in exchange.folders:
            _move([folder], aside)
        elif folder.is_dir():
            # A server deletes the audio of calls that it does not know.
            strangers = [each for each in folder.iterdir() if each.name.split(".")[0] not in known]
            _move(strangers, aside / name)
    if exchange.has_secret:
        _move([places.data_dir / SECRET], aside)


def _move_in(exchange: Exchange, places: Places, unpacked: Path) -> None:
    for name in exchange.folders:
        (unpacked / name).mkdir(mode=0o700, exist_ok=True)
        move(unpacked / name, places.data_dir / name)
    if exchange.has_secret:
        move(unpacked / SECRET, places.data_dir / SECRET)
    move(unpacked / DATABASE, places.database)


def _move(paths: Iterable[Path], into: Path) -> None:
    for path in paths:
        if path.exists():
            move(path, into / path.name)
